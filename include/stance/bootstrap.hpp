#pragma once
/// @file bootstrap.hpp
/// Uncertainty of anything that is computed from a document-feature matrix, by resampling the sentences of each document.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "stance/dfm_sentences.hpp"
#include "stance/estimate.hpp"

namespace stance {

/// How the interval is made from the replicates θ*.
enum class BootstrapInterval : std::uint8_t {
  percentile,  ///< quantiles of θ*
  basic,       ///< 2θ − quantiles of θ*: mirrored at the estimate
  /// Quantiles of θ* moved by the share of replicates below the estimate (BC; Efron 1987 without acceleration): Φ(2z₀ ± z), z₀ the normal
  /// quantile of that share. Undefined where all replicates lie on one side of the estimate.
  bias_corrected,
  normal,          ///< θ ± z · sd(θ*): keeps its centre where replicates are systematically off (they hold 63 % of the sentences)
};

[[nodiscard]] std::string_view to_string(BootstrapInterval interval) noexcept;

/// What to do with documents that are too short to be resampled.
enum class ShortDocuments : std::uint8_t {
  refuse,  ///< throw, with their names
  keep,    ///< they enter every replicate as they are: errors do not hold what their brevity adds, and say nothing about these documents
};

struct BootstrapOptions {
  std::size_t n_replicates = 200;  ///< at least 2; intervals want 1,000 and more, standard errors 50 to 200
  double level = 0.95;             ///< of the intervals, in (0, 1)
  BootstrapInterval interval = BootstrapInterval::percentile;
  std::size_t min_sentences = 5;  ///< with a feature in them; a document with fewer is short. At least 2
  ShortDocuments short_documents = ShortDocuments::refuse;
  std::uint64_t seed = 1;
  std::size_t threads = 0;  ///< 0: as many as the machine has; the result is the same
  std::stop_token stop;     ///< as AnalysisOptions::stop
};

struct BootstrapResult {
  std::vector<Estimate> estimates;         ///< one for each number of the statistic; value is that of the whole matrix
  std::vector<std::size_t> n_undefined;    ///< replicates in which a number was NaN; they are left out of its interval
  std::vector<double> bias;                ///< mean of the replicates − value
  std::vector<bool> resampled;             ///< of each document: false for a short one that was kept as it is
  std::size_t n_replicates = 0;
};

/// Numbers computed from a matrix of counts: always as many, NaN where undefined. Called from several threads at once.
using Statistic = std::function<std::vector<double>(const Dfm& counts)>;

/// Resamples the sentences of each document with replacement, as many as it has, and computes the statistic anew: the generic answer to
/// "how sure is that?" where sentences, not words, are what a text is made of (words of a sentence are not independent, so that
/// standard errors from counts of words are too small). The draws of a document depend on seed, its name and the replicate only.
///
///     std_error = √( Σ (θ*_b − mean θ*)² / (B − 1) ),  value = θ of the whole matrix
///
/// Only sentences with a feature are drawn, as many as there are of them. A number that is NaN or infinite in more than half of the
/// replicates, or the same in all of them (an anchor of the scale), has a value and no error.
/// Time: n_replicates × (cells + statistic); memory: n_replicates × numbers of the statistic.
///
/// Percentiles cover less than their level where sentences are few: of a mean over 10, 20 and 50 sentences with skew (exponential) values,
/// intervals of 95 % hold the truth in about 86, 90 and 93 % of the samples (tests/unit/bootstrap_test.cpp).
/// @throws InvalidArgument for options out of range; for documents with fewer than `min_sentences` sentences with a feature, or in which all
///         of these are the same, when short documents are to be refused (every replicate would be the same, and an error of 0 a lie);
///         for a statistic that changes its length, counts that do not fit together; and what the statistic throws
/// @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, doi 10.1201/9780429246593; sentences as units in scaling:
///      Lowe & Benoit (2013), Political Analysis 21(3):298-313, doi 10.1093/pan/mpt002
[[nodiscard]] BootstrapResult bootstrap(const SentenceCounts& sentences, const Statistic& statistic, const BootstrapOptions& options = {});

}  // namespace stance
