#include "detail/match_dfa.hpp"

#include <algorithm>

namespace stance::detail {

void TransitionTable::insert(std::uint32_t state, std::uint32_t symbol, std::uint32_t to) {
  if (state >= max_states || symbol >= not_kept || to >= max_states) return;
  if (++size_ * 2 > slots_.size()) {
    std::vector<std::uint64_t> old(slots_.size() * 2, empty);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const std::uint64_t slot : old) {
      if (slot != empty) put(slot);
    }
  }
  put(key_of(state, symbol) << to_bits | to);
}

void TransitionTable::clear() {
  slots_.assign(first_size, empty);
  mask_ = first_size - 1;
  size_ = 0;
}

void TransitionTable::put(std::uint64_t slot) {
  std::size_t at = place_of(slot >> to_bits);
  while (slots_[at] != empty) at = (at + 1) & mask_;
  slots_[at] = slot;
}

Dfa::Dfa(const Nfa& nfa, const Alphabet& alphabet, WordClasses& classes) : nfa_(&nfa), alphabet_(&alphabet), classes_(&classes) { clear(); }

void Dfa::clear() {
  states_.clear();
  members_of_.clear();
  members_.clear();
  accepts_.clear();
  behind_gaps_.clear();
  index_.clear();
  transitions_.clear();
  (void)state_of({});  // dead
}

std::uint32_t Dfa::state_of(std::span<const StateId> members) {
  std::uint64_t hash = members.size();
  for (const StateId member : members) hash = ((hash ^ member) * 0x9E3779B97F4A7C15ULL) ^ (hash >> 29U);
  const auto number = static_cast<std::uint32_t>(states_.size());
  const auto [known, fresh] = index_.emplace(hash, number);
  // A state that shares its hash with another is made anew each time: a waste, but right.
  if (!fresh && std::ranges::equal(of(members_, members_of_[known->second]), members)) return known->second;
  const auto first_accept = accepts_.size();
  for (const StateId member : members) {
    const std::span<const std::uint32_t> more = nfa_->accepts(member);
    accepts_.insert(accepts_.end(), more.begin(), more.end());
  }
  const auto fresh_accepts = accepts_.begin() + static_cast<std::ptrdiff_t>(first_accept);
  std::sort(fresh_accepts, accepts_.end());
  accepts_.erase(std::unique(fresh_accepts, accepts_.end()), accepts_.end());
  State& made = states_.emplace_back();
  made.wants = wants(members);
  made.other.fill(TransitionTable::unknown);
  made.accepts_begin = static_cast<std::uint32_t>(first_accept);
  made.accepts_end = static_cast<std::uint32_t>(accepts_.size());
  made.behind_gaps = static_cast<std::uint32_t>(behind_gaps_.size());
  made.gap_words = -1;
  std::vector<StateId> reached;
  for (const StateId member : members) {
    for (const GapEdge& gap : nfa_->gaps(member)) {
      made.gap_words = std::max(made.gap_words, static_cast<std::int16_t>(gap.words));
      reached.push_back(gap.to);
    }
  }
  nfa_->close(reached);
  made.behind_gap = wants(reached);
  behind_gaps_.resize(behind_gaps_.size() + static_cast<std::size_t>(made.gap_words + 1) * 2, TransitionTable::unknown);
  const auto first_member = static_cast<std::uint32_t>(members_.size());
  members_.insert(members_.end(), members.begin(), members.end());
  members_of_.push_back({first_member, static_cast<std::uint32_t>(members_.size())});
  return number;
}

Dfa::Wants Dfa::wants(std::span<const StateId> members) const {
  Wants out{{}, nfa_->asks_for_targets(members), nfa_->takes_any(members)};
  for (const StateId member : members) {
    for (const Edge& edge : nfa_->asking(member)) out.atoms.add(alphabet_->atoms.bit(edge.label));
  }
  return out;
}

std::uint32_t Dfa::find_behind_gap(std::uint32_t state, int words, Boundary boundary) {
  state_buffer_.clear();
  for (const StateId member : of(members_, members_of_[state])) {
    for (const GapEdge& gap : nfa_->gaps(member)) {
      if (words <= gap.words && boundary <= gap.limit) state_buffer_.push_back(gap.to);
    }
  }
  nfa_->close(state_buffer_);
  const std::uint32_t to = state_of(state_buffer_);
  behind_gaps_[gap_slot(state, words, boundary)] = to;
  return to;
}

std::uint32_t Dfa::step_over(std::uint32_t from, std::uint32_t number, const Symbol& symbol) {
  if (const std::uint32_t known = transitions_.find(from, number); known != TransitionTable::unknown) return known;
  nfa_->step(of(members_, members_of_[from]), symbol, classes_->atoms(symbol.word_class), alphabet_->targets, state_buffer_);
  const std::uint32_t to = state_of(state_buffer_);
  transitions_.insert(from, number, to);
  return to;
}

std::uint32_t Dfa::step_other(std::uint32_t from, Boundary before) {
  const auto slot = static_cast<std::size_t>(before);
  if (const std::uint32_t known = states_[from].other[slot]; known != TransitionTable::unknown) return known;
  nfa_->step(of(members_, members_of_[from]), {0, before, MentionPart::none, 0, 0}, classes_->atoms(0), alphabet_->targets, state_buffer_);
  const std::uint32_t to = state_of(state_buffer_);
  states_[from].other[slot] = to;
  return to;
}

}  // namespace stance::detail
