#include "stance/tfidf.hpp"

#include <tsl/robin_map.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "detail/dfm_checks.hpp"
#include "detail/parallel.hpp"
#include "detail/sums.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

TfidfOptions checked(TfidfOptions options) {
  const auto require = [](bool good, const char* name, const char* expected, double got) {
    if (!good) throw InvalidArgument(std::string("tf-idf options: ") + name + ": expected " + expected + ", got " + std::to_string(got));
  };
  require(std::isfinite(options.add_to_n) && options.add_to_n >= 0.0, "add_to_n", "a number of 0 or more", options.add_to_n);
  require(std::isfinite(options.add_to_df) && options.add_to_df >= 0.0, "add_to_df", "a number of 0 or more", options.add_to_df);
  require(std::isfinite(options.add_to_idf), "add_to_idf", "a finite number", options.add_to_idf);
  require(std::isfinite(options.log_base) && options.log_base > 1.0, "log_base", "a number greater than 1", options.log_base);
  require(options.slope >= 0.0 && options.slope <= 1.0, "slope", "a number in [0, 1]", options.slope);
  if (options.pivot) require(std::isfinite(*options.pivot) && *options.pivot > 0.0, "pivot", "a number greater than 0", *options.pivot);
  return options;
}

/// Logarithm to a base, with the exact functions for the bases that have one (log2 of 8 is 3, not 2.9999…).
class Log {
 public:
  explicit Log(double base) noexcept : base_(base), divisor_(std::log(base)) {}
  double operator()(double x) const noexcept {
    if (base_ == std::numbers::e) return std::log(x);
    if (base_ == 2.0) return std::log2(x);
    if (base_ == 10.0) return std::log10(x);
    return std::log(x) / divisor_;
  }

 private:
  double base_;
  double divisor_;
};

double idf_of(std::uint64_t df, std::uint64_t n_documents, const TfidfOptions& options, const Log& log) {
  const double n = static_cast<double>(n_documents) + options.add_to_n;
  const double d = static_cast<double>(df) + options.add_to_df;
  switch (options.idf) {
    case InverseDocumentFrequency::none: return 1.0;
    case InverseDocumentFrequency::log_ratio: return log(n / d) + options.add_to_idf;
    case InverseDocumentFrequency::probabilistic: return (n > 2.0 * d ? log((n - d) / d) : 0.0) + options.add_to_idf;
  }
  return 1.0;
}

/// A document's own numbers that its term weights need.
struct DocumentFacts {
  double largest = 0.0;
  double smallest = std::numeric_limits<double>::infinity();
  double sum = 0.0;
  double n_unique = 0.0;
  double bytes = 0.0;  ///< only for pivoted_bytes
};

double tf_of(double count, const DocumentFacts& facts, TermFrequency scheme, const Log& log) {
  switch (scheme) {
    case TermFrequency::raw: return count;
    case TermFrequency::logarithm: return 1.0 + log(count);
    case TermFrequency::augmented: return 0.5 + 0.5 * count / facts.largest;
    case TermFrequency::boolean: return 1.0;
    case TermFrequency::log_average: return (1.0 + log(count)) / (1.0 + log(facts.sum / facts.n_unique));
    case TermFrequency::double_log: return 1.0 + log(1.0 + log(count));
    case TermFrequency::proportion: return count / facts.sum;
  }
  return count;
}

bool takes_logs(TermFrequency scheme) {
  return scheme == TermFrequency::logarithm || scheme == TermFrequency::log_average || scheme == TermFrequency::double_log;
}

double norm_of(const double* weights, std::size_t n, const DocumentFacts& facts, const TfidfOptions& options, double pivot) {
  switch (options.norm) {
    case Normalization::none: return 1.0;
    case Normalization::cosine: return detail::euclidean_length(weights, n);
    case Normalization::sum: {
      double sum = 0.0;
      for (std::size_t i = 0; i < n; ++i) sum += std::abs(weights[i]);
      return sum;
    }
    case Normalization::pivoted_unique: return (1.0 - options.slope) * pivot + options.slope * facts.n_unique;
    case Normalization::pivoted_bytes: return (1.0 - options.slope) * pivot + options.slope * facts.bytes;
  }
  return 1.0;
}

double pivot_of(const DocumentFrequencies& frequencies, const TfidfOptions& options) {
  if (options.norm != Normalization::pivoted_unique && options.norm != Normalization::pivoted_bytes) return 0.0;
  if (options.pivot) return *options.pivot;
  double total = 0.0;
  if (options.norm == Normalization::pivoted_bytes) {
    total = frequencies.total_bytes();
  } else {
    for (const std::uint64_t df : frequencies.frequencies()) total += static_cast<double>(df);
  }
  return total / static_cast<double>(frequencies.n_documents());
}

