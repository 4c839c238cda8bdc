#include "stance/wordscores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "detail/dfm_checks.hpp"
#include "detail/resampling.hpp"
#include "detail/scaling_columns.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("wordscores: " + message);
}

/// A document with a score.
struct Reference {
  Dfm::Index row;
  double score;
  double total;  ///< Σ of its counts, with smoothing
};

std::vector<Reference> references_of(const Dfm& counts, const std::vector<std::optional<double>>& scores) {
  require(scores.size() == counts.documents().size(),
          fmt::format("reference_scores: expected one for each of the {} documents, got {}", counts.documents().size(), scores.size()));
  const std::vector<double> totals = counts.row_sums();
  std::vector<Reference> out;
  for (std::size_t d = 0; d < scores.size(); ++d) {
    if (!scores[d]) continue;
    const std::string& name = counts.documents()[d];
    require(std::isfinite(*scores[d]), fmt::format("reference_scores: '{}': expected a finite number, got {}", name, *scores[d]));
    require(totals[d] > 0.0, fmt::format("reference '{}' has no counts at all", name));
    out.push_back({static_cast<Dfm::Index>(d), *scores[d], totals[d]});
  }
  const bool differ = std::any_of(out.begin(), out.end(), [&](const Reference& r) { return r.score != out.front().score; });
  require(differ, fmt::format("reference_scores: expected at least two different scores, got {} references{}", out.size(),
                              out.empty() ? "" : fmt::format(" with the score {}", out.front().score)));
  return out;
}

/// Σ_r F_wr · x_r for each word, and whether a reference has it: without smoothing only the cells count, with it every reference adds to
/// every word.
std::vector<double> weighted_shares(const Dfm& counts, const std::vector<Reference>& references, const std::vector<double>& x,
                                    double smoothing) {
  double everywhere = 0.0;
  for (std::size_t r = 0; r < references.size(); ++r) everywhere += smoothing / references[r].total * x[r];
  std::vector<double> out(static_cast<std::size_t>(counts.n_features()), everywhere);
  for (std::size_t r = 0; r < references.size(); ++r) {
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), references[r].row); cell; ++cell) {
      out[static_cast<std::size_t>(cell.col())] += cell.value() / references[r].total * x[r];
    }
  }
  return out;
}

/// Number of references that have each word.
std::vector<std::size_t> holders(const Dfm& counts, const std::vector<Reference>& references) {
  std::vector<std::size_t> out(static_cast<std::size_t>(counts.n_features()), 0);
  for (const Reference& reference : references) {
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), reference.row); cell; ++cell) ++out[static_cast<std::size_t>(cell.col())];
  }
  return out;
}

std::vector<double> linear_scores(const Dfm& counts, const std::vector<Reference>& references, double smoothing) {
  std::vector<double> scores;
  for (const Reference& reference : references) scores.push_back(reference.score);
  std::vector<double> values = weighted_shares(counts, references, scores, smoothing);
  const std::vector<double> sums = weighted_shares(counts, references, std::vector<double>(references.size(), 1.0), smoothing);
  for (std::size_t w = 0; w < values.size(); ++w) values[w] /= sums[w];
  return values;
}

std::vector<double> logit_scores(const Dfm& counts, const std::vector<Reference>& references, double smoothing) {
  const bool ascending = references[0].score < references[1].score;
  const std::vector<double> high = weighted_shares(counts, references, {ascending ? 0.0 : 1.0, ascending ? 1.0 : 0.0}, smoothing);
  const std::vector<double> low = weighted_shares(counts, references, {ascending ? 1.0 : 0.0, ascending ? 0.0 : 1.0}, smoothing);
  std::vector<double> values(high.size());
  for (std::size_t w = 0; w < values.size(); ++w) values[w] = std::log(high[w]) - std::log(low[w]);
  return values;
}

/// Raw score of a document, with what its error is made of.
struct RawScore {
  double value = kNaN;
  double std_error = kNaN;
  double n_scored = 0.0;
  double n_left_out = 0.0;
};

