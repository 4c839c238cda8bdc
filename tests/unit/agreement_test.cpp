#include "stance/agreement.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::AlphaMetric;
using stance::InvalidArgument;
using stance::KappaWeights;
using Numbers = std::vector<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const std::vector<int> classes = {-1, 0, 1};

// Both lists as two coders; values: scikit-learn 1.9.1 (F1, κ), krippendorff 0.9.0 (α).
const std::vector<int> gold = {-1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 1};
const std::vector<int> got = {-1, 0, 1, 0, 0, 1, -1, 1, 1, 0, 1, -1};

Eigen::MatrixXd matrix(const std::vector<Numbers>& rows) {
  Eigen::MatrixXd out(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows.front().size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) out(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = rows[i][j];
  }
  return out;
}

TEST(Agreement, F1EqualsScikitLearn) {
  const Eigen::MatrixXd table = stance::confusion_table(gold, got, classes);
  const auto scores = stance::precision_recall_f1(table);
  const Numbers expected = {1.0 / 3.0, 0.5, 0.6};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(*scores[i].precision, expected[i], 1e-12);
    EXPECT_NEAR(*scores[i].recall, expected[i], 1e-12);
    EXPECT_NEAR(*scores[i].f1, expected[i], 1e-12);
  }
  EXPECT_NEAR(*stance::macro_f1(table), 0.4777777777777777, 1e-12);
  EXPECT_NEAR(*stance::accuracy(table), 0.5, 1e-12);
}

TEST(Agreement, MacroF1LeavesOutClassesThatDoNotOccur) {
  EXPECT_DOUBLE_EQ(*stance::macro_f1(stance::confusion_table({1, 1}, {1, 1}, classes)), 1.0);
  // A class that was got and is not in gold counts with an F1 of 0.
  EXPECT_NEAR(*stance::macro_f1(stance::confusion_table({1, 1}, {1, 0}, classes)), (2.0 / 3.0 + 0.0) / 2.0, 1e-12);
  EXPECT_FALSE(stance::macro_f1(Eigen::MatrixXd::Zero(3, 3)));
  const auto scores = stance::precision_recall_f1(stance::confusion_table({1, 1}, {0, 0}, classes));
  EXPECT_FALSE(scores[0].f1);
  EXPECT_FALSE(scores[2].precision);
  EXPECT_FALSE(scores[1].recall);
  EXPECT_DOUBLE_EQ(*scores[1].f1, 0.0);
}

// Cohen (1960), the worked example of two judges and 200 cases: p_o = .70, p_c = .41, κ = .49.
TEST(Agreement, KappaOfCohen1960) {
  EXPECT_NEAR(*stance::cohen_kappa(matrix({{88, 10, 2}, {14, 40, 6}, {18, 10, 12}})), 0.29 / 0.59, 1e-12);
}

TEST(Agreement, WeightedKappaEqualsScikitLearn) {
  const Eigen::MatrixXd table = stance::confusion_table(gold, got, classes);
  EXPECT_NEAR(*stance::cohen_kappa(table), 0.23404255319148937, 1e-12);
  EXPECT_NEAR(*stance::cohen_kappa(table, KappaWeights::linear), 0.22580645161290325, 1e-12);
  EXPECT_NEAR(*stance::cohen_kappa(table, KappaWeights::quadratic), 0.21739130434782616, 1e-12);
}

TEST(Agreement, KappaIsUndefinedWhereChanceAllowsNoDisagreement) {
  EXPECT_FALSE(stance::cohen_kappa(stance::confusion_table({1, 1}, {1, 1}, classes)));
  EXPECT_FALSE(stance::cohen_kappa(Eigen::MatrixXd::Zero(3, 3)));
}

// Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": four observers, twelve units, missing values: .743, .815, .849.
TEST(Agreement, AlphaOfKrippendorff2011) {
  const Eigen::MatrixXd coders = matrix({{1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan},
                                         {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3},
                                         {nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan},
                                         {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan}});
  EXPECT_NEAR(*stance::krippendorff_alpha(coders.transpose(), AlphaMetric::nominal), 0.743421052631579, 1e-12);
  EXPECT_NEAR(*stance::krippendorff_alpha(coders.transpose(), AlphaMetric::ordinal), 0.8153875037548814, 1e-12);
  EXPECT_NEAR(*stance::krippendorff_alpha(coders.transpose(), AlphaMetric::interval), 0.8491071428571428, 1e-12);
  // The same paper, two observers and binary data: .095.
  const Eigen::MatrixXd binary = matrix({{0, 1, 0, 0, 0, 0, 0, 0, 1, 0}, {1, 1, 1, 0, 0, 1, 0, 0, 0, 0}});
  EXPECT_NEAR(*stance::krippendorff_alpha(binary.transpose(), AlphaMetric::nominal), 0.09523809523809534, 1e-12);
}

TEST(Agreement, AlphaOfTwoCodersFromTheirConfusion) {
  const Eigen::MatrixXd table = stance::confusion_table(gold, got, classes);
  const Eigen::MatrixXd both = table + table.transpose();
  const Numbers values = {-1, 0, 1};
  EXPECT_NEAR(*stance::krippendorff_alpha(both, values, AlphaMetric::nominal), 0.26595744680851074, 1e-12);
  EXPECT_NEAR(*stance::krippendorff_alpha(both, values, AlphaMetric::ordinal), 0.26603835978835977, 1e-12);
  EXPECT_NEAR(*stance::krippendorff_alpha(both, values, AlphaMetric::interval), 0.25, 1e-12);
}