using NameIndex = tsl::robin_map<std::string_view, std::size_t, std::hash<std::string_view>, std::equal_to<>,
                                 std::allocator<std::pair<std::string_view, std::size_t>>, true>;

constexpr Dfm::Index kUnseen = -1;

/// Column of the model for each column of the input.
std::vector<Dfm::Index> columns_in_model(const NameList& input, const NameList& model, const std::vector<bool>& seen) {
  std::vector<Dfm::Index> columns(input.size(), kUnseen);
  NameIndex index;
  const bool same = &input == &model;
  if (!same) {
    index.reserve(model.size());
    for (std::size_t i = 0; i < model.size(); ++i) index.emplace(model[i], i);
  }
  for (std::size_t i = 0; i < input.size(); ++i) {
    std::size_t column = i;
    if (!same) {
      const auto found = index.find(input[i]);
      if (found == index.end()) continue;
      column = found->second;
    }
    if (seen[column]) columns[i] = static_cast<Dfm::Index>(column);
  }
  return columns;
}

/// Counts in the columns of a model, and what the model does not know.
struct KnownCounts {
  Dfm::Matrix matrix;
  std::size_t n_unseen_features = 0;
  double unseen_count = 0.0;
};

KnownCounts known_counts(const Dfm& counts, const NameList& features, const std::vector<bool>& seen) {
  const std::vector<Dfm::Index> columns = columns_in_model(counts.features(), features, seen);
  KnownCounts known;
  known.n_unseen_features = static_cast<std::size_t>(std::count(columns.begin(), columns.end(), kUnseen));
  known.matrix.resize(counts.n_documents(), static_cast<Dfm::Index>(features.size()));
  known.matrix.reserve(counts.matrix().nonZeros());
  std::vector<std::pair<Dfm::Index, double>> cells;  // column of the model, count
  for (Dfm::Index row = 0; row < counts.n_documents(); ++row) {
    cells.clear();
    double unseen_count = 0.0;
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), row); cell; ++cell) {
      const Dfm::Index column = columns[static_cast<std::size_t>(cell.col())];
      if (column == kUnseen)
        unseen_count += cell.value();
      else
        cells.emplace_back(column, cell.value());
    }
    if (!std::is_sorted(cells.begin(), cells.end())) std::sort(cells.begin(), cells.end());  // sums go in the order of columns
    known.matrix.startVec(row);
    for (const auto& [column, count] : cells) known.matrix.insertBackByOuterInner(row, column) = count;
    known.unseen_count += unseen_count;
  }
  known.matrix.finalize();
  return known;
}

/// The cells of one row.
struct RowCells {
  const Dfm::Matrix::StorageIndex* columns;
  double* values;
  std::size_t size;
};

RowCells row_of(Dfm::Matrix& matrix, Dfm::Index row) {
  const Dfm::Matrix::StorageIndex* const begin = matrix.outerIndexPtr() + row;
  return {matrix.innerIndexPtr() + begin[0], matrix.valuePtr() + begin[0], static_cast<std::size_t>(begin[1] - begin[0])};
}

DocumentFacts facts_of(const RowCells& counts, const NameList& features, Normalization norm) {
  DocumentFacts facts;
  for (std::size_t i = 0; i < counts.size; ++i) {
    const double count = counts.values[i];
    facts.largest = std::max(facts.largest, count);
    facts.smallest = std::min(facts.smallest, count);
    facts.sum += count;
    if (norm == Normalization::pivoted_bytes) facts.bytes += count * static_cast<double>(features[static_cast<std::size_t>(counts.columns[i])].size() + 1);
  }
  facts.n_unique = static_cast<double>(counts.size);
  return facts;
}

}  // namespace

// ---- DocumentFrequencies

DocumentFrequencies::DocumentFrequencies(std::uint64_t n_documents, double total_bytes, const std::vector<std::string>& features,
                                         const std::vector<std::uint64_t>& frequencies)
    : n_documents_(n_documents), total_bytes_(total_bytes) {
  if (features.size() != frequencies.size()) {
    throw InvalidArgument("document frequencies: expected one frequency for each of " + std::to_string(features.size()) +
                          " features, got " + std::to_string(frequencies.size()));
  }
  if (!std::isfinite(total_bytes) || total_bytes < 0.0) {
    throw InvalidArgument("document frequencies: total_bytes: expected a finite number of 0 or more, got " + std::to_string(total_bytes));
  }
  std::vector<std::size_t> order(features.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return features[a] < features[b]; });
  for (const std::size_t i : order) {
    if (frequencies[i] < 1 || frequencies[i] > n_documents) {
      throw InvalidArgument("document frequencies: feature '" + features[i] + "': expected a frequency in [1, " +
                            std::to_string(n_documents) + "], got " + std::to_string(frequencies[i]));
    }
    features_.push_back(features[i]);
    frequencies_.push_back(frequencies[i]);
    if (!features_.ascending()) throw InvalidArgument("document frequencies: feature '" + features[i] + "' is there twice");
  }
}

