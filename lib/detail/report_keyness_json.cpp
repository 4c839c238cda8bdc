#include <fmt/format.h>

#include <cmath>
#include <ostream>

#include "detail/report_json.hpp"
#include "detail/report_keyness.hpp"
#include "stance/tokens.hpp"
#include "stance/version.hpp"

namespace stance {
namespace {

using detail::Json;
using detail::number;

Json p_value(double p) { return std::isnan(p) ? Json() : Json(detail::significant(p)); }

Json spread(const Spread& spread) {
  return {{"n_units", spread.n_documents}, {"dp_norm", number(spread.dp_norm)}, {"largest_share", number(spread.largest_share)}};
}

Json side(double count, double per_million, const Spread& where) {
  Json out = {{"count", number(count)}, {"per_million", number(per_million)}};
  out.update(spread(where));
  return out;
}

Json quotation(const KeyQuotation& quoted) {
  return {{"document", quoted.document},
          {"start", quoted.span.begin},
          {"end", quoted.span.end},
          {"sentence_start", quoted.sentence.begin},
          {"sentence_end", quoted.sentence.end},
          {"before", quoted.before},
          {"keyword", quoted.keyword},
          {"behind", quoted.behind}};
}

class KeynessJson {
 public:
  explicit KeynessJson(const KeynessReport& report) : report_(report), quotations_(detail::quotations_by_row(report)) {}

  [[nodiscard]] Json row(std::size_t index) const {
    const KeyFeature& row = report_.keyness.rows[index];
    const auto quoted = quotations_.find(index);
    Json out;
    out["feature"] = std::string((*report_.keyness.features)[row.feature]);
    out["side"] = std::string(detail::side_name(row.side));
    out["statistic"] = number(row.statistic);
    out["p"] = p_value(row.p);
    out["p_adjusted"] = p_value(row.p_adjusted);
    out["log_ratio"] = number(row.log_ratio);
    out["delta"] = {{"value", number(row.delta.value)},
                    {"se", number(row.delta.std_error)},
                    {"ci", std::isnan(row.delta.value) ? Json() : Json::array({number(row.delta.lower), number(row.delta.upper)})}};
    out["target"] = side(row.target, row.per_million_target, row.spread_target);
    out["reference"] = side(row.reference, row.per_million_reference, row.spread_reference);
    out["smallest_expected"] = number(row.expected);
    out["t"] = number(row.t);
    out["p_units"] = p_value(row.p_documents);
    out["p_units_adjusted"] = p_value(row.p_documents_adjusted);
    out["quotation"] = quoted == quotations_.end() ? Json() : quotation(*quoted->second);
    return out;
  }

  [[nodiscard]] Json made_with() const { return {{"stance", std::string(version())}, {"unicode", unicode_version()}}; }

  [[nodiscard]] Json header() const {
    Json out = {{"schema", report_schema}, {"kind", "keyness"}};
    out.update(made_with());
    out["method"] = method();
    out["target"] =
        group(report_.groups.target_name, report_.groups.target, report_.keyness.total_target, report_.keyness.groups.target.size());
    out["reference"] = group(report_.groups.reference_name, report_.groups.reference, report_.keyness.total_reference,
                             report_.keyness.groups.reference.size());
    out["left_out"] = report_.groups.left_out;
    out["n_tested"] = report_.keyness.rows.size();
    out["n_below_minimum"] = report_.keyness.n_below_minimum;
    out["n_small_expected"] = report_.keyness.n_small_expected;
    out["notes"] = report_.keyness.notes;
    return out;
  }

 private:
  [[nodiscard]] Json method() const {
    const KeynessOptions& options = report_.keyness.options;
    const DfmOptions& features = report_.counting.features;
    return {{"measure", std::string(stance::name_of(options.measure))},
            {"formula", report_.keyness.formula},
            {"correction", std::string(detail::name_of(options.correction))},
            {"fdr", std::string(detail::name_of(options.fdr))},
            {"prior", std::string(detail::name_of(options.prior))},
            {"prior_formula", report_.keyness.prior_formula},
            {"prior_total", number(report_.keyness.prior_total)},
            {"zero_count", number(options.zero_count)},
            {"unit", std::string(detail::name_of(report_.unit))},
            {"unit_test", std::string(detail::name_of(options.document_test))},
            {"n_permutations", options.document_test == DocumentTest::permutation ? Json(options.n_permutations) : Json()},
            {"seed", options.seed},
            {"min_count", number(options.min_count)},
            {"min_units", options.min_documents},
            {"ngram_min", features.ngram_min},
            {"ngram_max", features.ngram_max},
            {"n_stop_words", features.stop_words.size()}};
  }
  [[nodiscard]] Json group(const std::string& name, const std::vector<std::size_t>& rows, double total, std::size_t n_units) const {
    Json documents = Json::array();
    for (const std::size_t row : rows) documents.push_back(report_.documents[row]);
    return {{"name", name}, {"documents", std::move(documents)}, {"n_units", n_units}, {"n_features", number(total)}};
  }

  const KeynessReport& report_;
  std::map<std::size_t, const KeyQuotation*> quotations_;
};

}  // namespace

void write_json(std::ostream& out, const KeynessReport& report) {
  const KeynessJson json(report);
  std::string head = detail::dumped(json.header());
  head.pop_back();
  out << head << ",\n\"rows\":[";
  bool first = true;
  for (const std::size_t row : shown_rows(report.keyness, report.top)) {
    out << (first ? "\n" : ",\n") << detail::dumped(json.row(row));
    first = false;
  }
  Json diagnostics = Json::array();
  for (const Diagnostic& diagnostic : report.diagnostics) diagnostics.push_back(detail::diagnostic_record(diagnostic));
  out << (first ? "]" : "\n]") << ",\n\"diagnostics\":" << detail::dumped(diagnostics) << "}\n";
}

void write_jsonl(std::ostream& out, const KeynessReport& report) {
  const KeynessJson json(report);
  for (const std::size_t index : shown_rows(report.keyness, report.top)) {
    Json row = {{"schema", report_schema}};
    row.update(json.row(index));
    row["made_with"] = json.made_with();
    row["made_with"]["measure"] = std::string(name_of(report.keyness.options.measure));
    out << detail::dumped(row) << '\n';
  }
}

}  // namespace stance
