#include "stance/estimators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "detail/random.hpp"
#include "detail/resampling.hpp"
#include "stance/agreement.hpp"
#include "stance/correspondence.hpp"
#include "stance/dictionary_scale.hpp"
#include "stance/error.hpp"
#include "stance/projection.hpp"
#include "stance/wordscores.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("estimator agreement: " + message);
}

void check(const EstimatorOptions& options) {
  require(options.level > 0.0 && options.level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", options.level));
  require(options.min_documents >= 4, fmt::format("min_documents: expected 4 or more, got {}", options.min_documents));
  require(options.interval == CorrelationInterval::fisher || options.n_replicates >= 2,
          fmt::format("n_replicates: expected 2 or more, got {}", options.n_replicates));
}

/// Documents in both, with their rows in the analysis and in the counts.
struct Shared {
  std::vector<std::string> names;
  std::vector<std::size_t> analysed;
  std::vector<std::size_t> counted;
  Dfm counts;  // of all counted documents
};

Shared shared_documents(const Analysis& analysis, const SentenceCounts& sentences) {
  std::unordered_map<std::string_view, std::size_t> rows;
  for (std::size_t d = 0; d < sentences.documents.size(); ++d) rows.emplace(sentences.documents[d], d);
  Shared out;
  out.counts = sentences.to_dfm();
  for (std::size_t d = 0; d < analysis.documents.size(); ++d) {
    const auto row = rows.find(analysis.documents[d].id);
    if (row == rows.end()) continue;
    out.names.push_back(analysis.documents[d].id);
    out.analysed.push_back(d);
    out.counted.push_back(row->second);
  }
  return out;
}

std::vector<double> values_of(const DocumentScale& scale, const Shared& shared) {
  std::vector<double> out;
  for (const std::size_t row : shared.counted) out.push_back(scale.positions[row].value);
  return out;
}

const AxisResult* result_of(const DocumentAnalysis& document, std::size_t axis) {
  for (const AxisResult& result : document.axes) {
    if (result.axis == axis) return &result;
  }
  return nullptr;
}

/// Pairs of numbers that are both there.
struct Pairs {
  std::vector<double> x;
  std::vector<double> y;
};

Pairs pairs_of(const EstimatorScale& a, const EstimatorScale& b) {
  Pairs out;
  const auto taken_as_given = [](const EstimatorScale& scale, std::size_t d) {
    return std::find(scale.own.begin(), scale.own.end(), d) != scale.own.end();
  };
  for (std::size_t d = 0; d < a.values.size(); ++d) {
    if (std::isnan(a.values[d]) || std::isnan(b.values[d]) || taken_as_given(a, d) || taken_as_given(b, d)) continue;
    out.x.push_back(a.values[d]);
    out.y.push_back(b.values[d]);
  }
  return out;
}

using Correlation = std::optional<double> (*)(const std::vector<double>&, const std::vector<double>&);

Estimate fisher_interval(double r, std::size_t n, double widening, double level) {
  const double error = std::sqrt(widening / (static_cast<double>(n) - 3.0));
  Estimate out = without_error(r);
  if (std::abs(r) >= 1.0 - 1e-12) return out;  // no sample tells how near to a perfect one the correlation is
  const double reach = detail::normal_quantile(0.5 + level / 2.0) * error;
  out.std_error = (1.0 - r * r) * error;
  out.lower = std::tanh(std::atanh(r) - reach);
  out.upper = std::tanh(std::atanh(r) + reach);
  return out;
}

Estimate bootstrap_interval(double r, const Pairs& pairs, Correlation correlation, const EstimatorOptions& options, std::uint64_t stream) {
  detail::Random random(options.seed, stream);
  std::vector<double> draws;
  Pairs drawn = pairs;
  for (std::size_t b = 0; b < options.n_replicates; ++b) {
    for (std::size_t i = 0; i < pairs.x.size(); ++i) {
      const auto from = static_cast<std::size_t>(random.below(pairs.x.size()));
      drawn.x[i] = pairs.x[from];
      drawn.y[i] = pairs.y[from];
    }
    if (const auto value = correlation(drawn.x, drawn.y)) draws.push_back(*value);
  }
  Estimate out = without_error(r);
  if (2 * draws.size() < options.n_replicates || draws.size() < 2) return out;
  out.std_error = detail::standard_deviation(draws);
  const detail::Interval interval = detail::percentile_interval(std::move(draws), options.level);
  out.lower = interval.lower;
  out.upper = interval.upper;
  return out;
}

Estimate correlation_of(const Pairs& pairs, Correlation correlation, double widening, const EstimatorOptions& options,
                        std::uint64_t stream) {
  const std::size_t n = pairs.x.size();
  if (n < options.min_documents) return undefined_estimate();
  const std::optional<double> r = correlation(pairs.x, pairs.y);
  if (!r) return undefined_estimate();
  return options.interval == CorrelationInterval::fisher ? fisher_interval(*r, n, widening, options.level)
                                                         : bootstrap_interval(*r, pairs, correlation, options, stream);
}

/// What all axes share.
struct Unanchored {
  EstimatorScale wordfish;
  EstimatorScale correspondence;
};

EstimatorScale empty_scale(Estimator estimator, std::size_t n, std::string note) {
  return {estimator, std::vector<double>(n, kNaN), {}, false, std::move(note)};
}

Unanchored unanchored(const Shared& shared, const EstimatorOptions& options) {
  Unanchored out;
  WordfishOptions fit = options.wordfish;
  fit.direction = std::nullopt;
  const Wordfish wordfish = Wordfish::fit(shared.counts, fit);
  out.wordfish = {Estimator::wordfish, values_of(wordfish.documents(), shared), {}, false, wordfish.documents().formula};
  if (!wordfish.fit_info().identified) {
    out.wordfish.note = "not identified: fewer than three documents, or all alike";
  } else if (!wordfish.fit_info().converged) {  // where it stopped is no estimate
    out.wordfish = empty_scale(Estimator::wordfish, shared.names.size(), out.wordfish.note);
  }
  CorrespondenceOptions analysis;
  analysis.threads = fit.threads;
  const CorrespondenceAnalysis ca = CorrespondenceAnalysis::fit(shared.counts, analysis);
  const DocumentScale first = ca.documents(0);
  out.correspondence = {Estimator::correspondence, values_of(first, shared), {}, false, first.formula};
  return out;
}

EstimatorScale positions_of(const Analysis& analysis, const Shared& shared, std::size_t axis) {
  EstimatorScale out = empty_scale(Estimator::position, shared.names.size(), "weighted mean of statements");
  for (std::size_t i = 0; i < shared.names.size(); ++i) {
    const AxisResult* const result = result_of(analysis.documents[shared.analysed[i]], axis);
    if (result != nullptr && result->position.estimate) out.values[i] = *result->position.estimate;
  }
  return out;
}

EstimatorScale projection_of(const Analysis& analysis, const Shared& shared, std::size_t axis) {
  EstimatorScale out = empty_scale(Estimator::projection, shared.names.size(), "cosine of the words with the axis");
  bool any = false;
  for (std::size_t i = 0; i < shared.names.size(); ++i) {
    const AxisResult* const result = result_of(analysis.documents[shared.analysed[i]], axis);
    if (result == nullptr || !result->projection) continue;
    out.values[i] = *result->projection;
    any = true;
  }
  if (!any) out.note = "the analysis has no projections (AnalysisOptions::directions)";
  return out;
}

/// The words of the poles as a dictionary and as seeds.
struct PoleScales {
  EstimatorScale dictionary;
  EstimatorScale latent_semantic;
};

bool both_poles_occur(const DictionaryScale& dictionary, const Dfm& counts) {
  const std::vector<double> weights = dictionary.words().values;
  const std::vector<std::uint64_t> frequencies = counts.document_frequencies();
  bool negative = false;
  bool positive = false;
  for (std::size_t w = 0; w < weights.size(); ++w) {
    if (frequencies[w] == 0) continue;
    negative = negative || weights[w] < 0.0;
    positive = positive || weights[w] > 0.0;
  }
  return negative && positive;
}

PoleScales pole_scales(const Lexicon& lexicon, std::size_t axis, const SentenceCounts& sentences, const Shared& shared,
                       const EstimatorOptions& options) {
  const PoleWords words = pole_words(lexicon, axis);
  PoleScales out{empty_scale(Estimator::dictionary, shared.names.size(), "the axis has words on one pole only"),
                 empty_scale(Estimator::latent_semantic, shared.names.size(), "the axis has words on one pole only")};
  if (words.negative.empty() || words.positive.empty()) return out;
  PoleDictionary dictionary;
  std::vector<WeightedPattern> seeds;
  for (const PoleWord& word : words.negative) {
    dictionary.negative.push_back({word.word, word.weight});
    seeds.push_back({word.word, -word.weight});
  }
  for (const PoleWord& word : words.positive) {
    dictionary.positive.push_back({word.word, word.weight});
    seeds.push_back({word.word, word.weight});
  }
  const DictionaryScale looked_up(dictionary, shared.counts.shared_features());
  const DocumentScale logit = looked_up.positions(shared.counts);
  out.dictionary.values = values_of(logit, shared);
  out.dictionary.note = logit.formula;
  if (!both_poles_occur(looked_up, shared.counts)) {
    out.latent_semantic.note = "no word of one of the poles occurs in these texts";
    return out;
  }
  const LatentSemanticScaling model = LatentSemanticScaling::fit(sentences, seeds, options.latent_semantic);
  const DocumentScale scale = model.predict(shared.counts);
  out.latent_semantic.values = values_of(scale, shared);
  out.latent_semantic.note = fmt::format("{}; {} seeds do not occur", scale.formula, model.missing_seeds().size());
  return out;
}

std::size_t place_of(const Shared& shared, const std::string& name) {
  const auto place = std::find(shared.names.begin(), shared.names.end(), name);
  require(place != shared.names.end(), fmt::format("references: there is no document '{}'{}", name, suggestion(name, shared.names)));
  return static_cast<std::size_t>(place - shared.names.begin());
}

/// The documents at both ends, or nothing where all positions are the same.
std::optional<std::pair<std::size_t, std::size_t>> extremes(const Analysis& analysis, const Shared& shared, std::size_t axis,
                                                            const std::vector<double>& positions) {
  std::optional<std::size_t> low;
  std::optional<std::size_t> high;
  const auto evidence = [&](std::size_t i) { return result_of(analysis.documents[shared.analysed[i]], axis)->n_evidence; };
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (std::isnan(positions[i])) continue;
    if (!low || positions[i] < positions[*low] || (positions[i] == positions[*low] && evidence(i) > evidence(*low))) low = i;
    if (!high || positions[i] > positions[*high] || (positions[i] == positions[*high] && evidence(i) > evidence(*high))) high = i;
  }
  if (!low || positions[*low] == positions[*high]) return std::nullopt;
  return std::pair(*low, *high);
}

