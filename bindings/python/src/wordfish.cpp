#include "stance/wordfish.hpp"
#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;
using stance::Wordfish;
using stance::WordfishOptions;

stance::WordfishSolver solver_of(const std::string& name) {
  if (name == "exact") return stance::WordfishSolver::exact;
  if (name == "quanteda") return stance::WordfishSolver::quanteda;
  throw stance::InvalidArgument("solver: expected 'exact' or 'quanteda', got '" + name + "'");
}

stance::WordfishErrors errors_of(const std::string& name) {
  if (name == "conditional") return stance::WordfishErrors::conditional;
  if (name == "joint") return stance::WordfishErrors::joint;
  throw stance::InvalidArgument("errors: expected 'conditional' or 'joint', got '" + name + "'");
}

stance::Dispersion dispersion_of(const std::string& name) {
  if (name == "poisson") return stance::Dispersion::poisson;
  if (name == "overall") return stance::Dispersion::overall;
  if (name == "feature") return stance::Dispersion::feature;
  throw stance::InvalidArgument("dispersion: expected 'poisson', 'overall' or 'feature', got '" + name + "'");
}

Columns features_of(const Wordfish& model) {
  Columns out;
  out["feature"] = names_of(*model.features().features);
  out["beta"] = array_of(model.features().values);
  out["beta_se"] = array_of(model.features().std_errors);
  out["psi"] = array_of(model.psi().values);
  out["psi_se"] = array_of(model.psi().std_errors);
  out["dispersion"] = array_of(model.feature_dispersion());
  return out;
}

Columns documents_of(const stance::DocumentScale& scale, const std::vector<stance::Estimate>& alpha) {
  Columns out = columns_of(scale);
  put_estimates(out, alpha, "alpha", "alpha_");
  return out;
}

Columns info_of(const Wordfish& model) {
  const stance::WordfishFit& fit = model.fit_info();
  Columns out;
  out["identified"] = fit.identified;
  out["converged"] = fit.converged;
  out["n_iterations"] = fit.n_iterations;
  out["gradient"] = fit.gradient;
  out["log_likelihood"] = fit.log_likelihood;
  out["dispersion"] = fit.dispersion;
  out["n_starts"] = fit.n_starts;
  out["n_agreeing"] = fit.n_agreeing;
  return out;
}

/// The options as Python hands them on.
WordfishOptions options_of(const std::string& solver, double sigma, const std::optional<std::pair<std::string, std::string>>& direction,
                           const std::string& errors, const std::string& dispersion, double level, double tolerance,
                           std::size_t max_iterations, std::size_t n_restarts, std::uint64_t seed, std::size_t threads) {
  WordfishOptions options;
  options.solver = solver_of(solver);
  options.sigma = sigma;
  if (direction) options.direction = {direction->first, direction->second};
  options.errors = errors_of(errors);
  options.dispersion = dispersion_of(dispersion);
  options.level = level;
  options.tolerance = tolerance;
  options.max_iterations = max_iterations;
  options.n_restarts = n_restarts;
  options.seed = seed;
  options.threads = threads;
  return options;
}

}  // namespace

void bind_wordfish(py::module_& module) {
  py::class_<Wordfish, std::shared_ptr<Wordfish>>(module, "Wordfish", "A fitted model. Immutable.")
      .def("documents", [](const Wordfish& model) { return documents_of(model.documents(), model.alpha()); })
      .def("features", &features_of)
      .def("info", &info_of)
      .def_property_readonly("formula", [](const Wordfish& model) { return model.documents().formula; })
      .def("predict", [](const Wordfish& model, const Dfm& counts) {
        stance::WordfishPrediction prediction;
        run_work([&](Work&) { prediction = model.predict(counts); }, py::none());
        return documents_of(prediction.scale, prediction.alpha);
      });
  py::class_<WordfishOptions>(module, "WordfishOptions", "Options of Wordfish, checked when they are used.")
      .def(py::init(&options_of), py::kw_only(), py::arg("solver"), py::arg("sigma"), py::arg("direction"), py::arg("errors"),
           py::arg("dispersion"), py::arg("level"), py::arg("tolerance"), py::arg("max_iterations"), py::arg("n_restarts"), py::arg("seed"),
           py::arg("threads"));
  module.def(
      "fit_wordfish",
      [](const Dfm& counts, WordfishOptions options) {
        std::shared_ptr<Wordfish> model;
        run_work(
            [&](Work& work) {
              options.stop = work.stop;
              model = std::make_shared<Wordfish>(Wordfish::fit(counts, options));
            },
            py::none());
        return model;
      },
      py::arg("counts"), py::arg("options"));
  module.def(
      "bootstrap_wordfish",
      [](const stance::SentenceCounts& sentences, const WordfishOptions& options, std::size_t n_replicates, double level,
         std::size_t min_sentences, bool keep_short, std::uint64_t seed) {
        stance::BootstrapOptions bootstrap = bootstrap_options(n_replicates, level, min_sentences, keep_short, seed, options.threads);
        stance::DocumentScale scale;
        run_work(
            [&](Work& work) {
              bootstrap.stop = work.stop;
              scale = stance::bootstrap_documents(sentences, options, bootstrap);
            },
            py::none());
        return columns_of(scale);
      },
      py::arg("sentences"), py::arg("options"), py::kw_only(), py::arg("n_replicates"), py::arg("level"), py::arg("min_sentences"),
      py::arg("keep_short"), py::arg("seed"));
}

}  // namespace stance_python
