#include "detail/resampling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace stance::detail {

double quantile_of_sorted(const std::vector<double>& ascending, double p) noexcept {
  if (ascending.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = p * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= ascending.size()) return ascending.back();
  return ascending[below] + (place - static_cast<double>(below)) * (ascending[below + 1] - ascending[below]);
}

Interval percentile_interval(std::vector<double> draws, double level) {
  std::sort(draws.begin(), draws.end());
  return {quantile_of_sorted(draws, (1.0 - level) / 2.0), quantile_of_sorted(draws, (1.0 + level) / 2.0)};
}

double standard_deviation(const std::vector<double>& values) noexcept {
  if (values.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  const auto n = static_cast<double>(values.size());
  double mean = 0.0;
  for (const double value : values) mean += value;
  mean /= n;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / (n - 1.0));
}

}  // namespace stance::detail
