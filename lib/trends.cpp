#include "stance/trends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "detail/parallel.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr std::size_t kPairedGroups = 6;  ///< more groups: too many pairs to read, and to correct for

/// A document with what trends need of it.
struct Row {
  std::size_t document = 0;
  const DocumentAnalysis* result = nullptr;
  std::optional<Date> date;
  std::optional<std::string> group;
  std::string unit;
};

std::optional<std::string> value_of(const Document& document, const DocumentAnalysis& result, const std::string& variable) {
  if (const auto found = document.variables.find(variable); found != document.variables.end()) {
    if (found->second.empty()) return std::nullopt;
    return found->second;
  }
  std::string value;
  if (variable == "principal") value = document.principal.empty() ? result.principal : document.principal;
  if (variable == "language") value = result.language;
  if (value.empty()) return std::nullopt;
  return value;
}

/// @throws InvalidArgument where no document has it
void check_variable(const std::vector<Row>& rows, const Corpus& corpus, const char* option, const std::string& variable) {
  std::set<std::string> known = {"principal", "language"};
  for (const Row& row : rows) {
    for (const auto& [name, value] : corpus.find(row.result->id)->variables) known.insert(name);
  }
  if (known.count(variable) > 0 || rows.empty()) return;
  throw InvalidArgument(fmt::format("trends: {}: no document has a variable '{}'{}", option, variable,
                                    suggestion(variable, std::vector<std::string>(known.begin(), known.end()))));
}

void read_date(const Document& document, const DocumentAnalysis& result, const std::string& variable, Row& row, Trends& out) {
  const std::optional<std::string> text = value_of(document, result, variable);
  if (text) row.date = parse_date(*text);
  if (row.date) return;
  ++out.n_without_date;
  if (!text) return;
  Diagnostic fault;
  fault.severity = Severity::warning;
  fault.code = "D501";
  fault.file = document.source.empty() ? document.id : document.source;
  fault.message =
      fmt::format("{} of document '{}': expected a date as 2004, 2004-05 or 2004-05-17, got '{}'", variable, document.id, *text);
  out.diagnostics.push_back(std::move(fault));
}

std::vector<Row> rows_of(const Corpus& corpus, const Analysis& analysis, const TrendsOptions& options, Trends& out) {
  std::vector<Row> rows;
  for (std::size_t d = 0; d < analysis.documents.size(); ++d) {
    const DocumentAnalysis& result = analysis.documents[d];
    const Document* const document = corpus.find(result.id);
    if (document == nullptr)
      throw InvalidArgument(fmt::format("trends: corpus: expected the one that was analysed; it has no document '{}'", result.id));
    Row row;
    row.document = d;
    row.result = &result;
    if (!options.date.empty()) read_date(*document, result, options.date, row, out);
    if (!options.group_by.empty()) {
      row.group = value_of(*document, result, options.group_by);
      if (!row.group) ++out.n_without_group;
    }
    row.unit = options.unit.empty() ? result.id : value_of(*document, result, options.unit).value_or(result.id);
    rows.push_back(std::move(row));
  }
  out.n_documents = rows.size();
  return rows;
}

/// Ends of an axis.
struct Range {
  double lower;
  double upper;
};
Range range_of(const Axis& axis) { return axis.kind == AxisKind::bipolar ? Range{-1.0, 1.0} : Range{0.0, 1.0}; }

/// What lines reach beyond an axis, they do not mean.
void clip(Estimate& estimate, const Range& range) {
  for (double* end : {&estimate.value, &estimate.lower, &estimate.upper}) {
    if (!std::isnan(*end)) *end = std::clamp(*end, range.lower, range.upper);
  }
}
void clip_difference(Estimate& estimate, const Range& range) {
  const double most = range.upper - range.lower;
  clip(estimate, {-most, most});
}

Estimate estimate_of(const Position& position) { return {*position.estimate, position.std_error, position.lower, position.upper}; }

/// @param place  of the axis in DocumentAnalysis::axes
AxisSeries series_of(const std::vector<Row>& rows, const std::string* group, std::size_t place, const Range& range,
                     const TrendsOptions& options) {
  AxisSeries out;
  std::vector<Measured> points;
  std::map<double, std::string> dates;
  for (const Row& row : rows) {
    if (!row.date || (group != nullptr && row.group != *group)) continue;
    const Position& position = row.result->axes[place].position;
    if (!position.estimate) {
      ++out.n_undefined;
      continue;
    }
    const double time = row.date->middle();
    out.documents.push_back({row.document, *row.date, time, estimate_of(position)});
    points.push_back({row.result->id, *position.estimate, position.std_error, time});
    dates.emplace(time, row.date->to_string());
  }
  std::stable_sort(out.documents.begin(), out.documents.end(),
                   [](const DatedPosition& a, const DatedPosition& b) { return a.time < b.time; });
  for (const auto& [time, date] : dates) out.dates.push_back(date);
  out.times = pooled_by_time(points);
  std::size_t at = 0;  // in the documents, which are in the order of the times
  for (const TimePoint& point : out.times) {
    Estimate mean = point.std_error > 0.0 ? normal_estimate(point.value, point.std_error, options.mean.level) : without_error(point.value);
    clip(mean, range);
    out.means.push_back(point.n == 1 ? out.documents[at].position : mean);
    at += point.n;
  }
  SmoothOptions smooth_options = options.smooth;
  smooth_options.level = options.mean.level;
  out.smooth = smooth(out.times, smooth_options);
  for (SmoothPlace& smoothed : out.smooth.places) clip(smoothed.value, range);
  out.trend = linear_trend(out.times, options.mean.level);
  clip(out.trend.level, range);
  ChangeOptions change_options = options.change;
  change_options.level = options.mean.level;
  out.changes = change_points(out.times, change_options);
  for (Change& change : out.changes.changes) {
    clip(change.before, range);
    clip(change.after, range);
    clip_difference(change.shift.difference, range);
  }
  return out;
}

