#pragma once
/// @file compare_reasons.hpp
/// What makes two documents close, and what keeps them apart.

#include "stance/compare.hpp"

namespace stance::detail {

/// Fills the terms and axes of the pairs, when there are not too many.
/// @param topics  counts × weights
void add_reasons(const Analysis& analysis, const Lexicon& lexicon, const Dfm& topics, const CompareOptions& options, Comparison& out);

}  // namespace stance::detail
