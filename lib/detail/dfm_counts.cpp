#include <algorithm>
#include <array>

#include "detail/dfm_grams.hpp"
#include "detail/dfm_words.hpp"
#include "stance/dfm.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

using detail::CountedDocument;
using detail::EntryPlace;
using detail::GramCount;
using detail::GramId;
using detail::kDropped;
using detail::kNoGram;

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("dfm options: " + message);
}

DfmOptions checked(DfmOptions options) {
  require(options.ngram_min >= 1 && options.ngram_min <= options.ngram_max && options.ngram_max <= kMaxNgram,
          "expected 1 <= ngram_min <= ngram_max <= " + std::to_string(kMaxNgram) + ", got " + std::to_string(options.ngram_min) + " and " +
              std::to_string(options.ngram_max));
  require(options.max_doc_freq > 0.0 && options.max_doc_freq <= 1.0,
          "max_doc_freq: expected a proportion in (0, 1], got " + std::to_string(options.max_doc_freq));
  require(!options.max_features || *options.max_features > 0, "max_features: expected 1 or more, or nothing for no limit; got 0");
  std::sort(options.stop_words.begin(), options.stop_words.end());  // two lists of the same words are the same options
  options.stop_words.erase(std::unique(options.stop_words.begin(), options.stop_words.end()), options.stop_words.end());
  return options;
}

void sort_by_position(std::vector<CountedDocument>& documents) {
  std::sort(documents.begin(), documents.end(), [](const CountedDocument& a, const CountedDocument& b) { return a.position < b.position; });
  for (std::size_t i = 1; i < documents.size(); ++i) {
    if (documents[i - 1].position != documents[i].position) continue;
    throw InvalidArgument("document counts: '" + documents[i - 1].name + "' and '" + documents[i].name + "' have the same position " +
                          std::to_string(documents[i].position));
  }
}

}  // namespace

struct DocumentCounts::Impl {
  DfmOptions options;
  const Vocabulary* types = nullptr;
  detail::KeptWords kept;
  detail::GramTable grams;
  std::vector<GramId> gram_of_type;           // by TypeId of *types; kNoGram: not met yet
  std::vector<std::uint32_t> counts;  // by gram, of the document in hand; all 0 between documents
  std::vector<CountedDocument> documents;
  detail::GramEntries entries;
  bool unused_grams = false;                  // a document that could not be counted has left grams behind
  // Of the document in hand, used again for the next:
  std::vector<GramId> words;                  // that are kept
  std::vector<std::uint8_t> reach;            // by kept word: how many words an n-gram that ends with it may have
  std::vector<GramId> ending;                 // by kept word: a gram that ends with it
  std::vector<GramId> touched;                // the first n_touched: grams with counts > 0
  std::size_t n_touched = 0;
  std::vector<GramCount> counted;

  explicit Impl(DfmOptions opts, const Vocabulary* vocabulary) : options(checked(std::move(opts))), types(vocabulary), kept(options) {}

  /// Gives back what only counting needs, before the matrix is made.
  void release_buffers() {
    grams.close();
    std::vector<std::uint32_t>().swap(counts);
    for (std::vector<GramId>* buffer : {&gram_of_type, &words, &ending, &touched}) std::vector<GramId>().swap(*buffer);
  }

  /// Asked once for each type, not for each token.
  GramId gram_of(std::string_view word) { return kept.contains(word) ? grams.word(word) : kDropped; }

  GramId gram_of(TypeId type) {
    const std::uint32_t index = index_of(type);
    if (index < gram_of_type.size() && gram_of_type[index] != kNoGram) return gram_of_type[index];
    return new_gram_of(type);
  }
  GramId new_gram_of(TypeId type) {
    const std::uint32_t index = index_of(type);
    if (index >= gram_of_type.size()) {
      if (types == nullptr || index >= types->size()) {
        throw InvalidArgument(types == nullptr ? std::string("document counts: a TypeId needs a vocabulary; give it to the constructor")
                                               : "document counts: type " + std::to_string(index) + " is not in the vocabulary of " +
                                                     std::to_string(types->size()) + " types");
      }
      gram_of_type.resize(types->size(), kNoGram);
    }
    return gram_of_type[index] = gram_of((*types)[type]);
  }

  void forget_document() noexcept {
    for (std::size_t i = 0; i < n_touched; ++i) counts[touched[i]] = 0;
    n_touched = 0;
  }

