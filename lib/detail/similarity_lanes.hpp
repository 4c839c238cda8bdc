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

/// A document for sums over all features that it or another one has.
struct EitherRow {
  PackedRow cells;
  double absent;        ///< its value where it does not have a feature; for add_centred_products only, 0 in all others
  std::size_t n_lanes;  ///< sums beyond are not asked for
};

/// Features that some of 32 documents have, in column order.
struct EitherTile {
  const std::uint16_t* lines;     ///< by feature: its line, or that of the next feature that has one
  const std::uint16_t* features;  ///< by line; one more, which is no feature
  const Lanes* values;            ///< by line
  const Lanes* alone;             ///< by line: terms where the other document does not have the feature; 0 where neither has it
  const double* masses;           ///< by feature: what the terms are divided by; for WeightedSquares only
  std::size_t size;               ///< lines
  Lanes absent;                   ///< values where a document does not have a feature
};

/// sums.at[l] += Σ term(x, y, mass) over all features that the row or any of the 32 documents has.
using AddEither = void (*)(const EitherRow& row, const EitherTile& tile, Lanes& sums);

/// The loops for one instruction set.
struct LaneLoops {
  const char* instructions;
  AddLanes add_products;           ///< term x·y
  AddLanes add_minima;             ///< term min(x, y)
  AddEither add_squares;           ///< term (x − y)²
  AddEither add_weighted_squares;  ///< term (x − y)² / mass
  AddEither add_centred_products;  ///< term x·y; what stands alone in the tile times what the row has for absent features
};

/// Term information(x, y). Its logarithms are the library's, one after the other: no instruction set has any.
void add_information(const EitherRow& row, const EitherTile& tile, Lanes& sums);

/// The same terms where the row does not have the feature; of centred products, what is to be multiplied.
[[nodiscard]] double square_alone(double x, double mass) noexcept;
[[nodiscard]] double weighted_square_alone(double x, double mass) noexcept;
[[nodiscard]] double information_alone(double x, double mass) noexcept;
[[nodiscard]] double centred_product_alone(double x, double mass) noexcept;

/// What this machine can run, the fastest last.
[[nodiscard]] std::span<const LaneLoops> lane_loops() noexcept;

}  // namespace stance::detail
