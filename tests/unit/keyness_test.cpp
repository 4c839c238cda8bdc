#include "stance/keyness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::adjust_p_values;
using stance::compute_keyness;
using stance::DeltaVariance;
using stance::Dfm;
using stance::DocumentTest;
using stance::FalseDiscovery;
using stance::Groups;
using stance::InvalidArgument;
using stance::KeyFeature;
using stance::Keyness;
using stance::KeynessCorrection;
using stance::KeynessMeasure;
using stance::KeynessOptions;
using stance::KeynessPrior;
using stance::NameList;
using stance::test_table;
using stance::TwoByTwo;
using stance::Weighting;
using Names = std::vector<std::string>;
using Table = std::vector<std::vector<double>>;

Dfm dfm_of(const Table& rows, const Names& features, Weighting weighting = Weighting::counts) {
  Dfm::Matrix matrix(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(features.size()));
  Names documents;
  for (std::size_t d = 0; d < rows.size(); ++d) {
    documents.push_back("d" + std::to_string(d + 1));
    for (std::size_t f = 0; f < rows[d].size(); ++f) {
      if (rows[d][f] != 0.0) matrix.insert(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(f)) = rows[d][f];
    }
  }
  return {std::move(matrix), std::move(documents), NameList(features), weighting};
}

Groups groups_of(std::vector<std::size_t> target, std::vector<std::size_t> reference) {
  Groups groups;
  groups.target = std::move(target);
  groups.reference = std::move(reference);
  return groups;
}

KeyFeature row_of(const Keyness& keyness, std::string_view name) {
  for (const KeyFeature& row : keyness.rows) {
    if ((*keyness.features)[row.feature] == name) return row;
  }
  ADD_FAILURE() << "no feature " << name;
  return {};
}

Names names_of(const Keyness& keyness) {
  Names out;
  for (const KeyFeature& row : keyness.rows) out.emplace_back((*keyness.features)[row.feature]);
  return out;
}

// d1 = 7 b + 3 a, d2 = 2 b + 7 a; feature b, target d1: the example of quanteda's tests.
constexpr TwoByTwo kQuanteda{7, 2, 3, 7};
// Fisher's convicted twins, of help(fisher.test) in R: 2 of 17 and 10 of 13.
constexpr TwoByTwo kTwins{2, 10, 15, 3};

// Oracle: FIELD.md 4.5, where the first three come from R's chisq.test and fisher.test.
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

TEST(Keyness, CountsRatesAndRanks) {
  const Dfm dfm = dfm_of({{3, 7, 0}, {7, 2, 1}}, {"a", "b", "c"});
  KeynessOptions options;
  options.measure = KeynessMeasure::chi_squared;
  options.min_count = 0;
  const Keyness keyness = compute_keyness(dfm, groups_of({0}, {1}), options);
  EXPECT_EQ(keyness.total_target, 10.0);
  EXPECT_EQ(keyness.total_reference, 10.0);
  EXPECT_EQ(names_of(keyness), (Names{"b", "c", "a"}));  // the target's first; of the reference's the strongest last
  const KeyFeature b = row_of(keyness, "b");
  EXPECT_EQ(b.side, 1);
  EXPECT_EQ(b.per_million_target, 7e5);
  EXPECT_EQ(b.expected, 4.5);
  EXPECT_EQ(b.spread_target.n_documents, 1U);
  EXPECT_TRUE(std::isnan(b.spread_target.dp_norm));  // one document has no spread
  EXPECT_EQ(row_of(keyness, "c").spread_target.n_documents, 0U);
  EXPECT_TRUE(std::isnan(row_of(keyness, "c").spread_target.largest_share));
  EXPECT_EQ(keyness.n_small_expected, 2U);  // of a they are exactly 5
}

