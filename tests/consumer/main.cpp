// A program of somebody else, compiled against an installed and then moved copy of the library.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "stance/error.hpp"
#include "stance/version.hpp"

int main() {
  if (stance::version() != STANCE_VERSION) {
    std::puts("the library that is linked is not the one that was compiled for");
    return 1;
  }
  // An exception of the library crosses its border.
  try {
    stance::Diagnostic diagnostic;
    diagnostic.code = "L103";
    diagnostic.message = "a message";
    throw stance::ParseError({diagnostic});
  } catch (const std::exception& error) {
    if (std::string(error.what()) != "error[L103]: a message") return 1;
  }
  if (!std::filesystem::is_directory(LEXICON_FOLDER)) {
    std::puts("no lexicon folder " LEXICON_FOLDER);
    return 1;
  }
  std::printf("stance %s\n", std::string(stance::version()).c_str());
  return 0;
}
