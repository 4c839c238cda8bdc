#include "stance/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "detail/compare_contrasts.hpp"
#include "detail/compare_profiles.hpp"
#include "detail/compare_reasons.hpp"
#include "detail/compare_structure.hpp"
#include "detail/compare_topics.hpp"
#include "detail/parallel.hpp"

namespace stance {
namespace {

constexpr std::size_t secondary_draws = 100;  ///< for similarities that are shown without their intervals

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("compare: " + message);
}

void check_evidence(const Analysis& analysis) {
  for (const DocumentAnalysis& document : analysis.documents) {
    require(!document.evidence.axes.empty() || document.axes.empty(),
            "expected an analysis with evidence; set AnalysisOptions::keep_evidence");
  }
}

void check(const Analysis& analysis, const CompareOptions& options) {
  require(analysis.documents.empty() || analysis.features.has_value(),
          "expected an analysis with features; set AnalysisOptions::count_features");
  check_evidence(analysis);
  require(options.level > 0.0 && options.level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", options.level));
  static_cast<void>(as_similarity(options.measure, 0.0));  // a distance without an end is no similarity
  require(options.measure != Measure::soft_cosine, "measure: expected one that needs no similarity of terms, got soft_cosine");
  require(options.neighbours >= 1, "neighbours: expected 1 or more, got 0");
  require(options.topic_replicates >= 2, fmt::format("topic_replicates: expected 2 or more, got {}", options.topic_replicates));
  require(options.contrast_difference > 0.0,
          fmt::format("contrast_difference: expected a positive number, got {}", options.contrast_difference));
}

/// The documents behind the results, which are in corpus order but may be fewer.
std::vector<const Document*> documents_of(const Corpus& corpus, const Analysis& analysis) {
  std::vector<const Document*> out;
  std::size_t place = 0;
  for (const DocumentAnalysis& result : analysis.documents) {
    while (place < corpus.size() && corpus[place].id != result.id) ++place;
    if (place == corpus.size())
      throw InvalidArgument(
          fmt::format("compare: the analysis has a document '{}' that the corpus has not, or in another order", result.id));
    out.push_back(&corpus[place++]);
  }
  return out;
}

Estimate exact(double value) { return {value, 0.0, value, value}; }

StanceSimilarityOptions stance_options(const CompareOptions& options) {
  StanceSimilarityOptions out;
  out.base_error = options.base_error;
  out.min_shared_axes = options.min_shared_axes;
  out.level = options.level;
  out.seed = options.seed;
  out.threads = options.threads;
  return out;
}

/// Matrices and all pairs.
void compare_all(const Analysis& analysis, const Lexicon& lexicon, const Dfm& topics, const CompareOptions& options, Comparison& out) {
  out.topic = detail::topic_similarities(topics, options.measure, options.threads);
  out.stance = stance_similarity(detail::axis_profiles(analysis, lexicon, AxisKind::bipolar), stance_options(options));
  StanceSimilarityOptions secondary = stance_options(options);
  secondary.n_draws = secondary_draws;
  out.emphasis = stance_similarity(detail::axis_profiles(analysis, lexicon, AxisKind::intensity), secondary);
  if (analysis.documents.size() <= options.interval_limit) out.targets = stance_similarity(detail::target_profiles(analysis), secondary);
  for (std::size_t i = 0; i < analysis.documents.size(); ++i) {
    for (std::size_t j = i + 1; j < analysis.documents.size(); ++j) {
      const auto a = static_cast<Eigen::Index>(i);
      const auto b = static_cast<Eigen::Index>(j);
      ComparedPair pair;
      pair.a = i;
      pair.b = j;
      pair.topic = exact(out.topic(a, b));
      pair.stance = {out.stance.values(a, b), out.stance.std_errors(a, b), out.stance.lower(a, b), out.stance.upper(a, b)};
      pair.n_shared_axes = static_cast<std::size_t>(out.stance.n_shared_axes(a, b));
      out.pairs.push_back(pair);
    }
  }
}

/// Pairs of neighbours by topic.
void compare_neighbours(const Analysis& analysis, const Lexicon& lexicon, const Dfm& topics, const CompareOptions& options,
                        Comparison& out) {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  const std::vector<std::vector<Neighbour>> neighbours = top_k(topics, options.neighbours, options.measure, options.threads);
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    for (const Neighbour& neighbour : neighbours[i]) {
      ComparedPair pair;
      pair.a = std::min(i, neighbour.document);
      pair.b = std::max(i, neighbour.document);
      pair.topic = exact(as_similarity(options.measure, neighbour.value));
      if (seen.emplace(pair.a, pair.b).second) out.pairs.push_back(pair);
    }
  }
  std::sort(out.pairs.begin(), out.pairs.end(),
            [](const ComparedPair& x, const ComparedPair& y) { return std::make_pair(x.a, x.b) < std::make_pair(y.a, y.b); });
  const PositionProfiles profiles = detail::axis_profiles(analysis, lexicon, AxisKind::bipolar);
  std::vector<std::pair<std::size_t, std::size_t>> indices;
  indices.reserve(out.pairs.size());
  for (const ComparedPair& pair : out.pairs) indices.emplace_back(pair.a, pair.b);
  const std::vector<PairSimilarity> similarities = stance_similarities(profiles, indices, stance_options(options));
  for (std::size_t p = 0; p < out.pairs.size(); ++p) {
    out.pairs[p].stance = similarities[p].similarity;
    out.pairs[p].n_shared_axes = similarities[p].n_shared_axes;
  }
  out.notes.push_back(fmt::format("{} documents are more than {}: no matrices; each document is compared with the {} nearest by topic",
                                  analysis.documents.size(), options.full_matrix_limit, options.neighbours));
}

void find_contrasts(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options, Comparison& out) {
  const auto order = [&](const Contrast& x, const Contrast& y) { return detail::more_telling(x, y, lexicon); };
  const auto keep_best = [&] {
    std::sort(out.contrasts.begin(), out.contrasts.end(), order);
    if (out.contrasts.size() > options.max_contrasts) out.contrasts.resize(options.max_contrasts);
  };
  for (const ComparedPair& pair : out.pairs) {
    detail::check_stop();
    std::vector<Contrast> found = detail::contrasts_of(analysis, lexicon, pair.a, pair.b, options);
    out.n_contrasts += found.size();
    if (found.size() > options.axes_per_pair) found.resize(options.axes_per_pair);
    std::move(found.begin(), found.end(), std::back_inserter(out.contrasts));
    if (out.contrasts.size() > 16 * (options.max_contrasts + 64)) keep_best();
  }
  keep_best();
  detail::add_quotations(analysis, lexicon, options, out.contrasts);
}

}  // namespace

