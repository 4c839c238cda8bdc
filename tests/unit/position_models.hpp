#pragma once
/// Simulated documents with a known position, for the coverage of intervals.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "detail/random.hpp"
#include "stance/position.hpp"

namespace stance::simulation {

/// One kind of record: value, weight, and how often it comes.
struct Kind {
  double value;
  double weight;
  double share;
};

/// What sentences are made of. A document at position θ draws its records from the kinds, their shares tilted by exp(λ·value) so that
/// E[w·v] / E[w] = θ.
struct Model {
  std::string name;
  std::vector<Kind> kinds;
  double more_records = 0.0;  ///< mean number of further records in a sentence (Poisson)
  double same_record = 0.0;   ///< chance that a further record repeats the first
};

inline std::vector<Model> models() {
  return {
      {"values -1, +1", {{-1, 1, 1}, {1, 1, 1}}},
      {"-1, 0, +1; 30 % neutral of weight 1/2", {{-1, 1, .35}, {0, .5, .3}, {1, 1, .35}}},
      {"-1, 0, +1; 60 % neutral of weight 1/2", {{-1, 1, .2}, {0, .5, .6}, {1, 1, .2}}},
      {"graded", {{-1, 1, 1}, {-.3, 1, 1}, {0, .5, 1}, {.5, 1, 1}, {.7, 1, 1}, {1, 1, 1}}},
      {"graded, weight 4 for half of the extremes", {{-1, 4, .5}, {-1, 1, .5}, {-.3, 1, 1}, {0, .5, 2}, {.5, 1, 1}, {.7, 1, 1}, {1, 1, .5}, {1, 4, .5}}},
      {"values -1, +1; a quarter of weight 4", {{-1, 1, .75}, {-1, 4, .25}, {1, 1, .75}, {1, 4, .25}}},
      {"graded, 1.8 records per sentence", {{-1, 1, 1}, {-.3, 1, 1}, {0, .5, 1}, {.5, 1, 1}, {.7, 1, 1}, {1, 1, 1}}, .8, .5},
      {"graded, weights 1:4, 1.8 records per sentence", {{-1, 4, .3}, {-1, 1, .7}, {-.3, 1, 1}, {0, .5, 2}, {.5, 1, 1}, {.7, 1, 1}, {1, 1, .7}, {1, 4, .3}}, .8, .5},
      {"mostly cooperation (+0.5)", {{-1, 1, .05}, {-.3, 1, .1}, {0, .5, .3}, {.2, 1, .1}, {.5, 1, .35}, {.7, 1, .1}, {1, 4, .05}}},
  };
}

/// Models without a tilt: their position is their own. They show where the promise does not hold.
inline std::vector<Model> stress_models() {
  return {
      {"steady cooperation: 0.2 .. 0.7", {{.2, 1, .15}, {.5, 1, .7}, {.7, 1, .15}}},
      {"steady member: 0.5 or +1, weights 1:4", {{.5, 1, .2}, {1, 4, .4}, {1, 1, .35}, {0, .5, .05}}},
      {"one heavy kind is rare: 10 % of weight 4", {{-1, 4, .1}, {-.3, 1, .3}, {0, .5, .3}, {.5, 1, .25}, {1, 1, .05}}},
  };
}

inline double position_of(const std::vector<Kind>& kinds) {
  double top = 0.0;
  double bottom = 0.0;
  for (const Kind& k : kinds) {
    top += k.share * k.weight * k.value;
    bottom += k.share * k.weight;
  }
  return top / bottom;
}

/// Kinds whose shares add up to 1 and whose position is θ.
inline std::vector<Kind> kinds_at(const Model& model, double theta) {
  std::vector<Kind> kinds = model.kinds;
  double low = -80.0;
  double high = 80.0;
  for (int i = 0; i < 100; ++i) {
    const double lambda = 0.5 * (low + high);
    double sum = 0.0;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      kinds[k].share = model.kinds[k].share * std::exp(lambda * kinds[k].value - std::abs(lambda));
      sum += kinds[k].share;
    }
    for (Kind& k : kinds) k.share /= sum;
    (position_of(kinds) < theta ? low : high) = lambda;
  }
  return kinds;
}

inline const Kind& draw(const std::vector<Kind>& kinds, detail::Random& random) {
  double u = random.uniform();
  for (const Kind& k : kinds) {
    u -= k.share;
    if (u < 0.0) return k;
  }
  return kinds.back();
}

