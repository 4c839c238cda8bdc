// Single lines: where they begin and end, and what their first and last characters say.

#include <algorithm>

#include "detail/text_bytes.hpp"
#include "detail/clean_characters.hpp"
#include "detail/clean_layout.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t widest_measured_line = 1000;

bool ends_line(char c) noexcept { return c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

Line make_line(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view content = trimmed(text.substr(begin, end - begin));
  Line line;
  line.begin = content.empty() ? begin : static_cast<std::size_t>(content.data() - text.data());
  line.end = line.begin + content.size();
  if (content.empty()) return line;
  const std::size_t width = content.size() <= widest_measured_line ? count_code_points(content) : content.size();
  line.width = static_cast<std::uint32_t>(std::min<std::size_t>(width, UINT32_MAX));
  line.start = start_of(content);
  line.ending = end_of(content);
  return line;
}

bool has_suffix(std::string_view text, std::string_view suffix) noexcept {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

/// Length of a number in brackets or of a <sup> element at the end of the line, or 0.
std::size_t length_of_final_note_mark(std::string_view line) noexcept {
  constexpr std::string_view closing_tag = "</sup>";
  if (has_suffix(line, closing_tag)) {
    const std::size_t open = line.rfind("<sup>");
    if (open != std::string_view::npos && line.size() - open <= 24) return line.size() - open;
  }
  if (!has_suffix(line, "]")) return 0;
  std::size_t digits = line.size() - 1;
  while (digits > 0 && (is_ascii_digit(line[digits - 1]) || line[digits - 1] == '^')) --digits;
  return digits + 1 < line.size() && digits > 0 && line[digits - 1] == '[' ? line.size() - digits + 1 : 0;
}

/// Length of a plain number that is glued to the end of a sentence ("alliances.12"), or 0.
std::size_t length_of_glued_number(std::string_view line) noexcept {
  std::size_t digits = line.size();
  while (digits > 0 && is_ascii_digit(line[digits - 1])) --digits;
  const std::size_t length = line.size() - digits;
  if (length == 0 || length > 3 || digits < 2) return 0;
  const CodePoint before = decode_before(line, digits);
  const bool decimal = digits > before.length && is_ascii_digit(line[digits - before.length - 1]);  // "1.12"
  const bool glued = is_sentence_end(before.value) || (is_closing_mark(before.value) && before.value != ')');
  return glued && !decimal ? length : 0;
}

}  // namespace

std::vector<Line> split_lines(std::string_view text) {
  std::vector<Line> lines;
  bool blank = false;
  bool page = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    while (at + 16 <= text.size() && !any(load16(text.data() + at) <= '\r')) at += 16;
    while (at < text.size() && static_cast<unsigned char>(text[at]) > '\r') ++at;
    if (at < text.size() && !ends_line(text[at])) continue;
    Line line = make_line(text, begin, at);
    if (line.end > line.begin) {
      line.blank_before = blank || lines.empty();
      line.page_before = page;
      lines.push_back(line);
      blank = false;
      page = false;
    } else {
      blank = true;
    }
    if (at == text.size()) break;
    page = page || text[at] == '\f';
    if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
    begin = at + 1;
  }
  return lines;
}

LineStart start_of(std::string_view line) noexcept {
  constexpr std::size_t farthest = 48;
  for (std::size_t offset = 0; offset < std::min(line.size(), farthest);) {
    const CodePoint point = decode_at(line, offset);
    offset += point.length;
    if (is_lower(point.value)) return LineStart::lower;
    if (is_upper(point.value)) return LineStart::upper;
    if (point.value < 0x80 && is_ascii_digit(static_cast<char>(point.value))) return LineStart::digit;
    const bool looked_through = point.value == '*' || point.value == '_' || point.value == '#' || point.value == '\\' ||
                                is_white_space(point.value) || is_opening_mark(point.value) || is_invisible(point.value);
    if (!looked_through) return LineStart::other;
  }
  return LineStart::other;
}

LineEnd end_of(std::string_view line) noexcept {
  const std::size_t lowest = line.size() > 64 ? line.size() - 64 : 0;
  while (line.size() > lowest) {
    const std::size_t mark = std::max(length_of_final_note_mark(line), length_of_glued_number(line));
    if (mark > 0) {
      line.remove_suffix(mark);
      continue;
    }
    const CodePoint last = decode_before(line, line.size());
    const bool looked_through = last.value == '*' || last.value == '_' || last.value == '\\' || superscript_digit(last.value) >= 0 ||
                                is_closing_mark(last.value) || is_white_space(last.value) || is_invisible(last.value);
    if (!looked_through) break;
    line.remove_suffix(last.length);
  }
  if (line.empty()) return LineEnd::open;
  const CodePoint last = decode_before(line, line.size());
  if (is_sentence_end(last.value)) return LineEnd::sentence;
  if (last.value == ':' || last.value == ';') return LineEnd::closed;
  if (last.value == ',') return LineEnd::comma;
  const bool hyphen = last.value == '-' || last.value == 0x2010 || last.value == 0xAD;
  if (!hyphen || line.size() == last.length) return LineEnd::open;
  const char32_t before = decode_before(line, line.size() - last.length).value;
  return is_letter(before) || (before >= '0' && before <= '9') ? LineEnd::hyphen : LineEnd::open;
}

bool is_all_capitals(std::string_view text) noexcept {
  if (text.size() > short_unit_bytes) return false;
  std::size_t capitals = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = decode_at(text, offset);
    offset += point.length;
    if (is_lower(point.value)) return false;
    capitals += is_upper(point.value) ? 1 : 0;
  }
  return capitals >= 4;
}

Style style_of(std::string_view text) noexcept {
  constexpr std::size_t longest = 2000;
  if (text.size() < 3 || text.size() > longest) return Style::plain;
  if (text.front() == '_' && text.back() == '_' && text.substr(1, text.size() - 2).find('_') == std::string_view::npos) return Style::italic;
  if (text.front() != '*') return Style::plain;
  bool italic = false;
  bool bold = false;
  bool all_bold = true;
  for (std::size_t offset = 0; offset < text.size();) {
    if (text[offset] == '*') {
      const std::size_t end = std::min(text.find_first_not_of('*', offset), text.size());
      const std::size_t stars = end - offset;
      // "…Great.**Artist…" inside italics closes one italic run and opens the next: nothing changes.
      const bool between_runs = stars == 2 && italic && !bold && end < text.size() && text[end] != ' ' && text[offset - 1] != ' ';
      if (!between_runs) {
        italic = italic != (stars % 2 == 1);
        bold = bold != (stars >= 2);
      }
      offset = end;
      continue;
    }
    const CodePoint point = decode_at(text, offset);
    offset += point.length;
    if (!is_letter(point.value)) continue;
    if (!italic && !bold) return Style::plain;
    all_bold = all_bold && bold;
  }
  return all_bold ? Style::bold : Style::italic;
}

std::size_t count_words(std::string_view text) noexcept {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    words += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return words;
}

}  // namespace stance::detail
