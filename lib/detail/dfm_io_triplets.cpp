// CSV with a row for each cell.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "detail/dfm_io_text.hpp"
#include "detail/read_csv_place.hpp"
#include "detail/read_csv_table.hpp"
#include "stance/text.hpp"

namespace stance {
namespace {

using detail::Cell;

constexpr std::array<std::string_view, 6> document_names = {"document", "doc", "doc_id", "docname", "text", "document_id"};
constexpr std::array<std::string_view, 5> feature_names = {"feature", "word", "term", "token", "lemma"};
constexpr std::array<std::string_view, 8> count_names = {"count", "n", "freq", "frequency", "value", "weight", "tf_idf", "nn"};

/// A name becomes a number when it first appears.
class Index {
 public:
  std::size_t operator()(std::string name) {
    const auto [place, fresh] = numbers_.emplace(std::move(name), names_.size());
    if (fresh) names_.push_back(&place->first);
    return place->second;
  }
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
  [[nodiscard]] const std::string& operator[](std::size_t i) const { return *names_[i]; }

 private:
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<const std::string*> names_;
};

class TripletReader {
 public:
  TripletReader(detail::MatrixText& text, const DfmReadOptions& options) : text_(text), options_(options) {}

  DfmRead run() {
    std::string_view all = text_.text();
    if (all.starts_with("\xEF\xBB\xBF")) all.remove_prefix(3);
    for (const std::string& name : options_.documents) (void)documents_(name);
    for (const std::string& name : options_.features) (void)features_(name);
    try {
      read(all);
    } catch (const detail::MatrixText::Stop&) {  // its last message says why
    }
    return finish();
  }

 private:
  void read(std::string_view all) {
    delimiter_ = detail::csv_delimiter_of(all.substr(0, all.find('\n')));
    std::istringstream stream{std::string(all)};
    detail::CsvTable table(stream, text_.file(), delimiter_);
    std::vector<Diagnostic> faults;
    if (!table.read_header(faults) && faults.empty()) return;
    if (!table.header().empty() && choose_columns(table.header())) read_row({table.header(), table.header_line()});
    if (text_.has_errors()) return;
    for (detail::CsvRow row;;) {
      faults.clear();
      const detail::Step step = table.next(row, faults);
      if (step == detail::Step::document) read_row(row);
      for (const Diagnostic& fault : faults) text_.error("M109", begin_of(fault.position.line), fault.message);
      if (step == detail::Step::end) break;
    }
  }

  /// Byte at which a line begins. Lines are asked for in ascending order.
  std::size_t begin_of(std::size_t line) {
    if (line < line_) {
      line_ = 1;
      begin_ = 0;
    }
    const std::string_view all = text_.text();
    for (; line_ < line && begin_ < all.size(); ++line_) begin_ = std::min(all.find('\n', begin_), all.size() - 1) + 1;
    return begin_;
  }
  std::size_t place(const detail::CsvRow& row, std::size_t column) {
    const std::size_t begin = begin_of(row.line);
    const std::string_view line = text_.text().substr(begin, std::min(text_.text().find('\n', begin), text_.text().size()) - begin);
    return begin + detail::csv_field_begin(line, column, delimiter_);
  }

  /// @return whether the first row is data
  bool choose_columns(const std::vector<std::string>& header) {
    const auto find = [&](const auto& names) -> std::optional<std::size_t> {
      for (std::size_t i = 0; i < header.size(); ++i) {
        std::string name = header[i];
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
        if (std::find(names.begin(), names.end(), name) != names.end()) return i;
      }
      return std::nullopt;
    };
    const std::optional<std::size_t> document = find(document_names);
    const std::optional<std::size_t> feature = find(feature_names);
    count_ = find(count_names);
    if (document && feature) {
      document_ = *document;
      feature_ = *feature;
      if (!count_ && header.size() > 2) text_.error("M109", 0, "no column of counts in the header; expected 'count'");
      return false;
    }
    if (document || feature || header.size() < 2 || header.size() > 3) {
      text_.error("M109", 0,
                  fmt::format("no column of {} in the header; expected document, feature and count", document ? "features" : "documents"));
      return false;
    }
    count_ = header.size() == 3 ? std::optional<std::size_t>(2) : std::nullopt;
    return true;
  }

