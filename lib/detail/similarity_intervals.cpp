#include "stance/similarity_intervals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "stance/error.hpp"

// Similarities with intervals, without the bias of short texts, and what chance alone would make of two texts of one source.

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("similarity_intervals: " + message);
}

bool can_be_corrected(Measure measure) {
  return measure == Measure::cosine || measure == Measure::pearson || measure == Measure::euclidean_distance;
}

void check(const SentenceCounts& sentences, Measure measure, const SimilarityIntervalOptions& options) {
  require(measure != Measure::soft_cosine, "measure: expected one of similarity_matrix(), got soft_cosine");
  require(options.correction == BiasCorrection::none || can_be_corrected(measure),
          fmt::format("correction: expected none for {}; cosine, pearson and euclidean_distance have one", name_of(measure)));
  require(options.n_same_source == 0 || measure != Measure::chi_squared_distance,
          "n_same_source: expected 0 for chi_squared_distance, whose value depends on the other documents");
  require(options.level > 0.0 && options.level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", options.level));
  const auto n_features = static_cast<std::size_t>(sentences.matrix.cols());
  require(options.feature_weights.empty() || options.feature_weights.size() == n_features,
          fmt::format("feature_weights: expected none or {}, got {}", n_features, options.feature_weights.size()));
  for (const double weight : options.feature_weights)
    require(std::isfinite(weight) && weight >= 0.0, fmt::format("feature_weights: expected finite numbers of 0 or more, got {}", weight));
}

SentenceCounts weighted(const SentenceCounts& sentences, const std::vector<double>& weights) {
  SentenceCounts out = sentences;
  if (weights.empty()) return out;
  for (Eigen::Index row = 0; row < out.matrix.outerSize(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(out.matrix, row); cell; ++cell) cell.valueRef() *= weights[static_cast<std::size_t>(cell.col())];
  }
  out.matrix.prune([](Eigen::Index, Eigen::Index, double value) { return value != 0.0; });
  out.matrix.makeCompressed();
  return out;
}

/// The upper triangle, row by row; squares for the Euclidean distance, whose square is what adds up.
std::vector<double> triangle(const Eigen::MatrixXd& values, Measure measure) {
  std::vector<double> out;
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    for (Eigen::Index j = i + 1; j < values.cols(); ++j)
      out.push_back(measure == Measure::euclidean_distance ? values(i, j) * values(i, j) : values(i, j));
  }
  return out;
}

/// What the correction needs to know of a document.
struct Vector {
  double square = 0.0;    ///< |x|²
  double variance = 0.0;  ///< V_x
};

/// |x|² and V_x of one document; of vectors whose mean was taken off when they are `centred`.
Vector vector_of(const SentenceCounts& sentences, std::size_t document, bool centred) {
  const auto n_columns = static_cast<double>(sentences.matrix.cols());
  std::vector<double> total(static_cast<std::size_t>(sentences.matrix.cols()), 0.0);
  double m = 0.0;
  double squares = 0.0;  // Σ_s |x_s|²
  for (std::size_t s = sentences.first[document]; s < sentences.first[document + 1]; ++s) {
    double sum = 0.0;
    double square = 0.0;
    for (Dfm::Matrix::InnerIterator cell(sentences.matrix, static_cast<Eigen::Index>(s)); cell; ++cell) {
      total[static_cast<std::size_t>(cell.col())] += cell.value();
      sum += cell.value();
      square += cell.value() * cell.value();
    }
    if (square == 0.0) continue;
    m += 1.0;
    squares += centred ? square - sum * sum / n_columns : square;
  }
  double sum = 0.0;
  double square = 0.0;
  for (const double x : total) {
    sum += x;
    square += x * x;
  }
  if (centred) square -= sum * sum / n_columns;
  return {square, m / (m - 1.0) * (squares - square / m)};  // Σ |x_s − x̄|² = Σ |x_s|² − |x|² / m
}

/// A corrected value and its bias. NaN where the variance is all there is.
struct Corrected {
  double value;
  double bias;
};
Corrected correct(Measure measure, double plain, const Vector& a, const Vector& b) {
  if (measure == Measure::euclidean_distance) {
    const double bias = a.variance + b.variance;
    return {std::sqrt(std::max(0.0, plain * plain - bias)), bias};
  }
  const double square_a = a.square - a.variance;
  const double square_b = b.square - b.variance;
  if (!(square_a > 0.0) || !(square_b > 0.0)) return {kNaN, kNaN};
  const double value = plain * std::sqrt(a.square / square_a) * std::sqrt(b.square / square_b);
  return {std::clamp(value, -1.0, 1.0), plain - value};
}

