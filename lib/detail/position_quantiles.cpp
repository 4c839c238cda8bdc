#include "detail/position_quantiles.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "detail/random.hpp"

namespace stance::detail {
namespace {

// Without promotion to long double, which costs a factor of eight. std::lgamma writes a global variable.
using DoublePolicy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

constexpr double accuracy = 1e-10;

/// Regularised incomplete beta function I_x(a, b) and its density, for many x.
class IncompleteBeta {
 public:
  IncompleteBeta(double a, double b)
      : a_(a),
        b_(b),
        log_beta_(boost::math::lgamma(a, DoublePolicy()) + boost::math::lgamma(b, DoublePolicy()) - boost::math::lgamma(a + b, DoublePolicy())) {}

  /// x in (0, 1).
  void at(double x) {
    const double front = std::exp(a_ * std::log(x) + b_ * std::log1p(-x) - log_beta_);
    density_ = front / (x * (1.0 - x));
    value_ = x < (a_ + 1.0) / (a_ + b_ + 2.0) ? front * fraction(a_, b_, x) / a_ : 1.0 - front * fraction(b_, a_, 1.0 - x) / b_;
  }
  [[nodiscard]] double value() const { return value_; }
  [[nodiscard]] double density() const { return density_; }

 private:
  /// Continued fraction of DLMF 8.17.22 by the modified Lentz method; O(√max(a, b)) terms where x is below the mean.
  static double fraction(double a, double b, double x) {
    constexpr double tiny = 1e-300;
    const auto away = [](double v) { return std::abs(v) < tiny ? tiny : v; };
    double c = 1.0;
    double d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    double result = d;
    for (double m = 1.0; m < 10000.0; m += 1.0) {
      const double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
      d = 1.0 / away(1.0 + even * d);
      c = away(1.0 + even / c);
      result *= d * c;
      const double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
      d = 1.0 / away(1.0 + odd * d);
      c = away(1.0 + odd / c);
      const double step = d * c;
      result *= step;
      if (std::abs(step - 1.0) < 1e-13) break;
    }
    return result;
  }

  double a_;
  double b_;
  double log_beta_;
  double value_ = 0.0;
  double density_ = 0.0;
};

/// First guess: a normal approximation where the density has one hump (Abramowitz & Stegun 26.5.22), else the power law of the tail.
double guess(double a, double b, double p) {
  if (a >= 1.0 && b >= 1.0) {
    const double z = normal_quantile(p);
    const double skew = (z * z - 3.0) / 6.0;
    const double h = 2.0 / (1.0 / (2.0 * a - 1.0) + 1.0 / (2.0 * b - 1.0));
    const double w = -z * std::sqrt(skew + h > 0.0 ? skew + h : h) / h - (1.0 / (2.0 * b - 1.0) - 1.0 / (2.0 * a - 1.0)) * (skew + 5.0 / 6.0 - 2.0 / (3.0 * h));
    return a / (a + b * std::exp(2.0 * w));
  }
  const double left = std::exp(a * std::log(a / (a + b))) / a;
  const double right = std::exp(b * std::log(b / (a + b))) / b;
  const double sum = left + right;
  return p < left / sum ? std::pow(a * sum * p, 1.0 / a) : 1.0 - std::pow(b * sum * (1.0 - p), 1.0 / b);
}

/// Halley's method in a bracket that only shrinks.
double quantile(IncompleteBeta& distribution, double a, double b, double p) {
  double low = 0.0;
  double high = 1.0;
  double x = guess(a, b, p);
  for (int i = 0; i < 100 && high - low > accuracy; ++i) {
    if (!(x > low && x < high)) x = 0.5 * (low + high);
    distribution.at(x);
    const double excess = distribution.value() - p;
    (excess < 0.0 ? low : high) = x;
    const double newton = excess / distribution.density();
    const double curvature = (a - 1.0) / x - (b - 1.0) / (1.0 - x);  // derivative of the logarithm of the density
    const double step = newton / (1.0 - 0.5 * std::clamp(newton * curvature, -1.0, 1.0));
    if (!std::isfinite(step)) {
      x = 0.5 * (low + high);
      continue;
    }
    x -= step;
    if (std::abs(step) < accuracy) break;
  }
  return std::clamp(x, 0.0, 1.0);
}

}  // namespace

Quantiles beta_quantiles(double a, double b, double tail) {
  IncompleteBeta distribution(a, b);
  return {quantile(distribution, a, b, tail), quantile(distribution, a, b, 1.0 - tail)};
}

Quantiles gamma_quantiles(double lower_shape, double upper_shape, double tail) {
  // Gamma(1, 1) is the exponential distribution: the case without evidence, which is the commonest.
  const auto at = [](double shape, double p) { return shape == 1.0 ? -std::log1p(-p) : boost::math::gamma_p_inv(shape, p, DoublePolicy()); };
  return {at(lower_shape, tail), at(upper_shape, 1.0 - tail)};
}

}  // namespace stance::detail
