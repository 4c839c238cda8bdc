#pragma once
/// @file report_csv_rows.hpp
/// Rows of RFC 4180.

#include <iosfwd>
#include <string>
#include <vector>

namespace stance::detail {

/// The cells, in quotation marks where they hold a comma, a quotation mark or a line end; CRLF behind them.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& cells);
void write_csv_row(std::ostream& out, const std::vector<std::string>& cells);

}  // namespace stance::detail
