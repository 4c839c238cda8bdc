#include "stance/correspondence.hpp"

#include "core.hpp"

namespace stance_python {
namespace {

using stance::CorrespondenceAnalysis;
using stance::Dfm;

stance::CaCoordinates coordinates_of(const std::string& name) {
  if (name == "standard") return stance::CaCoordinates::standard;
  if (name == "principal") return stance::CaCoordinates::principal;
  throw stance::InvalidArgument("coordinates: expected 'standard' or 'principal', got '" + name + "'");
}

stance::CaAlignment alignment_of(const std::string& name) {
  if (name == "reflection") return stance::CaAlignment::reflection;
  if (name == "procrustes") return stance::CaAlignment::procrustes;
  throw stance::InvalidArgument("alignment: expected 'reflection' or 'procrustes', got '" + name + "'");
}

Columns margin_of(const stance::CaMargin& margin) {
  Columns out;
  out["mass"] = array_of(margin.masses);
  out["distance"] = array_of(margin.distances);
  out["standard"] = array_of(margin.standard);
  out["principal"] = array_of(margin.principal);
  out["contribution"] = array_of(margin.contributions);
  out["cos2"] = array_of(margin.cos2);
  return out;
}

}  // namespace

void bind_correspondence(py::module_& module) {
  py::class_<CorrespondenceAnalysis, std::shared_ptr<CorrespondenceAnalysis>>(module, "Correspondence", "A fitted analysis. Immutable.")
      .def_property_readonly("singular_values", [](const CorrespondenceAnalysis& model) { return array_of(model.singular_values()); })
      .def_property_readonly("total_inertia", &CorrespondenceAnalysis::total_inertia)
      .def_property_readonly("chi_squared", &CorrespondenceAnalysis::chi_squared)
      .def("documents", [](const CorrespondenceAnalysis& model, std::size_t dimension,
                           const std::string& coordinates) { return columns_of(model.documents(dimension, coordinates_of(coordinates))); })
      .def("predict",
           [](const CorrespondenceAnalysis& model, const Dfm& counts, std::size_t dimension, const std::string& coordinates) {
             return columns_of(model.predict(counts, dimension, coordinates_of(coordinates)));
           })
      .def("feature_names", [](const CorrespondenceAnalysis& model) { return names_of(*model.feature_names()); })
      .def("document_names",
           [](const CorrespondenceAnalysis& model) {
             py::typing::List<py::str> out;
             for (const std::string& name : model.document_names()) out.append(str_of(name));
             return out;
           })
      .def("rows", [](const CorrespondenceAnalysis& model) { return margin_of(model.rows()); })
      .def("columns", [](const CorrespondenceAnalysis& model) { return margin_of(model.columns()); });
  module.def(
      "fit_correspondence",
      [](const Dfm& counts, std::size_t n_dimensions, std::size_t threads) {
        std::shared_ptr<CorrespondenceAnalysis> model;
        run_work(
            [&](Work& work) {
              stance::CorrespondenceOptions options;
              options.n_dimensions = n_dimensions;
              options.threads = threads;
              options.stop = work.stop;
              model = std::make_shared<CorrespondenceAnalysis>(CorrespondenceAnalysis::fit(counts, options));
            },
            py::none());
        return model;
      },
      py::arg("counts"), py::kw_only(), py::arg("n_dimensions"), py::arg("threads"));
  module.def(
      "bootstrap_correspondence",
      [](const stance::SentenceCounts& sentences, std::size_t n_dimensions, const std::string& coordinates, const std::string& alignment,
         std::size_t n_replicates, double level, std::size_t min_sentences, bool keep_short, std::uint64_t seed, std::size_t threads) {
        stance::CaBootstrapOptions options;
        options.analysis.n_dimensions = n_dimensions;
        options.analysis.threads = threads;
        options.coordinates = coordinates_of(coordinates);
        options.alignment = alignment_of(alignment);
        options.bootstrap = bootstrap_options(n_replicates, level, min_sentences, keep_short, seed, threads);
        std::vector<stance::DocumentScale> scales;
        run_work(
            [&](Work& work) {
              options.bootstrap.stop = work.stop;
              scales = stance::bootstrap_documents(sentences, options);
            },
            py::none());
        py::typing::List<Columns> out;
        for (const stance::DocumentScale& scale : scales) out.append(columns_of(scale));
        return out;
      },
      py::arg("sentences"), py::kw_only(), py::arg("n_dimensions"), py::arg("coordinates"), py::arg("alignment"), py::arg("n_replicates"),
      py::arg("level"), py::arg("min_sentences"), py::arg("keep_short"), py::arg("seed"), py::arg("threads"));
}

}  // namespace stance_python
