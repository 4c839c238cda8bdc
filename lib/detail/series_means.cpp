#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "detail/random.hpp"
#include "detail/series_common.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Student = boost::math::students_t_distribution<double, boost::math::policies::policy<boost::math::policies::promote_double<false>>>;

double square(double x) { return x * x; }

}  // namespace

namespace detail {

double student_quantile(double p, double df) {
  if (!(df > 0.0)) return kNaN;
  return std::isinf(df) ? normal_quantile(p) : boost::math::quantile(Student(df), p);
}

double student_p(double value, double std_error, double df) {
  if (std::isnan(value) || std::isnan(std_error) || !(df > 0.0)) return kNaN;
  if (std_error == 0.0) return value == 0.0 ? 1.0 : 0.0;
  const double t = std::abs(value) / std_error;
  if (std::isinf(df)) return std::erfc(t / std::sqrt(2.0));
  return 2.0 * boost::math::cdf(boost::math::complement(Student(df), t));
}

Estimate student_estimate(double value, double std_error, double df, double level) {
  if (std::isnan(value)) return undefined_estimate();
  if (std::isnan(std_error) || !(df > 0.0)) return without_error(value);
  const double reach = student_quantile(0.5 + level / 2.0, df) * std_error;
  return {value, std_error, value - reach, value + reach};
}

double Values::weight(std::size_t i, double tau2) const noexcept { return 1.0 / std::max(v[i] + tau2, floor); }

Values values_of(std::vector<double> y, std::vector<double> v) {
  Values out{std::move(y), std::move(v), 0.0};
  const auto n = static_cast<double>(out.size());
  double mean = 0.0;
  for (const double value : out.y) mean += value / n;
  double variance = 0.0;
  for (const double value : out.y) variance += square(value - mean) / n;
  out.floor = std::max(1e-10 * variance, 1e-20);
  return out;
}

Values values_of(const std::vector<TimePoint>& points) {
  std::vector<double> y;
  std::vector<double> v;
  for (const TimePoint& point : points) {
    y.push_back(point.value);
    v.push_back(square(point.std_error));
  }
  return values_of(std::move(y), std::move(v));
}

GroupedTimes grouped_times(const std::vector<TimePoint>& points) {
  constexpr std::size_t most = 400;
  const std::size_t n = std::min(points.size(), most);
  GroupedTimes out;
  for (std::size_t g = 0; g < n; ++g) {
    const std::size_t begin = g * points.size() / n;
    const std::size_t end = (g + 1) * points.size() / n;
    out.first.push_back(points[begin].time);
    out.last.push_back(points[end - 1].time);
    if (end == begin + 1) {
      out.points.push_back(points[begin]);
      continue;
    }
    std::vector<Measured> members;
    double time = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
      members.push_back({{}, points[i].value, points[i].std_error, points[i].time});
      time += points[i].time / static_cast<double>(end - begin);
    }
    const Estimate mean = pooled_mean(members, {.hartung_knapp = false}).mean;
    out.points.push_back({time, mean.value, std::isnan(mean.std_error) ? 0.0 : mean.std_error, end - begin});
  }
  return out;
}

WeightedMean weighted_mean(const Values& values, double tau2) {
  WeightedMean out;
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double w = values.weight(i, tau2);
    out.weight += w;
    sum += w * values.y[i];
  }
  out.mean = sum / out.weight;
  return out;
}

double root_of_excess(const std::function<double(double)>& excess, double scale) {
  const double at_zero = excess(0.0);
  if (!(at_zero > 0.0)) return 0.0;
  double lower = 0.0;
  double at_lower = at_zero;
  double upper = scale;
  double at_upper = excess(upper);
  for (int i = 0; i < 200 && at_upper > 0.0; ++i) {
    lower = upper;
    at_lower = at_upper;
    upper *= 4.0;
    at_upper = excess(upper);
  }
  if (at_upper > 0.0 || at_upper == 0.0) return upper;
  std::uintmax_t steps = 60;
  const auto close = [scale](double a, double b) { return b - a <= 1e-13 * std::max(b, 1e-6 * scale); };
  const auto [from, to] = boost::math::tools::toms748_solve(excess, lower, upper, at_lower, at_upper, close, steps);
  return (from + to) / 2.0;
}

namespace {

bool known(const Values& values) {
  return std::all_of(values.v.begin(), values.v.end(), [](double v) { return v > 0.0; });
}

/// Of the likelihood without the mean: Σ w² (y − m)² − (Σw − Σw² / Σw).
double reml_excess(const Values& values, double tau2) {
  const WeightedMean mean = weighted_mean(values, tau2);
  double squares = 0.0;
  double fit = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double w = values.weight(i, tau2);
    squares += w * w;
    fit += w * w * square(values.y[i] - mean.mean);
  }
  return fit - (mean.weight - squares / mean.weight);
}

