#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/parallel.hpp"
#include "detail/series_common.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLeastTimes = 4;

/// Weights of the points in the line at one place: ŷ = Σ l y, from `first` on.
struct Row {
  std::size_t first = 0;
  std::vector<double> l;
};

class Smoother {
 public:
  Smoother(const std::vector<TimePoint>& points, const detail::Values& values) : points_(points), values_(values) {}

  /// @param bandwidth  infinite: a straight line
  [[nodiscard]] Row row_at(double place, double bandwidth, double tau2) const {
    const double reach = std::max(bandwidth, widened(place));
    Row row;
    row.first = first_after(place - reach);
    const std::size_t last = std::max(row.first, first_after(place + reach));
    double s0 = 0.0;
    double s1 = 0.0;
    double s2 = 0.0;
    for (std::size_t i = row.first; i < last; ++i) {
      const double away = points_[i].time - place;
      const double near = std::isinf(reach) ? 0.0 : std::min(1.0, std::abs(away) / reach);
      const double kernel = 1.0 - near * near * near;
      const double w = kernel * kernel * kernel * values_.weight(i, tau2);
      row.l.push_back(w);
      s0 += w;
      s1 += w * away;
      s2 += w * away * away;
    }
    const double determinant = s0 * s2 - s1 * s1;
    for (std::size_t k = 0; k < row.l.size(); ++k) row.l[k] *= (s2 - s1 * (points_[row.first + k].time - place)) / determinant;
    return row;
  }

  struct Fit {
    double tau2 = 0.0;
    double chi2 = 0.0;      ///< Σ w r²
    double expected = 0.0;  ///< of it: the residual degrees of freedom
    double trace = 0.0;
    double log_variance = 0.0;  ///< Σ log(1/w)
  };
  [[nodiscard]] Fit fit(double bandwidth, double tau2) const {
    detail::check_stop();
    Fit out;
    out.tau2 = tau2;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const Row row = row_at(points_[i].time, bandwidth, tau2);
      const double w = values_.weight(i, tau2);
      double residual = points_[i].value;
      double spread = 0.0;
      for (std::size_t k = 0; k < row.l.size(); ++k) {
        const std::size_t j = row.first + k;
        const double own = j == i ? 1.0 : 0.0;
        residual -= row.l[k] * points_[j].value;
        spread += (own - row.l[k]) * (own - row.l[k]) / values_.weight(j, tau2);
        if (j == i) out.trace += row.l[k];
      }
      out.chi2 += w * residual * residual;
      out.expected += w * spread;
      out.log_variance -= std::log(w);
    }
    return out;
  }
  [[nodiscard]] Fit fit(double bandwidth) const {
    const double scale = std::max(1e10 * values_.floor, 1e-12);
    const double tau2 = detail::root_of_excess(
        [&](double t) {
          const Fit at = fit(bandwidth, t);
          return at.chi2 - at.expected;
        },
        scale);
    return fit(bandwidth, tau2);
  }

  [[nodiscard]] double span() const { return points_.back().time - points_.front().time; }

 private:
  [[nodiscard]] std::size_t first_after(double time) const {
    return static_cast<std::size_t>(
        std::upper_bound(points_.begin(), points_.end(), time, [](double t, const TimePoint& p) { return t < p.time; }) - points_.begin());
  }
  /// Reach within which three times have weight: the distance of the fourth nearest.
  [[nodiscard]] double widened(double place) const {
    std::size_t right = first_after(place);
    std::size_t left = right;
    double reach = 0.0;
    for (std::size_t n = 0; n < kLeastTimes; ++n) {
      const double to_left = left > 0 ? place - points_[left - 1].time : kInfinity;
      const double to_right = right < points_.size() ? points_[right].time - place : kInfinity;
      reach = std::min(to_left, to_right);
      to_left <= to_right ? --left : ++right;
    }
    return reach;
  }

  const std::vector<TimePoint>& points_;
  const detail::Values& values_;
};

