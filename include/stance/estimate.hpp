#pragma once
/// @file estimate.hpp
/// A number with its uncertainty: what every method of scaling, comparison and keyness gives back.

namespace stance {

/// A number with its interval. NaN: undefined. A number without uncertainty has lower = value = upper; one whose uncertainty the
/// method does not know has a value and NaN in the other fields.
struct Estimate {
  double value;
  double std_error;
  double lower;
  double upper;
};

/// All four NaN.
[[nodiscard]] Estimate undefined_estimate() noexcept;
/// A number whose uncertainty is not known: std_error, lower and upper are NaN.
[[nodiscard]] Estimate without_error(double value) noexcept;
/// value ± z · std_error, z the quantile (1 + level) / 2 of the standard normal distribution. Undefined when the value is NaN; without_error
/// when the standard error is NaN.
/// @throws InvalidArgument for a negative standard error or a level outside of (0, 1)
[[nodiscard]] Estimate normal_estimate(double value, double std_error, double level = 0.95);

}  // namespace stance
