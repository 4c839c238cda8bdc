#include "stance/wordfish.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stop_token>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::Dispersion;
using stance::Estimate;
using stance::InvalidArgument;
using stance::Unscaled;
using stance::Wordfish;
using stance::WordfishErrors;
using stance::WordfishOptions;
using stance::WordfishPrediction;
using stance::WordfishSolver;
using stance_test::dfm_of;
using stance_test::lbg;
using stance_test::Table;

WordfishOptions from_r1_to_r5() {
  WordfishOptions options;
  options.direction = {"R1", "R5"};
  return options;
}

std::vector<double> values_of(const std::vector<Estimate>& estimates) {
  std::vector<double> out;
  for (const Estimate& estimate : estimates) out.push_back(estimate.value);
  return out;
}
std::vector<double> errors_of(const std::vector<Estimate>& estimates) {
  std::vector<double> out;
  for (const Estimate& estimate : estimates) out.push_back(estimate.std_error);
  return out;
}
void expect_near(const std::vector<double>& values, const std::vector<double>& expected, double accuracy) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], accuracy) << i;
}

/// Counts drawn from the model, with what they were drawn from. Words of usual frequencies: a document has `length` tokens on average.
struct Sample {
  Dfm counts;
  std::vector<double> theta;  ///< standardised
};
Sample sample_of(std::size_t n_documents, std::size_t n_words, double length, std::uint64_t seed, std::uint64_t draw = 0) {
  stance::detail::Random truth(seed);
  Sample out;
  std::vector<double> alpha, psi, beta;
  double sum = 0.0;
  for (std::size_t d = 0; d < n_documents; ++d) {
    out.theta.push_back(truth.normal());
    alpha.push_back(0.5 * truth.normal());
    sum += out.theta.back();
  }
  double squares = 0.0;
  for (double& theta : out.theta) {
    theta -= sum / static_cast<double>(n_documents);
    squares += theta * theta;
  }
  for (double& theta : out.theta) theta /= std::sqrt(squares / static_cast<double>(n_documents - 1));
  double total = 0.0;
  for (std::size_t w = 0; w < n_words; ++w) {
    beta.push_back(0.6 * truth.normal());
    psi.push_back(truth.normal());
    total += std::exp(psi.back());
  }
  stance::detail::Random random(seed, 1000 + draw);
  Table rows;
  for (std::size_t d = 0; d < n_documents; ++d) {
    rows.emplace_back();
    for (std::size_t w = 0; w < n_words; ++w) {
      rows.back().push_back(stance_test::poisson(random, length / total * std::exp(alpha[d] + psi[w] + beta[w] * out.theta[d])));
    }
  }
  out.counts = dfm_of(rows);
  return out;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sx += x[i];
    sy += y[i];
    sxx += x[i] * x[i];
    syy += y[i] * y[i];
    sxy += x[i] * y[i];
  }
  return (sxy - sx * sy / n) / std::sqrt((sxx - sx * sx / n) * (syy - sy * sy / n));
}

// Oracle: direct maximisation in base R 4.2.2, where 5 random starts
// agreed.
TEST(Wordfish, ExactMaximumOfTheLbgTable) {
  const Wordfish model = Wordfish::fit(lbg(), from_r1_to_r5());
  expect_near(values_of(model.documents().positions),
              {-1.35725577817419, -0.612158280485663, 0.0944553765136172, 0.736142130942135, 1.45930724978313, -0.320490698579029}, 2e-7);
  expect_near(errors_of(model.documents().positions),
              {0.0154750252565684, 0.0123207448513614, 0.01139301329746, 0.0115987290525871, 0.0154439085790871, 0.0122245275213717}, 2e-7);
  EXPECT_NEAR(model.fit_info().log_likelihood, 21183.2000655722, 1e-7);
  EXPECT_TRUE(model.fit_info().converged && model.fit_info().identified);
  EXPECT_LE(model.fit_info().gradient, 1e-8);
}

