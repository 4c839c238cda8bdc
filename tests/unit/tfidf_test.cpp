#include "stance/tfidf.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::DfmBuilder;
using stance::DocumentFrequencies;
using stance::fit_transform;
using stance::InvalidArgument;
using stance::InverseDocumentFrequency;
using stance::NameList;
using stance::Normalization;
using stance::parse_smart;
using stance::SmartDialect;
using stance::TermFrequency;
using stance::tfidf_preset;
using stance::TfidfModel;
using stance::TfidfOptions;
using stance::TfidfPreset;
using stance::TfidfResult;
using stance::Weighting;
using Names = std::vector<std::string>;
using Table = std::vector<std::vector<double>>;

Dfm dfm_of(const Table& counts, const Names& features) {
  Names documents;
  Dfm::Matrix matrix(static_cast<Eigen::Index>(counts.size()), static_cast<Eigen::Index>(features.size()));
  for (std::size_t d = 0; d < counts.size(); ++d) {
    documents.push_back("d" + std::to_string(d));
    for (std::size_t f = 0; f < features.size(); ++f) {
      if (counts[d][f] != 0.0) matrix.insert(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(f)) = counts[d][f];
    }
  }
  return {std::move(matrix), std::move(documents), NameList(features), Weighting::counts};
}

double cell(const Dfm& dfm, Eigen::Index document, std::string_view feature) {
  return dfm.at(document, static_cast<Eigen::Index>(dfm.features().find(feature).value()));
}

void expect_table(const Dfm& dfm, const Table& expected, double tolerance) {
  for (std::size_t d = 0; d < expected.size(); ++d) {
    for (std::size_t f = 0; f < expected[d].size(); ++f) {
      EXPECT_NEAR(dfm.at(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(f)), expected[d][f], tolerance) << d << ' ' << f;
    }
  }
}

// The counts of scikit-learn's user guide, section "Tf-idf term weighting".
Dfm scikit_counts() { return dfm_of({{3, 0, 1}, {2, 0, 0}, {3, 0, 0}, {4, 0, 0}, {3, 2, 0}, {3, 0, 2}}, {"t1", "t2", "t3"}); }

// Oracle: scikit-learn, user guide and TfidfTransformer docstring.
TEST(Tfidf, DefaultsAreScikitLearns) {
  const TfidfModel model = TfidfModel::fit(scikit_counts());
  EXPECT_DOUBLE_EQ(model.idf()[0], 1.0);
  EXPECT_NEAR(model.idf()[1], 2.252762968, 5e-10);
  EXPECT_NEAR(model.idf()[2], 1.847297860, 5e-10);
  expect_table(
      fit_transform(scikit_counts()),
      {{.8515133472, 0, .5243329281}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {.5542289328, .8323642773, 0}, {.6303573073, 0, .7763051366}},
      5e-11);
  EXPECT_EQ(model.formula(), "tf * (log((N + 1) / (df + 1)) + 1), log to base e, L2");
  EXPECT_EQ(tfidf_preset("scikit-learn"), TfidfOptions{});
}

// Oracle: the same page with smooth_idf=False.
TEST(Tfidf, UnsmoothedIsScikitLearns) {
  const TfidfOptions options = tfidf_preset(TfidfPreset::scikit_learn_unsmoothed);
  const TfidfModel model = TfidfModel::fit(scikit_counts(), options);
  EXPECT_DOUBLE_EQ(model.idf()[0], 1.0);
  EXPECT_NEAR(model.idf()[1], 2.791759469, 5e-10);
  EXPECT_NEAR(model.idf()[2], 2.098612289, 5e-10);
  expect_table(
      fit_transform(scikit_counts(), options),
      {{.8194099511, 0, .5732079309}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {.4733033915, .8808994833, 0}, {.5814926071, 0, .8135516873}},
      5e-11);
}

