#include <ostream>
#include <utility>

#include "detail/report_json.hpp"
#include "detail/report_trends.hpp"

namespace stance {
namespace {

using detail::estimate_record;
using detail::Json;
using detail::number;

class TrendsJson {
 public:
  explicit TrendsJson(const TrendsReport& report) : report_(report) {}

  [[nodiscard]] Json series(const AxisSeries& series) const {
    Json out = {{"axis", axis(series.axis)}, {"group", series.all ? Json() : Json(series.group)}, {"n_documents", series.documents.size()}};
    out["n_undefined"] = series.n_undefined;
    out["documents"] = Json::array();
    for (const DatedPosition& dated : series.documents) {
      Json record = {{"id", report_.analysis.documents[dated.document].id}, {"date", dated.date.to_string()}, {"time", number(dated.time)}};
      record.update(estimate_record(dated.position));
      out["documents"].push_back(std::move(record));
    }
    out["times"] = Json::array();
    for (std::size_t i = 0; i < series.times.size(); ++i) {
      const TimePoint& point = series.times[i];
      Json record = {{"date", series.dates[i]}, {"time", number(point.time)}, {"n", point.n}};
      record.update(estimate_record(series.means[i]));
      out["times"].push_back(std::move(record));
    }
    out["smooth"] = smooth(series.smooth);
    out["trend"] = {
        {"slope", estimate_record(series.trend.slope)}, {"p_value", number(series.trend.p_value)}, {"reason", reason(series.trend.reason)}};
    out["changes"] = changes(series);
    return out;
  }

  [[nodiscard]] Json group(const GroupMean& group) const {
    const PooledMean& mean = group.mean;
    return {{"axis", axis(group.axis)},
            {"group", group.group},
            {"n_documents", group.n_documents},
            {"n_undefined", group.n_undefined},
            {"n", mean.n},
            {"mean", estimate_record(mean.mean)},
            {"unweighted", estimate_record(mean.unweighted)},
            {"tau", number(mean.tau)},
            {"i_squared", number(mean.i_squared)},
            {"q", number(mean.q)},
            {"reason", reason(group.reason)}};
  }

  [[nodiscard]] Json difference(const GroupDifference& pair) const {
    return {{"axis", axis(pair.axis)},
            {"first", pair.first},
            {"second", pair.second},
            {"difference", estimate_record(pair.difference.difference)},
            {"p_value", number(pair.difference.p_value)},
            {"p_adjusted", number(pair.p_adjusted)}};
  }

  [[nodiscard]] Json method() const {
    const TrendsOptions& options = report_.options;
    const auto name = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    return {{"text", report_.trends.method},
            {"date", name(options.date)},
            {"group_by", name(options.group_by)},
            {"unit", name(options.unit)},
            {"level", number(options.mean.level)},
            {"tau", std::string(to_string(options.mean.tau))},
            {"hartung_knapp", options.mean.hartung_knapp},
            {"bandwidth", options.smooth.bandwidth > 0.0 ? number(options.smooth.bandwidth) : Json()},
            {"min_times", options.change.min_times},
            {"false_alarm", number(options.change.false_alarm)},
            {"n_permutations", options.change.n_permutations},
            {"seed", options.change.seed},
            {"n_documents", report_.trends.n_documents},
            {"n_without_date", report_.trends.n_without_date},
            {"n_without_group", report_.trends.n_without_group},
            {"notes", report_.trends.notes}};
  }

 private:
  [[nodiscard]] const std::string& axis(std::uint32_t index) const { return report_.context.lexicon.axes[index].key; }
  [[nodiscard]] static Json reason(const std::string& text) { return text.empty() ? Json() : Json(text); }

  [[nodiscard]] static Json smooth(const Smooth& line) {
    Json out = {{"bandwidth", number(line.bandwidth)}, {"degrees_of_freedom", number(line.degrees_of_freedom)}, {"tau", number(line.tau)}};
    out["places"] = Json::array();
    for (const SmoothPlace& place : line.places) {
      Json record = {{"time", number(place.time)}};
      record.update(estimate_record(place.value));
      out["places"].push_back(std::move(record));
    }
    out["reason"] = reason(line.reason);
    return out;
  }

  [[nodiscard]] static Json changes(const AxisSeries& series) {
    Json out = {{"p_value", number(series.changes.p_value)},
                {"line_instead", series.changes.line_instead},
                {"reason", reason(series.changes.reason)}};
    out["list"] = Json::array();
    for (const Change& change : series.changes.changes) {
      out["list"].push_back({{"last_before", detail::date_of(series, change.last_before)},
                             {"first_after", detail::date_of(series, change.first_after)},
                             {"earliest", detail::date_of(series, change.earliest)},
                             {"latest", detail::date_of(series, change.latest)},
                             {"time", number(change.time)},
                             {"before", estimate_record(change.before)},
                             {"after", estimate_record(change.after)},
                             {"shift", estimate_record(change.shift.difference)}});
    }
    return out;
  }

  const TrendsReport& report_;
};

template <typename List, typename Function>
void list_member(std::ostream& out, const char* key, const List& list, const Function& record) {
  out << ",\n\"" << key << "\":[";
  const char* before = "\n";
  for (const auto& entry : list) {
    out << before << detail::dumped(record(entry));
    before = ",\n";
  }
  out << (list.empty() ? "]" : "\n]");
}

}  // namespace

void write_json(std::ostream& out, const TrendsReport& report) {
  const TrendsJson json(report);
  std::string head = detail::dumped(detail::report_header(report.context, "trends"));
  head.pop_back();
  out << head << ",\n\"method\":" << detail::dumped(json.method());
  list_member(out, "series", report.trends.series, [&](const AxisSeries& s) { return json.series(s); });
  list_member(out, "groups", report.trends.groups, [&](const GroupMean& g) { return json.group(g); });
  list_member(out, "differences", report.trends.differences, [&](const GroupDifference& d) { return json.difference(d); });
  std::vector<Diagnostic> faults = report.analysis.diagnostics;
  faults.insert(faults.end(), report.trends.diagnostics.begin(), report.trends.diagnostics.end());
  list_member(out, "diagnostics", faults, [](const Diagnostic& d) { return detail::diagnostic_record(d); });
  out << "}\n";
}

void write_jsonl(std::ostream& out, const TrendsReport& report) {
  const TrendsJson json(report);
  const Json made_with = detail::made_with(report.context);
  const auto line = [&](const char* kind, Json record) {
    Json whole = {{"schema", report_schema}, {"record", kind}};
    whole.update(record);
    whole["made_with"] = made_with;
    out << detail::dumped(whole) << '\n';
  };
  for (const AxisSeries& series : report.trends.series) line("series", json.series(series));
  for (const GroupMean& group : report.trends.groups) line("group", json.group(group));
  for (const GroupDifference& pair : report.trends.differences) line("difference", json.difference(pair));
}

}  // namespace stance
