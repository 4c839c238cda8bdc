#pragma once
/// @file similarity_strips.hpp
/// Sums over the features of all pairs of documents, in strips of 32 documents: never a whole square at once.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "detail/similarity_lanes.hpp"
#include "stance/dfm.hpp"

namespace stance::detail {

/// Cells cut into panels of neighbouring columns, so that what a strip has in one panel stays in the second level of the cache.
class PackedRows {
 public:
  enum class Columns : std::uint8_t {
    shared,  ///< without those that only one document has: no pair has them in common
    all,
  };
  /// @param values  by cell of the matrix: what to sum up instead of its value; finite
  PackedRows(const Dfm::Matrix& matrix, const std::vector<double>& values, Columns columns);

  [[nodiscard]] std::size_t n_rows() const noexcept { return n_rows_; }
  [[nodiscard]] std::size_t n_panels() const noexcept { return columns_.size(); }
  [[nodiscard]] std::size_t n_features(std::size_t panel) const noexcept { return columns_[panel].size(); }
  /// Those of the matrix by feature of a panel.
  [[nodiscard]] const std::vector<std::uint32_t>& columns(std::size_t panel) const noexcept { return columns_[panel]; }
  /// Features are counted from 0 in each panel.
  [[nodiscard]] PackedRow row(std::size_t panel, std::size_t i) const noexcept {
    const std::size_t* const begin = begin_.data() + panel * n_rows_ + i;
    return {features_.data() + begin[0], values_.data() + begin[0], begin[1] - begin[0]};
  }

 private:
  std::size_t n_rows_;
  std::vector<std::vector<std::uint32_t>> columns_;  // by panel
  std::vector<std::size_t> begin_;                   // by panel and row; one more
  std::vector<std::uint16_t> features_;
  std::vector<double> values_;
};

/// Buffers of one worker.
struct StripWorkspace {
  std::vector<std::uint16_t> slots;     // by feature of a panel: its line in the tile
  std::vector<Lanes> tile;              // values of the strip's documents by line
  std::vector<Lanes> alone;             // their terms where the other document lacks the feature
  std::vector<std::uint16_t> features;  // by line
};

/// sums[i - first].at[l] for all documents i > first + l: Σ of the term over the columns that i and document first + l have in common, in
/// column order. Other lanes mean nothing; those of the first document are 0.
/// Time O(cells of the documents from first on), memory 256 bytes for each document from first on, besides the workspace.
void sum_strip(const PackedRows& rows, std::size_t first, AddLanes add, StripWorkspace& workspace, std::vector<Lanes>& sums);

/// A term for sums over the columns that either document has.
struct EitherTerm {
  AddEither add;
  double (*alone)(double x, double mass);   ///< the same, where the other document lacks the feature
  std::vector<std::vector<double>> masses;  ///< by panel and feature; none: all 1
  std::vector<double> absent;               ///< by document: its value where it does not have a feature; none: all 0
};

/// The same over the columns that either document has. Time O(documents from first on · features of the strip).
/// @param rows  with all columns
void sum_strip_either(const PackedRows& rows, std::size_t first, const EitherTerm& term, StripWorkspace& workspace,
                      std::vector<Lanes>& sums);

}  // namespace stance::detail