// Oracle: quanteda, tests/testthat/test-dfm_weight.R: Wikipedia's example, proportions times log10(N / df).
TEST(Tfidf, ProportionsAsInQuanteda) {
  const Dfm counts = dfm_of({{1, 2, 1, 1, 0, 0}, {1, 0, 1, 0, 2, 3}}, {"this", "a", "is", "sample", "another", "example"});
  const Dfm weighted = fit_transform(counts, tfidf_preset(TfidfPreset::quanteda_proportion));
  EXPECT_NEAR(cell(weighted, 0, "a"), .1204120, 5e-8);
  EXPECT_NEAR(cell(weighted, 0, "sample"), .0602060, 5e-8);
  EXPECT_NEAR(cell(weighted, 1, "another"), .08600857, 5e-9);
  EXPECT_NEAR(cell(weighted, 1, "example"), .1290129, 5e-8);
  EXPECT_EQ(cell(weighted, 0, "this"), 0.0);
  EXPECT_NEAR(cell(fit_transform(counts, tfidf_preset("quanteda")), 1, "example"), 3 * std::log10(2.0), 1e-15);
}

// gensim's toy corpus of nine titles (Deerwester et al. 1990), as in its test_tfidfmodel.py.
Dfm gensim_counts() {
  const std::vector<std::vector<std::string_view>> texts = {{"human", "interface", "computer"},
                                                            {"survey", "user", "computer", "system", "response", "time"},
                                                            {"eps", "user", "interface", "system"},
                                                            {"system", "human", "system", "eps"},
                                                            {"user", "response", "time"},
                                                            {"trees"},
                                                            {"graph", "trees"},
                                                            {"graph", "minors", "trees"},
                                                            {"graph", "minors", "survey"}};
  DfmBuilder builder;
  for (std::size_t i = 0; i < texts.size(); ++i) builder.add("c" + std::to_string(i), texts[i]);
  return builder.build();
}

TfidfOptions gensim(std::string_view triplet) { return parse_smart(triplet, SmartDialect::gensim); }

// Oracle: gensim, test_tfidfmodel.py. "human" has df 2, "trees" and "system" 3; no word of the corpus has df 1,
// so the values for df 1 come from the same formula on a tenth word.
TEST(Tfidf, SmartAsInGensim) {
  const Dfm counts = gensim_counts();
  EXPECT_NEAR(cell(fit_transform(counts, gensim("nfn")), 0, "human"), 2.169925001442312, 1e-15);
  EXPECT_NEAR(cell(fit_transform(counts, gensim("nfn")), 5, "trees"), 1.584962500721156, 1e-15);
  EXPECT_NEAR(cell(fit_transform(counts, gensim("ntn")), 0, "human"), 2.321928094887362, 1e-15);
  EXPECT_NEAR(cell(fit_transform(counts, gensim("ntn")), 5, "trees"), 1.736965594166206, 1e-15);
  EXPECT_NEAR(cell(fit_transform(counts, gensim("npn")), 0, "human"), 1.8073549220576042, 1e-15);
  EXPECT_NEAR(cell(fit_transform(counts, gensim("npn")), 5, "trees"), 1.0, 1e-15);
  const Dfm cosine = fit_transform(counts, gensim("nnc"));  // fourth text: system twice, human, eps
  EXPECT_NEAR(cell(cosine, 3, "system"), .8164965809, 5e-11);
  EXPECT_NEAR(cell(cosine, 3, "human"), .4082482905, 5e-11);
  EXPECT_NEAR(cell(cosine, 3, "eps"), .4082482905, 5e-11);
  const Dfm augmented = fit_transform(counts, gensim("ann"));
  EXPECT_EQ(cell(augmented, 3, "human"), .75);
  EXPECT_EQ(cell(augmented, 3, "system"), 1.0);
}

TEST(Tfidf, SmartAsInGensimForOneDocument) {
  const DocumentFrequencies frequencies(9, 0.0, {"rare"}, {1});
  EXPECT_NEAR(TfidfModel::fit(frequencies, gensim("nfn")).idf()[0], 3.169925001442312, 1e-15);
  EXPECT_NEAR(TfidfModel::fit(frequencies, gensim("ntn")).idf()[0], 3.321928094887362, 1e-15);
  EXPECT_NEAR(TfidfModel::fit(frequencies, gensim("npn")).idf()[0], 3.0, 1e-15);
}

// Oracle: gensim's TfidfModel() without arguments on its first text: three words of df 2 each, so 1/sqrt(3) each.
TEST(Tfidf, GensimDefault) {
  const Dfm weighted = fit_transform(gensim_counts(), tfidf_preset("gensim"));
  for (const char* word : {"human", "interface", "computer"}) EXPECT_NEAR(cell(weighted, 0, word), 0.57735026918962573, 1e-15);
}

