#pragma once
/// @file compare_structure.hpp
/// Trees and maps from the matrices of a comparison.

#include "stance/compare.hpp"

namespace stance::detail {

/// Fills Comparison::topic_structure and stance_structure. @pre the matrices are there where `comparison.full`
/// @throws InvalidArgument for options out of range
void add_structures(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options, Comparison& comparison);

}  // namespace stance::detail
