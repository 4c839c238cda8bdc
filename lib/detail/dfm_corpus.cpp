#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/text_faults.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/dfm.hpp"

namespace stance {
namespace {

constexpr std::size_t batch_documents = 256;  ///< between two calls of progress

/// What a worker thread owns.
class Counter {
 public:
  explicit Counter(const CountOptions& options) : options_(options), counts_(options.features, vocabulary_) {}

  void count(const Document& document, std::size_t place) {
    const std::string& language = document.language.empty() ? options_.language : document.language;
    counts_.add(place, document.id, tokenizers_.of(language)(clean(document.text, options_.clean)));
  }
  DocumentCounts take() { return std::move(counts_); }

 private:
  const CountOptions& options_;
  Vocabulary vocabulary_;
  detail::Tokenizers tokenizers_{vocabulary_};
  DocumentCounts counts_;
};

}  // namespace

CountedCorpus count_features(const Corpus& corpus, const CountOptions& options) {
  const detail::StopScope stop(options.stop);
  static_cast<void>(DocumentCounts(options.features));  // options out of range are the caller's fault and no document's
  std::vector<std::unique_ptr<Counter>> workers(detail::thread_count(options.threads));
  std::vector<std::vector<Diagnostic>> faults(corpus.size());
  for (std::size_t done = 0; done < corpus.size();) {
    const std::size_t batch = std::min(batch_documents, corpus.size() - done);
    detail::for_each_index(batch, workers.size(), [&](std::size_t i, std::size_t worker) {
      if (!workers[worker]) workers[worker] = std::make_unique<Counter>(options);
      const std::size_t place = done + i;
      faults[place] = detail::faults_in(corpus[place], [&] { workers[worker]->count(corpus[place], place); });
    });
    done += batch;
    if (options.progress) options.progress(done);
  }
  CountedCorpus out;
  std::vector<DocumentCounts> shards;
  for (const std::unique_ptr<Counter>& worker : workers) {
    if (worker) shards.push_back(worker->take());
  }
  if (!shards.empty()) out.dfm = build_dfm(std::move(shards));
  for (std::vector<Diagnostic>& found : faults) std::move(found.begin(), found.end(), std::back_inserter(out.diagnostics));
  return out;
}

}  // namespace stance
