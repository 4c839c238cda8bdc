// Key words, and key words in context.

#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;
using stance::Groups;
using stance::KeyFeature;
using stance::Keyness;
using stance::SentenceCounts;

/// A result with the documents behind its groups.
struct KeynessResult {
  Keyness keyness;
  std::vector<std::string> documents;
  Groups groups;
};

template <typename Value>
Value choice(const char* what, const std::string& name, const std::vector<std::pair<const char*, Value>>& choices) {
  std::string names;
  for (const auto& [known, value] : choices) {
    if (name == known) return value;
    names += (names.empty() ? "" : ", ") + std::string(known);
  }
  throw stance::InvalidArgument(std::string(what) + ": expected one of " + names + "; got '" + name + "'");
}

Groups groups_of(const std::vector<std::string>& documents, const Documents* corpus, const std::string& by,
                 const std::vector<std::string>& target, const std::vector<std::string>& reference, const std::string& cut) {
  if (!cut.empty()) return stance::groups_by_date(documents, corpus->corpus, by.empty() ? "date" : by, cut);
  if (!by.empty()) return stance::groups_by_variable(documents, corpus->corpus, by, target, reference);
  return stance::groups_by_name(documents, target, reference);
}

std::vector<std::string> names_of_rows(const std::vector<std::string>& documents, const std::vector<std::size_t>& rows) {
  std::vector<std::string> out;
  for (const std::size_t row : rows) out.push_back(documents[row]);
  return out;
}

/// One column for each field of the rows.
class RowColumns {
 public:
  explicit RowColumns(const Keyness& keyness) : keyness_(keyness) {}
  template <typename Field>
  py::array_t<double> numbers(Field field) const {
    std::vector<double> out;
    for (const KeyFeature& row : keyness_.rows) out.push_back(field(row));
    return array_of(out);
  }
  template <typename Field>
  py::array_t<std::int64_t> counts(Field field) const {
    std::vector<std::int64_t> out;
    for (const KeyFeature& row : keyness_.rows) out.push_back(static_cast<std::int64_t>(field(row)));
    return array_of(out);
  }

 private:
  const Keyness& keyness_;
};

Columns rows_of(const KeynessResult& result) {
  const RowColumns rows(result.keyness);
  py::list feature;
  py::list side;
  for (const KeyFeature& row : result.keyness.rows) {
    feature.append(str_of((*result.keyness.features)[row.feature]));
    side.append(row.side > 0 ? "target" : row.side < 0 ? "reference" : "none");
  }
  Columns out;
  out["feature"] = feature;
  out["side"] = side;
  out["statistic"] = rows.numbers([](const KeyFeature& r) { return r.statistic; });
  out["p"] = rows.numbers([](const KeyFeature& r) { return r.p; });
  out["p_adjusted"] = rows.numbers([](const KeyFeature& r) { return r.p_adjusted; });
  out["log_ratio"] = rows.numbers([](const KeyFeature& r) { return r.log_ratio; });
  out["delta"] = rows.numbers([](const KeyFeature& r) { return r.delta.value; });
  out["delta_se"] = rows.numbers([](const KeyFeature& r) { return r.delta.std_error; });
  out["delta_lo"] = rows.numbers([](const KeyFeature& r) { return r.delta.lower; });
  out["delta_hi"] = rows.numbers([](const KeyFeature& r) { return r.delta.upper; });
  out["target"] = rows.numbers([](const KeyFeature& r) { return r.target; });
  out["reference"] = rows.numbers([](const KeyFeature& r) { return r.reference; });
  out["per_million_target"] = rows.numbers([](const KeyFeature& r) { return r.per_million_target; });
  out["per_million_reference"] = rows.numbers([](const KeyFeature& r) { return r.per_million_reference; });
  out["units_target"] = rows.counts([](const KeyFeature& r) { return r.spread_target.n_documents; });
  out["units_reference"] = rows.counts([](const KeyFeature& r) { return r.spread_reference.n_documents; });
  out["dp_norm_target"] = rows.numbers([](const KeyFeature& r) { return r.spread_target.dp_norm; });
  out["dp_norm_reference"] = rows.numbers([](const KeyFeature& r) { return r.spread_reference.dp_norm; });
  out["largest_share_target"] = rows.numbers([](const KeyFeature& r) { return r.spread_target.largest_share; });
  out["largest_share_reference"] = rows.numbers([](const KeyFeature& r) { return r.spread_reference.largest_share; });
  out["smallest_expected"] = rows.numbers([](const KeyFeature& r) { return r.expected; });
  out["t"] = rows.numbers([](const KeyFeature& r) { return r.t; });
  out["p_units"] = rows.numbers([](const KeyFeature& r) { return r.p_documents; });
  out["p_units_adjusted"] = rows.numbers([](const KeyFeature& r) { return r.p_documents_adjusted; });
  return out;
}

