// The tables of an analysis, as columns: documents, positions, targets, evidence, cuts.
#include <limits>
#include <set>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::DocumentAnalysis;
using stance::EvidenceKey;
using stance::Position;
using stance::Record;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Columns that positions on axes and stances toward targets share.
struct PositionColumns {
  std::vector<double> position, se, lower, upper, salience;
  std::vector<std::int64_t> n_evidence, n_neutral, n_not_counted;
  py::list undefined;

  template <typename Result>
  void add(const Result& result, const Position& p) {
    const bool defined = p.estimate.has_value();
    position.push_back(defined ? *p.estimate : nan);
    se.push_back(defined ? p.std_error : nan);
    lower.push_back(defined ? p.lower : nan);
    upper.push_back(defined ? p.upper : nan);
    n_evidence.push_back(result.n_evidence);
    n_neutral.push_back(result.n_neutral);
    n_not_counted.push_back(result.n_not_counted);
    salience.push_back(result.salience);
    undefined.append(defined ? py::object(py::none()) : py::object(py::str(std::string(stance::to_string(p.undefined)))));
  }
  void put_numbers(Columns& out, const char* name) const {
    out[name] = array_of(position);
    out["se"] = array_of(se);
    out["lo"] = array_of(lower);
    out["hi"] = array_of(upper);
    out["n_evidence"] = array_of(n_evidence);
    out["n_neutral"] = array_of(n_neutral);
    out["n_not_counted"] = array_of(n_not_counted);
    out["salience"] = array_of(salience);
  }
};

/// One str for each axis or target, however many rows name it.
template <typename Entries>
std::vector<py::str> keys_of(const Entries& entries) {
  std::vector<py::str> out;
  for (const auto& entry : entries) out.push_back(str_of(entry.key));
  return out;
}

/// The other scales of an axis. The record counts behind them are those of the position.
struct ScaleColumns {
  std::vector<double> logit, logit_se, relative, relative_se, absolute, absolute_se;
  void add(const stance::AxisResult& axis) {
    const bool spoken_to = axis.n_evidence > 0;
    logit.push_back(spoken_to ? axis.logit.value : nan);
    logit_se.push_back(spoken_to ? axis.logit.std_error : nan);
    relative.push_back(axis.relative_difference ? axis.relative_difference->value : nan);
    relative_se.push_back(axis.relative_difference ? axis.relative_difference->std_error : nan);
    absolute.push_back(spoken_to ? axis.absolute_difference.value : nan);
    absolute_se.push_back(spoken_to ? axis.absolute_difference.std_error : nan);
  }
  void put(Columns& out) const {
    out["logit"] = array_of(logit);
    out["logit_se"] = array_of(logit_se);
    out["relative"] = array_of(relative);
    out["relative_se"] = array_of(relative_se);
    out["absolute"] = array_of(absolute);
    out["absolute_se"] = array_of(absolute_se);
  }
};

Columns positions(const Run& run, bool scales) {
  const std::vector<py::str> keys = keys_of(run.pack->lexicon().axes);
  const py::str bipolar("bipolar");
  const py::str intensity("intensity");
  py::list document, axis, kind;
  std::vector<double> coverage, projection;
  PositionColumns columns;
  ScaleColumns scaled;
  for (const DocumentAnalysis& result : run.analysis.documents) {
    const py::str id = str_of(result.id);
    for (const stance::AxisResult& on : result.axes) {
      document.append(id);
      axis.append(keys[on.axis]);
      kind.append(run.pack->lexicon().axes[on.axis].kind == stance::AxisKind::bipolar ? bipolar : intensity);
      columns.add(on, on.position);
      coverage.push_back(on.coverage);
      scaled.add(on);
      projection.push_back(on.projection.value_or(nan));
    }
  }
  Columns out;
  out["document"] = document;
  out["axis"] = axis;
  out["kind"] = kind;
  columns.put_numbers(out, "position");
  out["coverage"] = array_of(coverage);
  out["undefined"] = columns.undefined;
  if (scales) scaled.put(out);
  if (run.directions) out["projection"] = array_of(projection);
  return out;
}

Columns targets(const Run& run) {
  const std::vector<py::str> keys = keys_of(run.pack->lexicon().targets);
  py::list document, target;
  std::vector<std::int64_t> mentions;
  PositionColumns columns;
  for (const DocumentAnalysis& result : run.analysis.documents) {
    const py::str id = str_of(result.id);
    for (const stance::TargetResult& toward : result.targets) {
      document.append(id);
      target.append(keys[toward.target]);
      columns.add(toward, toward.stance);
      mentions.push_back(toward.mentions);
    }
  }
  Columns out;
  out["document"] = document;
  out["target"] = target;
  columns.put_numbers(out, "stance");
  out["mentions"] = array_of(mentions);
  out["undefined"] = columns.undefined;
  return out;
}

