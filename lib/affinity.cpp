#include "stance/affinity.hpp"

#include <fmt/format.h>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_set>

#include "detail/dfm_checks.hpp"
#include "detail/parallel.hpp"
#include "detail/scaling_columns.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kMaxSteps = 200;  ///< a concave objective with a barrier takes about ten
/// Squared length of a Newton step, in standard errors, after which θ is exact: the next one would have its square.
constexpr double kSmallDecrement = 1e-16;

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("class affinity: " + message);
}

void check(const AffinityOptions& options) {
  const auto positive = [](const char* name, double value) {
    require(std::isfinite(value) && value > 0.0, fmt::format("{}: expected a finite number greater than 0, got {}", name, value));
  };
  positive("smoothing", options.smoothing);
  positive("reference_smoothing", options.reference_smoothing);
}

/// Documents of each score, ascending.
std::map<double, std::vector<Index>> groups_of(const Dfm& counts, const std::vector<std::optional<double>>& scores) {
  require(scores.size() == counts.documents().size(),
          fmt::format("reference_scores: expected one for each of the {} documents, got {}", counts.documents().size(), scores.size()));
  std::map<double, std::vector<Index>> groups;
  for (std::size_t d = 0; d < scores.size(); ++d) {
    if (!scores[d]) continue;
    require(std::isfinite(*scores[d]),
            fmt::format("reference_scores: '{}': expected a finite number, got {}", counts.documents()[d], *scores[d]));
    groups[*scores[d]].push_back(static_cast<Index>(d));
  }
  require(groups.size() >= 2, fmt::format("reference_scores: expected at least two different scores, got {}", groups.size()));
  return groups;
}

/// One document: its known words and how often it has them.
struct Words {
  std::vector<Index> rows;  // of the shares
  std::vector<double> counts;
};

/// The objective's derivatives at θ.
struct Slope {
  VectorXd gradient;  // of −objective
  MatrixXd hessian;
};

/// The document's mixture and its covariance.
class Mixture {
 public:
  Mixture(const MatrixXd& shares, const Words& words, double smoothing)
      : shares_(shares),
        words_(words),
        smoothing_(smoothing),
        theta_(VectorXd::Constant(shares.cols(), 1.0 / static_cast<double>(shares.cols()))) {
    for (int step = 0; step < kMaxSteps; ++step) {
      if (improve()) return;
    }
    throw Error("class affinity: Newton's method did not settle");
  }

  [[nodiscard]] const VectorXd& theta() const noexcept { return theta_; }
  [[nodiscard]] MatrixXd covariance() const {
    const MatrixXd inverse = slope().hessian.inverse();
    const VectorXd sums = row_sums(inverse);
    return inverse - sums * sums.transpose() / total(sums);
  }

 private:
  static double total(const VectorXd& x) {
    double sum = 0.0;
    for (Index k = 0; k < x.size(); ++k) sum += x(k);
    return sum;
  }
  static VectorXd row_sums(const MatrixXd& m) {
    VectorXd out = VectorXd::Zero(m.rows());
    for (Index j = 0; j < m.cols(); ++j) {
      for (Index i = 0; i < m.rows(); ++i) out(i) += m(i, j);
    }
    return out;
  }
  [[nodiscard]] double chance_of(Index word, const VectorXd& theta) const {
    double sum = 0.0;
    for (Index k = 0; k < theta.size(); ++k) sum += shares_(word, k) * theta(k);
    return sum;
  }
  [[nodiscard]] double loss(const VectorXd& theta) const {
    double out = 0.0;
    for (std::size_t i = 0; i < words_.rows.size(); ++i) out -= words_.counts[i] * std::log(chance_of(words_.rows[i], theta));
    for (Index k = 0; k < theta.size(); ++k) out -= smoothing_ * std::log(theta(k));
    return out;
  }
  [[nodiscard]] Slope slope() const {
    const Index n = theta_.size();
    Slope out{VectorXd::Zero(n), MatrixXd::Zero(n, n)};
    for (std::size_t i = 0; i < words_.rows.size(); ++i) {
      const Index w = words_.rows[i];
      const double chance = chance_of(w, theta_);
      for (Index j = 0; j < n; ++j) {
        out.gradient(j) -= words_.counts[i] * shares_(w, j) / chance;
        for (Index k = 0; k < n; ++k) out.hessian(j, k) += words_.counts[i] * (shares_(w, j) / chance) * (shares_(w, k) / chance);
      }
    }
    for (Index k = 0; k < n; ++k) {
      out.gradient(k) -= smoothing_ / theta_(k);
      out.hessian(k, k) += smoothing_ / (theta_(k) * theta_(k));
    }
    return out;
  }

