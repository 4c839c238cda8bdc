#include "detail/similarity_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "detail/parallel.hpp"
#include "detail/similarity_rows.hpp"
#include "detail/sums.hpp"

namespace stance::detail {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Measures that are a sum over common features, and a number for each document: cosine, Jaccard, weighted Jaccard.
class OverlapKernel final : public PairKernel {
 public:
  OverlapKernel(const Dfm& dfm, Measure measure) : OverlapKernel(dfm.matrix(), measure, prepared(dfm.matrix(), measure)) {}

  void strip(std::size_t first, StripWorkspace& workspace, std::vector<Lanes>& values) const override {
    const LaneLoops& loops = lane_loops().back();
    sum_strip(rows_, first, measure_ == Measure::weighted_jaccard ? loops.add_minima : loops.add_products, workspace, values);
    Lanes totals;
    std::fill(std::begin(totals.at), std::end(totals.at), kNaN);
    std::copy_n(totals_.data() + first, std::min(kLanes, totals_.size() - first), totals.at);
    for (std::size_t r = 0; r < values.size(); ++r) {
      finish(totals_[first + r], totals, values[r]);
      if (r < kLanes && !std::isnan(totals.at[r])) values[r].at[r] = 1.0;
    }
  }

 private:
  OverlapKernel(const Dfm::Matrix& matrix, Measure measure, const std::vector<double>& values)
      : measure_(measure), rows_(matrix, values), totals_(static_cast<std::size_t>(matrix.rows()), kNaN) {
    for (std::size_t i = 0; i < totals_.size(); ++i) {
      const Row row = row_of(matrix, i);
      const double* const x = values.data() + (row.values - matrix.valuePtr());
      if (row.size > 0) totals_[i] = std::accumulate(x, x + row.size, 0.0);
    }
  }

  /// Cells as the sum needs them: of unit length (cosine), 1 (Jaccard), or as they are.
  static std::vector<double> prepared(const Dfm::Matrix& matrix, Measure measure) {
    std::vector<double> values(matrix.valuePtr(), matrix.valuePtr() + matrix.nonZeros());
    if (measure == Measure::jaccard) std::fill(values.begin(), values.end(), 1.0);
    if (measure != Measure::cosine) return values;
    for (std::size_t i = 0; i < static_cast<std::size_t>(matrix.rows()); ++i) {
      const Row row = row_of(matrix, i);
      const double length = euclidean_length(row.values, row.size);
      double* const x = values.data() + (row.values - matrix.valuePtr());
      for (std::size_t c = 0; c < row.size; ++c) x[c] /= length;
    }
    return values;
  }

  void finish(double total, const Lanes& totals, Lanes& values) const {
    for (std::size_t l = 0; l < kLanes; ++l) {
      const double sum = values.at[l];
      const double value = measure_ == Measure::cosine ? std::clamp(sum, -1.0, 1.0) : sum / (total + totals.at[l] - sum);
      values.at[l] = std::isnan(total) || std::isnan(totals.at[l]) ? kNaN : value;
    }
  }

  Measure measure_;
  PackedRows rows_;
  std::vector<double> totals_;  // NaN: an empty row, undefined with all others
};

/// Distances and correlation, term by term. Not from sums of products: what cancels there between near rows is the result.
class MergeKernel final : public PairKernel {
 public:
  MergeKernel(const Dfm& dfm, Measure measure)
      : matrix_(dfm.matrix()), measure_(measure), totals_(dfm.row_sums()), values_(prepared(dfm.matrix(), measure, totals_)) {
    if (measure == Measure::pearson) find_spreads();
    if (measure == Measure::chi_squared_distance) masses_ = column_shares(matrix_, totals_);
  }

  void strip(std::size_t first, StripWorkspace& /*workspace*/, std::vector<Lanes>& values) const override {
    values.resize(totals_.size() - first);
    for (std::size_t r = 0; r < values.size(); ++r) {
      check_stop();
      for (std::size_t l = 0; l < std::min(kLanes, r + 1); ++l) values[r].at[l] = value_of(first + l, first + r);
    }
  }

