#include "stance/latent_semantic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "detail/dfm_checks.hpp"
#include "detail/latent_semantic_seeds.hpp"
#include "detail/parallel.hpp"
#include "detail/resampling.hpp"
#include "detail/scaling_columns.hpp"
#include "detail/svd.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("latent semantic scaling: " + message);
}

void check(const LssOptions& options) {
  require(options.n_dimensions >= 2, fmt::format("n_dimensions: expected at least 2, got {}", options.n_dimensions));
  require(!options.slice || (*options.slice >= 1 && *options.slice <= options.n_dimensions),
          fmt::format("slice: expected a number from 1 to n_dimensions = {}, got {}", options.n_dimensions, options.slice.value_or(0)));
  for (const WeightedPattern& term : options.terms) {
    require(term.weight >= 0.0 && std::isfinite(term.weight),
            fmt::format("terms: '{}': expected a weight >= 0, got {}", term.pattern, term.weight));
  }
}

/// Vectors of words, of length 1; rows of words that have none in the space are NaN.
MatrixXd unit_vectors(const Dfm::Matrix& table, Index n_dimensions, std::size_t slice, std::size_t threads) {
  const detail::Svd svd = detail::truncated_svd(detail::SparseMinusOuter(table, {}, {}, threads), n_dimensions, detail::SvdSides::right);
  MatrixXd out = svd.right.leftCols(std::min(static_cast<Index>(slice), svd.values.size()));
  std::vector<bool> occurs(static_cast<std::size_t>(table.cols()), false);
  for (Index i = 0; i < table.nonZeros(); ++i) occurs[static_cast<std::size_t>(table.innerIndexPtr()[i])] = true;
  for (Index w = 0; w < out.rows(); ++w) {
    double squares = 0.0;
    for (Index k = 0; k < out.cols(); ++k) squares += out(w, k) * out(w, k);
    const double length = occurs[static_cast<std::size_t>(w)] && squares > 1e-24 ? std::sqrt(squares) : kNaN;
    for (Index k = 0; k < out.cols(); ++k) out(w, k) /= length;
  }
  return out;
}

double along(const MatrixXd& vectors, Index w, const VectorXd& axis) {
  double sum = 0.0;
  for (Index k = 0; k < vectors.cols(); ++k) sum += vectors(w, k) * axis[k];
  return sum;
}

/// Weighted sums over the words of one document.
struct Sums {
  double known = 0.0;
  double unknown = 0.0;
  double polarity = 0.0;
};

}  // namespace

LatentSemanticScaling LatentSemanticScaling::fit(const Dfm& sentences, const std::vector<WeightedPattern>& seeds,
                                                 const LssOptions& options) {
  detail::check_unweighted(sentences, "latent semantic scaling");
  return fit_matrix(sentences.matrix(), sentences.shared_features(), seeds, options);
}

LatentSemanticScaling LatentSemanticScaling::fit(const SentenceCounts& sentences, const std::vector<WeightedPattern>& seeds,
                                                 const LssOptions& options) {
  return fit_matrix(sentences.matrix, sentences.features, seeds, options);
}

