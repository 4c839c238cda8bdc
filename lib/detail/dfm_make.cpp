#include <algorithm>
#include <numeric>

#include "detail/dfm_grams.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

/// Counts by column (feature), documents ascending within a column. Turning the counts from rows to columns and back sorts
/// them in linear time, and gives document frequencies on the way.
struct Columns {
  std::vector<std::size_t> begin;  // of each column
  std::vector<std::size_t> end;    // of each column: less than the next begin where grams share a name
  std::vector<std::uint32_t> document;
  std::vector<std::uint64_t> count;  // 64 bits: grams that share a name add up
  std::vector<GramId> gram;          // one gram of each column, to name it
};

/// Column of each gram. Neighbours in `order` with the same name share one.
std::vector<GramId> columns_of(const GramTable& grams, const std::vector<GramId>& order, const DfmOptions& options, Columns& columns) {
  std::vector<GramId> column(grams.size(), kNoGram);
  const bool overlap = grams.names_overlap(options.joiner);
  std::string name;
  std::string last;
  for (const GramId id : order) {
    bool same = false;
    if (overlap) {
      name.clear();
      grams.append_name(id, options.joiner, name);
      same = !columns.gram.empty() && name == last;
      std::swap(name, last);
    }
    if (!same) columns.gram.push_back(id);
    column[id] = static_cast<GramId>(columns.gram.size() - 1);
  }
  return column;
}

Columns to_columns(const GramTable& grams, const std::vector<CountedDocument>& documents, const std::vector<GramCount>& entries,
                   const DfmOptions& options) {
  Columns columns;
  const std::vector<GramId> column = columns_of(grams, grams.ordered(options.ngram_min, options.joiner), options, columns);
  columns.begin.assign(columns.gram.size() + 1, 0);
  for (const GramCount& entry : entries) ++columns.begin[column[entry.gram] + 1];
  std::partial_sum(columns.begin.begin(), columns.begin.end(), columns.begin.begin());
  columns.end.assign(columns.begin.begin(), columns.begin.end() - 1);
  columns.document.resize(entries.size());
  columns.count.resize(entries.size());
  for (std::uint32_t row = 0; row < documents.size(); ++row) {
    for (std::size_t i = documents[row].begin; i < documents[row].end; ++i) {
      const GramId c = column[entries[i].gram];
      std::size_t& end = columns.end[c];
      if (end > columns.begin[c] && columns.document[end - 1] == row) {
        columns.count[end - 1] += entries[i].count;
      } else {
        columns.document[end] = row;
        columns.count[end] = entries[i].count;
        ++end;
      }
    }
  }
  return columns;
}

/// Columns to keep, ascending.
std::vector<std::size_t> chosen(const Columns& columns, std::size_t n_documents, const DfmOptions& options) {
  std::vector<FeatureUse> uses(columns.gram.size());
  for (std::size_t c = 0; c < uses.size(); ++c) {
    uses[c].documents = columns.end[c] - columns.begin[c];
    for (std::size_t i = columns.begin[c]; i < columns.end[c]; ++i) uses[c].total += static_cast<double>(columns.count[i]);
  }
  return chosen_features(uses, n_documents, options);
}

Dfm::Matrix to_rows(const Columns& columns, const std::vector<std::size_t>& kept, std::size_t n_documents) {
  using Offset = Dfm::Matrix::StorageIndex;
  std::vector<std::size_t> begin(n_documents + 1, 0);
  for (const std::size_t c : kept) {
    for (std::size_t i = columns.begin[c]; i < columns.end[c]; ++i) ++begin[columns.document[i] + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  const auto limit = static_cast<std::size_t>(std::numeric_limits<Offset>::max());
  if (begin.back() > limit || kept.size() > limit) {
    throw Error("the document-feature matrix would hold " + std::to_string(begin.back()) + " cells, more than 2^31 - 1; raise " +
                "min_doc_freq, set max_features, or cut the corpus into shards");
  }
  Dfm::Matrix matrix(static_cast<Dfm::Index>(n_documents), static_cast<Dfm::Index>(kept.size()));
  matrix.resizeNonZeros(static_cast<Dfm::Index>(begin.back()));
  for (std::size_t d = 0; d <= n_documents; ++d) matrix.outerIndexPtr()[d] = static_cast<Offset>(begin[d]);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    for (std::size_t i = columns.begin[kept[k]]; i < columns.end[kept[k]]; ++i) {
      const std::size_t place = begin[columns.document[i]]++;
      matrix.innerIndexPtr()[place] = static_cast<Offset>(k);
      matrix.valuePtr()[place] = static_cast<double>(columns.count[i]);
    }
  }
  return matrix;
}

}  // namespace

std::vector<std::size_t> chosen_features(const std::vector<FeatureUse>& uses, std::size_t n_documents, const DfmOptions& options) {
  // A hair of slack, so that 29 of 100 documents are not "more than 0.29" because of binary fractions.
  const double at_most = options.max_doc_freq * static_cast<double>(n_documents) * (1.0 + 1e-12);
  std::vector<std::size_t> kept;
  for (std::size_t f = 0; f < uses.size(); ++f) {
    const std::size_t frequency = uses[f].documents;
    if (frequency >= std::max<std::uint64_t>(1, options.min_doc_freq) && static_cast<double>(frequency) <= at_most) kept.push_back(f);
  }
  if (options.max_features && kept.size() > *options.max_features) {
    const auto more_frequent = [&](std::size_t a, std::size_t b) { return uses[a].total != uses[b].total ? uses[a].total > uses[b].total : a < b; };
    std::sort(kept.begin(), kept.end(), more_frequent);
    kept.resize(*options.max_features);
    std::sort(kept.begin(), kept.end());
  }
  return kept;
}

Dfm make_dfm(const GramTable& grams, const std::vector<CountedDocument>& documents, const std::vector<GramCount>& entries,
             const DfmOptions& options) {
  const Columns columns = to_columns(grams, documents, entries, options);
  const std::vector<std::size_t> kept = chosen(columns, documents.size(), options);
  NameList features;
  features.reserve(kept.size(), 0);
  std::string name;
  for (const std::size_t c : kept) {
    name.clear();
    grams.append_name(columns.gram[c], options.joiner, name);
    features.push_back(name);
  }
  std::vector<std::string> names;
  names.reserve(documents.size());
  for (const CountedDocument& document : documents) names.push_back(document.name);
  return {to_rows(columns, kept, documents.size()), std::move(names), std::move(features), Weighting::counts};
}

}  // namespace stance::detail
