#include "detail/similarity_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

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
      : measure_(measure), rows_(matrix, values, PackedRows::Columns::shared), totals_(static_cast<std::size_t>(matrix.rows()), kNaN) {
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

/// Distances, term by term. Not from sums of products: what cancels there between near rows is the result.
class DistanceKernel final : public PairKernel {
 public:
  DistanceKernel(const Dfm& dfm, Measure measure)
      : measure_(measure),
        totals_(dfm.row_sums()),
        rows_(dfm.matrix(), prepared(dfm.matrix(), measure, totals_), PackedRows::Columns::all),
        term_(term_of(dfm.matrix())) {
    for (std::size_t i = 0; i < totals_.size(); ++i)
      defined_.push_back(measure == Measure::euclidean_distance || row_of(dfm.matrix(), i).size > 0);
  }

  void strip(std::size_t first, StripWorkspace& workspace, std::vector<Lanes>& values) const override {
    sum_strip_either(rows_, first, term_, workspace, values);
    for (std::size_t r = 0; r < values.size(); ++r) {
      for (std::size_t l = 0; l < std::min(kLanes, r + 1); ++l)
        values[r].at[l] = !defined_[first + r] || !defined_[first + l] ? kNaN : l == r ? 0.0 : finished(values[r].at[l]);
    }
  }

 private:
  /// Cells as the terms need them: shares of their row, roots of these (Hellinger), or as they are. Once for each cell, not for each pair.
  static std::vector<double> prepared(const Dfm::Matrix& matrix, Measure measure, const std::vector<double>& totals) {
    std::vector<double> values(matrix.valuePtr(), matrix.valuePtr() + matrix.nonZeros());
    if (measure == Measure::euclidean_distance) return values;
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

  [[nodiscard]] EitherTerm term_of(const Dfm::Matrix& matrix) const {
    const LaneLoops& loops = lane_loops().back();
    switch (measure_) {
      case Measure::jensen_shannon_divergence:
      case Measure::jensen_shannon_distance: return {add_information, information_alone, {}, {}};
      case Measure::chi_squared_distance: break;
      default: return {loops.add_squares, square_alone, {}, {}};
    }
    EitherTerm term{loops.add_weighted_squares, weighted_square_alone, {}, {}};
    const std::vector<double> shares = column_shares(matrix, totals_);
    for (std::size_t panel = 0; panel < rows_.n_panels(); ++panel) {
      term.masses.emplace_back();
      for (const std::uint32_t column : rows_.columns(panel)) term.masses.back().push_back(shares[column]);
    }
    return term;
  }

  [[nodiscard]] double finished(double sum) const {
    switch (measure_) {
      case Measure::hellinger_distance: return std::min(1.0, std::sqrt(0.5 * sum));
      case Measure::jensen_shannon_divergence: return std::clamp(0.5 * sum, 0.0, std::numbers::ln2);
      case Measure::jensen_shannon_distance: return std::sqrt(std::clamp(0.5 * sum, 0.0, std::numbers::ln2));
      default: return std::sqrt(sum);
    }
  }

  Measure measure_;
  std::vector<double> totals_;
  PackedRows rows_;
  EitherTerm term_;
  std::vector<bool> defined_;
};

/// Correlation. Products of what the cells differ from the means of their rows, over the features of either; all others, which both
/// lack, have the same product, so that it is enough to know how many they are.
class PearsonKernel final : public PairKernel {
 public:
  explicit PearsonKernel(const Dfm& dfm)
      : n_columns_(static_cast<double>(dfm.n_features())),
        term_(term_of(dfm)),
        rows_(dfm.matrix(), centred(dfm.matrix(), term_.absent), PackedRows::Columns::all),
        present_(dfm.matrix(), std::vector<double>(static_cast<std::size_t>(dfm.matrix().nonZeros()), 1.0), PackedRows::Columns::shared) {
    const std::vector<double> totals = dfm.row_sums();
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const Row row = row_of(dfm.matrix(), i);
      sizes_.push_back(static_cast<double>(row.size));
      spreads_.push_back(spread_of(row, totals[i], dfm.n_features()));
    }
  }

  void strip(std::size_t first, StripWorkspace& workspace, std::vector<Lanes>& values) const override {
    std::vector<Lanes> common;
    sum_strip(present_, first, lane_loops().back().add_products, workspace, common);
    sum_strip_either(rows_, first, term_, workspace, values);
    for (std::size_t r = 0; r < values.size(); ++r) {
      for (std::size_t l = 0; l < std::min(kLanes, r + 1); ++l)
        values[r].at[l] = l == r ? with_itself(first + r) : finished(first + l, first + r, values[r].at[l], common[r].at[l]);
    }
  }

 private:
  static EitherTerm term_of(const Dfm& dfm) {
    EitherTerm term{lane_loops().back().add_centred_products, centred_product_alone, {}, dfm.row_sums()};
    for (double& value : term.absent) value = 0.0 - value / static_cast<double>(dfm.n_features());
    return term;
  }

  static std::vector<double> centred(const Dfm::Matrix& matrix, const std::vector<double>& absent) {
    std::vector<double> values(matrix.valuePtr(), matrix.valuePtr() + matrix.nonZeros());
    for (std::size_t i = 0; i < absent.size(); ++i) {
      const Row row = row_of(matrix, i);
      double* const x = values.data() + (row.values - matrix.valuePtr());
      for (std::size_t c = 0; c < row.size; ++c) x[c] += absent[i];
    }
    return values;
  }

  [[nodiscard]] double with_itself(std::size_t i) const { return std::isnan(spreads_[i]) ? kNaN : 1.0; }

  [[nodiscard]] double finished(std::size_t i, std::size_t j, double sum, double n_common) const {
    if (std::isnan(spreads_[i]) || std::isnan(spreads_[j])) return kNaN;
    const double n_absent = n_columns_ - (sizes_[i] + sizes_[j] - n_common);
    sum += n_absent * (term_.absent[i] * term_.absent[j]);
    return std::clamp(sum / (spreads_[i] * spreads_[j]), -1.0, 1.0);
  }

  double n_columns_;
  EitherTerm term_;
  PackedRows rows_;
  PackedRows present_;
  std::vector<double> sizes_;    // cells
  std::vector<double> spreads_;  // √Σ(x − mean)²; NaN for a constant row
};

}  // namespace

std::unique_ptr<PairKernel> make_kernel(const Dfm& dfm, Measure measure) {
  switch (measure) {
    case Measure::cosine:
    case Measure::jaccard:
    case Measure::weighted_jaccard: return std::make_unique<OverlapKernel>(dfm, measure);
    case Measure::pearson: return std::make_unique<PearsonKernel>(dfm);
    default: return std::make_unique<DistanceKernel>(dfm, measure);
  }
}

}  // namespace stance::detail