/// @param columns  place of each feature of the matrix among the words of the model, or −1
RawScore raw_score(const Dfm::Matrix& matrix, Dfm::Index row, const std::vector<std::ptrdiff_t>& columns,
                   const std::vector<double>& words) {
  const auto word = [&](Dfm::Index column) {
    const std::ptrdiff_t place = columns[static_cast<std::size_t>(column)];
    return place < 0 ? kNaN : words[static_cast<std::size_t>(place)];
  };
  RawScore out;
  double sum = 0.0;
  for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
    const double score = word(cell.col());
    if (std::isnan(score)) {
      out.n_left_out += cell.value();
    } else {
      out.n_scored += cell.value();
      sum += cell.value() * score;
    }
  }
  if (out.n_scored == 0.0) return out;
  out.value = sum / out.n_scored;
  double squares = 0.0;
  double first = kNaN;
  bool differ = false;
  for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
    const double score = word(cell.col());
    if (std::isnan(score)) continue;
    if (std::isnan(first)) first = score;
    differ = differ || score != first;
    squares += cell.value() * (score - out.value) * (score - out.value);
  }
  if (differ) out.std_error = std::sqrt(squares) / out.n_scored;  // √( Σ F (S_w − S_v)² / N ), F = n / N
  return out;
}

/// position = (raw − from) · factor + to. Anchors go exactly where they should.
struct Transformation {
  double from = 0.0;
  double factor = 1.0;
  double to = 0.0;
  std::string formula;
};

Transformation unidentified(std::string why) { return {0.0, kNaN, 0.0, std::move(why)}; }

/// Raw scores of the documents that give LBG's rescaling its spread.
std::vector<double> spread_scores(const std::vector<std::string>& documents, const std::vector<RawScore>& raw,
                                  const std::vector<ReferenceText>& references, const std::optional<std::vector<std::string>>& chosen) {
  std::vector<std::string> wanted;
  if (chosen) {
    wanted = *chosen;
  } else {
    for (const ReferenceText& reference : references) wanted.push_back(reference.document);
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<double> out;
  std::size_t found = 0;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const bool named = std::binary_search(wanted.begin(), wanted.end(), documents[d]);
    if (named) ++found;
    if (named == chosen.has_value() && !std::isnan(raw[d].value)) out.push_back(raw[d].value);
  }
  if (chosen && found < wanted.size()) {
    for (const std::string& name : wanted) {
      const bool known = std::find(documents.begin(), documents.end(), name) != documents.end();
      require(known, fmt::format("spread_documents: expected documents of the matrix, got '{}'{}", name, suggestion(name, documents)));
    }
  }
  return out;
}

Transformation lbg(const std::vector<double>& spread, const std::vector<ReferenceText>& references, bool chosen) {
  const std::string of = fmt::format("{} {} documents", spread.size(), chosen ? "chosen" : "virgin");
  const double sd = detail::standard_deviation(spread);
  if (!(sd > 0.0)) {
    return unidentified(fmt::format("LBG rescaling by the spread of {}: undefined, it needs two or more with different scores", of));
  }
  std::vector<double> given;
  for (const ReferenceText& reference : references) given.push_back(reference.score);
  double mean = 0.0;
  for (const double score : spread) mean += score;
  mean /= static_cast<double>(spread.size());
  const double factor = detail::standard_deviation(given) / sd;
  return {mean, factor, mean, fmt::format("LBG rescaling: (S - {:.6g}) * {:.6g} + {:.6g}, by the spread of {}", mean, factor, mean, of)};
}

Transformation mv(const std::vector<ReferenceText>& references) {
  const auto by_score = [](const ReferenceText& a, const ReferenceText& b) { return a.score < b.score; };
  const double lowest = std::min_element(references.begin(), references.end(), by_score)->score;
  const double highest = std::max_element(references.begin(), references.end(), by_score)->score;
  const auto mean_raw = [&](double score) {
    double sum = 0.0;
    double n = 0.0;
    for (const ReferenceText& reference : references) {
      if (reference.score != score) continue;
      sum += reference.raw;
      n += 1.0;
    }
    return sum / n;
  };
  const double low = mean_raw(lowest);
  const double high = mean_raw(highest);
  if (low == high) return unidentified("MV rescaling: undefined, both extreme references have the same raw score");
  const double factor = (highest - lowest) / (high - low);
  return {low, factor, lowest,
          fmt::format("MV rescaling: {:.6g} + (S - {:.6g}) * {:.6g}, anchored at the references of {:.6g} and {:.6g}", lowest, low, factor,
                      lowest, highest)};
}

}  // namespace

