#include "detail/clean_layout.hpp"

#include <algorithm>

#include "detail/clean_characters.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t widest_wrapped_line = 200;
constexpr std::size_t fewest_wrapped_lines = 3;
constexpr std::size_t narrowest_measure = 30;
constexpr std::size_t longest_emphasis = 6;  ///< lines

std::size_t width_of_first_word(std::string_view line) {
  return count_code_points(line.substr(0, std::min<std::size_t>(line.find(' '), 40)));
}

bool ends_with_unfinished_word(std::string_view line) {
  const std::size_t space = line.rfind(' ');
  if (space == std::string_view::npos || line.size() - space > 20) return false;
  return is_unfinished_word(folded_for_lookup(line.substr(space + 1)));
}

/// "e-mail: …" begins with a small letter and continues nothing.
bool is_author_line(std::string_view line) {
  constexpr std::size_t longest = 100;
  return line.size() <= longest && line.find('@') != std::string_view::npos && starts_with_author_identifier(folded_for_lookup(line));
}

bool is_unfinished_end(LineEnd ending) { return ending == LineEnd::open || ending == LineEnd::comma || ending == LineEnd::hyphen; }

}  // namespace

Layout::Layout(std::string_view text, PageFurniture furniture) : text_(text), lines_(split_lines(text)) {
  if (furniture == PageFurniture::find) mark_page_furniture(text_, lines_);
  measure_wrapping();
  build_units();
}

std::string_view Layout::line_text(std::size_t line) const { return text_.substr(lines_[line].begin, lines_[line].end - lines_[line].begin); }

ByteSpan Layout::span(const Unit& unit) const { return {lines_[unit.first_line].begin, lines_[unit.first_line + unit.n_lines - 1].end}; }

std::string_view Layout::text_of(const Unit& unit) const {
  const ByteSpan bytes = span(unit);
  return text_.substr(bytes.begin, bytes.size());
}

std::string Layout::folded(const Unit& unit) const {
  if (unit.n_bytes > short_unit_bytes) return {};
  return folded_for_lookup(text_of(unit).substr(unit.marker.length));
}

std::size_t Layout::kept_before(std::size_t unit) const {
  constexpr std::size_t farthest = 50;
  for (std::size_t step = 1; step <= std::min(unit, farthest); ++step) {
    if (!units_[unit - step].is_cut) return unit - step;
  }
  return npos;
}

std::size_t Layout::kept_after(std::size_t unit) const {
  constexpr std::size_t farthest = 50;
  for (std::size_t step = 1; step <= farthest && unit + step < units_.size(); ++step) {
    if (!units_[unit + step].is_cut) return unit + step;
  }
  return npos;
}

/// Text is wrapped when most lines that have a next line stop in the middle of a sentence, near the same width.
void Layout::measure_wrapping() {
  std::vector<std::uint32_t> widths;
  std::size_t n_pairs = 0;
  std::size_t n_unfinished = 0;
  for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
    const Line& next = lines_[i + 1];
    if (next.blank_before || next.page_before) continue;
    ++n_pairs;
    if (lines_[i].width > widest_wrapped_line) continue;
    widths.push_back(lines_[i].width);
    n_unfinished += is_unfinished_end(lines_[i].ending) ? 1 : 0;
  }
  if (n_pairs < fewest_wrapped_lines || n_unfinished * 2 < n_pairs) return;
  const auto high = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 9 / 10);
  std::nth_element(widths.begin(), high, widths.end());
  const std::size_t measure = *high;
  const auto near = std::count_if(widths.begin(), widths.end(), [&](std::uint32_t width) { return width * 4 >= measure * 3; });
  if (measure >= narrowest_measure && static_cast<std::size_t>(near) * 2 >= widths.size()) wrap_width_ = measure;
}

/// Would the first word of the next line not have fitted on this one? Proportional type varies by some letters.
bool Layout::fills_the_measure(std::size_t line) const {
  if (wrap_width_ == 0) return false;
  const std::size_t needed = lines_[line].width + 1 + width_of_first_word(line_text(line + 1));
  return needed * 20 > wrap_width_ * 17;
}

