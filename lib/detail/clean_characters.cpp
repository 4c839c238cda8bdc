#include "detail/clean_characters.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace stance::detail {
namespace {

UChar32 icu(char32_t c) noexcept { return static_cast<UChar32>(c); }

bool is_trimmable(char32_t c) noexcept { return is_white_space(c) || is_invisible(c); }

void append_utf8(std::string& out, UChar32 c) {
  std::uint8_t buffer[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, c);
  for (std::int32_t i = 0; i < length; ++i) out += static_cast<char>(buffer[i]);
}

constexpr char32_t dotless_i = U'\u0131';
constexpr char32_t dotted_capital_i = U'\u0130';

}  // namespace

bool is_white_space(char32_t c) noexcept {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return u_isUWhiteSpace(icu(c)) != 0;
}

bool is_letter(char32_t c) noexcept {
  if (c < 0x80) return is_ascii_letter(static_cast<char>(c));
  return u_isalpha(icu(c)) != 0;
}

bool is_lower(char32_t c) noexcept {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return u_islower(icu(c)) != 0;
}

bool is_upper(char32_t c) noexcept {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return u_isupper(icu(c)) != 0;
}

bool is_invisible(char32_t c) noexcept {
  if (c < 0x80) return (c < 0x20 && !is_white_space(c)) || c == 0x7F;
  if (c < 0xA0) return c != 0x85;  // NEL is white space
  return c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

int superscript_digit(char32_t c) noexcept {
  switch (c) {
    case 0xB9: return 1;
    case 0xB2: return 2;
    case 0xB3: return 3;
    case 0x2070: return 0;
    default: break;
  }
  return c >= 0x2074 && c <= 0x2079 ? static_cast<int>(c - 0x2070) : -1;
}

bool is_sentence_end(char32_t c) noexcept {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0x061F || c == 0x06D4;
}

bool is_closing_mark(char32_t c) noexcept {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || c == 0x203A;
}

bool is_opening_mark(char32_t c) noexcept {
  return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xAB || (c >= 0x2018 && c <= 0x201F) || c == 0x2039;
}

std::string_view trimmed(std::string_view text) noexcept {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const CodePoint point = decode_at(text, begin);
    if (!is_trimmable(point.value)) break;
    begin += point.length;
  }
  std::size_t end = text.size();
  while (end > begin) {
    const CodePoint point = decode_before(text, end);
    if (!is_trimmable(point.value)) break;
    end -= point.length;
  }
  return text.substr(begin, end - begin);
}

std::vector<std::string> split_trimmed(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    out.emplace_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return out;
}

std::string folded_for_lookup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space_waits = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const char byte = text[offset];
    if (is_ascii_letter(byte)) {
      if (space_waits) out += ' ';
      space_waits = false;
      out += byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
      ++offset;
      continue;
    }
    const CodePoint point = decode_at(text, offset);
    offset += point.length;
    if (point.value == '*' || point.value == '_' || point.value == '#' || is_invisible(point.value)) continue;
    if (is_white_space(point.value)) {
      space_waits = !out.empty();
      continue;
    }
    if (space_waits) out += ' ';
    space_waits = false;
    const bool some_i = point.value == dotless_i || point.value == dotted_capital_i;
    append_utf8(out, some_i ? 'i' : u_tolower(icu(point.value)));
  }
  return out;
}

}  // namespace stance::detail
