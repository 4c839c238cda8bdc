// Scales that are told where the ends are: Wordscores, class affinity, dictionaries; and the bootstrap that gives any scale errors.
#include <cmath>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::ClassAffinity;
using stance::Dfm;
using stance::DictionaryScale;
using stance::SentenceCounts;
using stance::Wordscores;
/// Scores of reference texts by document; None: no reference.
using Scores = std::vector<std::optional<double>>;
using Weights = std::vector<std::pair<std::string, double>>;
/// A table, and what was computed in words.
using Scaled = std::pair<Columns, std::string>;

template <class Enum, std::size_t N>
Enum choice(const std::pair<const char*, Enum> (&choices)[N], const char* what, const std::string& name) {
  std::string names;
  for (const auto& [known, value] : choices) {
    if (name == known) return value;
    names += (names.empty() ? "'" : ", '") + std::string(known) + "'";
  }
  throw stance::InvalidArgument(std::string(what) + ": expected one of " + names + ", got '" + name + "'");
}

Scaled with_formula(const stance::DocumentScale& scale) { return {columns_of(scale), scale.formula}; }

// ---- The bootstrap

stance::BootstrapOptions bootstrap_options(std::size_t n_replicates, const std::string& interval, double level, std::size_t min_sentences,
                                           const std::string& short_documents, std::uint64_t seed, std::size_t threads) {
  using stance::BootstrapInterval;
  constexpr std::pair<const char*, BootstrapInterval> intervals[] = {{"percentile", BootstrapInterval::percentile},
                                                                     {"basic", BootstrapInterval::basic},
                                                                     {"bias_corrected", BootstrapInterval::bias_corrected},
                                                                     {"normal", BootstrapInterval::normal}};
  constexpr std::pair<const char*, stance::ShortDocuments> shorts[] = {{"refuse", stance::ShortDocuments::refuse},
                                                                       {"keep", stance::ShortDocuments::keep}};
  stance::BootstrapOptions options;
  options.n_replicates = n_replicates;
  options.interval = choice(intervals, "interval", interval);
  options.level = level;
  options.min_sentences = min_sentences;
  options.short_documents = choice(shorts, "short_documents", short_documents);
  options.seed = seed;
  options.threads = threads;
  return options;
}

Scaled bootstrapped(const SentenceCounts& sentences, const stance::Scaling& scaling, stance::BootstrapOptions options) {
  stance::DocumentScale scale;
  run_work(
      [&](Work& work) {
        options.stop = work.stop;
        scale = stance::bootstrap_scale(sentences, scaling, options);
      },
      py::none());
  return with_formula(scale);
}

/// What the caller computes from a matrix.
using StatisticFunction = py::typing::Callable<py::object(std::shared_ptr<Dfm>)>;

Columns bootstrap_any(const SentenceCounts& sentences, const StatisticFunction& function, stance::BootstrapOptions options) {
  stance::BootstrapResult result;
  options.threads = 1;  // the function holds the GIL
  run_work(
      [&](Work& work) {
        options.stop = work.stop;
        result = stance::bootstrap(
            sentences,
            [&](const Dfm& counts) {
              const py::gil_scoped_acquire acquire;
              return function(std::make_shared<Dfm>(counts)).cast<std::vector<double>>();
            },
            options);
      },
      py::none());
  Columns out;
  put_estimates(out, result.estimates, "value", "");
  out["bias"] = array_of(result.bias);
  out["n_undefined"] = array_of(std::vector<std::int64_t>(result.n_undefined.begin(), result.n_undefined.end()));
  return out;
}

// ---- Wordscores

stance::WordscoresOptions wordscores_options(const std::string& scale, double smoothing, const std::string& smoothed_words) {
  constexpr std::pair<const char*, stance::WordscoresScale> scales[] = {{"linear", stance::WordscoresScale::linear},
                                                                        {"logit", stance::WordscoresScale::logit}};
  constexpr std::pair<const char*, stance::SmoothedWords> words[] = {{"of_references", stance::SmoothedWords::of_references},
                                                                     {"all", stance::SmoothedWords::all}};
  return {choice(scales, "scale", scale), smoothing, choice(words, "smoothed_words", smoothed_words)};
}

stance::WordscoresPrediction prediction_of(const std::string& rescaling, std::optional<std::vector<std::string>> spread, double level) {
  constexpr std::pair<const char*, stance::WordscoresRescaling> rescalings[] = {
      {"none", stance::WordscoresRescaling::none}, {"lbg", stance::WordscoresRescaling::lbg}, {"mv", stance::WordscoresRescaling::mv}};
  return {choice(rescalings, "rescaling", rescaling), std::move(spread), level};
}

Columns words_of(const stance::FeatureScale& words) {
  Columns out;
  out["feature"] = names_of(*words.features);
  out["value"] = array_of(words.values);
  return out;
}

Columns references_of(const Wordscores& model) {
  Columns out;
  py::list documents;
  std::vector<double> scores, raw;
  for (const stance::ReferenceText& reference : model.references()) {
    documents.append(str_of(reference.document));
    scores.push_back(reference.score);
    raw.push_back(reference.raw);
  }
  out["document"] = documents;
  out["score"] = array_of(scores);
  out["raw"] = array_of(raw);
  return out;
}