TEST(Keyness, EqualStatisticsAreRankedByName) {
  const Dfm dfm = dfm_of({{9, 9, 9, 1, 1, 5}, {1, 1, 1, 9, 9, 5}}, {"gamma", "alpha", "beta", "zeta", "delta", "even"});
  EXPECT_EQ(names_of(compute_keyness(dfm, groups_of({0}, {1}))), (Names{"alpha", "beta", "gamma", "even", "delta", "zeta"}));
}

TEST(Keyness, MinimumsLookAtBothGroupsTogether) {
  const Dfm dfm = dfm_of({{2, 4, 50}, {1, 0, 40}, {0, 0, 45}}, {"three", "burst", "rest"});
  KeynessOptions options;
  EXPECT_EQ(compute_keyness(dfm, groups_of({0}, {1, 2}), options).rows.size(), 3U);
  options.min_count = 4;
  const Keyness fewer = compute_keyness(dfm, groups_of({0}, {1, 2}), options);
  EXPECT_EQ(fewer.rows.size(), 2U);
  EXPECT_EQ(fewer.n_below_minimum, 1U);
  options.min_count = 0;
  options.min_documents = 2;
  EXPECT_EQ(row_of(compute_keyness(dfm, groups_of({0}, {1, 2}), options), "three").target, 2.0);
  EXPECT_EQ(compute_keyness(dfm, groups_of({0}, {1, 2}), options).rows.size(), 2U);
}

// Oracle: Gries (2008): five parts of 9, 10, 10, 10 and 11 words with 1, 2, 3, 4 and 5 occurrences: DP = .18, normalised by 1 − .18
// (Lijffijt & Gries 2012).
TEST(Keyness, SpreadAsInGries) {
  const Dfm dfm = dfm_of({{1, 8}, {2, 8}, {3, 7}, {4, 6}, {5, 6}, {3, 3}}, {"a", "other"});
  const KeyFeature a = row_of(compute_keyness(dfm, groups_of({0, 1, 2, 3, 4}, {5})), "a");
  EXPECT_NEAR(a.spread_target.dp_norm, .18 / .82, 1e-14);
  EXPECT_EQ(a.spread_target.n_documents, 5U);
  EXPECT_NEAR(a.spread_target.largest_share, 1.0 / 3.0, 1e-15);
  EXPECT_EQ(a.spread_target.largest_row, 4U);
}

TEST(Keyness, SpreadRunsFromEvenToOneDocument) {
  const Dfm dfm = dfm_of({{3, 9, 7}, {3, 0, 17}, {3, 3, 3}}, {"even", "bursty", "rest"});
  const Keyness keyness = compute_keyness(dfm, groups_of({0, 1}, {2}));
  EXPECT_EQ(row_of(keyness, "bursty").spread_target.largest_share, 1.0);
  EXPECT_NEAR(row_of(keyness, "bursty").spread_target.dp_norm, 1.0, 1e-14);  // all in the shorter document
  EXPECT_LT(row_of(keyness, "even").spread_target.dp_norm, .2);
}

// Oracle: scattertext's test of its uninformative prior (FIELD.md 4.5): scores 0.4447054, 0.9433088, 0.4447054, −0.9971462, which are 1 − 2
// P(Z > |z|) with the sign of the second group; its variance has all four terms.
TEST(FightinWords, UninformativePriorAsInScattertext) {
  const Dfm dfm = dfm_of({{1, 5, 1, 9}, {100, 510, 100, 199}}, {"w1", "w2", "w3", "w4"});
  KeynessOptions options;
  options.measure = KeynessMeasure::fightin_words;
  options.prior = KeynessPrior::uninformative;
  options.variance = DeltaVariance::four_terms;
  options.min_count = 0;
  const Keyness keyness = compute_keyness(dfm, groups_of({0}, {1}), options);
  EXPECT_NEAR(keyness.prior_total, .04, 1e-15);
  const double expected[] = {.4447054, .9433088, .4447054, -.9971462};
  for (int w = 1; w <= 4; ++w) {
    const KeyFeature row = row_of(keyness, "w" + std::to_string(w));
    EXPECT_NEAR(-row.side * (1.0 - row.p), expected[w - 1], 5e-8);
  }
  // Oracle: the formula with two terms in numpy 2.4.
  options.variance = DeltaVariance::two_terms;
  const Keyness two = compute_keyness(dfm, groups_of({0}, {1}), options);
  EXPECT_NEAR(row_of(two, "w1").statistic, -.609502186787763, 1e-12);
  EXPECT_NEAR(row_of(two, "w2").statistic, -2.3044051311470133, 1e-12);
  EXPECT_NEAR(row_of(two, "w4").statistic, 4.462925170372845, 1e-12);
}

