#include "stance/tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/locale.hpp>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "detail/tokens_words.hpp"
#include "unit/tokens_support.hpp"

namespace stance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Cut;
using testing::read_rows;

/// Turns \uXXXX into UTF-8.
std::string unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\\u") != 0) {
      out += text[i];
      continue;
    }
    const auto code = static_cast<unsigned>(std::stoul(text.substr(i + 2, 4), nullptr, 16));
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(static_cast<unsigned char>(0xC0U | (code >> 6U)));
      out += static_cast<char>(static_cast<unsigned char>(0x80U | (code & 0x3FU)));
    } else {
      out += static_cast<char>(static_cast<unsigned char>(0xE0U | (code >> 12U)));
      out += static_cast<char>(static_cast<unsigned char>(0x80U | ((code >> 6U) & 0x3FU)));
      out += static_cast<char>(static_cast<unsigned char>(0x80U | (code & 0x3FU)));
    }
    i += 5;
  }
  return out;
}

TEST(TokensFolding, FollowsTheCaseRulesOfTheLanguage) {
  const auto rows = read_rows(STANCE_TEST_DATA_DIR "/tokens/folding.tsv");
  ASSERT_EQ(rows.size(), 45U);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 3U);
    const Cut cut(unescape(row[1]), row[0]);
    ASSERT_EQ(cut.tokens.words.size(), 1U) << row[0] << ' ' << row[1];
    EXPECT_EQ(cut.type(0), unescape(row[2])) << row[0] << ' ' << row[1];
    Vocabulary vocabulary;
    EXPECT_EQ(Tokenizer(row[0], vocabulary).fold(unescape(row[1])), unescape(row[2])) << row[0] << ' ' << row[1];
  }
}

struct FormCase {
  const char* language;
  const char* text;  ///< its first word is looked at
  const char* type;
  const char* base;
  Shape shape;
  bool possessive;
};

const std::vector<FormCase> form_cases = {
    {"en", "Azerbaijan's policy", "azerbaijan's", "azerbaijan", Shape::initial, true},
    {"en", "Azerbaijan\u2019s policy", "azerbaijan's", "azerbaijan", Shape::initial, true},
    {"en", "NATO's policy", "nato's", "nato", Shape::capitals, true},
    {"en", "NATO\u2019s policy", "nato's", "nato", Shape::capitals, true},
    {"en", "states' rights", "states", "states", Shape::lower, true},
    {"en", "states\u2019 rights", "states", "states", Shape::lower, true},
    {"en", "states rights", "states", "states", Shape::lower, false},
    {"en", "states'", "states", "states", Shape::lower, true},
    {"en", "don't", "don't", "don't", Shape::lower, false},
    {"en", "O'Brien", "o'brien", "o'brien", Shape::initial, false},
    {"en", "U.S. policy", "u.s", "us", Shape::capitals, false},
    {"en", "U.N. policy", "u.n", "un", Shape::capitals, false},
    {"en", "N.A.T.O. policy", "n.a.t.o", "nato", Shape::capitals, false},
    {"en", "e.g. this", "e.g", "eg", Shape::lower, false},
    {"en", "Ph.D. thesis", "ph.d", "ph.d", Shape::initial, false},
    {"en", "1.5 per cent", "1.5", "1.5", Shape::number, false},
    {"en", "1992", "1992", "1992", Shape::number, false},
    {"en", "19th", "19th", "19th", Shape::number, false},
    {"en", "\uFF11\uFF12", "12", "12", Shape::number, false},
    {"en", "I", "i", "i", Shape::initial, false},
    {"en", "EU", "eu", "eu", Shape::capitals, false},
    {"en", "EaP", "eap", "eap", Shape::initial, false},
    {"en", "COVID19", "covid19", "covid19", Shape::capitals, false},
    {"en", "iPhone", "iphone", "iphone", Shape::lower, false},
    {"en", "T\u00FCrkiye", "t\u00FCrkiye", "t\u00FCrkiye", Shape::initial, false},
    {"en", "\u00C9U", "\u00E9u", "\u00E9u", Shape::capitals, false},
    {"en", "\u5317\u7EA6", "\u5317\u7EA6", "\u5317\u7EA6", Shape::lower, false},
    {"tr", "NATO'nun", "nato'nun", "nato", Shape::capitals, false},
    {"tr", "NATO\u2019nun", "nato'nun", "nato", Shape::capitals, false},
    {"tr", "T\u00FCrkiye'nin", "t\u00FCrkiye'nin", "t\u00FCrkiye", Shape::initial, false},
    {"az", "NATO'nun", "nato'nun", "nato", Shape::capitals, false},
    {"az", "Bak\u0131\u2019dan", "bak\u0131'dan", "bak\u0131", Shape::initial, false},
    {"az", "BAKI\u2019dan", "bak\u0131'dan", "bak\u0131", Shape::capitals, false},
    {"az", "1992'd\u0259", "1992", "1992", Shape::number, false},  // UAX #29 cuts between digits and letters
    {"az", "m\u0259'na", "m\u0259'na", "m\u0259'na", Shape::lower, false},
    {"az", "states' x", "states", "states", Shape::lower, false},
    {"ru", "\u0421.\u0428.\u0410.", "\u0441.\u0448.\u0430", "\u0441\u0448\u0430", Shape::capitals, false},
    {"ru", "\u043D\u0430\u0442\u043E", "\u043D\u0430\u0442\u043E", "\u043D\u0430\u0442\u043E", Shape::lower, false},
    {"ru", "\u041D\u0410\u0422\u041E", "\u043D\u0430\u0442\u043E", "\u043D\u0430\u0442\u043E", Shape::capitals, false},
};

