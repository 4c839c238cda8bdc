#include <fmt/format.h>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/structure_common.hpp"
#include "stance/error.hpp"
#include "stance/structure.hpp"

namespace stance {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
/// More documents than this: whether distances are Euclidean is not looked up.
constexpr std::size_t kCheckedDocuments = 1000;

/// A merge between two slots, named by the first document (by name) of each cluster at that time.
struct RawMerge {
  std::size_t first = 0;
  std::size_t second = 0;
  double height = 0.0;
};

/// Nearest-neighbour chains over a shrinking table of distances between clusters. Slots are documents in the order of their names; a
/// cluster lives in the slot of its first one.
class Chains {
 public:
  Chains(const Distances& distances, const std::vector<std::size_t>& documents, Linkage linkage)
      : linkage_(linkage), n_(documents.size()), between_(n_ * (n_ - 1) / 2), sizes_(n_, 1), heights_(n_, 0.0), active_(n_) {
    std::iota(active_.begin(), active_.end(), std::size_t{0});
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = i + 1; j < n_; ++j) at(i, j) = detail::distance(distances, documents[j], documents[i]);
    }
  }

  std::vector<RawMerge> run() {
    std::vector<RawMerge> merges;
    merges.reserve(n_ - 1);
    std::vector<std::size_t> chain;
    while (active_.size() > 1) {
      detail::check_stop();
      if (chain.empty()) chain.push_back(active_.front());
      for (;;) {
        const std::size_t before = chain.size() > 1 ? chain[chain.size() - 2] : kNone;
        const std::size_t next = nearest(chain.back(), before);
        if (next == before) break;
        chain.push_back(next);
      }
      const std::size_t a = chain.back();
      chain.pop_back();
      const std::size_t b = chain.back();
      chain.pop_back();
      merges.push_back(merge(std::min(a, b), std::max(a, b)));
    }
    return merges;
  }

 private:
  double& at(std::size_t i, std::size_t j) { return between_[i * (2 * n_ - i - 1) / 2 + (j - i - 1)]; }
  double& between(std::size_t i, std::size_t j) { return i < j ? at(i, j) : at(j, i); }

  /// The nearest of a cluster: the one before it in the chain where that is as near (or chains would not end), else the first by name.
  std::size_t nearest(std::size_t slot, std::size_t preferred) {
    std::size_t best = preferred;
    double smallest = preferred == kNone ? std::numeric_limits<double>::infinity() : between(slot, preferred);
    for (const std::size_t other : active_) {
      if (other == slot) continue;
      const double value = between(slot, other);
      if (value < smallest) {
        smallest = value;
        best = other;
      }
    }
    return best;
  }

  RawMerge merge(std::size_t x, std::size_t y) {
    const double d = between(x, y);
    const auto nx = static_cast<double>(sizes_[x]);
    const auto ny = static_cast<double>(sizes_[y]);
    active_.erase(std::lower_bound(active_.begin(), active_.end(), y));
    for (const std::size_t z : active_) {
      if (z == x) continue;
      double& to_x = between(x, z);
      to_x = updated(to_x, between(y, z), d, nx, ny, static_cast<double>(sizes_[z]));
    }
    // In exact arithmetic no cluster is lower than its parts; rounding must not turn the order of merges round.
    const double height = std::max({d, heights_[x], heights_[y]});
    sizes_[x] += sizes_[y];
    heights_[x] = height;
    return {x, y, height};
  }

  /// Lance & Williams (1967): distance of Z to the union of X and Y.
  [[nodiscard]] double updated(double xz, double yz, double xy, double nx, double ny, double nz) const {
    switch (linkage_) {
      case Linkage::single: return std::min(xz, yz);
      case Linkage::complete: return std::max(xz, yz);
      case Linkage::average: return (nx * xz + ny * yz) / (nx + ny);
      case Linkage::ward: return std::sqrt(std::max(0.0, ((nx + nz) * xz * xz + (ny + nz) * yz * yz - nz * xy * xy) / (nx + ny + nz)));
    }
    return xz;
  }

  Linkage linkage_;
  std::size_t n_;
  std::vector<double> between_;  ///< upper triangle, row by row
  std::vector<std::size_t> sizes_;
  std::vector<double> heights_;
  std::vector<std::size_t> active_;  ///< slots with a cluster, ascending
};

