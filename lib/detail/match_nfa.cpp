#include "detail/match_nfa.hpp"

#include <algorithm>

namespace stance::detail {
namespace {

bool takes(const Edge& edge, const Symbol& symbol, std::span<const AtomId> atoms, const TargetSets& targets) {
  const bool spelt = edge.kind == EdgeKind::atom && symbol.before == Boundary::opening;
  if (symbol.before > edge.limit && !spelt) return false;
  switch (edge.kind) {
    case EdgeKind::atom: return std::find(atoms.begin(), atoms.end(), edge.label) != atoms.end();  // a word has few
    case EdgeKind::any: return true;
    case EdgeKind::whole: return symbol.part == MentionPart::whole && targets.holds(edge.label, symbol.target);
    case EdgeKind::first: return symbol.part == MentionPart::first && targets.holds(edge.label, symbol.target);
    case EdgeKind::middle: return symbol.part == MentionPart::middle;
    case EdgeKind::last: return symbol.part == MentionPart::last;
  }
  return false;
}

bool earlier_atom(const Edge& edge, AtomId atom) { return edge.label < atom; }

void sort_unique(std::vector<StateId>& states) {
  std::sort(states.begin(), states.end());
  states.erase(std::unique(states.begin(), states.end()), states.end());
}

}  // namespace

StateId Nfa::add_reversed(const Nfa& other) {
  const StateId offset = n_states_;
  n_states_ += other.n_states_;
  for (const auto& [from, edge] : other.edges_.added()) edges_.add(offset + edge.to, {offset + from, edge.label, edge.kind, edge.limit});
  for (const auto& [from, gap] : other.gaps_.added()) gaps_.add(offset + gap.to, {offset + from, gap.words, gap.limit});
  for (const auto& [from, to] : other.joins_.added()) joins_.add(offset + to, offset + from);
  return offset;
}

void Nfa::finish() {
  edges_.finish(n_states_);
  gaps_.finish(n_states_);
  joins_.finish(n_states_);
  accepts_.finish(n_states_);
  const auto rank = [](const Edge& e) { return e.kind == EdgeKind::atom ? 0 : e.kind == EdgeKind::any ? 1 : 2; };
  ranges_.resize(n_states_);
  for (StateId state = 0; state < n_states_; ++state) {
    const std::span<Edge> edges = edges_.of(state);
    if (edges.size() > 1) std::stable_sort(edges.begin(), edges.end(), [&](const Edge& a, const Edge& b) { return rank(a) != rank(b) ? rank(a) < rank(b) : rank(a) == 0 && a.label < b.label; });
    for (const Edge& edge : edges) {
      ranges_[state].atoms += rank(edge) == 0 ? 1U : 0U;
      ranges_[state].wordly += rank(edge) < 2 ? 1U : 0U;
    }
  }
}

void Nfa::join(StateId state, std::vector<StateId>& to) const {
  to.push_back(state);
  for (const StateId next : joins_.of(state)) join(next, to);  // as deep as groups of a pattern stand in each other
}

void Nfa::close(std::vector<StateId>& states) const {
  const std::vector<StateId> given = states;
  states.clear();
  for (const StateId state : given) join(state, states);
  sort_unique(states);
}

bool Nfa::asks_for_targets(std::span<const StateId> from) const {
  return std::any_of(from.begin(), from.end(), [&](StateId state) { return ranges_[state].wordly != edges_.of(state).size(); });
}

bool Nfa::takes_any(std::span<const StateId> from) const {
  return std::any_of(from.begin(), from.end(), [&](StateId state) { return ranges_[state].wordly != ranges_[state].atoms; });
}

void Nfa::step(std::span<const StateId> from, const Symbol& symbol, std::span<const AtomId> atoms, const TargetSets& targets, std::vector<StateId>& to) const {
  constexpr std::size_t few = 8;  // edges that are looked at one after the other sooner than searched
  to.clear();
  const auto follow = [&](const Edge& edge) {
    if (takes(edge, symbol, atoms, targets)) join(edge.to, to);
  };
  for (const StateId state : from) {
    const std::span<const Edge> all = edges_.of(state);
    const std::span<const Edge> for_atoms = asking(state);
    if (for_atoms.size() <= few) {
      for (const Edge& edge : for_atoms) follow(edge);
    } else {
      auto edge = for_atoms.begin();
      for (const AtomId atom : atoms) {
        edge = std::lower_bound(edge, for_atoms.end(), atom, earlier_atom);
        for (; edge != for_atoms.end() && edge->label == atom; ++edge) follow(*edge);
      }
    }
    const std::size_t end = symbol.part == MentionPart::none ? ranges_[state].wordly : all.size();
    for (const Edge& edge : all.subspan(for_atoms.size(), end - for_atoms.size())) follow(edge);
  }
  sort_unique(to);
}

}  // namespace stance::detail
