#include "detail/validation_draws.hpp"

#include <cmath>

#include "detail/random.hpp"
#include "detail/resampling.hpp"

namespace stance::detail {

double as_printed(double value) noexcept { return std::round(value * 1e6) / 1e6; }

Draws::Draws(std::size_t n_clusters, std::size_t replicates, std::uint64_t seed, double level) : once_(n_clusters, 1), level_(level) {
  if (n_clusters < 2) return;
  for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
    Random random(seed, stream_of("validation", replicate));
    Counts counts(n_clusters, 0);
    for (std::size_t i = 0; i < n_clusters; ++i) ++counts[random.below(n_clusters)];
    draws_.push_back(std::move(counts));
  }
}

Estimated Draws::estimated(const Statistic& statistic) const {
  Estimated out;
  out.value = statistic(once_);
  if (!out.value) return out;
  std::vector<double> values;
  for (const Counts& counts : draws_) {
    if (const auto value = statistic(counts)) values.push_back(*value);
  }
  if (values.empty() || 2 * values.size() < draws_.size()) return out;
  const Interval interval = percentile_interval(std::move(values), level_);
  out.lower = interval.lower;
  out.upper = interval.upper;
  return out;
}

void ClusterTables::add(std::size_t cluster, Eigen::Index gold, Eigen::Index got, double weight) {
  if (entries_.empty() || entries_.back().cluster != cluster) entries_.push_back({cluster, Eigen::Matrix3d::Zero()});
  entries_.back().table(gold, got) += weight;
}

Eigen::Matrix3d ClusterTables::sum() const {
  Eigen::Matrix3d out = Eigen::Matrix3d::Zero();
  for (const Entry& entry : entries_) out += entry.table;
  return out;
}

Eigen::Matrix3d ClusterTables::sum(const Draws::Counts& counts) const {
  Eigen::Matrix3d out = Eigen::Matrix3d::Zero();
  for (const Entry& entry : entries_) out += static_cast<double>(counts[entry.cluster]) * entry.table;
  return out;
}

}  // namespace stance::detail
