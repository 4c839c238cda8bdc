#pragma once
/// @file latent_semantic_seeds.hpp
/// Seeds and terms of latent semantic scaling: patterns against the features of a corpus.

#include <cstddef>
#include <string>
#include <vector>

#include "stance/latent_semantic.hpp"

namespace stance::detail {

struct ResolvedSeed {
  std::size_t feature = 0;
  double weight = 0.0;
};
struct ResolvedSeeds {
  std::vector<ResolvedSeed> seeds;   ///< by feature; a feature that several patterns take has the sum of their weights
  std::vector<std::string> missing;  ///< in the order given
};
/// Shares out each side's weight over its patterns that occur in the table, and each pattern's over its words.
/// @throws InvalidArgument for no seeds, weights that are 0 or not finite, a side without a word
[[nodiscard]] ResolvedSeeds resolve_seeds(const std::vector<WeightedPattern>& seeds, const Dfm::Matrix& table, const NameList& features);

/// Weight of each feature as a term: NaN for none. No patterns: all 1. Where several patterns take a word, the first counts.
[[nodiscard]] std::vector<double> term_weights(const std::vector<WeightedPattern>& terms, const NameList& features);

/// (y − mean) / sd over the documents that have a value; nothing can be told of one document, or of equal ones: not_identified.
void to_z_scores(DocumentScale& scale);

}  // namespace stance::detail
