#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "detail/random.hpp"
#include "detail/resampling.hpp"
#include "stance/error.hpp"
#include "stance/similarity.hpp"

// Similarity of position profiles, and the four quarters.

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("stance similarity: " + message);
}

void check(const StanceSimilarityOptions& options) {
  require(std::isfinite(options.base_error) && options.base_error > 0.0,
          "base_error: expected a number greater than 0, got " + std::to_string(options.base_error));
  require(options.min_shared_axes >= 1, "min_shared_axes: expected 1 or more, got 0");
  require(options.n_draws >= 2, "n_draws: expected 2 or more, got " + std::to_string(options.n_draws));
  require(options.level > 0.0 && options.level < 1.0, "level: expected a number in (0, 1), got " + std::to_string(options.level));
}

void check_shape(const PositionProfiles& profiles) {
  const auto n = static_cast<Eigen::Index>(profiles.names.size());
  const auto axes = static_cast<Eigen::Index>(profiles.axes.size());
  const auto shape = [](const Eigen::MatrixXd& m) { return std::to_string(m.rows()) + " x " + std::to_string(m.cols()); };
  const std::string expected = std::to_string(n) + " x " + std::to_string(axes) + " (names x axes)";
  require(profiles.positions.rows() == n && profiles.positions.cols() == axes,
          "positions: expected " + expected + ", got " + shape(profiles.positions));
  require(profiles.std_errors.rows() == n && profiles.std_errors.cols() == axes,
          "std_errors: expected " + expected + ", got " + shape(profiles.std_errors));
  for (const AxisRange& axis : profiles.axes) {
    require(std::isfinite(axis.lower) && std::isfinite(axis.upper) && axis.lower < axis.upper,
            "axes: expected finite lower < upper, got " + std::to_string(axis.lower) + " and " + std::to_string(axis.upper));
  }
}

void check_row(const PositionProfiles& profiles, Eigen::Index i) {
  for (Eigen::Index k = 0; k < profiles.positions.cols(); ++k) {
    const double p = profiles.positions(i, k);
    if (std::isnan(p)) continue;
    const double se = profiles.std_errors(i, k);
    const AxisRange& axis = profiles.axes[static_cast<std::size_t>(k)];
    const std::string where = "'" + profiles.names[static_cast<std::size_t>(i)] + "', axis " + std::to_string(k) + ": ";
    require(p >= axis.lower && p <= axis.upper, where + "expected a position in [" + std::to_string(axis.lower) + ", " +
                                                    std::to_string(axis.upper) + "] or NaN, got " + std::to_string(p));
    require(std::isfinite(se) && se >= 0.0, where + "expected a finite standard error of 0 or more, got " + std::to_string(se));
  }
}

/// Draws of one document's errors: [axis][draw], none where the position is undefined. They depend on seed and name only, so
/// that pairs can share them: drawing for each pair anew would cost n times as much.
using Draws = std::vector<std::vector<double>>;

Draws draws_of(const PositionProfiles& profiles, Eigen::Index i, const StanceSimilarityOptions& options) {
  const std::uint64_t name = detail::stream_of(profiles.names[static_cast<std::size_t>(i)]);
  Draws draws(profiles.axes.size());
  for (std::size_t k = 0; k < draws.size(); ++k) {
    if (std::isnan(profiles.positions(i, static_cast<Eigen::Index>(k)))) continue;
    const double se = profiles.std_errors(i, static_cast<Eigen::Index>(k));
    detail::Random random(options.seed, detail::mix64(name + k));  // an axis keeps its draws when another becomes defined
    draws[k].resize(options.n_draws);
    for (double& draw : draws[k]) draw = se * random.normal();
  }
  return draws;
}

struct SharedAxes {
  std::vector<Eigen::Index> axes;  // defined in both documents
  std::vector<double> weights;     // adding up to 1, divided by the range of the axis
};

