#include <sstream>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::ComparedPair;
using stance::EvidenceRef;
using stance::Record;

std::shared_ptr<Pairs> compare(std::shared_ptr<const Run> run, stance::CompareOptions options) {
  auto out = std::make_shared<Pairs>();
  out->run = std::move(run);
  out->options = std::move(options);
  const Run& of = *out->run;
  out->options.threads = of.options.threads;
  out->options.level = of.options.position.level;
  out->options.seed = of.options.position.seed;
  out->options.clean = of.options.clean;
  run_work(
      [&](Work& work) {
        out->options.stop = work.stop;
        out->comparison = stance::compare(of.documents->corpus, of.analysis, of.pack->compiled, out->options);
        out->options.stop = {};
      },
      py::none());
  return out;
}

stance::IdfSource idf_of(const std::string& name) {
  for (const stance::IdfSource source : {stance::IdfSource::background, stance::IdfSource::corpus, stance::IdfSource::none}) {
    if (name == stance::to_string(source)) return source;
  }
  throw stance::InvalidArgument("idf: expected background, corpus or none, got '" + name + "'");
}

py::array_t<double> matrix(const Pairs& pairs, const std::string& kind) {
  const stance::Comparison& c = pairs.comparison;
  if (!c.full) {
    throw stance::InvalidArgument("similarity: " + std::to_string(c.ids.size()) + " documents are more than full_matrix_limit = " +
                                  std::to_string(pairs.options.full_matrix_limit) + "; use pairs(), or compare(full_matrix_limit=…)");
  }
  if (kind == "topic") return array_of(c.topic);
  if (kind == "stance") return array_of(c.stance.values);
  if (kind == "emphasis") return array_of(c.emphasis.values);
  if (kind != "targets") throw stance::InvalidArgument("kind: expected topic, stance, emphasis or targets, got '" + kind + "'");
  if (!c.targets) throw stance::InvalidArgument("similarity: no similarity over targets for more than interval_limit = " +
                                                std::to_string(pairs.options.interval_limit) + " documents; use compare(interval_limit=…)");
  return array_of(c.targets->values);
}

void put_estimates(Columns& out, const std::string& name, const std::vector<ComparedPair>& pairs, stance::Estimate ComparedPair::*estimate) {
  std::vector<double> value, se, lower, upper;
  for (const ComparedPair& pair : pairs) {
    value.push_back((pair.*estimate).value);
    se.push_back((pair.*estimate).std_error);
    lower.push_back((pair.*estimate).lower);
    upper.push_back((pair.*estimate).upper);
  }
  out[py::str(name)] = array_of(value);
  out[py::str(name + "_se")] = array_of(se);
  out[py::str(name + "_lo")] = array_of(lower);
  out[py::str(name + "_hi")] = array_of(upper);
}

Columns pair_columns(const Pairs& pairs) {
  std::vector<py::str> ids;
  for (const std::string& id : pairs.comparison.ids) ids.push_back(str_of(id));
  py::list a, b, quarter;
  std::vector<std::int64_t> shared;
  for (const ComparedPair& pair : pairs.comparison.pairs) {
    a.append(ids[pair.a]);
    b.append(ids[pair.b]);
    quarter.append(std::string(stance::name_of(pair.quarter)));
    shared.push_back(static_cast<std::int64_t>(pair.n_shared_axes));
  }
  Columns out;
  out["a"] = a;
  out["b"] = b;
  out["quarter"] = quarter;
  put_estimates(out, "topic", pairs.comparison.pairs, &ComparedPair::topic);
  put_estimates(out, "stance", pairs.comparison.pairs, &ComparedPair::stance);
  out["n_shared_axes"] = array_of(shared);
  return out;
}

