#pragma once
/// @file lexicon_cache.hpp
/// Packs, read and compiled once: most of what a short run pays is spent before it looks at its first text.
///
/// What load_compiled_lexicon() has made is kept in a folder of the user, and taken from there the next time if nothing has changed that it was made from:
/// every byte of every file of the pack, the sources of this library, and the version of ICU. A file that is damaged or somebody else's is not used.
/// The results are the same. The folder is named by the environment variable STANCE_CACHE ("off": nothing is kept), else it is "stance" in XDG_CACHE_HOME or
/// in ~/.cache. Nothing is lost with it, and where it cannot be written, nothing is kept.

#include <filesystem>
#include <optional>
#include <string>

#include "stance/evidence.hpp"

namespace stance {

/// The same as CompiledLexicon(load_lexicon(name_or_path)), sooner.
/// @throws as load_lexicon()
[[nodiscard]] CompiledLexicon load_compiled_lexicon(const std::string& name_or_path);

/// The folder of compiled packs, whether it is there or not; nothing where none are kept.
[[nodiscard]] std::optional<std::filesystem::path> lexicon_cache_folder();

}  // namespace stance
