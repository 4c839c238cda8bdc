#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/parallel.hpp"
#include "detail/structure_common.hpp"
#include "stance/error.hpp"
#include "stance/structure.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Width {
  double value = kNaN;
  std::size_t neighbour = 0;  ///< index of the cluster
};

/// @param sums   of the distances to the members of each cluster, itself left out
/// @param sizes  of the clusters
Width width_of(std::size_t own, const std::vector<double>& sums, const std::vector<std::size_t>& sizes) {
  Width out;
  double other = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    const double mean = sums[c] / static_cast<double>(sizes[c]);
    if (c == own || mean >= other) continue;
    other = mean;
    out.neighbour = c;
  }
  if (sizes[own] == 1) {
    out.value = 0.0;
    return out;
  }
  const double inside = sums[own] / static_cast<double>(sizes[own] - 1);
  const double larger = std::max(inside, other);
  out.value = larger > 0.0 ? (other - inside) / larger : 0.0;
  return out;
}

void check_lists(const Distances& distances, const std::vector<std::size_t>& documents, const std::vector<std::size_t>& labels) {
  if (documents.size() != labels.size())
    throw InvalidArgument(fmt::format("silhouette: labels: expected {}, one for each document, got {}", documents.size(), labels.size()));
  std::vector<bool> seen(distances.names.size(), false);
  for (const std::size_t row : documents) {
    if (row >= seen.size() || seen[row])
      throw InvalidArgument(fmt::format("silhouette: documents: expected different rows below {}, got {}", seen.size(), row));
    seen[row] = true;
  }
  if (std::find(labels.begin(), labels.end(), std::size_t{0}) != labels.end())
    throw InvalidArgument("silhouette: labels: expected 1 or more, got 0");
}

}  // namespace

Silhouette silhouette(const Distances& distances, const std::vector<std::size_t>& documents, const std::vector<std::size_t>& labels) {
  check_lists(distances, documents, labels);
  const std::size_t n = documents.size();
  std::vector<std::size_t> names = labels;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::size_t> of(n);
  std::vector<std::size_t> sizes(names.size(), 0);
  for (std::size_t i = 0; i < n; ++i) {
    of[i] = static_cast<std::size_t>(std::lower_bound(names.begin(), names.end(), labels[i]) - names.begin());
    ++sizes[of[i]];
  }
  const bool defined = names.size() > 1;
  Silhouette out;
  out.widths.assign(n, kNaN);
  out.neighbours.assign(n, 0);
  for (std::size_t c = 0; c < names.size(); ++c) out.clusters.push_back({names[c], sizes[c], defined ? 0.0 : kNaN});
  out.mean = kNaN;
  if (!defined) return out;
  out.mean = 0.0;
  std::vector<double> sums(names.size());
  for (std::size_t i = 0; i < n; ++i) {
    detail::check_stop();
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t j = 0; j < n; ++j) {
      if (j != i) sums[of[j]] += detail::distance(distances, documents[j], documents[i]);
    }
    const Width width = width_of(of[i], sums, sizes);
    if (!std::all_of(sums.begin(), sums.end(), [](double sum) { return std::isfinite(sum); }))
      throw InvalidArgument(fmt::format("silhouette: documents: '{}' has undefined distances", distances.names[documents[i]]));
    out.widths[i] = width.value;
    out.neighbours[i] = names[width.neighbour];
    out.clusters[of[i]].mean += width.value / static_cast<double>(sizes[of[i]]);
    out.mean += width.value / static_cast<double>(n);
  }
  return out;
}

SuggestedClusters suggest_clusters(const ClusterTree& tree, const Distances& distances, std::size_t max_k) {
  if (max_k < 2) throw InvalidArgument(fmt::format("suggest_clusters: max_k: expected 2 or more, got {}", max_k));
  detail::check_tree(tree, distances, "suggest_clusters");
  SuggestedClusters out;
  for (std::size_t k = 2; k <= max_k && k < tree.size(); ++k) {
    out.means.push_back(silhouette(distances, tree.leaves, cut_into(tree, k)).mean);
    if (out.k == 0 || out.means.back() > out.means[out.k - 2]) out.k = k;
  }
  return out;
}

}  // namespace stance
