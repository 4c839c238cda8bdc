#pragma once
/// @file dfm.hpp
/// Document-feature matrices: how often each word or n-gram (feature) occurs in each document.

#include <Eigen/SparseCore>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance/clean.hpp"
#include "stance/read.hpp"
#include "stance/text.hpp"
#include "stance/tokens.hpp"
#include "stance/vocabulary.hpp"

namespace stance {

/// Many names in one block of memory. A corpus has millions of bigrams: a std::string for each would cost more than the counts.
class NameList {
 public:
  NameList() = default;
  explicit NameList(const std::vector<std::string>& names);
  void push_back(std::string_view name);
  void reserve(std::size_t names, std::size_t bytes);

  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  [[nodiscard]] bool empty() const noexcept { return ends_.empty(); }
  /// View of a name; good until the list is changed or destroyed.
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {bytes_.data() + begin, ends_[i] - begin};
  }
  /// Place of a name. O(log n) when the names ascend bytewise (they do when a DfmBuilder made them), else O(n).
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const noexcept;
  /// Whether every name is bytewise greater than the one before it.
  [[nodiscard]] bool ascending() const noexcept { return ascending_; }
  [[nodiscard]] std::vector<std::string> to_vector() const;
  friend bool operator==(const NameList& a, const NameList& b) noexcept { return a.ends_ == b.ends_ && a.bytes_ == b.bytes_; }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
  bool ascending_ = true;
};

/// What the cells of a Dfm are. Only counts can be weighted.
enum class Weighting : std::uint8_t {
  counts,       ///< n_dw ≥ 0: occurrences (possibly weighted by the caller, so not necessarily whole)
  proportions,  ///< n_dw / Σ_w n_dw
  presence,     ///< 1 where n_dw > 0
  tf_idf,       ///< made by a TfidfModel
  other,        ///< any finite numbers, made by the caller
};
[[nodiscard]] std::string_view name_of(Weighting weighting) noexcept;

/// A document-feature matrix with its names. Immutable; cheap to move; safe to read from many threads.
class Dfm {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;  ///< n_documents × n_features
  using Index = Eigen::Index;

  /// No documents, no features, counts.
  Dfm();
  /// @param matrix     n_documents × n_features; stored zeros are removed, columns within a row are sorted
  /// @param documents  n_documents names, all different
  /// @param features   n_features names, all different
  /// @throws InvalidArgument for sizes that do not agree, repeated names, cells that are not finite, and negative cells
  ///         unless the weighting is tf_idf or other; says which document and feature
  Dfm(const Matrix& matrix, std::vector<std::string> documents, NameList features, Weighting weighting = Weighting::counts);
  Dfm(Matrix&& matrix, std::vector<std::string> documents, NameList features, Weighting weighting = Weighting::counts);
  /// The same with names that another Dfm already holds (they are shared, not copied).
  Dfm(const Matrix& matrix, std::vector<std::string> documents, std::shared_ptr<const NameList> features, Weighting weighting);
  Dfm(Matrix&& matrix, std::vector<std::string> documents, std::shared_ptr<const NameList> features, Weighting weighting);
  Dfm(const Dfm&) = default;
  Dfm& operator=(const Dfm&) = default;
  Dfm(Dfm&& other) noexcept;
  Dfm& operator=(Dfm&& other) noexcept;
  ~Dfm() = default;

  [[nodiscard]] Index n_documents() const noexcept { return matrix_.rows(); }
  [[nodiscard]] Index n_features() const noexcept { return matrix_.cols(); }
  /// Compressed, sorted, without stored zeros.
  [[nodiscard]] const Matrix& matrix() const noexcept { return matrix_; }
  /// The matrix of a Dfm that is needed no more.
  [[nodiscard]] Matrix take_matrix() &&;
  [[nodiscard]] const std::vector<std::string>& documents() const noexcept { return documents_; }
  [[nodiscard]] const NameList& features() const noexcept { return *features_; }
  [[nodiscard]] const std::shared_ptr<const NameList>& shared_features() const noexcept { return features_; }
  [[nodiscard]] Weighting weighting() const noexcept { return weighting_; }
  /// A cell; 0 where nothing is stored. @throws InvalidArgument outside of the matrix
  [[nodiscard]] double at(Index document, Index feature) const;
  /// Σ over features for each document, added in column order.
  [[nodiscard]] std::vector<double> row_sums() const;
  /// Number of documents in which each feature occurs.
  [[nodiscard]] std::vector<std::uint64_t> document_frequencies() const;

