#pragma once
/// @file tfidf.hpp
/// TF-IDF weighting in the SMART family of schemes, with fitting and transforming apart.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm.hpp"

namespace stance {

/// Weight of a count tf > 0 within its document (a count of 0 stays 0). SMART letter in brackets; log to the base of the options.
enum class TermFrequency : std::uint8_t {
  raw,          ///< [n] tf
  logarithm,    ///< [l] 1 + log tf ("sublinear")
  augmented,    ///< [a] 0.5 + 0.5 · tf / max tf of the document
  boolean,      ///< [b] 1
  log_average,  ///< [L] (1 + log tf) / (1 + log mean tf), mean over the features that the document has
  double_log,   ///< [d] 1 + log(1 + log tf)
  proportion,   ///< (no letter) tf / Σ tf of the document: quanteda's "prop"
};

/// Weight of a feature in df of N documents; n = N + add_to_n, d = df + add_to_df of the options, log to their base.
enum class InverseDocumentFrequency : std::uint8_t {
  none,           ///< [n] 1
  log_ratio,      ///< [t] log(n / d) + add_to_idf
  probabilistic,  ///< [p] max(0, log((n − d) / d)) + add_to_idf; 0 + add_to_idf where the feature is in all documents
};

/// What a document's weights are divided by.
enum class Normalization : std::uint8_t {
  none,            ///< [n] 1
  cosine,          ///< [c] Euclidean length (L2)
  sum,             ///< (no letter) Σ |w| (L1)
  pivoted_unique,  ///< [u] (1 − slope) · pivot + slope · number of different features of the document
  pivoted_bytes,   ///< [b] (1 − slope) · pivot + slope · Σ tf · (bytes of the feature's name + 1)
};

/// Options of TF-IDF. The defaults give what scikit-learn's TfidfVectorizer and TfidfTransformer give by default
/// (norm="l2", smooth_idf=True, sublinear_tf=False): w = tf · (ln((1 + N) / (1 + df)) + 1), then L2.
struct TfidfOptions {
  TermFrequency tf = TermFrequency::raw;
  InverseDocumentFrequency idf = InverseDocumentFrequency::log_ratio;
  double add_to_n = 1.0;              ///< smoothing: as if this many documents more
  double add_to_df = 1.0;             ///< smoothing: as if each feature were in this many documents more
  double add_to_idf = 1.0;            ///< so that a feature of all documents still counts
  double log_base = std::numbers::e;  ///< of every logarithm above; > 1
  Normalization norm = Normalization::cosine;
  double slope = 0.25;                         ///< of pivoted normalization, in [0, 1]
  std::optional<double> pivot = std::nullopt;  ///< of pivoted normalization, > 0; nothing: the mean of the fitted documents
  friend bool operator==(const TfidfOptions&, const TfidfOptions&) = default;
};

/// Schemes under the names of the tools that made them known.
enum class TfidfPreset : std::uint8_t {
  scikit_learn,             ///< the defaults
  scikit_learn_unsmoothed,  ///< smooth_idf=False: tf · (ln(N / df) + 1), L2
  quanteda,                 ///< dfm_tfidf(): tf · log10(N / df), not normalised
  quanteda_proportion,      ///< dfm_tfidf(scheme_tf = "prop"): tf / Σ tf · log10(N / df)
  gensim,                   ///< TfidfModel(): tf · log2(N / df), L2
};
[[nodiscard]] TfidfOptions tfidf_preset(TfidfPreset preset) noexcept;
/// "scikit-learn", "scikit-learn-unsmoothed", "quanteda", "quanteda-proportion", "gensim".
/// @throws InvalidArgument for another name, with the list of names
[[nodiscard]] TfidfOptions tfidf_preset(std::string_view name);

/// Whose letters a SMART triplet is written in. They do not mean the same.
enum class SmartDialect : std::uint8_t {
  /// Manning, Raghavan & Schütze (2008), table 6.15: tf n l a b L (and d), df n t p, norm n c u b. Logarithms to base 10, as
  /// in the worked examples of the book. t = log(N / df).
  manning,
  /// gensim's `smartirs`: logarithms to base 2, and a trap: gensim's **f** = log2(N / df) is Manning's t, while gensim's
  /// **t** = log2((N + 1) / df). tf t is n; df x is n; norm x is n.
  gensim,
};
/// Options of a SMART triplet such as "ltc": tf, df, norm.
/// @throws InvalidArgument for a triplet that the dialect does not have, naming the letter and those that it has
/// @see Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, section 6.4.3, doi 10.1017/CBO9780511809071;
///      pivoting: Singhal, Buckley & Mitra (1996), SIGIR, doi 10.1145/243199.243206
[[nodiscard]] TfidfOptions parse_smart(std::string_view triplet, SmartDialect dialect = SmartDialect::manning);

/// In how many of N documents each feature occurs. A commutative monoid under merge(): shards of a corpus can be counted
/// anywhere and merged in any order and grouping, with equal results. A plain value: save documents(), total_bytes(),
/// features() and frequencies(), and construct it from them again.
class DocumentFrequencies {
 public:
  /// The neutral element: no documents.
  DocumentFrequencies() = default;
  /// @param total_bytes  Σ over all tokens of (bytes of the feature's name + 1), for pivoted_bytes only
  /// @param features     names, in any order, all different
  /// @param frequencies  one for each feature, in [1, n_documents]
  /// @throws InvalidArgument for anything else
  DocumentFrequencies(std::uint64_t n_documents, double total_bytes, const std::vector<std::string>& features,
                      const std::vector<std::uint64_t>& frequencies);
  /// Features of a matrix of counts; those in no document are left out. @throws InvalidArgument when it is weighted
  explicit DocumentFrequencies(const Dfm& counts);

