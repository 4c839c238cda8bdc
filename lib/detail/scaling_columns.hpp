#pragma once
/// @file scaling_columns.hpp
/// Matching the features of new documents with those of a model.

#include <cstddef>
#include <vector>

#include "stance/dfm.hpp"

namespace stance::detail {

/// Place in `model` of each of `features`, −1 for those that it does not have.
[[nodiscard]] std::vector<std::ptrdiff_t> columns_of(const NameList& model, const NameList& features);

}  // namespace stance::detail