/// The range of a measure.
std::pair<double, double> range_of(Measure measure) {
  switch (measure) {
    case Measure::cosine:
    case Measure::soft_cosine:
    case Measure::pearson: return {-1.0, 1.0};
    case Measure::jensen_shannon_divergence: return {0.0, std::numbers::ln2};
    case Measure::jensen_shannon_distance: return {0.0, std::sqrt(std::numbers::ln2)};
    case Measure::euclidean_distance:
    case Measure::chi_squared_distance: return {0.0, std::numeric_limits<double>::infinity()};
    case Measure::jaccard:
    case Measure::weighted_jaccard:
    case Measure::hellinger_distance: break;
  }
  return {0.0, 1.0};
}

class Intervals {
 public:
  Intervals(const SentenceCounts& sentences, Measure measure, const SimilarityIntervalOptions& options)
      : sentences_(sentences), measure_(measure), options_(options), n_(static_cast<Eigen::Index>(sentences.n_documents())) {
    const Eigen::MatrixXd empty = Eigen::MatrixXd::Constant(n_, n_, kNaN);
    out_ = {sentences.documents,
            measure,
            similarity_matrix(sentences.to_dfm(), measure, options.threads).values,
            empty,
            empty,
            empty,
            empty,
            empty,
            {},
            {},
            options.level};
  }

  SimilarityIntervals make() {
    const BootstrapResult bootstrapped = resample();
    std::vector<Vector> vectors;
    for (std::size_t d = 0; d < sentences_.n_documents(); ++d) vectors.push_back(vector_of(sentences_, d, measure_ == Measure::pearson));
    std::size_t place = 0;
    for (Eigen::Index i = 0; i < n_; ++i) {
      for (Eigen::Index j = i; j < n_; ++j) {
        const auto a = static_cast<std::size_t>(i);
        const auto b = static_cast<std::size_t>(j);
        const bool long_enough = bootstrapped.resampled[a] && bootstrapped.resampled[b];
        set_value(i, j, long_enough, vectors);
        if (i == j)
          set_exact(i);
        else if (const double error = bootstrapped.estimates[place++].std_error; long_enough)
          set_interval(i, j, error);
      }
    }
    if (options_.n_same_source > 0) deal();
    return std::move(out_);
  }

 private:
  BootstrapResult resample() {
    BootstrapOptions bootstrap_options;
    bootstrap_options.n_replicates = options_.n_replicates;
    bootstrap_options.level = options_.level;
    bootstrap_options.interval = BootstrapInterval::normal;
    bootstrap_options.min_sentences = options_.min_sentences;
    bootstrap_options.short_documents = ShortDocuments::keep;
    bootstrap_options.seed = options_.seed;
    bootstrap_options.threads = options_.threads;
    bootstrap_options.stop = options_.stop;
    return bootstrap(
        sentences_, [this](const Dfm& counts) { return triangle(similarity_matrix(counts, measure_, 1).values, measure_); },
        bootstrap_options);
  }

  void set(Eigen::MatrixXd& matrix, Eigen::Index i, Eigen::Index j, double value) { matrix(i, j) = matrix(j, i) = value; }

  void set_exact(Eigen::Index i) {
    if (std::isnan(out_.plain(i, i))) return;
    out_.values(i, i) = out_.lower(i, i) = out_.upper(i, i) = out_.plain(i, i);
    out_.bias(i, i) = out_.std_errors(i, i) = 0.0;
  }

  void set_value(Eigen::Index i, Eigen::Index j, bool long_enough, const std::vector<Vector>& vectors) {
    const double plain = out_.plain(i, j);
    if (std::isnan(plain) || i == j) return;
    if (options_.correction == BiasCorrection::none) {
      set(out_.values, i, j, plain);
      set(out_.bias, i, j, 0.0);
    } else if (long_enough) {
      const Corrected corrected = correct(measure_, plain, vectors[static_cast<std::size_t>(i)], vectors[static_cast<std::size_t>(j)]);
      set(out_.values, i, j, corrected.value);
      set(out_.bias, i, j, corrected.bias);
    }
  }

