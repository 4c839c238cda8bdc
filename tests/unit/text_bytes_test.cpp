#include "detail/text_bytes.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "detail/random.hpp"
#include "detail/text_utf8.hpp"
#include "detail/tokens_bytes.hpp"

namespace stance::detail {
namespace {

std::string random_bytes(Random& random, std::size_t n) {
  std::string out(n, '\0');
  for (char& c : out) c = static_cast<char>(random.below(256));
  return out;
}

TEST(ByteSet, FindsItsMembersAmongAllBytesAtAllPlaces) {
  Random random(3);
  for (int round = 0; round < 50; ++round) {
    std::array<bool, 256> members{};
    for (bool& member : members) member = random.below(8) < static_cast<std::uint64_t>(round % 9);  // none, some, all
    const ByteSet set(members);
    for (std::size_t first = 0; first < 256; first += 16) {
      std::string bytes;
      for (std::size_t i = 0; i < 16; ++i) bytes += static_cast<char>(first + (i * 7 + static_cast<std::size_t>(round)) % 16);
      std::uint64_t expected = 0;
      for (std::size_t i = 0; i < 16; ++i) {
        const bool member = members[static_cast<unsigned char>(bytes[i])];
        expected |= std::uint64_t{member} << i;
        EXPECT_EQ(set.contains(bytes[i]), member);
      }
      EXPECT_EQ(bits_of(set(load16(bytes.data()))), expected);
      EXPECT_EQ(any(set(load16(bytes.data()))), expected != 0);
    }
  }
  EXPECT_FALSE(any(ByteSet()(load16("0123456789abcdef"))));
}

// Oracle: a loop over single bytes.
TEST(WordRuns, AreTheLongestStretchesOfWordBytes) {
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  Random random(5);
  for (int round = 0; round < 300; ++round) {
    std::string text = random_bytes(random, random.below(300));
    if (round % 2 == 0) {
      for (char& c : text) c = random.below(round % 4 == 0 ? 70 : 6) == 0 ? ' ' : 'x';  // runs longer than a block
    }
    const auto end = static_cast<std::uint32_t>(text.size());
    const auto begin = static_cast<std::uint32_t>(random.below(end + 1));
    std::vector<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (std::uint32_t at = begin; at < end; ++at) {
      if (!is_word(text[at])) continue;
      const std::uint32_t from = at;
      while (at < end && is_word(text[at])) ++at;
      expected.emplace_back(from, at);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> runs;
    for_each_word_run(text, begin, end, [&](std::uint32_t from, std::uint32_t to) { runs.emplace_back(from, to); });
    ASSERT_EQ(runs, expected) << round;
  }
}

TEST(CodePoints, AreCountedAsOneByOne) {
  Random random(7);
  for (int round = 0; round < 100; ++round) {
    const std::string text = random_bytes(random, random.below(100));
    std::size_t expected = 0;
    for (const char c : text) expected += is_continuation(c) ? 0 : 1;
    EXPECT_EQ(count_code_points(text), expected);
  }
}

}  // namespace
}  // namespace stance::detail
