#include "stance/scaling.hpp"

#include <algorithm>
#include <cmath>

#include "detail/dfm_checks.hpp"
#include "stance/error.hpp"

namespace stance {

std::string_view to_string(Unscaled reason) noexcept {
  switch (reason) {
    case Unscaled::empty: return "empty";
    case Unscaled::no_known_features: return "no_known_features";
    case Unscaled::not_identified: return "not_identified";
    case Unscaled::scaled: break;
  }
  return "scaled";
}

TellingWords telling_words(const FeatureScale& words, const Dfm& counts, std::size_t n) {
  detail::check_unweighted(counts, "telling_words");
  if (words.features == nullptr || !(words.features == counts.shared_features() || *words.features == counts.features())) {
    throw InvalidArgument("telling_words: counts: expected the features of the scale in its order, got others");
  }
  std::vector<double> totals(words.values.size(), 0.0);
  double sum = 0.0;
  double weighted = 0.0;
  for (Dfm::Index d = 0; d < counts.n_documents(); ++d) {
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), d); cell; ++cell) {
      const auto w = static_cast<std::size_t>(cell.col());
      if (!std::isfinite(words.values[w])) continue;
      totals[w] += cell.value();
      sum += cell.value();
      weighted += cell.value() * words.values[w];
    }
  }
  std::vector<TellingWord> all;
  for (std::size_t w = 0; w < totals.size(); ++w) {
    if (totals[w] > 0.0)
      all.push_back({std::string((*words.features)[w]), words.values[w], totals[w], (words.values[w] - weighted / sum) * totals[w] / sum});
  }
  TellingWords out;
  std::stable_sort(all.begin(), all.end(), [](const TellingWord& a, const TellingWord& b) { return a.pull < b.pull; });
  for (std::size_t i = 0; i < std::min(n, all.size()) && all[i].pull < 0.0; ++i) out.negative.push_back(all[i]);
  std::stable_sort(all.begin(), all.end(), [](const TellingWord& a, const TellingWord& b) { return a.pull > b.pull; });
  for (std::size_t i = 0; i < std::min(n, all.size()) && all[i].pull > 0.0; ++i) out.positive.push_back(all[i]);
  return out;
}

}  // namespace stance
