#include "detail/dfm_io_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "detail/text_utf8.hpp"

namespace stance::detail {

void MatrixText::report(Severity severity, const char* code, std::size_t offset, std::string message) {
  offset = std::min(offset, text_.size());
  if (offset < known_offset_) {
    known_offset_ = 0;
    known_line_ = 1;
  }
  const auto begin = text_.begin() + static_cast<std::ptrdiff_t>(known_offset_);
  known_line_ += static_cast<std::size_t>(std::count(begin, text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  known_offset_ = offset;
  const std::size_t before = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
  std::string_view source = text_.substr(line, std::min(text_.find_first_of("\r\n", line), text_.size()) - line);
  const std::size_t column = count_code_points(text_.substr(line, offset - line)) + 1;
  diagnostics.push_back({severity, code, file_, {known_line_, column, offset}, std::move(message), std::string(source.substr(0, 200))});
  if (severity == Severity::error && ++errors_ == max_matrix_faults) {
    diagnostics.push_back({Severity::error,
                           code,
                           file_,
                           {known_line_, column, offset},
                           std::to_string(errors_) + " errors; the rest of the file was not read",
                           {}});
    throw Stop();
  }
}

std::size_t fill_matrix(const std::vector<Cell>& cells, std::size_t rows, std::size_t columns, Dfm::Matrix& matrix) {
  // Two stable counting passes, by column and then by row, put the cells in order without comparing any.
  std::vector<std::size_t> order(cells.size());
  std::vector<std::size_t> sorted(cells.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto pass = [&](std::size_t sides, auto key) {
    std::vector<std::size_t> starts(sides + 1);
    for (const Cell& cell : cells) ++starts[key(cell) + 1];
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    for (const std::size_t i : order) sorted[starts[key(cells[i])]++] = i;
    order.swap(sorted);
  };
  pass(columns, [](const Cell& cell) { return cell.column; });
  pass(rows, [](const Cell& cell) { return cell.row; });
  matrix.resize(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
  matrix.reserve(static_cast<Eigen::Index>(cells.size()));
  std::size_t added = 0;
  std::size_t next = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    matrix.startVec(static_cast<Eigen::Index>(row));
    while (next < order.size() && cells[order[next]].row == row) {
      const std::size_t column = cells[order[next]].column;
      double value = cells[order[next++]].value;
      for (; next < order.size() && cells[order[next]].row == row && cells[order[next]].column == column; ++next, ++added)
        value += cells[order[next]].value;
      matrix.insertBack(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)) = value;
    }
  }
  matrix.finalize();
  return added;
}

Weighting weighting_of(const std::optional<Weighting>& stated, std::string_view in_file, const Dfm::Matrix& matrix) {
  if (stated) return *stated;
  constexpr std::array<Weighting, 5> all = {Weighting::counts, Weighting::proportions, Weighting::presence, Weighting::tf_idf,
                                            Weighting::other};
  for (const Weighting weighting : all) {
    if (name_of(weighting) == in_file) return weighting;
  }
  const double* cells = matrix.valuePtr();
  return std::any_of(cells, cells + matrix.nonZeros(), [](double cell) { return cell < 0.0; }) ? Weighting::other : Weighting::counts;
}

DfmRead finish_matrix(MatrixText& text, Dfm::Matrix matrix, std::vector<std::string> documents, const std::vector<std::string>& features,
                      Weighting weighting) {
  DfmRead read;
  if (!text.has_errors()) {
    try {
      read.dfm.emplace(std::move(matrix), std::move(documents), NameList(features), weighting);
    } catch (const InvalidArgument& fault) { text.error("M106", 0, fault.what()); }
  }
  read.diagnostics = std::move(text.diagnostics);
  std::stable_sort(read.diagnostics.begin(), read.diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.position.offset < b.position.offset; });
  return read;
}

}  // namespace stance::detail
