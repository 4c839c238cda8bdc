#include "stance/estimate.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Estimate undefined_estimate() noexcept { return {kNaN, kNaN, kNaN, kNaN}; }

Estimate without_error(double value) noexcept { return {value, kNaN, kNaN, kNaN}; }

Estimate normal_estimate(double value, double std_error, double level) {
  if (!(level > 0.0 && level < 1.0)) throw InvalidArgument(fmt::format("normal_estimate: level: expected a number in (0, 1), got {}", level));
  if (std_error < 0.0) throw InvalidArgument(fmt::format("normal_estimate: std_error: expected a number >= 0, got {}", std_error));
  if (std::isnan(value)) return undefined_estimate();
  if (std::isnan(std_error)) return without_error(value);
  const double reach = detail::normal_quantile(0.5 + level / 2.0) * std_error;
  return {value, std_error, value - reach, value + reach};
}

}  // namespace stance
