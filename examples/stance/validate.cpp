#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <memory>
#include <optional>

#include "command.hpp"
#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

struct ValidateOptions {
  Common common;
  stance::ValidationOptions validation;
  std::vector<std::string> documents;
  bool in_context = false;
  std::string resample = "auto";
  std::size_t errors = 20;
  std::optional<double> min_f1;
  std::string groups;
  std::vector<std::string> questions;
  std::vector<std::string> measures;
  std::string where;
  stance::GroupOptions group;
};

/// A document that was scored for the groups.
using Positions = std::vector<stance::DocumentPositions>;

void add_faults(std::vector<stance::Diagnostic>& faults, const std::vector<stance::Diagnostic>& found) {
  std::copy_if(found.begin(), found.end(), std::back_inserter(faults),
               [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
}

stance::Validation validate_codes(ValidateOptions& options, const stance::CompiledLexicon& lexicon, Reporter& reporter,
                                  std::vector<stance::Diagnostic>& faults) {
  const stance::HandCodes codes = stance::read_hand_codes(options.common.inputs, lexicon.lexicon(), options.common.read);
  reporter.print(codes.diagnostics);
  add_faults(faults, codes.diagnostics);
  stance::ReadResult documents;
  if (!options.documents.empty()) documents = stance::read_corpus(options.documents, options.common.read);
  reporter.print(documents.diagnostics);
  add_faults(faults, documents.diagnostics);
  options.validation.score_from = options.in_context ? stance::ScoreFrom::context : stance::ScoreFrom::own_text;
  options.validation.resample_by = options.resample == "rows"        ? stance::ResampleBy::rows
                                   : options.resample == "documents" ? stance::ResampleBy::documents
                                                                     : stance::ResampleBy::automatic;
  stance::Validation validation = stance::validate(codes, documents.corpus, lexicon, options.validation);
  reporter.print(validation.diagnostics);
  add_faults(faults, validation.diagnostics);
  return validation;
}

stance::GroupOptions group_options(const ValidateOptions& options, const stance::GroupTable& table, const stance::Lexicon& lexicon) {
  stance::GroupOptions out = options.group;
  for (const std::string& measure : options.measures) out.measures.push_back(stance::parse_measure(measure, lexicon));
  for (const std::string& question : options.questions) out.questions.push_back(stance::parse_question(question, table, lexicon));
  if (!options.where.empty()) out.where = stance::parse_conditions(options.where, table);
  out.replicates = options.validation.replicates;
  out.seed = options.common.analysis.position.seed;
  out.level = options.common.analysis.position.level;
  return out;
}

stance::GroupValidation validate_groups(ValidateOptions& options, const stance::CompiledLexicon& lexicon, Reporter& reporter,
                                        std::vector<stance::Diagnostic>& faults) {
  if (options.documents.empty()) throw UsageError("--groups: name the documents with --documents");
  const stance::GroupTable table = stance::read_group_table(options.groups, options.common.read);
  reporter.print(table.diagnostics);
  add_faults(faults, table.diagnostics);
  if (table.columns.empty()) throw UsageError(fmt::format("--groups: {} holds no table", options.groups));
  const stance::GroupOptions group = group_options(options, table, lexicon.lexicon());
  Common common = options.common;
  common.inputs = options.documents;
  common.analysis.axes.clear();
  common.analysis.keep_evidence = stance::KeepEvidence::no;
  Positions positions;
  add_faults(faults, stream(common, lexicon, reporter, [&](const stance::Document& /*document*/, stance::DocumentAnalysis&& result) {
               positions.push_back(stance::positions_of(result, lexicon.lexicon()));
             }));
  return stance::validate_groups(positions, table, lexicon.lexicon(), group);
}

void print(const ValidateOptions& options, const stance::ReportContext& context, const stance::ValidationReport& report) {
  if (options.common.format == "json") {
    stance::write_json(std::cout, context, report);
  } else if (options.common.format == "md") {
    stance::write_markdown(std::cout, stance::validation_page(context, report));
  } else {
    std::cout << laid_out(stance::validation_page(context, report), style_of_output(options.common.color));
  }
  check_output();
}

void run(ValidateOptions& options) {
  Common& common = options.common;
  finish_common(common);
  if (common.inputs.empty() && options.groups.empty()) throw UsageError("expected files of hand codes, or --groups FILE with --documents");
  if (options.groups.empty() && (!options.questions.empty() || !options.measures.empty()))
    throw UsageError("--auc and --measure need --groups FILE");
  if (common.inputs.empty() && options.min_f1) throw UsageError("--min-f1 needs hand codes");
  if (options.in_context && options.documents.empty()) throw UsageError("--in-context: name the documents with --documents");
  const stance::CompiledLexicon& lexicon = load_checked(common);
  options.validation.analysis = common.analysis;
  Reporter reporter;
  std::vector<stance::Diagnostic> faults;
  std::optional<stance::Validation> codes;
  std::optional<stance::GroupValidation> groups;
  if (!common.inputs.empty()) codes = validate_codes(options, lexicon, reporter, faults);
  if (!options.groups.empty()) groups = validate_groups(options, lexicon, reporter, faults);
  const stance::ReportContext context{lexicon.lexicon(), options.validation.analysis, stance::ShowEvidence::yes};
  print(options, context, {options.validation, codes ? &*codes : nullptr, groups ? &*groups : nullptr, faults, options.errors});
  const bool nothing = (codes && codes->units.empty()) || (groups && groups->n == 0);
  if (reporter.failed() || nothing) set_exit(Exit::data_error);
  if (!options.min_f1 || (codes->headline.value && *codes->headline.value >= *options.min_f1)) return;
  std::cerr << fmt::format("stance: the headline macro-F1 is {}, asked were {:g}\n",
                           codes->headline.value ? fmt::format("{:.3f}", *codes->headline.value) : "undefined", *options.min_f1);
  set_exit(Exit::data_error);
}

void add_hand_code_options(CLI::App& command, ValidateOptions& options) {
  const std::string group = "Hand codes";
  stance::ValidationOptions& validation = options.validation;
  command.add_option("--axes", validation.axes, "Keys of the axes whose labels are used; default: all")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("KEY")
      ->group(group);
  command.add_option("--targets", validation.targets, "The same for targets")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("KEY")
      ->group(group);
  command.add_option("--threshold", validation.threshold, "A score below this in size is class 0")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  command.add_flag("--in-context", options.in_context, "Score rows with a span from their documents, and not from their own text")
      ->group(group);
  command.add_option("--by", validation.by, "Fields of the rows to make tables by; default: tags,genre,group")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FIELD")
      ->group(group);
  command.add_option("--errors", options.errors, "So many of the errors, the most costly first, with their evidence")
      ->capture_default_str()
      ->group(group);
  command.add_option("--sample", validation.sample, "So many errors drawn at random, by --seed")->capture_default_str()->group(group);
  command.add_flag("--ablate", validation.ablate, "What each evidence rule earns")->group(group);
  command.add_option("--min-f1", options.min_f1, "Exit with 1 when the headline is lower")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("F1")
      ->group(group);
  command.add_option("--resample", options.resample, "What the bootstrap draws: rows, documents, or auto (documents from 20 on)")
      ->check(CLI::IsMember({"auto", "rows", "documents"}))
      ->type_name("WHAT")
      ->capture_default_str()
      ->group(group);
  command.add_option("--seed", options.common.analysis.position.seed, "Of the bootstrap and of --sample")->capture_default_str();
  command.add_option("--replicates", validation.replicates, "Of the bootstrap")->check(CLI::Range(0, 100'000))->capture_default_str();
}

void add_group_options(CLI::App& command, ValidateOptions& options) {
  const std::string group = "Groups of documents";
  command
      .add_option("--documents", options.documents,
                  "Files and folders that rows point to, and whose groups are compared; may be given several times")
      ->allow_extra_args(false)
      ->type_name("PATH")
      ->group(group);
  command.add_option("--groups", options.groups, "CSV with the documents' ids and columns of 0/1, numbers or names")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option("--measure", options.measures,
                  "Axis, or axes with + and -, as in \"nato_orientation - non_alignment\"; default: each bipolar axis")
      ->allow_extra_args(false)
      ->type_name("AXES")
      ->group(group);
  command.add_option("--columns", options.group.columns, "Columns to compare with; default: all of 0/1 or numbers")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("COLUMN")
      ->group(group);
  command
      .add_option("--auc", options.questions,
                  "\"AXES: GROUP / GROUP\", a group being COLUMN, COLUMN=VALUE|VALUE or COLUMN!=VALUE joined by &; without the second "
                  "group: all others")
      ->allow_extra_args(false)
      ->type_name("QUESTION")
      ->group(group);
  command.add_option("--where", options.where, "Only documents of this group")->type_name("GROUP")->group(group);
  command.add_option("--within", options.group.within, "Column, for example of regions: AUC inside of each, too")
      ->type_name("COLUMN")
      ->group(group);
  command.add_option("--mean-by", options.group.mean_by, "Column, for example of countries: correlations of its means, too")
      ->type_name("COLUMN")
      ->group(group);
  command.add_option("--min-group", options.group.min_group, "Documents that such a mean needs")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str()
      ->group(group);
  command.add_option("--cluster", options.group.cluster, "Column whose values the bootstrap draws whole; default: documents one by one")
      ->type_name("COLUMN")
      ->group(group);
}

}  // namespace

void add_validate(CLI::App& app) {
  auto options = std::make_shared<ValidateOptions>();
  options->validation.by = {"tags", "genre", "group"};
  CLI::App* const command =
      app.add_subcommand("validate", "How far the positions can be trusted: against hand codes and against groups of documents");
  command
      ->add_option("CODES", options->common.inputs,
                   "Hand codes: .jsonl and .csv files, folders of them, or - for JSON lines on standard input")
      ->type_name("");
  add_analysis(*command, options->common, {"table", "json", "md"});
  add_hand_code_options(*command, *options);
  add_group_options(*command, *options);
  command->footer(
      "Hand codes, one JSON object on each line:\n"
      "  {\"id\": \"s1\", \"text\": \"We shall join NATO.\", \"principal\": \"GEO\", \"axes\": {\"nato_orientation\": 1}, \"targets\": "
      "{\"NATO\": 1}}\n"
      "or \"document\", \"start\" and \"end\" (code points) with --documents; \"coder\", \"tags\", \"counts\": false (must move nothing). "
      "Values: -1, 0, 1, or positions\n"
      "between them. CSV: the same columns, labels as axis:KEY and target:KEY, or one label in each row with key and value.\n"
      "Examples:\n"
      "  stance validate coded.jsonl\n"
      "  stance validate coded.csv second_coder.csv --sample 20 --seed 7 --format md > validation.md\n"
      "  stance validate --documents speeches.jsonl --groups members.csv --principal-column country --auc \"nato_orientation - "
      "non_alignment: is_nato / is_nam\"");
  command->callback([options] { run(*options); });
}

}  // namespace program
