#include <algorithm>
#include <array>

#include "detail/dfm_grams.hpp"
#include "detail/dfm_words.hpp"
#include "stance/dfm.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

using detail::CountedDocument;
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

}  // namespace

struct DocumentCounts::Impl {
  DfmOptions options;
  const Vocabulary* types = nullptr;
  detail::KeptWords kept;
  detail::GramTable grams;
  std::vector<GramId> gram_of_type;   // by TypeId of *types; kNoGram: not met yet
  std::vector<std::uint32_t> counts;  // by gram, of the document in hand; all 0 between documents
  std::vector<GramId> touched;        // grams with counts > 0
  std::vector<CountedDocument> documents;
  std::vector<GramCount> entries;

  explicit Impl(DfmOptions opts, const Vocabulary* vocabulary) : options(checked(std::move(opts))), types(vocabulary), kept(options) {}

  /// Asked once for each type, not for each token.
  GramId gram_of(std::string_view word) { return kept.contains(word) ? grams.word(word) : kDropped; }

  GramId gram_of(TypeId type) {
    const std::uint32_t index = index_of(type);
    if (index >= gram_of_type.size()) {
      if (types == nullptr || index >= types->size()) {
        throw InvalidArgument(types == nullptr ? std::string("document counts: a TypeId needs a vocabulary; give it to the constructor")
                                               : "document counts: type " + std::to_string(index) + " is not in the vocabulary of " +
                                                     std::to_string(types->size()) + " types");
      }
      gram_of_type.resize(types->size(), kNoGram);
    }
    GramId& gram = gram_of_type[index];
    if (gram == kNoGram) gram = gram_of((*types)[type]);
    return gram;
  }

  void count(GramId gram) {
    if (gram >= counts.size()) counts.resize(std::max<std::size_t>(grams.size(), 2 * counts.size()), 0);
    if (counts[gram]++ == 0) touched.push_back(gram);
  }

  void forget_document() {
    for (const GramId gram : touched) counts[gram] = 0;
    touched.clear();
  }

  /// @param word_at   index → word or TypeId
  /// @param breaks_at index → whether a sentence begins there
  template <class WordAt, class BreaksAt>
  void count_all(std::size_t n_tokens, WordAt word_at, BreaksAt breaks_at) {
    std::array<GramId, kMaxNgram + 1> ending{};  // ending[k]: the gram of k words that ends at the last kept token
    std::size_t run = 0;                         // tokens that an n-gram may reach back to
    for (std::size_t i = 0; i < n_tokens; ++i) {
      if (breaks_at(i)) run = 0;
      const GramId word = gram_of(word_at(i));
      if (word == kDropped) {
        if (options.ngram_gaps == NgramGaps::keep) run = 0;
        continue;
      }
      run = std::min(run + 1, options.ngram_max);
      for (std::size_t k = run; k >= 2; --k) ending[k] = grams.extend(ending[k - 1], word);
      ending[1] = word;
      for (std::size_t k = options.ngram_min; k <= run; ++k) count(ending[k]);
    }
  }

  template <class WordAt, class BreaksAt>
  void add(std::size_t position, std::string name, std::size_t n_tokens, WordAt word_at, BreaksAt breaks_at) {
    if (documents.size() >= std::numeric_limits<std::uint32_t>::max()) throw Error("document counts: too many documents (2^32 - 1)");
    if (n_tokens > std::numeric_limits<std::uint32_t>::max())
      throw InvalidArgument("document counts: more than 2^32 - 1 tokens in one document");
    const std::size_t begin = entries.size();
    try {
      count_all(n_tokens, word_at, breaks_at);
      for (const GramId gram : touched) entries.push_back({gram, counts[gram]});
      documents.push_back({position, std::move(name), begin, entries.size()});
    } catch (...) {
      entries.resize(begin);  // a bad document leaves no trace in the counts of the others
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
  const Impl& from = *other.impl_;
  if (&to == &from) throw InvalidArgument("document counts: cannot merge counts with themselves");
  if (!(to.options == from.options))
    throw InvalidArgument("document counts: merge: expected the same options on both sides, got different ones");
  const std::vector<GramId> ids = to.grams.absorb(from.grams);
  const std::size_t shift = to.entries.size();
  to.entries.reserve(shift + from.entries.size());
  for (const GramCount& entry : from.entries) to.entries.push_back({ids[entry.gram], entry.count});
  for (const CountedDocument& document : from.documents) {
    to.documents.push_back({document.position, document.name, document.begin + shift, document.end + shift});
  }
  other = DocumentCounts(from.options);
}

std::size_t DocumentCounts::n_documents() const noexcept { return impl_->documents.size(); }

Dfm DocumentCounts::to_dfm() const {
  std::vector<CountedDocument> documents = impl_->documents;
  std::sort(documents.begin(), documents.end(), [](const CountedDocument& a, const CountedDocument& b) { return a.position < b.position; });
  for (std::size_t i = 1; i < documents.size(); ++i) {
    if (documents[i - 1].position != documents[i].position) continue;
    throw InvalidArgument("document counts: '" + documents[i - 1].name + "' and '" + documents[i].name + "' have the same position " +
                          std::to_string(documents[i].position));
  }
  return detail::make_dfm(impl_->grams, documents, impl_->entries, impl_->options);
}

}  // namespace stance
