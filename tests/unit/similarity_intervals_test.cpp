#include "stance/similarity_intervals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::BiasCorrection;
using stance::InvalidArgument;
using stance::Measure;
using stance::NameList;
using stance::SentenceCounts;
using stance::similarity_intervals;
using stance::SimilarityIntervalOptions;
using stance::SimilarityIntervals;

constexpr std::size_t kVocabulary = 500;
constexpr std::size_t kWords = 12;  // of a sentence

/// Shares of words by Zipf's law; with a `shift`, some words are rarer and others more frequent.
std::vector<double> source(double shift) {
  std::vector<double> p(kVocabulary);
  double sum = 0.0;
  for (std::size_t w = 0; w < p.size(); ++w) sum += p[w] = std::exp(shift * ((w * 7) % 5 < 2 ? 1.0 : -0.6)) / static_cast<double>(w + 1);
  for (double& share : p) share /= sum;
  return p;
}

/// Cumulated shares, to draw from.
std::vector<double> cumulated(const std::vector<double>& p) {
  std::vector<double> out;
  double sum = 0.0;
  for (const double share : p) out.push_back(sum += share);
  return out;
}

SentenceCounts documents(const std::vector<std::vector<double>>& sources, std::size_t n_sentences, stance::detail::Random& random) {
  SentenceCounts out;
  std::vector<std::string> features;
  for (std::size_t w = 0; w < kVocabulary; ++w) features.push_back("w" + std::to_string(1000 + w));
  out.features = std::make_shared<const NameList>(features);
  std::vector<Eigen::Triplet<double>> cells;
  std::size_t row = 0;
  for (std::size_t d = 0; d < sources.size(); ++d) {
    for (std::size_t s = 0; s < n_sentences; ++s, ++row) {
      for (std::size_t i = 0; i < kWords; ++i) {
        const auto at = std::upper_bound(sources[d].begin(), sources[d].end(), random.uniform() * sources[d].back());
        cells.emplace_back(static_cast<Eigen::Index>(row), std::min<Eigen::Index>(at - sources[d].begin(), kVocabulary - 1), 1.0);
      }
    }
    out.documents.push_back("d" + std::to_string(d));
    out.first.push_back(row);
  }
  out.matrix.resize(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(kVocabulary));
  out.matrix.setFromTriplets(cells.begin(), cells.end());
  return out;
}

double cosine(const std::vector<double>& p, const std::vector<double>& q) {
  double pq = 0.0;
  double pp = 0.0;
  double qq = 0.0;
  for (std::size_t w = 0; w < p.size(); ++w) pq += p[w] * q[w], pp += p[w] * p[w], qq += q[w] * q[w];
  return pq / std::sqrt(pp * qq);
}

/// Mean of the plain and of the corrected value over samples of two sources, and how often the interval holds the truth.
struct Simulated {
  double plain = 0.0;
  double corrected = 0.0;
  double coverage = 0.0;
};
Simulated simulate(Measure measure, double shift, std::size_t n_sentences, double truth, std::size_t runs = 120) {
  const std::vector<std::vector<double>> sources = {cumulated(source(0.0)), cumulated(source(shift))};
  stance::detail::Random random(n_sentences, static_cast<std::uint64_t>(shift * 100));
  SimilarityIntervalOptions options;
  options.correction = BiasCorrection::sampling_variance;
  options.n_replicates = 100;
  options.threads = 1;
  Simulated out;
  for (std::size_t run = 0; run < runs; ++run) {
    options.seed = run;
    const SimilarityIntervals got = similarity_intervals(documents(sources, n_sentences, random), measure, options);
    out.plain += got.plain(0, 1) / static_cast<double>(runs);
    out.corrected += (got.plain(0, 1) - (measure == Measure::euclidean_distance ? 0.0 : got.bias(0, 1))) / static_cast<double>(runs);
    if (got.lower(0, 1) <= truth && truth <= got.upper(0, 1)) out.coverage += 1.0 / static_cast<double>(runs);
  }
  return out;
}

// Simulation: two samples of one source have the cosine 1 but for their length.
TEST(SimilarityIntervals, TwoSamplesOfOneSourceComeOutAlike) {
  for (const std::size_t n : {10U, 40U, 160U}) {
    const Simulated got = simulate(Measure::cosine, 0.0, n, 1.0);
    if (n == 10) { EXPECT_LT(got.plain, .85); }  // what is seen without correction
    EXPECT_NEAR(got.corrected, 1.0, .2 / std::sqrt(static_cast<double>(n))) << n;
    EXPECT_GE(got.coverage, .9) << n;
    RecordProperty("plain_" + std::to_string(n), std::to_string(got.plain));
    RecordProperty("corrected_" + std::to_string(n), std::to_string(got.corrected));
    RecordProperty("coverage_" + std::to_string(n), std::to_string(got.coverage));
  }
}

