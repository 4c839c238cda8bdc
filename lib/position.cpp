#include "stance/position.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// Observations of one sentence.
struct Cluster {
  double weight = 0.0;
  double weighted_value = 0.0;
};

void check(const PositionOptions& options) {
  if (!(options.level > 0.0 && options.level < 1.0)) throw InvalidArgument(fmt::format("level: expected a number between 0 and 1, got {}", options.level));
  if (!(options.pole_weight > 0.0) || !std::isfinite(options.pole_weight)) throw InvalidArgument(fmt::format("pole_weight: expected a positive number, got {}", options.pole_weight));
  if (options.method == IntervalMethod::bayesian_bootstrap && options.n_replicates < 100) {
    throw InvalidArgument(fmt::format("n_replicates: expected 100 or more, got {}", options.n_replicates));
  }
}

std::vector<Cluster> clusters_of(const std::vector<Observation>& observations, double lowest) {
  std::vector<const Observation*> order;
  order.reserve(observations.size());
  for (const Observation& o : observations) {
    if (!(o.value >= lowest && o.value <= 1.0)) throw InvalidArgument(fmt::format("observation: expected a value in [{}, 1], got {}", lowest, o.value));
    if (!(o.weight > 0.0) || !std::isfinite(o.weight)) throw InvalidArgument(fmt::format("observation: expected a positive weight, got {}", o.weight));
    order.push_back(&o);
  }
  std::stable_sort(order.begin(), order.end(), [](const Observation* a, const Observation* b) { return a->sentence < b->sentence; });
  std::vector<Cluster> clusters;
  std::uint32_t sentence = 0;
  for (const Observation* o : order) {
    if (clusters.empty() || o->sentence != sentence) clusters.emplace_back();
    sentence = o->sentence;
    clusters.back().weight += o->weight;
    clusters.back().weighted_value += o->weight * o->value;
  }
  return clusters;
}

/// Mean and variance of the Bayesian bootstrap with unequal sentence weights, as a Dirichlet mean with n_e sentences.
void beta_interval(const std::vector<Cluster>& clusters, const PositionOptions& options, Position& out) {
  double sum = 0.0;
  double squares = 0.0;
  double value = 0.0;
  double value_squares = 0.0;
  for (const Cluster& c : clusters) {
    sum += c.weight;
    squares += c.weight * c.weight;
    value += c.weighted_value;
    value_squares += c.weighted_value * c.weighted_value / c.weight;
  }
  const double sentences = sum * sum / squares;
  const double poles = 2.0 * options.pole_weight;
  const double total = sentences + poles;
  const double mean = sentences * (value / sum) / total;
  const double variance = ((sentences * (value_squares / sum) + poles) / total - mean * mean) / (total + 1.0);
  const double mu = (mean + 1.0) / 2.0;
  const double precision = mu * (1.0 - mu) / (variance / 4.0) - 1.0;
  const double tail = (1.0 - options.level) / 2.0;
  out.std_error = std::sqrt(variance);
  out.lower = 2.0 * boost::math::ibeta_inv(mu * precision, (1.0 - mu) * precision, tail) - 1.0;
  out.upper = 2.0 * boost::math::ibeta_inv(mu * precision, (1.0 - mu) * precision, 1.0 - tail) - 1.0;
}

double quantile(const std::vector<double>& sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double rest = place - static_cast<double>(below);
  return below + 1 < sorted.size() ? sorted[below] * (1.0 - rest) + sorted[below + 1] * rest : sorted.back();
}

/// Gamma(½)-like draw for a pseudo-sentence of weight a: a Gamma(a) variate by the Marsaglia–Tsang method with the power boost for a < 1.
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

void bootstrap_interval(const std::vector<Cluster>& clusters, const PositionOptions& options, Position& out) {
  double sum = 0.0;
  double squares = 0.0;
  for (const Cluster& c : clusters) {
    sum += c.weight;
    squares += c.weight * c.weight;
  }
  const double unit = squares / sum;  // weight of one effective sentence
  detail::Random random(options.seed, options.stream);
  std::vector<double> draws(options.n_replicates);
  double mean = 0.0;
  for (double& draw : draws) {
    const double high = unit * gamma_draw(random, options.pole_weight);
    const double low = unit * gamma_draw(random, options.pole_weight);
    double numerator = high - low;
    double denominator = high + low;
    for (const Cluster& c : clusters) {
      const double g = random.exponential();
      numerator += g * c.weighted_value;
      denominator += g * c.weight;
    }
    draw = numerator / denominator;
    mean += draw;
  }
  mean /= static_cast<double>(draws.size());
  double variance = 0.0;
  for (const double draw : draws) variance += (draw - mean) * (draw - mean);
  std::sort(draws.begin(), draws.end());
  const double tail = (1.0 - options.level) / 2.0;
  out.std_error = std::sqrt(variance / static_cast<double>(draws.size() - 1));
  out.lower = quantile(draws, tail);
  out.upper = quantile(draws, 1.0 - tail);
}

