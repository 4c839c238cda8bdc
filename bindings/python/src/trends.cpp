#include "core.hpp"

namespace stance_python {
namespace {

using stance::AxisSeries;
using stance::Estimate;
using stance::Trends;

/// Trends with the analysis behind them.
struct Found {
  std::shared_ptr<const Run> run;
  Trends trends;
  [[nodiscard]] py::str axis(std::uint32_t index) const { return str_of(run->pack->lexicon().axes[index].key); }
};

/// Value, standard error and interval of many numbers.
class EstimateColumns {
 public:
  void add(const Estimate& estimate) {
    value_.push_back(estimate.value);
    se_.push_back(estimate.std_error);
    lower_.push_back(estimate.lower);
    upper_.push_back(estimate.upper);
  }
  void put(Columns& out, const std::string& name, const std::string& prefix) const {
    out[py::str(name)] = array_of(value_);
    out[py::str(prefix + "se")] = array_of(se_);
    out[py::str(prefix + "lo")] = array_of(lower_);
    out[py::str(prefix + "hi")] = array_of(upper_);
  }

 private:
  std::vector<double> value_, se_, lower_, upper_;
};

Columns document_columns(const Found& found, const AxisSeries& series) {
  py::list document, date;
  std::vector<double> time;
  EstimateColumns positions;
  for (const stance::DatedPosition& dated : series.documents) {
    document.append(str_of(found.run->analysis.documents[dated.document].id));
    date.append(dated.date.to_string());
    time.push_back(dated.time);
    positions.add(dated.position);
  }
  Columns out;
  out["document"] = document;
  out["date"] = date;
  out["time"] = array_of(time);
  positions.put(out, "position", "");
  return out;
}

Columns time_columns(const AxisSeries& series) {
  py::list date;
  std::vector<double> time;
  std::vector<std::int64_t> n;
  EstimateColumns means;
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    const stance::TimePoint& point = series.times[i];
    date.append(str_of(series.dates[i]));
    time.push_back(point.time);
    n.push_back(static_cast<std::int64_t>(point.n));
    means.add(series.means[i]);
  }
  Columns out;
  out["date"] = date;
  out["time"] = array_of(time);
  out["n"] = array_of(n);
  means.put(out, "position", "");
  return out;
}

Columns smooth_columns(const AxisSeries& series) {
  std::vector<double> time;
  EstimateColumns values;
  for (const stance::SmoothPlace& place : series.smooth.places) {
    time.push_back(place.time);
    values.add(place.value);
  }
  Columns out;
  out["time"] = array_of(time);
  values.put(out, "position", "");
  return out;
}

py::str date_at(const AxisSeries& series, double time) {
  for (std::size_t i = 0; i < series.times.size(); ++i) {
    if (series.times[i].time == time) return str_of(series.dates[i]);
  }
  return py::str("");
}

Columns change_columns(const AxisSeries& series) {
  py::list last_before, first_after, earliest, latest;
  std::vector<double> time, before, after;
  EstimateColumns shifts;
  for (const stance::Change& change : series.changes.changes) {
    last_before.append(date_at(series, change.last_before));
    first_after.append(date_at(series, change.first_after));
    earliest.append(date_at(series, change.earliest));
    latest.append(date_at(series, change.latest));
    time.push_back(change.time);
    before.push_back(change.before.value);
    after.push_back(change.after.value);
    shifts.add(change.shift.difference);
  }
  Columns out;
  out["time"] = array_of(time);
  out["last_before"] = last_before;
  out["first_after"] = first_after;
  out["earliest"] = earliest;
  out["latest"] = latest;
  out["before"] = array_of(before);
  out["after"] = array_of(after);
  shifts.put(out, "shift", "");
  return out;
}

Columns series_record(const Found& found, const AxisSeries& series) {
  Columns out;
  out["axis"] = found.axis(series.axis);
  out["group"] = series.all ? py::object(py::none()) : py::object(str_of(series.group));
  out["n_undefined"] = series.n_undefined;
  out["documents"] = document_columns(found, series);
  out["times"] = time_columns(series);
  out["line"] = smooth_columns(series);
  out["bandwidth"] = series.smooth.bandwidth;
  out["tau"] = series.smooth.tau;
  out["slope"] = series.trend.slope.value;
  out["slope_se"] = series.trend.slope.std_error;
  out["slope_lo"] = series.trend.slope.lower;
  out["slope_hi"] = series.trend.slope.upper;
  out["slope_p"] = series.trend.p_value;
  out["changes"] = change_columns(series);
  out["change_p"] = series.changes.p_value;
  out["line_instead"] = series.changes.line_instead;
  py::dict reasons;
  for (const auto& [name, reason] :
       {std::pair{"line", &series.smooth.reason}, {"trend", &series.trend.reason}, {"changes", &series.changes.reason}}) {
    if (!reason->empty()) reasons[name] = str_of(*reason);
  }
  out["reasons"] = reasons;
  return out;
}

Columns group_columns(const Found& found) {
  py::list axis, group, reason;
  std::vector<std::int64_t> documents, undefined, n;
  std::vector<double> tau, i_squared, q;
  EstimateColumns means, unweighted;
  for (const stance::GroupMean& mean : found.trends.groups) {
    axis.append(found.axis(mean.axis));
    group.append(str_of(mean.group));
    documents.push_back(static_cast<std::int64_t>(mean.n_documents));
    undefined.push_back(static_cast<std::int64_t>(mean.n_undefined));
    n.push_back(static_cast<std::int64_t>(mean.mean.n));
    means.add(mean.mean.mean);
    unweighted.add(mean.mean.unweighted);
    tau.push_back(mean.mean.tau);
    i_squared.push_back(mean.mean.i_squared);
    q.push_back(mean.mean.q);
    reason.append(mean.reason.empty() ? py::object(py::none()) : py::object(str_of(mean.reason)));
  }
  Columns out;
  out["axis"] = axis;
  out["group"] = group;
  out["n_documents"] = array_of(documents);
  out["n_undefined"] = array_of(undefined);
  out["n"] = array_of(n);
  means.put(out, "mean", "");
  unweighted.put(out, "unweighted", "unweighted_");
  out["tau"] = array_of(tau);
  out["i_squared"] = array_of(i_squared);
  out["q"] = array_of(q);
  out["reason"] = reason;
  return out;
}

Columns difference_columns(const Found& found) {
  py::list axis, first, second;
  std::vector<double> p, adjusted;
  EstimateColumns differences;
  for (const stance::GroupDifference& pair : found.trends.differences) {
    axis.append(found.axis(pair.axis));
    first.append(str_of(pair.first));
    second.append(str_of(pair.second));
    differences.add(pair.difference.difference);
    p.push_back(pair.difference.p_value);
    adjusted.push_back(pair.p_adjusted);
  }
  Columns out;
  out["axis"] = axis;
  out["first"] = first;
  out["second"] = second;
  differences.put(out, "difference", "");
  out["p_value"] = array_of(p);
  out["p_adjusted"] = array_of(adjusted);
  return out;
}

stance::TauMethod tau_of(const std::string& name) {
  if (name == "reml") return stance::TauMethod::restricted_maximum_likelihood;
  if (name == "dl") return stance::TauMethod::der_simonian_laird;
  if (name == "pm") return stance::TauMethod::paule_mandel;
  throw stance::InvalidArgument("tau: expected reml, dl or pm, got '" + name + "'");
}

Columns trends(std::shared_ptr<const Run> run, stance::TrendsOptions options) {
  Found found{std::move(run), {}};
  options.mean.level = found.run->options.position.level;
  options.threads = found.run->options.threads;
  run_work(
      [&](Work& work) {
        options.change.stop = work.stop;
        found.trends = stance::trends(found.run->documents->corpus, found.run->analysis, found.run->pack->lexicon(), options);
      },
      py::none());
  py::list series;
  for (const AxisSeries& one : found.trends.series) series.append(series_record(found, one));
  Columns out;
  out["series"] = series;
  out["groups"] = group_columns(found);
  out["differences"] = difference_columns(found);
  out["n_without_date"] = found.trends.n_without_date;
  out["n_without_group"] = found.trends.n_without_group;
  out["method"] = str_of(found.trends.method);
  out["notes"] = found.trends.notes;
  out["diagnostics"] = py::cast(found.trends.diagnostics);
  return out;
}

}  // namespace

