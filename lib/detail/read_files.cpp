#include "detail/read_files.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace stance::detail {
namespace {

namespace fs = std::filesystem;

std::optional<FileKind> kind_of(const fs::path& path) {
  constexpr std::array<std::pair<std::string_view, FileKind>, 8> kinds = {{{".txt", FileKind::text}, {".text", FileKind::text},
      {".md", FileKind::text}, {".markdown", FileKind::text}, {".jsonl", FileKind::json_lines}, {".ndjson", FileKind::json_lines},
      {".csv", FileKind::csv}, {".tsv", FileKind::tsv}}};
  std::string extension = path.extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  for (const auto& [name, kind] : kinds) {
    if (extension == name) return kind;
  }
  return std::nullopt;
}

/// Collects files, each once, and the longer names that ids fall back on.
class FileList {
 public:
  FileList(const ReadOptions& options, std::vector<Diagnostic>& diagnostics) : options_(options), diagnostics_(diagnostics) {}

  void add_input(const std::string& input) {
    if (input == "-") {
      add({{}, "stdin", "stdin", FileKind::standard_input}, "stdin");
      return;
    }
    std::error_code error;
    const fs::path path(input);
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
      diagnostics_.push_back(read_fault("T102", input, 0, "no such file or folder; check the spelling of the path"));
    } else if (error) {
      diagnostics_.push_back(read_fault("T103", input, 0, "cannot be opened: " + error.message()));
    } else if (fs::is_directory(status)) {
      walk(path, path, input);
    } else {
      add({path, input, path.stem().string(), kind_of(path).value_or(FileKind::text)}, input);
    }
  }

  /// Ids of files that share a name are told apart by their paths.
  std::vector<InputFile> finish() {
    std::unordered_map<std::string, std::size_t> uses;
    for (const InputFile& file : files_) ++uses[file.stem];
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (uses[files_[i].stem] > 1) files_[i].stem = long_names_[i];
    }
    return std::move(files_);
  }

 private:
  void add(InputFile file, std::string long_name) {
    std::error_code error;
    fs::path same = file.kind == FileKind::standard_input ? fs::path("-") : fs::weakly_canonical(file.path, error);
    if (error) same = file.path;
    if (!seen_.insert(same.native()).second) return;
    files_.push_back(std::move(file));
    long_names_.push_back(std::move(long_name));
  }

  void walk(const fs::path& folder, const fs::path& root, const std::string& input) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (entry->path().filename().native().front() != '.') entries.push_back(entry->path());
    }
    if (error) {
      diagnostics_.push_back(read_fault("T103", folder.string(), 0, "the folder cannot be read: " + error.message()));
    }
    std::sort(entries.begin(), entries.end(), [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    for (const fs::path& entry : entries) {
      if (fs::is_directory(entry, error)) {
        // A linked folder may lead back to where we came from.
        const bool enter = options_.folders == FolderWalk::recursive && !fs::is_symlink(entry, error);
        if (enter) walk(entry, root, input);
        continue;
      }
      const std::optional<FileKind> kind = kind_of(entry);
      if (kind) add({entry, entry.string(), entry.stem().string(), *kind}, entry.lexically_relative(root).generic_string());
    }
  }

  const ReadOptions& options_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<InputFile> files_;
  std::vector<std::string> long_names_;
  std::set<std::string> seen_;
};

}  // namespace

Diagnostic read_fault(std::string code, std::string file, std::size_t line, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.file = std::move(file);
  diagnostic.position.line = line;
  diagnostic.message = std::move(message);
  return diagnostic;
}

std::vector<InputFile> list_files(const std::vector<std::string>& inputs, const ReadOptions& options, std::vector<Diagnostic>& diagnostics) {
  const std::size_t known_faults = diagnostics.size();
  FileList list(options, diagnostics);
  for (const std::string& input : inputs) list.add_input(input);
  std::vector<InputFile> files = list.finish();
  if (inputs.empty()) {
    diagnostics.push_back(read_fault("T101", "", 0, "no input; name files or folders, or \"-\" for standard input"));
  } else if (files.empty() && diagnostics.size() == known_faults) {
    diagnostics.push_back(read_fault("T101", inputs.front(), 0,
                                     "holds no file to read; expected .txt, .text, .md, .markdown, .jsonl, .ndjson, .csv or .tsv files, or name a file itself"));
  }
  return files;
}

}  // namespace stance::detail
