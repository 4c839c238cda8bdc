#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "command.hpp"
#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

struct KeynessProgramOptions {
  Common common;
  stance::KeynessOptions keyness;
  stance::CountOptions counting;
  std::vector<std::string> target;
  std::vector<std::string> reference;
  std::string group_column;
  std::vector<std::string> target_groups;
  std::vector<std::string> reference_groups;
  std::string date_column;
  std::string cut;
  std::string measure = "g2";
  std::string correction = "none";
  std::string fdr = "bh";
  std::string prior = "corpus";
  std::optional<double> prior_total;
  std::string unit = "auto";
  std::string unit_test = "cautious";
  std::string stop_words = "grammar";
  std::size_t top = 20;
  bool no_quotations = false;
};

stance::KeynessMeasure measure_of(const std::string& name) { return stance::keyness_measure(name == "fw" ? "fightin_words" : name); }

void finish(KeynessProgramOptions& options) {
  finish_common(options.common);
  const int ways = (options.target.empty() ? 0 : 1) + (options.group_column.empty() ? 0 : 1) +
                   (options.date_column.empty() && options.cut.empty() ? 0 : 1);
  if (ways > 1) throw UsageError("expected one of --target, --group-column and --cut");
  if (!options.reference.empty() && options.target.empty()) throw UsageError("--reference: expected --target, too");
  if (options.group_column.empty() != options.target_groups.empty())
    throw UsageError("expected --group-column COLUMN and --target-group VALUE together");
  if (!options.reference_groups.empty() && options.target_groups.empty())
    throw UsageError("--reference-group: expected --group-column and --target-group, too");
  if (!options.date_column.empty() && options.cut.empty()) throw UsageError("--date-column: expected --cut DATE, too");

  stance::KeynessOptions& keyness = options.keyness;
  keyness.measure = measure_of(options.measure);
  keyness.correction = options.correction == "yates"      ? stance::KeynessCorrection::yates
                       : options.correction == "williams" ? stance::KeynessCorrection::williams
                                                          : stance::KeynessCorrection::none;
  keyness.fdr = options.fdr == "by"   ? stance::FalseDiscovery::benjamini_yekutieli
                : options.fdr == "bh" ? stance::FalseDiscovery::benjamini_hochberg
                                      : stance::FalseDiscovery::none;
  keyness.document_test = options.unit_test == "cautious"      ? stance::DocumentTest::cautious
                          : options.unit_test == "welch"       ? stance::DocumentTest::welch
                          : options.unit_test == "permutation" ? stance::DocumentTest::permutation
                                                               : stance::DocumentTest::none;
  keyness.prior_total = options.prior_total;
  keyness.threads = options.common.analysis.threads;
  const std::string language = options.common.analysis.language.empty() ? "en" : options.common.analysis.language;
  if (options.prior == "background") {
    keyness.prior = stance::KeynessPrior::background;
    keyness.background = stance::load_background(language);
  } else if (options.prior == "uninformative") {
    keyness.prior = stance::KeynessPrior::uninformative;
  }

  options.counting.threads = options.common.analysis.threads;
  options.counting.language = language;
  options.counting.clean = options.common.analysis.clean;
  raise_longest(options.counting.features);
  options.counting.features.stop_words = stop_words_of(options.stop_words, language);
}

stance::Groups groups_of(const KeynessProgramOptions& options, const stance::Corpus& corpus, const std::vector<std::string>& documents) {
  if (!options.target.empty()) return stance::groups_by_name(documents, options.target, options.reference);
  if (!options.group_column.empty())
    return stance::groups_by_variable(documents, corpus, options.group_column, options.target_groups, options.reference_groups);
  if (!options.cut.empty())
    return stance::groups_by_date(documents, corpus, options.date_column.empty() ? "date" : options.date_column, options.cut);
  if (documents.size() == 2) return stance::groups_by_name(documents, {documents[0]}, {documents[1]});
  throw UsageError(fmt::format("expected two documents, or who is compared with whom: --target, --group-column or --cut; got {} documents",
                               documents.size()));
}