EstimatorScale wordscores_of(const Analysis& analysis, const Shared& shared, std::size_t axis, const std::vector<double>& positions,
                             const EstimatorOptions& options) {
  EstimatorScale out = empty_scale(Estimator::wordscores, shared.names.size(), "no two documents with different positions as references");
  const auto ends = options.references ? std::pair(place_of(shared, options.references->low), place_of(shared, options.references->high))
                                       : extremes(analysis, shared, axis, positions);
  if (!ends) return out;
  const auto [low, high] = *ends;
  require(low != high, fmt::format("references: expected two documents, got '{}' twice", shared.names[low]));
  const std::vector<double> totals = shared.counts.row_sums();
  if (totals[shared.counted[low]] == 0.0 || totals[shared.counted[high]] == 0.0) {
    out.note = "a reference has no counts";
    return out;
  }
  std::vector<std::optional<double>> scores(shared.counts.documents().size());
  scores[shared.counted[low]] = -1.0;
  scores[shared.counted[high]] = 1.0;
  out.values = values_of(Wordscores::fit(shared.counts, scores).predict(shared.counts), shared);
  out.own = {low, high};
  out.note = fmt::format("raw scores between '{}' and '{}'", shared.names[low], shared.names[high]);
  return out;
}

/// Points a scale so that it goes with the positions.
void turn_to(EstimatorScale& scale, const EstimatorScale& positions) {
  const Pairs pairs = pairs_of(positions, scale);
  const std::optional<double> r = pearson(pairs.x, pairs.y);
  if (!r) return;
  scale.turned = true;
  if (*r >= 0.0) return;
  for (double& value : scale.values) value = -value;
}

}  // namespace