Position undefined(Undefined reason, double level) {
  Position out;
  out.undefined = reason;
  out.level = level;
  return out;
}

void check_weights(double positive, double negative) {
  if (!(positive >= 0.0 && negative >= 0.0) || !std::isfinite(positive + negative)) {
    throw InvalidArgument(fmt::format("pole weights: expected numbers of 0 or more, got {} and {}", positive, negative));
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
  const std::vector<Cluster> clusters = clusters_of(observations, -1.0);
  if (std::none_of(observations.begin(), observations.end(), [](const Observation& o) { return o.value != 0.0; })) {
    return undefined(Undefined::no_polarity, options.level);
  }
  double sum = 0.0;
  double weighted = 0.0;
  for (const Observation& o : observations) {
    sum += o.weight;
    weighted += o.weight * o.value;
  }
  Position out;
  out.level = options.level;
  out.estimate = std::clamp(weighted / sum, -1.0, 1.0);
  if (options.method == IntervalMethod::beta) {
    beta_interval(clusters, options, out);
  } else {
    bootstrap_interval(clusters, options, out);
  }
  out.lower = std::min(out.lower, *out.estimate);
  out.upper = std::max(out.upper, *out.estimate);
  return out;
}

Position intensity_position(const std::vector<Observation>& observations, std::size_t n_words, double scale, const PositionOptions& options) {
  check(options);
  if (!(scale > 0.0) || !std::isfinite(scale)) throw InvalidArgument(fmt::format("scale: expected a positive number, got {}", scale));
  const std::vector<Cluster> clusters = clusters_of(observations, 0.0);
  double weighted = 0.0;
  for (const Cluster& c : clusters) weighted += c.weighted_value;
  if (weighted <= 0.0 && n_words < options.min_words) return undefined(Undefined::too_short, options.level);
  if (n_words == 0) throw InvalidArgument("n_words: expected a positive number of words where there are observations");
  const auto sentences = static_cast<double>(std::count_if(clusters.begin(), clusters.end(), [](const Cluster& c) { return c.weighted_value > 0.0; }));
  const double per_sentence = sentences > 0.0 ? weighted / sentences : 1.0;
  const double unit = 1000.0 * per_sentence / static_cast<double>(n_words) / scale;  // exponent that one sentence adds
  const auto intensity = [&](double count) { return 1.0 - std::exp(-count * unit); };
  const double tail = (1.0 - options.level) / 2.0;
  Position out;
  out.level = options.level;
  out.estimate = intensity(sentences);
  // Delta method on the Gamma posterior, whose variance is k + ½.
  out.std_error = unit * std::exp(-sentences * unit) * std::sqrt(sentences + 0.5);
  out.lower = sentences > 0.0 ? std::min(intensity(boost::math::gamma_p_inv(sentences + 0.5, tail)), *out.estimate) : 0.0;
  out.upper = std::max(intensity(boost::math::gamma_p_inv(sentences + 0.5, 1.0 - tail)), *out.estimate);
  return out;
}

Scaled lowe_logit(double positive, double negative) {
  check_weights(positive, negative);
  return {std::log((positive + 0.5) / (negative + 0.5)), std::sqrt(1.0 / (positive + 0.5) + 1.0 / (negative + 0.5))};
}

std::optional<Scaled> relative_difference(double positive, double negative) {
  check_weights(positive, negative);
  const double total = positive + negative;
  if (total <= 0.0) return std::nullopt;
  const double value = (positive - negative) / total;
  return Scaled{value, std::sqrt((1.0 - value * value) / total)};
}

Scaled absolute_difference(double positive, double negative, double n_words) {
  check_weights(positive, negative);
  if (!(n_words > 0.0)) throw InvalidArgument(fmt::format("n_words: expected a positive number, got {}", n_words));
  return {(positive - negative) / n_words, std::sqrt(positive + negative) / n_words};
}

}  // namespace stance
