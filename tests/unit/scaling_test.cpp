#include "stance/scaling.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::FeatureScale;
using stance::telling_words;
using stance::TellingWords;
using stance_test::dfm_of;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// By hand: mean (−1·1 − 0.5·8 + 1·1) / 10 = −0.4 over the placed words; pulls −0.6/10, −0.8/10, 1.4/10.
TEST(TellingWords, AreThoseThatPullAndNotThoseAtTheEnds) {
  const Dfm dfm = dfm_of({{1, 3, 0, 9}, {0, 5, 1, 9}}, {}, {"rare", "common", "right", "unplaced"});
  const TellingWords words = telling_words({dfm.shared_features(), {-1.0, -0.5, 1.0, kNaN}, {}}, dfm, 5);
  ASSERT_EQ(words.negative.size(), 2U);
  EXPECT_EQ(words.negative[0].feature, "common");
  EXPECT_NEAR(words.negative[0].pull, -0.08, 1e-15);
  EXPECT_EQ(words.negative[0].count, 8.0);
  EXPECT_NEAR(words.negative[1].pull, -0.06, 1e-15);
  ASSERT_EQ(words.positive.size(), 1U);
  EXPECT_NEAR(words.positive[0].pull, 0.14, 1e-15);
  EXPECT_EQ(telling_words({dfm.shared_features(), {-1.0, -0.5, 1.0, kNaN}, {}}, dfm, 1).negative.size(), 1U);
  EXPECT_TRUE(telling_words({dfm.shared_features(), {kNaN, kNaN, kNaN, kNaN}, {}}, dfm, 1).negative.empty());
}

TEST(TellingWords, RefuseOtherFeatures) {
  const Dfm dfm = dfm_of({{1, 2}}, {}, {"a", "b"});
  EXPECT_THROW((void)telling_words({dfm_of({{1}}).shared_features(), {1.0}, {}}, dfm, 1), stance::InvalidArgument);
  EXPECT_THROW((void)telling_words({nullptr, {}, {}}, dfm, 1), stance::InvalidArgument);
  EXPECT_THROW((void)telling_words({dfm.shared_features(), {1.0, 2.0}, {}}, to_proportions(dfm), 1), stance::InvalidArgument);
}

}  // namespace
