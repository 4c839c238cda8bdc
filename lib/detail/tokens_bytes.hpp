#pragma once
/// @file tokens_bytes.hpp
/// ASCII text as masks of 64 bytes. A loop over bytes is limited by mispredicted branches, three for each word; with masks one remains for
/// each 64 bytes.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "detail/text_bytes.hpp"

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

/// Which of sixteen bytes are ASCII letters, digits or underscores.
[[nodiscard]] inline auto word_bytes(Bytes16 bytes) noexcept {
  return (((bytes | 0x20) - 'a') <= 'z' - 'a') | ((bytes - '0') <= 9) | (bytes == '_');
}

/// Bit i: byte i of up to 64 bytes is an ASCII letter, digit or underscore.
[[nodiscard]] inline std::uint64_t word_mask(const char* bytes, std::size_t n) noexcept {
  char buffer[64] = {};
  if (n < 64) {
    std::memcpy(buffer, bytes, n);
    bytes = buffer;
  }
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 4; ++i) mask |= bits_of(word_bytes(load16(bytes + 16 * i))) << (16 * i);
  return mask;
}

/// run(begin, end) for each longest stretch of ASCII letters, digits and underscores in text[begin, end), in order.
template <class Run>
void for_each_word_run(std::string_view text, std::uint32_t begin, std::uint32_t end, Run&& run) {
  std::uint32_t start = 0;   // of the run that is open
  std::uint64_t inside = 0;  // 1 when the byte before belongs to a run
  for (std::uint32_t at = begin; at < end; at += std::min(64U, end - at)) {
    const std::uint64_t mask = word_mask(text.data() + at, end - at);
    const std::uint64_t before = mask << 1U | inside;
    std::uint64_t starts = mask & ~before;
    for (std::uint64_t ends = before & ~mask; ends != 0; ends &= ends - 1) {
      if (inside == 0) {
        start = at + static_cast<std::uint32_t>(std::countr_zero(starts));
        starts &= starts - 1;
      }
      inside = 0;
      run(start, at + static_cast<std::uint32_t>(std::countr_zero(ends)));
    }
    if (starts != 0) start = at + static_cast<std::uint32_t>(std::countr_zero(starts));
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
