#include "stance/position.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "detail/position_quantiles.hpp"
#include "detail/random.hpp"
#include "detail/resampling.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double words_per_sentence = 25.0;  ///< of a text whose number of sentences is not known
constexpr std::uint32_t passage_gap = 2;     ///< sentences at most this far apart may belong to one passage

/// Observations of one sentence.
struct Cluster {
  std::uint32_t sentence = 0;
  double weight = 0.0;
  double weighted_value = 0.0;
};

/// What the formulas need of all observations.
struct Sample {
  std::vector<Cluster> clusters;  ///< in sentence order
  double weight = 0.0;            ///< Σ w
  double weighted_value = 0.0;    ///< Σ w·v
  double squares = 0.0;           ///< Σ w²
  double cubes = 0.0;             ///< Σ w³
  bool polar = false;             ///< some value is not 0
};

void check(const PositionOptions& options) {
  if (!(options.level > 0.0 && options.level < 1.0)) throw InvalidArgument(fmt::format("level: expected a number between 0 and 1, got {}", options.level));
  if (!(options.pole_weight > 0.0) || !std::isfinite(options.pole_weight)) throw InvalidArgument(fmt::format("pole_weight: expected a positive number, got {}", options.pole_weight));
  if (options.method == IntervalMethod::bayesian_bootstrap && options.n_replicates < 100) {
    throw InvalidArgument(fmt::format("n_replicates: expected 100 or more, got {}", options.n_replicates));
  }
}

Sample sample_of(const std::vector<Observation>& observations, double lowest) {
  Sample out;
  bool sorted = true;
  for (const Observation& o : observations) {
    if (!(o.value >= lowest && o.value <= 1.0)) throw InvalidArgument(fmt::format("observation: expected a value in [{}, 1], got {}", lowest, o.value));
    if (!(o.weight > 0.0) || !std::isfinite(o.weight)) throw InvalidArgument(fmt::format("observation: expected a positive weight, got {}", o.weight));
    out.weight += o.weight;
    out.weighted_value += o.weight * o.value;
    out.squares += o.weight * o.weight;
    out.cubes += o.weight * o.weight * o.weight;
    out.polar = out.polar || o.value != 0.0;
    if (out.clusters.empty() || o.sentence != out.clusters.back().sentence) {
      sorted = sorted && (out.clusters.empty() || o.sentence > out.clusters.back().sentence);
      out.clusters.push_back({o.sentence, 0.0, 0.0});
    }
    out.clusters.back().weight += o.weight;
    out.clusters.back().weighted_value += o.weight * o.value;
  }
  if (!sorted) {  // a sentence may have come up twice
    std::vector<Cluster>& clusters = out.clusters;
    std::stable_sort(clusters.begin(), clusters.end(), [](const Cluster& a, const Cluster& b) { return a.sentence < b.sentence; });
    std::size_t last = 0;
    for (std::size_t i = 1; i < clusters.size(); ++i) {
      if (clusters[i].sentence == clusters[last].sentence) {
        clusters[last].weight += clusters[i].weight;
        clusters[last].weighted_value += clusters[i].weighted_value;
      } else {
        clusters[++last] = clusters[i];
      }
    }
    clusters.resize(last + 1);
  }
  return out;
}

/// Weight of a pseudo-sentence: between that of a typical sentence and that of a typical record, both by the heavy ones.
double pole_unit(const Sample& sample) {
  double squares = 0.0;
  double cubes = 0.0;
  for (const Cluster& c : sample.clusters) {
    squares += c.weight * c.weight;
    cubes += c.weight * c.weight * c.weight;
  }
  return std::sqrt(cubes / squares * (sample.cubes / sample.squares));
}

/// See weighted_position() for the formulas.
void beta_interval(const Sample& sample, const PositionOptions& options, Position& out) {
  const double unit = pole_unit(sample);
  const double poles = 2.0 * options.pole_weight;
  const double weight = sample.weight + poles * unit;
  const double mean = sample.weighted_value / weight;
  double squares = poles * unit * unit;
  double spread = poles * unit * unit * (1.0 + mean * mean);
  for (const Cluster& c : sample.clusters) {
    const double deviation = c.weighted_value - c.weight * mean;
    squares += c.weight * c.weight;
    spread += deviation * deviation;
  }
  const double effective = weight * weight / squares;
  const double variance = spread / (weight * weight) * effective / (effective + 0.5);
  const double mu = (mean + 1.0) / 2.0;
  const double precision = mu * (1.0 - mu) / (variance / 4.0) - 1.0;
  const detail::Quantiles ends = detail::beta_quantiles(mu * precision, (1.0 - mu) * precision, (1.0 - options.level) / 2.0);
  out.std_error = std::sqrt(variance);
  out.lower = 2.0 * ends.lower - 1.0;
  out.upper = 2.0 * ends.upper - 1.0;
}