// Oracle: the lnc.ltc example of the lecture slides to Manning, Raghavan & Schütze (2008), chapter 6 (Stanford CS 276, "TF-IDF
// example: lnc.ltc"): N = 1,000,000; query "best car insurance", document "car insurance auto insurance"; score 0.8.
TEST(Tfidf, ManningsWorkedExample) {
  const DocumentFrequencies frequencies(1000000, 0.0, {"auto", "best", "car", "insurance"}, {5000, 50000, 10000, 1000});
  const Names features = {"auto", "best", "car", "insurance"};
  const Dfm document = TfidfModel::fit(frequencies, parse_smart("lnc")).transform(dfm_of({{1, 0, 1, 2}}, features)).dfm;
  const Dfm query = TfidfModel::fit(frequencies, parse_smart("ltc")).transform(dfm_of({{0, 1, 1, 1}}, features)).dfm;
  expect_table(document, {{.52, 0, .52, .68}}, 5e-3);
  expect_table(query, {{0, .34, .52, .78}}, 5e-3);
  double score = 0.0;
  for (Eigen::Index f = 0; f < 4; ++f) score += document.at(0, f) * query.at(0, f);
  EXPECT_NEAR(score, 0.8, 5e-3);
}

// Oracle: the formulas of SMART's letters (Manning, Raghavan & Schütze 2008, figure 6.15, for most of them) by hand: natural logarithm, tf = 1 and 4
// (mean 2.5, maximum 4).
TEST(Tfidf, TermFrequencySchemes) {
  const Dfm counts = dfm_of({{1, 4}}, {"a", "b"});
  const auto weights = [&](TermFrequency tf) {
    TfidfOptions options = parse_smart("nnn");
    options.log_base = std::exp(1.0);
    options.tf = tf;
    const Dfm dfm = fit_transform(counts, options);
    return std::pair(dfm.at(0, 0), dfm.at(0, 1));
  };
  const double ln4 = 1.3862943611198906;
  const double ln25 = 0.9162907318741551;
  EXPECT_EQ(weights(TermFrequency::raw), std::pair(1.0, 4.0));
  EXPECT_EQ(weights(TermFrequency::boolean), std::pair(1.0, 1.0));
  EXPECT_EQ(weights(TermFrequency::augmented), std::pair(0.625, 1.0));
  EXPECT_EQ(weights(TermFrequency::proportion), std::pair(0.2, 0.8));
  EXPECT_NEAR(weights(TermFrequency::logarithm).second, 1 + ln4, 1e-15);
  EXPECT_NEAR(weights(TermFrequency::log_average).first, 1 / (1 + ln25), 1e-15);
  EXPECT_NEAR(weights(TermFrequency::log_average).second, (1 + ln4) / (1 + ln25), 1e-15);
  EXPECT_NEAR(weights(TermFrequency::double_log).first, 1.0, 1e-15);
  EXPECT_NEAR(weights(TermFrequency::double_log).second, 1 + std::log(1 + ln4), 1e-15);
}

// Oracle: by hand. Two documents with 1 and 3 different features (mean 2), slope 0.25; 2 and 9 bytes (mean 5.5).
TEST(Tfidf, Normalizations) {
  const Dfm counts = dfm_of({{1, 0, 0}, {2, 1, 1}}, {"a", "b", "cc"});
  EXPECT_NEAR(fit_transform(counts, parse_smart("nnu")).at(0, 0), 1 / (0.75 * 2 + 0.25 * 1), 1e-15);
  EXPECT_NEAR(fit_transform(counts, parse_smart("nnu")).at(1, 0), 2 / (0.75 * 2 + 0.25 * 3), 1e-15);
  EXPECT_NEAR(fit_transform(counts, parse_smart("nnb")).at(1, 0), 2 / (0.75 * 5.5 + 0.25 * 9), 1e-15);
  TfidfOptions options = parse_smart("nnu");
  options.pivot = 10.0;
  options.slope = 0.5;
  EXPECT_NEAR(fit_transform(counts, options).at(1, 0), 2 / (5 + 1.5), 1e-15);
  options = parse_smart("nnn");
  options.norm = Normalization::sum;
  EXPECT_EQ(fit_transform(counts, options).at(1, 0), 0.5);
}

