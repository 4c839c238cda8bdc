#pragma once
/// @file scaling_bootstrap.hpp
/// Errors of any scale by resampling sentences.

#include <functional>

#include "stance/bootstrap.hpp"
#include "stance/scaling.hpp"

namespace stance {

/// Fits and scales from scratch, or scales with a frozen model: what varies between replicates is what is estimated inside. Must fix the
/// direction of the scale by itself, give the documents in the order of the matrix, and is called from several threads at once.
using Scaling = std::function<DocumentScale(const Dfm& counts)>;

/// The scale of the whole matrix, with standard errors and intervals of bootstrap() in the place of its own. Words come in clusters, so these
/// errors are often larger than analytic ones, which take words as independent; where the references of a model are among the documents,
/// they also hold what is not known of its words.
/// A document that is undefined stays so. One that is too short to be resampled and was kept has a position and no error.
/// @throws InvalidArgument as bootstrap(); and what the scaling throws
[[nodiscard]] DocumentScale bootstrap_scale(const SentenceCounts& sentences, const Scaling& scaling, const BootstrapOptions& options = {});

}  // namespace stance
