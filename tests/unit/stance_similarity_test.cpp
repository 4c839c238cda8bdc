#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "stance/error.hpp"
#include "stance/similarity.hpp"

namespace {

using stance::Estimate;
using stance::InvalidArgument;
using stance::PairSimilarity;
using stance::PositionProfiles;
using stance::Quarter;
using stance::quarter_of;
using stance::stance_similarity;
using stance::StanceSimilarity;
using stance::StanceSimilarityOptions;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Two bipolar axes and one intensity.
PositionProfiles three_documents() {
  PositionProfiles profiles;
  profiles.names = {"a", "b", "c"};
  profiles.axes = {{-1, 1}, {-1, 1}, {0, 1}};
  profiles.positions.resize(3, 3);
  profiles.positions << 0.8, -0.5, 0.25,  //
      -0.4, kNone, 0.75,                  //
      kNone, -0.5, kNone;
  profiles.std_errors.resize(3, 3);
  profiles.std_errors << 0.1, 0.3, 0.0,  //
      0.2, kNone, 0.1,                   //
      kNone, 0.4, kNone;
  return profiles;
}

PositionProfiles profiles_of(const std::vector<double>& first, const std::vector<double>& second, double se) {
  PositionProfiles profiles;
  profiles.names = {"first", "second"};
  const auto n = static_cast<Eigen::Index>(first.size());
  profiles.axes.assign(first.size(), {});
  profiles.positions.resize(2, n);
  for (Eigen::Index k = 0; k < n; ++k) {
    profiles.positions(0, k) = first[static_cast<std::size_t>(k)];
    profiles.positions(1, k) = second[static_cast<std::size_t>(k)];
  }
  profiles.std_errors = Eigen::MatrixXd::Constant(2, n, se);
  return profiles;
}

// Oracle: the formula by hand. a and b share axes 0 and 2: w = 1/(.04 + .01 + .04) and 1/(.04 + 0 + .01), distances 1.2 / 2
// and 0.5 / 1. a and c share axis 1 with the same position; b and c share none.
TEST(StanceSimilarity, ByHand) {
  const StanceSimilarity got = stance_similarity(three_documents());
  const double w0 = 1 / 0.09;
  const double w2 = 1 / 0.05;
  EXPECT_NEAR(got.values(0, 1), 1 - (w0 * 0.6 + w2 * 0.5) / (w0 + w2), 1e-14);
  EXPECT_EQ(got.n_shared_axes(0, 1), 2);
  EXPECT_EQ(got.values(0, 2), 1.0);
  EXPECT_EQ(got.n_shared_axes(0, 2), 1);
  EXPECT_TRUE(std::isnan(got.values(1, 2)));
  EXPECT_TRUE(std::isnan(got.lower(1, 2)));
  EXPECT_EQ(got.n_shared_axes(1, 2), 0);
  EXPECT_EQ(got.values(0, 0), 1.0);
  EXPECT_EQ(got.std_errors(0, 0), 0.0);
  EXPECT_EQ(got.n_shared_axes(0, 0), 3);
  EXPECT_TRUE(std::isnan(stance_similarity(three_documents(), {.min_shared_axes = 3}).values(0, 1)));
}

TEST(StanceSimilarity, Extremes) {
  EXPECT_EQ(stance_similarity(profiles_of({1, -1}, {-1, 1}, 0.1)).values(0, 1), 0.0);
  EXPECT_EQ(stance_similarity(profiles_of({1, -1}, {1, -1}, 0.1)).values(0, 1), 1.0);
}

TEST(StanceSimilarity, WithoutErrorsTheIntervalIsThePoint) {
  const PairSimilarity got = stance_similarity(profiles_of({0.5, 0.1}, {0.1, 0.2}, 0.0), 0, 1);
  EXPECT_NEAR(got.similarity.lower, got.similarity.value, 1e-14);
  EXPECT_NEAR(got.similarity.upper, got.similarity.value, 1e-14);
  EXPECT_NEAR(got.similarity.std_error, 0.0, 1e-14);
}

// Oracle: far from the ends and from zero distance, similarity is linear in two normals: SE = √(se² + se²) / range.
TEST(StanceSimilarity, StandardErrorOfAFarPair) {
  const PairSimilarity got = stance_similarity(profiles_of({0.5}, {-0.5}, 0.05), 0, 1, {.n_draws = 20000});
  const double expected = std::sqrt(2 * 0.05 * 0.05) / 2;
  EXPECT_NEAR(got.similarity.std_error, expected, 0.02 * expected);
  EXPECT_NEAR(got.similarity.upper - got.similarity.lower, 2 * 1.959964 * expected, 0.05 * expected);
}

TEST(StanceSimilarity, OrderAndOtherDocumentsDoNotMatter) {
  const PositionProfiles profiles = three_documents();
  PositionProfiles reversed = profiles;
  std::reverse(reversed.names.begin(), reversed.names.end());
  reversed.positions = profiles.positions.colwise().reverse().eval();
  reversed.std_errors = profiles.std_errors.colwise().reverse().eval();
  PositionProfiles two = profiles;
  two.names.resize(2);
  two.positions = profiles.positions.topRows(2).eval();
  two.std_errors = profiles.std_errors.topRows(2).eval();
  const StanceSimilarity whole = stance_similarity(profiles);
  const StanceSimilarity turned = stance_similarity(reversed);
  const StanceSimilarity part = stance_similarity(two);
  const PairSimilarity pair = stance_similarity(profiles, 1, 0);
  for (const double value : {turned.lower(2, 1), turned.lower(1, 2), part.lower(0, 1), pair.similarity.lower})
    EXPECT_EQ(value, whole.lower(0, 1));
  for (const double value : {turned.std_errors(2, 1), part.std_errors(1, 0), pair.similarity.std_error})
    EXPECT_EQ(value, whole.std_errors(0, 1));
  EXPECT_EQ(pair.n_shared_axes, 2U);
  EXPECT_NE(stance_similarity(profiles, {.seed = 2}).std_errors(0, 1), whole.std_errors(0, 1));
}

TEST(StanceSimilarity, SomePairsAndAnyNumberOfThreadsGiveTheSameDigits) {
  stance::detail::Random random(3, 0);
  PositionProfiles profiles;
  profiles.axes.assign(5, {});
  profiles.positions.resize(20, 5);
  profiles.std_errors.resize(20, 5);
  for (Eigen::Index i = 0; i < 20; ++i) {
    profiles.names.push_back("d" + std::to_string(i));
    for (Eigen::Index k = 0; k < 5; ++k) {
      profiles.positions(i, k) = random.below(4) == 0 ? kNone : 2.0 * random.uniform() - 1.0;
      profiles.std_errors(i, k) = 0.3 * random.uniform();
    }
  }
  const StanceSimilarity one = stance_similarity(profiles, {.threads = 1});
  const StanceSimilarity eight = stance_similarity(profiles, {.threads = 8});
  const std::vector<std::pair<std::size_t, std::size_t>> some = {{3, 17}, {0, 1}, {17, 3}, {4, 4}, {19, 0}};
  const std::vector<PairSimilarity> pairs = stance::stance_similarities(profiles, some, {.threads = 4});
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  for (Eigen::Index i = 0; i < 20; ++i) {
    for (Eigen::Index j = 0; j < 20; ++j) {
      EXPECT_TRUE(same(one.values(i, j), eight.values(i, j)) && same(one.lower(i, j), eight.lower(i, j)) &&
                  same(one.upper(i, j), eight.upper(i, j)) && same(one.std_errors(i, j), eight.std_errors(i, j)));
    }
  }
  ASSERT_EQ(pairs.size(), some.size());
  for (std::size_t p = 0; p < some.size(); ++p) {
    const auto i = static_cast<Eigen::Index>(some[p].first);
    const auto j = static_cast<Eigen::Index>(some[p].second);
    EXPECT_TRUE(same(pairs[p].similarity.lower, one.lower(i, j)) && same(pairs[p].similarity.std_error, one.std_errors(i, j)));
    EXPECT_EQ(pairs[p].n_shared_axes, static_cast<std::size_t>(one.n_shared_axes(i, j)));
  }
  EXPECT_THROW((void)stance::stance_similarities(profiles, {{0, 20}}), InvalidArgument);
  profiles.names[5] = "d3";
  EXPECT_THROW((void)stance::stance_similarities(profiles, {{3, 5}}), InvalidArgument);
  EXPECT_NO_THROW((void)stance::stance_similarities(profiles, {{3, 4}}));
}

// Oracle: coverage by simulation. True positions are observed with error; the interval must hold the true similarity (with
// weights of equal errors, the mean distance) in 95 % of the trials, less the simulation's own error. Near 1 it covers more.
TEST(StanceSimilarity, IntervalsCoverTheTruth) {
  constexpr int kTrials = 400;
  constexpr double kError = 0.12;
  for (const std::size_t n_axes : {1U, 3U, 9U}) {
    for (const double distance : {0.0, 0.1, 0.2, 0.4, 1.0}) {
      stance::detail::Random random(17, n_axes * 100 + static_cast<std::uint64_t>(distance * 10));
      int covered = 0;
      for (int trial = 0; trial < kTrials; ++trial) {
        std::vector<double> first(n_axes);
        std::vector<double> second(n_axes);
        for (std::size_t k = 0; k < n_axes; ++k) {
          const double middle = 0.3 * (random.uniform() - 0.5);
          first[k] = std::clamp(middle + distance / 2 + kError * random.normal(), -1.0, 1.0);
          second[k] = std::clamp(middle - distance / 2 + kError * random.normal(), -1.0, 1.0);
        }
        const Estimate got =
            stance_similarity(profiles_of(first, second, kError), 0, 1, {.n_draws = 300, .seed = static_cast<std::uint64_t>(trial)})
                .similarity;
        const double truth = 1 - distance / 2;
        covered += got.lower <= truth + 1e-12 && truth <= got.upper + 1e-12 ? 1 : 0;
      }
      EXPECT_GE(covered, kTrials * 0.92) << n_axes << " axes, distance " << distance;
    }
  }
}

TEST(StanceSimilarity, RefusesWhatMakesNoSense) {
  const auto broken = [](auto change) {
    PositionProfiles profiles = three_documents();
    change(profiles);
    return profiles;
  };
  const std::vector<PositionProfiles> all = {
      broken([](auto& p) { p.positions(0, 0) = 1.2; }),
      broken([](auto& p) { p.positions(0, 2) = -0.1; }),
      broken([](auto& p) { p.std_errors(0, 0) = kNone; }),
      broken([](auto& p) { p.std_errors(0, 0) = -0.1; }),
      broken([](auto& p) { p.std_errors(0, 0) = std::numeric_limits<double>::infinity(); }),
      broken([](auto& p) { p.names[1] = "a"; }),
      broken([](auto& p) { p.names.pop_back(); }),
      broken([](auto& p) { p.axes.pop_back(); }),
      broken([](auto& p) {
        p.axes[0] = {1, 1};
      }),
      broken([](auto& p) { p.std_errors.resize(3, 2); }),
  };
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_THROW((void)stance_similarity(all[i]), InvalidArgument) << i;
  const PositionProfiles good = three_documents();
  EXPECT_THROW((void)stance_similarity(good, {.base_error = 0.0}), InvalidArgument);
  EXPECT_THROW((void)stance_similarity(good, {.min_shared_axes = 0}), InvalidArgument);
  EXPECT_THROW((void)stance_similarity(good, {.n_draws = 1}), InvalidArgument);
  EXPECT_THROW((void)stance_similarity(good, {.level = 0.0}), InvalidArgument);
  EXPECT_THROW((void)stance_similarity(good, 0, 3), InvalidArgument);
  EXPECT_EQ(stance_similarity(PositionProfiles{}).values.size(), 0);
}

Estimate sure(double value) { return {value, 0.0, value, value}; }
Estimate unsure(double lower, double value, double upper) { return {value, 0.1, lower, upper}; }

TEST(Quarters, FourSidesAndNotEnoughEvidence) {
  const auto at = [](const Estimate& topic, const Estimate& stance) {
    return quarter_of(topic, stance, {.topic_cut = 0.3, .stance_cut = 0.7});
  };
  EXPECT_EQ(at(sure(0.5), sure(0.9)), Quarter::same_topic_same_stance);
  EXPECT_EQ(at(sure(0.5), sure(0.2)), Quarter::same_topic_opposite_stance);
  EXPECT_EQ(at(sure(0.1), sure(0.9)), Quarter::different_topic_same_stance);
  EXPECT_EQ(at(sure(0.1), sure(0.2)), Quarter::different_topic_opposite_stance);
  EXPECT_EQ(at(sure(0.3), sure(0.7)), Quarter::same_topic_same_stance);  // at the cut-off
  EXPECT_EQ(at(unsure(0.31, 0.4, 0.6), unsure(0.1, 0.4, 0.69)), Quarter::same_topic_opposite_stance);
  EXPECT_EQ(at(unsure(0.2, 0.4, 0.6), sure(0.9)), Quarter::not_enough_evidence);
  EXPECT_EQ(at(sure(0.5), unsure(0.6, 0.8, 0.9)), Quarter::not_enough_evidence);
  EXPECT_EQ(at(stance::undefined_estimate(), sure(0.9)), Quarter::not_enough_evidence);
  EXPECT_EQ(at(sure(0.5), stance::undefined_estimate()), Quarter::not_enough_evidence);
  EXPECT_EQ(at({0.5, kNone, kNone, kNone}, sure(0.9)), Quarter::not_enough_evidence);  // a value without its interval
  EXPECT_EQ(name_of(Quarter::same_topic_opposite_stance), "same_topic_opposite_stance");
  EXPECT_THROW((void)quarter_of(sure(0.5), sure(0.5), {.topic_cut = -0.1}), InvalidArgument);
  EXPECT_THROW((void)quarter_of(sure(0.5), sure(0.5), {.stance_cut = kNone}), InvalidArgument);
}

}  // namespace
