#pragma once
/// @file keyness_tables.hpp
/// Statistics of one 2 × 2 table.

#include "stance/keyness.hpp"

namespace stance::detail {

/// A table whose cells have been looked at: not negative, no empty column.
[[nodiscard]] TableTest tested(const TwoByTwo& table, KeynessMeasure measure, KeynessCorrection correction, double zero_count);
/// Smallest expected count.
[[nodiscard]] double smallest_expected(const TwoByTwo& table);
/// +1, −1 or 0: which column has the larger rate.
[[nodiscard]] int side_of(const TwoByTwo& table);
[[nodiscard]] double log_ratio_of(const TwoByTwo& table, double zero_count);
/// P(|Z| ≥ |z|) of a standard normal Z.
[[nodiscard]] double two_sided_normal(double z);
/// @throws InvalidArgument for a correction of a measure that has none
void check_correction(KeynessMeasure measure, KeynessCorrection correction);

}  // namespace stance::detail
