#include "detail/latent_semantic_seeds.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>
#include <map>

#include "detail/resampling.hpp"
#include "detail/pattern_word.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<std::size_t> words_of(const std::string& pattern, const NameList& features) {
  std::vector<std::size_t> out;
  if (!is_glob(pattern)) {
    if (const auto place = features.find(pattern)) out.push_back(*place);
    return out;
  }
  for (std::size_t w = 0; w < features.size(); ++w) {
    if (takes_glob(pattern, features[w])) out.push_back(w);
  }
  return out;
}

}  // namespace

ResolvedSeeds resolve_seeds(const std::vector<WeightedPattern>& seeds, const Dfm::Matrix& table, const NameList& features) {
  if (seeds.empty()) throw InvalidArgument("latent semantic scaling: seeds: expected at least one");
  std::vector<bool> occurs(features.size(), false);
  for (Eigen::Index i = 0; i < table.nonZeros(); ++i) occurs[static_cast<std::size_t>(table.innerIndexPtr()[i])] = true;

  ResolvedSeeds out;
  std::vector<std::vector<std::size_t>> words;
  std::size_t patterns[2] = {0, 0};  // of the negative and the positive side: given, and of them those that occur
  std::size_t present[2] = {0, 0};
  for (const WeightedPattern& seed : seeds) {
    if (!std::isfinite(seed.weight) || seed.weight == 0.0) {
      throw InvalidArgument(
          fmt::format("latent semantic scaling: seeds: '{}': expected a weight other than 0, got {}", seed.pattern, seed.weight));
    }
    words.push_back(words_of(seed.pattern, features));
    std::erase_if(words.back(), [&](std::size_t w) { return !occurs[w]; });
    const std::size_t side = seed.weight > 0.0 ? 1 : 0;
    ++patterns[side];
    if (words.back().empty()) {
      out.missing.push_back(seed.pattern);
    } else {
      ++present[side];
    }
  }
  for (const std::size_t side : {0U, 1U}) {
    if (patterns[side] == 0 || present[side] > 0) continue;
    throw InvalidArgument(fmt::format("latent semantic scaling: seeds: none of the {} side occurs in the corpus: {}",
                                      side == 0 ? "negative" : "positive", fmt::join(out.missing, ", ")));
  }
  std::map<std::size_t, double> weights;
  for (std::size_t s = 0; s < seeds.size(); ++s) {
    const double share =
        seeds[s].weight / static_cast<double>(present[seeds[s].weight > 0.0 ? 1 : 0]) / static_cast<double>(words[s].size());
    for (const std::size_t w : words[s]) weights[w] += share;
  }
  for (const auto& [feature, weight] : weights) out.seeds.push_back({feature, weight});
  return out;
}

std::vector<double> term_weights(const std::vector<WeightedPattern>& terms, const NameList& features) {
  std::vector<double> out(features.size(), terms.empty() ? 1.0 : kNaN);
  for (const WeightedPattern& term : terms) {
    for (const std::size_t w : words_of(term.pattern, features)) {
      if (std::isnan(out[w])) out[w] = term.weight;
    }
  }
  return out;
}

void to_z_scores(DocumentScale& scale) {
  std::vector<double> values;
  for (const Estimate& position : scale.positions) {
    if (!std::isnan(position.value)) values.push_back(position.value);
  }
  double mean = 0.0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  const double spread = standard_deviation(values);
  for (std::size_t d = 0; d < scale.positions.size(); ++d) {
    Estimate& position = scale.positions[d];
    if (std::isnan(position.value)) continue;
    if (!(spread > 1e-12 * std::abs(mean))) {
      position = undefined_estimate();
      scale.reasons[d] = Unscaled::not_identified;
      continue;
    }
    position = normal_estimate((position.value - mean) / spread, position.std_error / spread, scale.level);
  }
}

}  // namespace stance::detail
