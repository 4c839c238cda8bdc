#include "stance/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stance {
namespace {

Document document(const std::string& id, const std::string& source) {
  Document result;
  result.id = id;
  result.text = "Text.";
  result.source = source;
  return result;
}

TEST(Corpus, KeepsReadingOrderAndKnowsItsIds) {
  Corpus corpus;
  EXPECT_TRUE(corpus.empty());
  corpus.add(document("b", "b.txt"));
  corpus.add(document("a", "a.txt"));
  ASSERT_EQ(corpus.size(), 2U);
  EXPECT_EQ(corpus[0].id, "b");
  EXPECT_EQ(corpus.documents()[1].id, "a");
  EXPECT_TRUE(corpus.contains("a"));
  EXPECT_FALSE(corpus.contains("c"));
  EXPECT_EQ(corpus.find("a"), &corpus[corpus[0].id == "a" ? 0 : 1]);
  EXPECT_EQ(corpus.find("c"), nullptr);
}

TEST(Corpus, DuplicateIdNamesBothSourcesAndChangesNothing) {
  Corpus corpus;
  corpus.add(document("same", "first.jsonl:3"));
  try {
    corpus.add(document("same", "second.txt"));
    FAIL() << "the second document was taken";
  } catch (const InvalidArgument& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("\"same\""), std::string::npos) << message;
    EXPECT_NE(message.find("first.jsonl:3"), std::string::npos) << message;
    EXPECT_NE(message.find("second.txt"), std::string::npos) << message;
  }
  EXPECT_EQ(corpus.size(), 1U);
}

TEST(Corpus, EmptyIdIsRefused) {
  Corpus corpus;
  EXPECT_THROW(corpus.add(document("", "x.txt")), InvalidArgument);
  EXPECT_TRUE(corpus.empty());
}

struct Utf8Case {
  const char* name;
  std::string text;
  std::size_t fault;  ///< npos: well-formed
};

constexpr std::size_t none = std::string_view::npos;

// The rows of Unicode's table 3-7: first and last of each range, and what lies just outside of it.
const std::vector<Utf8Case> utf8_cases = {
    {"empty", "", none},
    {"ascii", "plain text of more than eight bytes", none},
    {"nul", std::string("a\0b", 3), none},
    {"first of two", "\xC2\x80", none},
    {"last of two", "\xDF\xBF", none},
    {"first of three", "\xE0\xA0\x80", none},
    {"before surrogates", "\xED\x9F\xBF", none},
    {"after surrogates", "\xEE\x80\x80", none},
    {"last of three", "\xEF\xBF\xBF", none},
    {"first of four", "\xF0\x90\x80\x80", none},
    {"last of all", "\xF4\x8F\xBF\xBF", none},
    {"overlong two", "\xC0\x80", 0},
    {"overlong two, last", "\xC1\xBF", 0},
    {"overlong three", "\xE0\x9F\xBF", 0},
    {"overlong four", "\xF0\x8F\xBF\xBF", 0},
    {"first surrogate", "\xED\xA0\x80", 0},
    {"last surrogate", "\xED\xBF\xBF", 0},
    {"above U+10FFFF", "\xF4\x90\x80\x80", 0},
    {"F5", "\xF5\x80\x80\x80", 0},
    {"FF", "\xFF", 0},
    {"lone continuation", "abc\x80", 3},
    {"cut off after one of two", "ab\xC3", 2},
    {"cut off after two of three", "ab\xE2\x82", 2},
    {"cut off after three of four", "\xF0\x9F\x98", 0},
    {"continuation missing", "\xC3(", 0},
    {"third byte wrong", "\xE2\x82(", 0},
    {"fault behind sixteen ascii bytes", "0123456789abcdef\xFE", 16},
    {"fault behind letters", "ə ı ş “q” \xC3\xA9 e\xCC\x81 \xF0\x9F\x98\x80 \xE9", 29},
};

TEST(FindInvalidUtf8, FollowsTable37) {
  std::size_t n_checked = 0;
  for (const Utf8Case& row : utf8_cases) {
    SCOPED_TRACE(row.name);
    // A block of exactly this size, so that the sanitizer sees reads beyond the end.
    const std::vector<char> exact(row.text.begin(), row.text.end());
    EXPECT_EQ(find_invalid_utf8({exact.data(), exact.size()}), row.fault);
    ++n_checked;
  }
  EXPECT_EQ(n_checked, 28U);
}

TEST(FindInvalidUtf8, FindsTheFaultBehindEveryAsciiPrefix) {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string text = std::string(length, 'x') + "\xC3\xA9\xFF" + std::string(length, 'y');
    EXPECT_EQ(find_invalid_utf8(text), length + 2);
  }
}

}  // namespace
}  // namespace stance
