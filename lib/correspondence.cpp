#include "stance/correspondence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "detail/dfm_checks.hpp"
#include "detail/parallel.hpp"
#include "detail/scaling_columns.hpp"
#include "detail/svd.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kEqual = 1e-9;       ///< coordinates that differ by less than this share are alike when a sign is chosen
constexpr double kNoInertia = 1e-24;  ///< of a dimension: rounding of a table whose rows are all alike leaves about 1e-32

/// Margins of the table as shares.
struct Shares {
  VectorXd rows;
  VectorXd columns;
  double total = 0.0;
};

Shares shares_of(const Dfm::Matrix& counts) {
  Shares out{VectorXd::Zero(counts.rows()), VectorXd::Zero(counts.cols()), 0.0};
  for (Index d = 0; d < counts.rows(); ++d) {
    for (Dfm::Matrix::InnerIterator cell(counts, d); cell; ++cell) {
      out.rows[d] += cell.value();
      out.columns[cell.col()] += cell.value();
    }
    out.total += out.rows[d];
  }
  if (out.total > 0.0) {
    out.rows /= out.total;
    out.columns /= out.total;
  }
  return out;
}

/// Squared distances of points from the average, times their masses: Σ_j (p_ij − r_i c_j)² / (r_i c_j), and their sum.
double inertia_of_points(const Dfm::Matrix& counts, const Shares& shares, std::vector<double>& rows, std::vector<double>& columns) {
  rows.assign(static_cast<std::size_t>(counts.rows()), 0.0);
  columns.assign(static_cast<std::size_t>(counts.cols()), 0.0);
  std::vector<double> column_shares(columns.size(), 0.0);  // r_i summed over the rows in which the column occurs
  double total = 0.0;
  for (Index d = 0; d < counts.rows(); ++d) {
    double share = 0.0;  // c_j summed over the columns that the row has
    double& row = rows[static_cast<std::size_t>(d)];
    for (Dfm::Matrix::InnerIterator cell(counts, d); cell; ++cell) {
      const double expected = shares.rows[d] * shares.columns[cell.col()];
      const double rest = cell.value() / shares.total - expected;
      const double part = rest * rest / expected;
      row += part;
      share += shares.columns[cell.col()];
      columns[static_cast<std::size_t>(cell.col())] += part;
      column_shares[static_cast<std::size_t>(cell.col())] += shares.rows[d];
    }
    row += shares.rows[d] * std::max(0.0, 1.0 - share);  // cells of 0: (0 − r c)² / (r c) = r c
    total += row;
  }
  for (std::size_t w = 0; w < columns.size(); ++w) {
    columns[w] += shares.columns[static_cast<Index>(w)] * std::max(0.0, 1.0 - column_shares[w]);
  }
  return total;
}

/// Fills a margin from singular vectors; `inertia` of its points.
CaMargin margin_of(const VectorXd& masses, const MatrixXd& vectors, const VectorXd& values, const std::vector<double>& inertia) {
  const Index n = masses.size();
  CaMargin out;
  out.masses.assign(masses.data(), masses.data() + n);
  out.distances.assign(static_cast<std::size_t>(n), kNaN);
  for (MatrixXd* table : {&out.standard, &out.principal, &out.contributions, &out.cos2}) table->setConstant(n, values.size(), kNaN);
  for (Index i = 0; i < n; ++i) {
    if (masses[i] <= 0.0) continue;
    const double distance = inertia[static_cast<std::size_t>(i)] / masses[i];
    out.distances[static_cast<std::size_t>(i)] = distance;
    for (Index k = 0; k < values.size(); ++k) {
      out.standard(i, k) = vectors(i, k) / std::sqrt(masses[i]);
      out.principal(i, k) = out.standard(i, k) * values[k];
      out.contributions(i, k) = vectors(i, k) * vectors(i, k);
      out.cos2(i, k) = distance > 0.0 ? std::min(1.0, out.principal(i, k) * out.principal(i, k) / distance) : kNaN;
    }
  }
  return out;
}

/// Turns each dimension so that the document furthest from the middle is positive.
void fix_signs(const VectorXd& masses, detail::Svd& svd) {
  for (Index k = 0; k < svd.values.size(); ++k) {
    const auto coordinate = [&](Index d) { return masses[d] > 0.0 ? svd.left(d, k) / std::sqrt(masses[d]) : 0.0; };
    double largest = 0.0;
    for (Index d = 0; d < masses.size(); ++d) largest = std::max(largest, std::abs(coordinate(d)));
    for (Index d = 0; d < masses.size(); ++d) {
      if (std::abs(coordinate(d)) < largest * (1.0 - kEqual)) continue;
      if (coordinate(d) < 0.0) {
        svd.left.col(k) *= -1.0;
        svd.right.col(k) *= -1.0;
      }
      break;
    }
  }
}

std::string name_of(CaCoordinates coordinates) { return coordinates == CaCoordinates::standard ? "standard" : "principal"; }

const MatrixXd& table_of(const CaMargin& margin, CaCoordinates coordinates) {
  return coordinates == CaCoordinates::standard ? margin.standard : margin.principal;
}

}  // namespace

