#include "command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>

namespace program {
namespace {

Exit code_at_end = Exit::ok;

const std::map<std::string, bool stance::CleanOptions::*> clean_switches(stance::clean_kinds.begin(), stance::clean_kinds.end());
const std::map<std::string, bool stance::EvidenceOptions::*> rule_switches(stance::evidence_rules.begin(), stance::evidence_rules.end());

template <typename Map>
std::set<std::string> names_of(const Map& map, const std::string& extra = {}) {
  std::set<std::string> names;
  if (!extra.empty()) names.insert(extra);
  for (const auto& entry : map) names.insert(entry.first);
  return names;
}

void add_reading(CLI::App& command, Common& common) {
  const std::string group = "Reading";
  command.add_option("--text-column", common.read.text_field, "Column or key of the text in .csv, .tsv and .jsonl")
      ->capture_default_str()
      ->group(group);
  command.add_option("--id-column", common.read.id_field, "Column or key of the document's id")->capture_default_str()->group(group);
  command.add_option("--principal-column", common.read.principal_field, "Column or key of the principal, for example country")
      ->capture_default_str()
      ->group(group);
  command.add_option("--language-column", common.read.language_field, "Column or key of the language")->capture_default_str()->group(group);
  command.add_option("--csv-delimiter", common.csv_delimiter, "One character; default: comma, a tab for .tsv")->group(group);
  command
      .add_flag_callback(
          "--repair",
          [&common] {
            common.read.invalid_utf8 = stance::InvalidUtf8::repair;
            common.analysis.clean.repair_utf8 = true;
          },
          "Read texts that are not UTF-8 all the same, with U+FFFD for each fault")
      ->group(group);
  command.add_option("--no-clean", common.uncleaned, "Kinds of noise to leave in the text, separated by commas")
      ->delimiter(',')
      ->check(CLI::IsMember(names_of(clean_switches, "all")))
      ->type_name("KIND")
      ->group(group);
}

}  // namespace

void add_inputs(CLI::App& command, Common& common) {
  command.add_option("INPUT", common.inputs, "Files (.txt .md .jsonl .csv .tsv), folders, or - for standard input")
      ->required()
      ->type_name("");
}

void add_level(CLI::App& command, Common& common) {
  command.add_option("--level", common.analysis.position.level, "Of the intervals")->check(CLI::Range(0.01, 0.9999))->capture_default_str();
}

void add_common(CLI::App& command, Common& common) {
  add_inputs(command, common);
  add_analysis(command, common, {"table", "json", "jsonl", "csv", "md"});
}

void add_analysis(CLI::App& command, Common& common, const std::vector<std::string>& formats) {
  command.add_option("--lexicon", common.lexicon, "Name of a bundled pack, or path of a YAML file")->capture_default_str();
  command.add_option("--principal", common.analysis.principal,
                     "Whose policy the texts state, where they do not say: name or ISO code; default: inferred from each text");
  command.add_option("--language", common.analysis.language, "Language of texts that state none; default: the lexicon's");
  add_level(command, common);
  command.add_option("--without", common.rules_off, "Evidence rules to switch off, to see what they do, separated by commas")
      ->delimiter(',')
      ->check(CLI::IsMember(names_of(rule_switches)))
      ->type_name("RULE")
      ->group("Rules");
  add_input_output(command, common, formats);
}

void add_input_output(CLI::App& command, Common& common, const std::vector<std::string>& formats) {
  command
      .add_option("--format", common.format, fmt::format("{} or {}", fmt::join(formats.begin(), formats.end() - 1, ", "), formats.back()))
      ->check(CLI::IsMember(formats))
      ->type_name("FORMAT")
      ->capture_default_str();
  command.add_option("--threads", common.analysis.threads, "0: as many as the machine has; the output is the same")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.add_option("--color", common.color, "auto, always or never; NO_COLOR is respected")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str();
  add_reading(command, common);
}

std::vector<std::string> stop_words_of(const std::string& list, const std::string& language) {
  if (list == "none") return {};
  if (list == "grammar") return stance::grammar_words(language);
  if (list == "topics") return stance::topic_features(language).stop_words;
  std::ifstream in(list);
  if (!in) throw UsageError(fmt::format("--stop-words: expected grammar, topics, none or a file of words; '{}' cannot be read", list));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

void finish_common(Common& common) {
  for (const std::string& name : common.uncleaned) {
    if (name == "all") {
      const bool repair = common.analysis.clean.repair_utf8;
      common.analysis.clean = stance::CleanOptions::none();
      common.analysis.clean.repair_utf8 = repair;
    } else {
      common.analysis.clean.*clean_switches.at(name) = false;
    }
  }
  for (const std::string& name : common.rules_off) common.analysis.evidence.*rule_switches.at(name) = false;
  if (common.csv_delimiter.size() > 1)
    throw UsageError(fmt::format("--csv-delimiter: expected one character, got '{}'", common.csv_delimiter));
  if (!common.csv_delimiter.empty()) common.read.csv_delimiter = common.csv_delimiter.front();
  const std::vector<std::string>& languages = stance::Tokenizer::languages();
  if (!common.analysis.language.empty() && std::find(languages.begin(), languages.end(), common.analysis.language) == languages.end()) {
    throw UsageError(fmt::format("--language: unknown language '{}'; there are {}", common.analysis.language, fmt::join(languages, ", ")));
  }
}

std::uint32_t axis_index(const stance::Lexicon& lexicon, const std::string& key) {
  if (const auto found = lexicon.find_axis(key)) return static_cast<std::uint32_t>(*found);
  std::vector<std::string> keys;
  for (const stance::Axis& axis : lexicon.axes) keys.push_back(axis.key);
  throw UsageError(fmt::format("unknown axis '{}'{}\nThe axes of {} are: {}", key, stance::suggestion(key, keys), lexicon.meta.name,
                               fmt::join(keys, ", ")));
}

std::uint32_t target_index(const stance::Lexicon& lexicon, const std::string& name) {
  if (const auto found = lexicon.find_target(name)) return static_cast<std::uint32_t>(*found);
  std::vector<std::string> known;
  for (const stance::Target& target : lexicon.targets) {
    known.push_back(target.key);
    for (const stance::TargetName& other : target.names) {
      const std::string& text = other.pattern.text;
      if (other.form == stance::NameForm::metonym && text == name)
        throw UsageError(
            fmt::format("{} has no target '{}'; did you mean '{}', for which it stands?", lexicon.meta.name, name, target.key));
      if (other.form == stance::NameForm::name && text.find_first_of("()|*~<>{}[]?!") == std::string::npos) known.push_back(text);
    }
  }
  const std::string guess = stance::suggestion(name, known);
  throw UsageError(fmt::format("{} has no target '{}'{}", lexicon.meta.name, name, guess.empty() ? "; `stance lexicon show --targets` lists those of a pack" : guess));
}

void require_pack(const std::string& name) {
  try {
    static_cast<void>(stance::find_lexicon(name));
  } catch (const stance::Error& fault) { throw UsageError(fault.what()); }
}

const stance::CompiledLexicon& load_checked(const Common& common) {
  require_pack(common.lexicon);
  static const stance::CompiledLexicon* kept = nullptr;
  kept = std::make_unique<const stance::CompiledLexicon>(stance::load_compiled_lexicon(common.lexicon)).release();
  for (const std::string& key : common.analysis.axes) static_cast<void>(axis_index(kept->lexicon(), key));
  if (!common.analysis.principal.empty()) static_cast<void>(target_index(kept->lexicon(), common.analysis.principal));
  return *kept;
}

void Reporter::print(const std::vector<stance::Diagnostic>& diagnostics) {
  for (const stance::Diagnostic& diagnostic : diagnostics) {
    failed_ = failed_ || diagnostic.severity == stance::Severity::error;
    std::cerr << diagnostic.to_string_with_source() << '\n';
  }
}

void add_ngrams(CLI::App& command, stance::DfmOptions& features, const std::string& group) {
  command.add_option("--ngram-min", features.ngram_min, "Shortest n-gram, in words")
      ->check(CLI::Range(1, 16))
      ->capture_default_str()
      ->group(group);
  command.add_option("--ngram-max", features.ngram_max, "Longest n-gram, in words")
      ->check(CLI::Range(1, 16))
      ->capture_default_str()
      ->group(group);
}

void raise_longest(stance::DfmOptions& features) { features.ngram_max = std::max(features.ngram_min, features.ngram_max); }

void check_output() {
  if (!std::cout) throw OutputError("standard output cannot be written");
}

std::string version_text() {
  std::string out = fmt::format("stance {}\n{}\n", stance::version(), stance::unicode_version());
  namespace fs = std::filesystem;
  std::error_code fault;
  std::set<fs::path> packs;
  try {
    for (const fs::directory_entry& entry : fs::directory_iterator(stance::find_lexicon("geopolitics.en").parent_path(), fault)) {
      if (entry.path().extension() == ".yaml") packs.insert(entry.path());
    }
  } catch (const stance::Error& missing) { return out + missing.what(); }
  for (const fs::path& path : packs) {
    const stance::LexiconCheck check = stance::check_lexicon(path.string());
    if (check.lexicon)
      out += fmt::format("lexicon {} {} ({}) {}\n", check.lexicon->meta.name, check.lexicon->meta.version, check.lexicon->hash(),
                         path.string());
  }
  out.pop_back();
  return out;
}

void set_exit(Exit code) { code_at_end = code; }
int exit_code() { return code_at_end; }

}  // namespace program
