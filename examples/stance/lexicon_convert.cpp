// stance lexicon convert: dictionaries of other programs to packs, and packs to quanteda.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "command.hpp"

namespace program {
namespace {

struct ConvertOptions {
  std::string input;
  std::string from;
  std::string to = "stance";
  std::string output;
  std::vector<std::string> axes;  ///< --axis, --negative and --positive: the first of each belong together, and so on
  std::vector<std::string> negative;
  std::vector<std::string> positive;
  bool strict = false;
  bool quiet = false;
  stance::DictionaryOptions reading;
  stance::ImportOptions importing;
};

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out(1);
  for (const char c : list) {
    if (c == ',') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

void choose_axes(ConvertOptions& options) {
  if (options.negative.size() != options.positive.size()) {
    throw UsageError(
        fmt::format("each axis has a --negative and a --positive: got {} and {}", options.negative.size(), options.positive.size()));
  }
  if (options.axes.size() > options.negative.size()) throw UsageError("--axis names an axis that has a --negative and a --positive");
  for (std::size_t i = 0; i < options.negative.size(); ++i) {
    stance::DictionaryAxis& axis = options.importing.axes.emplace_back();
    if (i < options.axes.size()) axis.key = options.axes[i];
    axis.negative = split(options.negative[i]);
    axis.positive = split(options.positive[i]);
  }
}

/// Packs are YAML as quanteda's dictionaries are; only packs have a key "meta" at the top.
bool is_pack(const ConvertOptions& options) {
  if (!options.from.empty()) return options.from == "stance";
  if (!std::filesystem::is_regular_file(options.input)) return true;  // a name of a bundled pack, perhaps
  const std::string extension = std::filesystem::path(options.input).extension().string();
  if (extension != ".yaml" && extension != ".yml") return false;
  std::ifstream in(options.input, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.starts_with("meta:") || line.starts_with("include:")) return true;
  }
  return false;
}

/// Diagnostics of converting are results: notes and warnings are shown, too, unless --quiet.
void report(const ConvertOptions& options, const std::vector<stance::Diagnostic>& diagnostics) {
  std::vector<stance::Diagnostic> shown;
  std::copy_if(diagnostics.begin(), diagnostics.end(), std::back_inserter(shown),
               [&](const stance::Diagnostic& d) { return !options.quiet || d.severity == stance::Severity::error; });
  Reporter reporter;
  reporter.print(shown);
  if (reporter.failed()) set_exit(Exit::data_error);
}

void put(const ConvertOptions& options, const std::string& text) {
  if (options.output.empty() || options.output == "-") {
    std::cout << text;
    check_output();
    return;
  }
  std::ofstream out(options.output, std::ios::binary | std::ios::trunc);
  out << text;
  if (!out.flush()) throw OutputError(fmt::format("'{}' cannot be written", options.output));
}

void finish(const ConvertOptions& options, std::size_t lost) {
  if (options.strict && lost > 0) set_exit(Exit::data_error);
}

void export_pack(const ConvertOptions& options, const stance::Lexicon& lexicon) {
  const stance::ExportedDictionary exported = stance::export_quanteda(lexicon);
  report(options, exported.diagnostics);
  put(options, exported.yaml);
  const stance::ExportCounts& counts = exported.counts;
  std::cerr << fmt::format("{}: {} patterns of the axes: {} exact, {} changed, {} left out; {} phrases written\n", options.input,
                           counts.patterns, counts.exact, counts.changed, counts.left_out, counts.values);
  finish(options, exported.diagnostics.size());
}

void convert_pack(const ConvertOptions& options) {
  if (!options.importing.axes.empty())
    throw UsageError("--negative and --positive are for dictionaries of other programs; a pack has axes");
  require_pack(options.input);
  const stance::LexiconCheck check = stance::check_lexicon(options.input);
  if (!check.lexicon) return report(options, check.diagnostics);
  if (options.to == "quanteda") return export_pack(options, *check.lexicon);
  put(options, stance::to_yaml(*check.lexicon));
}

void convert_dictionary(const ConvertOptions& options) {
  const stance::DictionaryRead read = stance::read_dictionary(options.input, options.reading);
  const stance::ImportedLexicon imported = stance::import_dictionary(read, options.importing);
  report(options, imported.diagnostics);
  const stance::ImportCounts& counts = imported.counts;
  if (imported.lexicon) {
    if (options.to == "quanteda") {
      export_pack(options, *imported.lexicon);
    } else {
      put(options, imported.yaml);
    }
  }
  if (read.dictionary) {
    std::cerr << fmt::format(
        "{}: {} ({}), {} categories, {} entries: {} exact, {} changed, {} left out, {} unused; {} axes, {} patterns ({} stood there "
        "already)\n",
        options.input, stance::name_of(read.dictionary->format), read.dictionary->encoding, counts.categories, counts.entries, counts.exact,
        counts.changed, counts.left_out, counts.unused, counts.axes, counts.patterns, counts.merged);
  }
  finish(options, counts.changed + counts.left_out);
}

void convert(ConvertOptions options) {
  choose_axes(options);
  const bool pack = is_pack(options);
  if (!pack && !options.from.empty()) options.reading.format = stance::parse_dictionary_format(options.from);
  if (pack) {
    convert_pack(options);
  } else {
    convert_dictionary(options);
  }
}

}  // namespace

void add_lexicon_convert(CLI::App& command) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* const convert_command = command.add_subcommand(
      "convert", "Dictionaries of quanteda, LIWC, Lexicoder, Yoshikoder, WordStat and CSV to packs, and packs to quanteda");
  convert_command->add_option("IN", options->input, "File, or name of a bundled pack")->required()->type_name("");
  convert_command
      ->add_option("--from", options->from,
                   "stance, quanteda, liwc, lexicoder, yoshikoder, wordstat or csv; default: by the file's name and what is in it")
      ->check(CLI::IsMember({"stance", "quanteda", "liwc", "lexicoder", "yoshikoder", "wordstat", "csv"}))
      ->type_name("FORMAT");
  convert_command->add_option("--to", options->to, "stance or quanteda")
      ->check(CLI::IsMember({"stance", "quanteda"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  convert_command->add_option("-o,--output", options->output, "File to write; default: standard output")->type_name("OUT");
  const std::string axes = "Axes (default: each category is an intensity)";
  convert_command
      ->add_option("--negative", options->negative, "Category, or several separated by commas, at the - pole; may be given several times")
      ->allow_extra_args(false)
      ->type_name("CAT")
      ->group(axes);
  convert_command->add_option("--positive", options->positive, "Its counterpart at the + pole")
      ->allow_extra_args(false)
      ->type_name("CAT")
      ->group(axes);
  convert_command->add_option("--axis", options->axes, "Key of the axis; default: the names of both poles")
      ->allow_extra_args(false)
      ->type_name("KEY")
      ->group(axes);
  convert_command->add_option("--scale", options->importing.scale, "Of intensities: weighted records per 1,000 words at 1 - 1/e")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str()
      ->group(axes);
  const std::string reading = "Reading";
  convert_command
      ->add_option("--encoding", options->reading.encoding,
                   "Of the file, such as latin1 or windows-1254; default: byte order mark, UTF-8, else windows-1252")
      ->type_name("NAME")
      ->group(reading);
  convert_command->add_option("--separator", options->reading.separator, "Between the words of a phrase, if it is not a space")
      ->type_name("TEXT")
      ->group(reading);
  convert_command->add_flag("--lenient", options->reading.lenient, "Leave out entries with faults, and use the rest")->group(reading);
  convert_command->add_flag("--keep-case", options->importing.keep_case, "Capitals in the dictionary ask for capitals in the text")
      ->group(reading);
  const std::string meta = "The pack";
  convert_command->add_option("--name", options->importing.name, "Default: the dictionary's")->group(meta);
  convert_command->add_option("--pack-version", options->importing.version, "Its version")->capture_default_str()->group(meta);
  convert_command->add_option("--language", options->importing.language, "az, en, ru or tr: how letters are folded")
      ->check(CLI::IsMember(stance::Tokenizer::languages()))
      ->type_name("LANGUAGE")
      ->capture_default_str()
      ->group(meta);
  convert_command->add_option("--licence", options->importing.licence, "Of the dictionary")->group(meta);
  convert_command->add_flag("--strict", options->strict, "Exit with 1 when something was changed or left out");
  convert_command->add_flag("--quiet", options->quiet, "Show errors only, and the counts");
  convert_command->footer(
      "What cannot be carried over is reported with line, column and reason (I2xx: changed, I3xx: left out, I4xx: lost to quanteda).\n"
      "Exit codes: 0 converted, 1 the file has faults (or --strict), 2 wrong call.\n\n"
      "Examples:\n"
      "  stance lexicon convert laver-garry.cat --negative ECONOMY/+STATE+ --positive ECONOMY/-STATE- --axis economy -o economy.yaml\n"
      "  stance lexicon convert mfd.dic --negative HarmVice --positive HarmVirtue --negative FairnessVice --positive FairnessVirtue -o "
      "mfd.yaml\n"
      "  stance lexicon convert old.ykd --encoding latin1 --strict -o old.yaml\n"
      "  stance lexicon convert geopolitics.en --to quanteda -o geopolitics.yml");
  convert_command->callback([options] { convert(*options); });
}

}  // namespace program