DocumentFrequencies::DocumentFrequencies(const Dfm& counts) : n_documents_(static_cast<std::uint64_t>(counts.n_documents())) {
  detail::check_unweighted(counts, "tf-idf");
  const NameList& names = counts.features();
  const std::vector<std::uint64_t> frequencies = counts.document_frequencies();
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (frequencies[i] > 0) order.push_back(i);
  }
  if (!names.ascending()) std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
  for (const std::size_t i : order) {
    features_.push_back(names[i]);
    frequencies_.push_back(frequencies[i]);
  }
  for (Dfm::Index row = 0; row < counts.n_documents(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), row); cell; ++cell) {
      total_bytes_ += cell.value() * static_cast<double>(names[static_cast<std::size_t>(cell.col())].size() + 1);
    }
  }
}

void DocumentFrequencies::merge(const DocumentFrequencies& other) {
  NameList names;
  std::vector<std::uint64_t> frequencies;
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < features_.size() || b < other.features_.size()) {
    const bool take_a = b == other.features_.size() || (a < features_.size() && features_[a] <= other.features_[b]);
    const bool take_b = a == features_.size() || (b < other.features_.size() && other.features_[b] <= features_[a]);
    names.push_back(take_a ? features_[a] : other.features_[b]);
    frequencies.push_back((take_a ? frequencies_[a] : 0) + (take_b ? other.frequencies_[b] : 0));
    a += take_a ? 1 : 0;
    b += take_b ? 1 : 0;
  }
  n_documents_ += other.n_documents_;
  total_bytes_ += other.total_bytes_;
  features_ = std::move(names);
  frequencies_ = std::move(frequencies);
}

std::uint64_t DocumentFrequencies::of(std::string_view feature) const noexcept {
  const auto place = features_.find(feature);
  return place ? frequencies_[*place] : 0;
}

double DocumentFrequencies::smooth_idf(std::string_view feature) const noexcept {
  return std::log((1.0 + static_cast<double>(n_documents_)) / (1.0 + static_cast<double>(of(feature)))) + 1.0;
}

// ---- TfidfModel

TfidfModel TfidfModel::fit(const DocumentFrequencies& frequencies, TfidfOptions options) {
  TfidfModel model;
  model.options_ = checked(options);
  if (frequencies.n_documents() == 0) throw InvalidArgument("tf-idf: cannot be fitted on no documents; expected one or more");
  model.n_documents_ = frequencies.n_documents();
  model.features_ = std::make_shared<const NameList>(frequencies.features());
  model.pivot_ = pivot_of(frequencies, model.options_);
  const Log log(model.options_.log_base);
  model.idf_.reserve(frequencies.frequencies().size());
  for (const std::uint64_t df : frequencies.frequencies()) model.idf_.push_back(idf_of(df, model.n_documents_, model.options_, log));
  model.seen_.assign(model.idf_.size(), true);
  return model;
}

TfidfModel TfidfModel::fit(const Dfm& counts, TfidfOptions options) {
  const DocumentFrequencies frequencies(counts);
  TfidfModel model = fit(frequencies, options);
  const NameList& names = counts.features();
  if (names == *model.features_) {
    model.features_ = counts.shared_features();  // same object: transform() need not look names up
    return model;
  }
  std::vector<double> idf(names.size(), 0.0);
  std::vector<bool> seen(names.size(), false);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto place = model.features_->find(names[i]);
    if (!place) continue;
    idf[i] = model.idf_[*place];
    seen[i] = true;
  }
  model.features_ = counts.shared_features();
  model.idf_ = std::move(idf);
  model.seen_ = std::move(seen);
  return model;
}

