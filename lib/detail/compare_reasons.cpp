#include "detail/compare_reasons.hpp"

#include <fmt/format.h>

#include "detail/compare_profiles.hpp"
#include "detail/compare_topics.hpp"
#include "detail/parallel.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// Shares of axes, numbered as in the lexicon.
class StanceExplainer {
 public:
  StanceExplainer(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options)
      : profiles_(detail::axis_profiles(analysis, lexicon, AxisKind::bipolar)),
        axes_(detail::axes_of(analysis, lexicon, AxisKind::bipolar)) {
    options_.base_error = options.base_error;
    options_.min_shared_axes = options.min_shared_axes;
  }
  [[nodiscard]] StanceShares operator()(std::size_t a, std::size_t b) const {
    StanceShares out = explain_stance(profiles_, a, b, options_);
    for (AxisShare& share : out.axes) share.axis = axes_[share.axis];
    return out;
  }

 private:
  PositionProfiles profiles_;
  std::vector<std::uint32_t> axes_;
  StanceSimilarityOptions options_;
};

}  // namespace

void detail::add_reasons(const Analysis& analysis, const Lexicon& lexicon, const Dfm& topics, const CompareOptions& options,
                         Comparison& out) {
  out.reasons = out.pairs.size() <= options.reasons_limit;
  if (!out.reasons) {
    out.notes.push_back(fmt::format("{} pairs are more than {}: without the words and axes behind their similarities", out.pairs.size(),
                                    options.reasons_limit));
    return;
  }
  const StanceExplainer stance_of(analysis, lexicon, options);
  for_each_index(out.pairs.size(), options.threads, [&](std::size_t p, std::size_t /*worker*/) {
    ComparedPair& pair = out.pairs[p];
    if (options.terms_per_pair > 0) {
      const SimilarityShares shares = explain_similarity(topics, pair.a, pair.b, options.measure);
      pair.close_terms = closest_terms(shares, options.terms_per_pair);
      pair.apart_terms = farthest_terms(shares, options.terms_per_pair);
    }
    pair.axes = stance_of(pair.a, pair.b).axes;
  });
}

PairReasons explain_pair(const Analysis& analysis, const CompiledLexicon& lexicon, std::size_t a, std::size_t b,
                         const CompareOptions& options) {
  if (!analysis.features) throw InvalidArgument("explain_pair: expected an analysis with features; set AnalysisOptions::count_features");
  const std::size_t n = analysis.documents.size();
  if (a >= n || b >= n) throw InvalidArgument(fmt::format("explain_pair: expected two documents below {}, got {} and {}", n, a, b));
  const std::vector<double> weights = detail::topic_weights(*analysis.features, options, lexicon.lexicon().meta.language);
  const Dfm topics = detail::weighted_topics(*analysis.features, weights);
  return {explain_similarity(topics, a, b, options.measure), StanceExplainer(analysis, lexicon.lexicon(), options)(a, b)};
}

}  // namespace stance
