#include "stance/lexicon_cache.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/streams/bufferstream.hpp>
#include <cereal/archives/binary.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "detail/fingerprint.hpp"
#include "detail/lexicon_archive.hpp"
#include "detail/lexicon_reader.hpp"

namespace stance {
namespace {

namespace fs = std::filesystem;
namespace ipc = boost::interprocess;

constexpr std::size_t most_files = 8;  ///< some ten MB each; packs of many places and versions would pile up
constexpr std::chrono::hours longest_writing(1);
constexpr std::string_view extension = ".pack";

/// Whatever decides what a pack compiles to, besides the files of the pack.
std::string key_of(const std::string& path) {
  std::error_code fault;
  return fmt::format("stance {} {} {} {} {}\n{}\n{}", STANCE_SOURCES_FINGERPRINT, unicode_version(), sizeof(std::size_t), std::endian::native == std::endian::little ? "little" : "big",
                     alignof(std::max_align_t), path, fs::absolute(path, fault).string());
}

std::optional<std::string> bytes_of(const fs::path& file) {
  std::error_code fault;
  const std::uintmax_t size = fs::file_size(file, fault);
  std::ifstream in(file, std::ios::binary);
  if (fault || !in) return std::nullopt;
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return std::nullopt;
  return bytes;
}

/// A plain file that nobody else has written: whoever may write what is read here may do what the program does.
bool is_ours(const fs::path& file) {
  struct stat status {};
  return lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// The files with their bytes, if they are still what they were.
bool unchanged(std::vector<LexiconFile>& files) {
  return std::all_of(files.begin(), files.end(), [](LexiconFile& file) {
    std::optional<std::string> bytes = bytes_of(file.path);
    if (!bytes || detail::hash_of(*bytes) != file.hash) return false;
    file.bytes = std::move(*bytes);
    return true;
  });
}

std::optional<CompiledLexicon> kept(const fs::path& file, const std::string& key) {
  if (!is_ours(file)) return std::nullopt;
  try {
    // Fresh memory costs more than reading, so the file is looked at where it is.
    const ipc::file_mapping mapping(file.c_str(), ipc::read_only);
    const ipc::mapped_region region(mapping, ipc::read_only);
    const std::string_view bytes(static_cast<const char*>(region.get_address()), region.get_size());
    const std::size_t hash_size = detail::hash_of({}).size();
    if (bytes.size() < hash_size || detail::hash_of(bytes.substr(hash_size)) != bytes.substr(0, hash_size)) return std::nullopt;
    ipc::ibufferstream in(bytes.data() + hash_size, bytes.size() - hash_size);
    std::string key_kept;
    std::vector<LexiconFile> files;
    cereal::BinaryInputArchive{in}(key_kept, files);
    if (key_kept != key || !unchanged(files)) return std::nullopt;
    return CompiledLexicon(in, std::move(files));
  } catch (const std::exception&) {  // whatever is wrong with it, it can be made again
    return std::nullopt;
  }
}

/// The last ones written stay, and what another process may be writing just now.
void drop_old(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code fault;       // of one file, which another process may have dropped already
  std::error_code unreadable;  // of the folder
  for (fs::directory_iterator entry(folder, unreadable); entry != fs::directory_iterator(); entry.increment(unreadable)) {
    if (entry->path().extension() == extension) files.emplace_back(entry->last_write_time(fault), entry->path());
    const bool unfinished = entry->path().stem().extension() == extension;  // as keep() names them: its process may have been killed
    if (unfinished && entry->last_write_time(fault) < fs::file_time_type::clock::now() - longest_writing) fs::remove(entry->path(), fault);
  }
  if (files.size() <= most_files) return;
  std::sort(files.begin(), files.end(), std::greater<>());
  for (std::size_t i = most_files; i < files.size(); ++i) fs::remove(files[i].second, fault);
}

/// Other processes may read and write the same file at the same time, so it appears whole or not at all.
void keep(const fs::path& file, const std::string& key, const CompiledLexicon& compiled) {
  std::ostringstream out;
  cereal::BinaryOutputArchive{out}(key, compiled.lexicon().files);
  compiled.save(out);
  const std::string bytes = std::move(out).str();
  std::error_code fault;
  if (fs::create_directories(file.parent_path(), fault)) fs::permissions(file.parent_path(), fs::perms::owner_all, fault);
  std::string temporary = file.string() + ".XXXXXX";
  const int descriptor = mkstemp(temporary.data());
  if (descriptor < 0) return;
  ::close(descriptor);
  std::ofstream written(temporary, std::ios::binary);
  written << detail::hash_of(bytes) << bytes;
  written.close();
  if (written) fs::rename(temporary, file, fault);
  if (!written || fault) {
    fs::remove(temporary, fault);
    return;
  }
  drop_old(file.parent_path());
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

}  // namespace

std::optional<fs::path> lexicon_cache_folder() {
  const std::string named = environment("STANCE_CACHE");
  if (named == "off") return std::nullopt;
  if (!named.empty()) return named;
  if (const fs::path of_system = environment("XDG_CACHE_HOME"); of_system.is_absolute()) return of_system / "stance";
  if (const fs::path home = environment("HOME"); home.is_absolute()) return home / ".cache" / "stance";
  return std::nullopt;
}

CompiledLexicon load_compiled_lexicon(const std::string& name_or_path) {
  const std::string path = find_lexicon(name_or_path).string();
  const std::optional<fs::path> folder = lexicon_cache_folder();
  if (!folder) return CompiledLexicon(load_lexicon(path));
  const std::string key = key_of(path);
  const fs::path file = *folder / (detail::hash_of(key) + std::string(extension));
  if (std::optional<CompiledLexicon> known = kept(file, key)) return std::move(*known);
  CompiledLexicon compiled(load_lexicon(path));
  keep(file, key, compiled);
  return compiled;
}

}  // namespace stance
