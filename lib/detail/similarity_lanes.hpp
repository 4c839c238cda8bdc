#pragma once
/// @file similarity_lanes.hpp
/// One document against 32 at a time: the innermost loops of the similarities. Documents lie side by side in the lanes of vector
/// registers, so that the sum of each pair runs in column order, with one rounding for each product and one for each addition, however
/// wide the registers are: every machine prints the same digits.

#include <cstddef>
#include <cstdint>
#include <span>

namespace stance::detail {

inline constexpr std::size_t kLanes = 32;

/// A number for each of 32 documents.
struct alignas(64) Lanes {
  double at[kLanes];
};

/// Cells of a document in column order: numbers of features and their values.
struct PackedRow {
  const std::uint16_t* features;
  const double* values;
  std::size_t size;
};

/// sums.at[l] += Σ_c term(row.values[c], tile[slots[row.features[c]]].at[l]), for every lane l.
/// @param slots  by feature: which element of the tile has its values in the 32 documents
using AddLanes = void (*)(const PackedRow& row, const std::uint16_t* slots, const Lanes* tile, Lanes& sums);

/// The loops for one instruction set.
struct LaneLoops {
  const char* instructions;
  AddLanes add_products;  ///< term x·y
  AddLanes add_minima;    ///< term min(x, y)
};

/// What this machine can run, the fastest last.
[[nodiscard]] std::span<const LaneLoops> lane_loops() noexcept;

}  // namespace stance::detail
