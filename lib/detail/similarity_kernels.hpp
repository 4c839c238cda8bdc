#pragma once
/// @file similarity_kernels.hpp
/// What a measure makes of pairs of documents: below similarity_matrix and top_k.

#include <cstddef>
#include <memory>
#include <vector>

#include "detail/similarity_strips.hpp"
#include "stance/dfm.hpp"
#include "stance/similarity.hpp"

namespace stance::detail {

class PairKernel {
 public:
  virtual ~PairKernel() = default;
  /// values[i - first].at[l]: of documents i and first + l, for all i ≥ first + l; other lanes mean nothing. Each pair of documents is
  /// in one strip. To be called from several threads, each with a workspace of its own.
  /// @param first  a multiple of kLanes
  virtual void strip(std::size_t first, StripWorkspace& workspace, std::vector<Lanes>& values) const = 0;
};

/// The matrix must outlive the kernel.
[[nodiscard]] std::unique_ptr<PairKernel> make_kernel(const Dfm& dfm, Measure measure);

/// @throws InvalidArgument for soft_cosine, which needs more than a measure, and for negative cells in these rows where the measure has no
/// meaning for them
void check_rows(const Dfm& dfm, const std::vector<std::size_t>& rows, Measure measure);
void check_rows(const Dfm& dfm, Measure measure);

}  // namespace stance::detail
