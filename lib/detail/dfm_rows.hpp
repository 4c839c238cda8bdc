#pragma once
/// @file dfm_rows.hpp
/// Sums of sparse rows, in a buffer that is cleared by what was touched.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "stance/dfm.hpp"

namespace stance::detail {

/// A row under construction. O(cells) for each use, whatever the number of features; not safe for concurrent use.
class RowSum {
 public:
  explicit RowSum(Dfm::Index n_features) : sums_(static_cast<std::size_t>(n_features), 0.0) {}

  /// Adds `times` × a row of a matrix without negative cells.
  void add(const Dfm::Matrix& matrix, Dfm::Index row, double times) {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      double& sum = sums_[static_cast<std::size_t>(cell.col())];
      if (sum == 0.0) touched_.push_back(cell.col());
      sum += times * cell.value();
    }
  }

  /// Writes the sums as the next row of a matrix (rows in ascending order; finalize() when all are there), and starts anew.
  void append_to(Dfm::Matrix& matrix, Dfm::Index row) {
    std::sort(touched_.begin(), touched_.end());
    matrix.startVec(row);
    for (const Dfm::Index f : touched_) {
      double& sum = sums_[static_cast<std::size_t>(f)];
      if (sum != 0.0) matrix.insertBackByOuterInner(row, f) = sum;
      sum = 0.0;
    }
    touched_.clear();
  }

 private:
  std::vector<double> sums_;
  std::vector<Dfm::Index> touched_;
};

}  // namespace stance::detail
