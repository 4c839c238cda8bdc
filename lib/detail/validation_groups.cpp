#include "stance/validation_groups.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "detail/validation_draws.hpp"

namespace stance {
namespace {

bool is_missing(const std::string& cell) { return cell.empty() || cell == "NA" || cell == "NaN" || cell == "nan"; }
bool is_binary(const std::string& cell) { return cell == "0" || cell == "1" || cell == "true" || cell == "false"; }

std::optional<double> number_of(const std::string& cell) {
  double value = 0.0;
  const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return fault == std::errc() && end == cell.data() + cell.size() && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// A document with its row of the table.
struct Case {
  const DocumentPositions* document = nullptr;
  const std::vector<std::string>* row = nullptr;
  std::size_t cluster = 0;
};

enum class Holds : unsigned char { no, yes, unknown };

Holds holds(const GroupConditions& conditions, const GroupTable& table, const std::vector<std::string>& row) {
  Holds out = Holds::yes;
  for (const GroupCondition& condition : conditions) {
    const std::string& cell = row[table.column(condition.column)];
    if (is_missing(cell)) {
      out = Holds::unknown;
      continue;
    }
    const bool among = std::find(condition.values.begin(), condition.values.end(), cell) != condition.values.end();
    if (among == condition.negated) return Holds::no;
  }
  return out;
}

std::optional<double> value_of(const GroupMeasure& measure, const DocumentPositions& document) {
  bool is_defined = false;
  double sum = 0.0;
  for (const auto& [axis, sign] : measure.terms) {
    const std::optional<double>& position = document.axes[axis];
    is_defined = is_defined || position.has_value();
    sum += sign * position.value_or(0.0);
  }
  return is_defined ? std::optional(detail::as_printed(sum)) : std::nullopt;
}

/// Values as places in the ascending list of different ones, so that resamples need no sorting.
std::vector<std::size_t> places_of(const std::vector<double>& values, std::size_t& n_different) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  n_different = sorted.size();
  std::vector<std::size_t> out;
  for (const double value : values)
    out.push_back(static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin()));
  return out;
}

/// Members of two groups with their values; AUC of any resample.
class Separation {
 public:
  void add(double value, bool positive, std::size_t cluster) {
    values_.push_back(value);
    positive_.push_back(positive);
    clusters_.push_back(cluster);
  }
  [[nodiscard]] bool has_both() const {
    return std::find(positive_.begin(), positive_.end(), true) != positive_.end() &&
           std::find(positive_.begin(), positive_.end(), false) != positive_.end();
  }
  void prepare() { places_ = places_of(values_, n_different_); }
  /// Pairs in which the positive is above (ties half), and all pairs.
  [[nodiscard]] std::pair<double, double> pairs(const detail::Draws::Counts& counts) const {
    std::vector<double> positives(n_different_);
    std::vector<double> negatives(n_different_);
    for (std::size_t i = 0; i < places_.size(); ++i) (positive_[i] ? positives : negatives)[places_[i]] += counts[clusters_[i]];
    double above = 0.0;
    double n_positives = 0.0;
    double n_below = 0.0;
    for (std::size_t place = 0; place < n_different_; ++place) {
      above += positives[place] * (n_below + negatives[place] / 2.0);
      n_positives += positives[place];
      n_below += negatives[place];
    }
    return {above, n_positives * n_below};
  }
  [[nodiscard]] std::size_t count(bool positive) const {
    return static_cast<std::size_t>(std::count(positive_.begin(), positive_.end(), positive));
  }
  [[nodiscard]] std::optional<double> auc_now() const {
    std::vector<double> positives;
    std::vector<double> negatives;
    for (std::size_t i = 0; i < values_.size(); ++i) (positive_[i] ? positives : negatives).push_back(values_[i]);
    return auc(positives, negatives);
  }

 private:
  std::vector<double> values_;
  std::vector<bool> positive_;
  std::vector<std::size_t> clusters_;
  std::vector<std::size_t> places_;
  std::size_t n_different_ = 0;
};

std::optional<double> share(std::pair<double, double> pairs) {
  return pairs.second > 0.0 ? std::optional(pairs.first / pairs.second) : std::nullopt;
}

/// Pairs of numbers; correlations of any resample, by weights.
class Pairing {
 public:
  Pairing(std::vector<double> x, std::vector<double> y, std::vector<std::size_t> clusters)
      : x_(std::move(x)), y_(std::move(y)), clusters_(std::move(clusters)) {
    x_places_ = places_of(x_, nx_);
    y_places_ = places_of(y_, ny_);
  }
  [[nodiscard]] std::optional<double> rank_correlation(const detail::Draws::Counts& counts) const {
    return correlation(ranks(x_places_, nx_, counts), ranks(y_places_, ny_, counts), counts);
  }
  [[nodiscard]] std::optional<double> product_moment(const detail::Draws::Counts& counts) const { return correlation(x_, y_, counts); }

