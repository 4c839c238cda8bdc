#include <algorithm>
#include <iterator>
#include <utility>

#include "detail/dfm_shards.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/dfm.hpp"

namespace stance {
namespace {

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
  detail::Shards shards = detail::count_shards<Counter>(corpus, options);
  CountedCorpus out;
  if (!shards.counts.empty()) out.dfm = build_dfm(std::move(shards.counts));
  for (std::vector<Diagnostic>& found : shards.faults) std::move(found.begin(), found.end(), std::back_inserter(out.diagnostics));
  return out;
}

}  // namespace stance
