#include "detail/validation_scores.hpp"

#include <algorithm>
#include <map>

namespace stance::detail {
namespace {

const std::vector<double> class_values = {-1.0, 0.0, 1.0};

/// Gold and got, as often as their cluster was drawn.
struct Pairs {
  std::vector<double> gold;
  std::vector<double> got;
};

Pairs drawn(const std::vector<const Compared*>& labels, const Draws::Counts& counts) {
  Pairs out;
  for (const Compared* label : labels) {
    out.gold.insert(out.gold.end(), counts[label->cluster], label->gold);
    out.got.insert(out.got.end(), counts[label->cluster], as_printed(*label->got->estimate));
  }
  return out;
}

std::vector<const Compared*> defined(const std::vector<Compared>& labels, const std::optional<EvidenceKey>& key) {
  std::vector<const Compared*> out;
  for (const Compared& label : labels) {
    if ((!key || label.key == *key) && label.got && label.got->estimate) out.push_back(&label);
  }
  return out;
}

IntervalCoverage coverage(const std::vector<const Compared*>& labels, const Draws::Counts& counts) {
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<double> gold;
  for (const Compared* label : labels) {
    lower.insert(lower.end(), counts[label->cluster], label->got->lower);
    upper.insert(upper.end(), counts[label->cluster], label->got->upper);
    gold.insert(gold.end(), counts[label->cluster], label->gold);
  }
  return interval_coverage(lower, upper, gold);
}

PositionScores scores_of(std::string name, const std::vector<LabelsAtLevel>& levels, const std::optional<EvidenceKey>& key,
                         const Draws& draws) {
  PositionScores out;
  out.name = std::move(name);
  const std::vector<Compared>& all = levels.front().compared;
  const std::vector<const Compared*> labels = defined(all, key);
  const auto asked = std::count_if(all.begin(), all.end(), [&](const Compared& label) { return !key || label.key == *key; });
  out.n = labels.size();
  out.n_undefined = static_cast<std::size_t>(asked) - labels.size();
  const auto figure = [&](auto statistic) {
    return draws.estimated([&](const Draws::Counts& counts) {
      const Pairs pairs = drawn(labels, counts);
      return statistic(pairs.gold, pairs.got);
    });
  };
  out.pearson = figure(pearson);
  out.spearman = figure(spearman);
  out.mean_absolute_error = figure(mean_absolute_error);
  for (const LabelsAtLevel& at : levels) {
    const std::vector<const Compared*> same = defined(at.compared, key);
    PositionScores::Level level;
    level.level = at.level;
    level.coverage = draws.estimated([&](const Draws::Counts& counts) { return coverage(same, counts).share; });
    double width = 0.0;
    for (const Compared* label : same) width += label->got->upper - label->got->lower;
    if (!same.empty()) level.mean_width = width / static_cast<double>(same.size());
    out.calibration.push_back(level);
  }
  std::sort(out.calibration.begin(), out.calibration.end(),
            [](const PositionScores::Level& a, const PositionScores::Level& b) { return a.level < b.level; });
  return out;
}

}  // namespace

std::optional<double> alpha_of_pair(const Eigen::Matrix3d& table) {
  return krippendorff_alpha(table + table.transpose(), class_values, AlphaMetric::ordinal);
}

std::optional<double> macro_f1_of_constant(const Eigen::Matrix3d& table, int answer) {
  Eigen::Matrix3d constant = Eigen::Matrix3d::Zero();
  constant.col(class_place(answer)) = table.rowwise().sum();
  return macro_f1(constant);
}

std::optional<double> mean_of_two(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a ? a : b;
  return (*a + *b) / 2.0;
}

LabelScores LabelTable::scores(std::string name, const Draws& draws) const {
  LabelScores out;
  out.name = std::move(name);
  out.confusion = tables_.sum();
  out.n = static_cast<std::size_t>(out.confusion.sum());
  out.classes = precision_recall_f1(out.confusion);
  const auto figure = [&](auto statistic) {
    return draws.estimated([&](const Draws::Counts& counts) { return statistic(tables_.sum(counts)); });
  };
  out.macro_f1 = figure([](const Eigen::Matrix3d& table) { return macro_f1(table); });
  out.accuracy = figure([](const Eigen::Matrix3d& table) { return accuracy(table); });
  out.kappa = figure([](const Eigen::Matrix3d& table) { return cohen_kappa(table); });
  out.alpha = figure(alpha_of_pair);
  out.always_zero = macro_f1_of_constant(out.confusion, 0);
  out.mention_is_support = macro_f1_of_constant(out.confusion, 1);
  return out;
}

std::vector<PositionScores> position_scores(const Lexicon& lexicon, const std::vector<LabelsAtLevel>& levels, const Draws& draws) {
  std::vector<PositionScores> out;
  std::map<EvidenceKey, std::size_t> keys;
  for (const Compared& label : levels.front().compared) ++keys[label.key];
  if (keys.empty()) return out;
  out.push_back(scores_of("all positions", levels, std::nullopt, draws));
  for (const auto& [key, n] : keys) out.push_back(scores_of(lexicon.name_of(key), levels, key, draws));
  return out;
}

}  // namespace stance::detail
