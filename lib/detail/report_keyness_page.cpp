#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "detail/report_keyness.hpp"
#include "detail/report_page.hpp"

namespace stance {
namespace {

constexpr std::size_t context_width = 80;
constexpr double clustered = 0.5;  ///< share of the occurrences in one document from which on it is said
constexpr std::size_t names_shown = 60;

/// "0.013", "2e-09", "—".
std::string p_text(double p) {
  if (std::isnan(p)) return "—";
  if (p < 1e-99) return "< 1e-99";
  return p < 0.001 ? fmt::format("{:.0e}", p) : fmt::format("{:.3f}", p);
}

std::string signed_one(double number) {
  if (std::isnan(number)) return "—";
  if (std::isinf(number)) return number > 0 ? "+∞" : "−∞";
  const double tenths = std::round(number * 10.0) / 10.0;
  return fmt::format("{}{:.1f}", tenths > 0.0 ? "+" : tenths < 0.0 ? "−" : "", std::abs(tenths));
}

std::string count_text(double count) {
  return count == std::floor(count) ? detail::grouped(static_cast<std::size_t>(count)) : fmt::format("{:.1f}", count);
}

class KeynessPage {
 public:
  explicit KeynessPage(const KeynessReport& report)
      : report_(report), keyness_(report.keyness), quotations_(detail::quotations_by_row(report)), unit_(detail::name_of(report.unit)) {}

  Page make() {
    add_head();
    const std::vector<std::size_t> shown = shown_rows(keyness_, report_.top);
    std::vector<std::size_t> target;
    std::vector<std::size_t> reference;
    for (const std::size_t row : shown) {
      if (keyness_.rows[row].side > 0) target.push_back(row);
      if (keyness_.rows[row].side < 0) reference.push_back(row);
    }
    std::reverse(reference.begin(), reference.end());  // the strongest first
    add_side(fmt::format("Typical of {}", detail::shortened(detail::one_line(report_.groups.target_name), names_shown)), target);
    add_side(fmt::format("Typical of {}", detail::shortened(detail::one_line(report_.groups.reference_name), names_shown)), reference);
    add_method();
    return std::move(page_);
  }

 private:
  [[nodiscard]] std::string group_text(const std::string& name, std::size_t documents, std::size_t units, double total) const {
    const std::string in_units = report_.unit == KeynessUnit::sentence ? fmt::format(", {} sentences", detail::grouped(units)) : "";
    return fmt::format("{} ({} {}{}, {} words or n-grams)", detail::shortened(detail::one_line(name), names_shown),
                       detail::grouped(documents), documents == 1 ? "document" : "documents", in_units, count_text(total));
  }

  void add_head() {
    const Groups& groups = report_.groups;
    detail::add_text(page_, fmt::format("Target: {}", group_text(groups.target_name, groups.target.size(), keyness_.groups.target.size(),
                                                                 keyness_.total_target)));
    detail::add_text(page_, fmt::format("Reference: {}", group_text(groups.reference_name, groups.reference.size(),
                                                                    keyness_.groups.reference.size(), keyness_.total_reference)));
    if (!groups.left_out.empty())
      detail::add_text(page_, fmt::format("{} left out: no value or date tells the side.", groups.left_out.size() == 1 ? "1 document is" : fmt::format("{} documents are", groups.left_out.size())), Tone::faint);
  }

  [[nodiscard]] bool tests_units() const { return keyness_.options.document_test != DocumentTest::none; }
  [[nodiscard]] bool has_p() const {
    return std::any_of(keyness_.rows.begin(), keyness_.rows.end(), [](const KeyFeature& row) { return !std::isnan(row.p); });
  }

  void add_side(std::string title, const std::vector<std::size_t>& rows) {
    detail::add_heading(page_, std::move(title));
    if (rows.empty()) {
      detail::add_text(page_, "No word that is frequent enough.", Tone::faint);
      return;
    }
    using Align = Column::Align;
    PageTable table;
    table.columns = {{"word"},
                     {"target", Align::right},
                     {"reference", Align::right},
                     {fmt::format("{}s", unit_), Align::right},
                     {"log ratio", Align::right},
                     {"shrunken", Align::right},
                     {std::string(name_of(keyness_.options.measure)), Align::right}};
    if (has_p()) table.columns.push_back({"p adj.", Align::right});
    if (tests_units()) table.columns.push_back({fmt::format("p {}s", unit_), Align::right});
    table.columns.push_back({"spread"});
    for (const std::size_t row : rows) table.rows.push_back(cells_of(keyness_.rows[row]));
    detail::add_table(page_, std::move(table));
    for (const std::size_t row : rows) quote(row);
  }

