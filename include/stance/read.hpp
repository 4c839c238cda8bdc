#pragma once
/// @file read.hpp
/// Reading documents from files, folders and standard input, one at a time, so that a corpus need not fit into memory:
///
///     DocumentReader reader({"speeches/", "party.jsonl"});
///     std::vector<Diagnostic> diagnostics;
///     Document document;
///     while (reader.next(document, diagnostics)) use(document);
///
/// A document that cannot be read becomes a diagnostic and never loses the others. Codes, which are stable:
///
/// | code | what |
/// |---|---|
/// | T101 | no input was given, or the inputs hold no file to read |
/// | T102 | the path does not exist |
/// | T103 | the file or folder cannot be opened or read |
/// | T104 | the file, or the text field of the row, is empty (a warning: there is nothing to score) |
/// | T105 | the file is no plain text: it holds NUL bytes, or begins as web pages, PDF, RTF, XML, JSON, archives or UTF-16 do |
/// | T106 | not UTF-8, with the byte offset (ReadOptions::invalid_utf8 can ask for repair) |
/// | T107 | the row is not a JSON object |
/// | T108 | the row has no text field, or it is not a string; the CSV file has no text column |
/// | T109 | the id of the row is neither a string nor a number, or is empty |
/// | T110 | a document of this id was read before |
/// | T111 | the CSV row has more or fewer fields than the header |
/// | T112 | the CSV file is malformed (a quotation mark that is never closed, a header with a name twice) |
/// | T113 | language or principal of the row is not a string |

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stance/error.hpp"
#include "stance/text.hpp"

namespace stance {

enum class FolderWalk : unsigned char { recursive, top_level };

/// What to do with bytes that are not UTF-8.
enum class InvalidUtf8 : unsigned char {
  report,  ///< T106, and the document is left out
  repair,  ///< rows: U+FFFD for each fault. Text files keep their bytes; CleanOptions::repair_utf8 repairs them when they are cleaned
};

struct ReadOptions {
  std::string text_field = "text";            ///< column or key of .csv, .tsv and .jsonl rows
  std::string id_field = "id";                ///< absent in a row: "<file stem>:<row number>"
  std::string language_field = "language";
  std::string principal_field = "principal";
  std::string default_language;               ///< for documents that state none
  std::string default_principal;
  std::optional<char> csv_delimiter;          ///< unset: tab for .tsv, comma for .csv
  FolderWalk folders = FolderWalk::recursive;
  InvalidUtf8 invalid_utf8 = InvalidUtf8::report;
};

/// Reads the documents of a list of inputs in order.
///
/// An input is a file, a folder, or "-" for standard input. A folder gives its .txt .text .md .markdown .jsonl .ndjson
/// .csv .tsv files (in any case of letters) in the byte order of their paths, the same on every machine; other files in it
/// are skipped, and so are hidden ones and linked folders. A file that is named itself is read whatever its name, as text
/// unless the extension says otherwise. A file that is given twice is read once.
///
/// - Text files: plain text or Markdown. Document::text holds the bytes of the file as they are. The id is the file name without extension; where
///   two inputs share it, the path below the folder that was given, or the path as it was given.
/// - JSON lines: one object per line; blank lines, CRLF and a byte order mark are fine. Memory is proportional to the
///   longest row. Fields other than id, text, language and principal become variables: strings as they are, numbers as
///   they were printed, true and false as words, null not at all, arrays and objects as their JSON.
/// - CSV: RFC 4180 with a header row. Empty cells are no variables.
/// - Standard input: JSON lines when its first character is '{', otherwise one text with the id "stdin".
///
/// Byte spans in results refer to Document::text: the file, or the decoded text field of the row. Document::source is
/// "path", or "path:line" for rows. Not safe for use by two threads at once.
class DocumentReader {
 public:
  explicit DocumentReader(std::vector<std::string> inputs, ReadOptions options = {});
  /// With a stream that stands for standard input. The stream must outlive the reader.
  DocumentReader(std::vector<std::string> inputs, ReadOptions options, std::istream& standard_input);
  ~DocumentReader();
  DocumentReader(DocumentReader&&) noexcept;
  DocumentReader& operator=(DocumentReader&&) noexcept;

  /// Puts the next good document into `document`; appends what went wrong on the way to `diagnostics`.
  /// @return false when there are no more documents; `document` is then empty
  [[nodiscard]] bool next(Document& document, std::vector<Diagnostic>& diagnostics);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

struct ReadResult {
  Corpus corpus;
  std::vector<Diagnostic> diagnostics;
};

/// All documents of the inputs at once.
[[nodiscard]] ReadResult read_corpus(const std::vector<std::string>& inputs, const ReadOptions& options = {});

}  // namespace stance
