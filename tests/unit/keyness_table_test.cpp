#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "stance/error.hpp"
#include "stance/keyness.hpp"

// Statistics of one table, and p-values for their number.

namespace {

using stance::adjust_p_values;
using stance::FalseDiscovery;
using stance::InvalidArgument;
using stance::KeynessCorrection;
using stance::KeynessMeasure;
using stance::test_table;
using stance::TwoByTwo;

// d1 = 7 b + 3 a, d2 = 2 b + 7 a; feature b, target d1: the example of quanteda's tests.
constexpr TwoByTwo kQuanteda{7, 2, 3, 7};
// Fisher's convicted twins, of help(fisher.test) in R: 2 of 17 and 10 of 13.
constexpr TwoByTwo kTwins{2, 10, 15, 3};

// Oracle: R's chisq.test and fisher.test for the first three; scipy 1.17.1's chi2_contingency for these and G2; Williams' q and PMI by hand.
TEST(KeynessTable, ValuesOfTheQuantedaExample) {
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::chi_squared).statistic, 4.3371604938, 1e-10);
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::chi_squared, KeynessCorrection::yates).statistic, 2.6324382716, 1e-10);
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::fisher).p, .0697785187, 1e-10);
  // R solves for the odds ratio to about 1e-4 relative to its bracket.
  EXPECT_NEAR(std::exp(test_table(kQuanteda, KeynessMeasure::fisher).statistic), 7.1662819738, 1e-4);
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::g2).statistic, 4.5349393323, 1e-10);
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::g2, KeynessCorrection::williams).statistic, 4.2008334122, 1e-10);
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::pmi).statistic, .3905394579, 1e-10);
  // Williams divides: quanteda's disabled test expects 4.017626 = chi²/q, while its code multiplies (4.682).
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::chi_squared, KeynessCorrection::williams).statistic, 4.3371604938 / 1.0795332467, 1e-9);
  EXPECT_NEAR(test_table(kQuanteda, KeynessMeasure::chi_squared, KeynessCorrection::williams).statistic, 4.017626, 5e-7);
}

// Oracle: scipy 1.17.1, chi2_contingency (also with lambda_="log-likelihood", with and without correction).
TEST(KeynessTable, ChiSquaredAndG2AsInScipy) {
  struct Case {
    TwoByTwo table;
    double chi2, chi2_p, chi2_yates, g2, g2_p, g2_yates;
  };
  const Case cases[] = {
      {kQuanteda, 4.337160493827162, .03728906301729919, 2.632438271604939, 4.534939332256226, .033209633968387844, 2.7028437427387395},
      {{3, 1, 1, 3}, 2.0, .15729920705028105, .5, 2.0929925750581915, .14797595938502317, .5053430784314121},
      {{40, 12, 9960, 15988},
       32.565130260521045,
       1.1526429620598253e-08,
       30.957226953907817,
       31.97701898163553,
       1.560072926898663e-08,
       30.3266516135936},
      {{1500, 900, 48500, 59100},
       287.52323420074345,
       1.7227768169757678e-64,
       286.8208291382693,
       287.1891967270127,
       2.037112579787428e-64,
       286.48115777307225},
      {{5, 1, 20000, 300000},
       60.83017491610722,
       6.22169161720798e-15,
       48.38842905377436,
       22.447089028389343,
       2.160126170509586e-06,
       18.39776493149502},
  };
  for (const Case& c : cases) {
    const auto near = [](double got, double expected) { EXPECT_NEAR(got, expected, 1e-9 * expected); };
    near(test_table(c.table, KeynessMeasure::chi_squared).statistic, c.chi2);
    near(test_table(c.table, KeynessMeasure::chi_squared).p, c.chi2_p);
    near(test_table(c.table, KeynessMeasure::chi_squared, KeynessCorrection::yates).statistic, c.chi2_yates);
    near(test_table(c.table, KeynessMeasure::g2).statistic, c.g2);
    near(test_table(c.table, KeynessMeasure::g2).p, c.g2_p);
    near(test_table(c.table, KeynessMeasure::g2, KeynessCorrection::yates).statistic, c.g2_yates);
  }
}

