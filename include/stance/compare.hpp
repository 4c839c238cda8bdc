#pragma once
/// @file compare.hpp
/// How documents relate: what they talk about, where they stand, and the quotations in which they contradict each other.
///
///     AnalysisOptions options;
///     options.count_features = CountFeatures::yes;
///     options.features = topic_features("en");
///     Analysis analysis = analyze(corpus, lexicon, options);
///     Comparison comparison = compare(corpus, analysis, lexicon);

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/compare_structure.hpp"
#include "stance/similarity.hpp"
#include "stance/similarity_explain.hpp"
#include "stance/tfidf.hpp"

namespace stance {

/// Where the idf of the topic similarity comes from. In all cases idf = ln((1 + N) / (1 + df)) + 1.
enum class IdfSource : std::uint8_t {
  background,  ///< N and df of a large general collection: the similarity of a pair does not depend on the other documents
  corpus,      ///< N and df of the documents compared. Corpus-relative: a similarity moves when another document joins
  none,        ///< idf = 1 for every word
};
[[nodiscard]] std::string_view to_string(IdfSource source) noexcept;

struct CompareOptions {
  std::size_t threads = 0;  ///< 0: as many as the machine has
  std::uint64_t seed = 1;
  double level = 0.95;  ///< of the intervals, in (0, 1)
  Measure measure =
      Measure::cosine;  ///< of topic similarity; distances are turned round by as_similarity(). The cut-offs below are for cosine
  IdfSource idf = IdfSource::background;
  std::optional<DocumentFrequencies> idf_table;  ///< for IdfSource::background; nothing: the bundled one of the lexicon's language
  CleanOptions clean;                            ///< as in the analysis: intervals of topics need the sentences once more
  QuarterOptions quarters;                       ///< cut-offs between same and different
  double base_error = 0.2;                       ///< StanceSimilarityOptions::base_error
  std::size_t min_shared_axes = 2;               ///< bipolar axes that both documents must speak to for a stance similarity
  std::size_t full_matrix_limit = 500;           ///< more documents: no matrices, and only pairs of neighbours are compared
  std::size_t neighbours = 10;                   ///< of each document, by topic, beyond that limit
  std::size_t interval_limit = 100;              ///< more documents: topic similarities without intervals, no similarity over targets
  std::size_t topic_replicates = 100;            ///< of the bootstrap over sentences

  double contrast_difference = 0.5;  ///< positions this far apart make a contrast …
  double contrast_opposite = 0.2;    ///< … or this far, when their signs differ; or intervals that do not touch
  std::size_t axes_per_pair = 5;
  std::size_t quotations_per_axis = 3;
  std::size_t max_contrasts = 200;

  StructureOptions structure;        ///< trees and maps, where there are matrices
  std::size_t terms_per_pair = 8;    ///< words that make a pair close, and as many that keep it apart; 0: none
  std::size_t reasons_limit = 5000;  ///< more pairs: without words and axes behind their similarities

