#pragma once
/// @file position_quantiles.hpp
/// Quantiles of the Beta and Gamma distributions, for intervals. About 1e-10 absolute, a microsecond or two for both ends of an
/// interval; Boost's ibeta_inv works in long double by default and needs fifty.

namespace stance::detail {

struct Quantiles {
  double lower = 0.0;
  double upper = 0.0;
};

/// Quantiles `tail` and 1 − `tail` of Beta(a, b), a, b > 0, 0 < tail < ½.
[[nodiscard]] Quantiles beta_quantiles(double a, double b, double tail);

/// Quantile `tail` of Gamma(lower_shape, 1) and quantile 1 − `tail` of Gamma(upper_shape, 1).
[[nodiscard]] Quantiles gamma_quantiles(double lower_shape, double upper_shape, double tail);

}  // namespace stance::detail