Columns documents(const Run& run) {
  py::list document, language, principal;
  std::vector<char> inferred;
  std::vector<std::int64_t> n_tokens, n_sentences;
  for (const DocumentAnalysis& result : run.analysis.documents) {
    document.append(str_of(result.id));
    language.append(str_of(result.language));
    principal.append(result.principal.empty() ? py::object(py::none()) : py::object(str_of(result.principal)));
    inferred.push_back(result.principal_inferred ? 1 : 0);
    n_tokens.push_back(result.n_tokens);
    n_sentences.push_back(result.n_sentences);
  }
  Columns out;
  out["document"] = document;
  out["language"] = language;
  out["principal"] = principal;
  out["principal_inferred"] = array_of(inferred);
  out["n_tokens"] = array_of(n_tokens);
  out["n_sentences"] = array_of(n_sentences);
  return out;
}

/// Rows of evidence(), document after document.
class EvidenceRows {
 public:
  explicit EvidenceRows(const Run& run) : run_(run), lexicon_(run.pack->lexicon()) {}

  void add(std::size_t place, const std::vector<EvidenceKey>& keys) {
    const DocumentAnalysis& result = run_.analysis.documents[place];
    const std::string_view text = run_.sources[place]->text;
    const StringIndices indices(text);
    const py::str id = str_of(result.id);
    sentences_.assign(result.evidence.sentences.size(), py::str());
    for (const EvidenceKey key : keys) {
      const bool is_axis = key.kind == EvidenceKey::Kind::axis;
      const std::vector<Record>* const records = records_of(result, key);
      if (records == nullptr || records->empty()) continue;
      const stance::AxisKind kind = is_axis ? lexicon_.axes[key.index].kind : stance::AxisKind::bipolar;
      const std::vector<double> shares = stance::contributions(*records, kind, result.n_tokens, is_axis ? lexicon_.axes[key.index].scale : 1.0);
      const py::str name = str_of(is_axis ? lexicon_.axes[key.index].key : lexicon_.targets[key.index].key);
      for (std::size_t r = 0; r < records->size(); ++r) {
        document_.append(id);
        of_.append(is_axis ? "axis" : "target");
        key_.append(name);
        contribution_.push_back(shares[r]);
        add_record(place, (*records)[r], text, indices);
      }
    }
  }

  [[nodiscard]] Columns columns() const {
    Columns out;
    out["document"] = document_;
    out["kind"] = of_;
    out["key"] = key_;
    out["contribution"] = array_of(contribution_);
    out["value"] = array_of(value_);
    out["weight"] = array_of(weight_);
    out["counted"] = array_of(counted_);
    out["reason"] = reason_;
    out["start"] = array_of(start_);
    out["end"] = array_of(end_);
    out["quotation"] = quotation_;
    out["sentence"] = sentence_;
    out["cue"] = cue_;
    out["cue_start"] = array_of(cue_start_);
    out["cue_end"] = array_of(cue_end_);
    out["target"] = target_;
    out["modifiers"] = modifiers_;
    out["group"] = group_;
    out["entry"] = entry_;
    return out;
  }

 private:
  static const std::vector<Record>* records_of(const DocumentAnalysis& result, EvidenceKey key) {
    if (key.kind == EvidenceKey::Kind::axis) return key.index < result.evidence.axes.size() ? &result.evidence.axes[key.index] : nullptr;
    for (const stance::TargetEvidence& evidence : result.evidence.targets) {
      if (evidence.target == key.index) return &evidence.records;
    }
    return nullptr;
  }

  static py::str text_at(std::string_view text, stance::ByteSpan span) { return str_of(text.substr(span.begin, span.size())); }

  /// Shared by all records of the sentence where it is quoted whole.
  py::str sentence_of(std::size_t place, const Record& record) {
    const DocumentAnalysis& result = run_.analysis.documents[place];
    const std::string& whole = result.evidence.sentences[record.sentence].text;
    if (whole.size() > stance::longest_quoted_sentence) return str_of(stance::quoted_sentence(*run_.sources[place], result, record));
    py::str& shared = sentences_[record.sentence];
    if (py::len(shared) == 0) shared = str_of(whole);
    return shared;
  }

  void add_record(std::size_t place, const Record& record, std::string_view text, const StringIndices& indices) {
    value_.push_back(record.value);
    weight_.push_back(record.weight);
    counted_.push_back(record.counted() ? 1 : 0);
    reason_.append(record.counted() ? py::object(py::none()) : py::object(py::str(std::string(stance::to_string(record.standing)))));
    start_.push_back(static_cast<std::int64_t>(indices[record.span.begin]));
    end_.push_back(static_cast<std::int64_t>(indices[record.span.end]));
    quotation_.append(text_at(text, record.span));
    sentence_.append(sentence_of(place, record));
    const bool has_cue = !record.cue.empty();
    cue_.append(has_cue ? py::object(text_at(text, record.cue)) : py::none());
    cue_start_.push_back(has_cue ? static_cast<std::int64_t>(indices[record.cue.begin]) : -1);
    cue_end_.push_back(has_cue ? static_cast<std::int64_t>(indices[record.cue.end]) : -1);
    target_.append(record.target ? py::object(str_of(lexicon_.targets[*record.target].key)) : py::none());
    std::string modifiers;
    for (const stance::AppliedModifier& modifier : record.modifiers) {
      modifiers += (modifiers.empty() ? "" : "; ") + std::string(stance::to_string(modifier.kind)) + ": ";
      modifiers += text.substr(modifier.span.begin, modifier.span.size());
    }
    modifiers_.append(str_of(modifiers));
    group_.append(str_of(record.group));
    entry_.append(str_of(lexicon_.locate(record.entry)));
  }

