#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "detail/read_csv_table.hpp"

namespace stance::detail {
namespace {

class CsvSource final : public DocumentSource {
 public:
  CsvSource(std::istream& stream, const InputFile& file, const ReadOptions& options, char delimiter)
      : table_(stream, file.name, delimiter), file_(file), options_(options) {}

  Step next(Document& document, std::vector<Diagnostic>& diagnostics) override {
    if (!has_header_ && !read_header(diagnostics)) return Step::fault;
    CsvRow row;
    const Step step = table_.next(row, diagnostics);
    if (step != Step::document) return step;
    return make_document(row, document, diagnostics) ? Step::document : Step::fault;
  }

 private:
  void report(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message) const {
    diagnostics.push_back(read_fault(std::move(code), file_.name, line, std::move(message)));
  }

  bool read_header(std::vector<Diagnostic>& diagnostics) {
    has_header_ = true;
    if (!table_.read_header(diagnostics)) return false;
    const std::vector<std::string>& header = table_.header();
    if (std::find(header.begin(), header.end(), options_.text_field) != header.end()) return true;
    table_.give_up(diagnostics, "T108", table_.header_line(),
                   "no column \"" + options_.text_field + "\" in the header; " + advice(header));
    return false;
  }

  /// Spreadsheets of many countries write semicolons, or tabs, and call it CSV: the header is then one cell.
  static std::string advice(const std::vector<std::string>& header) {
    for (const auto& [mark, name] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}, std::pair{',', "commas"}}) {
      if (header.size() == 1 && header.front().find(mark) != std::string::npos)
        return std::string("its columns seem to be separated by ") + name + "; say so (--csv-delimiter, ReadOptions::csv_delimiter)";
    }
    constexpr std::size_t shown = 12;
    std::string there;
    for (std::size_t i = 0; i < std::min(shown, header.size()); ++i) there += (i == 0 ? "" : ", ") + header[i];
    if (header.size() > shown) there += ", …";
    return "name the column that holds the text (--text-column, ReadOptions::text_field); there are " + there;
  }

  bool make_document(CsvRow& row, Document& document, std::vector<Diagnostic>& diagnostics) const {
    document = Document();
    bool has_id = false;
    const std::vector<std::string>& header = table_.header();
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (!accept_utf8(row.fields[i], file_, row.line, options_, diagnostics)) return false;
      has_id = has_id || header[i] == options_.id_field;
      add_field(document, header[i], std::move(row.fields[i]));
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
    if (!has_id) document.id = file_.stem + ':' + std::to_string(table_.rows());
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

  CsvTable table_;
  const InputFile& file_;
  const ReadOptions& options_;
  bool has_header_ = false;
};

}  // namespace

std::unique_ptr<DocumentSource> csv_source(std::istream& stream, const InputFile& file, const ReadOptions& options, char delimiter) {
  return std::make_unique<CsvSource>(stream, file, options, delimiter);
}

}  // namespace stance::detail
