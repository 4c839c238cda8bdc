#include "stance/position.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "detail/position_quantiles.hpp"
#include "detail/random.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

PositionOptions bootstrap() {
  PositionOptions options;
  options.method = IntervalMethod::bayesian_bootstrap;
  return options;
}

/// Observations in all sorts of sentences, the same ones every time.
std::vector<Observation> some(std::size_t n, std::uint64_t seed = 3) {
  constexpr double values[] = {-1, -0.3, 0, 0.5, 0.7, 1};
  constexpr double weights[] = {0.5, 1, 1, 2, 4};
  detail::Random random(seed);
  std::vector<Observation> out;
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back({values[random.below(6)], weights[random.below(5)], static_cast<std::uint32_t>(random.below(n))});
  }
  return out;
}

// Lowe, relative and absolute: published and recomputed values.

struct LogitCase {
  double positive, negative, value, std_error;
};

TEST(Position, LoweLogitEqualsThePublishedValues) {
  // Values: test file of quanteda.sentiment (rows 1 to 4). Standard errors: √(1/(R+½) + 1/(L+½)), computed by hand.
  const std::vector<LogitCase> cases = {{3, 2, 0.3364722366, 0.8280786712},
                                        {1, 0, 1.0986122887, 1.6329931619},
                                        {0, 0, 0, 2},
                                        {2, 0, 1.6094379124, std::sqrt(1 / 2.5 + 2)},
                                        {10, 5, 0.6466271649, 0.5263613560},
                                        {100, 50, 0.6881843912, 0.1724883444}};
  for (const LogitCase& c : cases) {
    const Scaled got = lowe_logit(c.positive, c.negative);
    EXPECT_NEAR(got.value, c.value, 1e-10) << c.positive << ", " << c.negative;
    EXPECT_NEAR(got.std_error, c.std_error, 1e-10) << c.positive << ", " << c.negative;
    const Scaled turned = lowe_logit(c.negative, c.positive);
    EXPECT_DOUBLE_EQ(turned.value, -got.value);
    EXPECT_DOUBLE_EQ(turned.std_error, got.std_error);
  }
  EXPECT_EQ(cases.size(), 6U);
}

TEST(Position, LoweLogitOfWeightsKnowsThatAHeavyRecordIsOneRecord) {
  // Four records of weight 1, or one of weight 4: the same value, a larger error. (16 + ½)/4.5² + ½/½² = 0.8148… + 2
  const Scaled four = lowe_logit({4, 0, 4, 0});
  const Scaled one = lowe_logit({4, 0, 16, 0});
  EXPECT_DOUBLE_EQ(four.value, one.value);
  EXPECT_NEAR(four.std_error, std::sqrt(1 / 4.5 + 2), 1e-12);
  EXPECT_NEAR(one.std_error, std::sqrt(16.5 / 20.25 + 2), 1e-12);
}

TEST(Position, RelativeDifferenceEqualsThePublishedValues) {
  const std::optional<Scaled> some_of_both = relative_difference(3, 2);
  ASSERT_TRUE(some_of_both);
  EXPECT_NEAR(some_of_both->value, 0.2, 1e-15);
  EXPECT_NEAR(some_of_both->std_error, std::sqrt(0.96 / 5), 1e-15);
  EXPECT_DOUBLE_EQ(relative_difference(1, 0)->value, 1.0);
  EXPECT_DOUBLE_EQ(relative_difference(2, 0)->std_error, 0.0);
  EXPECT_FALSE(relative_difference(0, 0)) << "0/0 is no neutral 0";
  // Weights by the delta method: value (6−2)/8 = ½; ((½)²·20 + (3/2)²·4) / 8² = 14/64.
  const std::optional<Scaled> weighted = relative_difference({6, 2, 20, 4});
  EXPECT_DOUBLE_EQ(weighted->value, 0.5);
  EXPECT_DOUBLE_EQ(weighted->std_error, std::sqrt(14.0) / 8);
}

TEST(Position, AbsoluteDifferenceEqualsThePublishedValues) {
  const Scaled got = absolute_difference(3, 2, 10);
  EXPECT_DOUBLE_EQ(got.value, 0.1);
  EXPECT_DOUBLE_EQ(got.std_error, std::sqrt(5.0) / 10);
  EXPECT_DOUBLE_EQ(absolute_difference({0, 1, 0, 1}, 4).value, -0.25) << "\"The test is not good\" with the negative entry \"not good\"";
  EXPECT_DOUBLE_EQ(absolute_difference(0, 0, 10).value, 0.0);
  EXPECT_DOUBLE_EQ(absolute_difference({4, 0, 16, 0}, 10).std_error, 0.4);
}

