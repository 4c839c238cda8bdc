#include "stance/similarity_explain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <utility>

#include "detail/similarity_kernels.hpp"
#include "detail/similarity_rows.hpp"
#include "detail/sums.hpp"
#include "stance/error.hpp"

// Similarities taken apart into what each feature adds.

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

using detail::Row;

/// What a feature of cells x and y adds; the column is for chi-squared alone.
struct Shares {
  double close;
  double apart;
  int side = 0;
};

class Splitter {
 public:
  Splitter(const Dfm& dfm, std::size_t a, std::size_t b, Measure measure)
      : matrix_(dfm.matrix()),
        measure_(measure),
        a_(detail::row_of(matrix_, a)),
        b_(detail::row_of(matrix_, b)),
        total_a_(sum_of(a_)),
        total_b_(sum_of(b_)) {
    if (measure == Measure::cosine) {
      scale_a_ = detail::euclidean_length(a_.values, a_.size);
      scale_b_ = detail::euclidean_length(b_.values, b_.size);
    } else if (measure == Measure::pearson) {
      scale_a_ = detail::spread_of(a_, total_a_, matrix_.cols());
      scale_b_ = detail::spread_of(b_, total_b_, matrix_.cols());
    } else if (measure == Measure::jaccard || measure == Measure::weighted_jaccard) {
      detail::for_each_in_either(a_, b_,
                                 [&](auto, double x, double y) { scale_b_ += std::min(compared(x, 0.0, 0.0), compared(y, 0.0, 0.0)); });
      scale_a_ = measure == Measure::jaccard ? static_cast<double>(a_.size + b_.size) - scale_b_ : total_a_ + total_b_ - scale_b_;
    } else if (measure == Measure::chi_squared_distance) {
      masses_ = detail::column_shares(matrix_, dfm.row_sums());
    }
  }

  /// Empty rows have nothing to compare but their distance; constant ones no correlation.
  [[nodiscard]] bool defined() const {
    if (measure_ == Measure::euclidean_distance) return true;
    return a_.size > 0 && b_.size > 0 && !std::isnan(scale_a_) && !std::isnan(scale_b_);
  }

  void split(SimilarityShares& out) const {
    double close = 0.0;
    double apart = 0.0;
    double absent = static_cast<double>(matrix_.cols());
    detail::for_each_in_either(a_, b_, [&](auto column, double x, double y) {
      const Shares shares = of(static_cast<std::size_t>(column), x, y);
      out.terms.push_back({static_cast<std::size_t>(column), x, y, shares.close, shares.apart, shares.side});
      close += shares.close;
      apart += shares.apart;
      absent -= 1.0;
    });
    if (measure_ == Measure::pearson) {
      const Shares neither = of(0, 0.0, 0.0);
      out.rest_close = absent * neither.close;
      close += out.rest_close;
      apart += absent * neither.apart;
    }
    out.close = close;
    out.apart = apart;
    out.value = value_of(close, apart);
  }

 private:
  static double sum_of(const Row& row) { return std::accumulate(row.values, row.values + row.size, 0.0); }

  /// The value from the sum that makes it, as similarity_matrix() has it.
  [[nodiscard]] double value_of(double close, double apart) const {
    switch (measure_) {
      case Measure::cosine:
      case Measure::pearson: return a_.columns == b_.columns ? 1.0 : std::clamp(close, -1.0, 1.0);
      case Measure::jaccard:
      case Measure::weighted_jaccard: return scale_b_ / scale_a_;
      case Measure::jensen_shannon_divergence: return std::min(apart, std::numbers::ln2);
      case Measure::jensen_shannon_distance: return std::sqrt(std::min(apart, std::numbers::ln2));
      case Measure::hellinger_distance: return std::min(1.0, std::sqrt(apart));
      case Measure::euclidean_distance:
      case Measure::chi_squared_distance: return std::sqrt(apart);
      case Measure::soft_cosine: break;
    }
    return kNaN;
  }

