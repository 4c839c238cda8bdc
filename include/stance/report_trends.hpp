#pragma once
/// @file report_trends.hpp
/// Time lines and group means in writing: JSON and JSON lines (lexicons/schema/stance-output.schema.json), CSV, and pages with courses
/// drawn in one line of text.
///
/// Numbers are rounded as report.hpp says; what is undefined is null, or empty in CSV.

#include <iosfwd>

#include "stance/report.hpp"
#include "stance/trends.hpp"

namespace stance {

/// What a report of trends is about. Refers to its parts: they must outlive what is made with it.
struct TrendsReport {
  const ReportContext& context;
  const Analysis& analysis;
  const TrendsOptions& options;
  const Trends& trends;
};

/// One JSON object: what it was made with, the method, then series[], groups[], differences[] and diagnostics[].
void write_json(std::ostream& out, const TrendsReport& report);
/// One JSON object for each series, group and difference, on a line of its own; "record" says which.
void write_jsonl(std::ostream& out, const TrendsReport& report);
/// RFC 4180; `record` is time (one row for each time of a series), trend, change, group or difference.
void write_csv(std::ostream& out, const TrendsReport& report);
/// For each axis: its course in one line, trend and changes in words, tables of times and of groups.
[[nodiscard]] Page trends_page(const TrendsReport& report);

}  // namespace stance
