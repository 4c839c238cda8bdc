#include <algorithm>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

#include "detail/dfm_grams.hpp"
#include "detail/dfm_rows.hpp"
#include "detail/parallel.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

constexpr GramId kNoColumn = kNoGram;

/// Features before the choice.
struct Columns {
  std::vector<GramId> of_gram;  // column of each gram; kNoColumn for those that are too short
  std::vector<GramId> gram;     // one gram of each column, to name it
  bool shared = false;          // whether grams with the same name share a column
  bool dropped = false;         // whether some grams that documents have lost theirs
};

Columns columns_of(const GramTable& grams, const DfmOptions& options) {
  Columns columns;
  const std::vector<GramId> order = grams.ordered(options.ngram_min, options.joiner);
  columns.of_gram.assign(grams.size(), kNoColumn);
  columns.gram.reserve(order.size());
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
    columns.shared = columns.shared || same;
    columns.of_gram[id] = static_cast<GramId>(columns.gram.size() - 1);
  }
  return columns;
}

/// How much each column is used, by all documents.
std::vector<FeatureUse> uses_of(const Columns& columns, const CountedShard& shard) {
  std::vector<FeatureUse> uses(columns.gram.size());
  std::vector<std::size_t> last(columns.shared ? uses.size() : 0, 0);  // 1 + the last document that had the column
  for (std::size_t d = 0; d < shard.documents.size(); ++d) {
    for (const GramCount& entry : shard.entries[shard.documents[d].entries]) {
      const GramId column = columns.of_gram[entry.gram];
      uses[column].total += static_cast<double>(entry.count);
      if (!columns.shared || std::exchange(last[column], d + 1) != d + 1) ++uses[column].documents;
    }
  }
  return uses;
}

/// Leaves the columns that the options choose; the others are kNoColumn afterwards.
void choose(Columns& columns, const CountedShard& shard, const DfmOptions& options) {
  const bool all = options.min_doc_freq <= 1 && options.max_doc_freq >= 1.0 && !options.max_features;
  if (all && !shard.unused_grams) return;
  const std::vector<std::size_t> kept = chosen_features(uses_of(columns, shard), shard.documents.size(), options);
  std::vector<GramId> now(columns.gram.size(), kNoColumn);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    now[kept[k]] = static_cast<GramId>(k);
    columns.gram[k] = columns.gram[kept[k]];
  }
  columns.dropped = kept.size() < columns.gram.size();
  columns.gram.resize(kept.size());
  for (GramId& column : columns.of_gram) column = column == kNoColumn ? kNoColumn : now[column];
}

/// Rows side by side on the threads, each with buffers of its own.
class RowWriter {
 public:
  RowWriter(const Columns& columns, const CountedShard& shard, std::size_t threads) : columns_(columns), shard_(shard), sums_(thread_count(threads)) {}

  Dfm::Matrix write() {
    const std::size_t n_rows = shard_.documents.size();
    std::vector<std::size_t> begin(n_rows + 1, 0);
    for_each_block([&](std::size_t row, std::size_t worker) { begin[row + 1] = size_of(row, sums_of(worker)); });
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    Dfm::Matrix matrix = room(begin);
    for_each_block([&](std::size_t row, std::size_t worker) { write_row(row, sums_of(worker), matrix); });
    return matrix;
  }

 private:
  using Offset = Dfm::Matrix::StorageIndex;

  template <class Body>
  void for_each_block(Body body) {
    constexpr std::size_t rows = 64;  // long enough to be worth handing out
    const std::size_t n_rows = shard_.documents.size();
    for_each_index((n_rows + rows - 1) / rows, sums_.size(), [&](std::size_t block, std::size_t worker) {
      for (std::size_t row = block * rows; row < std::min(n_rows, (block + 1) * rows); ++row) body(row, worker);
    });
  }

  RowSum& sums_of(std::size_t worker) {
    if (!sums_[worker]) sums_[worker] = std::make_unique<RowSum>(static_cast<Dfm::Index>(columns_.gram.size()));
    return *sums_[worker];
  }

  /// Adds up the counts of a document that have a column.
  void sum_row(std::size_t row, RowSum& sums) const {
    for (const GramCount& entry : shard_.entries[shard_.documents[row].entries]) {
      const GramId column = columns_.of_gram[entry.gram];
      if (column != kNoColumn) sums.add(column, static_cast<double>(entry.count));
    }
  }

  [[nodiscard]] std::size_t size_of(std::size_t row, RowSum& sums) const {
    const std::span<const GramCount> entries = shard_.entries[shard_.documents[row].entries];
    if (!columns_.shared && !columns_.dropped) return entries.size();
    if (!columns_.shared) {
      return static_cast<std::size_t>(
          std::count_if(entries.begin(), entries.end(), [&](const GramCount& entry) { return columns_.of_gram[entry.gram] != kNoColumn; }));
    }
    std::size_t n = 0;
    sum_row(row, sums);
    sums.drain([&](std::size_t /*column*/, double /*sum*/) { ++n; });
    return n;
  }

  /// The matrix with its rows laid out and nothing in them.
  [[nodiscard]] Dfm::Matrix room(const std::vector<std::size_t>& begin) const {
    const auto limit = static_cast<std::size_t>(std::numeric_limits<Offset>::max());
    const std::size_t n_columns = columns_.gram.size();
    if (begin.back() > limit || n_columns > limit) {
      throw Error("the document-feature matrix would hold " + std::to_string(begin.back()) + " cells, more than 2^31 - 1; raise " +
                  "min_doc_freq, set max_features, or cut the corpus into shards");
    }
    Dfm::Matrix matrix(static_cast<Dfm::Index>(begin.size() - 1), static_cast<Dfm::Index>(n_columns));
    matrix.resizeNonZeros(static_cast<Dfm::Index>(begin.back()));
    for (std::size_t d = 0; d < begin.size(); ++d) matrix.outerIndexPtr()[d] = static_cast<Offset>(begin[d]);
    return matrix;
  }

  void write_row(std::size_t row, RowSum& sums, Dfm::Matrix& matrix) const {
    sum_row(row, sums);
    Offset at = matrix.outerIndexPtr()[row];
    Offset* const indices = matrix.innerIndexPtr();
    double* const values = matrix.valuePtr();
    sums.drain([&](std::size_t column, double sum) {
      indices[at] = static_cast<Offset>(column);
      values[at++] = sum;
    });
  }

  const Columns& columns_;
  const CountedShard& shard_;
  std::vector<std::unique_ptr<RowSum>> sums_;  // by worker
};

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

Dfm make_dfm(const CountedShard& shard, const DfmOptions& options, std::size_t threads) {
  Columns columns = columns_of(shard.grams, options);
  choose(columns, shard, options);
  NameList features;
  features.reserve(columns.gram.size(), 0);
  std::string name;
  for (const GramId gram : columns.gram) {
    name.clear();
    shard.grams.append_name(gram, options.joiner, name);
    features.push_back(name);
  }
  std::vector<std::string> names;
  names.reserve(shard.documents.size());
  for (const CountedDocument& document : shard.documents) names.push_back(document.name);
  return {RowWriter(columns, shard, threads).write(), std::move(names), std::move(features), Weighting::counts};
}

}  // namespace stance::detail
