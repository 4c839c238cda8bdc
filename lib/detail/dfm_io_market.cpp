// Reading Matrix Market. The numbers of the header are believed only as far as the file bears them out.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "detail/dfm_io_text.hpp"
#include "detail/text_utf8.hpp"

namespace stance::detail {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

class MarketReader {
 public:
  MarketReader(MatrixText& text, const DfmReadOptions& options, const MatrixNames& beside)
      : text_(text), all_(text.text()), options_(options), beside_(beside) {}

  DfmRead run() {
    try {
      if (read_header() && read_size()) read_cells();
    } catch (const MatrixText::Stop&) {  // its last message says why
    }
    Dfm::Matrix matrix;
    MatrixNames names;
    if (!text_.has_errors()) choose_names(names);
    if (!text_.has_errors()) {
      const std::size_t added = fill_matrix(cells_, rows_, columns_, matrix);
      if (added > 0)
        text_.report(Severity::warning, "M107", 0,
                     fmt::format("{} cells stand at a place that has one already; they were added, as other programs do", added));
    }
    const Weighting weighting = weighting_of(options_.weighting, weighting_, matrix);
    return finish_matrix(text_, std::move(matrix), std::move(names.rows), names.columns, weighting);
  }

 private:
  /// The next line without its end. @return false at the end of the file
  bool next_line() {
    if (next_ >= all_.size()) return false;
    begin_ = next_;
    const std::size_t end = std::min(all_.find('\n', begin_), all_.size());
    end_ = end;
    next_ = end + 1;
    return true;
  }
  void skip_blanks() {
    while (at_ < end_ && blanks.find(all_[at_]) != std::string_view::npos) ++at_;
  }
  [[nodiscard]] bool at_end() {
    skip_blanks();
    return at_ == end_;
  }
  std::string_view field() {
    skip_blanks();
    const std::size_t from = at_;
    while (at_ < end_ && blanks.find(all_[at_]) == std::string_view::npos) ++at_;
    return all_.substr(from, at_ - from);
  }

  bool fail(const char* code, std::size_t offset, std::string message) {
    text_.error(code, offset, std::move(message));
    return false;
  }

  bool read_header() {
    if (all_.starts_with("\xEF\xBB\xBF")) next_ = 3;
    if (!next_line()) return fail("M101", 0, "the file is empty; expected '%%MatrixMarket matrix coordinate …'");
    at_ = begin_;
    if (lower(field()) != "%%matrixmarket") return fail("M101", begin_, "expected '%%MatrixMarket' at the beginning of the first line");
    const auto expect = [&](std::initializer_list<std::string_view> known, const char* what, std::string& out) {
      skip_blanks();
      const std::size_t place = at_;
      out = lower(field());
      if (std::find(known.begin(), known.end(), out) != known.end()) return true;
      return fail("M101", place, fmt::format("{} '{}'; expected {}", what, out, fmt::join(known, ", ")));
    };
    std::string object;
    std::string layout;
    return expect({"matrix"}, "object", object) && expect({"coordinate"}, "format", layout) &&
           expect({"real", "integer", "pattern"}, "field", field_) && expect({"general", "symmetric"}, "symmetry", symmetry_);
  }

  bool read_size() {
    while (next_line()) {
      at_ = begin_;
      if (at_end()) continue;
      if (all_[at_] == '%') {
        read_comment();
        continue;
      }
      std::size_t n_cells = 0;
      if (!read_whole(rows_, "number of rows", max_matrix_side) || !read_whole(columns_, "number of columns", max_matrix_side) ||
          !read_whole(n_cells, "number of cells", max_matrix_side)) {
        return false;
      }
      if (!at_end()) return fail("M102", at_, "expected the end of the line behind rows, columns and cells");
      if (symmetry_ == "symmetric" && rows_ != columns_)
        return fail("M102", begin_, fmt::format("a symmetric matrix of {} rows and {} columns; expected as many of both", rows_, columns_));
      promised_ = n_cells;
      size_place_ = begin_;
      // A line of a cell has four bytes or more ("1 1" and its end).
      cells_.reserve(std::min(n_cells, (all_.size() - end_) / 4 + 1) * (symmetry_ == "symmetric" ? 2 : 1));
      return true;
    }
    return fail("M102", all_.size(), "the file ends before the line with rows, columns and cells");
  }

  bool read_whole(std::size_t& value, const char* what, std::size_t most) {
    skip_blanks();
    const std::size_t place = at_;
    const std::string_view digits = field();
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty()) return fail("M102", place, fmt::format("the {} is missing", what));
    if (fault != std::errc() || end != digits.data() + digits.size() || value > most) {
      return fail("M102", place, fmt::format("the {} is '{}'; expected a whole number up to {}", what, digits, most));
    }
    return true;
  }