TEST(Position, DifferencesRefuseWhatIsNoWeight) {
  for (const double bad : {-1.0, nan, infinity}) {
    EXPECT_THROW((void)lowe_logit(bad, 1), InvalidArgument);
    EXPECT_THROW((void)lowe_logit(1, bad), InvalidArgument);
    EXPECT_THROW((void)lowe_logit({1, 1, bad, 1}), InvalidArgument);
    EXPECT_THROW((void)relative_difference(bad, 1), InvalidArgument);
    EXPECT_THROW((void)absolute_difference(1, bad, 10), InvalidArgument);
    EXPECT_THROW((void)absolute_difference(1, 1, bad), InvalidArgument);
  }
  EXPECT_THROW((void)absolute_difference(1, 1, 0), InvalidArgument);
}

// The weighted mean.

TEST(Position, IsTheWeightedMean) {
  // (4·1 + 1·0.5 + 0.5·0 + 1·(−0.3)) / 6.5 = 4.2 / 6.5
  const Position p = weighted_position({{1, 4, 0}, {0.5, 1, 1}, {0, 0.5, 2}, {-0.3, 1, 3}});
  ASSERT_TRUE(p.estimate);
  EXPECT_DOUBLE_EQ(*p.estimate, 4.2 / 6.5);
  EXPECT_EQ(p.undefined, Undefined::defined);
  EXPECT_DOUBLE_EQ(p.level, 0.95);
  EXPECT_DOUBLE_EQ(*weighted_position({{-0.7, 3, 9}}).estimate, -0.7);
  // Valence of quanteda.sentiment: sad −1, happy 1, exuberant 2 → 2/3, on half the scale.
  EXPECT_DOUBLE_EQ(*weighted_position({{-0.5, 1, 0}, {0.5, 1, 0}, {1, 1, 0}}).estimate, 1.0 / 3);
}

TEST(Position, IntervalEqualsAHandCalculation) {
  // One sentence, +1, weight 1: u = 1, A = 2, m = ½, T = 4/2 = 2, s² = (¼ + 1·(1 + ¼))/4 · 2/2.5 = 0.3;
  // μ = ¾, precision = (3/16)/(0.3/4) − 1 = 1.5: Beta(1.125, 0.375).
  const Position one = weighted_position({{1, 1, 0}});
  EXPECT_NEAR(one.std_error, std::sqrt(0.3), 1e-14);
  EXPECT_NEAR(one.lower, 2 * boost::math::ibeta_inv(1.125, 0.375, 0.025) - 1, 1e-9);
  EXPECT_DOUBLE_EQ(one.upper, 1.0);
  // Ten sentences, eight +1 and two −1: A = 11, m = 6/11, T = 11, s² = (8(5/11)² + 2(17/11)² + 1 + (6/11)²)/121 · 11/11.5.
  std::vector<Observation> ten;
  for (std::uint32_t s = 0; s < 10; ++s) ten.push_back({s < 8 ? 1.0 : -1.0, 1, s});
  const Position p = weighted_position(ten);
  const double m = 6.0 / 11;
  const double variance = (8 * 25.0 / 121 + 2 * 289.0 / 121 + 1 + m * m) / 121 * 11 / 11.5;
  const double precision = (1 - m * m) / variance - 1;
  EXPECT_NEAR(p.std_error, std::sqrt(variance), 1e-14);
  EXPECT_NEAR(p.lower, 2 * boost::math::ibeta_inv((1 + m) / 2 * precision, (1 - m) / 2 * precision, 0.025) - 1, 1e-9);
  EXPECT_NEAR(p.upper, 2 * boost::math::ibeta_inv((1 + m) / 2 * precision, (1 - m) / 2 * precision, 0.975) - 1, 1e-9);
  // Jeffreys' interval of 8 in 10 is [0.484, 0.953] on [0, 1] (Brown, Cai & DasGupta 2001); ours is a little wider.
  EXPECT_NEAR((p.lower + 1) / 2, 0.484, 0.02);
  EXPECT_NEAR((p.upper + 1) / 2, 0.953, 0.02);
}

