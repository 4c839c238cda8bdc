/// Each stage of the road on its own, and the whole road. All report the bytes of the original text per second.

#include <benchmark/benchmark.h>

#include <memory>
#include <sstream>
#include <utility>
#include <vector>

#include "bench_corpus.hpp"
#include "detail/evidence_build.hpp"
#include "detail/evidence_scan.hpp"
#include "stance/analysis.hpp"
#include "stance/clean.hpp"
#include "stance/evidence.hpp"
#include "stance/tfidf.hpp"
#include "stance/tokens.hpp"

namespace stance::bench {
namespace {

const CompiledLexicon& lexicon() {
  static const CompiledLexicon compiled(load_lexicon("geopolitics.en"));
  return compiled;
}

/// The corpus, cleaned and cut into tokens.
struct Prepared {
  Vocabulary vocabulary;
  Tokenizer tokenizer{"en", vocabulary};
  std::vector<CleanText> clean_texts;
  std::vector<Tokens> tokens;
  std::size_t words = 0;
};

const Prepared& prepared() {
  static const auto made = [] {
    auto out = std::make_unique<Prepared>();
    for (const Document& document : texts().corpus) {
      out->clean_texts.push_back(clean(document.text));
      out->tokens.push_back(out->tokenizer(out->clean_texts.back()));
      out->words += out->tokens.back().words.size();
    }
    return out;
  }();
  return *made;
}

void report(benchmark::State& state) { state.SetBytesProcessed(static_cast<std::int64_t>(texts().bytes) * state.iterations()); }

void clean_texts(benchmark::State& state) {
  for (auto _ : state) {
    for (const Document& document : texts().corpus) benchmark::DoNotOptimize(clean(document.text));
  }
  report(state);
}
BENCHMARK(clean_texts)->Unit(benchmark::kMillisecond);

/// Words, sentences, folding and interning. Argument: 1 sends everything through ICU.
void tokenize(benchmark::State& state) {
  const Prepared& data = prepared();
  for (auto _ : state) {
    Vocabulary vocabulary;
    Tokenizer tokenizer("en", vocabulary, state.range(0) == 1 ? TokenizerPath::full : TokenizerPath::automatic);
    for (const CleanText& text : data.clean_texts) benchmark::DoNotOptimize(tokenizer(text));
  }
  report(state);
}
BENCHMARK(tokenize)->ArgName("full")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// Names, modifiers and clauses: two of the three matchers.
void scan(benchmark::State& state) {
  const detail::ScanPatterns patterns(lexicon().lexicon());
  detail::Scanner scanner(patterns, prepared().vocabulary);
  detail::Scan out;
  for (auto _ : state) {
    for (const Tokens& tokens : prepared().tokens) {
      scanner.run(tokens, out);
      benchmark::DoNotOptimize(out.mentions.data());
    }
  }
  report(state);
}
BENCHMARK(scan)->Unit(benchmark::kMillisecond);

/// Cues and axis patterns: the third matcher. Argument: 1 looks at each word anew, as a process does at its start.
void match_stance_patterns(benchmark::State& state) {
  const detail::ScanPatterns names(lexicon().lexicon());
  const detail::StancePatterns patterns(lexicon().lexicon());
  detail::Scanner scanner(names, prepared().vocabulary);
  std::vector<detail::Scan> scans(prepared().tokens.size());
  for (std::size_t i = 0; i < scans.size(); ++i) scanner.run(prepared().tokens[i], scans[i]);
  auto workspace = std::make_unique<MatchWorkspace>(patterns.matcher, prepared().vocabulary);
  std::vector<Match> matches;
  for (auto _ : state) {
    if (state.range(0) == 1) workspace = std::make_unique<MatchWorkspace>(patterns.matcher, prepared().vocabulary);
    for (std::size_t i = 0; i < scans.size(); ++i) {
      workspace->find({&prepared().tokens[i].words, &scans[i].before, &scans[i].mentions}, matches);
      benchmark::DoNotOptimize(matches.data());
    }
  }
  report(state);
}
BENCHMARK(match_stance_patterns)->ArgName("cold")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// Scan, matching and the stance rules.
void evidence(benchmark::State& state) {
  EvidenceExtractor extractor(lexicon(), prepared().vocabulary);
  for (auto _ : state) {
    for (std::size_t i = 0; i < prepared().tokens.size(); ++i) benchmark::DoNotOptimize(extractor(prepared().clean_texts[i], prepared().tokens[i], ""));
  }
  report(state);
}
BENCHMARK(evidence)->Unit(benchmark::kMillisecond);

/// Counting and weighting, from tokens. Argument: longest n-gram.
void tf_idf(benchmark::State& state) {
  DfmOptions options;
  options.ngram_max = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    DfmBuilder builder(options, prepared().vocabulary);
    for (std::size_t i = 0; i < prepared().tokens.size(); ++i) builder.add(texts().corpus[i].id, prepared().tokens[i]);
    benchmark::DoNotOptimize(fit_transform(builder.build()));
  }
  report(state);
}
BENCHMARK(tf_idf)->ArgName("ngram_max")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

/// clean → tokens → evidence → positions. Argument: threads.
void whole_road(benchmark::State& state) {
  AnalysisOptions options;
  options.threads = static_cast<std::size_t>(state.range(0));
  (void)lexicon();
  for (auto _ : state) benchmark::DoNotOptimize(analyze(texts().corpus, lexicon(), options));
  report(state);
}
BENCHMARK(whole_road)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The whole road, and words counted for topics on the way.
void whole_road_with_features(benchmark::State& state) {
  AnalysisOptions options;
  options.threads = 1;
  options.count_features = CountFeatures::yes;
  (void)lexicon();
  for (auto _ : state) benchmark::DoNotOptimize(analyze(texts().corpus, lexicon(), options));
  report(state);
}
BENCHMARK(whole_road_with_features)->UseRealTime()->Unit(benchmark::kMillisecond);

// What a process pays before its first document.

void start_load_lexicon(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(load_lexicon("geopolitics.en"));
}
BENCHMARK(start_load_lexicon)->Unit(benchmark::kMillisecond);

void start_compile_lexicon(benchmark::State& state) {
  const Lexicon loaded = load_lexicon("geopolitics.en");
  for (auto _ : state) benchmark::DoNotOptimize(CompiledLexicon(loaded));
}
BENCHMARK(start_compile_lexicon)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stance::bench
