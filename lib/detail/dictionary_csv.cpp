// Word lists in CSV files, in the shapes that are about:
//   category,word[,weight]     one row for each word of each category; with or without a header
//   word,score                 words with a valence (AFINN)
//   word,joy,anger,…           a column for each category with 0, 1, a weight or X (NRC, LIWC-22's .dicx)
//   joy,anger,…                a column for each category with its words below
//   word                       one category
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"
#include "detail/lexicon_names.hpp"
#include "detail/read_csv_place.hpp"
#include "detail/read_csv_table.hpp"

namespace stance::detail {
namespace {

constexpr std::array<std::string_view, 9> word_names = {"word", "words", "term", "terms", "token", "entry", "phrase", "pattern", "dicterm"};
constexpr std::array<std::string_view, 10> category_names = {"category", "categories", "key",        "label", "class",
                                                             "topic",    "dimension",  "foundation", "pole",  "sentiment"};
constexpr std::array<std::string_view, 2> weight_names = {"weight", "weights"};
constexpr std::array<std::string_view, 5> value_names = {"score", "value", "valence", "polarity", "sentiment"};

template <std::size_t N>
std::optional<std::size_t> column_named(const std::vector<std::string>& header, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (lower_ascii(trimmed(header[i])) == name) return i;
    }
  }
  return std::nullopt;
}

class WordListReader {
 public:
  WordListReader(DictionaryText& text, Dictionary& dictionary) : text_(text), dictionary_(dictionary), categories_(dictionary) {}

  void run() {
    read_rows();
    if (rows_.empty()) {
      text_.error("I107", {1, 1, 0}, "the file holds no words");
      return;
    }
    const std::vector<std::string> header = rows_.front().fields;
    const std::optional<std::size_t> word = column_named(header, word_names);
    std::optional<std::size_t> category = column_named(header, category_names);
    const std::optional<std::size_t> weight = column_named(header, weight_names);
    std::optional<std::size_t> value = column_named(header, value_names);
    if (category && are_numbers(*category)) category.reset();  // a "sentiment" of numbers is a valence
    if (category == value) value.reset();
    if (!word && !category && !value && is_headless()) {
      text_.report(Severity::note, "I206", {1, 1, 0},
                   "no header with names that are known; the columns are read as category, word and weight");
      read_long(0, 0, 1, header.size() == 3 ? std::optional<std::size_t>(2) : std::nullopt);
    } else if (!word && header.size() == 1) {
      read_single(0, category_of(dictionary_.name));
    } else if (!word && (category || value)) {
      text_.error("I103", text_.position(0, 0), "no column of words in the header; expected one with the name 'word'");
    } else if (!word) {
      text_.report(Severity::note, "I206", {1, 1, 0},
                   "no column named 'word'; the first row is read as categories, with their words below");
      read_columns(header);
    } else if (category) {
      read_long(1, *category, *word, weight ? weight : value);
    } else if (value) {
      read_valence(*word, *value, weight);
    } else if (header.size() == 1) {
      read_single(1, category_of(dictionary_.name));
    } else {
      read_matrix(header, *word);
    }
  }

 private:
  void read_rows() {
    delimiter_ = csv_delimiter_of(text_.line(0));
    std::string bytes;
    for (std::size_t i = 0; i < text_.n_lines(); ++i) bytes.append(text_.line(i)) += '\n';
    std::istringstream stream(bytes);
    CsvTable table(stream, text_.file(), delimiter_);
    std::vector<Diagnostic> faults;
    if (table.read_header(faults)) rows_.push_back({table.header(), table.header_line()});
    for (CsvRow row;;) {
      const std::size_t before = faults.size();
      const Step step = table.next(row, faults);
      if (step == Step::end) break;
      if (step == Step::document) rows_.push_back(std::move(row));
      if (faults.size() > before)
        text_.reject("I103", text_.position(std::max<std::size_t>(faults.back().position.line, 1) - 1, 0), faults.back().message);
    }
    if (rows_.empty() && !faults.empty() && faults.front().severity == Severity::error) {
      text_.error("I103", text_.position(std::max<std::size_t>(faults.front().position.line, 1) - 1, 0), faults.front().message);
      throw DictionaryText::Stop();
    }
  }

