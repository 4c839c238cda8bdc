#pragma once
/// @file bootstrap.hpp
/// Uncertainty of anything that is computed from a document-feature matrix, by resampling the sentences of each document.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "stance/dfm_sentences.hpp"
#include "stance/estimate.hpp"

namespace stance {

/// How the interval is made from the replicates θ*.
enum class BootstrapInterval : std::uint8_t {
  percentile,      ///< quantiles of θ*
  basic,           ///< 2θ − quantiles of θ*: mirrored at the estimate
  bias_corrected,  ///< quantiles of θ* moved by the share of replicates below the estimate (BC; Efron 1987 without acceleration)
  normal,          ///< θ ± z · sd(θ*): keeps its centre where replicates are systematically off (they hold 63 % of the sentences)
};

struct BootstrapOptions {
  std::size_t n_replicates = 200;  ///< at least 2; intervals want 1,000 and more, standard errors 50 to 200
  double level = 0.95;             ///< of the intervals, in (0, 1)
  BootstrapInterval interval = BootstrapInterval::percentile;
  std::size_t min_sentences = 5;  ///< documents with fewer are refused with the list of their names, see bootstrap()
  std::uint64_t seed = 1;
  std::size_t threads = 0;  ///< 0: as many as the machine has; the result is the same
  std::stop_token stop;     ///< as AnalysisOptions::stop
};

struct BootstrapResult {
  std::vector<Estimate> estimates;         ///< one for each number of the statistic; value is that of the whole matrix
  std::vector<std::size_t> n_undefined;    ///< replicates in which a number was NaN; they are left out of its interval
  std::vector<double> bias;                ///< mean of the replicates − value
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
/// A number that is NaN in more than half of the replicates has no interval. Time: n_replicates × (cells + statistic).
/// @throws InvalidArgument for options out of range; for documents of fewer than `min_sentences` sentences (of one sentence every replicate
///         is the same, and an error of 0 would be a lie); for a statistic that changes its length; and what the statistic throws
/// @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, doi 10.1201/9780429246593; sentences as units in scaling:
///      Lowe & Benoit (2013), Political Analysis 21(3):298-313, doi 10.1093/pan/mpt002
[[nodiscard]] BootstrapResult bootstrap(const SentenceCounts& sentences, const Statistic& statistic, const BootstrapOptions& options = {});

}  // namespace stance
