#pragma once
/// @file latent_semantic.hpp
/// Latent semantic scaling: a scale from a few seed words and a corpus, words being placed by the company they keep.
///
/// Words that occur in sentences like those of the seeds take their side. That is association and not assertion: "we reject the alliance"
/// and "we welcome the alliance" hold the same words near "alliance". Look at the words at both ends and at the seeds themselves (seeds())
/// first; a seed that the corpus puts on the other side is used there in another sense.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm_sentences.hpp"
#include "stance/scaling.hpp"
#include "stance/tfidf.hpp"

namespace stance {

/// How a word's closeness to the seeds becomes its polarity.
enum class LssPolarity : std::uint8_t {
  mean_cosine,  ///< g_f = Σ_s p_s cos(v_f, v_s), as in LSX
  /// g_f = cos(v_f, Σ_s p_s v_s / |v_s|): the same order of words, in [−1, 1] and as a share of the most that a word could have: comparable
  /// between sets of seeds. It is the first divided by |Σ_s p_s v_s / |v_s||.
  cosine_to_axis,
};

/// Options of latent semantic scaling.
struct LssOptions {
  std::size_t n_dimensions = 300;                   ///< of the space; at least 2; fewer are kept where the table has lower rank
  std::optional<std::size_t> slice = std::nullopt;  ///< use the first so many only (LSX: slice)
  LssPolarity polarity = LssPolarity::mean_cosine;
  /// Of the table before it is decomposed; nothing: counts. "logcount" of quanteda: tf logarithm, log_base 10, idf none, norm none.
  std::optional<TfidfOptions> weighting = std::nullopt;
  /// Words that get a polarity; empty: all. A weight ≥ 0 is multiplied in.
  std::vector<WeightedPattern> terms = {};
  std::size_t threads = 0;  ///< 0: as many as the machine has; the result is the same
  std::stop_token stop;     ///< as AnalysisOptions::stop
};

/// One seed in the corpus.
struct LssSeed {
  std::string feature;
  double weight = 0.0;    ///< p_s
  double polarity = 0.0;  ///< g of the seed itself; of the other sign than p_s: the corpus disagrees
};

/// Options of scoring documents.
struct LssPredictOptions {
  double min_n = 0.0;  ///< documents with fewer known words are filled up with words of polarity 0, which draws short ones to 0; ≥ 0
  /// z-scores over the documents of the call. Off: a document would move whenever others join, and two calls could not be compared.
  bool rescale = false;
  double level = 0.95;  ///< of the intervals, in (0, 1)
};

/// Word polarities from seeds.
///
///     X (sentences × words) ≈ U_k Σ_k V_kᵀ;  v_f = row f of V_k
///     p_s = weight / number of patterns on that side that occur, shared among the words that a pattern takes
///     g_f as LssPolarity says;  y_d = Σ_f n_df g_f / N_d, N_d = Σ_f n_df over words with a polarity
///     se_d = √(Σ_f (n_df / N_d) (g_f − y_d)²) / √N_d
///
/// LSX divides by the number of patterns on a side whether they occur or not, so that a side with missing seeds weighs less; here both
/// sides always weigh alike. Where all seeds occur, the results are equal.
/// The standard error takes polarities for known and words for independent: it is too small on both counts.
/// Signs of the vectors cancel. Time O(products · cells + dimensions² · smaller side), memory O(dimensions · words · 4).
/// Immutable; safe to use from many threads.
/// @see Watanabe (2021), Communication Methods and Measures 15(2):81-102, doi 10.1080/19312458.2020.1832976; on Russian news of Ukraine:
///      Watanabe (2017), European Journal of Communication 32(3):224-241, doi 10.1177/0267323117695735
class LatentSemanticScaling {
 public:
  /// @param sentences  counts of words by sentence; whole documents make the space one of topics
  /// @param seeds      patterns with weights other than 0, positive for one side and negative for the other, or all on one side
  /// @throws InvalidArgument for a weighted matrix; options out of range; no seeds; a side none of whose seeds occurs, with their names
  static LatentSemanticScaling fit(const Dfm& sentences, const std::vector<WeightedPattern>& seeds, const LssOptions& options = {});
  static LatentSemanticScaling fit(const SentenceCounts& sentences, const std::vector<WeightedPattern>& seeds,
                                   const LssOptions& options = {});
  /// A model of polarities that are known already. @throws InvalidArgument for values that are not finite or not as many as the features
  static LatentSemanticScaling from_polarities(std::shared_ptr<const NameList> features, std::vector<double> polarities);

  /// g of each feature; NaN for those that are no terms, or do not occur.
  [[nodiscard]] const FeatureScale& features() const noexcept { return polarities_; }
  /// Seeds that occur, patterns resolved.
  [[nodiscard]] const std::vector<LssSeed>& seeds() const noexcept { return seeds_; }
  /// Patterns among the seeds that take no word of the corpus.
  [[nodiscard]] const std::vector<std::string>& missing_seeds() const noexcept { return missing_; }
  /// Dimensions used.
  [[nodiscard]] std::size_t n_dimensions() const noexcept { return n_dimensions_; }

  /// Scores of documents, from the model's words alone: they do not depend on each other unless `rescale` is on. Without a word of the
  /// model a document is `no_known_features`; with a single one it has no standard error.
  /// @throws InvalidArgument for a weighted matrix and options out of range
  [[nodiscard]] DocumentScale predict(const Dfm& documents, const LssPredictOptions& options = {}) const;

 private:
  LatentSemanticScaling() = default;
  static LatentSemanticScaling fit_matrix(const Dfm::Matrix& sentences, const std::shared_ptr<const NameList>& features,
                                          const std::vector<WeightedPattern>& seeds, const LssOptions& options);
  FeatureScale polarities_;
  std::vector<LssSeed> seeds_;
  std::vector<std::string> missing_;
  std::size_t n_dimensions_ = 0;
  std::string formula_;
};

}  // namespace stance
