#include "stance/keyness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "detail/dfm_checks.hpp"
#include "detail/keyness_documents.hpp"
#include "detail/keyness_tables.hpp"
#include "detail/parallel.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallExpected = 5.0;
constexpr double kSignificant = 0.05;

constexpr std::array<std::pair<std::string_view, KeynessMeasure>, 10> kMeasures = {
    {{"g2", KeynessMeasure::g2},
     {"g2_two_cells", KeynessMeasure::g2_two_cells},
     {"chi2", KeynessMeasure::chi_squared},
     {"fisher", KeynessMeasure::fisher},
     {"log_ratio", KeynessMeasure::log_ratio},
     {"odds_ratio", KeynessMeasure::odds_ratio},
     {"percent_difference", KeynessMeasure::percent_difference},
     {"bic", KeynessMeasure::bic},
     {"pmi", KeynessMeasure::pmi},
     {"fightin_words", KeynessMeasure::fightin_words}}};

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("keyness: " + message);
}

void require_positive(const char* name, double value) {
  require(std::isfinite(value) && value > 0.0, fmt::format("{}: expected a finite number > 0, got {}", name, value));
}

void check(const KeynessOptions& options) {
  detail::check_correction(options.measure, options.correction);
  if (options.prior_total) require_positive("prior_total", *options.prior_total);
  require_positive("prior_count", options.prior_count);
  require_positive("zero_count", options.zero_count);
  require(std::isfinite(options.min_count) && options.min_count >= 0.0,
          fmt::format("min_count: expected a number of 0 or more, got {}", options.min_count));
  require(options.prior != KeynessPrior::background || options.background.has_value(),
          "prior: expected a background table with KeynessPrior::background");
  require(options.document_test != DocumentTest::permutation || options.n_permutations >= 1, "n_permutations: expected 1 or more, got 0");
}

void check(const Dfm& counts, const Groups& groups) {
  detail::check_unweighted(counts, "keyness");
  std::vector<bool> taken(static_cast<std::size_t>(counts.n_documents()), false);
  for (const auto& [side, rows] : {std::pair{"target", &groups.target}, std::pair{"reference", &groups.reference}}) {
    require(!rows->empty(), fmt::format("{}: expected one document or more, got none", side));
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const std::size_t row = (*rows)[i];
      require(row < taken.size(), fmt::format("{}: expected rows below {}, got {}", side, taken.size(), row));
      require(i == 0 || (*rows)[i - 1] < row,
              fmt::format("{}: expected rows that ascend, got {} behind {}", side, row, i == 0 ? 0 : (*rows)[i - 1]));
      require(!taken[row], fmt::format("document '{}' is on both sides", counts.documents()[row]));
      taken[row] = true;
    }
  }
}

std::string formula_of(const KeynessOptions& options) {
  const auto corrected = [&](std::string text) {
    switch (options.correction) {
      case KeynessCorrection::yates: return text + ", |O - E| smaller by min(1/2, |O - E|) (Yates)";
      case KeynessCorrection::williams: return text + ", divided by Williams' q";
      case KeynessCorrection::none: break;
    }
    return text;
  };
  switch (options.measure) {
    case KeynessMeasure::g2: return corrected("G2 = 2 sum O ln(O/E) over four cells (Dunning 1993), signed");
    case KeynessMeasure::g2_two_cells: return "G2 = 2 sum O ln(O/E) over the two cells of the feature (Rayson & Garside 2000), signed";
    case KeynessMeasure::chi_squared: return corrected("chi2 = sum (O - E)^2 / E over four cells, signed");
    case KeynessMeasure::fisher:
      return "Fisher's exact test, two-sided; statistic: ln of the conditional maximum-likelihood odds ratio; ranked by p";
    case KeynessMeasure::log_ratio: return fmt::format("log2 of the ratio of relative frequencies, 0 taken as {:g}", options.zero_count);
    case KeynessMeasure::odds_ratio: return "ln of the odds ratio, 1/2 added to each cell";
    case KeynessMeasure::percent_difference:
      return fmt::format("100 x (target - reference) / reference of relative frequencies, 0 in the reference taken as {:g}",
                         options.zero_count);
    case KeynessMeasure::bic: return "BIC = G2 over four cells - ln N";
    case KeynessMeasure::pmi: return fmt::format("PMI = ln(O/E) of feature and target, 0 taken as {:g}", options.zero_count);
    case KeynessMeasure::fightin_words:
      return "z = delta / sd of the log-odds ratio with a Dirichlet prior (Monroe, Colaresi & Quinn 2008)";
  }
  return {};
}

/// Pseudo-counts of the prior.
struct Prior {
  std::vector<double> counts;  // a_w by column
  double total = 0.0;          // a_0
  std::string formula;
};