/// A Gamma(shape) variate by the method of Marsaglia & Tsang (2000), doi 10.1145/358407.358414, with the power boost for shape < 1.
double gamma_draw(detail::Random& random, double shape) {
  const double boosted = shape < 1.0 ? shape + 1.0 : shape;
  const double d = boosted - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = random.normal();
    const double v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
    const double u = random.uniform_open();
    if (v > 0.0 && std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) {
      return d * v * (shape < 1.0 ? std::pow(random.uniform_open(), 1.0 / shape) : 1.0);
    }
  }
}

void bootstrap_interval(const Sample& sample, const PositionOptions& options, Position& out) {
  const double unit = pole_unit(sample);
  detail::Random random(options.seed, options.stream);
  std::vector<double> draws(options.n_replicates);
  for (double& draw : draws) {
    const double high = unit * gamma_draw(random, options.pole_weight);
    const double low = unit * gamma_draw(random, options.pole_weight);
    double numerator = high - low;
    double denominator = high + low;
    for (const Cluster& c : sample.clusters) {
      const double g = random.exponential();
      numerator += g * c.weighted_value;
      denominator += g * c.weight;
    }
    draw = numerator / denominator;
  }
  out.std_error = detail::standard_deviation(draws);
  const detail::Interval interval = detail::percentile_interval(std::move(draws), options.level);
  out.lower = interval.lower;
  out.upper = interval.upper;
}

/// Weight that one independent event adds to an intensity; see intensity_position() for the formula.
double event_size(const Sample& sample, std::size_t n_words) {
  double sum = 0.0;
  double squares = 0.0;           // Σ S², S: weighted value of a sentence
  double passage_squares = 0.0;   // Σ R², R: of a passage
  double passage = 0.0;
  double passages = 0.0;
  double sentences = 0.0;
  std::uint32_t last = 0;
  for (const Cluster& c : sample.clusters) {
    if (c.weighted_value <= 0.0) continue;
    if (sentences == 0.0 || c.sentence - last > passage_gap) {
      passage_squares += passage * passage;
      passage = 0.0;
      passages += 1.0;
    }
    passage += c.weighted_value;
    sum += c.weighted_value;
    squares += c.weighted_value * c.weighted_value;
    sentences += 1.0;
    last = c.sentence;
  }
  passage_squares += passage * passage;
  // Passages that chance alone would make: the next sentence with evidence is near with probability `near`.
  const double in_text = std::max(static_cast<double>(n_words) / words_per_sentence, static_cast<double>(last) + 1.0);
  const double gone = 1.0 - std::min(1.0, (sentences - 1.0) / in_text);
  const double near = 1.0 - gone * gone;  // passage_gap = 2
  const double by_chance = near < 1.0 ? std::min(sum * sum, squares + 2.0 * sum * (sum / sentences) * near / (1.0 - near)) : sum * sum;
  return squares / sum * std::max(1.0, passage_squares / by_chance) * (1.0 + 1.0 / passages);
}

Position undefined(Undefined reason, double level) {
  Position out;
  out.undefined = reason;
  out.level = level;
  return out;
}

void check_sums(const PoleSums& sums) {
  if (!(sums.positive >= 0.0 && sums.negative >= 0.0) || !std::isfinite(sums.positive + sums.negative)) {
    throw InvalidArgument(fmt::format("pole weights: expected numbers of 0 or more, got {} and {}", sums.positive, sums.negative));
  }
  if (!(sums.positive_squares >= 0.0 && sums.negative_squares >= 0.0) || !std::isfinite(sums.positive_squares + sums.negative_squares)) {
    throw InvalidArgument(fmt::format("squares of pole weights: expected numbers of 0 or more, got {} and {}", sums.positive_squares, sums.negative_squares));
  }
}

}  // namespace

