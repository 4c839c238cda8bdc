#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "detail/series_common.hpp"
#include "detail/series_partition.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
using detail::Costs;
using detail::evidence_for_change;
using detail::Partition;
using detail::partition;
/// Of fewer times there are so few orders that none is rarer than 5 in 100.
constexpr std::size_t kLeastTimes = 8;
constexpr double kRounding = 1e-9;

/// Times, pooled where they are many, as values.
struct Series {
  detail::GroupedTimes times;
  detail::Values values;
};

Series series_of(const std::vector<TimePoint>& points) {
  Series out;
  out.times = detail::grouped_times(points);
  out.values = detail::values_of(out.times.points);
  return out;
}

std::vector<double> weights_of(const detail::Values& values, double tau2) {
  std::vector<double> out;
  for (std::size_t i = 0; i < values.size(); ++i) out.push_back(values.weight(i, tau2));
  return out;
}

/// The penalty that permutations of the values, each with its error, exceed with chance false_alarm; and the share of them with the
/// evidence of the series.
struct Calibration {
  double penalty = 0.0;
  double p_value = 1.0;
};
Calibration calibrate(const std::vector<double>& y, const std::vector<double>& w, double evidence, const ChangeOptions& options,
                      std::uint64_t stream) {
  detail::Random random(options.seed, stream);
  std::vector<double> y_drawn = y;
  std::vector<double> w_drawn = w;
  std::vector<double> draws;
  for (std::size_t b = 0; b < options.n_permutations; ++b) {
    detail::check_stop();
    for (std::size_t i = y.size(); i > 1; --i) {
      const auto j = static_cast<std::size_t>(random.below(i));
      std::swap(y_drawn[i - 1], y_drawn[j]);
      std::swap(w_drawn[i - 1], w_drawn[j]);
    }
    draws.push_back(evidence_for_change(Costs(y_drawn, w_drawn), options.min_times));
  }
  // Sums in another order differ in the last digits: equal evidence must count as equal.
  const auto as_large = std::count_if(draws.begin(), draws.end(), [&](double d) { return d >= evidence * (1.0 - kRounding); });
  std::sort(draws.begin(), draws.end(), std::greater<>());
  const auto of_all = static_cast<double>(options.n_permutations + 1);
  const auto allowed = static_cast<std::size_t>(std::floor(options.false_alarm * of_all + 1e-9));
  Calibration out;
  out.p_value = (static_cast<double>(as_large) + 1.0) / of_all;
  // p ≤ false_alarm where fewer than `allowed` draws are as large.
  out.penalty = allowed == 0 ? kInfinity : draws[std::min(allowed, draws.size()) - 1] * (1.0 + kRounding);
  return out;
}

/// Means of stretches, each value's residual from its own, and τ² of the residuals.
struct Stretches {
  std::vector<std::size_t> bounds;  ///< 0, the starts, n
  double tau2 = 0.0;
  std::vector<double> means;
  std::vector<double> weights;  ///< Σ w of each stretch
  double chi2 = 0.0;
  double log_variance = 0.0;
  [[nodiscard]] std::size_t n_changes() const { return bounds.size() - 2; }
};

Stretches measured(const detail::Values& values, const std::vector<std::size_t>& bounds, double tau2) {
  Stretches out{bounds, tau2, {}, {}, 0.0, 0.0};
  for (std::size_t s = 0; s + 1 < bounds.size(); ++s) {
    double sum_w = 0.0;
    double sum_wy = 0.0;
    for (std::size_t i = bounds[s]; i < bounds[s + 1]; ++i) {
      const double w = values.weight(i, tau2);
      sum_w += w;
      sum_wy += w * values.y[i];
      out.log_variance -= std::log(w);
    }
    out.means.push_back(sum_wy / sum_w);
    out.weights.push_back(sum_w);
    for (std::size_t i = bounds[s]; i < bounds[s + 1]; ++i)
      out.chi2 += values.weight(i, tau2) * (values.y[i] - out.means.back()) * (values.y[i] - out.means.back());
  }
  return out;
}

Stretches stretches_of(const detail::Values& values, const std::vector<std::size_t>& starts) {
  std::vector<std::size_t> bounds = {0};
  bounds.insert(bounds.end(), starts.begin(), starts.end());
  bounds.push_back(values.size());
  const double residual = static_cast<double>(values.size()) - static_cast<double>(starts.size()) - 1.0;
  const double tau2 =
      detail::root_of_excess([&](double t) { return measured(values, bounds, t).chi2 - residual; }, std::max(1e10 * values.floor, 1e-12));
  return measured(values, bounds, tau2);
}

/// Looks for more changes with the variance that is left within the stretches.
Stretches refined(const detail::Values& values, Stretches stretches, const ChangeOptions& options, double& penalty) {
  for (std::uint64_t round = 1; round <= 10; ++round) {
    const std::vector<double> w = weights_of(values, stretches.tau2);
    const double lost =
        static_cast<double>(values.size()) / (static_cast<double>(values.size()) - static_cast<double>(stretches.n_changes()) - 1.0);
    std::vector<double> residuals = values.y;
    double squares = 0.0;
    for (std::size_t s = 0; s + 1 < stretches.bounds.size(); ++s) {
      for (std::size_t i = stretches.bounds[s]; i < stretches.bounds[s + 1]; ++i) {
        residuals[i] = (residuals[i] - stretches.means[s]) * std::sqrt(lost);
        squares += residuals[i] * residuals[i];
      }
    }
    if (squares <= values.floor) return stretches;  // nothing is left to explain
    const double next = calibrate(residuals, w, kInfinity, options, round).penalty;
    const Partition found = partition(Costs(values.y, w), next, options.min_times);
    if (found.starts.size() <= stretches.n_changes()) return stretches;
    penalty = next;
    stretches = stretches_of(values, found.starts);
  }
  return stretches;
}