Wordscores Wordscores::fit(const Dfm& counts, const std::vector<std::optional<double>>& reference_scores,
                           const WordscoresOptions& options) {
  detail::check_unweighted(counts, "wordscores");
  require(std::isfinite(options.smoothing) && options.smoothing >= 0.0,
          fmt::format("smoothing: expected a finite number of 0 or more, got {}", options.smoothing));
  std::vector<Reference> references = references_of(counts, reference_scores);
  const std::vector<std::size_t> held_by = holders(counts, references);
  const bool all_words = options.smoothing > 0.0 && options.smoothed_words == SmoothedWords::all;
  const auto n_unseen = all_words ? 0 : std::count(held_by.begin(), held_by.end(), 0U);
  const auto n_words = static_cast<double>(held_by.size()) - static_cast<double>(n_unseen);
  for (Reference& reference : references) reference.total += options.smoothing * n_words;
  const bool logit = options.scale == WordscoresScale::logit;
  require(!logit || references.size() == 2, fmt::format("the logit scale takes two references, got {}", references.size()));
  if (logit && options.smoothing == 0.0) {
    const auto lone = std::find(held_by.begin(), held_by.end(), 1U);
    if (lone != held_by.end()) {
      require(false, fmt::format("smoothing: expected more than 0 for the logit scale, as '{}' is in one reference only, got 0",
                                 counts.features()[static_cast<std::size_t>(lone - held_by.begin())]));
    }
  }
  Wordscores out;
  out.options_ = options;
  out.words_.features = counts.shared_features();
  out.words_.values = logit ? logit_scores(counts, references, options.smoothing) : linear_scores(counts, references, options.smoothing);
  out.words_.std_errors.assign(held_by.size(), kNaN);
  std::vector<std::ptrdiff_t> columns(held_by.size());
  for (std::size_t w = 0; w < held_by.size(); ++w) {
    if (held_by[w] == 0 && !all_words) out.words_.values[w] = kNaN;
    columns[w] = static_cast<std::ptrdiff_t>(w);
  }
  for (const Reference& reference : references) {
    const double raw = raw_score(counts.matrix(), reference.row, columns, out.words_.values).value;
    out.references_.push_back({counts.documents()[static_cast<std::size_t>(reference.row)], reference.score, raw});
  }
  return out;
}

DocumentScale Wordscores::predict(const Dfm& counts, const WordscoresPrediction& prediction) const {
  detail::check_unweighted(counts, "wordscores");
  require(prediction.level > 0.0 && prediction.level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", prediction.level));
  const std::vector<std::ptrdiff_t> columns = detail::columns_of(*words_.features, counts.features());
  std::vector<RawScore> raw;
  for (Dfm::Index d = 0; d < counts.n_documents(); ++d) raw.push_back(raw_score(counts.matrix(), d, columns, words_.values));

  Transformation to;  // the scale that was asked for
  if (prediction.rescaling == WordscoresRescaling::lbg) {
    const std::vector<double> spread = spread_scores(counts.documents(), raw, references_, prediction.spread_documents);
    to = lbg(spread, references_, prediction.spread_documents.has_value());
  } else if (prediction.rescaling == WordscoresRescaling::mv) {
    to = mv(references_);
  }
  DocumentScale out;
  out.method = "wordscores";
  out.formula = fmt::format("{} word scores of {} references, smoothing {:g}; S = mean score of the words of a text; {}",
                            options_.scale == WordscoresScale::logit ? "logit" : "linear", references_.size(), options_.smoothing,
                            to.formula.empty() ? "not rescaled" : to.formula);
  out.documents = counts.documents();
  out.level = prediction.level;
  for (const RawScore& score : raw) {
    Unscaled reason = Unscaled::scaled;
    if (std::isnan(score.value)) {
      reason = score.n_left_out > 0.0 ? Unscaled::no_known_features : Unscaled::empty;
    } else if (std::isnan(to.factor)) {
      reason = Unscaled::not_identified;
    }
    out.reasons.push_back(reason);
    out.positions.push_back(
        normal_estimate((score.value - to.from) * to.factor + to.to, score.std_error * std::abs(to.factor), prediction.level));
    out.n_scored.push_back(score.n_scored);
    out.n_left_out.push_back(score.n_left_out);
  }
  return out;
}

}  // namespace stance