/// Corrected AIC of a Gaussian line with this many degrees of freedom.
double corrected_aic(const Smoother::Fit& fit, std::size_t n) {
  const auto m = static_cast<double>(n);
  if (m - fit.trace - 2.0 <= 0.0) return kInfinity;
  return (fit.log_variance + fit.chi2) / m + 2.0 * (fit.trace + 1.0) / (m - fit.trace - 2.0);
}

/// The best bandwidth, of equals the widest.
double chosen_bandwidth(const Smoother& smoother, std::size_t n) {
  double best = kInfinity;
  double least = corrected_aic(smoother.fit(kInfinity), n);
  constexpr int n_steps = 8;
  for (int step = 0; step < n_steps; ++step) {  // from twice the span down to a sixth of it, evenly in logarithms
    const double bandwidth = 2.0 * smoother.span() * std::pow(12.0, -step / static_cast<double>(n_steps - 1));
    const double aic = corrected_aic(smoother.fit(bandwidth), n);
    if (aic < least - 1e-9) {
      least = aic;
      best = bandwidth;
    }
  }
  return best;
}

}  // namespace

Smooth smooth(const std::vector<TimePoint>& points, const SmoothOptions& options) {
  detail::check_points(points, "smooth");
  detail::check_level(options.level, "smooth");
  if (!(options.bandwidth >= 0.0)) throw InvalidArgument(fmt::format("smooth: bandwidth: expected 0 or more, got {}", options.bandwidth));
  Smooth out;
  out.bandwidth = out.degrees_of_freedom = out.tau = kNaN;
  if (points.size() < kLeastTimes) {
    out.reason = fmt::format("a line needs {} times or more, and there are {}", kLeastTimes, points.size());
    return out;
  }
  const std::vector<TimePoint> used = detail::grouped_times(points).points;
  const detail::Values values = detail::values_of(used);
  const Smoother smoother(used, values);
  out.bandwidth = options.bandwidth > 0.0 ? options.bandwidth : chosen_bandwidth(smoother, used.size());
  const Smoother::Fit fit = smoother.fit(out.bandwidth);
  out.degrees_of_freedom = fit.trace;
  out.tau = std::sqrt(fit.tau2);
  const std::size_t n_places = options.n_places > 0 ? options.n_places : points.size();
  for (std::size_t i = 0; i < n_places; ++i) {
    const double share = n_places > 1 ? static_cast<double>(i) / static_cast<double>(n_places - 1) : 0.5;
    const double time = options.n_places > 0 ? points.front().time + share * (points.back().time - points.front().time) : points[i].time;
    const Row row = smoother.row_at(time, out.bandwidth, fit.tau2);
    double value = 0.0;
    double variance = 0.0;
    for (std::size_t k = 0; k < row.l.size(); ++k) {
      value += row.l[k] * used[row.first + k].value;
      variance += row.l[k] * row.l[k] / values.weight(row.first + k, fit.tau2);
    }
    out.places.push_back({time, detail::student_estimate(value, std::sqrt(variance), std::max(1.0, fit.expected), options.level)});
  }
  return out;
}

Trend linear_trend(const std::vector<TimePoint>& points, double level) {
  detail::check_points(points, "linear_trend");
  detail::check_level(level, "linear_trend");
  Trend out;
  out.slope = out.level = undefined_estimate();
  out.p_value = out.centre = out.tau = kNaN;
  if (points.size() < 3) {
    out.reason = fmt::format("a trend needs 3 times or more, and there are {}", points.size());
    return out;
  }
  const detail::Line line = detail::line_through(points, detail::values_of(points));
  const auto df = static_cast<double>(points.size() - 2);
  // As in pooled_mean(): points that happen to lie on a line are no surer than their errors, where these are known.
  const bool known = std::none_of(points.begin(), points.end(), [](const TimePoint& point) { return point.std_error == 0.0; });
  const double factor = known ? std::max(1.0, line.chi2 / df) : line.chi2 / df;
  const double error = std::sqrt(line.var_b * factor);
  out.slope = detail::student_estimate(line.b, error, df, level);
  out.level = detail::student_estimate(line.a, std::sqrt(line.var_a * factor), df, level);
  out.p_value = detail::student_p(line.b, error, df);
  out.centre = line.centre;
  out.tau = std::sqrt(line.tau2);
  return out;
}

}  // namespace stance
