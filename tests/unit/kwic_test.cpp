#include "stance/kwic.hpp"

#include <gtest/gtest.h>

#include <map>

#include "stance/error.hpp"
#include "stance/keyness_quotations.hpp"

namespace {

using stance::Corpus;
using stance::CountOptions;
using stance::Document;
using stance::Kwic;
using stance::kwic;
using stance::KwicLine;
using Names = std::vector<std::string>;

Corpus corpus_of(const std::vector<std::string>& texts) {
  Corpus corpus;
  for (const std::string& text : texts) {
    Document document;
    document.id = "d" + std::to_string(corpus.size());
    document.text = text;
    corpus.add(document);
  }
  return corpus;
}

std::string original(const Corpus& corpus, const Kwic& found, const KwicLine& line) {
  return corpus[found.sentences[line.sentence].document].text.substr(line.span.begin, line.span.size());
}

TEST(KwicTest, FindsWordsInTheirSentences) {
  const Corpus corpus = corpus_of({"We left. NATO's door is open; NATO\nstays.", "nato?"});
  const Kwic found = kwic(corpus, {"nato", "left"});
  ASSERT_EQ(found.lines.size(), 3U);
  EXPECT_EQ(found.lines[0].feature, 1U);
  EXPECT_EQ(original(corpus, found, found.lines[1]), "NATO");
  EXPECT_EQ(found.sentences.size(), 3U);
  EXPECT_EQ(found.sentences[1].text, "NATO's door is open; NATO stays.");  // cleaned: the line was wrapped
  EXPECT_EQ(found.sentences[1].text.substr(found.lines[1].keyword.begin, found.lines[1].keyword.size()), "NATO");
  EXPECT_EQ(found.sentences[2].document, 1U);
}

TEST(KwicTest, NgramsGoOverWhatIsLeftOut) {
  const Corpus corpus = corpus_of({"The role of the NATO alliance. Role NATO."});
  CountOptions options;
  options.features.ngram_max = 2;
  options.features.stop_words = {"of", "the"};
  const Kwic found = kwic(corpus, {"role nato", "nato alliance"}, {}, options);
  ASSERT_EQ(found.lines.size(), 3U);
  EXPECT_EQ(original(corpus, found, found.lines[0]), "role of the NATO");
  EXPECT_EQ(original(corpus, found, found.lines[1]), "NATO alliance");
  options.features.ngram_gaps = stance::NgramGaps::keep;
  EXPECT_EQ(kwic(corpus, {"role nato"}, {}, options).lines.size(), 1U);
}

// Oracle: the matrix. Every feature has as many lines in a document as its cell says, over n-grams, joiners and stop words.
TEST(KwicTest, AsManyLinesAsCounts) {
  const Corpus corpus = corpus_of({"# A heading\n\nWe join NATO, we join the EU; NATO and the EU. We will not join.\n\n- a list\n- of NATO",
                                   "The EU and NATO \xE2\x80\x94 NATO! snake_case and well-known words of the EU"});
  for (const std::string joiner : {" ", "_", ""}) {
    for (const auto gaps : {stance::NgramGaps::close, stance::NgramGaps::keep}) {
      CountOptions options;
      options.features.ngram_max = 3;
      options.features.joiner = joiner;
      options.features.ngram_gaps = gaps;
      options.features.stop_words = {"the", "of", "and"};
      const stance::Dfm dfm = count_features(corpus, options).dfm;
      const Kwic found = kwic(corpus, dfm.features().to_vector(), {}, options);
      std::map<std::pair<std::size_t, std::size_t>, double> lines;
      for (const KwicLine& line : found.lines) ++lines[{found.sentences[line.sentence].document, line.feature}];
      for (Eigen::Index d = 0; d < dfm.n_documents(); ++d) {
        for (Eigen::Index f = 0; f < dfm.n_features(); ++f)
          EXPECT_EQ((lines[{static_cast<std::size_t>(d), static_cast<std::size_t>(f)}]), dfm.at(d, f))
              << dfm.features()[static_cast<std::size_t>(f)];
      }
    }
  }
}

TEST(KwicTest, OnlyInTheDocumentsAskedFor) {
  const Corpus corpus = corpus_of({"NATO", "NATO", "NATO"});
  EXPECT_EQ(kwic(corpus, {"nato"}, {1}).sentences[0].document, 1U);
  EXPECT_TRUE(kwic(corpus, {"none"}).lines.empty());
  EXPECT_TRUE(kwic(corpus, {}).lines.empty());
  EXPECT_THROW(static_cast<void>(kwic(corpus, {"nato"}, {3})), stance::InvalidArgument);
  EXPECT_THROW(static_cast<void>(kwic(corpus, {"nato"}, {1, 0})), stance::InvalidArgument);
}

TEST(KwicTest, ABadDocumentLosesNoOthers) {
  const Kwic found = kwic(corpus_of({"NATO \xFF", "NATO"}), {"nato"});
  EXPECT_EQ(found.lines.size(), 1U);
  EXPECT_EQ(found.diagnostics.size(), 1U);
}

TEST(KeyQuotations, PreferSentencesWithOtherKeyWordsOfTheSameSide) {
  const Corpus corpus = corpus_of({"Gas is gas. Our gas and our oil are the wealth of this country and of its people. Oil.",
                                   "Peace. We shall keep the peace of our neighbours for all time to come."});
  CountOptions options;
  const stance::Dfm dfm = count_features(corpus, options).dfm;
  const stance::Groups groups = stance::groups_by_name(dfm.documents(), {"d0"});
  stance::KeynessOptions keyness_options;
  keyness_options.min_count = 2;
  const stance::Keyness keyness = compute_keyness(dfm, groups, keyness_options);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < keyness.rows.size(); ++i) {
    const std::string_view name = (*keyness.features)[keyness.rows[i].feature];
    if (name == "gas" || name == "oil" || name == "peace") rows.push_back(i);
  }
  const std::vector<stance::KeyQuotation> quotations = quote_keys(corpus, dfm.documents(), groups, keyness, rows, options);
  ASSERT_EQ(quotations.size(), 3U);
  EXPECT_EQ(quotations[0].before, "Our ");
  EXPECT_EQ(quotations[0].keyword, "gas");
  EXPECT_EQ(quotations[1].keyword, "Oil");  // the better sentence is taken already
  EXPECT_EQ(quotations[2].document, "d1");
  EXPECT_EQ(quotations[2].before, "We shall keep the ");
  EXPECT_THROW(static_cast<void>(quote_keys(Corpus(), dfm.documents(), groups, keyness, rows, options)), stance::InvalidArgument);
  EXPECT_THROW(static_cast<void>(quote_keys(corpus, dfm.documents(), groups, keyness, {99}, options)), stance::InvalidArgument);
}

}  // namespace
