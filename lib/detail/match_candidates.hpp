#pragma once
/// Which patterns are to be tried at a token: those that its word anchors, and of these only the ones of which another rare item stands where it may
/// stand.
///
/// A pack has ten thousand patterns, every second word of a text anchors some of them, and hardly any of these match. So one test rules out all the
/// patterns of an anchor that ask for the same item at the same distance: whether a word there is one that the item may begin with, a bit in a row
/// that belongs to the word. What is left is tried word by word.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "detail/match_compile.hpp"

namespace stance::detail {

/// An item that a match must hold, so many words from the anchor: the first word of the one from the first word of the other.
struct Check {
  static constexpr std::uint32_t none = 0;  ///< number of the item that is everywhere
  static constexpr int far = 127;           ///< words; what may be farther off may be anywhere in the sentence
  std::uint32_t item = none;
  std::int8_t first = 0;
  std::int8_t last = 0;
  std::uint16_t unused = 0;  ///< no hole, so that lists are written and read in one piece
  friend auto operator<=>(const Check&, const Check&) = default;
};

/// A pattern to be tried where its anchor and the check of its group are found.
struct Candidate {
  static constexpr StateId complete = 0xFFFFFFFFU;
  Check check;
  std::uint32_t variant;  ///< of a pattern: with this anchor
  StateId behind_anchor;  ///< where to read on behind the first word of the anchor; `complete` where that is the whole match
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

/// Candidates that share a check.
struct CandidateGroup {
  Check check;
  std::uint32_t begin;  ///< of its candidates; the next group begins where they end
};

class CandidateTable {
 public:
  CandidateTable() = default;
  /// Number of the item that begins with one of these; Check::none when that may be any word.
  [[nodiscard]] std::uint32_t item(const Beginnings& beginnings);
  /// @param anchor  the edge by which a pattern begins
  /// @param check   what makes the group
  void add(const Edge& anchor, const Check& check, const Candidate& candidate) { added_.push_back({key_of(anchor), check, candidate}); }
  /// After the last add(): makes it a table that can be asked.
  /// @param is_complete  whether the first word of the anchor is the whole match
  void finish(std::size_t n_atoms, std::size_t n_sets, const std::function<bool(const Candidate&)>& is_complete);

  [[nodiscard]] std::uint32_t n_items() const noexcept { return n_items_; }
  [[nodiscard]] std::span<const CandidateGroup> of_any_word() const noexcept { return groups_of(0); }
  [[nodiscard]] std::span<const CandidateGroup> of_atom(AtomId atom) const noexcept { return groups_of(1 + atom); }
  /// Of a mention of a target in the set, at its first word.
  [[nodiscard]] std::span<const CandidateGroup> of_mention(std::uint32_t set, bool of_one_word) const noexcept { return groups_of(1 + n_atoms_ + 2 * set + (of_one_word ? 0 : 1)); }
  /// To be called a while before of_atom().
  void fetch(AtomId atom) const noexcept {
    constexpr std::size_t line = 64 / sizeof(CandidateGroup);
    const std::size_t first = group_begin_[1 + atom];
    __builtin_prefetch(&groups_[first]);
    __builtin_prefetch(&groups_[std::min(first + line, groups_.size() - 1)]);
  }
  /// Whether an item may stand at one of several places.
  [[nodiscard]] bool has_ranges() const noexcept { return has_ranges_; }
  /// `group` must be one of those that the table gave.
  [[nodiscard]] std::span<const Candidate> candidates(const CandidateGroup& group) const noexcept {
    return {candidates_.data() + group.begin, candidates_.data() + (&group + 1)->begin};
  }
  /// The items that may begin with such a word, or with the first word of a mention of a target in the set.
  [[nodiscard]] std::span<const std::uint32_t> items_of_atom(AtomId atom) const noexcept { return items_of(atom); }
  [[nodiscard]] std::span<const std::uint32_t> items_of_set(std::uint32_t set) const noexcept { return items_of(n_atoms_ + set); }
  /// Once it is finished.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(n_items_, n_atoms_, has_ranges_);
    in_one_piece(archive, group_begin_);
    in_one_piece(archive, groups_);
    in_one_piece(archive, candidates_);
    in_one_piece(archive, item_begin_);
    in_one_piece(archive, items_);
  }

