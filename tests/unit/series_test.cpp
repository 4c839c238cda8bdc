#include "stance/series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::InvalidArgument;
using stance::linear_trend;
using stance::Measured;
using stance::pooled_by_time;
using stance::pooled_mean;
using stance::PooledMean;
using stance::smooth;
using stance::TauMethod;
using stance::TimePoint;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// ---- Means

// BCG vaccine against tuberculosis, 13 trials: Colditz et al. (1994), doi 10.1001/jama.1994.03510330076038; dat.bcg of R's metafor. Log
// relative risks.
std::vector<Measured> bcg() {
  const std::vector<std::vector<double>> trials = {
      {4, 119, 11, 128},        {6, 300, 29, 274},  {3, 228, 11, 209},        {62, 13536, 248, 12619}, {33, 5036, 47, 5761},
      {180, 1361, 372, 1079},   {8, 2537, 10, 619}, {505, 87886, 499, 87892}, {29, 7470, 45, 7232},    {17, 1699, 65, 1600},
      {186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825}};
  std::vector<Measured> out;
  for (const auto& t : trials) {
    const double treated = t[0] + t[1];
    const double control = t[2] + t[3];
    out.push_back({"", std::log(t[0] / treated / (t[2] / control)), std::sqrt(1 / t[0] - 1 / treated + 1 / t[2] - 1 / control), 0});
  }
  return out;
}

// Published: metafor's documentation of rma(yi, vi, data = dat.bcg), REML.
TEST(PooledMean, OfTheBcgTrialsAsMetaforByReml) {
  const PooledMean normal = pooled_mean(bcg(), {.hartung_knapp = false});
  EXPECT_NEAR(normal.tau * normal.tau, 0.3132, 5e-5);
  EXPECT_NEAR(normal.mean.value, -0.7145, 5e-5);
  EXPECT_NEAR(normal.mean.std_error, 0.1798, 5e-5);
  EXPECT_NEAR(normal.mean.lower, -1.0669, 5e-5);
  EXPECT_NEAR(normal.mean.upper, -0.3622, 5e-5);
  EXPECT_NEAR(normal.i_squared, 0.9222, 5e-5);
  EXPECT_NEAR(normal.q, 152.2330, 5e-5);
  // The same root by scipy 1.17.1 (brentq), and the Hartung-Knapp interval, to more digits.
  const PooledMean student = pooled_mean(bcg());
  EXPECT_NEAR(student.tau * student.tau, 0.313243258136, 1e-10);
  EXPECT_NEAR(student.mean.value, -0.714532342158, 1e-10);
  EXPECT_NEAR(student.mean.std_error, 0.180791744093, 1e-10);
  EXPECT_NEAR(student.mean.lower, -1.10844371, 1e-8);
  EXPECT_NEAR(student.mean.upper, -0.32062097, 1e-8);
  EXPECT_EQ(student.degrees_of_freedom, 12);
}

// Published: metafor's tests, "metan vs rma.uni" (Stata's metan): -0.7141 [-1.0644, -0.3638]. More digits: statsmodels 0.15.0
// combine_effects, "dl" and "pm".
TEST(PooledMean, OfTheBcgTrialsByOtherEstimates) {
  const PooledMean dl = pooled_mean(bcg(), {.tau = TauMethod::der_simonian_laird, .hartung_knapp = false});
  EXPECT_NEAR(dl.mean.value, -0.7141, 5e-5);
  EXPECT_NEAR(dl.mean.lower, -1.0644, 5e-5);
  EXPECT_NEAR(dl.mean.upper, -0.3638, 5e-5);
  EXPECT_NEAR(dl.tau * dl.tau, 0.308760262862, 1e-11);
  EXPECT_NEAR(dl.mean.std_error, 0.178742, 5e-7);
  EXPECT_NEAR(pooled_mean(bcg(), {.tau = TauMethod::der_simonian_laird}).mean.std_error, 0.180697, 5e-7);
  const PooledMean pm = pooled_mean(bcg(), {.tau = TauMethod::paule_mandel});
  EXPECT_NEAR(pm.tau * pm.tau, 0.318068452204, 1e-7);  // statsmodels stops early
  EXPECT_NEAR(pm.mean.value, -0.714968, 5e-7);
  EXPECT_NEAR(pm.mean.lower, -1.109098, 5e-6);
}