void bind_trends(py::module_& module) {
  module.def(
      "trends",
      [](std::shared_ptr<Run> run, std::vector<std::string> axes, std::string date, std::string group_by, std::string unit,
         std::size_t min_group, const std::string& tau, bool hartung_knapp, double bandwidth, std::size_t n_places, std::size_t min_times,
         double false_alarm, std::size_t n_permutations, std::uint64_t seed) {
        stance::TrendsOptions options;
        options.axes = std::move(axes);
        options.date = std::move(date);
        options.group_by = std::move(group_by);
        options.unit = std::move(unit);
        options.min_group = min_group;
        options.mean.tau = tau_of(tau);
        options.mean.hartung_knapp = hartung_knapp;
        options.smooth.bandwidth = bandwidth;
        options.smooth.n_places = n_places;
        options.change.min_times = min_times;
        options.change.false_alarm = false_alarm;
        options.change.n_permutations = n_permutations;
        options.change.seed = seed;
        return trends(std::move(run), std::move(options));
      },
      py::arg("run"), py::kw_only(), py::arg("axes"), py::arg("date"), py::arg("group_by"), py::arg("unit"), py::arg("min_group"),
      py::arg("tau"), py::arg("hartung_knapp"), py::arg("bandwidth"), py::arg("n_places"), py::arg("min_times"), py::arg("false_alarm"),
      py::arg("n_permutations"), py::arg("seed"));
}

}  // namespace stance_python
