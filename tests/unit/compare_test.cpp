#include "stance/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace stance {
namespace {

const CompiledLexicon& mini() {
  static const CompiledLexicon lexicon(load_lexicon(std::string(STANCE_TEST_DATA_DIR) + "/../program/mini.yaml"));
  return lexicon;
}

Corpus corpus_of(const std::vector<std::pair<std::string, std::string>>& texts) {
  Corpus corpus;
  for (const auto& [id, text] : texts) {
    Document document;
    document.id = id;
    document.text = text;
    document.principal = "Azerbaijan";
    corpus.add(std::move(document));
  }
  return corpus;
}

Analysis analysed(const Corpus& corpus) {
  AnalysisOptions options;
  options.threads = 2;
  options.count_features = CountFeatures::yes;
  options.features = topic_features("en");
  return analyze(corpus, mini(), options);
}

CompareOptions corpus_idf() {
  CompareOptions options;
  options.idf = IdfSource::corpus;
  return options;
}

const char* const kFor = "We shall join NATO. Our partnership with NATO serves peace. The army learns. Trade grows. People travel.";
const char* const kAgainst = "We will never join NATO. The aggression of NATO is a threat. The army learns. Trade grows. People stay.";

TEST(Compare, TopicIsTheCosineOfCountsTimesIdf) {
  const Corpus corpus = corpus_of({{"a", "apple apple pear"}, {"b", "apple plum"}});
  const Comparison comparison = compare(corpus, analysed(corpus), mini(), corpus_idf());
  // idf: apple ln(3/3) + 1 = 1; pear and plum ln(3/2) + 1
  const double rare = std::log(1.5) + 1.0;
  EXPECT_NEAR(comparison.topic(0, 1), 2.0 / (std::sqrt(4.0 + rare * rare) * std::sqrt(1.0 + rare * rare)), 1e-12);
  CompareOptions none = corpus_idf();
  none.idf = IdfSource::none;
  EXPECT_NEAR(compare(corpus, analysed(corpus), mini(), none).topic(0, 1), 2.0 / std::sqrt(10.0), 1e-12);
}

TEST(Compare, BackgroundIdfDoesNotDependOnTheCorpus) {
  CompareOptions options;
  options.idf_table = DocumentFrequencies(100, 0.0, {"apple", "pear"}, {50, 2});
  const Corpus two = corpus_of({{"a", "apple apple pear"}, {"b", "apple plum"}});
  const Corpus three = corpus_of({{"a", "apple apple pear"}, {"b", "apple plum"}, {"c", "apple plum pear"}});
  const double apple = std::log(101.0 / 51.0) + 1.0;
  const double pear = std::log(101.0 / 3.0) + 1.0;
  const double plum = std::log(101.0) + 1.0;  // unknown to the table
  const double expected = 2.0 * apple * apple / (std::sqrt(4.0 * apple * apple + pear * pear) * std::sqrt(apple * apple + plum * plum));
  EXPECT_NEAR(compare(two, analysed(two), mini(), options).topic(0, 1), expected, 1e-12);
  EXPECT_EQ(compare(two, analysed(two), mini(), options).topic(0, 1), compare(three, analysed(three), mini(), options).topic(0, 1));
}

TEST(Compare, StanceIsOverBipolarAxesOnly) {
  const Corpus corpus = corpus_of({{"a", kFor}, {"b", kAgainst}, {"c", "Sovereignty first. Sovereignty always."}});
  const Comparison comparison = compare(corpus, analysed(corpus), mini(), corpus_idf());
  EXPECT_EQ(comparison.stance.n_shared_axes(0, 1), 2);
  EXPECT_EQ(comparison.stance.values(0, 0), 1.0);
  EXPECT_LT(comparison.stance.values(0, 1), 0.5);
  EXPECT_TRUE(std::isnan(comparison.stance.values(0, 2))) << "one document has no position: undefined, not 0";
  ASSERT_EQ(comparison.pairs.size(), 3U);
  EXPECT_EQ(comparison.pairs[1].quarter, Quarter::not_enough_evidence);
}

TEST(Compare, IntervalsOfTopicsHoldTheValueAndNeedSentences) {
  const Corpus corpus = corpus_of({{"a", kFor}, {"b", kAgainst}, {"c", "Short text."}});
  const Comparison comparison = compare(corpus, analysed(corpus), mini(), corpus_idf());
  const Estimate& topic = comparison.pairs[0].topic;
  EXPECT_EQ(topic.value, comparison.topic(0, 1));
  EXPECT_LT(topic.lower, topic.value);
  EXPECT_GT(topic.upper, topic.value);
  EXPECT_TRUE(std::isnan(comparison.pairs[1].topic.lower));
  CompareOptions without = corpus_idf();
  without.interval_limit = 2;
  const Comparison exact = compare(corpus, analysed(corpus), mini(), without);
  EXPECT_EQ(exact.pairs[0].topic.lower, exact.pairs[0].topic.value);
  EXPECT_FALSE(exact.topic_intervals);
  EXPECT_FALSE(exact.targets.has_value());
  EXPECT_FALSE(exact.notes.empty());
}

TEST(Compare, ContrastsQuoteOppositeSidesThatAnswerEachOther) {
  const Corpus corpus = corpus_of({{"a", kFor}, {"b", kAgainst}});
  const Analysis analysis = analysed(corpus);
  const Comparison comparison = compare(corpus, analysis, mini(), corpus_idf());
  ASSERT_EQ(comparison.contrasts.size(), 2U);
  const Contrast& contrast = comparison.contrasts[0].axis == 0 ? comparison.contrasts[0] : comparison.contrasts[1];
  EXPECT_GT(contrast.difference, 0.5);
  ASSERT_EQ(contrast.quotations.size(), 2U);
  const auto sentence = [&](const EvidenceRef& side) {
    const DocumentEvidence& evidence = analysis.documents[side.document].evidence;
    return evidence.sentences[evidence.axes[contrast.axis][side.record].sentence].text;
  };
  ASSERT_TRUE(contrast.quotations[0].a && contrast.quotations[0].b);
  EXPECT_EQ(sentence(*contrast.quotations[0].a), "We shall join NATO.");
  EXPECT_EQ(sentence(*contrast.quotations[0].b), "We will never join NATO.");
  EXPECT_GT(contrast.quotations[0].a->contribution, 0.0);
  EXPECT_LT(contrast.quotations[0].b->contribution, 0.0);
}

TEST(Compare, ManyDocumentsAreComparedWithTheirNeighbours) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (int i = 0; i < 12; ++i) texts.emplace_back("d" + std::to_string(i), i % 2 == 0 ? kFor : kAgainst);
  const Corpus corpus = corpus_of(texts);
  CompareOptions options = corpus_idf();
  options.full_matrix_limit = 10;
  options.neighbours = 2;
  const Comparison comparison = compare(corpus, analysed(corpus), mini(), options);
  EXPECT_FALSE(comparison.full);
  EXPECT_EQ(comparison.topic.size(), 0);
  EXPECT_LE(comparison.pairs.size(), 24U);
  const Comparison all = compare(corpus, analysed(corpus), mini(), corpus_idf());
  for (const ComparedPair& pair : comparison.pairs) {
    EXPECT_EQ(pair.stance.value, all.stance.values(static_cast<Eigen::Index>(pair.a), static_cast<Eigen::Index>(pair.b)));
    EXPECT_NEAR(pair.topic.value, all.topic(static_cast<Eigen::Index>(pair.a), static_cast<Eigen::Index>(pair.b)), 1e-12);
  }
}