  /// Counts the grams of `length` words. Whether a gram was counted before cannot be predicted, so nothing branches on it.
  void count_grams(std::span<const GramId> ids, std::size_t length) {
    if (counts.size() < grams.size()) counts.resize(std::max(grams.size(), counts.size() + counts.size() / 2), 0);
    touched.resize(n_touched + ids.size());
    GramId* const list = touched.data();
    std::uint32_t* const by_gram = counts.data();
    std::size_t n = n_touched;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (length > 1 && reach[i] < length) continue;  // rarely: the beginnings of sentences
      std::uint32_t& count = by_gram[ids[i]];
      list[n] = ids[i];
      n += count == 0 ? 1U : 0U;
      ++count;
    }
    n_touched = n;
  }

  /// The words that are kept, and how far n-grams may reach back from each.
  /// @param word_at   index → word or TypeId
  /// @param breaks_at index → whether a sentence begins there
  template <class WordAt, class BreaksAt>
  void read_words(std::size_t n_tokens, WordAt word_at, BreaksAt breaks_at) {
    words.resize(n_tokens);
    reach.resize(n_tokens);
    std::size_t n = 0;
    std::size_t run = 0;
    for (std::size_t i = 0; i < n_tokens; ++i) {
      if (breaks_at(i)) run = 0;
      const GramId word = gram_of(word_at(i));
      if (word == kDropped) {
        if (options.ngram_gaps == NgramGaps::keep) run = 0;
        continue;
      }
      run = std::min(run + 1, options.ngram_max);
      words[n] = word;
      reach[n++] = static_cast<std::uint8_t>(run);
    }
    words.resize(n);
    reach.resize(n);
  }

  template <class WordAt, class BreaksAt>
  void count_all(std::size_t n_tokens, WordAt word_at, BreaksAt breaks_at) {
    read_words(n_tokens, word_at, breaks_at);
    if (options.ngram_min == 1) count_grams(words, 1);
    if (options.ngram_max == 1) return;
    ending = words;
    for (std::size_t length = 2; length <= options.ngram_max; ++length) {
      grams.extend_all(ending, words, reach, length);
      if (length >= options.ngram_min) count_grams(ending, length);
    }
  }

  template <class WordAt, class BreaksAt>
  void add(std::size_t position, std::string name, std::size_t n_tokens, WordAt word_at, BreaksAt breaks_at) {
    if (documents.size() >= std::numeric_limits<std::uint32_t>::max()) throw Error("document counts: too many documents (2^32 - 1)");
    if (n_tokens > std::numeric_limits<std::uint32_t>::max())
      throw InvalidArgument("document counts: more than 2^32 - 1 tokens in one document");
    documents.push_back({position, std::move(name), {}});
    try {
      count_all(n_tokens, word_at, breaks_at);
      counted.clear();
      for (std::size_t i = 0; i < n_touched; ++i) counted.push_back({touched[i], counts[touched[i]]});
      documents.back().entries = entries.append(counted);
    } catch (...) {
      documents.pop_back();  // a bad document leaves no trace in the counts of the others
      unused_grams = true;
      forget_document();
      throw;
    }
    forget_document();
  }

  template <class Word>
  void add(std::size_t position, std::string name, std::span<const Word> tokens, std::span<const std::size_t> breaks) {
    for (std::size_t i = 0; i < breaks.size(); ++i) {
      if (breaks[i] <= tokens.size() && (i == 0 || breaks[i - 1] <= breaks[i])) continue;
      throw InvalidArgument("document counts: breaks[" + std::to_string(i) + "]: expected ascending token indices of at most " +
                            std::to_string(tokens.size()) + ", got " + std::to_string(breaks[i]));
    }
    std::size_t next = 0;
    const auto breaks_at = [&](std::size_t i) {
      bool here = false;
      for (; next < breaks.size() && breaks[next] == i; ++next) here = true;
      return here;
    };
    add(
        position, std::move(name), tokens.size(), [&](std::size_t i) { return tokens[i]; }, breaks_at);
  }
};

DocumentCounts::DocumentCounts(DfmOptions options) : impl_(std::make_unique<Impl>(std::move(options), nullptr)) {}
DocumentCounts::DocumentCounts(DfmOptions options, const Vocabulary& types) : impl_(std::make_unique<Impl>(std::move(options), &types)) {}
DocumentCounts::~DocumentCounts() = default;
DocumentCounts::DocumentCounts(DocumentCounts&&) noexcept = default;
DocumentCounts& DocumentCounts::operator=(DocumentCounts&&) noexcept = default;

void DocumentCounts::add(std::size_t position, std::string name, std::span<const std::string_view> tokens,
                         std::span<const std::size_t> breaks) {
  impl_->add(position, std::move(name), tokens, breaks);
}

void DocumentCounts::add(std::size_t position, std::string name, std::span<const TypeId> tokens, std::span<const std::size_t> breaks) {
  impl_->add(position, std::move(name), tokens, breaks);
}

void DocumentCounts::add(std::size_t position, std::string name, const Tokens& tokens) {
  impl_->add(
      position, std::move(name), tokens.words.size(), [&](std::size_t i) { return tokens.words[i].type; },
      [&](std::size_t i) { return has(tokens.words[i].gap, Gap::sentence | Gap::block); });
}

void DocumentCounts::merge(DocumentCounts&& other) {
  Impl& to = *impl_;
  Impl& from = *other.impl_;
  if (&to == &from) throw InvalidArgument("document counts: cannot merge counts with themselves");
  if (!(to.options == from.options))
    throw InvalidArgument("document counts: merge: expected the same options on both sides, got different ones");
  const std::vector<GramId> ids = to.grams.absorb(from.grams);
  const std::size_t shift = to.entries.absorb(std::move(from.entries), ids);
  for (CountedDocument& document : from.documents) {
    document.entries.block += shift;
    to.documents.push_back(std::move(document));
  }
  to.unused_grams = to.unused_grams || from.unused_grams;
  other = DocumentCounts(to.options);
}

std::size_t DocumentCounts::n_documents() const noexcept { return impl_->documents.size(); }

Dfm DocumentCounts::to_dfm() const {
  std::vector<CountedDocument> documents = impl_->documents;
  sort_by_position(documents);
  return detail::make_dfm({impl_->grams, documents, impl_->entries, impl_->unused_grams}, impl_->options, 1);
}

Dfm build_dfm(std::vector<DocumentCounts> shards, std::size_t threads) {
  if (shards.empty()) return {};
  for (std::size_t i = 1; i < shards.size(); ++i) shards[0].merge(std::move(shards[i]));
  shards.resize(1);
  DocumentCounts::Impl& all = *shards[0].impl_;
  all.release_buffers();
  sort_by_position(all.documents);
  return detail::make_dfm({all.grams, all.documents, all.entries, all.unused_grams}, all.options, threads);
}

}  // namespace stance