TEST(Tfidf, ProbabilisticIdfIsNeverNegative) {
  const TfidfModel model = TfidfModel::fit(DocumentFrequencies(4, 0.0, {"a", "b", "c"}, {4, 3, 2}), parse_smart("npn"));
  EXPECT_EQ(model.idf(), (std::vector<double>{0.0, 0.0, 0.0}));
}

TEST(Tfidf, UnseenFeaturesAreDroppedAndCounted) {
  const TfidfModel model = TfidfModel::fit(dfm_of({{1, 1, 0}, {0, 1, 0}}, {"a", "b", "never"}));
  const TfidfResult result = model.transform(dfm_of({{2, 3, 1, 4}, {0, 1, 0, 0}}, {"x", "b", "a", "never"}));
  EXPECT_EQ(result.n_unseen_features, 2U);  // "x", and "never", which was in the matrix but in no document
  EXPECT_EQ(result.unseen_count, 6.0);
  EXPECT_EQ(result.dfm.features().to_vector(), (Names{"a", "b", "never"}));
  EXPECT_EQ(cell(result.dfm, 0, "never"), 0.0);
  EXPECT_EQ(cell(result.dfm, 1, "b"), 1.0);  // alone in its document: length 1
  EXPECT_EQ(result.dfm.weighting(), Weighting::tf_idf);
}

TEST(Tfidf, ADocumentDoesNotMoveWhenAnotherIsTransformedWithIt) {
  const TfidfModel model = TfidfModel::fit(gensim_counts(), gensim("ltc"));
  const Names features = {"graph", "human", "user"};
  const Dfm alone = model.transform(dfm_of({{1, 2, 0}}, features)).dfm;
  const Dfm together = model.transform(dfm_of({{1, 2, 0}, {5, 0, 7}}, features)).dfm;
  EXPECT_TRUE(Eigen::MatrixXd(alone.matrix()).row(0) == Eigen::MatrixXd(together.matrix()).row(0));
}

/// Sparse random counts; features in a scrambled order.
Dfm random_counts(std::uint64_t seed, std::size_t n_documents) {
  stance::detail::Random random(seed);
  const Names features = {"delta", "alpha", "echo", "bravo", "charlie", "golf", "foxtrot"};
  Table counts(n_documents, std::vector<double>(features.size(), 0.0));
  for (auto& row : counts) {
    for (double& count : row) count = random.below(2) == 0 ? 0.0 : static_cast<double>(random.below(4));
  }
  return dfm_of(counts, features);
}

TEST(Tfidf, TransformOfTheFittedDataIsFitTransform) {
  for (const char* triplet : {"ntc", "ltn", "apc", "bnn", "Ltu", "dtb", "lpc"}) {
    const Dfm counts = random_counts(3, 12);
    const TfidfOptions options = parse_smart(triplet);
    const Dfm by_matrix = TfidfModel::fit(counts, options).transform(counts).dfm;
    const Dfm by_frequencies = TfidfModel::fit(DocumentFrequencies(counts), options).transform(counts).dfm;
    EXPECT_TRUE(Eigen::MatrixXd(by_matrix.matrix()) == Eigen::MatrixXd(fit_transform(counts, options).matrix()));
    for (Eigen::Index d = 0; d < counts.n_documents(); ++d) {
      for (const char* feature : {"alpha", "bravo", "charlie", "delta"}) {
        EXPECT_NEAR(cell(by_matrix, d, feature), cell(by_frequencies, d, feature), 1e-15) << triplet;  // columns in another order
      }
    }
  }
}

