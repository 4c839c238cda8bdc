#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>

#include "command.hpp"
#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

struct ScoreOptions {
  Common common;
  std::size_t quotations = 2;
  bool evidence = false;
  bool vectors = false;
};

std::unique_ptr<stance::ScoreWriter> writer_of(const std::string& format, const stance::ReportContext& context) {
  if (format == "json") return stance::json_score_writer(std::cout, context);
  if (format == "jsonl") return stance::jsonl_score_writer(std::cout, context);
  if (format == "csv") return stance::csv_score_writer(std::cout, context);
  return nullptr;
}

void run(ScoreOptions& options) {
  Common& common = options.common;
  finish_common(common);
  if (options.vectors && common.format != "json" && common.format != "jsonl")
    throw UsageError(fmt::format("--vectors: only --format json and jsonl show it, not {}", common.format));
  const stance::CompiledLexicon& lexicon = load_checked(common);
  common.analysis.keep_evidence = options.evidence ? stance::KeepEvidence::yes : stance::KeepEvidence::no;
  const stance::ReportContext context{lexicon.lexicon(), common.analysis,
                                      options.evidence ? stance::ShowEvidence::yes : stance::ShowEvidence::no, options.quotations};
  std::optional<stance::AxisDirections> directions;
  if (options.vectors) {
    directions.emplace(lexicon.lexicon(), stance::load_background(lexicon.lexicon().meta.language));
    common.analysis.directions = &*directions;
  }
  Reporter reporter;
  std::size_t documents = 0;
  if (const std::unique_ptr<stance::ScoreWriter> writer = writer_of(common.format, context)) {
    stream(common, lexicon, reporter, *writer, documents);
  } else {
    stance::ScorePage page(context);
    const std::vector<stance::Diagnostic> faults =
        stream(common, lexicon, reporter, [&](const stance::Document& document, stance::DocumentAnalysis&& result) {
          ++documents;
          page.add(document, result);
        });
    if (common.format == "md") {
      stance::write_markdown(std::cout, page.finish(faults));
    } else {
      std::cout << laid_out(page.finish(faults), style_of_output(common.color));
    }
  }
  if (reporter.failed() || documents == 0) set_exit(Exit::data_error);
}

}  // namespace

void add_score(CLI::App& app) {
  auto options = std::make_shared<ScoreOptions>();
  CLI::App* const command = app.add_subcommand("score", "Where each document stands on every axis and toward every target");
  add_common(*command, options->common);
  command->add_option("--axes", options->common.analysis.axes, "Keys of the axes; default: all of the lexicon")
      ->delimiter(',')
      ->type_name("KEY");
  command->add_flag("--evidence", options->evidence, "With the passages behind each number");
  command->add_flag("--vectors", options->vectors, "With the cosine of each document's words with each axis (json, jsonl): a check beside the positions");
  command->add_option("--quotations", options->quotations, "Of each position, in table, md and csv with --evidence")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  stance score speech.txt --evidence\n"
      "  stance score speeches/ --axes nato_orientation,non_alignment\n"
      "  stance score speeches.jsonl --principal-column country --format jsonl > positions.jsonl\n"
      "  curl -s https://example.org/doctrine.txt | stance score - --principal Georgia");
  command->callback([options] { run(*options); });
}

}  // namespace program
