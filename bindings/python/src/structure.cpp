#include <algorithm>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::ClusterTree;
using stance::Distances;
using Matrix = py::array_t<double, py::array::c_style | py::array::forcecast>;

/// A tree with the distances that it was made from.
struct Tree {
  Distances distances;
  ClusterTree tree;
};

Distances distances_from(std::vector<std::string> names, const Matrix& values, bool similarity, bool euclidean_form, bool known_euclidean) {
  if (values.ndim() != 2)
    throw stance::InvalidArgument("values: expected a square matrix, got " + std::to_string(values.ndim()) + " dimensions");
  Eigen::MatrixXd matrix(values.shape(0), values.shape(1));
  const auto cells = values.unchecked<2>();
  for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
    for (Eigen::Index column = 0; column < matrix.cols(); ++column) matrix(row, column) = cells(row, column);
  }
  if (!similarity) return stance::make_distances(std::move(names), std::move(matrix), known_euclidean);
  stance::StanceSimilarity from;
  from.names = std::move(names);
  from.values = std::move(matrix);
  return distances_of(from, euclidean_form ? stance::DistanceForm::euclidean : stance::DistanceForm::linear);
}

stance::Linkage linkage_of(const std::string& name) {
  for (const stance::Linkage linkage :
       {stance::Linkage::single, stance::Linkage::complete, stance::Linkage::average, stance::Linkage::ward}) {
    if (name == stance::to_string(linkage)) return linkage;
  }
  throw stance::InvalidArgument("linkage: expected single, complete, average or ward, got '" + name + "'");
}

py::typing::List<py::str> strings(const std::vector<std::string>& values) {
  py::typing::List<py::str> out;
  for (const std::string& value : values) out.append(str_of(value));
  return out;
}

std::vector<std::int64_t> whole(const std::vector<std::size_t>& values) { return {values.begin(), values.end()}; }

Columns left_out_columns(const std::vector<stance::LeftOut>& left_out, const std::vector<std::string>& names) {
  py::list document, reason;
  std::vector<std::int64_t> undefined;
  for (const stance::LeftOut& out : left_out) {
    document.append(str_of(names[out.document]));
    reason.append(std::string(to_string(out.reason)));
    undefined.push_back(static_cast<std::int64_t>(out.n_undefined));
  }
  Columns columns;
  columns["document"] = document;
  columns["reason"] = reason;
  columns["n_undefined"] = array_of(undefined);
  return columns;
}

/// The left cluster of each merge first, so that scipy's dendrogram has the leaves in the tree's order.
py::array_t<double> merges_of(const Tree& tree) {
  const std::vector<stance::Merge>& merges = tree.tree.merges;
  std::vector<std::size_t> begins(tree.tree.size());
  for (std::size_t place = 0; place < begins.size(); ++place) begins[tree.tree.order[place]] = place;
  Eigen::MatrixXd out(static_cast<Eigen::Index>(merges.size()), 4);
  Eigen::Index row = 0;
  for (const stance::Merge& merge : merges) {
    const bool turned = begins[merge.first] > begins[merge.second];
    begins.push_back(std::min(begins[merge.first], begins[merge.second]));
    out.row(row++) << static_cast<double>(turned ? merge.second : merge.first), static_cast<double>(turned ? merge.first : merge.second),
        merge.height, static_cast<double>(merge.size);
  }
  return array_of(out);
}

Columns silhouette_columns(const Tree& tree, const std::vector<std::size_t>& labels) {
  const stance::Silhouette found = silhouette(tree.distances, tree.tree.leaves, labels);
  Columns out;
  out["document"] = strings(tree.tree.names);
  out["cluster"] = array_of(whole(labels));
  out["silhouette"] = array_of(found.widths);
  out["neighbour"] = array_of(whole(found.neighbours));
  return out;
}

std::shared_ptr<Tree> cluster(std::vector<std::string> names, const Matrix& values, bool similarity, const std::string& linkage,
                              bool euclidean_form, bool known_euclidean, bool optimal) {
  auto out = std::make_shared<Tree>();
  const stance::ClusterOptions options{linkage_of(linkage), optimal ? stance::LeafOrder::optimal : stance::LeafOrder::tight_first};
  out->distances = distances_from(std::move(names), values, similarity, euclidean_form, known_euclidean);
  run_work([&](Work&) { out->tree = stance::cluster(out->distances, options); }, py::none());
  return out;
}

Columns mds(std::vector<std::string> names, const Matrix& values, bool similarity, bool euclidean_form, bool known_euclidean,
            std::size_t dimensions) {
  const Distances distances = distances_from(std::move(names), values, similarity, euclidean_form, known_euclidean);
  stance::ScaledMap map;
  run_work([&](Work&) { map = classical_mds(distances, {.dimensions = dimensions}); }, py::none());
  Columns out;
  out["names"] = strings(map.names);
  out["coordinates"] = array_of(map.coordinates);
  out["eigenvalues"] = array_of(map.eigenvalues);
  out["all_eigenvalues"] = map.all_eigenvalues;
  out["most_negative"] = map.most_negative;
  out["fit_absolute"] = map.fit_absolute;
  out["fit_positive"] = map.fit_positive;
  out["fit_squares"] = map.fit_squares;
  out["formula"] = str_of(distances.formula);
  out["left_out"] = left_out_columns(map.left_out, distances.names);
  out["notes"] = map.notes;
  return out;
}

}  // namespace

void bind_structure(py::module_& module) {
  py::class_<Tree, std::shared_ptr<Tree>>(module, "Tree", "A tree over documents, with the distances that it was made from. Immutable.")
      .def("names", [](const Tree& tree) { return strings(tree.tree.names); })
      .def("order", [](const Tree& tree) { return array_of(whole(tree.tree.order)); })
      .def("merges", &merges_of, "As scipy.cluster.hierarchy has them: first, second, height, size")
      .def("left_out", [](const Tree& tree) { return left_out_columns(tree.tree.left_out, tree.distances.names); })
      .def(
          "cut_into", [](const Tree& tree, std::size_t k) { return array_of(whole(cut_into(tree.tree, k))); }, py::arg("k"))
      .def(
          "cut_at", [](const Tree& tree, double height) { return array_of(whole(cut_at(tree.tree, height))); }, py::arg("height"))
      .def("cophenetic", [](const Tree& tree) { return array_of(cophenetic_distances(tree.tree)); })
      .def("cophenetic_correlation", [](const Tree& tree) { return cophenetic_correlation(tree.tree, tree.distances); })
      .def("silhouette", &silhouette_columns, py::arg("labels"))
      .def(
          "suggest",
          [](const Tree& tree, std::size_t max_k) {
            const stance::SuggestedClusters found = suggest_clusters(tree.tree, tree.distances, max_k);
            return std::make_pair(found.k, array_of(found.means));
          },
          py::arg("max_k"), "Number of clusters, and the mean silhouettes of 2, 3, … of them")
      .def_property_readonly("notes", [](const Tree& tree) { return tree.tree.notes; })
      .def_property_readonly("formula", [](const Tree& tree) { return str_of(tree.distances.formula); });
  module.def("cluster", &cluster, py::arg("names"), py::arg("values"), py::kw_only(), py::arg("similarity"), py::arg("linkage"),
             py::arg("euclidean_form"), py::arg("known_euclidean"), py::arg("optimal"));
  module.def("mds", &mds, py::arg("names"), py::arg("values"), py::kw_only(), py::arg("similarity"), py::arg("euclidean_form"),
             py::arg("known_euclidean"), py::arg("dimensions"));
}

}  // namespace stance_python
