#pragma once
/// @file wordfish.hpp
/// Wordfish: one dimension behind the frequencies of words, found without reference texts or dictionaries.
///
/// The dimension is what sets the documents apart most, given their lengths. It is the stance of interest only where the documents speak to
/// one question, in one language and genre: parties in one budget debate, not speeches on everything. A document that is unlike the others
/// for another reason (a different topic, a transcript full of names) is placed at an end and bends the scale. Look at the words at both
/// ends (features()) before giving the scale a name.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "stance/bootstrap.hpp"
#include "stance/scaling.hpp"

namespace stance {

namespace detail::wordfish {
struct Parameters;
}  // namespace detail::wordfish

/// How the parameters are found.
enum class WordfishSolver : std::uint8_t {
  exact,  ///< the maximum of the objective, its gradient certified
  /// The iteration of quanteda.textmodels (textmodel_wordfish with its defaults), for reproducing published figures. It puts a N(0, 1)
  /// prior on θ, standardises θ after each round without undoing that in β, and stops at the first round that gains less than 1e-6 or
  /// loses: a point near the maximum, not the maximum. Short documents lie further out than they should. Dense and on one thread.
  quanteda,
};

/// What the standard errors take as known.
enum class WordfishErrors : std::uint8_t {
  /// Documents given the words, α and θ of a document together; words given the documents, ψ and β together. The convention of the
  /// literature. What is not known of the other side is not in it (too small), nor what the constraints tie down (too large).
  conditional,
  /// Inverse of the observed information of all parameters together, within the constraints. Time O(documents² · features), memory
  /// O(documents²); up to 5,000 documents.
  joint,
};

/// Var(n) = φ λ: words of a text come in clusters, and errors that take them for independent (φ = 1) are too small.
enum class Dispersion : std::uint8_t {
  poisson,  ///< φ = 1
  overall,  ///< one φ: every standard error times √φ
  feature,  ///< φ_w for each word: documents by the sandwich I⁻¹ (Σ_w φ_w λ xxᵀ) I⁻¹, words times √φ_w; with conditional errors only
};

/// Which way the scale points.
struct WordfishDirection {
  std::string lower;  ///< name of a document that lies left of
  std::string upper;  ///< this one
};

/// Options of Wordfish.
struct WordfishOptions {
  WordfishSolver solver = WordfishSolver::exact;
  double sigma = 3.0;  ///< standard deviation of the prior on β; > 0
  /// Nothing: the document furthest from the middle is positive (of those within 1e-6 of it, the first).
  std::optional<WordfishDirection> direction = std::nullopt;
  WordfishErrors errors = WordfishErrors::conditional;
  Dispersion dispersion = Dispersion::poisson;  ///< of the standard errors; the positions are those of the Poisson model
  double level = 0.95;                          ///< of the intervals, in (0, 1)
  double tolerance = 1e-8;                      ///< of the gradient, see WordfishFit::gradient; > 0
  std::size_t max_iterations = 500;             ///< of the exact solver, for each start
  std::size_t n_restarts = 0;                   ///< random starts besides that of correspondence analysis; the best end is kept
  std::uint64_t seed = 1;                       ///< of the random starts
  std::size_t threads = 0;                      ///< 0: as many as the machine has; the result is the same
  std::stop_token stop;                         ///< as AnalysisOptions::stop
};

/// How the fit went.
struct WordfishFit {
  bool identified = false;  ///< false: fewer than three documents, or all with the same proportions of words; nothing is placed then
  bool converged = false;   ///< exact: gradient ≤ tolerance; quanteda: its own rule was met. False: no standard errors are given
  std::size_t n_iterations = 0;
  /// Largest, over documents and words, of √(gᵀ I⁻¹ g), g the gradient of the objective and I the information of the document's or word's
  /// two parameters: how many standard errors they still are from their own best place. It has no unit, and 1e-8 is nothing. Directions
  /// that the constraints fix are projected out.
  double gradient = 0.0;
  double log_likelihood = 0.0;  ///< Σ (n log λ − λ) − Σ β² / (2σ²); the constant −Σ log n! is left out
  double dispersion = 0.0;      ///< φ = Σ (n − λ)² / λ / (NK − 2N − 2K); NaN where that is not positive
  std::size_t n_starts = 1;     ///< starts tried
  std::size_t n_agreeing = 1;   ///< of them, those that ended within 1e-6 (relative) of the best likelihood
};

/// New documents on the scale of a model.
struct WordfishPrediction {
  DocumentScale scale;
  std::vector<Estimate> alpha;
};

/// The Poisson scaling model, for documents d and words w:
///
///     n_dw ~ Poisson(λ_dw),  log λ_dw = α_d + ψ_w + β_w θ_d,  β_w ~ N(0, σ²)
///     Σθ = 0,  Σθ² / (N − 1) = 1,  Σα = 0
///
/// θ: position of a document. α: its length, on a log scale. ψ: how common a word is. β: how it tells positions apart. Words in one or two
/// documents have large |β| and carry little; trim them (DfmOptions::min_doc_freq).
///
/// Exact solver: Newton steps for all parameters at once by preconditioned conjugate gradients within a trust region, so that the objective
/// never falls and nothing diverges, from the first dimension of correspondence analysis. It ends at a maximum, which need not be the
/// highest: `n_restarts` tries others. λ is dense, so a step costs O(documents · features · (2 + products)); memory O(documents + 100 ·
/// features) and, up to 64 million cells, a copy of λ.
///
/// Two documents have positions ∓1/√2 by the constraints alone, and documents with the same proportions of words have no order: both are
/// `not_identified`. Documents without counts are `empty`, features without counts NaN. With vocabularies that do not overlap the
/// likelihood alone has no maximum; the prior keeps β finite.
/// Immutable; safe to use from many threads.
/// @see Slapin & Proksch (2008), American Journal of Political Science 52(3):705-722, doi 10.1111/j.1540-5907.2008.00338.x
class Wordfish {
 public:
  /// @throws InvalidArgument for a weighted matrix; options out of range; a direction whose documents are unknown, empty or the same
  static Wordfish fit(const Dfm& counts, const WordfishOptions& options = {});

