#include "stance/kwic.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "detail/dfm_words.hpp"
#include "detail/parallel.hpp"
#include "detail/text_faults.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// What is looked for, by name and by first word.
struct Wanted {
  std::unordered_map<std::string, std::size_t> features;
  std::unordered_set<std::string> beginnings;  ///< what their first word can be
};

Wanted wanted_of(const std::vector<std::string>& features, const std::string& joiner) {
  Wanted out;
  for (std::size_t f = 0; f < features.size(); ++f) {
    out.features.emplace(features[f], f);
    // Every beginning that ends before a joiner may be the first word: words may hold the joiner themselves.
    for (std::size_t at = joiner.empty() ? 1 : features[f].find(joiner); at < features[f].size();
         at = joiner.empty() ? at + 1 : features[f].find(joiner, at + 1))
      out.beginnings.insert(features[f].substr(0, at));
    out.beginnings.insert(features[f]);
  }
  return out;
}

/// What is found in one document; sentences are numbered from 0.
struct Found {
  std::vector<KwicSentence> sentences;
  std::vector<KwicLine> lines;
};

/// What a worker thread owns.
class Finder {
 public:
  Finder(const CountOptions& options, const Wanted& wanted) : options_(options), wanted_(wanted), kept_(options.features) {}

  Found find(const Document& document, std::size_t place) {
    const std::string& language = document.language.empty() ? options_.language : document.language;
    const CleanText text = clean(document.text, options_.clean);
    const Tokens tokens = tokenizers_.of(language)(text);
    Found out;
    for (const Sentence& sentence : tokens.sentences) search(text, tokens, sentence, place, out);
    return out;
  }

 private:
  enum class Role : std::uint8_t { unknown, dropped, inside, beginning };

  Role role_of(TypeId type) {
    const std::uint32_t index = index_of(type);
    if (index >= roles_.size()) roles_.resize(vocabulary_.size(), Role::unknown);
    Role& role = roles_[index];
    if (role == Role::unknown) {
      const std::string word(vocabulary_[type]);
      role = !kept_.contains(word) ? Role::dropped : wanted_.beginnings.contains(word) ? Role::beginning : Role::inside;
    }
    return role;
  }

  void search(const CleanText& text, const Tokens& tokens, const Sentence& sentence, std::size_t place, Found& out) {
    bool first = true;
    for (std::uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      if (role_of(tokens.words[i].type) == Role::beginning) grow(text, tokens, sentence, i, place, first, out);
    }
  }

  /// All features that begin with this word.
  void grow(const CleanText& text, const Tokens& tokens, const Sentence& sentence, std::uint32_t begin, std::size_t place, bool& first,
            Found& out) {
    std::string name;
    std::size_t words = 0;
    for (std::uint32_t i = begin; i < sentence.tokens.end && words < options_.features.ngram_max; ++i) {
      const Token& token = tokens.words[i];
      if (role_of(token.type) == Role::dropped) {
        if (options_.features.ngram_gaps == NgramGaps::keep) return;
        continue;
      }
      if (words++ > 0) name += options_.features.joiner;
      name += vocabulary_[token.type];
      const auto found = words < options_.features.ngram_min ? wanted_.features.end() : wanted_.features.find(name);
      if (found == wanted_.features.end()) continue;
      if (first)
        out.sentences.push_back({place, text.to_original(sentence.span), text.text().substr(sentence.span.begin, sentence.span.size())});
      first = false;
      const ByteSpan span{tokens.words[begin].begin, token.end};
      out.lines.push_back({found->second,
                           out.sentences.size() - 1,
                           text.to_original(span),
                           {span.begin - sentence.span.begin, span.end - sentence.span.begin}});
    }
  }

  const CountOptions& options_;
  const Wanted& wanted_;
  detail::KeptWords kept_;
  Vocabulary vocabulary_;
  detail::Tokenizers tokenizers_{vocabulary_};
  std::vector<Role> roles_;  // by TypeId
};

std::vector<std::size_t> all_or(const std::vector<std::size_t>& documents, std::size_t n) {
  std::vector<std::size_t> out = documents;
  if (out.empty()) {
    for (std::size_t i = 0; i < n; ++i) out.push_back(i);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] >= n)
      throw InvalidArgument("kwic: documents: expected indices below " + std::to_string(n) + ", got " + std::to_string(out[i]));
    if (i > 0 && out[i] <= out[i - 1]) throw InvalidArgument("kwic: documents: expected indices that ascend");
  }
  return out;
}

}  // namespace

Kwic kwic(const Corpus& corpus, const std::vector<std::string>& features, const std::vector<std::size_t>& documents,
          const CountOptions& options) {
  const detail::StopScope stop(options.stop);
  static_cast<void>(DocumentCounts(options.features));  // options out of range are the caller's fault and no document's
  const std::vector<std::size_t> places = all_or(documents, corpus.size());
  const Wanted wanted = wanted_of(features, options.features.joiner);
  std::vector<std::unique_ptr<Finder>> workers(detail::thread_count(options.threads));
  std::vector<Found> found(places.size());
  std::vector<std::vector<Diagnostic>> faults(places.size());
  detail::for_each_index(places.size(), options.threads, [&](std::size_t i, std::size_t worker) {
    if (!workers[worker]) workers[worker] = std::make_unique<Finder>(options, wanted);
    faults[i] = detail::faults_in(corpus[places[i]], [&] { found[i] = workers[worker]->find(corpus[places[i]], places[i]); });
  });
  Kwic out;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t shift = out.sentences.size();
    for (KwicLine& line : found[i].lines) line.sentence += shift;
    std::move(found[i].lines.begin(), found[i].lines.end(), std::back_inserter(out.lines));
    std::move(found[i].sentences.begin(), found[i].sentences.end(), std::back_inserter(out.sentences));
    std::move(faults[i].begin(), faults[i].end(), std::back_inserter(out.diagnostics));
  }
  return out;
}

}  // namespace stance