double q_excess(const Values& values, double tau2) {
  const WeightedMean mean = weighted_mean(values, tau2);
  double q = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) q += values.weight(i, tau2) * square(values.y[i] - mean.mean);
  return q - static_cast<double>(values.size() - 1);
}

double der_simonian_laird(const Values& values) {
  double squares = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) squares += square(values.weight(i, 0.0));
  const double weight = weighted_mean(values, 0.0).weight;
  return std::max(0.0, q_excess(values, 0.0) / (weight - squares / weight));
}

/// A variance to start from.
double scale_of(const Values& values) { return std::max(1e10 * values.floor, 1e-12); }

}  // namespace

double tau2_of(const Values& values, TauMethod method) {
  if (values.size() < 2) return 0.0;
  if (method == TauMethod::der_simonian_laird && known(values)) return der_simonian_laird(values);
  const auto excess = method == TauMethod::restricted_maximum_likelihood ? reml_excess : q_excess;
  return root_of_excess([&](double tau2) { return excess(values, tau2); }, scale_of(values));
}

namespace {

Line fit_line(const std::vector<TimePoint>& points, const Values& values, double tau2) {
  Line line;
  line.tau2 = tau2;
  double sum_w = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double w = values.weight(i, tau2);
    sum_w += w;
    line.centre += w * points[i].time;
    line.a += w * points[i].value;
  }
  line.centre /= sum_w;
  line.a /= sum_w;
  double tt = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double w = values.weight(i, tau2);
    tt += w * square(points[i].time - line.centre);
    line.b += w * (points[i].time - line.centre) * points[i].value;
  }
  line.b /= tt;
  line.var_a = 1.0 / sum_w;
  line.var_b = 1.0 / tt;
  for (std::size_t i = 0; i < points.size(); ++i)
    line.chi2 += values.weight(i, tau2) * square(points[i].value - line.a - line.b * (points[i].time - line.centre));
  return line;
}

}  // namespace

Line line_through(const std::vector<TimePoint>& points, const Values& values) {
  const auto residual = static_cast<double>(points.size() - 2);
  const double tau2 = root_of_excess([&](double t) { return fit_line(points, values, t).chi2 - residual; }, scale_of(values));
  return fit_line(points, values, tau2);
}

void check_points(const std::vector<TimePoint>& points, const char* caller) {
  double last = -kInfinity;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const TimePoint& point = points[i];
    if (!std::isfinite(point.time) || !(point.time > last))
      throw InvalidArgument(fmt::format("{}: points: expected ascending times, each once, got {} at place {}", caller, point.time, i));
    if (!std::isfinite(point.value))
      throw InvalidArgument(fmt::format("{}: points: expected finite values, got {} at place {}", caller, point.value, i));
    if (!(point.std_error >= 0.0) || std::isinf(point.std_error))
      throw InvalidArgument(
          fmt::format("{}: points: expected standard errors of 0 or more, got {} at place {}", caller, point.std_error, i));
    last = point.time;
  }
}

void check_level(double level, const char* caller) {
  if (!(level > 0.0 && level < 1.0)) throw InvalidArgument(fmt::format("{}: level: expected a number in (0, 1), got {}", caller, level));
}

}  // namespace detail

namespace {

detail::Values checked_values(const std::vector<Measured>& points, const char* caller) {
  std::vector<double> y;
  std::vector<double> v;
  for (const Measured& point : points) {
    if (!std::isfinite(point.value))
      throw InvalidArgument(fmt::format("{}: points: expected finite values, got {} of '{}'", caller, point.value, point.name));
    if (point.std_error < 0.0 || std::isinf(point.std_error))
      throw InvalidArgument(
          fmt::format("{}: points: expected standard errors of 0 or more, got {} of '{}'", caller, point.std_error, point.name));
    y.push_back(point.value);
    v.push_back(std::isnan(point.std_error) ? 0.0 : square(point.std_error));
  }
  return detail::values_of(std::move(y), std::move(v));
}

Estimate unweighted_mean(const detail::Values& values, double level) {
  const auto n = static_cast<double>(values.size());
  double mean = 0.0;
  for (const double y : values.y) mean += y / n;
  double squares = 0.0;
  for (const double y : values.y) squares += square(y - mean);
  return detail::student_estimate(mean, std::sqrt(squares / (n - 1.0) / n), n - 1.0, level);
}

/// Cochran's Q and the typical variance of Higgins & Thompson (2002), doi 10.1002/sim.1186.
void measure_heterogeneity(const detail::Values& values, double tau2, PooledMean& out) {
  out.q = out.i_squared = kNaN;
  if (std::any_of(values.v.begin(), values.v.end(), [](double v) { return v == 0.0; })) return;
  const auto n = static_cast<double>(values.size());
  const detail::WeightedMean fixed = detail::weighted_mean(values, 0.0);
  double squares = 0.0;
  out.q = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double w = values.weight(i, 0.0);
    squares += w * w;
    out.q += w * square(values.y[i] - fixed.mean);
  }
  const double typical = (n - 1.0) * fixed.weight / (square(fixed.weight) - squares);
  out.i_squared = tau2 / (tau2 + typical);
}

}  // namespace

