#pragma once
/// What the bytes between two words say: punctuation, quotation marks, stops.

#include <cstdint>
#include <string_view>

#include "stance/tokens.hpp"

namespace stance::detail {

struct GapScan {
  Gap flags = Gap::none;
  bool space = false;             ///< any white space
  bool single_open = false;       ///< ‘ or ' that opens: a quotation only where a closing one follows
  bool single_close = false;      ///< ’ or ' that closes, or a plural possessive
  bool space_after_stop = false;  ///< white space behind the last stop
  std::uint32_t open_begin = 0;   ///< where the opening quotation marks and brackets right before the next word begin; else the end of the gap
  std::uint32_t stop_end = 0;     ///< end of the last stop with closing quotes and brackets behind it
};

/// Scan text[begin, end), the bytes between two words (or before the first, or behind the last).
[[nodiscard]] GapScan scan_gap(std::string_view text, std::uint32_t begin, std::uint32_t end);

}  // namespace stance::detail