/// Spans as indices of the str of each document.
class TextIndices {
 public:
  explicit TextIndices(const stance::Corpus& corpus) : corpus_(corpus) {}
  std::size_t at(const std::string& document, std::size_t byte) {
    if (document != id_) {
      id_ = document;
      indices_.emplace(corpus_.find(document)->text);
    }
    return (*indices_)[byte];
  }

 private:
  const stance::Corpus& corpus_;
  std::string id_;
  std::optional<StringIndices> indices_;
};

Columns quotations_of(const KeynessResult& result, const Documents& corpus, std::size_t top, const stance::CountOptions& options) {
  std::vector<stance::KeyQuotation> quotations;
  run_work(
      [&](Work& work) {
        stance::CountOptions made = options;
        made.stop = work.stop;
        quotations = stance::quote_keys(corpus.corpus, result.documents, result.groups, result.keyness,
                                        stance::shown_rows(result.keyness, top), made);
      },
      py::none());
  py::list feature, document, before, keyword, behind;
  std::vector<std::int64_t> start, end;
  TextIndices indices(corpus.corpus);
  for (const stance::KeyQuotation& quotation : quotations) {
    feature.append(str_of((*result.keyness.features)[result.keyness.rows[quotation.row].feature]));
    document.append(str_of(quotation.document));
    before.append(str_of(quotation.before));
    keyword.append(str_of(quotation.keyword));
    behind.append(str_of(quotation.behind));
    start.push_back(static_cast<std::int64_t>(indices.at(quotation.document, quotation.span.begin)));
    end.push_back(static_cast<std::int64_t>(indices.at(quotation.document, quotation.span.end)));
  }
  Columns out;
  out["feature"] = feature;
  out["document"] = document;
  out["before"] = before;
  out["keyword"] = keyword;
  out["behind"] = behind;
  out["start"] = array_of(start);
  out["end"] = array_of(end);
  return out;
}

Columns kwic_columns(const Documents& corpus, const std::vector<std::string>& features, const std::vector<std::size_t>& documents,
                     const stance::CountOptions& options) {
  stance::Kwic found;
  run_work(
      [&](Work& work) {
        stance::CountOptions made = options;
        made.stop = work.stop;
        found = stance::kwic(corpus.corpus, features, documents, made);
      },
      py::none());
  py::list feature, document, before, keyword, behind;
  std::vector<std::int64_t> start, end;
  TextIndices indices(corpus.corpus);
  for (const stance::KwicLine& line : found.lines) {
    const stance::KwicSentence& sentence = found.sentences[line.sentence];
    const std::string_view text = sentence.text;
    const std::string& id = corpus.corpus[sentence.document].id;
    document.append(str_of(id));
    feature.append(str_of(features[line.feature]));
    const stance::Surroundings around = stance::surroundings(text, line.keyword);
    before.append(str_of(around.before));
    keyword.append(str_of(text.substr(line.keyword.begin, line.keyword.size())));
    behind.append(str_of(around.behind));
    start.push_back(static_cast<std::int64_t>(indices.at(id, line.span.begin)));
    end.push_back(static_cast<std::int64_t>(indices.at(id, line.span.end)));
  }
  Columns out;
  out["document"] = document;
  out["feature"] = feature;
  out["before"] = before;
  out["keyword"] = keyword;
  out["behind"] = behind;
  out["start"] = array_of(start);
  out["end"] = array_of(end);
  return out;
}