  /// "%stance document "text1"": names and weighting, which other programs skip.
  void read_comment() {
    std::string_view line = all_.substr(at_, end_ - at_);
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.starts_with("%stance ")) return;
    at_ += 8;
    const std::string_view key = field();
    skip_blanks();
    const nlohmann::json value = nlohmann::json::parse(line.substr(std::min(at_ - begin_, line.size())), nullptr, false);
    if (!value.is_string()) {
      text_.error("M103", at_, fmt::format("%stance {}: expected a name in quotation marks, as in JSON", key));
    } else if (key == "document") {
      inside_.rows.push_back(value.get<std::string>());
    } else if (key == "feature") {
      inside_.columns.push_back(value.get<std::string>());
    } else if (key == "weighting") {
      weighting_ = value.get<std::string>();
    } else {
      text_.error("M103", begin_ + 8, fmt::format("unknown key '{}'; expected document, feature or weighting", key));
    }
  }

  void read_cells() {
    std::size_t n_cells = 0;
    while (next_line()) {
      at_ = begin_;
      if (at_end() || all_[at_] == '%') continue;
      ++n_cells;
      if (n_cells == promised_ + 1) text_.error("M105", begin_, fmt::format("more cells than the {} that the file promises", promised_));
      if (n_cells > promised_) continue;
      Cell cell;
      if (!read_index(cell.row, rows_, "row") || !read_index(cell.column, columns_, "column") || !read_value(cell.value)) continue;
      if (!at_end()) {
        text_.error("M104", at_, "expected the end of the line behind the cell");
        continue;
      }
      cells_.push_back(cell);
      if (symmetry_ == "symmetric" && cell.row != cell.column) cells_.push_back({cell.column, cell.row, cell.value});
    }
    if (n_cells < promised_)
      text_.error("M105", size_place_, fmt::format("the file holds {} cells and promises {}; it may be cut off", n_cells, promised_));
  }

  bool read_index(std::size_t& index, std::size_t most, const char* what) {
    skip_blanks();
    const auto [end, fault] = std::from_chars(all_.data() + at_, all_.data() + end_, index);
    const auto behind = static_cast<std::size_t>(end - all_.data());
    const bool whole = fault == std::errc() && behind > at_ && (behind == end_ || blanks.find(all_[behind]) != std::string_view::npos);
    if (!whole || index == 0 || index > most) {
      const std::size_t place = at_;
      return fail("M104", place, fmt::format("the {} is '{}'; expected a number from 1 to {}", what, field(), most));
    }
    --index;
    at_ = behind;
    return true;
  }

  bool read_value(double& value) {
    value = 1.0;
    if (field_ == "pattern") return true;
    skip_blanks();
    const std::size_t place = at_;
    std::string_view digits = field();
    const std::string_view written = digits;
    if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool number = fault == std::errc() && end == digits.data() + digits.size() && std::isfinite(value);
    if (number && (field_ == "real" || value == std::floor(value))) return true;
    return fail("M104", place,
                fmt::format("the cell is '{}'; expected {}", written, field_ == "real" ? "a finite number" : "a whole number"));
  }

  void choose_names(MatrixNames& names) {
    names.rows = choose(options_.documents, inside_.rows, beside_.rows, rows_, "documents", "text");
    names.columns = choose(options_.features, inside_.columns, beside_.columns, columns_, "features", "feat");
  }

  std::vector<std::string> choose(const std::vector<std::string>& given, const std::vector<std::string>& inside,
                                  const std::vector<std::string>& beside, std::size_t n, const char* what, const char* stem) {
    for (const std::vector<std::string>* names : {&given, &inside, &beside}) {
      if (names->empty()) continue;
      if (names->size() != n)
        text_.error("M103", size_place_, fmt::format("{} names of {} for a matrix with {} of them", names->size(), what, n));
      return *names;
    }
    std::vector<std::string> out;
    if (n > max_unnamed) {
      text_.error("M103", size_place_, fmt::format("{} {} without names; expected names for more than {}", n, what, max_unnamed));
      return out;
    }
    if (n > 0)
      text_.report(Severity::note, "M108", size_place_,
                   fmt::format("the file has no names of {}; they are called {}1, {}2, …", what, stem, stem));
    out.reserve(n);
    for (std::size_t i = 1; i <= n; ++i) out.push_back(stem + std::to_string(i));
    return out;
  }

  MatrixText& text_;
  std::string_view all_;
  const DfmReadOptions& options_;
  const MatrixNames& beside_;
  std::size_t begin_ = 0;  ///< of the line
  std::size_t end_ = 0;
  std::size_t next_ = 0;
  std::size_t at_ = 0;
  std::string field_;
  std::string symmetry_;
  std::string weighting_;
  MatrixNames inside_;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t promised_ = 0;
  std::size_t size_place_ = 0;
  std::vector<Cell> cells_;
};

}  // namespace

DfmRead parse_market(MatrixText& text, const DfmReadOptions& options, const MatrixNames& beside) {
  return MarketReader(text, options, beside).run();
}

}  // namespace stance::detail