std::string_view to_string(Undefined reason) noexcept {
  switch (reason) {
    case Undefined::defined: return "defined";
    case Undefined::no_mention: return "no_mention";
    case Undefined::no_polarity: return "no_polarity";
    case Undefined::only_reported: return "only_reported";
    case Undefined::too_short: return "too_short";
  }
  return "defined";
}

Position weighted_position(const std::vector<Observation>& observations, const PositionOptions& options) {
  check(options);
  if (observations.empty()) return undefined(Undefined::no_mention, options.level);
  const Sample sample = sample_of(observations, -1.0);
  if (!sample.polar) return undefined(Undefined::no_polarity, options.level);
  Position out;
  out.level = options.level;
  out.estimate = std::clamp(sample.weighted_value / sample.weight, -1.0, 1.0);
  if (options.method == IntervalMethod::beta) {
    beta_interval(sample, options, out);
  } else {
    bootstrap_interval(sample, options, out);
  }
  out.lower = std::min(out.lower, *out.estimate);
  out.upper = std::max(out.upper, *out.estimate);
  return out;
}

Position intensity_position(const std::vector<Observation>& observations, std::size_t n_words, double scale, const PositionOptions& options) {
  check(options);
  if (!(scale > 0.0) || !std::isfinite(scale)) throw InvalidArgument(fmt::format("scale: expected a positive number, got {}", scale));
  const Sample sample = sample_of(observations, 0.0);
  if (!sample.polar && (n_words == 0 || n_words < options.min_words)) return undefined(Undefined::too_short, options.level);
  if (n_words == 0) throw InvalidArgument("n_words: expected a positive number of words where there are observations");
  const double per_weight = 1000.0 / static_cast<double>(n_words) / scale;  // exponent that a weight of 1 adds
  const double unit = sample.polar ? event_size(sample, n_words) : 1.0;
  const double events = sample.weighted_value / unit;
  const detail::Quantiles ends = detail::gamma_quantiles(events + 0.5, events + 1.0, (1.0 - options.level) / 2.0);
  const auto intensity = [&](double count) { return -std::expm1(-count * unit * per_weight); };
  Position out;
  out.level = options.level;
  out.estimate = -std::expm1(-sample.weighted_value * per_weight);
  out.std_error = unit * per_weight * std::exp(-events * unit * per_weight) * std::sqrt(events + 0.5);  // delta method
  out.lower = sample.polar ? std::min(intensity(ends.lower), *out.estimate) : 0.0;
  out.upper = std::max(intensity(ends.upper), *out.estimate);
  return out;
}

Scaled lowe_logit(const PoleSums& sums) {
  check_sums(sums);
  const double right = sums.positive + 0.5;
  const double left = sums.negative + 0.5;
  return {std::log(right / left), std::sqrt((sums.positive_squares + 0.5) / (right * right) + (sums.negative_squares + 0.5) / (left * left))};
}

Scaled lowe_logit(double positive, double negative) { return lowe_logit(PoleSums{positive, negative, positive, negative}); }

std::optional<Scaled> relative_difference(const PoleSums& sums) {
  check_sums(sums);
  const double total = sums.positive + sums.negative;
  if (total <= 0.0) return std::nullopt;
  const double value = (sums.positive - sums.negative) / total;
  const double variance = (1.0 - value) * (1.0 - value) * sums.positive_squares + (1.0 + value) * (1.0 + value) * sums.negative_squares;
  return Scaled{value, std::sqrt(variance) / total};
}

std::optional<Scaled> relative_difference(double positive, double negative) {
  return relative_difference(PoleSums{positive, negative, positive, negative});
}

Scaled absolute_difference(const PoleSums& sums, double n_words) {
  check_sums(sums);
  if (!(n_words > 0.0) || !std::isfinite(n_words)) throw InvalidArgument(fmt::format("n_words: expected a positive number, got {}", n_words));
  return {(sums.positive - sums.negative) / n_words, std::sqrt(sums.positive_squares + sums.negative_squares) / n_words};
}

Scaled absolute_difference(double positive, double negative, double n_words) {
  return absolute_difference(PoleSums{positive, negative, positive, negative}, n_words);
}

}  // namespace stance