  [[nodiscard]] const WordfishFit& fit_info() const noexcept { return fit_; }
  [[nodiscard]] const WordfishOptions& options() const noexcept { return options_; }
  /// θ.
  [[nodiscard]] const DocumentScale& documents() const noexcept { return documents_; }
  /// α of each document; NaN where θ is.
  [[nodiscard]] const std::vector<Estimate>& alpha() const noexcept { return alpha_; }
  /// β of each feature. Positive: more frequent in documents on the right.
  [[nodiscard]] const FeatureScale& features() const noexcept { return beta_; }
  /// ψ of each feature.
  [[nodiscard]] const FeatureScale& psi() const noexcept { return psi_; }
  /// φ_w = K Σ_d (n − λ)² / λ / (NK − 2N − 2K) of each feature.
  [[nodiscard]] const std::vector<double>& feature_dispersion() const noexcept { return phi_; }

  /// θ and α of new documents by maximum likelihood, ψ and β being known: a document's place depends on that document only. Features that
  /// the model does not know are left out and counted. Documents of the model come out near their fitted place and not at it: there, the
  /// constraint on the spread of θ pulls all of them together. A document whose known words all lie at one end of β has no finite
  /// place and is `not_identified`. Time O(documents · features · steps).
  /// @throws InvalidArgument for a weighted matrix
  [[nodiscard]] WordfishPrediction predict(const Dfm& counts) const;

 private:
  Wordfish(const Dfm& counts, const WordfishOptions& options);  ///< nothing placed yet
  void set_documents(const std::vector<Dfm::Index>& places, const detail::wordfish::Parameters& values,
                     const detail::wordfish::Parameters& errors);
  void set_features(const std::vector<Dfm::Index>& places, const detail::wordfish::Parameters& values,
                    const detail::wordfish::Parameters& errors, const Eigen::VectorXd& phi);
  WordfishOptions options_;
  WordfishFit fit_;
  DocumentScale documents_;
  std::vector<Estimate> alpha_;
  FeatureScale beta_;
  FeatureScale psi_;
  std::vector<double> phi_;
};

/// θ with standard errors and intervals from resampling the sentences of every document and fitting anew, words and all: what the errors of
/// fit() leave out is in them, that words come in clusters and that the scale itself is not sure. A replicate is turned round where that
/// brings it nearer to the fit of the whole; one that did not converge counts as undefined. Cost: n_replicates fits.
/// @throws InvalidArgument as bootstrap() and Wordfish::fit()
[[nodiscard]] DocumentScale bootstrap_documents(const SentenceCounts& sentences, const WordfishOptions& options,
                                                const BootstrapOptions& bootstrap);

}  // namespace stance
