#include "stance/similarity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "detail/random.hpp"
#include "stance/error.hpp"
#include "stance/tfidf.hpp"
#include "unit/all_measures.hpp"
#include "unit/scaling_tables.hpp"

namespace {

using stance::Dfm;
using stance::InvalidArgument;
using stance::Measure;
using stance::Neighbour;
using stance::similarity_matrix;
using stance::SimilarityMatrix;
using stance::top_k;
using stance::Weighting;
using stance_test::dfm_of;
using stance_test::kAllMeasures;
using stance_test::lbg;
using stance_test::permuted;
using stance_test::Table;

double between(const Table& rows, Measure measure) { return similarity_matrix(dfm_of(rows), measure).values(0, 1); }

enum Lbg { R1, R2, R3, R4, R5, V1 };  // rows of lbg()

/// Random counts with common and rare features, two equal rows and an empty one.
Dfm random_dfm(std::uint64_t seed) {
  stance::detail::Random random(seed);
  Table rows(24, std::vector<double>(30, 0.0));
  for (auto& row : rows) {
    for (std::size_t f = 0; f < row.size(); ++f) {
      if (random.below(1 + f) < 2) row[f] = static_cast<double>(1 + random.below(6));
    }
  }
  rows[7] = rows[3];
  rows[11].assign(30, 0.0);
  return dfm_of(rows);
}

// Oracle: base R; numpy 2.4 and scipy 1.17.1 (pearsonr, jensenshannon²) give the same 14 digits.
TEST(Similarity, CosineOfTheLbgTable) {
  const Eigen::MatrixXd values = similarity_matrix(lbg()).values;
  EXPECT_NEAR(values(R1, R2), .376410845340846, 1e-14);
  EXPECT_NEAR(values(R1, R3), .0207432396059502, 1e-14);
  EXPECT_NEAR(values(R1, R4), .000107663873387285, 1e-14);
  EXPECT_EQ(values(R1, R5), 0.0);
  EXPECT_NEAR(values(R1, V1), .148324929569883, 1e-14);
  EXPECT_NEAR(values(R2, V1), .854904986631736, 1e-14);
  EXPECT_NEAR(values(R3, V1), .702919485366685, 1e-14);
  EXPECT_NEAR(values(R4, V1), .0831254822444329, 1e-14);
  EXPECT_NEAR(values(R5, V1), .00132785443844318, 1e-14);
}

// Oracle: as above.
TEST(Similarity, PearsonOfTheLbgTable) {
  const Eigen::MatrixXd values = similarity_matrix(lbg(), Measure::pearson).values;
  EXPECT_NEAR(values(R2, V1), .808458917023534, 1e-14);
  EXPECT_NEAR(values(R1, V1), -.124303044930994, 1e-14);
  EXPECT_NEAR(values(R1, R3), -.292724650170009, 1e-14);
  EXPECT_NEAR(values(R3, V1), .607821646084792, 1e-14);
}

// Oracle: as above.
TEST(Similarity, JensenShannonOfTheLbgTable) {
  const Eigen::MatrixXd values = similarity_matrix(lbg(), Measure::jensen_shannon_divergence).values;
  EXPECT_NEAR(values(R1, R5), std::numbers::ln2, 1e-14);
  EXPECT_NEAR(values(R1, R2), .331345906007202, 1e-14);
  EXPECT_NEAR(values(R2, V1), .0729311204429035, 1e-14);
  EXPECT_NEAR(values(R3, V1), .150422445969685, 1e-14);
  EXPECT_NEAR(similarity_matrix(lbg(), Measure::jensen_shannon_distance).values(R2, V1), std::sqrt(.0729311204429035), 1e-13);
}

// Oracle: values of gensim's cosine tests, which are 1/√12 and 1/√18: one word in common between 3 and 4
// words, and between 3 and 6.
TEST(Similarity, CosineAsInGensim) {
  EXPECT_NEAR(between({{1, 1, 1, 0, 0, 0}, {1, 0, 0, 1, 1, 1}}, Measure::cosine), .28867513, 5e-9);
  EXPECT_NEAR(between({{1, 1, 1, 0, 0, 0, 0, 0}, {1, 0, 0, 1, 1, 1, 1, 1}}, Measure::cosine), .23570226, 5e-9);
}

// Oracle: by hand on x = (1, 2, 0, 1), y = (3, 2, 1, 0).
TEST(Similarity, SmallVectorsByHand) {
  const Table rows = {{1, 2, 0, 1}, {3, 2, 1, 0}};
  EXPECT_NEAR(between(rows, Measure::cosine), 7 / std::sqrt(6.0 * 14.0), 1e-15);
  EXPECT_EQ(between(rows, Measure::jaccard), 2.0 / 4.0);
  EXPECT_EQ(between(rows, Measure::weighted_jaccard), 3.0 / 7.0);
  EXPECT_NEAR(between(rows, Measure::euclidean_distance), std::sqrt(6.0), 1e-15);
  EXPECT_NEAR(between(rows, Measure::pearson), 1.0 / std::sqrt(2.0 * 5.0), 1e-15);  // means 1 and 1.5, Σ products 7 − 6
  // Hellinger: 1 − Σ √(pq), p = x / 4, q = y / 6.
  EXPECT_NEAR(between(rows, Measure::hellinger_distance), std::sqrt(1 - (std::sqrt(3.0 / 24) + std::sqrt(4.0 / 24))), 1e-14);
  // chi²: column shares .4, .4, .1, .1; differences −1/4, 1/6, −1/6, 1/4.
  EXPECT_NEAR(between(rows, Measure::chi_squared_distance), std::sqrt((1.0 / 16 + 1.0 / 36) / .4 + (1.0 / 16 + 1.0 / 36) / .1), 1e-14);
}

TEST(Similarity, IsSymmetricInRangeAndOneWithItself) {
  for (const Measure measure : kAllMeasures) {
    const Dfm dfm = random_dfm(1);
    const Eigen::MatrixXd values = similarity_matrix(dfm, measure).values;
    const double self = is_distance(measure) ? 0.0 : 1.0;
    for (Eigen::Index i = 0; i < values.rows(); ++i) {
      for (Eigen::Index j = 0; j < values.cols(); ++j) {
        if (std::isnan(values(i, j))) continue;
        EXPECT_EQ(values(i, j), values(j, i)) << name_of(measure);
        EXPECT_LE(values(i, j), is_distance(measure) ? 1e9 : 1.0) << name_of(measure);
        EXPECT_GE(values(i, j), is_distance(measure) ? 0.0 : -1.0) << name_of(measure);
      }
      if (i != 11) { EXPECT_EQ(values(i, i), self) << name_of(measure); }
    }
    EXPECT_NEAR(values(3, 7), self, 1e-15) << name_of(measure);  // equal rows
  }
}

// Oracle: metrics satisfy the triangle inequality.
TEST(Similarity, DistancesAreMetrics) {
  for (const Measure measure :
       {Measure::euclidean_distance, Measure::hellinger_distance, Measure::jensen_shannon_distance, Measure::chi_squared_distance}) {
    const Eigen::MatrixXd d = similarity_matrix(random_dfm(2), measure).values;
    for (Eigen::Index i = 0; i < d.rows(); ++i) {
      for (Eigen::Index j = 0; j < d.rows(); ++j) {
        for (Eigen::Index k = 0; k < d.rows(); ++k) {
          if (i == 11 || j == 11 || k == 11) continue;
          EXPECT_LE(d(i, j), d(i, k) + d(k, j) + 1e-12) << name_of(measure);
        }
      }
    }
  }
}

TEST(Similarity, EmptyRowsAreUndefined) {
  for (const Measure measure : kAllMeasures) {
    const Eigen::MatrixXd values = similarity_matrix(random_dfm(1), measure).values;
    const bool defined = measure == Measure::euclidean_distance;
    EXPECT_EQ(std::isnan(values(11, 0)), !defined) << name_of(measure);
    EXPECT_EQ(std::isnan(values(0, 11)), !defined) << name_of(measure);
    EXPECT_EQ(std::isnan(values(11, 11)), !defined) << name_of(measure);
  }
  EXPECT_TRUE(std::isnan(between({{2, 2, 2}, {1, 2, 3}}, Measure::pearson)));  // a constant row has no correlation
  EXPECT_TRUE(std::isnan(between({{1}, {1}}, Measure::pearson)));
}

TEST(Similarity, OrderOfDocumentsOnlyPermutes) {
  std::vector<std::size_t> order(24);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::rotate(order.begin(), order.begin() + 9, order.end());
  std::swap(order[2], order[19]);
  for (const Measure measure : kAllMeasures) {
    const Eigen::MatrixXd values = similarity_matrix(random_dfm(4), measure).values;
    const Eigen::MatrixXd other = similarity_matrix(permuted(random_dfm(4), order), measure).values;
    // Column shares of chi² are sums over documents, and may round differently in another order.
    const double tolerance = measure == Measure::chi_squared_distance ? 1e-12 : 0.0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (std::size_t j = 0; j < order.size(); ++j) {
        const double a = values(static_cast<Eigen::Index>(order[i]), static_cast<Eigen::Index>(order[j]));
        const double b = other(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        EXPECT_TRUE((std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= tolerance) << name_of(measure) << ' ' << a << ' ' << b;
      }
    }
  }
}

TEST(Similarity, CopiesOfATextKeepItsShape) {
  const Table rows = {{1, 2, 0, 5}, {3, 0, 1, 1}};
  const Table copies = {{7, 14, 0, 35}, {3, 0, 1, 1}};
  for (const Measure measure : {Measure::cosine, Measure::jaccard, Measure::pearson, Measure::hellinger_distance,
                                Measure::jensen_shannon_divergence, Measure::jensen_shannon_distance}) {
    EXPECT_NEAR(between(rows, measure), between(copies, measure), 1e-15) << name_of(measure);
  }
}

TEST(Similarity, TopKIsTheHeadOfTheSortedMatrix) {
  for (const Measure measure : kAllMeasures) {
    const Dfm dfm = random_dfm(6);
    const Eigen::MatrixXd values = similarity_matrix(dfm, measure).values;
    const auto nearest = top_k(dfm, 5, measure);
    for (std::size_t i = 0; i < nearest.size(); ++i) {
      std::vector<Neighbour> oracle;
      for (std::size_t j = 0; j < nearest.size(); ++j) {
        const double value = values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
        if (j != i && !std::isnan(value)) oracle.push_back({j, value});
      }
      std::stable_sort(oracle.begin(), oracle.end(), [&](const Neighbour& a, const Neighbour& b) {
        return is_distance(measure) ? a.value < b.value : a.value > b.value;
      });
      oracle.resize(std::min<std::size_t>(5, oracle.size()));
      EXPECT_EQ(nearest[i], oracle) << name_of(measure) << ' ' << i;
    }
  }
}

TEST(Similarity, TiesGoByDocumentOrder) {
  const auto nearest = top_k(dfm_of({{1, 0}, {0, 1}, {1, 0}, {1, 0}, {0, 0}}), 2);
  EXPECT_EQ(nearest[0], (std::vector<Neighbour>{{2, 1.0}, {3, 1.0}}));
  EXPECT_EQ(nearest[1], (std::vector<Neighbour>{{0, 0.0}, {2, 0.0}}));  // 0 is a value, not an absence
  EXPECT_TRUE(nearest[4].empty());
}

TEST(Similarity, DegenerateInput) {
  EXPECT_EQ(similarity_matrix(Dfm()).values.size(), 0);
  EXPECT_TRUE(top_k(Dfm(), 3).empty());
  EXPECT_TRUE(std::isnan(similarity_matrix(dfm_of({{}, {}})).values(0, 1)));
  EXPECT_THROW((void)top_k(lbg(), 0), InvalidArgument);
  const Dfm negative = dfm_of({{1, -1}, {1, 1}}, {}, {}, Weighting::other);
  EXPECT_EQ(similarity_matrix(negative).values(0, 1), 0.0);
  EXPECT_THROW((void)similarity_matrix(negative, Measure::hellinger_distance), InvalidArgument);
  EXPECT_THROW((void)top_k(negative, 1, Measure::weighted_jaccard), InvalidArgument);
  EXPECT_NEAR(between({{1e200, 0}, {1e200, 1e200}}, Measure::cosine), std::sqrt(0.5), 1e-15);
}

// ---- Bootstrap of the cosine

using stance::bootstrap_cosine;
using stance::CosineBootstrapOptions;
using stance::Estimate;

/// Sentences of random words, `shared` of ten from a vocabulary that all documents use.
Dfm::Matrix sentences(std::uint64_t seed, std::size_t n, std::uint64_t shared) {
  stance::detail::Random random(seed);
  Table rows(n, std::vector<double>(60, 0.0));
  for (auto& row : rows) {
    for (int w = 0; w < 8; ++w) row[random.below(10) < shared ? random.below(20) : 20 + 20 * (seed % 2) + random.below(20)] += 1.0;
  }
  return dfm_of(rows).matrix();
}

TEST(CosineBootstrap, ValueIsTheCosineOfTheDocuments) {
  const Dfm::Matrix a = sentences(1, 12, 5);
  const Dfm::Matrix b = sentences(2, 15, 5);
  Table totals(2, std::vector<double>(60, 0.0));
  for (Eigen::Index f = 0; f < 60; ++f) {
    totals[0][static_cast<std::size_t>(f)] = Eigen::MatrixXd(a).col(f).sum();
    totals[1][static_cast<std::size_t>(f)] = Eigen::MatrixXd(b).col(f).sum();
  }
  const Estimate got = bootstrap_cosine(a, b);
  EXPECT_NEAR(got.value, between(totals, Measure::cosine), 1e-14);
  EXPECT_LE(got.lower, got.value);
  EXPECT_GE(got.upper, got.value);
  EXPECT_GT(got.std_error, 0.0);
}

TEST(CosineBootstrap, WeightsMultiplyFeatures) {
  const Dfm::Matrix a = dfm_of({{1, 1}, {1, 0}}).matrix();
  const Dfm::Matrix b = dfm_of({{0, 1}}).matrix();
  CosineBootstrapOptions options;
  options.feature_weights = {1.0, 4.0};  // (2, 4)·(0, 4) / (√20 · 4)
  EXPECT_NEAR(bootstrap_cosine(a, b, options).value, 4 / std::sqrt(20.0), 1e-15);
}

TEST(CosineBootstrap, IsDeterministicAndSeeded) {
  const Dfm::Matrix a = sentences(1, 12, 5);
  const Dfm::Matrix b = sentences(2, 15, 5);
  const Estimate one = bootstrap_cosine(a, b);
  const Estimate two = bootstrap_cosine(a, b);
  const Estimate other = bootstrap_cosine(a, b, {.seed = 2});
  EXPECT_EQ(one.lower, two.lower);
  EXPECT_EQ(one.std_error, two.std_error);
  EXPECT_NE(one.std_error, other.std_error);
  EXPECT_NE(one.std_error, bootstrap_cosine(a, b, {.stream = 1}).std_error);
}

TEST(CosineBootstrap, IntervalsShrinkWithLength) {
  const Estimate few = bootstrap_cosine(sentences(1, 10, 5), sentences(2, 10, 5));
  const Estimate many = bootstrap_cosine(sentences(1, 400, 5), sentences(2, 400, 5));
  EXPECT_LT(many.upper - many.lower, 0.5 * (few.upper - few.lower));
}

TEST(CosineBootstrap, DegenerateInput) {
  const Dfm::Matrix some = sentences(1, 12, 5);
  const Estimate short_text = bootstrap_cosine(some, sentences(2, 4, 5));
  EXPECT_FALSE(std::isnan(short_text.value));
  EXPECT_TRUE(std::isnan(short_text.lower));  // four sentences cannot tell
  const Estimate single = bootstrap_cosine(sentences(1, 1, 5), sentences(2, 1, 5), {.min_sentences = 1});
  EXPECT_TRUE(std::isnan(single.upper));
  EXPECT_TRUE(std::isnan(bootstrap_cosine(some, dfm_of(Table(6, std::vector<double>(60, 0.0))).matrix()).value));
  EXPECT_TRUE(std::isnan(bootstrap_cosine(Dfm::Matrix(0, 3), Dfm::Matrix(0, 3)).value));
  EXPECT_THROW((void)bootstrap_cosine(some, dfm_of({{1, 2}}).matrix()), InvalidArgument);
  EXPECT_THROW((void)bootstrap_cosine(some, some, {.n_replicates = 1}), InvalidArgument);
  EXPECT_THROW((void)bootstrap_cosine(some, some, {.level = 1.0}), InvalidArgument);
  EXPECT_THROW((void)bootstrap_cosine(some, some, {.feature_weights = {1.0}}), InvalidArgument);
  EXPECT_THROW((void)bootstrap_cosine(dfm_of({{-1.0}}, {}, {}, Weighting::other).matrix(), dfm_of({{1.0}}).matrix()), InvalidArgument);
}

}  // namespace