// Oracle: numpy 2.4.6: Newton steps on the Lagrangian of the likelihood with its three constraints, from R's values, to a step below 1e-13.
// R's own values stop 2e-7 short of it. Errors: inverse of the bordered matrix of second derivatives (joint), of the blocks (conditional).
TEST(Wordfish, LagrangianOfTheLbgTable) {
  const Wordfish model = Wordfish::fit(lbg(), from_r1_to_r5());
  expect_near(values_of(model.documents().positions),
              {-1.3572556858662923, -0.6121583201839109, 0.094455324297409, 0.7361421377157465, 1.4593073052009833, -0.3204907611639356},
              1e-9);
  expect_near(values_of(model.alpha()),
              {-4.21363246381232, 1.237698009374428, 3.052575545225945, 1.4532136195258227, -3.9296040995377775, 2.399749389223902}, 1e-7);
  EXPECT_NEAR(model.psi().values[0], -6.22298102724323, 1e-7);
  EXPECT_NEAR(model.psi().values[17], 1.986338592661418, 1e-7);
  EXPECT_NEAR(model.features().values[0], -7.671146711316296, 1e-7);
  EXPECT_NEAR(model.features().values[17], -1.076909961435295, 1e-7);
  EXPECT_NEAR(model.alpha()[0].std_error, 0.1487135628242126, 1e-8);
  EXPECT_NEAR(model.psi().std_errors[17], 0.06094495563513041, 1e-8);
  EXPECT_NEAR(model.features().std_errors[17], 0.17177596538323325, 1e-8);
  EXPECT_NEAR(model.feature_dispersion()[0], 0.5715615759199723, 1e-7);
  EXPECT_NEAR(model.feature_dispersion()[17], 0.623487939068259, 1e-8);
  EXPECT_NEAR(model.fit_info().dispersion, 0.40121093637500727, 1e-8);

  WordfishOptions joint = from_r1_to_r5();
  joint.errors = WordfishErrors::joint;
  const Wordfish sure = Wordfish::fit(lbg(), joint);
  expect_near(
      errors_of(sure.documents().positions),
      {0.03220004947203818, 0.020703275712985476, 0.025713553336818122, 0.02488908208911847, 0.02813036471554401, 0.023641583164229894},
      1e-8);
  expect_near(errors_of(sure.alpha()),
              {0.8120654436242032, 0.35469299121403564, 0.12198141633402285, 0.4193484439996376, 0.8652985612753917, 0.20760016664796324},
              1e-6);
  EXPECT_NEAR(sure.psi().std_errors[0], 1.5290023570892417, 1e-6);
  EXPECT_NEAR(sure.psi().std_errors[17], 0.12025318998188049, 1e-7);
  EXPECT_NEAR(sure.features().std_errors[0], 1.5037472272623646, 1e-6);
  EXPECT_NEAR(sure.features().std_errors[17], 0.5744831155823702, 1e-6);
}

// Oracle: numpy 2.4.6, the sandwich of two documents written out as matrices.
TEST(Wordfish, DispersionWidensErrorsAndMovesNothing) {
  WordfishOptions options = from_r1_to_r5();
  options.dispersion = Dispersion::feature;
  const Wordfish feature = Wordfish::fit(lbg(), options);
  EXPECT_NEAR(feature.documents().positions[0].std_error, 0.009336595453404534, 1e-8);
  EXPECT_NEAR(feature.alpha()[0].std_error, 0.0916375777291392, 1e-7);
  EXPECT_NEAR(feature.documents().positions[1].std_error, 0.007434519225216659, 1e-8);
  options.dispersion = Dispersion::overall;
  const Wordfish overall = Wordfish::fit(lbg(), options);
  const Wordfish poisson = Wordfish::fit(lbg(), from_r1_to_r5());
  const double factor = std::sqrt(0.40121093637500727);
  for (std::size_t d = 0; d < 6; ++d) {
    EXPECT_EQ(overall.documents().positions[d].value, poisson.documents().positions[d].value);
    EXPECT_NEAR(overall.documents().positions[d].std_error, factor * poisson.documents().positions[d].std_error, 1e-9);
  }
  EXPECT_NEAR(overall.features().std_errors[17], factor * 0.17177596538323325, 1e-8);
}

// Oracle: quanteda's stopping point, recomputed in base R from a port of its C++ (six decimals).
TEST(Wordfish, QuantedasStoppingPoint) {
  WordfishOptions options = from_r1_to_r5();
  options.solver = WordfishSolver::quanteda;
  const Wordfish model = Wordfish::fit(lbg(), options);
  expect_near(values_of(model.documents().positions), {-1.290570, -0.616439, 0.033510, 0.709612, 1.523337, -0.359450}, 6e-7);
  EXPECT_NEAR(model.fit_info().log_likelihood, 21172.97, 0.005);
  EXPECT_TRUE(model.fit_info().converged);
  EXPECT_GT(model.fit_info().gradient, 0.1);  // it is not the maximum, and says so
}