// Simulation: of two different sources the corrected cosine is near the cosine of the sources, the plain one below it.
TEST(SimilarityIntervals, TwoSourcesComeOutAsFarApartAsTheyAre) {
  const double truth = cosine(source(0.0), source(1.2));
  ASSERT_LT(truth, .9);
  for (const std::size_t n : {10U, 40U, 160U}) {
    const Simulated got = simulate(Measure::cosine, 1.2, n, truth);
    if (n <= 40) { EXPECT_LT(got.plain, truth - .02) << n; }
    EXPECT_NEAR(got.corrected, truth, .15 / std::sqrt(static_cast<double>(n))) << n;
    EXPECT_GE(got.coverage, .9) << n;
    RecordProperty("truth", std::to_string(truth));
    RecordProperty("plain_" + std::to_string(n), std::to_string(got.plain));
    RecordProperty("corrected_" + std::to_string(n), std::to_string(got.corrected));
    RecordProperty("coverage_" + std::to_string(n), std::to_string(got.coverage));
  }
}

// Simulation: E|x − y|² = |μ − ν|² + ΣVar; sources that are equal have distance 0.
TEST(SimilarityIntervals, EuclideanDistancesOfOneSourceHoldZero) {
  for (const std::size_t n : {10U, 40U}) {
    const Simulated got = simulate(Measure::euclidean_distance, 0.0, n, 0.0);
    EXPECT_GT(got.plain, 10.0);
    EXPECT_GE(got.coverage, .9) << n;
  }
}

// Oracle: by hand. Document a: sentences (1, 0), (3, 0); b: (0, 2), (2, 2), (1, 2), doubled so that they are enough.
TEST(SimilarityIntervals, CorrectionByHand) {
  SentenceCounts sentences;
  sentences.features = std::make_shared<const NameList>(std::vector<std::string>{"x", "y"});
  sentences.documents = {"a", "b"};
  sentences.first = {0, 2, 5};
  sentences.matrix.resize(5, 2);
  const double cells[5][2] = {{1, 0}, {3, 0}, {0, 2}, {2, 2}, {1, 2}};
  for (int r = 0; r < 5; ++r) {
    for (int c = 0; c < 2; ++c) {
      if (cells[r][c] != 0.0) sentences.matrix.insert(r, c) = cells[r][c];
    }
  }
  SimilarityIntervalOptions options;
  options.min_sentences = 2;
  options.correction = BiasCorrection::sampling_variance;
  // x = (4, 0), V_x = 2/1 · 2 = 4; y = (3, 6), V_y = 3/2 · 2 = 3.
  const SimilarityIntervals cosine_intervals = similarity_intervals(sentences, Measure::cosine, options);
  EXPECT_NEAR(cosine_intervals.plain(0, 1), 12 / std::sqrt(16.0 * 45.0), 1e-15);
  EXPECT_NEAR(cosine_intervals.values(0, 1), 12 / std::sqrt(12.0 * 42.0), 1e-15);
  EXPECT_NEAR(cosine_intervals.bias(0, 1), cosine_intervals.plain(0, 1) - cosine_intervals.values(0, 1), 1e-15);
  const SimilarityIntervals distances = similarity_intervals(sentences, Measure::euclidean_distance, options);
  EXPECT_NEAR(distances.values(0, 1), std::sqrt(37.0 - 7.0), 1e-14);
  EXPECT_EQ(distances.bias(0, 1), 7.0);
  // Centred: (2, −2) with V = 2 · Σ|(±1, 0) centred|² = 2 · 1; (−1.5, 1.5) with V = 1.5 · 1: products −6.
  EXPECT_NEAR(similarity_intervals(sentences, Measure::pearson, options).bias(0, 1), -1.0 + 6.0 / std::sqrt((8.0 - 2.0) * (4.5 - 1.5)),
              1e-14);
  EXPECT_EQ(similarity_intervals(sentences, Measure::pearson, options).values(0, 1), -1.0);
  options.feature_weights = {1.0, 0.5};  // y = (3, 3)
  EXPECT_NEAR(similarity_intervals(sentences, Measure::cosine, options).plain(0, 1), 12 / std::sqrt(16.0 * 18.0), 1e-15);
}