void place(const Series& series, const Stretches& stretches, const ChangeOptions& options, std::vector<Change>& changes) {
  const Costs costs(series.values.y, weights_of(series.values, stretches.tau2));
  const double bound = -2.0 * std::log(1.0 - std::sqrt(options.level));
  const double df = static_cast<double>(series.values.size()) - static_cast<double>(stretches.n_changes()) - 1.0;
  for (std::size_t c = 0; c < stretches.n_changes(); ++c) {
    const std::size_t from = stretches.bounds[c];
    const std::size_t at = stretches.bounds[c + 1];
    const std::size_t to = stretches.bounds[c + 2];
    std::size_t earliest = at;
    std::size_t latest = at;
    const double cheapest = costs.of(from, at) + costs.of(at, to);
    for (std::size_t s = from + options.min_times; s + options.min_times <= to; ++s) {
      if (costs.of(from, s) + costs.of(s, to) > cheapest + bound) continue;
      earliest = std::min(earliest, s);
      latest = std::max(latest, s);
    }
    Change change;
    change.last_before = series.times.last[at - 1];
    change.first_after = series.times.first[at];
    change.time = (change.last_before + change.first_after) / 2.0;
    change.earliest = series.times.last[earliest - 1];
    change.latest = series.times.first[latest];
    change.before = detail::student_estimate(stretches.means[c], std::sqrt(1.0 / stretches.weights[c]), df, options.level);
    change.after = detail::student_estimate(stretches.means[c + 1], std::sqrt(1.0 / stretches.weights[c + 1]), df, options.level);
    const double error = std::sqrt(1.0 / stretches.weights[c] + 1.0 / stretches.weights[c + 1]);
    const double shift = stretches.means[c + 1] - stretches.means[c];
    change.shift = {detail::student_estimate(shift, error, df, options.level), detail::student_p(shift, error, df), df};
    changes.push_back(change);
  }
}

/// Bayesian information: two numbers for each change (place and mean), the first mean, τ; or the two of a line, and τ.
bool line_is_better(const Series& series, const Stretches& stretches) {
  const auto n = static_cast<double>(series.values.size());
  const detail::Line line = detail::line_through(series.times.points, series.values);
  double log_variance = 0.0;
  for (std::size_t i = 0; i < series.values.size(); ++i) log_variance -= std::log(series.values.weight(i, line.tau2));
  const double of_line = log_variance + line.chi2 + 3.0 * std::log(n);
  const double of_steps = stretches.log_variance + stretches.chi2 + (2.0 * static_cast<double>(stretches.n_changes()) + 2.0) * std::log(n);
  return of_line < of_steps;
}

void check_options(const ChangeOptions& options) {
  detail::check_level(options.level, "change_points");
  if (options.min_times == 0) throw InvalidArgument("change_points: min_times: expected 1 or more, got 0");
  if (!(options.false_alarm > 0.0 && options.false_alarm < 1.0))
    throw InvalidArgument(fmt::format("change_points: false_alarm: expected a number in (0, 1), got {}", options.false_alarm));
  if (options.n_permutations < 19)
    throw InvalidArgument(fmt::format("change_points: n_permutations: expected 19 or more, got {}", options.n_permutations));
}

}  // namespace

ChangePoints change_points(const std::vector<TimePoint>& points, const ChangeOptions& options) {
  detail::check_points(points, "change_points");
  check_options(options);
  const detail::StopScope scope(options.stop);
  ChangePoints out;
  out.p_value = out.penalty = out.tau = kNaN;
  const std::size_t least = std::max(kLeastTimes, 2 * options.min_times);
  if (points.size() < least) {
    out.reason = fmt::format("change points need {} times or more, and there are {}", least, points.size());
    return out;
  }
  const Series series = series_of(points);
  const double tau2 = detail::tau2_of(series.values, TauMethod::restricted_maximum_likelihood);
  const std::vector<double> w = weights_of(series.values, tau2);
  const Costs costs(series.values.y, w);
  const double evidence = evidence_for_change(costs, options.min_times);
  const Calibration calibration = calibrate(series.values.y, w, evidence, options, 0);
  out.p_value = calibration.p_value;
  out.penalty = calibration.penalty;
  Stretches stretches = stretches_of(series.values, {});
  if (out.p_value <= options.false_alarm) {
    stretches = stretches_of(series.values, partition(costs, out.penalty, options.min_times).starts);
    stretches = refined(series.values, std::move(stretches), options, out.penalty);
  }
  out.tau = std::sqrt(stretches.tau2);
  place(series, stretches, options, out.changes);
  out.line_instead = !out.changes.empty() && line_is_better(series, stretches);
  return out;
}

}  // namespace stance