TEST(Compare, DocumentsThatFailedAreLeftOut) {
  Corpus corpus = corpus_of({{"a", kFor}, {"bad", "\xFF"}, {"c", kAgainst}});
  const Analysis analysis = analysed(corpus);
  ASSERT_EQ(analysis.diagnostics.size(), 1U);
  const Comparison comparison = compare(corpus, analysis, mini(), corpus_idf());
  EXPECT_THAT(comparison.ids, ::testing::ElementsAre("a", "c"));
}

TEST(Compare, SaysWhatIsMissing) {
  const Corpus corpus = corpus_of({{"a", kFor}, {"b", kAgainst}});
  AnalysisOptions options;
  EXPECT_THROW(static_cast<void>(compare(corpus, analyze(corpus, mini(), options), mini())), InvalidArgument) << "no features";
  options.count_features = CountFeatures::yes;
  options.keep_evidence = KeepEvidence::no;
  EXPECT_THROW(static_cast<void>(compare(corpus, analyze(corpus, mini(), options), mini())), InvalidArgument) << "no evidence";
  EXPECT_THROW(static_cast<void>(compare(corpus_of({{"x", kFor}}), analysed(corpus), mini())), InvalidArgument) << "another corpus";
  CompareOptions level = corpus_idf();
  level.level = 1.0;
  EXPECT_THROW(static_cast<void>(compare(corpus, analysed(corpus), mini(), level)), InvalidArgument);
  EXPECT_TRUE(compare(Corpus(), Analysis(), mini()).pairs.empty());
}

TEST(Compare, ContrastOfTwoDocumentsIsTheOneOfTheList) {
  const Corpus corpus = corpus_of({{"a", kFor}, {"b", kAgainst}, {"c", "People travel."}});
  const Analysis analysis = analysed(corpus);
  const Comparison comparison = compare(corpus, analysis, mini(), corpus_idf());
  ASSERT_FALSE(comparison.contrasts.empty());
  const Contrast& listed = comparison.contrasts.front();
  const Contrast found = contrast(analysis, mini(), listed.a, listed.b, listed.axis);
  EXPECT_EQ(found.difference, listed.difference);
  EXPECT_EQ(found.intervals_apart, listed.intervals_apart);
  ASSERT_EQ(found.quotations.size(), listed.quotations.size());
  EXPECT_EQ(found.quotations.front().similarity, listed.quotations.front().similarity);
  EXPECT_EQ(contrast(analysis, mini(), listed.b, listed.a, listed.axis).difference, -listed.difference);

  const Contrast silent = contrast(analysis, mini(), 0, 2, listed.axis);
  EXPECT_TRUE(std::isnan(silent.difference));
  EXPECT_TRUE(silent.quotations.empty());
  EXPECT_THROW(static_cast<void>(contrast(analysis, mini(), 0, 3, listed.axis)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(contrast(analysis, mini(), 0, 1, 999)), InvalidArgument);
}

TEST(Compare, StopsWhenItIsAskedTo) {
  const Corpus corpus = corpus_of({{"a", kFor}, {"b", kAgainst}});
  std::stop_source stop;
  stop.request_stop();
  CompareOptions options = corpus_idf();
  options.stop = stop.get_token();
  EXPECT_THROW(static_cast<void>(compare(corpus, analysed(corpus), mini(), options)), Stopped);
}

}  // namespace
}  // namespace stance
