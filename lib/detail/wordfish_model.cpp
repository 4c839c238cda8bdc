#include "detail/wordfish_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "detail/svd.hpp"

namespace stance::detail::wordfish {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNoInertia = 1e-12;  ///< singular values up to this are rounding

double sum_of(const VectorXd& x) {
  double sum = 0.0;
  for (Index i = 0; i < x.size(); ++i) sum += x[i];
  return sum;
}

double dot_of(const VectorXd& x, const VectorXd& y) {
  double sum = 0.0;
  for (Index i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

/// Σ_w n_dw x_w of each row.
VectorXd rows_times(const Dfm::Matrix& counts, const VectorXd& x) {
  VectorXd out(counts.rows());
  for (Index d = 0; d < counts.rows(); ++d) {
    double sum = 0.0;
    for (Dfm::Matrix::InnerIterator cell(counts, d); cell; ++cell) sum += cell.value() * x[cell.col()];
    out[d] = sum;
  }
  return out;
}

/// Σ_d n_dw x_d of each column.
VectorXd columns_times(const Dfm::Matrix& counts, const VectorXd& x) {
  VectorXd out = VectorXd::Zero(counts.cols());
  for (Index d = 0; d < counts.rows(); ++d) {
    for (Dfm::Matrix::InnerIterator cell(counts, d); cell; ++cell) out[cell.col()] += cell.value() * x[d];
  }
  return out;
}

/// A symmetric matrix of two rows: a b / b c.
struct Block {
  double a, b, c;
  [[nodiscard]] double determinant() const noexcept { return a * c - b * b; }
};

/// Information of one document or word, kept away from singularity where all of its λ sit on one value of x.
Block block_of(double sum0, double sum1, double sum2, double extra) {
  const double least = std::numeric_limits<double>::min();
  return {std::max(sum0, least), sum1, sum2 * (1.0 + 1e-12) + extra + 1e-14 * sum0 + least};
}
Block document_block(const Data& data, const Point& point, double b_squared, Index d) {
  const double pull = b_squared / (data.sigma * data.sigma * static_cast<double>(data.n_documents() - 1));
  return block_of(point.moments.row0[d], point.moments.row1[d], point.moments.row2[d], pull);
}
Block word_block(const Data& data, const Point& point, Index w) {
  return block_of(point.moments.column0[w], point.moments.column1[w], point.moments.column2[w], 1.0 / (data.sigma * data.sigma));
}

/// Goes over all blocks: apply(block, first parameter of v, second, first of out, second).
template <typename Apply>
Parameters over_blocks(const Data& data, const Point& point, const Parameters& v, const Apply& apply) {
  Parameters out = zero_parameters(data);
  const double b_squared = dot_of(point.parameters.beta, point.parameters.beta);
  for (Index d = 0; d < data.n_documents(); ++d) {
    apply(document_block(data, point, b_squared, d), v.alpha[d], v.theta[d], out.alpha[d], out.theta[d]);
  }
  for (Index w = 0; w < data.n_words(); ++w) apply(word_block(data, point, w), v.psi[w], v.beta[w], out.psi[w], out.beta[w]);
  return out;
}

}  // namespace

Data data_of(Dfm::Matrix counts, double sigma, std::size_t threads) {
  Data out;
  out.row_sums = rows_times(counts, VectorXd::Ones(counts.cols()));
  out.column_sums = columns_times(counts, VectorXd::Ones(counts.rows()));
  out.total = sum_of(out.row_sums);
  out.counts = std::move(counts);
  out.sigma = sigma;
  out.threads = threads;
  return out;
}

Parameters zero_parameters(const Data& data) {
  return {VectorXd::Zero(data.n_documents()), VectorXd::Zero(data.n_documents()), VectorXd::Zero(data.n_words()),
          VectorXd::Zero(data.n_words())};
}

Parameters undefined_parameters(const Data& data) {
  Parameters out = zero_parameters(data);
  for (VectorXd* part : {&out.alpha, &out.theta, &out.psi, &out.beta}) part->setConstant(std::numeric_limits<double>::quiet_NaN());
  return out;
}

void add(Parameters& to, double factor, const Parameters& step) {
  to.alpha += factor * step.alpha;
  to.theta += factor * step.theta;
  to.psi += factor * step.psi;
  to.beta += factor * step.beta;
}

double dot(const Parameters& a, const Parameters& b) {
  return dot_of(a.alpha, b.alpha) + dot_of(a.theta, b.theta) + dot_of(a.psi, b.psi) + dot_of(a.beta, b.beta);
}

void standardize(Parameters& parameters) {
  const auto n = static_cast<double>(parameters.theta.size());
  const double mean = sum_of(parameters.theta) / n;
  parameters.theta.array() -= mean;
  const double spread = std::sqrt(dot_of(parameters.theta, parameters.theta) / (n - 1.0));
  parameters.psi += mean * parameters.beta;
  if (spread > 0.0) {
    parameters.theta /= spread;
    parameters.beta *= spread;
  }
  const double length = sum_of(parameters.alpha) / n;
  parameters.alpha.array() -= length;
  parameters.psi.array() += length;
}

void turn_round(Parameters& parameters) {
  parameters.theta = -parameters.theta;
  parameters.beta = -parameters.beta;
}

Point evaluate(const Data& data, Cells& cells, Parameters parameters) {
  Point out;
  out.parameters = std::move(parameters);
  const Parameters& at = out.parameters;
  out.moments = cells.moments(at);
  const double precision = 1.0 / (data.sigma * data.sigma);
  const double b_squared = dot_of(at.beta, at.beta);
  const VectorXd row_beta = rows_times(data.counts, at.beta);
  const double fitted = sum_of(out.moments.row0);
  out.objective = dot_of(data.row_sums, at.alpha) + dot_of(data.column_sums, at.psi) + dot_of(row_beta, at.theta) - fitted -
                  b_squared * precision / 2.0;
  if (!std::isfinite(out.objective)) out.objective = -kInfinity;

  const double pull = b_squared * precision / static_cast<double>(data.n_documents() - 1);
  out.gradient.alpha = out.moments.row0 - data.row_sums;
  out.gradient.theta = out.moments.row1 - row_beta + pull * at.theta;
  out.gradient.psi = out.moments.column0 - data.column_sums;
  out.gradient.beta = out.moments.column1 - columns_times(data.counts, at.theta) + precision * at.beta;
  double largest = 0.0;
  over_blocks(data, out, out.gradient, [&](const Block& block, double first, double second, double&, double&) {
    const double size = (block.c * first * first - 2.0 * block.b * first * second + block.a * second * second) / block.determinant();
    if (!(size <= largest)) largest = size;  // also where it is NaN
  });
  out.gradient_size = std::sqrt(largest);
  return out;
}

Parameters hessian_times(const Data& data, Cells& cells, const Point& point, const Parameters& v) {
  const Parameters& at = point.parameters;
  Parameters out = cells.curvature_times(at, v);
  out.theta -= rows_times(data.counts, v.beta);
  out.beta -= columns_times(data.counts, v.theta);
  // The penalty sd(θ)² Σβ² / (2σ²), at mean 0 and sd 1.
  const double precision = 1.0 / (data.sigma * data.sigma);
  const auto n = static_cast<double>(data.n_documents());
  const double cross = 2.0 * precision / (n - 1.0);
  const double pull = dot_of(at.beta, at.beta) * precision / (n - 1.0);
  const double mean = sum_of(v.theta) / n;
  out.theta.array() += pull * (v.theta.array() - mean);
  out.theta += cross * dot_of(at.beta, v.beta) * at.theta;
  out.beta += precision * v.beta + cross * dot_of(at.theta, v.theta) * at.beta;
  return out;
}

Parameters precondition(const Data& data, const Point& point, const Parameters& v) {
  return over_blocks(data, point, v, [](const Block& block, double first, double second, double& to_first, double& to_second) {
    const double determinant = block.determinant();
    to_first = (block.c * first - block.b * second) / determinant;
    to_second = (block.a * second - block.b * first) / determinant;
  });
}

Parameters block_times(const Data& data, const Point& point, const Parameters& v) {
  return over_blocks(data, point, v, [](const Block& block, double first, double second, double& to_first, double& to_second) {
    to_first = block.a * first + block.b * second;
    to_second = block.b * first + block.c * second;
  });
}

VectorXd pearson_of_words(const Data& data, const Point& point) {
  const Parameters& at = point.parameters;
  VectorXd out = point.moments.column0;  // cells of 0 count λ each; the others are put right below
  for (Index d = 0; d < data.n_documents(); ++d) {
    for (Dfm::Matrix::InnerIterator cell(data.counts, d); cell; ++cell) {
      const double n = cell.value();
      out[cell.col()] += n * (n * std::exp(-(at.alpha[d] + at.psi[cell.col()] + at.beta[cell.col()] * at.theta[d])) - 2.0);
    }
  }
  return out;
}

Parameters start_of(const Data& data, bool& found) {
  Parameters out = zero_parameters(data);
  const VectorXd rows = data.row_sums / data.total;
  const VectorXd columns = data.column_sums / data.total;
  const Svd svd = truncated_svd(standardized_residuals(data.counts, data.total, rows, columns, data.threads), 1, SvdSides::both);
  found = svd.values.size() > 0 && svd.values[0] > kNoInertia;
  if (!found) return out;
  out.alpha = data.row_sums.array().log();
  out.psi = columns.array().log();
  out.theta = svd.left.col(0).array() / rows.array().sqrt();
  out.beta = svd.values[0] * svd.right.col(0).array() / columns.array().sqrt();
  standardize(out);
  return out;
}

Parameters random_start(const Data& data, const std::vector<std::string>& names, std::uint64_t seed, std::size_t number) {
  Parameters out = zero_parameters(data);
  for (Index d = 0; d < data.n_documents(); ++d) {
    Random random(seed, stream_of(names[static_cast<std::size_t>(d)], stream_of("wordfish") + number));
    out.theta[d] = random.normal();
  }
  out.alpha = data.row_sums.array().log();
  out.psi = (data.column_sums / data.total).array().log();
  standardize(out);
  return out;
}

}  // namespace stance::detail::wordfish
