#pragma once
/// @file agreement.hpp
/// How well two or more sources agree: confusion tables, F1, κ, α, correlations, AUC, coverage of intervals. Pure functions of numbers,
/// usable alone; validation.hpp applies them to hand codes and to groups of documents.
///
/// What cannot be computed (nothing was coded, a variable does not vary, no disagreement was possible) is std::nullopt, never NaN and never
/// a stand-in number. A call that makes no sense (lists of unequal length, numbers that are not finite) throws InvalidArgument.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace stance {

/// Counts of pairs: rows are gold (or the first coder), columns what was got (or the second coder). Square.
using Confusion = Eigen::Ref<const Eigen::MatrixXd>;

/// Confusion table over `classes`, in their order. gold and got: one class for each item.
/// @throws InvalidArgument for lists of unequal length, and for a value that is no class
[[nodiscard]] Eigen::MatrixXd confusion_table(const std::vector<int>& gold, const std::vector<int>& got, const std::vector<int>& classes);

/// Of one class: TP / (TP + FP), TP / (TP + FN) and 2·TP / (2·TP + FP + FN). Precision is nothing where the class was never got, recall
/// where it is nowhere in gold, F1 where it is neither.
struct ClassScore {
  std::optional<double> precision;
  std::optional<double> recall;
  std::optional<double> f1;
  double n_gold = 0.0;
  double n_got = 0.0;
};
/// One for each class of the table. @throws InvalidArgument for a table that is not square or holds negative or not finite counts; so do
/// all functions on tables
[[nodiscard]] std::vector<ClassScore> precision_recall_f1(const Confusion& table);
/// Mean F1 over the classes that occur as gold or were got; nothing for an empty table.
[[nodiscard]] std::optional<double> macro_f1(const Confusion& table);
/// Share of the diagonal.
[[nodiscard]] std::optional<double> accuracy(const Confusion& table);

/// What a disagreement costs, for classes in their order: 1, |i − j| or (i − j)².
enum class KappaWeights : std::uint8_t { nominal, linear, quadratic };

/// Cohen's κ = 1 − Σ w·o / Σ w·e, o the table, e = row sum · column sum / n. Nothing where chance allows no disagreement (both used one
/// class only).
/// @see Cohen (1960), Educational and Psychological Measurement 20(1):37-46, doi 10.1177/001316446002000104; weighted: Cohen (1968),
///      Psychological Bulletin 70(4):213-220, doi 10.1037/h0026256
[[nodiscard]] std::optional<double> cohen_kappa(const Confusion& table, KappaWeights weights = KappaWeights::nominal);

/// Which difference of two values counts how much in α.
enum class AlphaMetric : std::uint8_t {
  nominal,   ///< 1 where they differ
  ordinal,   ///< (values coded from c to k, with half of those at c and k)²
  interval,  ///< (c − k)²
};

/// Krippendorff's α = 1 − D_o / D_e over any number of coders, with missing values. A unit with m ≥ 2 values adds 1/(m − 1) for each
/// ordered pair of them to the table of coincidences; D_o is its mean difference, D_e that of all pairs of values in it.
/// @param ratings  units × coders; NaN: not coded
/// @return nothing without a unit that two coders coded, or where all values are the same
/// @see Hayes & Krippendorff (2007), Communication Methods and Measures 1(1):77-89, doi 10.1080/19312450709336664
[[nodiscard]] std::optional<double> krippendorff_alpha(const Eigen::Ref<const Eigen::MatrixXd>& ratings, AlphaMetric metric);
/// The same from a table of coincidences over ascending `values`. Tables of units add up, which makes the bootstrap cheap; that of two
/// coders without missing values is confusion + its transpose.
[[nodiscard]] std::optional<double> krippendorff_alpha(const Confusion& coincidences, const std::vector<double>& values,
                                                       AlphaMetric metric);

/// Product-moment correlation; nothing for fewer than two pairs or a variable that does not vary.
[[nodiscard]] std::optional<double> pearson(const std::vector<double>& x, const std::vector<double>& y);
/// Ranks from 1; equal values share the mean of their ranks.
[[nodiscard]] std::vector<double> mid_ranks(const std::vector<double>& values);
/// Pearson's correlation of the mid ranks.
[[nodiscard]] std::optional<double> spearman(const std::vector<double>& x, const std::vector<double>& y);

/// Area under the ROC curve: the chance that a value drawn from `positives` is above one from `negatives`, ties counting half; (R₊ − n₊(n₊
/// + 1)/2) / (n₊n₋) with R₊ the sum of the positives' mid ranks (Mann-Whitney). Nothing where a list is empty.
/// @see Hanley & McNeil (1982), Radiology 143(1):29-36, doi 10.1148/radiology.143.1.7063747
[[nodiscard]] std::optional<double> auc(const std::vector<double>& positives, const std::vector<double>& negatives);

/// Mean |x − y|; nothing for no pairs.
[[nodiscard]] std::optional<double> mean_absolute_error(const std::vector<double>& x, const std::vector<double>& y);

/// How often intervals hold the values that they are about.
struct IntervalCoverage {
  std::size_t n = 0;
  std::optional<double> share;       ///< lower ≤ value ≤ upper
  std::optional<double> mean_width;  ///< mean of upper − lower: wide intervals cover easily
};
/// @throws InvalidArgument also where lower > upper
[[nodiscard]] IntervalCoverage interval_coverage(const std::vector<double>& lower, const std::vector<double>& upper,
                                                 const std::vector<double>& values);

}  // namespace stance