/// Does the line continue the paragraph of the line before it? Both stand in one group without blank lines.
bool Layout::continues(std::size_t line) const {
  const Line& before = lines_[line - 1];
  const Line& here = lines_[line];
  const bool capitals_before = is_all_capitals(line_text(line - 1));
  if (capitals_before && is_all_capitals(line_text(line))) return is_unfinished_end(before.ending);
  const bool full = fills_the_measure(line - 1);
  if (capitals_before && !full) return false;
  if (full) return true;
  if (!is_unfinished_end(before.ending)) return false;
  if (here.start == LineStart::lower) return !is_author_line(line_text(line));
  if (before.ending == LineEnd::hyphen) return here.start != LineStart::other;  // "Euro-\nAtlantic", "2021-\n2025"
  return before.ending == LineEnd::open && here.start != LineStart::other && ends_with_unfinished_word(line_text(line - 1));
}

/// The marker of a line, unless it is a word of a sentence that happens to stand at a line start.
Marker Layout::marker_in_context(std::size_t line) const {
  const Line& here = lines_[line];
  Marker marker = marker_of(line_text(line));
  if (marker.mark == Mark::none || line == 0 || here.blank_before || here.page_before) return marker;
  const bool inside_sentence = is_unfinished_end(lines_[line - 1].ending);
  const bool can_be_text = marker.mark == Mark::number || marker.mark == Mark::bullet || marker.mark == Mark::quote;
  if (can_be_text && inside_sentence && fills_the_measure(line - 1)) return {};
  if (marker.mark != Mark::note) return marker;
  if (marker.form == NoteForm::bare) return {};
  // A note mark that was wrapped to the next line: the sentence goes on behind it.
  const bool goes_on = inside_sentence && start_of(line_text(line).substr(marker.length)) == LineStart::lower;
  return goes_on ? Marker() : marker;
}

/// An emphasised passage of several lines, such as a picture caption, is one unit.
bool Layout::continues_emphasis(const Unit& unit, std::size_t line) const {
  const std::string_view so_far = text_of(unit);
  if (so_far.front() != '*' || unit.marker.mark != Mark::none || so_far.back() == '*') return false;
  for (std::size_t i = line; i < std::min(line + longest_emphasis, lines_.size()); ++i) {
    if (i > line && (lines_[i].blank_before || lines_[i].page_before)) return false;
    if (text_[lines_[i].end - 1] == '*') return true;
  }
  return false;
}

bool Layout::ends_emphasis(const Unit& unit) const {
  const std::string_view so_far = text_of(unit);
  return so_far.front() == '*' && so_far.back() == '*' && unit.marker.mark == Mark::none && unit.n_lines <= longest_emphasis &&
         style_of(so_far) != Style::plain;
}

void Layout::append_line(std::size_t line, const Marker& marker, bool starts_unit) {
  const Line& here = lines_[line];
  if (starts_unit) {
    Unit unit;
    unit.first_line = line;
    unit.marker = marker;
    unit.start = marker.length == 0 ? here.start : start_of(line_text(line).substr(marker.length));
    unit.spaced_before = here.blank_before || here.page_before;
    units_.push_back(unit);
  }
  Unit& unit = units_.back();
  ++unit.n_lines;
  unit.n_bytes += here.end - here.begin;
  unit.ending = here.ending;
}

void Layout::build_units() {
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    const bool furniture = lines_[line].furniture != CutReason::line_break;
    const Marker marker = furniture ? Marker() : marker_in_context(line);
    const bool after_furniture = line > 0 && lines_[line - 1].furniture != CutReason::line_break;
    bool starts = furniture || after_furniture || line == 0 || lines_[line].blank_before || lines_[line].page_before ||
                  marker.mark != Mark::none;
    if (!starts && !continues_emphasis(units_.back(), line)) {
      const bool single = units_.back().marker.mark == Mark::heading || units_.back().marker.mark == Mark::rule;
      starts = single || ends_emphasis(units_.back()) || !continues(line);
    }
    append_line(line, marker, starts);
  }
  finish_units();
}

