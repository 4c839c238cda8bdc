// The matcher against the plain reference: on all small cases, and on random larger ones.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "unit/match_reference.hpp"

namespace stance {
namespace {

using testing::PlainText;
using testing::ReferenceMatcher;

std::string lower(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

Shape shape_of(const std::string& word) {
  if (std::isupper(static_cast<unsigned char>(word[0])) == 0) return Shape::lower;
  return word.size() > 1 && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c) != 0; }) ? Shape::capitals : Shape::initial;
}

/// Two targets of two kinds and two term sets, one of which holds the other.
Lexicon small_lexicon() {
  Lexicon lexicon;
  lexicon.meta.language = "en";
  lexicon.targets.resize(2);
  lexicon.targets[0].key = "T";
  lexicon.targets[0].kind = "state";
  lexicon.targets[1].key = "U";
  lexicon.targets[1].kind = "alliance";
  for (const char* phrase : {"a", "b a", "ab b?", "a ~1 b"}) lexicon.terms["s"].push_back(*parse_pattern(phrase).pattern);
  for (const char* phrase : {"{s} b", "b"}) lexicon.terms["r"].push_back(*parse_pattern(phrase).pattern);
  return lexicon;
}

/// Patterns with the matcher and the reference over them.
class Pair {
 public:
  /// @return whether the text is a pattern
  bool add(const std::string& text, std::uint32_t group, Reach reach) {
    PatternParse parsed = parse_pattern(text);
    if (!parsed.pattern) return false;
    patterns_.push_back(std::move(*parsed.pattern));
    entries_.push_back({&patterns_.back(), group, reach});
    return true;
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  void compile() {
    matcher_ = std::make_unique<Matcher>(lexicon_, entries_);
    workspace_ = std::make_unique<MatchWorkspace>(*matcher_, vocabulary_);
    reference_ = std::make_unique<ReferenceMatcher>(lexicon_, entries_);
  }

  std::vector<Match> find(const PlainText& text) {
    std::vector<Token> tokens;
    for (const std::string& word : text.words) {
      Token token;
      token.type = token.base = vocabulary_.intern(lower(word));
      token.shape = shape_of(word);
      tokens.push_back(token);
    }
    std::vector<Match> matches;
    workspace_->find({&tokens, &text.before, &text.mentions}, matches);
    return matches;
  }

  void expect_equal(const PlainText& text) {
    const std::vector<Match> got = find(text);
    const std::vector<Match> expected = reference_->find(text);
    const bool same = std::equal(got.begin(), got.end(), expected.begin(), expected.end(), [](const Match& a, const Match& b) { return a.tokens == b.tokens && a.entry == b.entry; });
    if (!same) FAIL() << "text: " << show(text) << "\n  matcher: " << show(got) << "\n  reference: " << show(expected);
  }

 private:
  static std::string show(const PlainText& text) {
    std::string out;
    for (std::size_t i = 0; i < text.words.size(); ++i) out += (i == 0 ? "" : std::vector<std::string>{" ", " , ", " / ", " | ", " . "}[static_cast<std::size_t>(text.before[i])]) + text.words[i];
    for (const Mention& m : text.mentions) out += " <" + std::to_string(m.tokens.begin) + '-' + std::to_string(m.tokens.end) + ':' + std::to_string(m.target) + '>';
    return out;
  }
  [[nodiscard]] std::string show(const std::vector<Match>& matches) const {
    std::string out;
    for (const Match& m : matches) out += '[' + std::to_string(m.tokens.begin) + '-' + std::to_string(m.tokens.end) + " '" + patterns_[m.entry].text + "'] ";
    return out;
  }

  Lexicon lexicon_ = small_lexicon();
  Vocabulary vocabulary_;
  std::deque<Pattern> patterns_;
  std::vector<MatchEntry> entries_;
  std::unique_ptr<Matcher> matcher_;
  std::unique_ptr<MatchWorkspace> workspace_;
  std::unique_ptr<ReferenceMatcher> reference_;
};

constexpr Boundary boundaries[] = {Boundary::none, Boundary::soft, Boundary::opening, Boundary::clause, Boundary::sentence};

void set_boundaries(PlainText& text, std::mt19937& random, unsigned none_of_ten) {
  text.before.resize(text.words.size());
  for (Boundary& b : text.before) b = random() % 10 < none_of_ten ? Boundary::none : boundaries[random() % n_boundaries];
}

void set_mentions(PlainText& text, std::mt19937& random) {
  text.mentions.clear();
  for (std::uint32_t at = 0; at < text.words.size();) {
    const auto size = static_cast<std::uint32_t>(random() % 6);
    if (size >= 1 && size <= 3 && at + size <= text.words.size()) {
      text.mentions.push_back({{at, at + size}, static_cast<std::uint32_t>(random() % 2), NameForm::name});
      at += size;
    } else {
      ++at;
    }
  }
}

/// All texts of one to `longest` words out of three; "ab" is there so that globs and hyphens have something to find.
template <typename Visit>
void for_each_text(std::size_t longest, const Visit& visit) {
  const std::vector<std::string> words = {"a", "b", "ab"};
  for (std::size_t length = 1; length <= longest; ++length) {
    std::vector<std::size_t> digits(length, 0);
    for (;;) {
      PlainText text;
      for (const std::size_t d : digits) text.words.push_back(words[d]);
      text.before.assign(length, Boundary::none);
      visit(text);
      std::size_t place = 0;
      while (place < length && ++digits[place] == words.size()) digits[place++] = 0;
      if (place == length) break;
    }
  }
}

std::size_t add_all(Pair& pair, const std::vector<std::string>& patterns) {
  std::size_t added = 0;
  for (const std::string& pattern : patterns) {
    if (pair.add(pattern, static_cast<std::uint32_t>(pair.size()), pair.size() % 2 == 0 ? Reach::clause : Reach::sentence)) ++added;
  }
  return added;
}

/// Each pattern alone in its group, on all texts: once with nothing but white space between the words, then with sampled boundaries and mentions.
std::size_t run_all_texts(Pair& pair, std::size_t longest, int samples) {
  pair.compile();
  std::mt19937 random(11U);
  std::size_t texts = 0;
  for_each_text(longest, [&](PlainText text) {
    for (int sample = 0; sample <= samples && !::testing::Test::HasFatalFailure(); ++sample) {
      if (sample > 0) {
        set_boundaries(text, random, 4);
        set_mentions(text, random);
      }
      pair.expect_equal(text);
      ++texts;
    }
  });
  return texts;
}

const std::vector<std::string> items = {"a", "b", "ab", "a|b", "a?", "(a b|b)", "(a b)?", "~1", "~2", "*", "a*", "*b", "a-b", "{s}", "{r}?", "<T>", "<@alliance|T>", "(a ~1 b?)"};

TEST(MatchExhaustive, AllPatternsOfTwoItemsOnAllTextsOfFiveWords) {
  Pair pair;
  std::vector<std::string> patterns = items;
  for (const std::string& first : items) {
    for (const std::string& second : items) patterns.push_back(first + ' ' + second);
  }
  EXPECT_EQ(patterns.size(), 18U + 18U * 18U);
  EXPECT_GE(add_all(pair, patterns), 220U) << "the rest has no anchor, or a gap at an end";
  EXPECT_EQ(run_all_texts(pair, 5, 1), 2U * (3U + 9U + 27U + 81U + 243U));
}

TEST(MatchExhaustive, AllPatternsOfThreeItemsOnAllTextsOfFourWords) {
  Pair pair;
  const std::vector<std::string> few = {"a", "b?", "(a b|b)", "~1", "~2", "*", "a-b", "{s}", "<T>"};
  std::vector<std::string> patterns;
  for (const std::string& first : few) {
    for (const std::string& second : few) {
      for (const std::string& third : few) patterns.push_back(first + ' ' + second + ' ' + third);
    }
  }
  EXPECT_EQ(patterns.size(), 729U);
  EXPECT_GE(add_all(pair, patterns), 350U);
  EXPECT_EQ(run_all_texts(pair, 4, 1), 2U * (3U + 9U + 27U + 81U));
}

/// "a" and "b" are named so often that the search for a branch that holds "ab" begins there, with what stands before it in the branch and
/// before the branch behind it.
TEST(MatchExhaustive, AllPatternsThatBeginInsideOfABranchOnAllTextsOfFiveWords) {
  Pair pair;
  const std::vector<std::string> inside = {"(a ab|b)", "(a ab b|a b)", "(a ~1 ab|a)", "(a b? ab|b a)", "(~1 ab|b)", "(b a ab|a ab|b)", "{s}", "(a ab|{s})"};
  const std::vector<std::string> beside = {"a", "b?", "~1", "~2", "*", "a|b", "<T>", "(b a)?", "(a ab|b)"};
  std::vector<std::string> patterns = inside;
  for (const std::string& item : inside) {
    for (const std::string& other : beside) {
      patterns.push_back(item + ' ' + other);
      patterns.push_back(other + ' ' + item);
      patterns.push_back(other + ' ' + item + ' ' + other);
    }
  }
  EXPECT_GE(add_all(pair, patterns), 170U) << "the rest has no anchor, or a gap at an end";
  for (int i = 0; i < 300; ++i) EXPECT_TRUE(pair.add("a b", static_cast<std::uint32_t>(pair.size()), Reach::clause));
  EXPECT_EQ(run_all_texts(pair, 5, 1), 2U * 363U);
}

TEST(MatchExhaustive, AllSmallExclusionsOnAllTextsOfFiveWords) {
  Pair pair;
  const std::vector<std::string> cores = {"a", "ab", "a ~1 b", "a|b b?", "<T>", "{s}"};
  const std::vector<std::string> excluded = {"a", "b|ab", "(a b)", "(b ~1 a)", "a-b", "a*|<U>", "<T>", "{s}", "(b? a)"};
  std::vector<std::string> patterns;
  for (const std::string& core : cores) {
    for (const std::string& x : excluded) {
      patterns.push_back(core + " !" + x);
      patterns.push_back('!' + x + ' ' + core);
      patterns.push_back('!' + x + ' ' + core + " !" + x);
    }
  }
  EXPECT_EQ(patterns.size(), 6U * 9U * 3U);
  EXPECT_GE(add_all(pair, patterns), 140U) << "the rest has a glob of one letter and no anchor";
  EXPECT_EQ(run_all_texts(pair, 5, 1), 2U * 363U);
}

std::string random_item(std::mt19937& random, int depth) {
  static const std::vector<std::string> simple = {"a", "b", "c", "ab", "abc", "A", "Ab", "AB", "ab*", "*bc", "*b*", "*", "a-b", "a-bc", "*-b", "{s}", "{r}", "<T>", "<U>", "<*>", "<@state>", "~1", "~3"};
  std::string item;
  const auto kind = random() % 10;
  if (kind < 7 || depth == 0) {
    item = simple[random() % simple.size()];
  } else {
    item = "(";
    for (std::size_t i = 0, n = 1 + random() % 3; i < n; ++i) {
      if (i > 0) item += '|';
      for (std::size_t j = 0, m = 1 + random() % 3; j < m; ++j) item += (j > 0 ? " " : "") + random_item(random, depth - 1);
    }
    item += ')';
  }
  if (random() % 5 == 0 && item[0] != '~') item += '?';
  return item;
}

std::string random_pattern(std::mt19937& random) {
  std::string pattern;
  if (random() % 6 == 0) pattern += '!' + random_item(random, 1) + ' ';
  if (random() % 8 == 0) pattern += '^';
  for (std::size_t i = 0, n = 1 + random() % 5; i < n; ++i) pattern += (i > 0 ? " " : "") + random_item(random, 2);
  if (random() % 6 == 0) pattern += " !" + random_item(random, 1);
  return pattern;
}

PlainText random_text(std::mt19937& random, unsigned longest = 14, unsigned none_of_ten = 8) {
  static const std::vector<std::string> words = {"a", "b", "c", "ab", "bc", "abc", "A", "B", "Ab", "AB", "ABC", "Abc", "x"};
  PlainText text;
  for (std::size_t i = 0, n = 1 + random() % longest; i < n; ++i) text.words.push_back(words[random() % words.size()]);
  set_boundaries(text, random, none_of_ten);
  set_mentions(text, random);
  return text;
}

TEST(MatchRandom, ManyPatternsInSharedGroupsEqualTheReference) {
  std::mt19937 random(42U);
  std::size_t ran = 0;
  for (int round = 0; round < 100; ++round) {
    Pair pair;
    for (int tries = 0; tries < 400 && pair.size() < 24; ++tries) pair.add(random_pattern(random), static_cast<std::uint32_t>(random() % 4), random() % 2 == 0 ? Reach::clause : Reach::sentence);
    ASSERT_EQ(pair.size(), 24U);
    pair.compile();
    for (int i = 0; i < 20; ++i, ++ran) ASSERT_NO_FATAL_FAILURE(pair.expect_equal(random_text(random)));
  }
  EXPECT_EQ(ran, 2000U);
}

// Sentences of more words than there are between any two items, and many of them in a text.
TEST(MatchRandom, LongTextsEqualTheReference) {
  std::mt19937 random(7U);
  for (int round = 0; round < 30; ++round) {
    Pair pair;
    for (int tries = 0; tries < 400 && pair.size() < 24; ++tries) pair.add(random_pattern(random), static_cast<std::uint32_t>(random() % 4), random() % 2 == 0 ? Reach::clause : Reach::sentence);
    ASSERT_EQ(pair.size(), 24U);
    pair.compile();
    for (const unsigned none_of_ten : {8U, 10U}) ASSERT_NO_FATAL_FAILURE(pair.expect_equal(random_text(random, 400, none_of_ten)));
  }
}

}  // namespace
}  // namespace stance
