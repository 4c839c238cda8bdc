#include <ostream>
#include <string>

#include "stance/report.hpp"

namespace stance {
namespace {

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80U;
}

/// Characters that mean something to Markdown are escaped (an underscore inside a word means nothing); line ends become spaces.
std::string escaped(std::string_view text) {
  constexpr std::string_view special = "\\`*_{}[]<>|#~";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    const bool inside = c == '_' && i > 0 && i + 1 < text.size() && is_word_byte(text[i - 1]) && is_word_byte(text[i + 1]);
    if (!inside && special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// Bold for what is strong; a terminal's colours have no counterpart. Marks must touch the words that they make bold.
std::string run(const Run& piece) {
  const std::size_t begin = piece.text.find_first_not_of(' ');
  if (piece.tone != Tone::strong || begin == std::string::npos) return escaped(piece.text);
  const std::size_t end = piece.text.find_last_not_of(' ') + 1;
  return piece.text.substr(0, begin) + "**" + escaped(std::string_view(piece.text).substr(begin, end - begin)) + "**" +
         piece.text.substr(end);
}

void write_table(std::ostream& out, const PageTable& table) {
  for (const Column& column : table.columns) out << "| " << escaped(column.title) << ' ';
  out << "|\n";
  for (const Column& column : table.columns) out << (column.align == Column::Align::right ? "|---:" : "|---");
  out << "|\n";
  for (const auto& row : table.rows) {
    for (const Run& cell : row) out << "| " << run(cell) << ' ';
    out << "|\n";
  }
}

}  // namespace

void write_markdown(std::ostream& out, const Page& page) {
  bool first = true;
  bool list = false;
  for (const PageBlock& block : page.blocks) {
    const bool item = block.kind == PageBlock::Kind::quotation;
    if (!first && !(list && item)) out << '\n';
    first = false;
    list = item;
    if (block.kind == PageBlock::Kind::table) {
      write_table(out, block.table);
      continue;
    }
    if (block.kind == PageBlock::Kind::heading) out << "## ";
    if (block.kind == PageBlock::Kind::subheading) out << "### ";
    if (item) out << "- ";
    const bool heading = block.kind == PageBlock::Kind::heading || block.kind == PageBlock::Kind::subheading;
    for (const Run& piece : block.runs) out << (heading ? escaped(piece.text) : run(piece));
    out << '\n';
  }
}

}  // namespace stance
