#include "stance/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stance/error.hpp"

namespace stance {
namespace {

void check_table(const Confusion& table) {
  if (table.rows() != table.cols())
    throw InvalidArgument(fmt::format("table: expected as many rows as columns, got {} × {}", table.rows(), table.cols()));
  for (Eigen::Index i = 0; i < table.rows(); ++i) {
    for (Eigen::Index j = 0; j < table.cols(); ++j) {
      if (!(table(i, j) >= 0.0) || !std::isfinite(table(i, j)))
        throw InvalidArgument(fmt::format("table: expected counts of 0 or more, got {} in row {}, column {}", table(i, j), i, j));
    }
  }
}

void check_pairs(std::size_t a, std::size_t b) {
  if (a != b) throw InvalidArgument(fmt::format("expected lists of the same length, got {} and {}", a, b));
}

void check_finite(const std::vector<double>& values) {
  const auto bad = std::find_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); });
  if (bad != values.end()) throw InvalidArgument(fmt::format("expected finite numbers, got {} at place {}", *bad, bad - values.begin()));
}

struct Margins {
  std::vector<double> rows;
  std::vector<double> columns;
  double total = 0.0;
  double diagonal = 0.0;
};

Margins margins_of(const Confusion& table) {
  check_table(table);
  const auto n = static_cast<std::size_t>(table.rows());
  Margins out{std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double count = table(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
      out.rows[i] += count;
      out.columns[j] += count;
      out.total += count;
      if (i == j) out.diagonal += count;
    }
  }
  return out;
}

std::optional<double> ratio(double above, double below) { return below > 0.0 ? std::optional(above / below) : std::nullopt; }

/// 1 − observed / expected disagreement.
std::optional<double> chance_corrected(double observed, double expected) {
  return expected > 0.0 ? std::optional(1.0 - observed / expected) : std::nullopt;
}

double kappa_weight(std::size_t i, std::size_t j, KappaWeights weights) {
  const double distance = std::abs(static_cast<double>(i) - static_cast<double>(j));
  if (weights == KappaWeights::linear) return distance;
  return weights == KappaWeights::quadratic ? distance * distance : (i == j ? 0.0 : 1.0);
}

double alpha_difference(std::size_t c, std::size_t k, const std::vector<double>& values, const std::vector<double>& counts,
                        AlphaMetric metric) {
  if (c == k) return 0.0;
  if (metric == AlphaMetric::nominal) return 1.0;
  double distance = values[c] - values[k];
  if (metric == AlphaMetric::ordinal) {
    distance = -(counts[c] + counts[k]) / 2.0;
    for (std::size_t g = std::min(c, k); g <= std::max(c, k); ++g) distance += counts[g];
  }
  return distance * distance;
}

/// Deviations from the mean.
std::vector<double> centred(std::vector<double> values) {
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  for (double& value : values) value -= mean;
  return values;
}

}  // namespace

Eigen::MatrixXd confusion_table(const std::vector<int>& gold, const std::vector<int>& got, const std::vector<int>& classes) {
  check_pairs(gold.size(), got.size());
  const auto place = [&](int value) {
    const auto found = std::find(classes.begin(), classes.end(), value);
    if (found == classes.end()) throw InvalidArgument(fmt::format("{} is none of the classes", value));
    return found - classes.begin();
  };
  const auto n = static_cast<Eigen::Index>(classes.size());
  Eigen::MatrixXd table = Eigen::MatrixXd::Zero(n, n);
  for (std::size_t i = 0; i < gold.size(); ++i) table(place(gold[i]), place(got[i])) += 1.0;
  return table;
}

std::vector<ClassScore> precision_recall_f1(const Confusion& table) {
  const Margins margins = margins_of(table);
  std::vector<ClassScore> out;
  for (std::size_t i = 0; i < margins.rows.size(); ++i) {
    const double hits = table(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(i));
    ClassScore score;
    score.n_gold = margins.rows[i];
    score.n_got = margins.columns[i];
    score.precision = ratio(hits, score.n_got);
    score.recall = ratio(hits, score.n_gold);
    score.f1 = ratio(2.0 * hits, score.n_gold + score.n_got);
    out.push_back(score);
  }
  return out;
}

std::optional<double> macro_f1(const Confusion& table) {
  double sum = 0.0;
  double n = 0.0;
  for (const ClassScore& score : precision_recall_f1(table)) {
    if (!score.f1) continue;
    sum += *score.f1;
    n += 1.0;
  }
  return ratio(sum, n);
}

std::optional<double> accuracy(const Confusion& table) {
  const Margins margins = margins_of(table);
  return ratio(margins.diagonal, margins.total);
}

