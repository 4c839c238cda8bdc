#include "detail/similarity_rows.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace stance::detail {

std::vector<double> column_shares(const Dfm::Matrix& matrix, const std::vector<double>& row_sums) {
  const double total = std::accumulate(row_sums.begin(), row_sums.end(), 0.0);
  std::vector<double> shares(static_cast<std::size_t>(matrix.cols()), 0.0);
  for (std::size_t i = 0; i < row_sums.size(); ++i) {
    const Row row = row_of(matrix, i);
    for (std::size_t c = 0; c < row.size; ++c) shares[static_cast<std::size_t>(row.columns[c])] += row.values[c];
  }
  for (double& share : shares) share /= total;
  return shares;
}

double spread_of(const Row& row, double row_sum, Eigen::Index n_columns) {
  const auto n = static_cast<double>(n_columns);
  const double mean = row_sum / n;
  double squares = (n - static_cast<double>(row.size)) * (mean * mean);
  for (std::size_t c = 0; c < row.size; ++c) squares += (row.values[c] - mean) * (row.values[c] - mean);
  const bool full = row.size == static_cast<std::size_t>(n_columns);
  const bool constant =
      row.size == 0 || (full && std::all_of(row.values, row.values + row.size, [&](double x) { return x == row.values[0]; }));
  return constant ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(squares);
}

}  // namespace stance::detail
