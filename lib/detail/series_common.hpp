#pragma once
/// @file series_common.hpp
/// What means, lines and change points share: Student's t, weights, and the variance between points.

#include <cstddef>
#include <functional>
#include <vector>

#include "stance/series.hpp"

namespace stance::detail {

/// Quantile p of Student's t; of the standard normal distribution for infinite degrees of freedom. NaN for df that are not positive.
[[nodiscard]] double student_quantile(double p, double df);
/// Two-sided p-value of value / std_error; 1 where both are 0, NaN where one is not known.
[[nodiscard]] double student_p(double value, double std_error, double df);
/// value ± t·std_error; without_error() where error or degrees of freedom are not known.
[[nodiscard]] Estimate student_estimate(double value, double std_error, double df, double level);

/// Values with the variances that their errors give.
struct Values {
  std::vector<double> y;
  std::vector<double> v;  ///< se²; 0: not known
  double floor = 0.0;     ///< of a variance, so that weights are finite: a trace of the variance of y
  [[nodiscard]] std::size_t size() const noexcept { return y.size(); }
  [[nodiscard]] double weight(std::size_t i, double tau2) const noexcept;
};
[[nodiscard]] Values values_of(std::vector<double> y, std::vector<double> v);
[[nodiscard]] Values values_of(const std::vector<TimePoint>& points);

/// A series of at most 400 times: of more, neighbours are pooled in groups of equal numbers, which neither a line nor a change can tell
/// apart.
struct GroupedTimes {
  std::vector<TimePoint> points;  ///< time: the mean of a group's
  std::vector<double> first;      ///< times of each group
  std::vector<double> last;
};
[[nodiscard]] GroupedTimes grouped_times(const std::vector<TimePoint>& points);

/// Weighted mean and Σw.
struct WeightedMean {
  double mean = 0.0;
  double weight = 0.0;
};
[[nodiscard]] WeightedMean weighted_mean(const Values& values, double tau2);

/// τ² ≥ 0 at which `excess` falls to 0: 0 where it is not positive there already. `excess` falls, but for small bumps. @param scale  of the
/// variances, > 0
[[nodiscard]] double root_of_excess(const std::function<double(double)>& excess, double scale);
/// τ² of a common mean. @param method  a method that needs known errors gives way to Paule & Mandel where they are not
[[nodiscard]] double tau2_of(const Values& values, TauMethod method);

/// A weighted straight line, y = a + b(t − centre), with τ² by Paule & Mandel.
struct Line {
  double centre = 0.0;
  double a = 0.0;
  double b = 0.0;
  double var_a = 0.0;  ///< of independent errors 1/w; the centre is the weighted mean of t, so that a and b are not correlated
  double var_b = 0.0;
  double tau2 = 0.0;
  double chi2 = 0.0;  ///< Σ w r²
};
/// @pre three different times or more
[[nodiscard]] Line line_through(const std::vector<TimePoint>& points, const Values& values);

/// @throws InvalidArgument where times do not ascend strictly, values are not finite, or errors are negative or infinite
void check_points(const std::vector<TimePoint>& points, const char* caller);
void check_level(double level, const char* caller);

}  // namespace stance::detail