void bind_wordscores(py::module_& module) {
  py::class_<Wordscores, std::shared_ptr<Wordscores>>(module, "Wordscores", "A fitted model. Immutable.")
      .def("words", [](const Wordscores& model) { return words_of(model.words()); })
      .def("references", &references_of)
      .def(
          "predict",
          [](const Wordscores& model, const Dfm& counts, const std::string& rescaling,
             std::optional<std::vector<std::string>> spread_documents,
             double level) { return with_formula(model.predict(counts, prediction_of(rescaling, std::move(spread_documents), level))); },
          py::arg("counts"), py::kw_only(), py::arg("rescaling"), py::arg("spread_documents"), py::arg("level"));
  module.def(
      "fit_wordscores",
      [](const Dfm& counts, const Scores& scores, const std::string& scale, double smoothing, const std::string& smoothed_words) {
        return std::make_shared<Wordscores>(Wordscores::fit(counts, scores, wordscores_options(scale, smoothing, smoothed_words)));
      },
      py::arg("counts"), py::arg("scores"), py::kw_only(), py::arg("scale"), py::arg("smoothing"), py::arg("smoothed_words"));
  module.def(
      "bootstrap_wordscores",
      [](const SentenceCounts& sentences, const Wordscores& model, const std::optional<Scores>& scores, const std::string& rescaling,
         std::optional<std::vector<std::string>> spread_documents, std::size_t n_replicates, const std::string& interval, double level,
         std::size_t min_sentences, const std::string& short_documents, std::uint64_t seed, std::size_t threads) {
        const stance::WordscoresPrediction how = prediction_of(rescaling, std::move(spread_documents), level);
        const stance::Scaling scaling = [&](const Dfm& counts) {
          return scores ? Wordscores::fit(counts, *scores, model.options()).predict(counts, how) : model.predict(counts, how);
        };
        return bootstrapped(sentences, scaling,
                            bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, threads));
      },
      py::arg("sentences"), py::arg("model"), py::arg("scores"), py::kw_only(), py::arg("rescaling"), py::arg("spread_documents"),
      py::arg("n_replicates"), py::arg("interval"), py::arg("level"), py::arg("min_sentences"), py::arg("short_documents"), py::arg("seed"),
      py::arg("threads"), "scores: the model is fitted anew in each replicate; None: it is kept");
}

// ---- Class affinity

Scaled affinities_of(const stance::AffinityPrediction& prediction) {
  Scaled out = with_formula(prediction.scale);
  out.first["affinities"] = array_of(prediction.affinities);
  out.first["std_errors"] = array_of(prediction.std_errors);
  return out;
}

void bind_affinity(py::module_& module) {
  py::class_<ClassAffinity, std::shared_ptr<ClassAffinity>>(module, "ClassAffinity", "A fitted model. Immutable.")
      .def("words", [](const ClassAffinity& model) { return words_of(model.words()); })
      .def("scores",
           [](const ClassAffinity& model) {
             std::vector<double> out;
             for (const stance::AffinityClass& group : model.classes()) out.push_back(group.score);
             return out;
           })
      .def(
          "predict",
          [](const ClassAffinity& model, const Dfm& counts, double level, std::size_t threads) {
            stance::AffinityPrediction prediction;
            run_work([&](Work&) { prediction = model.predict(counts, level, threads); }, py::none());
            return affinities_of(prediction);
          },
          py::arg("counts"), py::kw_only(), py::arg("level"), py::arg("threads"));
  module.def(
      "fit_affinity",
      [](const Dfm& counts, const Scores& scores, double smoothing, double reference_smoothing, std::vector<std::string> excluded) {
        return std::make_shared<ClassAffinity>(ClassAffinity::fit(counts, scores, {smoothing, reference_smoothing, std::move(excluded)}));
      },
      py::arg("counts"), py::arg("scores"), py::kw_only(), py::arg("smoothing"), py::arg("reference_smoothing"), py::arg("excluded"));
  module.def(
      "bootstrap_affinity",
      [](const SentenceCounts& sentences, const ClassAffinity& model, const std::optional<Scores>& scores, double smoothing,
         double reference_smoothing, const std::vector<std::string>& excluded, std::size_t n_replicates, const std::string& interval,
         double level, std::size_t min_sentences, const std::string& short_documents, std::uint64_t seed, std::size_t threads) {
        const stance::AffinityOptions fit{smoothing, reference_smoothing, excluded};
        const stance::Scaling scaling = [&](const Dfm& counts) {
          return (scores ? ClassAffinity::fit(counts, *scores, fit).predict(counts, level, 1) : model.predict(counts, level, 1)).scale;
        };
        return bootstrapped(sentences, scaling,
                            bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, threads));
      },
      py::arg("sentences"), py::arg("model"), py::arg("scores"), py::kw_only(), py::arg("smoothing"), py::arg("reference_smoothing"),
      py::arg("excluded"), py::arg("n_replicates"), py::arg("interval"), py::arg("level"), py::arg("min_sentences"),
      py::arg("short_documents"), py::arg("seed"), py::arg("threads"));
}

