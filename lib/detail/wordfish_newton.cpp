#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/wordfish_model.hpp"

// Trust-region Newton steps by preconditioned conjugate gradients. See Conn, Gould & Toint (2000), Trust-Region Methods, ch. 7, doi
// 10.1137/1.9780898719857; the truncation is Steihaug's (1983), SIAM Journal on Numerical Analysis 20(3):626-637, doi 10.1137/0720042.

namespace stance::detail::wordfish {
namespace {

constexpr std::size_t kMaxProducts = 250;

struct Step {
  Parameters change;
  double gain = 0.0;    ///< of the objective, as the quadratic model has it
  double length = 0.0;  ///< √(zᵀ I z): in standard errors
  bool at_boundary = false;
};

/// How far along d from z the region ends: the positive τ with |z + τ d| = radius.
double to_boundary(double zz, double zd, double dd, double radius) {
  const double rest = std::max(0.0, radius * radius - zz);
  return rest / (zd + std::sqrt(zd * zd + dd * rest));
}

Step newton_step(const Data& data, Cells& cells, const Point& point, double radius) {
  Step step{zero_parameters(data), 0.0, 0.0, false};
  Parameters rest = point.gradient;
  Parameters improved = precondition(data, point, rest);
  double size = dot(rest, improved);
  const double first = size;
  const double aim = first * std::pow(std::min(0.1, point.gradient_size), 2);
  Parameters along = zero_parameters(data);
  add(along, -1.0, improved);
  double zz = 0.0;  // zᵀ I z and its like, by recurrence
  double zd = 0.0;
  double dd = size;
  for (std::size_t product = 0; product < kMaxProducts && size > aim && size > 0.0; ++product) {
    check_stop();
    const Parameters curved = hessian_times(data, cells, point, along);
    const double curvature = dot(along, curved);
    double tau = curvature > 1e-14 * dd ? size / curvature : std::numeric_limits<double>::infinity();
    if (!(zz + 2.0 * tau * zd + tau * tau * dd < radius * radius)) {
      tau = to_boundary(zz, zd, dd, radius);
      step.at_boundary = true;
    }
    // Gain of the model along this piece: −τ (restᵀ d) − τ²/2 dᵀHd; restᵀ d = −size.
    step.gain += tau * size - tau * tau / 2.0 * curvature;
    add(step.change, tau, along);
    zz += 2.0 * tau * zd + tau * tau * dd;
    if (step.at_boundary) break;
    add(rest, tau, curved);
    improved = precondition(data, point, rest);
    const double next = dot(rest, improved);
    const double ratio = next / size;
    size = next;
    zd = ratio * (zd + tau * dd);
    dd = size + ratio * ratio * dd;
    for (auto part : {&Parameters::alpha, &Parameters::theta, &Parameters::psi, &Parameters::beta}) {
      along.*part = ratio * (along.*part) - improved.*part;
    }
  }
  step.length = std::sqrt(std::max(0.0, zz));
  return step;
}

/// Moves ψ to its best place given the rest, ψ_w = log(Σ_d n / Σ_d exp(α_d + β_w θ_d)), and then α. A step along the tangent of a narrow
/// bent ridge comes back onto it that way. Leaves the parameters alone where they have left the numbers.
void settle(const Data& data, Cells& cells, Parameters& parameters) {
  const auto shift = [](VectorXd& of, const VectorXd& wanted, const VectorXd& got) {
    const VectorXd move = (wanted.array() / got.array()).log();
    if (move.allFinite()) of += move;
  };
  shift(parameters.psi, data.column_sums, cells.moments(parameters).column0);
  shift(parameters.alpha, data.row_sums, cells.moments(parameters).row0);
}

}  // namespace

Solution maximize(const Data& data, Cells& cells, Parameters start, double tolerance, std::size_t max_iterations) {
  Solution out;
  out.point = evaluate(data, cells, std::move(start));
  double radius = std::sqrt(std::max(0.0, dot(out.point.gradient, precondition(data, out.point, out.point.gradient))));
  bool lambda_is_current = true;
  while (out.n_iterations < max_iterations && out.point.gradient_size > tolerance) {
    check_stop();
    ++out.n_iterations;
    if (!lambda_is_current) static_cast<void>(cells.moments(out.point.parameters));
    const Step step = newton_step(data, cells, out.point, radius);
    Parameters trial = out.point.parameters;
    add(trial, 1.0, step.change);
    settle(data, cells, trial);
    standardize(trial);
    Point next = evaluate(data, cells, std::move(trial));
    lambda_is_current = false;
    const double gained = next.objective - out.point.objective;
    // Near the maximum a gain drowns in the rounding of the objective; there, the gradient decides.
    const double rounding = 1e-13 * (std::abs(out.point.objective) + data.total);
    const bool blind = step.gain <= rounding;
    const double agreement = gained / step.gain;
    const bool taken = blind ? next.gradient_size < out.point.gradient_size && gained >= -rounding : agreement > 1e-4;
    if (taken) {
      out.point = std::move(next);
      lambda_is_current = true;
    } else if (blind && !step.at_boundary) {
      break;  // as near as numbers allow
    }
    if (!taken || (!blind && agreement < 0.25)) {
      radius = 0.25 * step.length;
    } else if (step.at_boundary && agreement > 0.75) {
      radius *= 3.0;
    }
    if (!(radius > 0.0)) break;
  }
  if (!lambda_is_current) static_cast<void>(cells.moments(out.point.parameters));
  out.converged = out.point.gradient_size <= tolerance;
  return out;
}

}  // namespace stance::detail::wordfish