  [[nodiscard]] SourcePosition place(const CsvRow& row, std::size_t field) const {
    return text_.position(row.line - 1, csv_field_begin(text_.line(row.line - 1), field, delimiter_));
  }
  [[nodiscard]] bool are_numbers(std::size_t column) const {
    return rows_.size() > 1 && std::all_of(rows_.begin() + 1, rows_.end(),
                                           [&](const CsvRow& row) { return whole_number(trimmed(row.fields[column])).has_value(); });
  }
  /// Rows of category, word and perhaps weight: categories come again, or the third column holds numbers.
  [[nodiscard]] bool is_headless() const {
    const std::size_t columns = rows_.front().fields.size();
    if (columns == 3) return whole_number(trimmed(rows_.front().fields[2])).has_value();
    std::set<std::string> names;
    return columns == 2 && (rows_.size() == 1 || !std::all_of(rows_.begin(), rows_.end(),
                                                              [&](const CsvRow& row) { return names.insert(row.fields[0]).second; }));
  }
  std::size_t category_of(const std::string& name, const SourcePosition& position = {1, 1, 0}) {
    const auto found = std::find_if(dictionary_.categories.begin(), dictionary_.categories.end(),
                                    [&](const DictionaryCategory& c) { return c.path == name; });
    return found == dictionary_.categories.end() ? categories_.add(text_, name, std::nullopt, position)
                                                 : static_cast<std::size_t>(found - dictionary_.categories.begin());
  }

  void put(std::size_t category, const CsvRow& row, std::size_t column, double weight = 1.0, std::optional<double> value = std::nullopt) {
    const std::string_view word = trimmed(row.fields[column]);
    if (word.empty()) {
      text_.reject("I103", place(row, column), "the word is missing");
    } else {
      categories_[category].entries.push_back(word_entry(word, place(row, column), weight));
      categories_[category].entries.back().value = value;
    }
  }

  /// A number of a row; faults are reported.
  std::optional<double> number(const CsvRow& row, std::size_t column, double low, double high) {
    const std::optional<double> value = whole_number(trimmed(row.fields[column]));
    if (value && *value >= low && *value <= high) return value;
    text_.reject("I105", place(row, column),
                 low >= 0.0 ? fmt::format("'{}' is no weight; expected a number from 0 to {}", row.fields[column], high)
                            : fmt::format("'{}' is no number", row.fields[column]));
    return std::nullopt;
  }

  void read_long(std::size_t first_row, std::size_t category, std::size_t word, std::optional<std::size_t> weight) {
    for (std::size_t i = first_row; i < rows_.size(); ++i) {
      const CsvRow& row = rows_[i];
      const std::string name(trimmed(row.fields[category]));
      if (name.empty()) {
        text_.reject("I107", place(row, category), fmt::format("'{}' is in no category", row.fields[word]));
        continue;
      }
      const std::optional<double> given = weight ? number(row, *weight, 0.0, 100.0) : std::optional(1.0);
      if (given) put(category_of(name, place(row, category)), row, word, *given);
    }
  }

  void read_single(std::size_t first_row, std::size_t category) {
    for (std::size_t i = first_row; i < rows_.size(); ++i) put(category, rows_[i], 0);
  }

  void read_valence(std::size_t word, std::size_t value, std::optional<std::size_t> weight) {
    const std::size_t category = category_of(std::string(trimmed(rows_.front().fields[value])), place(rows_.front(), value));
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const std::optional<double> score = number(rows_[i], value, -1e300, 1e300);
      const std::optional<double> given = weight ? number(rows_[i], *weight, 0.0, 100.0) : std::optional(1.0);
      if (score && given) put(category, rows_[i], word, *given, score);
    }
  }

  void read_matrix(const std::vector<std::string>& header, std::size_t word) {
    for (std::size_t column = 0; column < header.size(); ++column) {
      if (column == word) continue;
      const std::string name(trimmed(header[column]));
      if (name.empty()) {
        text_.error("I103", place(rows_.front(), column), "a category without a name");
        continue;
      }
      const std::size_t category = category_of(name, place(rows_.front(), column));
      for (std::size_t i = 1; i < rows_.size(); ++i) {
        const std::string_view cell = trimmed(rows_[i].fields[column]);
        if (cell.empty() || cell == "0") continue;
        const bool is_cross = cell == "X" || cell == "x";
        const std::optional<double> weight = is_cross ? std::optional(1.0) : number(rows_[i], column, 0.0, 100.0);
        if (weight && *weight > 0.0) put(category, rows_[i], word, *weight);
      }
    }
  }

  void read_columns(const std::vector<std::string>& header) {
    for (std::size_t column = 0; column < header.size(); ++column) {
      const std::string name(trimmed(header[column]));
      if (name.empty()) {
        text_.error("I103", place(rows_.front(), column), "a column without a name; expected the category of the words below it");
        continue;
      }
      const std::size_t category = category_of(name, place(rows_.front(), column));
      for (std::size_t i = 1; i < rows_.size(); ++i) {
        if (!trimmed(rows_[i].fields[column]).empty()) put(category, rows_[i], column);
      }
    }
  }

  DictionaryText& text_;
  Dictionary& dictionary_;
  CategoryList categories_;
  std::vector<CsvRow> rows_;
  char delimiter_ = ',';
};

}  // namespace

void read_word_list(DictionaryText& text, Dictionary& dictionary) { WordListReader(text, dictionary).run(); }

}  // namespace stance::detail
