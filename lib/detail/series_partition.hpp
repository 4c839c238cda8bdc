#pragma once
/// @file series_partition.hpp
/// The cheapest way to cut a series into stretches of one mean each.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace stance::detail {

/// Values with weights, and the cost of any stretch of them in O(1).
class Costs {
 public:
  Costs(const std::vector<double>& y, const std::vector<double>& w) : w_(y.size() + 1, 0.0), wy_(w_), wyy_(w_) {
    double sum_w = 0.0;
    double sum_wy = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      sum_w += w[i];
      sum_wy += w[i] * y[i];
    }
    const double centre = sum_wy / sum_w;  // so that squares of large numbers do not cancel
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double d = y[i] - centre;
      w_[i + 1] = w_[i] + w[i];
      wy_[i + 1] = wy_[i] + w[i] * d;
      wyy_[i + 1] = wyy_[i] + w[i] * d * d;
    }
  }
  [[nodiscard]] std::size_t size() const { return w_.size() - 1; }
  /// Σ w (y − mean)² over [from, to).
  [[nodiscard]] double of(std::size_t from, std::size_t to) const {
    const double w = w_[to] - w_[from];
    const double wy = wy_[to] - wy_[from];
    return std::max(0.0, wyy_[to] - wyy_[from] - wy * wy / w);
  }
  [[nodiscard]] double whole() const { return of(0, size()); }

 private:
  std::vector<double> w_;
  std::vector<double> wy_;
  std::vector<double> wyy_;
};

/// Where the stretches of the cheapest partition begin, without the first.
struct Partition {
  std::vector<std::size_t> starts;
  double gain = 0.0;  ///< cost of no change − cost of the stretches, penalties not counted
};

/// Optimal partitioning: minimises Σ cost + penalty · changes over all partitions into stretches of `least` values or more.
/// @pre least ≥ 1, size ≥ least
[[nodiscard]] Partition partition(const Costs& costs, double penalty, std::size_t least);

/// The largest penalty that still leaves a change: max over k of (gain of k changes) / k.
[[nodiscard]] double evidence_for_change(const Costs& costs, std::size_t least);

}  // namespace stance::detail
