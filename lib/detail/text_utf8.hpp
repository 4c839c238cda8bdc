#pragma once
/// @file text_utf8.hpp
/// Strict UTF-8: the one place that knows Unicode's table 3-7 ("Well-Formed UTF-8 Byte Sequences").

#include <cstddef>
#include <string_view>

#include "stance/error.hpp"

namespace stance::detail {

/// What starts at a byte: a well-formed sequence of `length` bytes, or a fault of `length` bytes (the "maximal
/// subpart" of the standard, which a decoder replaces by one U+FFFD).
struct Utf8Sequence {
  std::size_t length = 1;
  bool valid = false;
};
[[nodiscard]] Utf8Sequence utf8_sequence_at(std::string_view text, std::size_t offset) noexcept;

/// One decoded code point; U+FFFD where the bytes are not well-formed.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};
/// @pre offset < text.size()
[[nodiscard]] CodePoint decode_at(std::string_view text, std::size_t offset) noexcept;
/// The code point that ends just before `offset`. @pre 0 < offset <= text.size()
[[nodiscard]] CodePoint decode_before(std::string_view text, std::size_t offset) noexcept;

[[nodiscard]] constexpr bool is_continuation(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Number of code points of a well-formed text.
[[nodiscard]] std::size_t count_code_points(std::string_view text) noexcept;

/// Diagnostic T106 for the fault at `offset`: line and column, and what to do.
[[nodiscard]] Diagnostic describe_invalid_utf8(std::string_view text, std::size_t offset);

}  // namespace stance::detail