SharedAxes shared_axes(const PositionProfiles& profiles, Eigen::Index i, Eigen::Index j, double base_error) {
  SharedAxes shared;
  double total = 0.0;
  for (Eigen::Index k = 0; k < profiles.positions.cols(); ++k) {
    if (std::isnan(profiles.positions(i, k)) || std::isnan(profiles.positions(j, k))) continue;
    const double se_i = profiles.std_errors(i, k);
    const double se_j = profiles.std_errors(j, k);
    shared.axes.push_back(k);
    shared.weights.push_back(1.0 / (base_error * base_error + (se_i * se_i + se_j * se_j)));  // brackets: same digits for (j, i)
    total += shared.weights.back();
  }
  for (std::size_t s = 0; s < shared.axes.size(); ++s) {
    const AxisRange& range = profiles.axes[static_cast<std::size_t>(shared.axes[s])];
    shared.weights[s] /= total * (range.upper - range.lower);
  }
  return shared;
}

Estimate estimate(const PositionProfiles& profiles, Eigen::Index i, Eigen::Index j, const SharedAxes& shared, const Draws& draws_i,
                  const Draws& draws_j, const StanceSimilarityOptions& options) {
  double distance = 0.0;
  std::vector<double> draws(options.n_draws, 0.0);  // distances of drawn profiles
  std::vector<double> null(options.n_draws, 0.0);   // distances that error alone makes between equal profiles
  for (std::size_t s = 0; s < shared.axes.size(); ++s) {
    const Eigen::Index k = shared.axes[s];
    const double p = profiles.positions(i, k);
    const double q = profiles.positions(j, k);
    const AxisRange range = profiles.axes[static_cast<std::size_t>(k)];
    const double weight = shared.weights[s];
    const double* const a = draws_i[static_cast<std::size_t>(k)].data();
    const double* const b = draws_j[static_cast<std::size_t>(k)].data();
    distance += weight * std::abs(p - q);
    for (std::size_t d = 0; d < draws.size(); ++d) {
      draws[d] += weight * std::abs(std::clamp(p + a[d], range.lower, range.upper) - std::clamp(q + b[d], range.lower, range.upper));
      null[d] += weight * std::abs(a[d] - b[d]);
    }
  }
  for (double& draw : draws) draw = std::clamp(1.0 - draw, 0.0, 1.0);
  Estimate result{};
  result.value = std::clamp(1.0 - distance, 0.0, 1.0);
  result.std_error = detail::standard_deviation(draws);
  const detail::Interval percentile = detail::percentile_interval(std::move(draws), options.level);
  const detail::Interval reflected{2.0 * result.value - percentile.upper, 2.0 * result.value - percentile.lower};
  std::sort(null.begin(), null.end());
  const bool may_be_equal = distance <= detail::quantile_of_sorted(null, options.level);
  result.lower = std::clamp(std::min({percentile.lower, reflected.lower, result.value}), 0.0, 1.0);
  result.upper = may_be_equal ? 1.0 : std::clamp(std::max({percentile.upper, reflected.upper, result.value}), 0.0, 1.0);
  return result;
}

PairSimilarity pair(const PositionProfiles& profiles, Eigen::Index i, Eigen::Index j, const Draws& draws_i, const Draws& draws_j,
                    const StanceSimilarityOptions& options) {
  const SharedAxes shared = shared_axes(profiles, i, j, options.base_error);
  PairSimilarity result{undefined_estimate(), shared.axes.size()};
  if (shared.axes.size() < options.min_shared_axes) return result;
  result.similarity = i == j ? Estimate{1.0, 0.0, 1.0, 1.0} : estimate(profiles, i, j, shared, draws_i, draws_j, options);
  return result;
}

}  // namespace

Estimate undefined_estimate() noexcept { return {kNaN, kNaN, kNaN, kNaN}; }