  /// Add the documents of another part of the corpus (the parts must not overlap). O(features of both).
  void merge(const DocumentFrequencies& other);
  [[nodiscard]] std::uint64_t n_documents() const noexcept { return n_documents_; }
  [[nodiscard]] double total_bytes() const noexcept { return total_bytes_; }
  /// Ascending bytewise.
  [[nodiscard]] const NameList& features() const noexcept { return features_; }
  [[nodiscard]] const std::vector<std::uint64_t>& frequencies() const noexcept { return frequencies_; }
  /// 0 for a feature that was not seen.
  [[nodiscard]] std::uint64_t of(std::string_view feature) const noexcept;
  /// ln((1 + N) / (1 + df)) + 1, also for a feature that was not seen (df = 0). O(log features)
  [[nodiscard]] double smooth_idf(std::string_view feature) const noexcept;
  friend bool operator==(const DocumentFrequencies&, const DocumentFrequencies&) = default;

 private:
  std::uint64_t n_documents_ = 0;
  double total_bytes_ = 0.0;
  NameList features_;
  std::vector<std::uint64_t> frequencies_;
};

/// A weighted matrix, and what of the input the model did not know.
struct TfidfResult {
  Dfm dfm;                            ///< n_documents × features of the model, Weighting::tf_idf
  std::size_t n_unseen_features = 0;  ///< features of the input that were dropped because no fitted document has them
  double unseen_count = 0.0;          ///< Σ of their counts over all documents
};

/// Weights w_dw = tf(n_dw) · idf(w) / norm_d with idf and pivot fixed when it was fitted, so that a transformed document
/// does not depend on the others that are transformed with it. Immutable; safe to use from many threads.
class TfidfModel {
 public:
  /// Features are those with df ≥ 1, ascending bytewise.
  /// @throws InvalidArgument for options out of range; when there are no documents; when an idf is not finite
  static TfidfModel fit(const DocumentFrequencies& frequencies, TfidfOptions options = {});
  /// As above; the features are the columns of the matrix, in its order (a column of zeros stays, with idf 0).
  /// @throws InvalidArgument also when the matrix is weighted already
  static TfidfModel fit(const Dfm& counts, TfidfOptions options = {});

  /// Features are matched by name. Unseen ones are dropped and counted; they count for no part of the formula (maximum,
  /// mean, sum, norm). An empty document stays all zero. O(cells + features).
  /// @param threads  that work on rows; 0: as many as the machine has. They change nothing but the time
  /// @throws InvalidArgument when the matrix is weighted already
  [[nodiscard]] TfidfResult transform(const Dfm& counts, std::size_t threads = 1) const;
  /// The same for counts that are needed no more: where they have the features of the model, as after fit(), the weights are written over
  /// them, and no second matrix is made.
  [[nodiscard]] TfidfResult transform(Dfm&& counts, std::size_t threads = 1) const;

  [[nodiscard]] const TfidfOptions& options() const noexcept { return options_; }
  [[nodiscard]] const NameList& features() const noexcept { return *features_; }
  /// idf of each feature; 0 for a feature that no fitted document has.
  [[nodiscard]] const std::vector<double>& idf() const noexcept { return idf_; }
  [[nodiscard]] std::uint64_t n_documents() const noexcept { return n_documents_; }
  /// Pivot in use; 0 when the normalization has none.
  [[nodiscard]] double pivot() const noexcept { return pivot_; }
  /// The formula in words, for reports: "tf * (log((N + 1) / (df + 1)) + 1), log to base e, L2".
  [[nodiscard]] std::string formula() const;

 private:
  TfidfModel() = default;
  /// Whether all columns of `counts` are those of the model.
  [[nodiscard]] bool has_columns_of(const Dfm& counts) const;
  /// Turns counts in the columns of the model into weights.
  void weigh(Dfm::Matrix& counts, const std::vector<std::string>& documents, std::size_t threads) const;

  TfidfOptions options_;
  std::shared_ptr<const NameList> features_;
  std::vector<double> idf_;
  std::vector<bool> seen_;
  std::uint64_t n_documents_ = 0;
  double pivot_ = 0.0;
};

/// Fit on a matrix and transform it: TfidfModel::fit(counts, options).transform(counts, threads).dfm. Counts that are needed no more
/// (`fit_transform(std::move(counts))`) become the weights in place.
[[nodiscard]] Dfm fit_transform(const Dfm& counts, TfidfOptions options = {}, std::size_t threads = 1);
[[nodiscard]] Dfm fit_transform(Dfm&& counts, TfidfOptions options = {}, std::size_t threads = 1);

}  // namespace stance
