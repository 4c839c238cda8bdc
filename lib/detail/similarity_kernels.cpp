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

/// Cells by feature. Features of many documents are kept as full columns as well: adding a column over all documents runs at
/// the speed of memory, scattering single cells does not, and a few hundred features make up most of the work. Adding the
/// zeros between changes no digit. A full column is at most three times as large as its cells.
class InvertedIndex {
 public:
  explicit InvertedIndex(const Dfm::Matrix& matrix, const std::vector<double>& values) : n_(static_cast<std::size_t>(matrix.rows())) {
    const auto n_features = static_cast<std::size_t>(matrix.cols());
    begin_.assign(n_features + 1, 0);
    const auto n_cells = static_cast<std::size_t>(matrix.nonZeros());
    for (std::size_t c = 0; c < n_cells; ++c) ++begin_[static_cast<std::size_t>(matrix.innerIndexPtr()[c]) + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    std::vector<std::size_t> place(begin_.begin(), begin_.end() - 1);
    document_.resize(n_cells);
    value_.resize(n_cells);
    for (std::size_t i = 0; i < n_; ++i) {
      for (auto c = static_cast<std::size_t>(matrix.outerIndexPtr()[i]); c < static_cast<std::size_t>(matrix.outerIndexPtr()[i + 1]); ++c) {
        const std::size_t to = place[static_cast<std::size_t>(matrix.innerIndexPtr()[c])]++;
        document_[to] = static_cast<std::uint32_t>(i);
        value_[to] = values[c];
      }
    }
    full_.assign(n_features, kNotFull);
    for (std::size_t k = 0; k < n_features; ++k) {
      if (begin_[k + 1] - begin_[k] <= n_ / kFullFraction) continue;
      full_[k] = full_columns_.size();
      full_columns_.resize(full_columns_.size() + n_, 0.0);
      for (std::size_t c = begin_[k]; c < begin_[k + 1]; ++c) full_columns_[full_[k] + document_[c]] = value_[c];
    }
  }

  /// sums[j] += term(x, value of document j), for documents j ≥ first that have the feature.
  template <class Term>
  void add(std::size_t feature, double x, std::size_t first, std::vector<double>& sums, Term term) const {
    double* const to = sums.data();
    if (full_[feature] != kNotFull) {
      const double* const column = full_columns_.data() + full_[feature];
      for (std::size_t j = first; j < n_; ++j) to[j] += term(x, column[j]);
      return;
    }
    const auto documents = document_.begin();
    const auto from = std::lower_bound(documents + static_cast<std::ptrdiff_t>(begin_[feature]),
                                       documents + static_cast<std::ptrdiff_t>(begin_[feature + 1]), first) -
                      documents;
    for (auto c = static_cast<std::size_t>(from); c < begin_[feature + 1]; ++c) to[document_[c]] += term(x, value_[c]);
  }

 private:
  static constexpr std::size_t kFullFraction = 4;
  static constexpr std::size_t kNotFull = std::numeric_limits<std::size_t>::max();
  std::size_t n_;
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> document_;
  std::vector<double> value_;
  std::vector<std::size_t> full_;  // by feature: where its full column begins
  std::vector<double> full_columns_;
};

/// Measures that are a sum over common features, and a number for each document: cosine, Jaccard, weighted Jaccard.
class OverlapKernel final : public PairKernel {
 public:
  OverlapKernel(const Dfm& dfm, Measure measure)
      : matrix_(dfm.matrix()),
        measure_(measure),
        values_(prepared(dfm.matrix(), measure)),
        index_(matrix_, values_),
        totals_(values_of_rows()) {}

  void values_from(std::size_t document, std::size_t first, std::vector<double>& values) override {
    for (std::size_t j = first; j < totals_.size(); ++j) values[j] = 0.0;
    const Row row = row_of(matrix_, document);
    const double* const x = values_.data() + (row.values - matrix_.valuePtr());
    for (std::size_t c = 0; c < row.size; ++c) {
      const auto feature = static_cast<std::size_t>(row.columns[c]);
      if (measure_ == Measure::weighted_jaccard) {
        index_.add(feature, x[c], first, values, [](double a, double b) { return b < a ? b : a; });
      } else {
        index_.add(feature, x[c], first, values, [](double a, double b) { return a * b; });
      }
    }
    for (std::size_t j = first; j < totals_.size(); ++j) values[j] = finished(document, j, values[j]);
  }

 private:
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

  [[nodiscard]] std::vector<double> values_of_rows() const {
    std::vector<double> totals(static_cast<std::size_t>(matrix_.rows()), kNaN);  // NaN: an empty row, undefined with all others
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const Row row = row_of(matrix_, i);
      const double* const x = values_.data() + (row.values - matrix_.valuePtr());
      if (row.size > 0) totals[i] = std::accumulate(x, x + row.size, 0.0);
    }
    return totals;
  }

  [[nodiscard]] double finished(std::size_t i, std::size_t j, double sum) const {
    if (std::isnan(totals_[i]) || std::isnan(totals_[j])) return kNaN;
    if (i == j) return 1.0;
    if (measure_ == Measure::cosine) return std::clamp(sum, -1.0, 1.0);
    return sum / (totals_[i] + totals_[j] - sum);
  }

  const Dfm::Matrix& matrix_;
  Measure measure_;
  std::vector<double> values_;
  InvertedIndex index_;
  std::vector<double> totals_;
};

/// Distances and correlation, term by term. Not from sums of products: what cancels there between near rows is the result.
class MergeKernel final : public PairKernel {
 public:
  MergeKernel(const Dfm& dfm, Measure measure) : matrix_(dfm.matrix()), measure_(measure), totals_(dfm.row_sums()) {
    if (measure == Measure::pearson) find_spreads();
    if (measure == Measure::chi_squared_distance) masses_ = column_shares(matrix_, totals_);
  }

  void values_from(std::size_t document, std::size_t first, std::vector<double>& values) override {
    for (std::size_t j = first; j < totals_.size(); ++j) values[j] = value_of(document, j);
  }

 private:
  void find_spreads() {
    for (std::size_t i = 0; i < totals_.size(); ++i) spreads_.push_back(spread_of(row_of(matrix_, i), totals_[i], matrix_.cols()));
  }

  [[nodiscard]] double value_of(std::size_t i, std::size_t j) const {
    const Row a = row_of(matrix_, i);
    const Row b = row_of(matrix_, j);
    if (measure_ != Measure::euclidean_distance && (a.size == 0 || b.size == 0)) return kNaN;
    const double total_a = totals_[i];
    const double total_b = totals_[j];
    double sum = 0.0;
    switch (measure_) {
      case Measure::euclidean_distance:
        for_each_in_either(a, b, [&](auto, double x, double y) { sum += (x - y) * (x - y); });
        return std::sqrt(sum);
      case Measure::hellinger_distance:
        for_each_in_either(a, b, [&](auto, double x, double y) {
          const double difference = std::sqrt(x / total_a) - std::sqrt(y / total_b);
          sum += difference * difference;
        });
        return std::min(1.0, std::sqrt(0.5 * sum));
      case Measure::chi_squared_distance:
        for_each_in_either(a, b, [&](auto column, double x, double y) {
          const double difference = x / total_a - y / total_b;
          sum += difference * difference / masses_[static_cast<std::size_t>(column)];
        });
        return std::sqrt(sum);
      case Measure::pearson: return correlation(a, b, i, j);
      default: break;
    }
    for_each_in_either(a, b, [&](auto, double x, double y) { sum += information(x / total_a, y / total_b); });
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
