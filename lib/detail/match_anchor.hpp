#pragma once
/// Where the search for a pattern begins: at its rarest item, not at its first. "the ~2 (so called) alliance" begins with one word in
/// twenty, and one word in ten thousand is "alliance". So it does within an item: "(at the expense|to the detriment) of us" begins with "expense"
/// or "detriment", each in a copy of the pattern that has only this branch.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stance/match.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

/// Guesses how often words of a text begin an item of a pattern. The guess decides how fast a search is and nothing else.
class AnchorChooser {
 public:
  AnchorChooser(const Lexicon& lexicon, const std::vector<MatchEntry>& entries);
  /// Index of the item to begin with. It takes a word or more, the first of which is asked for by name; 0 when there is no such item.
  [[nodiscard]] std::size_t choose(std::span<const PatternNode> sequence) const;
  /// Whether the search for a branch of a choice, or a phrase of a set, had better begin inside of it than at its first word.
  [[nodiscard]] bool begins_inside(const PatternNode& branch) const;
  [[nodiscard]] std::span<const Pattern> phrases(const std::string& set) const { return lexicon_->terms.at(set); }
  /// Whether an item has such branches.
  [[nodiscard]] bool has_branches_inside(const PatternNode& item) const;
  /// Whether it may take no word at all.
  [[nodiscard]] bool nullable(const PatternNode& node) const;
  /// How many of a million words begin an item.
  [[nodiscard]] double starts(const PatternNode& item) const { return cost(item).starts; }
  /// Whether a match may end in a word of a gap: "a ~2 b?".
  [[nodiscard]] bool may_end_in_gap(std::span<const PatternNode> sequence) const;

 private:
  struct Cost {
    double starts;  ///< of a million words
    bool nullable;  ///< may take no word at all
  };
  struct Set {
    Cost cost;
    double anchored = 0;  ///< the same when each phrase begins where it is best
    bool inside = false;  ///< a phrase had better begin inside
  };
  struct Anchor {
    std::size_t item;
    double starts;  ///< of a million words
  };
  void raise_to_grammar(const PatternNode& node);
  void count(const PatternNode& node, std::vector<std::string_view>& sets);
  [[nodiscard]] Cost cost(const PatternNode& node) const;
  [[nodiscard]] Cost cost(std::span<const PatternNode> sequence) const;
  [[nodiscard]] static double guess(std::string_view word, double uses);
  [[nodiscard]] double word_cost(std::string_view word) const;

  [[nodiscard]] Set set_cost(std::string_view name) const;
  [[nodiscard]] Anchor best(std::span<const PatternNode> sequence) const;
  /// Of a branch that begins where it is best; `first` is what it costs at its first word.
  [[nodiscard]] double anchored_branch(const PatternNode& branch, double first) const;
  /// Of an item as the anchor.
  [[nodiscard]] double anchored(const PatternNode& item) const;

  const Lexicon* lexicon_;
  tsl::robin_map<std::string_view, double> words_;  ///< that patterns name: how often they do, and then how frequent they are thought to be
  tsl::robin_map<std::string_view, Set> sets_;      ///< the term sets that patterns name
};

}  // namespace stance::detail
