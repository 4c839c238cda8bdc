// Where the search for a pattern begins. That matches do not depend on it is what match_exhaustive_test.cpp shows.

#include "detail/match_anchor.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <initializer_list>
#include <string>
#include <vector>

namespace stance::detail {
namespace {

/// Patterns over a lexicon with a term set; the chooser has counted the words of all of them.
class Chooser {
 public:
  /// @param preposition  of the lexicon, if any
  Chooser(std::initializer_list<const char*> patterns, const char* preposition = nullptr) : Chooser(std::vector<const char*>(patterns), preposition) {}
  explicit Chooser(const std::vector<const char*>& patterns, const char* preposition = nullptr) {
    if (preposition != nullptr) lexicon_.modifiers.prepositions["with"].push_back(parse_pattern(preposition).pattern.value());
    lexicon_.terms["blocs"].push_back(parse_pattern("the bloc").pattern.value());
    lexicon_.terms["loose"].push_back(parse_pattern("bloc ~2 so?").pattern.value());
    for (const char* text : patterns) {
      patterns_.push_back(parse_pattern(text).pattern.value());
      entries_.push_back({&patterns_.back(), 0, Reach::clause});
    }
  }
  [[nodiscard]] std::size_t choose(std::size_t pattern = 0) const { return AnchorChooser(lexicon_, entries_).choose(patterns_[pattern].tree().root.children); }
  /// The branch of the first pattern's first item.
  [[nodiscard]] bool begins_inside(std::size_t branch) const {
    return AnchorChooser(lexicon_, entries_).begins_inside(patterns_[0].tree().root.children[0].children[branch]);
  }
  [[nodiscard]] bool may_end_in_gap() const { return AnchorChooser(lexicon_, entries_).may_end_in_gap(patterns_[0].tree().root.children); }

 private:
  Lexicon lexicon_;
  std::deque<Pattern> patterns_;
  std::vector<MatchEntry> entries_;
};

TEST(MatchAnchor, IsTheItemThatPatternsNameLeast) {
  EXPECT_EQ((Chooser{"the ~2 alliance", "the union", "the bloc"}.choose()), 2U) << "items: the, ~2, alliance";
  EXPECT_EQ((Chooser{"alliance ~2 the", "the union", "the bloc"}.choose()), 0U);
  EXPECT_EQ((Chooser{"withdraw from", "from here", "from there", "from them"}.choose()), 0U);
}

TEST(MatchAnchor, PrefersWordsToMentionsAndLongWordsToShortOnes) {
  EXPECT_EQ((Chooser{"<*> endanger <@state>"}.choose()), 1U);
  EXPECT_EQ((Chooser{"is dangerous"}.choose()), 1U);
  EXPECT_EQ((Chooser{"<@state> <NATO>"}.choose()), 1U) << "one target is named less often than a kind of targets";
}

TEST(MatchAnchor, CountsAllWordsThatAnItemMayBeginWith) {
  EXPECT_EQ((Chooser{"(seldom|often|always) endanger"}.choose()), 1U);
  EXPECT_EQ((Chooser{"(the? seldom) endanger", "the union", "the bloc", "the seldom"}.choose()), 1U) << "an optional beginning counts, and what follows it";
  EXPECT_EQ((Chooser{"{blocs} endanger", "the union"}.choose()), 1U) << "the phrases of a set begin with their own first words";
}

TEST(MatchAnchor, NeverTakesWhatMayBeLeftOutOrAnyWord) {
  EXPECT_EQ((Chooser{"rare? is", "is it", "is that"}.choose()), 1U);
  EXPECT_EQ((Chooser{"* is *", "is it", "is that"}.choose()), 1U);
  EXPECT_EQ((Chooser{"(~2|rarer) is", "is it", "is that"}.choose()), 1U) << "a gap may be all of it";
  EXPECT_EQ((Chooser{"* *ism"}.choose()), 0U) << "no item begins with letters that are known";
}

TEST(MatchAnchor, GoesInsideOfABranchThatBeginsWithAFrequentWord) {
  const std::initializer_list<const char*> often = {"(at the expense|to the detriment|blaming) of", "at it", "at a", "at b", "at c", "to it", "to a", "to b", "to c", "the a", "the b", "of a", "of b", "of c", "of d"};
  std::vector<const char*> patterns(often);
  for (int i = 0; i < 60; ++i) patterns.insert(patterns.end(), {"at x", "to x", "the x", "of x"});
  const Chooser chooser(patterns);
  EXPECT_EQ(chooser.choose(), 0U);
  EXPECT_TRUE(chooser.begins_inside(0)) << "at 'expense'";
  EXPECT_TRUE(chooser.begins_inside(1)) << "at 'detriment'";
  EXPECT_FALSE(chooser.begins_inside(2)) << "one word has no inside";
  EXPECT_FALSE((Chooser{"(at the expense|to the detriment) of"}.begins_inside(0))) << "'at' is named once";
}

TEST(MatchAnchor, TakesWordsThatChangeClausesForFrequent) {
  EXPECT_EQ((Chooser{"withal endangering"}.choose()), 0U) << "both are named once; the first wins";
  EXPECT_EQ((Chooser({"withal endangering"}, "withal").choose()), 1U);
}

TEST(MatchAnchor, KnowsPatternsThatEndInAGap) {
  EXPECT_FALSE((Chooser{"a ~2 b"}.may_end_in_gap()));
  EXPECT_TRUE((Chooser{"a ~2 b?"}.may_end_in_gap()));
  EXPECT_TRUE((Chooser{"a ~2 b? (c d)?"}.may_end_in_gap()));
  EXPECT_FALSE((Chooser{"a ~2 b? c"}.may_end_in_gap()));
  EXPECT_TRUE((Chooser{"a (b ~2|c) d?"}.may_end_in_gap()));
  EXPECT_TRUE((Chooser{"a {loose}"}.may_end_in_gap()));
  EXPECT_FALSE((Chooser{"a {loose} b"}.may_end_in_gap()));
}

}  // namespace
}  // namespace stance::detail
