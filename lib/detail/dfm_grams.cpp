#include "detail/dfm_grams.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "stance/error.hpp"

namespace stance::detail {

GramId GramTable::append(Gram gram) {
  if (grams_.size() >= kDropped) throw Error("too many different n-grams (2^32 - 2); use shorter n-grams or fewer documents");
  grams_.push_back(gram);
  return static_cast<GramId>(grams_.size() - 1);
}

GramId GramTable::word(std::string_view bytes) {
  const std::uint32_t type = index_of(words_.intern(bytes));
  if (type == gram_of_word_.size()) gram_of_word_.push_back(append({kNoGram, type, 1}));
  return gram_of_word_[type];
}

GramId GramTable::extend(const PairTable::Probe& probe) {
  const GramId id = pairs_.find_or_add(probe, static_cast<GramId>(grams_.size()));
  if (id < grams_.size()) return id;
  const auto left = static_cast<GramId>(probe.key >> 32U);
  return append({left, static_cast<GramId>(probe.key), grams_[left].length + 1});
}

void GramTable::extend_all(std::span<GramId> ending, std::span<const GramId> words, std::span<const std::uint8_t> reach, std::size_t length) {
  constexpr std::size_t ahead = 16;  // pairs whose slots are on their way from memory
  std::array<PairTable::Probe, ahead> probes{};
  const auto prepare = [&](std::size_t i) {
    if (i < words.size()) probes[i % ahead] = pairs_.prepare(ending[i - 1], words[i]);
  };
  for (std::size_t i = 1; i < ahead; ++i) prepare(i);
  for (std::size_t i = 1; i < words.size(); ++i) {
    // What is prepared stands `ahead` − 1 places further on, where ending[] still holds the shorter grams.
    const PairTable::Probe probe = probes[i % ahead];
    prepare(i + ahead - 1);
    if (reach[i] >= length) ending[i] = extend(probe);
  }
}

void GramTable::append_name(GramId id, std::string_view joiner, std::string& out) const {
  const Gram& gram = grams_[id];
  if (gram.left == kNoGram) {
    out += bytes_of_word(id);
    return;
  }
  append_name(gram.left, joiner, out);  // at most kMaxNgram deep
  out += joiner;
  out += bytes_of_word(gram.right);
}

std::vector<GramId> GramTable::absorb(const GramTable& other) {
  std::vector<GramId> ids(other.size());
  for (GramId id = 0; id < other.size(); ++id) {
    // The parts of a gram were made before it, so their new ids are known here.
    const Gram& gram = other[id];
    ids[id] = gram.left == kNoGram ? word(other.bytes_of_word(id)) : extend(pairs_.prepare(ids[gram.left], ids[gram.right]));
  }
  return ids;
}

bool GramTable::names_overlap(std::string_view joiner) const {
  if (grams_.size() == words_.size()) return false;  // words only
  if (joiner.empty()) return true;
  const auto first = static_cast<unsigned char>(joiner.front());
  for (std::uint32_t type = 0; type < words_.size(); ++type) {
    for (const char c : words_[TypeId{type}]) {
      if (static_cast<unsigned char>(c) <= first) return true;
    }
  }
  return false;
}

std::vector<GramId> GramTable::ordered(std::size_t shortest, std::string_view joiner) const {
  return names_overlap(joiner) ? ordered_by_name(shortest, joiner) : ordered_by_rank(shortest);
}

namespace {

/// Stable counting sort of `ids` by key(id) < n_keys; also where each key begins (n_keys + 1 places).
template <class Key>
std::vector<std::size_t> bucket(std::vector<GramId>& ids, std::size_t n_keys, Key key) {
  std::vector<std::size_t> begin(n_keys + 1, 0);
  for (const GramId id : ids) ++begin[key(id) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::size_t> place(begin.begin(), begin.end() - 1);
  std::vector<GramId> sorted(ids.size());
  for (const GramId id : ids) sorted[place[key(id)]++] = id;
  ids = std::move(sorted);
  return begin;
}

}  // namespace

// Every byte of a word sorts behind the joiner, so an n-gram sorts as the tuple of its words, a beginning before what it
// begins. That is the preorder of the tree in which a gram's parent is the gram without its last word: only the words are
// compared as strings, and millions of n-grams are put in order by two counting sorts and a walk.
std::vector<GramId> GramTable::ordered_by_rank(std::size_t shortest) const {
  std::vector<GramId> words;
  std::vector<GramId> longer;
  for (GramId id = 0; id < size(); ++id) (grams_[id].left == kNoGram ? words : longer).push_back(id);
  std::sort(words.begin(), words.end(), [this](GramId a, GramId b) { return bytes_of_word(a) < bytes_of_word(b); });
  std::vector<std::uint32_t> rank(size(), 0);
  for (std::size_t i = 0; i < words.size(); ++i) rank[words[i]] = static_cast<std::uint32_t>(i);

  bucket(longer, words.size(), [&](GramId id) { return rank[grams_[id].right]; });
  const std::vector<std::size_t> children = bucket(longer, size(), [&](GramId id) { return grams_[id].left; });

  std::vector<GramId> order;
  order.reserve(size());
  std::vector<GramId> to_visit;
  for (const GramId word : words) {
    to_visit.push_back(word);
    while (!to_visit.empty()) {
      const GramId id = to_visit.back();
      to_visit.pop_back();
      if (grams_[id].length >= shortest) order.push_back(id);
      for (std::size_t child = children[id + 1]; child-- > children[id];) to_visit.push_back(longer[child]);
    }
  }
  return order;
}

std::vector<GramId> GramTable::ordered_by_name(std::size_t shortest, std::string_view joiner) const {
  std::vector<GramId> order;
  std::vector<std::string> names(size());
  for (GramId id = 0; id < size(); ++id) {
    if (grams_[id].length < shortest) continue;
    order.push_back(id);
    append_name(id, joiner, names[id]);
  }
  std::sort(order.begin(), order.end(), [&](GramId a, GramId b) { return names[a] != names[b] ? names[a] < names[b] : a < b; });
  return order;
}

}  // namespace stance::detail