// Oracle: scipy 1.17.1, brentq on the score of one document with ψ and β fixed at the maximum above.
TEST(Wordfish, NewDocumentsWithTheWordsAsFitted) {
  const Wordfish model = Wordfish::fit(lbg(), from_r1_to_r5());
  const WordfishPrediction same = model.predict(lbg());
  expect_near(values_of(same.scale.positions),
              {-1.3756539236893672, -0.6173378134453005, 0.09513871543466833, 0.7416672381203981, 1.4790470262476536, -0.32316139388161513},
              2e-8);
  expect_near(
      errors_of(same.scale.positions),
      {0.015714840734716108, 0.012318836063224134, 0.011391675511474027, 0.011607835102098788, 0.015713541484044843, 0.012227836832870782},
      1e-8);
  EXPECT_NEAR(same.alpha[5].value, 2.3916601114774023, 1e-7);

  // Names decide, and what is unknown is counted. A document of one word at the end of the scale has no finite place.
  const WordfishPrediction other = model.predict(
      dfm_of({{0, 10, 3, 2}, {0, 0, 0, 4}, {0, 0, 0, 0}, {7, 0, 0, 0}}, {"two", "unknown", "none", "end"}, {"E", "P", "R", "unheard"}));
  EXPECT_EQ(other.scale.reasons,
            (std::vector<Unscaled>{Unscaled::scaled, Unscaled::no_known_features, Unscaled::empty, Unscaled::not_identified}));
  EXPECT_EQ(other.scale.n_scored[0], 13.0);
  EXPECT_EQ(other.scale.n_left_out[0], 2.0);
  const WordfishPrediction alone = model.predict(dfm_of({{10, 3}}, {"two"}, {"P", "R"}));
  EXPECT_EQ(alone.scale.positions[0].value, other.scale.positions[0].value);
}

TEST(Wordfish, OrderOfDocumentsChangesNothing) {
  const std::vector<std::size_t> order = {4, 2, 0, 5, 1, 3};
  const Wordfish whole = Wordfish::fit(lbg(), from_r1_to_r5());
  const Wordfish moved = Wordfish::fit(stance_test::permuted(lbg(), order), from_r1_to_r5());
  for (std::size_t d = 0; d < 6; ++d) {
    EXPECT_NEAR(moved.documents().positions[d].value, whole.documents().positions[order[d]].value, 1e-9);
    EXPECT_NEAR(moved.documents().positions[d].std_error, whole.documents().positions[order[d]].std_error, 1e-9);
  }
}

TEST(Wordfish, DirectionTurnsSignsAndNothingElse) {
  WordfishOptions backwards;
  backwards.direction = {"R5", "R1"};
  const Wordfish a = Wordfish::fit(lbg(), from_r1_to_r5());
  const Wordfish b = Wordfish::fit(lbg(), backwards);
  for (std::size_t d = 0; d < 6; ++d) {
    EXPECT_EQ(a.documents().positions[d].value, -b.documents().positions[d].value);
    EXPECT_EQ(a.documents().positions[d].std_error, b.documents().positions[d].std_error);
  }
  for (std::size_t w = 0; w < 37; ++w) {
    EXPECT_EQ(a.features().values[w], -b.features().values[w]);
    EXPECT_EQ(a.psi().values[w], b.psi().values[w]);
  }
  EXPECT_GT(Wordfish::fit(lbg()).documents().positions[4].value, 0.0);  // by default the one furthest out, R5, is positive
}

TEST(Wordfish, ThreadsChangeNoDigit) {
  const Sample sample = sample_of(80, 3000, 500, 11);
  WordfishOptions one;
  one.threads = 1;
  WordfishOptions four;
  four.threads = 4;
  const Wordfish a = Wordfish::fit(sample.counts, one);
  const Wordfish b = Wordfish::fit(sample.counts, four);
  EXPECT_EQ(values_of(a.documents().positions), values_of(b.documents().positions));
  EXPECT_EQ(errors_of(a.documents().positions), errors_of(b.documents().positions));
  for (std::size_t w = 0; w < a.features().values.size(); ++w) {
    if (std::isnan(a.features().values[w])) continue;  // did not occur
    EXPECT_EQ(a.features().values[w], b.features().values[w]);
    EXPECT_EQ(a.psi().std_errors[w], b.psi().std_errors[w]);
  }
}