// By hand: 1, 2, 4, 5 have mean 3 and variance 10/3; t(0.975, 3) = 3.182446305284263.
TEST(PooledMean, WithoutKnownErrorsIsStudents) {
  for (const TauMethod method : {TauMethod::restricted_maximum_likelihood, TauMethod::der_simonian_laird, TauMethod::paule_mandel}) {
    const PooledMean mean = pooled_mean({{"a", 1, 0, 0}, {"b", 2, kNaN, 0}, {"c", 4, 0, 0}, {"d", 5, 0, 0}}, {.tau = method});
    EXPECT_NEAR(mean.mean.value, 3, 1e-12);
    EXPECT_NEAR(mean.mean.std_error, std::sqrt(10.0 / 12), 1e-9);
    EXPECT_NEAR(mean.mean.upper, 3 + 3.182446305284263 * std::sqrt(10.0 / 12), 1e-8);
    EXPECT_NEAR(mean.tau, std::sqrt(10.0 / 3), 1e-9);
    EXPECT_NEAR(mean.unweighted.lower, mean.mean.lower, 1e-8);
    EXPECT_TRUE(std::isnan(mean.q));
  }
}

TEST(PooledMean, WithoutVarianceBetweenPointsIsWeightedByErrors) {
  const PooledMean mean = pooled_mean({{"a", 0.0, 0.1, 0}, {"b", 0.05, 0.2, 0}}, {.hartung_knapp = false});  // (100·0 + 25·0.05) / 125
  EXPECT_EQ(mean.tau, 0.0);
  EXPECT_EQ(mean.i_squared, 0.0);
  EXPECT_NEAR(mean.mean.value, 0.01, 1e-12);
  EXPECT_NEAR(mean.mean.std_error, std::sqrt(1 / 125.0), 1e-12);
  EXPECT_NEAR(mean.unweighted.value, 0.025, 1e-12);
}

TEST(PooledMean, MovesWithItsPoints) {
  std::vector<Measured> points = bcg();
  const PooledMean before = pooled_mean(points);
  for (Measured& point : points) {
    point.value = 3.0 - 2.0 * point.value;
    point.std_error *= 2.0;
  }
  std::reverse(points.begin(), points.end());
  const PooledMean after = pooled_mean(points);
  EXPECT_NEAR(after.mean.value, 3.0 - 2.0 * before.mean.value, 1e-9);
  EXPECT_NEAR(after.mean.std_error, 2.0 * before.mean.std_error, 1e-9);
  EXPECT_NEAR(after.i_squared, before.i_squared, 1e-9);
  EXPECT_NEAR(after.q, before.q, 1e-9);
}

TEST(PooledMean, OfNoneOneAndEqualPoints) {
  const PooledMean none = pooled_mean({});
  EXPECT_TRUE(std::isnan(none.mean.value));
  EXPECT_EQ(none.n, 0U);
  const PooledMean one = pooled_mean({{"a", 0.5, 0.1, 0}});
  EXPECT_EQ(one.mean.value, 0.5);
  EXPECT_NEAR(one.mean.upper, 0.5 + 1.959963984540054 * 0.1, 1e-12);
  EXPECT_TRUE(std::isnan(one.tau));
  EXPECT_TRUE(std::isnan(one.unweighted.std_error));
  EXPECT_TRUE(std::isnan(pooled_mean({{"a", 0.5, 0, 0}}).mean.lower));
  const PooledMean equal = pooled_mean({{"a", 0.5, 0.1, 0}, {"b", 0.5, 0.1, 0}, {"c", 0.5, 0.1, 0}});
  EXPECT_EQ(equal.mean.value, 0.5);
  EXPECT_EQ(equal.tau, 0.0);
  EXPECT_NEAR(equal.mean.std_error, 0.1 / std::sqrt(3.0), 1e-12) << "no surer than their errors";
  const PooledMean flat = pooled_mean({{"a", 0.5, 0, 0}, {"b", 0.5, 0, 0}});
  EXPECT_EQ(flat.mean.value, 0.5);
  EXPECT_EQ(flat.mean.std_error, 0.0);
}