TEST(Position, PoleUnitLiesBetweenSentenceAndRecord) {
  // Sentence 0 holds two records of weight 1, sentence 1 one of weight 2. ΣW³/ΣW² = 16/8 = 2, Σw³/Σw² = 10/6; u = √(10/3).
  const Position p = weighted_position({{1, 1, 0}, {1, 1, 0}, {-1, 2, 1}});
  const double u = std::sqrt(10.0 / 3);
  const double A = 4 + u;
  const double T = A * A / (8 + u * u);
  EXPECT_NEAR(p.std_error, std::sqrt((4 + 4 + u * u) / (A * A) * T / (T + 0.5)), 1e-14);
  EXPECT_DOUBLE_EQ(*p.estimate, 0.0);
  EXPECT_NEAR(p.lower, -p.upper, 1e-10);
}

TEST(Position, SwappingThePolesMirrorsEverything) {
  for (const PositionOptions& options : {PositionOptions{}, bootstrap()}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      std::vector<Observation> there = some(1 + seed, seed);
      there.push_back({0.7, 1, 0});
      std::vector<Observation> back = there;
      for (Observation& o : back) o.value = -o.value;
      const Position a = weighted_position(there, options);
      const Position b = weighted_position(back, options);
      ASSERT_TRUE(a.estimate && b.estimate);
      EXPECT_DOUBLE_EQ(*a.estimate, -*b.estimate);
      // The bootstrap draws the poles in one order: equal in distribution only.
      const double tolerance = options.method == IntervalMethod::beta ? 1e-9 : 0.12;
      EXPECT_NEAR(a.std_error, b.std_error, tolerance);
      EXPECT_NEAR(a.lower, -b.upper, tolerance);
      EXPECT_NEAR(a.upper, -b.lower, tolerance);
    }
  }
}

TEST(Position, OrderOfObservationsDoesNotMatter) {
  const std::vector<Observation> ordered = some(60);
  const Position expected = weighted_position(ordered);
  const Position intensity = intensity_position({{0.5, 1, 1}, {1, 4, 2}, {1, 1, 9}, {0.5, 1, 9}}, 400, 5);
  detail::Random random(11);
  for (int round = 0; round < 50; ++round) {
    std::vector<Observation> mixed = ordered;
    for (std::size_t i = mixed.size() - 1; i > 0; --i) std::swap(mixed[i], mixed[random.below(i + 1)]);
    const Position got = weighted_position(mixed);
    EXPECT_NEAR(*got.estimate, *expected.estimate, 1e-13);
    EXPECT_NEAR(got.std_error, expected.std_error, 1e-13);
    EXPECT_NEAR(got.lower, expected.lower, 1e-9);
    EXPECT_NEAR(got.upper, expected.upper, 1e-9);
  }
  const Position mixed = intensity_position({{0.5, 1, 9}, {1, 4, 2}, {1, 1, 9}, {0.5, 1, 1}}, 400, 5);
  EXPECT_NEAR(*mixed.estimate, *intensity.estimate, 1e-14);
  EXPECT_NEAR(mixed.lower, intensity.lower, 1e-12);
  EXPECT_NEAR(mixed.upper, intensity.upper, 1e-12);
}

TEST(Position, OnlyTheGroupingOfSentencesMatters) {
  const Position a = weighted_position({{1, 1, 0}, {-1, 1, 0}, {0.5, 2, 1}});
  const Position b = weighted_position({{0.5, 2, 7}, {1, 1, 40}, {-1, 1, 40}});
  EXPECT_DOUBLE_EQ(*a.estimate, *b.estimate);
  EXPECT_NEAR(a.std_error, b.std_error, 1e-14);
}

TEST(Position, ScalingAllWeightsChangesNothing) {
  const std::vector<Observation> light = some(30);
  std::vector<Observation> heavy = light;
  for (Observation& o : heavy) o.weight *= 8;  // a power of two, so that nothing is rounded
  const Position a = weighted_position(light);
  const Position b = weighted_position(heavy);
  EXPECT_DOUBLE_EQ(*a.estimate, *b.estimate);
  EXPECT_DOUBLE_EQ(a.std_error, b.std_error);
  EXPECT_DOUBLE_EQ(a.lower, b.lower);
  EXPECT_DOUBLE_EQ(a.upper, b.upper);
}