stance::KeynessOptions options_of(const std::string& measure, const std::string& correction, const std::string& fdr,
                                  const std::string& prior, std::optional<double> prior_total, double prior_count,
                                  const std::string& background, const std::string& variance, const std::string& unit_test,
                                  std::size_t n_permutations, std::uint64_t seed, double zero_count, double min_count,
                                  std::size_t min_units, std::size_t threads) {
  using namespace stance;
  KeynessOptions out;
  out.measure = keyness_measure(measure);
  out.correction = choice<KeynessCorrection>(
      "correction", correction,
      {{"none", KeynessCorrection::none}, {"yates", KeynessCorrection::yates}, {"williams", KeynessCorrection::williams}});
  out.fdr = choice<FalseDiscovery>(
      "fdr", fdr,
      {{"bh", FalseDiscovery::benjamini_hochberg}, {"by", FalseDiscovery::benjamini_yekutieli}, {"none", FalseDiscovery::none}});
  out.prior = choice<KeynessPrior>(
      "prior", prior,
      {{"corpus", KeynessPrior::corpus}, {"background", KeynessPrior::background}, {"uninformative", KeynessPrior::uninformative}});
  out.variance =
      choice<DeltaVariance>("variance", variance, {{"two_terms", DeltaVariance::two_terms}, {"four_terms", DeltaVariance::four_terms}});
  out.document_test = choice<DocumentTest>("unit_test", unit_test,
                                           {{"cautious", DocumentTest::cautious},
                                            {"welch", DocumentTest::welch},
                                            {"permutation", DocumentTest::permutation},
                                            {"none", DocumentTest::none}});
  if (out.prior == KeynessPrior::background) out.background = load_background(background);
  out.prior_total = prior_total;
  out.prior_count = prior_count;
  out.n_permutations = n_permutations;
  out.seed = seed;
  out.zero_count = zero_count;
  out.min_count = min_count;
  out.min_documents = min_units;
  out.threads = threads;
  return out;
}

std::shared_ptr<KeynessResult> compute(const Dfm* counts, const SentenceCounts* sentences, const Groups& groups,
                                       std::vector<std::string> documents, stance::KeynessOptions options) {
  auto out = std::make_shared<KeynessResult>();
  out->documents = std::move(documents);
  out->groups = groups;
  run_work(
      [&](Work& work) {
        options.stop = work.stop;
        if (sentences != nullptr) {
          const stance::SentenceGroups rows = stance::sentences_as_rows(*sentences, groups);
          out->keyness = stance::compute_keyness(rows.counts, rows.groups, options);
        } else {
          out->keyness = stance::compute_keyness(*counts, groups, options);
        }
        out->keyness.options.stop = {};
      },
      py::none());
  return out;
}

}  // namespace

