#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "detail/report_page.hpp"
#include "detail/report_trends.hpp"

namespace stance {
namespace {

using detail::one_line;

constexpr std::size_t kTimes = 40;      ///< rows of a table of times
constexpr std::size_t kGroups = 40;     ///< rows of a table of groups
constexpr std::size_t kTrendTimes = 5;  ///< fewer: the trend of a group says nothing, and is not shown in the table
constexpr std::size_t kCourse = 20;     ///< characters of a course
constexpr double kLeastHeight = 0.4;    ///< of a course, so that a hair's breadth is not drawn as a mountain

std::string position(double value, bool intensity) {
  if (std::isnan(value)) return "—";
  return intensity ? detail::unsigned_number(value) : detail::signed_number(value);
}

std::string interval(const Estimate& estimate, bool intensity) {
  if (std::isnan(estimate.lower)) return "—";
  return fmt::format("[{}, {}]", position(estimate.lower, intensity), position(estimate.upper, intensity));
}

std::string with_interval(const Estimate& estimate, bool intensity) {
  if (std::isnan(estimate.value)) return "—";
  return position(estimate.value, intensity) + (std::isnan(estimate.lower) ? "" : " " + interval(estimate, intensity));
}

/// Positive or negative where the interval leaves out 0.
Tone tone_of(const Estimate& estimate) {
  if (std::isnan(estimate.value)) return Tone::faint;
  if (estimate.lower > 0.0) return Tone::positive;
  return estimate.upper < 0.0 ? Tone::negative : Tone::plain;
}

std::string p_text(double p) { return p < 0.001 ? "p < 0.001" : fmt::format("p = {:.3f}", p); }
std::string p_cell(double p) { return std::isnan(p) ? "—" : p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", p); }

/// Three decimals with a sign, the minus that of typography.
std::string fine_number(double number) {
  const double thousandths = std::round(number * 1000.0);
  if (thousandths == 0.0) return "0.000";
  return fmt::format("{}{:.3f}", thousandths > 0.0 ? "+" : "−", std::abs(thousandths) / 1000.0);
}

/// The line in eight heights; where there is none, the means of the times.
std::string course(const AxisSeries& series) {
  std::vector<double> values;
  for (const SmoothPlace& place : series.smooth.places) values.push_back(place.value.value);
  if (values.empty()) {
    for (const TimePoint& point : series.times) values.push_back(point.value);
  }
  if (values.size() < 2) return "";
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double height = std::max(kLeastHeight, *most - *least);
  const double floor = (*least + *most - height) / 2.0;
  constexpr std::array<const char*, 8> bars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t width = std::min(kCourse, values.size());
  std::string out;
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t at = width == 1 ? 0 : i * (values.size() - 1) / (width - 1);
    const double share = std::clamp((values[at] - floor) / height, 0.0, 1.0);
    out += bars[std::min<std::size_t>(7, static_cast<std::size_t>(share * 8.0))];
  }
  return out;
}

/// "+0.12 (1995) to +0.41 (2012)", of the line.
std::string ends(const AxisSeries& series, bool intensity) {
  if (series.times.empty()) return "—";
  const auto at = [&](std::size_t i) {
    const Estimate line = detail::smoothed_at(series, i);
    return position(std::isnan(line.value) ? series.times[i].value : line.value, intensity);
  };
  const std::size_t last = series.times.size() - 1;
  if (last == 0) return fmt::format("{} ({})", at(0), series.dates[0]);
  return fmt::format("{} ({}) to {} ({})", at(0), series.dates[0], at(last), series.dates[last]);
}

std::string change_text(const AxisSeries& series, const Change& change, bool intensity) {
  std::string out =
      fmt::format("between {} and {}", detail::date_of(series, change.last_before), detail::date_of(series, change.first_after));
  if (change.earliest < change.last_before || change.latest > change.first_after)
    out += fmt::format(" (it may lie anywhere from {} to {})", detail::date_of(series, change.earliest),
                       detail::date_of(series, change.latest));
  return fmt::format("{}, from {} to {}: a shift of {}", out, position(change.before.value, intensity),
                     position(change.after.value, intensity), with_interval(change.shift.difference, false));
}

std::string slope_text(const Trend& trend) {
  if (std::isnan(trend.slope.value)) return "—";
  return fmt::format("{} a year [{}, {}], {}", fine_number(trend.slope.value), fine_number(trend.slope.lower),
                     fine_number(trend.slope.upper), p_text(trend.p_value));
}

void add_words(Page& page, const AxisSeries& series, bool intensity) {
  const std::string drawn = course(series);
  detail::add_text(page, (drawn.empty() ? "" : drawn + "  ") + ends(series, intensity));
  detail::add_text(
      page, series.trend.reason.empty() ? "Trend: " + slope_text(series.trend) + "." : "Trend: none, since " + series.trend.reason + ".");
  if (!series.changes.reason.empty()) {
    detail::add_text(page, "Changes: not looked for, since " + series.changes.reason + ".", Tone::faint);
  } else if (series.changes.changes.empty()) {
    detail::add_text(page, fmt::format("No change found ({}).", p_text(series.changes.p_value)));
  }
  for (const Change& change : series.changes.changes)
    detail::add_text(page, fmt::format("Change {}.", change_text(series, change, intensity)), tone_of(change.shift.difference));
  if (!series.changes.changes.empty())
    detail::add_text(
        page, fmt::format("Evidence for any change: {}.{}", p_text(series.changes.p_value),
                          series.changes.line_instead ? " A straight line fits better than these steps: read them as a trend." : ""));
  detail::add_text(page,
                   fmt::format("{} documents of {} times; {} more have no position, for lack of evidence.",
                               detail::grouped(series.documents.size()), series.times.size(), detail::grouped(series.n_undefined)),
                   Tone::faint);
}

void add_times(Page& page, const AxisSeries& series, bool intensity) {
  if (series.times.size() > kTimes) {
    detail::add_text(page, fmt::format("{} times are too many for a table here; --format csv has them.", series.times.size()), Tone::faint);
    return;
  }
  PageTable table;
  table.columns = {{"date"},
                   {"documents", Column::Align::right},
                   {"mean", Column::Align::right},
                   {"interval", Column::Align::right},
                   {"line", Column::Align::right},
                   {"interval of the line", Column::Align::right}};
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    const Estimate& mean = series.means[i];
    const Estimate line = detail::smoothed_at(series, i);
    table.rows.push_back({{series.dates[i], Tone::strong},
                          {detail::grouped(series.times[i].n)},
                          {position(mean.value, intensity), intensity ? Tone::plain : tone_of(mean)},
                          {interval(mean, intensity)},
                          {position(line.value, intensity)},
                          {interval(line, intensity)}});
  }
  detail::add_table(page, std::move(table));
}

void add_group_series(Page& page, const std::vector<const AxisSeries*>& groups, const std::string& variable, bool intensity) {
  PageTable table;
  table.columns = {
      {variable}, {"documents", Column::Align::right}, {"times", Column::Align::right}, {"course"}, {"first and last"}, {"trend"},
      {"changes"}};
  std::size_t left = 0;
  for (const AxisSeries* const series : groups) {
    if (series->times.size() < 2 || table.rows.size() == kGroups) {
      ++left;
      continue;
    }
    std::string changes;
    for (const Change& change : series->changes.changes)
      changes += fmt::format("{}{}: {}", changes.empty() ? "" : "; ", detail::date_of(*series, change.first_after),
                             detail::signed_number(change.shift.difference.value));
    if (changes.empty()) changes = series->changes.reason.empty() ? "none found" : "too few times";
    if (series->changes.line_instead) changes += " (or a trend)";
    table.rows.push_back({{one_line(series->group), Tone::strong},
                          {detail::grouped(series->documents.size())},
                          {std::to_string(series->times.size())},
                          {course(*series)},
                          {ends(*series, intensity)},
                          {series->times.size() < kTrendTimes ? "too few times" : slope_text(series->trend)},
                          {changes, series->changes.changes.empty() ? Tone::faint : Tone::plain}});
  }
  if (!table.rows.empty()) detail::add_table(page, std::move(table));
  if (left > 0)
    detail::add_text(
        page,
        fmt::format("{} more values of {} have fewer than two times, or no room here; --format csv and json have all.", left, variable),
        Tone::faint);
}

void add_means(Page& page, std::vector<const GroupMean*> groups, const std::string& variable, bool units, bool intensity) {
  std::stable_sort(groups.begin(), groups.end(), [](const GroupMean* a, const GroupMean* b) {
    const double x = a->mean.mean.value;
    const double y = b->mean.mean.value;
    return std::isnan(y) ? !std::isnan(x) : x > y;
  });
  PageTable table;
  table.columns = {{variable},
                   {"documents", Column::Align::right},
                   {"undefined", Column::Align::right},
                   {"mean", Column::Align::right},
                   {"interval", Column::Align::right},
                   {"unweighted", Column::Align::right},
                   {"spread", Column::Align::right}};
  if (units) table.columns.insert(table.columns.begin() + 2, {"units", Column::Align::right});
  const std::size_t n = groups.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (n > kGroups && i >= kGroups / 2 && i < n - kGroups / 2) continue;  // the highest and the lowest
    const GroupMean& group = *groups[i];
    std::vector<Run> row = {{one_line(group.group), Tone::strong},
                            {detail::grouped(group.n_documents)},
                            {detail::grouped(group.n_undefined)},
                            {position(group.mean.mean.value, intensity), intensity ? Tone::plain : tone_of(group.mean.mean)},
                            {interval(group.mean.mean, intensity)},
                            {position(group.mean.unweighted.value, intensity)},
                            {std::isnan(group.mean.tau) ? "—" : detail::unsigned_number(group.mean.tau)}};
    if (units) row.insert(row.begin() + 2, Run{detail::grouped(group.mean.n)});
    table.rows.push_back(std::move(row));
  }
  detail::add_table(page, std::move(table));
  if (n > kGroups) detail::add_text(page, fmt::format("The {} highest and lowest of {}; --format csv has all.", kGroups, n), Tone::faint);
}

