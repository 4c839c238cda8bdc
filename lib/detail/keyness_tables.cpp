#include "detail/keyness_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "stance/error.hpp"

namespace stance::detail {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double total(const TwoByTwo& t) { return (t.a + t.c) + (t.b + t.d); }

/// Expected counts of a, b, c, d when both columns have the same rate.
std::array<double, 4> expected(const TwoByTwo& t) {
  const double n = total(t);
  const double feature = t.a + t.b;
  const double others = t.c + t.d;
  return {(t.a + t.c) * feature / n, (t.b + t.d) * feature / n, (t.a + t.c) * others / n, (t.b + t.d) * others / n};
}

/// a − E_a = d − E_d = E_b − b = E_c − c. From products of counts, which are exact where the difference of a and E_a would cancel.
double deviation(const TwoByTwo& t) { return (t.a * t.d - t.b * t.c) / total(t); }

double shrunk(double deviation, KeynessCorrection correction) {
  if (correction != KeynessCorrection::yates) return deviation;
  return std::copysign(std::max(0.0, std::abs(deviation) - 0.5), deviation);
}

double williams(const TwoByTwo& t) {
  const double n = total(t);
  return 1.0 + (n / (t.a + t.c) + n / (t.b + t.d) - 1.0) * (n / (t.a + t.b) + n / (t.c + t.d) - 1.0) / (6.0 * n);
}

/// O ln(O / E) with O = E + deviation.
double information(double expected_count, double deviation) {
  if (expected_count == 0.0) return 0.0;
  const double observed = expected_count + deviation;
  return observed <= 0.0 ? 0.0 : observed * std::log1p(deviation / expected_count);
}

double g2(const TwoByTwo& t, KeynessCorrection correction) {
  const std::array<double, 4> e = expected(t);
  const double d = shrunk(deviation(t), correction);
  const double sum = information(e[0], d) + information(e[1], -d) + information(e[2], -d) + information(e[3], d);
  return std::max(0.0, 2.0 * sum);
}

double g2_two_cells(const TwoByTwo& t) {
  const std::array<double, 4> e = expected(t);
  const double d = deviation(t);
  return std::max(0.0, 2.0 * (information(e[0], d) + information(e[1], -d)));
}

double chi_squared(const TwoByTwo& t, KeynessCorrection correction) {
  const double d = shrunk(deviation(t), correction);
  double sum = 0.0;
  for (const double e : expected(t)) {
    if (e > 0.0) sum += d * d / e;
  }
  return sum;
}

/// P(χ² with 1 degree of freedom ≥ x).
double upper_chi_squared(double x) { return std::erfc(std::sqrt(0.5 * x)); }

/// Hypergeometric distribution of the cell a given the margins, tilted by an odds ratio: weights w(x) ψ^x.
class Tables {
 public:
  explicit Tables(const TwoByTwo& t) : lowest_(std::max(0.0, t.a - t.d)) {
    const double feature = t.a + t.b;
    const double target = t.a + t.c;
    const double reference = t.b + t.d;
    const auto n = static_cast<std::size_t>(std::min(feature, target) - lowest_) + 1;
    log_weights_.reserve(n);
    log_weights_.push_back(0.0);
    for (std::size_t i = 1; i < n; ++i) {
      const double x = lowest_ + static_cast<double>(i - 1);
      log_weights_.push_back(log_weights_.back() + std::log((feature - x) / (x + 1.0) * ((target - x) / (reference - feature + x + 1.0))));
    }
    const double largest = *std::max_element(log_weights_.begin(), log_weights_.end());
    for (double& weight : log_weights_) weight -= largest;
  }
  [[nodiscard]] double lowest() const { return lowest_; }
  [[nodiscard]] double highest() const { return lowest_ + static_cast<double>(log_weights_.size() - 1); }

