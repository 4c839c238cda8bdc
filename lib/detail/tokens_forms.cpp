#include "detail/tokens_forms.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "detail/text_utf8.hpp"

namespace stance::detail {
namespace {

constexpr bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) noexcept { return is_capital(c) || (c >= 'a' && c <= 'z'); }
constexpr bool is_apostrophe(char32_t c) noexcept { return c == U'\'' || c == U'\u2019' || c == U'\u2018' || c == U'\u02BC'; }
UChar32 icu(char32_t c) noexcept { return static_cast<UChar32>(c); }

Shape ascii_shape_of(std::string_view word) {
  if (word.front() >= '0' && word.front() <= '9') return Shape::number;
  if (!is_capital(word.front())) return Shape::lower;
  const std::string_view name = word.substr(0, word.find('\''));  // NATO's is written in capitals
  const auto letters = std::count_if(name.begin(), name.end(), is_letter);
  return letters >= 2 && std::count_if(name.begin(), name.end(), is_capital) == letters ? Shape::capitals : Shape::initial;
}

}  // namespace

Shape shape_of(std::string_view word, bool ascii) {
  if (word.empty()) return Shape::lower;
  if (ascii) return ascii_shape_of(word);
  const UChar32 first = icu(decode_at(word, 0).value);
  if (u_isdigit(first) != 0) return Shape::number;
  if (u_isupper(first) == 0) return Shape::lower;
  std::size_t letters = 0;
  std::size_t capitals = 0;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint c = decode_at(word, at);
    if (is_apostrophe(c.value)) break;
    letters += u_isalpha(icu(c.value)) != 0 ? 1U : 0U;
    capitals += u_isupper(icu(c.value)) != 0 ? 1U : 0U;
    at += c.length;
  }
  return letters >= 2 && capitals == letters ? Shape::capitals : Shape::initial;
}

bool is_dotted(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const CodePoint c = decode_at(word, at);
    if (u_isalpha(icu(c.value)) == 0) return false;
    ++letters;
    at += c.length;
    if (at == word.size()) return letters >= 2;
    if (word[at] != '.') return false;
  }
  return false;
}

std::string without_stops(std::string_view word) {
  std::string out(word);
  out.erase(std::remove(out.begin(), out.end(), '.'), out.end());
  return out;
}

bool is_one_letter(std::string_view word) {
  if (word.empty()) return false;
  const CodePoint c = decode_at(word, 0);
  return c.length == word.size() && u_isalpha(icu(c.value)) != 0;
}

bool is_roman_numeral(std::string_view word) { return !word.empty() && word.find_first_not_of("IVXLC") == std::string_view::npos; }

bool begins_lower(std::string_view text) { return !text.empty() && u_islower(icu(decode_at(text, 0).value)) != 0; }

}  // namespace stance::detail
