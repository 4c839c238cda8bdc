#pragma once
/// @file wordfish_model.hpp
/// The Wordfish model as numbers: parameters, sums of λ, the objective and its derivatives.
///
/// What is maximised is L(α, θ, ψ, β) − sd(θ)² Σβ² / (2σ²), the penalised likelihood with the scale of θ taken out. It does not change
/// under the three moves that leave λ as it is (θ shifted, θ stretched, α against ψ), so that an unconstrained maximum, standardised, is
/// the maximum under the constraints, and its gradient is the gradient within them.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/wordfish.hpp"

namespace stance::detail::wordfish {

using Eigen::Index;
using Eigen::VectorXd;

/// A table without empty rows and columns.
struct Data {
  Dfm::Matrix counts;  ///< N × K
  VectorXd row_sums;
  VectorXd column_sums;
  double total = 0.0;
  double sigma = 3.0;
  std::size_t threads = 1;

  [[nodiscard]] Index n_documents() const noexcept { return counts.rows(); }
  [[nodiscard]] Index n_words() const noexcept { return counts.cols(); }
};
[[nodiscard]] Data data_of(Dfm::Matrix counts, double sigma, std::size_t threads);

/// Also a direction in the space of parameters, or a gradient.
struct Parameters {
  VectorXd alpha;  ///< N
  VectorXd theta;  ///< N
  VectorXd psi;    ///< K
  VectorXd beta;   ///< K
};
[[nodiscard]] Parameters zero_parameters(const Data& data);
[[nodiscard]] Parameters undefined_parameters(const Data& data);  ///< NaN
/// to += factor · step
void add(Parameters& to, double factor, const Parameters& step);
[[nodiscard]] double dot(const Parameters& a, const Parameters& b);
/// Mean 0 and standard deviation 1 (N − 1) of θ, mean 0 of α; β and ψ are changed so that every λ stays.
void standardize(Parameters& parameters);
void turn_round(Parameters& parameters);

/// Σλ, Σλx, Σλx² of each row (x = β) and of each column (x = θ).
struct Moments {
  VectorXd row0, row1, row2;
  VectorXd column0, column1, column2;
};

/// Sums over all cells of the table of λ, which is never held whole unless it is small. Rows are shared out to threads in a fixed number of
/// stripes whose sums are added in order, and vectors go through Eigen's exponential in whole packets, so that no digit depends on the
/// number of threads or on the processor.
class Cells {
 public:
  explicit Cells(const Data& data);
  [[nodiscard]] Moments moments(const Parameters& parameters);
  /// J'ΛJ v and the part of the second derivatives that comes from n − λ, for the λ of the last moments() call with the same parameters.
  [[nodiscard]] Parameters curvature_times(const Parameters& parameters, const Parameters& v);

 private:
  struct Stripe {
    Index begin = 0;
    Index end = 0;
    VectorXd sum0, sum1, sum2;
  };
  void stripe_moments(const Parameters& parameters, Stripe& stripe, Moments& out);
  void stripe_curvature(const Parameters& parameters, const Parameters& v, Stripe& stripe, Parameters& out) const;
  [[nodiscard]] VectorXd merged(VectorXd Stripe::*sum) const;

  const Data& data_;
  std::vector<Stripe> stripes_;
  std::vector<double> lambda_;  ///< row by row, where it is small enough to be kept
  bool keeps_lambda_ = false;
  std::size_t threads_ = 1;
};

/// A point with what belongs to it. θ is standardised.
struct Point {
  Parameters parameters;
  Moments moments;
  Parameters gradient;         ///< of −objective
  double objective = 0.0;      ///< may be −infinity
  double gradient_size = 0.0;  ///< WordfishFit::gradient
};
/// @param parameters  standardised
[[nodiscard]] Point evaluate(const Data& data, Cells& cells, Parameters parameters);
/// Second derivatives of −objective at a point times v.
[[nodiscard]] Parameters hessian_times(const Data& data, Cells& cells, const Point& point, const Parameters& v);
/// I⁻¹ v, I the information of each document and each word by itself.
[[nodiscard]] Parameters precondition(const Data& data, const Point& point, const Parameters& v);
/// I v.
[[nodiscard]] Parameters block_times(const Data& data, const Point& point, const Parameters& v);

/// Σ_d (n − λ)² / λ of each word.
[[nodiscard]] VectorXd pearson_of_words(const Data& data, const Point& point);

/// First dimension of correspondence analysis. `found` is false where the table has none.
[[nodiscard]] Parameters start_of(const Data& data, bool& found);
/// θ at random, by the names of the documents; β = 0.
[[nodiscard]] Parameters random_start(const Data& data, const std::vector<std::string>& names, std::uint64_t seed, std::size_t number);

struct Solution {
  Point point;
  std::size_t n_iterations = 0;
  bool converged = false;
};
[[nodiscard]] Solution maximize(const Data& data, Cells& cells, Parameters start, double tolerance, std::size_t max_iterations);
/// The iteration of quanteda.textmodels.
[[nodiscard]] Solution iterate_as_quanteda(const Data& data, Cells& cells);

/// Standard errors of all parameters.
[[nodiscard]] Parameters standard_errors(const Data& data, Cells& cells, const Point& point, const WordfishOptions& options,
                                         const VectorXd& phi, double overall_phi);
/// By the inverse of the observed information within the constraints; NaN where it is not positive definite.
[[nodiscard]] Parameters joint_errors(const Data& data, const Point& point);

/// Standard error of θ and α of one document: I⁻¹ (Σ φλ xxᵀ) I⁻¹ with x = (1, β) and moments Σλ, Σλβ, Σλβ² (+ `prior`), and the same of φλ.
struct DocumentErrors {
  double theta;
  double alpha;
};
[[nodiscard]] DocumentErrors document_errors(const double (&information)[3], const double (&spread)[3]);

}  // namespace stance::detail::wordfish
