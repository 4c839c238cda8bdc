// What a line begins with: heading marks, bullets, numbers, note marks, rules.

#include <algorithm>
#include <array>

#include "detail/clean_characters.hpp"
#include "detail/clean_layout.hpp"

namespace stance::detail {
namespace {

std::uint32_t with_following_space(std::string_view line, std::size_t length) {
  while (length < line.size()) {
    const CodePoint point = decode_at(line, length);
    if (!is_white_space(point.value)) break;
    length += point.length;
  }
  return static_cast<std::uint32_t>(length);
}

bool space_at(std::string_view line, std::size_t offset) {
  return offset < line.size() && is_white_space(decode_at(line, offset).value);
}

Marker marker(std::string_view line, Mark mark, std::size_t length, std::uint32_t number = 0) {
  Marker result;
  result.mark = mark;
  result.length = with_following_space(line, length);
  result.number = number;
  result.is_text = mark == Mark::number;
  return result;
}

Marker note(std::string_view line, NoteForm form, std::size_t length, std::uint32_t number = 0) {
  Marker result = marker(line, Mark::note, length, number);
  result.form = form;
  return result;
}

/// A line of nothing but rule characters: "---", "* * *", "|---|:--|", "=====".
bool is_rule(std::string_view line) {
  if (line.find_first_not_of("-*_=~|:+ \t") != std::string_view::npos) return false;
  std::array<std::size_t, 128> counts{};
  for (const char c : line) ++counts[static_cast<unsigned char>(c)];
  const std::size_t most = std::max({counts['-'], counts['*'], counts['_'], counts['='], counts['~']});
  return most >= 3;
}

struct Digits {
  std::size_t length = 0;
  std::uint32_t value = 0;
};

Digits digits_at(std::string_view line, std::size_t offset) {
  Digits digits;
  while (offset + digits.length < line.size() && is_ascii_digit(line[offset + digits.length]) && digits.length < 6) {
    digits.value = digits.value * 10 + static_cast<std::uint32_t>(line[offset + digits.length] - '0');
    ++digits.length;
  }
  return digits;
}

Digits superscript_at(std::string_view line, std::size_t offset) {
  Digits digits;
  while (offset + digits.length < line.size() && digits.length < 12) {
    const CodePoint point = decode_at(line, offset + digits.length);
    const int value = superscript_digit(point.value);
    if (value < 0) break;
    digits.value = digits.value * 10 + static_cast<std::uint32_t>(value);
    digits.length += point.length;
  }
  return digits;
}

/// "1." "12)" "2.1" "2.1." and, since it may be a footnote, "1" before a word.
Marker number_marker(std::string_view line) {
  const Digits first = digits_at(line, 0);
  std::size_t end = first.length;
  bool has_parts = false;
  while (end + 1 < line.size() && line[end] == '.' && is_ascii_digit(line[end + 1])) {
    end += 1 + digits_at(line, end + 1).length;
    has_parts = true;
  }
  if (first.length > 3) return {};
  if (end < line.size() && (line[end] == '.' || line[end] == ')') && space_at(line, end + 1)) return marker(line, Mark::number, end + 1, first.value);
  if (!space_at(line, end)) return {};
  if (has_parts) return first.value < 100 ? marker(line, Mark::number, end, first.value) : Marker();
  return note(line, NoteForm::bare, end, first.value);
}

bool is_roman(std::string_view text) { return !text.empty() && text.find_first_not_of("ivxIVX") == std::string_view::npos; }

/// "(1)" "(a)" "(iv)"
Marker bracket_marker(std::string_view line) {
  const std::size_t close = line.substr(0, 8).find(')');
  if (close == std::string_view::npos || close < 2 || !space_at(line, close + 1)) return {};
  const std::string_view inside = line.substr(1, close - 1);
  const Digits digits = digits_at(inside, 0);
  const bool numbered = digits.length == inside.size() && digits.length <= 3;
  const bool lettered = (inside.size() == 1 && is_ascii_letter(inside.front())) || is_roman(inside);
  return numbered || lettered ? marker(line, Mark::number, close + 1, digits.value) : Marker();
}

/// "a)" "iv." "II)"; a single capital with a full stop is somebody's initial.
Marker letter_marker(std::string_view line) {
  const std::size_t end = line.substr(0, 6).find_first_of(".)");
  if (end == std::string_view::npos || end == 0 || !space_at(line, end + 1)) return {};
  const std::string_view label = line.substr(0, end);
  const bool lettered = label.size() == 1 && is_ascii_letter(label.front()) && line[end] == ')';
  return lettered || (label.size() >= 2 && is_roman(label)) ? marker(line, Mark::number, end + 1) : Marker();
}

/// "[^1]: …" and the "[12] …" of reference lists.
Marker square_marker(std::string_view line) {
  const std::size_t close = line.substr(0, 32).find(']');
  if (close == std::string_view::npos || close < 2) return {};
  const std::string_view inside = line.substr(1, close - 1);
  if (inside.front() == '^') {
    return close + 1 < line.size() && line[close + 1] == ':' ? note(line, NoteForm::label, close + 2) : Marker();
  }
  const Digits digits = digits_at(inside, 0);
  return digits.length == inside.size() && digits.length <= 3 && space_at(line, close + 1) ? marker(line, Mark::number, close + 1, digits.value) : Marker();
}

Marker tag_marker(std::string_view line) {
  constexpr std::string_view open = "<sup>";
  constexpr std::string_view close = "</sup>";
  if (line.substr(0, open.size()) != open) return {};
  const Digits digits = digits_at(line, open.size());
  const std::size_t end = open.size() + digits.length;
  if (digits.length == 0 || line.substr(end, close.size()) != close) return {};
  return note(line, NoteForm::superscript, end + close.size(), digits.value);
}

Marker dash_or_star_marker(std::string_view line) {
  if (is_rule(line)) return marker(line, Mark::rule, line.size());
  return space_at(line, 1) ? marker(line, Mark::bullet, 1) : Marker();
}

Marker hash_marker(std::string_view line) {
  const std::size_t end = std::min(line.find_first_not_of('#'), line.size());
  return end <= 6 && (end == line.size() || space_at(line, end)) ? marker(line, Mark::heading, end) : Marker();
}

bool is_bullet(char32_t c) {
  constexpr std::u32string_view bullets = U"•‣⁃∙▪▫■□●○◦◾➢➤►▶✓✔❖·\uF0B7\uF0A7\uF0D8";
  return bullets.find(c) != std::u32string_view::npos;
}

Marker unicode_marker(std::string_view line) {
  const CodePoint point = decode_at(line, 0);
  if (superscript_digit(point.value) >= 0) {
    const Digits digits = superscript_at(line, 0);
    return note(line, NoteForm::superscript, digits.length, digits.value);
  }
  if (point.value == U'†' || point.value == U'‡') return note(line, NoteForm::symbol, point.length);
  if (is_bullet(point.value)) return marker(line, Mark::bullet, point.length);
  if ((point.value == U'–' || point.value == U'—') && space_at(line, point.length)) {
    Marker dash = marker(line, Mark::bullet, point.length);
    dash.is_text = true;  // a dash may also open a speech in a dialogue
    return dash;
  }
  return {};
}

}  // namespace

Marker marker_of(std::string_view line) {
  if (line.empty()) return {};
  const char first = line.front();
  if (is_ascii_digit(first)) return number_marker(line);
  if (is_ascii_letter(first)) return letter_marker(line);
  if (static_cast<unsigned char>(first) >= 0x80) return unicode_marker(line);
  switch (first) {
    case '#': return hash_marker(line);
    case '>': return marker(line, Mark::quote, 1);
    case '(': return bracket_marker(line);
    case '[': return square_marker(line);
    case '<': return tag_marker(line);
    case '\\': return line.substr(0, 2) == "\\*" ? note(line, NoteForm::symbol, 2) : Marker();
    case '-': case '*': case '+': return dash_or_star_marker(line);
    case '_': case '=': case '~': case '|': return is_rule(line) ? marker(line, Mark::rule, line.size()) : Marker();
    default: return {};
  }
}

}  // namespace stance::detail
