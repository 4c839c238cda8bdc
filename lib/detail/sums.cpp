#include "detail/sums.hpp"

#include <algorithm>
#include <cmath>

namespace stance::detail {

double euclidean_length(const double* values, std::size_t n) noexcept {
  double squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) squares += values[i] * values[i];
  if (std::isfinite(squares) && squares > 1e-280) return std::sqrt(squares);
  // Rare: the squares left the range of double. Take out the largest value first.
  double largest = 0.0;
  for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, std::abs(values[i]));
  if (largest == 0.0) return 0.0;
  squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) squares += (values[i] / largest) * (values[i] / largest);
  return largest * std::sqrt(squares);
}

}  // namespace stance::detail