TEST(Tfidf, IsTheSameInPlaceAndOnAnyNumberOfThreads) {
  stance::detail::Random random(17);
  Table counts(200, std::vector<double>(30));
  Names features;
  for (std::size_t f = 0; f < 30; ++f) features.push_back("f" + std::to_string(f));
  for (std::vector<double>& row : counts) {
    for (double& count : row) count = random.below(3) == 0 ? static_cast<double>(1 + random.below(9)) : 0.0;
  }
  const Dfm dfm = dfm_of(counts, features);
  for (const char* const scheme : {"ltc", "nnc", "atn", "btu", "Lpb", "dtc"}) {
    const TfidfOptions options = parse_smart(scheme);
    const TfidfModel model = TfidfModel::fit(dfm, options);
    const Eigen::MatrixXd expected(model.transform(dfm).dfm.matrix());
    for (const std::size_t threads : {1U, 2U, 5U}) {
      Dfm copy = dfm;
      const double* const cells = copy.matrix().valuePtr();
      const Dfm weighted = model.transform(std::move(copy), threads).dfm;
      EXPECT_EQ(weighted.matrix().valuePtr(), cells) << "written over the counts";
      EXPECT_TRUE(Eigen::MatrixXd(weighted.matrix()) == expected) << scheme;
      EXPECT_EQ(weighted.documents(), dfm.documents());
      EXPECT_EQ(weighted.weighting(), Weighting::tf_idf);
      EXPECT_TRUE(Eigen::MatrixXd(fit_transform(Dfm(dfm), options, threads).matrix()) == expected) << scheme;
    }
    // The same names in another object: columns are looked up.
    const Dfm other(dfm.matrix(), dfm.documents(), NameList(features), Weighting::counts);
    EXPECT_TRUE(Eigen::MatrixXd(model.transform(other, 2).dfm.matrix()) == expected) << scheme;
  }
}

// Two passes over parts of a corpus, each with columns of its own.
TEST(Tfidf, InTwoPassesEqualsThatOfTheWholeCorpus) {
  const Table counts = {{3, 0, 1, 0}, {0, 2, 0, 0}, {1, 1, 0, 0}, {0, 0, 0, 5}};
  const Names features = {"a", "b", "c", "d"};
  const Dfm whole = fit_transform(dfm_of(counts, features));
  const auto part = [&](std::size_t d) {  // one document; those of odd place do not know the first feature
    const std::ptrdiff_t first = d % 2 == 1 ? 1 : 0;
    return dfm_of({{counts[d].begin() + first, counts[d].end()}}, Names(features.begin() + first, features.end()));
  };
  DocumentFrequencies frequencies;
  for (std::size_t d = 0; d < counts.size(); ++d) frequencies.merge(DocumentFrequencies(part(d)));
  const TfidfModel model = TfidfModel::fit(frequencies);
  for (std::size_t d = 0; d < counts.size(); ++d) {
    const TfidfResult row = model.transform(part(d));
    EXPECT_EQ(row.n_unseen_features, 0U);
    for (const std::string& feature : features) EXPECT_EQ(cell(row.dfm, 0, feature), cell(whole, static_cast<Eigen::Index>(d), feature)) << d << feature;
  }
}

TEST(DocumentFrequencies, AreACommutativeMonoid) {
  const DocumentFrequencies a(random_counts(1, 5));
  const DocumentFrequencies b(3, 7.0, {"zulu", "alpha"}, {1, 2});
  const DocumentFrequencies c(random_counts(2, 4));
  const auto merged = [](DocumentFrequencies x, const DocumentFrequencies& y) {
    x.merge(y);
    return x;
  };
  EXPECT_EQ(merged(merged(a, b), c), merged(a, merged(b, c)));
  EXPECT_EQ(merged(a, b), merged(b, a));
  EXPECT_EQ(merged(a, DocumentFrequencies()), a);
  EXPECT_EQ(merged(DocumentFrequencies(), a), a);
  EXPECT_EQ(merged(a, b).of("alpha"), a.of("alpha") + 2);
  EXPECT_EQ(merged(a, b).of("zulu"), 1U);
  EXPECT_EQ(merged(a, b).n_documents(), 8U);
}

TEST(DocumentFrequencies, ShardsEqualTheWholeCorpus) {
  Table rows;
  const Names features = {"a", "b", "c"};
  stance::detail::Random random(4);
  for (int d = 0; d < 20; ++d) rows.push_back({double(random.below(2)), double(random.below(3)), double(random.below(2))});
  for (std::ptrdiff_t cut = 0; cut <= 20; ++cut) {
    DocumentFrequencies parts(dfm_of(Table(rows.begin(), rows.begin() + cut), features));
    parts.merge(DocumentFrequencies(dfm_of(Table(rows.begin() + cut, rows.end()), features)));
    EXPECT_EQ(parts, DocumentFrequencies(dfm_of(rows, features)));
  }
}

