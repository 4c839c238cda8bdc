#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "detail/validation_scores.hpp"

namespace stance::detail {
namespace {

constexpr int absent = 2;  ///< class of a label that was not given, behind −1, 0 and 1

/// What every coder says about one key of one unit.
struct Item {
  std::size_t cluster = 0;
  EvidenceKey key;
  std::map<std::string, double> values;  ///< by coder
  std::set<std::string> coders;          ///< who coded the unit
  bool is_position = false;
};

std::vector<Item> items_of(const Lexicon& lexicon, const std::vector<CodedUnit>& units, const KeyFilter& filter) {
  std::vector<Item> out;
  for (const CodedUnit& unit : units) {
    std::map<EvidenceKey, Item> items;
    std::set<std::string> coders;
    for (const HandCode* row : unit.rows) {
      coders.insert(row->coder);
      for (const HandLabel& label : row->labels) {
        if (!filter.wants(label.key)) continue;
        Item& item = items[label.key];
        item.values[row->coder] = is_intensity(lexicon, label.key) ? std::max(label.value, 0.0) : label.value;
        item.is_position = item.is_position || label.is_position;
      }
    }
    if (coders.size() < 2) continue;
    for (auto& [key, item] : items) {
      item.cluster = unit.cluster;
      item.key = key;
      item.coders = coders;
      out.push_back(std::move(item));
    }
  }
  return out;
}

using Chosen = std::vector<const Item*>;

/// Adds the pairs of values of an item to the table of coincidences.
void add_coincidences(ClusterTables& tables, const Item& item, double threshold) {
  const double weight = 1.0 / static_cast<double>(item.values.size() - 1);
  for (const auto& [first, a] : item.values) {
    for (const auto& [second, b] : item.values) {
      if (first != second) tables.add(item.cluster, class_place(class_of(a, threshold)), class_place(class_of(b, threshold)), weight);
    }
  }
}

/// α of positions: ratings of each item as often as its cluster was drawn.
std::optional<double> alpha_of_positions(const Chosen& items, const std::vector<std::string>& coders, const Draws::Counts& counts) {
  Eigen::Index rows = 0;
  for (const Item* item : items) rows += counts[item->cluster];
  Eigen::MatrixXd ratings =
      Eigen::MatrixXd::Constant(rows, static_cast<Eigen::Index>(coders.size()), std::numeric_limits<double>::quiet_NaN());
  Eigen::Index row = 0;
  for (const Item* item : items) {
    for (std::uint32_t copy = 0; copy < counts[item->cluster]; ++copy, ++row) {
      for (std::size_t coder = 0; coder < coders.size(); ++coder) {
        const auto value = item->values.find(coders[coder]);
        if (value != item->values.end()) ratings(row, static_cast<Eigen::Index>(coder)) = value->second;
      }
    }
  }
  return krippendorff_alpha(ratings, AlphaMetric::interval);
}

CoderPair pair_of(const Chosen& items, const std::string& first, const std::string& second, double threshold, const Draws& draws) {
  CoderPair out;
  out.first = first;
  out.second = second;
  ClusterTables tables;
  Eigen::MatrixXd with_absent = Eigen::MatrixXd::Zero(4, 4);
  for (const Item* item : items) {
    if (item->coders.count(first) == 0 || item->coders.count(second) == 0) continue;
    const auto a = item->values.find(first);
    const auto b = item->values.find(second);
    const bool has_a = a != item->values.end();
    const bool has_b = b != item->values.end();
    if (!has_a && !has_b) continue;
    const int class_a = has_a ? class_of(a->second, threshold) : absent;
    const int class_b = has_b ? class_of(b->second, threshold) : absent;
    with_absent(class_place(class_a), class_place(class_b)) += 1.0;
    if (has_a != has_b) {
      ++out.n_only_one;
      continue;
    }
    ++out.n;
    tables.add(item->cluster, class_place(class_a), class_place(class_b));
  }
  out.kappa = draws.estimated([&](const Draws::Counts& counts) { return cohen_kappa(tables.sum(counts)); });
  out.kappa_quadratic = cohen_kappa(tables.sum(), KappaWeights::quadratic);
  out.kappa_absent = cohen_kappa(with_absent);
  return out;
}

CoderScores scores_of(std::string name, const Chosen& items, bool positions, double threshold, const Draws& draws) {
  CoderScores out;
  out.name = std::move(name);
  std::set<std::string> named;
  Chosen shared;
  ClusterTables tables;
  for (const Item* item : items) {
    named.insert(item->coders.begin(), item->coders.end());
    if (item->values.size() < 2) continue;
    shared.push_back(item);
    if (!positions) add_coincidences(tables, *item, threshold);
  }
  const std::vector<std::string> coders(named.begin(), named.end());
  out.n = shared.size();
  if (positions) {
    out.alpha = draws.estimated([&](const Draws::Counts& counts) { return alpha_of_positions(shared, coders, counts); });
    return out;
  }
  const std::vector<double> values = {-1.0, 0.0, 1.0};
  out.alpha =
      draws.estimated([&](const Draws::Counts& counts) { return krippendorff_alpha(tables.sum(counts), values, AlphaMetric::ordinal); });
  out.alpha_nominal = krippendorff_alpha(tables.sum(), values, AlphaMetric::nominal);
  for (std::size_t a = 0; a < coders.size(); ++a) {
    for (std::size_t b = a + 1; b < coders.size(); ++b) out.pairs.push_back(pair_of(items, coders[a], coders[b], threshold, draws));
  }
  return out;
}

}  // namespace

std::vector<CoderScores> coder_scores(const Lexicon& lexicon, const std::vector<CodedUnit>& units, const KeyFilter& filter, double threshold,
                                      const Draws& draws) {
  const std::vector<Item> items = items_of(lexicon, units, filter);
  std::vector<CoderScores> out;
  const auto add = [&](const std::string& name, bool positions, const std::function<bool(const Item&)>& wanted) {
    Chosen chosen;
    for (const Item& item : items) {
      if (item.is_position == positions && wanted(item)) chosen.push_back(&item);
    }
    if (!chosen.empty()) out.push_back(scores_of(name, chosen, positions, threshold, draws));
  };
  const auto is_axis = [](const Item& item) { return item.key.kind == EvidenceKey::Kind::axis; };
  add("all labels", false, [](const Item&) { return true; });
  add("targets", false, [&](const Item& item) { return !is_axis(item); });
  add("axes", false, [&](const Item& item) { return is_axis(item) && !is_intensity(lexicon, item.key); });
  add("intensities", false, [&](const Item& item) { return is_intensity(lexicon, item.key); });
  add("positions", true, [](const Item&) { return true; });
  for (std::uint32_t axis = 0; axis < lexicon.axes.size(); ++axis) {
    add(lexicon.axes[axis].key, false, [&](const Item& item) { return is_axis(item) && item.key.index == axis; });
  }
  return out;
}

}  // namespace stance::detail