void TfidfModel::weigh(Dfm::Matrix& counts, const std::vector<std::string>& documents, std::size_t threads) const {
  const Log log(options_.log_base);
  constexpr Dfm::Index block = 64;  // rows, long enough to be worth handing out
  const auto weigh_row = [&](Dfm::Index row) {
    const RowCells cells = row_of(counts, row);
    const DocumentFacts facts = facts_of(cells, *features_, options_.norm);
    if (facts.smallest < 1.0 && takes_logs(options_.tf)) {
      throw InvalidArgument("tf-idf: document '" + documents[static_cast<std::size_t>(row)] +
                            "' has a count below 1, whose logarithm would be negative; expected another tf scheme");
    }
    for (std::size_t i = 0; i < cells.size; ++i) {
      cells.values[i] = tf_of(cells.values[i], facts, options_.tf, log) * idf_[static_cast<std::size_t>(cells.columns[i])];
    }
    const double norm = norm_of(cells.values, cells.size, facts, options_, pivot_);
    for (std::size_t i = 0; i < cells.size; ++i) {
      if (cells.values[i] != 0.0) cells.values[i] /= norm;
    }
  };
  detail::for_each_index(static_cast<std::size_t>((counts.rows() + block - 1) / block), threads, [&](std::size_t i, std::size_t /*worker*/) {
    const Dfm::Index begin = static_cast<Dfm::Index>(i) * block;
    for (Dfm::Index row = begin; row < std::min(begin + block, counts.rows()); ++row) weigh_row(row);
  });
}

TfidfResult TfidfModel::transform(const Dfm& counts, std::size_t threads) const {
  detail::check_unweighted(counts, "tf-idf");
  if (has_columns_of(counts)) return transform(Dfm(counts), threads);
  TfidfResult result;
  KnownCounts known = known_counts(counts, *features_, seen_);
  weigh(known.matrix, counts.documents(), threads);
  result.n_unseen_features = known.n_unseen_features;
  result.unseen_count = known.unseen_count;
  result.dfm = Dfm(std::move(known.matrix), counts.documents(), features_, Weighting::tf_idf);
  return result;
}

TfidfResult TfidfModel::transform(Dfm&& counts, std::size_t threads) const {
  if (!has_columns_of(counts)) return transform(static_cast<const Dfm&>(counts), threads);
  detail::check_unweighted(counts, "tf-idf");
  std::vector<std::string> documents = counts.documents();
  Dfm::Matrix matrix = std::move(counts).take_matrix();
  weigh(matrix, documents, threads);
  TfidfResult result;
  result.dfm = Dfm(std::move(matrix), std::move(documents), features_, Weighting::tf_idf);
  return result;
}

bool TfidfModel::has_columns_of(const Dfm& counts) const {
  return counts.shared_features() == features_ && std::find(seen_.begin(), seen_.end(), false) == seen_.end();
}

std::string TfidfModel::formula() const {
  static constexpr const char* kTfText[] = {
      "tf", "(1 + log tf)", "(0.5 + 0.5 tf / max tf)", "1", "(1 + log tf) / (1 + log mean tf)", "(1 + log(1 + log tf))", "tf / sum tf"};
  static constexpr const char* kNormText[] = {"not normalised", "L2", "L1", "pivoted by unique features", "pivoted by bytes"};
  const auto number = [](double x) {
    std::string text = std::to_string(x);
    text.erase(text.find_last_not_of('0') + 1);
    if (!text.empty() && text.back() == '.') text.pop_back();
    return text;
  };
  const auto plus = [&](double x) { return x == 0.0 ? std::string() : " + " + number(x); };
  const std::string n = options_.add_to_n == 0.0 ? "N" : "(N" + plus(options_.add_to_n) + ')';
  const std::string df = options_.add_to_df == 0.0 ? "df" : "(df" + plus(options_.add_to_df) + ')';
  std::string idf = "1";
  if (options_.idf == InverseDocumentFrequency::log_ratio) idf = "(log(" + n + " / " + df + ')' + plus(options_.add_to_idf) + ')';
  if (options_.idf == InverseDocumentFrequency::probabilistic) {
    idf = "(max(0, log((" + n + " - " + df + ") / " + df + "))" + plus(options_.add_to_idf) + ')';
  }
  const std::string base = options_.log_base == std::numbers::e ? "e" : number(options_.log_base);
  return std::string(kTfText[static_cast<std::size_t>(options_.tf)]) + " * " + idf + ", log to base " + base + ", " +
         kNormText[static_cast<std::size_t>(options_.norm)];
}

Dfm fit_transform(const Dfm& counts, TfidfOptions options, std::size_t threads) {
  return TfidfModel::fit(counts, options).transform(counts, threads).dfm;
}

Dfm fit_transform(Dfm&& counts, TfidfOptions options, std::size_t threads) {
  return TfidfModel::fit(counts, options).transform(std::move(counts), threads).dfm;
}

}  // namespace stance
