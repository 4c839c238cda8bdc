#include "detail/data_path.hpp"

#include <link.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "detail/config.hpp"

namespace stance::detail {
namespace {

namespace fs = std::filesystem;

void add_once(std::vector<fs::path>& paths, const fs::path& path) {
  const fs::path normal = path.lexically_normal();
  if (std::find(paths.begin(), paths.end(), normal) == paths.end()) paths.push_back(normal);
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const auto [end, _] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

struct Module {
  std::uintptr_t address = 0;  ///< of something in the module
  std::string file;            ///< empty: the program itself
};

int match_module(dl_phdr_info* info, std::size_t, void* data) {
  auto& module = *static_cast<Module*>(data);
  for (std::size_t i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || module.address < begin || module.address - begin >= segment.p_memsz) continue;
    if (info->dlpi_name != nullptr) module.file = info->dlpi_name;
    return 1;
  }
  return 0;
}

}  // namespace

fs::path code_folder() {
  // The module that holds this very function: the program in a static build, else libstance.so or another module that holds it. dladdr()
  // is no help for the program: it gives argv[0], which may name another file of the current folder.
  static const char anchor = 0;
  Module module{reinterpret_cast<std::uintptr_t>(&anchor), {}};
  dl_iterate_phdr(match_module, &module);
  std::error_code failed;
  const fs::path file = fs::canonical(module.file.empty() ? "/proc/self/exe" : module.file, failed);
  return failed ? fs::path() : file.parent_path();
}

std::vector<fs::path> lexicon_search_path_for(const fs::path& code, const char* environment) {
  std::vector<fs::path> paths;
  if (environment != nullptr) {
    std::string_view rest = environment;
    while (!rest.empty()) {
      const std::size_t colon = rest.find(':');
      const std::string_view part = rest.substr(0, colon);
      if (!part.empty()) add_once(paths, fs::path(part));
      rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
  }
  if (!code.empty()) {
    for (const char* up : {"..", "../..", "."}) add_once(paths, code / up / STANCE_INSTALL_DATADIR_RELATIVE / "lexicons");
    if (is_inside(code, STANCE_BUILD_TREE)) add_once(paths, STANCE_SOURCE_LEXICON_DIR);
  }
  add_once(paths, fs::path(STANCE_INSTALL_DATADIR) / "lexicons");
  return paths;
}

std::vector<fs::path> lexicon_search_path() { return lexicon_search_path_for(code_folder(), std::getenv("STANCE_LEXICON_PATH")); }

}  // namespace stance::detail