// Oracle: by hand. All documents: a 12, b 12 of 24; a_0 = 10 gives 5 and 5. δ_b = ln(12 / 8) − ln(7 / 12).
TEST(FightinWords, PriorFromTheCorpusByHand) {
  const Dfm dfm = dfm_of({{3, 7}, {7, 2}, {2, 3}}, {"a", "b"});
  KeynessOptions options;
  options.measure = KeynessMeasure::fightin_words;
  options.prior_total = 10.0;
  const Keyness keyness = compute_keyness(dfm, groups_of({0}, {1}), options);
  const KeyFeature b = row_of(keyness, "b");
  EXPECT_NEAR(b.delta.value, std::log(12.0 / 8.0) - std::log(7.0 / 12.0), 1e-14);
  EXPECT_NEAR(b.delta.std_error, std::sqrt(1.0 / 12.0 + 1.0 / 7.0), 1e-14);
  EXPECT_NEAR(b.statistic, b.delta.value / b.delta.std_error, 1e-14);
  EXPECT_NEAR(b.delta.upper - b.delta.value, 1.959963984540054 * b.delta.std_error, 1e-12);
  EXPECT_NE(keyness.prior_formula.find("a_0 = 10"), std::string::npos);
  options.prior_total.reset();
  EXPECT_EQ(compute_keyness(dfm, groups_of({0}, {1}), options).prior_total, 9.0);  // the smaller group
}

// Oracle: −ln(1 − (df + ½) / (N + 1)), by hand for df = 9, 0 and 5 of 10 documents.
TEST(FightinWords, PriorFromABackgroundTable) {
  const stance::DocumentFrequencies table(10, 0.0, {"common", "half"}, {9, 5});
  const std::vector<double> shares = prior_shares(table, NameList(Names{"common", "new", "half"}));
  const double weights[] = {-std::log(1.5 / 11), -std::log(10.5 / 11), -std::log(5.5 / 11)};
  const double sum = weights[0] + weights[1] + weights[2];
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(shares[i], weights[i] / sum, 1e-14);

  const Dfm dfm = dfm_of({{5, 5, 2}, {2, 1, 4}}, {"common", "half", "new"});
  KeynessOptions options;
  options.prior = KeynessPrior::background;
  EXPECT_THROW(static_cast<void>(compute_keyness(dfm, groups_of({0}, {1}), options)), InvalidArgument);
  options.background = table;
  options.prior_total = 6.0;
  const KeyFeature row = row_of(compute_keyness(dfm, groups_of({0}, {1}), options), "new");
  const double a_w = 6.0 * weights[1] / sum;
  EXPECT_NEAR(row.delta.value, std::log((2 + a_w) / (18 - 2 - a_w)) - std::log((4 + a_w) / (13 - 4 - a_w)), 1e-13);
}

TEST(FightinWords, MorePriorShrinksMore) {
  const Dfm dfm = dfm_of({{30, 70, 1}, {70, 20, 0}}, {"a", "b", "once"});
  double previous = 1e9;
  for (const double a_0 : {1.0, 10.0, 100.0, 1000.0, 1e6}) {
    KeynessOptions options;
    options.prior_total = a_0;
    options.min_count = 0;
    const double delta = row_of(compute_keyness(dfm, groups_of({0}, {1}), options), "b").delta.value;
    EXPECT_GT(delta, 0.0);
    EXPECT_LT(delta, previous);
    previous = delta;
  }
  EXPECT_LT(previous, 1e-3);
}

