#pragma once
/// @file validation.hpp
/// How far the positions can be trusted: against hand codes, sentence by sentence, and against what is known of groups of documents.
///
///     const HandCodes codes = read_hand_codes({"coded.jsonl"}, lexicon.lexicon());
///     const Validation validation = validate(codes, {}, lexicon);
///
/// "Validate, validate, validate": automated content analysis has to be shown to work for each text and question anew (Grimmer & Stewart
/// 2013, Political Analysis 21(3):267-297, doi 10.1093/pan/mps028).

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stance/agreement.hpp"
#include "stance/analysis.hpp"
#include "stance/hand_codes.hpp"

namespace stance {

/// A figure with its bootstrap interval. The interval is missing where the figure could not be computed in half of the replicates.
struct Estimated {
  std::optional<double> value;
  std::optional<double> lower;
  std::optional<double> upper;
};

/// What a row that has both a text and a place in a document is scored from.
enum class ScoreFrom : std::uint8_t {
  own_text,  ///< the text, as a document of its own
  context,  ///< the records of the document whose passage lies within the span: names, principal and voice are read from the whole document
};

/// What is drawn in the bootstrap. Rows of one document are not independent of each other.
enum class ResampleBy : std::uint8_t {
  automatic,  ///< documents where rows share them and there are at least 20, else rows
  rows,
  documents,
};

struct ValidationOptions {
  AnalysisOptions
      analysis;  ///< its axes and its choice to keep evidence are not used; position.level and position.seed are those of the bootstrap too
  double threshold = 0.05;        ///< a score smaller than this in size is class 0, and so is an undefined one
  std::vector<std::string> axes;  ///< keys of the labels that are used; empty: all
  std::vector<std::string> targets;
  ScoreFrom score_from = ScoreFrom::own_text;
  ResampleBy resample_by = ResampleBy::automatic;
  std::size_t replicates = 1000;  ///< of the bootstrap
  std::vector<std::string> by;    ///< fields of the rows to make tables by; "tags" has a line for each tag
  std::size_t sample = 0;         ///< errors to draw at random
  bool ablate = false;            ///< switch off each evidence rule in turn
};

/// How a set of labels was met. Classes −1, 0, +1 in this order; an intensity has 0 and +1.
struct LabelScores {
  std::string name;
  std::size_t n = 0;
  Eigen::Matrix3d confusion = Eigen::Matrix3d::Zero();  ///< rows: gold
  std::vector<ClassScore> classes;
  Estimated macro_f1;  ///< over the classes that occur as gold or were got
  Estimated accuracy;
  Estimated kappa;                           ///< Cohen's, nominal, gold against the software
  Estimated alpha;                           ///< Krippendorff's, ordinal, of both as coders
  std::optional<double> always_zero;         ///< macro-F1 of the answer 0 to everything
  std::optional<double> mention_is_support;  ///< macro-F1 of +1 for everything that is labelled
};

/// Labels that are positions, where the software's position is defined.
struct PositionScores {
  std::string name;
  std::size_t n = 0;            ///< defined
  std::size_t n_undefined = 0;  ///< labelled, but the software has no position
  Estimated pearson;
  Estimated spearman;
  Estimated mean_absolute_error;
  struct Level {
    double level = 0.95;
    Estimated coverage;  ///< share of gold positions inside of the interval; calibrated where it equals the level
    std::optional<double> mean_width;
  };
  std::vector<Level> calibration;
};

/// Labels of one row on which the software is wrong, and what it read.
enum class ErrorKind : std::uint8_t {
  wrong_sign,
  missed,          ///< gold has a sign, the software none
  spurious,        ///< the software has a sign, gold is 0
  unlabelled,      ///< a target has a sign that no coder named
  must_not_count,  ///< a row with counts = false moved
};
[[nodiscard]] std::string_view to_string(ErrorKind kind) noexcept;

struct LabelError {
  ErrorKind kind = ErrorKind::missed;
  std::size_t unit = 0;  ///< index into Validation::units
  EvidenceKey key;
  std::optional<double> gold;   ///< nothing where nobody labelled it
  std::optional<double> got;    ///< nothing: undefined
  double cost = 0.0;            ///< |gold − got|, undefined and unlabelled as 0: a wrong sign costs more than 1, anything else at most 1
  std::vector<Record> records;  ///< of the axis or target, within the row; also those that do not count
  std::vector<double> contributions;
};

/// A row, with the labels of its coders brought together.
struct ValidatedUnit {
  std::string id;
  std::string text;          ///< as the software read it
  std::size_t document = 0;  ///< index into Validation::documents and results
  bool counts = true;
};

/// One pair of coders on the labels that both gave.
struct CoderPair {
  std::string first;
  std::string second;
  std::size_t n = 0;
  std::size_t n_only_one = 0;             ///< labels that one of them gave and the other did not, in rows that both coded
  Estimated kappa;                        ///< nominal
  std::optional<double> kappa_quadratic;  ///< disagreements weigh by the square of their distance
  std::optional<double> kappa_absent;     ///< nominal, with "no label" as a fourth class
};
/// Agreement among coders on a set of labels.
struct CoderScores {
  std::string name;
  std::size_t n = 0;  ///< labels that at least two coders gave
  Estimated alpha;    ///< ordinal; interval for positions
  std::optional<double> alpha_nominal;
  std::vector<CoderPair> pairs;
};
/// The software against one coder.
struct AgainstCoder {
  std::string coder;
  std::vector<LabelScores> families;
};

/// What an evidence rule earns.
struct Ablation {
  std::string rule;
  std::optional<double> headline;  ///< without the rule
  Estimated earned;                ///< headline with all rules − headline without it; paired bootstrap
};

struct Validation {
  std::size_t n_rows = 0;              ///< of all coders
  std::size_t n_counting = 0;          ///< units that are scored and count
  std::size_t n_silent = 0;            ///< units that must not count
  std::size_t n_silent_moved = 0;      ///< of these, moved a bipolar axis or a target, whatever keys were asked for
  std::size_t n_silent_moved_any = 0;  ///< … or an intensity
  std::size_t n_overfired = 0;         ///< targets with a sign that nobody labelled, in units that count
  std::size_t n_overfired_units = 0;   ///< units with such a target
  std::size_t n_ties = 0;              ///< labels left out because as many coders said one thing as another
  Estimated headline;  ///< mean of the macro-F1 of targets and of bipolar axes (of one of them where the other has no labels)
  std::optional<double> headline_always_zero;
  std::optional<double> headline_mention_is_support;
  std::vector<LabelScores> families;  ///< targets, axes (bipolar), intensities
  std::vector<LabelScores> by_axis;
  std::vector<LabelScores> by_target;
  std::map<std::string, std::vector<LabelScores>> by;  ///< by field, then value: all labels of its rows in one table
  std::vector<PositionScores> positions;               ///< all, then by axis or target
  std::vector<CoderScores> coders;                     ///< empty with one coder
  std::vector<AgainstCoder> against;
  std::vector<LabelError> errors;  ///< by cost
  std::vector<LabelError> sample;
  std::vector<Ablation> ablations;
  std::map<std::string, std::size_t> unknown_targets;
  bool resampled_documents = false;
  std::vector<ValidatedUnit> units;
  Corpus documents;                       ///< what was scored
  std::vector<DocumentAnalysis> results;  ///< one for each of them
  std::vector<std::string> notes;         ///< what a reader should know
  std::vector<Diagnostic> diagnostics;    ///< rows that could not be scored
};

/// Scores the rows and compares.
///
/// Gold of a row that several coders coded: the label that most of those gave who gave one (positions: their mean; it counts if most say
/// so); ties are left out and counted. Classes of the software: the sign of the score. Intervals: percentiles of the bootstrap. The result
/// does not depend on the number of threads.
/// @param documents  those that rows point to
/// @throws InvalidArgument for unknown axes or targets in the options, or options out of range
[[nodiscard]] Validation validate(const HandCodes& codes, const Corpus& documents, const CompiledLexicon& lexicon,
                                  const ValidationOptions& options = {});

}  // namespace stance