 private:
  /// Cells as the terms need them: shares of their row, roots of these (Hellinger), or as they are. Once for each cell, not for each pair.
  static std::vector<double> prepared(const Dfm::Matrix& matrix, Measure measure, const std::vector<double>& totals) {
    std::vector<double> values(matrix.valuePtr(), matrix.valuePtr() + matrix.nonZeros());
    if (measure == Measure::euclidean_distance || measure == Measure::pearson) return values;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const Row row = row_of(matrix, i);
      double* const x = values.data() + (row.values - matrix.valuePtr());
      for (std::size_t c = 0; c < row.size; ++c) {
        x[c] /= totals[i];
        if (measure == Measure::hellinger_distance) x[c] = std::sqrt(x[c]);
      }
    }
    return values;
  }

  [[nodiscard]] Row prepared_row(std::size_t i) const {
    Row row = row_of(matrix_, i);
    row.values = values_.data() + (row.values - matrix_.valuePtr());
    return row;
  }

  void find_spreads() {
    for (std::size_t i = 0; i < totals_.size(); ++i) spreads_.push_back(spread_of(row_of(matrix_, i), totals_[i], matrix_.cols()));
  }

  [[nodiscard]] double value_of(std::size_t i, std::size_t j) const {
    const Row a = prepared_row(i);
    const Row b = prepared_row(j);
    if (measure_ != Measure::euclidean_distance && (a.size == 0 || b.size == 0)) return kNaN;
    double sum = 0.0;
    switch (measure_) {
      case Measure::euclidean_distance:
      case Measure::hellinger_distance:
        for_each_in_either(a, b, [&](auto, double x, double y) { sum += (x - y) * (x - y); });
        return measure_ == Measure::euclidean_distance ? std::sqrt(sum) : std::min(1.0, std::sqrt(0.5 * sum));
      case Measure::chi_squared_distance:
        for_each_in_either(a, b,
                           [&](auto column, double x, double y) { sum += (x - y) * (x - y) / masses_[static_cast<std::size_t>(column)]; });
        return std::sqrt(sum);
      case Measure::pearson: return correlation(a, b, i, j);
      default: break;
    }
    for_each_in_either(a, b, [&](auto, double x, double y) { sum += information(x, y); });
    const double divergence = std::clamp(0.5 * sum, 0.0, std::numbers::ln2);
    return measure_ == Measure::jensen_shannon_distance ? std::sqrt(divergence) : divergence;
  }

  [[nodiscard]] double correlation(const Row& a, const Row& b, std::size_t i, std::size_t j) const {
    if (std::isnan(spreads_[i]) || std::isnan(spreads_[j])) return kNaN;
    if (i == j) return 1.0;
    const auto n = static_cast<double>(matrix_.cols());
    const double mean_a = totals_[i] / n;
    const double mean_b = totals_[j] / n;
    double sum = 0.0;
    double absent = n;
    for_each_in_either(a, b, [&](auto, double x, double y) {
      sum += (x - mean_a) * (y - mean_b);
      absent -= 1.0;
    });
    sum += absent * (mean_a * mean_b);
    return std::clamp(sum / (spreads_[i] * spreads_[j]), -1.0, 1.0);
  }

  const Dfm::Matrix& matrix_;
  Measure measure_;
  std::vector<double> totals_;
  std::vector<double> values_;   // by cell of the matrix
  std::vector<double> spreads_;  // pearson: √Σ(x − mean)²; NaN for a constant row
  std::vector<double> masses_;   // chi-squared: share of each column
};

}  // namespace

std::unique_ptr<PairKernel> make_kernel(const Dfm& dfm, Measure measure) {
  if (measure == Measure::cosine || measure == Measure::jaccard || measure == Measure::weighted_jaccard) {
    return std::make_unique<OverlapKernel>(dfm, measure);
  }
  return std::make_unique<MergeKernel>(dfm, measure);
}

}  // namespace stance::detail
