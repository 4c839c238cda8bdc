#pragma once
/// @file similarity_kernels.hpp
/// One document against many: the loops below similarity_matrix and top_k.

#include <cstddef>
#include <memory>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/similarity.hpp"

namespace stance::detail {

class PairKernel {
 public:
  virtual ~PairKernel() = default;
  /// values[j] for all j ≥ first; others are left as they are. The same digits for (i, j) as for (j, i).
  virtual void values_from(std::size_t document, std::size_t first, std::vector<double>& values) = 0;
};

/// The matrix must outlive the kernel.
[[nodiscard]] std::unique_ptr<PairKernel> make_kernel(const Dfm& dfm, Measure measure);

/// @throws InvalidArgument for soft_cosine, which needs more than a measure, and for negative cells in these rows where the measure has no meaning for them
void check_rows(const Dfm& dfm, const std::vector<std::size_t>& rows, Measure measure);
void check_rows(const Dfm& dfm, Measure measure);

}  // namespace stance::detail
