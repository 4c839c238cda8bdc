#include "detail/svd.hpp"

#include <Spectra/SymEigsSolver.h>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Matrix = SparseMinusOuter::Matrix;

constexpr double kDenseWork = 3e8;
constexpr Index kBlock = 1024;     ///< rows of a product that one thread takes at a time
constexpr Index kAlone = 200'000;  ///< up to this many cells a product is done before other threads have woken up

double dot(const VectorXd& x, const VectorXd& y) {
  double sum = 0.0;
  for (Index i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// y = S x − a (b·x).
VectorXd product(const Matrix& s, const VectorXd& a, const VectorXd& b, const VectorXd& x, std::size_t threads) {
  const double along = b.size() == 0 ? 0.0 : dot(b, x);
  VectorXd y(s.rows());
  const auto blocks = static_cast<std::size_t>((s.rows() + kBlock - 1) / kBlock);
  for_each_index(blocks, threads, [&](std::size_t block, std::size_t) {
    const Index begin = static_cast<Index>(block) * kBlock;
    for (Index row = begin; row < std::min(begin + kBlock, s.rows()); ++row) {
      double sum = 0.0;
      for (Matrix::InnerIterator cell(s, row); cell; ++cell) sum += cell.value() * x[cell.col()];
      y[row] = a.size() == 0 ? sum : sum - a[row] * along;
    }
  });
  return y;
}

/// AᵀA or AAᵀ, whichever is smaller, as Spectra wants to see it.
class Gram {
 public:
  using Scalar = double;
  explicit Gram(const SparseMinusOuter& matrix) : matrix_(matrix), of_columns_(matrix.cols() <= matrix.rows()) {}
  [[nodiscard]] Index rows() const noexcept { return of_columns_ ? matrix_.cols() : matrix_.rows(); }
  [[nodiscard]] Index cols() const noexcept { return rows(); }
  [[nodiscard]] bool of_columns() const noexcept { return of_columns_; }
  void perform_op(const double* in, double* out) const {
    check_stop();
    const VectorXd x = Eigen::Map<const VectorXd>(in, rows());
    Eigen::Map<VectorXd>(out, rows()) =
        of_columns_ ? matrix_.transposed_times(matrix_.times(x)) : matrix_.times(matrix_.transposed_times(x));
  }

 private:
  const SparseMinusOuter& matrix_;
  bool of_columns_;
};

/// Keeps the k largest values that are not 0 within the accuracy of the method.
Svd cut(const VectorXd& values, const MatrixXd& left, const MatrixXd& right, Index k, double accuracy, bool whole) {
  Index rank = 0;
  while (rank < values.size() && values[rank] > 0.0 && values[rank] > accuracy * values[0]) ++rank;
  Svd out;
  const Index n = std::min(k, rank);
  out.complete = whole && n == rank;
  out.values = values.head(n);
  if (left.size() > 0) out.left = left.leftCols(n);
  if (right.size() > 0) out.right = right.leftCols(n);
  return out;
}

Svd dense_svd(const SparseMinusOuter& matrix, Index k, SvdSides sides) {
  unsigned want = Eigen::ComputeThinV;
  if (sides == SvdSides::both) want |= Eigen::ComputeThinU;
  const Eigen::BDCSVD<MatrixXd> svd(matrix.dense(), want);
  return cut(svd.singularValues(), sides == SvdSides::both ? svd.matrixU() : MatrixXd(), svd.matrixV(), k, 1e-12, true);
}

/// The vectors of the other side, A v / σ or Aᵀ u / σ.
MatrixXd other_side(const SparseMinusOuter& matrix, const MatrixXd& vectors, const VectorXd& values, bool to_left) {
  MatrixXd out(to_left ? matrix.rows() : matrix.cols(), values.size());
  for (Index j = 0; j < values.size(); ++j) {
    const VectorXd vector = vectors.col(j);
    out.col(j) = (to_left ? matrix.times(vector) : matrix.transposed_times(vector)) / values[j];
  }
  return out;
}

}  // namespace

SparseMinusOuter::SparseMinusOuter(Matrix s, VectorXd a, VectorXd b, std::size_t threads)
    : by_row_(std::move(s)),
      by_column_(by_row_.transpose()),
      a_(std::move(a)),
      b_(std::move(b)),
      threads_(by_row_.nonZeros() <= kAlone ? 1 : threads) {}

VectorXd SparseMinusOuter::times(const VectorXd& x) const { return product(by_row_, a_, b_, x, threads_); }
VectorXd SparseMinusOuter::transposed_times(const VectorXd& x) const { return product(by_column_, b_, a_, x, threads_); }

MatrixXd SparseMinusOuter::dense() const {
  MatrixXd out = by_row_;
  if (a_.size() > 0) out.noalias() -= a_ * b_.transpose();
  return out;
}

SparseMinusOuter standardized_residuals(const Matrix& counts, double total, const VectorXd& row_shares, const VectorXd& column_shares,
                                        std::size_t threads) {
  Matrix table = counts;
  for (Index row = 0; row < table.rows(); ++row) {
    for (Matrix::InnerIterator cell(table, row); cell; ++cell) {
      cell.valueRef() = cell.value() / total / std::sqrt(row_shares[row] * column_shares[cell.col()]);
    }
  }
  return {std::move(table), row_shares.cwiseSqrt(), column_shares.cwiseSqrt(), threads};
}

Svd lanczos_svd(const SparseMinusOuter& matrix, Index k, SvdSides sides) {
  Gram gram(matrix);
  const Index n = gram.rows();
  k = std::min(k, n - 1);
  const Index krylov = std::min(n, std::max<Index>(2 * k + 1, 20));
  Spectra::SymEigsSolver<Gram> solver(gram, k, krylov);
  VectorXd start(n);
  Random random(1, stream_of("svd"));
  for (Index i = 0; i < n; ++i) start[i] = random.uniform() - 0.5;
  solver.init(start.data());
  solver.compute(Spectra::SortRule::LargestAlge, 1000, 1e-12);
  if (solver.info() != Spectra::CompInfo::Successful) throw Error("truncated SVD: Lanczos iteration did not converge");
  const VectorXd values = solver.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  const MatrixXd vectors = solver.eigenvectors();
  Svd out = cut(values, gram.of_columns() ? MatrixXd() : vectors, gram.of_columns() ? vectors : MatrixXd(), k, 1e-7, false);
  if (gram.of_columns()) {
    if (sides == SvdSides::both) out.left = other_side(matrix, out.right, out.values, true);
  } else {
    out.right = other_side(matrix, out.left, out.values, false);
    if (sides == SvdSides::right) out.left.resize(0, 0);
  }
  return out;
}

Svd truncated_svd(const SparseMinusOuter& matrix, Index k, SvdSides sides) {
  const Index smaller = std::min(matrix.rows(), matrix.cols());
  if (smaller == 0 || k < 1) return {};
  const double work = static_cast<double>(matrix.rows()) * static_cast<double>(matrix.cols()) * static_cast<double>(smaller);
  if (work <= kDenseWork || smaller < 3) return dense_svd(matrix, k, sides);
  return lanczos_svd(matrix, k, sides);
}

}  // namespace stance::detail