TEST(PooledMean, RefusesWhatIsNoNumber) {
  EXPECT_THROW(static_cast<void>(pooled_mean({{"a", kNaN, 0.1, 0}})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(pooled_mean({{"a", 1, -0.1, 0}})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(pooled_mean({{"a", 1, INFINITY, 0}})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(pooled_mean({{"a", 1, 0.1, 0}}, {.level = 1.0})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(pooled_by_time({{"a", 1, 0.1, kNaN}})), InvalidArgument);
}

// The interval holds the true mean in about 95 of 100 cases, with few points and many, with and without variance between them.
TEST(PooledMean, IntervalsCover) {
  stance::detail::Random random(20);
  for (const std::size_t n : {4U, 10U, 40U}) {
    for (const double tau : {0.05, 0.3}) {
      int covered = 0;
      constexpr int n_trials = 3000;
      for (int trial = 0; trial < n_trials; ++trial) {
        std::vector<Measured> points;
        for (std::size_t i = 0; i < n; ++i) {
          const double error = 0.05 + 0.35 * random.uniform();
          points.push_back({"", 0.2 + tau * random.normal() + error * random.normal(), error, 0});
        }
        const PooledMean mean = pooled_mean(points);
        covered += mean.mean.lower <= 0.2 && 0.2 <= mean.mean.upper ? 1 : 0;
      }
      EXPECT_GT(covered, 0.91 * n_trials) << n << " points, tau " << tau;
      EXPECT_LT(covered, (tau > 0.1 ? 0.985 : 1.0) * n_trials) << n << " points, tau " << tau;
    }
  }
}

// scipy 1.17.1: stats.ttest_ind([1, 2, 4, 5], [3, 7, 8, 9, 11], equal_var=False): t = -2.8565, df = 6.6861; by hand: means 3 and 7.6,
// variances 10/3 and 8.8.
TEST(MeanDifference, IsWelchsWithoutKnownErrors) {
  const auto group = [](const std::vector<double>& values) {
    std::vector<Measured> out;
    for (const double value : values) out.push_back({"", value, 0, 0});
    return pooled_mean(out);
  };
  const auto difference = difference_of(group({1, 2, 4, 5}), group({3, 7, 8, 9, 11}));
  const double error = std::sqrt(10.0 / 12 + 8.8 / 5);
  EXPECT_NEAR(difference.difference.value, -4.6, 1e-9);
  EXPECT_NEAR(difference.difference.std_error, error, 1e-9);
  const double df = std::pow(error, 4) / (std::pow(10.0 / 12, 2) / 3 + std::pow(8.8 / 5, 2) / 4);
  EXPECT_NEAR(difference.degrees_of_freedom, df, 1e-6);
  EXPECT_LT(difference.difference.upper, 0.0);
  EXPECT_NEAR(difference.p_value, 0.025698001474, 1e-6);
  EXPECT_TRUE(std::isnan(difference_of(group({}), group({1, 2})).difference.value));
  EXPECT_TRUE(std::isnan(difference_of(group({1}), group({1, 2})).p_value)) << "one point without an error";
}

// Holm (1979), by hand: 0.01·4, then 0.02·3, 0.03·2, 0.04·1, never falling.
TEST(HolmAdjusted, IsMonotone) {
  const auto adjusted = stance::holm_adjusted({0.03, 0.01, kNaN, 0.04, 0.02});
  EXPECT_NEAR(adjusted[1], 0.04, 1e-15);
  EXPECT_NEAR(adjusted[4], 0.06, 1e-15);
  EXPECT_NEAR(adjusted[0], 0.06, 1e-15);
  EXPECT_NEAR(adjusted[3], 0.06, 1e-15);
  EXPECT_TRUE(std::isnan(adjusted[2]));
  EXPECT_EQ(stance::holm_adjusted({0.6, 0.9})[1], 1.0);
}

TEST(PooledByTime, PoolsWhatIsOfOneTime) {
  const std::vector<TimePoint> points =
      pooled_by_time({{"c", 1.0, 0.1, 2001.5}, {"a", 0.2, 0.1, 2000.5}, {"b", 0.4, 0.1, 2000.5}, {"d", 5, 0, 1999.5}});
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].time, 1999.5);
  EXPECT_EQ(points[0].std_error, 0.0);
  EXPECT_EQ(points[1].n, 2U);
  EXPECT_NEAR(points[1].value, 0.3, 1e-12);
  EXPECT_NEAR(points[1].std_error, 0.1, 1e-9);  // sd 0.1414 over root 2: just more than the errors give
  EXPECT_EQ(points[2].value, 1.0);
  EXPECT_TRUE(pooled_by_time({}).empty());
}

// ---- Lines

std::vector<TimePoint> sample() {
  const double t[] = {0, 1, 2.5, 3, 5, 6, 8, 9.5};
  const double y[] = {.1, .3, .15, .42, .38, .7, .55, .81};
  const double s[] = {.1, .05, .12, .05, .2, .04, .1, .08};
  std::vector<TimePoint> out;
  for (std::size_t i = 0; i < 8; ++i) out.push_back({t[i], y[i], s[i], 1});
  return out;
}

// numpy 2 and scipy 1.17.1, written apart: weighted least squares with tau at Q = 6 (brentq).
TEST(LinearTrend, IsWeightedLeastSquaresWithPauleAndMandelsTau) {
  const auto trend = linear_trend(sample());
  EXPECT_NEAR(trend.tau, 0.0870950837749, 1e-9);
  EXPECT_NEAR(trend.slope.value, 0.0662464577272, 1e-10);
  EXPECT_NEAR(trend.slope.std_error, 0.0135049410044, 1e-10);
  EXPECT_NEAR(trend.p_value, 0.00269629994747, 1e-9);
}

TEST(Smooth, KeepsStraightLines) {
  std::vector<TimePoint> points = sample();
  for (TimePoint& point : points) point.value = 0.3 - 0.04 * point.time;
  for (const double bandwidth : {0.0, 0.5, 3.0, 50.0}) {
    for (const auto& place : smooth(points, {.bandwidth = bandwidth, .n_places = 11}).places)
      EXPECT_NEAR(place.value.value, 0.3 - 0.04 * place.time, 1e-12) << bandwidth;
  }
}

TEST(Smooth, WideIsTheTrend) {
  const auto line = smooth(sample(), {.bandwidth = std::numeric_limits<double>::infinity()});
  const auto trend = linear_trend(sample());
  EXPECT_NEAR(line.degrees_of_freedom, 2.0, 1e-9);
  EXPECT_NEAR(line.tau, trend.tau, 1e-6);
  EXPECT_NEAR(line.places[7].value.value - line.places[0].value.value, 9.5 * trend.slope.value, 1e-7);
}

// The definition: a weighted straight line by normal equations at one place, with the smoother's own tau.
TEST(Smooth, IsALineAtEachPlace) {
  const auto points = sample();
  const auto line = smooth(points, {.bandwidth = 4.0});
  ASSERT_EQ(line.places.size(), 8U);
  const double t0 = points[4].time;
  double s0 = 0;
  double s1 = 0;
  double s2 = 0;
  double y0 = 0;
  double y1 = 0;
  for (const TimePoint& p : points) {
    const double u = std::abs(p.time - t0) / 4.0;
    if (u >= 1) continue;
    const double w = std::pow(1 - u * u * u, 3) / (p.std_error * p.std_error + line.tau * line.tau);
    s0 += w;
    s1 += w * p.time;
    s2 += w * p.time * p.time;
    y0 += w * p.value;
    y1 += w * p.time * p.value;
  }
  const double slope = (s0 * y1 - s1 * y0) / (s0 * s2 - s1 * s1);
  EXPECT_NEAR(line.places[4].value.value, (y0 - slope * s1) / s0 + slope * t0, 1e-10);
  EXPECT_LT(line.places[4].value.lower, line.places[4].value.value);
}

TEST(Smooth, FollowsACurveWhereThereIsOneAndNotWhereThereIsNone) {
  stance::detail::Random random(8);
  std::vector<TimePoint> curve;
  int straight = 0;
  for (int i = 0; i < 40; ++i) curve.push_back({1980.5 + i, std::sin(i / 6.0), 0.1, 1});
  for (TimePoint& point : curve) point.value += 0.1 * random.normal();
  const auto line = smooth(curve, {});
  EXPECT_LT(line.bandwidth, 20.0);
  for (const auto& place : line.places) EXPECT_NEAR(place.value.value, std::sin((place.time - 1980.5) / 6.0), 0.25);
  for (int trial = 0; trial < 60; ++trial) {
    for (TimePoint& point : curve) point.value = 0.3 + 0.1 * random.normal();
    straight += std::isinf(smooth(curve, {}).bandwidth) ? 1 : 0;
  }
  EXPECT_GT(straight, 35) << "AIC takes a more supple line now and then";
}

// Pointwise intervals of a straight line keep their level; those of a curve do not count that smoothing cuts its bends.
TEST(Smooth, IntervalsCover) {
  stance::detail::Random random(31);
  for (const double bend : {0.0, 0.4}) {
    int covered = 0;
    int places = 0;
    for (int trial = 0; trial < 150; ++trial) {
      std::vector<TimePoint> points;
      for (int i = 0; i < 20; ++i) {
        const double error = 0.05 + 0.1 * random.uniform();
        points.push_back({2000.5 + i, bend * std::sin(i / 5.0) + 0.1 * random.normal() + error * random.normal(), error, 1});
      }
      for (const auto& place : smooth(points, {}).places) {
        const double truth = bend * std::sin((place.time - 2000.5) / 5.0);
        covered += place.value.lower <= truth && truth <= place.value.upper ? 1 : 0;
        ++places;
      }
    }
    EXPECT_GT(covered, (bend == 0.0 ? 0.91 : 0.78) * places) << bend;
    EXPECT_LT(covered, 0.98 * places) << bend;
  }
}

TEST(Smooth, SaysWhyThereIsNone) {
  const std::vector<TimePoint> three = {{1, 0.1, 0.1, 1}, {2, 0.2, 0.1, 1}, {3, 0.1, 0.1, 1}};
  EXPECT_THAT(smooth(three, {}).reason, HasSubstr("4 times or more, and there are 3"));
  EXPECT_TRUE(smooth(three, {}).places.empty());
  EXPECT_THAT(linear_trend({three[0], three[1]}).reason, HasSubstr("3 times"));
  EXPECT_TRUE(std::isnan(linear_trend({}).slope.value));
  const std::vector<TimePoint> flat = {{1, 0.1, 0, 1}, {2, 0.1, 0, 1}, {3, 0.1, 0, 1}, {4, 0.1, 0, 1}, {5, 0.1, 0, 1}};
  for (const auto& place : smooth(flat, {}).places) EXPECT_NEAR(place.value.value, 0.1, 1e-12);
  EXPECT_NEAR(linear_trend(flat).slope.value, 0.0, 1e-12);
  EXPECT_THROW(static_cast<void>(smooth({three[1], three[0]}, {})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(smooth({three[0], three[0]}, {})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(smooth(three, {.bandwidth = -1})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(smooth({{1, kNaN, 0, 1}}, {})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(linear_trend(three, 2.0)), InvalidArgument);
}

}  // namespace