/// Places in DocumentAnalysis::axes. @throws InvalidArgument for an axis that was not analysed
std::vector<std::size_t> places_of(const std::vector<Row>& rows, const Lexicon& lexicon, const TrendsOptions& options) {
  const std::vector<AxisResult>& axes = rows.front().result->axes;
  std::vector<std::string> known;
  for (const AxisResult& axis : axes) known.push_back(lexicon.axes[axis.axis].key);
  for (const std::string& key : options.axes) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw InvalidArgument(fmt::format("trends: axes: '{}' was not analysed{}", key, suggestion(key, known)));
  }
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < axes.size(); ++place) {
    if (options.axes.empty() || std::find(options.axes.begin(), options.axes.end(), known[place]) != options.axes.end())
      places.push_back(place);
  }
  return places;
}

void add_series(const std::vector<Row>& rows, const std::vector<std::size_t>& places, const std::set<std::string>& groups,
                const Lexicon& lexicon, const TrendsOptions& options, Trends& out) {
  const std::vector<AxisResult>& axes = rows.front().result->axes;
  std::vector<const std::string*> whose = {nullptr};
  if (options.series_of_groups) {
    for (const std::string& group : groups) whose.push_back(&group);
  }
  out.series.resize(places.size() * whose.size());
  detail::for_each_index(out.series.size(), options.threads, [&](std::size_t i, std::size_t) {
    const std::size_t place = places[i / whose.size()];
    const std::string* const group = whose[i % whose.size()];
    AxisSeries series = series_of(rows, group, place, range_of(lexicon.axes[axes[place].axis]), options);
    series.axis = axes[place].axis;
    series.all = group == nullptr;
    if (group != nullptr) series.group = *group;
    out.series[i] = std::move(series);
  });
}

/// The points of a group on an axis: documents, or units with their documents pooled.
std::vector<Measured> points_of(const std::vector<Row>& rows, const std::string& group, std::size_t place, const TrendsOptions& options,
                                GroupMean& out) {
  std::map<std::string, std::vector<Measured>> units;
  for (const Row& row : rows) {
    if (row.group != group) continue;
    const Position& position = row.result->axes[place].position;
    ++(position.estimate ? out.n_documents : out.n_undefined);
    if (position.estimate) units[row.unit].push_back({row.result->id, *position.estimate, position.std_error, 0.0});
  }
  std::vector<Measured> points;
  for (const auto& [unit, documents] : units) {
    if (documents.size() == 1) {
      points.push_back(documents.front());
      continue;
    }
    const PooledMean mean = pooled_mean(documents, {options.mean.tau, false, options.mean.level});
    points.push_back({unit, mean.mean.value, mean.mean.std_error, 0.0});
  }
  return points;
}

/// The interval of a position is made for one text, and is not symmetric near a pole: a group of one document has that of its position.
void keep_own_interval(const std::vector<Row>& rows, std::size_t place, GroupMean& mean) {
  for (const Row& row : rows) {
    const Position& position = row.result->axes[place].position;
    if (row.group == mean.group && position.estimate) mean.mean.mean = estimate_of(position);
  }
}

void add_differences(const std::vector<GroupMean>& means, const Range& range, double level, Trends& out) {
  std::vector<GroupDifference> pairs;
  std::vector<double> p_values;
  for (std::size_t a = 0; a < means.size(); ++a) {
    for (std::size_t b = a + 1; b < means.size(); ++b) {
      if (!means[a].reason.empty() || !means[b].reason.empty()) continue;
      GroupDifference pair{means[a].axis, means[a].group, means[b].group, difference_of(means[a].mean, means[b].mean, level), 0.0};
      clip_difference(pair.difference.difference, range);
      p_values.push_back(pair.difference.p_value);
      pairs.push_back(std::move(pair));
    }
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i].p_adjusted = adjusted[i];
  std::move(pairs.begin(), pairs.end(), std::back_inserter(out.differences));
}

