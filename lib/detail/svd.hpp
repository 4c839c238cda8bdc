#pragma once
/// @file svd.hpp
/// The leading singular values and vectors of large sparse matrices, by a well-kept library: Eigen for small ones, Spectra (implicitly
/// restarted Lanczos) for large ones, of which no dense copy is ever made.

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <cstddef>

namespace stance::detail {

/// A = S − a bᵀ with S sparse: a matrix that is known by its products. Keeps both orders of S, so that each product is a loop over rows,
/// shared out over threads, each element summed in index order.
class SparseMinusOuter {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  /// @param a, b  as many as rows and columns, or both empty for A = S
  SparseMinusOuter(Matrix s, Eigen::VectorXd a, Eigen::VectorXd b, std::size_t threads);

  [[nodiscard]] Eigen::Index rows() const noexcept { return by_row_.rows(); }
  [[nodiscard]] Eigen::Index cols() const noexcept { return by_row_.cols(); }
  [[nodiscard]] Eigen::VectorXd times(const Eigen::VectorXd& x) const;             ///< A x
  [[nodiscard]] Eigen::VectorXd transposed_times(const Eigen::VectorXd& x) const;  ///< Aᵀ x
  [[nodiscard]] Eigen::MatrixXd dense() const;

 private:
  Matrix by_row_;
  Matrix by_column_;  ///< Sᵀ
  Eigen::VectorXd a_;
  Eigen::VectorXd b_;
  std::size_t threads_;
};

/// D_r^(−1/2) (P − r cᵀ) D_c^(−1/2), the standardised residuals that correspondence analysis decomposes: P = counts / total, r and c its
/// margins. Rows and columns without counts stay 0.
[[nodiscard]] SparseMinusOuter standardized_residuals(const SparseMinusOuter::Matrix& counts, double total,
                                                      const Eigen::VectorXd& row_shares, const Eigen::VectorXd& column_shares,
                                                      std::size_t threads);

/// A ≈ U diag(σ) Vᵀ. Singular values descend. Those that cannot be told from 0 are left out, with their vectors. Signs of vectors are
/// arbitrary (but the same in each run): callers fix them.
struct Svd {
  Eigen::VectorXd values;
  Eigen::MatrixXd left;   ///< rows × values; empty when not asked for
  Eigen::MatrixXd right;  ///< columns × values
  bool complete = false;  ///< all singular values that are not 0
};

/// Elements of the vectors that it computes; both sides cost a product for each dimension.
enum class SvdSides { both, right };

/// The k largest singular values and their vectors; fewer where A has lower rank.
/// Small matrices (rows · columns · smaller side up to 3 · 10⁸) are decomposed whole, with an error of about 1e-15 σ₁ of each value; in
/// large ones values below 1e-7 σ₁ count as 0, since Lanczos works on AᵀA or AAᵀ, and k is at most the smaller side − 1.
/// @throws Stopped as check_stop(); Error when Lanczos does not converge, which no matrix is known to cause
[[nodiscard]] Svd truncated_svd(const SparseMinusOuter& matrix, Eigen::Index k, SvdSides sides);

/// The iteration alone, for matrices of any size with at least three rows and columns.
[[nodiscard]] Svd lanczos_svd(const SparseMinusOuter& matrix, Eigen::Index k, SvdSides sides);

}  // namespace stance::detail
