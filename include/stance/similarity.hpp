#pragma once
/// @file similarity.hpp
/// How alike documents are: by what they talk about (vectors of features), and by where they stand (profiles of positions).
/// Undefined values are NaN, never 0: an empty document is not "unlike" the others, there is nothing to compare.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/estimate.hpp"

namespace stance {

// ---- Vectors of features

/// x and y are the rows of two documents; p = x / Σx and q = y / Σy. Similarities are 1 and distances 0 between equal rows.
/// A row without any non-zero cell is undefined (NaN) in all of them but euclidean_distance.
enum class Measure : std::uint8_t {
  cosine,                     ///< x·y / (|x| |y|), in [−1, 1]
  jaccard,                    ///< features in both / features in either, cells as present or absent, in [0, 1]
  weighted_jaccard,           ///< Σ min(x, y) / Σ max(x, y) (Ruzicka), in [0, 1]; cells ≥ 0
  pearson,                    ///< correlation over all features, absent ones as 0, in [−1, 1]; NaN also for a constant row
  euclidean_distance,         ///< √Σ(x − y)²
  hellinger_distance,         ///< √(½ Σ(√p − √q)²), in [0, 1]; cells ≥ 0
  jensen_shannon_divergence,  ///< ½ KL(p‖m) + ½ KL(q‖m), m = (p + q) / 2, in nats, in [0, ln 2]; cells ≥ 0
  jensen_shannon_distance,    ///< √(jensen_shannon_divergence), a metric
  /// √Σ(p − q)² / c, c = the feature's share of the whole matrix: the distance of correspondence analysis. It depends on the
  /// other documents of the matrix. Cells ≥ 0. @see Greenacre (2007), Correspondence Analysis in Practice, ch. 4
  chi_squared_distance,
  soft_cosine,  ///< x'Sy / √(x'Sx · y'Sy) with similarities S of terms: soft_cosine_matrix() in similarity_soft.hpp only
};
/// Whether small values mean alike.
[[nodiscard]] bool is_distance(Measure measure) noexcept;
[[nodiscard]] std::string_view name_of(Measure measure) noexcept;
/// The measure of this name. @throws InvalidArgument for another name, and for soft_cosine, with the list of names
[[nodiscard]] Measure similarity_measure(std::string_view name);
/// Similarities as they are, bounded distances turned round: 1 − Hellinger, 1 − JS / ln 2, 1 − √JS / √ln 2.
/// @throws InvalidArgument for the distances that have no upper end, euclidean and chi_squared
[[nodiscard]] double as_similarity(Measure measure, double value);

/// All pairs of documents.
struct SimilarityMatrix {
  std::vector<std::string> names;
  Eigen::MatrixXd values;  ///< n_documents × n_documents, symmetric; NaN where undefined, also on the diagonal
  Measure measure = Measure::cosine;
};

/// Every pair of documents of a matrix, weighted or not. The sum of each pair runs in column order with plain additions, so
/// that the digits depend neither on the other documents (chi_squared_distance apart) nor on the machine's vector width.
/// Time: cosine and Jaccards O(n² · cells of a row), others O(n² · features of 32 documents / 32); tests/bench/README.md has seconds.
/// Memory: the matrix, and besides it some 10 bytes for each cell and 256 bytes for each document and thread.
/// @param threads  0: as many as the machine has; the result is the same
/// @throws InvalidArgument for negative cells where the measure has no meaning for them
[[nodiscard]] SimilarityMatrix similarity_matrix(const Dfm& dfm, Measure measure = Measure::cosine, std::size_t threads = 0);

struct Neighbour {
  std::size_t document = 0;
  double value = 0.0;
  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};
/// For each document the k others that are most alike, best first, ties in document order; the values are those of
/// similarity_matrix, in the same time. Fewer than k where fewer are defined. Exact; memory O(n · k) and what similarity_matrix has
/// besides its matrix.
/// @throws InvalidArgument as similarity_matrix, and for k = 0
[[nodiscard]] std::vector<std::vector<Neighbour>> top_k(const Dfm& dfm, std::size_t k, Measure measure = Measure::cosine,
                                                        std::size_t threads = 0);

// ---- Uncertainty

/// Options of bootstrap_cosine.
struct CosineBootstrapOptions {
  std::size_t n_replicates = 200;
  double level = 0.95;            ///< of the interval, in (0, 1)
  std::size_t min_sentences = 5;  ///< fewer non-empty sentences on either side: the interval is undefined
  std::uint64_t seed = 1;
  std::uint64_t stream = 0;                  ///< tell pairs apart by it (a hash of their names), not by the order of calls
  std::vector<double> feature_weights = {};  ///< one for each feature, for example its idf; empty: all 1
};

/// Cosine of two documents given as counts of their sentences, with a bootstrap over sentences:
/// cos(u, v), u_w = weight_w · Σ_s a_sw, v_w = weight_w · Σ_s b_sw; each replicate draws as many sentences of each document
/// as it has, with replacement.
/// @param a, b  sentences × features, same features; rows without a cell are left out
/// @return value, standard deviation of the replicates, and their percentile interval, widened to hold the value. All NaN
///         when a side is all zero; value alone when a side has fewer than `min_sentences` sentences.
/// @note   A replicate has only about 63 % of a document's different sentences, so replicates lie below the value where the
///         documents share rare features, and the value itself lies below that of longer texts: with few sentences read the
///         interval as "at least". At five sentences a 95 % percentile interval of a mean covers about 80 %.
/// @throws InvalidArgument for shapes, counts or options that make no sense
[[nodiscard]] Estimate bootstrap_cosine(const Dfm::Matrix& a, const Dfm::Matrix& b, const CosineBootstrapOptions& options = {});

// ---- Profiles of positions

struct AxisRange {
  double lower = -1.0;  ///< bipolar axes −1 … 1
  double upper = 1.0;   ///< intensities 0 … 1
};

/// Where documents stand on several axes.
struct PositionProfiles {
  std::vector<std::string> names;  ///< n_documents, all different
  std::vector<AxisRange> axes;     ///< n_axes
  Eigen::MatrixXd positions;       ///< n_documents × n_axes; NaN: undefined
  Eigen::MatrixXd std_errors;      ///< n_documents × n_axes; ≥ 0 and finite where the position is defined, else ignored
};

/// Options of stance similarity.
struct StanceSimilarityOptions {
  double base_error = 0.2;          ///< s0: error that no position is free of; keeps one sure axis from outweighing all others; > 0
  std::size_t min_shared_axes = 1;  ///< fewer axes defined in both documents: undefined
  std::size_t n_draws = 500;
  double level = 0.95;  ///< of the interval, in (0, 1)
  std::uint64_t seed = 1;
  std::size_t threads = 0;  ///< 0: as many as the machine has; the result is the same
};

/// Stance similarity of one pair.
struct PairSimilarity {
  Estimate similarity;  ///< in [0, 1]; NaN when undefined
  std::size_t n_shared_axes = 0;
};

/// Stance similarity of every pair: n_documents × n_documents each, symmetric.
struct StanceSimilarity {
  std::vector<std::string> names;
  Eigen::MatrixXd values;
  Eigen::MatrixXd std_errors;
  Eigen::MatrixXd lower;
  Eigen::MatrixXd upper;
  Eigen::MatrixXi n_shared_axes;
  double level = 0.95;
};

/// similarity = 1 − Σ_k w_k |p_ik − p_jk| / range_k / Σ_k w_k over the axes k where both positions are defined,
/// w_k = 1 / (s0² + se_ik² + se_jk²): sure axes count more. 1 = same positions, 0 = opposite ends of every axis. A document
/// has similarity 1 to itself, without error.
///
/// Interval: `n_draws` profiles with positions drawn from N(p, se²), clipped to their axis, weights unchanged. Absolute
/// differences of noisy positions are too large on average, and drawing adds noise once more; so near 1, where this matters,
/// percentiles lie too low and the reflected ("basic") interval 2·value − percentiles is too short. The interval reported
/// spans both, clipped to [0, 1], and reaches up to 1 when a distance as large as the one seen would arise from error alone
/// between equal profiles (in more than 1 − level of the draws). It keeps its level also for equal profiles on many axes,
/// and covers more than that where positions are close.
/// The draws of a document depend on seed, name and axis index only: not on order, other documents or threads. They are made once
/// for each document.
/// Time O(n² · axes · n_draws), memory O(n · axes · n_draws).
/// @throws InvalidArgument for shapes that do not agree, repeated names, positions outside of their axis, standard errors that
///         are negative or not finite where the position is defined, or options out of range
[[nodiscard]] StanceSimilarity stance_similarity(const PositionProfiles& profiles, const StanceSimilarityOptions& options = {});
/// Some pairs of the same, with the same digits. Time O((documents in pairs + pairs) · axes · n_draws).
/// @throws InvalidArgument as above, but looks at the documents of the pairs only
[[nodiscard]] std::vector<PairSimilarity> stance_similarities(const PositionProfiles& profiles,
                                                              const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                                                              const StanceSimilarityOptions& options = {});
/// One pair.
[[nodiscard]] PairSimilarity stance_similarity(const PositionProfiles& profiles, std::size_t i, std::size_t j,
                                               const StanceSimilarityOptions& options = {});

// ---- The four quarters

enum class Quarter : std::uint8_t {
  same_topic_same_stance,
  same_topic_opposite_stance,
  different_topic_same_stance,
  different_topic_opposite_stance,
  not_enough_evidence,
};
[[nodiscard]] std::string_view name_of(Quarter quarter) noexcept;

/// Cut-offs between same and different (or opposite). Conventions, not estimates: where texts of one genre share most words,
/// or positions spread less, set others. The topic cut is for counts × idf **without stop words**: there, half of the pairs of
/// 1,597 UN General Debate speeches lie below 0.15 and 99 % below 0.32 (tests/bench/README.md). Without idf half of them lie above
/// 0.41, and the cut says nothing.
struct QuarterOptions {
  double topic_cut = 0.3;   ///< topic similarity of this and more: same topic
  double stance_cut = 0.7;  ///< stance similarity of this and more: same stance; two random profiles on bipolar axes have 2/3
};

/// Quarter of a pair: a side counts when its whole interval lies on one side of the cut-off (at the cut-off is "same");
/// an interval that straddles it, or an undefined value or bound, is not_enough_evidence.
/// @throws InvalidArgument for cut-offs outside of [0, 1]
[[nodiscard]] Quarter quarter_of(const Estimate& topic, const Estimate& stance, const QuarterOptions& options = {});

}  // namespace stance
