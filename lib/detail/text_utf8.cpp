#include "detail/text_utf8.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace stance::detail {
namespace {

/// What may follow a lead byte: how many bytes the sequence has, and the range of its second byte. The range of the
/// second byte is what excludes overlong forms (E0, F0), surrogates (ED) and values above U+10FFFF (F4).
struct Lead {
  std::size_t length = 0;  ///< 0: not a lead byte
  unsigned second_min = 0x80;
  unsigned second_max = 0xBF;
};

Lead lead_of(unsigned byte) noexcept {
  if (byte < 0x80) return {1};
  if (byte < 0xC2) return {0};  // continuation bytes; C0 and C1 can only start overlong forms
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

unsigned byte_at(std::string_view text, std::size_t offset) noexcept { return static_cast<unsigned char>(text[offset]); }

}  // namespace

Utf8Sequence utf8_sequence_at(std::string_view text, std::size_t offset) noexcept {
  const Lead lead = lead_of(byte_at(text, offset));
  if (lead.length == 0) return {1, false};
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (offset + i >= text.size()) return {i, false};
    const unsigned byte = byte_at(text, offset + i);
    const unsigned lowest = i == 1 ? lead.second_min : 0x80U;
    const unsigned highest = i == 1 ? lead.second_max : 0xBFU;
    if (byte < lowest || byte > highest) return {i, false};
  }
  return {lead.length, true};
}

CodePoint decode_at(std::string_view text, std::size_t offset) noexcept {
  const unsigned first = byte_at(text, offset);
  if (first < 0x80) return {static_cast<char32_t>(first), 1};
  const Utf8Sequence sequence = utf8_sequence_at(text, offset);
  if (!sequence.valid) return {U'\uFFFD', sequence.length};
  unsigned value = first & (0x7FU >> sequence.length);
  for (std::size_t i = 1; i < sequence.length; ++i) value = (value << 6U) | (byte_at(text, offset + i) & 0x3FU);
  return {static_cast<char32_t>(value), sequence.length};
}

CodePoint decode_before(std::string_view text, std::size_t offset) noexcept {
  std::size_t start = offset - 1;
  const std::size_t lowest = offset >= 4 ? offset - 4 : 0;
  while (start > lowest && is_continuation(text[start])) --start;
  const CodePoint point = decode_at(text, start);
  if (start + point.length == offset) return point;
  return {U'\uFFFD', 1};
}

std::size_t count_code_points(std::string_view text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  std::size_t continuations = 0;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    continuations += ((bytes >> 7U) & ~(bytes >> 6U) & ones) * ones >> 56U;  // 10xxxxxx; the product adds up the bytes
  }
  for (; at < text.size(); ++at) continuations += is_continuation(text[at]) ? 1 : 0;
  return text.size() - continuations;
}

Diagnostic describe_invalid_utf8(std::string_view text, std::size_t offset) {
  constexpr std::array digits = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
  std::size_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    const bool ends_line = text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n");
    if (!ends_line) continue;
    ++line;
    line_begin = i + 1;
  }
  const unsigned byte = byte_at(text, offset);
  Diagnostic diagnostic;
  diagnostic.code = "T106";
  diagnostic.position = {line, count_code_points(text.substr(line_begin, offset - line_begin)) + 1, offset};
  diagnostic.message = std::string("not UTF-8: byte 0x") + digits[byte >> 4U] + digits[byte & 15U] + " at offset " + std::to_string(offset) +
                       "; convert the text to UTF-8 (iconv -f WINDOWS-1252 -t UTF-8, if it came from an old Windows), or have it repaired (--repair, InvalidUtf8::repair)";
  return diagnostic;
}

}  // namespace stance::detail
