#pragma once
/// How many words an item of a pattern may take.

#include <string_view>

#include "stance/lexicon.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

struct Length {
  int least;
  int most;  ///< at most ItemLengths::unbounded
};

class ItemLengths {
 public:
  static constexpr int unbounded = 1'000;  ///< the name of a target may have any number of words
  explicit ItemLengths(const Lexicon& lexicon) : lexicon_(&lexicon) {}
  [[nodiscard]] Length of(const PatternNode& node);

 private:
  [[nodiscard]] static int most_of_word(std::string_view written);
  template <typename Nodes>
  [[nodiscard]] Length any_of(const Nodes& nodes);
  [[nodiscard]] Length of_set(const std::string& name);

  const Lexicon* lexicon_;
  tsl::robin_map<std::string_view, Length> sets_;
};

}  // namespace stance::detail