// Oracle: p of R's help(fisher.test), 0.0005367 (twins) and 0.4857 (tea tasting); exact rational arithmetic in Python for the others;
// conditional odds ratios of scipy 1.17.1, contingency.odds_ratio, which solves to about 1e-7 (R's page prints 0.04693661 and 6.408309).
TEST(KeynessTable, FisherAsInRAndInExactArithmetic) {
  struct Case {
    TwoByTwo table;
    double p, odds;
  };
  const Case cases[] = {{kQuanteda, .06977851869492736, 7.166306303557892},
                        {kTwins, .0005367241191434358, .04693663904968004},
                        {{3, 1, 1, 3}, .48571428571428571, 6.408319658199662},
                        {{40, 12, 9960, 15988}, 2.39143548359671e-08, 5.350400783140211},
                        {{5, 1, 20000, 300000}, 5.427753533530418e-06, 74.99691689776249},
                        {{1500, 900, 48500, 59100}, 2.6984397969408046e-64, 2.0309148246698063}};
  for (const Case& c : cases) {
    const stance::TableTest test = test_table(c.table, KeynessMeasure::fisher);
    EXPECT_NEAR(test.p, c.p, 1e-9 * c.p);
    EXPECT_NEAR(std::exp(test.statistic), c.odds, 1e-6 * c.odds);
  }
}

// Oracle: the estimate is where the mean of the tilted hypergeometric distribution is the count seen, here added up by hand for margins 9,
// 10, 9.
TEST(KeynessTable, ConditionalOddsRatioSolvesItsEquation) {
  const double psi = std::exp(test_table(kQuanteda, KeynessMeasure::fisher).statistic);
  const auto choose = [](double n, double k) { return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)); };
  double sum = 0.0;
  double mean = 0.0;
  for (int x = 0; x <= 9; ++x) {
    const double w = choose(10, x) * choose(9, 9 - x) * std::pow(psi, x);
    sum += w;
    mean += w * x;
  }
  EXPECT_NEAR(mean / sum, 7.0, 1e-10);
}

// Oracle: by hand. N1 = 1000, N2 = 2000; a = 30, b = 15: four times as frequent.
TEST(KeynessTable, EffectSizesByHand) {
  const TwoByTwo table{30, 15, 970, 1985};
  EXPECT_NEAR(test_table(table, KeynessMeasure::log_ratio).statistic, 2.0, 1e-14);
  EXPECT_NEAR(test_table(table, KeynessMeasure::percent_difference).statistic, 300.0, 1e-12);
  EXPECT_NEAR(test_table(table, KeynessMeasure::odds_ratio).statistic, std::log(30.5 * 1985.5 / (15.5 * 970.5)), 1e-14);
  EXPECT_NEAR(test_table(table, KeynessMeasure::bic).statistic, test_table(table, KeynessMeasure::g2).statistic - std::log(3000.0), 1e-12);
  EXPECT_NEAR(test_table(table, KeynessMeasure::pmi).statistic, std::log(30.0 / (1000.0 * 45 / 3000)), 1e-14);
  // Two cells: 2 (30 ln(30/15) + 15 ln(15/30)).
  EXPECT_NEAR(test_table(table, KeynessMeasure::g2_two_cells).statistic, 2 * 15 * std::numbers::ln2, 1e-12);
  // A zero counts as ½: log2((½ / 1000) / (16 / 2000)) = −4.
  EXPECT_NEAR(test_table({0, 16, 1000, 1984}, KeynessMeasure::log_ratio).statistic, -4.0, 1e-14);
  EXPECT_EQ(test_table({0, 16, 1000, 1984}, KeynessMeasure::percent_difference).statistic, -100.0);
  EXPECT_NEAR(test_table({8, 0, 992, 2000}, KeynessMeasure::log_ratio).statistic, 5.0, 1e-14);
  EXPECT_NEAR(test_table({8, 0, 992, 2000}, KeynessMeasure::log_ratio, KeynessCorrection::none, 0.25).statistic, 6.0, 1e-14);
}

TEST(KeynessTable, SwappingTheGroupsFlipsTheSignAndNothingElse) {
  const TwoByTwo table{31, 12, 969, 1988};
  const TwoByTwo swapped{12, 31, 1988, 969};
  for (const KeynessMeasure m : {KeynessMeasure::g2, KeynessMeasure::g2_two_cells, KeynessMeasure::chi_squared, KeynessMeasure::fisher,
                                 KeynessMeasure::log_ratio, KeynessMeasure::odds_ratio}) {
    EXPECT_NEAR(test_table(table, m).statistic, -test_table(swapped, m).statistic, 1e-9) << name_of(m);
    const double p = test_table(table, m).p;
    if (!std::isnan(p)) { EXPECT_NEAR(p, test_table(swapped, m).p, 1e-12) << name_of(m); }
  }
}

