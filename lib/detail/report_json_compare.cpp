#include <map>
#include <ostream>
#include <utility>

#include "detail/report_json.hpp"
#include "detail/report_structure.hpp"
#include "detail/report_reasons.hpp"

namespace stance {
namespace {

using detail::estimate_record;
using detail::Json;
using detail::matrix_record;
using detail::number;

/// Writes pairs and contrasts of one comparison.
class ComparisonJson {
 public:
  ComparisonJson(const ReportContext& context, const Corpus& corpus, const Analysis& analysis, const Comparison& comparison)
      : context_(context), corpus_(corpus), analysis_(analysis), comparison_(comparison) {}

  [[nodiscard]] const Document& document(std::size_t index) const { return detail::document_of(corpus_, analysis_.documents[index]); }

  [[nodiscard]] Json pair(const ComparedPair& pair) const {
    return {{"a", comparison_.ids[pair.a]},
            {"b", comparison_.ids[pair.b]},
            {"topic", estimate_record(pair.topic)},
            {"stance", estimate_record(pair.stance)},
            {"n_shared_axes", pair.n_shared_axes},
            {"quarter", std::string(name_of(pair.quarter))},
            {"terms", comparison_.reasons ? detail::terms_record(comparison_, pair) : Json()},
            {"axes", comparison_.reasons ? detail::axes_record(context_.lexicon, pair) : Json()}};
  }

  [[nodiscard]] Json contrast(const Contrast& contrast) const {
    Json quotations = Json::array();
    for (const QuotationPair& pair : contrast.quotations) {
      quotations.push_back({{"a", pair.a ? quotation(contrast.axis, *pair.a) : Json()},
                            {"b", pair.b ? quotation(contrast.axis, *pair.b) : Json()},
                            {"similarity", pair.a && pair.b ? number(pair.similarity) : Json()}});
    }
    return {{"a", comparison_.ids[contrast.a]},
            {"b", comparison_.ids[contrast.b]},
            {"axis", context_.lexicon.axes[contrast.axis].key},
            {"position_a", position(contrast.a, contrast.axis)},
            {"position_b", position(contrast.b, contrast.axis)},
            {"difference", number(contrast.difference)},
            {"intervals_apart", contrast.intervals_apart},
            {"quotations", std::move(quotations)}};
  }

  [[nodiscard]] Json similarity() const {
    Json out;
    out["ids"] = comparison_.ids;
    out["topic"] = matrix_record(comparison_.topic);
    out["stance"] = matrix_record(comparison_.stance.values);
    out["emphasis"] = matrix_record(comparison_.emphasis.values);
    out["targets"] = comparison_.targets ? matrix_record(comparison_.targets->values) : Json();
    return out;
  }

  [[nodiscard]] Json method() const {
    return {{"topic", comparison_.topic_method},
            {"measure", std::string(name_of(comparison_.measure))},
            {"idf", std::string(to_string(comparison_.idf))},
            {"stance", comparison_.stance_method},
            {"topic_cut", number(comparison_.quarters.topic_cut)},
            {"stance_cut", number(comparison_.quarters.stance_cut)},
            {"level", number(comparison_.level)},
            {"full", comparison_.full},
            {"n_contrasts", comparison_.n_contrasts},
            {"notes", comparison_.notes}};
  }

 private:
  [[nodiscard]] Json position(std::size_t document, std::uint32_t axis) const {
    for (const AxisResult& result : analysis_.documents[document].axes) {
      if (result.axis == axis && result.position.estimate) return number(*result.position.estimate);
    }
    return {};
  }
  [[nodiscard]] Json quotation(std::uint32_t axis, const EvidenceRef& reference) const {
    const DocumentAnalysis& result = analysis_.documents[reference.document];
    return detail::evidence_record(context_.lexicon, document(reference.document), result,
                                   {&result.evidence.axes[axis][reference.record], reference.contribution});
  }

  const ReportContext& context_;
  const Corpus& corpus_;
  const Analysis& analysis_;
  const Comparison& comparison_;
};

/// One value of the top-level object on a line of its own.
void member(std::ostream& out, const char* key, const Json& value) { out << ",\n\"" << key << "\":" << detail::dumped(value); }

template <typename List, typename Function>
void list_member(std::ostream& out, const char* key, const List& list, const Function& record) {
  out << ",\n\"" << key << "\":[";
  bool first = true;
  for (const auto& entry : list) {
    out << (first ? "\n" : ",\n") << detail::dumped(record(entry));
    first = false;
  }
  out << (first ? "]" : "\n]");
}

}  // namespace

void write_json(std::ostream& out, const ReportContext& context, const Corpus& corpus, const Analysis& analysis,
                const Comparison& comparison) {
  const ComparisonJson json(context, corpus, analysis, comparison);
  std::string head = detail::dumped(detail::report_header(context, "comparison"));
  head.pop_back();
  out << head;
  member(out, "method", json.method());
  member(out, "similarity", json.similarity());
  member(out, "structure", detail::structures_record(comparison));
  list_member(out, "pairs", comparison.pairs, [&](const ComparedPair& pair) { return json.pair(pair); });
  list_member(out, "contrasts", comparison.contrasts, [&](const Contrast& contrast) { return json.contrast(contrast); });
  std::vector<std::size_t> places(analysis.documents.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  list_member(out, "documents", places,
              [&](std::size_t i) { return detail::document_record(context, json.document(i), analysis.documents[i]); });
  list_member(out, "diagnostics", analysis.diagnostics, [](const Diagnostic& d) { return detail::diagnostic_record(d); });
  out << "}\n";
}

void write_jsonl(std::ostream& out, const ReportContext& context, const Corpus& corpus, const Analysis& analysis,
                 const Comparison& comparison) {
  const ComparisonJson json(context, corpus, analysis, comparison);
  std::map<std::pair<std::size_t, std::size_t>, std::vector<const Contrast*>> contrasts;
  for (const Contrast& contrast : comparison.contrasts) contrasts[{contrast.a, contrast.b}].push_back(&contrast);
  const Json made_with = detail::made_with(context);
  for (const ComparedPair& pair : comparison.pairs) {
    Json record = {{"schema", report_schema}};
    record.update(json.pair(pair));
    record["contrasts"] = Json::array();
    const auto found = contrasts.find({pair.a, pair.b});
    if (found != contrasts.end()) {
      for (const Contrast* contrast : found->second) record["contrasts"].push_back(json.contrast(*contrast));
    }
    record["made_with"] = made_with;
    out << detail::dumped(record) << '\n';
  }
}

}  // namespace stance