  /// Σ of the probabilities that are not larger than that of x; a margin of 1e-7 for rounding, as in R.
  [[nodiscard]] double two_sided(double x) const {
    const double limit = log_weights_[static_cast<std::size_t>(x - lowest_)] + 1e-7;
    double all = 0.0;
    double extreme = 0.0;
    for (const double weight : log_weights_) {
      const double w = std::exp(weight);
      all += w;
      if (weight <= limit) extreme += w;
    }
    return std::min(1.0, extreme / all);
  }

  /// Mean and variance of x − lowest() when ln ψ = θ.
  [[nodiscard]] std::array<double, 2> moments(double theta) const {
    double largest = -kInfinity;
    for (std::size_t i = 0; i < log_weights_.size(); ++i) largest = std::max(largest, log_weights_[i] + theta * static_cast<double>(i));
    double sum = 0.0;
    double first = 0.0;
    double second = 0.0;
    for (std::size_t i = 0; i < log_weights_.size(); ++i) {
      const auto x = static_cast<double>(i);
      const double w = std::exp(log_weights_[i] + theta * x - largest);
      sum += w;
      first += w * x;
      second += w * x * x;
    }
    const double mean = first / sum;
    return {mean, second / sum - mean * mean};
  }

 private:
  double lowest_;
  std::vector<double> log_weights_;  // from lowest_ on, the largest 0
};

/// ln ψ at which the mean of the cell is what was seen: the mean rises with θ, so a bracket that Newton's steps may not leave finds it.
double conditional_log_odds(const TwoByTwo& t, const Tables& tables) {
  if (tables.lowest() == tables.highest()) return kNaN;
  if (t.a == tables.lowest()) return -kInfinity;
  if (t.a == tables.highest()) return kInfinity;
  const double seen = t.a - tables.lowest();
  double theta = std::log((t.a + 0.5) * (t.d + 0.5) / ((t.b + 0.5) * (t.c + 0.5)));
  double low = -kInfinity;
  double high = kInfinity;
  for (int step = 0; step < 200; ++step) {
    const auto [mean, variance] = tables.moments(theta);
    (mean < seen ? low : high) = theta;
    double next = theta + (seen - mean) / variance;
    if (!std::isfinite(next) || next <= low || next >= high) {
      const bool closed = std::isfinite(low) && std::isfinite(high);
      next = closed ? 0.5 * (low + high) : theta + (mean < seen ? 1.0 : -1.0);
    }
    const bool still = std::abs(next - theta) <= 1e-14 * (1.0 + std::abs(theta));
    theta = next;
    if (still) break;
  }
  return theta;
}

void check_whole(const TwoByTwo& t) {
  for (const double cell : {t.a, t.b, t.c, t.d}) {
    if (cell != std::floor(cell)) throw InvalidArgument(fmt::format("keyness: fisher: expected whole counts, got {}", cell));
  }
}

TableTest fisher(const TwoByTwo& t) {
  check_whole(t);
  const Tables tables(t);
  return {conditional_log_odds(t, tables), tables.two_sided(t.a)};
}

TableTest odds_ratio(const TwoByTwo& t) {
  const double value = std::log((t.a + 0.5) * (t.d + 0.5) / ((t.b + 0.5) * (t.c + 0.5)));
  const double error = std::sqrt(1.0 / (t.a + 0.5) + 1.0 / (t.b + 0.5) + 1.0 / (t.c + 0.5) + 1.0 / (t.d + 0.5));
  return {value, two_sided_normal(value / error)};
}

/// What stands for a count of 0.
double filled(double count, double zero_count) { return count > 0.0 ? count : zero_count; }

}  // namespace

