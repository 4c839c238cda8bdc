#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "detail/series_partition.hpp"
#include "stance/error.hpp"
#include "stance/series.hpp"

namespace {

using stance::change_points;
using stance::ChangeOptions;
using stance::ChangePoints;
using stance::TimePoint;
using stance::detail::Costs;
using stance::detail::Partition;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<TimePoint> series(const std::vector<double>& values, double first = 0.5, double error = 0.0) {
  std::vector<TimePoint> out;
  for (std::size_t i = 0; i < values.size(); ++i) out.push_back({first + static_cast<double>(i), values[i], error, 1});
  return out;
}

ChangeOptions quick(std::uint64_t seed, std::size_t n_permutations = 99) {
  ChangeOptions options;
  options.n_permutations = n_permutations;
  options.seed = seed;
  return options;
}

// Flow of the Nile at Aswan, 1871 to 1970 (R's datasets): one change, between 1898 and 1899 (Cobb 1978, doi 10.1093/biomet/65.2.243), as
// ruptures 1.1.10 (Dynp, l2) and cpt.mean of R's changepoint find it.
const std::vector<double> kNile = {1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994, 1020, 960,  1180,
                                   799,  958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,  874, 694,  940,  833,
                                   701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,  1120, 1100, 832, 764,  821,  768,
                                   845,  864,  862,  698,  845,  744,  796,  1040, 759,  781,  865,  845,  944,  984, 897,  822,  1010,
                                   771,  676,  649,  846,  812,  742,  801,  1040, 860,  874,  848,  890,  744,  749, 838,  1050, 918,
                                   986,  797,  923,  975,  815,  1020, 906,  901,  1170, 912,  746,  919,  718,  714, 740};

TEST(ChangePoints, OfTheNile) {
  const ChangePoints found = change_points(series(kNile, 1871.5));
  ASSERT_EQ(found.changes.size(), 1U);
  const stance::Change& change = found.changes[0];
  EXPECT_EQ(change.last_before, 1898.5);
  EXPECT_EQ(change.first_after, 1899.5);
  EXPECT_EQ(change.time, 1899.0);
  EXPECT_LE(change.earliest, 1898.5);
  EXPECT_GE(change.latest, 1899.5);
  EXPECT_LT(change.latest - change.earliest, 8.0);
  EXPECT_NEAR(change.before.value, 1097.75, 1e-6);  // means of 28 and 72 values, by hand
  EXPECT_NEAR(change.after.value, 849.972222222, 1e-6);
  EXPECT_NEAR(change.shift.difference.value, 849.972222222 - 1097.75, 1e-6);
  EXPECT_EQ(found.p_value, 0.001);
  EXPECT_FALSE(found.line_instead);
}

// Three changes; ruptures 1.1.10 (Dynp with three, and Pelt, both l2, min_size 2) cuts at 14, 23 and 40.
TEST(ChangePoints, OfThreeShiftsAsRuptures) {
  const std::vector<double> values = {0.13, 0.18, 0.37,  0.27, 0.04, 0.2,  0.14, 0.21, 0.04, 0.22, 0.22,  0.36, 0.23, 0.25, 0.35,
                                      0.73, 0.31, 0.61,  0.47, 0.41, 0.43, 0.43, 0.54, 0.09, 0.25, -0.08, 0.1,  0.01, 0.18, -0.11,
                                      0.07, 0.12, -0.05, 0.2,  0.12, 0.2,  0.2,  0.0,  0.02, 0.08, 0.42,  0.44, 0.28, 0.29, 0.27,
                                      0.29, 0.33, 0.34,  0.56, 0.3,  0.32, 0.4,  0.25, 0.31, 0.35, 0.43,  0.22, 0.49, 0.31, 0.37};
  std::vector<double> cuts;
  for (const stance::Change& change : change_points(series(values, 0.0)).changes) cuts.push_back(change.first_after);
  EXPECT_THAT(cuts, ElementsAre(14, 23, 40));
}

/// All partitions, one by one.
Partition exhaustive(const Costs& costs, double penalty, std::size_t least) {
  const std::size_t n = costs.size();
  Partition best;
  double cheapest = costs.whole();
  for (std::uint32_t cuts = 1; cuts < 1U << (n - 1); ++cuts) {
    std::vector<std::size_t> starts;
    std::size_t begin = 0;
    double cost = 0.0;
    bool allowed = true;
    for (std::size_t i = 1; i <= n && allowed; ++i) {
      if (i < n && (cuts >> (i - 1) & 1U) == 0) continue;
      allowed = i - begin >= least;
      cost += costs.of(begin, i);
      if (i < n) starts.push_back(i);
      begin = i;
    }
    if (allowed && cost + penalty * static_cast<double>(starts.size()) < cheapest) {
      cheapest = cost + penalty * static_cast<double>(starts.size());
      best = {starts, costs.whole() - cost};
    }
  }
  return best;
}

TEST(Partition, IsTheBestOfAll) {
  stance::detail::Random random(3);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<double> y;
    std::vector<double> w;
    for (int i = 0; i < 12; ++i) {
      y.push_back(random.normal() + (i > 4 ? 2.0 : 0.0) - (i > 8 ? 1.5 : 0.0));
      w.push_back(0.2 + random.uniform());
    }
    const Costs costs(y, w);
    for (const std::size_t least : {1U, 2U, 3U, 5U}) {
      double most = 0.0;  // the largest penalty that leaves a change, from outside
      for (const double penalty : {0.01, 0.3, 1.0, 2.5, 8.0}) {
        const Partition expected = exhaustive(costs, penalty, least);
        const Partition got = partition(costs, penalty, least);
        EXPECT_EQ(got.starts, expected.starts) << least << " " << penalty;
        EXPECT_NEAR(got.gain, expected.gain, 1e-9);
        if (!expected.starts.empty()) most = penalty;
      }
      const double evidence = evidence_for_change(costs, least);
      EXPECT_GE(evidence, most);
      EXPECT_TRUE(exhaustive(costs, evidence * 1.001 + 1e-9, least).starts.empty());
      EXPECT_FALSE(exhaustive(costs, evidence * 0.999, least).starts.empty());
    }
  }
}

