#include "stance/similarity_explain.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "detail/random.hpp"
#include "stance/error.hpp"
#include "stance/similarity_soft.hpp"
#include "unit/all_measures.hpp"
#include "unit/scaling_tables.hpp"

namespace {

using stance::Dfm;
using stance::explain_similarity;
using stance::explain_stance;
using stance::InvalidArgument;
using stance::Measure;
using stance::SimilarityShares;
using stance::TermShare;
using stance::TermSimilarity;
using stance_test::dfm_of;
using stance_test::kAllMeasures;
using stance_test::Table;

Dfm random_dfm(std::uint64_t seed) {
  stance::detail::Random random(seed);
  Table rows(10, std::vector<double>(25, 0.0));
  for (auto& row : rows) {
    for (double& cell : row) cell = random.below(2) == 0 ? 0.0 : static_cast<double>(random.below(7)) + 0.25;
  }
  rows[4].assign(25, 0.0);
  rows[6] = rows[2];
  return dfm_of(rows);
}

// Oracle: similarity_matrix(), whose loops are others; and the table in the header.
TEST(ExplainSimilarity, SharesAddUpToTheValueOfEveryMeasure) {
  for (const Measure measure : kAllMeasures) {
    const Dfm dfm = random_dfm(7);
    const Eigen::MatrixXd values = similarity_matrix(dfm, measure).values;
    for (std::size_t i = 0; i < 10; ++i) {
      for (std::size_t j = 0; j < 10; ++j) {
        const double value = values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        const SimilarityShares shares = explain_similarity(dfm, i, j, measure);
        if (std::isnan(value)) {
          EXPECT_TRUE(std::isnan(shares.value) && shares.terms.empty()) << name_of(measure);
          continue;
        }
        EXPECT_NEAR(shares.value, value, measure == Measure::pearson ? 1e-15 : 0.0) << name_of(measure) << ' ' << i << ' ' << j;
        double close = shares.rest_close;
        double apart = 0.0;
        for (const TermShare& term : shares.terms) close += term.close, apart += term.apart;
        if (measure != Measure::euclidean_distance && measure != Measure::chi_squared_distance) { EXPECT_NEAR(close, shares.close, 1e-12); }
        if (measure != Measure::pearson) { EXPECT_NEAR(apart, shares.apart, 1e-12); }
        switch (measure) {
          case Measure::cosine:
          case Measure::pearson:
          case Measure::jaccard:
          case Measure::weighted_jaccard:
            EXPECT_NEAR(shares.close, value, 1e-14) << name_of(measure);
            EXPECT_NEAR(shares.apart, 1.0 - value, 1e-13) << name_of(measure);
            break;
          case Measure::jensen_shannon_divergence:
            EXPECT_EQ(shares.apart, value);
            EXPECT_NEAR(shares.close, std::numbers::ln2 - value, 1e-13);
            break;
          case Measure::hellinger_distance: EXPECT_NEAR(shares.close, 1.0 - value * value, 1e-13); [[fallthrough]];
          default: EXPECT_EQ(std::sqrt(shares.apart), value) << name_of(measure);
        }
      }
    }
  }
}

TEST(ExplainSimilarity, TheCosineIsTheSumOfItsTermsToTheLastBit) {
  const Dfm dfm = random_dfm(3);
  for (std::size_t j = 1; j < 4; ++j) {
    const SimilarityShares shares = explain_similarity(dfm, 0, j);
    double sum = 0.0;
    for (const TermShare& term : shares.terms) sum += term.close;
    EXPECT_EQ(sum, shares.value);
    EXPECT_EQ(sum, similarity_matrix(dfm).values(0, static_cast<Eigen::Index>(j)));
  }
}

// Oracle: by hand on x = (1, 2, 0, 1), y = (3, 2, 1, 0): cosine 7 / √84; p = x / 4, q = y / 6.
TEST(ExplainSimilarity, ByHand) {
  const Dfm dfm = dfm_of({{1, 2, 0, 1}, {3, 2, 1, 0}});
  const SimilarityShares cosine = explain_similarity(dfm, 0, 1);
  ASSERT_EQ(cosine.terms.size(), 4U);
  EXPECT_NEAR(cosine.terms[0].close, 3 / std::sqrt(84.0), 1e-15);
  EXPECT_NEAR(cosine.terms[1].close, 4 / std::sqrt(84.0), 1e-15);
  EXPECT_EQ(cosine.terms[2].close, 0.0);
  EXPECT_NEAR(cosine.terms[3].apart, .5 / 6, 1e-15);
  EXPECT_EQ(cosine.terms[0].a, 1.0);
  EXPECT_EQ(cosine.terms[0].b, 3.0);
  EXPECT_EQ(explain_similarity(dfm, 0, 1, Measure::jaccard).terms[1].close, .25);
  EXPECT_EQ(explain_similarity(dfm, 0, 1, Measure::weighted_jaccard).terms[0].close, 1.0 / 7.0);
  EXPECT_EQ(explain_similarity(dfm, 0, 1, Measure::weighted_jaccard).terms[0].apart, 2.0 / 7.0);
  EXPECT_NEAR(explain_similarity(dfm, 0, 1, Measure::hellinger_distance).terms[0].close, std::sqrt(.25 * .5), 1e-15);
  EXPECT_NEAR(explain_similarity(dfm, 0, 1, Measure::jensen_shannon_divergence).terms[3].apart, .5 * .25 * std::numbers::ln2, 1e-15);
  EXPECT_NEAR(explain_similarity(dfm, 0, 1, Measure::chi_squared_distance).terms[0].apart, (1.0 / 16) / .4, 1e-14);
  const std::vector<TermShare> close = closest_terms(cosine, 1);
  ASSERT_EQ(close.size(), 1U);
  EXPECT_EQ(close[0].feature, 1U);
  EXPECT_EQ(closest_terms(cosine, 9).size(), 2U);  // only what adds something
  EXPECT_TRUE(closest_terms(explain_similarity(dfm, 0, 1, Measure::euclidean_distance), 3).empty());
  EXPECT_EQ(farthest_terms(explain_similarity(dfm, 0, 1, Measure::euclidean_distance), 1)[0].feature, 0U);
}

TEST(ExplainSimilarity, WrongCalls) {
  const Dfm dfm = dfm_of({{1, 2}, {3, 2}});
  EXPECT_THROW(static_cast<void>(explain_similarity(dfm, 0, 2)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(explain_similarity(dfm, 0, 1, Measure::soft_cosine)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(similarity_matrix(dfm, Measure::soft_cosine)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(top_k(dfm, 1, Measure::soft_cosine)), InvalidArgument);
}

TEST(SimilarityMeasures, HaveNamesAndTurnRound) {
  for (const Measure measure : kAllMeasures) EXPECT_EQ(stance::similarity_measure(name_of(measure)), measure);
  EXPECT_THROW(static_cast<void>(stance::similarity_measure("soft_cosine")), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::similarity_measure("manhattan")), InvalidArgument);
  EXPECT_EQ(as_similarity(Measure::cosine, .3), .3);
  EXPECT_EQ(as_similarity(Measure::hellinger_distance, 1.0), 0.0);
  EXPECT_EQ(as_similarity(Measure::jensen_shannon_divergence, std::numbers::ln2), 0.0);
  EXPECT_EQ(as_similarity(Measure::jensen_shannon_distance, 0.0), 1.0);
  EXPECT_THROW(static_cast<void>(as_similarity(Measure::euclidean_distance, 1.0)), InvalidArgument);
}

stance::PositionProfiles profiles() {
  stance::PositionProfiles out;
  out.names = {"a", "b", "c"};
  out.axes = {{-1, 1}, {-1, 1}, {0, 1}};
  out.positions.resize(3, 3);
  out.positions << .5, -.2, .4, -.5, .6, std::nan(""), std::nan(""), std::nan(""), .1;
  out.std_errors = Eigen::MatrixXd::Constant(3, 3, .1);
  out.std_errors(0, 1) = .4;
  return out;
}

// Oracle: weights 1 / (.04 + .01 + .01) and 1 / (.04 + .16 + .01) by hand.
TEST(ExplainStance, AxesAddUpToTheSimilarity) {
  const stance::StanceShares shares = explain_stance(profiles(), 0, 1);
  ASSERT_EQ(shares.axes.size(), 2U);
  const double w0 = 1 / .06;
  const double w1 = 1 / .21;
  EXPECT_NEAR(shares.axes[0].weight, w0 / (w0 + w1), 1e-14);
  EXPECT_NEAR(shares.axes[0].difference, 1.0, 1e-15);
  EXPECT_NEAR(shares.axes[0].apart, .5 * w0 / (w0 + w1), 1e-14);
  EXPECT_NEAR(shares.axes[1].apart, .4 * w1 / (w0 + w1), 1e-14);
  EXPECT_EQ(1.0 - (shares.axes[0].apart + shares.axes[1].apart), shares.value);
  EXPECT_NEAR(shares.axes[0].close + shares.axes[1].close, shares.value, 1e-15);
  EXPECT_EQ(shares.value, stance_similarity(profiles(), 0, 1).similarity.value);
  EXPECT_EQ(shares.axes[0].apart, explain_stance(profiles(), 1, 0).axes[0].apart);
}

TEST(ExplainStance, TooFewAxesAreUndefined) {
  EXPECT_TRUE(std::isnan(explain_stance(profiles(), 1, 2).value));
  EXPECT_TRUE(explain_stance(profiles(), 1, 2).axes.empty());
  stance::StanceSimilarityOptions options;
  options.min_shared_axes = 2;
  EXPECT_TRUE(std::isnan(explain_stance(profiles(), 0, 2, options).value));
  EXPECT_EQ(explain_stance(profiles(), 0, 2, options).axes.size(), 1U);
  EXPECT_EQ(explain_stance(profiles(), 0, 0).value, 1.0);
  EXPECT_THROW(static_cast<void>(explain_stance(profiles(), 0, 3)), InvalidArgument);
}

TermSimilarity::Matrix similarity_of(const Table& rows) {
  TermSimilarity::Matrix out(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows[0].size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      if (rows[i][j] != 0.0) out.insert(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i][j];
    }
  }
  return out;
}

// Oracle: by hand from x'Sy / √(x'Sx · y'Sy) (Sidorov and others 2014): x = (1, 1, 0), y = (0, 1, 1), s12 = ½ → 1.5 / √6 = 0.6123724357.
TEST(SoftCosine, ByHand) {
  const Dfm dfm = dfm_of({{1, 1, 0}, {0, 1, 1}});
  const TermSimilarity terms(similarity_of({{1, .5, 0}, {.5, 1, 0}, {0, 0, 1}}));
  const stance::SimilarityMatrix got = soft_cosine_matrix(dfm, terms);
  EXPECT_NEAR(got.values(0, 1), .6123724357, 1e-10);
  EXPECT_NEAR(got.values(1, 0), 1.5 / std::sqrt(6.0), 1e-15);
  EXPECT_EQ(got.values(0, 0), 1.0);
  EXPECT_EQ(got.measure, Measure::soft_cosine);
}

TEST(SoftCosine, WithTheIdentityIsTheCosine) {
  const Dfm dfm = random_dfm(9);
  TermSimilarity::Matrix identity(25, 25);
  identity.setIdentity();
  const Eigen::MatrixXd soft = soft_cosine_matrix(dfm, TermSimilarity(identity)).values;
  const Eigen::MatrixXd by_vectors = soft_cosine_matrix(dfm, Eigen::MatrixXd(3.0 * Eigen::MatrixXd::Identity(25, 25))).values;
  const Eigen::MatrixXd plain = similarity_matrix(dfm).values;
  for (Eigen::Index i = 0; i < 10; ++i) {
    for (Eigen::Index j = 0; j < 10; ++j) {
      EXPECT_EQ(std::isnan(soft(i, j)), std::isnan(plain(i, j)));
      if (!std::isnan(plain(i, j))) {
        EXPECT_NEAR(soft(i, j), plain(i, j), 1e-14);
        EXPECT_NEAR(by_vectors(i, j), plain(i, j), 1e-14);
      }
    }
  }
}

// Oracle: the other way to the same S = V̂V̂'.
TEST(SoftCosine, VectorsAreTheMatrixOfTheirCosines) {
  stance::detail::Random random(2);
  Eigen::MatrixXd vectors(25, 4);
  for (Eigen::Index i = 0; i < 25; ++i) {
    for (Eigen::Index k = 0; k < 4; ++k) vectors(i, k) = random.normal();
  }
  const Eigen::MatrixXd unit = vectors.rowwise().normalized();
  const TermSimilarity terms(Eigen::MatrixXd(unit * unit.transpose()).sparseView());
  const Eigen::MatrixXd one = soft_cosine_matrix(random_dfm(9), terms).values;
  const Eigen::MatrixXd other = soft_cosine_matrix(random_dfm(9), vectors).values;
  for (Eigen::Index i = 0; i < 10; ++i) {
    for (Eigen::Index j = 0; j < 10; ++j) {
      if (!std::isnan(one(i, j))) { EXPECT_NEAR(one(i, j), other(i, j), 1e-10); }
    }
  }
}

TEST(SoftCosine, ASynonymIsWhatItStandsFor) {
  const Dfm dfm = dfm_of({{2, 0, 1}, {0, 2, 1}, {0, 0, 0}});
  const TermSimilarity same(similarity_of({{1, 1, 0}, {1, 1, 0}, {0, 0, 1}}));  // semi-definite, not definite
  const Eigen::MatrixXd values = soft_cosine_matrix(dfm, same).values;
  EXPECT_NEAR(values(0, 1), 1.0, 1e-14);
  EXPECT_TRUE(std::isnan(values(0, 2)));
}

TEST(SoftCosine, RefusesWhatIsNoSimilarity) {
  EXPECT_THROW(static_cast<void>(TermSimilarity(similarity_of({{1, .5}, {.4, 1}}))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(TermSimilarity(similarity_of({{1, .5, 0}, {.5, 1, 0}}))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(TermSimilarity(similarity_of({{1, std::nan("")}, {std::nan(""), 1}}))), InvalidArgument);
  const Table indefinite = {{1, .9, 0}, {.9, 1, .9}, {0, .9, 1}};  // eigenvalue 1 − .9 √2 < 0
  EXPECT_THROW(static_cast<void>(TermSimilarity(similarity_of(indefinite))), InvalidArgument);
  const TermSimilarity stated(similarity_of(indefinite), TermSimilarity::Definite::stated);
  EXPECT_TRUE(std::isnan(
      soft_cosine_matrix(dfm_of({{1, -1.3, 1}, {1, 0, 0}}, {}, {}, stance::Weighting::other), stated).values(0, 1)));  // x'Sx < 0: no length
  EXPECT_THROW(static_cast<void>(soft_cosine_matrix(dfm_of({{1, 2}}), stated)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(soft_cosine_matrix(dfm_of({{1, 2}}), Eigen::MatrixXd::Ones(3, 2))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(soft_cosine_matrix(dfm_of({{1, 2}}), Eigen::MatrixXd::Constant(2, 2, std::nan("")))), InvalidArgument);
}

}  // namespace