  /// One damped Newton step within Σ θ = 1. @return whether there is nothing more to gain
  bool improve() {
    const Slope at = slope();
    const Eigen::PartialPivLU<MatrixXd> solver(at.hessian);
    const VectorXd along = solver.solve(VectorXd::Ones(theta_.size()));
    const VectorXd down = solver.solve(at.gradient);
    const VectorXd step = along * (total(down) / total(along)) - down;
    double decrement = 0.0;  // −gradient · step, without the digits that its part across Σ θ = 1 would cost
    for (Index j = 0; j < step.size(); ++j) {
      for (Index k = 0; k < step.size(); ++k) decrement += step(j) * at.hessian(j, k) * step(k);
    }
    double length = 1.0;
    for (Index k = 0; k < step.size(); ++k) {
      if (step(k) < 0.0) length = std::min(length, -0.99 * theta_(k) / step(k));  // stay inside: the barrier is infinite at 0
    }
    const double before = loss(theta_);
    const double rounding = 1e-12 * std::abs(before);
    while (loss(theta_ + length * step) > before - 1e-4 * length * decrement + rounding) length /= 2.0;
    theta_ += length * step;
    theta_ /= total(theta_);
    return decrement <= kSmallDecrement;
  }

  const MatrixXd& shares_;
  const Words& words_;
  double smoothing_;
  VectorXd theta_;
};

}  // namespace

ClassAffinity ClassAffinity::fit(const Dfm& counts, const std::vector<std::optional<double>>& reference_scores,
                                 const AffinityOptions& options) {
  detail::check_unweighted(counts, "class affinity");
  check(options);
  const std::map<double, std::vector<Index>> groups = groups_of(counts, reference_scores);
  const std::unordered_set<std::string_view> excluded(options.excluded.begin(), options.excluded.end());
  ClassAffinity out;
  out.options_ = options;
  out.features_ = counts.shared_features();
  out.shares_ = MatrixXd::Zero(counts.n_features(), static_cast<Index>(groups.size()));
  std::vector<bool> takes_part(static_cast<std::size_t>(counts.n_features()), false);
  for (const auto& [score, documents] : groups) {
    const auto k = static_cast<Index>(out.classes_.size());
    AffinityClass group{score, {}, 0.0};
    for (const Index d : documents) {
      group.documents.push_back(counts.documents()[static_cast<std::size_t>(d)]);
      for (Dfm::Matrix::InnerIterator cell(counts.matrix(), d); cell; ++cell) {
        if (excluded.contains(counts.features()[static_cast<std::size_t>(cell.col())])) continue;
        out.shares_(cell.col(), k) += cell.value();
        takes_part[static_cast<std::size_t>(cell.col())] = true;
        group.n_words += cell.value();
      }
    }
    require(group.n_words > 0.0, fmt::format("the references with the score {} ('{}'{}) have no word that takes part", score,
                                             group.documents.front(), group.documents.size() > 1 ? ", …" : ""));
    out.classes_.push_back(std::move(group));
  }
  const auto n_words = static_cast<double>(std::count(takes_part.begin(), takes_part.end(), true));
  for (Index k = 0; k < out.shares_.cols(); ++k) {
    const double total = out.classes_[static_cast<std::size_t>(k)].n_words + options.reference_smoothing * n_words;
    for (Index w = 0; w < out.shares_.rows(); ++w) {
      if (takes_part[static_cast<std::size_t>(w)]) out.shares_(w, k) = (out.shares_(w, k) + options.reference_smoothing) / total;
    }
  }
  return out;
}