 private:
  [[nodiscard]] std::vector<double> ranks(const std::vector<std::size_t>& places, std::size_t n_different,
                                          const detail::Draws::Counts& counts) const {
    std::vector<double> weights(n_different);
    for (std::size_t i = 0; i < places.size(); ++i) weights[places[i]] += counts[clusters_[i]];
    double before = 0.0;
    for (double& weight : weights) {
      const double middle = before + (weight + 1.0) / 2.0;
      before += weight;
      weight = middle;
    }
    std::vector<double> out;
    for (const std::size_t place : places) out.push_back(weights[place]);
    return out;
  }
  [[nodiscard]] std::optional<double> correlation(const std::vector<double>& x, const std::vector<double>& y,
                                                  const detail::Draws::Counts& counts) const {
    double n = 0.0;
    double sum_x = 0.0;
    double sum_y = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double weight = counts[clusters_[i]];
      n += weight;
      sum_x += weight * x[i];
      sum_y += weight * y[i];
    }
    if (n < 2.0) return std::nullopt;
    double xx = 0.0;
    double yy = 0.0;
    double xy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double weight = counts[clusters_[i]];
      const double dx = x[i] - sum_x / n;
      const double dy = y[i] - sum_y / n;
      xx += weight * dx * dx;
      yy += weight * dy * dy;
      xy += weight * dx * dy;
    }
    // Of a variable that does not vary only rounding is left.
    const double none = 1e-24 * n;
    return xx > none && yy > none ? std::optional(std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0)) : std::nullopt;
  }

  std::vector<double> x_;
  std::vector<double> y_;
  std::vector<std::size_t> clusters_;
  std::vector<std::size_t> x_places_;
  std::vector<std::size_t> y_places_;
  std::size_t nx_ = 0;
  std::size_t ny_ = 0;
};

class GroupValidator {
 public:
  GroupValidator(const std::vector<DocumentPositions>& documents, const GroupTable& table, const Lexicon& lexicon,
                 const GroupOptions& options)
      : table_(table), options_(options) {
    for (const std::string& column : options.columns) static_cast<void>(table.column(column));
    gather(documents);
    draws_.emplace(make_clusters(), options.replicates, options.seed, options.level);
    measures_ = options.measures;
    if (measures_.empty()) {
      for (const Axis& axis : lexicon.axes) {
        if (axis.kind == AxisKind::bipolar) measures_.push_back(parse_measure(axis.key, lexicon));
      }
    }
  }

  GroupValidation run() {
    out_.n = cases_.size();
    for (const GroupMeasure& measure : measures_) {
      const auto n =
          std::count_if(cases_.begin(), cases_.end(), [&](const Case& each) { return value_of(measure, *each.document).has_value(); });
      out_.defined.emplace_back(measure.name, static_cast<std::size_t>(n));
    }
    for (const GroupQuestion& question : questions()) out_.aucs.push_back(answer(question));
    for (const std::string& column : columns(false)) {
      for (const GroupMeasure& measure : measures_) out_.correlations.push_back(correlate(measure, column));
    }
    return std::move(out_);
  }

 private:
  void gather(const std::vector<DocumentPositions>& documents) {
    std::set<std::string> seen;
    for (const DocumentPositions& document : documents) {
      const auto row = table_.rows.find(document.id);
      if (row == table_.rows.end()) {
        ++out_.n_not_listed;
        continue;
      }
      seen.insert(document.id);
      if (holds(options_.where, table_, row->second) == Holds::yes) cases_.push_back({&document, &row->second, 0});
    }
    out_.n_not_scored = table_.rows.size() - seen.size();
  }

  std::size_t make_clusters() {
    std::map<std::string, std::size_t> known;
    const bool by_column = !options_.cluster.empty();
    const std::size_t column = by_column ? table_.column(options_.cluster) : 0;
    for (Case& each : cases_) each.cluster = known.emplace(by_column ? (*each.row)[column] : each.document->id, known.size()).first->second;
    return known.size();
  }

