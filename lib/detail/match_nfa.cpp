#include "detail/match_nfa.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace stance::detail {
namespace {

/// Places of items by the state that they belong to, in the order in which they were added.
class ByState {
 public:
  template <typename T>
  ByState(const std::vector<std::pair<StateId, T>>& items, StateId n_states) : begin_(n_states + std::size_t{1}), places_(items.size()) {
    for (const auto& item : items) ++begin_[item.first + std::size_t{1}];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t i = 0; i < items.size(); ++i) places_[next[items[i].first]++] = i;
  }
  [[nodiscard]] std::span<const std::uint32_t> of(StateId state) const { return std::span(places_).subspan(begin_[state], begin_[state + 1] - begin_[state]); }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint32_t> places_;
};

int rank(const Edge& edge) { return edge.kind == EdgeKind::atom ? 0 : edge.kind == EdgeKind::any ? 1 : 2; }

bool stands_before(const Edge& a, const Edge& b) { return std::tuple(rank(a), a.label, a.to) < std::tuple(rank(b), b.label, b.to); }

}  // namespace

std::vector<Edge> Nfa::take_beginnings(std::size_t first) {
  std::vector<Edge> out;
  const auto rest = std::stable_partition(added_.begin() + static_cast<std::ptrdiff_t>(first), added_.end(), [](const auto& item) { return item.first != 0; });
  for (auto item = rest; item != added_.end(); ++item) out.push_back(item->second);
  added_.erase(rest, added_.end());
  return out;
}

StateId Nfa::add_reversed(const Nfa& other) {
  const StateId offset = n_states_;
  n_states_ += other.n_states_;
  for (const auto& [from, edge] : other.added_) add_edge(offset + edge.to, {offset + from, edge.label, edge.kind, edge.limit});
  for (const auto& [from, gap] : other.added_gaps_) add_gap(offset + gap.to, {offset + from, gap.words, gap.limit});
  for (const auto& [from, to] : other.joins_) add_join(offset + to, offset + from);
  return offset;
}

/// Joins are done away with. A state that is nothing but joined to one other becomes that one: a phrase of a set ends where the set does. Any other takes
/// over what leads out of those that it is joined to: read backward, a set begins with all its last words.
void Nfa::finish() {
  const ByState edges(added_, n_states_);
  const ByState gaps(added_gaps_, n_states_);
  const ByState joins(joins_, n_states_);
  std::vector<bool> accepts(n_states_);
  for (const StateId state : accepting_) accepts[state] = true;

  std::vector<StateId> same(n_states_);
  for (StateId state = 0; state < n_states_; ++state) {
    StateId end = state;
    while (!accepts[end] && edges.of(end).empty() && gaps.of(end).empty() && joins.of(end).size() == 1) end = joins_[joins.of(end)[0]].second;
    same[state] = end;
  }

  nodes_.resize(n_states_);
  edges_.reserve(added_.size());
  std::vector<StateId> members;
  for (StateId state = 0; state < n_states_; ++state) {
    if (same[state] != state) continue;
    members.assign(1, state);
    for (std::size_t i = 0; i < members.size(); ++i) {  // as deep as groups of a pattern stand in each other
      for (const std::uint32_t join : joins.of(members[i])) members.push_back(joins_[join].second);
    }
    Node& node = nodes_[state];
    node.edges = static_cast<std::uint32_t>(edges_.size());
    node.gaps = static_cast<std::uint32_t>(gaps_.size());
    node.wordless = node.mentions = node.edges;
    for (const StateId member : members) {
      node.accepts = node.accepts != 0 || accepts[member] ? 1 : 0;
      for (const std::uint32_t i : edges.of(member)) {
        const Edge& edge = edges_.emplace_back(added_[i].second);
        node.wordless += rank(edge) < 1 ? 1U : 0U;
        node.mentions += rank(edge) < 2 ? 1U : 0U;
      }
      for (const std::uint32_t i : gaps.of(member)) gaps_.push_back(added_gaps_[i].second);
    }
    if (edges_.size() - node.edges > 1) std::sort(edges_.begin() + node.edges, edges_.end(), stands_before);
    node.end = static_cast<std::uint32_t>(edges_.size());
    node.n_gaps = static_cast<std::uint32_t>(gaps_.size()) - node.gaps;
  }
  for (StateId state = 0; state < n_states_; ++state) nodes_[state] = nodes_[same[state]];
  for (Edge& edge : edges_) edge.to = same[edge.to];
  for (GapEdge& gap : gaps_) gap.to = same[gap.to];
  added_ = {};
  added_gaps_ = {};
  joins_ = {};
  accepting_ = {};
}

}  // namespace stance::detail