TEST(Position, ContributionsAddUp) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const std::vector<Observation> observations = some(40, seed);
    double sum = 0.0;
    for (const Observation& o : observations) sum += o.weight;
    double position = 0.0;
    for (const Observation& o : observations) position += o.weight * o.value / sum;
    EXPECT_NEAR(*weighted_position(observations).estimate, position, 1e-12);
  }
}

TEST(Position, CopiesKeepThePositionAndNarrowTheInterval) {
  const std::vector<Observation> once = some(40);
  const Position one = weighted_position(once);
  double last = one.std_error;
  for (std::uint32_t k = 2; k <= 64; k *= 2) {
    std::vector<Observation> copies;
    for (std::uint32_t c = 0; c < k; ++c) {
      for (const Observation& o : once) copies.push_back({o.value, o.weight, o.sentence + 1000 * c});
    }
    const Position p = weighted_position(copies);
    EXPECT_NEAR(*p.estimate, *one.estimate, 1e-12);
    EXPECT_LT(p.std_error, last);
    EXPECT_NEAR(last / p.std_error, std::sqrt(2.0), k == 2 ? 0.05 : 0.03) << k;
    last = p.std_error;
  }
}

TEST(Position, MoreEvidenceInOneSentenceIsNotMoreSentences) {
  std::vector<Observation> apart;
  std::vector<Observation> together;
  for (std::uint32_t i = 0; i < 12; ++i) {
    apart.push_back({i < 8 ? 1.0 : -1.0, 1, i});
    together.push_back({i < 8 ? 1.0 : -1.0, 1, i / 4});
  }
  EXPECT_LT(weighted_position(apart).std_error, weighted_position(together).std_error);
}

TEST(Position, IntervalHoldsTheEstimateAndStaysInRange) {
  for (const PositionOptions& options : {PositionOptions{}, bootstrap()}) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const Position p = weighted_position(some(1 + seed % 12, seed), options);
      if (!p.estimate) continue;
      EXPECT_GE(p.lower, -1.0);
      EXPECT_LE(p.lower, *p.estimate);
      EXPECT_GE(p.upper, *p.estimate);
      EXPECT_LE(p.upper, 1.0);
      EXPECT_GT(p.upper - p.lower, p.std_error);
    }
  }
}

TEST(Position, LevelWidensTheInterval) {
  const std::vector<Observation> observations = some(20);
  double width = 0.0;
  for (const double level : {0.5, 0.8, 0.9, 0.95, 0.99, 0.999}) {
    PositionOptions options;
    options.level = level;
    const Position p = weighted_position(observations, options);
    EXPECT_GT(p.upper - p.lower, width);
    EXPECT_DOUBLE_EQ(p.level, level);
    width = p.upper - p.lower;
  }
}

TEST(Position, BothMethodsAgreeWhereThereIsEvidence) {
  const std::vector<Observation> observations = some(200);
  const Position a = weighted_position(observations);
  const Position b = weighted_position(observations, bootstrap());
  EXPECT_DOUBLE_EQ(*a.estimate, *b.estimate);
  EXPECT_NEAR(a.std_error / b.std_error, 1.0, 0.08);
  EXPECT_NEAR(a.lower, b.lower, 0.03);
  EXPECT_NEAR(a.upper, b.upper, 0.03);
}

TEST(Position, BootstrapIsSeeded) {
  const std::vector<Observation> observations = some(12);
  PositionOptions options = bootstrap();
  options.stream = 5;
  const Position a = weighted_position(observations, options);
  const Position again = weighted_position(observations, options);
  EXPECT_EQ(a.lower, again.lower);
  EXPECT_EQ(a.upper, again.upper);
  EXPECT_EQ(a.std_error, again.std_error);
  options.stream = 6;
  EXPECT_NE(weighted_position(observations, options).lower, a.lower);
  options.stream = 5;
  options.seed = 2;
  EXPECT_NE(weighted_position(observations, options).lower, a.lower);
}

