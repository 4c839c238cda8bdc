#pragma once
/// All measures of similarity.

#include "stance/similarity.hpp"

namespace stance_test {

constexpr stance::Measure kAllMeasures[] = {stance::Measure::cosine,
                                            stance::Measure::jaccard,
                                            stance::Measure::weighted_jaccard,
                                            stance::Measure::pearson,
                                            stance::Measure::euclidean_distance,
                                            stance::Measure::hellinger_distance,
                                            stance::Measure::jensen_shannon_divergence,
                                            stance::Measure::jensen_shannon_distance,
                                            stance::Measure::chi_squared_distance};

}  // namespace stance_test