// The test of the R package austin: a simulated truth comes back with r > 0.99.
TEST(Wordfish, RecoversASimulatedTruth) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Sample sample = sample_of(30, 200, 1500, seed);
    WordfishOptions options;
    options.n_restarts = 2;
    const Wordfish model = Wordfish::fit(sample.counts, options);
    EXPECT_TRUE(model.fit_info().converged);
    EXPECT_LE(model.fit_info().gradient, 1e-8);
    EXPECT_EQ(model.fit_info().n_starts, 3U);
    EXPECT_EQ(model.fit_info().n_agreeing, 3U);  // every random start ends at the same maximum
    EXPECT_GT(std::abs(correlation(values_of(model.documents().positions), sample.theta)), 0.99) << seed;
  }
}

// No point near the maximum is higher: the likelihood is computed here from the formula of the header, cell by cell.
TEST(Wordfish, NoNeighbourIsHigher) {
  const Sample sample = sample_of(12, 40, 200, 4);
  const Wordfish model = Wordfish::fit(sample.counts);
  std::vector<double> theta = values_of(model.documents().positions);
  const std::vector<double> alpha = values_of(model.alpha());
  const std::vector<double>& beta = model.features().values;
  const std::vector<double>& psi = model.psi().values;
  const auto likelihood = [&](const std::vector<double>& at) {  // with θ standardised, and β and ψ along with it
    double mean = 0.0;
    double squares = 0.0;
    for (const double x : at) mean += x / 12.0;
    for (const double x : at) squares += (x - mean) * (x - mean);
    const double spread = std::sqrt(squares / 11.0);
    double sum = 0.0;
    for (std::size_t w = 0; w < 40; ++w) {
      if (std::isnan(beta[w])) continue;
      sum -= beta[w] * beta[w] * spread * spread / 18.0;
      for (std::size_t d = 0; d < 12; ++d) {
        const double log_lambda = alpha[d] + psi[w] + beta[w] * at[d];
        sum += sample.counts.at(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(w)) * log_lambda - std::exp(log_lambda);
      }
    }
    return sum;
  };
  const double best = likelihood(theta);
  EXPECT_NEAR(best, model.fit_info().log_likelihood, 1e-8);
  for (std::size_t d = 0; d < 12; ++d) {
    for (const double move : {-1e-3, 1e-3}) {
      std::vector<double> moved = theta;
      moved[d] += move;
      EXPECT_LT(likelihood(moved), best);
    }
  }
}

// Many samples of one truth: 40 documents and 200 words of the usual kind, 600 tokens each; intervals hold the truth as often as they say.
TEST(Wordfish, IntervalsHoldTheTruth) {
  const auto coverage = [](std::size_t n_documents, std::size_t n_words, double length, WordfishErrors errors, std::size_t n_samples) {
    std::size_t held = 0;
    for (std::size_t draw = 0; draw < n_samples; ++draw) {
      const Sample sample = sample_of(n_documents, n_words, length, 21, draw);
      WordfishOptions options;
      options.errors = errors;
      const Wordfish model = Wordfish::fit(sample.counts, options);
      const double sign = correlation(values_of(model.documents().positions), sample.theta) > 0.0 ? 1.0 : -1.0;
      for (std::size_t d = 0; d < n_documents; ++d) {
        const Estimate& position = model.documents().positions[d];
        held += position.lower <= sign * sample.theta[d] && sign * sample.theta[d] <= position.upper ? 1 : 0;
      }
    }
    return static_cast<double>(held) / static_cast<double>(n_samples * n_documents);
  };
  EXPECT_NEAR(coverage(40, 200, 600, WordfishErrors::conditional, 12), 0.95, 0.03);
  EXPECT_NEAR(coverage(40, 200, 600, WordfishErrors::joint, 12), 0.95, 0.03);
  // Eight documents say little of a word: the model bends its β to them, and no formula knows.
  EXPECT_GT(coverage(8, 200, 600, WordfishErrors::conditional, 30), 0.85);
  EXPECT_GT(coverage(8, 200, 600, WordfishErrors::joint, 30), 0.85);
}

