#include "stance/latent_semantic.hpp"

#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;
using stance::LatentSemanticScaling;
using Weights = std::vector<std::pair<std::string, double>>;

std::vector<stance::WeightedPattern> patterns_of(const Weights& weights) {
  std::vector<stance::WeightedPattern> out;
  for (const auto& [pattern, weight] : weights) out.push_back({pattern, weight});
  return out;
}

stance::LssOptions options_of(std::size_t n_dimensions, std::optional<std::size_t> slice, const std::string& polarity,
                              const std::string& weighting, const Weights& terms, std::size_t threads) {
  stance::LssOptions options;
  options.n_dimensions = n_dimensions;
  options.slice = slice;
  if (polarity == "mean_cosine") {
    options.polarity = stance::LssPolarity::mean_cosine;
  } else if (polarity == "cosine_to_axis") {
    options.polarity = stance::LssPolarity::cosine_to_axis;
  } else {
    throw stance::InvalidArgument("polarity: expected 'mean_cosine' or 'cosine_to_axis', got '" + polarity + "'");
  }
  if (weighting != "count") {
    options.weighting =
        weighting == "logcount"
            ? stance::TfidfOptions{stance::TermFrequency::logarithm, stance::InverseDocumentFrequency::none, 1.0, 1.0, 1.0, 10.0,
                                   stance::Normalization::none}
            : tfidf_scheme(weighting);
  }
  options.terms = patterns_of(terms);
  options.threads = threads;
  return options;
}

template <typename Sentences>
std::shared_ptr<LatentSemanticScaling> fit(const Sentences& sentences, const Weights& seeds, stance::LssOptions options) {
  std::shared_ptr<LatentSemanticScaling> model;
  run_work(
      [&](Work& work) {
        options.stop = work.stop;
        model = std::make_shared<LatentSemanticScaling>(LatentSemanticScaling::fit(sentences, patterns_of(seeds), options));
      },
      py::none());
  return model;
}

template <typename Sentences>
void define_fit(py::module_& module) {
  module.def(
      "fit_latent_semantic",
      [](const Sentences& sentences, const Weights& seeds, std::size_t n_dimensions, std::optional<std::size_t> slice,
         const std::string& polarity, const std::string& weighting, const Weights& terms,
         std::size_t threads) { return fit(sentences, seeds, options_of(n_dimensions, slice, polarity, weighting, terms, threads)); },
      py::arg("sentences"), py::arg("seeds"), py::kw_only(), py::arg("n_dimensions"), py::arg("slice"), py::arg("polarity"),
      py::arg("weighting"), py::arg("terms"), py::arg("threads"));
}

Columns features_of(const LatentSemanticScaling& model) {
  Columns out;
  out["feature"] = names_of(*model.features().features);
  out["polarity"] = array_of(model.features().values);
  return out;
}

Columns seeds_of(const LatentSemanticScaling& model) {
  Columns out;
  py::list features;
  std::vector<double> weights, polarities;
  for (const stance::LssSeed& seed : model.seeds()) {
    features.append(str_of(seed.feature));
    weights.push_back(seed.weight);
    polarities.push_back(seed.polarity);
  }
  out["feature"] = features;
  out["weight"] = array_of(weights);
  out["polarity"] = array_of(polarities);
  return out;
}

}  // namespace

void bind_latent_semantic(py::module_& module) {
  py::class_<LatentSemanticScaling, std::shared_ptr<LatentSemanticScaling>>(module, "LatentSemantic", "A fitted model. Immutable.")
      .def("features", &features_of)
      .def("seeds", &seeds_of)
      .def_property_readonly("missing_seeds", &LatentSemanticScaling::missing_seeds)
      .def_property_readonly("n_dimensions", &LatentSemanticScaling::n_dimensions)
      .def(
          "predict",
          [](const LatentSemanticScaling& model, const Dfm& documents, double min_n, bool rescale, double level) {
            return columns_of(model.predict(documents, {min_n, rescale, level}));
          },
          py::arg("documents"), py::kw_only(), py::arg("min_n"), py::arg("rescale"), py::arg("level"));
  define_fit<stance::SentenceCounts>(module);
  define_fit<Dfm>(module);
}

}  // namespace stance_python
