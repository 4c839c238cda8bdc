#include "stance/estimate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stance/error.hpp"

namespace {

using stance::Estimate;
using stance::normal_estimate;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(EstimateTest, NormalIntervalReachesToTheQuantilesOfTables) {
  const Estimate wide = normal_estimate(1.0, 2.0, 0.95);  // 1.959964: any table of the normal distribution
  EXPECT_NEAR(wide.lower, 1.0 - 2.0 * 1.959963984540054, 1e-12);
  EXPECT_NEAR(wide.upper, 1.0 + 2.0 * 1.959963984540054, 1e-12);
  const Estimate narrow = normal_estimate(0.0, 1.0, 0.90);
  EXPECT_NEAR(narrow.upper, 1.6448536269514722, 1e-12);
}

TEST(EstimateTest, WhatIsUnknownStaysUnknown) {
  const Estimate undefined = normal_estimate(kNaN, 1.0);
  EXPECT_TRUE(std::isnan(undefined.value) && std::isnan(undefined.std_error) && std::isnan(undefined.lower));
  const Estimate bare = normal_estimate(3.0, kNaN);
  EXPECT_EQ(bare.value, 3.0);
  EXPECT_TRUE(std::isnan(bare.std_error) && std::isnan(bare.lower) && std::isnan(bare.upper));
}

TEST(EstimateTest, RefusesWhatCannotBe) {
  EXPECT_THROW(static_cast<void>(normal_estimate(0.0, -1.0)), stance::InvalidArgument);
  for (const double level : {0.0, 1.0, kNaN}) EXPECT_THROW(static_cast<void>(normal_estimate(0.0, 1.0, level)), stance::InvalidArgument);
}

}  // namespace