 private:
  /// Kind and label of the edges that begin a pattern or an item.
  using Key = std::pair<EdgeKind, std::uint32_t>;
  struct Added {
    Key key;
    Check check;
    Candidate candidate;
  };
  [[nodiscard]] static Key key_of(const Edge& edge) { return {edge.kind, edge.label}; }
  void number_by_use();
  [[nodiscard]] std::size_t slot_of(const Key& key) const;
  [[nodiscard]] std::span<const CandidateGroup> groups_of(std::size_t slot) const noexcept {
    return {groups_.data() + group_begin_[slot], groups_.data() + group_begin_[slot + 1]};
  }
  [[nodiscard]] std::span<const std::uint32_t> items_of(std::size_t slot) const noexcept { return {items_.data() + item_begin_[slot], items_.data() + item_begin_[slot + 1]}; }

  std::vector<Added> added_;
  std::map<std::vector<Key>, std::uint32_t> known_items_;
  std::uint32_t n_items_ = 1;
  std::uint32_t n_atoms_ = 0;
  bool has_ranges_ = false;
  std::vector<std::uint32_t> group_begin_;  ///< by slot: any word, atoms, mentions of sets
  std::vector<CandidateGroup> groups_;      ///< one more than there are
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> item_begin_;  ///< by atom, then by set
  std::vector<std::uint32_t> items_;
};

/// For each kind of token the items that may begin with it, a row of bits. Filled where a text leads.
class ItemRows {
 public:
  ItemRows(const CandidateTable& table, const Alphabet& alphabet, const WordClasses& classes)
      : table_(&table), targets_(&alphabet.targets), classes_(&classes), size_((table.n_items() / 64U / line + 1) * line) {}
  /// The row of a token: where it begins.
  [[nodiscard]] std::size_t of(const Symbol& symbol) {
    if (begins_mention(symbol)) return of_mention(symbol);
    if (symbol.word_class < of_class_.size() && of_class_[symbol.word_class] != unseen) return of_class_[symbol.word_class];
    return of_class(symbol.word_class);
  }
  [[nodiscard]] bool holds(std::size_t row, std::uint32_t item) const noexcept { return holds(&bits_[row], item); }
  /// Of several rows in one.
  [[nodiscard]] static bool holds(const std::uint64_t* row, std::uint32_t item) noexcept { return (row[item / 64U] >> (item % 64U) & 1U) != 0; }
  /// Joins rows. A line of all rows at a time, so that what is joined stays in registers: memory is what this waits for.
  void join(std::span<const std::size_t> rows, std::vector<std::uint64_t>& out) const;
  /// To be called a while before a row is read.
  void fetch(std::size_t row) const noexcept {
    for (std::size_t i = 0; i < size_; i += line) __builtin_prefetch(&bits_[row + i]);
  }

 private:
  static constexpr std::size_t unseen = ~std::size_t{0};
  static constexpr std::size_t line = 8;  ///< words in a line of the cache
  [[nodiscard]] std::size_t of_class(std::uint32_t word_class);
  [[nodiscard]] std::size_t of_mention(const Symbol& symbol);
  /// A new row, for the atoms of a class.
  [[nodiscard]] std::size_t make(std::uint32_t word_class);
  void add(std::size_t row, std::span<const std::uint32_t> items);

  const CandidateTable* table_;
  const TargetSets* targets_;
  const WordClasses* classes_;
  std::size_t size_;  ///< of a row, in words
  std::vector<std::uint64_t> bits_;
  std::vector<std::size_t> of_class_;
  tsl::robin_map<std::uint64_t, std::size_t> of_mention_;  ///< by target and class
};

}  // namespace stance::detail
