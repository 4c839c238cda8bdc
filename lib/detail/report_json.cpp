#include "detail/report_json.hpp"

#include <cmath>

#include "stance/tokens.hpp"
#include "stance/version.hpp"

namespace stance::detail {
namespace {

Json scaled(const Scaled& number_with_error) {
  return {{"value", number(number_with_error.value)}, {"se", number(number_with_error.std_error)}};
}

void add_position(Json& out, const char* name, const Position& position) {
  const bool defined = position.estimate.has_value();
  out[name] = defined ? number(*position.estimate) : Json();
  out["se"] = defined ? number(position.std_error) : Json();
  out["ci"] = defined ? Json::array({number(position.lower), number(position.upper)}) : Json();
}

Json evidence_list(const ReportContext& context, const Document& document, const DocumentAnalysis& result,
                   const std::vector<ShownRecord>& records) {
  Json list = Json::array();
  for (const ShownRecord& shown : records) list.push_back(evidence_record(context.lexicon, document, result, shown));
  return list;
}

/// What axis and target records share; both name their counts and salience alike.
template <typename Result>
void add_counts(Json& out, const Result& result, const Position& position) {
  out["n_evidence"] = result.n_evidence;
  out["n_neutral"] = result.n_neutral;
  out["n_not_counted"] = result.n_not_counted;
  out["salience"] = number(result.salience);
  out["undefined"] = position.estimate ? Json() : Json(std::string(to_string(position.undefined)));
}

Json axis_record(const ReportContext& context, const Document& document, const DocumentAnalysis& result, const AxisResult& axis) {
  Json out;
  add_position(out, "position", axis.position);
  add_counts(out, axis, axis.position);
  out["kind"] = context.lexicon.axes[axis.axis].kind == AxisKind::bipolar ? "bipolar" : "intensity";
  out["coverage"] = number(axis.coverage);
  const bool spoken_to = axis.n_evidence > 0;
  out["logit"] = spoken_to ? scaled(axis.logit) : Json();
  out["relative"] = axis.relative_difference ? scaled(*axis.relative_difference) : Json();
  out["absolute"] = spoken_to ? scaled(axis.absolute_difference) : Json();
  if (context.options.directions != nullptr) out["projection"] = axis.projection ? number(*axis.projection) : Json();
  if (context.evidence == ShowEvidence::yes)
    out["evidence"] = evidence_list(context, document, result, shown_axis_records(context.lexicon, result, axis.axis));
  return out;
}

Json target_record(const ReportContext& context, const Document& document, const DocumentAnalysis& result, const TargetResult& target) {
  Json out;
  add_position(out, "stance", target.stance);
  add_counts(out, target, target.stance);
  out["mentions"] = target.mentions;
  if (context.evidence == ShowEvidence::yes)
    out["evidence"] = evidence_list(context, document, result, shown_target_records(result, target.target));
  return out;
}

Json text_at(const Document& document, ByteSpan span) {
  return {{"text", std::string(quotation(document, span))}, {"start", span.begin}, {"end", span.end}};
}

Json clean_record(const CleanOptions& clean) {
  Json out;
  for (const auto& [name, kind] : clean_kinds) out[std::string(name)] = clean.*kind;
  out["repair_utf8"] = clean.repair_utf8;
  return out;
}

Json rules_record(const EvidenceOptions& options) {
  Json out;
  for (const auto& [name, rule] : evidence_rules) out[std::string(name)] = options.*rule;
  return out;
}

Json options_record(const AnalysisOptions& options) {
  Json out;
  out["principal"] = options.principal.empty() ? Json() : Json(options.principal);
  out["language"] = options.language.empty() ? Json() : Json(options.language);
  out["level"] = number(options.position.level);
  out["interval"] = std::string(name_of(options.position.method));
  out["pole_weight"] = number(options.position.pole_weight);
  if (options.position.method == IntervalMethod::bayesian_bootstrap) out["n_replicates"] = options.position.n_replicates;
  out["seed"] = options.position.seed;
  out["min_words"] = options.position.min_words;
  out["clean"] = clean_record(options.clean);
  out["rules"] = rules_record(options.evidence);
  return out;
}

Json lexicon_record(const Lexicon& lexicon) {
  Json files = Json::array();
  for (const LexiconFile& file : lexicon.files) files.push_back({{"name", file.name}, {"hash", file.hash}});
  return {{"name", lexicon.meta.name},       {"version", lexicon.meta.version}, {"language", lexicon.meta.language},
          {"licence", lexicon.meta.licence}, {"hash", lexicon.hash()},          {"files", std::move(files)}};
}

Json axis_list(const ReportContext& context) {
  Json list = Json::array();
  const std::vector<std::string>& chosen = context.options.axes;
  for (const Axis& axis : context.lexicon.axes) {
    if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), axis.key) == chosen.end()) continue;
    const bool bipolar = axis.kind == AxisKind::bipolar;
    Json entry = {{"key", axis.key},
                  {"kind", bipolar ? "bipolar" : "intensity"},
                  {"negative", bipolar ? Json(axis.negative) : Json()},
                  {"positive", axis.positive}};
    if (!bipolar) entry["scale"] = number(axis.scale);
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

Json number(double value) { return std::isfinite(value) ? Json(rounded(value)) : Json(); }

Json diagnostic_record(const Diagnostic& diagnostic) {
  constexpr const char* severities[] = {"note", "warning", "error"};
  Json out = {
      {"severity", severities[static_cast<std::size_t>(diagnostic.severity)]}, {"code", diagnostic.code}, {"message", diagnostic.message}};
  if (!diagnostic.file.empty()) out["file"] = diagnostic.file;
  if (diagnostic.position.line > 0) {
    out["line"] = diagnostic.position.line;
    out["column"] = diagnostic.position.column;
  }
  return out;
}

Json evidence_record(const Lexicon& lexicon, const Document& document, const DocumentAnalysis& result, const ShownRecord& shown) {
  const Record& record = *shown.record;
  const std::string_view quoted = quotation(document, record.span);
  Json out;
  out["value"] = number(record.value);
  out["weight"] = number(record.weight);
  out["contribution"] = number(shown.contribution);
  out["counted"] = record.counted();
  out["reason"] = record.counted() ? Json() : Json(std::string(to_string(record.standing)));
  out["start"] = record.span.begin;
  out["end"] = record.span.end;
  out["quotation"] = std::string(quoted);
  if (find_invalid_utf8(quoted) != std::string_view::npos) out["quotation_repaired"] = true;
  out["sentence"] = quoted_sentence(document, result, record);
  out["cue"] = record.cue.empty() ? Json() : text_at(document, record.cue);
  out["target"] = record.target ? Json(lexicon.targets[*record.target].key) : Json();
  Json modifiers = Json::array();
  for (const AppliedModifier& modifier : record.modifiers) {
    Json entry = {{"kind", std::string(to_string(modifier.kind))}};
    entry.update(text_at(document, modifier.span));
    modifiers.push_back(std::move(entry));
  }
  out["modifiers"] = std::move(modifiers);
  out["group"] = std::string(record.group);
  out["entry"] = lexicon.locate(record.entry);
  return out;
}

Json report_header(const ReportContext& context, std::string_view kind) {
  Json out;
  out["schema"] = report_schema;
  out["kind"] = std::string(kind);
  out["stance"] = std::string(version());
  out["unicode"] = unicode_version();
  out["lexicon"] = lexicon_record(context.lexicon);
  out["options"] = options_record(context.options);
  out["axes"] = axis_list(context);
  return out;
}

Json made_with(const ReportContext& context) {
  const LexiconMeta& meta = context.lexicon.meta;
  return {{"stance", std::string(version())},
          {"unicode", unicode_version()},
          {"lexicon", meta.name},
          {"lexicon_version", meta.version},
          {"lexicon_hash", context.lexicon.hash()}};
}

Json document_record(const ReportContext& context, const Document& document, const DocumentAnalysis& result) {
  Json out;
  out["schema"] = report_schema;
  out["id"] = result.id;
  out["language"] = result.language;
  out["principal"] = result.principal.empty() ? Json() : Json(result.principal);
  out["principal_inferred"] = result.principal_inferred;
  out["n_tokens"] = result.n_tokens;
  out["n_sentences"] = result.n_sentences;
  out["diagnostics"] = Json::array();
  for (const Diagnostic& diagnostic : result.diagnostics) out["diagnostics"].push_back(diagnostic_record(diagnostic));
  Json axes = Json::object();
  for (const AxisResult& axis : result.axes) axes[context.lexicon.axes[axis.axis].key] = axis_record(context, document, result, axis);
  out["axes"] = std::move(axes);
  Json targets = Json::object();
  for (const TargetResult& target : result.targets)
    targets[context.lexicon.targets[target.target].key] = target_record(context, document, result, target);
  out["targets"] = std::move(targets);
  if (context.evidence == ShowEvidence::yes) {
    Json cuts = Json::array();
    for (const Cut& cut : result.cuts)
      cuts.push_back({{"reason", std::string(to_string(cut.reason))}, {"start", cut.span.begin}, {"end", cut.span.end}});
    out["cuts"] = std::move(cuts);
  }
  out["level"] = number(context.options.position.level);
  return out;
}

Json matrix_record(const Eigen::MatrixXd& values) {
  Json rows = Json::array();
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    Json row = Json::array();
    for (Eigen::Index j = 0; j < values.cols(); ++j) row.push_back(number(values(i, j)));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json estimate_record(const Estimate& value) {
  Json out = {{"value", number(value.value)}};
  const bool interval = std::isfinite(value.lower) && std::isfinite(value.upper) && (value.lower < value.upper || value.std_error > 0.0);
  out["se"] = interval ? number(value.std_error) : Json();
  out["ci"] = interval ? Json::array({number(value.lower), number(value.upper)}) : Json();
  return out;
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace stance::detail
