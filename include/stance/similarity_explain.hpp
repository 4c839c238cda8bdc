#pragma once
/// @file similarity_explain.hpp
/// Why two documents are close, and why apart: similarities taken apart into what each word and each axis adds.

#include <cstddef>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/similarity.hpp"

namespace stance {

/// What one feature adds to the similarity of two documents.
struct TermShare {
  std::size_t feature = 0;  ///< column of the matrix
  double a = 0.0;           ///< its cells
  double b = 0.0;
  double close = 0.0;  ///< what it adds to likeness; NaN for measures that know only distance
  double apart = 0.0;  ///< what it adds to difference, ≥ 0
  int side = 0;        ///< where it weighs more, in the terms that the measure compares: +1 in a, −1 in b, 0 as much
};

/// A similarity or distance as two sums over features. With x, y the rows, x̂ = x / |x|, p = x / Σx:
///
/// | measure | close | apart | sums |
/// |---|---|---|---|
/// | cosine | x̂ ŷ | ½ (x̂ − ŷ)² | Σ close = value, Σ apart = 1 − value |
/// | pearson | the same of centred rows | | also over features that neither has: rest |
/// | jaccard | 1 / union where both | 1 / union where one | Σ close = value, Σ apart = 1 − value |
/// | weighted_jaccard | min / Σ max | (max − min) / Σ max | Σ close = value, Σ apart = 1 − value |
/// | hellinger_distance | √(pq) | ½ (√p − √q)² | Σ apart = value², Σ close = 1 − value² |
/// | jensen_shannon_divergence | ½ (p + q) ln 2 − apart | ½ [p ln(p/m) + q ln(q/m)] | Σ apart = value, Σ close = ln 2 − value |
/// | jensen_shannon_distance | the same | the same | Σ apart = value² |
/// | euclidean_distance | — | (x − y)² | Σ apart = value² |
/// | chi_squared_distance | — | (p − q)² / c | Σ apart = value² |
///
/// Sums run in column order. The one that makes the value makes it to the last bit (its square root, where the table has a square; the
/// Jaccards to rounding), and the value is that of similarity_matrix().
struct SimilarityShares {
  Measure measure = Measure::cosine;
  double value = 0.0;            ///< as similarity_matrix(); NaN when undefined, and then there are no terms
  double close = 0.0;            ///< Σ close, with the rest
  double apart = 0.0;            ///< Σ apart, with the rest
  double rest_close = 0.0;       ///< of features that neither document has: pearson
  std::vector<TermShare> terms;  ///< features that either document has, in column order
};

/// @throws InvalidArgument for rows outside of the matrix, negative cells where the measure has no meaning for them, and soft_cosine
[[nodiscard]] SimilarityShares explain_similarity(const Dfm& dfm, std::size_t a, std::size_t b, Measure measure = Measure::cosine);

/// The k terms with the largest close or apart, best first, ties by column; only those above 0.
[[nodiscard]] std::vector<TermShare> closest_terms(const SimilarityShares& shares, std::size_t k);
[[nodiscard]] std::vector<TermShare> farthest_terms(const SimilarityShares& shares, std::size_t k);

/// What one axis adds to the stance similarity of two documents.
struct AxisShare {
  std::size_t axis = 0;     ///< index into PositionProfiles::axes
  double difference = 0.0;  ///< position of a − position of b
  double weight = 0.0;      ///< w_k / Σ w, adding up to 1
  double close = 0.0;       ///< weight × (1 − |difference| / range); they add up to the similarity
  double apart = 0.0;       ///< weight × |difference| / range; they add up to 1 − the similarity
};
struct StanceShares {
  double value = 0.0;           ///< as stance_similarity(); NaN when undefined
  std::vector<AxisShare> axes;  ///< the axes on which both documents have a position, also when they are too few
};
/// @throws InvalidArgument as stance_similarity(), and for documents outside of the profiles
[[nodiscard]] StanceShares explain_stance(const PositionProfiles& profiles, std::size_t a, std::size_t b,
                                          const StanceSimilarityOptions& options = {});

}  // namespace stance
