#include "stance/read.hpp"

#include <tsl/robin_map.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "detail/read_rows.hpp"

namespace stance {

using detail::DocumentSource;
using detail::FileKind;
using detail::InputFile;
using detail::Step;

namespace {

/// The ids that were read, and where. Of an id only its hash of 128 bits is kept, so that a document costs 50 to 100 bytes however long its
/// id and path are: among 10^9 documents two ids share a hash with a probability of 10^-21.
class SeenIds {
 public:
  SeenIds() { places_.max_load_factor(0.8F); }
  struct Place {
    std::uint64_t line = 0;  ///< 0: the document is the whole file
    std::uint32_t file = 0;
  };
  /// @return where the id was read before; nothing when it is new, and then it was read here
  std::optional<Place> add(std::string_view id, Place here) {
    const XXH128_hash_t hash = XXH3_128bits(id.data(), id.size());
    const auto [found, inserted] = places_.try_emplace(Key{hash.low64, hash.high64}, here);
    if (inserted) return std::nullopt;
    return found->second;
  }

 private:
  struct Key {
    std::uint64_t low;
    std::uint64_t high;
    bool operator==(const Key&) const = default;
  };
  struct Low {  // the hash is one already
    std::size_t operator()(const Key& key) const noexcept { return key.low; }
  };
  tsl::robin_map<Key, Place, Low> places_;
};

}  // namespace

class DocumentReader::Impl {
 public:
  Impl(std::vector<std::string> inputs, ReadOptions options, std::istream& standard_input)
      : inputs_(std::move(inputs)), options_(std::move(options)), standard_input_(standard_input) {}

  bool next(Document& document, std::vector<Diagnostic>& diagnostics) {
    if (!is_listed_) files_ = detail::list_files(inputs_, options_, diagnostics);
    is_listed_ = true;
    while (source_ || open_next(diagnostics)) {
      const Step step = source_->next(document, diagnostics);
      if (step == Step::end) source_.reset();
      if (step == Step::document && is_new(document, diagnostics)) return true;
    }
    document = Document();
    return false;
  }

 private:
  /// Opens the next file that can be opened.
  bool open_next(std::vector<Diagnostic>& diagnostics) {
    while (next_file_ < files_.size()) {
      const InputFile& file = files_[next_file_++];
      if (file.kind == FileKind::standard_input) {
        source_ = source_of_standard_input(file);
        return true;
      }
      stream_ = std::ifstream(file.path, std::ios::binary);
      if (stream_.is_open()) {
        source_ = source_of(file);
        return true;
      }
      const std::error_code error(errno, std::generic_category());
      diagnostics.push_back(detail::read_fault("T103", file.name, 0, "cannot be opened: " + error.message()));
    }
    return false;
  }

  std::unique_ptr<DocumentSource> source_of(const InputFile& file) {
    switch (file.kind) {
      case FileKind::json_lines: return detail::json_lines_source(stream_, file, options_);
      case FileKind::csv: return detail::csv_source(stream_, file, options_, options_.csv_delimiter.value_or(','));
      case FileKind::tsv: return detail::csv_source(stream_, file, options_, options_.csv_delimiter.value_or('\t'));
      case FileKind::text:
      case FileKind::standard_input: break;
    }
    return detail::text_source(stream_, file, options_);
  }

  /// JSON lines when the first character is a brace, otherwise one text.
  std::unique_ptr<DocumentSource> source_of_standard_input(const InputFile& file) {
    constexpr std::string_view skipped = " \t\r\n\xEF\xBB\xBF";  // white space, and the bytes of the byte order mark
    std::string lead;
    int next = standard_input_.peek();
    while (next != std::istream::traits_type::eof() && skipped.find(static_cast<char>(next)) != std::string_view::npos) {
      lead += static_cast<char>(standard_input_.get());
      next = standard_input_.peek();
    }
    if (next != '{') return detail::text_source(standard_input_, file, options_, std::move(lead));
    const auto lines_before = std::count(lead.begin(), lead.end(), '\n');
    return detail::json_lines_source(standard_input_, file, options_, static_cast<std::size_t>(lines_before));
  }

  /// Completes the document, unless one of the same id was read before.
  bool is_new(Document& document, std::vector<Diagnostic>& diagnostics) {
    const auto file = static_cast<std::uint32_t>(next_file_ - 1);
    const std::string& name = files_[file].name;
    const std::string_view source = document.source;
    const std::size_t line = source.size() > name.size() + 1 ? std::stoull(std::string(source.substr(name.size() + 1))) : 0;
    if (const std::optional<SeenIds::Place> before = seen_.add(document.id, {line, file})) {
      std::string place = files_[before->file].name;
      if (before->line > 0) place += ':' + std::to_string(before->line);
      diagnostics.push_back(detail::read_fault("T110", name, line, "the id \"" + document.id + "\" was already used by " + place + "; ids must be unique"));
      return false;
    }
    if (document.language.empty()) document.language = options_.default_language;
    if (document.principal.empty()) document.principal = options_.default_principal;
    return true;
  }

  std::vector<std::string> inputs_;
  ReadOptions options_;
  std::istream& standard_input_;
  std::vector<InputFile> files_;
  bool is_listed_ = false;
  std::size_t next_file_ = 0;
  std::ifstream stream_;
  std::unique_ptr<DocumentSource> source_;
  SeenIds seen_;
};

DocumentReader::DocumentReader(std::vector<std::string> inputs, ReadOptions options) : DocumentReader(std::move(inputs), std::move(options), std::cin) {}
DocumentReader::DocumentReader(std::vector<std::string> inputs, ReadOptions options, std::istream& standard_input)
    : impl_(std::make_unique<Impl>(std::move(inputs), std::move(options), standard_input)) {}
DocumentReader::~DocumentReader() = default;
DocumentReader::DocumentReader(DocumentReader&&) noexcept = default;
DocumentReader& DocumentReader::operator=(DocumentReader&&) noexcept = default;

bool DocumentReader::next(Document& document, std::vector<Diagnostic>& diagnostics) { return impl_->next(document, diagnostics); }

ReadResult read_corpus(const std::vector<std::string>& inputs, const ReadOptions& options) {
  ReadResult result;
  DocumentReader reader(inputs, options);
  Document document;
  while (reader.next(document, result.diagnostics)) result.corpus.add(std::move(document));
  return result;
}

}  // namespace stance
