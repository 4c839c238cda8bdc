#pragma once
/// @file scaling.hpp
/// What the methods of scaling share: Wordscores, Wordfish, correspondence analysis, latent semantic scaling, class affinity and
/// dictionary scales all take a Dfm of counts and give a DocumentScale, and those that place words a FeatureScale.
///
/// A scale has no unit and, but for anchored methods, no direction of its own: each method says how its direction is fixed. Most are
/// corpus-relative: a document moves when another one joins. The position of analysis.hpp does not; it reads statements, these count words.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/estimate.hpp"

namespace stance {

/// Why a document has no place on a scale.
enum class Unscaled : std::uint8_t {
  scaled,             ///< it has one
  empty,              ///< the document has no counts at all
  no_known_features,  ///< none of its features is known to the model
  not_identified,     ///< the method gives no finite number for it; the method's documentation says when
};
[[nodiscard]] std::string_view to_string(Unscaled reason) noexcept;

/// Documents on one scale. All lists have one element for each document, in the order of the matrix.
struct DocumentScale {
  std::string method;   ///< "wordscores", "wordfish", …
  std::string formula;  ///< what was computed, with the options that matter, in words
  std::vector<std::string> documents;
  std::vector<Estimate> positions;   ///< NaN where undefined; without_error() where the method knows no uncertainty
  std::vector<Unscaled> reasons;     ///< why a position is undefined
  std::vector<double> n_scored;      ///< Σ of the counts that took part
  std::vector<double> n_left_out;    ///< Σ of the counts of features that the model does not know
  double level = 0.95;               ///< of the intervals
};

/// Features (words) on one scale. All lists have one element for each feature.
struct FeatureScale {
  std::shared_ptr<const NameList> features;
  std::vector<double> values;      ///< NaN: the method does not place this feature
  std::vector<double> std_errors;  ///< NaN: not known
};

/// Features by name with a weight: an entry of a dictionary, a seed with its side (the sign), a term.
struct WeightedPattern {
  /// The bytes of a feature's name as the matrix has it (folded words: lower case), or a glob: * is any text, also none or with spaces; ? is one
  /// character.
  std::string pattern;
  double weight = 1.0;
};

/// A feature that draws documents to one end.
struct TellingWord {
  std::string feature;
  double value;  ///< on the scale
  double count;  ///< in all documents
  double pull;   ///< (value − mean) · count / Σ counts, mean: of the values of all words in all documents
};

/// The features that draw most to either end of a scale: values at the ends of a list sorted by value alone are often those of words that
/// occur once.
struct TellingWords {
  std::vector<TellingWord> negative;  ///< the strongest first
  std::vector<TellingWord> positive;
};

/// Up to `n` features at each end, by their pull; equal ones in the order of the matrix. Features that the scale does not place take no part.
/// @param counts  documents with the features of the scale, in the same order
/// @throws InvalidArgument for a weighted matrix, and for one with other features
[[nodiscard]] TellingWords telling_words(const FeatureScale& words, const Dfm& counts, std::size_t n);

}  // namespace stance
