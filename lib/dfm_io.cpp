#include "stance/dfm_io.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "detail/dfm_io_text.hpp"

namespace stance {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> bytes_of(const fs::path& path) {
  std::error_code fault;
  std::ifstream in(path, std::ios::binary);
  if (!fs::is_regular_file(path, fault) || !in) return std::nullopt;
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

DfmRead unreadable(const std::string& path) {
  DfmRead read;
  read.diagnostics.push_back({Severity::error, "M101", path, {}, "cannot be read; expected a file", {}});
  return read;
}

fs::path beside(const std::string& path, const char* extension) { return fs::path(path).replace_extension(extension); }

/// Lines of a side file, with LF or CR LF behind each.
std::vector<std::string> names_in(const fs::path& path) {
  std::vector<std::string> names;
  std::string text = bytes_of(path).value_or(std::string());
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string& name = names.emplace_back(text, at, end - at);
    if (name.ends_with('\r')) name.pop_back();
    at = end + 1;
  }
  return names;
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out.flush()) throw Error(fmt::format("'{}' cannot be written", path.string()));
}

template <class Names>
std::string name_lines(const Names& names, const char* what) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[i];
    if (name.find_first_of("\r\n") != std::string_view::npos) {
      throw InvalidArgument(
          fmt::format("names: the name of {} {} holds a line end, which a side file cannot say; expected comments", what, i + 1));
    }
    out.append(name) += '\n';
  }
  return out;
}

template <class Names>
void put_names(std::string& out, const char* key, const Names& names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    fmt::format_to(std::back_inserter(out), "%stance {} {}\n", key, nlohmann::json(std::string(names[i])).dump());
}

}  // namespace

DfmRead parse_matrix_market(std::string_view text, const std::string& file, const DfmReadOptions& options) {
  detail::MatrixText source(file, text);
  return detail::parse_market(source, options, {});
}

DfmRead read_matrix_market(const std::string& path, const DfmReadOptions& options) {
  const std::optional<std::string> bytes = bytes_of(path);
  if (!bytes) return unreadable(path);
  detail::MatrixText source(fs::path(path).filename().string(), *bytes);
  return detail::parse_market(source, options, {names_in(beside(path, ".rows")), names_in(beside(path, ".cols"))});
}

std::string to_matrix_market(const Dfm& dfm, MatrixMarketNames names) {
  if (names == MatrixMarketNames::side_files)
    throw InvalidArgument("names: side files are written by write_matrix_market; expected comments or none");
  const Dfm::Matrix& matrix = dfm.matrix();
  const double* cells = matrix.valuePtr();
  // Up to 2^53 a double holds every whole number, and is printed without an exponent.
  const bool whole = std::all_of(cells, cells + matrix.nonZeros(),
                                 [](double cell) { return cell == std::floor(cell) && std::abs(cell) <= 9007199254740992.0; });
  std::string out = fmt::format("%%MatrixMarket matrix coordinate {} general\n", whole ? "integer" : "real");
  if (names == MatrixMarketNames::comments) {
    fmt::format_to(std::back_inserter(out), "%stance weighting \"{}\"\n", name_of(dfm.weighting()));
    put_names(out, "document", dfm.documents());
    put_names(out, "feature", dfm.features());
  }
  fmt::format_to(std::back_inserter(out), "{} {} {}\n", matrix.rows(), matrix.cols(), matrix.nonZeros());
  for (Dfm::Index row = 0; row < matrix.rows(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      if (whole) {
        fmt::format_to(std::back_inserter(out), "{} {} {}\n", row + 1, cell.col() + 1, static_cast<std::int64_t>(cell.value()));
      } else {
        fmt::format_to(std::back_inserter(out), "{} {} {}\n", row + 1, cell.col() + 1, cell.value());
      }
    }
  }
  return out;
}

void write_matrix_market(const Dfm& dfm, const std::string& path, MatrixMarketNames names) {
  const bool files = names == MatrixMarketNames::side_files;
  if (files) {
    const std::string rows = name_lines(dfm.documents(), "document");
    const std::string columns = name_lines(dfm.features(), "feature");
    write_file(beside(path, ".rows"), rows);
    write_file(beside(path, ".cols"), columns);
  }
  write_file(path, to_matrix_market(dfm, files ? MatrixMarketNames::none : names));
}

DfmRead read_triplets(const std::string& path, const DfmReadOptions& options) {
  const std::optional<std::string> bytes = bytes_of(path);
  return bytes ? parse_triplets(*bytes, fs::path(path).filename().string(), options) : unreadable(path);
}

Dfm dfm_from_triplets(std::vector<std::string> documents, const std::vector<std::string>& features, const std::vector<std::size_t>& rows,
                      const std::vector<std::size_t>& columns, const std::vector<double>& cells, Weighting weighting) {
  if (rows.size() != cells.size() || columns.size() != cells.size()) {
    throw InvalidArgument(fmt::format("triplets: expected lists of one length, got {} rows, {} columns and {} cells", rows.size(),
                                      columns.size(), cells.size()));
  }
  std::vector<detail::Cell> all(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (rows[i] >= documents.size())
      throw InvalidArgument(fmt::format("rows[{}]: expected an index below {}, got {}", i, documents.size(), rows[i]));
    if (columns[i] >= features.size())
      throw InvalidArgument(fmt::format("columns[{}]: expected an index below {}, got {}", i, features.size(), columns[i]));
    all[i] = {rows[i], columns[i], cells[i]};
  }
  Dfm::Matrix matrix;
  (void)detail::fill_matrix(all, documents.size(), features.size(), matrix);
  return Dfm(std::move(matrix), std::move(documents), NameList(features), weighting);
}

}  // namespace stance