Prior prior_of(const Dfm& dfm, const KeynessOptions& options, double smaller_group) {
  Prior out;
  const auto n_features = static_cast<std::size_t>(dfm.n_features());
  if (options.prior == KeynessPrior::uninformative) {
    out.counts.assign(n_features, options.prior_count);
    out.total = options.prior_count * static_cast<double>(n_features);
    out.formula = fmt::format("a_w = {:g} for each of {} features, a_0 = {:g}", options.prior_count, n_features, out.total);
    return out;
  }
  out.total = options.prior_total.value_or(smaller_group);
  if (options.prior == KeynessPrior::background) {
    out.counts = prior_shares(*options.background, dfm.features());
    out.formula =
        fmt::format("a_w = a_0 x share in a background table of {} documents, a_0 = {:g}", options.background->n_documents(), out.total);
  } else {
    out.counts.assign(n_features, 0.0);
    double all = 0.0;
    for (Eigen::Index row = 0; row < dfm.n_documents(); ++row) {
      for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), row); cell; ++cell) {
        out.counts[static_cast<std::size_t>(cell.col())] += cell.value();
        all += cell.value();
      }
    }
    for (double& count : out.counts) count /= all;
    out.formula = fmt::format("a_w = a_0 x share in all {} documents, a_0 = {:g}", dfm.n_documents(), out.total);
  }
  for (double& count : out.counts) count *= out.total;
  return out;
}

/// Log-odds ratio with the prior; undefined where a group has nothing but this feature.
Estimate shrunken(const TwoByTwo& t, double a_w, double a_0, DeltaVariance variance) {
  const double rest_target = t.c + a_0 - a_w;
  const double rest_reference = t.d + a_0 - a_w;
  if (!(rest_target > 0.0) || !(rest_reference > 0.0) || t.a + a_w <= 0.0 || t.b + a_w <= 0.0) return undefined_estimate();
  const double delta = std::log((t.a + a_w) / rest_target) - std::log((t.b + a_w) / rest_reference);
  double square = 1.0 / (t.a + a_w) + 1.0 / (t.b + a_w);
  if (variance == DeltaVariance::four_terms) square += 1.0 / rest_target + 1.0 / rest_reference;
  return normal_estimate(delta, std::sqrt(square));
}

/// What the table of a feature says.
KeyFeature measured(const TwoByTwo& table, double a_w, double a_0, const KeynessOptions& options) {
  KeyFeature row;
  row.target = table.a;
  row.reference = table.b;
  row.side = detail::side_of(table);
  row.log_ratio = detail::log_ratio_of(table, options.zero_count);
  row.delta = shrunken(table, a_w, a_0, options.variance);
  row.expected = detail::smallest_expected(table);
  if (options.measure == KeynessMeasure::fightin_words) {
    row.statistic = row.delta.value / row.delta.std_error;
    row.p = std::isnan(row.statistic) ? kNaN : detail::two_sided_normal(row.statistic);
    row.side = row.statistic > 0.0 ? 1 : row.statistic < 0.0 ? -1 : 0;
  } else {
    const TableTest test = detail::tested(table, options.measure, options.correction, options.zero_count);
    row.statistic = test.statistic;
    row.p = test.p;
  }
  return row;
}

/// Rank: side, then strength. Larger is more typical of the feature's own side.
double strength_of(const KeyFeature& row, KeynessMeasure measure) {
  switch (measure) {
    case KeynessMeasure::fisher: return -row.p;
    case KeynessMeasure::bic: return row.statistic;
    default: return row.side < 0 ? -row.statistic : row.statistic;
  }
}

void rank(std::vector<KeyFeature>& rows, const NameList& features, KeynessMeasure measure) {
  std::sort(rows.begin(), rows.end(), [&](const KeyFeature& x, const KeyFeature& y) {
    if (x.side != y.side) return x.side > y.side;
    const double strength_x = strength_of(x, measure);
    const double strength_y = strength_of(y, measure);
    if (strength_x != strength_y && !std::isnan(strength_x) && !std::isnan(strength_y))
      return x.side < 0 ? strength_x < strength_y : strength_x > strength_y;
    if (std::isnan(strength_x) != std::isnan(strength_y)) return std::isnan(strength_y) == (x.side >= 0);
    return features[x.feature] < features[y.feature];
  });
}

void adjust(std::vector<KeyFeature>& rows, FalseDiscovery method, double KeyFeature::*from, double KeyFeature::*to) {
  std::vector<double> p(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) p[i] = rows[i].*from;
  p = adjust_p_values(p, method);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].*to = p[i];
}

void add_notes(Keyness& out) {
  const bool approximate = out.options.measure == KeynessMeasure::g2 || out.options.measure == KeynessMeasure::chi_squared;
  const auto doubtful = std::count_if(out.rows.begin(), out.rows.end(), [](const KeyFeature& row) {
    return row.expected < kSmallExpected && row.p_adjusted <= kSignificant;
  });
  if (approximate && doubtful > 0)
    out.notes.push_back(fmt::format(
        "{} features with p <= {:g} have an expected count below {:g}, where the chi-squared approximation is rough; fisher is exact",
        doubtful, kSignificant, kSmallExpected));
  const std::size_t fewest = std::min(out.groups.target.size(), out.groups.reference.size());
  if (out.options.document_test == DocumentTest::none && fewest >= 2)
    out.notes.push_back("p-values count words as independent draws, which they are not; a document test asks whether the documents agree");
  if (out.options.document_test != DocumentTest::none && fewest < 2)
    out.notes.push_back("a group of one document has no document test: whether another text of its kind would agree cannot be told");
}

}  // namespace