/// A document of n sentences.
inline void document(const Model& model, const std::vector<Kind>& kinds, std::uint32_t n, detail::Random& random, std::vector<Observation>& out) {
  out.clear();
  for (std::uint32_t s = 0; s < n; ++s) {
    const Kind& first = draw(kinds, random);
    out.push_back({first.value, first.weight, s});
    if (model.more_records <= 0.0) continue;
    for (double t = random.exponential(); t < model.more_records; t += random.exponential()) {
      const Kind& next = random.uniform() < model.same_record ? first : draw(kinds, random);
      out.push_back({next.value, next.weight, s});
    }
  }
}

struct Coverage {
  double mean = 0.0;   ///< over positions
  double least = 1.0;  ///< of any position
  double width = 0.0;  ///< mean width of the intervals
};

/// Share of documents whose interval holds the true position, among those whose position is defined.
inline Coverage coverage(const Model& model, const std::vector<double>& positions, std::uint32_t n, int documents, const PositionOptions& options) {
  Coverage out;
  double used = 0.0;
  std::vector<Observation> observations;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const std::vector<Kind> kinds = kinds_at(model, positions[i]);
    detail::Random random(20240607, detail::stream_of(model.name) + 1000U * n + i);
    PositionOptions own = options;
    int defined = 0;
    int held = 0;
    double width = 0.0;
    for (int d = 0; d < documents; ++d) {
      document(model, kinds, n, random, observations);
      own.stream = static_cast<std::uint64_t>(d);
      const Position p = weighted_position(observations, own);
      if (!p.estimate) continue;
      ++defined;
      if (p.lower <= positions[i] && positions[i] <= p.upper) ++held;
      width += p.upper - p.lower;
    }
    if (defined < documents / 20) continue;
    const double share = static_cast<double>(held) / defined;
    out.mean += share;
    out.width += width / defined;
    out.least = std::min(out.least, share);
    used += 1.0;
  }
  out.mean /= used;
  out.width /= used;
  return out;
}

/// Evidence for an intensity: bursts of sentences start at random; a burst has a geometric length, and its sentences may lie `gap` apart.
struct Bursts {
  std::string name;
  double length = 1.0;
  std::uint32_t gap = 1;  ///< 1: next to each other; 2: with or without a sentence between
  bool heavy = false;     ///< a quarter of the sentences weigh 4
};

inline std::vector<Bursts> bursts() {
  return {{"independent", 1, 1, false},      {"independent, weights 1:4", 1, 1, true}, {"bursts of 2", 2, 1, false},
          {"bursts of 2, weights 1:4", 2, 1, true}, {"bursts of 3", 3, 1, false},       {"bursts of 3 with gaps", 3, 2, false},
          {"bursts of 6 with gaps", 6, 2, false}};
}

/// Coverage of intensity_position() for texts of n sentences of 25 words, of which a share has evidence.
inline double intensity_coverage(const Bursts& model, std::uint32_t n, double share, int documents) {
  constexpr std::uint32_t before = 40;  // bursts may begin before the text
  constexpr double scale = 5.0;
  const double mean_weight = model.heavy ? 1.75 : 1.0;
  const std::size_t words = 25U * n;
  const double truth = 1.0 - std::exp(-share * mean_weight * 1000.0 / 25.0 / scale);
  detail::Random random(7, detail::stream_of(model.name) + n + static_cast<std::uint64_t>(share * 1e6));
  int held = 0;
  std::vector<double> sentences(n + before);
  for (int d = 0; d < documents; ++d) {
    std::fill(sentences.begin(), sentences.end(), 0.0);
    for (std::uint32_t i = 0; i < n + before; ++i) {
      for (double t = random.exponential(); t < share / model.length; t += random.exponential()) {
        for (std::uint32_t at = i; at < n + before;) {
          sentences[at] += model.heavy && random.uniform() < 0.25 ? 4.0 : 1.0;
          if (random.uniform() < 1.0 / model.length) break;
          at += model.gap == 1 || random.uniform() < 0.5 ? 1 : 2;
        }
      }
    }
    std::vector<Observation> observations;
    for (std::uint32_t s = 0; s < n; ++s) {
      if (sentences[before + s] > 0.0) observations.push_back({1.0, sentences[before + s], s});
    }
    const Position p = intensity_position(observations, words, scale);
    if (p.estimate && p.lower <= truth && truth <= p.upper) ++held;
  }
  return static_cast<double>(held) / documents;
}

}  // namespace stance::simulation
