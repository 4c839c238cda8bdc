/// Intervals: one for each axis and target of each document, so they must stay in the microseconds.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "detail/position_quantiles.hpp"
#include "detail/random.hpp"
#include "stance/position.hpp"

namespace stance::bench {
namespace {

std::vector<Observation> observations(std::int64_t n) {
  constexpr double values[] = {-1, -0.3, 0, 0.5, 0.7, 1};
  constexpr double weights[] = {0.5, 1, 1, 2, 4};
  detail::Random random(static_cast<std::uint64_t>(n));
  std::vector<Observation> out;
  for (std::uint32_t s = 0; s < static_cast<std::uint32_t>(n); ++s) out.push_back({values[random.below(6)], weights[random.below(5)], s});
  out.front().value = 0.5;
  return out;
}

void position_beta(benchmark::State& state) {
  const std::vector<Observation> sample = observations(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(weighted_position(sample));
}
BENCHMARK(position_beta)->ArgName("sentences")->Arg(1)->Arg(5)->Arg(20)->Arg(100)->Arg(1000);

void position_bootstrap(benchmark::State& state) {
  const std::vector<Observation> sample = observations(state.range(0));
  PositionOptions options;
  options.method = IntervalMethod::bayesian_bootstrap;
  for (auto _ : state) benchmark::DoNotOptimize(weighted_position(sample, options));
}
BENCHMARK(position_bootstrap)->ArgName("sentences")->Arg(5)->Arg(20)->Unit(benchmark::kMicrosecond);

void intensity(benchmark::State& state) {
  std::vector<Observation> sample;
  for (std::uint32_t s = 0; s < static_cast<std::uint32_t>(state.range(0)); ++s) sample.push_back({1.0, 1.0, 7 * s});
  for (auto _ : state) benchmark::DoNotOptimize(intensity_position(sample, 3000, 5.0));
}
BENCHMARK(intensity)->ArgName("sentences")->Arg(0)->Arg(5)->Arg(50);

}  // namespace
}  // namespace stance::bench
