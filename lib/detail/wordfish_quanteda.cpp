#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/parallel.hpp"
#include "detail/wordfish_model.hpp"

// What quanteda.textmodels does in textmodel_wordfish() with its defaults: rounds of Newton steps for the two parameters of each word,
// then of each document, then θ and α standardised, with β and ψ left as they are. Written from a reading of its rules, for comparison with
// published figures; the exact solver shares none of it.

namespace stance::detail::wordfish {
namespace {

constexpr double kGain = 1e-6;  ///< of the log posterior, below which it stops
constexpr double kMove = 1e-8;  ///< of the parameters of one word or document
constexpr int kMaxRounds = 100;
constexpr int kMaxSteps = 10;
constexpr double kThetaPrecision = 1.0;

/// Maximises Σ n(a + b x) − exp(offset + a + b x) − precision b²/2 over a (intercept) and b (slope) by plain Newton steps, the first one
/// halved in the first round.
void climb(const VectorXd& offset, const VectorXd& x, double n_sum, double nx_sum, double precision, bool first_round, double& a,
           double& b) {
  for (int step = 0; step < kMaxSteps; ++step) {
    double sum0 = 0.0;
    double sum1 = 0.0;
    double sum2 = 0.0;
    for (Index i = 0; i < x.size(); ++i) {
      const double lambda = std::exp(offset[i] + a + b * x[i]);
      sum0 += lambda;
      sum1 += lambda * x[i];
      sum2 += lambda * x[i] * x[i];
    }
    sum2 += precision;
    const double slope_a = n_sum - sum0;
    const double slope_b = nx_sum - sum1 - precision * b;
    const double determinant = sum0 * sum2 - sum1 * sum1;
    const double factor = first_round && step == 0 ? 0.5 : 1.0;
    const double move_a = factor * (sum2 * slope_a - sum1 * slope_b) / determinant;
    const double move_b = factor * (sum0 * slope_b - sum1 * slope_a) / determinant;
    a += move_a;
    b += move_b;
    if (!(std::max(std::abs(move_a), std::abs(move_b)) > kMove)) return;
  }
}

double mean_of(const VectorXd& x) {
  double sum = 0.0;
  for (Index i = 0; i < x.size(); ++i) sum += x[i];
  return sum / static_cast<double>(x.size());
}

void scale(VectorXd& theta) {
  theta.array() -= mean_of(theta);
  theta /= std::sqrt(theta.squaredNorm() / static_cast<double>(theta.size() - 1));
}

double log_posterior(const Data& data, const Eigen::MatrixXd& counts, const Parameters& at) {
  double sum = -at.beta.squaredNorm() / (2.0 * data.sigma * data.sigma) - kThetaPrecision * at.theta.squaredNorm() / 2.0;
  for (Index d = 0; d < counts.rows(); ++d) {
    for (Index w = 0; w < counts.cols(); ++w) {
      const double log_lambda = at.alpha[d] + at.psi[w] + at.beta[w] * at.theta[d];
      sum += log_lambda * counts(d, w) - std::exp(log_lambda);
    }
  }
  return sum;
}

}  // namespace

Solution iterate_as_quanteda(const Data& data, Cells& cells) {
  const Eigen::MatrixXd counts = data.counts;
  bool found = false;
  Parameters at = zero_parameters(data);
  at.theta = start_of(data, found).theta;
  at.alpha = data.row_sums.array().log() - std::log(mean_of(data.row_sums));
  at.psi = (data.column_sums / static_cast<double>(data.n_documents())).array().log();

  Solution out;
  double last = -std::numeric_limits<double>::infinity();
  double posterior = log_posterior(data, counts, at);
  while (posterior - last > kGain && out.n_iterations < kMaxRounds) {
    check_stop();
    const bool first_round = out.n_iterations == 0;
    ++out.n_iterations;
    const VectorXd word_sums = counts.transpose() * at.theta;
    for (Index w = 0; w < data.n_words(); ++w) {
      climb(at.alpha, at.theta, data.column_sums[w], word_sums[w], 1.0 / (data.sigma * data.sigma), first_round, at.psi[w], at.beta[w]);
    }
    const VectorXd document_sums = counts * at.beta;
    for (Index d = 0; d < data.n_documents(); ++d) {
      climb(at.psi, at.beta, data.row_sums[d], document_sums[d], kThetaPrecision, first_round, at.alpha[d], at.theta[d]);
    }
    at.alpha.array() -= mean_of(at.alpha);
    scale(at.theta);
    last = posterior;
    posterior = log_posterior(data, counts, at);
  }
  out.converged = std::isfinite(posterior) && !(posterior - last > kGain);
  out.point = evaluate(data, cells, std::move(at));
  return out;
}

}  // namespace stance::detail::wordfish
