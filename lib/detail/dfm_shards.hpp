#pragma once
/// @file dfm_shards.hpp
/// Counting the documents of a corpus on several threads.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "detail/parallel.hpp"
#include "detail/text_faults.hpp"
#include "stance/dfm.hpp"

namespace stance::detail {

struct Shards {
  std::vector<DocumentCounts> counts;           ///< of the workers
  std::vector<std::vector<Diagnostic>> faults;  ///< of each document of the corpus
};

/// Sets workers to count the documents.
/// @tparam Counter  what a worker thread owns: made from the options, count(document, place), take() → DocumentCounts
/// @throws InvalidArgument for options that make no sense
template <class Counter>
[[nodiscard]] Shards count_shards(const Corpus& corpus, const CountOptions& options) {
  constexpr std::size_t batch_documents = 256;  // between two calls of progress
  const StopScope stop(options.stop);
  static_cast<void>(DocumentCounts(options.features));  // options out of range are the caller's fault and no document's
  std::vector<std::unique_ptr<Counter>> workers(thread_count(options.threads));
  Shards out;
  out.faults.resize(corpus.size());
  for (std::size_t done = 0; done < corpus.size();) {
    const std::size_t batch = std::min(batch_documents, corpus.size() - done);
    for_each_index(batch, workers.size(), [&](std::size_t i, std::size_t worker) {
      if (!workers[worker]) workers[worker] = std::make_unique<Counter>(options);
      const std::size_t place = done + i;
      out.faults[place] = faults_in(corpus[place], [&] { workers[worker]->count(corpus[place], place); });
    });
    done += batch;
    if (options.progress) options.progress(done);
  }
  for (const std::unique_ptr<Counter>& worker : workers) {
    if (worker) out.counts.push_back(worker->take());
  }
  return out;
}

}  // namespace stance::detail
