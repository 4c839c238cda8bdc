#pragma once
/// @file resampling.hpp
/// What bootstraps share: quantiles, spread, and the percentile interval.

#include <vector>

namespace stance::detail {

struct Interval {
  double lower;
  double upper;
};

/// Quantile p in [0, 1] of ascending values, by linear interpolation (type 7 of Hyndman & Fan 1996, doi
/// 10.1080/00031305.1996.10473566; the default of R and numpy). NaN for no values.
[[nodiscard]] double quantile_of_sorted(const std::vector<double>& ascending, double p) noexcept;

/// Central interval of the draws at a level, for example 0.95: from the 2.5 to the 97.5 percentile.
[[nodiscard]] Interval percentile_interval(std::vector<double> draws, double level);

/// Sample standard deviation (n − 1); NaN for fewer than two values.
[[nodiscard]] double standard_deviation(const std::vector<double>& values) noexcept;

}  // namespace stance::detail
