#include "terminal.hpp"

#include <libsmartcols/libsmartcols.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <cwchar>
#include <memory>
#include <stdexcept>
#include <vector>

namespace program {
namespace {

using stance::PageBlock;
using stance::Tone;

const char* sequence(Tone tone) {
  switch (tone) {
    case Tone::strong: return "\033[1m";
    case Tone::faint: return "\033[2m";
    case Tone::positive: return "\033[32m";
    case Tone::negative: return "\033[31m";
    case Tone::plain: break;
  }
  return nullptr;
}

std::string painted(const stance::Run& run, bool color) {
  const char* const start = color ? sequence(run.tone) : nullptr;
  return start == nullptr ? run.text : start + run.text + "\033[0m";
}

struct TableDeleter {
  void operator()(libscols_table* table) const noexcept { scols_unref_table(table); }
};
using Table = std::unique_ptr<libscols_table, TableDeleter>;

/// libsmartcols measures and encodes by the C library's locale: UTF-8 it is, whatever the environment says.
void use_utf8() {
  static const bool done = [] {
    for (const char* name : {"C.UTF-8", "C.utf8", "en_US.UTF-8"}) {
      if (std::setlocale(LC_CTYPE, name) != nullptr) return true;
    }
    return false;
  }();
  static_cast<void>(done);
}

Table new_table(const TerminalStyle& style) {
  Table table(scols_new_table());
  if (!table) throw std::runtime_error("out of memory");
  scols_table_enable_colors(table.get(), style.color ? 1 : 0);
  scols_table_enable_noencoding(table.get(), 1);
  scols_table_set_column_separator(table.get(), "  ");
  scols_table_set_termforce(table.get(), SCOLS_TERMFORCE_ALWAYS);
  scols_table_set_termwidth(table.get(), style.width == 0 ? 100'000 : style.width);
  return table;
}

std::string table_text(const stance::PageTable& page, const TerminalStyle& style) {
  use_utf8();
  const Table table = new_table(style);
  for (const stance::Column& column : page.columns) {
    const int align = column.align == stance::Column::Align::right ? SCOLS_FL_RIGHT : 0;
    libscols_column* const made =
        scols_table_new_column(table.get(), column.title.c_str(), 0.1, align | (style.width > 0 ? SCOLS_FL_TRUNC : 0));
    if (made == nullptr) throw std::runtime_error("out of memory");
    scols_cell_set_color(scols_column_get_header(made), style.color ? "\033[4m" : nullptr);
  }
  for (const std::vector<stance::Run>& row : page.rows) {
    libscols_line* const line = scols_table_new_line(table.get(), nullptr);
    if (line == nullptr) throw std::runtime_error("out of memory");
    for (std::size_t i = 0; i < row.size(); ++i) {
      scols_line_set_data(line, i, row[i].text.c_str());
      if (style.color && sequence(row[i].tone) != nullptr) scols_cell_set_color(scols_line_get_cell(line, i), sequence(row[i].tone));
    }
  }
  char* text = nullptr;
  if (scols_print_table_to_string(table.get(), &text) != 0 || text == nullptr)
    throw std::runtime_error("libsmartcols could not lay out a table");
  const std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
  return text;
}

/// No blanks at the ends of lines.
std::string trimmed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.erase(out.find_last_not_of(' ') + 1);
    out += c;
  }
  return out;
}

}  // namespace

TerminalStyle style_of_output(const std::string& color) {
  TerminalStyle style;
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  const char* const no_color = std::getenv("NO_COLOR");
  style.color = color == "always" || (color == "auto" && terminal && (no_color == nullptr || *no_color == '\0'));
  winsize size{};
  if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) style.width = size.ws_col;
  return style;
}

std::string laid_out(const stance::Page& page, const TerminalStyle& style) {
  std::string out;
  PageBlock::Kind previous = PageBlock::Kind::text;
  for (const PageBlock& block : page.blocks) {
    const bool heading = block.kind == PageBlock::Kind::heading || block.kind == PageBlock::Kind::subheading;
    if (!out.empty() && (heading || (previous == PageBlock::Kind::table && block.kind == PageBlock::Kind::table))) out += '\n';
    previous = block.kind;
    if (block.kind == PageBlock::Kind::table) {
      out += table_text(block.table, style);
      if (!out.empty() && out.back() != '\n') out += '\n';
      continue;
    }
    if (block.kind == PageBlock::Kind::quotation) out += "  ";
    for (const stance::Run& run : block.runs) out += painted(run, style.color);
    out += '\n';
  }
  return trimmed(out);
}

}  // namespace program
