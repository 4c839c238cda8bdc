#pragma once
/// A nondeterministic automaton over words and mentions.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "detail/match_alphabet.hpp"
#include "detail/match_archive.hpp"

namespace stance::detail {

using StateId = std::uint32_t;

enum class EdgeKind : std::uint8_t {
  atom,   ///< a word that satisfies the atom `label`
  any,    ///< any word
  whole,  ///< a mention of one word, of a target in the set `label`
  first,  ///< the first word of a longer mention of a target in the set `label`
  middle,
  last,
};

struct Edge {
  StateId to;
  std::uint32_t label;  ///< an atom or a set of targets
  EdgeKind kind;
  Boundary limit;  ///< largest boundary before the token
  std::uint16_t unused = 0;  ///< no hole, so that lists are written and read in one piece
};

/// Up to `words` words may be skipped. No token from the first skipped one to the one behind the gap may stand behind a boundary above
/// `limit`. Gaps are no states that count words: what else a state waits for would make a state of its own with each count.
struct GapEdge {
  StateId to;
  std::uint16_t words;
  Boundary limit;  ///< soft or clause
  std::uint8_t unused = 0;
};

/// Lists by state, in one piece of memory.
template <typename T>
class ListsByState {
 public:
  void add(StateId state, const T& item) { added_.emplace_back(state, item); }
  /// From now on lists can be read; nothing can be added. Items of a list stand in the order in which they were added.
  void finish(std::size_t n_states) {
    begin_.assign(n_states + 1, 0);
    for (const auto& [state, item] : added_) ++begin_[state + 1];
    for (std::size_t i = 0; i < n_states; ++i) begin_[i + 1] += begin_[i];
    items_.resize(added_.size());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (const auto& [state, item] : added_) items_[next[state]++] = item;
    added_ = {};
  }
  [[nodiscard]] std::span<const T> of(StateId state) const noexcept { return {items_.data() + begin_[state], items_.data() + begin_[state + 1]}; }
  [[nodiscard]] std::span<T> of(StateId state) noexcept { return {items_.data() + begin_[state], items_.data() + begin_[state + 1]}; }
  [[nodiscard]] const std::vector<std::pair<StateId, T>>& added() const noexcept { return added_; }
  /// Once it is finished.
  template <class Archive>
  void serialize(Archive& archive) {
    in_one_piece(archive, begin_);
    in_one_piece(archive, items_);
  }

 private:
  std::vector<std::pair<StateId, T>> added_;
  std::vector<std::uint32_t> begin_;
  std::vector<T> items_;
};

/// States and edges are added first; finish() makes it an automaton that can run. State 0 is there from the beginning.
class Nfa {
 public:
  StateId add_state() { return n_states_++; }
  [[nodiscard]] StateId n_states() const noexcept { return n_states_; }
  void add_edge(StateId from, const Edge& edge) { edges_.add(from, edge); }
  void add_gap(StateId from, const GapEdge& gap) { gaps_.add(from, gap); }
  /// Who is in `from` is in `to` as well.
  void add_join(StateId from, StateId to) { joins_.add(from, to); }
  void add_accept(StateId state, std::uint32_t accept) { accepts_.add(state, accept); }
  /// Adds the states of an automaton that is not finished, with all edges turned round. @return what became of its state 0; the
  /// others follow
  StateId add_reversed(const Nfa& other);
  void finish();

  /// States reached from `from` by a token; sorted, unique.
  void step(std::span<const StateId> from, const Symbol& symbol, std::span<const AtomId> atoms, const TargetSets& targets, std::vector<StateId>& to) const;
  /// These states and those that are joined to them; sorted, unique.
  void close(std::vector<StateId>& states) const;
  /// The edges out of a state that ask for atoms.
  [[nodiscard]] std::span<const Edge> asking(StateId state) const noexcept { return edges_.of(state).first(ranges_[state].atoms); }
  /// Whether an edge out of these states looks at mentions. Where none does, step() takes a mention's words as it takes all words.
  [[nodiscard]] bool asks_for_targets(std::span<const StateId> from) const;
  /// Whether an edge out of these states takes any word.
  [[nodiscard]] bool takes_any(std::span<const StateId> from) const;
  [[nodiscard]] std::span<const std::uint32_t> accepts(StateId state) const noexcept { return accepts_.of(state); }
  [[nodiscard]] std::span<const GapEdge> gaps(StateId state) const noexcept { return gaps_.of(state); }
  /// Once it is finished.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(n_states_, edges_, gaps_, joins_, accepts_);
    in_one_piece(archive, ranges_);
  }

 private:
  struct Ranges {
    std::uint32_t atoms = 0;   ///< so many edges at the front ask for atoms, in ascending order of these
    std::uint32_t wordly = 0;  ///< and so many take a word that is part of no mention
  };
  void join(StateId state, std::vector<StateId>& to) const;

  StateId n_states_ = 1;
  ListsByState<Edge> edges_;
  ListsByState<GapEdge> gaps_;
  ListsByState<StateId> joins_;
  ListsByState<std::uint32_t> accepts_;
  std::vector<Ranges> ranges_;
};

}  // namespace stance::detail
