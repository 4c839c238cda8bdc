#pragma once
/// @file dfm_shards.hpp
/// Counting the documents of a corpus on several threads.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "detail/parallel.hpp"
#include "detail/text_faults.hpp"
#include "stance/dfm.hpp"

namespace stance::detail {

/// Workers that count documents side by side.
/// @tparam Counter  what a worker thread owns: made from the options, count(document, place), take() → DocumentCounts
template <class Counter>
class ShardCounter {
 public:
  /// @throws InvalidArgument for options that make no sense
  explicit ShardCounter(const CountOptions& options) : options_(options), workers_(thread_count(options.threads)) {
    static_cast<void>(DocumentCounts(options.features));  // options out of range are the caller's fault and no document's
  }

  /// Counts documents whose places in the corpus follow those that were counted before.
  /// @return what went wrong with each
  std::vector<std::vector<Diagnostic>> count(std::span<const Document> documents) {
    constexpr std::size_t batch_documents = 256;  // between two calls of progress
    const StopScope stop(options_.stop);
    std::vector<std::vector<Diagnostic>> faults(documents.size());
    for (std::size_t done = 0; done < documents.size();) {
      const std::size_t batch = std::min(batch_documents, documents.size() - done);
      for_each_index(batch, workers_.size(), [&](std::size_t i, std::size_t worker) {
        if (!workers_[worker]) workers_[worker] = std::make_unique<Counter>(options_);
        const Document& document = documents[done + i];
        faults[done + i] = faults_in(document, [&] { workers_[worker]->count(document, n_counted_ + i); });
      });
      done += batch;
      n_counted_ += batch;
      if (options_.progress) options_.progress(n_counted_);
    }
    return faults;
  }

  /// The counts of all workers. Nothing may be counted afterwards.
  [[nodiscard]] std::vector<DocumentCounts> take() {
    std::vector<DocumentCounts> counts;
    for (const std::unique_ptr<Counter>& worker : workers_) {
      if (worker) counts.push_back(worker->take());
    }
    workers_.clear();
    return counts;
  }

 private:
  const CountOptions& options_;
  std::vector<std::unique_ptr<Counter>> workers_;
  std::size_t n_counted_ = 0;
};

}  // namespace stance::detail
