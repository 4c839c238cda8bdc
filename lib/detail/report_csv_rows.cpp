#include "detail/report_csv_rows.hpp"

#include <ostream>
#include <string_view>

namespace stance::detail {
namespace {

/// A field of RFC 4180: in quotation marks where it holds a comma, a quotation mark or a line end.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string csv_row(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) out += ',';
    out += field(cell);
  }
  return out + "\r\n";
}

void write_csv_row(std::ostream& out, const std::vector<std::string>& cells) { out << csv_row(cells); }

}  // namespace stance::detail
