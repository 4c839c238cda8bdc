#pragma once
/// How single words are written: capitals, acronyms with stops, initials, Roman numerals.

#include <string>
#include <string_view>

#include "stance/tokens.hpp"

namespace stance::detail {

/// @param ascii  whether every byte of the word is ASCII
[[nodiscard]] Shape shape_of(std::string_view word, bool ascii);

/// Single letters with single full stops between them: "U.S", "e.g", "т.д" (the tokenizer leaves the last stop out). Not "1.5", not "Ph.D".
[[nodiscard]] bool is_dotted(std::string_view word);
[[nodiscard]] std::string without_stops(std::string_view word);

/// One letter of any script, such as an initial.
[[nodiscard]] bool is_one_letter(std::string_view word);
/// I, II, IV, XVIII: capitals only.
[[nodiscard]] bool is_roman_numeral(std::string_view word);
/// Whether a text begins with a small letter. Letters of scripts without case are not small.
[[nodiscard]] bool begins_lower(std::string_view text);

}  // namespace stance::detail