TEST(Agreement, AlphaIsUndefinedWithoutPairsOrVariation) {
  EXPECT_FALSE(stance::krippendorff_alpha(matrix({{1, nan}, {nan, 2}}), AlphaMetric::nominal));
  EXPECT_FALSE(stance::krippendorff_alpha(matrix({{1, 1}, {1, 1}}), AlphaMetric::interval));
  EXPECT_FALSE(stance::krippendorff_alpha(Eigen::MatrixXd(0, 2), AlphaMetric::ordinal));
}

// scipy 1.17.1.
TEST(Agreement, CorrelationsEqualScipy) {
  const Numbers x = {1, 2, 2, 3, 5, 5, 7};
  const Numbers y = {2, 1, 4, 4, 3, 6, 6};
  EXPECT_NEAR(*stance::spearman(x, y), 0.7222222222222224, 1e-12);
  EXPECT_NEAR(*stance::pearson(x, y), 0.7444871848358974, 1e-12);
  EXPECT_EQ(stance::mid_ranks(x), (Numbers{1, 2.5, 2.5, 4, 5.5, 5.5, 7}));
}

TEST(Agreement, CorrelationsNeedVariation) {
  EXPECT_FALSE(stance::pearson({0.1, 0.1, 0.1}, {1, 2, 3}));
  EXPECT_FALSE(stance::spearman({1}, {1}));
  EXPECT_FALSE(stance::spearman({}, {}));
}

// scikit-learn 1.9.1, with ties.
TEST(Agreement, AucEqualsScikitLearn) {
  EXPECT_NEAR(*stance::auc({0.9, 0.5, 0.5, 0.2}, {0.5, 0.4, 0.2, 0.1, -0.3}), 0.825, 1e-12);
  EXPECT_DOUBLE_EQ(*stance::auc({1, 1}, {1, 1, 1}), 0.5);
  EXPECT_FALSE(stance::auc({}, {1}));
  EXPECT_FALSE(stance::auc({1}, {}));
}

TEST(Agreement, CoverageAndError) {
  const stance::IntervalCoverage coverage = stance::interval_coverage({0, 0, -1, 0.5}, {1, 0.5, 1, 0.5}, {0.5, 0.6, -1, 0.5});
  EXPECT_EQ(coverage.n, 4U);
  EXPECT_DOUBLE_EQ(*coverage.share, 0.75);
  EXPECT_DOUBLE_EQ(*coverage.mean_width, 3.5 / 4.0);
  EXPECT_FALSE(stance::interval_coverage({}, {}, {}).share);
  EXPECT_DOUBLE_EQ(*stance::mean_absolute_error({1, -1}, {0.5, 0}), 0.75);
  EXPECT_FALSE(stance::mean_absolute_error({}, {}));
}

TEST(Agreement, RefusesWhatMakesNoSense) {
  EXPECT_THROW(static_cast<void>(stance::confusion_table({1}, {1, 0}, classes)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::confusion_table({2}, {1}, classes)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::macro_f1(Eigen::MatrixXd::Zero(2, 3))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::accuracy(matrix({{1, -1}, {0, 1}}))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::cohen_kappa(matrix({{nan}}))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::pearson({1, nan}, {1, 2})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::auc({nan}, {1})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::spearman({1, 2}, {1})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::interval_coverage({1}, {0}, {0})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::krippendorff_alpha(Eigen::MatrixXd::Zero(2, 2), {1}, AlphaMetric::nominal)), InvalidArgument);
}

/// Properties over random tables and lists.
TEST(Agreement, Properties) {
  stance::detail::Random random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<int> a;
    std::vector<int> b;
    Numbers x;
    Numbers y;
    Numbers falling;
    for (int i = 0; i < 30; ++i) {
      a.push_back(static_cast<int>(random.below(3)) - 1);
      b.push_back(static_cast<int>(random.below(3)) - 1);
      x.push_back(static_cast<double>(random.below(10)));
      y.push_back(std::exp(x.back()));
      falling.push_back(-x.back());
    }
    const Eigen::MatrixXd table = stance::confusion_table(a, b, classes);
    const Eigen::MatrixXd turned = stance::confusion_table(b, a, classes);
    for (const KappaWeights weights : {KappaWeights::nominal, KappaWeights::linear, KappaWeights::quadratic}) {
      EXPECT_NEAR(*stance::cohen_kappa(table, weights), *stance::cohen_kappa(turned, weights), 1e-12);
      EXPECT_DOUBLE_EQ(*stance::cohen_kappa(stance::confusion_table(a, a, classes), weights), 1.0);
    }
    EXPECT_NEAR(*stance::macro_f1(table), *stance::macro_f1(turned), 1e-12);
    Eigen::MatrixXd ratings(30, 2);
    for (int i = 0; i < 30; ++i) ratings.row(i) << a[static_cast<std::size_t>(i)], b[static_cast<std::size_t>(i)];
    for (const AlphaMetric metric : {AlphaMetric::nominal, AlphaMetric::ordinal, AlphaMetric::interval})
      EXPECT_NEAR(*stance::krippendorff_alpha(ratings, metric), *stance::krippendorff_alpha(table + turned, {-1, 0, 1}, metric), 1e-12);
    EXPECT_NEAR(*stance::spearman(x, y), 1.0, 1e-12);
    EXPECT_NEAR(*stance::spearman(x, falling), -1.0, 1e-12);
    const Numbers first(x.begin(), x.begin() + 12);
    const Numbers second(x.begin() + 12, x.end());
    EXPECT_NEAR(*stance::auc(first, second) + *stance::auc(second, first), 1.0, 1e-12);
  }
}

}  // namespace
