// Prints the first folder of the lexicon search path that exists. The test copies it into the moved install tree.
#include <cstdio>
#include <filesystem>

#include "detail/data_path.hpp"

int main() {
  for (const std::filesystem::path& folder : stance::detail::lexicon_search_path()) {
    if (!std::filesystem::is_directory(folder)) continue;
    std::puts(folder.c_str());
    return 0;
  }
  return 1;
}
