#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "command.hpp"
#include "compare_structure.hpp"
#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

struct ComparisonOptions {
  Common common;
  stance::CompareOptions compare;
  bool evidence = false;
  std::string idf = "background";
  std::string linkage = "average";
  std::string measure = "cosine";
};

stance::ReadResult read(const Common& common, Reporter& reporter) {
  stance::ReadResult result = stance::read_corpus(common.inputs, common.read);
  reporter.print(result.diagnostics);
  return result;
}

stance::Analysis analyse(Common& common, const stance::Corpus& corpus, const stance::CompiledLexicon& lexicon) {
  std::uintmax_t bytes = 0;
  for (const stance::Document& document : corpus) bytes += document.text.size();
  Progress progress(bytes, true);
  common.analysis.count_features = stance::CountFeatures::yes;
  common.analysis.features =
      stance::topic_features(common.analysis.language.empty() ? lexicon.lexicon().meta.language : common.analysis.language);
  std::size_t shown = 0;
  common.analysis.progress = [&](std::size_t done) {
    for (; shown < done; ++shown) progress.add(corpus[shown].text.size());
  };
  stance::Analysis analysis = stance::analyze(corpus, lexicon, common.analysis);
  common.analysis.progress = nullptr;
  return analysis;
}

void run(ComparisonOptions& options) {
  Common& common = options.common;
  finish_common(common);
  const stance::CompiledLexicon& lexicon = load_checked(common);
  Reporter reporter;
  stance::ReadResult input = read(common, reporter);
  stance::Analysis analysis = analyse(common, input.corpus, lexicon);
  reporter.print(analysis.diagnostics);
  std::copy_if(input.diagnostics.begin(), input.diagnostics.end(), std::back_inserter(analysis.diagnostics),
               [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
  options.compare.threads = common.analysis.threads;
  options.compare.seed = common.analysis.position.seed;
  options.compare.level = common.analysis.position.level;
  options.compare.clean = common.analysis.clean;
  options.compare.idf = options.idf == "none"     ? stance::IdfSource::none
                        : options.idf == "corpus" ? stance::IdfSource::corpus
                                                  : stance::IdfSource::background;
  options.compare.structure.linkage = linkage_of(options.linkage);
  options.compare.measure = stance::similarity_measure(options.measure);
  const stance::Comparison comparison = stance::compare(input.corpus, analysis, lexicon, options.compare);
  const stance::ReportContext context{lexicon.lexicon(), common.analysis,
                                      options.evidence ? stance::ShowEvidence::yes : stance::ShowEvidence::no};
  if (common.format == "json") {
    stance::write_json(std::cout, context, input.corpus, analysis, comparison);
  } else if (common.format == "jsonl") {
    stance::write_jsonl(std::cout, context, input.corpus, analysis, comparison);
  } else if (common.format == "csv") {
    stance::write_csv(std::cout, comparison);
  } else if (common.format == "md") {
    stance::write_markdown(std::cout, stance::comparison_page(context, input.corpus, analysis, comparison));
  } else {
    std::cout << laid_out(stance::comparison_page(context, input.corpus, analysis, comparison), style_of_output(common.color));
  }
  if (reporter.failed() || analysis.documents.empty()) set_exit(Exit::data_error);
}

}  // namespace

void add_compare(CLI::App& app) {
  auto options = std::make_shared<ComparisonOptions>();
  CLI::App* const command = app.add_subcommand("compare", "How documents relate: topics, stances, and the quotations in which they differ");
  stance::CompareOptions& compare = options->compare;
  add_common(*command, options->common);
  command->add_option("--axes", options->common.analysis.axes, "Keys of the axes; default: all of the lexicon")
      ->delimiter(',')
      ->type_name("KEY");
  command->add_flag("--evidence", options->evidence, "With the passages behind each position, not only the contrasts");
  command->add_option("--quotations", compare.quotations_per_axis, "On each side of a contrast")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command->add_option("--seed", options->common.analysis.position.seed, "Of the random numbers behind the intervals of similarities")
      ->capture_default_str();
  const std::string group = "Comparison";
  command->add_option("--topic-cut", compare.quarters.topic_cut, "Topic similarity of this and more: same topic")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  command->add_option("--stance-cut", compare.quarters.stance_cut, "Stance similarity of this and more: same stance")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  command
      ->add_option("--measure", options->measure,
                   "Of topic similarity: cosine, jaccard, weighted_jaccard, pearson, hellinger_distance, jensen_shannon_divergence or "
                   "jensen_shannon_distance (distances are turned round); --topic-cut is for cosine")
      ->check(CLI::IsMember({"cosine", "jaccard", "weighted_jaccard", "pearson", "hellinger_distance", "jensen_shannon_divergence",
                             "jensen_shannon_distance"}))
      ->type_name("NAME")
      ->capture_default_str()
      ->group(group);
  command->add_option("--terms", compare.terms_per_pair, "Words that make a pair close, and as many that keep it apart")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str()
      ->group(group);
  command
      ->add_option("--idf", options->idf,
                   "What makes a word tell a topic: background (rare in texts at large), corpus (rare in these documents) or none")
      ->check(CLI::IsMember({"background", "corpus", "none"}))
      ->type_name("SOURCE")
      ->capture_default_str()
      ->group(group);
  command->add_option("--full-matrix", compare.full_matrix_limit, "More documents than this: no matrices, each with its neighbours only")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str()
      ->group(group);
  command->add_option("--neighbours", compare.neighbours, "Of each document, beyond that")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->group(group);
  command->add_option("--contrasts", compare.max_contrasts, "At most so many, the most telling first")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str()
      ->group(group);
  add_structure_options(*command, compare.structure, options->linkage);
  command->footer(
      "Examples:\n"
      "  stance compare doctrine-2010.txt doctrine-2023.txt\n"
      "  stance compare platforms/ --format md > comparison.md\n"
      "  stance compare platforms/ --cluster ward --clusters 3\n"
      "  stance compare speeches.jsonl --principal-column country --format json > comparison.json");
  command->callback([options] { run(*options); });
}

}  // namespace program