std::string_view to_string(IdfSource source) noexcept {
  switch (source) {
    case IdfSource::background: return "background";
    case IdfSource::corpus: return "corpus";
    case IdfSource::none: return "none";
  }
  return "background";
}

Comparison compare(const Corpus& corpus, const Analysis& analysis, const CompiledLexicon& lexicon, const CompareOptions& options) {
  check(analysis, options);
  const detail::StopScope stop(options.stop);
  const std::vector<const Document*> documents = documents_of(corpus, analysis);
  Comparison out;
  for (const DocumentAnalysis& document : analysis.documents) out.ids.push_back(document.id);
  out.idf = options.idf;
  out.measure = options.measure;
  out.quarters = options.quarters;
  out.level = options.level;
  out.stance_method = fmt::format(
      "1 - mean of |difference| / 2 over the bipolar axes on which both documents have a position ({} or more), weighted by 1 / ({:g}^2 + "
      "se^2 + se^2)",
      options.min_shared_axes, options.base_error);
  out.full = documents.size() <= options.full_matrix_limit;
  out.topic_intervals = documents.size() <= options.interval_limit;
  if (documents.empty()) return out;
  const Dfm& counts = *analysis.features;
  out.topic_method = detail::topic_method(counts, options, lexicon.lexicon().meta.language);
  const std::vector<double> weights = detail::topic_weights(counts, options, lexicon.lexicon().meta.language);
  const Dfm topics = detail::weighted_topics(counts, weights);
  if (out.full) {
    compare_all(analysis, lexicon.lexicon(), topics, options, out);
  } else {
    compare_neighbours(analysis, lexicon.lexicon(), topics, options, out);
  }
  if (out.topic_intervals) {
    detail::add_topic_intervals(detail::sentence_counts(documents, analysis, options), weights, counts, options, out.pairs);
  } else {
    out.notes.push_back(
        fmt::format("{} documents are more than {}: topic similarities have no intervals, and there is no similarity over targets",
                    documents.size(), options.interval_limit));
  }
  for (ComparedPair& pair : out.pairs) pair.quarter = quarter_of(pair.topic, pair.stance, options.quarters);
  out.features = counts.shared_features();
  detail::add_reasons(analysis, lexicon.lexicon(), topics, options, out);
  find_contrasts(analysis, lexicon.lexicon(), options, out);
  detail::add_structures(analysis, lexicon.lexicon(), options, out);
  if (out.n_contrasts > out.contrasts.size()) {
    out.notes.push_back(fmt::format("{} contrasts were found; the {} most telling are listed", out.n_contrasts, out.contrasts.size()));
  }
  return out;
}

Contrast contrast(const Analysis& analysis, const CompiledLexicon& lexicon, std::size_t a, std::size_t b, std::uint32_t axis,
                  const CompareOptions& options) {
  check_evidence(analysis);
  const detail::StopScope stop(options.stop);
  const std::size_t n = analysis.documents.size();
  if (a >= n || b >= n) throw InvalidArgument(fmt::format("contrast: expected two documents below {}, got {} and {}", n, a, b));
  const auto position_of = [&](std::size_t document) -> const Position& {
    const std::vector<AxisResult>& axes = analysis.documents[document].axes;
    const auto found = std::find_if(axes.begin(), axes.end(), [axis](const AxisResult& result) { return result.axis == axis; });
    if (found == axes.end()) throw InvalidArgument(fmt::format("contrast: axis {} was not analysed", axis));
    return found->position;
  };
  const Position& p = position_of(a);
  const Position& q = position_of(b);
  if (!p.estimate || !q.estimate) return {a, b, axis, std::numeric_limits<double>::quiet_NaN(), false, {}};
  std::vector<Contrast> out = {{a, b, axis, *p.estimate - *q.estimate, detail::intervals_apart(p, q), {}}};
  detail::add_quotations(analysis, lexicon.lexicon(), options, out);
  return std::move(out.front());
}

}  // namespace stance
