#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detail/report_page.hpp"
#include "stance/report_scale.hpp"

// Scales as pages.

namespace stance {
namespace {

using Align = Column::Align;

/// Decimals that show three digits of the largest number: raw Wordscores of whole corpora lie within a tenth, polarities within a
/// hundredth.
int decimals_for(double largest) {
  int decimals = 3;
  for (double least = 0.1; decimals < 8 && largest > 0.0 && largest < least; least /= 10.0) ++decimals;
  return decimals;
}

/// Numbers of one table.
class Numbers {
 public:
  explicit Numbers(double largest) : decimals_(decimals_for(largest)) {}
  [[nodiscard]] std::string unsigned_text(double value) const {
    return std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals_) : "—";
  }
  [[nodiscard]] std::string text(double value) const {
    if (!std::isfinite(value)) return "—";
    const std::string size = unsigned_text(std::abs(value));
    if (size.find_first_not_of("0.") == std::string::npos) return size;
    return (value < 0.0 ? "−" : "+") + size;
  }

 private:
  int decimals_;
};

std::string count(double value) {
  const double whole = std::round(value);
  return std::abs(value - whole) < 1e-6 ? detail::grouped(static_cast<std::size_t>(whole)) : fmt::format("{:.1f}", value);
}

Tone tone_of(const Estimate& estimate) {
  if (std::isnan(estimate.value)) return Tone::faint;
  if (estimate.lower > 0.0) return Tone::positive;
  return estimate.upper < 0.0 ? Tone::negative : Tone::plain;
}

PageTable documents_table(const ScaleReport& report) {
  const DocumentScale& scale = report.scale;
  PageTable table;
  table.columns = {{"document", Align::left},     {"position", Align::right},
                   {"se", Align::right},          {fmt::format("{:g} % interval", 100.0 * scale.level), Align::left},
                   {"counts used", Align::right}, {"left out", Align::right}};
  for (const ScaleColumn& column : report.columns) table.columns.push_back({detail::spoken(column.name), Align::right});
  double largest = 0.0;
  for (const Estimate& position : scale.positions) {
    if (std::isfinite(position.value)) largest = std::max(largest, std::abs(position.value));
  }
  const Numbers positions(largest);
  const Numbers others(1.0);
  for (std::size_t d = 0; d < scale.documents.size(); ++d) {
    const Estimate& position = scale.positions[d];
    const bool placed = scale.reasons[d] == Unscaled::scaled;
    const bool interval = std::isfinite(position.lower) && std::isfinite(position.upper);
    std::vector<Run> row = {
        {detail::one_line(scale.documents[d]), Tone::strong},
        {placed ? positions.text(position.value) : "— " + detail::spoken(to_string(scale.reasons[d])), tone_of(position)},
        {positions.unsigned_text(position.std_error)},
        {interval ? fmt::format("{} … {}", positions.text(position.lower), positions.text(position.upper)) : "—"},
        {count(scale.n_scored[d])},
        {count(scale.n_left_out[d])}};
    for (const ScaleColumn& column : report.columns) row.push_back({others.text(column.values[d])});
    table.rows.push_back(std::move(row));
  }
  return table;
}

PageTable words_table(const std::vector<TellingWord>& words) {
  PageTable table;
  table.columns = {{"feature", Align::left}, {"value", Align::right}, {"count", Align::right}, {"pull × 1,000", Align::right}};
  double largest = 0.0;
  for (const TellingWord& word : words) largest = std::max(largest, std::abs(word.value));
  const Numbers values(largest);
  for (const TellingWord& word : words) {
    table.rows.push_back({{detail::one_line(word.feature), Tone::strong},
                          {values.text(word.value)},
                          {count(word.count)},
                          {Numbers(1.0).text(1000.0 * word.pull)}});
  }
  return table;
}

}  // namespace

Page scale_page(const ScaleReport& report) {
  Page page;
  detail::add_heading(page, "Scale: " + detail::spoken(report.scale.method));
  detail::add_table(page, documents_table(report));
  detail::add_text(page, report.scale.formula, Tone::faint);
  for (const std::string& note : report.notes) detail::add_text(page, note);
  const auto add_words = [&](const char* title, const std::vector<TellingWord>& words) {
    if (words.empty()) return;
    detail::add_heading(page, title);
    detail::add_table(page, words_table(words));
  };
  add_words("Words that pull to the − end", report.words.negative);
  add_words("Words that pull to the + end", report.words.positive);
  for (const Diagnostic& fault : report.faults) detail::add_text(page, fault.to_string(), Tone::faint);
  return page;
}

}  // namespace stance