void bind_keyness(py::module_& module) {
  py::class_<KeynessResult, std::shared_ptr<KeynessResult>>(module, "KeynessResult", "Key features of two groups. Immutable.")
      .def("rows", &rows_of)
      .def(
          "quotations",
          [](const KeynessResult& result, const Documents& corpus, std::size_t top, std::size_t ngram_min, std::size_t ngram_max,
             const std::string& ngram_gaps, std::size_t min_length, std::vector<std::string> stop_words, std::uint64_t min_df,
             double max_df, std::optional<std::size_t> max_features, const std::string& language, bool clean, std::size_t threads) {
            return quotations_of(result, corpus, top,
                                 count_options(ngram_min, ngram_max, ngram_gaps, min_length, std::move(stop_words), min_df, max_df,
                                               max_features, language, clean, threads));
          },
          py::arg("corpus"), py::arg("top"), py::kw_only(), py::arg("ngram_min"), py::arg("ngram_max"), py::arg("ngram_gaps"),
          py::arg("min_length"), py::arg("stop_words"), py::arg("min_df"), py::arg("max_df"), py::arg("max_features"), py::arg("language"),
          py::arg("clean"), py::arg("threads"))
      .def("target", [](const KeynessResult& r) { return names_of_rows(r.documents, r.groups.target); })
      .def("reference", [](const KeynessResult& r) { return names_of_rows(r.documents, r.groups.reference); })
      .def_property_readonly("left_out", [](const KeynessResult& r) { return r.groups.left_out; })
      .def_property_readonly("target_name", [](const KeynessResult& r) { return r.groups.target_name; })
      .def_property_readonly("reference_name", [](const KeynessResult& r) { return r.groups.reference_name; })
      .def_property_readonly("total_target", [](const KeynessResult& r) { return r.keyness.total_target; })
      .def_property_readonly("total_reference", [](const KeynessResult& r) { return r.keyness.total_reference; })
      .def_property_readonly("prior_total", [](const KeynessResult& r) { return r.keyness.prior_total; })
      .def_property_readonly("n_below_minimum", [](const KeynessResult& r) { return r.keyness.n_below_minimum; })
      .def_property_readonly("formula", [](const KeynessResult& r) { return r.keyness.formula; })
      .def_property_readonly("prior_formula", [](const KeynessResult& r) { return r.keyness.prior_formula; })
      .def_property_readonly("notes", [](const KeynessResult& r) { return r.keyness.notes; });
  module.def(
      "keyness",
      [](const std::optional<std::shared_ptr<Dfm>>& counts, const std::optional<std::shared_ptr<SentenceCounts>>& sentences,
         const std::optional<std::shared_ptr<Documents>>& corpus, const std::string& by, const std::vector<std::string>& target,
         const std::vector<std::string>& reference, const std::string& cut, const std::string& measure, const std::string& correction,
         const std::string& fdr, const std::string& prior, std::optional<double> prior_total, double prior_count,
         const std::string& background, const std::string& variance, const std::string& unit_test, std::size_t n_permutations,
         std::uint64_t seed, double zero_count, double min_count, std::size_t min_units, std::size_t threads) {
        std::vector<std::string> documents = sentences ? (*sentences)->documents : (*counts)->documents();
        const Groups groups = groups_of(documents, corpus ? corpus->get() : nullptr, by, target, reference, cut);
        return compute(counts ? counts->get() : nullptr, sentences ? sentences->get() : nullptr, groups, std::move(documents),
                       options_of(measure, correction, fdr, prior, prior_total, prior_count, background, variance, unit_test,
                                  n_permutations, seed, zero_count, min_count, min_units, threads));
      },
      py::arg("counts"), py::arg("sentences"), py::arg("corpus"), py::kw_only(), py::arg("by"), py::arg("target"), py::arg("reference"),
      py::arg("cut"), py::arg("measure"), py::arg("correction"), py::arg("fdr"), py::arg("prior"), py::arg("prior_total"),
      py::arg("prior_count"), py::arg("background"), py::arg("variance"), py::arg("unit_test"), py::arg("n_permutations"), py::arg("seed"),
      py::arg("zero_count"), py::arg("min_count"), py::arg("min_units"), py::arg("threads"));
  module.def(
      "kwic",
      [](const Documents& corpus, const std::vector<std::string>& features, const std::vector<std::size_t>& documents,
         std::size_t ngram_min, std::size_t ngram_max, const std::string& ngram_gaps, std::size_t min_length,
         std::vector<std::string> stop_words, std::uint64_t min_df, double max_df, std::optional<std::size_t> max_features,
         const std::string& language, bool clean, std::size_t threads) {
        return kwic_columns(corpus, features, documents,
                            count_options(ngram_min, ngram_max, ngram_gaps, min_length, std::move(stop_words), min_df, max_df, max_features,
                                          language, clean, threads));
      },
      py::arg("corpus"), py::arg("features"), py::arg("documents"), py::kw_only(), py::arg("ngram_min"), py::arg("ngram_max"),
      py::arg("ngram_gaps"), py::arg("min_length"), py::arg("stop_words"), py::arg("min_df"), py::arg("max_df"), py::arg("max_features"),
      py::arg("language"), py::arg("clean"), py::arg("threads"));
  module.def("grammar_words", &stance::grammar_words, py::arg("language"));
  module.def(
      "adjust_p_values",
      [](const std::vector<double>& p_values, const std::string& method) {
        using stance::FalseDiscovery;
        return array_of(stance::adjust_p_values(
            p_values, choice<FalseDiscovery>("method", method,
                                             {{"bh", FalseDiscovery::benjamini_hochberg}, {"by", FalseDiscovery::benjamini_yekutieli}})));
      },
      py::arg("p_values"), py::arg("method"));
}

}  // namespace stance_python