// Any measure: what two samples of one source would have, by dealing their sentences out again.
TEST(SimilarityIntervals, SameSourceTellsLengthFromDifference) {
  stance::detail::Random random(4);
  const std::vector<double> one = cumulated(source(0.0));
  const std::vector<double> other = cumulated(source(2.0));
  for (const Measure measure : {Measure::cosine, Measure::jaccard, Measure::hellinger_distance, Measure::jensen_shannon_divergence}) {
    SimilarityIntervalOptions options;
    options.n_replicates = 20;
    options.n_same_source = 99;
    const SimilarityIntervals got = similarity_intervals(documents({one, one, other}, 40, random), measure, options);
    EXPECT_NEAR(got.plain(0, 1), got.same_source(0, 1), .06) << name_of(measure);
    EXPECT_GT(got.p_same(0, 1), .02) << name_of(measure);
    EXPECT_EQ(got.p_same(0, 2), .01) << name_of(measure);
    EXPECT_EQ(got.p_same(2, 0), .01) << name_of(measure);
    EXPECT_TRUE(std::isnan(got.same_source(0, 0)));
  }
}

TEST(SimilarityIntervals, PValuesOfOneSourceAreUniform) {
  stance::detail::Random random(8);
  const std::vector<double> one = cumulated(source(0.0));
  int below = 0;
  for (int run = 0; run < 200; ++run) {
    SimilarityIntervalOptions options;
    options.n_replicates = 2;
    options.n_same_source = 39;
    options.seed = static_cast<std::uint64_t>(run);
    options.threads = 1;
    below += similarity_intervals(documents({one, one}, 12, random), Measure::hellinger_distance, options).p_same(0, 1) <= .1;
  }
  EXPECT_NEAR(below / 200.0, .1, .06);
}

TEST(SimilarityIntervals, NeitherThreadsNorOrderMatter) {
  stance::detail::Random random(1);
  SentenceCounts sentences = documents({cumulated(source(0.0)), cumulated(source(1.0))}, 20, random);
  SimilarityIntervalOptions options;
  options.n_same_source = 20;
  options.threads = 1;
  const SimilarityIntervals one = similarity_intervals(sentences, Measure::cosine, options);
  options.threads = 3;
  const SimilarityIntervals three = similarity_intervals(sentences, Measure::cosine, options);
  EXPECT_EQ(one.lower(0, 1), three.lower(0, 1));
  EXPECT_EQ(one.same_source(0, 1), three.same_source(0, 1));
  // The documents the other way round.
  SentenceCounts turned = sentences;
  std::swap(turned.documents[0], turned.documents[1]);
  Eigen::SparseMatrix<double, Eigen::RowMajor> rows(40, static_cast<Eigen::Index>(kVocabulary));
  rows.middleRows(0, 20) = sentences.matrix.middleRows(20, 20);
  rows.middleRows(20, 20) = sentences.matrix.middleRows(0, 20);
  turned.matrix = rows;
  const SimilarityIntervals other = similarity_intervals(turned, Measure::cosine, options);
  EXPECT_EQ(one.std_errors(0, 1), other.std_errors(1, 0));
  EXPECT_EQ(one.same_source(0, 1), other.same_source(0, 1));
}

TEST(SimilarityIntervals, ShortDocumentsHaveAValueAlone) {
  stance::detail::Random random(1);
  const SentenceCounts sentences = documents({cumulated(source(0.0)), cumulated(source(1.0))}, 3, random);
  SimilarityIntervalOptions options;
  const SimilarityIntervals plain = similarity_intervals(sentences, Measure::cosine, options);
  EXPECT_EQ(plain.values(0, 1), plain.plain(0, 1));
  EXPECT_TRUE(std::isnan(plain.lower(0, 1)));
  EXPECT_TRUE(std::isnan(plain.std_errors(0, 1)));
  options.correction = BiasCorrection::sampling_variance;
  EXPECT_TRUE(std::isnan(similarity_intervals(sentences, Measure::cosine, options).values(0, 1)));
  EXPECT_EQ(plain.values(0, 0), 1.0);
}

TEST(SimilarityIntervals, WrongCalls) {
  stance::detail::Random random(1);
  const SentenceCounts sentences = documents({cumulated(source(0.0)), cumulated(source(1.0))}, 6, random);
  const auto fails = [&](Measure measure, const SimilarityIntervalOptions& options) {
    EXPECT_THROW(static_cast<void>(similarity_intervals(sentences, measure, options)), InvalidArgument);
  };
  SimilarityIntervalOptions options;
  fails(Measure::soft_cosine, options);
  options.correction = BiasCorrection::sampling_variance;
  fails(Measure::hellinger_distance, options);
  options = {};
  options.n_same_source = 5;
  fails(Measure::chi_squared_distance, options);
  options = {};
  options.level = 1.0;
  fails(Measure::cosine, options);
  options = {};
  options.feature_weights = {1.0};
  fails(Measure::cosine, options);
  options.feature_weights.assign(kVocabulary, -1.0);
  fails(Measure::cosine, options);
  options = {};
  options.n_replicates = 1;
  fails(Measure::cosine, options);
}

}  // namespace
