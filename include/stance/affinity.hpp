#pragma once
/// @file affinity.hpp
/// Class affinity: how much of a text comes from the words of each class of reference texts.

#include <Eigen/Core>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "stance/scaling.hpp"

namespace stance {

struct AffinityOptions {
  double smoothing = 0.5;            ///< α of the affinities, > 0: as if α more words of each class had been read (½: Jeffreys' prior)
  double reference_smoothing = 0.5;  ///< added to the count of each word in each class, for words that some class has; > 0
  /// Words that take no part, for example "the": they say nothing of a class, yet draw affinities to the middle by what they cannot tell.
  std::vector<std::string> excluded = {};
};

/// Reference texts with the same score.
struct AffinityClass {
  double score;
  std::vector<std::string> documents;
  double n_words;  ///< Σ of their counts of words that take part
};

struct AffinityPrediction {
  DocumentScale scale;         ///< Σ_k θ_k A_k
  Eigen::MatrixXd affinities;  ///< documents × classes: θ, each row adds up to 1; NaN where undefined
  Eigen::MatrixXd std_errors;  ///< of the affinities
};

/// A text is a mixture of the classes of reference texts: each of its words comes from class k with probability θ_k. Immutable; safe to use
/// from many threads.
///
///     p_wk = (n_wk + reference_smoothing) / Σ_w (…)          over the words that some class has
///     θ = argmax Σ_w n_w ln Σ_k p_wk θ_k + α Σ_k ln θ_k       on θ_k > 0, Σ θ_k = 1: concave, one maximum
///     Cov θ = H⁻¹ − H⁻¹1 1ᵀH⁻¹ / 1ᵀH⁻¹1,  H = Σ_w n_w p_w p_wᵀ / (p_wᵀθ)² + diag(α / θ²)
///
/// Against Wordscores: a word that all classes use alike says nothing here, where there it pulls to the middle. Texts that speak of other
/// things than the references are placed by the few words that they share; see n_scored.
/// @see Perry & Benoit (2017), Scaling Text with the Class Affinity Model, arXiv 1710.08963
class ClassAffinity {
 public:
  /// Texts with the same score are one class, their counts added. O(cells).
  /// @param counts  n_documents × n_features
  /// @param reference_scores  one for each document, nothing: no reference
  /// @throws InvalidArgument for a weighted matrix; a list of another length, scores that are not finite, fewer than two different ones,
  ///         a class whose texts have no word that takes part; smoothing that is not positive and finite
  [[nodiscard]] static ClassAffinity fit(const Dfm& counts, const std::vector<std::optional<double>>& reference_scores,
                                         const AffinityOptions& options = {});

  /// By ascending score.
  [[nodiscard]] const std::vector<AffinityClass>& classes() const noexcept { return classes_; }
  /// What a single word says: Σ_k p_wk A_k / Σ_k p_wk, NaN for words that no class has. For reading the model; θ is not their mean.
  [[nodiscard]] FeatureScale words() const;
  /// Words × classes: p_wk, 0 in words that take no part.
  [[nodiscard]] const Eigen::MatrixXd& word_shares() const noexcept { return shares_; }

  /// Affinities of any documents, and their place Σ_k θ_k A_k between the classes' scores, with SE √(Aᵀ Cov A). Words are looked up by
  /// name. Errors take the words of a text as independent and the classes as known; near a pole they are too small, since θ cannot pass it, and
  /// intervals are cut off there. For texts of 200 words, intervals of 95 % hold the truth in 94 to 96 % of simulated texts at θ from 0.2 to
  /// 0.8 (tests/unit/affinity_test.cpp). Newton's method on each document; time O(cells · classes²), about ten steps.
  /// @param threads  0: as many as the machine has; the result is the same
  /// @throws InvalidArgument for a weighted matrix, and a level outside of (0, 1)
  [[nodiscard]] AffinityPrediction predict(const Dfm& counts, double level = 0.95, std::size_t threads = 0) const;

 private:
  ClassAffinity() = default;
  AffinityOptions options_;
  std::vector<AffinityClass> classes_;
  std::shared_ptr<const NameList> features_;
  Eigen::MatrixXd shares_;
};

}  // namespace stance