// Four documents against three; features "x" and the rest.
const Table kDocuments = {{4, 96}, {1, 99}, {6, 144}, {0, 80}, {1, 99}, {0, 120}, {2, 148}};

// Oracle: scipy 1.17.1, ttest_ind(equal_var=False) of the relative frequencies.
TEST(DocumentTests, WelchAsInScipy) {
  KeynessOptions options;
  options.document_test = DocumentTest::welch;
  const KeyFeature x = row_of(compute_keyness(dfm_of(kDocuments, {"x", "rest"}), groups_of({0, 1, 2, 3}, {4, 5, 6}), options), "x");
  EXPECT_NEAR(x.t, 1.3312549521538197, 1e-12);
  EXPECT_NEAR(x.p_documents, .2565801060115728, 1e-12);
}

// Oracle: scipy 1.17.1, permutation_test over all 35 splits with |t| of ttest_ind(equal_var=False): 14 / 35.
TEST(DocumentTests, AllSplitsAsInScipy) {
  KeynessOptions options;
  options.document_test = DocumentTest::permutation;
  options.n_permutations = 34;
  const Dfm dfm = dfm_of(kDocuments, {"x", "rest"});
  EXPECT_NEAR(row_of(compute_keyness(dfm, groups_of({0, 1, 2, 3}, {4, 5, 6}), options), "x").p_documents, .4, 1e-15);
  EXPECT_NEAR(row_of(compute_keyness(dfm, groups_of({4, 5, 6}, {0, 1, 2, 3}), options), "x").p_documents, .4, 1e-15);
  options.n_permutations = 20;  // fewer than there are splits: drawn at random, near to it
  options.n_permutations = 33;
  const double sampled = row_of(compute_keyness(dfm, groups_of({0, 1, 2, 3}, {4, 5, 6}), options), "x").p_documents;
  EXPECT_NEAR(sampled, .4, .25);
}

TEST(DocumentTests, RandomSplitsDoNotDependOnThreads) {
  stance::detail::Random random(5);
  Table rows(20, std::vector<double>(30, 0.0));
  Names features;
  for (int f = 0; f < 30; ++f) features.push_back("f" + std::to_string(f));
  for (auto& row : rows) {
    for (double& cell : row) cell = static_cast<double>(random.below(5));
  }
  KeynessOptions options;
  options.document_test = DocumentTest::permutation;
  options.n_permutations = 200;
  std::vector<std::size_t> target(10);
  std::vector<std::size_t> reference(10);
  for (std::size_t i = 0; i < 10; ++i) target[i] = i, reference[i] = i + 10;
  options.threads = 1;
  const Keyness one = compute_keyness(dfm_of(rows, features), groups_of(target, reference), options);
  options.threads = 4;
  const Keyness four = compute_keyness(dfm_of(rows, features), groups_of(target, reference), options);
  for (std::size_t i = 0; i < one.rows.size(); ++i) EXPECT_EQ(one.rows[i].p_documents, four.rows[i].p_documents);
}

// One document says "x" forty times, the other nine of its group never: G² is sure, the documents are not.
TEST(DocumentTests, OneDocumentCannotMakeAWordKey) {
  Table rows(20, {0, 0, 400});
  rows[3][0] = 40;
  for (std::size_t d = 0; d < 10; ++d) rows[d][1] = 4 + static_cast<double>(d % 2);  // "y": a little in each
  for (std::size_t d = 10; d < 20; ++d) rows[d][1] = static_cast<double>(d % 2);
  std::vector<std::size_t> target;
  std::vector<std::size_t> reference;
  for (std::size_t d = 0; d < 20; ++d) (d < 10 ? target : reference).push_back(d);
  for (const DocumentTest test : {DocumentTest::welch, DocumentTest::permutation}) {
    KeynessOptions options;
    options.document_test = test;
    const Keyness keyness = compute_keyness(dfm_of(rows, {"x", "y", "rest"}), groups_of(target, reference), options);
    const KeyFeature x = row_of(keyness, "x");
    const KeyFeature y = row_of(keyness, "y");
    EXPECT_LT(x.p_adjusted, 1e-10);
    EXPECT_GT(x.p_documents_adjusted, .2);
    EXPECT_EQ(x.spread_target.largest_share, 1.0);
    EXPECT_EQ(x.spread_target.n_documents, 1U);
    EXPECT_LT(y.p_adjusted, 1e-8);
    EXPECT_LT(y.p_documents_adjusted, .01);
  }
}