  /// Columns of 0/1, or of other numbers.
  [[nodiscard]] std::vector<std::string> columns(bool binary) const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const std::string& name = table_.columns[i];
      if (!options_.columns.empty() && std::find(options_.columns.begin(), options_.columns.end(), name) == options_.columns.end())
        continue;
      bool all_binary = true;
      bool all_numbers = true;
      bool any = false;
      for (const Case& each : cases_) {
        const std::string& cell = (*each.row)[i];
        if (is_missing(cell)) continue;
        any = true;
        all_binary = all_binary && is_binary(cell);
        all_numbers = all_numbers && number_of(cell).has_value();
      }
      if (any && (binary ? all_binary : all_numbers && !all_binary)) out.push_back(name);
    }
    return out;
  }

  [[nodiscard]] std::vector<GroupQuestion> questions() const {
    if (!options_.questions.empty()) return options_.questions;
    std::vector<GroupQuestion> out;
    for (const std::string& column : columns(true)) {
      for (const GroupMeasure& measure : measures_) out.push_back({column, measure, parse_conditions(column, table_), {}});
    }
    return out;
  }

  [[nodiscard]] bool is_negative(const GroupQuestion& question, const Case& each) const {
    if (question.negatives.empty()) return holds(question.positives, table_, *each.row) == Holds::no;
    return holds(question.negatives, table_, *each.row) == Holds::yes;
  }

  [[nodiscard]] GroupAuc answer(const GroupQuestion& question) const {
    GroupAuc out;
    out.measure = question.measure.name;
    out.groups = question.name;
    Separation all;
    Separation defined;
    std::map<std::string, Separation> strata;
    for (const Case& each : cases_) {
      const std::optional<double> value = value_of(question.measure, *each.document);
      const auto put = [&](bool positive) {
        all.add(value.value_or(0.0), positive, each.cluster);
        if (value) defined.add(*value, positive, each.cluster);
        if (options_.within.empty()) return;
        const std::string& stratum = (*each.row)[table_.column(options_.within)];
        if (!is_missing(stratum)) strata[stratum].add(value.value_or(0.0), positive, each.cluster);
      };
      if (holds(question.positives, table_, *each.row) == Holds::yes) put(true);
      if (is_negative(question, each)) put(false);
    }
    all.prepare();
    out.n_positive = all.count(true);
    out.n_negative = all.count(false);
    out.auc = draws_->estimated([&](const detail::Draws::Counts& counts) { return share(all.pairs(counts)); });
    out.n_positive_defined = defined.count(true);
    out.n_negative_defined = defined.count(false);
    out.auc_defined = defined.auc_now();
    add_strata(out, strata);
    return out;
  }

  void add_strata(GroupAuc& out, std::map<std::string, Separation>& strata) const {
    std::erase_if(strata, [](const auto& stratum) { return !stratum.second.has_both(); });
    if (strata.empty()) return;
    for (auto& [value, stratum] : strata) {
      stratum.prepare();
      out.strata.push_back({value, stratum.count(true), stratum.count(false), stratum.auc_now()});
    }
    out.auc_within = draws_->estimated([&](const detail::Draws::Counts& counts) {
      std::pair<double, double> sum;
      for (const auto& [value, stratum] : strata) {
        const auto [above, pairs] = stratum.pairs(counts);
        sum.first += above;
        sum.second += pairs;
      }
      return share(sum);
    });
  }

  [[nodiscard]] GroupCorrelation correlate(const GroupMeasure& measure, const std::string& column) const {
    GroupCorrelation out;
    out.measure = measure.name;
    out.column = column;
    const std::size_t place = table_.column(column);
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> x_defined;
    std::vector<double> y_defined;
    std::vector<std::size_t> clusters;
    std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> groups;
    for (const Case& each : cases_) {
      const std::optional<double> other = number_of((*each.row)[place]);
      if (!other) continue;
      const std::optional<double> value = value_of(measure, *each.document);
      x.push_back(value.value_or(0.0));
      y.push_back(*other);
      clusters.push_back(each.cluster);
      if (value) {
        x_defined.push_back(*value);
        y_defined.push_back(*other);
      }
      if (options_.mean_by.empty()) continue;
      auto& group = groups[(*each.row)[table_.column(options_.mean_by)]];
      group.first.push_back(value.value_or(0.0));
      group.second.push_back(*other);
    }
    out.n = x.size();
    out.n_defined = x_defined.size();
    out.spearman_defined = spearman(x_defined, y_defined);
    const Pairing pairing(std::move(x), std::move(y), std::move(clusters));
    out.spearman = draws_->estimated([&](const detail::Draws::Counts& counts) { return pairing.rank_correlation(counts); });
    out.pearson = draws_->estimated([&](const detail::Draws::Counts& counts) { return pairing.product_moment(counts); });
    add_means(out, groups);
    return out;
  }

  void add_means(GroupCorrelation& out, const std::map<std::string, std::pair<std::vector<double>, std::vector<double>>>& groups) const {
    std::vector<double> x;
    std::vector<double> y;
    const auto mean = [](const std::vector<double>& values) {
      return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    };
    for (const auto& [name, group] : groups) {
      if (is_missing(name) || group.first.size() < options_.min_group) continue;
      x.push_back(mean(group.first));
      y.push_back(mean(group.second));
    }
    out.n_means = x.size();
    out.spearman_means = spearman(x, y);
    out.pearson_means = pearson(x, y);
  }

  const GroupTable& table_;
  const GroupOptions& options_;
  std::vector<GroupMeasure> measures_;
  std::vector<Case> cases_;
  std::optional<detail::Draws> draws_;
  GroupValidation out_;
};

}  // namespace

DocumentPositions positions_of(const DocumentAnalysis& analysis, const Lexicon& lexicon) {
  DocumentPositions out{analysis.id, std::vector<std::optional<double>>(lexicon.axes.size())};
  for (const AxisResult& axis : analysis.axes) out.axes[axis.axis] = axis.position.estimate;
  return out;
}

GroupValidation validate_groups(const std::vector<DocumentPositions>& documents, const GroupTable& table, const Lexicon& lexicon,
                                const GroupOptions& options) {
  if (!options.within.empty()) static_cast<void>(table.column(options.within));
  if (!options.mean_by.empty()) static_cast<void>(table.column(options.mean_by));
  return GroupValidator(documents, table, lexicon, options).run();
}

}  // namespace stance
