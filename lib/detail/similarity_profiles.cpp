#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "detail/resampling.hpp"
#include "stance/error.hpp"
#include "stance/similarity.hpp"
#include "stance/similarity_explain.hpp"

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
    const bool inside = p >= axis.lower && p <= axis.upper;
    if (inside && std::isfinite(se) && se >= 0.0) continue;  // messages cost: only for what is wrong
    const std::string where = "'" + profiles.names[static_cast<std::size_t>(i)] + "', axis " + std::to_string(k) + ": ";
    require(inside, where + "expected a position in [" + std::to_string(axis.lower) + ", " + std::to_string(axis.upper) + "] or NaN, got " +
                        std::to_string(p));
    require(false, where + "expected a finite standard error of 0 or more, got " + std::to_string(se));
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

/// The draws of each document that is wanted, by its index, after a look at its name and row.
std::vector<Draws> checked_draws(const PositionProfiles& profiles, const std::vector<bool>& wanted,
                                 const StanceSimilarityOptions& options) {
  std::unordered_set<std::string_view> names;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i]) continue;
    if (!names.insert(profiles.names[i]).second)
      throw InvalidArgument("stance similarity: two documents are named '" + profiles.names[i] + "'");
    check_row(profiles, static_cast<Eigen::Index>(i));
  }
  std::vector<Draws> draws(wanted.size());
  detail::for_each_index(wanted.size(), options.threads, [&](std::size_t i, std::size_t /*worker*/) {
    if (wanted[i]) draws[i] = draws_of(profiles, static_cast<Eigen::Index>(i), options);
  });
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

std::vector<PairSimilarity> stance_similarities(const PositionProfiles& profiles,
                                                const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                                                const StanceSimilarityOptions& options) {
  check(options);
  check_shape(profiles);
  const std::size_t n = profiles.names.size();
  std::vector<bool> wanted(n, false);
  for (const auto& [i, j] : pairs) {
    if (i >= n || j >= n)
      throw InvalidArgument("stance similarity: expected documents below " + std::to_string(n) + ", got " + std::to_string(i) + " and " +
                            std::to_string(j));
    wanted[i] = wanted[j] = true;
  }
  const std::vector<Draws> draws = checked_draws(profiles, wanted, options);
  std::vector<PairSimilarity> result(pairs.size());
  detail::for_each_index(pairs.size(), options.threads, [&](std::size_t p, std::size_t /*worker*/) {
    const auto [i, j] = pairs[p];
    result[p] = pair(profiles, static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j), draws[i], draws[j], options);
  });
  return result;
}

PairSimilarity stance_similarity(const PositionProfiles& profiles, std::size_t i, std::size_t j, const StanceSimilarityOptions& options) {
  StanceSimilarityOptions alone = options;
  alone.threads = 1;  // two documents are not worth the start of threads
  return stance_similarities(profiles, {{i, j}}, alone).front();
}

StanceShares explain_stance(const PositionProfiles& profiles, std::size_t a, std::size_t b, const StanceSimilarityOptions& options) {
  check(options);
  check_shape(profiles);
  const std::size_t n = profiles.names.size();
  require(a < n && b < n, "expected documents below " + std::to_string(n) + ", got " + std::to_string(a) + " and " + std::to_string(b));
  const auto i = static_cast<Eigen::Index>(a);
  const auto j = static_cast<Eigen::Index>(b);
  check_row(profiles, i);
  check_row(profiles, j);
  const SharedAxes shared = shared_axes(profiles, i, j, options.base_error);
  StanceShares out;
  double distance = 0.0;
  for (std::size_t s = 0; s < shared.axes.size(); ++s) {
    const Eigen::Index k = shared.axes[s];
    const AxisRange& range = profiles.axes[static_cast<std::size_t>(k)];
    AxisShare share;
    share.axis = static_cast<std::size_t>(k);
    share.difference = profiles.positions(i, k) - profiles.positions(j, k);
    share.weight = shared.weights[s] * (range.upper - range.lower);
    share.apart = shared.weights[s] * std::abs(share.difference);
    share.close = share.weight - share.apart;
    distance += share.apart;
    out.axes.push_back(share);
  }
  out.value = shared.axes.size() < options.min_shared_axes ? kNaN : std::clamp(1.0 - distance, 0.0, 1.0);
  return out;
}

StanceSimilarity stance_similarity(const PositionProfiles& profiles, const StanceSimilarityOptions& options) {
  check(options);
  check_shape(profiles);
  const std::size_t n = profiles.names.size();
  const std::vector<Draws> draws = checked_draws(profiles, std::vector<bool>(n, true), options);
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::MatrixXd empty = Eigen::MatrixXd::Constant(size, size, kNaN);
  StanceSimilarity result{profiles.names, empty, empty, empty, empty, Eigen::MatrixXi::Zero(size, size), options.level};
  detail::for_each_index(n, options.threads, [&](std::size_t row_i, std::size_t /*worker*/) {
    const auto i = static_cast<Eigen::Index>(row_i);
    for (Eigen::Index j = i; j < size; ++j) {
      const PairSimilarity got = pair(profiles, i, j, draws[row_i], draws[static_cast<std::size_t>(j)], options);
      result.values(i, j) = result.values(j, i) = got.similarity.value;
      result.std_errors(i, j) = result.std_errors(j, i) = got.similarity.std_error;
      result.lower(i, j) = result.lower(j, i) = got.similarity.lower;
      result.upper(i, j) = result.upper(j, i) = got.similarity.upper;
      result.n_shared_axes(i, j) = result.n_shared_axes(j, i) = static_cast<int>(got.n_shared_axes);
    }
  });
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
