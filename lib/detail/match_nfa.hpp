#pragma once
/// A nondeterministic automaton over words and mentions.

#include <algorithm>
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
/// `limit`. Gaps are no states that count words: a pattern has one state in front of a gap, however long that is.
struct GapEdge {
  StateId to;
  std::uint16_t words;
  Boundary limit;  ///< soft or clause
  std::uint8_t unused = 0;
};

/// States and edges are added first; finish() makes it an automaton that can run. State 0 is there from the beginning.
class Nfa {
 public:
  StateId add_state() { return n_states_++; }
  [[nodiscard]] StateId n_states() const noexcept { return n_states_; }
  void add_edge(StateId from, const Edge& edge) { added_.emplace_back(from, edge); }
  void add_gap(StateId from, const GapEdge& gap) { added_gaps_.emplace_back(from, gap); }
  /// Who is in `from` is in `to` as well.
  void add_join(StateId from, StateId to) { joins_.emplace_back(from, to); }
  void accept(StateId state) { accepting_.push_back(state); }
  /// What has been added, in that order; empty once it is finished.
  [[nodiscard]] std::span<const std::pair<StateId, Edge>> added() const noexcept { return added_; }
  /// Takes the edges out of state 0 away, of those that were added from the `first`-th on.
  [[nodiscard]] std::vector<Edge> take_beginnings(std::size_t first);
  /// Adds the states of an automaton that is not finished, with all edges turned round. @return what became of its state 0; the
  /// others follow
  StateId add_reversed(const Nfa& other);
  void finish();

  [[nodiscard]] bool accepting(StateId state) const noexcept { return nodes_[state].accepts != 0; }
  /// Whether nothing leads out of a state.
  [[nodiscard]] bool ends(StateId state) const noexcept { return nodes_[state].edges == nodes_[state].end && nodes_[state].n_gaps == 0; }
  [[nodiscard]] std::span<const GapEdge> gaps(StateId state) const noexcept { return {gaps_.data() + nodes_[state].gaps, nodes_[state].n_gaps}; }
  /// To be called a while before step(), one after the other: states are spread over more memory than the nearer caches hold.
  void fetch(StateId state) const noexcept { __builtin_prefetch(&nodes_[state]); }
  void fetch_edges(StateId state) const noexcept {
    __builtin_prefetch(edges_.data() + nodes_[state].edges);
    __builtin_prefetch(gaps_.data() + nodes_[state].gaps);
  }
  /// Calls `reach` with each state that a token leads to, perhaps more than once.
  template <typename Reach>
  void step(StateId from, const Symbol& symbol, std::span<const AtomId> atoms, const TargetSets& targets, const Reach& reach) const;
  /// Once it is finished.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(n_states_);
    in_one_piece(archive, nodes_);
    in_one_piece(archive, edges_);
    in_one_piece(archive, gaps_);
  }

 private:
  /// A state: places in the lists of edges and gaps. The edges that ask for atoms come first, in ascending order of these, then those that take
  /// any word, then those that ask for mentions.
  struct Node {
    std::uint32_t edges = 0;
    std::uint32_t wordless = 0;  ///< the first edge that asks for no atom
    std::uint32_t mentions = 0;  ///< the first that asks for a mention
    std::uint32_t end = 0;
    std::uint32_t gaps = 0;
    std::uint32_t n_gaps = 0;
    std::uint32_t accepts = 0;  ///< 0 or 1
  };
  [[nodiscard]] static bool admits(const Edge& edge, const Symbol& symbol) noexcept {
    return symbol.before <= edge.limit || (edge.kind == EdgeKind::atom && symbol.before == Boundary::opening);
  }

  StateId n_states_ = 1;
  std::vector<std::pair<StateId, Edge>> added_;
  std::vector<std::pair<StateId, GapEdge>> added_gaps_;
  std::vector<std::pair<StateId, StateId>> joins_;
  std::vector<StateId> accepting_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<GapEdge> gaps_;
};

template <typename Reach>
void Nfa::step(StateId from, const Symbol& symbol, std::span<const AtomId> atoms, const TargetSets& targets, const Reach& reach) const {
  constexpr std::uint32_t few = 8;  // edges that are looked at one after the other sooner than searched
  const Node& node = nodes_[from];
  const Edge* const edges = edges_.data();
  const Edge* const wordless = edges + node.wordless;
  if (node.wordless - node.edges <= few) {
    for (const Edge* edge = edges + node.edges; edge != wordless; ++edge) {
      for (const AtomId atom : atoms) {
        if (atom == edge->label && admits(*edge, symbol)) reach(edge->to);
      }
    }
  } else {
    const Edge* edge = edges + node.edges;
    for (const AtomId atom : atoms) {
      edge = std::lower_bound(edge, wordless, atom, [](const Edge& e, AtomId wanted) { return e.label < wanted; });
      for (; edge != wordless && edge->label == atom; ++edge) {
        if (admits(*edge, symbol)) reach(edge->to);
      }
    }
  }
  const Edge* const mentions = edges + node.mentions;
  for (const Edge* edge = wordless; edge != mentions; ++edge) {
    if (admits(*edge, symbol)) reach(edge->to);
  }
  if (symbol.part == MentionPart::none) return;
  for (const Edge* edge = mentions; edge != edges + node.end; ++edge) {
    const auto part = static_cast<EdgeKind>(static_cast<std::uint8_t>(EdgeKind::whole) + static_cast<std::uint8_t>(symbol.part) - 1U);
    if (edge->kind != part || !admits(*edge, symbol)) continue;
    if (edge->kind == EdgeKind::middle || edge->kind == EdgeKind::last || targets.holds(edge->label, symbol.target)) reach(edge->to);
  }
}

}  // namespace stance::detail
