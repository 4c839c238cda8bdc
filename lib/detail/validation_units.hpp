#pragma once
/// @file validation_units.hpp
/// Rows of hand codes brought together by id, the texts that they are scored from, and the scores.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "detail/analysis_position.hpp"
#include "stance/validation.hpp"

namespace stance::detail {

/// A gold label, agreed between coders.
struct Gold {
  EvidenceKey key;
  double value = 0.0;
  bool is_position = false;
};

/// A row with all its coders.
struct CodedUnit {
  const HandCode* first = nullptr;  ///< of the rows; has text, document and span
  std::vector<const HandCode*> rows;
  std::vector<Gold> gold;  ///< by key
  bool counts = true;
  bool ties = false;  ///< whether coders disagree on `counts` without a majority: not used
  std::size_t cluster = 0;
  std::size_t document = 0;      ///< index into the corpus of find_texts()
  std::optional<ByteSpan> span;  ///< of the document, where only a part of it is meant
};

/// The keys that are asked for.
class KeyFilter {
 public:
  /// @throws InvalidArgument for unknown keys
  KeyFilter(const Lexicon& lexicon, const std::vector<std::string>& axes, const std::vector<std::string>& targets);
  [[nodiscard]] bool wants(EvidenceKey key) const;

 private:
  std::vector<std::uint32_t> axes_;
  std::vector<std::uint32_t> targets_;
};

/// Units in the order of their first rows; labels that are not wanted are left out, ties are counted.
[[nodiscard]] std::vector<CodedUnit> gather_units(const HandCodes& codes, const KeyFilter& filter, std::size_t& n_ties);

/// Finds what each unit is scored from; units without are reported and taken out. Where a row and a document share an id, one of them
/// gets another.
[[nodiscard]] Corpus find_texts(std::vector<CodedUnit>& units, const Corpus& corpus, ScoreFrom score_from,
                                std::vector<Diagnostic>& diagnostics);

/// Groups units into clusters for the bootstrap. @return number of clusters and whether they are documents
[[nodiscard]] std::pair<std::size_t, bool> make_clusters(std::vector<CodedUnit>& units, ResampleBy by);

/// The positions of one unit.
class UnitScores {
 public:
  UnitScores(const Lexicon& lexicon, const CodedUnit& unit, const Corpus& documents, const DocumentAnalysis& result,
             const PositionOptions& options)
      : lexicon_(lexicon), unit_(unit), text_(documents[unit.document].text), result_(result), options_(options) {}

  /// From the records, so that options may differ from those of the analysis. Nothing where the target is not mentioned.
  [[nodiscard]] std::optional<Position> position(EvidenceKey key) const;
  /// Class of the position: 0 where it is undefined or smaller than the threshold, and for negative intensities.
  [[nodiscard]] int sign(EvidenceKey key, double threshold) const;
  /// Records within the unit.
  [[nodiscard]] std::vector<Record> records(EvidenceKey key) const;
  [[nodiscard]] std::vector<double> shares(EvidenceKey key, const std::vector<Record>& records) const;
  /// Axes and mentioned targets.
  [[nodiscard]] std::vector<EvidenceKey> keys() const;

 private:
  [[nodiscard]] std::size_t words() const;

  const Lexicon& lexicon_;
  const CodedUnit& unit_;
  const std::string& text_;
  const DocumentAnalysis& result_;
  const PositionOptions& options_;
};

/// −1, 0 or 1.
[[nodiscard]] int class_of(double value, double threshold);

}  // namespace stance::detail