double two_sided_normal(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double smallest_expected(const TwoByTwo& table) {
  const std::array<double, 4> e = expected(table);
  return *std::min_element(e.begin(), e.end());
}

int side_of(const TwoByTwo& table) {
  const double left = table.a * (table.b + table.d);
  const double right = table.b * (table.a + table.c);
  return left > right ? 1 : left < right ? -1 : 0;
}

double log_ratio_of(const TwoByTwo& table, double zero_count) {
  return std::log2(filled(table.a, zero_count) / (table.a + table.c) / (filled(table.b, zero_count) / (table.b + table.d)));
}

void check_correction(KeynessMeasure measure, KeynessCorrection correction) {
  if (correction == KeynessCorrection::none || measure == KeynessMeasure::g2 || measure == KeynessMeasure::chi_squared) return;
  throw InvalidArgument(fmt::format("keyness: correction: expected none for {}; Yates and Williams correct g2 and chi2", name_of(measure)));
}

TableTest tested(const TwoByTwo& t, KeynessMeasure measure, KeynessCorrection correction, double zero_count) {
  const double sign = side_of(t);
  const auto signed_test = [&](double value) {
    if (correction == KeynessCorrection::williams && t.a + t.b > 0.0 && t.c + t.d > 0.0) value /= williams(t);
    return TableTest{value == 0.0 ? 0.0 : sign * value, upper_chi_squared(value)};
  };
  switch (measure) {
    case KeynessMeasure::g2: return signed_test(g2(t, correction));
    case KeynessMeasure::g2_two_cells: return signed_test(g2_two_cells(t));
    case KeynessMeasure::chi_squared: return signed_test(chi_squared(t, correction));
    case KeynessMeasure::fisher: return fisher(t);
    case KeynessMeasure::log_ratio: return {log_ratio_of(t, zero_count), kNaN};
    case KeynessMeasure::odds_ratio: return odds_ratio(t);
    case KeynessMeasure::percent_difference: {
      const double reference = filled(t.b, zero_count) / (t.b + t.d);
      return {100.0 * (t.a / (t.a + t.c) - reference) / reference, kNaN};
    }
    case KeynessMeasure::bic: return {g2(t, KeynessCorrection::none) - std::log(total(t)), kNaN};
    case KeynessMeasure::pmi: return {std::log(filled(t.a, zero_count) / expected(t)[0]), kNaN};
    case KeynessMeasure::fightin_words: break;
  }
  throw InvalidArgument("keyness: fightin_words needs a prior and is no test of one table; use compute_keyness");
}

}  // namespace stance::detail

namespace stance {

TableTest test_table(const TwoByTwo& table, KeynessMeasure measure, KeynessCorrection correction, double zero_count) {
  for (const double cell : {table.a, table.b, table.c, table.d}) {
    if (!std::isfinite(cell) || cell < 0.0)
      throw InvalidArgument(fmt::format("test_table: expected finite cells of 0 or more, got {}", cell));
  }
  if (table.a + table.c == 0.0 || table.b + table.d == 0.0)
    throw InvalidArgument("test_table: expected counts in both columns, got a + c or b + d = 0");
  if (!(zero_count > 0.0) || !std::isfinite(zero_count))
    throw InvalidArgument(fmt::format("test_table: zero_count: expected a number > 0, got {}", zero_count));
  detail::check_correction(measure, correction);
  return detail::tested(table, measure, correction, zero_count);
}

std::vector<double> adjust_p_values(const std::vector<double>& p_values, FalseDiscovery method) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (std::isnan(p_values[i])) continue;
    if (p_values[i] < 0.0 || p_values[i] > 1.0)
      throw InvalidArgument(fmt::format("adjust_p_values: expected numbers in [0, 1] or NaN, got {}", p_values[i]));
    order.push_back(i);
  }
  if (method == FalseDiscovery::none) return p_values;
  std::sort(order.begin(), order.end(),
            [&](std::size_t x, std::size_t y) { return p_values[x] != p_values[y] ? p_values[x] < p_values[y] : x < y; });
  const auto m = static_cast<double>(order.size());
  double factor = m;
  if (method == FalseDiscovery::benjamini_yekutieli) {
    double harmonic = 0.0;
    for (std::size_t i = 1; i <= order.size(); ++i) harmonic += 1.0 / static_cast<double>(i);
    factor *= harmonic;
  }
  std::vector<double> adjusted = p_values;
  double smallest = 1.0;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    smallest = std::min(smallest, factor / static_cast<double>(rank) * p_values[order[rank - 1]]);
    adjusted[order[rank - 1]] = smallest;
  }
  return adjusted;
}

}  // namespace stance
