#pragma once
/// @file command.hpp
/// What the subcommands of `stance` share: options, the lexicon, exit codes.

#include <CLI/CLI.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "stance.hpp"

namespace program {

/// Exit codes of the program.
enum Exit : int {
  ok = 0,
  data_error = 1,   ///< a document or lexicon is bad; what is good was scored
  usage_error = 2,  ///< the command line is wrong; nothing was done
};

/// The command line asks for something that there is not.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Standard output took no more bytes.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Options that every command on documents has.
struct Common {
  std::vector<std::string> inputs;
  std::string lexicon = "geopolitics.en";
  std::string format = "table";
  std::string color = "auto";
  std::vector<std::string> uncleaned;  ///< --no-clean
  std::vector<std::string> rules_off;  ///< --without
  std::string csv_delimiter;
  stance::AnalysisOptions analysis;
  stance::ReadOptions read;
};

/// Adds the options to a subcommand.
void add_common(CLI::App& command, Common& common);
/// The documents.
void add_inputs(CLI::App& command, Common& common);
/// --level, of intervals.
void add_level(CLI::App& command, Common& common);
/// Those of add_common without the inputs.
void add_analysis(CLI::App& command, Common& common, const std::vector<std::string>& formats);
/// What add_analysis has for reading texts and writing results, for commands that need no lexicon: --format, --threads, --color, and the columns of tables.
void add_input_output(CLI::App& command, Common& common, const std::vector<std::string>& formats);
/// The list of --stop-words: "grammar", "topics", "none", or a file of words separated by white space. @throws UsageError
[[nodiscard]] std::vector<std::string> stop_words_of(const std::string& list, const std::string& language);
/// Brings the options into the shape that the library wants. @throws UsageError
void finish_common(Common& common);
/// @throws UsageError where there is no pack of this name or path
void require_pack(const std::string& name);
/// Loads the lexicon and checks that axes and principal are in it. It lives as long as the process: to give back its hundred
/// thousand nodes one by one takes longer than scoring a page. @throws UsageError, ParseError
[[nodiscard]] const stance::CompiledLexicon& load_checked(const Common& common);
/// Index of an axis. @throws UsageError with the list and the nearest key
[[nodiscard]] std::uint32_t axis_index(const stance::Lexicon& lexicon, const std::string& key);
/// Index of a target. @throws UsageError with the nearest key
[[nodiscard]] std::uint32_t target_index(const stance::Lexicon& lexicon, const std::string& name);

/// Prints diagnostics to standard error and remembers whether one was an error.
class Reporter {
 public:
  void print(const std::vector<stance::Diagnostic>& diagnostics);
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  bool failed_ = false;
};

/// --ngram-min and --ngram-max.
void add_ngrams(CLI::App& command, stance::DfmOptions& features, const std::string& group);
/// A shortest n-gram alone asks for n-grams of that length.
void raise_longest(stance::DfmOptions& features);

/// Throws OutputError when standard output has failed.
void check_output();

void add_score(CLI::App& app);
void add_compare(CLI::App& app);
void add_trends(CLI::App& app);
void add_explain(CLI::App& app);
void add_keyness(CLI::App& app);
void add_validate(CLI::App& app);
void add_scale(CLI::App& app);
void add_lexicon(CLI::App& app);
// Below `stance lexicon`.
void add_lexicon_show(CLI::App& command);
void add_lexicon_convert(CLI::App& command);

/// For --version: library, ICU and Unicode, lexicon packs.
[[nodiscard]] std::string version_text();

/// Ends main() with this code after the callbacks of the subcommands.
void set_exit(Exit code);
[[nodiscard]] int exit_code();

}  // namespace program
