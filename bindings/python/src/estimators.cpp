// Agreement of estimators.
#include "core.hpp"

namespace stance_python {
namespace {

using stance::EstimatorAgreement;

Columns pairs_of(const EstimatorAgreement& agreement) {
  py::list axes, a, b;
  std::vector<std::int64_t> n;
  std::vector<stance::Estimate> pearson, spearman;
  std::vector<char> chosen;
  for (const stance::AxisAgreement& axis : agreement.axes) {
    for (const stance::EstimatorPair& pair : axis.pairs) {
      axes.append(str_of(axis.axis));
      a.append(str_of(to_string(pair.a)));
      b.append(str_of(to_string(pair.b)));
      n.push_back(static_cast<std::int64_t>(pair.n));
      pearson.push_back(pair.pearson);
      spearman.push_back(pair.spearman);
      chosen.push_back(pair.sign_by_construction ? 1 : 0);
    }
  }
  Columns out;
  out["axis"] = axes;
  out["a"] = a;
  out["b"] = b;
  out["n"] = array_of(n);
  put_estimates(out, pearson, "pearson", "pearson_");
  put_estimates(out, spearman, "spearman", "spearman_");
  out["sign_by_construction"] = array_of(chosen);
  return out;
}

Columns scales_of(const EstimatorAgreement& agreement) {
  py::list axes, estimators, documents, notes;
  std::vector<double> values;
  std::vector<char> own, turned;
  for (const stance::AxisAgreement& axis : agreement.axes) {
    for (const stance::EstimatorScale& scale : axis.scales) {
      for (std::size_t d = 0; d < scale.values.size(); ++d) {
        axes.append(str_of(axis.axis));
        estimators.append(str_of(to_string(scale.estimator)));
        documents.append(str_of(agreement.documents[d]));
        notes.append(str_of(scale.note));
        values.push_back(scale.values[d]);
        own.push_back(std::find(scale.own.begin(), scale.own.end(), d) != scale.own.end() ? 1 : 0);
        turned.push_back(scale.turned ? 1 : 0);
      }
    }
  }
  Columns out;
  out["axis"] = axes;
  out["estimator"] = estimators;
  out["document"] = documents;
  out["value"] = array_of(values);
  out["is_reference"] = array_of(own);
  out["turned"] = array_of(turned);
  out["note"] = notes;
  return out;
}

}  // namespace

void bind_estimators(py::module_& module) {
  module.def(
      "estimator_agreement",
      [](const Run& run, const stance::SentenceCounts& sentences, const std::optional<std::pair<std::string, std::string>>& references,
         std::size_t n_dimensions, std::optional<std::size_t> n_replicates, double level, std::uint64_t seed, std::size_t threads) {
        stance::EstimatorOptions options;
        if (references) options.references = {references->first, references->second};
        options.latent_semantic.n_dimensions = n_dimensions;
        options.latent_semantic.threads = options.wordfish.threads = threads;
        options.level = level;
        options.seed = seed;
        if (n_replicates) {
          options.interval = stance::CorrelationInterval::bootstrap;
          options.n_replicates = *n_replicates;
        }
        EstimatorAgreement agreement;
        run_work(
            [&](Work& work) {
              options.wordfish.stop = options.latent_semantic.stop = work.stop;
              agreement = stance::estimator_agreement(run.analysis, run.pack->lexicon(), sentences, options);
            },
            py::none());
        return std::make_pair(pairs_of(agreement), scales_of(agreement));
      },
      py::arg("run"), py::arg("sentences"), py::kw_only(), py::arg("references"), py::arg("n_dimensions"), py::arg("n_replicates"),
      py::arg("level"), py::arg("seed"), py::arg("threads"));
}

}  // namespace stance_python