/// Counts by document; where a side has one document only, by sentence, because one number has no spread.
struct Counted {
  stance::Dfm matrix;
  stance::Groups rows;
  stance::KeynessUnit unit = stance::KeynessUnit::document;
  std::vector<std::string> documents;
  stance::Groups groups;  // of documents
  std::vector<stance::Diagnostic> diagnostics;
};

Counted count(const KeynessProgramOptions& options, const stance::Corpus& corpus) {
  Counted out;
  // Whether rows are sentences may depend on the groups, and these on which documents can be read: so sentences are counted where they may
  // be needed.
  std::vector<std::string> ids;
  for (const stance::Document& document : corpus) ids.push_back(document.id);
  const stance::Groups wanted = groups_of(options, corpus, ids);
  const bool single = std::min(wanted.target.size(), wanted.reference.size()) < 2;
  if (options.unit == "sentence" || (options.unit == "auto" && single)) {
    out.unit = stance::KeynessUnit::sentence;
    stance::SentenceCounts sentences = stance::count_sentences(corpus, options.counting);
    out.documents = sentences.documents;
    out.diagnostics = std::move(sentences.diagnostics);
    out.groups = groups_of(options, corpus, out.documents);
    stance::SentenceGroups split = stance::sentences_as_rows(sentences, out.groups);
    out.matrix = std::move(split.counts);
    out.rows = std::move(split.groups);
    return out;
  }
  stance::CountedCorpus counted = stance::count_features(corpus, options.counting);
  out.documents = counted.dfm.documents();
  out.diagnostics = std::move(counted.diagnostics);
  out.matrix = std::move(counted.dfm);
  out.groups = out.rows = groups_of(options, corpus, out.documents);
  return out;
}

