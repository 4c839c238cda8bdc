// Words against Unicode's own cases (tests/data/unicode/WordBreakTest.txt, version 15.0), and the ASCII path against ICU.

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "detail/tokens_words.hpp"
#include "unit/tokens_support.hpp"

namespace stance {
namespace {

using testing::Cut;

struct WordBreakCase {
  std::string line;
  std::string text;
  bool has_colon = false;
  std::vector<ByteSpan> words;  ///< segments that hold a letter, digit or Katakana
};

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&out](unsigned byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U)), put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U)), put(0x80U | ((code >> 6U) & 0x3FU)), put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U)), put(0x80U | ((code >> 12U) & 0x3FU)), put(0x80U | ((code >> 6U) & 0x3FU)), put(0x80U | (code & 0x3FU));
  }
}

/// Word_Break properties of a case's characters, from its comment: "… ÷ [0.2] LATIN CAPITAL LETTER A (ALetter) × [9.0] …".
std::vector<std::string> properties_of(const std::string& comment) {
  std::vector<std::string> out;
  for (std::size_t at = comment.find("] "); at != std::string::npos; at = comment.find("] ", at + 1)) {
    const std::size_t end = std::min(comment.find(" \xC3\xB7 [", at), comment.find(" \xC3\x97 [", at));  // ÷ or ×
    if (end == std::string::npos) break;
    const std::size_t open = comment.rfind('(', end);
    out.push_back(comment.substr(open + 1, comment.rfind(')', end) - open - 1));
  }
  return out;
}

WordBreakCase parse_case(const std::string& line) {
  static const std::set<std::string> word_properties = {"ALetter", "Hebrew_Letter", "Numeric", "Katakana"};
  WordBreakCase result;
  result.line = line;
  const std::size_t hash = line.find('#');
  const std::vector<std::string> properties = properties_of(line.substr(hash));
  std::size_t begin = 0;
  std::size_t index = 0;
  bool word = false;
  for (std::size_t at = 0; at < hash;) {
    const std::size_t end = std::min(line.find_first_of(" \t", at), hash);
    const std::string piece = line.substr(at, end - at);
    at = end + 1;
    if (piece == "\xC3\xB7") {  // ÷
      if (word) result.words.push_back({begin, result.text.size()});
      begin = result.text.size();
      word = false;
    } else if (!piece.empty() && piece != "\xC3\x97") {
      append_utf8(result.text, static_cast<unsigned>(std::stoul(piece, nullptr, 16)));
      result.has_colon = result.has_colon || piece == "003A";
      word = word || word_properties.count(properties.at(index)) != 0;
      ++index;
    }
  }
  return result;
}

std::vector<WordBreakCase> word_break_cases() {
  std::vector<WordBreakCase> cases;
  std::ifstream in(STANCE_TEST_DATA_DIR "/unicode/WordBreakTest.txt", std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') cases.push_back(parse_case(line));
  }
  return cases;
}

std::vector<ByteSpan> segment(detail::WordSegmenter& segmenter, const std::string& text, bool full) {
  std::vector<detail::WordSpan> words;
  segmenter.segment(text, full, words);
  std::vector<ByteSpan> out;
  for (const detail::WordSpan& word : words) out.push_back({word.begin, word.end});
  return out;
}

// Not all cases apply: for UAX #29 a colon (U+003A) joins letters, for CLDR since version 42 it does not, and our words must not
// depend on the version of ICU. So a colon joins nothing here, and of the cases with a colon those are left out whose words hold one.
TEST(TokensUnicode, WordBreakTestHoldsOnBothPaths) {
  detail::WordSegmenter segmenter(detail::icu_locale("en_US.UTF-8"));
  const std::vector<WordBreakCase> cases = word_break_cases();
  std::size_t left_out = 0;
  std::size_t ran = 0;
  for (const WordBreakCase& c : cases) {
    const bool applies = std::none_of(c.words.begin(), c.words.end(), [&](const ByteSpan& word) { return c.text.substr(word.begin, word.size()).find(':') != std::string::npos; });
    if (!applies) {
      ++left_out;
      EXPECT_EQ(segment(segmenter, c.text, false), segment(segmenter, c.text, true)) << c.line;
      continue;
    }
    ++ran;
    EXPECT_EQ(segment(segmenter, c.text, false), c.words) << c.line;
    EXPECT_EQ(segment(segmenter, c.text, true), c.words) << c.line;
  }
  EXPECT_EQ(cases.size(), 1823U) << "as the file says in its last lines";
  EXPECT_EQ(ran + left_out, cases.size());
  EXPECT_EQ(left_out, 15U) << "lines in which 003A stands between × signs";
}

