#include "detail/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "detail/resampling.hpp"

namespace {

using stance::detail::normal_quantile;
using stance::detail::Random;

// Oracle: SplitMix64 from state 0, as printed for Java's SplittableRandom and in the reference C code of S. Vigna.
TEST(Random, MixesLikeSplitMix64) {
  EXPECT_EQ(stance::detail::mix64(0x9E3779B97F4A7C15ULL), 0xE220A8397B1DCDAFULL);
  EXPECT_EQ(stance::detail::mix64(2 * 0x9E3779B97F4A7C15ULL), 0x6E789E6AA1B965F4ULL);
}

TEST(Random, IsAFunctionOfSeedAndStream) {
  Random a(1, 2);
  Random b(1, 2);
  std::set<std::uint64_t> first;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.bits(), b.bits());
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (std::uint64_t stream = 0; stream < 50; ++stream) first.insert(Random(seed, stream).bits());
  }
  EXPECT_EQ(first.size(), 2500U);  // (a, b) and (b, a) and neighbours all differ
}

// Oracle: quantiles of the normal distribution as tabulated (Abramowitz & Stegun, table 26.5; R's qnorm).
TEST(Random, NormalQuantilesAreThePublishedOnes) {
  EXPECT_DOUBLE_EQ(normal_quantile(0.5), 0.0);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-15);
  EXPECT_NEAR(normal_quantile(0.995), 2.575829303548901, 1e-15);
  EXPECT_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-15);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-13);
}

// Oracle: the normal distribution function through std::erfc.
TEST(Random, NormalQuantilesInvertTheDistributionFunction) {
  for (double p = 1e-300; p < 0.5; p *= 1.7) {
    EXPECT_NEAR(0.5 * std::erfc(-normal_quantile(p) / std::sqrt(2.0)) / p, 1.0, 1e-11) << p;
    if (p > 1e-15) { EXPECT_NEAR(normal_quantile(1.0 - p), -normal_quantile(p), 1e-15 / p) << p; }
  }
  EXPECT_EQ(normal_quantile(0.0), -INFINITY);
  EXPECT_EQ(normal_quantile(1.0), INFINITY);
  EXPECT_TRUE(std::isnan(normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(normal_quantile(NAN)));
}

// Oracle: moments of the distributions; tolerances are about five standard errors of 200,000 draws.
TEST(Random, DrawsHaveTheirMoments) {
  Random random(3);
  constexpr int n = 200000;
  double uniform = 0.0;
  double normal = 0.0;
  double normal2 = 0.0;
  double exponential = 0.0;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    uniform += u / n;
    const double z = random.normal();
    normal += z / n;
    normal2 += z * z / n;
    const double e = random.exponential();
    ASSERT_GT(e, 0.0);
    exponential += e / n;
  }
  EXPECT_NEAR(uniform, 0.5, 0.0033);
  EXPECT_NEAR(normal, 0.0, 0.0112);
  EXPECT_NEAR(normal2, 1.0, 0.0159);
  EXPECT_NEAR(exponential, 1.0, 0.0112);
}

TEST(Random, BelowIsUniformOverSmallNumbers) {
  Random random(5);
  std::vector<int> seen(7, 0);
  for (int i = 0; i < 70000; ++i) ++seen[random.below(7)];
  for (const int count : seen) EXPECT_NEAR(count, 10000, 5 * std::sqrt(10000.0));
  EXPECT_EQ(random.below(1), 0U);
}

// Oracle: type 7 quantiles by hand: of 1, 2, 4, 8 at 0.25 it is 1 + 0.75 · (2 − 1).
TEST(Resampling, QuantilesInterpolate) {
  EXPECT_DOUBLE_EQ(stance::detail::quantile_of_sorted({1, 2, 4, 8}, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(stance::detail::quantile_of_sorted({1, 2, 4, 8}, 0.0), 1.0);
  EXPECT_DOUBLE_EQ(stance::detail::quantile_of_sorted({1, 2, 4, 8}, 1.0), 8.0);
  EXPECT_TRUE(std::isnan(stance::detail::quantile_of_sorted({}, 0.5)));
  EXPECT_DOUBLE_EQ(stance::detail::standard_deviation({1, 2, 3}), 1.0);
  EXPECT_TRUE(std::isnan(stance::detail::standard_deviation({1})));
}

}  // namespace
