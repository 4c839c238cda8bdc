#pragma once
/// @file similarity_soft.hpp
/// Soft cosine: documents that say the same in other words are alike.

#include <Eigen/Core>

#include <cstdint>

#include "stance/dfm.hpp"
#include "stance/similarity.hpp"

namespace stance {

/// How alike terms are: S, n_features × n_features, symmetric and positive semi-definite, so that x'Sx is a squared length. Usually 1 on
/// the diagonal. Similarities that were cut off or limited to nearest neighbours are often not semi-definite, and then give "cosines"
/// beyond 1.
class TermSimilarity {
 public:
  using Matrix = Dfm::Matrix;
  enum class Definite : std::uint8_t {
    checked,  ///< by a sparse Cholesky factorisation of S + 1e-10 max(S) I; can take long where S has many cells
    stated,   ///< the caller knows
  };
  /// @throws InvalidArgument for a matrix that is not square, finite and symmetric (to 1e-12 of its largest cell), saying where; and for
  /// one that is not
  ///         positive semi-definite
  explicit TermSimilarity(Matrix matrix, Definite definite = Definite::checked);
  [[nodiscard]] const Matrix& matrix() const noexcept { return matrix_; }

 private:
  Matrix matrix_;
};

/// x'Sy / √(x'Sx · y'Sy) for every pair; NaN where a document has length 0. With S = I it is the cosine.
/// Time O(n · (cells of S + cells of the matrix)); memory O(n²).
/// @throws InvalidArgument when S has another size than the matrix has features
/// @see Sidorov, Gelbukh, Gómez-Adorno & Pinto (2014), Computación y Sistemas 18(3):491-504, doi 10.13053/cys-18-3-2043
[[nodiscard]] SimilarityMatrix soft_cosine_matrix(const Dfm& dfm, const TermSimilarity& terms);

/// The same with S = V̂V̂', V̂ the vectors of terms (word embeddings, rows of an SVD) brought to unit length: S is semi-definite by its making
/// and never laid out. Terms with a vector of zeros are left out. Time O(cells · k + n² k).
/// @param vectors  n_features × k
/// @throws InvalidArgument for another number of rows than the matrix has features, and vectors that are not finite
[[nodiscard]] SimilarityMatrix soft_cosine_matrix(const Dfm& dfm, const Eigen::MatrixXd& vectors);

}  // namespace stance
