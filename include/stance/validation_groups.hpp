#pragma once
/// @file validation_groups.hpp
/// Positions of documents against what is known of their authors: memberships, regions, measures from other sources.
///
/// Membership is not rhetoric: members of an alliance may speak of it less than those who want to join. A group difference is a sign of
/// validity where the difference is expected on grounds of its own, and no target to fit a lexicon to.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/read.hpp"
#include "stance/validation.hpp"

namespace stance {

/// A table of document ids with columns: 0/1 (or true/false) for groups, numbers for measures, names for strata. "", "NA" and "NaN" are
/// missing.
struct GroupTable {
  std::vector<std::string> columns;
  std::map<std::string, std::vector<std::string>> rows;  ///< by document id
  std::vector<Diagnostic> diagnostics;
  /// Place of a column. @throws InvalidArgument with the nearest name
  [[nodiscard]] std::size_t column(const std::string& name) const;
};
/// Reads a CSV or TSV file with a header. Faults are diagnostics: those of reading (read.hpp), and T110 where an id stands twice.
[[nodiscard]] GroupTable read_group_table(const std::string& path, const ReadOptions& options = {});

/// A sum of axes, "nato_orientation - non_alignment". A document's value is undefined where all of its axes are; else those count as 0 that
/// are.
struct GroupMeasure {
  std::string name;
  std::vector<std::pair<std::uint32_t, double>> terms;  ///< axis and sign
};
/// @throws InvalidArgument for an unknown axis
[[nodiscard]] GroupMeasure parse_measure(const std::string& text, const Lexicon& lexicon);

/// Documents of which all of these hold: "is_nato", "is_nato=0 & region!=Asia|Africa". A column without a value means 1 or true.
struct GroupCondition {
  std::string column;
  std::vector<std::string> values;
  bool negated = false;
};
using GroupConditions = std::vector<GroupCondition>;
/// @throws InvalidArgument for an unknown column or an empty condition
[[nodiscard]] GroupConditions parse_conditions(const std::string& text, const GroupTable& table);

/// Does the measure tell two groups apart?
struct GroupQuestion {
  std::string name;  ///< of the two groups
  GroupMeasure measure;
  GroupConditions positives;
  GroupConditions negatives;  ///< empty: all who are not among the positives and for whom it is known
};
/// "MEASURE: CONDITIONS" or "MEASURE: CONDITIONS / CONDITIONS". @throws InvalidArgument
[[nodiscard]] GroupQuestion parse_question(const std::string& text, const GroupTable& table, const Lexicon& lexicon);

struct GroupOptions {
  std::vector<GroupMeasure> measures;    ///< empty: each bipolar axis
  std::vector<std::string> columns;      ///< of the table; empty: all that hold 0/1 or numbers
  std::vector<GroupQuestion> questions;  ///< empty: each measure by each column of 0/1
  GroupConditions where;                 ///< only these documents
  std::string within;                    ///< column of strata: AUC also inside of each
  std::string mean_by;                   ///< column: correlations also of the means of its values
  std::size_t min_group = 5;             ///< documents that such a mean needs
  std::string cluster;                   ///< column whose values are drawn whole in the bootstrap; empty: documents are drawn
  std::size_t replicates = 1000;
  std::uint64_t seed = 1;
  double level = 0.95;
};

/// Positions of a document by axis of the lexicon; nothing where undefined.
struct DocumentPositions {
  std::string id;
  std::vector<std::optional<double>> axes;
};
[[nodiscard]] DocumentPositions positions_of(const DocumentAnalysis& analysis, const Lexicon& lexicon);

struct GroupAuc {
  std::string measure;
  std::string groups;
  std::size_t n_positive = 0;
  std::size_t n_negative = 0;
  Estimated auc;  ///< undefined positions as 0
  std::size_t n_positive_defined = 0;
  std::size_t n_negative_defined = 0;
  std::optional<double> auc_defined;  ///< only where the measure is defined
  struct Stratum {
    std::string value;
    std::size_t n_positive = 0;
    std::size_t n_negative = 0;
    std::optional<double> auc;
  };
  std::vector<Stratum> strata;  ///< of GroupOptions::within, those that hold both groups
  Estimated auc_within;         ///< over the pairs of one stratum
};

struct GroupCorrelation {
  std::string measure;
  std::string column;
  std::size_t n = 0;
  Estimated spearman;  ///< undefined positions as 0
  Estimated pearson;
  std::size_t n_defined = 0;
  std::optional<double> spearman_defined;
  std::size_t n_means = 0;  ///< groups of GroupOptions::mean_by
  std::optional<double> spearman_means;
  std::optional<double> pearson_means;
};

struct GroupValidation {
  std::size_t n = 0;                                         ///< documents in the table and scored, after `where`
  std::size_t n_not_listed = 0;                              ///< documents that are not in the table
  std::size_t n_not_scored = 0;                              ///< rows of the table without a document
  std::vector<std::pair<std::string, std::size_t>> defined;  ///< documents with a value, by measure
  std::vector<GroupAuc> aucs;
  std::vector<GroupCorrelation> correlations;  ///< measures with columns of numbers
};

/// @throws InvalidArgument for unknown columns
[[nodiscard]] GroupValidation validate_groups(const std::vector<DocumentPositions>& documents, const GroupTable& table,
                                              const Lexicon& lexicon, const GroupOptions& options = {});

}  // namespace stance