TEST(Position, NoEvidenceIsNotANeutralZero) {
  const Position none = weighted_position({});
  EXPECT_FALSE(none.estimate);
  EXPECT_EQ(none.undefined, Undefined::no_mention);
  const Position neutral = weighted_position({{0, 0.5, 0}, {0, 0.5, 4}});
  EXPECT_FALSE(neutral.estimate);
  EXPECT_EQ(neutral.undefined, Undefined::no_polarity);
  const Position balanced = weighted_position({{1, 1, 0}, {-1, 1, 1}});
  ASSERT_TRUE(balanced.estimate) << "for and against is a position";
  EXPECT_DOUBLE_EQ(*balanced.estimate, 0.0);
  EXPECT_EQ(to_string(Undefined::defined), "defined");
  EXPECT_EQ(to_string(Undefined::no_mention), "no_mention");
  EXPECT_EQ(to_string(Undefined::no_polarity), "no_polarity");
  EXPECT_EQ(to_string(Undefined::only_reported), "only_reported");
  EXPECT_EQ(to_string(Undefined::too_short), "too_short");
}

TEST(Position, RefusesWhatIsNoObservation) {
  for (const double value : {1.0000001, -1.5, nan, infinity}) EXPECT_THROW((void)weighted_position({{value, 1, 0}}), InvalidArgument);
  for (const double weight : {0.0, -1.0, nan, infinity}) EXPECT_THROW((void)weighted_position({{1, weight, 0}}), InvalidArgument);
  EXPECT_THROW((void)intensity_position({{-0.1, 1, 0}}, 100, 5), InvalidArgument);
  EXPECT_THROW((void)intensity_position({{0.5, nan, 0}}, 100, 5), InvalidArgument);
}

TEST(Position, RefusesOptionsOutOfRange) {
  const std::vector<Observation> one = {{1, 1, 0}};
  for (const double level : {0.0, 1.0, -0.5, 95.0, nan}) {
    PositionOptions options;
    options.level = level;
    EXPECT_THROW((void)weighted_position(one, options), InvalidArgument);
    EXPECT_THROW((void)intensity_position(one, 100, 5, options), InvalidArgument);
  }
  for (const double pole : {0.0, -0.5, nan, infinity}) {
    PositionOptions options;
    options.pole_weight = pole;
    EXPECT_THROW((void)weighted_position(one, options), InvalidArgument);
  }
  PositionOptions few = bootstrap();
  few.n_replicates = 99;
  EXPECT_THROW((void)weighted_position(one, few), InvalidArgument);
  for (const double scale : {0.0, -1.0, nan, infinity}) EXPECT_THROW((void)intensity_position(one, 100, scale), InvalidArgument);
  EXPECT_THROW((void)intensity_position(one, 0, 5), InvalidArgument);
  try {
    (void)weighted_position({{2, 1, 0}});
    FAIL();
  } catch (const InvalidArgument& fault) {
    EXPECT_STREQ(fault.what(), "observation: expected a value in [-1, 1], got 2");
  }
}

// Intensities.

TEST(Position, IntensityIsTheSaturatedRate) {
  // Σ w·v = 4·1 + 1·0.5 + 0.5 = 5 in 1,000 words; scale 5: 1 − 1/e.
  const Position p = intensity_position({{1, 4, 0}, {0.5, 1, 20}, {1, 0.5, 40}}, 1000, 5);
  ASSERT_TRUE(p.estimate);
  EXPECT_NEAR(*p.estimate, 1 - std::exp(-1), 1e-15);
  EXPECT_LT(p.lower, *p.estimate);
  EXPECT_GT(p.upper, *p.estimate);
  EXPECT_GE(p.lower, 0.0);
  EXPECT_LT(p.upper, 1.0);
}

TEST(Position, IntensityIntervalEqualsAHandCalculation) {
  // Two sentences of weight 1, far apart: S = R, e = 1·1·(1 + ½) = 1.5, n = 2/1.5 = 4/3; exponent per weight 1000/2000/5 = 0.1.
  const Position p = intensity_position({{1, 1, 3}, {1, 1, 50}}, 2000, 5);
  const detail::Quantiles ends = detail::gamma_quantiles(4.0 / 3 + 0.5, 4.0 / 3 + 1, 0.025);
  EXPECT_NEAR(*p.estimate, 1 - std::exp(-0.2), 1e-15);
  EXPECT_NEAR(p.lower, 1 - std::exp(-0.15 * ends.lower), 1e-12);
  EXPECT_NEAR(p.upper, 1 - std::exp(-0.15 * ends.upper), 1e-12);
  EXPECT_NEAR(p.std_error, 0.15 * std::exp(-0.2) * std::sqrt(4.0 / 3 + 0.5), 1e-14);
}

