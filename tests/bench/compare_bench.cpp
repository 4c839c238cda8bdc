/// What is done with many documents at once: similarities by topic, the vector view, and the whole comparison.

#include <benchmark/benchmark.h>

#include "bench_corpus.hpp"
#include "stance/background.hpp"
#include "stance/compare.hpp"
#include "stance/projection.hpp"

namespace stance::bench {
namespace {

const CompiledLexicon& lexicon() {
  static const CompiledLexicon compiled(load_lexicon("geopolitics.en"));
  return compiled;
}

/// The corpus, analysed for comparisons.
const Analysis& analysis() {
  static const Analysis made = [] {
    AnalysisOptions options;
    options.count_features = CountFeatures::yes;
    options.features = topic_features("en");
    return analyze(texts().corpus, lexicon(), options);
  }();
  return made;
}

/// All pairs, one thread. Argument: the measure.
void all_pairs(benchmark::State& state) {
  const auto measure = static_cast<Measure>(state.range(0));
  const Dfm weighted = fit_transform(*analysis().features);
  for (auto _ : state) benchmark::DoNotOptimize(similarity_matrix(weighted, measure));
  state.SetLabel(std::string(name_of(measure)));
  state.counters["documents"] = static_cast<double>(weighted.n_documents());
}
BENCHMARK(all_pairs)
    ->Arg(static_cast<int>(Measure::cosine))
    ->Arg(static_cast<int>(Measure::weighted_jaccard))
    ->Arg(static_cast<int>(Measure::hellinger_distance))
    ->Unit(benchmark::kMillisecond);

/// The directions of all axes, as a process makes them at its start.
void start_directions(benchmark::State& state) {
  const DocumentFrequencies background = load_background("en");
  for (auto _ : state) benchmark::DoNotOptimize(AxisDirections(lexicon().lexicon(), background));
}
BENCHMARK(start_directions)->Unit(benchmark::kMillisecond);

/// The vector view of the whole corpus, from counts.
void project(benchmark::State& state) {
  const AxisDirections directions(lexicon().lexicon(), load_background("en"));
  for (auto _ : state) benchmark::DoNotOptimize(directions.project(*analysis().features));
  state.counters["documents"] = static_cast<double>(analysis().documents.size());
}
BENCHMARK(project)->Unit(benchmark::kMillisecond);

/// Matrices, pairs and contrasts; with 0, neighbours only. Intervals of topics are for corpora of at most 100 documents.
void compare_documents(benchmark::State& state) {
  CompareOptions options;
  options.full_matrix_limit = state.range(0) == 1 ? texts().corpus.size() : 1;
  for (auto _ : state) benchmark::DoNotOptimize(compare(texts().corpus, analysis(), lexicon(), options));
  state.counters["documents"] = static_cast<double>(analysis().documents.size());
}
BENCHMARK(compare_documents)->ArgName("full")->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stance::bench