 private:
  Matrix matrix_;
  std::vector<std::string> documents_;
  std::shared_ptr<const NameList> features_;
  Weighting weighting_ = Weighting::counts;
};

/// F_dw = n_dw / Σ_w n_dw; an empty document stays all zero.
/// @throws InvalidArgument when the matrix is weighted already
[[nodiscard]] Dfm to_proportions(const Dfm& counts);
/// 1 where n_dw > 0. @throws InvalidArgument when the matrix is weighted already
[[nodiscard]] Dfm to_presence(const Dfm& counts);

/// Which tokens can be features at all (stop words and `min_length` apart).
enum class TokenFilter : std::uint8_t {
  words,  ///< tokens with a letter or digit (Unicode general categories L and Nd)
  all,
};

/// What an n-gram does where a token was left out (a stop word, a mark, a short token).
enum class NgramGaps : std::uint8_t {
  close,  ///< its neighbours become neighbours: "role of NATO" gives "role NATO" (as in scikit-learn)
  keep,   ///< no n-gram goes across it
};

/// Options of counting and of the choice of features. The defaults count all words and keep all features.
struct DfmOptions {
  std::size_t ngram_min = 1;  ///< shortest n-gram, in tokens
  std::size_t ngram_max = 1;  ///< longest n-gram, at most kMaxNgram
  std::string joiner = " ";   ///< between the tokens of an n-gram's name
  NgramGaps ngram_gaps = NgramGaps::close;
  TokenFilter token_filter = TokenFilter::words;
  std::size_t min_length = 1;                ///< shortest token that is kept, in code points
  std::vector<std::string> stop_words = {};  ///< exact bytes of tokens to leave out, before n-grams are made
  std::uint64_t min_doc_freq = 1;            ///< features in fewer documents are dropped
  double max_doc_freq = 1.0;                 ///< features in more than this proportion of the documents are dropped, in (0, 1]
  std::optional<std::size_t> max_features = std::nullopt;  ///< keep the most frequent ones (total count; ties: bytewise smaller name first)
  friend bool operator==(const DfmOptions&, const DfmOptions&) = default;
};
inline constexpr std::size_t kMaxNgram = 16;

/// English function words (articles, pronouns, prepositions, conjunctions, auxiliaries), folded, ascending.
/// Negators and modals of intention ("not", "shall", "will") are in it: it is for topics, never for stance.
[[nodiscard]] const std::vector<std::string>& english_stop_words();

/// Words that tell topics: all words of two letters or more without function words (known for "en"; other languages keep all). Background
/// tables, comparisons by topic and the vector view of axes all count these.
[[nodiscard]] DfmOptions topic_features(std::string_view language);

/// Feature counts of some documents, with feature ids of their own. The unit of parallel work: each worker fills one with
/// the documents that it happens to get, each under its place in the corpus, and build_dfm() or merge() puts them together.
/// The result is the same for every way of sharing out the documents.
/// Counting is O(tokens × n-gram lengths) on integers: a token costs an array look-up, an n-gram of two tokens or more one
/// probe of an exact hash table (pair of ids → id; no collisions). Memory: 8 bytes for each cell of the matrix, and the table.
/// Not safe for concurrent writing.
class DocumentCounts {
 public:
  /// @throws InvalidArgument for options that make no sense, naming the option
  explicit DocumentCounts(DfmOptions options = {});
  /// @param types  the vocabulary that the TypeIds of all later add() calls belong to; must stay alive while add() is
  ///               called (it may grow meanwhile), but not longer
  DocumentCounts(DfmOptions options, const Vocabulary& types);
  ~DocumentCounts();
  DocumentCounts(DocumentCounts&&) noexcept;
  DocumentCounts& operator=(DocumentCounts&&) noexcept;

  /// Count one document.
  /// @param position  its place in the corpus: rows are in ascending order of it; any distinct numbers will do
  /// @param name      its name in the matrix
  /// @param breaks    ascending indices of tokens before which no n-gram continues (first tokens of sentences);
  ///                  empty: n-grams go over the whole document, as in scikit-learn
  /// @throws InvalidArgument for breaks that do not ascend or lie outside; for TypeIds without a vocabulary.
  ///         The counts are then unchanged.
  void add(std::size_t position, std::string name, std::span<const std::string_view> tokens, std::span<const std::size_t> breaks = {});
  void add(std::size_t position, std::string name, std::span<const TypeId> tokens, std::span<const std::size_t> breaks = {});
  /// Token::type of every word; n-grams stay within sentences.
  void add(std::size_t position, std::string name, const Tokens& tokens);