/// Edges of a minimum spanning tree (Prim), of equal edges the first by name.
std::vector<RawMerge> spanning_tree(const Distances& distances, const std::vector<std::size_t>& documents) {
  const std::size_t n = documents.size();
  std::vector<double> nearest(n, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> from(n, 0);
  std::vector<bool> inside(n, false);
  std::vector<RawMerge> edges;
  std::size_t last = 0;
  inside[0] = true;
  for (std::size_t step = 1; step < n; ++step) {
    detail::check_stop();
    std::size_t next = kNone;
    for (std::size_t i = 0; i < n; ++i) {
      if (inside[i]) continue;
      const double value = detail::distance(distances, documents[i], documents[last]);
      if (value < nearest[i]) {
        nearest[i] = value;
        from[i] = last;
      }
      if (next == kNone || nearest[i] < nearest[next]) next = i;
    }
    inside[next] = true;
    edges.push_back({std::min(from[next], next), std::max(from[next], next), nearest[next]});
    last = next;
  }
  return edges;
}

/// Sets of leaves that grow by merges.
class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  std::size_t add(std::size_t a, std::size_t b) {
    parent_.push_back(parent_.size());
    parent_[a] = parent_[b] = parent_.size() - 1;
    return parent_.size() - 1;
  }

 private:
  std::vector<std::size_t> parent_;
};

/// Merges by height, with the ids of clusters. @param leaf_of  leaf of each slot
std::vector<Merge> numbered(std::vector<RawMerge> raw, const std::vector<std::size_t>& leaf_of) {
  std::stable_sort(raw.begin(), raw.end(), [](const RawMerge& a, const RawMerge& b) { return a.height < b.height; });
  const std::size_t n = leaf_of.size();
  Sets sets(n);
  std::vector<Merge> merges;
  merges.reserve(raw.size());
  const auto size_of = [&](std::size_t id) { return id < n ? 1 : merges[id - n].size; };
  for (const RawMerge& merge : raw) {
    const std::size_t a = sets.find(leaf_of[merge.first]);
    const std::size_t b = sets.find(leaf_of[merge.second]);
    merges.push_back({std::min(a, b), std::max(a, b), merge.height, size_of(a) + size_of(b)});
    sets.add(a, b);
  }
  return merges;
}

/// What Ward's criterion must be told with distances that nobody vouched for.
std::string ward_note(const Distances& distances, const std::vector<std::size_t>& documents) {
  const std::string need = "Ward's criterion needs Euclidean distances";
  if (documents.size() > kCheckedDocuments)
    return fmt::format("{}; whether these are was not looked up, since there are more than {} documents", need, kCheckedDocuments);
  const Eigen::MatrixXd products = detail::inner_products(distances, documents);
  const Eigen::VectorXd values = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(products, Eigen::EigenvaluesOnly).eigenvalues();
  const double smallest = values(0);
  const double largest = values(values.size() - 1);
  if (smallest >= -1e-9 * largest) return {};
  return fmt::format(
      "{}, and these are not: the smallest eigenvalue of their inner products is {:.2g} of the largest; read the heights with "
      "care, or use average linkage",
      need, smallest / largest);
}

std::vector<std::size_t> labels_after(const ClusterTree& tree, std::size_t n_merges) {
  const std::size_t n = tree.size();
  Sets sets(n);
  for (std::size_t m = 0; m < n_merges; ++m) sets.add(tree.merges[m].first, tree.merges[m].second);
  std::vector<std::size_t> labels(n, 0);
  std::vector<std::size_t> label_of(n + n_merges, 0);
  std::size_t next = 0;
  for (const std::size_t leaf : tree.order) {
    std::size_t& label = label_of[sets.find(leaf)];
    if (label == 0) label = ++next;
    labels[leaf] = label;
  }
  return labels;
}

}  // namespace

