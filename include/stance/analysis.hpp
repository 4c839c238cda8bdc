#pragma once
/// @file analysis.hpp
/// The whole road of a document: clean → tokens → evidence → positions, for a corpus, on many threads, with the same result on any
/// number of them.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance/clean.hpp"
#include "stance/dfm.hpp"
#include "stance/evidence.hpp"
#include "stance/position.hpp"
#include "stance/projection.hpp"
#include "stance/text.hpp"

namespace stance {

/// How much of the evidence is kept in the results.
enum class KeepEvidence : std::uint8_t { no, yes };
/// Whether words are counted on the way, for comparisons by topic.
enum class CountFeatures : std::uint8_t { no, yes };

struct AnalysisOptions {
  std::size_t threads = 0;    ///< 0: as many as the machine has
  std::string principal;      ///< for documents that state none; empty: inferred from each text
  std::string language;       ///< for documents that state none; empty: the lexicon's
  std::vector<std::string> axes;  ///< keys; empty: all of the lexicon
  CleanOptions clean;
  EvidenceOptions evidence;
  PositionOptions position;
  KeepEvidence keep_evidence = KeepEvidence::yes;
  CountFeatures count_features = CountFeatures::no;
  DfmOptions features;        ///< for CountFeatures::yes
  const AxisDirections* directions = nullptr;  ///< the vector view beside the positions (AxisResult::projection); must outlive the analysis
  std::function<void(std::size_t)> progress;  ///< called on the calling thread with the number of documents done so far
  std::stop_token stop;  ///< once it asks to stop, the work throws Stopped, within a few hundredths of a second where texts are short
};

/// Position of one document on one axis.
struct AxisResult {
  std::uint32_t axis = 0;  ///< index into Lexicon::axes
  Position position;
  std::uint32_t n_evidence = 0;     ///< records that count and have polarity
  std::uint32_t n_neutral = 0;      ///< mentions that count as 0
  std::uint32_t n_not_counted = 0;
  double salience = 0.0;  ///< records that count, with polarity or not, per 1,000 words
  double coverage = 0.0;  ///< share of the sentences that hold such a record
  Scaled logit;           ///< Lowe's scale of the weights on both poles; intensities: of evidence against nothing
  std::optional<Scaled> relative_difference;
  Scaled absolute_difference;
  std::optional<double> projection;  ///< cosine of the document's words with the axis, see projection.hpp; only with AnalysisOptions::directions
};

/// Stance of one document toward one target.
struct TargetResult {
  std::uint32_t target = 0;  ///< index into Lexicon::targets
  Position stance;
  std::uint32_t n_evidence = 0;
  std::uint32_t n_neutral = 0;
  std::uint32_t n_not_counted = 0;
  std::uint32_t mentions = 0;
  double salience = 0.0;  ///< mentions per 1,000 words
};

struct DocumentAnalysis {
  std::string id;
  std::string language;
  std::string principal;             ///< target key, empty when unknown
  bool principal_inferred = false;
  std::uint32_t n_tokens = 0;
  std::uint32_t n_sentences = 0;
  std::vector<Diagnostic> diagnostics;  ///< notes and warnings about this document
  std::vector<AxisResult> axes;         ///< all axes asked for, in lexicon order
  std::vector<TargetResult> targets;    ///< those mentioned, in lexicon order
  DocumentEvidence evidence;            ///< empty unless kept
  std::vector<Cut> cuts;                ///< what cleaning took out; empty unless evidence is kept
};

struct Analysis {
  std::vector<DocumentAnalysis> documents;  ///< those that could be read, in corpus order
  std::vector<Diagnostic> diagnostics;      ///< errors of documents that could not
  std::optional<Dfm> features;              ///< counts of the documents, when asked for
};

/// Analyse a corpus. A document that cannot be analysed (invalid UTF-8, unknown language or principal) becomes a diagnostic and
/// loses none of the others. The result does not depend on the number of threads.
/// @throws InvalidArgument for an unknown axis, a default principal that the lexicon does not know, or options of positions or features out
///         of range; Stopped, when AnalysisOptions::stop asks for it
[[nodiscard]] Analysis analyze(const Corpus& corpus, const CompiledLexicon& lexicon, const AnalysisOptions& options = {});

/// As analyze(), for corpora larger than memory: documents are pulled from `next` (which fills its argument and returns false at
/// the end) in batches, and each result is handed to `sink` with its document, in order. Memory: a batch. Features are not counted.
/// @return diagnostics of documents that could not be analysed
std::vector<Diagnostic> analyze_stream(const std::function<bool(Document&)>& next, const CompiledLexicon& lexicon, const AnalysisOptions& options,
                                       const std::function<void(const Document&, DocumentAnalysis&&)>& sink);

/// The same, where `render` makes of each result what is wanted of it, in the thread that analysed the document, and `sink` gets that in
/// order, in the calling thread. What `sink` does of that kind would keep the other threads waiting.
/// @param render  may run in several threads at once
std::vector<Diagnostic> analyze_stream(const std::function<bool(Document&)>& next, const CompiledLexicon& lexicon, const AnalysisOptions& options,
                                       const std::function<std::string(const Document&, const DocumentAnalysis&)>& render, const std::function<void(std::string&&)>& sink);

/// The records that count, as positions are computed from them.
[[nodiscard]] std::vector<Observation> observations_of(const std::vector<Record>& records);

/// Share of a record in a position: w·v / Σ w over the records that count. The contributions of an axis add up to its position.
/// 0 for records that do not count. For intensities: share of the exponent, so that they add up to rate / scale.
[[nodiscard]] std::vector<double> contributions(const std::vector<Record>& records, AxisKind kind, std::size_t n_words, double scale);

}  // namespace stance
