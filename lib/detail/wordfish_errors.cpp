#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "detail/parallel.hpp"
#include "detail/wordfish_model.hpp"

namespace stance::detail::wordfish {
namespace {

using Eigen::MatrixXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Index kTile = 128;  ///< words whose part of the information is handled in one go

double root(double variance) { return variance >= 0.0 ? std::sqrt(variance) : kNaN; }

/// λ of every document for one word.
VectorXd lambda_of(const Parameters& at, Index w) {
  VectorXd out(at.theta.size());
  for (Index d = 0; d < out.size(); ++d) out[d] = std::exp(at.alpha[d] + at.psi[w] + at.beta[w] * at.theta[d]);
  return out;
}

/// The observed information of all parameters, documents first (α_1, θ_1, α_2, …), words eliminated.
class Joint {
 public:
  Joint(const Data& data, const Point& point)
      : data_(data), point_(point), by_word_(data.counts), n_(data.n_documents()), precision_(1.0 / (data.sigma * data.sigma)) {}

  [[nodiscard]] Parameters errors() const {
    Parameters out = zero_parameters(data_);
    MatrixXd schur = documents();
    const double size = schur.diagonal().mean();
    pin(schur, size);
    for (Index first = 0; first < data_.n_words(); first += kTile) {
      check_stop();
      const Index n = std::min(kTile, data_.n_words() - first);
      MatrixXd tile(2 * n_, 2 * n);
      for (Index i = 0; i < n; ++i) tile.middleCols(2 * i, 2) = cross(first + i) * inverse_root(first + i);
      schur.selfadjointView<Eigen::Lower>().rankUpdate(tile, -1.0);
    }
    const Eigen::LLT<MatrixXd> factor(schur);
    if (factor.info() != Eigen::Success) return undefined_parameters(data_);
    document_errors(factor, size, out);
    const auto tiles = static_cast<std::size_t>((data_.n_words() + kTile - 1) / kTile);
    for_each_index(tiles, data_.threads,
                   [&](std::size_t tile, std::size_t) { word_errors(factor, size, static_cast<Index>(tile) * kTile, out); });
    return out;
  }

 private:
  using ByWord = Eigen::SparseMatrix<double, Eigen::ColMajor>;

  /// Second derivatives of the documents' own parameters.
  [[nodiscard]] MatrixXd documents() const {
    MatrixXd out = MatrixXd::Zero(2 * n_, 2 * n_);
    const auto n = static_cast<double>(n_);
    const double pull = point_.parameters.beta.squaredNorm() * precision_ / (n - 1.0);
    for (Index d = 0; d < n_; ++d) {
      for (Index e = 0; e <= d; ++e) out(2 * d + 1, 2 * e + 1) = -pull / n;
      out(2 * d, 2 * d) = point_.moments.row0[d];
      out(2 * d + 1, 2 * d) = point_.moments.row1[d];
      out(2 * d + 1, 2 * d + 1) += point_.moments.row2[d] + pull;
    }
    return out;
  }

  /// Adds size · c cᵀ for each constraint c (mean of α, mean and spread of θ). The information is 0 along the three moves that change no λ;
  /// with this it has an inverse, which is the covariance within the constraints plus t tᵀ / (c t)² size for each move t. See moves().
  void pin(MatrixXd& schur, double size) const {
    const auto n = static_cast<double>(n_);
    const VectorXd& theta = point_.parameters.theta;
    for (Index d = 0; d < n_; ++d) {
      for (Index e = 0; e <= d; ++e) {
        schur(2 * d, 2 * e) += size / n;
        schur(2 * d + 1, 2 * e + 1) += size / n + size * theta[d] * theta[e] / (n - 1.0);
      }
    }
  }

  /// What pin() added to the variance of a parameter that the moves (α against ψ, shift of θ, stretch of θ) change by these amounts.
  [[nodiscard]] double moves(double size, double length, double shift, double stretch) const {
    const auto n = static_cast<double>(n_);
    return (length * length / n + shift * shift / n + stretch * stretch / (n - 1.0)) / size;
  }

  /// 2N × 2: derivatives by a document's and the word's (ψ, β).
  [[nodiscard]] MatrixXd cross(Index w) const {
    const Parameters& at = point_.parameters;
    const VectorXd lambda = lambda_of(at, w);
    const double stretch = 2.0 * at.beta[w] * precision_ / static_cast<double>(n_ - 1);
    MatrixXd out(2 * n_, 2);
    for (Index d = 0; d < n_; ++d) {
      out(2 * d, 0) = lambda[d];
      out(2 * d, 1) = lambda[d] * at.theta[d];
      out(2 * d + 1, 0) = lambda[d] * at.beta[w];
      out(2 * d + 1, 1) = lambda[d] * (at.beta[w] * at.theta[d] + 1.0) + stretch * at.theta[d];
    }
    for (ByWord::InnerIterator cell(by_word_, w); cell; ++cell) out(2 * cell.row() + 1, 1) -= cell.value();
    return out;
  }