Columns contrast_columns(const Pairs& pairs) {
  py::list a, b, axis;
  std::vector<double> difference;
  std::vector<char> apart;
  for (const stance::Contrast& contrast : pairs.comparison.contrasts) {
    a.append(str_of(pairs.comparison.ids[contrast.a]));
    b.append(str_of(pairs.comparison.ids[contrast.b]));
    axis.append(str_of(pairs.run->pack->lexicon().axes[contrast.axis].key));
    difference.push_back(contrast.difference);
    apart.push_back(contrast.intervals_apart ? 1 : 0);
  }
  Columns out;
  out["a"] = a;
  out["b"] = b;
  out["axis"] = axis;
  out["difference"] = array_of(difference);
  out["intervals_apart"] = array_of(apart);
  return out;
}

/// One side of the quotations of a contrast.
class SideColumns {
 public:
  SideColumns(const Run& run, std::size_t place, std::uint32_t axis)
      : run_(run), result_(run.analysis.documents[place]), text_(run.sources[place]->text), axis_(axis), indices_(text_) {}

  void add(const std::optional<EvidenceRef>& ref) {
    const Record* const record = ref ? &result_.evidence.axes[axis_][ref->record] : nullptr;
    value_.push_back(record != nullptr ? record->value : std::numeric_limits<double>::quiet_NaN());
    contribution_.push_back(record != nullptr ? ref->contribution : std::numeric_limits<double>::quiet_NaN());
    start_.push_back(record != nullptr ? static_cast<std::int64_t>(indices_[record->span.begin]) : -1);
    end_.push_back(record != nullptr ? static_cast<std::int64_t>(indices_[record->span.end]) : -1);
    quotation_.append(record != nullptr ? py::object(str_of(text_.substr(record->span.begin, record->span.size()))) : py::none());
    sentence_.append(record != nullptr ? py::object(str_of(result_.evidence.sentences[record->sentence].text)) : py::none());
    entry_.append(record != nullptr ? py::object(str_of(run_.pack->lexicon().locate(record->entry))) : py::none());
  }
  void put(Columns& out, const std::string& side) const {
    const auto put = [&](const char* name, const py::object& column) { out[py::str(side + name)] = column; };
    put("_sentence", sentence_);
    put("_quotation", quotation_);
    put("_value", array_of(value_));
    put("_contribution", array_of(contribution_));
    put("_start", array_of(start_));
    put("_end", array_of(end_));
    put("_entry", entry_);
  }

 private:
  const Run& run_;
  const stance::DocumentAnalysis& result_;
  std::string_view text_;
  std::uint32_t axis_;
  StringIndices indices_;
  std::vector<double> value_, contribution_;
  std::vector<std::int64_t> start_, end_;
  py::list quotation_, sentence_, entry_;
};

std::tuple<double, bool, Columns> contrast(const Run& run, std::size_t a, std::size_t b, std::uint32_t axis, std::size_t quotations) {
  if (run.options.keep_evidence == stance::KeepEvidence::no)
    throw stance::InvalidArgument("contrast: the analysis kept no evidence; call analyze(…, evidence=True)");
  stance::CompareOptions options;
  options.quotations_per_axis = quotations;
  options.threads = 1;  // one contrast is one piece of work
  stance::Contrast found;
  run_work([&](Work&) { found = stance::contrast(run.analysis, run.pack->compiled, a, b, axis, options); }, py::none());
  std::vector<double> similarity;
  SideColumns left(run, a, axis);
  SideColumns right(run, b, axis);
  for (const stance::QuotationPair& pair : found.quotations) {
    similarity.push_back(pair.similarity);
    left.add(pair.a);
    right.add(pair.b);
  }
  Columns out;
  left.put(out, "a");
  right.put(out, "b");
  out["similarity"] = array_of(similarity);
  return {found.difference, found.intervals_apart, out};
}