TEST(TokensForms, TypeBaseShapeAndPossessive) {
  std::size_t ran = 0;
  for (const FormCase& c : form_cases) {
    for (const TokenizerPath path : {TokenizerPath::automatic, TokenizerPath::full}) {
      const Cut cut(c.text, c.language, path);
      ASSERT_FALSE(cut.tokens.words.empty()) << c.text;
      EXPECT_EQ(cut.type(0), c.type) << c.language << ' ' << c.text;
      EXPECT_EQ(cut.base(0), c.base) << c.language << ' ' << c.text;
      EXPECT_EQ(cut.tokens.words[0].shape, c.shape) << c.language << ' ' << c.text;
      EXPECT_EQ(cut.tokens.words[0].possessive, c.possessive) << c.language << ' ' << c.text;
      ++ran;
    }
  }
  EXPECT_EQ(ran, 2 * 39U);
}

TEST(TokensForms, AnApostropheThatClosesAQuotationIsNoPossessive) {
  const Cut cut("He named 'neutral states' only.");
  ASSERT_EQ(cut.words(), (std::vector<std::string>{"He", "named", "neutral", "states", "only"}));
  EXPECT_FALSE(cut.tokens.words[3].possessive);
  EXPECT_THAT(cut.quotations(), ElementsAre("neutral states"));
}

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(by, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + by.size();
  }
  return out;
}

TEST(TokensSentences, EndWhereAReaderWouldEndThem) {
  const auto rows = read_rows(STANCE_TEST_DATA_DIR "/tokens/sentences.tsv");
  ASSERT_EQ(rows.size(), 61U);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 3U);
    const std::vector<std::string> expected = split(row[2], " | ");
    std::string text;
    for (const std::string& sentence : expected) text += (text.empty() ? "" : " ") + sentence;
    EXPECT_EQ(Cut(text, row[0]).sentences(), expected) << row[0] << ": " << row[1];
    EXPECT_EQ(Cut(text, row[0], TokenizerPath::full).sentences(), expected) << row[0] << ": " << row[1];
  }
}

TEST(TokensSentences, AHeadingIsASentenceAndAQuestionIsMarked) {
  const Cut cut("# What NATO wants\n\nDoes it want \"more?\" Yes.\n\n\"We do?\" They do.", "en", TokenizerPath::automatic, {});
  EXPECT_THAT(cut.sentences(), ElementsAre("What NATO wants", "Does it want \"more?\"", "Yes.", "\"We do?\"", "They do."));
  std::vector<bool> questions;
  for (const Sentence& sentence : cut.tokens.sentences) questions.push_back(sentence.question);
  EXPECT_THAT(questions, ElementsAre(false, true, false, true, false));
  EXPECT_EQ(cut.tokens.sentences[0].kind, BlockKind::heading);
  EXPECT_EQ(cut.tokens.sentences[1].kind, BlockKind::paragraph);
  for (std::uint32_t s = 0; s < cut.tokens.sentences.size(); ++s) {
    for (std::uint32_t i = cut.tokens.sentences[s].tokens.begin; i < cut.tokens.sentences[s].tokens.end; ++i) EXPECT_EQ(cut.tokens.sentence_of(i), s);
  }
}

struct GapCase {
  const char* text;  ///< two words; what stands between them is looked at
  Gap gap;
};

