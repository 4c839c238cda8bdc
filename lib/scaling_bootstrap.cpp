#include "stance/scaling_bootstrap.hpp"

#include <fmt/format.h>

namespace stance {

DocumentScale bootstrap_scale(const SentenceCounts& sentences, const Scaling& scaling, const BootstrapOptions& options) {
  const Statistic statistic = [&](const Dfm& counts) {
    std::vector<double> values;
    for (const Estimate& position : scaling(counts).positions) values.push_back(position.value);
    return values;
  };
  DocumentScale scale = scaling(sentences.to_dfm());
  const BootstrapResult result = bootstrap(sentences, statistic, options);
  for (std::size_t d = 0; d < scale.positions.size(); ++d) {
    if (scale.reasons[d] != Unscaled::scaled) continue;
    scale.positions[d] = result.resampled[d] ? result.estimates[d] : without_error(scale.positions[d].value);
  }
  scale.level = options.level;
  scale.formula += fmt::format("; errors: bootstrap over sentences, {} replicates, {} intervals, seed {}", result.n_replicates,
                               to_string(options.interval), options.seed);
  return scale;
}

}  // namespace stance
