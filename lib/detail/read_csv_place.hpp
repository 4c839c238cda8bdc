#pragma once
/// @file read_csv_place.hpp
/// Where the fields of a row begin, for messages; and the character between them.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace stance::detail {

/// Byte of a line at which its field of that number (from 0) begins; quotation marks are respected. 0 when there is no such field.
[[nodiscard]] inline std::size_t csv_field_begin(std::string_view line, std::size_t field, char delimiter) noexcept {
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < line.size() && field > 0; ++at) {
    if (line[at] == '"') quoted = !quoted;
    if (quoted || line[at] != delimiter) continue;
    begin = at + 1;
    --field;
  }
  return field == 0 ? begin : 0;
}

/// Comma, semicolon or tab: the one that stands most often in a line, outside of quotation marks.
[[nodiscard]] inline char csv_delimiter_of(std::string_view line) noexcept {
  constexpr std::array<char, 3> known = {',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    for (std::size_t i = 0; i < known.size(); ++i) counts[i] += !quoted && c == known[i] ? 1U : 0U;
  }
  return known[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

}  // namespace stance::detail
