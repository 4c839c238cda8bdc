#include "stance/keyness.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::compute_keyness;
using stance::DeltaVariance;
using stance::Dfm;
using stance::DocumentTest;
using stance::Groups;
using stance::InvalidArgument;
using stance::KeyFeature;
using stance::Keyness;
using stance::KeynessCorrection;
using stance::KeynessMeasure;
using stance::KeynessOptions;
using stance::KeynessPrior;
using stance::NameList;
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

// Oracle: scattertext's test of its uninformative prior : scores 0.4447054, 0.9433088, 0.4447054, −0.9971462, which are 1 − 2
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

// Oracle: scipy 1.17.1, ttest_ind: equal_var=False for a word that one document repeats, equal_var=True for one that the target never uses.
TEST(DocumentTests, TheCautiousTestTakesTheLargerError) {
  KeynessOptions options;
  options.document_test = DocumentTest::cautious;
  options.min_count = 0;
  Table rows(11, {0, 100});
  rows[0] = {12, 88};
  rows[3] = {1, 99};
  const KeyFeature burst =
      row_of(compute_keyness(dfm_of(rows, {"x", "rest"}), groups_of({0, 1, 2}, {3, 4, 5, 6, 7, 8, 9, 10}), options), "x");
  EXPECT_NEAR(burst.t, .9682773237093576, 1e-12);
  EXPECT_NEAR(burst.p_documents, .43488422446850145, 1e-12);
  const Dfm absent = dfm_of({{0, 100}, {0, 100}, {0, 100}, {2, 98}, {1, 99}, {4, 96}, {0, 100}, {3, 97}}, {"x", "rest"});
  const KeyFeature never = row_of(compute_keyness(absent, groups_of({0, 1, 2}, {3, 4, 5, 6, 7}), options), "x");
  EXPECT_NEAR(never.t, -2.121320343559643, 1e-12);
  EXPECT_NEAR(never.p_documents, .07814074941121583, 1e-12);
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

// Simulation: four documents against forty, words that are rare and come in bursts: a third of the documents have one, then several times.
TEST(DocumentTests, TheCautiousTestKeepsItsLevelForRareWordsInSmallGroups) {
  stance::detail::Random random(11);
  std::size_t cautious_hits = 0;
  std::size_t welch_hits = 0;
  std::size_t g2_hits = 0;
  std::size_t n = 0;
  Names features = {"rest"};
  for (int f = 0; f < 50; ++f) features.push_back("f" + std::to_string(f));
  std::vector<std::size_t> target = {0, 1, 2, 3};
  std::vector<std::size_t> reference(40);
  for (std::size_t i = 0; i < 40; ++i) reference[i] = i + 4;
  for (int run = 0; run < 20; ++run) {
    Table rows(44, std::vector<double>(51, 0.0));
    for (auto& row : rows) {
      row[0] = 2000;
      for (std::size_t f = 1; f <= 50; ++f) {
        if (random.below(3) == 0) row[f] = 1.0 + static_cast<double>(random.below(6));
      }
    }
    for (const DocumentTest test : {DocumentTest::cautious, DocumentTest::welch}) {
      KeynessOptions options;
      options.document_test = test;
      for (const KeyFeature& row : compute_keyness(dfm_of(rows, features), groups_of(target, reference), options).rows) {
        const bool is_cautious = test == DocumentTest::cautious;
        n += is_cautious;
        g2_hits += is_cautious && row.p <= .05;
        (is_cautious ? cautious_hits : welch_hits) += row.p_documents <= .05;
      }
    }
  }
  const auto share = [n](std::size_t hits) { return static_cast<double>(hits) / static_cast<double>(n); };
  EXPECT_LT(share(cautious_hits), .05);
  EXPECT_GT(share(welch_hits), .08);  // a group of zeros
  EXPECT_GT(share(g2_hits), .15);
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
