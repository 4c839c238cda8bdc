#pragma once
/// @file dfm_words.hpp
/// Which words can be features or parts of them.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

#include "stance/dfm.hpp"

namespace stance::detail {

/// The words that DfmOptions leave: no stop words, nothing too short, no marks.
class KeptWords {
 public:
  explicit KeptWords(const DfmOptions& options);
  [[nodiscard]] bool contains(std::string_view word) const;

 private:
  std::unordered_set<std::string> stop_words_;
  std::size_t min_length_;
  TokenFilter token_filter_;
};

}  // namespace stance::detail
