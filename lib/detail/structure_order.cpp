#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/structure_common.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

/// Bar-Joseph, Gifford & Jaakkola (2001): cost(u, w) = the smallest sum of distances between neighbours of an order of the subtree in which
/// u and w meet, with u at one end and w at the other. Works on places in the tight order, where each subtree is a range.
class OptimalOrder {
 public:
  OptimalOrder(const ClusterTree& tree, const Distances& distances)
      : n_(tree.size()), nodes_(ranges_of(tree)), distances_(distances), rows_(n_), cost_(n_ * n_, 0.0) {
    for (std::size_t place = 0; place < n_; ++place) rows_[place] = tree.leaves[tree.order[place]];
    for (std::size_t node = n_; node < nodes_.size(); ++node) fill(nodes_[node]);
  }

  /// Places from left to right.
  [[nodiscard]] std::vector<std::size_t> best() const {
    std::size_t u = 0;
    std::size_t w = n_ - 1;
    const TreeNode& root = nodes_.back();
    for (std::size_t a = root.begin; a < nodes_[root.left].end; ++a) {
      for (std::size_t b = nodes_[root.left].end; b < root.end; ++b) {
        if (cost(a, b) < cost(u, w)) {
          u = a;
          w = b;
        }
      }
    }
    return laid_out(u, w);
  }

 private:
  struct Ends {
    std::size_t node;
    std::size_t first;
    std::size_t last;
  };

  [[nodiscard]] double cost(std::size_t u, std::size_t w) const { return cost_[u * n_ + w]; }
  [[nodiscard]] double apart(std::size_t u, std::size_t w) const { return distance(distances_, rows_[u], rows_[w]); }

  /// Places that can be the inner end of a subtree whose outer end is `outer`: those of the part that does not hold it.
  [[nodiscard]] std::pair<std::size_t, std::size_t> inner_ends(std::size_t node_id, std::size_t outer) const {
    if (node_id < n_) return {outer, outer + 1};
    const TreeNode& node = nodes_[node_id];
    const std::size_t middle = nodes_[node.left].end;
    return outer < middle ? std::pair{middle, node.end} : std::pair{node.begin, middle};
  }

  void fill(const TreeNode& node) {
    check_stop();
    const TreeNode& right = nodes_[node.right];
    std::vector<double> reach(n_);  // cost of the left part from u, and the step to k
    for (std::size_t u = node.begin; u < right.begin; ++u) {
      const auto [first, last] = inner_ends(node.left, u);
      for (std::size_t k = right.begin; k < right.end; ++k) {
        reach[k] = std::numeric_limits<double>::infinity();
        for (std::size_t m = first; m < last; ++m) reach[k] = std::min(reach[k], cost(u, m) + apart(m, k));
      }
      for (std::size_t w = right.begin; w < right.end; ++w) {
        const auto [from, to] = inner_ends(node.right, w);
        double smallest = std::numeric_limits<double>::infinity();
        for (std::size_t k = from; k < to; ++k) smallest = std::min(smallest, reach[k] + cost(k, w));
        cost_[u * n_ + w] = cost_[w * n_ + u] = smallest;
      }
    }
  }

  /// Finds the ends inside once more, from the root down.
  [[nodiscard]] std::vector<std::size_t> laid_out(std::size_t first, std::size_t last) const {
    std::vector<std::size_t> out;
    std::vector<Ends> todo = {{nodes_.size() - 1, first, last}};
    while (!todo.empty()) {
      const Ends ends = todo.back();
      todo.pop_back();
      if (ends.node < n_) {
        out.push_back(ends.first);
        continue;
      }
      const TreeNode& node = nodes_[ends.node];
      const bool swapped = ends.first >= nodes_[node.left].end;
      const std::size_t near = swapped ? node.right : node.left;
      const std::size_t far = swapped ? node.left : node.right;
      const auto [m_first, m_last] = inner_ends(near, ends.first);
      const auto [k_first, k_last] = inner_ends(far, ends.last);
      std::size_t best_m = m_first;
      std::size_t best_k = k_first;
      double smallest = std::numeric_limits<double>::infinity();
      for (std::size_t m = m_first; m < m_last; ++m) {
        for (std::size_t k = k_first; k < k_last; ++k) {
          const double total = cost(ends.first, m) + apart(m, k) + cost(k, ends.last);
          if (total < smallest) {
            smallest = total;
            best_m = m;
            best_k = k;
          }
        }
      }
      todo.push_back({far, best_k, ends.last});
      todo.push_back({near, ends.first, best_m});
    }
    return out;
  }

  std::size_t n_;
  std::vector<TreeNode> nodes_;
  const Distances& distances_;
  std::vector<std::size_t> rows_;  ///< of the distances, by place
  std::vector<double> cost_;
};

}  // namespace

std::vector<TreeNode> ranges_of(const ClusterTree& tree) {
  const std::size_t n = tree.size();
  std::vector<TreeNode> nodes(n + tree.merges.size());
  for (std::size_t place = 0; place < n; ++place) nodes[tree.order[place]] = {place, place + 1, 0, 0};
  for (std::size_t m = 0; m < tree.merges.size(); ++m) {
    std::size_t left = tree.merges[m].first;
    std::size_t right = tree.merges[m].second;
    if (nodes[left].begin > nodes[right].begin) std::swap(left, right);
    nodes[n + m] = {nodes[left].begin, nodes[right].end, left, right};
  }
  return nodes;
}

std::vector<std::size_t> tight_order(const ClusterTree& tree, const std::vector<std::size_t>& rank) {
  const std::size_t n = tree.size();
  if (tree.merges.empty()) return std::vector<std::size_t>(n, 0);  // of no leaf, or of one
  std::vector<std::size_t> first = rank;                           // by name, of each cluster
  for (const Merge& merge : tree.merges) first.push_back(std::min(first[merge.first], first[merge.second]));
  const auto is_left = [&](std::size_t a, std::size_t b) {
    const double height_a = a < n ? 0.0 : tree.merges[a - n].height;
    const double height_b = b < n ? 0.0 : tree.merges[b - n].height;
    return height_a != height_b ? height_a < height_b : first[a] < first[b];
  };
  std::vector<std::size_t> order;
  std::vector<std::size_t> todo = {n + tree.merges.size() - 1};
  while (!todo.empty()) {
    const std::size_t node = todo.back();
    todo.pop_back();
    if (node < n) {
      order.push_back(node);
      continue;
    }
    const Merge& merge = tree.merges[node - n];
    const bool as_is = is_left(merge.first, merge.second);
    todo.push_back(as_is ? merge.second : merge.first);
    todo.push_back(as_is ? merge.first : merge.second);
  }
  return order;
}

std::vector<std::size_t> optimal_order(const ClusterTree& tree, const Distances& distances, const std::vector<std::size_t>& rank) {
  if (tree.size() < 3) return tree.order;
  std::vector<std::size_t> order;
  for (const std::size_t place : OptimalOrder(tree, distances).best()) order.push_back(tree.order[place]);
  // An order and its mirror image cost the same.
  if (rank[order.front()] > rank[order.back()]) std::reverse(order.begin(), order.end());
  return order;
}

void check_tree(const ClusterTree& tree, const Distances& distances, const char* caller) {
  bool fits = tree.names.size() == tree.leaves.size();
  for (std::size_t i = 0; fits && i < tree.leaves.size(); ++i) {
    fits = tree.leaves[i] < distances.names.size() && distances.names[tree.leaves[i]] == tree.names[i];
  }
  if (!fits) throw InvalidArgument(std::string(caller) + ": distances: expected those that the tree was made from, got others");
}

}  // namespace stance::detail
