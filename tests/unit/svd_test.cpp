#include "detail/svd.hpp"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>
#include <utility>
#include <vector>

#include "detail/random.hpp"

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using stance::detail::lanczos_svd;
using stance::detail::SparseMinusOuter;
using stance::detail::Svd;
using stance::detail::SvdSides;
using stance::detail::truncated_svd;

SparseMinusOuter random_matrix(Index rows, Index columns, double filled, bool outer, std::size_t threads = 1) {
  stance::detail::Random random(static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns));
  SparseMinusOuter::Matrix matrix(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      if (random.uniform() < filled) matrix.insert(i, j) = random.normal() + (i % 3 == j % 3 ? 2.0 : 0.0);
    }
  }
  matrix.makeCompressed();
  VectorXd a(outer ? rows : 0);
  VectorXd b(outer ? columns : 0);
  for (Index i = 0; i < a.size(); ++i) a[i] = random.uniform();
  for (Index j = 0; j < b.size(); ++j) b[j] = random.uniform();
  return {std::move(matrix), std::move(a), std::move(b), threads};
}

// Oracle: Eigen's one-sided Jacobi decomposition of the dense matrix, which shares nothing with the iteration.
TEST(Svd, LanczosFindsWhatTheDenseDecompositionFinds) {
  for (const auto& [rows, columns] : std::vector<std::pair<Index, Index>>{{60, 35}, {35, 60}, {40, 40}}) {
    for (const bool outer : {false, true}) {
      const SparseMinusOuter matrix = random_matrix(rows, columns, 0.3, outer);
      const Eigen::JacobiSVD<MatrixXd> dense(matrix.dense(), Eigen::ComputeThinU | Eigen::ComputeThinV);
      for (const Svd& svd : {lanczos_svd(matrix, 4, SvdSides::both), truncated_svd(matrix, 4, SvdSides::both)}) {
        ASSERT_EQ(svd.values.size(), 4);
        for (Index k = 0; k < 4; ++k) {
          EXPECT_NEAR(svd.values[k], dense.singularValues()[k], 1e-11 * dense.singularValues()[0]);
          const double sign = svd.right.col(k).dot(dense.matrixV().col(k)) > 0.0 ? 1.0 : -1.0;
          EXPECT_LT((sign * svd.right.col(k) - dense.matrixV().col(k)).norm(), 1e-7);
          EXPECT_LT((sign * svd.left.col(k) - dense.matrixU().col(k)).norm(), 1e-7);
        }
      }
    }
  }
}

TEST(Svd, ProductsAreThoseOfTheDenseMatrix) {
  const SparseMinusOuter matrix = random_matrix(20, 30, 0.2, true);
  const VectorXd x = VectorXd::LinSpaced(30, -1.0, 2.0);
  const VectorXd y = VectorXd::LinSpaced(20, 3.0, -2.0);
  EXPECT_LT((matrix.times(x) - matrix.dense() * x).norm(), 1e-12);
  EXPECT_LT((matrix.transposed_times(y) - matrix.dense().transpose() * y).norm(), 1e-12);
}

TEST(Svd, RankBoundsWhatIsFound) {
  SparseMinusOuter::Matrix matrix(6, 5);  // rank 2
  for (Index j = 0; j < 5; ++j) {
    matrix.insert(0, j) = 1.0;
    matrix.insert(3, j) = static_cast<double>(j);
  }
  const SparseMinusOuter low(matrix, {}, {}, 1);
  EXPECT_EQ(truncated_svd(low, 5, SvdSides::both).values.size(), 2);
  EXPECT_TRUE(truncated_svd(low, 5, SvdSides::both).complete);
  EXPECT_FALSE(truncated_svd(low, 1, SvdSides::both).complete);
  EXPECT_EQ(lanczos_svd(low, 4, SvdSides::right).values.size(), 2);
  EXPECT_EQ(lanczos_svd(low, 4, SvdSides::right).left.size(), 0);
  EXPECT_EQ(truncated_svd(SparseMinusOuter(SparseMinusOuter::Matrix(0, 4), {}, {}, 1), 2, SvdSides::both).values.size(), 0);
  EXPECT_EQ(truncated_svd(SparseMinusOuter(SparseMinusOuter::Matrix(4, 4), {}, {}, 1), 2, SvdSides::both).values.size(), 0);
}

TEST(Svd, ThreadsChangeNoDigit) {  // large enough for products to be shared out
  const Svd one = lanczos_svd(random_matrix(2600, 80, 1.0, true, 1), 2, SvdSides::both);
  const Svd four = lanczos_svd(random_matrix(2600, 80, 1.0, true, 4), 2, SvdSides::both);
  EXPECT_EQ(one.values, four.values);
  EXPECT_EQ(one.left, four.left);
  EXPECT_EQ(one.right, four.right);
}

}  // namespace
