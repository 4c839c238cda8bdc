#pragma once
/// Whether a word of a pattern takes a word of a text, by spelling alone.

#include <cstddef>
#include <string_view>

namespace stance::detail {

/// Whether a written word holds a wildcard: `*` takes any characters, `?` takes one.
[[nodiscard]] inline bool is_glob(std::string_view written) { return written.find_first_of("*?") != std::string_view::npos; }

/// Wildcards anywhere. O(|written| · |word|) at worst: where a match fails, only the last star is tried again.
[[nodiscard]] inline bool takes_glob(std::string_view written, std::string_view word) {
  std::size_t at = 0;
  std::size_t in_word = 0;
  std::size_t star = std::string_view::npos;  // the last star, and where the word went on behind it
  std::size_t resume = 0;
  const auto next_character = [&](std::size_t from) {
    do ++from;
    while (from < word.size() && (static_cast<unsigned char>(word[from]) & 0xC0U) == 0x80U);
    return from;
  };
  while (in_word < word.size()) {
    if (at < written.size() && written[at] == '*') {
      star = at++;
      resume = in_word;
    } else if (at < written.size() && written[at] == '?') {
      ++at;
      in_word = next_character(in_word);
    } else if (at < written.size() && written[at] == word[in_word]) {
      ++at;
      ++in_word;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in_word = resume = next_character(resume);
    } else {
      return false;
    }
  }
  while (at < written.size() && written[at] == '*') ++at;
  return at == written.size();
}

/// Both are compared as they stand. A star alone takes nothing here: the pattern language knows it as "any word".
[[nodiscard]] inline bool takes(std::string_view written, std::string_view word) {
  if (written.find_first_not_of('*') == std::string_view::npos) return false;
  return is_glob(written) ? takes_glob(written, word) : word == written;
}

}  // namespace stance::detail
