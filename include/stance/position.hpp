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
  /// Beta distribution on [−1, 1] with the mean and variance of the Bayesian bootstrap below. Closed form, no random numbers.
  beta,
  /// Bayesian bootstrap over sentences (Rubin 1981, doi 10.1214/aos/1176345338) with a half-weight pseudo-sentence at each pole.
  bayesian_bootstrap,
};

struct PositionOptions {
  IntervalMethod method = IntervalMethod::beta;
  double level = 0.95;           ///< of the interval, in (0, 1)
  double pole_weight = 0.5;      ///< of the pseudo-sentence at each pole, in sentences; > 0
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
/// Interval: with n_e = (Σ W_s)² / Σ W_s² effective sentences (W_s: weight of sentence s, V_s: its weighted mean) and a = pole_weight,
/// the Bayesian bootstrap has mean m = n_e·p / (n_e + 2a) and variance (Σ W_s V_s² · n_e / Σ W_s + 2a) / (n_e + 2a) − m², divided by
/// (n_e + 2a + 1). The interval is widened to hold the estimate.
/// @return undefined with `no_polarity` when no value differs from 0, with `no_mention` when there are no observations
/// @throws InvalidArgument for values outside of [−1, 1], weights that are not positive and finite, or options out of range
[[nodiscard]] Position weighted_position(const std::vector<Observation>& observations, const PositionOptions& options = {});

/// intensity = 1 − exp(−rate / scale), rate = 1000 · Σ w·v / n_words.
/// Interval: the number k of sentences with evidence as Poisson with Jeffreys' prior, Gamma(k + ½, 1), carried through the formula.
/// @param scale  rate at which the intensity is 1 − 1/e, in weighted records per 1,000 words
/// @return 0 (with its interval) without evidence in `min_words` words or more, undefined with `too_short` in fewer
/// @throws InvalidArgument as above, and for negative values or a scale that is not positive
[[nodiscard]] Position intensity_position(const std::vector<Observation>& observations, std::size_t n_words, double scale, const PositionOptions& options = {});

/// A number with its standard error.
struct Scaled {
  double value = 0.0;
  double std_error = 0.0;
};

/// Lowe's logit scale, θ = log((R + ½) / (L + ½)), SE = √(1/(R + ½) + 1/(L + ½)); R and L are the weights on the + and − pole.
/// @see Lowe, Benoit, Mikhaylov & Laver (2011), LSQ 36(1):123-155, doi 10.1111/j.1939-9162.2010.00006.x; the SE is that of the empirical logit
[[nodiscard]] Scaled lowe_logit(double positive, double negative);
/// (R − L) / (R + L); nothing when both are 0. SE of a proportion's difference, √((1 − value²) / (R + L)). @see Kim & Fording (1998), EJPR 33:73-97
[[nodiscard]] std::optional<Scaled> relative_difference(double positive, double negative);
/// (R − L) / N, N > 0 words. SE = √(R + L) / N. @see Lowe et al. (2011)
[[nodiscard]] Scaled absolute_difference(double positive, double negative, double n_words);

}  // namespace stance