void add_groups(const std::vector<Row>& rows, const std::vector<std::size_t>& places, const std::set<std::string>& groups,
                const Lexicon& lexicon, const TrendsOptions& options, Trends& out) {
  const std::vector<AxisResult>& axes = rows.front().result->axes;
  for (const std::size_t place : places) {
    const Range range = range_of(lexicon.axes[axes[place].axis]);
    std::vector<GroupMean> means;
    for (const std::string& group : groups) {
      detail::check_stop();
      GroupMean mean;
      mean.axis = axes[place].axis;
      mean.group = group;
      const std::vector<Measured> points = points_of(rows, group, place, options, mean);
      if (mean.n_documents < std::max<std::size_t>(options.min_group, 1)) {
        mean.mean = pooled_mean({}, options.mean);
        mean.reason = mean.n_documents == 0
                          ? "no document of the group has a position"
                          : fmt::format("{} documents with a position are fewer than {}", mean.n_documents, options.min_group);
      } else {
        mean.mean = pooled_mean(points, options.mean);
        if (mean.n_documents == 1) keep_own_interval(rows, place, mean);
        clip(mean.mean.mean, range);
        clip(mean.mean.unweighted, range);
      }
      means.push_back(std::move(mean));
    }
    if (groups.size() <= kPairedGroups) add_differences(means, range, options.mean.level, out);
    std::move(means.begin(), means.end(), std::back_inserter(out.groups));
  }
}

std::string method_of(const TrendsOptions& options) {
  std::string out;
  if (!options.date.empty())
    out += fmt::format(
        "Times: random-effects means of the documents of one date, weights 1 / (se² + τ²). Line: local linear regression with tricube "
        "weights, bandwidth by corrected AIC unless given; its "
        "{:g} % interval is for each time by itself and does not count that smoothing cuts bends. Changes: optimal partitioning into "
        "stretches of one mean, with the penalty that {} permutations "
        "of the times exceed in {:g} of 100",
        options.mean.level * 100.0, options.change.n_permutations, options.change.false_alarm * 100.0);
  if (!options.group_by.empty()) {
    if (!out.empty()) out += ". ";
    out += fmt::format("Means of groups: random effects over {}, τ² by {}, {} interval ({:g} %)",
                       options.unit.empty() ? "documents" : "values of " + options.unit,
                       options.mean.tau == TauMethod::restricted_maximum_likelihood ? "restricted maximum likelihood"
                       : options.mean.tau == TauMethod::der_simonian_laird          ? "DerSimonian and Laird"
                                                                                    : "Paule and Mandel",
                       options.mean.hartung_knapp ? "Hartung and Knapp's" : "normal", options.mean.level * 100.0);
  }
  return out;
}

void add_notes(const std::set<std::string>& groups, const TrendsOptions& options, Trends& out) {
  if (out.n_without_date > 0)
    out.notes.push_back(
        fmt::format("{} of {} documents have no date that can be read, and are on no time line", out.n_without_date, out.n_documents));
  if (out.n_without_group > 0)
    out.notes.push_back(
        fmt::format("{} of {} documents have no {}, and are in no group", out.n_without_group, out.n_documents, options.group_by));
  if (groups.size() > kPairedGroups)
    out.notes.push_back(fmt::format("{} groups are more than {}: their differences are not listed", groups.size(), kPairedGroups));
  const auto looked_at = std::count_if(out.series.begin(), out.series.end(), [](const AxisSeries& s) { return s.changes.reason.empty(); });
  if (looked_at > 1)
    out.notes.push_back(fmt::format("changes were looked for in {} series: about {:.1f} of these would have one by chance", looked_at,
                                    static_cast<double>(looked_at) * options.change.false_alarm));
}

}  // namespace

Trends trends(const Corpus& corpus, const Analysis& analysis, const Lexicon& lexicon, const TrendsOptions& options) {
  if (options.date.empty() && options.group_by.empty())
    throw InvalidArgument("trends: expected a variable of dates or of groups, got neither");
  const detail::StopScope scope(options.change.stop);
  static_cast<void>(pooled_mean({}, options.mean));  // looks at the options, also where there is nothing to compute
  Trends out;
  out.method = method_of(options);
  const std::vector<Row> rows = rows_of(corpus, analysis, options, out);
  if (!options.date.empty()) check_variable(rows, corpus, "date", options.date);
  if (!options.group_by.empty()) check_variable(rows, corpus, "group_by", options.group_by);
  if (!options.unit.empty()) check_variable(rows, corpus, "unit", options.unit);
  std::set<std::string> groups;
  for (const Row& row : rows) {
    if (row.group) groups.insert(*row.group);
  }
  if (!rows.empty()) {
    const std::vector<std::size_t> places = places_of(rows, lexicon, options);
    if (!options.date.empty()) add_series(rows, places, groups, lexicon, options, out);
    if (!options.group_by.empty()) add_groups(rows, places, groups, lexicon, options, out);
  }
  add_notes(groups, options, out);
  return out;
}

}  // namespace stance
