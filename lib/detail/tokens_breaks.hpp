#pragma once
/// @file tokens_breaks.hpp
/// Word boundaries (UAX #29) of the scripts whose letters follow each other without more ado: Latin, Greek, Cyrillic, and the punctuation
/// of typesetters. What needs more (combining marks, Hebrew, Katakana, emoji, …) is told apart and left to ICU.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace stance::detail {

struct WordSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool ascii = true;
};

/// What a character does to words, by its property Word_Break. A colon and @ are `other`: see WordSegmenter.
enum class BreakClass : std::uint8_t {
  other,  ///< a boundary on both sides
  letter,
  digit,
  underscore,  ///< ExtendNumLet: joins letters and digits, and is no word alone
  mid_letter,  ///< joins letters
  mid_digit,   ///< joins digits
  mid_both,    ///< joins letters, and digits: . ' ’
  complex,     ///< more rules than these, or not in the table
};

/// Cuts pieces of text without white space.
class SimpleBreaks {
 public:
  /// Reads the properties from ICU, once for a process.
  [[nodiscard]] static const SimpleBreaks& instance();

  /// Appends the words of text[begin, end) to `words`. All of them, or none when a character is complex.
  /// @pre the bytes are valid UTF-8
  [[nodiscard]] bool cut(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<WordSpan>& words) const;
  /// Whether characters of these classes with `joiner` between them are one word.
  [[nodiscard]] static constexpr bool joins(BreakClass before, BreakClass joiner, BreakClass after) noexcept {
    const bool letters = joiner == BreakClass::mid_letter || joiner == BreakClass::mid_both;
    const bool digits = joiner == BreakClass::mid_digit || joiner == BreakClass::mid_both;
    return (letters && before == BreakClass::letter && after == BreakClass::letter) ||
           (digits && before == BreakClass::digit && after == BreakClass::digit);
  }

 private:
  SimpleBreaks();
  [[nodiscard]] BreakClass class_of(char32_t code) const noexcept {
    if (code < kAlphabets) return alphabets_[code];
    if (code - kPunctuation < punctuation_.size()) return punctuation_[code - kPunctuation];
    return BreakClass::complex;
  }

  static constexpr char32_t kAlphabets = 0x530;     // Latin, Greek, Cyrillic lie below
  static constexpr char32_t kPunctuation = 0x2000;  // General Punctuation: quotation marks, dashes, ellipsis
  std::array<BreakClass, kAlphabets> alphabets_{};
  std::array<BreakClass, 0x70> punctuation_{};
};

}  // namespace stance::detail