TEST(Partition, CostsAreSumsOfSquares) {
  const Costs costs({1e6 + 1, 1e6 + 2, 1e6 + 6}, {1, 1, 2});
  EXPECT_NEAR(costs.of(0, 2), 0.5, 1e-8);
  EXPECT_NEAR(costs.of(1, 3), 2.0 / 3.0 * 16.0, 1e-8);  // weights 1 and 2, four apart
  EXPECT_EQ(costs.of(1, 2), 0.0);
}

// ---- Simulations: what the method promises.

struct Noise {
  double error_low;
  double error_high;
  double tau;
};

/// Series of m times with a shift in the middle.
std::vector<TimePoint> drawn(stance::detail::Random& random, std::size_t m, double shift, const Noise& noise) {
  std::vector<TimePoint> out;
  for (std::size_t i = 0; i < m; ++i) {
    const double error = noise.error_low + (noise.error_high - noise.error_low) * random.uniform();
    const double mean = i < m / 2 ? 0.0 : shift;
    out.push_back({2000.5 + static_cast<double>(i), mean + noise.tau * random.normal() + error * random.normal(), error, 1});
  }
  return out;
}

TEST(ChangePoints, FalseAlarmsAreAsRareAsPromised) {
  stance::detail::Random random(17);
  for (const Noise& noise : {Noise{0.1, 0.1, 0.0}, Noise{0.02, 0.4, 0.1}}) {
    for (const std::size_t m : {12U, 18U, 30U}) {
      int alarms = 0;
      constexpr int n_trials = 300;
      for (int trial = 0; trial < n_trials; ++trial) {
        const ChangePoints found = change_points(drawn(random, m, 0.0, noise), quick(static_cast<std::uint64_t>(trial)));
        EXPECT_EQ(found.changes.empty(), found.p_value > 0.05);
        alarms += found.changes.empty() ? 0 : 1;
      }
      EXPECT_LT(alarms, 0.09 * n_trials) << m;  // 5 % and three standard errors of 300 trials
      EXPECT_GT(alarms, 0.012 * n_trials) << m;
    }
  }
}

