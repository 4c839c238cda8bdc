#pragma once
/// @file validation_draws.hpp
/// The bootstrap of the validation: whole clusters (rows, documents, countries) are drawn with replacement. All figures share the same
/// draws, so that differences of figures are paired.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "stance/validation.hpp"

namespace stance::detail {

/// Six decimals, as in all output: sums that cancel leave 1e-17 and not 0, which would break ties between documents.
[[nodiscard]] double as_printed(double value) noexcept;

class Draws {
 public:
  Draws(std::size_t n_clusters, std::size_t replicates, std::uint64_t seed, double level);
  /// How often each cluster was drawn.
  using Counts = std::vector<std::uint32_t>;
  using Statistic = std::function<std::optional<double>(const Counts&)>;
  /// The statistic of the sample, where each cluster counts once, with its interval.
  [[nodiscard]] Estimated estimated(const Statistic& statistic) const;

 private:
  std::vector<Counts> draws_;
  Counts once_;
  double level_;
};

/// Tables of counts by cluster: those of a resample are sums of them.
class ClusterTables {
 public:
  void add(std::size_t cluster, Eigen::Index gold, Eigen::Index got, double weight = 1.0);
  [[nodiscard]] Eigen::Matrix3d sum() const;
  [[nodiscard]] Eigen::Matrix3d sum(const Draws::Counts& counts) const;

 private:
  struct Entry {
    std::size_t cluster;
    Eigen::Matrix3d table;
  };
  std::vector<Entry> entries_;  ///< one after the other, a cluster may have several
};

}  // namespace stance::detail
