#pragma once
/// @file similarity_intervals.hpp
/// How sure a similarity is, and what it would be if texts were longer.
///
/// Two short texts from one and the same source look different, because each holds other words by chance: with 10 sentences of 12 words
/// each, two samples of one source have a cosine of 0.75 and a Hellinger distance of 0.74. So a similarity of short texts says as much
/// about their length as about what they say.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "stance/bootstrap.hpp"
#include "stance/dfm_sentences.hpp"
#include "stance/similarity.hpp"

namespace stance {

/// What is done about the bias of small samples.
enum class BiasCorrection : std::uint8_t {
  none,
  /// The sampling variance of each document's vector, estimated from its sentences, is taken out of what is a square:
  ///     cosine = x·y / √((|x|² − V_x)(|y|² − V_y)),   euclidean² = |x − y|² − V_x − V_y,   V_x = m / (m − 1) Σ_s |x_s − x̄|² over the m
  ///     sentences
  /// (pearson: of centred vectors). For cosine, pearson and euclidean_distance only. For the other measures no correction is known that
  /// holds with a vocabulary as large as the text: the jackknife leaves most of the bias of Hellinger and Jensen-Shannon. Compare these
  /// with same_source.
  /// @see Green et al. (2025), "Measuring Distances in High Dimensional Spaces", Political Analysis, for squared Euclidean distances
  sampling_variance,
};

struct SimilarityIntervalOptions {
  std::size_t n_replicates = 200;
  double level = 0.95;            ///< of the interval, in (0, 1)
  std::size_t min_sentences = 5;  ///< with a feature in them; documents with fewer, or all the same, have neither interval nor correction
  BiasCorrection correction = BiasCorrection::none;
  std::size_t n_same_source = 0;             ///< draws for same_source and p_same; 0: they are not made
  std::vector<double> feature_weights = {};  ///< one for each feature, for example its idf; empty: all 1
  std::uint64_t seed = 1;
  std::size_t threads = 0;  ///< 0: as many as the machine has; the result is the same
  std::stop_token stop;
};

/// Every pair of documents: n × n each, symmetric; NaN where undefined.
struct SimilarityIntervals {
  std::vector<std::string> names;
  Measure measure = Measure::cosine;
  Eigen::MatrixXd plain;   ///< as similarity_matrix()
  Eigen::MatrixXd values;  ///< corrected, within the range of the measure
  Eigen::MatrixXd bias;  ///< plain − corrected, before it was brought into the range (of euclidean² for the distance); 0 without correction
  Eigen::MatrixXd std_errors;  ///< standard deviation of the bootstrap over sentences
  Eigen::MatrixXd lower;       ///< values ∓ z · std_errors, within the range
  Eigen::MatrixXd upper;
  /// Mean of the measure when the sentences of both documents are put together and dealt out again at random, as many to each as it had:
  /// what two texts of these lengths from one source would have. Empty unless asked for.
  Eigen::MatrixXd same_source;
  Eigen::MatrixXd p_same;  ///< (1 + draws that are at least as far apart) / (1 + draws): can these be two samples of one source?
  double level = 0.95;
};

/// Sentences are the units: words of a sentence are not independent. The interval is normal and not of percentiles, because replicates of a
/// document hold fewer different sentences and lie too far apart (bootstrap.hpp). Squares of Euclidean distances have the interval, and the
/// distance its root. Time: n_replicates × similarity_matrix() for the interval; n² × n_same_source × cells of two documents for
/// same_source.
/// @throws InvalidArgument for options out of range, soft_cosine, and a correction of a measure that has none
[[nodiscard]] SimilarityIntervals similarity_intervals(const SentenceCounts& sentences, Measure measure = Measure::cosine,
                                                       const SimilarityIntervalOptions& options = {});

}  // namespace stance
