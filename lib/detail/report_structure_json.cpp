#include "detail/report_structure.hpp"

namespace stance::detail {
namespace {

Json numbers(const std::vector<double>& values) {
  Json out = Json::array();
  for (const double value : values) out.push_back(number(value));
  return out;
}

Json left_out(const std::vector<LeftOut>& documents, const std::vector<std::string>& ids) {
  Json out = Json::array();
  for (const LeftOut& document : documents)
    out.push_back(
        {{"id", ids[document.document]}, {"reason", std::string(to_string(document.reason))}, {"n_undefined", document.n_undefined}});
  return out;
}

Json clusters_of(const ComparedStructure& structure) {
  Json out = Json::array();
  for (const ClusterSilhouette& cluster : structure.silhouette.clusters) {
    Json members = Json::array();
    for (const std::size_t leaf : structure.tree.order) {
      if (structure.labels[leaf] == cluster.label) members.push_back(structure.tree.names[leaf]);
    }
    out.push_back({{"label", cluster.label},
                   {"size", cluster.size},
                   {"silhouette", number(cluster.mean)},
                   {"stability", structure.stability ? number(structure.stability->clusters[cluster.label - 1]) : Json()},
                   {"documents", std::move(members)}});
  }
  return out;
}

Json tree_record(const ClusterTree& tree) {
  Json merges = Json::array();
  for (const Merge& merge : tree.merges) merges.push_back({merge.first, merge.second, number(merge.height), merge.size});
  return {{"linkage", std::string(to_string(tree.linkage))}, {"leaves", tree.names}, {"merges", std::move(merges)}, {"order", tree.order}};
}

Json map_record(const ComparedStructure& structure) {
  const ScaledMap& map = structure.map;
  return {{"distance", structure.map_distance},
          {"ids", map.names},
          {"coordinates", matrix_record(map.coordinates)},
          {"eigenvalues", numbers(map.eigenvalues)},
          {"all_eigenvalues", map.all_eigenvalues},
          {"most_negative", number(map.most_negative)},
          {"fit_absolute", number(map.fit_absolute)},
          {"fit_positive", number(map.fit_positive)},
          {"fit_squares", number(map.fit_squares)}};
}

Json structure_record(const std::optional<ComparedStructure>& structure, const std::vector<std::string>& ids) {
  if (!structure) return {};
  Json out = {{"distance", structure->distance}};
  out["tree"] = tree_record(structure->tree);
  out["left_out"] = left_out(structure->tree.left_out, ids);
  out["cophenetic_correlation"] = number(structure->cophenetic_correlation);
  out["k"] = structure->k;
  out["suggested_k"] = structure->suggested.k;
  out["mean_silhouettes"] = numbers(structure->suggested.means);
  out["silhouette"] = number(structure->silhouette.mean);
  out["labels"] = structure->labels;
  out["silhouettes"] = numbers(structure->silhouette.widths);
  out["clusters"] = clusters_of(*structure);
  out["together"] = structure->stability ? matrix_record(structure->stability->together) : Json();
  out["map"] = map_record(*structure);
  out["notes"] = structure->notes;
  return out;
}

}  // namespace

Json structures_record(const Comparison& comparison) {
  return {{"topic", structure_record(comparison.topic_structure, comparison.ids)},
          {"stance", structure_record(comparison.stance_structure, comparison.ids)}};
}

}  // namespace stance::detail