  /// R with R Rᵀ = inverse of the word's own information.
  [[nodiscard]] Eigen::Matrix2d inverse_root(Index w) const {
    Eigen::Matrix2d own;
    own << point_.moments.column0[w], point_.moments.column1[w], point_.moments.column1[w], point_.moments.column2[w] + precision_;
    const Eigen::Matrix2d inverse = own.inverse();
    return Eigen::LLT<Eigen::Matrix2d>(inverse).matrixL();
  }

  void document_errors(const Eigen::LLT<MatrixXd>& factor, double size, Parameters& out) const {
    const MatrixXd inverse = factor.matrixL().solve(MatrixXd::Identity(2 * n_, 2 * n_));  // columns: L⁻¹ e
    for (Index d = 0; d < n_; ++d) {
      out.alpha[d] = root(inverse.col(2 * d).squaredNorm() - moves(size, 1.0, 0.0, 0.0));
      out.theta[d] = root(inverse.col(2 * d + 1).squaredNorm() - moves(size, 0.0, 1.0, point_.parameters.theta[d]));
    }
  }

  void word_errors(const Eigen::LLT<MatrixXd>& factor, double size, Index first, Parameters& out) const {
    for (Index w = first; w < std::min(first + kTile, data_.n_words()); ++w) {
      const Eigen::Matrix2d own = inverse_root(w);
      const MatrixXd through = factor.matrixL().solve(cross(w) * own);
      const Eigen::Matrix2d covariance = own * (Eigen::Matrix2d::Identity() + through.transpose() * through) * own.transpose();
      out.psi[w] = root(covariance(0, 0) - moves(size, 1.0, point_.parameters.beta[w], 0.0));
      out.beta[w] = root(covariance(1, 1) - moves(size, 0.0, 0.0, point_.parameters.beta[w]));
    }
  }

  const Data& data_;
  const Point& point_;
  ByWord by_word_;
  Index n_;
  double precision_;
};

/// (X⁻¹ S X⁻¹) of symmetric matrices a b / b c: its two variances, that of the second parameter first.
DocumentErrors sandwich(const double (&x)[3], const double (&s)[3]) {
  const double determinant = x[0] * x[2] - x[1] * x[1];
  if (!(determinant > 1e-13 * x[0] * x[2])) return {kNaN, kNaN};
  const double first[2] = {x[2] / determinant, -x[1] / determinant};
  const double second[2] = {-x[1] / determinant, x[0] / determinant};
  const auto quadratic = [&](const double(&v)[2]) { return v[0] * v[0] * s[0] + 2.0 * v[0] * v[1] * s[1] + v[1] * v[1] * s[2]; };
  return {root(quadratic(second)), root(quadratic(first))};
}

Parameters conditional_errors(const Data& data, const Point& point, const Moments& spread, double theta_precision) {
  Parameters out = zero_parameters(data);
  const Moments& sums = point.moments;
  for (Index d = 0; d < data.n_documents(); ++d) {
    const DocumentErrors errors = document_errors({sums.row0[d], sums.row1[d], sums.row2[d] + theta_precision},
                                                  {spread.row0[d], spread.row1[d], spread.row2[d] + theta_precision});
    out.alpha[d] = errors.alpha;
    out.theta[d] = errors.theta;
  }
  const double precision = 1.0 / (data.sigma * data.sigma);
  for (Index w = 0; w < data.n_words(); ++w) {
    const double information[3] = {sums.column0[w], sums.column1[w], sums.column2[w] + precision};
    const DocumentErrors errors = sandwich(information, information);
    out.psi[w] = errors.alpha;
    out.beta[w] = errors.theta;
  }
  return out;
}

void multiply(Parameters& errors, double factor) {
  for (VectorXd* part : {&errors.alpha, &errors.theta, &errors.psi, &errors.beta}) *part *= factor;
}

}  // namespace

DocumentErrors document_errors(const double (&information)[3], const double (&spread)[3]) { return sandwich(information, spread); }

Parameters joint_errors(const Data& data, const Point& point) { return Joint(data, point).errors(); }

Parameters standard_errors(const Data& data, Cells& cells, const Point& point, const WordfishOptions& options, const VectorXd& phi,
                           double overall_phi) {
  const double theta_precision = options.solver == WordfishSolver::quanteda ? 1.0 : 0.0;
  if (options.errors == WordfishErrors::joint) {
    Parameters out = joint_errors(data, point);
    if (options.dispersion == Dispersion::overall) multiply(out, std::sqrt(overall_phi));
    return out;
  }
  if (options.dispersion == Dispersion::feature) {
    Parameters shifted = point.parameters;  // λ φ_w
    for (Index w = 0; w < data.n_words(); ++w) shifted.psi[w] += std::log(std::max(phi[w], 1e-300));
    Parameters out = conditional_errors(data, point, cells.moments(shifted), theta_precision);
    out.psi.array() *= phi.array().sqrt();
    out.beta.array() *= phi.array().sqrt();
    return out;
  }
  Parameters out = conditional_errors(data, point, point.moments, theta_precision);
  if (options.dispersion == Dispersion::overall) multiply(out, std::sqrt(overall_phi));
  return out;
}

}  // namespace stance::detail::wordfish
