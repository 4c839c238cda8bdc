#pragma once
/// @file read_csv_table.hpp
/// Rows of a CSV file with a header (RFC 4180), whatever they mean.

#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "detail/read_rows.hpp"

namespace stance::detail {

struct CsvRow {
  std::vector<std::string> fields;
  std::size_t line = 0;  ///< where it begins
};

/// Faults of the table go to diagnostics: T103, T104 (no header), T111 (number of fields), T112 (quotation marks, a column twice).
class CsvTable {
 public:
  CsvTable(std::istream& stream, std::string file, char delimiter);
  ~CsvTable();
  CsvTable(const CsvTable&) = delete;
  CsvTable& operator=(const CsvTable&) = delete;
  CsvTable(CsvTable&&) = delete;
  CsvTable& operator=(CsvTable&&) = delete;

  /// The first row. @return false when there is none that can be used; then there are no rows either
  [[nodiscard]] bool read_header(std::vector<Diagnostic>& diagnostics);
  [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }
  [[nodiscard]] std::size_t header_line() const noexcept { return header_line_; }
  /// Rows so far, those with a wrong number of fields too.
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  /// Step::document: a row with as many fields as the header.
  [[nodiscard]] Step next(CsvRow& row, std::vector<Diagnostic>& diagnostics);
  /// Reports, and reads no more.
  void give_up(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message);

 private:
  class Parser;

  Step read_row(CsvRow& row, std::vector<Diagnostic>& diagnostics);
  void report(std::vector<Diagnostic>& diagnostics, std::string code, std::size_t line, std::string message) const;

  LineReader lines_;
  std::unique_ptr<Parser> parser_;
  std::string file_;
  std::string line_;
  std::vector<std::string> header_;
  std::size_t header_line_ = 0;
  std::size_t rows_ = 0;
  bool is_finished_ = false;
  bool is_broken_ = false;
};

}  // namespace stance::detail