void add_differences(Page& page, const std::vector<const GroupDifference*>& pairs) {
  PageTable table;
  table.columns = {{"difference"}, {"", Column::Align::right}, {"interval", Column::Align::right}, {"p, adjusted", Column::Align::right}};
  for (const GroupDifference* const pair : pairs) {
    const Estimate& difference = pair->difference.difference;
    table.rows.push_back({{one_line(pair->first) + " − " + one_line(pair->second), Tone::strong},
                          {detail::signed_number(difference.value), tone_of(difference)},
                          {interval(difference, false)},
                          {p_cell(pair->p_adjusted)}});
  }
  if (!table.rows.empty()) detail::add_table(page, std::move(table));
}

template <typename Record>
std::vector<const Record*> of_axis(const std::vector<Record>& records, std::uint32_t axis) {
  std::vector<const Record*> out;
  for (const Record& record : records) {
    if (record.axis == axis) out.push_back(&record);
  }
  return out;
}

/// @return whether there was anything to show
bool add_axis(Page& page, const TrendsReport& report, std::uint32_t axis) {
  const bool intensity = detail::is_intensity(report.context.lexicon, axis);
  const std::string& key = report.context.lexicon.axes[axis].key;
  std::vector<const AxisSeries*> series = of_axis(report.trends.series, axis);
  const std::vector<const GroupMean*> means = of_axis(report.trends.groups, axis);
  const bool dated = !series.empty() && !series.front()->documents.empty();
  const bool in_groups = std::any_of(means.begin(), means.end(), [](const GroupMean* mean) { return mean->n_documents > 0; });
  if (dated) {
    detail::add_heading(page, key + " over time");
    add_words(page, *series.front(), intensity);
    add_times(page, *series.front(), intensity);
    series.erase(series.begin());
    if (!series.empty()) add_group_series(page, series, report.options.group_by, intensity);
  }
  if (in_groups) {
    detail::add_heading(page, key + " by " + report.options.group_by);
    add_means(page, means, report.options.group_by, !report.options.unit.empty(), intensity);
    add_differences(page, of_axis(report.trends.differences, axis));
  }
  return dated || in_groups;
}

}  // namespace