FeatureScale ClassAffinity::words() const {
  FeatureScale out{features_, {}, std::vector<double>(features_->size(), kNaN)};
  for (Index w = 0; w < shares_.rows(); ++w) {
    double sum = 0.0;
    double weighted = 0.0;
    for (Index k = 0; k < shares_.cols(); ++k) {
      sum += shares_(w, k);
      weighted += shares_(w, k) * classes_[static_cast<std::size_t>(k)].score;
    }
    out.values.push_back(sum > 0.0 ? weighted / sum : kNaN);
  }
  return out;
}

AffinityPrediction ClassAffinity::predict(const Dfm& counts, double level, std::size_t threads) const {
  detail::check_unweighted(counts, "class affinity");
  require(level > 0.0 && level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", level));
  const std::vector<std::ptrdiff_t> columns = detail::columns_of(*features_, counts.features());
  const auto n = static_cast<std::size_t>(counts.n_documents());
  const Index n_classes = shares_.cols();
  AffinityPrediction out;
  out.affinities = MatrixXd::Constant(counts.n_documents(), n_classes, kNaN);
  out.std_errors = out.affinities;
  out.scale = {"class_affinity",
               fmt::format("mixture of {} classes of references, smoothing {:g} and {:g}; position = sum of affinity * score of the class",
                           n_classes, options_.smoothing, options_.reference_smoothing),
               counts.documents(),
               std::vector<Estimate>(n, undefined_estimate()),
               std::vector<Unscaled>(n, Unscaled::scaled),
               std::vector<double>(n, 0.0),
               std::vector<double>(n, 0.0),
               level};
  const auto score_of = [&](Index k) { return classes_[static_cast<std::size_t>(k)].score; };
  const double lowest = classes_.front().score;
  const double highest = classes_.back().score;
  detail::for_each_index(n, threads, [&](std::size_t d, std::size_t /*worker*/) {
    const auto row = static_cast<Index>(d);
    Words words;
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), row); cell; ++cell) {
      const std::ptrdiff_t word = columns[static_cast<std::size_t>(cell.col())];
      if (word < 0 || shares_(word, 0) == 0.0) {
        out.scale.n_left_out[d] += cell.value();
        continue;
      }
      words.rows.push_back(word);
      words.counts.push_back(cell.value());
      out.scale.n_scored[d] += cell.value();
    }
    if (words.rows.empty()) {
      out.scale.reasons[d] = out.scale.n_left_out[d] > 0.0 ? Unscaled::no_known_features : Unscaled::empty;
      return;
    }
    const Mixture mixture(shares_, words, options_.smoothing);
    const MatrixXd covariance = mixture.covariance();
    double position = 0.0;
    double variance = 0.0;
    for (Index j = 0; j < n_classes; ++j) {
      out.affinities(row, j) = mixture.theta()(j);
      out.std_errors(row, j) = std::sqrt(std::max(0.0, covariance(j, j)));
      position += mixture.theta()(j) * score_of(j);
    }
    for (Index j = 0; j < n_classes; ++j) {  // from the position, since the rows of the covariance add up to 0: no digits are lost
      for (Index k = 0; k < n_classes; ++k) variance += (score_of(j) - position) * covariance(j, k) * (score_of(k) - position);
    }
    Estimate estimate = normal_estimate(position, std::sqrt(std::max(0.0, variance)), level);
    estimate.lower = std::max(estimate.lower, lowest);
    estimate.upper = std::min(estimate.upper, highest);
    out.scale.positions[d] = estimate;
  });
  return out;
}

}  // namespace stance
