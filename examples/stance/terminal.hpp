#pragma once
/// @file terminal.hpp
/// Pages on a terminal.

#include <cstddef>
#include <iostream>
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

/// A report on standard output.
/// @param format  json, jsonl, csv, md or table
/// @param page    the report → its Page
template <class Report, class MakePage>
void write_report(const Report& report, const std::string& format, const std::string& color, const MakePage& page) {
  if (format == "json") {
    stance::write_json(std::cout, report);
  } else if (format == "jsonl") {
    stance::write_jsonl(std::cout, report);
  } else if (format == "csv") {
    stance::write_csv(std::cout, report);
  } else if (format == "md") {
    stance::write_markdown(std::cout, page(report));
  } else {
    std::cout << laid_out(page(report), style_of_output(color));
  }
}

}  // namespace program
