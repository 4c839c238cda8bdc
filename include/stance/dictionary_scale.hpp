#pragma once
/// @file dictionary_scale.hpp
/// Scales of any dictionary with two poles: two lists of features against each other, such as the categories of RILE or words for and against.
///
/// It counts words and not statements: "security" in "there is no security" counts as in any other place. The positions of analysis.hpp read
/// statements; this one takes everybody's dictionary and everybody's counts.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "stance/scaling.hpp"

namespace stance {

/// The features of two poles, with weights greater than 0.
struct PoleDictionary {
  std::vector<WeightedPattern> negative;
  std::vector<WeightedPattern> positive;
};

/// R and L: Σ weight · count over the features of the + and the − pole; N: all counts of the document; n: its counts on both poles, unweighted.
enum class DictionaryFormula : std::uint8_t {
  logit,     ///< ln((R + ½) / (L + ½)): Lowe, Benoit, Mikhaylov & Laver (2011); no ends, less moved by length than the others
  relative,  ///< (R − L) / (R + L), in [−1, 1]
  absolute,  ///< (R − L) / N: RILE (times 100, of shares of sentences); moves when other subjects are added
  valence,   ///< (R − L) / n: mean weight of the words that were found, − on the − pole
};
[[nodiscard]] std::string_view to_string(DictionaryFormula formula) noexcept;

/// What a document without any feature of the dictionary gets.
enum class NoEvidence : std::uint8_t {
  undefined,   ///< no position: nothing was said is not the same as balanced
  as_formula,  ///< what the formula gives, as in quanteda.sentiment: logit 0 (SE 2), absolute 0, relative and valence undefined
};

struct DictionaryScaleOptions {
  DictionaryFormula formula = DictionaryFormula::logit;
  NoEvidence no_evidence = NoEvidence::undefined;
  double level = 0.95;  ///< of the intervals, in (0, 1)
};

/// A dictionary looked up in the features of one matrix, or of all that share them. Immutable; safe to use from many threads.
///
/// Each feature belongs to one entry at most: an exact one before globs, of globs the one with most characters that are no wildcards, then the
/// earlier one of its pole. Features are counted each for itself: with n-grams "good" counts in "not good" too.
class DictionaryScale {
 public:
  /// O(features · globs + entries).
  /// @throws InvalidArgument for a pole without entries, an empty pattern or a lone *, weights that are not positive and finite, an entry
  ///         twice in a pole, and a feature that both poles claim with equal right
  DictionaryScale(const PoleDictionary& dictionary, std::shared_ptr<const NameList> features);

  /// Positions, with standard errors of position.hpp (counts are Poisson, words are independent) and normal intervals, cut off at −1 and 1 for
  /// `relative`. Valence: SE = √( Σ n_w (w − v)² ) / n. Errors of 0 (all on one pole) are not known: NaN. Where words come in clusters the errors
  /// are too small: see bootstrap_scale().
  /// n_scored is n, n_left_out the other counts.
  /// @throws InvalidArgument for a weighted matrix (shares may be given as counts), one with other features, and a level outside of (0, 1)
  /// @see lowe_logit(), relative_difference(), absolute_difference() in position.hpp, with their sources
  [[nodiscard]] DocumentScale positions(const Dfm& counts, const DictionaryScaleOptions& options = {}) const;

  /// How much a document speaks of it at all: ln((R + L + 1) / N). SE √(Σ w² n) / (R + L + 1), by the delta method. Documents without counts
  /// are `empty`; one without any feature of the dictionary has a value: little is not unknown.
  /// @see Lowe, Benoit, Mikhaylov & Laver (2011), Legislative Studies Quarterly 36(1):123-155, doi 10.1111/j.1939-9162.2010.00006.x
  [[nodiscard]] DocumentScale importance(const Dfm& counts, double level = 0.95) const;

  /// Weight of each feature, − on the − pole, NaN for features that the dictionary does not hold.
  [[nodiscard]] FeatureScale words() const;
  /// Patterns that take none of the features, − pole first: misspelt, of another case, or not in these texts.
  [[nodiscard]] const std::vector<std::string>& unmatched() const noexcept { return unmatched_; }

 private:
  void check(const Dfm& counts) const;
  std::shared_ptr<const NameList> features_;
  std::vector<double> weights_;  // signed, 0 for features that no entry takes
  std::vector<std::string> unmatched_;
};

}  // namespace stance