// Power grows with the shift; where a shift is found, its place lies within the stated bounds in 95 of 100 cases.
TEST(ChangePoints, FindShiftsAndSayWhere) {
  stance::detail::Random random(5);
  double last = 0.05;
  for (const double shift : {0.15, 0.3}) {
    int found = 0;
    int placed = 0;
    constexpr int n_trials = 200;
    for (int trial = 0; trial < n_trials; ++trial) {
      const ChangePoints changes = change_points(drawn(random, 20, shift, {0.05, 0.15, 0.1}), quick(1));
      if (changes.changes.size() != 1) continue;
      ++found;
      placed += changes.changes[0].earliest <= 2009.5 && changes.changes[0].latest >= 2010.5 ? 1 : 0;
    }
    EXPECT_GT(found, last * n_trials);
    EXPECT_GT(placed, 0.90 * found) << shift;
    last = static_cast<double>(found) / n_trials;
  }
  EXPECT_GT(last, 0.85);
}

TEST(ChangePoints, AShiftThereAndBackIsFound) {
  std::vector<double> values;
  stance::detail::Random random(2);
  for (int i = 0; i < 30; ++i) values.push_back((i >= 12 && i < 18 ? 0.6 : 0.0) + 0.1 * random.normal());
  const ChangePoints found = change_points(series(values, 0.0));
  ASSERT_EQ(found.changes.size(), 2U);
  EXPECT_EQ(found.changes[0].first_after, 12.0);
  EXPECT_EQ(found.changes[1].first_after, 18.0);
}

TEST(ChangePoints, SayWhenALineFitsBetter) {
  std::vector<double> values;
  stance::detail::Random random(6);
  for (int i = 0; i < 30; ++i) values.push_back(0.05 * i + 0.1 * random.normal());
  const ChangePoints found = change_points(series(values));
  EXPECT_FALSE(found.changes.empty());
  EXPECT_TRUE(found.line_instead);
}

TEST(ChangePoints, DoNotDependOnUnitAndSign) {
  const ChangePoints a = change_points(series(kNile));
  std::vector<double> other = kNile;
  for (double& value : other) value = 5.0 - value / 1000.0;
  const ChangePoints b = change_points(series(other));
  ASSERT_EQ(b.changes.size(), 1U);
  EXPECT_EQ(b.changes[0].time, a.changes[0].time);
  EXPECT_EQ(b.changes[0].earliest, a.changes[0].earliest);
  EXPECT_NEAR(b.changes[0].shift.difference.value, -a.changes[0].shift.difference.value / 1000.0, 1e-9);
  EXPECT_EQ(b.p_value, a.p_value);
}

TEST(ChangePoints, LongSeriesArePooled) {
  stance::detail::Random random(9);
  std::vector<double> values;
  for (int i = 0; i < 3000; ++i) values.push_back((i < 1800 ? 0.0 : 0.5) + random.normal());
  const ChangePoints found = change_points(series(values, 0.0), quick(1, 19));
  ASSERT_EQ(found.changes.size(), 1U);
  EXPECT_NEAR(found.changes[0].time, 1800.0, 60.0);
  EXPECT_LT(found.changes[0].earliest, 1800.0);
  EXPECT_GT(found.changes[0].latest, 1799.0);
}

TEST(ChangePoints, OfFewOrEqualOrExactValues) {
  EXPECT_THAT(change_points(series({1, 2, 3})).reason, HasSubstr("8 times or more, and there are 3"));
  EXPECT_TRUE(std::isnan(change_points({}).p_value));
  const ChangePoints flat = change_points(series(std::vector<double>(12, 0.3)));
  EXPECT_TRUE(flat.changes.empty());
  EXPECT_EQ(flat.p_value, 1.0);
  std::vector<double> step(12, 0.0);
  std::fill(step.begin() + 5, step.end(), 1.0);
  const ChangePoints exact = change_points(series(step, 0.0));
  ASSERT_EQ(exact.changes.size(), 1U);
  EXPECT_EQ(exact.changes[0].first_after, 5.0);
  EXPECT_EQ(exact.changes[0].earliest, 4.0);
  EXPECT_EQ(exact.changes[0].latest, 5.0);
}

TEST(ChangePoints, RefuseOptionsOutOfRange) {
  const auto points = series(kNile);
  const auto refused = [&](const auto& change) {
    ChangeOptions options;
    change(options);
    EXPECT_THROW(static_cast<void>(change_points(points, options)), stance::InvalidArgument);
  };
  refused([](ChangeOptions& o) { o.min_times = 0; });
  refused([](ChangeOptions& o) { o.false_alarm = 0.0; });
  refused([](ChangeOptions& o) { o.n_permutations = 5; });
  refused([](ChangeOptions& o) { o.level = 0.0; });
}

}  // namespace
