#include <fmt/format.h>

#include <iostream>
#include <map>
#include <memory>

#include "command.hpp"
#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

struct TrendsCommand {
  Common common;
  stance::TrendsOptions trends;
  std::string tau = "reml";
  std::string interval = "hartung-knapp";
};

/// Reads and analyses; of the documents only what trends need is kept, not their texts.
stance::Analysis analyse(const Common& common, const stance::CompiledLexicon& lexicon, Reporter& reporter, stance::Corpus& corpus) {
  stance::Analysis out;
  out.diagnostics = stream(common, lexicon, reporter, [&](const stance::Document& document, stance::DocumentAnalysis&& result) {
    stance::Document kept = document;
    kept.text.clear();
    corpus.add(std::move(kept));
    out.documents.push_back(std::move(result));
  });
  return out;
}

/// The columns that reading takes for itself are known by what they became.
std::string variable_of(const std::string& column, const stance::ReadOptions& read) {
  if (column == read.principal_field) return "principal";
  return column == read.language_field ? "language" : column;
}

void run(TrendsCommand& options) {
  Common& common = options.common;
  finish_common(common);
  if (options.trends.date.empty() && options.trends.group_by.empty())
    throw UsageError("trends: there is nothing to do without dates and without groups; give --date-column, --group-by, or both");
  const stance::CompiledLexicon& lexicon = load_checked(common);
  if (common.analysis.axes.empty()) {
    for (const stance::Axis& axis : lexicon.lexicon().axes) {
      if (axis.kind == stance::AxisKind::bipolar) common.analysis.axes.push_back(axis.key);
    }
  }
  common.analysis.keep_evidence = stance::KeepEvidence::no;
  Reporter reporter;
  stance::Corpus corpus;
  const stance::Analysis analysis = analyse(common, lexicon, reporter, corpus);
  stance::TrendsOptions asked = options.trends;
  asked.date = variable_of(asked.date, common.read);
  asked.group_by = variable_of(asked.group_by, common.read);
  asked.unit = variable_of(asked.unit, common.read);
  asked.mean.level = common.analysis.position.level;
  asked.mean.tau = options.tau == "dl"   ? stance::TauMethod::der_simonian_laird
                   : options.tau == "pm" ? stance::TauMethod::paule_mandel
                                         : stance::TauMethod::restricted_maximum_likelihood;
  asked.mean.hartung_knapp = options.interval == "hartung-knapp";
  asked.threads = common.analysis.threads;
  const stance::Trends trends = stance::trends(corpus, analysis, lexicon.lexicon(), asked);
  reporter.print(trends.diagnostics);
  const stance::ReportContext context{lexicon.lexicon(), common.analysis};
  const stance::TrendsReport report{context, analysis, asked, trends};
  write_report(report, common.format, common.color, stance::trends_page);
  if (reporter.failed() || analysis.documents.empty()) set_exit(Exit::data_error);
}

void add_series_options(CLI::App& command, TrendsCommand& options) {
  const std::string group = "Time";
  command
      .add_option("--date-column", options.trends.date,
                  "Column, key or variable of the date (2004, 2004-05 or 2004-05-17); default: no time lines")
      ->capture_default_str()
      ->group(group);
  command.add_option("--bandwidth", options.trends.smooth.bandwidth, "Of the line, in years; default: by rule")
      ->check(CLI::PositiveNumber)
      ->group(group);
  command.add_option("--min-times", options.trends.change.min_times, "Dates that a stretch between two changes needs")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str()
      ->group(group);
  command.add_option("--false-alarm", options.trends.change.false_alarm, "Chance to report a change in a series without any")
      ->check(CLI::Range(0.001, 0.5))
      ->capture_default_str()
      ->group(group);
  command.add_option("--permutations", options.trends.change.n_permutations, "Behind that chance")
      ->check(CLI::Range(19, 100'000))
      ->capture_default_str()
      ->group(group);
  command.add_option("--seed", options.trends.change.seed, "Of the random numbers behind them")->capture_default_str()->group(group);
}

void add_group_options(CLI::App& command, TrendsCommand& options) {
  const std::string group = "Groups";
  command
      .add_option("--group-by", options.trends.group_by,
                  "Column, key or variable of the groups, for example party; with dates, each has a time line, too")
      ->type_name("COLUMN")
      ->group(group);
  command
      .add_option("--unit", options.trends.unit,
                  "Column of the authors: their documents in a group are pooled first, since they are not independent")
      ->type_name("COLUMN")
      ->group(group);
  command.add_option("--min-group", options.trends.min_group, "Smaller groups (documents with a position) have no mean")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str()
      ->group(group);
  command.add_option("--tau", options.tau, "Variance between documents: reml, dl (DerSimonian and Laird) or pm (Paule and Mandel)")
      ->check(CLI::IsMember({"reml", "dl", "pm"}))
      ->type_name("METHOD")
      ->capture_default_str()
      ->group(group);
  command.add_option("--interval", options.interval, "Of the means: hartung-knapp, which keeps its level with few documents, or normal")
      ->check(CLI::IsMember({"hartung-knapp", "normal"}))
      ->type_name("METHOD")
      ->capture_default_str()
      ->group(group);
}

}  // namespace

void add_trends(CLI::App& app) {
  auto options = std::make_shared<TrendsCommand>();
  CLI::App* const command = app.add_subcommand("trends", "Positions over time, with their changes, and means by groups");
  options->trends.date = "";
  add_common(*command, options->common);
  command->add_option("--axes", options->common.analysis.axes, "Keys of the axes; default: those with two poles")
      ->delimiter(',')
      ->type_name("KEY");
  add_series_options(*command, *options);
  add_group_options(*command, *options);
  command->footer(
      "Examples:\n"
      "  stance trends speeches.jsonl --date-column year --axes nato_orientation\n"
      "  stance trends platforms.csv --group-by party --format md > parties.md\n"
      "  stance trends speeches.jsonl --principal-column country --date-column year --group-by bloc --unit country --format csv");
  command->callback([options] { run(*options); });
}

}  // namespace program