  const Run& run_;
  const stance::Lexicon& lexicon_;
  std::vector<py::str> sentences_;  ///< of the document at hand, made when first needed
  py::list document_, of_, key_, reason_, quotation_, sentence_, cue_, target_, modifiers_, group_, entry_;
  std::vector<double> contribution_, value_, weight_;
  std::vector<char> counted_;
  std::vector<std::int64_t> start_, end_, cue_start_, cue_end_;
};

std::size_t place_of(const Run& run, const std::string& id) {
  for (std::size_t i = 0; i < run.analysis.documents.size(); ++i) {
    if (run.analysis.documents[i].id == id) return i;
  }
  std::vector<std::string> known;
  for (const DocumentAnalysis& document : run.analysis.documents) known.push_back(document.id);
  throw stance::InvalidArgument("document: there is no '" + id + "' in the analysis" + stance::suggestion(id, known));
}

std::uint32_t axis_of(const Run& run, const std::string& key) {
  const std::vector<stance::Axis>& axes = run.pack->lexicon().axes;
  if (const auto found = run.pack->lexicon().find_axis(key)) return static_cast<std::uint32_t>(*found);
  std::vector<std::string> known;
  for (const stance::Axis& axis : axes) known.push_back(axis.key);
  throw stance::InvalidArgument("axis: unknown axis '" + key + "'" + stance::suggestion(key, known));
}

std::uint32_t target_of(const Run& run, const std::string& name) {
  if (const auto found = run.pack->lexicon().find_target(name)) return static_cast<std::uint32_t>(*found);
  std::vector<std::string> known;
  for (const stance::Target& target : run.pack->lexicon().targets) known.push_back(target.key);
  throw stance::InvalidArgument("target: unknown target '" + name + "'" + stance::suggestion(name, known));
}

Columns evidence(const Run& run, const std::optional<std::string>& axis, const std::optional<std::string>& target,
                 const std::optional<std::string>& document) {
  if (run.options.keep_evidence == stance::KeepEvidence::no)
    throw stance::InvalidArgument("evidence: the analysis kept none; call analyze(…, evidence=True)");
  if (axis && target) throw stance::InvalidArgument("evidence: expected an axis or a target, got both");
  std::vector<EvidenceKey> keys;
  if (axis) keys.push_back({EvidenceKey::Kind::axis, axis_of(run, *axis)});
  if (target) keys.push_back({EvidenceKey::Kind::target, target_of(run, *target)});
  const std::size_t begin = document ? place_of(run, *document) : 0;
  const std::size_t end = document ? begin + 1 : run.analysis.documents.size();
  EvidenceRows rows(run);
  for (std::size_t i = begin; i < end; ++i) {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    std::vector<EvidenceKey> own = keys;
    if (keys.empty()) {
      for (const stance::AxisResult& on : run.analysis.documents[i].axes) own.push_back({EvidenceKey::Kind::axis, on.axis});
      for (const stance::TargetResult& toward : run.analysis.documents[i].targets) own.push_back({EvidenceKey::Kind::target, toward.target});
    }
    rows.add(i, own);
  }
  return rows.columns();
}

Columns cuts(const Run& run) {
  py::list document, reason, removed;
  std::vector<std::int64_t> start, end;
  for (std::size_t i = 0; i < run.analysis.documents.size(); ++i) {
    const std::string_view text = run.sources[i]->text;
    const StringIndices indices(text);
    const py::str id = str_of(run.analysis.documents[i].id);
    for (const stance::Cut& cut : run.analysis.documents[i].cuts) {
      document.append(id);
      reason.append(std::string(stance::to_string(cut.reason)));
      start.push_back(static_cast<std::int64_t>(indices[cut.span.begin]));
      end.push_back(static_cast<std::int64_t>(indices[cut.span.end]));
      removed.append(str_of(text.substr(cut.span.begin, cut.span.size())));
    }
  }
  Columns out;
  out["document"] = document;
  out["reason"] = reason;
  out["start"] = array_of(start);
  out["end"] = array_of(end);
  out["text"] = removed;
  return out;
}

}  // namespace

void bind_tables(py::class_<Run, std::shared_ptr<Run>>& run) {
  run.def("positions", &positions, py::arg("scales"))
      .def("targets", &targets)
      .def("documents", &documents)
      .def("evidence", &evidence, py::arg("axis"), py::arg("target"), py::arg("document"))
      .def("cuts", &cuts)
      .def("place", &place_of, py::arg("document"), "Row of a document in the analysis")
      .def("axis_index", &axis_of, py::arg("axis"), "Index of an axis in the lexicon");
}

}  // namespace stance_python
