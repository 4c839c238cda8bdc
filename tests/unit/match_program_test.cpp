// How patterns are ruled out before they are tried. That what is left matches as it should is what match_exhaustive_test.cpp shows.

#include "detail/match_program.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <initializer_list>
#include <string>
#include <vector>

namespace stance::detail {
namespace {

Pattern pattern(const char* text) { return parse_pattern(text).pattern.value(); }

Lexicon lexicon_with_sets() {
  Lexicon lexicon;
  lexicon.meta.language = "en";
  lexicon.targets.emplace_back().key = "T";
  for (const char* phrase : {"bloc", "the ~2 bloc", "bloc of states"}) lexicon.terms["blocs"].push_back(pattern(phrase));
  return lexicon;
}

TEST(MatchLengths, AreThoseOfTheShortestAndTheLongestMatch) {
  const Lexicon lexicon = lexicon_with_sets();
  ItemLengths lengths(lexicon);
  const auto of = [&](const char* text) {
    const Pattern parsed = pattern(text);
    const Length length = lengths.of(parsed.tree().root);
    return std::pair(length.least, length.most);
  };
  EXPECT_EQ(of("alliance"), std::pair(1, 1));
  EXPECT_EQ(of("all*"), std::pair(1, 1));
  EXPECT_EQ(of("so ~3 called?"), std::pair(1, 5));
  EXPECT_EQ(of("(a b c|d)"), std::pair(1, 3));
  EXPECT_EQ(of("{blocs}"), std::pair(1, 4)) << "bloc; the ~2 bloc";
  EXPECT_EQ(of("<T>"), std::pair(1, ItemLengths::unbounded)) << "a name may have any number of words";
  const auto [least, most] = of("non-aligned");
  EXPECT_EQ(least, 1) << "nonaligned";
  EXPECT_GE(most, 2) << "non, aligned";
}

/// Some patterns, compiled.
class Compiled {
 public:
  explicit Compiled(std::initializer_list<const char*> texts) {
    for (const char* text : texts) {
      patterns_.push_back(pattern(text));
      entries_.push_back({&patterns_.back(), 0, Reach::clause});
    }
    ProgramBuilder(lexicon_, entries_, program).build();
  }
  /// The groups of patterns that are anchored at a word.
  [[nodiscard]] std::span<const CandidateGroup> at(const char* word) const {
    std::vector<AtomId> atoms;
    program.alphabet.atoms.satisfied(word, word, Shape::lower, atoms);
    EXPECT_LE(atoms.size(), 1U);
    return atoms.empty() ? std::span<const CandidateGroup>() : program.candidates.of_atom(atoms[0]);
  }
  /// Whether the item of a check may begin with a word.
  [[nodiscard]] bool begins(const Check& check, const char* word) const {
    std::vector<AtomId> atoms;
    program.alphabet.atoms.satisfied(word, word, Shape::lower, atoms);
    for (const AtomId atom : atoms) {
      for (const std::uint32_t item : program.candidates.items_of_atom(atom)) {
        if (item == check.item) return true;
      }
    }
    return false;
  }

 private:
  Lexicon lexicon_ = lexicon_with_sets();
  std::deque<Pattern> patterns_;
  std::vector<MatchEntry> entries_;

 public:
  Program program{lexicon_};
};

TEST(MatchProgram, AsksForTheOtherItemsWhereTheyMayStand) {
  // "the" is named three times, so "defence" and "pact" are the rare ones; of three items one is the anchor, two are checks.
  const Compiled compiled{"the ~2 defence (pact|treaty)", "the union", "the bloc"};
  EXPECT_TRUE(compiled.at("the").empty());
  ASSERT_EQ(compiled.at("defence").size(), 1U);
  const CandidateGroup& group = compiled.at("defence")[0];
  EXPECT_TRUE(compiled.begins(group.check, "pact"));
  EXPECT_TRUE(compiled.begins(group.check, "treaty"));
  EXPECT_FALSE(compiled.begins(group.check, "the"));
  EXPECT_EQ(group.check.first, 1);
  EXPECT_EQ(group.check.last, 1);
  ASSERT_EQ(compiled.program.candidates.candidates(group).size(), 1U);
  const Candidate& candidate = compiled.program.candidates.candidates(group)[0];
  EXPECT_TRUE(compiled.begins(candidate.check, "the"));
  EXPECT_EQ(candidate.check.first, -3) << "the x y defence";
  EXPECT_EQ(candidate.check.last, -1);
}

TEST(MatchProgram, AsksForNothingThatMayBeMissing) {
  const Compiled compiled{"defence of? ~2 *"};
  ASSERT_EQ(compiled.at("defence").size(), 1U);
  EXPECT_EQ(compiled.at("defence")[0].check.item, Check::none);
  EXPECT_EQ(compiled.program.candidates.candidates(compiled.at("defence")[0])[0].check.item, Check::none);
}

TEST(MatchProgram, LooksAnywhereBehindAName) {
  const Compiled compiled{"defence <T> pact", "pact a", "pact b", "pact c"};
  ASSERT_EQ(compiled.at("defence").size(), 1U);
  const CandidateGroup& group = compiled.at("defence")[0];
  const Candidate& candidate = compiled.program.candidates.candidates(group)[0];
  const Check& pact = compiled.begins(group.check, "pact") ? group.check : candidate.check;
  ASSERT_TRUE(compiled.begins(pact, "pact"));
  EXPECT_EQ(pact.first, 2);
  EXPECT_EQ(pact.last, Check::far);
}

TEST(MatchProgram, PatternsThatAskForTheSameShareAGroup) {
  const Compiled compiled{"defence pact", "defence ~3 pact", "defence pact !now", "pact a", "pact b", "pact c"};
  const std::span<const CandidateGroup> groups = compiled.at("defence");
  ASSERT_EQ(groups.size(), 2U) << "one word on, or one to four";
  EXPECT_EQ(compiled.program.candidates.candidates(groups[0]).size() + compiled.program.candidates.candidates(groups[1]).size(), 3U);
}

TEST(MatchProgram, AWordThatIsAWholePatternNeedsNoTrial) {
  const Compiled compiled{"alliance", "pact now"};
  ASSERT_EQ(compiled.at("alliance").size(), 1U);
  EXPECT_EQ(compiled.program.candidates.candidates(compiled.at("alliance")[0])[0].behind_anchor, Candidate::complete);
  ASSERT_EQ(compiled.at("pact").size() + compiled.at("now").size(), 1U);
  const std::span<const CandidateGroup> two = compiled.at("pact").empty() ? compiled.at("now") : compiled.at("pact");
  EXPECT_NE(compiled.program.candidates.candidates(two[0])[0].behind_anchor, Candidate::complete);
}

}  // namespace
}  // namespace stance::detail