LatentSemanticScaling LatentSemanticScaling::fit_matrix(const Dfm::Matrix& sentences, const std::shared_ptr<const NameList>& features,
                                                        const std::vector<WeightedPattern>& seeds, const LssOptions& options) {
  check(options);
  const detail::StopScope scope(options.stop);
  LatentSemanticScaling out;
  Dfm::Matrix table = sentences;
  if (options.weighting) {
    std::vector<std::string> rows(static_cast<std::size_t>(sentences.rows()));
    for (std::size_t s = 0; s < rows.size(); ++s) rows[s] = std::to_string(s);
    table = fit_transform(Dfm(sentences, std::move(rows), features, Weighting::counts), *options.weighting).matrix();
  }
  const detail::ResolvedSeeds resolved = detail::resolve_seeds(seeds, sentences, *features);
  out.missing_ = resolved.missing;
  const MatrixXd vectors = unit_vectors(table, static_cast<Index>(std::min<std::size_t>(options.n_dimensions, 1U << 20U)),
                                        options.slice.value_or(options.n_dimensions), options.threads);
  out.n_dimensions_ = static_cast<std::size_t>(vectors.cols());

  VectorXd axis = VectorXd::Zero(vectors.cols());
  for (const detail::ResolvedSeed& seed : resolved.seeds) {
    const auto w = static_cast<Index>(seed.feature);
    if (vectors.cols() == 0 || std::isnan(vectors(w, 0))) continue;  // too weak in the space kept to have a direction
    for (Index k = 0; k < axis.size(); ++k) axis[k] += seed.weight * vectors(w, k);
  }
  if (options.polarity == LssPolarity::cosine_to_axis) {
    double squares = 0.0;
    for (Index k = 0; k < axis.size(); ++k) squares += axis[k] * axis[k];
    axis /= squares > 1e-24 ? std::sqrt(squares) : kNaN;  // poles that cancel have no axis
  }
  const std::vector<double> weights = detail::term_weights(options.terms, *features);
  out.polarities_ = {features, std::vector<double>(features->size(), kNaN), std::vector<double>(features->size(), kNaN)};
  for (std::size_t w = 0; w < weights.size(); ++w) {
    if (!std::isnan(weights[w]) && vectors.cols() > 0) out.polarities_.values[w] = weights[w] * along(vectors, static_cast<Index>(w), axis);
  }
  for (const detail::ResolvedSeed& seed : resolved.seeds) {
    const double polarity = vectors.cols() > 0 ? along(vectors, static_cast<Index>(seed.feature), axis) : kNaN;
    out.seeds_.push_back({std::string((*features)[seed.feature]), seed.weight, polarity});
  }
  out.formula_ = fmt::format("latent semantic scaling, {} of {} seeds, {} dimensions",
                             options.polarity == LssPolarity::mean_cosine ? "mean cosine to each" : "cosine to the axis", out.seeds_.size(),
                             out.n_dimensions_);
  return out;
}

LatentSemanticScaling LatentSemanticScaling::from_polarities(std::shared_ptr<const NameList> features, std::vector<double> polarities) {
  require(features != nullptr && features->size() == polarities.size(), "polarities: expected one for each feature");
  for (const double polarity : polarities) require(std::isfinite(polarity), "polarities: expected finite numbers");
  LatentSemanticScaling out;
  const std::size_t n = polarities.size();
  out.polarities_ = {std::move(features), std::move(polarities), std::vector<double>(n, kNaN)};
  out.formula_ = "mean of given polarities";
  return out;
}

DocumentScale LatentSemanticScaling::predict(const Dfm& documents, const LssPredictOptions& options) const {
  detail::check_unweighted(documents, "latent semantic scaling, scores");
  require(options.min_n >= 0.0 && std::isfinite(options.min_n), fmt::format("min_n: expected a number >= 0, got {}", options.min_n));
  const std::vector<std::ptrdiff_t> columns = detail::columns_of(*polarities_.features, documents.features());
  DocumentScale out;
  out.method = "latent_semantic";
  out.formula =
      formula_ + (options.min_n > 0.0 ? fmt::format(", at least {} words", options.min_n) : "") + (options.rescale ? ", z-scores" : "");
  out.documents = documents.documents();
  out.level = options.level;
  for (Index d = 0; d < documents.n_documents(); ++d) {
    Sums sums;
    const auto polarity_of = [&](Index column) {
      const std::ptrdiff_t w = columns[static_cast<std::size_t>(column)];
      return w < 0 ? kNaN : polarities_.values[static_cast<std::size_t>(w)];
    };
    for (Dfm::Matrix::InnerIterator cell(documents.matrix(), d); cell; ++cell) {
      const double polarity = polarity_of(cell.col());
      (std::isnan(polarity) ? sums.unknown : sums.known) += cell.value();
      if (!std::isnan(polarity)) sums.polarity += cell.value() * polarity;
    }
    out.n_scored.push_back(sums.known);
    out.n_left_out.push_back(sums.unknown);
    out.reasons.push_back(sums.known > 0.0 ? Unscaled::scaled : sums.unknown > 0.0 ? Unscaled::no_known_features : Unscaled::empty);
    if (sums.known <= 0.0) {
      out.positions.push_back(undefined_estimate());
      continue;
    }
    const double n = std::max(sums.known, options.min_n);
    const double mean = sums.polarity / n;
    double squares = (n - sums.known) * mean * mean;  // the words of polarity 0 that fill a short document up
    for (Dfm::Matrix::InnerIterator cell(documents.matrix(), d); cell; ++cell) {
      const double polarity = polarity_of(cell.col());
      if (!std::isnan(polarity)) squares += cell.value() * (polarity - mean) * (polarity - mean);
    }
    out.positions.push_back(normal_estimate(mean, n > 1.0 ? std::sqrt(squares / n) / std::sqrt(n) : kNaN, options.level));
  }
  if (options.rescale) detail::to_z_scores(out);
  return out;
}

}  // namespace stance