const std::vector<GapCase> gap_cases = {
    {"a b", Gap::none},
    {"a-b", Gap::hyphen},
    {"a/b", Gap::hyphen},
    {"a\u2013b", Gap::hyphen},
    {"a\u2010b", Gap::hyphen},
    {"a - b", Gap::dash},
    {"a -- b", Gap::dash},
    {"a--b", Gap::dash},
    {"a \u2013 b", Gap::dash},
    {"a\u2014b", Gap::dash},
    {"a \u2014 b", Gap::dash},
    {"a, b", Gap::comma},
    {"a; b", Gap::semicolon},
    {"a: b", Gap::colon},
    {"a (b", Gap::open_bracket},
    {"a [b", Gap::open_bracket},
    {"a) b", Gap::close_bracket},
    {"a \"b", Gap::open_quote},
    {"a\" b", Gap::close_quote},
    {"a \u201Cb", Gap::open_quote},
    {"a\u201D b", Gap::close_quote},
    {"a \u00ABb", Gap::open_quote},
    {"a\u00BB b", Gap::close_quote},
    {"a \u201Eb", Gap::open_quote},
    {"a\u201C b", Gap::close_quote},
    {"a \"\" b", Gap::none},
    {"a,\" b", Gap::comma | Gap::close_quote},
    {"a: \"b", Gap::colon | Gap::open_quote},
    {"a:\"b", Gap::colon | Gap::open_quote},
    {"a\" \"b", Gap::close_quote | Gap::open_quote},
    {"a. b", Gap::stop},
    {"a\u2026 b", Gap::stop},
    {"a? b", Gap::stop | Gap::question},
    {"A. B", Gap::stop},
    {"An. B", Gap::stop | Gap::sentence},
    {"An! (B", Gap::stop | Gap::open_bracket | Gap::sentence},
    {"a * b", Gap::none},
    {"a \u00A0 b", Gap::none},
};

TEST(TokensGaps, FlagsSayWhatStandsBetweenTwoWords) {
  std::size_t ran = 0;
  for (const GapCase& c : gap_cases) {
    const Cut cut(c.text);
    ASSERT_EQ(cut.tokens.words.size(), 2U) << c.text;
    EXPECT_EQ(static_cast<std::uint32_t>(cut.tokens.words[1].gap), static_cast<std::uint32_t>(c.gap)) << c.text;
    EXPECT_TRUE(has(cut.tokens.words[0].gap, Gap::block));
    EXPECT_TRUE(has(cut.tokens.words[0].gap, Gap::sentence));
    ++ran;
  }
  EXPECT_EQ(ran, 38U);
}

struct QuotationCase {
  const char* name;
  const char* text;
  std::vector<std::string> quotations;
};

const std::vector<QuotationCase> quotation_cases = {
    {"straight", "He said \"we join\" today.", {"we join"}},
    {"curly", "He said \u201Cwe join\u201D today.", {"we join"}},
    {"guillemets", "He said \u00ABwe join\u00BB today.", {"we join"}},
    {"low and high", "He said \u201Ewe join\u201C today.", {"we join"}},
    {"comma inside", "\u201CWe join,\u201D he said.", {"We join"}},
    {"two", "\"We join\" or \"we leave\".", {"We join", "we leave"}},
    {"at the start of a second block", "First.\n\n\"We join\" is new.", {"We join"}},
    {"at the end of a block", "First \"we join.\"\n\nSecond.", {"we join"}},
    {"nested, outermost only", "\u201CHe said \u2018we join\u2019 today\u201D and left.", {"He said we join today"}},
    {"single around double, outermost only", "He: \u2018They \u201Cmay join\u201D soon\u2019 and left.", {"They may join soon"}},
    {"single", "He said \u2018we join\u2019 today.", {"we join"}},
    {"single, closed by the end of its block", "He said \u2018we join.\u2019\n\nThen he left.", {"we join"}},
    {"unclosed: up to the end of its block", "He said \u201Cwe join today.\n\nThen he left.", {"we join today"}},
    {"apostrophes are no quotation", "The states' own '90s policy isn't ours.", {}},
    {"empty", "A \"\" sign and \"we join\" today.", {"we join"}},
    {"none", "Nothing here.", {}},
    {"behind a dash", "He said \u2014\"we join\"\u2014 today.", {"we join"}},
    {"in brackets", "A note (\"we join\") follows.", {"we join"}},
    {"behind a colon", "He said:\"we join\".", {"we join"}},
};

TEST(TokensQuotations, OutermostPairsInsideABlock) {
  std::size_t ran = 0;
  for (const QuotationCase& c : quotation_cases) {
    EXPECT_EQ(Cut(c.text, "en", TokenizerPath::automatic, {}).quotations(), c.quotations) << c.name;
    ++ran;
  }
  EXPECT_EQ(ran, 19U);
}

