// What a page prints around its text: page numbers, running heads, the navigation of a web page.

#include <algorithm>
#include <functional>
#include <string>

#include "detail/clean_characters.hpp"
#include "detail/clean_passes.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

std::string_view text_of(std::string_view text, const Line& line) { return text.substr(line.begin, line.end - line.begin); }

bool is_isolated_after(const std::vector<Line>& lines, std::size_t line) {
  return line + 1 == lines.size() || lines[line + 1].blank_before || lines[line + 1].page_before;
}

bool is_isolated(const std::vector<Line>& lines, std::size_t line) {
  return (lines[line].blank_before || lines[line].page_before) && is_isolated_after(lines, line);
}

bool touches_page_break(const std::vector<Line>& lines, std::size_t line) {
  return lines[line].page_before || (line + 1 < lines.size() && lines[line + 1].page_before);
}

bool is_inside_sentence(const std::vector<Line>& lines, std::size_t line) {
  if (line == 0 || line + 1 >= lines.size()) return false;
  const LineEnd before = lines[line - 1].ending;
  return before != LineEnd::sentence && before != LineEnd::closed && lines[line + 1].start == LineStart::lower;
}

// ---- page numbers

enum class NumberForm : std::uint8_t { none, bare, labelled };

struct PageNumber {
  NumberForm form = NumberForm::none;
  int value = -1;
};

std::string_view without_page_word(std::string_view folded) {
  for (const std::string_view word : {"page", "səhifə", "səh.", "sayfa", "страница", "стр.", "p."}) {
    if (folded.substr(0, word.size()) == word) return trimmed(folded.substr(word.size()));
  }
  return folded;
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_ascii_digit) - text.begin());
}

std::string_view without_dashes(std::string_view text) {
  while (!text.empty() && (text.front() == '-' || text.front() == ' ')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '-' || text.back() == ' ')) text.remove_suffix(1);
  constexpr std::string_view dash = "–";
  if (text.substr(0, dash.size()) == dash) text = trimmed(text.substr(dash.size()));
  if (text.size() > dash.size() && text.substr(text.size() - dash.size()) == dash) text = trimmed(text.substr(0, text.size() - dash.size()));
  return text;
}

/// "12", "- 12 -", "page 12", "page 12 of 30", "12/30", "xii"
PageNumber page_number(std::string_view line) {
  if (line.size() > 32) return {};
  const char first = line.front();
  const bool possible = is_ascii_digit(first) || first == '-' || is_ascii_letter(first) || static_cast<unsigned char>(first) >= 0x80;
  if (!possible) return {};
  const std::string folded = folded_for_lookup(line);
  if (line.find_first_not_of("ivxl") == std::string_view::npos && line.size() <= 6) return {NumberForm::bare, -1};
  const std::string_view unlabelled = without_page_word(folded);
  const std::string_view core = without_dashes(unlabelled);
  const std::size_t digits = count_digits(core);
  if (digits == 0 || digits > 4) return {};
  const int value = std::stoi(std::string(core.substr(0, digits)));
  std::string_view rest = trimmed(core.substr(digits));
  const bool labelled = unlabelled.size() != folded.size() || core.size() != unlabelled.size();
  if (rest.empty()) return {labelled ? NumberForm::labelled : NumberForm::bare, value};
  bool has_total = false;
  for (const std::string_view word : {"of", "/", "из", "dən"}) {
    if (rest.substr(0, word.size()) != word) continue;
    rest = trimmed(rest.substr(word.size()));
    has_total = true;
    break;
  }
  if (!has_total || rest.empty() || count_digits(rest) != rest.size()) return {};
  return {labelled ? NumberForm::labelled : NumberForm::bare, value};
}

bool is_year(int value) { return value >= 1800 && value <= 2100; }

void mark_page_numbers(std::string_view text, std::vector<Line>& lines) {
  int previous = -2;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const PageNumber number = page_number(text_of(text, lines[i]));
    if (number.form == NumberForm::none) continue;
    const bool in_sequence = number.value >= 0 && number.value == previous + 1;
    const bool placed = touches_page_break(lines, i) || (is_isolated(lines, i) && !is_year(number.value));
    if (number.form == NumberForm::labelled || placed || (in_sequence && is_inside_sentence(lines, i))) lines[i].furniture = CutReason::page_number;
    previous = number.value;
  }
}

// ---- running heads

struct HeadCandidate {
  std::size_t key = 0;  ///< hash of the folded line without its page number
  std::size_t line = 0;
  int number = -1;
};

struct HeadText {
  std::string words;
  int number = -1;
};

/// The line without a page number at its start or end.
HeadText head_text(std::string_view line) {
  HeadText head{folded_for_lookup(line), -1};
  std::string_view words = head.words;
  const std::size_t leading = count_digits(words);
  std::size_t trailing = 0;
  while (trailing < words.size() && is_ascii_digit(words[words.size() - 1 - trailing])) ++trailing;
  if (leading > 0 && leading <= 4 && leading < words.size()) {
    head.number = std::stoi(std::string(words.substr(0, leading)));
    words.remove_prefix(leading);
  } else if (trailing > 0 && trailing <= 4 && trailing < words.size()) {
    head.number = std::stoi(std::string(words.substr(words.size() - trailing)));
    words.remove_suffix(trailing);
  }
  const std::size_t begin = std::min(words.find_first_not_of(" |-/"), words.size());
  const std::size_t end = words.find_last_not_of(" |-/");
  head.words = begin < words.size() ? std::string(words.substr(begin, end + 1 - begin)) : std::string();
  return head;
}