  /// Take over the documents of another worker. Positions keep their meaning.
  /// @throws InvalidArgument when the options differ
  void merge(DocumentCounts&& other);
  [[nodiscard]] std::size_t n_documents() const noexcept;
  /// The matrix: rows by position, columns in bytewise order of their names.
  /// @throws InvalidArgument when two documents have the same position or the same name
  [[nodiscard]] Dfm to_dfm() const;

 private:
  friend Dfm build_dfm(std::vector<DocumentCounts> shards, std::size_t threads);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One matrix from the counts of all workers, in any order. Equal to counting all documents in one go.
/// @param threads  that write the rows; 0: as many as the machine has. They change nothing but the time
[[nodiscard]] Dfm build_dfm(std::vector<DocumentCounts> shards, std::size_t threads = 1);

/// Documents one after the other, without workers.
class DfmBuilder {
 public:
  explicit DfmBuilder(DfmOptions options = {}) : counts_(std::move(options)) {}
  DfmBuilder(DfmOptions options, const Vocabulary& types) : counts_(std::move(options), types) {}
  DfmBuilder& add(std::string name, std::span<const std::string_view> tokens, std::span<const std::size_t> breaks = {});
  DfmBuilder& add(std::string name, std::span<const TypeId> tokens, std::span<const std::size_t> breaks = {});
  DfmBuilder& add(std::string name, const Tokens& tokens);
  [[nodiscard]] Dfm build() const { return counts_.to_dfm(); }

 private:
  DocumentCounts counts_;
};

/// Options of count_features.
struct CountOptions {
  std::size_t threads = 0;      ///< 0: as many as the machine has
  std::string language = "en";  ///< for documents that state none
  CleanOptions clean;
  DfmOptions features;
  std::function<void(std::size_t)> progress;  ///< called on the calling thread with the number of documents done so far
  std::stop_token stop;                       ///< as AnalysisOptions::stop
};

struct CountedCorpus {
  Dfm dfm;                              ///< documents that could be read, in corpus order
  std::vector<Diagnostic> diagnostics;  ///< of those that could not
};

/// Clean, cut and count the documents of a corpus, without a lexicon. Features are folded words (Token::type) and n-grams of them within
/// sentences. A document that cannot be counted (invalid UTF-8, a language without rules) becomes a diagnostic and loses none of the others.
/// The result does not depend on the number of threads.
/// @throws InvalidArgument for options that make no sense, naming the option
[[nodiscard]] CountedCorpus count_features(const Corpus& corpus, const CountOptions& options = {});
/// The same for documents as they are read; what went wrong when reading is among the diagnostics. Texts are dropped when they are
/// counted: memory is that of the counts and of some megabytes of text.
[[nodiscard]] CountedCorpus count_features(DocumentReader& reader, const CountOptions& options = {});

/// Counts a corpus of any length in constant memory: `use` gets one matrix after the other, of some documents each, in the order of the
/// reader, each with features of its own. Put together, by name, they are what count_features() gives. TF-IDF of a corpus that does not fit
/// into memory, nor its matrix, takes two passes:
///
///     DocumentFrequencies frequencies;
///     count_in_batches(first_reader, options, [&](CountedCorpus part) { frequencies.merge(DocumentFrequencies(part.dfm)); });
///     const TfidfModel model = TfidfModel::fit(frequencies);
///     count_in_batches(second_reader, options, [&](CountedCorpus part) { write(model.transform(part.dfm).dfm); });
///
/// @param batch_bytes  text of a batch (a longer document is a batch of its own). Counts need about as much memory again for words,
///                     and four times as much for words and bigrams
/// @throws InvalidArgument as count_features(); and for options that choose features by how many documents have them, which a part of the
///         corpus cannot tell
void count_in_batches(DocumentReader& reader, const CountOptions& options, const std::function<void(CountedCorpus)>& use,
                      std::size_t batch_bytes = std::size_t{1} << 25U);

}  // namespace stance
