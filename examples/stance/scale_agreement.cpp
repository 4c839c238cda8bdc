#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "documents.hpp"
#include "scale.hpp"
#include "terminal.hpp"

// `stance scale agreement`: whether the methods agree with the positions.

namespace program {
namespace {

struct AgreementOptions {
  Common common;
  stance::EstimatorOptions estimators;
  std::vector<std::string> references;
  std::size_t replicates = 0;
  std::size_t min_doc_freq = 2;
  std::size_t dimensions = 100;
};

void run(AgreementOptions& options) {
  Common& common = options.common;
  finish_common(common);
  if (!options.references.empty() && options.references.size() != 2)
    throw UsageError(fmt::format("--references: expected two ids, low and high, got {}", options.references.size()));
  const stance::CompiledLexicon& lexicon = load_checked(common);
  const std::string& own = lexicon.lexicon().meta.language;
  const std::string language = !common.analysis.language.empty() ? common.analysis.language : own.empty() ? "en" : own;
  Reporter reporter;
  stance::ReadResult input = stance::read_corpus(common.inputs, common.read);
  reporter.print(input.diagnostics);
  const stance::AxisDirections directions(lexicon.lexicon(), stance::load_background(language));
  common.analysis.directions = &directions;
  common.analysis.keep_evidence = stance::KeepEvidence::no;
  common.analysis.count_features = stance::CountFeatures::yes;
  common.analysis.features = stance::topic_features(language);
  const stance::Analysis analysis = stance::analyze(input.corpus, lexicon, common.analysis);
  reporter.print(analysis.diagnostics);
  stance::CountOptions counting;
  counting.threads = common.analysis.threads;
  counting.language = language;
  counting.clean = common.analysis.clean;
  counting.features = stance::topic_features(language);
  counting.features.min_doc_freq = options.min_doc_freq;
  const stance::SentenceCounts sentences = stance::count_sentences(input.corpus, counting);
  stance::EstimatorOptions& how = options.estimators;
  how.level = common.analysis.position.level;
  how.seed = common.analysis.position.seed;
  how.wordfish.threads = how.latent_semantic.threads = common.analysis.threads;
  how.latent_semantic.n_dimensions = options.dimensions;
  if (options.replicates > 0) {
    how.interval = stance::CorrelationInterval::bootstrap;
    how.n_replicates = options.replicates;
  }
  if (!options.references.empty()) how.references = {options.references[0], options.references[1]};
  const stance::EstimatorAgreement agreement = stance::estimator_agreement(analysis, lexicon.lexicon(), sentences, how);
  std::vector<stance::Diagnostic> faults = input.diagnostics;
  faults.insert(faults.end(), analysis.diagnostics.begin(), analysis.diagnostics.end());
  std::erase_if(faults, [](const stance::Diagnostic& d) { return d.severity != stance::Severity::error; });
  if (common.format == "json") {
    stance::write_json(std::cout, {lexicon.lexicon(), common.analysis}, agreement, faults);
  } else if (common.format == "csv") {
    stance::write_csv(std::cout, agreement);
  } else if (common.format == "md") {
    stance::write_markdown(std::cout, stance::agreement_page(agreement));
  } else {
    std::cout << laid_out(stance::agreement_page(agreement), style_of_output(common.color));
  }
  check_output();
  if (reporter.failed() || analysis.documents.empty()) set_exit(Exit::data_error);
}

}  // namespace

void add_agreement(CLI::App& scale) {
  const auto options = std::make_shared<AgreementOptions>();
  CLI::App* const command =
      scale.add_subcommand("agreement", "Whether these methods agree with the positions by statements, for each axis of the lexicon");
  add_inputs(*command, options->common);
  add_analysis(*command, options->common, {"table", "json", "csv", "md"});
  command->add_option("--axes", options->common.analysis.axes, "Keys of the axes; default: all of the lexicon")
      ->delimiter(',')
      ->type_name("KEY");
  command
      ->add_option("--references", options->references,
                   "Two documents for Wordscores, low and high; default: for each axis those with the lowest and the highest position")
      ->delimiter(',')
      ->type_name("ID");
  command
      ->add_option("--bootstrap", options->replicates, "Intervals by resampling the documents so many times; 0: by Fisher's transformation")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command->add_option("--seed", options->common.analysis.position.seed, "Of the random numbers")->capture_default_str();
  command->add_option("--min-doc-freq", options->min_doc_freq, "Words in fewer documents are left out of the scales by words")
      ->capture_default_str();
  command->add_option("--dimensions", options->dimensions, "Of latent semantic scaling")
      ->check(CLI::Range(2, 10'000))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  stance scale agreement speeches/\n"
      "  stance scale agreement speeches.jsonl --principal-column country --axes nato_orientation,eu_orientation --format csv");
  command->callback([options] { run(*options); });
}

}  // namespace program
