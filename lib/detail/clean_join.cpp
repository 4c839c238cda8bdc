// Sentences whose halves stand in two units, because a page ended between them.

#include <algorithm>
#include <vector>

#include "detail/clean_characters.hpp"
#include "detail/clean_passes.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t shortest_half = 60;  ///< bytes; shorter units without a full stop may be titles or verse

/// More opening than closing quotation marks in the last line.
bool has_open_quotation(std::string_view line) {
  int curly = 0;
  std::size_t straight = 0;
  for (std::size_t offset = line.size() > short_unit_bytes ? line.size() - short_unit_bytes : 0; offset < line.size();) {
    const CodePoint point = decode_at(line, offset);
    offset += point.length;
    straight += point.value == '"' ? 1 : 0;
    if (point.value == U'“' || point.value == U'«') ++curly;
    if (point.value == U'”' || point.value == U'»') --curly;
  }
  return curly > 0 || straight % 2 == 1;
}

bool ends_in_the_middle(const Layout& layout, const Unit& unit) {
  if (unit.ending == LineEnd::comma || unit.ending == LineEnd::hyphen) return true;
  const std::string_view last_line = layout.line_text(unit.first_line + unit.n_lines - 1);
  const std::size_t space = last_line.rfind(' ');
  const std::string_view last_word = last_line.substr(space == std::string_view::npos ? 0 : space + 1);
  if (last_word.size() <= 20 && is_unfinished_word(folded_for_lookup(last_word))) return true;
  return has_open_quotation(last_line);
}

bool is_page_cut(CutReason reason) {
  return reason == CutReason::footnote || reason == CutReason::running_head || reason == CutReason::page_number || reason == CutReason::pull_quote;
}

/// Was something of a page's foot or head cut between the two units?
bool has_page_cut_between(const std::vector<Unit>& units, std::size_t first, std::size_t second) {
  return std::any_of(units.begin() + static_cast<std::ptrdiff_t>(first) + 1, units.begin() + static_cast<std::ptrdiff_t>(second),
                     [](const Unit& unit) { return unit.is_cut && is_page_cut(unit.reason); });
}

bool is_rule_between(const std::vector<Unit>& units, std::size_t first, std::size_t second) {
  return std::any_of(units.begin() + static_cast<std::ptrdiff_t>(first) + 1, units.begin() + static_cast<std::ptrdiff_t>(second),
                     [](const Unit& unit) { return unit.marker.mark == Mark::rule; });
}

bool may_continue(const Unit& unit) {
  const bool unmarked = unit.marker.mark == Mark::none || unit.marker.form == NoteForm::bare;
  return unmarked && unit.kind == BlockKind::paragraph;
}

bool belong_together(const Layout& layout, std::size_t first, std::size_t second) {
  const std::vector<Unit>& units = layout.units();
  const Unit& half = units[first];
  const Unit& rest = units[second];
  if (half.kind == BlockKind::heading || !is_unfinished(half) || !may_continue(rest)) return false;
  if (!rest.spaced_before && second == first + 1) return false;  // neighbouring lines were judged when units were built
  const bool page_cut = has_page_cut_between(units, first, second);
  if (is_rule_between(units, first, second) && !page_cut) return false;
  if (rest.start == LineStart::lower) return true;
  if (half.n_bytes < shortest_half) return false;
  return page_cut || ends_in_the_middle(layout, half);
}

/// Two halves wait for their other half at once where columns or boxes were read in the wrong order:
///   first half A … | first half B, second half (of A or of B?) | second half (of A or of B?)
/// Nobody can tell which belongs to which from the layout, so nothing is joined.
class WaitingHalves {
 public:
  explicit WaitingHalves(Layout& layout) : layout_(layout) {}

  void see_joined(std::size_t second) {
    if (waiting_first_ != Layout::npos && doubtful_join_ == Layout::npos) doubtful_join_ = second;
  }
  void see_apart(std::size_t first, std::size_t second) {
    std::vector<Unit>& units = layout_.units();
    if (second - std::min(second, waiting_first_) > farthest) forget();
    const bool lost_second_half = units[second].start == LineStart::lower && may_continue(units[second]) && units[second].n_bytes >= shortest_half;
    if (lost_second_half && !is_unfinished(units[first]) && doubtful_join_ != Layout::npos) {
      units[doubtful_join_].joins_previous = false;
      forget();
    }
    const bool lost_first_half = units[first].ending == LineEnd::open && units[first].kind == BlockKind::paragraph && units[first].n_bytes >= 2 * shortest_half;
    if (!lost_first_half) return;
    waiting_first_ = first;
    doubtful_join_ = Layout::npos;
  }

 private:
  static constexpr std::size_t farthest = 24;  // units: a page or two
  void forget() {
    waiting_first_ = Layout::npos;
    doubtful_join_ = Layout::npos;
  }

  Layout& layout_;
  std::size_t waiting_first_ = Layout::npos;
  std::size_t doubtful_join_ = Layout::npos;
};

}  // namespace

void join_sentences(Layout& layout) {
  std::vector<Unit>& units = layout.units();
  WaitingHalves waiting(layout);
  std::size_t previous = Layout::npos;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].is_cut) continue;
    if (previous != Layout::npos) {
      units[i].joins_previous = belong_together(layout, previous, i);
      if (units[i].joins_previous) waiting.see_joined(i);
      else waiting.see_apart(previous, i);
    }
    previous = i;
  }
}

}  // namespace stance::detail
