#include "detail/similarity_lanes.hpp"

#include <array>
#include <cstring>

// What limits these loops: reading the tile. A cell costs 256 bytes from the first or second level of the cache, a product and an
// addition for each lane; the 32 sums stay in registers over the whole row. Each sum waits for its last addition, which the four
// registers of AVX-512 just hide. With SSE2 the 32 sums fill all registers and the arithmetic itself is the limit.
// Features that the 32 documents do not have point to a line of zeros: adding them changes no digit and costs less than a branch
// that is guessed wrong.
// Fused multiply-add would round once where others round twice: -ffp-contract=off keeps compilers from it.

namespace stance::detail {
namespace {

struct Product {
  template <class T>
  [[gnu::always_inline]] static void add(const T& x, const T& y, T& sum) {
    sum += x * y;
  }
};

struct Minimum {
  template <class T>
  [[gnu::always_inline]] static void add(const T& x, const T& y, T& sum) {
    sum += y < x ? y : x;
  }
};

/// Inlined into functions for one instruction set each, where registers of `kBytes` bytes are at hand.
template <class Term, std::size_t kBytes>
[[gnu::always_inline]] inline void add(const PackedRow& row, const std::uint16_t* slots, const Lanes* tile, Lanes& sums) {
  using Register [[gnu::vector_size(kBytes)]] = double;
  constexpr std::size_t n_registers = sizeof(Lanes) / kBytes;
  Register sum[n_registers];
  std::memcpy(sum, sums.at, sizeof(Lanes));
  for (std::size_t c = 0; c < row.size; ++c) {
    const double* const from = tile[slots[row.features[c]]].at;
    const Register x = row.values[c] - Register{};
#pragma GCC unroll 16
    for (std::size_t r = 0; r < n_registers; ++r) {
      Register y;
      std::memcpy(&y, from + r * kBytes / sizeof(double), kBytes);
      Term::add(x, y, sum[r]);
    }
  }
  std::memcpy(sums.at, sum, sizeof(Lanes));
}

// 16 bytes: what every 64-bit machine has (SSE2, NEON).
template <class Term>
void add_portable(const PackedRow& row, const std::uint16_t* slots, const Lanes* tile, Lanes& sums) {
  add<Term, 16>(row, slots, tile, sums);
}

#ifdef __x86_64__
template <class Term>
[[gnu::target("avx2")]] void add_avx2(const PackedRow& row, const std::uint16_t* slots, const Lanes* tile, Lanes& sums) {
  add<Term, 32>(row, slots, tile, sums);
}

template <class Term>
[[gnu::target("avx512f")]] void add_avx512(const PackedRow& row, const std::uint16_t* slots, const Lanes* tile, Lanes& sums) {
  add<Term, 64>(row, slots, tile, sums);
}
#endif

}  // namespace

std::span<const LaneLoops> lane_loops() noexcept {
#ifdef __x86_64__
  static constexpr std::array<LaneLoops, 3> loops = {{{"sse2", add_portable<Product>, add_portable<Minimum>},
                                                      {"avx2", add_avx2<Product>, add_avx2<Minimum>},
                                                      {"avx512f", add_avx512<Product>, add_avx512<Minimum>}}};
  static const std::size_t n = !__builtin_cpu_supports("avx2") ? 1U : !__builtin_cpu_supports("avx512f") ? 2U : 3U;
  return std::span(loops).first(n);
#else
  static constexpr std::array<LaneLoops, 1> loops = {{{"portable", add_portable<Product>, add_portable<Minimum>}}};
  return loops;
#endif
}

}  // namespace stance::detail
