#pragma once
/// @file data_path.hpp
/// Where the bundled data lies at run time: also when the install tree was moved after it was installed.

#include <filesystem>
#include <vector>

namespace stance::detail {

/// Folder of the program or shared library that this code is part of (symbolic links resolved); empty when the system does not say.
[[nodiscard]] std::filesystem::path code_folder();

/// The search path for a program whose code lies in `code`, with STANCE_LEXICON_PATH set to `environment` (nullptr: not set).
/// For tests; the library calls lexicon_search_path().
[[nodiscard]] std::vector<std::filesystem::path> lexicon_search_path_for(const std::filesystem::path& code, const char* environment);

/// Folders that may hold lexicon packs, best first, each once, whether they exist or not:
///   1. the folders of the environment variable STANCE_LEXICON_PATH (separated by ':'; empty parts are skipped)
///   2. share/stance/lexicons beside the code: <code>/../share/… (bin, lib), <code>/../../share/… (lib/x86_64-linux-gnu) and
///      <code>/share/… (a wheel, a flat folder), so that a moved install tree finds its own data
///   3. the source tree's lexicons/, when the code lies in the build tree (before an older installed copy)
///   4. the folder that the install prefix was configured with
/// A path that the user states comes before all of them; that is the caller's part.
[[nodiscard]] std::vector<std::filesystem::path> lexicon_search_path();

}  // namespace stance::detail