  /// Around the corrected value before it was brought into the range: what lies beyond must not make the interval narrower.
  void set_interval(Eigen::Index i, Eigen::Index j, double error) {
    if (std::isnan(error) || std::isnan(out_.bias(i, j))) return;
    const double reach = detail::normal_quantile(0.5 + options_.level / 2.0) * error;
    const auto [lowest, highest] = range_of(measure_);
    if (measure_ == Measure::euclidean_distance) {
      const double square = out_.plain(i, j) * out_.plain(i, j) - out_.bias(i, j);
      set(out_.lower, i, j, std::sqrt(std::max(0.0, square - reach)));
      set(out_.upper, i, j, std::sqrt(std::max(0.0, square + reach)));
      const double distance = out_.values(i, j);
      set(out_.std_errors, i, j, distance > 0.0 ? error / (2.0 * distance) : kNaN);  // delta method; none at 0, where the root has no slope
      return;
    }
    const double centre = out_.plain(i, j) - out_.bias(i, j);
    set(out_.std_errors, i, j, error);
    set(out_.lower, i, j, std::clamp(centre - reach, lowest, highest));
    set(out_.upper, i, j, std::clamp(centre + reach, lowest, highest));
  }

  [[nodiscard]] std::vector<Eigen::Index> rows_of(std::size_t document) const {
    std::vector<Eigen::Index> rows;
    for (std::size_t s = sentences_.first[document]; s < sentences_.first[document + 1]; ++s) {
      const auto row = static_cast<Eigen::Index>(s);
      if (Dfm::Matrix::InnerIterator(sentences_.matrix, row)) rows.push_back(row);
    }
    return rows;
  }

  /// Sentences of both documents of each pair, dealt out at random.
  void deal() {
    out_.same_source = out_.p_same = Eigen::MatrixXd::Constant(n_, n_, kNaN);
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < sentences_.n_documents(); ++i) {
      // The pair in the order of its names, so that its draws do not depend on the order of documents.
      for (std::size_t j = i + 1; j < sentences_.n_documents(); ++j)
        pairs.push_back(sentences_.documents[i] < sentences_.documents[j] ? std::pair{i, j} : std::pair{j, i});
    }
    detail::for_each_index(pairs.size(), options_.threads,
                           [&](std::size_t p, std::size_t /*worker*/) { deal(pairs[p].first, pairs[p].second); });
  }

  void deal(std::size_t a, std::size_t b) {
    const auto i = static_cast<Eigen::Index>(a);
    const auto j = static_cast<Eigen::Index>(b);
    std::vector<Eigen::Index> rows = rows_of(a);
    const std::size_t n_first = rows.size();
    const std::vector<Eigen::Index> others = rows_of(b);
    rows.insert(rows.end(), others.begin(), others.end());
    if (n_first < options_.min_sentences || others.size() < options_.min_sentences || std::isnan(out_.plain(i, j))) return;
    detail::Random random(options_.seed, detail::stream_of(sentences_.documents[b], detail::stream_of(sentences_.documents[a])));
    double sum = 0.0;
    std::size_t n_defined = 0;
    std::size_t as_far = 0;
    for (std::size_t draw = 0; draw < options_.n_same_source; ++draw) {
      for (std::size_t s = 0; s < n_first; ++s) std::swap(rows[s], rows[s + random.below(rows.size() - s)]);
      const double value = similarity_matrix(two_documents(rows, n_first), measure_, 1).values(0, 1);
      if (std::isnan(value)) continue;
      sum += value;
      ++n_defined;
      const double seen = out_.plain(i, j);
      if (is_distance(measure_) ? value >= seen - 1e-12 : value <= seen + 1e-12) ++as_far;
    }
    if (n_defined == 0) return;
    set(out_.same_source, i, j, sum / static_cast<double>(n_defined));
    set(out_.p_same, i, j, static_cast<double>(1 + as_far) / static_cast<double>(1 + n_defined));
  }

  [[nodiscard]] Dfm two_documents(const std::vector<Eigen::Index>& rows, std::size_t n_first) const {
    std::vector<Eigen::Triplet<double>> cells;
    for (std::size_t s = 0; s < rows.size(); ++s) {
      for (Dfm::Matrix::InnerIterator cell(sentences_.matrix, rows[s]); cell; ++cell)
        cells.emplace_back(s < n_first ? 0 : 1, cell.col(), cell.value());
    }
    Dfm::Matrix matrix(2, sentences_.matrix.cols());
    matrix.setFromTriplets(cells.begin(), cells.end());
    return {std::move(matrix), {"a", "b"}, sentences_.features, Weighting::counts};
  }

  const SentenceCounts& sentences_;
  Measure measure_;
  const SimilarityIntervalOptions& options_;
  Eigen::Index n_;
  SimilarityIntervals out_;
};

}  // namespace

SimilarityIntervals similarity_intervals(const SentenceCounts& sentences, Measure measure, const SimilarityIntervalOptions& options) {
  check(sentences, measure, options);
  const detail::StopScope stop(options.stop);
  const SentenceCounts made = weighted(sentences, options.feature_weights);
  return Intervals(made, measure, options).make();
}

}  // namespace stance