// Every word comes four times to its sentence: a quarter as many independent draws, and errors that count words are half of what they
// should be.
TEST(Wordfish, BootstrapSeesThatWordsComeInClusters) {
  stance::detail::Random random(9);
  constexpr Eigen::Index kDocuments = 8;
  constexpr Eigen::Index kSentences = 400;
  constexpr Eigen::Index kWords = 30;
  stance::SentenceCounts sentences;
  std::vector<std::string> features;
  for (Eigen::Index w = 0; w < kWords; ++w) features.push_back("w" + std::to_string(w));
  sentences.features = std::make_shared<const stance::NameList>(features);
  sentences.matrix.resize(kDocuments * kSentences, kWords);
  for (Eigen::Index d = 0; d < kDocuments; ++d) {
    sentences.documents.push_back("d" + std::to_string(d));
    for (Eigen::Index s = 0; s < kSentences;) {
      const auto w = static_cast<Eigen::Index>(random.below(kWords));
      const double lean = (static_cast<double>(w) - 14.5) * (static_cast<double>(d) - 3.5) / 40.0;
      if (random.uniform() < std::exp(lean) / 4.0) sentences.matrix.insert(d * kSentences + s++, w) = 4.0;
    }
    sentences.first.push_back(sentences.first.back() + static_cast<std::size_t>(kSentences));
  }
  sentences.matrix.makeCompressed();
  stance::BootstrapOptions bootstrap;
  bootstrap.n_replicates = 200;
  WordfishOptions options;
  options.errors = WordfishErrors::joint;
  const stance::DocumentScale plain = Wordfish::fit(sentences.to_dfm(), options).documents();
  const stance::DocumentScale resampled = bootstrap_documents(sentences, options, bootstrap);
  double ratio = 0.0;
  for (std::size_t d = 0; d < kDocuments; ++d) {
    EXPECT_EQ(resampled.positions[d].value, plain.positions[d].value);
    ratio += resampled.positions[d].std_error / plain.positions[d].std_error / kDocuments;
  }
  EXPECT_NEAR(ratio, 2.0, 0.3);
  options.max_iterations = 0;
  EXPECT_TRUE(std::isnan(bootstrap_documents(sentences, options, bootstrap).positions[0].std_error));
}

TEST(Wordfish, TooFewDocumentsHaveNoOrder) {
  for (const Table& table : {Table{}, Table{{3, 1, 2}}, Table{{3, 1, 2}, {1, 4, 1}}, Table{{3, 1, 2}, {0, 0, 0}, {1, 4, 1}}}) {
    const Wordfish model = Wordfish::fit(dfm_of(table));
    EXPECT_FALSE(model.fit_info().identified);
    EXPECT_FALSE(model.fit_info().converged);
    for (std::size_t d = 0; d < table.size(); ++d) {
      EXPECT_TRUE(std::isnan(model.documents().positions[d].value));
      EXPECT_EQ(model.documents().reasons[d], table[d][0] == 0.0 ? Unscaled::empty : Unscaled::not_identified);
    }
    EXPECT_TRUE(model.features().values.empty() || std::isnan(model.features().values[0]));
    for (const Unscaled reason : model.predict(dfm_of({{1, 0, 0}})).scale.reasons) EXPECT_EQ(reason, Unscaled::not_identified);
  }
}

TEST(Wordfish, DocumentsInOneProportionHaveNoOrder) {
  const Wordfish model = Wordfish::fit(dfm_of({{1, 2, 3, 4}, {2, 4, 6, 8}, {10, 20, 30, 40}}));
  EXPECT_FALSE(model.fit_info().identified);
  EXPECT_EQ(model.documents().reasons[1], Unscaled::not_identified);
  // Two alike among others lie in one place.
  const Wordfish twins = Wordfish::fit(dfm_of({{9, 2, 3, 1}, {4, 4, 6, 8}, {4, 4, 6, 8}, {1, 2, 3, 14}, {8, 3, 1, 2}}));
  EXPECT_TRUE(twins.fit_info().converged);
  EXPECT_NEAR(twins.documents().positions[1].value, twins.documents().positions[2].value, 1e-7);
}