ClusterTree cluster(const Distances& distances, const ClusterOptions& options) {
  CompleteSet set = complete_set(distances);
  ClusterTree tree;
  tree.linkage = options.linkage;
  tree.leaves = std::move(set.documents);
  tree.left_out = std::move(set.left_out);
  for (const std::size_t row : tree.leaves) tree.names.push_back(distances.names[row]);
  const std::vector<std::size_t> leaf_of = detail::by_name(distances, tree.leaves);
  std::vector<std::size_t> documents;
  for (const std::size_t leaf : leaf_of) documents.push_back(tree.leaves[leaf]);
  if (tree.size() > 1) {
    tree.merges = numbered(
        options.linkage == Linkage::single ? spanning_tree(distances, documents) : Chains(distances, documents, options.linkage).run(),
        leaf_of);
  }
  std::vector<std::size_t> rank(tree.size());
  for (std::size_t slot = 0; slot < leaf_of.size(); ++slot) rank[leaf_of[slot]] = slot;
  tree.order = detail::tight_order(tree, rank);
  if (options.order == LeafOrder::optimal) tree.order = detail::optimal_order(tree, distances, rank);
  if (options.linkage == Linkage::ward && !distances.euclidean && tree.size() > 2) {
    if (std::string note = ward_note(distances, documents); !note.empty()) tree.notes.push_back(std::move(note));
  }
  return tree;
}

std::vector<std::size_t> cut_into(const ClusterTree& tree, std::size_t k) {
  if (k == 0 || k > tree.size())
    throw InvalidArgument(fmt::format("cut_into: k: expected 1 to {}, the number of leaves, got {}", tree.size(), k));
  return labels_after(tree, tree.size() - k);
}

std::vector<std::size_t> cut_at(const ClusterTree& tree, double height) {
  if (std::isnan(height)) throw InvalidArgument("cut_at: height: expected a number, got NaN");
  const auto above =
      std::upper_bound(tree.merges.begin(), tree.merges.end(), height, [](double h, const Merge& m) { return h < m.height; });
  return labels_after(tree, static_cast<std::size_t>(above - tree.merges.begin()));
}

Eigen::MatrixXd cophenetic_distances(const ClusterTree& tree) {
  const auto n = static_cast<Eigen::Index>(tree.size());
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(n, n);
  const std::vector<detail::TreeNode> nodes = detail::ranges_of(tree);
  for (std::size_t m = 0; m < tree.merges.size(); ++m) {
    const detail::TreeNode& node = nodes[tree.size() + m];
    const std::size_t middle = nodes[node.left].end;
    for (std::size_t a = node.begin; a < middle; ++a) {
      for (std::size_t b = middle; b < node.end; ++b) {
        const auto i = static_cast<Eigen::Index>(tree.order[a]);
        const auto j = static_cast<Eigen::Index>(tree.order[b]);
        out(i, j) = out(j, i) = tree.merges[m].height;
      }
    }
  }
  return out;
}

double cophenetic_correlation(const ClusterTree& tree, const Distances& distances) {
  detail::check_tree(tree, distances, "cophenetic_correlation");
  const std::size_t n = tree.size();
  const std::vector<detail::TreeNode> nodes = detail::ranges_of(tree);
  const auto for_each_pair = [&](const auto& function) {
    for (std::size_t m = 0; m < tree.merges.size(); ++m) {
      detail::check_stop();
      const detail::TreeNode& node = nodes[n + m];
      const std::size_t middle = nodes[node.left].end;
      for (std::size_t a = node.begin; a < middle; ++a) {
        const std::size_t row = tree.leaves[tree.order[a]];
        for (std::size_t b = middle; b < node.end; ++b) {
          function(detail::distance(distances, tree.leaves[tree.order[b]], row), tree.merges[m].height);
        }
      }
    }
  };
  if (n < 3) return std::numeric_limits<double>::quiet_NaN();
  const double n_pairs = static_cast<double>(n) * static_cast<double>(n - 1) / 2.0;
  double mean_d = 0.0;
  double mean_h = 0.0;
  for_each_pair([&](double d, double h) {
    mean_d += d / n_pairs;
    mean_h += h / n_pairs;
  });
  double dd = 0.0;
  double hh = 0.0;
  double dh = 0.0;
  for_each_pair([&](double d, double h) {
    dd += (d - mean_d) * (d - mean_d);
    hh += (h - mean_h) * (h - mean_h);
    dh += (d - mean_d) * (h - mean_h);
  });
  // Rounding of the means leaves a trace of variance where all is constant.
  const double trace = 1e-24 * n_pairs;
  if (dd <= trace * mean_d * mean_d || hh <= trace * mean_h * mean_h) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(dh / std::sqrt(dd * hh), -1.0, 1.0);
}

}  // namespace stance
