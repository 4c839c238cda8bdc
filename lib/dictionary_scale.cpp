#include "stance/dictionary_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>

#include "detail/dfm_checks.hpp"
#include "detail/pattern_word.hpp"
#include "detail/scaling_columns.hpp"
#include "stance/error.hpp"
#include "stance/position.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("dictionary scale: " + message);
}

void check_level(double level) { require(level > 0.0 && level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", level)); }

void check_pole(const char* pole, const std::vector<WeightedPattern>& entries) {
  require(!entries.empty(), fmt::format("{} pole: expected entries, got none", pole));
  std::set<std::string_view> seen;
  for (const WeightedPattern& entry : entries) {
    require(entry.pattern.find_first_not_of('*') != std::string::npos,
            fmt::format("{} pole: expected a feature or a glob that is more than *, got '{}'", pole, entry.pattern));
    require(std::isfinite(entry.weight) && entry.weight > 0.0,
            fmt::format("{} pole: '{}': expected a finite weight greater than 0, got {}", pole, entry.pattern, entry.weight));
    require(seen.insert(entry.pattern).second, fmt::format("{} pole: '{}' is there twice", pole, entry.pattern));
  }
}

/// The entry that has the best claim to a feature so far.
struct Claim {
  std::size_t rank = 0;  // characters that are no wildcards; exact entries above all globs; 0: nobody's
  double weight = 0.0;   // signed
  bool contested = false;
};

constexpr std::size_t kExact = std::numeric_limits<std::size_t>::max();

void claim(Claim& at, std::size_t rank, double weight) {
  if (rank > at.rank) {
    at = {rank, weight, false};
  } else if (rank == at.rank && (weight > 0.0) != (at.weight > 0.0)) {
    at.contested = true;
  }
}

/// What the formulas need of one document.
struct PoleCounts {
  PoleSums sums;
  double n_scored = 0.0;
  double n_left_out = 0.0;
  [[nodiscard]] double n_all() const noexcept { return n_scored + n_left_out; }
};

PoleCounts counts_of(const Dfm::Matrix& matrix, Dfm::Index row, const std::vector<double>& weights) {
  PoleCounts out;
  for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
    const double weight = weights[static_cast<std::size_t>(cell.col())];
    (weight == 0.0 ? out.n_left_out : out.n_scored) += cell.value();
    const double size = std::abs(weight);
    (weight > 0.0 ? out.sums.positive : out.sums.negative) += size * cell.value();
    (weight > 0.0 ? out.sums.positive_squares : out.sums.negative_squares) += size * size * cell.value();
  }
  return out;
}

/// Mean signed weight of the words found. Σ n (w − v)² = Σ n w² − n v².
std::optional<Scaled> valence(const PoleCounts& counts) {
  if (counts.n_scored == 0.0) return std::nullopt;
  const double value = (counts.sums.positive - counts.sums.negative) / counts.n_scored;
  const double squares = counts.sums.positive_squares + counts.sums.negative_squares - counts.n_scored * value * value;
  return Scaled{value, std::sqrt(std::max(0.0, squares)) / counts.n_scored};
}

std::optional<Scaled> scaled_by(DictionaryFormula formula, const PoleCounts& counts) {
  switch (formula) {
    case DictionaryFormula::logit: return lowe_logit(counts.sums);
    case DictionaryFormula::relative: return relative_difference(counts.sums);
    case DictionaryFormula::absolute: return absolute_difference(counts.sums, counts.n_all());
    case DictionaryFormula::valence: break;
  }
  return valence(counts);
}

std::string_view formula_text(DictionaryFormula formula) {
  switch (formula) {
    case DictionaryFormula::logit: return "log((R + 0.5) / (L + 0.5))";
    case DictionaryFormula::relative: return "(R - L) / (R + L)";
    case DictionaryFormula::absolute: return "(R - L) / N";
    case DictionaryFormula::valence: break;
  }
  return "(R - L) / n, the mean weight of the words found";
}

Estimate estimate_of(const Scaled& scaled, DictionaryFormula formula, double level) {
  Estimate out = normal_estimate(scaled.value, scaled.std_error > 0.0 ? scaled.std_error : kNaN, level);
  if (formula == DictionaryFormula::relative && !std::isnan(out.std_error)) {
    out.lower = std::max(out.lower, -1.0);
    out.upper = std::min(out.upper, 1.0);
  }
  return out;
}

}  // namespace

std::string_view to_string(DictionaryFormula formula) noexcept {
  switch (formula) {
    case DictionaryFormula::logit: return "logit";
    case DictionaryFormula::relative: return "relative";
    case DictionaryFormula::absolute: return "absolute";
    case DictionaryFormula::valence: break;
  }
  return "valence";
}