bool can_be_running_head(const std::vector<Line>& lines, std::size_t i, std::string_view line) {
  constexpr std::uint32_t widest = 90;
  const bool is_short = lines[i].width <= widest && lines[i].width >= 4;
  if (!is_short || lines[i].ending != LineEnd::open || lines[i].furniture != CutReason::line_break) return false;
  const bool placed = is_isolated(lines, i) || touches_page_break(lines, i) || is_inside_sentence(lines, i);
  const Mark mark = placed ? marker_of(line).mark : Mark::none;
  return placed && (mark == Mark::none || mark == Mark::note);
}

bool increases(const HeadCandidate* first, const HeadCandidate* last) {
  return std::adjacent_find(first, last, [](const HeadCandidate& a, const HeadCandidate& b) { return a.number < 0 || a.number >= b.number; }) == last;
}

bool has_page_evidence(const std::vector<Line>& lines, std::size_t line) {
  const bool beside_number = (line > 0 && lines[line - 1].furniture == CutReason::page_number) ||
                             (line + 1 < lines.size() && lines[line + 1].furniture == CutReason::page_number);
  return beside_number || touches_page_break(lines, line) || is_inside_sentence(lines, line);
}

/// Three equal lines are a running head when numbers grow along them, when the page shows in their surroundings, or
/// when they are long and far apart: "President Aliyev" over each answer of an interview is none.
bool is_running_head(std::string_view text, const std::vector<Line>& lines, const HeadCandidate* first, const HeadCandidate* last) {
  constexpr std::size_t shortest_page = 400;
  if (last - first < 3) return false;
  const HeadText head = head_text(text_of(text, lines[first->line]));
  const std::size_t words = count_words(head.words);
  const bool letters = std::any_of(head.words.begin(), head.words.end(), [](char c) { return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
  if (!letters || starts_with_division_label(head.words)) return false;
  if (std::any_of(first, last, [&](const HeadCandidate& c) { return has_page_evidence(lines, c.line); })) return true;
  if (increases(first, last)) return words >= 2;
  const std::size_t distance = lines[(last - 1)->line].begin - lines[first->line].begin;
  return words >= 3 && distance / static_cast<std::size_t>(last - first - 1) >= shortest_page && style_of(text_of(text, lines[first->line])) != Style::bold;
}

void mark_running_heads(std::string_view text, std::vector<Line>& lines) {
  std::vector<HeadCandidate> candidates;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = text_of(text, lines[i]);
    if (!can_be_running_head(lines, i, line)) continue;
    const HeadText head = head_text(line);
    candidates.push_back({std::hash<std::string>{}(head.words), i, head.number});
  }
  std::sort(candidates.begin(), candidates.end(), [](const HeadCandidate& a, const HeadCandidate& b) { return a.key != b.key ? a.key < b.key : a.line < b.line; });
  for (std::size_t first = 0; first < candidates.size();) {
    std::size_t last = first;
    while (last < candidates.size() && candidates[last].key == candidates[first].key) ++last;
    if (is_running_head(text, lines, candidates.data() + first, candidates.data() + last)) {
      for (std::size_t i = first; i < last; ++i) lines[candidates[i].line].furniture = CutReason::running_head;
    }
    first = last;
  }
}

// ---- menus

constexpr std::size_t longest_menu_line = 80;
constexpr std::size_t widest_menu_zone = 40;
constexpr int fewest_entries_in_text = 4;

bool can_be_in_menu_zone(const Unit& unit) { return unit.is_cut || unit.n_bytes <= longest_menu_line; }

int entries_of(const Layout& layout, const Unit& unit) {
  if ((unit.is_cut && unit.reason != CutReason::menu) || unit.n_bytes > 2 * longest_menu_line) return 0;
  return menu_entries(folded_for_lookup(layout.text_of(unit)));
}

/// One menu word alone may be a heading; two at the edge of the page are its navigation.
void cut_menu_zone(Layout& layout, std::size_t first, std::size_t last) {
  std::vector<Unit>& units = layout.units();
  int total = 0;
  for (std::size_t i = first; i < last; ++i) total += entries_of(layout, units[i]);
  if (total < 2) return;
  for (std::size_t i = first; i < last; ++i) {
    if (entries_of(layout, units[i]) > 0) units[i].cut(CutReason::menu);
  }
}

}  // namespace

void mark_page_furniture(std::string_view text, std::vector<Line>& lines) {
  if (lines.size() < 2) return;
  mark_page_numbers(text, lines);
  mark_running_heads(text, lines);
}

void cut_menus(Layout& layout) {
  std::vector<Unit>& units = layout.units();
  for (Unit& unit : units) {
    if (entries_of(layout, unit) >= fewest_entries_in_text) unit.cut(CutReason::menu);
  }
  std::size_t head = 0;
  while (head < units.size() && head < widest_menu_zone && can_be_in_menu_zone(units[head])) ++head;
  if (head == units.size()) return;  // nothing but short lines: no page around which there could be a menu
  cut_menu_zone(layout, 0, head);
  std::size_t tail = units.size();
  while (tail > head && units.size() - tail < widest_menu_zone && can_be_in_menu_zone(units[tail - 1])) --tail;
  cut_menu_zone(layout, tail, units.size());
}

}  // namespace stance::detail
