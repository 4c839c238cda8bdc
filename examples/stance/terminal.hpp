#pragma once
/// @file terminal.hpp
/// Pages on a terminal.

#include <cstddef>
#include <string>

#include "stance.hpp"

namespace program {

/// How pages are laid out. Tables are as wide as they need to be when the output is no terminal.
struct TerminalStyle {
  bool color = false;
  std::size_t width = 0;  ///< columns; 0: no limit
};
/// Style of standard output. @param color  "auto", "always" or "never"
[[nodiscard]] TerminalStyle style_of_output(const std::string& color);

/// The page as text, tables by libsmartcols.
[[nodiscard]] std::string laid_out(const stance::Page& page, const TerminalStyle& style);

}  // namespace program