DictionaryScale::DictionaryScale(const PoleDictionary& dictionary, std::shared_ptr<const NameList> features)
    : features_(std::move(features)) {
  require(features_ != nullptr, "expected feature names, got none (null)");
  check_pole("negative", dictionary.negative);
  check_pole("positive", dictionary.positive);
  std::vector<Claim> claims(features_->size());
  const auto look_up = [&](const std::vector<WeightedPattern>& entries, double sign) {
    std::vector<std::string> exact;
    for (const WeightedPattern& entry : entries) exact.push_back(detail::is_glob(entry.pattern) ? "" : entry.pattern);
    const std::vector<std::ptrdiff_t> places = detail::columns_of(*features_, NameList(exact));
    for (std::size_t e = 0; e < entries.size(); ++e) {
      const WeightedPattern& entry = entries[e];
      bool matched = false;
      if (!exact[e].empty()) {
        if ((matched = places[e] >= 0)) claim(claims[static_cast<std::size_t>(places[e])], kExact, sign * entry.weight);
      } else {
        const auto literal = static_cast<std::size_t>(
            std::count_if(entry.pattern.begin(), entry.pattern.end(), [](char c) { return c != '*' && c != '?'; }));
        for (std::size_t f = 0; f < features_->size(); ++f) {
          if (!detail::takes_glob(entry.pattern, (*features_)[f])) continue;
          matched = true;
          claim(claims[f], literal + 1, sign * entry.weight);
        }
      }
      if (!matched) unmatched_.push_back(entry.pattern);
    }
  };
  look_up(dictionary.negative, -1.0);
  look_up(dictionary.positive, 1.0);
  weights_.reserve(claims.size());
  for (std::size_t f = 0; f < claims.size(); ++f) {
    require(!claims[f].contested,
            fmt::format("'{}' is claimed by both poles with equal right; expected it on one pole only", (*features_)[f]));
    weights_.push_back(claims[f].weight);
  }
}

void DictionaryScale::check(const Dfm& counts) const {
  detail::check_unweighted(counts, "dictionary scale");
  require(counts.shared_features() == features_ || counts.features() == *features_,
          "counts: expected the features that the dictionary was looked up in, got others");
}

DocumentScale DictionaryScale::positions(const Dfm& counts, const DictionaryScaleOptions& options) const {
  check(counts);
  check_level(options.level);
  DocumentScale out;
  out.method = "dictionary";
  out.formula = fmt::format("{}; R, L = weighted counts of the + and - pole{}", formula_text(options.formula),
                            options.formula == DictionaryFormula::absolute ? ", N = all counts" : "");
  out.documents = counts.documents();
  out.level = options.level;
  for (Dfm::Index d = 0; d < counts.n_documents(); ++d) {
    const PoleCounts poles = counts_of(counts.matrix(), d, weights_);
    out.n_scored.push_back(poles.n_scored);
    out.n_left_out.push_back(poles.n_left_out);
    Unscaled reason = Unscaled::scaled;
    if (poles.n_all() == 0.0) {
      reason = Unscaled::empty;
    } else if (poles.n_scored == 0.0) {
      reason = Unscaled::no_known_features;
    }
    const bool by_formula =
        options.no_evidence == NoEvidence::as_formula &&
        (options.formula == DictionaryFormula::logit || (options.formula == DictionaryFormula::absolute && poles.n_all() > 0.0));
    if (by_formula) reason = Unscaled::scaled;
    out.reasons.push_back(reason);
    const std::optional<Scaled> scaled = reason == Unscaled::scaled ? scaled_by(options.formula, poles) : std::nullopt;
    out.positions.push_back(scaled ? estimate_of(*scaled, options.formula, options.level) : undefined_estimate());
  }
  return out;
}

DocumentScale DictionaryScale::importance(const Dfm& counts, double level) const {
  check(counts);
  check_level(level);
  DocumentScale out;
  out.method = "dictionary";
  out.formula = "log((R + L + 1) / N); R, L = weighted counts of the + and - pole, N = all counts";
  out.documents = counts.documents();
  out.level = level;
  for (Dfm::Index d = 0; d < counts.n_documents(); ++d) {
    const PoleCounts poles = counts_of(counts.matrix(), d, weights_);
    out.n_scored.push_back(poles.n_scored);
    out.n_left_out.push_back(poles.n_left_out);
    const bool empty = poles.n_all() == 0.0;
    out.reasons.push_back(empty ? Unscaled::empty : Unscaled::scaled);
    const double hits = poles.sums.positive + poles.sums.negative + 1.0;
    const double std_error = std::sqrt(poles.sums.positive_squares + poles.sums.negative_squares) / hits;
    out.positions.push_back(empty ? undefined_estimate()
                                  : normal_estimate(std::log(hits / poles.n_all()), std_error > 0.0 ? std_error : kNaN, level));
  }
  return out;
}

FeatureScale DictionaryScale::words() const {
  FeatureScale out{features_, weights_, std::vector<double>(weights_.size(), kNaN)};
  std::replace(out.values.begin(), out.values.end(), 0.0, kNaN);
  return out;
}

}  // namespace stance
