#pragma once
/// @file keyness.hpp
/// Which words tell two groups of documents apart: a target and a reference.
///
///     Dfm counts = count_features(corpus).dfm;
///     Groups groups = groups_by_variable(counts.documents(), corpus, "country", {"GEO"});
///     Keyness keyness = compute_keyness(counts, groups);
///     for (const KeyFeature& key : keyness.rows) …          // most typical of the target first, of the reference last
///
/// Tests on counts of words take each word for an independent draw. It is not: words cluster in texts, so that one document can make a word
/// "key" with any number of zeros behind the point. Each row therefore says in how many documents the word is and how evenly it is spread,
/// and DocumentTest adds a test whose units are documents.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/dfm_sentences.hpp"
#include "stance/estimate.hpp"
#include "stance/tfidf.hpp"

namespace stance {

// ---- Who is compared with whom

/// Rows of a matrix. Both ascend, no row is in both; rows in neither take no part (but in a prior from the corpus).
struct Groups {
  std::vector<std::size_t> target;
  std::vector<std::size_t> reference;
  std::string target_name = "target";  ///< for reports
  std::string reference_name = "reference";
  std::vector<std::string> left_out;  ///< documents that could not be placed: no such variable, no date
};

/// Documents by name. An empty reference: all others.
/// @throws InvalidArgument for an empty target, a name that the matrix has not, or one that is on both sides
[[nodiscard]] Groups groups_by_name(const std::vector<std::string>& documents, const std::vector<std::string>& target,
                                    const std::vector<std::string>& reference = {});

/// Documents whose variable has one of the target's values, against those with one of the reference's; without reference values: with any
/// other value. Documents without the variable are left out.
/// @param corpus  holds the documents of the matrix; "principal" and "language" are variables, too
/// @throws InvalidArgument when a side has no document, saying which values there are; for a document that the corpus has not
[[nodiscard]] Groups groups_by_variable(const std::vector<std::string>& documents, const Corpus& corpus, const std::string& variable,
                                        const std::vector<std::string>& target, const std::vector<std::string>& reference = {});

/// Documents dated on or after the cut (target) against those before it (reference). Dates as parse_date() reads them; documents without a date are left
/// out, and those whose date is too coarse to tell ("2008" for a cut at 2008-08-08).
/// @throws InvalidArgument for a cut that is no date; when a side has no document
[[nodiscard]] Groups groups_by_date(const std::vector<std::string>& documents, const Corpus& corpus, const std::string& variable,
                                    const std::string& cut);

// ---- How

/// What features are ranked by. For a feature: a, b its counts in target and reference; N1, N2 the counts of all features there; N = N1 +
/// N2; c = N1 − a, d = N2 − b; E_a = N1 (a + b) / N, and so on for the four cells. Signed measures are positive where a / N1 > b / N2.
enum class KeynessMeasure : std::uint8_t {
  /// Signed log-likelihood ratio of two binomial rates, 2 Σ O ln(O / E) over the four cells a, b, c, d; χ² with 1 degree of freedom.
  /// @see Dunning (1993), Computational Linguistics 19(1):61-74
  g2,
  /// The same over a and b only, as most corpus tools print it: the ratio of two Poisson rates; χ² with 1 degree of freedom.
  /// @see Rayson & Garside (2000), Comparing Corpora workshop at ACL, doi 10.3115/1117729.1117730
  g2_two_cells,
  chi_squared,  ///< signed Pearson Σ (O − E)² / E over the four cells; 1 degree of freedom
  /// Exact test given the margins: the statistic is the natural logarithm of the conditional maximum-likelihood odds ratio (as R's
  /// fisher.test estimates
  /// it), ±infinity where a cell is at its limit; the p-value adds all tables that are not more likely than the one seen. Whole counts
  /// only.
  fisher,
  log_ratio,           ///< log2((a / N1) / (b / N2)), a zero count taken as zero_count; no p-value. @see Hardie (2014), "Log Ratio"
  odds_ratio,          ///< ln((a + ½)(d + ½) / ((b + ½)(c + ½))) with standard error √Σ 1 / (cell + ½); p-value of the normal ratio
  percent_difference,  ///< 100 (a / N1 − b / N2) / (b / N2), b = 0 taken as zero_count; no p-value. @see Gabrielatos & Marchi (2011)
  /// g2 − ln N: evidence, in the units of the Bayesian information criterion, that the rates differ at all; not signed, no p-value. Above 2
  /// is
  /// positive evidence, above 10 very strong; below 0 speaks for equal rates. @see Wilson (2013), "Embracing Bayes factors …"
  bic,
  pmi,  ///< ln(a / E_a), pointwise mutual information of feature and target, a = 0 taken as zero_count; no distribution is known, so no
        ///< p-value
  /// z = δ / sd of the log-odds with a Dirichlet prior, see KeyFeature::delta; the p-value is that of the normal approximation. It is
  /// conservative with an informative prior, which pulls towards no difference.
  /// @see Monroe, Colaresi & Quinn (2008), Political Analysis 16(4):372-403, doi 10.1093/pan/mpn018
  fightin_words,
};
[[nodiscard]] std::string_view name_of(KeynessMeasure measure) noexcept;
/// @throws InvalidArgument for another name, with the list of names
[[nodiscard]] KeynessMeasure keyness_measure(std::string_view name);

/// Corrections of g2 and chi_squared for small counts.
enum class KeynessCorrection : std::uint8_t {
  none,
  yates,     ///< each |O − E| smaller by min(½, |O − E|), as in R's chisq.test; for g2 each O is moved towards its E by as much
  williams,  ///< statistic / q, q = 1 + (N / N1 + N / N2 − 1)(N / (a + b) + N / (c + d) − 1) / (6 N). @see Williams (1976), Biometrika
             ///< 63(1):33-37
};

/// Pseudo-counts a_w of the Dirichlet prior behind KeyFeature::delta; a_0 = Σ a_w.
enum class KeynessPrior : std::uint8_t {
  corpus,         ///< a_w = a_0 × share of the feature in all rows of the matrix, also those in neither group
  background,     ///< a_w = a_0 × share in KeynessOptions::background
  uninformative,  ///< a_w = prior_count for each feature: rare words get large δ and large errors
};

/// Variance of δ, the log-odds ratio with a prior.
enum class DeltaVariance : std::uint8_t {
  two_terms,   ///< 1 / (a + a_w) + 1 / (b + a_w): the approximation of Monroe, Colaresi & Quinn for words that are rare in both groups
  four_terms,  ///< and 1 / (N1 + a_0 − a − a_w) + 1 / (N2 + a_0 − b − a_w), which matter in short texts and for frequent words
               ///< (scattertext's)
};

/// Adjustment of p-values for their number.
enum class FalseDiscovery : std::uint8_t {
  none,
  /// Benjamini & Hochberg (1995), JRSS B 57(1):289-300, doi 10.1111/j.2517-6161.1995.tb02031.x: tests that are independent or go along
  benjamini_hochberg,
  /// Benjamini & Yekutieli (2001), Annals of Statistics 29(4):1165-1188, doi 10.1214/aos/1013699998: any tests
  benjamini_yekutieli,
};

/// Tests whose units are documents: is the feature's share of a document larger in the target?
/// @see Lijffijt et al. (2016), Digital Scholarship in the Humanities 31(2):374-397, doi 10.1093/llc/fqu064
enum class DocumentTest : std::uint8_t {
  none,
  /// t with the larger of Welch's and Student's (pooled) standard error, and that one's degrees of freedom; two-sided. Welch alone is sure
  /// of a word that a small group never uses, because a group of zeros has no variance; Student alone is sure of a word that one document
  /// repeats.
  cautious,
  welch,  ///< Welch's t of the relative frequencies n_dw / n_d of the documents, each document as one number; two-sided
  /// The same t, its distribution by giving the documents to the groups at random: p = (1 + #{|t*| ≥ |t|}) / (1 + n_permutations), or
  /// exactly, over all splits, where there are no more than that. No distribution is assumed; p cannot be smaller than one over the number
  /// of splits.
  permutation,
};

struct KeynessOptions {
  KeynessMeasure measure = KeynessMeasure::g2;
  KeynessCorrection correction = KeynessCorrection::none;
  FalseDiscovery fdr = FalseDiscovery::benjamini_hochberg;
  KeynessPrior prior = KeynessPrior::corpus;
  std::optional<double> prior_total;  ///< a_0 of the informative priors, > 0; nothing: the smaller of N1 and N2
  double prior_count = 0.01;          ///< a_w of the uninformative prior, > 0
  DeltaVariance variance = DeltaVariance::two_terms;
  std::optional<DocumentFrequencies> background;  ///< for KeynessPrior::background, see prior_shares()
  DocumentTest document_test = DocumentTest::none;
  std::size_t n_permutations = 999;
  std::uint64_t seed = 1;   ///< of the permutations
  double zero_count = 0.5;  ///< what stands for a count of 0 where a ratio needs one, > 0
  double min_count =
      3.0;  ///< features with fewer occurrences in both groups together are not tested. This looks at no difference, so p-values stay valid
  std::size_t min_documents = 1;  ///< the same for documents with the feature, both groups together
  std::size_t threads = 0;        ///< of the permutations; 0: as many as the machine has; the result is the same
  std::stop_token stop;
};

// ---- What comes out

/// Spread of a feature over the documents of one group.
struct Spread {
  std::size_t n_documents = 0;  ///< that have the feature
  /// Gries' deviation of proportions, normalised: DP / (1 − min s), DP = ½ Σ_d |v_d − s_d|, s the documents' shares of the group's words
  /// and v of the feature's occurrences. 0: as evenly as can be; 1: all in the shortest document. NaN without occurrences, or in a group of
  /// one document.
  /// @see Gries (2008), IJCL 13(4):403-437, doi 10.1075/ijcl.13.4.02gri; Lijffijt & Gries (2012), IJCL 17(1):147-149,
  /// doi 10.1075/ijcl.17.1.08lij
  double dp_norm = 0.0;
  double largest_share = 0.0;   ///< of the occurrences that are in one document; NaN without occurrences
  std::size_t largest_row = 0;  ///< the row of that document, the first of several
};

/// One feature in the two groups.
struct KeyFeature {
  std::size_t feature = 0;  ///< column of the matrix
  double target = 0.0;      ///< a
  double reference = 0.0;   ///< b
  double per_million_target = 0.0;
  double per_million_reference = 0.0;
  int side = 0;             ///< whose word it is: the sign of a / N1 − b / N2, of fightin_words that of δ
  double statistic = 0.0;   ///< of the measure
  double p = 0.0;           ///< NaN where the measure has no distribution
  double p_adjusted = 0.0;  ///< over the features tested
  double log_ratio = 0.0;   ///< effect size, as KeynessMeasure::log_ratio
  /// Shrunken effect size: log-odds ratio with the prior, in natural logarithms,
  ///     δ = ln[(a + a_w) / (N1 + a_0 − a − a_w)] − ln[(b + a_w) / (N2 + a_0 − b − a_w)],   sd² = 1 / (a + a_w) + 1 / (b + a_w)
  /// with the normal interval of 95 %.
  Estimate delta{};
  double expected = 0.0;  ///< smallest expected count of the four cells; below 5 the χ² approximation is poor: use fisher
  Spread spread_target;
  Spread spread_reference;
  double t = 0.0;  ///< of the document test; NaN when there is none
  double p_documents = 0.0;
  double p_documents_adjusted = 0.0;
};

struct Keyness {
  KeynessOptions options;
  std::string formula;        ///< what `statistic` is, with correction, in words
  std::string prior_formula;  ///< what `delta` was shrunk with, with a_0
  Groups groups;
  std::shared_ptr<const NameList> features;
  double total_target = 0.0;  ///< N1
  double total_reference = 0.0;
  double prior_total = 0.0;  ///< a_0
  std::vector<KeyFeature>
      rows;  ///< of the features tested: target's side by falling strength, then equal ones, then the reference's side by rising strength
  std::size_t n_below_minimum = 0;   ///< features of the groups that were not tested
  std::size_t n_small_expected = 0;  ///< features tested with an expected count below 5
  std::vector<std::string> notes;    ///< what to beware of
};

/// Compares two groups of rows. O(cells) and, for permutations, O(n_permutations × cells); Fisher's test O(Σ counts).
/// Equal statistics are ranked by the features' names.
/// @throws InvalidArgument for a matrix that does not hold counts, groups that make no sense (empty, overlapping, rows outside, no counts
/// at all), options out of
///         range, a correction of a measure that has none (all but g2 and chi_squared), counts that are not whole (fisher), a background
///         prior without table
[[nodiscard]] Keyness compute_keyness(const Dfm& counts, const Groups& groups, const KeynessOptions& options = {});

/// A matrix whose rows are sentences, named "document:1", "document:2" …, and the groups of documents in rows of it: to compare two single
/// documents, where sentences are the units of spread and of the document test. Sentences without any feature are left out.
struct SentenceGroups {
  Dfm counts;
  Groups groups;
};
[[nodiscard]] SentenceGroups sentences_as_rows(const SentenceCounts& sentences, const Groups& groups);

/// Shares π_w of features in texts at large, from document frequencies: the expected count of a word that is Poisson in documents of one
/// length, π_w ∝ −ln(1 − (df_w + ½) / (N + 1)), positive also for words that the table has not. They add up to 1 over `features`.
[[nodiscard]] std::vector<double> prior_shares(const DocumentFrequencies& table, const NameList& features);

/// p-values adjusted for their number, in the order given; NaN stays NaN and is no test.
/// Benjamini-Hochberg: min over j ≥ rank of m p_(j) / j, at most 1; Benjamini-Yekutieli: the same with m Σ_{i ≤ m} 1 / i.
/// @throws InvalidArgument for p-values outside of [0, 1]
[[nodiscard]] std::vector<double> adjust_p_values(const std::vector<double>& p_values, FalseDiscovery method);

/// Words of grammar that are not about stance: the stop words of topic_features() without pronouns (we, our, they …), negators (not, no,
/// never …), modals (must, shall, will …), "against", "without" and "own". Ascending; none for languages without a list.
[[nodiscard]] std::vector<std::string> grammar_words(std::string_view language);

// ---- The tests of one table, for use without a matrix

/// a, b: occurrences in target and reference; c, d: of everything else there.
struct TwoByTwo {
  double a = 0.0;
  double b = 0.0;
  double c = 0.0;
  double d = 0.0;
};
struct TableTest {
  double statistic = 0.0;  ///< as KeynessMeasure says
  double p = 0.0;          ///< NaN where the measure has no distribution
};
/// @throws InvalidArgument for fightin_words (it needs a prior), cells that are negative or not finite, an empty column, and what
/// compute_keyness() refuses
[[nodiscard]] TableTest test_table(const TwoByTwo& table, KeynessMeasure measure, KeynessCorrection correction = KeynessCorrection::none,
                                   double zero_count = 0.5);

}  // namespace stance
