#pragma once
/// @file correspondence.hpp
/// Correspondence analysis: documents and words on the few dimensions that show best where the use of words departs from the average.
///
/// The first dimension is what tells the documents apart most, which is not always what the reader is after: often it is topic, language,
/// length of tradition, or one odd document. Look at contributions before naming it.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "stance/bootstrap.hpp"
#include "stance/scaling.hpp"

namespace stance {

/// Coordinates of rows and columns.
enum class CaCoordinates : std::uint8_t {
  principal,  ///< D_r^(−1/2) U Σ: weighted mean square on a dimension is its inertia; distances between documents are chi-squared distances
  standard,  ///< D_r^(−1/2) U: weighted mean square 1 on each dimension, as quanteda's textmodel_ca() gives them
};

/// Options of correspondence analysis.
struct CorrespondenceOptions {
  std::size_t n_dimensions = 2;  ///< at least 1; fewer are kept where the table has fewer, see n_dimensions()
  std::size_t threads = 0;       ///< 0: as many as the machine has; the result is the same
  std::stop_token stop;          ///< as AnalysisOptions::stop
};

/// One margin of the table, rows or columns. Those without any count have mass 0 and NaN elsewhere.
struct CaMargin {
  std::vector<double> masses;     ///< share of the whole table
  std::vector<double> distances;  ///< squared chi-squared distance from the average profile
  Eigen::MatrixXd standard;       ///< points × n_dimensions
  Eigen::MatrixXd principal;      ///< standard · singular value
  Eigen::MatrixXd contributions;  ///< mass · principal² / inertia of the dimension: who made the dimension; each column adds up to 1
  Eigen::MatrixXd cos2;  ///< principal² / distance: how much of a point the dimension shows; a row adds up to its quality, at most 1
};

/// Rows of another table in the space of the first one.
struct CaSupplementary {
  Eigen::MatrixXd standard;   ///< n_documents × n_dimensions
  Eigen::MatrixXd principal;  ///< n_documents × n_dimensions
  std::vector<Unscaled> reasons;
  std::vector<double> n_scored;    ///< counts of features of the model
  std::vector<double> n_left_out;  ///< counts of others
};

/// Simple correspondence analysis of a table of counts.
///
///     P = n / Σn, r and c its margins;  S = D_r^(−1/2) (P − r cᵀ) D_c^(−1/2) = U Σ Vᵀ
///     standard: rows D_r^(−1/2) U, columns D_c^(−1/2) V;  principal: standard · Σ;  inertia of a dimension σ², total Σσ² = χ² / Σn
///
/// Signs: on each dimension the document with the largest standard coordinate by absolute value is positive (the first of those within
/// 1e-9 of it). Where two singular values are equal, their dimensions are a basis of the plane like any other.
/// Small tables are decomposed whole; large ones by Lanczos iteration on the sparse table, centred implicitly: no dense copy is made.
/// Time O(cells · products + dimensions² · smaller side). Immutable; safe to use from many threads.
/// @see Greenacre (2007), Correspondence Analysis in Practice, doi 10.1201/9781420011234; Nenadic & Greenacre (2007), Journal of
/// Statistical
///      Software 20(3), doi 10.18637/jss.v020.i03; as a scaling of texts: Lowe (2008), Political Analysis 16(4):356-371,
///      doi 10.1093/pan/mpn004
class CorrespondenceAnalysis {
 public:
  /// Rows and columns without counts are left out. A table whose rows are all alike has no dimension: n_dimensions() is 0.
  /// @throws InvalidArgument for a weighted matrix, and for no dimension asked for
  static CorrespondenceAnalysis fit(const Dfm& counts, const CorrespondenceOptions& options = {});

  /// Dimensions kept, at most those asked for and at most min(documents, features) − 1.
  [[nodiscard]] std::size_t n_dimensions() const noexcept { return singular_values_.size(); }
  [[nodiscard]] const std::vector<double>& singular_values() const noexcept { return singular_values_; }
  /// Σσ² over all dimensions, also those that are not kept.
  [[nodiscard]] double total_inertia() const noexcept { return total_inertia_; }
  /// Pearson's statistic of independence of rows and columns, total_inertia · Σn. Words come in clusters: it is no test of anything here.
  [[nodiscard]] double chi_squared() const noexcept { return total_inertia_ * grand_total_; }
  [[nodiscard]] double grand_total() const noexcept { return grand_total_; }
  [[nodiscard]] const std::vector<std::string>& document_names() const noexcept { return documents_; }
  [[nodiscard]] const std::shared_ptr<const NameList>& feature_names() const noexcept { return features_; }
  [[nodiscard]] const CaMargin& rows() const noexcept { return rows_; }
  [[nodiscard]] const CaMargin& columns() const noexcept { return columns_; }

  /// Documents on one dimension, the first being 0, without uncertainty: see bootstrap_documents(). Documents without counts are `empty`;
  /// where the table has fewer dimensions, `not_identified`.
  [[nodiscard]] DocumentScale documents(std::size_t dimension = 0, CaCoordinates coordinates = CaCoordinates::standard) const;
  /// Features on one dimension.
  [[nodiscard]] FeatureScale features(std::size_t dimension = 0, CaCoordinates coordinates = CaCoordinates::standard) const;

  /// Documents that take no part in the analysis (supplementary rows): principal coordinate = Σ_w (n_w / Σn) · standard coordinate of w,
  /// over the features that the model knows. Documents of the analysis get their own coordinates back.
  /// @throws InvalidArgument for a weighted matrix
  [[nodiscard]] CaSupplementary supplementary(const Dfm& counts) const;
  /// The same as a scale on one dimension.
  [[nodiscard]] DocumentScale predict(const Dfm& counts, std::size_t dimension = 0,
                                      CaCoordinates coordinates = CaCoordinates::standard) const;

 private:
  CorrespondenceAnalysis() = default;
  [[nodiscard]] DocumentScale scale_of(std::size_t dimension, CaCoordinates coordinates) const;
  std::vector<std::string> documents_;
  std::shared_ptr<const NameList> features_;
  std::vector<double> singular_values_;
  double total_inertia_ = 0.0;
  double grand_total_ = 0.0;
  CaMargin rows_;
  CaMargin columns_;
};

/// How the replicates of a bootstrap are laid over the analysis of all sentences before they are compared. Dimensions have no sign of their
/// own, so that without it every error would be of the size of the coordinates.
enum class CaAlignment : std::uint8_t {
  reflection,  ///< each dimension is turned round where that brings its documents nearer
  procrustes,  ///< rotation or reflection of the kept dimensions together, for maps: dimensions may change places in a replicate
};

/// Options of bootstrap_documents.
struct CaBootstrapOptions {
  CorrespondenceOptions analysis;
  CaCoordinates coordinates = CaCoordinates::standard;
  CaAlignment alignment = CaAlignment::reflection;
  BootstrapOptions bootstrap;
};

/// Standard errors and intervals of document coordinates by resampling the sentences of every document: one scale for each dimension that
/// the analysis has. A replicate is aligned by the documents' masses in the whole table; a replicate with fewer dimensions counts as
/// undefined. Cost: n_replicates analyses.
/// @throws InvalidArgument as bootstrap() and CorrespondenceAnalysis::fit()
/// @see Milan & Whittaker (1995), Applied Statistics 44(1):31-49, doi 10.2307/2986193, for aligning replicates of singular vectors
[[nodiscard]] std::vector<DocumentScale> bootstrap_documents(const SentenceCounts& sentences, const CaBootstrapOptions& options = {});

}  // namespace stance
