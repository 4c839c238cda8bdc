#pragma once
/// Where the search for a pattern begins: at its rarest item, not at its first. "the ~2 (so called) alliance" begins with one word in
/// twenty, and one word in ten thousand is "alliance".

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
  /// Whether a match may end in a word of a gap: "a ~2 b?".
  [[nodiscard]] bool may_end_in_gap(std::span<const PatternNode> sequence) const;

 private:
  struct Cost {
    double starts;  ///< of a million words
    bool nullable;  ///< may take no word at all
  };
  void count(const PatternNode& node, std::vector<std::string_view>& sets);
  /// Whether it may take no word at all.
  [[nodiscard]] bool nullable(const PatternNode& node) const;
  [[nodiscard]] Cost cost(const PatternNode& node) const;
  [[nodiscard]] Cost cost(std::span<const PatternNode> sequence) const;
  [[nodiscard]] double word_cost(std::string_view word) const;

  [[nodiscard]] Cost set_cost(std::string_view name) const;

  const Lexicon* lexicon_;
  tsl::robin_map<std::string_view, std::uint32_t> uses_;  ///< how often patterns name a word
  tsl::robin_map<std::string_view, Cost> sets_;           ///< the term sets that patterns name
};

}  // namespace stance::detail