CorrespondenceAnalysis CorrespondenceAnalysis::fit(const Dfm& counts, const CorrespondenceOptions& options) {
  detail::check_unweighted(counts, "correspondence analysis");
  if (options.n_dimensions < 1) throw InvalidArgument("correspondence analysis: n_dimensions: expected at least 1, got 0");
  const detail::StopScope scope(options.stop);
  CorrespondenceAnalysis out;
  out.documents_ = counts.documents();
  out.features_ = counts.shared_features();
  const Shares shares = shares_of(counts.matrix());
  out.grand_total_ = shares.total;
  std::vector<double> row_inertia;
  std::vector<double> column_inertia;
  out.total_inertia_ = inertia_of_points(counts.matrix(), shares, row_inertia, column_inertia);

  const detail::SparseMinusOuter table =
      detail::standardized_residuals(counts.matrix(), shares.total, shares.rows, shares.columns, options.threads);
  const Index most = std::min(table.rows(), table.cols()) - 1;  // the average itself is no dimension
  detail::Svd svd;
  if (most > 0) {
    const auto wanted = static_cast<Index>(std::min(options.n_dimensions, static_cast<std::size_t>(most)));
    svd = detail::truncated_svd(table, wanted, detail::SvdSides::both);
  }
  Index kept = 0;
  while (kept < svd.values.size() && svd.values[kept] * svd.values[kept] > kNoInertia) ++kept;
  svd.values.conservativeResize(kept);
  fix_signs(shares.rows, svd);
  out.singular_values_.assign(svd.values.data(), svd.values.data() + kept);
  out.rows_ = margin_of(shares.rows, svd.left, svd.values, row_inertia);
  out.columns_ = margin_of(shares.columns, svd.right, svd.values, column_inertia);
  return out;
}

DocumentScale CorrespondenceAnalysis::scale_of(std::size_t dimension, CaCoordinates coordinates) const {
  DocumentScale out;
  out.method = "correspondence";
  out.formula = fmt::format("correspondence analysis, dimension {}, {} coordinates", dimension + 1, name_of(coordinates));
  return out;
}

DocumentScale CorrespondenceAnalysis::documents(std::size_t dimension, CaCoordinates coordinates) const {
  DocumentScale out = scale_of(dimension, coordinates);
  out.documents = documents_;
  for (std::size_t d = 0; d < documents_.size(); ++d) {
    const bool empty = rows_.masses[d] <= 0.0;
    const bool placed = !empty && dimension < n_dimensions();
    out.positions.push_back(placed ? without_error(table_of(rows_, coordinates)(static_cast<Index>(d), static_cast<Index>(dimension)))
                                   : undefined_estimate());
    out.reasons.push_back(empty ? Unscaled::empty : placed ? Unscaled::scaled : Unscaled::not_identified);
    out.n_scored.push_back(rows_.masses[d] * grand_total_);
    out.n_left_out.push_back(0.0);
  }
  return out;
}

FeatureScale CorrespondenceAnalysis::features(std::size_t dimension, CaCoordinates coordinates) const {
  FeatureScale out{features_, std::vector<double>(features_->size(), kNaN), std::vector<double>(features_->size(), kNaN)};
  if (dimension >= n_dimensions()) return out;
  for (std::size_t w = 0; w < out.values.size(); ++w) {
    out.values[w] = table_of(columns_, coordinates)(static_cast<Index>(w), static_cast<Index>(dimension));
  }
  return out;
}

CaSupplementary CorrespondenceAnalysis::supplementary(const Dfm& counts) const {
  detail::check_unweighted(counts, "correspondence analysis, supplementary rows");
  const std::vector<std::ptrdiff_t> columns = detail::columns_of(*features_, counts.features());
  const Index n_dimensions = static_cast<Index>(singular_values_.size());
  CaSupplementary out;
  out.principal.setConstant(counts.n_documents(), n_dimensions, kNaN);
  out.standard = out.principal;
  for (Index d = 0; d < counts.n_documents(); ++d) {
    double known = 0.0;
    double unknown = 0.0;
    VectorXd sums = VectorXd::Zero(n_dimensions);
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), d); cell; ++cell) {
      const std::ptrdiff_t column = columns[static_cast<std::size_t>(cell.col())];
      if (column < 0 || columns_.masses[static_cast<std::size_t>(column)] <= 0.0) {
        unknown += cell.value();
        continue;
      }
      known += cell.value();
      for (Index k = 0; k < n_dimensions; ++k) sums[k] += cell.value() * columns_.standard(column, k);
    }
    out.n_scored.push_back(known);
    out.n_left_out.push_back(unknown);
    out.reasons.push_back(known > 0.0     ? (n_dimensions > 0 ? Unscaled::scaled : Unscaled::not_identified)
                          : unknown > 0.0 ? Unscaled::no_known_features
                                          : Unscaled::empty);
    if (known <= 0.0) continue;
    for (Index k = 0; k < n_dimensions; ++k) {
      out.principal(d, k) = sums[k] / known;
      out.standard(d, k) = out.principal(d, k) / singular_values_[static_cast<std::size_t>(k)];
    }
  }
  return out;
}

DocumentScale CorrespondenceAnalysis::predict(const Dfm& counts, std::size_t dimension, CaCoordinates coordinates) const {
  const CaSupplementary points = supplementary(counts);
  DocumentScale out = scale_of(dimension, coordinates);
  out.formula += ", supplementary rows";
  out.documents = counts.documents();
  out.reasons = points.reasons;
  out.n_scored = points.n_scored;
  out.n_left_out = points.n_left_out;
  const MatrixXd& table = coordinates == CaCoordinates::standard ? points.standard : points.principal;
  for (std::size_t d = 0; d < out.documents.size(); ++d) {
    const bool placed = out.reasons[d] == Unscaled::scaled && dimension < n_dimensions();
    if (out.reasons[d] == Unscaled::scaled && !placed) out.reasons[d] = Unscaled::not_identified;
    out.positions.push_back(placed ? without_error(table(static_cast<Index>(d), static_cast<Index>(dimension))) : undefined_estimate());
  }
  return out;
}

}  // namespace stance
