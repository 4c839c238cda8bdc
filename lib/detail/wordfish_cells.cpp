#include <algorithm>

#include "detail/parallel.hpp"
#include "detail/wordfish_model.hpp"

// The two loops over all cells of λ in which Wordfish spends its time.

namespace stance::detail::wordfish {
namespace {

constexpr Index kTile = 512;  ///< words at a time: their vectors stay in the fastest cache while the documents of a stripe pass
constexpr Index kPacket = 8;  ///< the exponential is taken of whole packets, so that no element goes through another implementation
constexpr Index kMaxStripes = 32;
constexpr double kMaxKept = 64e6;  ///< cells of λ
constexpr double kAlone = 2e5;     ///< up to this many cells a loop is over before other threads have woken up

struct alignas(64) Buffer {
  double values[kTile];
};

/// λ of one document and the words [first, first + n) into a buffer.
void fill_lambda(const Parameters& at, Index d, Index first, Index n, double* lambda) {
  const double* psi = at.psi.data() + first;
  const double* beta = at.beta.data() + first;
  const double alpha = at.alpha[d];
  const double theta = at.theta[d];
  for (Index i = 0; i < n; ++i) lambda[i] = alpha + psi[i] + beta[i] * theta;
  const Index padded = (n + kPacket - 1) / kPacket * kPacket;
  for (Index i = n; i < padded; ++i) lambda[i] = 0.0;
  Eigen::Map<Eigen::ArrayXd, Eigen::Aligned64> all(lambda, padded);
  all = all.exp();
}

/// Four running sums in place of one: independent additions, in an order that is the same everywhere.
struct Lanes {
  double values[4] = {0.0, 0.0, 0.0, 0.0};
  [[nodiscard]] double sum() const noexcept { return (values[0] + values[1]) + (values[2] + values[3]); }
};

/// term(i, lane) for all i, the lanes taking turns.
template <typename Term>
void in_lanes(Index n, const Term& term) {
  Index i = 0;
  for (; i + 4 <= n; i += 4) {
    for (Index lane = 0; lane < 4; ++lane) term(i + lane, static_cast<std::size_t>(lane));
  }
  for (; i < n; ++i) term(i, static_cast<std::size_t>(i % 4));
}

}  // namespace

Cells::Cells(const Data& data) : data_(data) {
  const Index n = std::min(kMaxStripes, data.n_documents());
  for (Index s = 0; s < n; ++s) stripes_.push_back({data.n_documents() * s / n, data.n_documents() * (s + 1) / n, {}, {}, {}});
  const double cells = static_cast<double>(data.n_documents()) * static_cast<double>(data.n_words());
  threads_ = cells <= kAlone ? 1 : data.threads;
  keeps_lambda_ = cells <= kMaxKept;
  if (keeps_lambda_) lambda_.resize(static_cast<std::size_t>(data.n_documents() * data.n_words()));
}

VectorXd Cells::merged(VectorXd Stripe::*sum) const {
  VectorXd out = VectorXd::Zero(data_.n_words());
  for (const Stripe& stripe : stripes_) out += stripe.*sum;
  return out;
}

Moments Cells::moments(const Parameters& parameters) {
  Moments out;
  for (VectorXd* sums : {&out.row0, &out.row1, &out.row2}) *sums = VectorXd::Zero(data_.n_documents());
  for_each_index(stripes_.size(), threads_, [&](std::size_t s, std::size_t) { stripe_moments(parameters, stripes_[s], out); });
  out.column0 = merged(&Stripe::sum0);
  out.column1 = merged(&Stripe::sum1);
  out.column2 = merged(&Stripe::sum2);
  return out;
}

void Cells::stripe_moments(const Parameters& parameters, Stripe& stripe, Moments& out) {
  for (VectorXd* sums : {&stripe.sum0, &stripe.sum1, &stripe.sum2}) *sums = VectorXd::Zero(data_.n_words());
  Buffer buffer;
  for (Index first = 0; first < data_.n_words(); first += kTile) {
    check_stop();
    const Index n = std::min(kTile, data_.n_words() - first);
    const double* beta = parameters.beta.data() + first;
    double* sum0 = stripe.sum0.data() + first;
    double* sum1 = stripe.sum1.data() + first;
    double* sum2 = stripe.sum2.data() + first;
    for (Index d = stripe.begin; d < stripe.end; ++d) {
      double* const lambda = buffer.values;
      fill_lambda(parameters, d, first, n, lambda);
      if (keeps_lambda_) std::copy_n(lambda, n, lambda_.data() + d * data_.n_words() + first);
      const double theta = parameters.theta[d];
      const double squared = theta * theta;
      for (Index i = 0; i < n; ++i) {
        sum0[i] += lambda[i];
        sum1[i] += theta * lambda[i];
        sum2[i] += squared * lambda[i];
      }
      Lanes row0;
      Lanes row1;
      Lanes row2;
      in_lanes(n, [&](Index i, std::size_t lane) {
        const double weighted = lambda[i] * beta[i];
        row0.values[lane] += lambda[i];
        row1.values[lane] += weighted;
        row2.values[lane] += weighted * beta[i];
      });
      out.row0[d] += row0.sum();
      out.row1[d] += row1.sum();
      out.row2[d] += row2.sum();
    }
  }
}

Parameters Cells::curvature_times(const Parameters& parameters, const Parameters& v) {
  Parameters out = zero_parameters(data_);
  for_each_index(stripes_.size(), threads_, [&](std::size_t s, std::size_t) { stripe_curvature(parameters, v, stripes_[s], out); });
  out.psi = merged(&Stripe::sum0);
  out.beta = merged(&Stripe::sum1);
  return out;
}

void Cells::stripe_curvature(const Parameters& parameters, const Parameters& v, Stripe& stripe, Parameters& out) const {
  for (VectorXd* sums : {&stripe.sum0, &stripe.sum1}) *sums = VectorXd::Zero(data_.n_words());
  Buffer buffer;
  Buffer changed;
  for (Index first = 0; first < data_.n_words(); first += kTile) {
    check_stop();
    const Index n = std::min(kTile, data_.n_words() - first);
    const double* beta = parameters.beta.data() + first;
    const double* v_psi = v.psi.data() + first;
    const double* v_beta = v.beta.data() + first;
    double* sum0 = stripe.sum0.data() + first;
    double* sum1 = stripe.sum1.data() + first;
    for (Index d = stripe.begin; d < stripe.end; ++d) {
      const double* lambda = keeps_lambda_ ? lambda_.data() + d * data_.n_words() + first : buffer.values;
      if (!keeps_lambda_) fill_lambda(parameters, d, first, n, buffer.values);
      const double theta = parameters.theta[d];
      const double v_alpha = v.alpha[d];
      const double v_theta = v.theta[d];
      double* const change = changed.values;  // λ times the change of log λ along v
      for (Index i = 0; i < n; ++i) {
        change[i] = lambda[i] * (v_alpha + v_psi[i] + beta[i] * v_theta + theta * v_beta[i]);
        sum0[i] += change[i];
        sum1[i] += theta * change[i] + v_theta * lambda[i];
      }
      Lanes row0;
      Lanes row1;
      in_lanes(n, [&](Index i, std::size_t lane) {
        row0.values[lane] += change[i];
        row1.values[lane] += change[i] * beta[i] + lambda[i] * v_beta[i];
      });
      out.alpha[d] += row0.sum();
      out.theta[d] += row1.sum();
    }
  }
}

}  // namespace stance::detail::wordfish
