// Reference lists, endnotes, and the list of an author's own works.

#include <algorithm>
#include <array>

#include "detail/clean_characters.hpp"
#include "detail/clean_passes.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t longest_entry_looked_at = 600;
constexpr std::size_t shortest_prose_bytes = 250;

/// Signs of print: "//" and "Vol." stand in entries, hardly ever in prose.
constexpr std::array entry_signs = {
    std::string_view("//"), std::string_view("Vol."), std::string_view("vol."), std::string_view("pp."), std::string_view(" p."),
    std::string_view("№"), std::string_view("ISBN"), std::string_view("doi"), std::string_view("Publish"), std::string_view("Press"),
    std::string_view("Ibid"), std::string_view(" et al"), std::string_view("[Elektron"), std::string_view("[Электронный"),
    std::string_view("www."), std::string_view("Retrieved"), std::string_view("Accessed"), std::string_view("Yayın"), std::string_view("Изд"),
    std::string_view(" (ed"), std::string_view("Eds."), std::string_view("Journal"), std::string_view("nəşr"), std::string_view("Nəşr")};

bool holds_year(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    if (!is_ascii_digit(text[i])) continue;
    std::size_t end = i;
    while (end < text.size() && is_ascii_digit(text[end])) ++end;
    const std::string_view digits = text.substr(i, end - i);
    if (digits.size() == 4 && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20" || digits.substr(0, 2) == "18")) return true;
    i = end;
  }
  return false;
}

/// "22–49", "s. 56-62": a range of pages.
bool holds_page_range(std::string_view text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (!is_ascii_digit(text[i - 1])) continue;
    if (text[i] == '-' && is_ascii_digit(text[i + 1])) return true;
    if (text.substr(i, 3) == "–" && i + 3 < text.size() && is_ascii_digit(text[i + 3])) return true;
  }
  return false;
}

/// "Smith J." or "Smith, J.": a name with initials at the start of the entry.
bool starts_with_name(std::string_view text) {
  const std::string_view head = text.substr(0, 48);
  const std::size_t dot = head.find('.');
  if (dot == std::string_view::npos || dot < 4) return false;
  return is_upper(decode_before(head, dot).value) && (head[dot - 2] == ' ' || head[dot - 2] == '.' || static_cast<unsigned char>(head[dot - 2]) >= 0x80);
}

int entry_score(const Layout& layout, const Unit& unit) {
  const std::string_view text = layout.text_of(unit).substr(unit.marker.length).substr(0, longest_entry_looked_at);
  const bool sign = std::any_of(entry_signs.begin(), entry_signs.end(), [&](std::string_view s) { return text.find(s) != std::string_view::npos; });
  return (holds_year(text) ? 1 : 0) + (holds_page_range(text) ? 1 : 0) + (sign ? 1 : 0) + (starts_with_name(text) ? 1 : 0);
}

bool is_numbered(const Unit& unit) { return unit.marker.mark == Mark::number || unit.marker.mark == Mark::note; }

bool looks_like_entry(const Layout& layout, const Unit& unit) {
  const int score = entry_score(layout, unit);
  return score >= 2 || (score >= 1 && (is_numbered(unit) || unit.marker.mark == Mark::bullet));
}

/// At least half of the first units after the heading are entries.
bool is_followed_by_entries(const Layout& layout, std::size_t heading) {
  constexpr std::size_t n_looked_at = 6;
  const std::vector<Unit>& units = layout.units();
  std::size_t seen = 0;
  std::size_t entries = 0;
  for (std::size_t i = heading + 1; i < units.size() && seen < n_looked_at; ++i) {
    if (units[i].is_cut) continue;
    if (units[i].strong_heading && !looks_like_entry(layout, units[i])) break;
    ++seen;
    entries += looks_like_entry(layout, units[i]) ? 1 : 0;
  }
  return entries > 0 && entries * 2 >= seen;
}

bool is_prose(const Layout& layout, const Unit& unit) {
  return !is_numbered(unit) && unit.n_bytes >= shortest_prose_bytes && entry_score(layout, unit) < 2;
}

/// First unit behind the list that starts at `first`.
std::size_t end_of_list(const Layout& layout, std::size_t first) {
  const std::vector<Unit>& units = layout.units();
  std::size_t i = first;
  for (; i < units.size(); ++i) {
    if (units[i].is_cut) continue;
    const bool entry = looks_like_entry(layout, units[i]);
    if (!entry && units[i].strong_heading) return i;
    if (!entry && is_prose(layout, units[i])) return i;
    const bool heads_prose = units[i].kind == BlockKind::heading && i + 1 < units.size() && is_prose(layout, units[i + 1]);
    if (!entry && heads_prose) return i;
  }
  return i;
}

std::size_t end_of_own_works(const Layout& layout, std::size_t first) {
  const std::vector<Unit>& units = layout.units();
  std::size_t i = first;
  while (i < units.size() && (units[i].is_cut || is_numbered(units[i]) || entry_score(layout, units[i]) >= 2)) ++i;
  return i;
}

void cut_range(std::vector<Unit>& units, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    if (!units[i].is_cut) units[i].cut(CutReason::reference_list);
  }
}

}  // namespace

void cut_references(Layout& layout) {
  constexpr std::size_t longest_heading = 80;
  std::vector<Unit>& units = layout.units();
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    if (units[i].is_cut || units[i].n_bytes > short_unit_bytes || units[i].n_lines > 4) continue;
    const bool short_line = units[i].n_bytes <= longest_heading;
    if (!short_line && units[i].ending != LineEnd::closed) continue;
    const std::string folded = layout.folded(units[i]);
    std::size_t last = i;
    if (short_line && is_reference_heading(folded)) {
      if (is_followed_by_entries(layout, i)) last = end_of_list(layout, i + 1);
    } else if (units[i].ending == LineEnd::closed && announces_own_works(folded)) {
      if (is_followed_by_entries(layout, i)) last = end_of_own_works(layout, i + 1);
    }
    cut_range(units, i, last);
    if (last > i) i = last - 1;
  }
}

}  // namespace stance::detail