// ---- Dictionaries

std::vector<stance::WeightedPattern> patterns_of(const Weights& weights) {
  std::vector<stance::WeightedPattern> out;
  for (const auto& [pattern, weight] : weights) out.push_back({pattern, weight});
  return out;
}

std::shared_ptr<DictionaryScale> look_up(const Dfm& counts, const Weights& negative, const Weights& positive) {
  return std::make_shared<DictionaryScale>(stance::PoleDictionary{patterns_of(negative), patterns_of(positive)}, counts.shared_features());
}

stance::DictionaryScaleOptions dictionary_options(const std::string& formula, const std::string& no_evidence, double level) {
  using stance::DictionaryFormula;
  constexpr std::pair<const char*, DictionaryFormula> formulas[] = {{"logit", DictionaryFormula::logit},
                                                                    {"relative", DictionaryFormula::relative},
                                                                    {"absolute", DictionaryFormula::absolute},
                                                                    {"valence", DictionaryFormula::valence}};
  constexpr std::pair<const char*, stance::NoEvidence> answers[] = {{"undefined", stance::NoEvidence::undefined},
                                                                    {"as_formula", stance::NoEvidence::as_formula}};
  return {choice(formulas, "formula", formula), choice(answers, "no_evidence", no_evidence), level};
}

void bind_dictionary(py::module_& module) {
  py::class_<DictionaryScale, std::shared_ptr<DictionaryScale>>(module, "DictionaryScale",
                                                                "A dictionary looked up in the features of a matrix.")
      .def(py::init(&look_up), py::arg("counts"), py::arg("negative"), py::arg("positive"))
      .def("words", [](const DictionaryScale& scale) { return words_of(scale.words()); })
      .def_property_readonly("unmatched", &DictionaryScale::unmatched)
      .def(
          "positions",
          [](const DictionaryScale& scale, const Dfm& counts, const std::string& formula, const std::string& no_evidence, double level) {
            return with_formula(scale.positions(counts, dictionary_options(formula, no_evidence, level)));
          },
          py::arg("counts"), py::kw_only(), py::arg("formula"), py::arg("no_evidence"), py::arg("level"))
      .def(
          "importance",
          [](const DictionaryScale& scale, const Dfm& counts, double level) { return with_formula(scale.importance(counts, level)); },
          py::arg("counts"), py::kw_only(), py::arg("level"))
      .def(
          "bootstrap",
          [](const DictionaryScale& scale, const SentenceCounts& sentences, const std::string& formula, const std::string& no_evidence,
             std::size_t n_replicates, const std::string& interval, double level, std::size_t min_sentences,
             const std::string& short_documents, std::uint64_t seed, std::size_t threads) {
            const stance::DictionaryScaleOptions how = dictionary_options(formula, no_evidence, level);
            return bootstrapped(
                sentences, [&](const Dfm& counts) { return scale.positions(counts, how); },
                bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, threads));
          },
          py::arg("sentences"), py::kw_only(), py::arg("formula"), py::arg("no_evidence"), py::arg("n_replicates"), py::arg("interval"),
          py::arg("level"), py::arg("min_sentences"), py::arg("short_documents"), py::arg("seed"), py::arg("threads"));
  module.def(
      "pole_words",
      [](const Pack& pack, const std::string& axis) {
        const auto found = pack.lexicon().find_axis(axis);
        if (!found) {
          std::vector<std::string> keys;
          for (const stance::Axis& known : pack.lexicon().axes) keys.push_back(known.key);
          throw stance::InvalidArgument("axis: the lexicon has no axis '" + axis + "'" + stance::suggestion(axis, keys));
        }
        const stance::PoleWords words = stance::pole_words(pack.lexicon(), *found);
        Weights negative, positive;
        for (const stance::PoleWord& word : words.negative) negative.emplace_back(word.word, word.weight);
        for (const stance::PoleWord& word : words.positive) positive.emplace_back(word.word, word.weight);
        return std::make_pair(negative, positive);
      },
      py::arg("pack"), py::arg("axis"), "Words of the - and of the + pole with their weights");
}

}  // namespace

void bind_supervised(py::module_& module) {
  bind_wordscores(module);
  bind_affinity(module);
  bind_dictionary(module);
  module.def(
      "bootstrap",
      [](const SentenceCounts& sentences, const StatisticFunction& statistic, std::size_t n_replicates, const std::string& interval,
         double level, std::size_t min_sentences, const std::string& short_documents, std::uint64_t seed) {
        return bootstrap_any(sentences, statistic,
                             bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, 1));
      },
      py::arg("sentences"), py::arg("statistic"), py::kw_only(), py::arg("n_replicates"), py::arg("interval"), py::arg("level"),
      py::arg("min_sentences"), py::arg("short_documents"), py::arg("seed"));
}

}  // namespace stance_python