  void read_row(const detail::CsvRow& row) {
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      if (find_invalid_utf8(row.fields[i]) != std::string_view::npos) return text_.error("M110", place(row, i), "not UTF-8");
    }
    const std::string& document = row.fields[document_];
    const std::string& feature = row.fields[feature_];
    if (document.empty()) return text_.error("M109", place(row, document_), "the document has no name");
    if (feature.empty()) return text_.error("M109", place(row, feature_), "the feature has no name");
    double value = 1.0;
    if (count_) {
      const std::string& digits = row.fields[*count_];
      const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (fault != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) {
        return text_.error("M104", place(row, *count_), fmt::format("the count is '{}'; expected a finite number", digits));
      }
    }
    Cell cell{documents_(document), features_(feature), value};
    if (!options_.documents.empty() && cell.row >= options_.documents.size())
      return text_.error("M103", place(row, document_), fmt::format("document '{}' is not among those that were given", document));
    if (!options_.features.empty() && cell.column >= options_.features.size())
      return text_.error("M103", place(row, feature_), fmt::format("feature '{}' is not among those that were given", feature));
    if (value != 0.0) cells_.push_back(cell);
    if (cells_.size() > detail::max_matrix_side) text_.error("M102", place(row, 0), "the matrix has too many cells");
  }

  DfmRead finish() {
    std::vector<std::size_t> order(features_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (options_.features.empty())
      std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) { return features_[a] < features_[b]; });
    std::vector<std::size_t> column_of(order.size());
    std::vector<std::string> features;
    for (std::size_t i = 0; i < order.size(); ++i) {
      column_of[order[i]] = i;
      features.push_back(features_[order[i]]);
    }
    for (Cell& cell : cells_) cell.column = column_of[cell.column];
    std::vector<std::string> documents;
    for (std::size_t i = 0; i < documents_.size(); ++i) documents.push_back(documents_[i]);
    Dfm::Matrix matrix;
    const std::size_t added = text_.has_errors() ? 0 : detail::fill_matrix(cells_, documents.size(), features.size(), matrix);
    if (added > 0)
      text_.report(Severity::warning, "M107", 0, fmt::format("{} rows are about a cell that has one already; they were added", added));
    const Weighting weighting = detail::weighting_of(options_.weighting, {}, matrix);
    return detail::finish_matrix(text_, std::move(matrix), std::move(documents), features, weighting);
  }

  detail::MatrixText& text_;
  const DfmReadOptions& options_;
  Index documents_;
  Index features_;
  std::vector<Cell> cells_;
  char delimiter_ = ',';
  std::size_t document_ = 0;
  std::size_t feature_ = 1;
  std::optional<std::size_t> count_ = 2;
  std::size_t line_ = 1;
  std::size_t begin_ = 0;
};

/// RFC 4180.
void put_field(std::string& out, std::string_view text) {
  constexpr std::string_view blanks = " \t";  // readers strip those at the ends of a bare field
  const bool trimmed = text.empty() || (blanks.find(text.front()) == std::string_view::npos && blanks.find(text.back()) == std::string_view::npos);
  if (trimmed && text.find_first_of("\",\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

DfmRead parse_triplets(std::string_view text, const std::string& file, const DfmReadOptions& options) {
  detail::MatrixText source(file, text);
  return TripletReader(source, options).run();
}

std::string to_triplets(const Dfm& dfm) {
  if ((dfm.n_documents() > 0) != (dfm.n_features() > 0)) {
    throw InvalidArgument(fmt::format("to_triplets: expected documents and features, got {} and {}; Matrix Market can say such a matrix",
                                      dfm.n_documents(), dfm.n_features()));
  }
  std::vector<bool> seen(static_cast<std::size_t>(dfm.n_features()), false);
  std::string out = "document,feature,count\n";
  const auto put = [&](Dfm::Index row, std::size_t column, double value) {
    put_field(out, dfm.documents()[static_cast<std::size_t>(row)]);
    out += ',';
    put_field(out, dfm.features()[column]);
    fmt::format_to(std::back_inserter(out), ",{}\n", value);
  };
  for (Dfm::Index row = 0; row < dfm.n_documents(); ++row) {
    bool empty = true;
    for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), row); cell; ++cell) {
      empty = false;
      seen[static_cast<std::size_t>(cell.col())] = true;
      put(row, static_cast<std::size_t>(cell.col()), cell.value());
    }
    if (empty) put(row, 0, 0.0);
  }
  for (std::size_t column = 0; column < seen.size(); ++column) {
    if (!seen[column]) put(0, column, 0.0);
  }
  return out;
}

}  // namespace stance
