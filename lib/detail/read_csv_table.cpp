#include "detail/read_csv_table.hpp"

#include <csv.h>

#include <algorithm>
#include <deque>
#include <utility>

namespace stance::detail {

/// libcsv behind a queue of rows: it is fed line by line and calls back for each field and row.
class CsvTable::Parser {
 public:
  explicit Parser(char delimiter) : delimiter_(delimiter) { start(); }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

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
    static_cast<Parser*>(self)->row_.fields.emplace_back(static_cast<const char*>(data), size);
  }
  static void on_row(int, void* self) { static_cast<Parser*>(self)->end_row(); }

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

CsvTable::CsvTable(std::istream& stream, std::string file, char delimiter)
    : lines_(stream), parser_(std::make_unique<Parser>(delimiter)), file_(std::move(file)) {}

CsvTable::~CsvTable() = default;

void CsvTable::report(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message) const {
  diagnostics.push_back(read_fault(std::move(code), file_, line, std::move(message)));
}

void CsvTable::give_up(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message) {
  report(diagnostics, std::move(code), line, std::move(message));
  is_broken_ = true;
}

Step CsvTable::read_row(CsvRow& row, std::vector<Diagnostic>& diagnostics) {
  while (!parser_->take(row)) {
    if (is_finished_) return Step::end;
    if (lines_.next(line_)) {
      if (parser_->feed(line_, lines_.number())) continue;
      report(diagnostics, "T112", lines_.number(),
             "a quotation mark inside a field; put the field in quotation marks and double those inside");
      parser_->recover();
      return Step::fault;
    }
    is_finished_ = true;
    if (lines_.has_failed()) {
      give_up(diagnostics, "T103", lines_.number(), "reading failed before the end of the file");
      return Step::fault;
    }
    if (parser_->finish()) continue;
    give_up(diagnostics, "T112", parser_->line_of_open_row(), "a quotation mark is opened in this row and never closed");
    return Step::fault;
  }
  return Step::document;
}

bool CsvTable::read_header(std::vector<Diagnostic>& diagnostics) {
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
  header_line_ = row.line;
  std::vector<std::string> sorted = header_;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) give_up(diagnostics, "T112", row.line, "the column \"" + *twice + "\" stands twice in the header");
  return !is_broken_;
}

Step CsvTable::next(CsvRow& row, std::vector<Diagnostic>& diagnostics) {
  if (is_broken_) return Step::end;
  const Step step = read_row(row, diagnostics);
  if (step != Step::document) return step;
  ++rows_;
  if (row.fields.size() == header_.size()) return step;
  report(diagnostics, "T111", row.line,
         "the row has " + std::to_string(row.fields.size()) + " fields, the header " + std::to_string(header_.size()));
  return Step::fault;
}

}  // namespace stance::detail
