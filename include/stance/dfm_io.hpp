#pragma once
/// @file dfm_io.hpp
/// Document-feature matrices of and for other programs: Matrix Market (R's Matrix, scipy, gensim) and CSV triplets (tidytext,
/// spreadsheets).
///
/// Matrix Market, coordinate format: Boisvert, Pozo & Remington (1996), "The Matrix Market Exchange Formats: Initial Design", NISTIR 5935.
/// Rows are documents, columns features. The format has no names, so they stand in one of two places:
///   side files  counts.rows and counts.cols beside counts.mtx: one name a line, UTF-8. In R:
///                 m <- Matrix::readMM("counts.mtx"); dimnames(m) <- list(readLines("counts.rows"), readLines("counts.cols"))
///   comments    inside the file, which every reader skips: "%stance document "text1"", "%stance feature "peace"", each name a JSON string,
///               in the order of the rows and columns
/// Reading looks for comments first, then for side files. Without either, names are text1, text2, … and feat1, feat2, …, as in quanteda.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/error.hpp"

namespace stance {

inline constexpr std::size_t max_unnamed = 10'000'000;  ///< documents and features of a file without names

enum class MatrixMarketNames : std::uint8_t {
  comments,    ///< in the file itself
  side_files,  ///< .rows and .cols
  none,
};

struct DfmReadOptions {
  std::vector<std::string> documents;  ///< names that the caller has; default: those of the file
  std::vector<std::string> features;
  std::optional<Weighting> weighting;  ///< default: the file's; else counts, or `other` where a cell is negative
};

/// A matrix, when there was no error. Codes: M101 no Matrix Market file of a kind that is read, M102 sizes, M103 names, M104 a cell
/// that cannot be, M105 more or fewer cells than promised, M106 refused by Dfm (a name twice, a negative count), M107 warning: cells added,
/// M108 note: no names, M109 columns or rows of a CSV file, M110 not UTF-8.
struct DfmRead {
  std::optional<Dfm> dfm;
  std::vector<Diagnostic> diagnostics;  ///< with line and column
};

/// Read a Matrix Market file: `coordinate`, `real`, `integer` or `pattern`, `general` or `symmetric` (both halves are filled). Cells that
/// stand twice are added, as in scipy and R, with a warning. O(bytes); the numbers that the header promises claim no memory.
[[nodiscard]] DfmRead read_matrix_market(const std::string& path, const DfmReadOptions& options = {});
/// The same from memory, with names from comments or options.
[[nodiscard]] DfmRead parse_matrix_market(std::string_view text, const std::string& file, const DfmReadOptions& options = {});

/// The matrix as a text: `coordinate integer general` where all cells are whole, else `real` with the shortest digits that read back as the
/// same double. Cells in order of rows, then columns.
/// @throws InvalidArgument for `side_files`, which are files (write_matrix_market)
[[nodiscard]] std::string to_matrix_market(const Dfm& dfm, MatrixMarketNames names = MatrixMarketNames::comments);
/// Write it to a file, and its side files.
/// @throws InvalidArgument for a name with a line end where side files are asked for; Error when a file cannot be written
void write_matrix_market(const Dfm& dfm, const std::string& path, MatrixMarketNames names = MatrixMarketNames::comments);

/// Read a CSV file (comma, semicolon or tab) with the columns document, feature and count, in this order, or in any order below a header
/// that names them (document|doc|doc_id|docname|text, feature|word|term|token, count|n|freq|frequency|value|weight|tf_idf). Without the
/// third column each row counts 1. Documents are in order of first appearance, features in bytewise order. Rows about the same cell are
/// added, with a warning for the first. A count of 0 names a document and a feature and makes no cell.
[[nodiscard]] DfmRead read_triplets(const std::string& path, const DfmReadOptions& options = {});
[[nodiscard]] DfmRead parse_triplets(std::string_view text, const std::string& file, const DfmReadOptions& options = {});

/// The matrix as CSV (RFC 4180): header document,feature,count, then a row for each cell. A document without words gets a row with count 0
/// and the first feature, a feature without documents one with the first document, so that nothing is lost.
/// @throws InvalidArgument for documents without any feature, or features without any document: Matrix Market can say those
[[nodiscard]] std::string to_triplets(const Dfm& dfm);

/// A matrix from its parts.
/// @throws InvalidArgument for lists of different lengths, indices outside of the names, and what the constructor of Dfm refuses
[[nodiscard]] Dfm dfm_from_triplets(std::vector<std::string> documents, const std::vector<std::string>& features,
                                    const std::vector<std::size_t>& rows, const std::vector<std::size_t>& columns,
                                    const std::vector<double>& cells, Weighting weighting = Weighting::counts);

}  // namespace stance
