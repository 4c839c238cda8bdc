#include <ostream>

#include "detail/report_csv_rows.hpp"
#include "detail/report_trends.hpp"

namespace stance {
namespace {

using detail::plain_number;

/// One row, column by column.
struct CsvRow {
  std::string record;
  std::string axis;
  std::string group;
  std::string other;  ///< second group of a difference
  std::string date;
  double time = std::nan("");
  std::string n;
  std::string n_undefined;
  Estimate value = undefined_estimate();
  Estimate smooth = undefined_estimate();
  double p_value = std::nan("");
};

CsvRow row_of(const char* record, const std::string& axis, const std::string& group) {
  CsvRow row;
  row.record = record;
  row.axis = axis;
  row.group = group;
  return row;
}

void write(std::ostream& out, const CsvRow& row) {
  detail::write_csv_row(
      out, {row.record, row.axis, row.group, row.other, row.date, plain_number(row.time), row.n, row.n_undefined,
            plain_number(row.value.value), plain_number(row.value.std_error), plain_number(row.value.lower), plain_number(row.value.upper),
            plain_number(row.smooth.value), plain_number(row.smooth.lower), plain_number(row.smooth.upper), plain_number(row.p_value)});
}

void write_series(std::ostream& out, const TrendsReport& report, const AxisSeries& series) {
  const std::string& axis = report.context.lexicon.axes[series.axis].key;
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    const TimePoint& point = series.times[i];
    CsvRow row = row_of("time", axis, series.group);
    row.date = series.dates[i];
    row.time = point.time;
    row.n = std::to_string(point.n);
    row.value = series.means[i];
    row.smooth = detail::smoothed_at(series, i);
    write(out, row);
  }
  CsvRow trend = row_of("trend", axis, series.group);
  trend.n = std::to_string(series.documents.size());
  trend.n_undefined = std::to_string(series.n_undefined);
  trend.value = series.trend.slope;
  trend.p_value = series.trend.p_value;
  write(out, trend);
  for (const Change& change : series.changes.changes) {
    CsvRow row = row_of("change", axis, series.group);
    row.date = detail::date_of(series, change.first_after);
    row.time = change.time;
    row.value = change.shift.difference;
    row.p_value = series.changes.p_value;
    write(out, row);
  }
}

}  // namespace

void write_csv(std::ostream& out, const TrendsReport& report) {
  detail::write_csv_row(out, {"record", "axis", "group", "other", "date", "time", "n", "n_undefined", "value", "se", "lo", "hi", "smooth",
                              "smooth_lo", "smooth_hi", "p_value"});
  for (const AxisSeries& series : report.trends.series) write_series(out, report, series);
  for (const GroupMean& group : report.trends.groups) {
    CsvRow row = row_of("group", report.context.lexicon.axes[group.axis].key, group.group);
    row.n = std::to_string(group.n_documents);
    row.n_undefined = std::to_string(group.n_undefined);
    row.value = group.mean.mean;
    write(out, row);
  }
  for (const GroupDifference& pair : report.trends.differences) {
    CsvRow row = row_of("difference", report.context.lexicon.axes[pair.axis].key, pair.first);
    row.other = pair.second;
    row.value = pair.difference.difference;
    row.p_value = pair.p_adjusted;
    write(out, row);
  }
}

}  // namespace stance
