// What surrounds a text in print: authors and their addresses, identifiers, key words, the approval pages of a thesis,
// the imprint at the end.

#include <algorithm>
#include <array>

#include "detail/clean_characters.hpp"
#include "detail/clean_passes.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t shortest_body_bytes = 200;
constexpr std::size_t longest_label_line = 200;
constexpr std::size_t longest_byline = 160;

/// First unit that is running text; headings, bylines and labels stand before it.
std::size_t find_body(const Layout& layout) {
  const std::vector<Unit>& units = layout.units();
  const auto is_body = [&](const Unit& unit) {
    return !unit.is_cut && !unit.strong_heading && (unit.n_bytes >= shortest_body_bytes || starts_with_abstract_label(layout.folded(unit)));
  };
  return static_cast<std::size_t>(std::find_if(units.begin(), units.end(), is_body) - units.begin());
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find(' ') == std::string_view::npos && text.find('.', at) != std::string_view::npos;
}

/// Two to six words that all begin with a capital: "Jane Q. Public", "Musa Nizam oglu Guliyev".
bool is_name_like(std::string_view text) {
  constexpr std::array particles = {std::string_view("oglu"), std::string_view("oğlu"), std::string_view("gizi"), std::string_view("qızı"),
                                    std::string_view("kizi"), std::string_view("de"), std::string_view("van"), std::string_view("von"),
                                    std::string_view("and"), std::string_view("və"), std::string_view("ve"), std::string_view("и")};
  std::size_t words = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    if (!word.empty() && word.back() == ',') word.remove_suffix(1);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    ++words;
    const bool particle = std::find(particles.begin(), particles.end(), word) != particles.end();
    if (!particle && start_of(word) != LineStart::upper && word != "\\*" && word != "*") return false;
  }
  return words >= 2 && words <= 6;
}

void cut_identifiers(Layout& layout, std::size_t body) {
  constexpr std::size_t farthest_behind = 12;
  std::vector<Unit>& units = layout.units();
  for (std::size_t i = 0; i < std::min(body + farthest_behind, units.size()); ++i) {
    // "ORCID ID: 0009-…" is all capitals: it counts as a heading, but not as one that somebody marked.
    const bool marked_heading = units[i].marker.mark == Mark::heading || (units[i].strong_heading && units[i].style == Style::bold);
    if (units[i].is_cut || units[i].n_bytes > longest_label_line || marked_heading) continue;
    const std::string folded = layout.folded(units[i]);
    if (starts_with_identifier(folded) || starts_with_author_identifier(folded) || is_email(folded)) units[i].cut(CutReason::front_matter);
  }
}

void cut_keywords(Layout& layout) {
  constexpr std::size_t longest = 1000;
  for (Unit& unit : layout.units()) {
    if (unit.is_cut || unit.n_bytes > longest || unit.strong_heading) continue;
    if (starts_with_keyword_label(folded_for_lookup(layout.text_of(unit).substr(0, 64)))) unit.cut(CutReason::front_matter);
  }
}

bool is_byline(const Layout& layout, const Unit& unit) {
  if (unit.n_bytes > longest_byline || unit.strong_heading || unit.marker.mark == Mark::bullet || unit.start != LineStart::upper) return false;
  if (unit.ending != LineEnd::open && unit.ending != LineEnd::comma) return false;
  return is_name_like(layout.text_of(unit)) || names_affiliation(layout.folded(unit));
}

bool identifies_author(const Layout& layout, const Unit& unit) {
  if (!unit.is_cut || unit.reason != CutReason::front_matter) return false;
  const std::string folded = layout.folded(unit);
  return starts_with_author_identifier(folded) || is_email(folded);
}

/// A name that carries a note mark: its note says who the author is.
bool has_author_note(const Layout& layout, const Unit& unit, const NoteMarks& marks) {
  if (unit.n_bytes > longest_byline || unit.strong_heading || unit.is_cut) return false;
  const std::string_view text = layout.text_of(unit);
  const bool star = text.size() > 2 && text.substr(text.size() - 2) == "\\*" && marks.is_confirmed(NoteForm::symbol, '*');
  const char32_t last = decode_before(text, text.size()).value;
  const bool dagger = (last == U'†' || last == U'‡') && marks.is_confirmed(NoteForm::symbol, last);
  return (star || dagger) && is_name_like(text);
}

