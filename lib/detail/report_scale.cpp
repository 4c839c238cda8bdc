#include "stance/report_scale.hpp"

#include <cmath>
#include <ostream>

#include "detail/report_csv_rows.hpp"
#include "detail/report_json.hpp"
#include "stance/tokens.hpp"
#include "stance/version.hpp"

// Scales as JSON, JSON lines and CSV.

namespace stance {
namespace {

using detail::Json;
using detail::number;
using detail::plain_number;

/// Standard error and interval; null where the method knows none.
void add_errors(Json& out, const Estimate& estimate) {
  out["se"] = number(estimate.std_error);
  out["ci"] = std::isfinite(estimate.lower) && std::isfinite(estimate.upper) ? Json::array({number(estimate.lower), number(estimate.upper)})
                                                                             : Json();
}

Json reason_of(const DocumentScale& scale, std::size_t d) {
  return scale.reasons[d] == Unscaled::scaled ? Json() : Json(std::string(to_string(scale.reasons[d])));
}

Json document_record(const ScaleReport& report, std::size_t d) {
  const DocumentScale& scale = report.scale;
  Json out = {{"id", scale.documents[d]}, {"position", number(scale.positions[d].value)}};
  add_errors(out, scale.positions[d]);
  out["undefined"] = reason_of(scale, d);
  out["n_scored"] = number(scale.n_scored[d]);
  out["n_left_out"] = number(scale.n_left_out[d]);
  Json columns = Json::object();
  for (const ScaleColumn& column : report.columns) columns[column.name] = number(column.values[d]);
  out["columns"] = std::move(columns);
  return out;
}

Json features_record(const CountOptions& counting) {
  const DfmOptions& features = counting.features;
  return {{"language", counting.language},
          {"ngram_min", features.ngram_min},
          {"ngram_max", features.ngram_max},
          {"min_length", features.min_length},
          {"n_stop_words", features.stop_words.size()},
          {"min_doc_freq", features.min_doc_freq},
          {"max_doc_freq", number(features.max_doc_freq)},
          {"max_features", features.max_features ? Json(*features.max_features) : Json()}};
}

Json bootstrap_record(const BootstrapOptions* options) {
  if (options == nullptr) return {};
  return {{"n_replicates", options->n_replicates},
          {"interval", std::string(to_string(options->interval))},
          {"min_sentences", options->min_sentences},
          {"seed", options->seed}};
}

Json words_record(const std::vector<TellingWord>& words) {
  Json list = Json::array();
  for (const TellingWord& word : words) {
    list.push_back({{"feature", word.feature}, {"value", number(word.value)}, {"count", number(word.count)}, {"pull", number(word.pull)}});
  }
  return list;
}

Json made_with() { return {{"stance", std::string(version())}, {"unicode", unicode_version()}}; }

}  // namespace

void write_json(std::ostream& out, const ScaleReport& report) {
  const DocumentScale& scale = report.scale;
  Json json = {{"schema", report_schema}, {"kind", "scale"}};
  json.update(made_with());
  json["method"] = scale.method;
  json["formula"] = scale.formula;
  json["level"] = number(scale.level);
  json["features"] = features_record(report.counting);
  json["bootstrap"] = bootstrap_record(report.bootstrap);
  json["documents"] = Json::array();
  for (std::size_t d = 0; d < scale.documents.size(); ++d) json["documents"].push_back(document_record(report, d));
  json["words"] = {{"negative", words_record(report.words.negative)}, {"positive", words_record(report.words.positive)}};
  json["notes"] = report.notes;
  json["diagnostics"] = Json::array();
  for (const Diagnostic& fault : report.faults) json["diagnostics"].push_back(detail::diagnostic_record(fault));
  out << detail::dumped(json) << '\n';
}

void write_jsonl(std::ostream& out, const ScaleReport& report) {
  const DocumentScale& scale = report.scale;
  Json made = made_with();
  for (std::size_t d = 0; d < scale.documents.size(); ++d) {
    Json record = {{"schema", report_schema}, {"method", scale.method}};
    record.update(document_record(report, d));
    record["level"] = number(scale.level);
    record["formula"] = scale.formula;
    record["made_with"] = made;
    out << detail::dumped(record) << '\n';
  }
}

void write_csv(std::ostream& out, const ScaleReport& report) {
  const DocumentScale& scale = report.scale;
  std::vector<std::string> header = {"document", "method", "position", "se", "lo", "hi", "level", "undefined", "n_scored", "n_left_out"};
  for (const ScaleColumn& column : report.columns) header.push_back(column.name);
  detail::write_csv_row(out, header);
  for (std::size_t d = 0; d < scale.documents.size(); ++d) {
    const Estimate& position = scale.positions[d];
    std::vector<std::string> cells = {scale.documents[d],
                                      scale.method,
                                      plain_number(position.value),
                                      plain_number(position.std_error),
                                      plain_number(position.lower),
                                      plain_number(position.upper),
                                      plain_number(scale.level),
                                      scale.reasons[d] == Unscaled::scaled ? "" : std::string(to_string(scale.reasons[d])),
                                      plain_number(scale.n_scored[d]),
                                      plain_number(scale.n_left_out[d])};
    for (const ScaleColumn& column : report.columns) cells.push_back(plain_number(column.values[d]));
    detail::write_csv_row(out, cells);
  }
}

}  // namespace stance
