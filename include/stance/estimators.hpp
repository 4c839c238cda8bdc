#pragma once
/// @file estimators.hpp
/// Whether different ways to the same question agree: for each axis, the position by statements beside scales by words.
///
/// They share texts and, partly, words, and so they may agree in what is wrong with both. Agreement is no proof; disagreement is a reason to look.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/dfm_sentences.hpp"
#include "stance/estimate.hpp"
#include "stance/latent_semantic.hpp"
#include "stance/wordfish.hpp"

namespace stance {

enum class Estimator : std::uint8_t {
  position,         ///< by statements, analysis.hpp
  projection,       ///< cosine of all words with the axis, projection.hpp; where the analysis has it
  dictionary,       ///< Lowe's logit of the words of both poles, pole_words() and dictionary_scale.hpp
  latent_semantic,  ///< with the words of both poles as seeds
  wordscores,       ///< raw, between two reference documents
  wordfish,         ///< finds its own dimension, the same for all axes; left out where the fit did not converge
  correspondence,   ///< first dimension; as Wordfish
};
[[nodiscard]] std::string_view to_string(Estimator estimator) noexcept;
inline constexpr std::size_t n_estimators = 7;

/// Intervals of correlations.
enum class CorrelationInterval : std::uint8_t {
  /// tanh(atanh r ± z / √(n − 3)); for ranks z √1.06 / √(n − 3) (Fieller, Hartley & Pearson 1957, doi 10.1093/biomet/44.3-4.470). Takes the
  /// documents as a sample from a normal distribution; SE (1 − r²) times the same root.
  fisher,
  bootstrap,  ///< percentiles over documents, drawn with replacement; scales are not fitted anew
};

struct EstimatorOptions {
  /// The references of Wordscores by name, low and high. Nothing: for each axis the documents with the lowest and the highest position (of
  /// equal ones the one with more evidence, then the first), by which Wordscores and positions have those two in common.
  struct References {
    std::string low;
    std::string high;
  };
  std::optional<References> references = std::nullopt;
  WordfishOptions wordfish = {};
  LssOptions latent_semantic = {};
  CorrelationInterval interval = CorrelationInterval::fisher;
  std::size_t n_replicates = 2000;  ///< of the bootstrap
  double level = 0.95;
  std::uint64_t seed = 1;
  std::size_t min_documents = 4;  ///< correlations over fewer are undefined; at least 4
};

/// One way on one axis.
struct EstimatorScale {
  Estimator estimator = Estimator::position;
  std::vector<double> values;          ///< of each document; NaN where undefined
  std::vector<std::size_t> own;        ///< documents that it takes as given (references): left out of its correlations
  bool turned = false;                 ///< its direction is not its own: it was pointed so that it goes with the positions
  std::string note;                    ///< how it was made, or why it could not be
};

/// Two ways on one axis.
struct EstimatorPair {
  Estimator a = Estimator::position;
  Estimator b = Estimator::position;
  std::size_t n = 0;  ///< documents that both place
  Estimate pearson;   ///< undefined for fewer than min_documents, and where one of them does not vary
  Estimate spearman;
  /// Pearson's r of this pair cannot be negative, since one of the two was pointed so that it goes with the other.
  bool sign_by_construction = false;
};

struct AxisAgreement {
  std::string axis;
  std::vector<EstimatorScale> scales;  ///< one for each Estimator, in order
  std::vector<EstimatorPair> pairs;    ///< of all estimators, in order
};

struct EstimatorAgreement {
  std::vector<std::string> documents;  ///< in both the analysis and the counts, in the order of the analysis
  std::vector<AxisAgreement> axes;     ///< bipolar axes that the analysis has
  double level = 0.95;
};

/// Correlations of all pairs of estimators on each bipolar axis.
///
/// Wordfish and correspondence analysis have no direction of their own: on each axis they are turned so that Pearson's r with the positions is
/// not negative (`turned`, `sign_by_construction`); their signs with all others follow from that. Latent semantic scaling, dictionary and
/// projection have the direction of the poles, Wordscores that of its references.
/// Cost: one Wordfish, one correspondence analysis, and one latent semantic scaling for each axis.
/// @param analysis   its projections, where it has them, are the vector view
/// @param sentences  counts of the same corpus, for example with topic_features(); documents are matched by name
/// @throws InvalidArgument for options out of range, references that are not among the documents, an analysis of other axes than the lexicon's
[[nodiscard]] EstimatorAgreement estimator_agreement(const Analysis& analysis, const Lexicon& lexicon, const SentenceCounts& sentences,
                                                     const EstimatorOptions& options = {});

}  // namespace stance
