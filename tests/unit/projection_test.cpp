// The vector view: directions of poles, checked against hand calculation, and the background table it stands on.
#include "stance/projection.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>

#include "stance/background.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// A lexicon of one axis with one pattern for each pole.
Lexicon poles(const std::string& positive, const std::string& negative) {
  const LexiconCheck check = parse_lexicon(R"(
meta: {name: t, version: "1", language: en}
axes:
  a:
    kind: bipolar
    negative: war
    positive: peace
    patterns:
      - {value: 1, reason: r, match: [")" + positive + R"("]}
      - {value: -1, reason: r, match: [")" + negative + R"("]}
)", "t.yaml");
  EXPECT_TRUE(check.lexicon.has_value());
  return *check.lexicon;
}

Lexicon two_poles() { return poles("peace", "war"); }

Dfm counts(const std::vector<std::vector<std::string_view>>& documents) {
  DfmBuilder builder;
  std::size_t number = 0;
  for (const auto& words : documents) builder.add("d" + std::to_string(number++), std::span<const std::string_view>(words));
  return builder.build();
}

// Both words have the same document frequency, so the direction is (peace − war) / √2; a document of one word alone has cosine ±1/√2,
// one with both words 0; a word of neither pole in equal weight takes 1/√2 · 1/√2 = 1/2.
TEST(Projection, EqualsHandCalculation) {
  const DocumentFrequencies background(100, 0.0, {"peace", "war", "tree"}, {10, 10, 10});
  const AxisDirections directions(two_poles(), background);
  const Eigen::MatrixXd cosines = directions.project(counts({{"peace"}, {"war"}, {"peace", "war"}, {"peace", "tree"}, {"tree"}}));
  EXPECT_NEAR(cosines(0, 0), 1.0 / std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(cosines(1, 0), -1.0 / std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(cosines(2, 0), 0.0, 1e-12);
  EXPECT_NEAR(cosines(3, 0), 0.5, 1e-12);
  EXPECT_TRUE(std::isnan(cosines(4, 0))) << "no word of the axis: nothing to say";
}

TEST(PoleWords, AreThoseOfThePatternsWithTheirWeights) {
  const PoleWords words = pole_words(poles("peace talks", "war*"), 0);
  ASSERT_EQ(words.positive.size(), 2U);
  EXPECT_EQ(words.positive[0].word, "peace");
  EXPECT_EQ(words.positive[1].word, "talks");
  EXPECT_EQ(words.positive[0].weight, 0.5);  // a pattern shares its weight among its words
  ASSERT_EQ(words.negative.size(), 1U);
  EXPECT_EQ(words.negative[0].word, "war*");
  EXPECT_EQ(words.negative[0].weight, 1.0);
  // "talks" is on both poles alike and tells nothing; "peace" stays.
  const PoleWords shared = pole_words(poles("peace talks", "war talks"), 0);
  ASSERT_EQ(shared.positive.size(), 1U);
  EXPECT_EQ(shared.positive[0].word, "peace");
  EXPECT_THROW(static_cast<void>(pole_words(two_poles(), 1)), InvalidArgument);
}

TEST(Projection, DoesNotMoveWhenADocumentJoins) {
  const DocumentFrequencies background(100, 0.0, {"peace", "war"}, {10, 40});
  const AxisDirections directions(two_poles(), background);
  const double alone = directions.project(counts({{"peace", "peace", "war"}}))(0, 0);
  const double joined = directions.project(counts({{"peace", "peace", "war"}, {"war", "tree"}}))(0, 0);
  EXPECT_EQ(alone, joined);
}

// "the" is in every text and in no background table: it would have the highest idf of all. Without it the pole + is "peace" alone, so the
// document of it is at 1/√2 as above; were "the" a word of the pole, it would be nearer to 0.
TEST(Projection, FunctionWordsOfPatternsDoNotCount) {
  const DocumentFrequencies background(100, 0.0, {"peace", "war"}, {10, 10});
  const AxisDirections directions(poles("(the peace|of a)", "war"), background);
  EXPECT_NEAR(directions.project(counts({{"peace"}}))(0, 0), 1.0 / std::sqrt(2.0), 1e-12);
  EXPECT_TRUE(std::isnan(directions.project(counts({{"the", "of", "a"}}))(0, 0)));
}

// Poles + {peac*, peace} with weights 1/2 each and − {war}, all of the same idf i. Σ over entries: + has length i·√(1/4 + 1/4) = i/√2, so
// both entries have 1/√2. "peace" is both of them: √2; as words of the direction there are "peac" (1/√2), "peace" (√2), "war" (1):
// length √(1/2 + 2 + 1). A document of "peaceful" has 1/√2, one of "peace" √2.
TEST(Projection, GlobsAndWordsOfAPoleAddUp) {
  const DocumentFrequencies background(100, 0.0, {"peac", "peace", "peaceful", "war"}, {10, 10, 10, 10});
  const AxisDirections directions(poles("peac* peace", "war"), background);
  const Eigen::MatrixXd cosines = directions.project(counts({{"peaceful"}, {"peace"}, {"war"}, {"pea"}}));
  const double length = std::sqrt(0.5 + 2.0 + 1.0);
  EXPECT_NEAR(cosines(0, 0), std::sqrt(0.5) / length, 1e-12);
  EXPECT_NEAR(cosines(1, 0), std::sqrt(2.0) / length, 1e-12);
  EXPECT_NEAR(cosines(2, 0), -1.0 / length, 1e-12);
  EXPECT_TRUE(std::isnan(cosines(3, 0)));
}

TEST(Projection, WordsOfPolesAreWrittenAsThoseOfDocuments) {
  const AxisDirections directions(poles("U.S.", "war"), DocumentFrequencies(100, 0.0, {"war"}, {10}));
  Vocabulary vocabulary;
  Tokenizer tokenizer("en", vocabulary);
  const Dfm document = DfmBuilder(topic_features("en"), vocabulary).add("d", tokenizer(clean("They told us of the U.S. and its fleet."))).build();
  EXPECT_GT(directions.project(document)(0, 0), 0.0);
}

TEST(Projection, RefusesWeightedMatrices) {
  const AxisDirections directions(two_poles(), DocumentFrequencies(10, 0.0, {"peace"}, {1}));
  EXPECT_THROW((void)directions.project(to_presence(counts({{"peace"}}))), InvalidArgument);
}

TEST(Background, BundledTableHolds) {
  const DocumentFrequencies table = load_background("en");
  EXPECT_EQ(table.n_documents(), 1597U);
  EXPECT_EQ(table.of("united"), 1597U);
  EXPECT_EQ(table.of("qwertyuiop"), 0U);
  EXPECT_THROW((void)load_background("xx"), Error);
}

TEST(Background, FaultsNameTheirLine) {
  const std::string path = testing::TempDir() + "/background_fault_" + std::to_string(::getpid()) + ".tsv";
  std::ofstream(path) << "# documents\t10\npeace\t3\nwar\nlove\tmany\n";
  try {
    (void)read_background(path);
    FAIL() << "a broken table was read";
  } catch (const ParseError& fault) {
    ASSERT_EQ(fault.diagnostics().size(), 2U);
    EXPECT_EQ(fault.diagnostics()[0].position.line, 3U);
    EXPECT_EQ(fault.diagnostics()[1].position.line, 4U);
    EXPECT_EQ(fault.diagnostics()[0].code, "B401");
  }
  std::ofstream(path) << "peace\t3\n";
  EXPECT_THROW((void)read_background(path), ParseError);
  std::remove(path.c_str());
}

}  // namespace
}  // namespace stance