PooledMean pooled_mean(const std::vector<Measured>& points, const MeanOptions& options) {
  detail::check_level(options.level, "pooled_mean");
  const detail::Values values = checked_values(points, "pooled_mean");
  PooledMean out;
  out.n = points.size();
  out.mean = out.unweighted = undefined_estimate();
  out.tau = out.i_squared = out.q = out.degrees_of_freedom = kNaN;
  if (points.empty()) return out;
  if (points.size() == 1) {
    const double error = values.v[0] > 0.0 ? std::sqrt(values.v[0]) : kNaN;
    out.degrees_of_freedom = kInfinity;
    out.mean = detail::student_estimate(values.y[0], error, kInfinity, options.level);
    out.unweighted = without_error(values.y[0]);
    return out;
  }
  const double tau2 = detail::tau2_of(values, options.tau);
  const detail::WeightedMean mean = detail::weighted_mean(values, tau2);
  double factor = 1.0;
  out.degrees_of_freedom = kInfinity;
  if (options.hartung_knapp) {
    out.degrees_of_freedom = static_cast<double>(out.n - 1);
    factor = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i)
      factor += values.weight(i, tau2) * square(values.y[i] - mean.mean) / out.degrees_of_freedom;
    // Values that happen to be equal are no surer than their errors, where these are known.
    if (std::none_of(values.v.begin(), values.v.end(), [](double v) { return v == 0.0; })) factor = std::max(factor, 1.0);
  }
  out.mean = detail::student_estimate(mean.mean, std::sqrt(factor / mean.weight), out.degrees_of_freedom, options.level);
  out.unweighted = unweighted_mean(values, options.level);
  out.tau = std::sqrt(tau2);
  measure_heterogeneity(values, tau2, out);
  return out;
}

MeanDifference difference_of(const PooledMean& a, const PooledMean& b, double level) {
  detail::check_level(level, "difference_of");
  const double var_a = square(a.mean.std_error);
  const double var_b = square(b.mean.std_error);
  MeanDifference out;
  out.degrees_of_freedom = square(var_a + var_b) / (square(var_a) / a.degrees_of_freedom + square(var_b) / b.degrees_of_freedom);
  if (std::isnan(out.degrees_of_freedom) && var_a + var_b == 0.0) out.degrees_of_freedom = kInfinity;  // both without any error
  const double difference = a.mean.value - b.mean.value;
  const double error = std::sqrt(var_a + var_b);
  out.difference = detail::student_estimate(difference, error, out.degrees_of_freedom, level);
  out.p_value = detail::student_p(difference, error, out.degrees_of_freedom);
  return out;
}

std::vector<double> holm_adjusted(const std::vector<double>& p_values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (!std::isnan(p_values[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> out = p_values;
  double largest = 0.0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(order.size() - i) * p_values[order[i]]));
    out[order[i]] = largest;
  }
  return out;
}

std::vector<TimePoint> pooled_by_time(const std::vector<Measured>& points) {
  for (const Measured& point : points) {
    if (!std::isfinite(point.time))
      throw InvalidArgument(fmt::format("pooled_by_time: points: expected finite times, got {} of '{}'", point.time, point.name));
  }
  std::vector<Measured> order = points;
  std::stable_sort(order.begin(), order.end(),
                   [](const Measured& a, const Measured& b) { return a.time != b.time ? a.time < b.time : a.name < b.name; });
  std::vector<TimePoint> out;
  for (auto first = order.begin(); first != order.end();) {
    const auto last = std::find_if(first, order.end(), [&](const Measured& p) { return p.time != first->time; });
    const PooledMean mean = pooled_mean({first, last}, {.hartung_knapp = false});
    out.push_back({first->time, mean.mean.value, std::isnan(mean.mean.std_error) ? 0.0 : mean.mean.std_error, mean.n});
    first = last;
  }
  return out;
}

}  // namespace stance
