#pragma once
/// @file text_bytes.hpp
/// Bytes of a text, sixteen at a time, in vectors that every machine has (those of GCC, which become SSE2 or NEON). The loops that look at all
/// bytes of all texts are limited by the number of operations a byte: five with a table of bytes, one or two with these.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace stance::detail {

using Bytes16 [[gnu::vector_size(16)]] = unsigned char;

[[nodiscard]] inline Bytes16 load16(const char* bytes) noexcept {
  Bytes16 out;
  std::memcpy(&out, bytes, sizeof out);
  return out;
}
/// Whether a comparison held for some byte.
template <class Mask>
[[nodiscard]] bool any(const Mask& mask) noexcept {
  const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(mask);
  return (halves[0] | halves[1]) != 0;
}

/// A comparison as sixteen bits, that of the first byte lowest.
template <class Mask>
[[nodiscard]] std::uint64_t bits_of(const Mask& mask) noexcept {
#if defined(__SSE2__)
  return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(std::bit_cast<__m128i>(mask))));
#else
  const auto gather = [](std::uint64_t half) {  // a bit of each byte into one byte
    if constexpr (std::endian::native == std::endian::big) half = __builtin_bswap64(half);
    return (half & 0x0101010101010101ULL) * 0x0102040810204080ULL >> 56U;
  };
  const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(mask);
  return gather(halves[0]) | gather(halves[1]) << 8U;
#endif
}

/// A set of bytes, in ranges.
class ByteSet {
 public:
  ByteSet() = default;
  explicit ByteSet(const std::array<bool, 256>& members) : members_(members) {
    for (std::size_t c = 0; c < 256; ++c) {
      if (!members[c]) continue;
      const std::size_t first = c;
      while (c + 1 < 256 && members[c + 1]) ++c;
      ranges_[n_ranges_++] = {Bytes16{} + static_cast<unsigned char>(first), Bytes16{} + static_cast<unsigned char>(c - first)};
    }
  }
  [[nodiscard]] bool contains(char byte) const noexcept { return members_[static_cast<unsigned char>(byte)]; }
  /// The bytes that are members, as a mask.
  [[nodiscard]] auto operator()(Bytes16 bytes) const noexcept {
    auto found = Bytes16{} != Bytes16{};  // none
    for (std::size_t i = 0; i < n_ranges_; ++i) found |= bytes - ranges_[i].first <= ranges_[i].size;
    return found;
  }

 private:
  struct Range {
    Bytes16 first;
    Bytes16 size;  ///< less one
  };
  std::array<bool, 256> members_{};
  std::array<Range, 128> ranges_;  // no set has more; the first n_ranges_ are in use
  std::size_t n_ranges_ = 0;
};

}  // namespace stance::detail