PairSimilarity stance_similarity(const PositionProfiles& profiles, std::size_t i, std::size_t j, const StanceSimilarityOptions& options) {
  check(options);
  check_shape(profiles);
  const std::size_t n = profiles.names.size();
  require(i < n && j < n, "expected documents below " + std::to_string(n) + ", got " + std::to_string(i) + " and " + std::to_string(j));
  require(i == j || profiles.names[i] != profiles.names[j], "two documents are named '" + profiles.names[i] + "'");
  const auto row_i = static_cast<Eigen::Index>(i);
  const auto row_j = static_cast<Eigen::Index>(j);
  check_row(profiles, row_i);
  check_row(profiles, row_j);
  return pair(profiles, row_i, row_j, draws_of(profiles, row_i, options), draws_of(profiles, row_j, options), options);
}

StanceSimilarity stance_similarity(const PositionProfiles& profiles, const StanceSimilarityOptions& options) {
  check(options);
  check_shape(profiles);
  const std::size_t n = profiles.names.size();
  std::unordered_set<std::string_view> names;
  for (std::size_t i = 0; i < n; ++i) {
    require(names.insert(profiles.names[i]).second, "two documents are named '" + profiles.names[i] + "'");
    check_row(profiles, static_cast<Eigen::Index>(i));
  }
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::MatrixXd empty = Eigen::MatrixXd::Constant(size, size, kNaN);
  StanceSimilarity result{profiles.names, empty, empty, empty, empty, Eigen::MatrixXi::Zero(size, size), options.level};
  std::vector<Draws> draws;
  for (Eigen::Index i = 0; i < size; ++i) draws.push_back(draws_of(profiles, i, options));
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = i; j < size; ++j) {
      const auto row_i = static_cast<std::size_t>(i);
      const auto row_j = static_cast<std::size_t>(j);
      const PairSimilarity got = pair(profiles, i, j, draws[row_i], draws[row_j], options);
      result.values(i, j) = result.values(j, i) = got.similarity.value;
      result.std_errors(i, j) = result.std_errors(j, i) = got.similarity.std_error;
      result.lower(i, j) = result.lower(j, i) = got.similarity.lower;
      result.upper(i, j) = result.upper(j, i) = got.similarity.upper;
      result.n_shared_axes(i, j) = result.n_shared_axes(j, i) = static_cast<int>(got.n_shared_axes);
    }
  }
  return result;
}

std::string_view name_of(Quarter quarter) noexcept {
  switch (quarter) {
    case Quarter::same_topic_same_stance: return "same_topic_same_stance";
    case Quarter::same_topic_opposite_stance: return "same_topic_opposite_stance";
    case Quarter::different_topic_same_stance: return "different_topic_same_stance";
    case Quarter::different_topic_opposite_stance: return "different_topic_opposite_stance";
    case Quarter::not_enough_evidence: return "not_enough_evidence";
  }
  return "not_enough_evidence";
}

Quarter quarter_of(const Estimate& topic, const Estimate& stance, const QuarterOptions& options) {
  const auto check_cut = [](const char* name, double cut) {
    if (cut >= 0.0 && cut <= 1.0) return;
    throw InvalidArgument(std::string("quarters: ") + name + ": expected a number in [0, 1], got " + std::to_string(cut));
  };
  check_cut("topic_cut", options.topic_cut);
  check_cut("stance_cut", options.stance_cut);
  enum class Side { same, other, unknown };
  const auto side = [](const Estimate& estimate, double cut) {
    // Written so that NaN anywhere is unknown.
    if (estimate.lower >= cut && estimate.value >= cut && estimate.upper >= cut) return Side::same;
    if (estimate.lower < cut && estimate.value < cut && estimate.upper < cut) return Side::other;
    return Side::unknown;
  };
  const Side t = side(topic, options.topic_cut);
  const Side s = side(stance, options.stance_cut);
  if (t == Side::unknown || s == Side::unknown) return Quarter::not_enough_evidence;
  if (t == Side::same) return s == Side::same ? Quarter::same_topic_same_stance : Quarter::same_topic_opposite_stance;
  return s == Side::same ? Quarter::different_topic_same_stance : Quarter::different_topic_opposite_stance;
}

}  // namespace stance
