#pragma once
/// @file similarity_rows.hpp
/// Rows of a matrix, one against the other: what the measures and their decomposition share.

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "stance/dfm.hpp"

namespace stance::detail {

/// Cells of a row: sorted columns and their values.
struct Row {
  const Dfm::Matrix::StorageIndex* columns;
  const double* values;
  std::size_t size;
};

[[nodiscard]] inline Row row_of(const Dfm::Matrix& matrix, std::size_t i) {
  const auto begin = matrix.outerIndexPtr()[i];
  const auto end = matrix.outerIndexPtr()[i + 1];
  return {matrix.innerIndexPtr() + begin, matrix.valuePtr() + begin, static_cast<std::size_t>(end - begin)};
}

/// Calls visit(column, x, y) for every column in which either row has a cell, in column order.
template <class Visit>
void for_each_in_either(const Row& a, const Row& b, Visit visit) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size || j < b.size) {
    if (j == b.size || (i < a.size && a.columns[i] < b.columns[j])) {
      visit(a.columns[i], a.values[i], 0.0);
      ++i;
    } else if (i == a.size || b.columns[j] < a.columns[i]) {
      visit(b.columns[j], 0.0, b.values[j]);
      ++j;
    } else {
      visit(a.columns[i], a.values[i], b.values[j]);
      ++i;
      ++j;
    }
  }
}

/// p ln(p / m) + q ln(q / m), m = (p + q) / 2, with 0 ln 0 = 0. Most features are in one document only: no logarithm for them.
[[nodiscard]] inline double information(double p, double q) {
  if (q == 0.0) return p * std::numbers::ln2;
  if (p == 0.0) return q * std::numbers::ln2;
  const double m = 0.5 * (p + q);
  return p * std::log(p / m) + q * std::log(q / m);
}

/// Share of each column in the sum of the matrix.
[[nodiscard]] std::vector<double> column_shares(const Dfm::Matrix& matrix, const std::vector<double>& row_sums);

/// √Σ(x − mean)² over all columns; NaN for a constant row, which has no correlation.
[[nodiscard]] double spread_of(const Row& row, double row_sum, Eigen::Index n_columns);

}  // namespace stance::detail
