#include <iostream>
#include <memory>

#include "command.hpp"
#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

struct ExplainOptions {
  Common common;
  std::string axis;
  std::string target;
};

std::unique_ptr<stance::ScoreWriter> writer_of(const std::string& format, const stance::ReportContext& context, stance::EvidenceKey key) {
  if (format == "json") return stance::json_evidence_writer(std::cout, context, key);
  if (format == "jsonl") return stance::jsonl_evidence_writer(std::cout, context, key);
  if (format == "csv") return stance::csv_evidence_writer(std::cout, context, key);
  return nullptr;
}

stance::EvidenceKey key_of(const ExplainOptions& options, const stance::Lexicon& lexicon) {
  if (!options.axis.empty()) return {stance::EvidenceKey::Kind::axis, axis_index(lexicon, options.axis)};
  return {stance::EvidenceKey::Kind::target, target_index(lexicon, options.target)};
}

void run(ExplainOptions& options) {
  Common& common = options.common;
  finish_common(common);
  if (options.axis.empty() == options.target.empty()) throw UsageError("expected either --axis KEY or --target KEY");
  const stance::CompiledLexicon& lexicon = load_checked(common);
  const stance::EvidenceKey key = key_of(options, lexicon.lexicon());
  if (key.kind == stance::EvidenceKey::Kind::axis) common.analysis.axes = {options.axis};
  const stance::ReportContext context{lexicon.lexicon(), common.analysis, stance::ShowEvidence::yes};
  const TerminalStyle style = style_of_output(common.color);
  Reporter reporter;
  std::size_t documents = 0;
  if (const std::unique_ptr<stance::ScoreWriter> writer = writer_of(common.format, context, key)) {
    stream(common, lexicon, reporter, *writer, documents);
  } else {
    stream(common, lexicon, reporter, [&](const stance::Document& document, stance::DocumentAnalysis&& result) {
      if (documents > 0) std::cout << '\n';
      const stance::Page page = stance::evidence_page(context, key, document, result);
      if (common.format == "md") {
        stance::write_markdown(std::cout, page);
      } else {
        std::cout << laid_out(page, style);
      }
      ++documents;
      check_output();
    });
  }
  if (reporter.failed() || documents == 0) set_exit(Exit::data_error);
}

}  // namespace

void add_explain(CLI::App& app) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* const command = app.add_subcommand(
      "explain", "Key words in context behind one number, with the contribution of each, and what does not count and why");
  add_common(*command, options->common);
  CLI::Option* const axis = command->add_option("--axis", options->axis, "Key of the axis")->type_name("KEY");
  command->add_option("--target", options->target, "Key, name or ISO code of the target")->type_name("KEY")->excludes(axis);
  command->footer(
      "Examples:\n"
      "  stance explain speech.txt --axis nato_orientation\n"
      "  stance explain speeches/ --target Russia --format csv > russia.csv");
  command->callback([options] { run(*options); });
}

}  // namespace program