std::string_view name_of(KeynessMeasure measure) noexcept {
  for (const auto& [name, value] : kMeasures) {
    if (value == measure) return name;
  }
  return "unknown";
}

KeynessMeasure keyness_measure(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& [known, value] : kMeasures) {
    if (known == name) return value;
    names.push_back(known);
  }
  throw InvalidArgument(fmt::format("keyness: measure: expected one of {}; got '{}'", fmt::join(names, ", "), name));
}

std::vector<double> prior_shares(const DocumentFrequencies& table, const NameList& features) {
  std::vector<double> shares(features.size());
  const auto n = static_cast<double>(table.n_documents());
  double sum = 0.0;
  for (std::size_t f = 0; f < shares.size(); ++f) {
    shares[f] = -std::log1p(-(static_cast<double>(table.of(features[f])) + 0.5) / (n + 1.0));
    sum += shares[f];
  }
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<std::string> grammar_words(std::string_view language) {
  static const std::set<std::string_view> kept = {
      "against", "can't",      "cannot", "couldn't",  "didn't",  "doesn't",  "don't",      "hadn't", "hasn't",    "haven't", "i",
      "i'd",     "i'll",       "i'm",    "i've",      "isn't",   "may",      "me",         "might",  "mightn't",  "mine",    "must",
      "mustn't", "my",         "myself", "neither",   "never",   "no",       "nobody",     "none",   "nor",       "not",     "nothing",
      "ought",   "our",        "ours",   "ourselves", "own",     "shall",    "shan't",     "should", "shouldn't", "their",   "theirs",
      "them",    "themselves", "they",   "they'd",    "they'll", "they're",  "they've",    "us",     "wasn't",    "we",      "we'd",
      "we'll",   "we're",      "we've",  "weren't",   "will",    "without",  "won't",      "would",  "wouldn't",  "you",     "you'd",
      "you'll",  "you're",     "you've", "your",      "yours",   "yourself", "yourselves", "could",  "aren't"};
  std::vector<std::string> out = topic_features(language).stop_words;
  out.erase(std::remove_if(out.begin(), out.end(), [](const std::string& word) { return kept.contains(word); }), out.end());
  return out;
}

Keyness compute_keyness(const Dfm& counts, const Groups& groups, const KeynessOptions& options) {
  check(options);
  check(counts, groups);
  const detail::StopScope stop(options.stop);
  const std::vector<double> row_sums = counts.row_sums();
  const detail::GroupCounts target = detail::count_group(counts, groups.target, row_sums);
  const detail::GroupCounts reference = detail::count_group(counts, groups.reference, row_sums);
  require(target.total > 0.0, "target: its documents have no counts");
  require(reference.total > 0.0, "reference: its documents have no counts");
  const Prior prior = prior_of(counts, options, std::min(target.total, reference.total));
  const std::vector<Spread> spread_target = detail::spreads_of(counts, groups.target, row_sums, target);
  const std::vector<Spread> spread_reference = detail::spreads_of(counts, groups.reference, row_sums, reference);

  Keyness out{
      options, formula_of(options), prior.formula, groups, counts.shared_features(), target.total, reference.total, prior.total, {}, 0, 0,
      {}};
  std::vector<std::size_t> tested;
  for (std::size_t f = 0; f < target.counts.size(); ++f) {
    const double a = target.counts[f];
    const double b = reference.counts[f];
    if (a + b == 0.0) continue;
    if (a + b < options.min_count || target.n_documents[f] + reference.n_documents[f] < options.min_documents) {
      ++out.n_below_minimum;
      continue;
    }
    tested.push_back(f);
    KeyFeature row = measured({a, b, std::max(0.0, target.total - a), std::max(0.0, reference.total - b)}, prior.counts[f], prior.total, options);
    row.feature = f;
    row.per_million_target = 1e6 * a / target.total;
    row.per_million_reference = 1e6 * b / reference.total;
    row.spread_target = spread_target[f];
    row.spread_reference = spread_reference[f];
    if (row.expected < kSmallExpected) ++out.n_small_expected;
    out.rows.push_back(row);
  }
  const detail::DocumentTests documents = detail::document_tests(counts, groups, row_sums, tested, options);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    out.rows[i].t = documents.t[i];
    out.rows[i].p_documents = documents.p[i];
  }
  adjust(out.rows, options.fdr, &KeyFeature::p, &KeyFeature::p_adjusted);
  adjust(out.rows, options.fdr, &KeyFeature::p_documents, &KeyFeature::p_documents_adjusted);
  rank(out.rows, *out.features, options.measure);
  add_notes(out);
  return out;
}

}  // namespace stance
