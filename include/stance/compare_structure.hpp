#pragma once
/// @file compare_structure.hpp
/// Trees and maps of a comparison: who stands with whom, and how well the groups are told apart.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "stance/structure.hpp"

namespace stance {

/// Options of the trees and maps that compare() makes.
struct StructureOptions {
  std::optional<Linkage> linkage = Linkage::average;  ///< nothing: no trees and maps
  std::size_t clusters = 0;                           ///< 0: as many as the silhouette suggests, see suggest_clusters()
  std::size_t dimensions = 2;                         ///< of the maps, ≥ 1
  std::size_t replicates = 200;                       ///< of the stability of the clusters by stance; 0: none
};

/// Tree, clusters and map over one kind of similarity. Of fewer than three documents with distances to each other there is none.
struct ComparedStructure {
  ClusterTree tree;                 ///< in the order that puts like beside like (LeafOrder::optimal)
  std::string distance;             ///< formula of the heights, in words
  std::vector<std::size_t> labels;  ///< clusters 1 … k of the leaves
  std::size_t k = 0;
  SuggestedClusters suggested;
  Silhouette silhouette;  ///< of the leaves
  double cophenetic_correlation = 0.0;
  std::optional<ClusterStability> stability;
  ScaledMap map;
  std::string map_distance;  ///< formula of its distances
  std::vector<std::string> notes;
};

}  // namespace stance
