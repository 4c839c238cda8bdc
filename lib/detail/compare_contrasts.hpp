#pragma once
/// @file compare_contrasts.hpp
/// Where two documents differ, and the quotations that show it.

#include <vector>

#include "stance/compare.hpp"

namespace stance::detail {

/// All axes on which a pair differs, the most telling first; without quotations.
[[nodiscard]] std::vector<Contrast> contrasts_of(const Analysis& analysis, const Lexicon& lexicon, std::size_t a, std::size_t b,
                                                 const CompareOptions& options);
[[nodiscard]] bool intervals_apart(const Position& p, const Position& q);
/// Whether x is more telling than y: bipolar axes, certain differences, large differences first; then by pair and axis.
[[nodiscard]] bool more_telling(const Contrast& x, const Contrast& y, const Lexicon& lexicon);
/// Fills Contrast::quotations.
void add_quotations(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options, std::vector<Contrast>& contrasts);

}  // namespace stance::detail
