#include <algorithm>
#include <iterator>
#include <utility>

#include "detail/dfm_shards.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/dfm.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// What a worker thread owns.
class Counter {
 public:
  explicit Counter(const CountOptions& options)
      : options_(options),
        breaks_(options.features.ngram_max > 1 ? SentenceBreaks::find : SentenceBreaks::skip),
        counts_(options.features, vocabulary_) {}

  void count(const Document& document, std::size_t place) {
    const std::string& language = document.language.empty() ? options_.language : document.language;
    tokenizers_.of(language).read_types(clean(document.text, options_.clean), breaks_, words_);
    counts_.add(place, document.id, words_.types, words_.breaks);
  }
  DocumentCounts take() { return std::move(counts_); }

 private:
  const CountOptions& options_;
  SentenceBreaks breaks_;  ///< words alone do not care for sentences
  Vocabulary vocabulary_;
  detail::Tokenizers tokenizers_{vocabulary_};
  WordTypes words_;
  DocumentCounts counts_;
};

void append(std::vector<Diagnostic>& to, std::vector<std::vector<Diagnostic>> faults) {
  for (std::vector<Diagnostic>& found : faults) std::move(found.begin(), found.end(), std::back_inserter(to));
}

/// Documents of a reader in batches, in memory that is used again.
class Batches {
 public:
  Batches(DocumentReader& reader, std::size_t batch_bytes) : reader_(reader), batch_bytes_(batch_bytes) {}

  /// The next documents, good until the next call; none at the end.
  [[nodiscard]] std::span<const Document> next(std::vector<Diagnostic>& diagnostics) {
    std::size_t n = 0;
    for (std::size_t bytes = 0; more_ && (n == 0 || bytes < batch_bytes_); ++n) {
      if (n == documents_.size()) documents_.emplace_back();
      more_ = reader_.next(documents_[n], diagnostics);
      if (!more_) break;
      bytes += documents_[n].text.size();
    }
    return {documents_.data(), n};
  }

 private:
  DocumentReader& reader_;
  std::size_t batch_bytes_;
  std::vector<Document> documents_;
  bool more_ = true;
};

void require_no_choice(const DfmOptions& features) {
  if (features.min_doc_freq <= 1 && features.max_doc_freq >= 1.0 && !features.max_features) return;
  throw InvalidArgument(
      "count_in_batches: expected no min_doc_freq, max_doc_freq and max_features: how many documents have a feature is known when all are counted; "
      "choose features from the document frequencies");
}

}  // namespace

CountedCorpus count_features(const Corpus& corpus, const CountOptions& options) {
  detail::ShardCounter<Counter> counter(options);
  CountedCorpus out;
  append(out.diagnostics, counter.count(corpus.documents()));
  out.dfm = build_dfm(counter.take(), options.threads);
  return out;
}

CountedCorpus count_features(DocumentReader& reader, const CountOptions& options) {
  constexpr std::size_t batch_bytes = std::size_t{1} << 22U;  // enough to keep many threads busy
  detail::ShardCounter<Counter> counter(options);
  Batches batches(reader, batch_bytes);
  CountedCorpus out;
  for (auto batch = batches.next(out.diagnostics); !batch.empty(); batch = batches.next(out.diagnostics)) append(out.diagnostics, counter.count(batch));
  out.dfm = build_dfm(counter.take(), options.threads);
  return out;
}

void count_in_batches(DocumentReader& reader, const CountOptions& options, const std::function<void(CountedCorpus)>& use, std::size_t batch_bytes) {
  require_no_choice(options.features);
  Batches batches(reader, batch_bytes);
  std::size_t done = 0;
  CountOptions of_batch = options;
  if (options.progress) of_batch.progress = [&](std::size_t n) { options.progress(done + n); };
  for (bool more = true; more;) {
    CountedCorpus part;
    const std::span<const Document> batch = batches.next(part.diagnostics);
    more = !batch.empty();
    if (!more && part.diagnostics.empty()) break;
    detail::ShardCounter<Counter> counter(of_batch);
    append(part.diagnostics, counter.count(batch));
    part.dfm = build_dfm(counter.take(), options.threads);
    done += batch.size();
    use(std::move(part));
  }
}

}  // namespace stance
