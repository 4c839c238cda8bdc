/// stance_budget: each stage once, on one thread and on a small corpus of its own making, between marks that callgrind understands.
/// budget.py runs it under callgrind and compares the instructions of each stage with budget.json. Without callgrind it does the same
/// work and counts nothing.

#include <valgrind/callgrind.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bench_corpus.hpp"
#include "stance.hpp"

namespace stance::bench {
namespace {

constexpr std::size_t n_documents = 8;
constexpr std::size_t document_bytes = 12'000;

/// The instructions of `stage` alone, as one dump of callgrind with this name; what came before does not count. The work of the first call
/// counts: what a stage builds lazily is a part of it.
template <typename Stage>
auto counted(const char* name, const Stage& stage) {
  CALLGRIND_START_INSTRUMENTATION;  // all between the stages runs at the speed of a program that nobody counts
  CALLGRIND_ZERO_STATS;
  auto result = stage();
  CALLGRIND_DUMP_STATS_AT(name);
  CALLGRIND_STOP_INSTRUMENTATION;  // forgets what was not dumped
  return result;
}

std::string json_lines() {
  Generator generator(1);
  std::string out;
  for (std::size_t i = 0; i < n_documents; ++i) {
    std::string text = generator.document(document_bytes);
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, "\\n");
    out += "{\"id\":\"made" + std::to_string(i) + "\",\"text\":\"" + text + "\"}\n";
  }
  return out;
}

Corpus read(std::istream& rows) {
  DocumentReader reader({"-"}, {}, rows);
  Corpus corpus;
  std::vector<Diagnostic> faults;
  Document document;
  while (reader.next(document, faults)) corpus.add(std::move(document));
  return corpus;
}

Dfm weighted(const Corpus& corpus, std::size_t ngram_max) {
  CountOptions options;
  options.threads = 1;
  options.language = "en";
  options.features.ngram_max = ngram_max;
  return fit_transform(count_features(corpus, options).dfm);
}

void run() {
  std::istringstream rows(json_lines());
  const Corpus corpus = counted("read", [&] { return read(rows); });
  if (corpus.size() != n_documents) throw Error("stance_budget: the corpus was not read back");

  const std::vector<CleanText> texts = counted("clean", [&] {
    std::vector<CleanText> out;
    for (const Document& document : corpus) out.push_back(clean(document.text));
    return out;
  });
  Vocabulary vocabulary;
  Tokenizer tokenizer("en", vocabulary);
  const std::vector<Tokens> tokens = counted("tokenize", [&] {
    std::vector<Tokens> out;
    for (const CleanText& text : texts) out.push_back(tokenizer(text));
    return out;
  });

  const Dfm unigrams = counted("tfidf", [&] { return weighted(corpus, 1); });
  counted("tfidf12", [&] { return weighted(corpus, 2).n_features(); });
  counted("cosines", [&] { return similarity_matrix(unigrams); });
  counted("nearest", [&] { return top_k(unigrams, 3); });

  const Lexicon pack = counted("lexicon_load", [] { return load_lexicon("geopolitics.en"); });
  const CompiledLexicon lexicon = counted("lexicon_compile", [&] { return CompiledLexicon(pack); });
  std::size_t records = 0;
  {
    EvidenceExtractor extractor(lexicon, vocabulary);
    const auto evidence = [&] {
      std::size_t n = 0;
      for (std::size_t i = 0; i < texts.size(); ++i) n += extractor(texts[i], tokens[i], "").targets.size();
      return n;
    };
    records = counted("evidence_cold", evidence);
    counted("evidence", evidence);
  }
  if (records == 0) throw Error("stance_budget: the corpus holds no evidence, so nothing would be measured");

  AnalysisOptions options;
  options.threads = 1;
  const Analysis analysis = counted("score", [&] { return analyze(corpus, lexicon, options); });
  counted("write", [&] {
    std::ostringstream out;
    const auto writer = jsonl_score_writer(out, {pack, options, ShowEvidence::no, 2});
    for (std::size_t i = 0; i < corpus.size(); ++i) writer->add(corpus[i], analysis.documents[i]);
    writer->finish({});
    return out.str().size();
  });
}

}  // namespace
}  // namespace stance::bench

int main() {
  try {
    stance::bench::run();
    return 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 1;
  }
}
