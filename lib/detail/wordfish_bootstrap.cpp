#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "stance/wordfish.hpp"

namespace stance {

DocumentScale bootstrap_documents(const SentenceCounts& sentences, const WordfishOptions& options, const BootstrapOptions& bootstrap) {
  const Wordfish whole = Wordfish::fit(sentences.to_dfm(), options);
  const std::vector<Estimate>& goal = whole.documents().positions;
  WordfishOptions inner = options;
  inner.errors = WordfishErrors::conditional;  // nobody looks at the errors of a replicate
  inner.dispersion = Dispersion::poisson;
  inner.threads = 1;  // the replicates share the threads
  const Statistic statistic = [&](const Dfm& counts) {
    std::vector<double> out(goal.size(), std::numeric_limits<double>::quiet_NaN());
    const Wordfish replicate = Wordfish::fit(counts, inner);
    if (!replicate.fit_info().converged) return out;
    double agreement = 0.0;
    for (std::size_t d = 0; d < out.size(); ++d) {
      out[d] = replicate.documents().positions[d].value;
      if (!std::isnan(out[d]) && !std::isnan(goal[d].value)) agreement += out[d] * goal[d].value;
    }
    if (agreement < 0.0) {
      for (double& position : out) position = -position;
    }
    return out;
  };
  DocumentScale scale = whole.documents();
  if (!whole.fit_info().converged) return scale;  // without errors, and the formula says why
  scale.formula += "; bootstrap over sentences";
  scale.level = bootstrap.level;
  const BootstrapResult result = stance::bootstrap(sentences, statistic, bootstrap);
  for (std::size_t d = 0; d < goal.size(); ++d) {
    if (scale.reasons[d] != Unscaled::scaled) continue;
    // A document that is kept as it is moves with the others only: that is not its error.
    scale.positions[d] = result.resampled[d] ? result.estimates[d] : without_error(goal[d].value);
  }
  return scale;
}

}  // namespace stance
