#include "stance/dfm_sentences.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "detail/dfm_grams.hpp"
#include "detail/dfm_rows.hpp"
#include "detail/dfm_shards.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// All features, whichever documents hold them: the choice is made by documents, when all sentences are counted.
DfmOptions unrestricted(DfmOptions options) {
  options.min_doc_freq = 1;
  options.max_doc_freq = 1.0;
  options.max_features = std::nullopt;
  return options;
}

/// Place of a sentence in the corpus, and the name of its row while it is counted.
std::size_t place_of(std::size_t document, std::size_t sentence) { return document << 32U | sentence; }
std::string name_of_place(std::size_t place) { return std::to_string(place); }

/// What a worker thread owns.
class SentenceCounter {
 public:
  explicit SentenceCounter(const CountOptions& options) : options_(options), counts_(unrestricted(options.features), vocabulary_) {}

  void count(const Document& document, std::size_t place) {
    const std::string& language = document.language.empty() ? options_.language : document.language;
    const Tokens tokens = tokenizers_.of(language)(clean(document.text, options_.clean));
    for (std::size_t s = 0; s < tokens.sentences.size(); ++s) add(tokens, tokens.sentences[s].tokens, place_of(place, s));
  }
  DocumentCounts take() { return std::move(counts_); }

 private:
  void add(const Tokens& tokens, const TokenSpan& sentence, std::size_t place) {
    types_.clear();
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) types_.push_back(tokens.words[i].type);
    counts_.add(place, name_of_place(place), types_);
  }

  const CountOptions& options_;
  Vocabulary vocabulary_;
  detail::Tokenizers tokenizers_{vocabulary_};
  DocumentCounts counts_;
  std::vector<TypeId> types_;
};

/// The columns `kept`, ascending, of a matrix.
Dfm::Matrix columns_of(const Dfm::Matrix& matrix, const std::vector<std::size_t>& kept) {
  constexpr Dfm::Index kDropped = -1;
  std::vector<Dfm::Index> column(static_cast<std::size_t>(matrix.cols()), kDropped);
  for (std::size_t k = 0; k < kept.size(); ++k) column[kept[k]] = static_cast<Dfm::Index>(k);
  Dfm::Matrix out(matrix.rows(), static_cast<Dfm::Index>(kept.size()));
  out.reserve(matrix.nonZeros());
  for (Dfm::Index row = 0; row < matrix.rows(); ++row) {
    out.startVec(row);
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      const Dfm::Index to = column[static_cast<std::size_t>(cell.col())];
      if (to != kDropped) out.insertBackByOuterInner(row, to) = cell.value();
    }
  }
  out.finalize();
  return out;
}

/// Keeps the features that the options choose by documents.
void choose_features(SentenceCounts& counts, const DfmOptions& options) {
  std::vector<detail::FeatureUse> uses(counts.features->size());
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> last(uses.size(), kNone);  // document that held the feature last
  for (std::size_t d = 0; d < counts.n_documents(); ++d) {
    for (std::size_t s = counts.first[d]; s < counts.first[d + 1]; ++s) {
      for (Dfm::Matrix::InnerIterator cell(counts.matrix, static_cast<Dfm::Index>(s)); cell; ++cell) {
        const auto f = static_cast<std::size_t>(cell.col());
        uses[f].total += cell.value();
        if (std::exchange(last[f], d) != d) ++uses[f].documents;
      }
    }
  }
  const std::vector<std::size_t> kept = detail::chosen_features(uses, counts.n_documents(), options);
  if (kept.size() == uses.size()) return;
  auto names = std::make_shared<NameList>();
  names->reserve(kept.size(), 0);
  for (const std::size_t f : kept) names->push_back((*counts.features)[f]);
  counts.matrix = columns_of(counts.matrix, kept);
  counts.features = std::move(names);
}

}  // namespace

Dfm SentenceCounts::to_dfm() const {
  detail::RowSum row(matrix.cols());
  Dfm::Matrix sums(static_cast<Dfm::Index>(n_documents()), matrix.cols());
  for (std::size_t d = 0; d < n_documents(); ++d) {
    for (std::size_t s = first[d]; s < first[d + 1]; ++s) row.add(matrix, static_cast<Dfm::Index>(s), 1.0);
    row.append_to(sums, static_cast<Dfm::Index>(d));
  }
  sums.finalize();
  return {std::move(sums), documents, features, Weighting::counts};
}

SentenceCounts count_sentences(const Corpus& corpus, const CountOptions& options) {
  detail::ShardCounter<SentenceCounter> counter(options);
  std::vector<std::vector<Diagnostic>> faults = counter.count(corpus.documents());
  const Dfm all = build_dfm(counter.take(), options.threads);
  SentenceCounts out;
  out.matrix = all.matrix();
  out.features = all.shared_features();
  // Rows are in the order of place_of(), which their names spell: those of a document follow each other.
  std::size_t row = 0;
  for (std::size_t d = 0; d < corpus.size(); ++d) {
    if (!faults[d].empty()) {
      std::move(faults[d].begin(), faults[d].end(), std::back_inserter(out.diagnostics));
      continue;
    }
    for (std::size_t s = 0; row < all.documents().size() && all.documents()[row] == name_of_place(place_of(d, s)); ++s) ++row;
    out.documents.push_back(corpus[d].id);
    out.first.push_back(row);
  }
  if (row != all.documents().size()) throw Error("count_sentences: too many sentences (2^32 - 1)");
  choose_features(out, options.features);
  return out;
}

}  // namespace stance
