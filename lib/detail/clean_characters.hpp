#pragma once
/// @file clean_characters.hpp
/// What cleaning must know about single characters: white space, letters and their case, closing punctuation,
/// superscript digits, invisible characters. Unicode properties come from ICU; ASCII is answered here.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detail/text_utf8.hpp"

namespace stance::detail {

[[nodiscard]] constexpr bool is_ascii_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_ascii_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

[[nodiscard]] bool is_white_space(char32_t c) noexcept;
[[nodiscard]] bool is_letter(char32_t c) noexcept;
[[nodiscard]] bool is_lower(char32_t c) noexcept;
[[nodiscard]] bool is_upper(char32_t c) noexcept;

/// Control and format characters that carry no text: C0 and C1 controls, zero-width space, direction marks, soft hyphen,
/// byte order mark inside the text. The joiners U+200C and U+200D stay: Persian words and emoji are spelled with them.
[[nodiscard]] bool is_invisible(char32_t c) noexcept;

/// Value of a superscript digit (¹), or -1.
[[nodiscard]] int superscript_digit(char32_t c) noexcept;

/// Full stop, question or exclamation mark, ellipsis: what ends a sentence.
[[nodiscard]] bool is_sentence_end(char32_t c) noexcept;
[[nodiscard]] bool is_closing_mark(char32_t c) noexcept;  ///< quotation marks and brackets that may follow the end of a sentence
[[nodiscard]] bool is_opening_mark(char32_t c) noexcept;  ///< quotation marks and brackets that may precede its first word

/// The text without white space (Unicode's too) and invisible characters at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
/// The pieces of a list, each of them trimmed.
[[nodiscard]] std::vector<std::string> split_trimmed(std::string_view text, char separator);

/// For comparing with the tables of layout words: lower case, every i alike (I, ı, İ, i), white space as one space,
/// Markdown marks gone. It is not the case folding of any language, and is never used on running text.
[[nodiscard]] std::string folded_for_lookup(std::string_view text);

}  // namespace stance::detail
