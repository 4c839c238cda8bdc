// Text set for display between the paragraphs: pull quotes, picture captions, heads that were caught in a sentence.

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "detail/clean_characters.hpp"
#include "detail/clean_passes.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t longest_caption = 400;
constexpr std::size_t longest_plain_caption = 300;
constexpr std::size_t most_captions_in_a_row = 4;

// ---- pull quotes

constexpr std::size_t gram_words = 3;

/// Calls use(hash) for every three words in a row. Punctuation, apostrophes of either kind and marks do not count.
template <typename Use>
void for_each_gram(std::string_view text, Use use) {
  constexpr std::uint64_t prime = 1099511628211U;
  constexpr std::uint64_t basis = 14695981039346656037U;
  std::uint64_t words[gram_words] = {};
  std::size_t n_words = 0;
  std::uint64_t word = basis;
  for (std::size_t offset = 0; offset <= text.size();) {
    const CodePoint point = offset < text.size() ? decode_at(text, offset) : CodePoint{U' ', 1};
    offset += point.length;
    const bool in_word = is_letter(point.value) || (point.value < 0x80 && is_ascii_digit(static_cast<char>(point.value)));
    if (in_word) {
      const char32_t folded = point.value >= 'A' && point.value <= 'Z' ? point.value + ('a' - 'A') : point.value;
      word = (word ^ folded) * prime;
    } else if (word != basis) {
      words[n_words++ % gram_words] = word;
      word = basis;
      if (n_words < gram_words) continue;
      std::uint64_t gram = basis;
      for (std::size_t i = 0; i < gram_words; ++i) gram = (gram ^ words[(n_words + i) % gram_words]) * prime;
      use(gram);
    }
  }
}

bool may_be_pull_quote(const Layout& layout, std::size_t index) {
  constexpr std::size_t longest = 1500;
  constexpr std::size_t fewest_words = 6;
  constexpr std::size_t fewest_bold_words = 8;  // a bold line may be a heading whose words come again
  const Unit& unit = layout.units()[index];
  if (unit.is_cut || unit.n_bytes > longest || !unit.spaced_before || !unit.spaced_after || unit.marker.mark == Mark::heading) return false;
  const bool displayed = unit.style != Style::plain || unit.marker.mark == Mark::quote;
  const std::size_t fewest = unit.style == Style::bold ? fewest_bold_words : fewest_words;
  if (!displayed && (unit.marker.mark != Mark::none || !interrupt_sentence(layout, index, index + 1))) return false;
  return count_words(layout.text_of(unit)) >= fewest;
}

/// For each group of three words of a candidate: in which units of the running text it stands.
using GramIndex = std::unordered_map<std::uint64_t, std::vector<std::size_t>>;

GramIndex index_grams(const Layout& layout, const std::vector<std::size_t>& candidates) {
  GramIndex index;
  for (const std::size_t candidate : candidates) {
    for_each_gram(layout.text_of(layout.units()[candidate]), [&](std::uint64_t gram) { index[gram]; });
  }
  for (std::size_t i = 0; i < layout.units().size(); ++i) {
    if (layout.units()[i].is_cut || std::binary_search(candidates.begin(), candidates.end(), i)) continue;
    for_each_gram(layout.text_of(layout.units()[i]), [&](std::uint64_t gram) {
      const auto found = index.find(gram);
      if (found != index.end() && (found->second.empty() || found->second.back() != i)) found->second.push_back(i);
    });
  }
  return index;
}

/// Do most groups of words of the candidate stand in the text nearby?
bool is_repeated_nearby(const Layout& layout, std::size_t candidate, const GramIndex& index) {
  constexpr std::size_t farthest = 12;  // units: about two pages
  std::size_t grams = 0;
  std::size_t repeated = 0;
  for_each_gram(layout.text_of(layout.units()[candidate]), [&](std::uint64_t gram) {
    ++grams;
    const std::vector<std::size_t>& places = index.at(gram);
    const auto place = std::lower_bound(places.begin(), places.end(), candidate >= farthest ? candidate - farthest : 0);
    repeated += place != places.end() && *place <= candidate + farthest ? 1 : 0;
  });
  return grams > 0 && repeated * 10 >= grams * 6;
}

// ---- captions

bool can_be_caption(const Unit& unit) {
  return unit.spaced_before && unit.spaced_after && unit.n_bytes <= longest_caption && unit.marker.mark == Mark::none;
}