  /// A cell in the terms that the measure compares: of unit length, as a share, as present or absent, or as it is.
  [[nodiscard]] double compared(double x, double total, double scale) const {
    switch (measure_) {
      case Measure::cosine: return x / scale;
      case Measure::pearson: return (x - total / static_cast<double>(matrix_.cols())) / scale;
      case Measure::jaccard: return x != 0.0 ? 1.0 : 0.0;
      case Measure::hellinger_distance: return std::sqrt(x / total);
      case Measure::jensen_shannon_divergence:
      case Measure::jensen_shannon_distance:
      case Measure::chi_squared_distance: return x / total;
      case Measure::weighted_jaccard:
      case Measure::euclidean_distance:
      case Measure::soft_cosine: break;
    }
    return x;
  }

  [[nodiscard]] Shares of(std::size_t column, double cell_a, double cell_b) const {
    const double x = compared(cell_a, total_a_, scale_a_);
    const double y = compared(cell_b, total_b_, scale_b_);
    Shares out = split_of(column, x, y);
    out.side = x > y ? 1 : x < y ? -1 : 0;
    return out;
  }

  [[nodiscard]] Shares split_of(std::size_t column, double x, double y) const {
    switch (measure_) {
      case Measure::cosine:
      case Measure::pearson: return {x * y, 0.5 * ((x - y) * (x - y))};
      case Measure::jaccard:
      case Measure::weighted_jaccard: return {std::min(x, y) / scale_a_, (std::max(x, y) - std::min(x, y)) / scale_a_};
      case Measure::euclidean_distance: return {kNaN, (x - y) * (x - y)};
      case Measure::hellinger_distance: return {x * y, 0.5 * ((x - y) * (x - y))};
      case Measure::jensen_shannon_divergence:
      case Measure::jensen_shannon_distance: {
        const double apart = std::max(0.0, 0.5 * detail::information(x, y));
        return {0.5 * (x + y) * std::numbers::ln2 - apart, apart};
      }
      case Measure::chi_squared_distance: return {kNaN, (x - y) * (x - y) / masses_[column]};
      case Measure::soft_cosine: break;
    }
    return {kNaN, kNaN};
  }
  const Dfm::Matrix& matrix_;
  Measure measure_;
  Row a_;
  Row b_;
  double total_a_;
  double total_b_;
  double scale_a_ = 0.0;  // length, spread, or size of the union
  double scale_b_ = 0.0;  // length, spread, or size of what both have
  std::vector<double> masses_;
};

std::vector<TermShare> largest(const SimilarityShares& shares, std::size_t k, double TermShare::*what) {
  std::vector<TermShare> out;
  std::copy_if(shares.terms.begin(), shares.terms.end(), std::back_inserter(out),
               [what](const TermShare& term) { return term.*what > 0.0; });
  std::sort(out.begin(), out.end(),
            [what](const TermShare& x, const TermShare& y) { return x.*what != y.*what ? x.*what > y.*what : x.feature < y.feature; });
  if (out.size() > k) out.resize(k);
  return out;
}

}  // namespace

SimilarityShares explain_similarity(const Dfm& dfm, std::size_t a, std::size_t b, Measure measure) {
  const auto n = static_cast<std::size_t>(dfm.n_documents());
  if (a >= n || b >= n)
    throw InvalidArgument("explain_similarity: expected documents below " + std::to_string(n) + ", got " + std::to_string(a) + " and " +
                          std::to_string(b));
  detail::check_rows(dfm, {a, b}, measure);
  SimilarityShares out;
  out.measure = measure;
  const Splitter splitter(dfm, a, b, measure);
  if (splitter.defined())
    splitter.split(out);
  else
    out.value = out.close = out.apart = kNaN;
  return out;
}

std::vector<TermShare> closest_terms(const SimilarityShares& shares, std::size_t k) { return largest(shares, k, &TermShare::close); }
std::vector<TermShare> farthest_terms(const SimilarityShares& shares, std::size_t k) { return largest(shares, k, &TermShare::apart); }

}  // namespace stance
