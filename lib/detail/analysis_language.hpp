#pragma once
/// @file analysis_language.hpp
/// Whether a text is written in the language that it is taken to be in.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/tokens.hpp"

namespace stance::detail {

/// Tells a language by its words of grammar (the stop words of topic_features()): of English prose they are three to six words in ten; of
/// other languages at most one or two, those that both spell alike (Dutch and Afrikaans come nearest: in, is, of, was, we). So it says
/// nothing of short texts, and nothing where the words of the language are not known.
class LanguageCheck {
 public:
  static constexpr std::size_t fewest_words = 30;
  static constexpr std::size_t most_words = 500;  ///< the first ones; more would tell no more
  static constexpr double least_share = 0.20;

  /// @param vocabulary  that of the tokens
  LanguageCheck(std::string_view language, Vocabulary& vocabulary) {
    for (const std::string& word : topic_features(language).stop_words) {
      const std::uint32_t index = index_of(vocabulary.intern(word));
      if (index >= is_grammar_.size()) is_grammar_.resize(index + 1);
      is_grammar_[index] = true;
    }
  }

  /// The share of words of grammar where it is too low for the language; else nothing. O(1).
  [[nodiscard]] std::optional<double> suspicious_share(const Tokens& tokens) const {
    const std::size_t n = std::min(tokens.words.size(), most_words);
    if (is_grammar_.empty() || n < fewest_words) return std::nullopt;
    std::size_t found = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t type = index_of(tokens.words[i].type);
      found += type < is_grammar_.size() && is_grammar_[type] ? 1U : 0U;
    }
    const double share = static_cast<double>(found) / static_cast<double>(n);
    return share < least_share ? std::optional(share) : std::nullopt;
  }

 private:
  std::vector<bool> is_grammar_;  ///< by type
};

}  // namespace stance::detail