TEST(DocumentTests, OneDocumentOnASideHasNone) {
  KeynessOptions options;
  options.document_test = DocumentTest::welch;
  const Keyness keyness = compute_keyness(dfm_of(kDocuments, {"x", "rest"}), groups_of({0}, {1, 2, 3}), options);
  EXPECT_TRUE(std::isnan(keyness.rows[0].p_documents));
  EXPECT_NE(keyness.notes.back().find("one document"), std::string::npos);
}

/// Documents of 200 words over 40 features from one distribution; with `clustered`, each document prefers words of its own.
Table same_distribution(std::uint64_t seed, bool clustered) {
  stance::detail::Random random(seed, clustered ? 1 : 0);
  Table rows(16, std::vector<double>(40, 0.0));
  for (auto& row : rows) {
    std::vector<double> weights(40);
    double sum = 0.0;
    for (double& w : weights) sum += w = clustered ? random.exponential() : 1.0;
    for (int word = 0; word < 200; ++word) {
      double u = random.uniform() * sum;
      std::size_t f = 0;
      while (f + 1 < weights.size() && u >= weights[f]) u -= weights[f++];
      row[f] += 1;
    }
  }
  return rows;
}

// Simulation: groups that do not differ. Of words drawn independently 5 % are "significant" at 5 %; of words that cluster in documents far
// more are by G², but not by the tests on documents.
TEST(DocumentTests, KeepTheirLevelWhereWordsCluster) {
  Names features;
  for (int f = 0; f < 40; ++f) features.push_back("f" + std::to_string(f));
  const auto share_below = [&](bool clustered, DocumentTest test, double KeyFeature::*p) {
    std::size_t hits = 0;
    std::size_t n = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      KeynessOptions options;
      options.document_test = test;
      options.n_permutations = 199;
      options.threads = 1;
      for (const KeyFeature& row : compute_keyness(dfm_of(same_distribution(seed, clustered), features),
                                                   groups_of({0, 1, 2, 3, 4, 5, 6, 7}, {8, 9, 10, 11, 12, 13, 14, 15}), options)
                                       .rows) {
        ++n;
        if (row.*p <= .05) ++hits;
      }
    }
    return static_cast<double>(hits) / static_cast<double>(n);
  };
  EXPECT_NEAR(share_below(false, DocumentTest::none, &KeyFeature::p), .05, .015);
  EXPECT_GT(share_below(true, DocumentTest::none, &KeyFeature::p), .25);
  EXPECT_NEAR(share_below(true, DocumentTest::welch, &KeyFeature::p_documents), .04, .025);  // shares are skewed: t errs on the safe side
  EXPECT_NEAR(share_below(true, DocumentTest::permutation, &KeyFeature::p_documents), .05, .02);
}