void run(KeynessProgramOptions& options) {
  finish(options);
  Reporter reporter;
  stance::ReadResult input = stance::read_corpus(options.common.inputs, options.common.read);
  reporter.print(input.diagnostics);
  Progress progress(size_of(options.common.inputs), true);
  std::size_t shown = 0;
  options.counting.progress = [&](std::size_t done) {
    for (; shown < done; ++shown) progress.add(input.corpus[shown].text.size());
  };
  Counted counted = count(options, input.corpus);
  options.counting.progress = nullptr;
  reporter.print(counted.diagnostics);
  std::copy_if(input.diagnostics.begin(), input.diagnostics.end(), std::back_inserter(counted.diagnostics),
               [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
  const stance::Keyness keyness = stance::compute_keyness(counted.matrix, counted.rows, options.keyness);
  std::vector<stance::KeyQuotation> quotations;
  if (!options.no_quotations) {
    quotations = stance::quote_keys(input.corpus, counted.documents, counted.groups, keyness, stance::shown_rows(keyness, options.top),
                                    options.counting);
  }
  const stance::KeynessReport report{keyness,    counted.documents,   counted.groups, options.counting,
                                     quotations, counted.diagnostics, counted.unit,   options.top};
  write_report(report, options.common.format, options.common.color, stance::keyness_page);
  if (reporter.failed()) set_exit(Exit::data_error);
}

void add_groups(CLI::App& command, KeynessProgramOptions& options) {
  const std::string group = "Who is compared with whom (two documents need no option: the first is the target)";
  command.add_option("--target", options.target, "Ids of documents")->type_name("ID")->group(group);
  command.add_option("--reference", options.reference, "Ids of documents; default: all others")->type_name("ID")->group(group);
  command.add_option("--group-column", options.group_column, "Column or key whose values make groups, for example country")
      ->type_name("COLUMN")
      ->group(group);
  command.add_option("--target-group", options.target_groups, "Values of that column")->type_name("VALUE")->group(group);
  command.add_option("--reference-group", options.reference_groups, "Values; default: all others")->type_name("VALUE")->group(group);
  command.add_option("--cut", options.cut, "Documents of this date and later against earlier ones: 2008, 2008-08 or 2008-08-08")
      ->type_name("DATE")
      ->group(group);
  command.add_option("--date-column", options.date_column, "Column or key of the date; default: date")->type_name("COLUMN")->group(group);
}

void add_method(CLI::App& command, KeynessProgramOptions& options) {
  const std::string group = "Method";
  const auto choice = [&](const char* name, std::string& value, const char* text, const std::vector<std::string>& names) {
    command.add_option(name, value, text)->check(CLI::IsMember(names))->type_name("NAME")->capture_default_str()->group(group);
  };
  choice("--measure", options.measure,
         "What words are ranked by: g2, g2_two_cells, chi2, fisher, fw (Fightin' Words), log_ratio, odds_ratio, percent_difference, bic or "
         "pmi",
         {"g2", "g2_two_cells", "chi2", "fisher", "fw", "fightin_words", "log_ratio", "odds_ratio", "percent_difference", "bic", "pmi"});
  choice("--correction", options.correction, "Of g2 and chi2: none, yates or williams", {"none", "yates", "williams"});
  choice("--fdr", options.fdr, "Adjustment of p-values for their number: bh (Benjamini-Hochberg), by (Benjamini-Yekutieli) or none",
         {"bh", "by", "none"});
  choice("--prior", options.prior,
         "Of the shrunken log-odds: corpus (shares in all documents read), background (in texts at large) or uninformative",
         {"corpus", "background", "uninformative"});
  command.add_option("--prior-total", options.prior_total, "Words that the prior counts as; default: as many as the smaller side has")
      ->check(CLI::PositiveNumber)
      ->group(group);
  choice("--unit", options.unit, "What words are spread over: document, sentence, or auto (sentences where a side has one document only)",
         {"auto", "document", "sentence"});
  choice("--unit-test", options.unit_test,
         "Test on the units' relative frequencies, so that one document cannot make a word key: cautious (t with the larger of Welch's and "
         "Student's errors), welch, permutation or none",
         {"cautious", "welch", "permutation", "none"});
  command.add_option("--permutations", options.keyness.n_permutations, "Of --unit-test permutation")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str()
      ->group(group);
  command.add_option("--seed", options.keyness.seed, "Of the permutations")->capture_default_str()->group(group);
}

void add_words(CLI::App& command, KeynessProgramOptions& options) {
  const std::string group = "Words";
  command.add_option("--min-count", options.keyness.min_count, "Words with fewer occurrences on both sides together are not tested")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
  command.add_option("--min-units", options.keyness.min_documents, "The same for documents or sentences with the word")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str()
      ->group(group);
  add_ngrams(command, options.counting.features, group);
  command
      .add_option("--stop-words", options.stop_words,
                  "Words to leave out (known for en): grammar (articles, prepositions and the like; pronouns, negators and modals stay), "
                  "topics (those, too), none, or a file of words")
      ->type_name("LIST")
      ->capture_default_str()
      ->group(group);
  command.add_option("--language", options.common.analysis.language, "Of texts that state none; default: en")->group(group);
}

}  // namespace

void add_keyness(CLI::App& app) {
  auto options = std::make_shared<KeynessProgramOptions>();
  CLI::App* const command =
      app.add_subcommand("keyness", "Which words tell two documents, two groups, or before and after a date apart, each in a sentence");
  command->add_option("INPUT", options->common.inputs, "Files (.txt .md .jsonl .csv .tsv), folders, or - for standard input")
      ->required()
      ->type_name("");
  command->add_option("--top", options->top, "Words shown of each side; 0: all that were tested")
      ->check(CLI::Range(0, 10'000'000))
      ->capture_default_str();
  command->add_flag("--no-quotations", options->no_quotations, "Without a sentence for each word");
  add_groups(*command, *options);
  add_method(*command, *options);
  add_words(*command, *options);
  add_input_output(*command, options->common, {"table", "json", "jsonl", "csv", "md"});
  command->footer(
      "Examples:\n"
      "  stance keyness doctrine-2010.txt doctrine-2023.txt\n"
      "  stance keyness platforms/ --target labour --ngram-max 2\n"
      "  stance keyness speeches.jsonl --group-column country --target-group GEO --reference-group ARM AZE\n"
      "  stance keyness speeches.jsonl --cut 2008-08-08 --measure fw --unit-test permutation --format csv > before-after.csv");
  command->callback([options] { run(*options); });
}

}  // namespace program