/// Names and affiliations stand directly before what identifies their author. The first unit that stays is the title.
void cut_bylines(Layout& layout, std::size_t body, const NoteMarks& marks) {
  std::vector<Unit>& units = layout.units();
  const auto title = std::find_if(units.begin(), units.end(), [](const Unit& unit) { return !unit.is_cut; });
  const std::size_t first = static_cast<std::size_t>(title - units.begin()) + 1;
  for (std::size_t i = first; i < std::min(body, units.size()); ++i) {
    if (has_author_note(layout, units[i], marks)) units[i].cut(CutReason::front_matter);
    if (!identifies_author(layout, units[i])) continue;
    for (std::size_t j = i; j > first && (units[j - 1].is_cut || is_byline(layout, units[j - 1])); --j) {
      if (!units[j - 1].is_cut) units[j - 1].cut(CutReason::front_matter);
    }
  }
}

bool is_title(const Layout& layout, const Unit& unit) {
  constexpr std::size_t shortest_title_words = 4;
  return unit.strong_heading && (unit.style == Style::bold || unit.marker.mark == Mark::heading || count_words(layout.text_of(unit)) >= shortest_title_words);
}

/// First pages of a thesis: supervisor, opponents, council. Two such lines before the text begins are needed.
void cut_approval_pages(Layout& layout) {
  constexpr std::size_t most_units = 80;
  constexpr std::size_t shortest_prose = 250;
  std::vector<Unit>& units = layout.units();
  std::size_t found = 0;
  std::size_t last = 0;
  std::size_t prose = 0;
  for (; prose < std::min(units.size(), most_units); ++prose) {
    const bool approval = is_approval_line(layout.folded(units[prose]));
    found += approval ? 1 : 0;
    if (approval) last = prose;
    if (!approval && units[prose].n_bytes >= shortest_prose) break;
  }
  if (found < 2) return;
  std::size_t end = last + 1;
  while (end < prose && !units[end].strong_heading) ++end;
  for (std::size_t i = 0; i < end; ++i) {
    if (!units[i].is_cut && !is_title(layout, units[i])) units[i].cut(CutReason::front_matter);
  }
}

bool is_imprint(const Layout& layout, const Unit& unit) {
  constexpr std::size_t longest = 600;
  return unit.n_bytes <= longest && is_imprint_line(folded_for_lookup(layout.text_of(unit).substr(0, 100)));
}

/// Print data behind the text. One line is not enough, unless it is a copyright notice.
void cut_imprint(Layout& layout) {
  constexpr std::size_t most_units = 30;
  constexpr std::size_t longest_line_between = 100;
  std::vector<Unit>& units = layout.units();
  std::size_t first = units.size();
  std::size_t found = 0;
  for (std::size_t i = units.size(); i > 0 && units.size() - i < most_units; --i) {
    const Unit& unit = units[i - 1];
    if (unit.is_cut) continue;
    if (is_imprint(layout, unit)) {
      first = i - 1;
      ++found;
    } else if (unit.n_bytes > longest_line_between || unit.strong_heading) {
      break;
    }
  }
  const bool notice = found == 1 && layout.text_of(units[first]).substr(0, 2) == "©";
  if (found < 2 && !notice) return;
  for (std::size_t i = first; i < units.size(); ++i) {
    if (!units[i].is_cut) units[i].cut(CutReason::front_matter);
  }
}

}  // namespace

void cut_front_matter(Layout& layout, const NoteMarks& marks) {
  if (layout.units().size() < 3) return;
  const std::size_t body = find_body(layout);
  cut_identifiers(layout, body);
  cut_keywords(layout);
  cut_bylines(layout, body, marks);
  cut_approval_pages(layout);
  cut_imprint(layout);
}

}  // namespace stance::detail