// Simulation: with an informative prior the normal approximation errs on the safe side.
TEST(FightinWords, IsConservativeWithAnInformativePrior) {
  Names features;
  for (int f = 0; f < 40; ++f) features.push_back("f" + std::to_string(f));
  std::size_t hits = 0;
  std::size_t plain_hits = 0;
  std::size_t n = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    KeynessOptions options;
    options.measure = KeynessMeasure::fightin_words;
    const Dfm dfm = dfm_of(same_distribution(seed, false), features);
    const Groups groups = groups_of({0, 1, 2, 3, 4, 5, 6, 7}, {8, 9, 10, 11, 12, 13, 14, 15});
    for (const KeyFeature& row : compute_keyness(dfm, groups, options).rows) ++n, hits += row.p <= .05;
    options.prior = KeynessPrior::uninformative;
    for (const KeyFeature& row : compute_keyness(dfm, groups, options).rows) plain_hits += row.p <= .05;
  }
  EXPECT_LT(static_cast<double>(hits) / static_cast<double>(n), .03);
  EXPECT_NEAR(static_cast<double>(plain_hits) / static_cast<double>(n), .05, .015);
}

TEST(Keyness, WrongCallsSayWhatIsWrong) {
  const Dfm dfm = dfm_of({{3, 7}, {7, 2}, {0, 0}}, {"a", "b"});
  const auto message = [&](const Groups& groups, const KeynessOptions& options = {}) -> std::string {
    try {
      static_cast<void>(compute_keyness(dfm, groups, options));
    } catch (const InvalidArgument& fault) { return fault.what(); }
    return "none";
  };
  EXPECT_NE(message(groups_of({}, {1})).find("target: expected one document or more"), std::string::npos);
  EXPECT_NE(message(groups_of({0, 1}, {1})).find("'d2' is on both sides"), std::string::npos);
  EXPECT_NE(message(groups_of({0}, {3})).find("expected rows below 3, got 3"), std::string::npos);
  EXPECT_NE(message(groups_of({1, 0}, {2})).find("ascend"), std::string::npos);
  EXPECT_NE(message(groups_of({0}, {2})).find("reference: its documents have no counts"), std::string::npos);
  KeynessOptions bad;
  bad.min_count = -1;
  EXPECT_NE(message(groups_of({0}, {1}), bad).find("min_count"), std::string::npos);
  bad = {};
  bad.prior_total = 0.0;
  EXPECT_NE(message(groups_of({0}, {1}), bad).find("prior_total"), std::string::npos);
  bad = {};
  bad.measure = KeynessMeasure::bic;
  bad.correction = KeynessCorrection::williams;
  EXPECT_NE(message(groups_of({0}, {1}), bad).find("correction"), std::string::npos);
  const Dfm weighted = dfm_of({{.5, .5}, {1, 0}}, {"a", "b"}, Weighting::proportions);
  EXPECT_THROW(static_cast<void>(compute_keyness(weighted, groups_of({0}, {1}))), InvalidArgument);
  EXPECT_EQ(stance::keyness_measure("chi2"), KeynessMeasure::chi_squared);
  EXPECT_THROW(static_cast<void>(stance::keyness_measure("chi")), InvalidArgument);
}

TEST(Keyness, DegenerateVocabularies) {
  KeynessOptions options;
  options.min_count = 0;
  const Keyness one = compute_keyness(dfm_of({{3}, {7}}, {"a"}), groups_of({0}, {1}), options);
  ASSERT_EQ(one.rows.size(), 1U);
  EXPECT_EQ(one.rows[0].statistic, 0.0);
  EXPECT_EQ(one.rows[0].side, 0);
  EXPECT_TRUE(std::isnan(one.rows[0].delta.value));  // nothing else to hold it against
  options.min_count = 100;
  EXPECT_TRUE(compute_keyness(dfm_of({{3, 1}, {7, 1}}, {"a", "b"}), groups_of({0}, {1}), options).rows.empty());
}

stance::Corpus dated() {
  stance::Corpus corpus;
  const auto add = [&](const char* id, const char* date, const char* country) {
    stance::Document document;
    document.id = id;
    document.text = "x";
    if (*date != '\0') document.variables["date"] = date;
    if (*country != '\0') document.variables["country"] = country;
    corpus.add(document);
  };
  add("a", "2008-08-07", "GEO");
  add("b", "2008-08-08", "AZE");
  add("c", "2008-08-08T10:00", "GEO");
  add("d", "2007", "ARM");
  add("e", "2008", "");
  add("f", "2009", "AZE");
  add("g", "soon", "AZE");
  add("h", "", "GEO");
  add("i", "2008-13-01", "GEO");
  return corpus;
}
const Names kDated = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};

