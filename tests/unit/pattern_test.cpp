#include "stance/pattern.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stance {
namespace {

/// Writes a node in one fixed form: words as they are, ? behind what is optional, [a | b] for choices, (a b) for sequences.
std::string show(const PatternNode& node) {
  std::string out;
  switch (node.kind) {
    case PatternNode::Kind::word: out = node.text; break;
    case PatternNode::Kind::any_word: out = "*"; break;
    case PatternNode::Kind::term: out = '{' + node.text + '}'; break;
    case PatternNode::Kind::gap: out = '~' + std::to_string(node.gap); break;
    case PatternNode::Kind::target:
      for (const std::string& key : node.targets) out += (out.empty() ? "<" : "|") + key;
      out += '>';
      break;
    case PatternNode::Kind::sequence:
      for (const PatternNode& child : node.children) out += (out.empty() ? "" : " ") + show(child);
      out = '(' + out + ')';
      break;
    case PatternNode::Kind::choice:
      for (const PatternNode& child : node.children) out += (out.empty() ? "" : " | ") + show(child);
      out = '[' + out + ']';
      break;
  }
  return out + (node.optional ? "?" : "");
}

std::string show(const Pattern& pattern) {
  std::string out;
  for (const PatternNode& node : pattern.tree().not_before) out += '!' + show(node) + ' ';
  if (pattern.tree().sentence_start) out += '^';
  out += show(pattern.tree().root);
  for (const PatternNode& node : pattern.tree().not_after) out += " !" + show(node);
  return out;
}

struct GoodCase {
  std::string text;
  std::string tree;
};

const std::vector<GoodCase> good_cases = {
    {"join", "(join)"},
    {"  join   the\tbloc\n", "(join the bloc)"},
    {"align*", "(align*)"},
    {"*align", "(*align)"},
    {"*align*", "(*align*)"},
    {"a * b", "(a * b)"},
    {"non-align*", "(non-align*)"},
    {"*-led mission", "(*-led mission)"},
    {"join|joins|joined", "([join | joins | joined])"},
    {"join|joins the|a bloc", "([join | joins] [the | a] bloc)"},
    {"(a b|c)", "([(a b) | c])"},
    {"( a b | c )", "([(a b) | c])"},
    {"x|(a b)", "([x | [(a b)]])"},
    {"(a?|b) c", "([a? | b] c)"},
    {"(a (~2|b)) c", "([(a [(~2) | b])] c)"},
    {"({s}|<X>|*|(d|e f)) g", "([{s} | <X> | * | [d | (e f)]] g)"},
    {"the? bloc", "(the? bloc)"},
    {"a|b? c", "([a | b]? c)"},
    {"(a b)? c", "([(a b)]? c)"},
    {"(a? b|c d?) e", "([(a? b) | (c d?)] e)"},
    {"((a b) c)", "([([(a b)] c)])"},
    {"{blocs}", "({blocs})"},
    {"{blocs}|alliance", "([{blocs} | alliance])"},
    {"<NATO>", "(<NATO>)"},
    {"<NATO|CSTO>", "(<NATO|CSTO>)"},
    {"<@alliance> bases", "(<@alliance> bases)"},
    {"<*> bases", "(<*> bases)"},
    {"<South Korea> bases", "(<South Korea> bases)"},
    {"join ~3 bloc", "(join ~3 bloc)"},
    {"join ~8 bloc", "(join ~8 bloc)"},
    {"(join ~1 a|b) c", "([(join ~1 a) | b] c)"},
    {"pay !attention", "(pay) !(attention)"},
    {"pay !attention !heed", "(pay) !(attention) !(heed)"},
    {"pay !(attention|heed to)", "(pay) !([attention | (heed to)])"},
    {"pay !attention|heed", "(pay) !([attention | heed])"},
    {"!no membership", "!(no) (membership)"},
    {"!(wider|full) membership !fees", "!([wider | full]) (membership) !(fees)"},
    {"can't", "(can't)"},
    {"U.S.", "(U.S.)"},
    {"COVID-19", "(COVID-19)"},
    {"1992", "(1992)"},
    {"T\u00FCrkiye", "(T\u00FCrkiye)"},
    {"R&D", "(R&D)"},
    {"180*", "(180*)"},
    {"in 8..10", "(in [8 | 9 | 10])"},
    {"^chapter", "^(chapter)"},
    {"!a ^ (b|c) d !e", "!(a) ^([b | c] d) !(e)"},
};

TEST(Pattern, ParsesIntoTheTreeThatItsTextSays) {
  std::size_t ran = 0;
  for (const GoodCase& c : good_cases) {
    const PatternParse parsed = parse_pattern(c.text);
    ASSERT_TRUE(parsed.pattern) << c.text << ": " << parsed.fault.message;
    EXPECT_EQ(show(*parsed.pattern), c.tree) << c.text;
    EXPECT_EQ(parsed.pattern->text, c.text);
    ++ran;
  }
  EXPECT_EQ(ran, 47U);
}

struct BadCase {
  std::string text;
  std::size_t offset;
  std::string says;
};

std::string repeat(const std::string& piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

const std::vector<BadCase> bad_cases = {
    {"", 0, "empty"},
    {"   ", 0, "empty"},
    {"!a", 0, "empty"},
    {"*", 0, "no literal anchor"},
    {"a?", 0, "no literal anchor"},
    {"a? b?", 0, "no literal anchor"},
    {"a*", 0, "no literal anchor"},
    {"(a|b?)", 0, "no literal anchor"},
    {"* a?", 0, "no literal anchor"},
    {"~3 a", 0, "end of the pattern"},
    {"a ~3", 0, "end of the pattern"},
    {"a ~3 !b", 0, "end of the pattern"},
    {"a ~2 ~3 b", 0, "two gaps"},
    {"(a ~2 ~3 b)", 0, "two gaps"},
    {"a ~0 b", 2, "~1 to ~8"},
    {"a ~9 b", 2, "~1 to ~8"},
    {"a ~12 b", 2, "~1 to ~8"},
    {"a ~ b", 2, "~1 to ~8"},
    {"a ~x b", 2, "~1 to ~8"},
    {"a ~3? b", 2, "~1 to ~8"},
    {"(a b", 0, "'(' without ')'"},
    {"x (a|b", 2, "'(' without ')'"},
    {"a b)", 3, "unexpected ')'"},
    {"()", 1, "empty branch"},
    {"(a|)", 3, "empty branch"},
    {"(|a)", 1, "empty branch"},
    {"a|", 2, "expected a word"},
    {"|a", 0, "unexpected '|'"},
    {"a||b", 2, "unexpected '|'"},
    {"a | b", 2, "unexpected '|'"},
    {"?", 0, "unexpected '?'"},
    {"a??", 2, "unexpected '?'"},
    {"a?|b", 2, "unexpected '|'"},
    {"a (b)?c", 6, "expected a space"},
    {"*?b", 0, "no literal anchor"},
    {"{blocs", 0, "'{' without '}'"},
    {"{}", 0, "names no term set"},
    {"a}", 1, "unexpected '}'"},
    {"a <NATO", 2, "'<' without '>'"},
    {"<>", 0, "expected a target key"},
    {"<A|>", 0, "expected a target key"},
    {"<|A>", 0, "expected a target key"},
    {"a>", 1, "unexpected '>'"},
    {"a b, c", 2, "punctuation"},
    {"a: b", 0, "punctuation"},
    {"a; b", 0, "punctuation"},
    {"say \"no\"", 4, "punctuation"},
    {"a & b", 2, "is no word"},
    {"a - b", 2, "is no word"},
    {"**", 0, "is no word"},
    {"a $ b", 2, "is no word"},
    {"in 9..8", 3, "is no range"},
    {"1..1001", 0, "at most 1000"},
    {"a..b", 0, "is no range"},
    {"1..", 0, "is no range"},
    {"a ^b", 2, "'^' inside a pattern"},
    {"^", 0, "empty"},
    {"^^a", 1, "'^' inside a pattern"},
    {"a !", 2, "wants a word"},
    {"a ! b", 2, "wants a word"},
    {"a !b?", 2, "not optional"},
    {"a !~3", 2, "not optional"},
    {"a !b c", 5, "end of the pattern behind its exclusions"},
    {"(a !b)", 3, "an exclusion inside a group"},
    {repeat("(", 4096), 8, "nested more than 8"},
    {repeat("(", 9) + "a" + repeat(")", 9), 8, "nested more than 8"},
    {repeat("ab ", 25), 0, "more than 24 items"},
    {"x " + repeat("(ab c|d) ", 12), 0, "more than 24 items"},
    {std::string(4097, 'a'), 0, "longer than 4096"},
};

TEST(Pattern, EachFaultIsNamedWithItsPlace) {
  std::size_t ran = 0;
  for (const BadCase& c : bad_cases) {
    const PatternParse parsed = parse_pattern(c.text);
    const std::string shown = c.text.substr(0, 40);
    ASSERT_FALSE(parsed.pattern) << shown << " was taken as " << show(*parsed.pattern);
    EXPECT_EQ(parsed.fault.offset, c.offset) << shown << ": " << parsed.fault.message;
    EXPECT_NE(parsed.fault.message.find(c.says), std::string::npos) << shown << ": " << parsed.fault.message;
    ++ran;
  }
  EXPECT_EQ(ran, 69U);
}

TEST(Pattern, LimitsAreReachable) {
  EXPECT_TRUE(parse_pattern(repeat("ab ", max_pattern_items)).pattern);
  EXPECT_TRUE(parse_pattern("x " + repeat("(ab c|d) ", 11) + "e").pattern) << "1 + 11 * 2 + 1 items";
  EXPECT_TRUE(parse_pattern(repeat("(", max_pattern_depth) + "a" + repeat(")", max_pattern_depth)).pattern);
  EXPECT_TRUE(parse_pattern(std::string(max_pattern_bytes, 'a')).pattern);
}

TEST(Pattern, NoTextMakesTheParserReadOutsideOrHang) {
  const std::string alphabet = "a*?|() ~3!<>{}^";
  std::size_t ran = 0;
  std::vector<std::string> level = {""};
  for (int length = 1; length <= 4; ++length) {
    std::vector<std::string> next;
    for (const std::string& head : level) {
      for (const char c : alphabet) {
        next.push_back(head + c);
        const std::vector<char> exact(next.back().begin(), next.back().end());  // no byte behind it
        const PatternParse parsed = parse_pattern({exact.data(), exact.size()});
        EXPECT_TRUE(parsed.pattern.has_value() != !parsed.fault.message.empty()) << next.back();
        EXPECT_LE(parsed.fault.offset, exact.size());
        ++ran;
      }
    }
    level.swap(next);
  }
  EXPECT_EQ(ran, 15U + 225U + 3375U + 50625U);
}

struct CaseOfWord {
  const char* word;
  LetterCase letter_case;
};

const std::vector<CaseOfWord> case_cases = {
    {"union", LetterCase::any},
    {"Union", LetterCase::initial},
    {"NATO", LetterCase::capitals},
    {"US", LetterCase::capitals},
    {"U.S.", LetterCase::capitals},
    {"I", LetterCase::initial},
    {"EaP", LetterCase::initial},
    {"eU", LetterCase::any},
    {"COVID19", LetterCase::capitals},
    {"1992", LetterCase::any},
    {"\u018Fliyev", LetterCase::initial},
    {"\u0259liyev", LetterCase::any},
    {"\u0130lham", LetterCase::initial},
    {"\u0131", LetterCase::any},
    {"\u015Eu\u015Fa", LetterCase::initial},
    {"\u015Fu\u015Fa", LetterCase::any},
    {"\u0420\u043E\u0441\u0441\u0438\u044F", LetterCase::initial},
    {"\u0440\u043E\u0441\u0441\u0438\u044F", LetterCase::any},
    {"\u00D6sterreich", LetterCase::initial},
    {"\u00D7", LetterCase::any},
    {"Union*", LetterCase::initial},
    {"NATO*", LetterCase::capitals},
    {"*union", LetterCase::any},
    {"", LetterCase::any},
};

TEST(Pattern, CapitalsAskForCapitals) {
  std::size_t ran = 0;
  for (const CaseOfWord& c : case_cases) {
    EXPECT_EQ(letter_case_of(c.word), c.letter_case) << c.word;
    ++ran;
  }
  EXPECT_EQ(ran, 24U);
}

}  // namespace
}  // namespace stance