// The same through the front door, for the texts that cleaning leaves as they are (no control characters, no line ends).
TEST(TokensUnicode, TokenizerCutsTheWordsOfWordBreakTest) {
  Vocabulary vocabulary;
  Tokenizer automatic("en", vocabulary);
  Tokenizer full("en", vocabulary, TokenizerPath::full);
  std::size_t ran = 0;
  for (const WordBreakCase& c : word_break_cases()) {
    const CleanText text = clean(c.text, CleanOptions::none());
    if (text.text() != c.text || c.has_colon) continue;
    ++ran;
    for (Tokenizer* tokenizer : {&automatic, &full}) {
      std::vector<ByteSpan> spans;
      for (const Token& token : (*tokenizer)(text).words) spans.push_back({token.begin, token.end});
      EXPECT_EQ(spans, c.words) << c.line;
    }
  }
  EXPECT_GE(ran, 500U);
}

constexpr std::string_view joiners = "aB1.':,_- ";

/// All strings over an alphabet up to a length, one per line.
std::string all_strings(std::string_view alphabet, std::size_t longest, std::size_t& count) {
  std::string out;
  std::vector<std::string> level = {""};
  count = 0;
  for (std::size_t length = 1; length <= longest; ++length) {
    std::vector<std::string> next;
    next.reserve(level.size() * alphabet.size());
    for (const std::string& head : level) {
      for (const char c : alphabet) {
        next.push_back(head + c);
        out += next.back();
        out += '\n';
        ++count;
      }
    }
    level.swap(next);
  }
  return out;
}

void expect_same(const Tokens& a, const Tokens& b, const std::string& text) {
  ASSERT_EQ(a.words.size(), b.words.size());
  for (std::size_t i = 0; i < a.words.size(); ++i) {
    const Token& x = a.words[i];
    const Token& y = b.words[i];
    ASSERT_TRUE(x.begin == y.begin && x.end == y.end && x.type == y.type && x.base == y.base && x.gap == y.gap && x.shape == y.shape && x.possessive == y.possessive)
        << "word " << i << " at byte " << x.begin << ": '" << text.substr(x.begin, 12) << "'";
  }
  ASSERT_EQ(a.sentences.size(), b.sentences.size());
  EXPECT_EQ(a.quotations, b.quotations);
}

void expect_same_words(const std::string& text) {
  detail::WordSegmenter segmenter(detail::icu_locale("en_US.UTF-8"));
  const std::vector<ByteSpan> fast = segment(segmenter, text, false);
  const std::vector<ByteSpan> full = segment(segmenter, text, true);
  ASSERT_EQ(fast.size(), full.size());
  for (std::size_t i = 0; i < fast.size(); ++i) ASSERT_EQ(fast[i], full[i]) << text.substr(fast[i].begin, 12);
}

TEST(TokensAscii, FastPathEqualsIcuOnAllShortStringsOfWhatJoinsWords) {
  std::size_t count = 0;
  const std::string text = all_strings(joiners, 6, count);
  EXPECT_EQ(count, 1'111'110U) << "10 + 10^2 + … + 10^6";
  expect_same_words(text);
}

TEST(TokensAscii, FastPathEqualsIcuOnAllStringsOfTwoPrintableCharactersAroundALetterOrDigit) {
  std::string printable;
  for (char c = ' '; c <= '~'; ++c) printable += c;
  std::size_t count = 0;
  const std::string pairs = all_strings(printable, 2, count);
  EXPECT_EQ(count, 95U + 95U * 95U);
  std::string text;
  for (std::size_t at = 0; at < pairs.size();) {
    const std::size_t end = pairs.find('\n', at);
    const std::string pair = pairs.substr(at, end - at);
    for (const char* core : {"a", "7"}) {
      for (const std::string& piece : {pair + core, core + pair, core + pair + core, pair}) text += piece + '\n';
    }
    at = end + 1;
  }
  expect_same_words(text);
}

