#pragma once
/// @file tokens_bytes.hpp
/// ASCII text eight bytes at a time, in plain 64-bit arithmetic. The word loop is limited by mispredicted branches, one for about every end
/// of a word; masks of 64 bytes leave only that one, where a loop over bytes has three.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace stance::detail {

inline constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

/// Eight bytes, the first one in the lowest bits.
[[nodiscard]] inline std::uint64_t load8(const char* bytes) noexcept {
  std::uint64_t out = 0;
  std::memcpy(&out, bytes, sizeof out);
  if constexpr (std::endian::native == std::endian::big) out = __builtin_bswap64(out);
  return out;
}

/// Up to eight bytes, zeros behind them.
[[nodiscard]] inline std::uint64_t load_up_to_8(const char* bytes, std::size_t n) noexcept {
  char buffer[8] = {};
  std::memcpy(buffer, bytes, std::min<std::size_t>(n, 8));
  return load8(buffer);
}

/// The high bit of each byte that is an ASCII letter, digit or underscore. No sum leaves its byte: the high bits are off beforehand.
[[nodiscard]] constexpr std::uint64_t word_bytes(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  const std::uint64_t low = bytes & ~kHighBits;
  const auto at_least = [](std::uint64_t x, std::uint64_t c) { return x + ones * (0x80U - c); };
  const std::uint64_t lower = low | ones * 0x20U;
  const std::uint64_t letter = at_least(lower, 'a') & ~at_least(lower, 'z' + 1);
  const std::uint64_t digit = at_least(low, '0') & ~at_least(low, '9' + 1);
  const std::uint64_t underscore = ~at_least(low ^ ones * static_cast<std::uint64_t>('_'), 1);
  return (letter | digit | underscore) & ~bytes & kHighBits;
}

/// The high bits of eight bytes as eight bits, that of the first byte lowest.
[[nodiscard]] constexpr std::uint64_t gather_high_bits(std::uint64_t bytes) noexcept {
  return ((bytes & kHighBits) >> 7U) * 0x0102040810204080ULL >> 56U;
}

/// Bit i: byte i of up to 64 bytes is an ASCII letter, digit or underscore.
[[nodiscard]] inline std::uint64_t word_mask(const char* bytes, std::size_t n) noexcept {
  std::uint64_t mask = 0;
  if (n >= 64) {
    for (unsigned i = 0; i < 8; ++i) mask |= gather_high_bits(word_bytes(load8(bytes + 8 * i))) << (8 * i);
    return mask;
  }
  for (unsigned i = 0; 8 * i < n; ++i) mask |= gather_high_bits(word_bytes(load_up_to_8(bytes + 8 * i, n - 8 * i))) << (8 * i);
  return mask;
}

/// run(begin, end) for each longest stretch of ASCII letters, digits and underscores in text[begin, end), in order.
template <class Run>
void for_each_word_run(std::string_view text, std::uint32_t begin, std::uint32_t end, Run&& run) {
  std::uint32_t start = 0;
  std::uint64_t inside = 0;  // 1 when the byte before belongs to a run
  for (std::uint32_t at = begin; at < end; at += std::min(64U, end - at)) {
    const std::uint64_t mask = word_mask(text.data() + at, end - at);
    std::uint64_t edges = mask ^ (mask << 1U | inside);
    for (bool open = inside != 0; edges != 0; edges &= edges - 1, open = !open) {
      const std::uint32_t edge = at + static_cast<std::uint32_t>(std::countr_zero(edges));
      if (open)
        run(start, edge);
      else
        start = edge;
    }
    inside = mask >> 63U;
  }
  // A text that ends within a block has its last edge in the mask; only a run that fills the block is still open.
  if (inside != 0) run(start, end);
}

/// Place of the first byte that is not ASCII in text[begin, …); the end when there is none.
[[nodiscard]] inline std::uint32_t find_non_ascii(std::string_view text, std::uint32_t begin) noexcept {
  const auto end = static_cast<std::uint32_t>(text.size());
  std::uint32_t at = begin;
  for (; end - at >= 8; at += 8) {
    const std::uint64_t high = load8(text.data() + at) & kHighBits;
    if (high != 0) return at + static_cast<std::uint32_t>(std::countr_zero(high)) / 8;
  }
  while (at < end && static_cast<unsigned char>(text[at]) < 0x80U) ++at;
  return at;
}

}  // namespace stance::detail