std::optional<double> cohen_kappa(const Confusion& table, KappaWeights weights) {
  const Margins margins = margins_of(table);
  double observed = 0.0;
  double expected = 0.0;
  for (std::size_t i = 0; i < margins.rows.size(); ++i) {
    for (std::size_t j = 0; j < margins.rows.size(); ++j) {
      const double weight = kappa_weight(i, j, weights);
      observed += weight * table(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
      if (margins.total > 0.0) expected += weight * margins.rows[i] * margins.columns[j] / margins.total;
    }
  }
  return chance_corrected(observed, expected);
}

std::optional<double> krippendorff_alpha(const Confusion& coincidences, const std::vector<double>& values, AlphaMetric metric) {
  const Margins margins = margins_of(coincidences);
  check_pairs(values.size(), margins.rows.size());
  check_finite(values);
  if (margins.total <= 1.0) return std::nullopt;
  double observed = 0.0;
  double expected = 0.0;
  for (std::size_t c = 0; c < values.size(); ++c) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      const double difference = alpha_difference(c, k, values, margins.rows, metric);
      observed += difference * coincidences(static_cast<Eigen::Index>(c), static_cast<Eigen::Index>(k));
      expected += difference * margins.rows[c] * margins.rows[k] / (margins.total - 1.0);
    }
  }
  return chance_corrected(observed, expected);
}

std::optional<double> krippendorff_alpha(const Eigen::Ref<const Eigen::MatrixXd>& ratings, AlphaMetric metric) {
  std::vector<double> values;
  for (Eigen::Index unit = 0; unit < ratings.rows(); ++unit) {
    for (Eigen::Index coder = 0; coder < ratings.cols(); ++coder) {
      if (!std::isnan(ratings(unit, coder))) values.push_back(ratings(unit, coder));
    }
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  check_finite(values);
  const auto place = [&](double value) { return std::lower_bound(values.begin(), values.end(), value) - values.begin(); };
  const auto n = static_cast<Eigen::Index>(values.size());
  Eigen::MatrixXd coincidences = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index unit = 0; unit < ratings.rows(); ++unit) {
    std::vector<Eigen::Index> coded;
    for (Eigen::Index coder = 0; coder < ratings.cols(); ++coder) {
      if (!std::isnan(ratings(unit, coder))) coded.push_back(place(ratings(unit, coder)));
    }
    for (std::size_t a = 0; a < coded.size(); ++a) {
      for (std::size_t b = 0; b < coded.size(); ++b) {
        if (a != b) coincidences(coded[a], coded[b]) += 1.0 / static_cast<double>(coded.size() - 1);
      }
    }
  }
  return krippendorff_alpha(coincidences, values, metric);
}

std::optional<double> pearson(const std::vector<double>& x, const std::vector<double>& y) {
  check_pairs(x.size(), y.size());
  check_finite(x);
  check_finite(y);
  if (x.size() < 2) return std::nullopt;
  const auto varies = [](const std::vector<double>& v) {
    return std::any_of(v.begin(), v.end(), [&](double value) { return value != v.front(); });
  };
  if (!varies(x) || !varies(y)) return std::nullopt;
  const std::vector<double> dx = centred(x);
  const std::vector<double> dy = centred(y);
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  return std::clamp(dot(dx, dy) / (std::sqrt(dot(dx, dx)) * std::sqrt(dot(dy, dy))), -1.0, 1.0);
}

std::vector<double> mid_ranks(const std::vector<double>& values) {
  check_finite(values);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    for (std::size_t k = i; k < j; ++k) ranks[order[k]] = static_cast<double>(i + j + 1) / 2.0;
    i = j;
  }
  return ranks;
}

std::optional<double> spearman(const std::vector<double>& x, const std::vector<double>& y) { return pearson(mid_ranks(x), mid_ranks(y)); }

std::optional<double> auc(const std::vector<double>& positives, const std::vector<double>& negatives) {
  std::vector<double> all = positives;
  all.insert(all.end(), negatives.begin(), negatives.end());
  const std::vector<double> ranks = mid_ranks(all);
  const auto n_positives = static_cast<double>(positives.size());
  const double sum = std::accumulate(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(positives.size()), 0.0);
  return ratio(sum - n_positives * (n_positives + 1.0) / 2.0, n_positives * static_cast<double>(negatives.size()));
}

std::optional<double> mean_absolute_error(const std::vector<double>& x, const std::vector<double>& y) {
  check_pairs(x.size(), y.size());
  check_finite(x);
  check_finite(y);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += std::abs(x[i] - y[i]);
  return ratio(sum, static_cast<double>(x.size()));
}

IntervalCoverage interval_coverage(const std::vector<double>& lower, const std::vector<double>& upper, const std::vector<double>& values) {
  check_pairs(lower.size(), values.size());
  check_pairs(upper.size(), values.size());
  for (const auto* list : {&lower, &upper, &values}) check_finite(*list);
  double held = 0.0;
  double width = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (lower[i] > upper[i])
      throw InvalidArgument(fmt::format("interval {}: expected lower ≤ upper, got {} and {}", i, lower[i], upper[i]));
    held += lower[i] <= values[i] && values[i] <= upper[i] ? 1.0 : 0.0;
    width += upper[i] - lower[i];
  }
  const auto n = static_cast<double>(values.size());
  return {values.size(), ratio(held, n), ratio(width, n)};
}

}  // namespace stance
