#pragma once
/// @file validation_scores.hpp
/// Figures from labels: software against gold, positions, coders among each other.

#include <string>
#include <vector>

#include "detail/validation_draws.hpp"
#include "detail/validation_units.hpp"

namespace stance::detail {

/// One gold label with what the software says.
struct Compared {
  std::size_t unit = 0;
  std::size_t cluster = 0;
  EvidenceKey key;
  double gold = 0.0;
  bool is_position = false;
  int gold_class = 0;
  int got_class = 0;
  std::optional<Position> got;
};

/// Row or column of a class in the tables.
[[nodiscard]] inline Eigen::Index class_place(int label) { return label + 1; }

/// Labels of one table: what was compared, by cluster.
class LabelTable {
 public:
  void add(const Compared& label) { tables_.add(label.cluster, class_place(label.gold_class), class_place(label.got_class)); }
  [[nodiscard]] const ClusterTables& tables() const { return tables_; }
  [[nodiscard]] LabelScores scores(std::string name, const Draws& draws) const;

 private:
  ClusterTables tables_;
};

/// α of gold and software, or of two coders, as ordinal classes.
[[nodiscard]] std::optional<double> alpha_of_pair(const Eigen::Matrix3d& table);
/// Macro-F1 where everything is answered with one class.
[[nodiscard]] std::optional<double> macro_f1_of_constant(const Eigen::Matrix3d& table, int answer);
/// Mean of those that are there.
[[nodiscard]] std::optional<double> mean_of_two(std::optional<double> a, std::optional<double> b);

/// @param compared  labels that are positions
/// @param by_level  intervals of the same labels at other levels
struct LabelsAtLevel {
  double level = 0.95;
  std::vector<Compared> compared;
};
[[nodiscard]] std::vector<PositionScores> position_scores(const Lexicon& lexicon, const std::vector<LabelsAtLevel>& levels,
                                                          const Draws& draws);

/// Agreement among the coders of the units, by family and axis; nothing when no unit has two.
[[nodiscard]] std::vector<CoderScores> coder_scores(const Lexicon& lexicon, const std::vector<CodedUnit>& units, const KeyFilter& filter,
                                                    double threshold, const Draws& draws);

}  // namespace stance::detail
