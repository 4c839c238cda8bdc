#pragma once
/// @file position.hpp
/// Positions: from weighted evidence to a number with its uncertainty. Nothing here knows documents or lexicons.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace stance {

/// One piece of evidence that counts.
struct Observation {
  double value = 0.0;          ///< in [−1, 1]; 0 is a mention without polarity
  double weight = 1.0;         ///< > 0
  std::uint32_t sentence = 0;  ///< pieces of one sentence are not independent: they are resampled together
};

enum class IntervalMethod : std::uint8_t {
  /// Beta distribution on [−1, 1], by moments: see weighted_position(). Closed form, no random numbers, about 2 µs.
  beta,
  /// Bayesian bootstrap over sentences (Rubin 1981, doi 10.1214/aos/1176345338) with the same pseudo-sentences at the poles.
  /// About 250 µs and 20 µs more per sentence; covers one to three points less than `beta` where values are graded or weights differ.
  bayesian_bootstrap,
};

struct PositionOptions {
  IntervalMethod method = IntervalMethod::beta;
  double level = 0.95;           ///< of the interval, in (0, 1)
  double pole_weight = 0.5;      ///< a: how many pseudo-sentences stand at each pole; > 0. ½ is Jeffreys' prior where all values are ±1
  std::size_t n_replicates = 2000;  ///< of the bootstrap
  std::uint64_t seed = 1;
  std::uint64_t stream = 0;      ///< of the random numbers; name the document and axis by it
  std::size_t min_words = 300;   ///< a text at least this long without evidence has an intensity of 0, a shorter one none
};

enum class Undefined : std::uint8_t {
  defined,
  no_mention,     ///< the document does not speak about it
  no_polarity,    ///< it is named, but nothing is said for or against
  only_reported,  ///< what is said does not count: others' voices, titles, announcements, the past
  too_short,      ///< an intensity without evidence in a text that is too short to say that there is none
};
[[nodiscard]] std::string_view to_string(Undefined reason) noexcept;

/// A position and how sure it is.
struct Position {
  std::optional<double> estimate;  ///< nothing: undefined, see `undefined`
  double std_error = 0.0;          ///< standard deviation of the interval's distribution
  double lower = 0.0;
  double upper = 0.0;
  double level = 0.95;
  Undefined undefined = Undefined::defined;
};

/// position = Σ w·v / Σ w over all observations.
///
/// Interval (`beta`): what would the position be if more sentences of this text were read? W_s = Σ w and X_s = Σ w·v of sentence s;
/// records of one sentence are not independent, sentences are. With a = pole_weight pseudo-sentences of weight u at each pole,
///
///     u     = √( ΣW_s³/ΣW_s² · Σw³/Σw² )                        between a typical sentence and a typical record, by the heavy ones
///     A     = ΣW_s + 2a·u,   m = ΣX_s / A                       mean
///     T     = A² / (ΣW_s² + 2a·u²)                              effective number of sentences
///     s²    = [ Σ(X_s − m·W_s)² + 2a·u²(1 + m²) ] / A² · T / (T + ½)
///
/// and the interval holds the central `level` of the Beta distribution on [−1, 1] with mean m and variance s² (std_error = s),
/// widened to hold the position. The sum is the linearised variance of a ratio (Cochran 1977, Sampling Techniques, ch. 6), which
/// holds where weights and values go together: decisive statements weigh more. The poles stand for what was not seen: one sentence
/// that says "+1" is no proof that all would. With values ±1 and equal weights this is the Jeffreys interval of a proportion
/// (Brown, Cai & DasGupta 2001, doi 10.1214/ss/1009213286) but for the ½ in T + ½ where that has 1, which was chosen by simulation.
///
/// Coverage at level 0.95, averaged over positions from −0.95 to 0.95 (tests/unit/position_coverage_test.cpp, and more models in
/// tests/bench/README.md): 94–97 % from ten sentences on, 94–100 % from one to nine, for values ±1 and 0, graded values, weights
/// 1 : 4 whether they go with the values or not, and several records per sentence. Where it is not so:
/// - documents that nearly always say the same (all values within about ±0.3): covers 98–100 %, the interval is too wide;
/// - positions beyond ±0.9: the count of the rare sentences is discrete, and coverage swings between about 80 and 100 %;
/// - a text whose position hangs on one heavy kind of sentence that is rare (10 % of the sentences with half of the weight): where
///   the text at hand does not hold one, no method can know of it; coverage falls to 75 % at ten sentences.
/// @return undefined with `no_polarity` when no value differs from 0, with `no_mention` when there are no observations
/// @throws InvalidArgument for values outside of [−1, 1], weights that are not positive and finite, or options out of range
[[nodiscard]] Position weighted_position(const std::vector<Observation>& observations, const PositionOptions& options = {});

