#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "command.hpp"

namespace program {
namespace {

struct CheckOptions {
  std::vector<std::string> files;
  bool strict = false;
};

/// What a good lexicon holds, in one line.
std::string summary(const stance::Lexicon& lexicon) {
  std::size_t patterns = 0;
  for (const stance::Target& target : lexicon.targets) patterns += target.names.size();
  for (const stance::Cue& cue : lexicon.cues) patterns += cue.patterns.size();
  for (const stance::Axis& axis : lexicon.axes) {
    for (const stance::AxisPatterns& set : axis.patterns) patterns += set.patterns.size();
  }
  return fmt::format("{} {} ({}), {} axes, {} targets, {} cue groups, {} patterns, hash {}", lexicon.meta.name, lexicon.meta.version,
                     lexicon.meta.language, lexicon.axes.size(), lexicon.targets.size(), lexicon.cues.size(), patterns, lexicon.hash());
}

/// @return whether the pack is good
bool check(const std::string& file, bool strict) {
  stance::LexiconCheck result;
  try {
    result = stance::check_lexicon(file);
  } catch (const stance::Error& fault) {
    std::cerr << "stance: " << fault.what() << '\n';
    return false;
  }
  Reporter().print(result.diagnostics);
  const auto count = [&](stance::Severity severity) {
    return std::count_if(result.diagnostics.begin(), result.diagnostics.end(),
                         [severity](const stance::Diagnostic& d) { return d.severity == severity; });
  };
  const auto errors = count(stance::Severity::error);
  const auto warnings = count(stance::Severity::warning);
  std::cout << file << ": ";
  if (result.lexicon) std::cout << summary(*result.lexicon) << "; ";
  std::cout << fmt::format("{} error{}, {} warning{}\n", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
  return errors == 0 && result.lexicon.has_value() && (!strict || warnings == 0);
}

}  // namespace

void add_lexicon(CLI::App& app) {
  CLI::App* const command = app.add_subcommand("lexicon", "Work on lexicon packs");
  command->require_subcommand(1);
  auto options = std::make_shared<CheckOptions>();
  CLI::App* const checking = command->add_subcommand("check", "All errors and warnings of lexicon packs, with line and column");
  checking->add_option("FILE", options->files, "Paths, or names of bundled packs")->required()->type_name("");
  checking->add_flag("--strict", options->strict, "Warnings fail, too");
  checking->footer("Examples:\n  stance lexicon check my-pack.yaml\n  stance lexicon check geopolitics.en --strict");
  checking->callback([options] {
    bool good = true;
    for (const std::string& file : options->files) good = check(file, options->strict) && good;
    if (!good) set_exit(Exit::data_error);
  });
  add_lexicon_show(*command);
  add_lexicon_convert(*command);
}

}  // namespace program
