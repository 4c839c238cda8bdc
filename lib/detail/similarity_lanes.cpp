#include "detail/similarity_lanes.hpp"

#include <array>
#include <cstring>

#include "detail/similarity_rows.hpp"

// What limits these loops: reading the tile. A cell costs 256 bytes from the first or second level of the cache, a product and an
// addition for each lane; the 32 sums stay in registers over the whole row. Each sum waits for its last addition, which the four
// registers of AVX-512 do not quite hide: with 64 documents it would be an eighth faster, AVX2 a sixth slower and SSE2, whose registers
// 32 sums fill already, a quarter.
// Features that the 32 documents do not have point to a line of zeros: adding them changes no digit and costs less than a branch
// that is guessed wrong.
// Sums over the features of either document wait for one addition after the other, some eight for each cell of the row: the latency of an
// addition is their limit, and one wrong guess of a branch for each cell.
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

struct Square {
  static constexpr bool costs_much = false;
  static constexpr bool has_factor = false;
  template <class T>
  [[gnu::always_inline]] static void add(const T& x, const T& y, double /*mass*/, T& sum) {
    sum += (x - y) * (x - y);
  }
};

struct WeightedSquare {
  static constexpr bool costs_much = false;
  static constexpr bool has_factor = false;
  template <class T>
  [[gnu::always_inline]] static void add(const T& x, const T& y, double mass, T& sum) {
    sum += (x - y) * (x - y) / mass;
  }
};

struct CentredProduct {
  static constexpr bool costs_much = false;
  static constexpr bool has_factor = true;
  template <class T>
  [[gnu::always_inline]] static void add(const T& x, const T& y, double /*mass*/, T& sum) {
    sum += x * y;
  }
};

struct Information {
  static constexpr bool costs_much = true;
  static constexpr bool has_factor = false;
  static void add(double x, double y, double /*mass*/, double& sum) { sum += information(x, y); }
};

template <class Term>
double alone(double x, double mass) {
  double sum = 0.0;
  Term::add(x, 0.0, mass, sum);
  return sum;
}

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

/// sum += the lines before `end`, from `line` on, times a factor for terms that have one.
template <class Term, class Register, std::size_t n_registers>
[[gnu::always_inline]] inline void add_lines(const Lanes* lines, std::size_t& line, std::size_t end, double factor,
                                             Register (&sum)[n_registers]) {
  for (; line < end; ++line) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < n_registers; ++r) {
      Register y;
      std::memcpy(&y, lines[line].at + r * (kLanes / n_registers), sizeof(Register));
      if constexpr (Term::has_factor) y *= factor;
      sum[r] += y;
    }
  }
}

/// sum += terms of x and the values of a line. Terms that cost much are worth leaving out where nobody asks for the sum.
template <class Term, class Register, std::size_t n_registers>
[[gnu::always_inline]] inline void add_line(double value, const Lanes& line, double mass, std::size_t n_lanes,
                                            Register (&sum)[n_registers]) {
  constexpr std::size_t size = kLanes / n_registers;
  if constexpr (Term::costs_much) {
    for (std::size_t l = 0; l < n_lanes; ++l) {
      double of_lane = sum[l / size][l % size];
      Term::add(value, line.at[l], mass, of_lane);
      sum[l / size][l % size] = of_lane;
    }
  } else {
    const Register x = value - Register{};
#pragma GCC unroll 16
    for (std::size_t r = 0; r < n_registers; ++r) {
      Register y;
      std::memcpy(&y, line.at + r * size, sizeof(Register));
      Term::add(x, y, mass, sum[r]);
    }
  }
}

template <class Term, std::size_t kBytes>
[[gnu::always_inline]] inline void add_either(const EitherRow& row, const EitherTile& tile, Lanes& sums) {
  using Register [[gnu::vector_size(kBytes)]] = double;
  Register sum[sizeof(Lanes) / kBytes];
  std::memcpy(sum, sums.at, sizeof(Lanes));
  std::size_t line = 0;
  for (std::size_t c = 0; c < row.cells.size; ++c) {
    const std::uint16_t feature = row.cells.features[c];
    const double mass = tile.masses == nullptr ? 1.0 : tile.masses[feature];
    add_lines<Term>(tile.alone, line, tile.lines[feature], row.absent, sum);
    const bool in_both = tile.features[line] == feature;
    add_line<Term>(row.cells.values[c], in_both ? tile.values[line] : tile.absent, mass, row.n_lanes, sum);
    line += in_both ? 1 : 0;
  }
  add_lines<Term>(tile.alone, line, tile.size, row.absent, sum);
  std::memcpy(sums.at, sum, sizeof(Lanes));
}

// 16 bytes: what every 64-bit machine has (SSE2, NEON).
template <class Term>
void add_portable(const PackedRow& row, const std::uint16_t* slots, const Lanes* tile, Lanes& sums) {
  add<Term, 16>(row, slots, tile, sums);
}

template <class Term>
void add_either_portable(const EitherRow& row, const EitherTile& tile, Lanes& sums) {
  add_either<Term, 16>(row, tile, sums);
}

#ifdef __x86_64__
template <class Term>
[[gnu::target("avx2")]] void add_either_avx2(const EitherRow& row, const EitherTile& tile, Lanes& sums) {
  add_either<Term, 32>(row, tile, sums);
}

template <class Term>
[[gnu::target("avx512f")]] void add_either_avx512(const EitherRow& row, const EitherTile& tile, Lanes& sums) {
  add_either<Term, 64>(row, tile, sums);
}

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

void add_information(const EitherRow& row, const EitherTile& tile, Lanes& sums) { add_either<Information, 16>(row, tile, sums); }

double square_alone(double x, double mass) noexcept { return alone<Square>(x, mass); }
double weighted_square_alone(double x, double mass) noexcept { return alone<WeightedSquare>(x, mass); }
double information_alone(double x, double mass) noexcept { return alone<Information>(x, mass); }
double centred_product_alone(double x, double /*mass*/) noexcept { return x; }

std::span<const LaneLoops> lane_loops() noexcept {
  static constexpr LaneLoops portable = {"portable",
                                         add_portable<Product>,
                                         add_portable<Minimum>,
                                         add_either_portable<Square>,
                                         add_either_portable<WeightedSquare>,
                                         add_either_portable<CentredProduct>};
#ifdef __x86_64__
  static constexpr std::array<LaneLoops, 3> loops = {{portable,
                                                      {"avx2", add_avx2<Product>, add_avx2<Minimum>, add_either_avx2<Square>,
                                                       add_either_avx2<WeightedSquare>, add_either_avx2<CentredProduct>},
                                                      {"avx512f", add_avx512<Product>, add_avx512<Minimum>, add_either_avx512<Square>,
                                                       add_either_avx512<WeightedSquare>, add_either_avx512<CentredProduct>}}};
  static const std::size_t n = !__builtin_cpu_supports("avx2") ? 1U : !__builtin_cpu_supports("avx512f") ? 2U : 3U;
  return std::span(loops).first(n);
#else
  return {&portable, 1};
#endif
}

}  // namespace stance::detail
