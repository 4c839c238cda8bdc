#pragma once
/// Running an automaton over the tokens of a text from a place, forward or back.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "detail/match_nfa.hpp"

namespace stance::detail {

/// The tokens of a text with what their words satisfy.
struct SymbolText {
  const std::vector<Symbol>* symbols;
  const WordClasses* classes;
  const TargetSets* targets;
};

enum class Direction : std::uint8_t { forward, backward };

/// A state that is to go on from a place, so many words from where reading began.
struct Run {
  std::uint32_t offset;
  StateId state;
  friend bool operator==(const Run&, const Run&) = default;
};

/// Keeps the nearest last, each once. A list: there are seldom more than three.
inline void add_run(std::vector<Run>& runs, const Run& run) {
  auto place = runs.end();
  for (; place != runs.begin() && (place - 1)->offset <= run.offset; --place) {
    if (*(place - 1) == run) return;
  }
  runs.insert(place, run);
}

/// Reads from the boundary before token `base` on, forward or back, no more than `room` words, and reports how many words were read where a state accepts.
/// @param runs  where to begin, all at offset 0; empty in the end
template <Direction direction, typename Report>
void run_automaton(const Nfa& nfa, const SymbolText& text, std::uint32_t base, std::uint32_t room, std::vector<Run>& runs, const Report& report) {
  constexpr bool forward = direction == Direction::forward;
  const std::vector<Symbol>& symbols = *text.symbols;
  const auto step = [&](StateId from, std::uint32_t offset) {
    const Symbol& symbol = symbols[forward ? base + offset : base - 1 - offset];
    nfa.step(from, symbol, text.classes->atoms(symbol.word_class), *text.targets, [&](StateId to) { add_run(runs, {offset + 1, to}); });
  };
  while (!runs.empty()) {
    const auto [offset, state] = runs.back();
    runs.pop_back();
    if (nfa.accepting(state)) report(offset);
    for (const GapEdge& gap : nfa.gaps(state)) {
      Boundary skipped = Boundary::none;
      for (std::uint32_t reached = offset; reached <= offset + gap.words && reached < room; ++reached) {
        const Boundary next_one = symbols[forward ? base + reached : base - reached].before;
        // The word behind a gap may open a clause; that only one which is spelt does so is what its edge looks at.
        const bool opens = next_one == Boundary::opening && (forward || reached == offset);
        if (std::max(skipped, opens ? Boundary::none : next_one) > gap.limit) break;
        skipped = std::max(skipped, forward || !opens ? next_one : Boundary::none);
        step(gap.to, reached);
      }
    }
    if (offset < room) step(state, offset);
  }
}

}  // namespace stance::detail
