// The program `stance`: comparative stance analysis of political texts on the command line.

#include <fcntl.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "command.hpp"

namespace {

/// A closed standard error must not become the number of a file that is opened later; a closed standard output is an error.
bool streams_are_open() {
  if (fcntl(STDERR_FILENO, F_GETFD) == -1) static_cast<void>(open("/dev/null", O_WRONLY));
  return fcntl(STDOUT_FILENO, F_GETFD) != -1;
}

/// CLI11 says that a subcommand is required also where one was given that there is not. @throws UsageError
void check_commands(const CLI::App& app, int argc, char** argv) {
  const CLI::App* at = &app;
  for (int i = 1; i < argc && at->get_require_subcommand_min() > 0 && argv[i][0] != '-'; ++i) {
    std::vector<std::string> names;
    const CLI::App* next = nullptr;
    for (const CLI::App* command : at->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(command->get_name());
      if (command->check_name(argv[i])) next = command;
    }
    if (next == nullptr) {
      std::string known;
      for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
      throw program::UsageError("there is no command '" + std::string(argv[i]) + "'" + stance::suggestion(argv[i], names) + "; expected one of " + known);
    }
    at = next;
  }
}

int run(int argc, char** argv) {
  CLI::App app("Where political texts stand: positions on geopolitical axes, with the words that say so and how sure they are.", "stance");
  app.set_version_flag("--version", program::version_text, "Versions of the library, of ICU and Unicode, and of the lexicon packs");
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  program::add_score(app);
  program::add_compare(app);
  program::add_trends(app);
  program::add_explain(app);
  program::add_keyness(app);
  program::add_validate(app);
  program::add_scale(app);
  program::add_lexicon(app);
  app.footer(
      "Examples:\n"
      "  stance score speech.txt\n"
      "  stance compare doctrine-2010.txt doctrine-2023.txt\n"
      "  stance trends speeches.jsonl --date-column year --axes nato_orientation\n"
      "  stance explain speech.txt --axis nato_orientation\n"
      "  stance keyness doctrine-2010.txt doctrine-2023.txt\n"
      "  stance validate hand_codes.jsonl\n"
      "  stance scale wordscores speeches/ --reference usa=1 --reference russia=-1\n"
      "Exit codes: 0 fine; 1 a document or lexicon is bad (the others are scored); 2 wrong command line.\n"
      "`stance COMMAND --help` has the options of a command.");
  check_commands(app, argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) { return app.exit(fault) == 0 ? program::Exit::ok : program::Exit::usage_error; }
  return program::exit_code();
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    if (!streams_are_open()) {
      std::cerr << "stance: standard output is closed\n";
      return program::Exit::data_error;
    }
    const int code = run(argc, argv);
    std::cout.flush();
    program::check_output();
    return code;
  } catch (const program::UsageError& fault) {
    std::cerr << "stance: " << fault.what() << '\n';
    return program::Exit::usage_error;
  } catch (const stance::ParseError& fault) {
    program::Reporter().print(fault.diagnostics());
  } catch (const stance::InvalidArgument& fault) {
    std::cerr << "stance: " << fault.what() << '\n';
    return program::Exit::usage_error;
  } catch (const std::exception& fault) { std::cerr << "stance: " << fault.what() << '\n'; }
  return program::Exit::data_error;
}
