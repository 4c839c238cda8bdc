#include "detail/match_candidates.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <tuple>

namespace stance::detail {
std::uint32_t CandidateTable::item(const Beginnings& beginnings) {
  std::vector<Key> keys;
  for (const Edge& edge : beginnings) {
    if (edge.kind != EdgeKind::first) keys.push_back(key_of(edge));  // beside it stands one for the name that is a single word
  }
  if (keys.empty()) return Check::none;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  const auto [known, fresh] = known_items_.emplace(std::move(keys), n_items_);
  if (fresh) ++n_items_;
  return known->second;
}

std::size_t CandidateTable::slot_of(const Key& key) const {
  switch (key.first) {
    case EdgeKind::atom: return std::size_t{1} + key.second;
    case EdgeKind::whole: return std::size_t{1} + n_atoms_ + std::size_t{2} * key.second;
    case EdgeKind::first: return std::size_t{2} + n_atoms_ + std::size_t{2} * key.second;
    default: return 0;
  }
}

/// The items that are asked for most get the lowest numbers, so that their bits stand beside each other.
void CandidateTable::number_by_use() {
  std::vector<std::uint32_t> uses(n_items_);
  for (const Added& item : added_) {
    ++uses[item.check.item];
    ++uses[item.candidate.check.item];
  }
  uses[Check::none] = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> by_use(n_items_);
  std::iota(by_use.begin(), by_use.end(), std::uint32_t{0});
  std::stable_sort(by_use.begin(), by_use.end(), [&](std::uint32_t a, std::uint32_t b) { return uses[a] > uses[b]; });
  std::vector<std::uint32_t> number(n_items_);
  for (std::uint32_t i = 0; i < n_items_; ++i) number[by_use[i]] = i;
  for (Added& item : added_) {
    item.check.item = number[item.check.item];
    item.candidate.check.item = number[item.candidate.check.item];
  }
  for (auto& [keys, item] : known_items_) item = number[item];
}

void CandidateTable::finish(std::size_t n_atoms, std::size_t n_sets, const std::function<bool(const Candidate&)>& is_complete) {
  for (Added& item : added_) {
    if (is_complete(item.candidate)) item.candidate.behind_anchor = Candidate::complete;
    has_ranges_ = has_ranges_ || item.check.first != item.check.last || item.candidate.check.first != item.candidate.check.last;
  }
  n_atoms_ = static_cast<std::uint32_t>(n_atoms);
  number_by_use();
  std::vector<std::vector<const Added*>> by_slot(std::size_t{1} + n_atoms + 2 * n_sets);
  for (const Added& item : added_) by_slot[slot_of(item.key)].push_back(&item);
  group_begin_.push_back(0);
  for (std::vector<const Added*>& slot : by_slot) {
    std::sort(slot.begin(), slot.end(), [](const Added* a, const Added* b) { return std::tie(a->check, a->candidate) < std::tie(b->check, b->candidate); });
    for (std::size_t i = 0; i < slot.size(); ++i) {
      const bool fresh = i == 0 || slot[i - 1]->check != slot[i]->check;
      if (fresh) groups_.push_back({slot[i]->check, static_cast<std::uint32_t>(candidates_.size())});
      if (fresh || candidates_.back() != slot[i]->candidate) candidates_.push_back(slot[i]->candidate);
    }
    group_begin_.push_back(static_cast<std::uint32_t>(groups_.size()));
  }
  groups_.push_back({{}, static_cast<std::uint32_t>(candidates_.size())});

  const auto place = [&](const Key& key) { return key.first == EdgeKind::atom ? key.second : n_atoms_ + std::size_t{key.second}; };
  item_begin_.assign(std::size_t{1} + n_atoms + n_sets, 0);
  for (const auto& [keys, number] : known_items_) {
    for (const Key& key : keys) ++item_begin_[place(key) + 1];
  }
  std::partial_sum(item_begin_.begin(), item_begin_.end(), item_begin_.begin());
  items_.resize(item_begin_.back());
  std::vector<std::uint32_t> next(item_begin_.begin(), item_begin_.end() - 1);
  for (const auto& [keys, number] : known_items_) {
    for (const Key& key : keys) items_[next[place(key)]++] = number;
  }
  added_ = {};
  known_items_ = {};
}

void ItemRows::join(std::span<const std::size_t> rows, std::vector<std::uint64_t>& out) const {
  out.resize(size_);
  for (std::size_t first = 0; first < size_; first += line) {
    std::array<std::uint64_t, line> joined{};
    for (const std::size_t row : rows) {
      const std::uint64_t* bits = &bits_[row + first];
      for (std::size_t i = 0; i < line; ++i) joined[i] |= bits[i];
    }
    std::copy(joined.begin(), joined.end(), out.begin() + static_cast<std::ptrdiff_t>(first));
  }
}

std::size_t ItemRows::make(std::uint32_t word_class) {
  const std::size_t row = bits_.size();
  bits_.resize(row + size_);
  for (const AtomId atom : classes_->atoms(word_class)) add(row, table_->items_of_atom(atom));
  return row;
}

void ItemRows::add(std::size_t row, std::span<const std::uint32_t> items) {
  for (const std::uint32_t item : items) bits_[row + item / 64U] |= std::uint64_t{1} << (item % 64U);
}

std::size_t ItemRows::of_class(std::uint32_t word_class) {
  if (word_class >= of_class_.size()) of_class_.resize(std::max<std::size_t>(word_class + std::size_t{1}, of_class_.size() * 2), unseen);
  return of_class_[word_class] = make(word_class);
}

std::size_t ItemRows::of_mention(const Symbol& symbol) {
  const auto [known, fresh] = of_mention_.try_emplace(std::uint64_t{symbol.target} << 32U | symbol.word_class);
  if (fresh) {
    known.value() = make(symbol.word_class);
    for (const std::uint32_t set : targets_->of(symbol.target)) add(known->second, table_->items_of_set(set));
  }
  return known->second;
}

}  // namespace stance::detail
