#pragma once
/// @file dfm_rows.hpp
/// Sums of sparse rows, in a buffer that is cleared by what was touched.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "stance/dfm.hpp"

namespace stance::detail {

/// Columns of a row, put in in any order and read in ascending order without a comparison: a set of bits, one bit above for each 64 of
/// them. Reading costs n_columns / 4096 and the columns that are there.
class ColumnSet {
 public:
  explicit ColumnSet(std::size_t n_columns) : bits_(n_columns / 64 + 1, 0), filled_(n_columns / 4096 + 1, 0) {}
  void insert(std::size_t column) noexcept {
    bits_[column / 64] |= std::uint64_t{1} << column % 64;
    filled_[column / 4096] |= std::uint64_t{1} << column / 64 % 64;
  }
  /// use(column) for each column, ascending; the set is empty then.
  template <class Use>
  void drain(Use&& use) {
    for (std::size_t i = 0; i < filled_.size(); ++i) {
      for (std::uint64_t words = std::exchange(filled_[i], 0); words != 0; words &= words - 1) {
        const std::size_t word = 64 * i + static_cast<std::size_t>(std::countr_zero(words));
        for (std::uint64_t set = std::exchange(bits_[word], 0); set != 0; set &= set - 1) use(64 * word + static_cast<std::size_t>(std::countr_zero(set)));
      }
    }
  }

 private:
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint64_t> filled_;  ///< which words of bits_ are not 0
};

/// A row under construction. O(cells) for each use, apart from one step for each 4096 features; not safe for concurrent use.
class RowSum {
 public:
  explicit RowSum(Dfm::Index n_features) : sums_(static_cast<std::size_t>(n_features), 0.0), touched_(static_cast<std::size_t>(n_features)) {}

  void add(std::size_t column, double value) noexcept {
    sums_[column] += value;
    touched_.insert(column);
  }
  /// Adds `times` × a row of a matrix.
  void add(const Dfm::Matrix& matrix, Dfm::Index row, double times) noexcept {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) add(static_cast<std::size_t>(cell.col()), times * cell.value());
  }

  /// use(column, sum) for each sum that is not 0, in ascending order, and starts anew.
  template <class Use>
  void drain(Use&& use) {
    touched_.drain([&](std::size_t column) {
      const double sum = std::exchange(sums_[column], 0.0);
      if (sum != 0.0) use(column, sum);
    });
  }
  /// Writes the sums as the next row of a matrix (rows in ascending order; finalize() when all are there), and starts anew.
  void append_to(Dfm::Matrix& matrix, Dfm::Index row) {
    matrix.startVec(row);
    drain([&](std::size_t column, double sum) { matrix.insertBackByOuterInner(row, static_cast<Dfm::Index>(column)) = sum; });
  }

 private:
  std::vector<double> sums_;
  ColumnSet touched_;
};

}  // namespace stance::detail
