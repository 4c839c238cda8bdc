#include <csv.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "detail/read_rows.hpp"

namespace stance::detail {
namespace {

struct CsvRow {
  std::vector<std::string> fields;
  std::size_t line = 0;  ///< where it begins
};

/// libcsv behind a queue of rows: it is fed line by line and calls back for each field and row.
class CsvParser {
 public:
  explicit CsvParser(char delimiter) : delimiter_(delimiter) { start(); }
  ~CsvParser() { csv_free(&parser_); }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;

  [[nodiscard]] bool feed(const std::string& line, std::size_t number) {
    if (!is_inside_) row_.line = number;
    number_ = number;
    const std::size_t eaten = csv_parse(&parser_, line.data(), line.size(), on_field, on_row, this);
    is_inside_ = is_inside_ || !is_blank(line);
    if (row_ended_) is_inside_ = false;
    row_ended_ = false;
    return eaten == line.size();
  }
  /// Forgets the row that could not be parsed; the next line starts a new one.
  void recover() {
    csv_free(&parser_);
    start();
    row_ = CsvRow();
    is_inside_ = false;
  }
  [[nodiscard]] bool finish() { return csv_fini(&parser_, on_field, on_row, this) == 0; }
  [[nodiscard]] bool take(CsvRow& row) {
    if (rows_.empty()) return false;
    row = std::move(rows_.front());
    rows_.pop_front();
    return true;
  }
  [[nodiscard]] std::size_t line_of_open_row() const noexcept { return row_.line; }

 private:
  static void on_field(void* data, std::size_t size, void* self) {
    static_cast<CsvParser*>(self)->row_.fields.emplace_back(static_cast<const char*>(data), size);
  }
  static void on_row(int, void* self) { static_cast<CsvParser*>(self)->end_row(); }

  void start() {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
  }

  void end_row() {
    rows_.push_back(std::move(row_));
    row_ = CsvRow{{}, number_ + 1};
    row_ended_ = true;
  }

  char delimiter_;
  csv_parser parser_{};
  CsvRow row_;
  std::deque<CsvRow> rows_;
  std::size_t number_ = 0;
  bool is_inside_ = false;
  bool row_ended_ = false;
};

class CsvSource final : public DocumentSource {
 public:
  CsvSource(std::istream& stream, const InputFile& file, const ReadOptions& options, char delimiter)
      : lines_(stream), parser_(delimiter), file_(file), options_(options) {}

  Step next(Document& document, std::vector<Diagnostic>& diagnostics) override {
    if (is_broken_) return Step::end;
    if (header_.empty() && !read_header(diagnostics)) return Step::fault;
    CsvRow row;
    const Step step = read_row(row, diagnostics);
    if (step != Step::document) return step;
    ++row_number_;
    return make_document(row, document, diagnostics) ? Step::document : Step::fault;
  }

 private:
  void report(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message) const {
    diagnostics.push_back(read_fault(std::move(code), file_.name, line, std::move(message)));
  }

  void give_up(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message) {
    report(diagnostics, std::move(code), line, std::move(message));
    is_broken_ = true;
  }

  /// Step::document: a row was read.
  Step read_row(CsvRow& row, std::vector<Diagnostic>& diagnostics) {
    while (!parser_.take(row)) {
      if (is_finished_) return Step::end;
      if (lines_.next(line_)) {
        if (parser_.feed(line_, lines_.number())) continue;
        report(diagnostics, "T112", lines_.number(), "a quotation mark inside a field; put the field in quotation marks and double those inside");
        parser_.recover();
        return Step::fault;
      }
      is_finished_ = true;
      if (lines_.has_failed()) {
        give_up(diagnostics, "T103", lines_.number(), "reading failed before the end of the file");
        return Step::fault;
      }
      if (parser_.finish()) continue;
      give_up(diagnostics, "T112", parser_.line_of_open_row(), "a quotation mark is opened in this row and never closed");
      return Step::fault;
    }
    return Step::document;
  }

  bool read_header(std::vector<Diagnostic>& diagnostics) {
    CsvRow row;
    const Step step = read_row(row, diagnostics);
    if (step != Step::document) {
      is_broken_ = true;
      if (step == Step::fault) return false;
      report(diagnostics, "T104", 0, "the file is empty");
      diagnostics.back().severity = Severity::warning;
      return false;
    }
    header_ = std::move(row.fields);
    std::vector<std::string> sorted = header_;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) {
      give_up(diagnostics, "T112", row.line, "the column \"" + *twice + "\" stands twice in the header");
    } else if (std::find(header_.begin(), header_.end(), options_.text_field) == header_.end()) {
      give_up(diagnostics, "T108", row.line, "no column \"" + options_.text_field + "\" in the header; name the column that holds the text, or check the delimiter");
    }
    return !is_broken_;
  }

  bool make_document(CsvRow& row, Document& document, std::vector<Diagnostic>& diagnostics) const {
    if (row.fields.size() != header_.size()) {
      report(diagnostics, "T111", row.line, "the row has " + std::to_string(row.fields.size()) + " fields, the header " + std::to_string(header_.size()));
      return false;
    }
    document = Document();
    bool has_id = false;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (!accept_utf8(row.fields[i], file_, row.line, options_, diagnostics)) return false;
      has_id = has_id || header_[i] == options_.id_field;
      add_field(document, header_[i], std::move(row.fields[i]));
    }
    if (is_blank(document.text)) {
      report(diagnostics, "T104", row.line, "the text is empty");
      diagnostics.back().severity = Severity::warning;
      return false;
    }
    if (has_id && document.id.empty()) {
      report(diagnostics, "T109", row.line, "the id is empty");
      return false;
    }
    if (!has_id) document.id = file_.stem + ':' + std::to_string(row_number_);
    document.source = file_.name + ':' + std::to_string(row.line);
    return true;
  }

  void add_field(Document& document, const std::string& column, std::string content) const {
    if (column == options_.text_field) document.text = std::move(content);
    else if (column == options_.id_field) document.id = std::move(content);
    else if (column == options_.language_field) document.language = std::move(content);
    else if (column == options_.principal_field) document.principal = std::move(content);
    else if (!content.empty()) document.variables[column] = std::move(content);
  }

  LineReader lines_;
  CsvParser parser_;
  const InputFile& file_;
  const ReadOptions& options_;
  std::string line_;
  std::vector<std::string> header_;
  std::size_t row_number_ = 0;
  bool is_finished_ = false;
  bool is_broken_ = false;
};

}  // namespace

std::unique_ptr<DocumentSource> csv_source(std::istream& stream, const InputFile& file, const ReadOptions& options, char delimiter) {
  return std::make_unique<CsvSource>(stream, file, options, delimiter);
}

}  // namespace stance::detail
