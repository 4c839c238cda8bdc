#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "detail/resampling.hpp"
#include "detail/sums.hpp"
#include "stance/error.hpp"
#include "stance/similarity.hpp"

// Interval of the topic similarity of two documents, by resampling their sentences.

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("bootstrap_cosine: " + message);
}

void check(const Dfm::Matrix& a, const Dfm::Matrix& b, const CosineBootstrapOptions& options) {
  require(a.cols() == b.cols(),
          "expected matrices with the same features, got " + std::to_string(a.cols()) + " and " + std::to_string(b.cols()) + " columns");
  require(options.feature_weights.empty() || options.feature_weights.size() == static_cast<std::size_t>(a.cols()),
          "feature_weights: expected none or " + std::to_string(a.cols()) + ", got " + std::to_string(options.feature_weights.size()));
  for (const double weight : options.feature_weights) {
    if (!std::isfinite(weight))
      throw InvalidArgument("bootstrap_cosine: feature_weights: expected finite numbers, got " + std::to_string(weight));
  }
  require(options.n_replicates >= 2, "n_replicates: expected 2 or more, got " + std::to_string(options.n_replicates));
  require(options.level > 0.0 && options.level < 1.0, "level: expected a number in (0, 1), got " + std::to_string(options.level));
}

struct Cell {
  std::size_t slot;  // place of the feature among those that occur
  double value;      // count × weight
};
using WeightedSentence = std::vector<Cell>;

/// Numbers the features that occur from 0, so that vectors are as short as the pair allows.
class Slots {
 public:
  explicit Slots(Eigen::Index n_features) : slot_(static_cast<std::size_t>(n_features), kNone) {}
  std::size_t of(Eigen::Index feature) {
    std::size_t& slot = slot_[static_cast<std::size_t>(feature)];
    if (slot == kNone) slot = size_++;
    return slot;
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> slot_;
  std::size_t size_ = 0;
};

std::vector<WeightedSentence> sentences_of(const Dfm::Matrix& matrix, const std::vector<double>& weights, Slots& slots) {
  std::vector<WeightedSentence> sentences;
  for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
    WeightedSentence sentence;
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      if (!std::isfinite(cell.value()) || cell.value() < 0.0) {
        throw InvalidArgument("bootstrap_cosine: expected finite counts of 0 or more, got " + std::to_string(cell.value()) + " in row " +
                              std::to_string(row));
      }
      if (cell.value() == 0.0) continue;
      const double weight = weights.empty() ? 1.0 : weights[static_cast<std::size_t>(cell.col())];
      sentence.push_back({slots.of(cell.col()), cell.value() * weight});
    }
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
  }
  return sentences;
}

void add(const WeightedSentence& sentence, std::vector<double>& vector) {
  for (const Cell& cell : sentence) vector[cell.slot] += cell.value;
}

/// As many sentences as there are, drawn with replacement.
void resample(const std::vector<WeightedSentence>& sentences, detail::Random& random, std::vector<double>& vector) {
  std::fill(vector.begin(), vector.end(), 0.0);
  for (std::size_t s = 0; s < sentences.size(); ++s) add(sentences[random.below(sentences.size())], vector);
}

double cosine_of(const std::vector<double>& u, const std::vector<double>& v) {
  const double length_u = detail::euclidean_length(u.data(), u.size());
  const double length_v = detail::euclidean_length(v.data(), v.size());
  if (length_u == 0.0 || length_v == 0.0) return kNaN;
  double product = 0.0;
  for (std::size_t i = 0; i < u.size(); ++i) product += (u[i] / length_u) * (v[i] / length_v);
  return std::clamp(product, -1.0, 1.0);
}

}  // namespace

Estimate bootstrap_cosine(const Dfm::Matrix& a, const Dfm::Matrix& b, const CosineBootstrapOptions& options) {
  check(a, b, options);
  Slots slots(a.cols());
  const std::vector<WeightedSentence> sentences_a = sentences_of(a, options.feature_weights, slots);
  const std::vector<WeightedSentence> sentences_b = sentences_of(b, options.feature_weights, slots);
  std::vector<double> u(slots.size(), 0.0);
  std::vector<double> v(slots.size(), 0.0);
  for (const WeightedSentence& sentence : sentences_a) add(sentence, u);
  for (const WeightedSentence& sentence : sentences_b) add(sentence, v);
  Estimate result = undefined_estimate();
  result.value = cosine_of(u, v);
  if (std::isnan(result.value) || std::min(sentences_a.size(), sentences_b.size()) < std::max<std::size_t>(2, options.min_sentences)) {
    return result;  // all replicates of one sentence are the same: an interval of width 0 would be a lie
  }
  detail::Random random(options.seed, options.stream);
  std::vector<double> draws;
  draws.reserve(options.n_replicates);
  for (std::size_t r = 0; r < options.n_replicates; ++r) {
    resample(sentences_a, random, u);
    resample(sentences_b, random, v);
    const double draw = cosine_of(u, v);
    if (!std::isnan(draw)) draws.push_back(draw);  // NaN: only sentences whose features all have weight 0 were drawn
  }
  if (draws.size() < 2 || draws.size() < options.n_replicates / 2) return result;
  result.std_error = detail::standard_deviation(draws);
  const detail::Interval interval = detail::percentile_interval(std::move(draws), options.level);
  result.lower = std::min(interval.lower, result.value);
  result.upper = std::max(interval.upper, result.value);
  return result;
}

}  // namespace stance
