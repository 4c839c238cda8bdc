#include "detail/tokens_breaks.hpp"

#include <unicode/uchar.h>

namespace stance::detail {
namespace {

BreakClass class_by_icu(char32_t code) {
  const auto c = static_cast<UChar32>(code);
  if (code == U':' || code == U'@') return BreakClass::other;
  switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER: return BreakClass::letter;
    case U_WB_NUMERIC: return BreakClass::digit;
    case U_WB_EXTENDNUMLET: return BreakClass::underscore;
    case U_WB_MIDLETTER: return BreakClass::mid_letter;
    case U_WB_MIDNUM: return BreakClass::mid_digit;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE: return BreakClass::mid_both;
    // Boundaries on both sides, where no Hebrew letter or joiner stands beside them, which are complex.
    case U_WB_OTHER:
    case U_WB_DOUBLE_QUOTE:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE:
    case U_WB_WSEGSPACE: return u_isalnum(c) != 0 ? BreakClass::complex : BreakClass::other;
    default: return BreakClass::complex;
  }
}

/// The character at `at`, of one to three bytes; a longer one is no code point of the tables, whatever its value here.
struct Decoded {
  char32_t code;
  std::uint32_t length;
};
Decoded decode(std::string_view text, std::uint32_t at) noexcept {
  const auto byte = [&](std::uint32_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const char32_t first = byte(at);
  if (first < 0x80U) return {first, 1};
  if (first < 0xE0U) return {(first & 0x1FU) << 6U | (byte(at + 1) & 0x3FU), 2};
  if (first < 0xF0U) return {(first & 0x0FU) << 12U | (byte(at + 1) & 0x3FU) << 6U | (byte(at + 2) & 0x3FU), 3};
  return {0x10FFFFU, 4};
}

constexpr bool takes_part(BreakClass c) noexcept {
  return c == BreakClass::letter || c == BreakClass::digit || c == BreakClass::underscore;
}

}  // namespace

SimpleBreaks::SimpleBreaks() {
  for (char32_t c = 0; c < alphabets_.size(); ++c) alphabets_[c] = class_by_icu(c);
  for (char32_t c = 0; c < punctuation_.size(); ++c) punctuation_[c] = class_by_icu(kPunctuation + c);
}

const SimpleBreaks& SimpleBreaks::instance() {
  static const SimpleBreaks made;
  return made;
}

bool SimpleBreaks::cut(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<WordSpan>& words) const {
  const std::size_t first = words.size();
  WordSpan word{begin, begin, true};
  bool counts = false;                    // the word holds more than underscores
  BreakClass last = BreakClass::other;    // of the last character of the word
  BreakClass joiner = BreakClass::other;  // between the word and this character; other: nothing, or what does not join
  bool adjacent = false;                  // the word ends here, or before one joiner
  bool joiner_ascii = true;
  const auto close = [&] {
    if (counts) words.push_back(word);
    counts = false;
  };
  for (std::uint32_t at = begin; at < end;) {
    const Decoded c = decode(text, at);
    const BreakClass kind = class_of(c.code);
    if (kind == BreakClass::complex) {
      words.resize(first);
      return false;
    }
    if (takes_part(kind)) {
      const bool behind_joiner = adjacent && joiner != BreakClass::other;
      if (!adjacent || (behind_joiner && !joins(last, joiner, kind))) {
        close();
        word = {at, at, true};
      } else if (behind_joiner) {
        word.ascii = word.ascii && joiner_ascii;
      }
      word.end = at + c.length;
      word.ascii = word.ascii && c.length == 1;
      counts = counts || kind != BreakClass::underscore;
      last = kind;
      adjacent = true;
      joiner = BreakClass::other;
    } else {
      adjacent = adjacent && joiner == BreakClass::other && kind != BreakClass::other;
      joiner = kind;
      joiner_ascii = c.length == 1;
    }
    at += c.length;
  }
  close();
  return true;
}

}  // namespace stance::detail