TEST(KeynessGroups, ByDate) {
  const Groups groups = groups_by_date(kDated, dated(), "date", "2008-08-08");
  EXPECT_EQ(groups.target, (std::vector<std::size_t>{1, 2, 5}));
  EXPECT_EQ(groups.reference, (std::vector<std::size_t>{0, 3}));
  EXPECT_EQ(groups.left_out, (Names{"e", "g", "h", "i"}));  // "2008" may be before or after
  const Groups by_year = groups_by_date(kDated, dated(), "date", "2008");
  EXPECT_EQ(by_year.target, (std::vector<std::size_t>{0, 1, 2, 4, 5}));
  EXPECT_EQ(by_year.reference, (std::vector<std::size_t>{3}));
  EXPECT_THROW(static_cast<void>(groups_by_date(kDated, dated(), "date", "8 August 2008")), InvalidArgument);
  EXPECT_THROW(static_cast<void>(groups_by_date(kDated, dated(), "date", "1990")), InvalidArgument);
  EXPECT_THROW(static_cast<void>(groups_by_date(kDated, dated(), "country", "2008")), InvalidArgument);
}

TEST(KeynessGroups, ByVariable) {
  const Groups groups = groups_by_variable(kDated, dated(), "country", {"GEO"});
  EXPECT_EQ(groups.target, (std::vector<std::size_t>{0, 2, 7, 8}));
  EXPECT_EQ(groups.reference, (std::vector<std::size_t>{1, 3, 5, 6}));
  EXPECT_EQ(groups.left_out, (Names{"e"}));
  EXPECT_EQ(groups_by_variable(kDated, dated(), "country", {"GEO"}, {"ARM"}).reference, (std::vector<std::size_t>{3}));
  try {
    static_cast<void>(groups_by_variable(kDated, dated(), "country", {"FRA"}));
    ADD_FAILURE();
  } catch (const InvalidArgument& fault) {
    EXPECT_NE(std::string(fault.what()).find("its values are 'ARM', 'AZE', 'GEO'"), std::string::npos);
  }
  EXPECT_THROW(static_cast<void>(groups_by_variable(kDated, dated(), "country", {"GEO"}, {"GEO"})), InvalidArgument);
}

TEST(KeynessGroups, ByName) {
  EXPECT_EQ(stance::groups_by_name(kDated, {"b"}, {"d", "a"}).reference, (std::vector<std::size_t>{0, 3}));
  EXPECT_EQ(stance::groups_by_name(kDated, {"b", "c"}).reference.size(), 7U);
  EXPECT_THROW(static_cast<void>(stance::groups_by_name(kDated, {"z"})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::groups_by_name(kDated, {"a"}, {"a"})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(stance::groups_by_name(kDated, kDated)), InvalidArgument);
}

TEST(KeynessGroups, SentencesAsRows) {
  stance::SentenceCounts sentences;
  sentences.documents = {"a", "b"};
  sentences.first = {0, 3, 4};
  sentences.features = std::make_shared<const NameList>(Names{"x", "y"});
  sentences.matrix.resize(4, 2);
  sentences.matrix.insert(0, 0) = 2;
  sentences.matrix.insert(2, 1) = 1;
  sentences.matrix.insert(3, 0) = 1;
  const stance::SentenceGroups rows = sentences_as_rows(sentences, groups_of({0}, {1}));
  EXPECT_EQ(rows.counts.documents(), (Names{"a:1", "a:3", "b:1"}));
  EXPECT_EQ(rows.groups.target, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(rows.groups.reference, (std::vector<std::size_t>{2}));
  EXPECT_EQ(rows.counts.at(1, 1), 1.0);
}

}  // namespace
