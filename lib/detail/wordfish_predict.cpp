#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/dfm_checks.hpp"
#include "detail/parallel.hpp"
#include "detail/scaling_columns.hpp"
#include "detail/wordfish_model.hpp"
#include "stance/wordfish.hpp"

// New documents on the scale of a fitted model.

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kMaxSteps = 200;

/// The words of a model that it places.
struct Words {
  std::vector<double> psi;
  std::vector<double> beta;
  std::vector<double> phi;  ///< dispersion of their counts
  double lowest = 0.0;  ///< β
  double highest = 0.0;
};

/// Shares p_w ∝ exp(ψ_w + β_w θ) of the words in a document at θ: log of their sum, mean and variance of β.
struct Shares {
  double log_sum;
  double mean;
  double variance;
};

Shares shares_at(const Words& words, double theta) {
  double top = -std::numeric_limits<double>::infinity();
  for (std::size_t w = 0; w < words.psi.size(); ++w) top = std::max(top, words.psi[w] + words.beta[w] * theta);
  double sum0 = 0.0;
  double sum1 = 0.0;
  double sum2 = 0.0;
  for (std::size_t w = 0; w < words.psi.size(); ++w) {
    const double share = std::exp(words.psi[w] + words.beta[w] * theta - top);
    sum0 += share;
    sum1 += share * words.beta[w];
    sum2 += share * words.beta[w] * words.beta[w];
  }
  const double mean = sum1 / sum0;
  return {top + std::log(sum0), mean, sum2 / sum0 - mean * mean};
}

/// θ where the words' mean β is the document's, which is where its likelihood, α profiled out, is largest: one root, since the mean rises
/// with θ.
double position_of(const Words& words, double mean_beta) {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  double theta = 0.0;
  double reach = 1.0;
  for (int step = 0; step < kMaxSteps; ++step) {
    const Shares shares = shares_at(words, theta);
    const double missing = mean_beta - shares.mean;
    (missing > 0.0 ? lower : upper) = theta;
    double next = theta + missing / shares.variance;
    if (std::abs(next - theta) <= 1e-13 * std::max(1.0, std::abs(theta))) return next;
    if (!(std::abs(next - theta) <= reach)) next = theta + std::copysign(reach, missing);  // far out the curvature vanishes
    reach *= 2.0;
    if (next <= lower || next >= upper) next = (lower + upper) / 2.0;
    if (next == theta) return next;
    theta = next;
  }
  return kNaN;
}

/// Errors of θ and α at a document's place, given the words.
detail::wordfish::DocumentErrors errors_at(const Words& words, double theta, double alpha) {
  double information[3] = {0.0, 0.0, 0.0};
  double spread[3] = {0.0, 0.0, 0.0};
  for (std::size_t w = 0; w < words.psi.size(); ++w) {
    const double lambda = std::exp(alpha + words.psi[w] + words.beta[w] * theta);
    const double powers[3] = {lambda, lambda * words.beta[w], lambda * words.beta[w] * words.beta[w]};
    for (std::size_t i = 0; i < 3; ++i) {
      information[i] += powers[i];
      spread[i] += words.phi[w] * powers[i];
    }
  }
  return detail::wordfish::document_errors(information, spread);
}

}  // namespace

WordfishPrediction Wordfish::predict(const Dfm& counts) const {
  detail::check_unweighted(counts, "Wordfish, prediction");
  Words words;
  for (std::size_t w = 0; w < beta_.values.size(); ++w) {
    if (std::isnan(beta_.values[w])) continue;
    words.psi.push_back(psi_.values[w]);
    words.beta.push_back(beta_.values[w]);
    words.phi.push_back(options_.dispersion == Dispersion::feature ? phi_[w] : options_.dispersion == Dispersion::overall ? fit_.dispersion : 1.0);
  }
  if (!words.beta.empty()) {
    words.lowest = *std::min_element(words.beta.begin(), words.beta.end());
    words.highest = *std::max_element(words.beta.begin(), words.beta.end());
  }
  const std::vector<std::ptrdiff_t> columns = detail::columns_of(*beta_.features, counts.features());
  WordfishPrediction out;
  const auto n = static_cast<std::size_t>(counts.n_documents());
  out.scale.method = "wordfish";
  out.scale.formula = documents_.formula + "; new documents, words as fitted";
  out.scale.documents = counts.documents();
  out.scale.level = options_.level;
  out.scale.positions.assign(n, undefined_estimate());
  out.scale.reasons.assign(n, Unscaled::empty);
  out.scale.n_scored.assign(n, 0.0);
  out.scale.n_left_out.assign(n, 0.0);
  out.alpha.assign(n, undefined_estimate());
  detail::for_each_index(n, options_.threads, [&](std::size_t d, std::size_t) {
    double& known = out.scale.n_scored[d];
    double beta_sum = 0.0;
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), static_cast<Eigen::Index>(d)); cell; ++cell) {
      const std::ptrdiff_t column = columns[static_cast<std::size_t>(cell.col())];
      const bool placed = column >= 0 && !std::isnan(beta_.values[static_cast<std::size_t>(column)]);
      (placed ? known : out.scale.n_left_out[d]) += cell.value();
      if (placed) beta_sum += cell.value() * beta_.values[static_cast<std::size_t>(column)];
    }
    if (known <= 0.0) {
      if (out.scale.n_left_out[d] > 0.0) out.scale.reasons[d] = fit_.identified ? Unscaled::no_known_features : Unscaled::not_identified;
      return;
    }
    out.scale.reasons[d] = Unscaled::not_identified;
    const double mean_beta = beta_sum / known;
    const double margin = 1e-9 * (words.highest - words.lowest);
    if (!(mean_beta > words.lowest + margin && mean_beta < words.highest - margin)) return;
    const double theta = position_of(words, mean_beta);
    if (std::isnan(theta)) return;
    const double alpha = std::log(known) - shares_at(words, theta).log_sum;
    const detail::wordfish::DocumentErrors errors = errors_at(words, theta, alpha);
    out.scale.reasons[d] = Unscaled::scaled;
    out.scale.positions[d] = normal_estimate(theta, fit_.converged ? errors.theta : kNaN, options_.level);
    out.alpha[d] = normal_estimate(alpha, fit_.converged ? errors.alpha : kNaN, options_.level);
  });
  return out;
}

}  // namespace stance
