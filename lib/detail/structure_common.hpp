#pragma once
/// @file structure_common.hpp
/// What trees, silhouettes and maps share: checks, the order of names, inner products of distances.

#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

#include "stance/structure.hpp"

namespace stance::detail {

/// @param caller  for the message. @throws InvalidArgument as make_distances() says
void check_distances(const Distances& distances, const char* caller);

/// Places of `documents` (rows of the distances) in the order of their names, rows where names are equal.
[[nodiscard]] std::vector<std::size_t> by_name(const Distances& distances, const std::vector<std::size_t>& documents);

[[nodiscard]] inline double distance(const Distances& distances, std::size_t i, std::size_t j) {
  return distances.values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
}

/// Means of the squared distances of some documents.
struct SquareMeans {
  std::vector<double> rows;
  double all = 0.0;
};
[[nodiscard]] SquareMeans square_means(const Distances& distances, const std::vector<std::size_t>& documents);

/// Inner products of the documents around their centre, −½ J D² J, in the order of `documents`.
[[nodiscard]] Eigen::MatrixXd inner_products(const Distances& distances, const std::vector<std::size_t>& documents);

/// Subtrees as ranges of a tree's order. Node i < n is leaf i, node n + m the cluster of merge m.
struct TreeNode {
  std::size_t begin = 0;  ///< place in ClusterTree::order
  std::size_t end = 0;
  std::size_t left = 0;  ///< nodes; only for merges
  std::size_t right = 0;
};
/// left and right as they lie in the order. @pre the order is one of the tree's
[[nodiscard]] std::vector<TreeNode> ranges_of(const ClusterTree& tree);

/// Leaves by LeafOrder::tight_first. @param rank  of each leaf by name
[[nodiscard]] std::vector<std::size_t> tight_order(const ClusterTree& tree, const std::vector<std::size_t>& rank);
/// Leaves by LeafOrder::optimal; `tree` is in tight order.
[[nodiscard]] std::vector<std::size_t> optimal_order(const ClusterTree& tree, const Distances& distances,
                                                     const std::vector<std::size_t>& rank);

/// @throws InvalidArgument when leaves and names of the tree are not rows of the distances
void check_tree(const ClusterTree& tree, const Distances& distances, const char* caller);

}  // namespace stance::detail
