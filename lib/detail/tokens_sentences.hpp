#pragma once
/// Where sentences end and what stands in quotation marks.

#include <cstdint>
#include <string_view>
#include <vector>

#include "detail/tokens_gaps.hpp"
#include "detail/tokens_language.hpp"
#include "stance/tokens.hpp"
#include "tsl/robin_set.h"

namespace stance::detail {

/// Tells stops that end a sentence from those of abbreviations, initials, ordinals and list numbers.
class SentenceRules {
 public:
  /// Interns the abbreviations of the language.
  SentenceRules(const LanguageRules& rules, Vocabulary& vocabulary);
  /// Whether the stop in the gap between two words of a block ends a sentence.
  /// @param first_of_block  whether `before` is the first word of its block
  [[nodiscard]] bool ends(std::string_view text, const Token& before, const Token& after, const GapScan& gap, bool first_of_block) const;

 private:
  using WordSet = tsl::robin_set<std::uint32_t>;
  [[nodiscard]] bool ends_behind_word(std::string_view word, const Token& before, std::string_view next, const Token& after, bool first_of_block, bool next_is_initial) const;

  WordSet never_final_, before_number_, maybe_final_, starters_;
};

/// Pairs quotation marks inside blocks, outermost pairs only. A pair that stays open closes with its block.
class QuotationPairs {
 public:
  explicit QuotationPairs(std::vector<TokenSpan>& out) : out_(out) {}
  /// The marks between the word before `token` and the token itself, in one block.
  void before_token(std::uint32_t token, const GapScan& gap);
  /// The marks behind the last word of a block; `end` is the number of words so far.
  void end_block(std::uint32_t end, const GapScan& tail);
  /// Whether a single quotation mark waits for its partner, so that an apostrophe may be it.
  [[nodiscard]] bool in_single() const noexcept { return single_; }

 private:
  void close_single(std::uint32_t token);

  std::vector<TokenSpan>& out_;
  bool double_ = false;
  bool single_ = false;
  std::uint32_t double_begin_ = 0;
  std::uint32_t single_begin_ = 0;
};

}  // namespace stance::detail
