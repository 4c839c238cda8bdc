#include <fmt/format.h>

#include <cmath>
#include <ostream>

#include "detail/report_csv_rows.hpp"
#include "detail/report_json.hpp"
#include "detail/report_page.hpp"
#include "stance/report_scale.hpp"

// Agreement of estimators, in all formats.

namespace stance {
namespace {

using detail::Json;
using detail::number;
using detail::plain_number;

Json estimate(const Estimate& value) {
  const bool interval = std::isfinite(value.lower) && std::isfinite(value.upper);
  return {{"value", number(value.value)},
          {"se", number(value.std_error)},
          {"ci", interval ? Json::array({number(value.lower), number(value.upper)}) : Json()}};
}

Json scale_record(const EstimatorScale& scale) {
  Json values = Json::array();
  for (const double value : scale.values) values.push_back(number(value));
  return {{"estimator", std::string(to_string(scale.estimator))},
          {"note", scale.note},
          {"turned", scale.turned},
          {"own", scale.own},
          {"values", std::move(values)}};
}

Json pair_record(const EstimatorPair& pair) {
  return {
      {"a", std::string(to_string(pair.a))}, {"b", std::string(to_string(pair.b))}, {"n", pair.n},
      {"pearson", estimate(pair.pearson)},   {"spearman", estimate(pair.spearman)}, {"sign_by_construction", pair.sign_by_construction}};
}

/// "+0.62 [+0.41, +0.77]", with a star where the sign was chosen.
Run correlation_cell(const Estimate& value, bool chosen) {
  if (std::isnan(value.value)) return {"—", Tone::faint};
  std::string text = detail::signed_number(value.value);
  if (std::isfinite(value.lower) && std::isfinite(value.upper)) {
    text += fmt::format(" [{}, {}]", detail::signed_number(value.lower), detail::signed_number(value.upper));
  }
  const Tone tone = chosen ? Tone::plain : value.lower > 0.0 ? Tone::positive : value.upper < 0.0 ? Tone::negative : Tone::plain;
  return {chosen ? text + " *" : text, tone};
}

}  // namespace

void write_json(std::ostream& out, const ReportContext& context, const EstimatorAgreement& agreement,
                const std::vector<Diagnostic>& faults) {
  Json json = detail::report_header(context, "agreement");
  json["level"] = number(agreement.level);
  json["documents"] = agreement.documents;
  json["agreement"] = Json::array();
  for (const AxisAgreement& axis : agreement.axes) {
    Json estimators = Json::array();
    for (const EstimatorScale& scale : axis.scales) estimators.push_back(scale_record(scale));
    Json pairs = Json::array();
    for (const EstimatorPair& pair : axis.pairs) pairs.push_back(pair_record(pair));
    json["agreement"].push_back({{"axis", axis.axis}, {"estimators", std::move(estimators)}, {"pairs", std::move(pairs)}});
  }
  json["diagnostics"] = Json::array();
  for (const Diagnostic& fault : faults) json["diagnostics"].push_back(detail::diagnostic_record(fault));
  out << detail::dumped(json) << '\n';
}

void write_csv(std::ostream& out, const EstimatorAgreement& agreement) {
  detail::write_csv_row(out, {"axis", "a", "b", "n", "pearson", "pearson_lo", "pearson_hi", "spearman", "spearman_lo", "spearman_hi",
                              "level", "sign_by_construction"});
  for (const AxisAgreement& axis : agreement.axes) {
    for (const EstimatorPair& pair : axis.pairs) {
      detail::write_csv_row(out, {axis.axis, std::string(to_string(pair.a)), std::string(to_string(pair.b)), std::to_string(pair.n),
                                  plain_number(pair.pearson.value), plain_number(pair.pearson.lower), plain_number(pair.pearson.upper),
                                  plain_number(pair.spearman.value), plain_number(pair.spearman.lower), plain_number(pair.spearman.upper),
                                  plain_number(agreement.level), pair.sign_by_construction ? "true" : "false"});
    }
  }
}

Page agreement_page(const EstimatorAgreement& agreement) {
  Page page;
  detail::add_heading(page, fmt::format("Agreement of estimators, {} documents", agreement.documents.size()));
  PageTable table;
  table.columns = {{"axis"}, {"a"}, {"b"}, {"n", Column::Align::right}, {"Pearson"}, {"Spearman"}};
  for (const AxisAgreement& axis : agreement.axes) {
    for (const EstimatorPair& pair : axis.pairs) {
      if (std::isnan(pair.pearson.value)) continue;
      table.rows.push_back({{axis.axis, Tone::strong},
                            {detail::spoken(to_string(pair.a))},
                            {detail::spoken(to_string(pair.b))},
                            {detail::grouped(pair.n)},
                            correlation_cell(pair.pearson, pair.sign_by_construction),
                            correlation_cell(pair.spearman, pair.sign_by_construction)});
    }
  }
  if (table.rows.empty()) {
    detail::add_text(page, "No pair of estimators shares enough documents with different values.");
  } else {
    detail::add_table(page, std::move(table));
  }
  detail::add_text(page,
                   "*: Wordfish and correspondence analysis have no direction of their own; on each axis they were turned so that they go "
                   "with the positions, so this sign says nothing.",
                   Tone::faint);
  for (const AxisAgreement& axis : agreement.axes) {
    detail::add_subheading(page, {{axis.axis, Tone::strong}});
    for (const EstimatorScale& scale : axis.scales) {
      detail::add_text(page, fmt::format("{}: {}", detail::spoken(to_string(scale.estimator)), detail::one_line(scale.note)), Tone::faint);
    }
  }
  return page;
}

}  // namespace stance
