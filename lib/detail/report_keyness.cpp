#include "detail/report_keyness.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <ostream>

#include "detail/report_common.hpp"
#include "detail/report_csv_rows.hpp"

namespace stance::detail {

double significant(double number) {
  if (!std::isfinite(number)) return number;
  const std::string text = fmt::format("{:.6g}", number);
  double out = number;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::string_view side_name(int side) noexcept { return side > 0 ? "target" : side < 0 ? "reference" : "none"; }

std::string_view name_of(KeynessCorrection correction) noexcept {
  switch (correction) {
    case KeynessCorrection::none: return "none";
    case KeynessCorrection::yates: return "yates";
    case KeynessCorrection::williams: return "williams";
  }
  return "none";
}

std::string_view name_of(FalseDiscovery method) noexcept {
  switch (method) {
    case FalseDiscovery::none: return "none";
    case FalseDiscovery::benjamini_hochberg: return "bh";
    case FalseDiscovery::benjamini_yekutieli: return "by";
  }
  return "none";
}

std::string_view name_of(DocumentTest test) noexcept {
  switch (test) {
    case DocumentTest::none: return "none";
    case DocumentTest::cautious: return "cautious";
    case DocumentTest::welch: return "welch";
    case DocumentTest::permutation: return "permutation";
  }
  return "none";
}

std::string_view name_of(KeynessPrior prior) noexcept {
  switch (prior) {
    case KeynessPrior::corpus: return "corpus";
    case KeynessPrior::background: return "background";
    case KeynessPrior::uninformative: return "uninformative";
  }
  return "corpus";
}

std::string_view name_of(KeynessUnit unit) noexcept { return unit == KeynessUnit::document ? "document" : "sentence"; }

std::map<std::size_t, const KeyQuotation*> quotations_by_row(const KeynessReport& report) {
  std::map<std::size_t, const KeyQuotation*> out;
  for (const KeyQuotation& quotation : report.quotations) out.emplace(quotation.row, &quotation);
  return out;
}

const Spread& own_spread(const KeyFeature& row) noexcept { return row.side < 0 ? row.spread_reference : row.spread_target; }

}  // namespace stance::detail

namespace stance {

std::vector<std::size_t> shown_rows(const Keyness& keyness, std::size_t top) {
  std::vector<std::size_t> out;
  const std::size_t n = keyness.rows.size();
  for (std::size_t i = 0; i < n; ++i) {
    const bool first = keyness.rows[i].side > 0 && i < top;
    const bool last = keyness.rows[i].side < 0 && n - i <= top;
    if (top == 0 || first || last) out.push_back(i);
  }
  return out;
}

void write_csv(std::ostream& out, const KeynessReport& report) {
  detail::write_csv_row(out, {"feature",
                              "side",
                              "measure",
                              "statistic",
                              "p",
                              "p_adjusted",
                              "log_ratio",
                              "delta",
                              "delta_se",
                              "delta_lo",
                              "delta_hi",
                              "count_target",
                              "count_reference",
                              "per_million_target",
                              "per_million_reference",
                              "units_target",
                              "units_reference",
                              "dp_norm_target",
                              "dp_norm_reference",
                              "largest_share_target",
                              "largest_share_reference",
                              "smallest_expected",
                              "t",
                              "p_units",
                              "p_units_adjusted",
                              "document",
                              "start",
                              "end",
                              "sentence"});
  const std::map<std::size_t, const KeyQuotation*> quotations = detail::quotations_by_row(report);
  const auto p_value = [](double p) { return std::isnan(p) ? std::string() : fmt::format("{}", detail::significant(p)); };
  for (const std::size_t index : shown_rows(report.keyness, report.top)) {
    const KeyFeature& row = report.keyness.rows[index];
    using detail::plain_number;
    std::vector<std::string> cells = {std::string((*report.keyness.features)[row.feature]),
                                      std::string(detail::side_name(row.side)),
                                      std::string(name_of(report.keyness.options.measure)),
                                      plain_number(row.statistic),
                                      p_value(row.p),
                                      p_value(row.p_adjusted),
                                      plain_number(row.log_ratio),
                                      plain_number(row.delta.value),
                                      plain_number(row.delta.std_error),
                                      plain_number(row.delta.lower),
                                      plain_number(row.delta.upper),
                                      plain_number(row.target),
                                      plain_number(row.reference),
                                      plain_number(row.per_million_target),
                                      plain_number(row.per_million_reference),
                                      std::to_string(row.spread_target.n_documents),
                                      std::to_string(row.spread_reference.n_documents),
                                      plain_number(row.spread_target.dp_norm),
                                      plain_number(row.spread_reference.dp_norm),
                                      plain_number(row.spread_target.largest_share),
                                      plain_number(row.spread_reference.largest_share),
                                      plain_number(row.expected),
                                      plain_number(row.t),
                                      p_value(row.p_documents),
                                      p_value(row.p_documents_adjusted)};
    const auto quoted = quotations.find(index);
    if (quoted == quotations.end()) {
      cells.resize(cells.size() + 4);
    } else {
      const KeyQuotation& q = *quoted->second;
      for (std::string cell : {q.document, std::to_string(q.span.begin), std::to_string(q.span.end), q.before + q.keyword + q.behind})
        cells.push_back(std::move(cell));
    }
    detail::write_csv_row(out, cells);
  }
}

}  // namespace stance