TEST(DocumentFrequencies, SurviveATripThroughPlainValues) {
  const DocumentFrequencies a(random_counts(1, 5));
  EXPECT_EQ(DocumentFrequencies(a.n_documents(), a.total_bytes(), a.features().to_vector(), a.frequencies()), a);
  EXPECT_THROW(DocumentFrequencies(3, 0.0, {"a"}, {}), InvalidArgument);
  EXPECT_THROW(DocumentFrequencies(3, 0.0, {"a"}, {4}), InvalidArgument);
  EXPECT_THROW(DocumentFrequencies(3, 0.0, {"a"}, {0}), InvalidArgument);
  EXPECT_THROW(DocumentFrequencies(3, 0.0, {"a", "a"}, {1, 1}), InvalidArgument);
  EXPECT_THROW(DocumentFrequencies(3, NAN, {"a"}, {1}), InvalidArgument);
}

TEST(Tfidf, DegenerateInput) {
  EXPECT_THROW((void)TfidfModel::fit(Dfm()), InvalidArgument);
  EXPECT_THROW((void)TfidfModel::fit(DocumentFrequencies()), InvalidArgument);
  const Dfm with_empty = dfm_of({{0, 0}, {1, 2}}, {"a", "b"});
  EXPECT_EQ(fit_transform(with_empty).matrix().row(0).nonZeros(), 0);
  EXPECT_EQ(fit_transform(dfm_of({{}, {}}, {})).n_features(), 0);
  EXPECT_EQ(TfidfModel::fit(with_empty).transform(Dfm()).dfm.n_documents(), 0);
  // One document: idf of plain SMART is log(1) = 0 for all, so that nothing is left of it.
  EXPECT_EQ(fit_transform(dfm_of({{1, 2}}, {"a", "b"}), parse_smart("ntc")).matrix().nonZeros(), 0);
  EXPECT_THROW((void)fit_transform(dfm_of({{0.5}}, {"a"}), parse_smart("lnn")), InvalidArgument);
  EXPECT_NEAR(fit_transform(dfm_of({{1e200, 1e200}}, {"a", "b"})).at(0, 0), std::sqrt(0.5), 1e-15);  // squares overflow, lengths do not
}

TEST(Tfidf, IsNotWeightedTwice) {
  const Dfm weighted = fit_transform(scikit_counts());
  EXPECT_THROW((void)fit_transform(weighted), InvalidArgument);
  EXPECT_THROW((void)TfidfModel::fit(scikit_counts()).transform(weighted), InvalidArgument);
  EXPECT_THROW((void)DocumentFrequencies(to_proportions(scikit_counts())), InvalidArgument);
}

TEST(Tfidf, RefusesOptionsThatMakeNoSense) {
  const Dfm counts = scikit_counts();
  EXPECT_THROW((void)fit_transform(counts, {.add_to_n = -1.0}), InvalidArgument);
  EXPECT_THROW((void)fit_transform(counts, {.add_to_idf = NAN}), InvalidArgument);
  EXPECT_THROW((void)fit_transform(counts, {.log_base = 1.0}), InvalidArgument);
  EXPECT_THROW((void)fit_transform(counts, {.slope = 1.1}), InvalidArgument);
  EXPECT_THROW((void)fit_transform(counts, {.pivot = 0.0}), InvalidArgument);
  EXPECT_THROW((void)tfidf_preset("sklearn"), InvalidArgument);
}

TEST(Smart, LettersOfTheDialects) {
  EXPECT_EQ(parse_smart("ltc").tf, TermFrequency::logarithm);
  EXPECT_EQ(parse_smart("ltc").idf, InverseDocumentFrequency::log_ratio);
  EXPECT_EQ(parse_smart("ltc").norm, Normalization::cosine);
  EXPECT_EQ(parse_smart("ltc").log_base, 10.0);
  EXPECT_EQ(gensim("txx"), gensim("nnn"));
  EXPECT_EQ(gensim("ntn").add_to_n, 1.0);
  EXPECT_EQ(gensim("nfn").add_to_n, 0.0);
  for (const char* bad : {"", "lt", "ltcc", "xtc", "lfc", "ltx", "tnn", "Ntc"})
    EXPECT_THROW((void)parse_smart(bad), InvalidArgument) << bad;
}

}  // namespace
