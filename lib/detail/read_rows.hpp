#pragma once
/// @file read_rows.hpp
/// Readers for files of many documents, and for text files. Each gives one document at a time.

#include <cstddef>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detail/read_files.hpp"

namespace stance::detail {

/// What a step of a source came to.
enum class Step : unsigned char { document, fault, end };

class DocumentSource {
 public:
  DocumentSource() = default;
  virtual ~DocumentSource() = default;
  DocumentSource(const DocumentSource&) = delete;
  DocumentSource& operator=(const DocumentSource&) = delete;
  /// One document, one row that was faulty (its diagnostics are appended), or the end.
  [[nodiscard]] virtual Step next(Document& document, std::vector<Diagnostic>& diagnostics) = 0;
};

/// `lead`: bytes of the text that were already taken from the stream.
[[nodiscard]] std::unique_ptr<DocumentSource> text_source(std::istream& stream, const InputFile& file, const ReadOptions& options, std::string lead = {});
/// `lines_before`: blank lines that were already taken from the stream.
[[nodiscard]] std::unique_ptr<DocumentSource> json_lines_source(std::istream& stream, const InputFile& file, const ReadOptions& options,
                                                                std::size_t lines_before = 0);
[[nodiscard]] std::unique_ptr<DocumentSource> csv_source(std::istream& stream, const InputFile& file, const ReadOptions& options, char delimiter);

/// A reader of physical lines that knows their numbers. The line feed is part of the line.
class LineReader {
 public:
  explicit LineReader(std::istream& stream, std::size_t lines_before = 0) : stream_(stream), number_(lines_before) {}
  [[nodiscard]] bool next(std::string& line);
  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] bool has_failed() const { return stream_.bad(); }

 private:
  std::istream& stream_;
  std::size_t number_;
};

/// Puts U+FFFD for each fault.
[[nodiscard]] std::string repaired_utf8(std::string_view text);
/// Repairs the row, or reports T106 and returns false.
[[nodiscard]] bool accept_utf8(std::string& row, const InputFile& file, std::size_t line, const ReadOptions& options, std::vector<Diagnostic>& diagnostics);
/// Is there nothing but white space in it?
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace stance::detail