/// Every character up to the end of Armenian and every mark of General Punctuation, alone, doubled, and between letters and digits of
/// several scripts: what SimpleBreaks cuts itself and what it leaves to ICU.
TEST(TokensSimpleBreaks, EqualIcuForEveryCharacterBetweenLettersAndDigits) {
  std::string text;
  std::size_t count = 0;
  const auto around = [&](unsigned code) {
    std::string c;
    append_utf8(c, code);
    for (const std::string& piece : {c, c + c, "a" + c + "b", "\xD0\xB6" + c + "\xD0\xB6", "1" + c + "2", "a" + c + "1", "_" + c + "a", "a" + c + c + "b", "a." + c + "b", c + "\xC4\xB1" + c}) {
      text += piece + '\n';
    }
    ++count;
  };
  for (unsigned code = 0x21; code < 0x590; ++code) around(code);
  for (unsigned code = 0x2000; code < 0x2080; ++code) {
    if (code != 0x2028 && code != 0x2029) around(code);
  }
  EXPECT_EQ(count, 0x590U - 0x21U + 0x80U - 2U);
  expect_same_words(text);
}

TEST(TokensSimpleBreaks, EqualIcuOnAllShortStringsOfWhatJoinsWords) {
  const std::vector<std::string> alphabet = {"\xD0\xB6", "\xC4\xB0", "7", "\xD9\xA3", "_", "\xE2\x80\x99", ".", "\xC2\xB7", "\xCD\xBE", ":", "\xE2\x80\x93"};  // ж İ 7 ٣ _ ’ . · ; : –
  std::string text;
  std::vector<std::string> level = {""};
  for (int length = 1; length <= 4; ++length) {
    std::vector<std::string> next;
    for (const std::string& head : level) {
      for (const std::string& c : alphabet) text += next.emplace_back(head + c) + '\n';
    }
    level.swap(next);
  }
  EXPECT_EQ(level.size(), 14'641U) << "11^4";
  expect_same_words(text);
}

TEST(TokensAscii, BothPathsGiveTheSameTokensInEveryField) {
  std::size_t count = 0;
  const CleanText text = clean(all_strings(joiners, 4, count), CleanOptions::none());
  EXPECT_EQ(count, 11'110U);
  for (const std::string& language : Tokenizer::languages()) {
    Vocabulary vocabulary;
    Tokenizer automatic(language, vocabulary);
    Tokenizer full(language, vocabulary, TokenizerPath::full);
    expect_same(automatic(text), full(text), text.text());
  }
}

TEST(TokensAscii, BothPathsAgreeOnRandomTextsWithOtherScriptsBetween) {
  std::mt19937 random(20260101U);
  const std::vector<std::string> pieces = {"a", "Zz", "9", "0", ".", "'", ":", ";", ",", "_", "-", " ", "  ", "\n", "\"", "(", ")", "?", "!", "/", "@", "#",
                                           "\xC9\x99", "\xC4\xB0", "\xE2\x80\x99", "\xE2\x80\x9C", "\xCC\x88", "\xC2\xA0", "\xD0\xB6\xD0\xB0", "\xC2\xAB", "\xE2\x80\x93", "\xF0\x9F\x87\xA6", "\xE5\x8C\x97", "\xD7\x90", "\xE2\x81\xA0"};
  Vocabulary vocabulary;
  Tokenizer automatic("en", vocabulary);
  Tokenizer full("en", vocabulary, TokenizerPath::full);
  for (int round = 0; round < 2000; ++round) {
    std::string source;
    for (std::size_t i = 0, n = 1 + random() % 60; i < n; ++i) source += pieces[random() % pieces.size()];
    const CleanText text = clean(source, CleanOptions::none());
    ASSERT_NO_FATAL_FAILURE(expect_same(automatic(text), full(text), text.text())) << source;
  }
}

}  // namespace
}  // namespace stance