/// Words and axes behind the similarities of a pair: all of them, whatever the comparison kept.
std::tuple<Sums, Columns, Sums, Columns> explained(const Pairs& pairs, std::size_t a, std::size_t b) {
  const stance::PairReasons reasons =
      stance::explain_pair(pairs.run->analysis, pairs.run->pack->compiled, a, b, pairs.options);
  Sums topic;
  topic["value"] = reasons.topic.value;
  topic["close"] = reasons.topic.close;
  topic["apart"] = reasons.topic.apart;
  Sums stance_sums;
  stance_sums["value"] = reasons.stance.value;
  py::list axis;
  std::vector<double> difference, weight, close, apart;
  for (const stance::AxisShare& share : reasons.stance.axes) {
    axis.append(str_of(pairs.run->pack->lexicon().axes[share.axis].key));
    difference.push_back(share.difference);
    weight.push_back(share.weight);
    close.push_back(share.close);
    apart.push_back(share.apart);
  }
  Columns axes;
  axes["axis"] = axis;
  axes["difference"] = array_of(difference);
  axes["weight"] = array_of(weight);
  axes["close"] = array_of(close);
  axes["apart"] = array_of(apart);
  return {topic, term_columns(reasons.topic.terms, pairs.run->analysis.features->features()), stance_sums, axes};
}

py::str comparison_json(const Pairs& pairs, bool evidence) {
  const Run& run = *pairs.run;
  const stance::ReportContext context{run.pack->lexicon(), run.options, evidence ? stance::ShowEvidence::yes : stance::ShowEvidence::no};
  std::ostringstream out;
  run_work(
      [&](Work&) {
        // As the program: what kept documents from being scored, then what kept rows from being read.
        stance::Analysis analysis = run.analysis;
        std::copy_if(run.documents->diagnostics.begin(), run.documents->diagnostics.end(), std::back_inserter(analysis.diagnostics),
                     [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
        stance::write_json(out, context, run.documents->corpus, analysis, pairs.comparison);
      },
      py::none());
  return str_of(out.str());
}

}  // namespace

void bind_comparison(py::module_& module) {
  py::class_<Pairs, std::shared_ptr<Pairs>>(module, "Pairs", "Everything about the pairs of a corpus. Immutable.")
      .def("ids",
           [](const Pairs& pairs) {
             py::typing::List<py::str> out;
             for (const std::string& id : pairs.comparison.ids) out.append(str_of(id));
             return out;
           })
      .def("matrix", &matrix, py::arg("kind"))
      .def("pairs", &pair_columns)
      .def("contrasts", &contrast_columns)
      .def("explain", &explained, py::arg("a"), py::arg("b"))
      .def("json", &comparison_json, py::arg("evidence"))
      .def_property_readonly("notes", [](const Pairs& pairs) { return pairs.comparison.notes; }, "What was left out, and why")
      .def_property_readonly("topic_method", [](const Pairs& pairs) { return pairs.comparison.topic_method; })
      .def_property_readonly("stance_method", [](const Pairs& pairs) { return pairs.comparison.stance_method; });
  module.def("contrast", &contrast, py::arg("run"), py::arg("a"), py::arg("b"), py::arg("axis"), py::arg("quotations"));
  module.def(
      "compare",
      [](std::shared_ptr<Run> run, const std::string& measure, const std::string& idf, double topic_cut, double stance_cut, double base_error, std::size_t min_shared_axes,
         std::size_t full_matrix_limit, std::size_t neighbours, std::size_t interval_limit, std::size_t quotations, std::size_t max_contrasts) {
        stance::CompareOptions options;
        options.measure = stance::similarity_measure(measure);
        options.idf = idf_of(idf);
        options.quarters = {topic_cut, stance_cut};
        options.base_error = base_error;
        options.min_shared_axes = min_shared_axes;
        options.full_matrix_limit = full_matrix_limit;
        options.neighbours = neighbours;
        options.interval_limit = interval_limit;
        options.quotations_per_axis = quotations;
        options.max_contrasts = max_contrasts;
        return compare(std::move(run), std::move(options));
      },
      py::arg("run"), py::kw_only(), py::arg("measure"), py::arg("idf"), py::arg("topic_cut"), py::arg("stance_cut"), py::arg("base_error"),
      py::arg("min_shared_axes"), py::arg("full_matrix_limit"), py::arg("neighbours"), py::arg("interval_limit"), py::arg("quotations"),
      py::arg("max_contrasts"));
}

}  // namespace stance_python