// What Token::begin and end say, led back through the cleaning, must be the very bytes of the original.
TEST(TokensSpans, CutTheWordsOutOfTheOriginalBytes) {
  const std::vector<std::string> before = {
      "", "plain ", "\xEF\xBB\xBF", "\u0259\u0131\u015F ", "\u201C\u0259\u201D ", "e\u0301a\u0308 ", "\U0001F1E6\U0001F1FF \U0001F469\u200D\U0001F52C ", "a\r\n", "a\u00AD", "soft\u00ADly ", "gov-\nernment ", "\u3000", "**bold** "};
  const std::vector<std::string> words = {"NATO", "T\u00FCrkiye\u2019nin", "\u018Fliyev", "\u0130stanbul", "I\u0307stanbul", "non", "\u0420\u043E\u0441\u0441\u0438\u044F", "U.S"};
  std::size_t ran = 0;
  for (const std::string& head : before) {
    for (const std::string& word : words) {
      const std::string original = head + word + " end";
      const std::string exact(original.data(), original.size());
      for (const CleanOptions& options : {CleanOptions{}, CleanOptions::none()}) {
        const Cut cut(exact, "tr", TokenizerPath::automatic, options);
        ASSERT_GE(cut.tokens.words.size(), 2U) << original;
        const Token& token = cut.tokens.words[cut.tokens.words.size() - 2];
        const ByteSpan span = cut.clean.to_original({token.begin, token.end});
        if (head == "a\u00AD") {  // the soft hyphen is cut, so that both are one word
          EXPECT_EQ(original.substr(span.begin, span.end - span.begin), original.substr(0, original.size() - 4));
        } else {
          EXPECT_EQ(original.substr(span.begin, span.end - span.begin), word) << original;
          EXPECT_EQ(span.begin, head.size()) << original;
        }
        ++ran;
      }
    }
  }
  EXPECT_EQ(ran, 13U * 8U * 2U);
}

/// A random code point of the kinds that make trouble.
void append_random(std::string& out, std::mt19937& random) {
  static const std::vector<std::string> pieces = {"\u0301", "\u200D", "\u00AD", "\u2028", "\u0085", "\u00A0", "\u201C", "\u201D", "'", "\"", ".", "?", "\n", "\n\n", " ", "-", "U.S.", "\u0E01\u0E32\u0E23", "\u4E2D\u56FD",
                                                  "\U0001F1E6", "\U0001F468", "\uFEFF", "\uFFFD", "\U0010FFFF", "\u0130", "\uFDFA", "a", "B", "7", "\u0600"};
  if (random() % 4 != 0) {
    out += pieces[random() % pieces.size()];
    return;
  }
  const unsigned code = random() % 0x800U;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else {
    out += static_cast<char>(static_cast<unsigned char>(0xC0U | (code >> 6U)));
    out += static_cast<char>(static_cast<unsigned char>(0x80U | (code & 0x3FU)));
  }
}

void expect_sound(const Cut& cut) {
  const Tokens& tokens = cut.tokens;
  std::uint32_t end = 0;
  for (const Token& token : tokens.words) {
    ASSERT_LE(end, token.begin);
    ASSERT_LT(token.begin, token.end);
    ASSERT_LE(token.end, cut.clean.text().size());
    end = token.end;
  }
  std::uint32_t next = 0;
  std::size_t bytes = 0;
  for (const Sentence& sentence : tokens.sentences) {
    ASSERT_EQ(sentence.tokens.begin, next);
    ASSERT_LT(sentence.tokens.begin, sentence.tokens.end);
    ASSERT_LE(bytes, sentence.span.begin);
    ASSERT_LE(sentence.span.begin, tokens.words[sentence.tokens.begin].begin);
    ASSERT_GE(sentence.span.end, tokens.words[sentence.tokens.end - 1].end);
    next = sentence.tokens.end;
    bytes = sentence.span.end;
  }
  ASSERT_EQ(next, tokens.words.size());
  std::uint32_t quoted = 0;
  for (const TokenSpan& quotation : tokens.quotations) {
    ASSERT_LE(quoted, quotation.begin);
    ASSERT_LT(quotation.begin, quotation.end);
    ASSERT_LE(quotation.end, tokens.words.size());
    quoted = quotation.end;
  }
}

TEST(TokensHostile, AnyValidTextGivesOrderedSpansAndWholeSentences) {
  std::mt19937 random(7U);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = 0, n = random() % 40; i < n; ++i) append_random(text, random);
    const Cut cut(text, Tokenizer::languages()[random() % 4], round % 2 == 0 ? TokenizerPath::automatic : TokenizerPath::full, round % 3 == 0 ? CleanOptions{} : CleanOptions::none());
    ASSERT_NO_FATAL_FAILURE(expect_sound(cut)) << ::testing::PrintToString(text);
  }
}

