#include <sstream>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::AnalysisOptions;
using Switches = py::typing::Union<bool, py::typing::Dict<py::str, bool>>;

/// Switches by name, those that are not named keep their value.
template <typename Options, typename Names>
void apply(Options& options, const Names& names, const std::map<std::string, bool>& switches, const char* what) {
  for (const auto& [name, on] : switches) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == names.end()) {
      std::vector<std::string> known;
      for (const auto& entry : names) known.emplace_back(entry.first);
      std::string list;
      for (const std::string& other : known) list += (list.empty() ? "" : ", ") + other;
      throw stance::InvalidArgument(std::string(what) + ": unknown name '" + name + "'" + stance::suggestion(name, known) + "; there are " + list);
    }
    options.*(found->second) = on;
  }
}

stance::CleanOptions clean_options(const Switches& clean, bool repair) {
  stance::CleanOptions out;
  if (py::isinstance<py::bool_>(clean)) {
    if (!clean.cast<bool>()) out = stance::CleanOptions::none();
  } else {
    apply(out, stance::clean_kinds, clean.cast<std::map<std::string, bool>>(), "clean");
  }
  out.repair_utf8 = repair;
  return out;
}

stance::IntervalMethod interval_of(const std::string& name) {
  if (name == "beta") return stance::IntervalMethod::beta;
  if (name == "bayesian_bootstrap") return stance::IntervalMethod::bayesian_bootstrap;
  throw stance::InvalidArgument("interval: expected 'beta' or 'bayesian_bootstrap', got '" + name + "'");
}

std::shared_ptr<Run> analyze(std::shared_ptr<const Documents> documents, std::shared_ptr<const Pack> pack, AnalysisOptions options, bool vectors,
                             const py::object& progress) {
  auto run = std::make_shared<Run>();
  run->documents = std::move(documents);
  run->pack = std::move(pack);
  run->options = std::move(options);
  const stance::Lexicon& lexicon = run->pack->lexicon();
  const stance::Corpus& corpus = run->documents->corpus;
  run_work(
      [&](Work& work) {
        if (run->options.count_features == stance::CountFeatures::yes)
          run->options.features = stance::topic_features(run->options.language.empty() ? lexicon.meta.language : run->options.language);
        if (vectors) {
          run->directions.emplace(lexicon, stance::load_background(lexicon.meta.language));
          run->options.directions = &*run->directions;
        }
        run->options.progress = [&work](std::size_t done) { work.done = done; };
        run->options.stop = work.stop;
        run->analysis = stance::analyze(corpus, run->pack->compiled, run->options);
        run->options.progress = nullptr;
        run->options.stop = {};
      },
      progress);
  for (const stance::DocumentAnalysis& result : run->analysis.documents) run->sources.push_back(corpus.find(result.id));
  return run;
}

py::str score_json(const Run& run, bool evidence, bool lines) {
  const stance::ReportContext context{run.pack->lexicon(), run.options, evidence ? stance::ShowEvidence::yes : stance::ShowEvidence::no};
  std::ostringstream out;
  run_work(
      [&](Work& work) {
        const auto writer = lines ? stance::jsonl_score_writer(out, context) : stance::json_score_writer(out, context);
        for (std::size_t i = 0; i < run.sources.size() && !work.stop.stop_requested(); ++i)
          writer->add(*run.sources[i], run.analysis.documents[i]);
        // As the program: what kept rows from being read, then what kept documents from being scored.
        std::vector<stance::Diagnostic> faults;
        std::copy_if(run.documents->diagnostics.begin(), run.documents->diagnostics.end(), std::back_inserter(faults),
                     [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
        faults.insert(faults.end(), run.analysis.diagnostics.begin(), run.analysis.diagnostics.end());
        writer->finish(faults);
      },
      py::none());
  return str_of(out.str());
}

std::vector<stance::Diagnostic> diagnostics_of(const Run& run) {
  std::vector<stance::Diagnostic> out = run.documents->diagnostics;
  out.insert(out.end(), run.analysis.diagnostics.begin(), run.analysis.diagnostics.end());
  for (const stance::DocumentAnalysis& document : run.analysis.documents) {
    out.insert(out.end(), document.diagnostics.begin(), document.diagnostics.end());
  }
  return out;
}

}  // namespace

void bind_analysis(py::module_& module) {
  py::class_<Run, std::shared_ptr<Run>> run(module, "Run", "Results of an analysis with the corpus and the lexicon behind them. Immutable.");
  run.def("__len__", [](const Run& r) { return r.analysis.documents.size(); })
      .def_property_readonly("has_evidence", [](const Run& r) { return r.options.keep_evidence == stance::KeepEvidence::yes; })
      .def_property_readonly("has_features", [](const Run& r) { return r.options.count_features == stance::CountFeatures::yes; })
      .def("ids",
           [](const Run& r) {
             py::typing::List<py::str> out;
             for (const stance::DocumentAnalysis& document : r.analysis.documents) out.append(str_of(document.id));
             return out;
           })
      .def("diagnostics", &diagnostics_of, "Of reading, of documents that could not be scored, and notes about the others")
      .def("json", &score_json, py::arg("evidence"), py::arg("lines"));
  bind_tables(run);

  module.def(
      "analyze",
      [](std::shared_ptr<Documents> documents, std::shared_ptr<Pack> pack, std::vector<std::string> axes, std::string principal,
         std::string language, std::size_t threads, double level, const std::string& interval, double pole_weight, std::size_t n_replicates,
         std::uint64_t seed, std::size_t min_words, const Switches& clean, bool repair,
         const std::map<std::string, bool>& rules, bool evidence, bool features, bool vectors, const py::object& progress) {
        AnalysisOptions options;
        options.threads = threads;
        options.principal = std::move(principal);
        options.language = std::move(language);
        options.axes = std::move(axes);
        options.clean = clean_options(clean, repair);
        apply(options.evidence, stance::evidence_rules, rules, "rules");
        options.position.method = interval_of(interval);
        options.position.level = level;
        options.position.pole_weight = pole_weight;
        options.position.n_replicates = n_replicates;
        options.position.seed = seed;
        options.position.min_words = min_words;
        options.keep_evidence = evidence ? stance::KeepEvidence::yes : stance::KeepEvidence::no;
        options.count_features = features ? stance::CountFeatures::yes : stance::CountFeatures::no;
        return analyze(std::move(documents), std::move(pack), std::move(options), vectors, progress);
      },
      py::arg("documents"), py::arg("pack"), py::kw_only(), py::arg("axes"), py::arg("principal"), py::arg("language"), py::arg("threads"),
      py::arg("level"), py::arg("interval"), py::arg("pole_weight"), py::arg("n_replicates"), py::arg("seed"), py::arg("min_words"),
      py::arg("clean"), py::arg("repair"), py::arg("rules"), py::arg("evidence"), py::arg("features"), py::arg("vectors"),
      py::arg("progress"));
}

}  // namespace stance_python