  [[nodiscard]] std::vector<Run> cells_of(const KeyFeature& row) const {
    const Spread& spread = detail::own_spread(row);
    std::vector<Run> cells = {
        {detail::one_line((*keyness_.features)[row.feature]), Tone::strong},
        {count_text(row.target)},
        {count_text(row.reference)},
        {fmt::format("{} : {}", row.spread_target.n_documents, row.spread_reference.n_documents)},
        {signed_one(row.log_ratio)},
        {std::isnan(row.delta.value) ? "—" : fmt::format("{} ±{:.1f}", signed_one(row.delta.value), row.delta.upper - row.delta.value)},
        {signed_one(row.statistic)}};
    if (has_p()) cells.push_back({p_text(row.p_adjusted), row.p_adjusted <= 0.05 ? Tone::plain : Tone::faint});
    if (tests_units()) cells.push_back({p_text(row.p_documents_adjusted), row.p_documents_adjusted <= 0.05 ? Tone::plain : Tone::faint});
    if (spread.n_documents == 1) {
      cells.push_back({fmt::format("one {} only", unit_), Tone::negative});
    } else if (spread.largest_share >= clustered) {
      cells.push_back({fmt::format("{:.0f} % in one {}", 100.0 * spread.largest_share, unit_), Tone::negative});
    } else {
      cells.push_back({std::isnan(spread.dp_norm) ? "" : fmt::format("DP {:.2f}", spread.dp_norm), Tone::faint});
    }
    return cells;
  }

  void quote(std::size_t row) {
    const auto found = quotations_.find(row);
    if (found == quotations_.end()) return;
    const KeyQuotation& quoted = *found->second;
    page_.blocks.push_back({PageBlock::Kind::quotation,
                            {{detail::one_line((*keyness_.features)[keyness_.rows[row].feature]) + ":  ", Tone::faint},
                             {detail::tail(quoted.before, context_width)},
                             {quoted.keyword, Tone::strong},
                             {detail::shortened(quoted.behind, context_width)},
                             {fmt::format("  ({})", detail::shortened(detail::one_line(quoted.document), names_shown)), Tone::faint}},
                            {}});
  }

  void add_method() {
    detail::add_heading(page_, "Method");
    const auto add = [&](const std::string& text) { detail::add_text(page_, text, Tone::faint); };
    add(fmt::format("{}: {}.", name_of(keyness_.options.measure), keyness_.formula));
    add("log ratio: log2 of the ratio of relative frequencies; +1 is twice as frequent in the target.");
    add(fmt::format("shrunken: log-odds ratio with a prior, ± half of the 95 % interval; {}.", keyness_.prior_formula));
    if (has_p()) add(fmt::format("p adj.: {} over {} features tested.", fdr_text(), detail::grouped(keyness_.rows.size())));
    if (tests_units())
      add(fmt::format("p {0}s: {1} of the {0}s' relative frequencies, adjusted in the same way: do the {0}s agree, or is it a few of them?",
                      unit_, test_text()));
    add("spread: DP 0 is even, 1 as uneven as can be.");
    for (const std::string& note : keyness_.notes) add(note + ".");
  }

  [[nodiscard]] std::string_view test_text() const {
    switch (keyness_.options.document_test) {
      case DocumentTest::cautious: return "t with the larger of Welch's and Student's errors";
      case DocumentTest::welch: return "Welch's t";
      case DocumentTest::permutation: return "permutation test";
      case DocumentTest::none: break;
    }
    return {};
  }

  [[nodiscard]] std::string_view fdr_text() const {
    switch (keyness_.options.fdr) {
      case FalseDiscovery::none: return "not adjusted, one test each";
      case FalseDiscovery::benjamini_hochberg: return "false discovery rate (Benjamini-Hochberg)";
      case FalseDiscovery::benjamini_yekutieli: return "false discovery rate (Benjamini-Yekutieli)";
    }
    return {};
  }

  const KeynessReport& report_;
  const Keyness& keyness_;
  std::map<std::size_t, const KeyQuotation*> quotations_;
  std::string_view unit_;
  Page page_;
};

}  // namespace

Page keyness_page(const KeynessReport& report) { return KeynessPage(report).make(); }

}  // namespace stance