// Oracle: Boost.Locale's normalisation and lower case, which go through UTF-16.
TEST(TokensFolding, IsThatOfBoostLocale) {
  std::mt19937 random(41U);
  for (const auto& [language, locale_name] : {std::pair{"az", "az_AZ.UTF-8"}, {"en", "en_US.UTF-8"}, {"ru", "ru_RU.UTF-8"}, {"tr", "tr_TR.UTF-8"}}) {
    const std::locale locale = detail::icu_locale(locale_name);
    Vocabulary vocabulary;
    const Tokenizer tokenizer(language, vocabulary);
    for (int round = 0; round < 2000; ++round) {
      std::string word;
      for (std::size_t i = random() % 12; i > 0; --i) append_random(word, random);
      std::string expected = boost::locale::to_lower(boost::locale::normalize(word, boost::locale::norm_nfkc, locale), locale);
      for (const std::string apostrophe : {"\u2019", "\u2018", "\u02BC"}) {
        for (std::size_t at = expected.find(apostrophe); at != std::string::npos; at = expected.find(apostrophe)) expected.replace(at, apostrophe.size(), "'");
      }
      ASSERT_EQ(tokenizer.fold(word), expected) << language << ": " << word;
    }
  }
}

// What counting reads is what operator() gives, with buffers that earlier documents of any size have used.
TEST(TokensTypes, AreThoseOfTheTokens) {
  std::mt19937 random(23U);
  for (const std::string& language : Tokenizer::languages()) {
    for (const TokenizerPath path : {TokenizerPath::automatic, TokenizerPath::full}) {
      Vocabulary vocabulary;
      Tokenizer tokenizer(language, vocabulary, path);
      WordTypes with_breaks;
      WordTypes without;
      for (int round = 0; round < 60; ++round) {
        std::string text;
        for (std::size_t i = 0, n = round % 20 == 3 ? 3000 : random() % 60; i < n; ++i) {
          append_random(text, random);
          if (random() % 9 == 0) text += std::vector<std::string>{". ", ", ", "\n\nNext ", "? ", " U.S. ", " 'so' ", "\n"}[random() % 7];
        }
        const CleanText cleaned = clean(text, round % 2 == 0 ? CleanOptions{} : CleanOptions::none());
        tokenizer.read_types(cleaned, SentenceBreaks::find, with_breaks);
        tokenizer.read_types(cleaned, SentenceBreaks::skip, without);
        const Tokens tokens = tokenizer(cleaned);
        std::vector<TypeId> types;
        std::vector<std::size_t> breaks;
        for (std::size_t i = 0; i < tokens.words.size(); ++i) {
          types.push_back(tokens.words[i].type);
          if (has(tokens.words[i].gap, Gap::sentence)) breaks.push_back(i);
        }
        ASSERT_EQ(breaks.size(), tokens.sentences.size());
        ASSERT_EQ(with_breaks.types, types) << language << ": " << text;
        ASSERT_EQ(with_breaks.breaks, breaks) << language << ": " << text;
        ASSERT_EQ(without.types, types);
        ASSERT_TRUE(without.breaks.empty());
      }
    }
  }
}

TEST(TokensHostile, EmptyAndWordlessTextsHaveNoTokens) {
  for (const char* text : {"", " ", "\n\n", "...", "\"\"", "\u201C\u201D", "\u200D", "_", "__", "- - -", "\U0001F600"}) {
    const Cut cut(text);
    EXPECT_THAT(cut.tokens.words, IsEmpty()) << text;
    EXPECT_THAT(cut.tokens.sentences, IsEmpty()) << text;
    EXPECT_THAT(cut.tokens.quotations, IsEmpty()) << text;
  }
}

TEST(Tokenizer, RefusesALanguageWithoutRulesAndNamesTheKnownOnes) {
  Vocabulary vocabulary;
  try {
    const Tokenizer tokenizer("xx", vocabulary);
    FAIL() << "xx was taken";
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "language: expected one of az, en, ru, tr, got 'xx'");
  }
}

// That a missing ICU backend fails at start cannot be shown here: the backend is a part of the Boost.Locale that is linked.
TEST(Tokenizer, NamesItsUnicodeVersion) { EXPECT_THAT(unicode_version(), ::testing::MatchesRegex("ICU [0-9]+\\.[0-9]+, Unicode [0-9]+\\.[0-9]+")); }

}  // namespace
}  // namespace stance
