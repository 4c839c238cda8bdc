#include <Eigen/SVD>

#include <cmath>
#include <limits>

#include "detail/parallel.hpp"
#include "stance/correspondence.hpp"

namespace stance {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The orthogonal matrix Q that brings X Q nearest to the reference, documents weighing as in the whole table.
MatrixXd rotation_to(const MatrixXd& x, const CorrespondenceAnalysis& reference, CaCoordinates coordinates, CaAlignment alignment) {
  const MatrixXd& goal = coordinates == CaCoordinates::standard ? reference.rows().standard : reference.rows().principal;
  MatrixXd cross = MatrixXd::Zero(x.cols(), x.cols());
  for (Index d = 0; d < x.rows(); ++d) {
    if (std::isnan(x(d, 0)) || std::isnan(goal(d, 0))) continue;
    for (Index j = 0; j < x.cols(); ++j) {
      for (Index k = 0; k < x.cols(); ++k) cross(j, k) += reference.rows().masses[static_cast<std::size_t>(d)] * x(d, j) * goal(d, k);
    }
  }
  if (alignment == CaAlignment::procrustes) {
    const Eigen::JacobiSVD<MatrixXd> svd(cross, Eigen::ComputeFullU | Eigen::ComputeFullV);
    return svd.matrixU() * svd.matrixV().transpose();
  }
  MatrixXd signs = MatrixXd::Zero(x.cols(), x.cols());
  for (Index k = 0; k < x.cols(); ++k) signs(k, k) = cross(k, k) < 0.0 ? -1.0 : 1.0;
  return signs;
}

}  // namespace

std::vector<DocumentScale> bootstrap_documents(const SentenceCounts& sentences, const CaBootstrapOptions& options) {
  const CorrespondenceAnalysis whole = CorrespondenceAnalysis::fit(sentences.to_dfm(), options.analysis);
  const auto n = static_cast<Index>(sentences.n_documents());
  const auto dimensions = static_cast<Index>(whole.n_dimensions());
  CorrespondenceOptions inner = options.analysis;
  inner.threads = 1;  // the replicates share the threads
  const Statistic statistic = [&](const Dfm& counts) {
    std::vector<double> out(static_cast<std::size_t>(n * dimensions), kNaN);
    const CorrespondenceAnalysis replicate = CorrespondenceAnalysis::fit(counts, inner);
    if (replicate.n_dimensions() < whole.n_dimensions() || dimensions == 0) return out;
    const MatrixXd& own = options.coordinates == CaCoordinates::standard ? replicate.rows().standard : replicate.rows().principal;
    const MatrixXd aligned = own * rotation_to(own, whole, options.coordinates, options.alignment);
    for (Index k = 0; k < dimensions; ++k) {
      for (Index d = 0; d < n; ++d) out[static_cast<std::size_t>(k * n + d)] = aligned(d, k);
    }
    return out;
  };
  std::vector<DocumentScale> scales;
  for (Index k = 0; k < dimensions; ++k) scales.push_back(whole.documents(static_cast<std::size_t>(k), options.coordinates));
  if (dimensions == 0) return scales;
  const BootstrapResult result = bootstrap(sentences, statistic, options.bootstrap);
  for (Index k = 0; k < dimensions; ++k) {
    DocumentScale& scale = scales[static_cast<std::size_t>(k)];
    scale.formula += options.alignment == CaAlignment::procrustes ? "; bootstrap over sentences, replicates rotated"
                                                                  : "; bootstrap over sentences, replicates reflected";
    scale.level = options.bootstrap.level;
    for (Index d = 0; d < n; ++d) {
      if (scale.reasons[static_cast<std::size_t>(d)] != Unscaled::scaled) continue;
      const Estimate& estimate = result.estimates[static_cast<std::size_t>(k * n + d)];
      // A document that is kept as it is moves with the others only: that is not its error.
      scale.positions[static_cast<std::size_t>(d)] =
          result.resampled[static_cast<std::size_t>(d)] ? estimate : without_error(estimate.value);
    }
  }
  return scales;
}

}  // namespace stance
