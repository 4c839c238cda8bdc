#include "stance/similarity_soft.hpp"

#include <fmt/format.h>

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "detail/parallel.hpp"
#include "detail/similarity_rows.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double largest_cell(const TermSimilarity::Matrix& matrix) {
  double largest = 0.0;
  for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
    for (TermSimilarity::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      if (!std::isfinite(cell.value()))
        throw InvalidArgument(
            fmt::format("term similarity: expected finite cells, got {} in row {}, column {}", cell.value(), row, cell.col()));
      largest = std::max(largest, std::abs(cell.value()));
    }
  }
  return largest;
}

void check_symmetric(const TermSimilarity::Matrix& matrix, double largest) {
  for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
    for (TermSimilarity::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      const double mirrored = matrix.coeff(cell.col(), row);
      if (std::abs(cell.value() - mirrored) > 1e-12 * largest)
        throw InvalidArgument(fmt::format("term similarity: expected a symmetric matrix, got {} in row {}, column {} and {} in its mirror",
                                          cell.value(), row, cell.col(), mirrored));
    }
  }
}

void check_definite(const TermSimilarity::Matrix& matrix, double largest) {
  Eigen::SparseMatrix<double> shifted = matrix;
  Eigen::SparseMatrix<double> identity(matrix.rows(), matrix.cols());
  identity.setIdentity();
  shifted += 1e-10 * largest * identity;
  const Eigen::SimplicialLLT<Eigen::SparseMatrix<double>> factor(shifted);
  if (factor.info() != Eigen::Success)
    throw InvalidArgument(
        "term similarity: expected a positive semi-definite matrix, got one with a negative eigenvalue; squares of lengths would be "
        "negative");
}

/// x'y of two lists of numbers, in index order.
double product(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// Cosines from products: product(i, j) for j ≥ i, and squares of lengths.
template <class Product>
SimilarityMatrix cosines(const Dfm& dfm, const std::vector<double>& squares, Product product_of) {
  const Eigen::Index n = dfm.n_documents();
  SimilarityMatrix out{dfm.documents(), Eigen::MatrixXd::Constant(n, n, kNaN), Measure::soft_cosine};
  for (Eigen::Index i = 0; i < n; ++i) {
    detail::check_stop();
    const double square_i = squares[static_cast<std::size_t>(i)];
    if (!(square_i > 0.0)) continue;
    out.values(i, i) = 1.0;
    for (Eigen::Index j = i + 1; j < n; ++j) {
      const double square_j = squares[static_cast<std::size_t>(j)];
      if (!(square_j > 0.0)) continue;
      const double cosine =
          product_of(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) / (std::sqrt(square_i) * std::sqrt(square_j));
      out.values(i, j) = out.values(j, i) = std::clamp(cosine, -1.0, 1.0);
    }
  }
  return out;
}

/// Sx as a full column.
void smooth(const TermSimilarity::Matrix& s, const detail::Row& x, std::vector<double>& out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t c = 0; c < x.size; ++c) {
    for (TermSimilarity::Matrix::InnerIterator cell(s, x.columns[c]); cell; ++cell)
      out[static_cast<std::size_t>(cell.col())] += x.values[c] * cell.value();
  }
}

double product(const detail::Row& x, const std::vector<double>& y) {
  double sum = 0.0;
  for (std::size_t c = 0; c < x.size; ++c) sum += x.values[c] * y[static_cast<std::size_t>(x.columns[c])];
  return sum;
}

}  // namespace

TermSimilarity::TermSimilarity(Matrix matrix, Definite definite) : matrix_(std::move(matrix)) {
  if (matrix_.rows() != matrix_.cols())
    throw InvalidArgument(fmt::format("term similarity: expected a square matrix, got {} x {}", matrix_.rows(), matrix_.cols()));
  matrix_.makeCompressed();
  const double largest = largest_cell(matrix_);
  check_symmetric(matrix_, largest);
  if (definite == Definite::checked && matrix_.rows() > 0) check_definite(matrix_, largest);
}

SimilarityMatrix soft_cosine_matrix(const Dfm& dfm, const TermSimilarity& terms) {
  if (terms.matrix().rows() != dfm.n_features())
    throw InvalidArgument(
        fmt::format("soft_cosine_matrix: terms: expected similarities of {} features, got {}", dfm.n_features(), terms.matrix().rows()));
  const auto n = static_cast<std::size_t>(dfm.n_documents());
  std::vector<double> smoothed(static_cast<std::size_t>(dfm.n_features()));
  std::vector<double> squares(n);
  for (std::size_t i = 0; i < n; ++i) {
    const detail::Row row = detail::row_of(dfm.matrix(), i);
    smooth(terms.matrix(), row, smoothed);
    squares[i] = product(row, smoothed);
    double plain = 0.0;
    for (std::size_t c = 0; c < row.size; ++c) plain += row.values[c] * row.values[c];
    if (squares[i] <= 1e-12 * plain) squares[i] = 0.0;  // what is left of rounding
  }
  std::size_t of = n;
  return cosines(dfm, squares, [&](std::size_t i, std::size_t j) {
    if (of != i) smooth(terms.matrix(), detail::row_of(dfm.matrix(), i), smoothed);
    of = i;
    return product(detail::row_of(dfm.matrix(), j), smoothed);
  });
}

SimilarityMatrix soft_cosine_matrix(const Dfm& dfm, const Eigen::MatrixXd& vectors) {
  if (vectors.rows() != dfm.n_features())
    throw InvalidArgument(
        fmt::format("soft_cosine_matrix: vectors: expected {} rows, one for each feature, got {}", dfm.n_features(), vectors.rows()));
  const auto n_dimensions = static_cast<std::size_t>(vectors.cols());
  std::vector<double> lengths(static_cast<std::size_t>(vectors.rows()));
  for (Eigen::Index w = 0; w < vectors.rows(); ++w) {
    double square = 0.0;
    for (Eigen::Index k = 0; k < vectors.cols(); ++k) square += vectors(w, k) * vectors(w, k);
    if (!std::isfinite(square))
      throw InvalidArgument(fmt::format("soft_cosine_matrix: vectors: expected finite numbers, got others in row {}", w));
    lengths[static_cast<std::size_t>(w)] = std::sqrt(square);
  }
  const auto n = static_cast<std::size_t>(dfm.n_documents());
  std::vector<std::vector<double>> documents(n, std::vector<double>(n_dimensions, 0.0));
  std::vector<double> squares(n);
  for (std::size_t i = 0; i < n; ++i) {
    const detail::Row row = detail::row_of(dfm.matrix(), i);
    for (std::size_t c = 0; c < row.size; ++c) {
      const auto w = static_cast<Eigen::Index>(row.columns[c]);
      const double length = lengths[static_cast<std::size_t>(w)];
      if (length == 0.0) continue;
      for (std::size_t k = 0; k < n_dimensions; ++k) documents[i][k] += row.values[c] * (vectors(w, static_cast<Eigen::Index>(k)) / length);
    }
    squares[i] = product(documents[i], documents[i]);
  }
  return cosines(dfm, squares, [&](std::size_t i, std::size_t j) { return product(documents[i], documents[j]); });
}

}  // namespace stance