TEST(Position, NeighbouringSentencesAreOnePassage) {
  std::vector<Observation> apart;
  std::vector<Observation> bursts;
  for (std::uint32_t i = 0; i < 20; ++i) {
    apart.push_back({1, 1, 20 * i});
    bursts.push_back({1, 1, 100 * (i / 5) + 2 * (i % 5)});
  }
  const Position a = intensity_position(apart, 10000, 5);
  const Position b = intensity_position(bursts, 10000, 5);
  EXPECT_DOUBLE_EQ(*a.estimate, *b.estimate);
  EXPECT_GT(b.upper - b.lower, 1.5 * (a.upper - a.lower));
  // Where every sentence has evidence, neighbours prove nothing.
  std::vector<Observation> all;
  for (std::uint32_t i = 0; i < 40; ++i) all.push_back({1, 1, i});
  const Position dense = intensity_position(all, 1000, 40);
  EXPECT_LT(dense.upper - dense.lower, 0.35);
}

TEST(Position, LongTextsWithoutEvidenceHaveAnIntensityOfZero) {
  const Position p = intensity_position({}, 300, 5);
  ASSERT_TRUE(p.estimate);
  EXPECT_EQ(*p.estimate, 0.0);
  EXPECT_EQ(p.lower, 0.0);
  EXPECT_NEAR(p.upper, 1 - std::exp(-1000.0 / 300 / 5 * -std::log(0.025)), 1e-12) << "up to 3.7 records may have been missed";
  EXPECT_LT(intensity_position({}, 30000, 5).upper, 0.03);
  const Position brief = intensity_position({}, 299, 5);
  EXPECT_FALSE(brief.estimate);
  EXPECT_EQ(brief.undefined, Undefined::too_short);
  EXPECT_FALSE(intensity_position({{0, 1, 0}}, 299, 5).estimate) << "a mention without polarity is no evidence";
  EXPECT_TRUE(intensity_position({{1, 1, 0}}, 20, 5).estimate) << "one piece of evidence in a short text is evidence";
  EXPECT_FALSE(intensity_position({}, 0, 5).estimate);
  PositionOptions options;
  options.min_words = 10;
  EXPECT_TRUE(intensity_position({}, 10, 5, options).estimate);
  options.min_words = 0;
  EXPECT_EQ(intensity_position({}, 0, 5, options).undefined, Undefined::too_short) << "no words, whatever is asked of them";
  EXPECT_TRUE(intensity_position({}, 1, 5, options).estimate);
}

// Quantiles.

TEST(PositionQuantiles, EqualBoost) {
  std::size_t cases = 0;
  for (const double precision : {0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 7.0, 20.0, 100.0, 1000.0, 30000.0}) {
    for (const double mean : {1e-3, 0.01, 0.1, 0.3, 0.5, 0.8, 0.95, 0.99, 0.9999}) {
      for (const double tail : {0.25, 0.05, 0.025, 0.005, 0.0005}) {
        const double a = mean * precision;
        const double b = (1 - mean) * precision;
        const detail::Quantiles got = detail::beta_quantiles(a, b, tail);
        EXPECT_NEAR(got.lower, boost::math::ibeta_inv(a, b, tail), 2e-10) << a << " " << b << " " << tail;
        EXPECT_NEAR(got.upper, boost::math::ibeta_inv(a, b, 1 - tail), 2e-10) << a << " " << b << " " << tail;
        ++cases;
      }
    }
  }
  EXPECT_EQ(cases, 495U);
}

TEST(PositionQuantiles, GammaEqualsKnownValues) {
  // Exact limits of a Poisson mean (Garwood 1936) for a count of 0 and 10: 3.68888, and 4.79539 to 18.39036.
  EXPECT_NEAR(detail::gamma_quantiles(0.5, 1, 0.025).upper, 3.6888794541, 1e-9);
  const detail::Quantiles ten = detail::gamma_quantiles(10, 11, 0.025);
  EXPECT_NEAR(ten.lower, 4.795389, 1e-5);
  EXPECT_NEAR(ten.upper, 18.390356, 1e-5);
}

}  // namespace
}  // namespace stance
