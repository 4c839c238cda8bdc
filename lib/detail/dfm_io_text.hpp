#pragma once
/// What the readers of matrices share: places in a text, faults, cells that become a matrix.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm_io.hpp"

namespace stance::detail {

inline constexpr std::size_t max_matrix_faults = 100;
inline constexpr std::size_t max_matrix_side = 2'147'483'647;  ///< rows, columns and cells are counted in 32 bits

struct Cell {
  std::size_t row = 0;
  std::size_t column = 0;
  double value = 0.0;
};

/// Where the faults of a file go. Lines are found when they are needed.
class MatrixText {
 public:
  MatrixText(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// @throws Stop after max_matrix_faults errors
  void report(Severity severity, const char* code, std::size_t offset, std::string message);
  void error(const char* code, std::size_t offset, std::string message) { report(Severity::error, code, offset, std::move(message)); }
  [[nodiscard]] bool has_errors() const noexcept { return errors_ > 0; }

  struct Stop {};
  std::vector<Diagnostic> diagnostics;

 private:
  std::string file_;
  std::string_view text_;
  std::size_t errors_ = 0;
  std::size_t known_offset_ = 0;  ///< faults come in order: counting of lines goes on where it was
  std::size_t known_line_ = 1;
};

/// Cells in any order as a matrix; those of one place are added in the order in which they stand. @return how many were added to others
std::size_t fill_matrix(const std::vector<Cell>& cells, std::size_t rows, std::size_t columns, Dfm::Matrix& matrix);

/// The weighting that the caller states, else the one of the file, else counts, or `other` where a cell is negative.
[[nodiscard]] Weighting weighting_of(const std::optional<Weighting>& stated, std::string_view in_file, const Dfm::Matrix& matrix);

/// Puts a matrix together; what Dfm refuses is a fault of the file.
[[nodiscard]] DfmRead finish_matrix(MatrixText& text, Dfm::Matrix matrix, std::vector<std::string> documents,
                                    const std::vector<std::string>& features, Weighting weighting);

/// Names of a file and from its neighbours.
struct MatrixNames {
  std::vector<std::string> rows;
  std::vector<std::string> columns;
};
[[nodiscard]] DfmRead parse_market(MatrixText& text, const DfmReadOptions& options, const MatrixNames& beside);

}  // namespace stance::detail