/// intensity = 1 − exp(−rate / scale), rate = 1000 · Σ w·v / n_words.
///
/// Interval: a compound Poisson process. Evidence of weight S_s = Σ w·v in sentence s comes in passages, R = Σ S_s over sentences
/// that follow each other with at most one sentence between them; r passages in all, k sentences with evidence. One event weighs
///
///     e = ΣS_s²/ΣS_s · max(1, ΣR² / E[ΣR²]) · (1 + 1/r)
///     E[ΣR²] = min( (ΣS_s)², ΣS_s² + 2(ΣS_s)²/k · q/(1 − q) ),  q = 1 − (1 − p)²,  p = (k − 1) / sentences of the text
///
/// so that evidence that bunches more than chance would have it counts as fewer events (sentences of the text: n_words / 25, or the
/// last sentence seen). With n = ΣS_s / e events, the ends are quantiles of Gamma(n + ½) and Gamma(n + 1) (Jeffreys below, Garwood
/// 1936, doi 10.1093/biomet/28.3-4.437, above), times e, carried through the formula; std_error by the delta method.
///
/// Coverage at level 0.95 (same tests), from about fourteen sentences with evidence on: 96–99 % where these come independently,
/// 92–94 % in bursts of two, 88–94 % in bursts of three (counting each sentence as an event would give 60–80 %), 83–92 % in bursts
/// of six. With fewer, bursts cannot be told from chance, and coverage may fall to 50–90 %.
/// @param scale  rate at which the intensity is 1 − 1/e, in weighted records per 1,000 words
/// @return 0 (with its interval) without evidence in `min_words` words or more, undefined with `too_short` in fewer
/// @throws InvalidArgument as above, and for negative values or a scale that is not positive
[[nodiscard]] Position intensity_position(const std::vector<Observation>& observations, std::size_t n_words, double scale, const PositionOptions& options = {});

/// Weights on the two poles. For counts, every weight is 1 and the squares are the counts.
struct PoleSums {
  double positive = 0.0;          ///< R = Σ w over the + pole
  double negative = 0.0;          ///< L, the same over the − pole
  double positive_squares = 0.0;  ///< Σ w² over the + pole
  double negative_squares = 0.0;
};

/// A number with its standard error.
struct Scaled {
  double value = 0.0;
  double std_error = 0.0;
};

/// Lowe's logit scale, θ = log((R + ½) / (L + ½)), SE = √((Σ_R w² + ½) / (R + ½)² + (Σ_L w² + ½) / (L + ½)²). The ½ goes on the sums
/// of the poles, not on each kind of evidence.
/// @see Lowe, Benoit, Mikhaylov & Laver (2011), LSQ 36(1):123-155, doi 10.1111/j.1939-9162.2010.00006.x. The SE is that of the empirical
///      logit (Gart & Zweifel 1967, doi 10.1093/biomet/54.1-2.181), by the delta method for weights: it takes records as independent
/// @throws InvalidArgument for sums that are negative or not finite; so do the next two
[[nodiscard]] Scaled lowe_logit(const PoleSums& sums);
/// Of counts: SE = √(1/(R + ½) + 1/(L + ½)).
[[nodiscard]] Scaled lowe_logit(double positive, double negative);
/// p = (R − L) / (R + L), SE = √((1 − p)² Σ_R w² + (1 + p)² Σ_L w²) / (R + L); nothing when both are 0.
/// @see Kim & Fording (1998), EJPR 33:73-97, doi 10.1111/1475-6765.00376; Laver & Garry (2000), AJPS 44:619-634
[[nodiscard]] std::optional<Scaled> relative_difference(const PoleSums& sums);
/// Of counts: SE = √((1 − p²) / (R + L)).
[[nodiscard]] std::optional<Scaled> relative_difference(double positive, double negative);
/// (R − L) / N, N > 0 words. SE = √(Σ_R w² + Σ_L w²) / N (Poisson). @see Lowe et al. (2011)
[[nodiscard]] Scaled absolute_difference(const PoleSums& sums, double n_words);
/// Of counts: SE = √(R + L) / N.
[[nodiscard]] Scaled absolute_difference(double positive, double negative, double n_words);

}  // namespace stance