std::string_view to_string(Estimator estimator) noexcept {
  switch (estimator) {
    case Estimator::position: return "position";
    case Estimator::projection: return "projection";
    case Estimator::dictionary: return "dictionary";
    case Estimator::latent_semantic: return "latent_semantic";
    case Estimator::wordscores: return "wordscores";
    case Estimator::wordfish: return "wordfish";
    case Estimator::correspondence: break;
  }
  return "correspondence";
}

EstimatorAgreement estimator_agreement(const Analysis& analysis, const Lexicon& lexicon, const SentenceCounts& sentences,
                                       const EstimatorOptions& options) {
  check(options);
  const Shared shared = shared_documents(analysis, sentences);
  EstimatorAgreement out;
  out.documents = shared.names;
  out.level = options.level;
  if (shared.names.empty()) return out;
  const Unanchored all = unanchored(shared, options);
  for (const AxisResult& result : analysis.documents.front().axes) {
    require(result.axis < lexicon.axes.size(), "the analysis has axes that the lexicon does not have");
    const Axis& axis = lexicon.axes[result.axis];
    if (axis.kind != AxisKind::bipolar) continue;
    AxisAgreement agreement{axis.key, {}, {}};
    const EstimatorScale positions = positions_of(analysis, shared, result.axis);
    PoleScales poles = pole_scales(lexicon, result.axis, sentences, shared, options);
    agreement.scales = {positions,
                        projection_of(analysis, shared, result.axis),
                        std::move(poles.dictionary),
                        std::move(poles.latent_semantic),
                        wordscores_of(analysis, shared, result.axis, positions.values, options),
                        all.wordfish,
                        all.correspondence};
    turn_to(agreement.scales[static_cast<std::size_t>(Estimator::wordfish)], positions);
    turn_to(agreement.scales[static_cast<std::size_t>(Estimator::correspondence)], positions);
    for (std::size_t a = 0; a < agreement.scales.size(); ++a) {
      for (std::size_t b = a + 1; b < agreement.scales.size(); ++b) {
        const EstimatorScale& x = agreement.scales[a];
        const EstimatorScale& y = agreement.scales[b];
        const Pairs pairs = pairs_of(x, y);
        const std::uint64_t stream = detail::stream_of(axis.key, detail::mix64(a * n_estimators + b));
        agreement.pairs.push_back({x.estimator, y.estimator, pairs.x.size(), correlation_of(pairs, pearson, 1.0, options, stream),
                                   correlation_of(pairs, spearman, 1.06, options, stream), x.estimator == Estimator::position && y.turned});
      }
    }
    out.axes.push_back(std::move(agreement));
  }
  return out;
}

}  // namespace stance