Page trends_page(const TrendsReport& report) {
  Page page;
  std::string silent;
  if (!report.analysis.documents.empty()) {
    for (const AxisResult& result : report.analysis.documents.front().axes) {
      if (!add_axis(page, report, result.axis)) silent += (silent.empty() ? "" : ", ") + report.context.lexicon.axes[result.axis].key;
    }
  }
  detail::add_heading(page, "Method");
  if (!silent.empty()) detail::add_text(page, "No positions on: " + silent + ".");
  detail::add_text(page, report.trends.method + ".", Tone::faint);
  if (!report.options.date.empty())
    detail::add_text(page,
                     fmt::format("Courses are drawn from the lowest to the highest value of each line, over {:g} at least.", kLeastHeight),
                     Tone::faint);
  if (!report.options.date.empty())
    detail::add_text(page, "A mean of those who spoke: it moves, too, when others take the floor.", Tone::faint);
  if (!report.options.group_by.empty())
    detail::add_text(page,
                     "Weights follow the errors of positions, which are smaller near the poles: where mean and unweighted mean differ "
                     "much, both should be "
                     "told.",
                     Tone::faint);
  for (const std::string& note : report.trends.notes) detail::add_text(page, note + ".", Tone::faint);
  for (const Diagnostic& fault : report.analysis.diagnostics) detail::add_text(page, one_line(fault.to_string()), Tone::negative);
  return page;
}

}  // namespace stance
