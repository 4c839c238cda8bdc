#pragma once
/// @file similarity_strips.hpp
/// Sums over common features of all pairs of documents, in strips of 32 documents: never a whole square at once.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "detail/similarity_lanes.hpp"
#include "stance/dfm.hpp"

namespace stance::detail {

/// Cells cut into panels of neighbouring columns, so that what a strip has in one panel stays in the second level of the cache.
/// Columns that only one document has are left out: no pair has them in common.
class PackedRows {
 public:
  /// @param values  by cell of the matrix: what to sum up instead of its value; finite
  PackedRows(const Dfm::Matrix& matrix, const std::vector<double>& values);

  [[nodiscard]] std::size_t n_rows() const noexcept { return n_rows_; }
  [[nodiscard]] std::size_t n_panels() const noexcept { return n_features_.size(); }
  [[nodiscard]] std::size_t n_features(std::size_t panel) const noexcept { return n_features_[panel]; }
  /// Features are counted from 0 in each panel.
  [[nodiscard]] PackedRow row(std::size_t panel, std::size_t i) const noexcept {
    const std::size_t* const begin = begin_.data() + panel * n_rows_ + i;
    return {features_.data() + begin[0], values_.data() + begin[0], begin[1] - begin[0]};
  }

 private:
  std::size_t n_rows_;
  std::vector<std::size_t> n_features_;  // by panel
  std::vector<std::size_t> begin_;       // by panel and row; one more
  std::vector<std::uint16_t> features_;
  std::vector<double> values_;
};

/// Buffers of one worker.
struct StripWorkspace {
  std::vector<std::uint16_t> slots;  // by feature of a panel: its line in the tile
  std::vector<Lanes> tile;           // values of the strip's documents by feature; the first line is all zero
};

/// sums[i - first].at[l] for all documents i ≥ first: Σ of the term over the columns that i and document first + l have in common, in
/// column order. Lanes beyond the last document get zeros.
/// Time O(cells of the documents from first on), memory O(documents from first on), 256 bytes each, besides the workspace.
void sum_strip(const PackedRows& rows, std::size_t first, AddLanes add, StripWorkspace& workspace, std::vector<Lanes>& sums);

}  // namespace stance::detail