TEST(KeynessTable, EqualRatesAreExactlyZero) {
  for (const KeynessMeasure m : {KeynessMeasure::g2, KeynessMeasure::g2_two_cells, KeynessMeasure::chi_squared}) {
    const stance::TableTest test = test_table({30, 10, 2970, 990}, m);
    EXPECT_EQ(test.statistic, 0.0) << name_of(m);
    EXPECT_EQ(test.p, 1.0) << name_of(m);
  }
  EXPECT_EQ(test_table({4, 3, 3, 4}, KeynessMeasure::chi_squared, KeynessCorrection::yates).statistic,
            0.0);  // |O − E| = ½: nothing is left
}

TEST(KeynessTable, OnlyWhatHasADistributionHasAPValue) {
  for (const KeynessMeasure m : {KeynessMeasure::pmi, KeynessMeasure::log_ratio, KeynessMeasure::percent_difference, KeynessMeasure::bic}) {
    EXPECT_TRUE(std::isnan(test_table(kQuanteda, m).p)) << name_of(m);
  }
}

TEST(KeynessTable, TablesAtTheirLimits) {
  EXPECT_EQ(test_table({5, 0, 5, 10}, KeynessMeasure::fisher).statistic, std::numeric_limits<double>::infinity());
  EXPECT_EQ(test_table({0, 5, 10, 5}, KeynessMeasure::fisher).statistic, -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(test_table({10, 10, 0, 0}, KeynessMeasure::fisher).statistic));  // one table only
  EXPECT_EQ(test_table({10, 10, 0, 0}, KeynessMeasure::fisher).p, 1.0);
  EXPECT_EQ(test_table({10, 10, 0, 0}, KeynessMeasure::chi_squared, KeynessCorrection::williams).statistic, 0.0);
  EXPECT_EQ(test_table({0, 0, 10, 10}, KeynessMeasure::g2).statistic, 0.0);
  EXPECT_THROW(static_cast<void>(test_table({-1, 0, 1, 1}, KeynessMeasure::g2)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(test_table({0, 1, 0, 1}, KeynessMeasure::g2)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(test_table({0.5, 1, 3, 1}, KeynessMeasure::fisher)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(test_table(kQuanteda, KeynessMeasure::fightin_words)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(test_table(kQuanteda, KeynessMeasure::fisher, KeynessCorrection::yates)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(test_table(kQuanteda, KeynessMeasure::log_ratio, KeynessCorrection::none, 0.0)), InvalidArgument);
}

// Oracle: statsmodels 0.15.0, multipletests(method="fdr_bh" and "fdr_by"), equal to scipy 1.17.1, false_discovery_control.
TEST(FalseDiscoveryRate, AsInStatsmodels) {
  const std::vector<double> p = {.01, .02, .03, .04, .05, .001, .5, .04};
  const std::vector<double> bh = {.04, .05333333333333334, .05333333333333334, .05333333333333334, .05714285714285715, .008,
                                  .5,  .05333333333333334};
  const std::vector<double> by = {
      .10871428571428571, .14495238095238094, .14495238095238094, .14495238095238094, .15530612244897957, .02174285714285714, 1.0,
      .14495238095238094};
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_NEAR(adjust_p_values(p, FalseDiscovery::benjamini_hochberg)[i], bh[i], 1e-15);
    EXPECT_NEAR(adjust_p_values(p, FalseDiscovery::benjamini_yekutieli)[i], by[i], 1e-15);
  }
  EXPECT_EQ(adjust_p_values(p, FalseDiscovery::none), p);
}

TEST(FalseDiscoveryRate, UndefinedPValuesAreNoTests) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> adjusted = adjust_p_values({.02, nan, .01}, FalseDiscovery::benjamini_hochberg);
  EXPECT_NEAR(adjusted[0], .02, 1e-15);
  EXPECT_TRUE(std::isnan(adjusted[1]));
  EXPECT_NEAR(adjusted[2], .02, 1e-15);
  EXPECT_TRUE(adjust_p_values({}, FalseDiscovery::benjamini_hochberg).empty());
  EXPECT_THROW(static_cast<void>(adjust_p_values({1.5}, FalseDiscovery::benjamini_hochberg)), InvalidArgument);
}

}  // namespace