void Layout::finish_units() {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    Unit& unit = units_[i];
    unit.spaced_after = i + 1 == units_.size() || units_[i + 1].spaced_before;
    if (unit.marker.mark == Mark::none && unit.n_bytes <= 2000) unit.style = style_of(text_of(unit));
    const CutReason furniture = lines_[unit.first_line].furniture;
    if (furniture != CutReason::line_break) unit.cut(furniture);
  }
}

namespace {

constexpr std::size_t longest_title_bytes = 120;
constexpr std::size_t longest_title_words = 14;

/// A short line without closing punctuation that stands by itself above other text.
bool is_title_like(const Layout& layout, std::size_t index) {
  const Unit& unit = layout.units()[index];
  if (!unit.spaced_before || unit.n_lines > 2 || unit.n_bytes > longest_title_bytes || unit.ending != LineEnd::open) return false;
  if (unit.start == LineStart::lower || unit.start == LineStart::other) return false;
  const std::size_t after = layout.kept_after(index);
  if (after == Layout::npos || layout.units()[after].start == LineStart::lower) return false;
  // Without a blank line only a paragraph, as long as one line of it may be, can be what a title stands above.
  if (!unit.spaced_after && (layout.has_wrapped_lines() || layout.units()[after].n_bytes < longest_title_bytes)) return false;
  const std::size_t before = layout.kept_before(index);
  const bool inside_sentence = before != Layout::npos && is_unfinished(layout.units()[before]) && !layout.units()[before].strong_heading &&
                               layout.units()[before].kind != BlockKind::heading;
  return !inside_sentence && count_words(layout.text_of(unit)) <= longest_title_words;
}

bool is_underlined(const Layout& layout, std::size_t index) {
  const std::vector<Unit>& units = layout.units();
  if (index + 1 >= units.size() || units[index].n_lines != 1 || units[index].n_bytes > longest_title_bytes) return false;
  const Unit& next = units[index + 1];
  return next.marker.mark == Mark::rule && !next.spaced_before && (layout.text_of(next).front() == '=' || layout.text_of(next).front() == '-');
}

bool is_strong_heading(const Layout& layout, std::size_t index) {
  const Unit& unit = layout.units()[index];
  if (unit.marker.mark == Mark::heading) return true;
  if (unit.marker.mark == Mark::bullet || unit.marker.mark == Mark::note || unit.marker.mark == Mark::quote) return false;
  if (unit.n_bytes > short_unit_bytes) return false;
  if (unit.style == Style::bold && unit.n_lines <= 3 && (unit.ending == LineEnd::open || unit.n_bytes <= longest_title_bytes)) return true;
  const std::string_view text = layout.text_of(unit);
  if (is_underlined(layout, index)) return true;
  return layout.units().size() > 1 && unit.n_lines <= 4 && unit.n_bytes <= 300 && unit.ending != LineEnd::comma && is_all_capitals(text);
}

/// "1. Introduction" above text is a heading; between other numbered lines it is an item.
bool is_numbered_title(const Layout& layout, std::size_t index) {
  const std::vector<Unit>& units = layout.units();
  if (units[index].marker.mark != Mark::number || !units[index].spaced_after || !is_title_like(layout, index)) return false;
  const bool item_before = index > 0 && units[index - 1].marker.mark == Mark::number;
  const bool item_after = index + 1 < units.size() && units[index + 1].marker.mark == Mark::number;
  return !item_before && !item_after && units[index].start == LineStart::upper;
}

}  // namespace

void cut_rules(Layout& layout) {
  for (Unit& unit : layout.units()) {
    if (unit.marker.mark == Mark::rule && !unit.is_cut) unit.cut(CutReason::markup);
  }
}

void classify_blocks(Layout& layout) {
  std::vector<Unit>& units = layout.units();
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].is_cut) continue;
    units[i].strong_heading = is_strong_heading(layout, i);
    const bool item = units[i].marker.mark == Mark::bullet || units[i].marker.mark == Mark::number;
    if (units[i].strong_heading || is_numbered_title(layout, i)) units[i].kind = BlockKind::heading;
    else if (item) units[i].kind = BlockKind::list_item;
    else if (units[i].marker.mark == Mark::none && is_title_like(layout, i)) units[i].kind = BlockKind::heading;
  }
}

}  // namespace stance::detail