/// A full stop inside that is followed by another sentence: "Visit to the port. Photo by N. N."
bool has_inner_sentence_end(std::string_view text) {
  for (std::size_t i = 1; i + 2 < text.size(); ++i) {
    if (text[i] != '.' && text[i] != '!' && text[i] != '?') continue;
    const LineStart next = start_of(text.substr(i + 1));
    const bool initial = i >= 2 && is_ascii_letter(text[i - 1]) && !is_ascii_letter(text[i - 2]);
    if (!initial && (text[i + 1] == ' ' || text[i + 1] == '\n' || text[i + 1] == '\r' || text[i + 1] == '*') && (next == LineStart::upper || next == LineStart::digit)) return true;
  }
  return false;
}

bool is_italic_caption(const Layout& layout, const Unit& unit) {
  return unit.style == Style::italic && unit.ending == LineEnd::open && has_inner_sentence_end(layout.text_of(unit));
}

bool is_labelled_caption(const Layout& layout, const Unit& unit) {
  return unit.n_bytes <= longest_plain_caption && starts_with_caption_label(layout.folded(unit));
}

/// May the unit be a caption inside the sentence that `half` begins? A plain paragraph must look like one: it ends with a
/// year, or is short beside the paragraph that it interrupts. Otherwise it may itself be the half that goes on.
bool can_interrupt(const Layout& layout, const Unit& half, const Unit& unit) {
  constexpr std::size_t longest_without_year = 120;
  if (!can_be_caption(unit) || unit.start == LineStart::lower || unit.strong_heading) return false;
  if (unit.style == Style::italic) return true;
  if (unit.style != Style::plain || unit.n_bytes > longest_plain_caption || unit.ending != LineEnd::open) return false;
  return is_ascii_digit(layout.text_of(unit).back()) || (unit.n_bytes <= longest_without_year && unit.n_bytes * 2 <= half.n_bytes);
}

/// Captions between the two halves of a sentence.
void cut_interrupting_captions(Layout& layout) {
  constexpr std::size_t shortest_half = 80;
  std::vector<Unit>& units = layout.units();
  for (std::size_t i = 0; i + 2 < units.size(); ++i) {
    const Unit& half = units[i];
    if (half.is_cut || half.kind == BlockKind::heading || half.n_bytes < shortest_half || !is_unfinished(half)) continue;
    std::size_t end = i + 1;
    std::size_t captions = 0;
    while (end < units.size() && captions <= most_captions_in_a_row && (units[end].is_cut || can_interrupt(layout, half, units[end]))) {
      captions += units[end].is_cut ? 0 : 1;
      if (end - i > 2 * most_captions_in_a_row) break;
      ++end;
    }
    if (captions == 0 || captions > most_captions_in_a_row || !interrupt_sentence(layout, i + 1, end)) continue;
    for (std::size_t j = i + 1; j < end; ++j) {
      if (!units[j].is_cut) units[j].cut(CutReason::caption);
    }
  }
}

}  // namespace

bool interrupt_sentence(const Layout& layout, std::size_t first, std::size_t last) {
  const std::vector<Unit>& units = layout.units();
  const std::size_t before = layout.kept_before(first);
  while (last < units.size() && units[last].is_cut && last - first < 50) ++last;
  if (before == Layout::npos || last >= units.size() || units[last].is_cut) return false;
  const bool half_before = is_unfinished(units[before]) && units[before].kind != BlockKind::heading;
  return half_before && units[last].marker.mark == Mark::none && units[last].start == LineStart::lower;
}

void cut_pull_quotes(Layout& layout) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < layout.units().size(); ++i) {
    if (may_be_pull_quote(layout, i)) candidates.push_back(i);
  }
  if (candidates.empty()) return;
  const GramIndex index = index_grams(layout, candidates);
  for (const std::size_t candidate : candidates) {
    if (is_repeated_nearby(layout, candidate, index)) layout.units()[candidate].cut(CutReason::pull_quote);
  }
}

void cut_captions(Layout& layout) {
  if (layout.units().size() < 2) return;
  cut_interrupting_captions(layout);
  for (Unit& unit : layout.units()) {
    if (unit.is_cut || !can_be_caption(unit)) continue;
    if (is_labelled_caption(layout, unit) || is_italic_caption(layout, unit)) unit.cut(CutReason::caption);
  }
}

void cut_intruding_heads(Layout& layout) {
  std::vector<Unit>& units = layout.units();
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool capitals = !units[i].is_cut && units[i].strong_heading && units[i].marker.mark == Mark::none && units[i].style == Style::plain;
    if (capitals && interrupt_sentence(layout, i, i + 1)) units[i].cut(CutReason::running_head);
  }
}

}  // namespace stance::detail
