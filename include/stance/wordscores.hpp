#pragma once
/// @file wordscores.hpp
/// Wordscores: texts placed between reference texts whose positions are known, by the words that they share with them.
///
/// Every shared word pulls a text towards the middle of the references, function words most: raw scores are bunched there, and the order
/// of texts means more than their distance. Rescaled scores stretch them by a rule that is a choice; say which one it was.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stance/scaling.hpp"

namespace stance {

enum class WordscoresScale : std::uint8_t {
  linear,  ///< S_w = Σ_r P_wr A_r, P_wr = F_wr / Σ_r F_wr: Laver, Benoit & Garry (2003)
  logit,   ///< S_w = ln F_w,high − ln F_w,low, of two references: Beauchamp (2012)
};

/// Which words of the matrix smoothing is for.
enum class SmoothedWords : std::uint8_t {
  of_references,  ///< words that some reference has; others stay without a score, since nothing is known of them
  all,            ///< all, as quanteda's `smooth` has it: those that no reference has get one score, which tells the references' lengths only
};

struct WordscoresOptions {
  WordscoresScale scale = WordscoresScale::linear;
  double smoothing = 0.0;  ///< added to the count of each such word in each reference
  SmoothedWords smoothed_words = SmoothedWords::of_references;
};

/// A text whose position is given.
struct ReferenceText {
  std::string document;
  double score;  ///< A_r, as given
  double raw;    ///< its own raw score with the words of all references
};

enum class WordscoresRescaling : std::uint8_t {
  none,  ///< raw: S_v
  lbg,   ///< S* = (S_v − mean S)(SD_A / SD_S) + mean S: the spread of the texts becomes that of the references; Laver, Benoit & Garry (2003)
  mv,    ///< S* = (S_v − S_low)(A_high − A_low) / (S_high − S_low) + A_low: references go where they were; Martin & Vanberg (2008)
};

struct WordscoresPrediction {
  WordscoresRescaling rescaling = WordscoresRescaling::none;
  /// The documents whose mean and standard deviation (n − 1) LBG's rescaling takes, by name. Nothing: those that are no references of the
  /// model, as in the paper (quanteda and austin take all). These scores depend on each other: another text moves them all.
  std::optional<std::vector<std::string>> spread_documents = std::nullopt;
  double level = 0.95;  ///< of the intervals, in (0, 1)
};

/// Word scores from reference texts; immutable, safe to use from many threads.
class Wordscores {
 public:
  /// F_wr = (n_wr + smoothing) / Σ_w (n_wr + smoothing) over the words that are smoothed. O(cells).
  /// @param counts     n_documents × n_features; documents without a score only lend their words' names
  /// @param reference_scores  one for each document, nothing: no reference
  /// @throws InvalidArgument for a weighted matrix; for a list of another length, scores that are not finite, references without counts,
  ///         fewer than two different scores, smoothing that is negative or not finite; for the logit scale: references that are not two, and
  ///         smoothing 0 where a word is in one of them only (its score would be infinite)
  [[nodiscard]] static Wordscores fit(const Dfm& counts, const std::vector<std::optional<double>>& reference_scores,
                                      const WordscoresOptions& options = {});

  /// Words with their scores, NaN for those that no reference has (but see SmoothedWords). The method knows no errors of them.
  [[nodiscard]] const FeatureScale& words() const noexcept { return words_; }
  /// In the order of the matrix.
  [[nodiscard]] const std::vector<ReferenceText>& references() const noexcept { return references_; }
  [[nodiscard]] const WordscoresOptions& options() const noexcept { return options_; }

  /// Scores of any documents with the words of this model, which are looked up by name.
  ///
  ///     S_v = Σ_w F_wv S_w over scored words,  SE = √( Σ_w F_wv (S_w − S_v)² / N_v ),  N_v = count of scored words
  ///
  /// Rescaled scores have SE · |factor|: an error is stretched, not moved. Errors take words of a text as independent, word scores, anchors and
  /// spread as known; see bootstrap_scale() for others. A text whose scored words all have the same score has no error (it would be 0).
  ///
  /// MV anchors are the raw scores of the references with the lowest and the highest score when the model was fitted (their means, where
  /// several share it), so that a text's score depends on no other text. LBG's rescaling needs two scored spread documents with different
  /// scores, MV's two anchors with different raw scores: else every document is `not_identified`, and the formula says why.
  /// @throws InvalidArgument for a weighted matrix, a level outside of (0, 1), and spread documents that the matrix does not have
  /// @see Laver, Benoit & Garry (2003), APSR 97(2):311-331, doi 10.1017/S0003055403000698; Martin & Vanberg (2008), Political Analysis
  ///      16(1):93-100, doi 10.1093/pan/mpm010; Lowe (2008), Political Analysis 16(4):356-371, doi 10.1093/pan/mpn004, for what it estimates;
  ///      logit: Beauchamp (2012), Using Text to Scale Legislatures with Uninformative Voting (New York University)
  [[nodiscard]] DocumentScale predict(const Dfm& counts, const WordscoresPrediction& prediction = {}) const;

 private:
  Wordscores() = default;
  WordscoresOptions options_;
  FeatureScale words_;
  std::vector<ReferenceText> references_;
};

}  // namespace stance