TEST(Wordfish, EmptyRowsAndColumnsTakeNoPart) {
  Table rows;
  for (Eigen::Index d = 0; d < 6; ++d) {
    rows.emplace_back(1, 0.0);
    for (Eigen::Index w = 0; w < 37; ++w) rows.back().push_back(lbg().at(d, w));
    if (d == 2) rows.emplace_back(38, 0.0);
  }
  WordfishOptions options;
  options.direction = {"d0", "d5"};
  const Wordfish padded = Wordfish::fit(dfm_of(rows), options);
  EXPECT_NEAR(padded.documents().positions[0].value, -1.3572556858662923, 1e-9);
  EXPECT_EQ(padded.documents().reasons[3], Unscaled::empty);
  EXPECT_TRUE(std::isnan(padded.alpha()[3].value));
  EXPECT_TRUE(std::isnan(padded.features().values[0]));
  EXPECT_NEAR(padded.features().values[18], -1.076909961435295, 1e-7);
}

// Vocabularies that do not overlap: the likelihood alone rises for ever, the prior keeps β finite. The ends are the two groups.
TEST(Wordfish, SeparatedVocabularies) {
  const Wordfish model = Wordfish::fit(dfm_of({{50, 30, 0, 0}, {20, 40, 0, 0}, {0, 0, 70, 10}, {0, 0, 20, 20}}));
  EXPECT_TRUE(model.fit_info().converged);
  const std::vector<double> theta = values_of(model.documents().positions);
  EXPECT_GT(theta[0] * theta[1], 0.0);
  EXPECT_GT(theta[2] * theta[3], 0.0);
  EXPECT_LT(theta[0] * theta[2], 0.0);
  for (const double beta : model.features().values) EXPECT_LT(std::abs(beta), 30.0);
}

// The table of quanteda#757 is lost; what made lambda 1e201 there were full Newton steps from a far start. Here, counts of very unlike
// sizes and words in one document each.
TEST(Wordfish, NothingDiverges) {
  Table rows = {{1e6, 3, 0, 0, 1, 0, 0, 0},
                {2, 1e5, 1, 0, 0, 7, 0, 0},
                {0, 5, 1, 1, 0, 0, 2000, 0},
                {1, 0, 0, 900, 0, 0, 0, 1},
                {0, 1, 0, 0, 3, 0, 0, 1}};
  const Wordfish model = Wordfish::fit(dfm_of(rows));
  EXPECT_TRUE(model.fit_info().converged);
  for (const Estimate& position : model.documents().positions)
    EXPECT_TRUE(std::isfinite(position.value) && std::isfinite(position.std_error));
  for (const double beta : model.features().values) EXPECT_TRUE(std::isfinite(beta));
}

TEST(Wordfish, WhatDidNotConvergeSaysSo) {
  WordfishOptions options = from_r1_to_r5();
  options.max_iterations = 2;
  const Wordfish model = Wordfish::fit(lbg(), options);
  EXPECT_FALSE(model.fit_info().converged);
  EXPECT_GT(model.fit_info().gradient, 1e-8);
  EXPECT_TRUE(std::isnan(model.documents().positions[0].std_error));
  EXPECT_NE(model.documents().formula.find("NOT CONVERGED"), std::string::npos);
}

TEST(Wordfish, StopsWhenAsked) {
  std::stop_source source;
  WordfishOptions options = from_r1_to_r5();
  options.stop = source.get_token();
  const Wordfish model = Wordfish::fit(lbg(), options);
  source.request_stop();
  EXPECT_THROW(static_cast<void>(Wordfish::fit(lbg(), options)), stance::Stopped);
  EXPECT_NO_THROW(static_cast<void>(model.predict(lbg())));  // what is done stays done
}

TEST(Wordfish, RefusesWhatCannotBe) {
  const auto refused = [](const WordfishOptions& options) {
    EXPECT_THROW(static_cast<void>(Wordfish::fit(lbg(), options)), InvalidArgument);
  };
  EXPECT_THROW(static_cast<void>(Wordfish::fit(stance::to_proportions(lbg()))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(Wordfish::fit(lbg()).predict(stance::to_presence(lbg()))), InvalidArgument);
  for (const double sigma : {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    WordfishOptions options;
    options.sigma = sigma;
    refused(options);
  }
  WordfishOptions options;
  options.level = 1.0;
  refused(options);
  options = {};
  options.tolerance = 0.0;
  refused(options);
  options = {};
  options.direction = {"R1", "R1"};
  refused(options);
  options.direction = {"R1", "R9"};
  refused(options);
  options = {};
  options.dispersion = Dispersion::feature;
  options.errors = WordfishErrors::joint;
  refused(options);
  options = {};
  options.solver = WordfishSolver::quanteda;
  options.n_restarts = 1;
  refused(options);
}

}  // namespace
