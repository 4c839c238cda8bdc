#pragma once
/// @file sums.hpp
/// Sums in index order. Eigen's reductions add in an order that depends on the machine's vector width; where a sum decides
/// printed digits, it is written out as a loop (which compilers must not reorder without -ffast-math).

#include <cstddef>

namespace stance::detail {

/// √Σx², without overflow or underflow on the way.
[[nodiscard]] double euclidean_length(const double* values, std::size_t n) noexcept;

}  // namespace stance::detail
