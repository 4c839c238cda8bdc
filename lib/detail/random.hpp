#pragma once
/// @file random.hpp
/// A counter-based random generator whose numbers do not depend on the standard library, on threads or on order.
///
/// The n-th number of a stream is mix(key + n·γ), a pure function of (seed, stream, n): SplitMix64 with a key hashed from
/// seed and stream. Give every unit of work (a pair of documents, an axis of a document) its own stream, and the result is
/// the same whichever thread does it and whatever else is computed. std::normal_distribution and its like are not used:
/// the standard leaves their algorithms open, so that two standard libraries give different numbers.
///
/// Not for cryptography. Two streams overlap with a chance of about length / 2^64.
/// @see Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators", doi 10.1145/2660193.2660195

#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

namespace stance::detail {

/// Finaliser of SplitMix64 (variant 13 of Stafford): a bijection of 64 bits that spreads every bit of its input.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t z) noexcept {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

/// Stream number for a name (FNV-1a, then mix64): work that is named keeps its numbers when its place in the corpus changes.
[[nodiscard]] constexpr std::uint64_t stream_of(std::string_view name, std::uint64_t start = 0xCBF29CE484222325ULL) noexcept {
  for (const char c : name) start = (start ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return mix64(start);
}

/// Quantile of the standard normal distribution, p in (0, 1); relative accuracy about 1e-16. ±infinity at 0 and 1, NaN outside.
/// @see Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37(3):477-484, doi 10.2307/2347330
[[nodiscard]] double normal_quantile(double p) noexcept;

/// One stream of random numbers. A small value: copy it to remember a place in the stream.
class Random {
 public:
  constexpr explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept
      // The odd constant keeps (seed, stream) = (a, b) and (b, a) apart.
      : state_(mix64(mix64(seed + kGolden) ^ (stream * 0xD1342543DE82EF95ULL + 0x632BE59BD9B4E019ULL))) {}

  /// 64 random bits.
  constexpr std::uint64_t bits() noexcept { return mix64(state_ += kGolden); }
  /// Uniform on [0, 1), a multiple of 2^-53.
  constexpr double uniform() noexcept { return static_cast<double>(bits() >> 11U) * 0x1p-53; }
  /// Uniform on (0, 1): never 0 or 1, so that logarithms and quantiles are finite.
  constexpr double uniform_open() noexcept { return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52; }
  /// Uniform on {0, …, n − 1}, n ≥ 1. Unbiased: the few values of `bits` that would favour small results are drawn again.
  constexpr std::uint64_t below(std::uint64_t n) noexcept {
    const std::uint64_t excess = (std::numeric_limits<std::uint64_t>::max() % n + 1) % n;
    std::uint64_t draw = bits();
    while (draw > std::numeric_limits<std::uint64_t>::max() - excess) draw = bits();
    return draw % n;
  }
  /// Standard normal, by inversion: one uniform for one normal.
  double normal() noexcept { return normal_quantile(uniform_open()); }
  /// Exponential with mean 1, by inversion. Normalised exponentials are the weights of the Bayesian bootstrap.
  double exponential() noexcept { return -std::log(uniform_open()); }

 private:
  static constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
  std::uint64_t state_;
};

}  // namespace stance::detail