  std::stop_token stop;  ///< as AnalysisOptions::stop
};

/// One pair of documents, a < b: indices into Analysis::documents.
struct ComparedPair {
  std::size_t a = 0;
  std::size_t b = 0;
  Estimate topic{};   ///< without interval lower = value = upper
  Estimate stance{};  ///< over the bipolar axes
  std::size_t n_shared_axes = 0;
  Quarter quarter = Quarter::not_enough_evidence;
  std::vector<TermShare> close_terms;  ///< features of Analysis::features that add most to the topic similarity, most first
  std::vector<TermShare> apart_terms;  ///< … and to what is missing to 1
  std::vector<AxisShare> axes;         ///< what each axis adds to the stance similarity; AxisShare::axis is an index into Lexicon::axes
};

/// A record of a document's evidence on an axis.
struct EvidenceRef {
  std::size_t document = 0;   ///< index into Analysis::documents
  std::size_t record = 0;     ///< index into DocumentEvidence::axes[axis]
  double contribution = 0.0;  ///< to the document's position, see contributions()
};

/// What one document says and what the other one answers. On an intensity one side may have nothing to say.
struct QuotationPair {
  std::optional<EvidenceRef> a;
  std::optional<EvidenceRef> b;
  double similarity = 0.0;  ///< cosine of the words of both sentences, function words left out
};

/// Two documents that differ on an axis.
struct Contrast {
  std::size_t a = 0;  ///< index into Analysis::documents; a < b
  std::size_t b = 0;
  std::uint32_t axis = 0;   ///< index into Lexicon::axes
  double difference = 0.0;  ///< position of a − position of b
  bool intervals_apart = false;
  std::vector<QuotationPair> quotations;
};

/// Everything about the pairs of a corpus. Plain data.
struct Comparison {
  std::vector<std::string> ids;             ///< of Analysis::documents
  bool full = true;                         ///< whether the matrices below are there, and all pairs
  Eigen::MatrixXd topic;                    ///< n × n cosines of tf-idf; NaN where a document has no words
  StanceSimilarity stance;                  ///< over the bipolar axes: where documents stand
  StanceSimilarity emphasis;                ///< over the intensities: what documents dwell on
  std::optional<StanceSimilarity> targets;  ///< over the stance toward each target that two documents take
  std::vector<ComparedPair> pairs;          ///< by a, then b
  std::vector<Contrast> contrasts;          ///< bipolar axes first, then certain differences, then by size
  std::size_t n_contrasts = 0;              ///< found, before they were capped
  /// Trees and maps by topic and by stance; nothing where they were not asked for, there are no matrices, or too few documents. Heights are
  /// 1 − similarity, with Ward's linkage √(2(1 − similarity)), as are the distances of the maps. Stability: of the clusters by stance, over
  /// draws of the positions.
  std::optional<ComparedStructure> topic_structure;
  std::optional<ComparedStructure> stance_structure;
  bool topic_intervals = true;
  bool reasons = true;  ///< whether pairs have terms and axes
  Measure measure = Measure::cosine;
  std::shared_ptr<const NameList> features;  ///< that terms refer to
  IdfSource idf = IdfSource::background;
  QuarterOptions quarters;
  double level = 0.95;
  std::string topic_method;  ///< formulas in words, for reports
  std::string stance_method;
  std::vector<std::string> notes;  ///< what was left out, and why
};

/// Compare the documents of an analysis.
///
/// Topic: cosine, or another measure, of counts × idf; interval: value ± z·SE, SE by bootstrap over sentences (bootstrap_cosine,
/// similarity_intervals); none where a document has fewer than five. Stance: stance_similarity over the bipolar axes, each weighted by how
/// sure both positions are; intensities say what a document dwells on and not where it stands. Quarters: quarter_of with the options'
/// cut-offs. Contrasts: on each axis where two documents differ, with m the middle of their positions, the records of the higher one with
/// the largest w·(v − m) / Σw and those of the lower one with the largest w·(m − v) / Σw, one for each sentence, paired by how alike
/// their sentences are, so that the quotations answer each other.
/// The result does not depend on the number of threads.
/// @param corpus    the corpus that was analysed
/// @param analysis  with CountFeatures::yes (features counted as in topic_features()) and KeepEvidence::yes
/// @throws InvalidArgument for an analysis without features or evidence or of another corpus, or options out of range; Error when there
///         is no bundled idf table for the language
[[nodiscard]] Comparison compare(const Corpus& corpus, const Analysis& analysis, const CompiledLexicon& lexicon,
                                 const CompareOptions& options = {});

/// Two documents on one axis, whether they differ or not: what compare() lists for the pairs that do.
/// @param analysis  with KeepEvidence::yes
/// @param a, b      indices into Analysis::documents
/// @return the difference is NaN, and there are no quotations, where one of them has no position on the axis
/// @throws InvalidArgument for an analysis without evidence, for indices outside of it, and for an axis that was not analysed
[[nodiscard]] Contrast contrast(const Analysis& analysis, const CompiledLexicon& lexicon, std::size_t a, std::size_t b, std::uint32_t axis,
                                const CompareOptions& options = {});

/// What makes two documents close, and what keeps them apart, whole: compare() keeps the strongest of it for each pair.
struct PairReasons {
  SimilarityShares topic;  ///< of counts × idf by the measure of the options; features of Analysis::features
  StanceShares stance;     ///< AxisShare::axis is an index into Lexicon::axes
};
/// @param analysis  with CountFeatures::yes
/// @throws InvalidArgument for an analysis without features, for indices outside of it, and options out of range
[[nodiscard]] PairReasons explain_pair(const Analysis& analysis, const CompiledLexicon& lexicon, std::size_t a, std::size_t b,
                                       const CompareOptions& options = {});

}  // namespace stance
