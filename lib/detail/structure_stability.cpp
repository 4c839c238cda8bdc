#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "stance/error.hpp"
#include "stance/structure.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Compares trees of replicates with a cut of the tree at hand.
class Agreement {
 public:
  Agreement(const ClusterTree& tree, std::size_t k) : tree_(tree), k_(k), labels_(cut_into(tree, k)) {
    for (std::size_t leaf = 0; leaf < tree.size(); ++leaf) leaf_of_.emplace(tree.names[leaf], leaf);
  }

  /// @throws InvalidArgument for a leaf without a row of this name
  void check_names(const std::vector<std::string>& names) const {
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& name : tree_.names) {
      if (!std::binary_search(sorted.begin(), sorted.end(), name))
        throw InvalidArgument(fmt::format("cluster_stability: tree: expected documents that are among those drawn, got '{}'", name));
    }
  }

  /// For each pair of leaves 1 (together) or 0, then the overlap of each label; NaN where a leaf is undefined in the replicate.
  [[nodiscard]] std::vector<double> with(const Distances& distances) const {
    const ClusterTree replicate = cluster(distances, {.linkage = tree_.linkage});
    const std::vector<std::size_t> cut = cut_into(replicate, std::min(k_, replicate.size()));
    std::vector<std::size_t> labels(tree_.size(), 0);  // 0: not in the replicate's tree
    for (std::size_t i = 0; i < cut.size(); ++i) {
      if (const auto found = leaf_of_.find(replicate.names[i]); found != leaf_of_.end()) labels[found->second] = cut[i];
    }
    std::vector<double> out;
    out.reserve(n_numbers());
    for (std::size_t j = 1; j < labels.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) out.push_back(labels[i] == 0 || labels[j] == 0 ? kNaN : (labels[i] == labels[j] ? 1.0 : 0.0));
    }
    for (std::size_t label = 1; label <= k_; ++label) out.push_back(best_overlap(label, labels));
    return out;
  }

  [[nodiscard]] std::size_t n_numbers() const { return tree_.size() * (tree_.size() - 1) / 2 + k_; }

  [[nodiscard]] ClusterStability summary(const std::vector<double>& means, std::size_t n_replicates) const {
    ClusterStability out;
    out.labels = labels_;
    out.n_replicates = n_replicates;
    const auto n = static_cast<Eigen::Index>(tree_.size());
    out.together = Eigen::MatrixXd::Identity(n, n);
    std::size_t at = 0;
    for (Eigen::Index j = 1; j < n; ++j) {
      for (Eigen::Index i = 0; i < j; ++i) out.together(i, j) = out.together(j, i) = means[at++];
    }
    out.clusters.assign(means.begin() + static_cast<std::ptrdiff_t>(at), means.end());
    return out;
  }

 private:
  [[nodiscard]] double best_overlap(std::size_t label, const std::vector<std::size_t>& labels) const {
    std::vector<std::size_t> both(k_ + 1, 0);
    std::vector<std::size_t> sizes(k_ + 1, 0);
    std::size_t own = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] == 0) continue;
      ++sizes[labels[i]];
      if (labels_[i] != label) continue;
      ++own;
      ++both[labels[i]];
    }
    if (own == 0) return kNaN;
    double best = 0.0;
    for (std::size_t other = 1; other <= k_; ++other) {
      const std::size_t either = own + sizes[other] - both[other];
      best = std::max(best, static_cast<double>(both[other]) / static_cast<double>(either));
    }
    return best;
  }

  const ClusterTree& tree_;
  std::size_t k_;
  std::vector<std::size_t> labels_;
  std::unordered_map<std::string, std::size_t> leaf_of_;
};

/// One draw of the positions of all documents.
PositionProfiles drawn(const PositionProfiles& profiles, std::uint64_t seed, std::size_t replicate) {
  PositionProfiles out = profiles;
  for (Eigen::Index axis = 0; axis < profiles.positions.cols(); ++axis) {
    const AxisRange& range = profiles.axes[static_cast<std::size_t>(axis)];
    for (Eigen::Index d = 0; d < profiles.positions.rows(); ++d) {
      const std::uint64_t stream =
          detail::stream_of(profiles.names[static_cast<std::size_t>(d)], detail::mix64(static_cast<std::uint64_t>(axis) + 1));
      detail::Random random(seed, detail::mix64(stream + replicate));
      const double position = profiles.positions(d, axis);  // NaN stays NaN
      out.positions(d, axis) = std::clamp(position + profiles.std_errors(d, axis) * random.normal(), range.lower, range.upper);
    }
  }
  return out;
}

}  // namespace

ClusterStability cluster_stability(const ClusterTree& tree, std::size_t k, const SentenceCounts& sentences,
                                   const std::function<Distances(const Dfm&)>& measure, const BootstrapOptions& options) {
  const Agreement agreement(tree, k);
  agreement.check_names(sentences.documents);
  const BootstrapResult result = bootstrap(
      sentences, [&](const Dfm& counts) { return agreement.with(measure(counts)); }, options);
  std::vector<double> means;
  for (std::size_t i = 0; i < result.estimates.size(); ++i) means.push_back(result.estimates[i].value + result.bias[i]);
  return agreement.summary(means, result.n_replicates);
}

ClusterStability cluster_stability(const ClusterTree& tree, std::size_t k, const PositionProfiles& profiles,
                                   const StanceSimilarityOptions& options, DistanceForm form, std::size_t n_replicates) {
  if (n_replicates == 0) throw InvalidArgument("cluster_stability: n_replicates: expected 1 or more, got 0");
  const Agreement agreement(tree, k);
  agreement.check_names(profiles.names);
  StanceSimilarityOptions values_only = options;
  values_only.n_draws = 2;  // their intervals are not looked at
  values_only.threads = 1;
  static_cast<void>(stance_similarities(profiles, {}, values_only));  // looks at shapes and options, before threads do
  std::vector<std::vector<double>> draws(n_replicates);
  detail::for_each_index(n_replicates, options.threads, [&](std::size_t b, std::size_t) {
    draws[b] = agreement.with(distances_of(stance_similarity(drawn(profiles, options.seed, b), values_only), form));
  });
  std::vector<double> means(agreement.n_numbers(), 0.0);
  for (std::size_t i = 0; i < means.size(); ++i) {
    std::size_t n = 0;
    for (const std::vector<double>& draw : draws) {
      if (std::isnan(draw[i])) continue;
      means[i] += draw[i];
      ++n;
    }
    means[i] = n > 0 ? means[i] / static_cast<double>(n) : kNaN;
  }
  return agreement.summary(means, n_replicates);
}

}  // namespace stance
