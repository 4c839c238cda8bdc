// LIWC's .dic and Lexicoder's .lc3: files of lines.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"

namespace stance::detail {
namespace {

constexpr std::string_view blanks = " \t";

/// Whether this is the form in which the LIWC programs of 2015 and later keep their own dictionaries: long runs without a space.
bool looks_encrypted(std::string_view text) {
  const std::string_view sample = text.substr(0, 2000);
  return sample.size() > 200 &&
         static_cast<std::size_t>(std::count_if(sample.begin(), sample.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n'; })) *
                 100 <
             sample.size();
}

class LiwcReader {
 public:
  LiwcReader(DictionaryText& text, Dictionary& dictionary) : text_(text), dictionary_(dictionary), categories_(dictionary) {}

  void run() {
    std::size_t at = 0;
    while (at < text_.n_lines() && trimmed(text_.line(at)).empty()) ++at;
    if (trimmed(text_.line(at)) != "%") {
      text_.error("I103", text_.position(at, 0),
                  looks_encrypted(text_.text())
                      ? "this is a dictionary that only the LIWC program can read (it is encrypted); expected one that was exported as text"
                      : "expected a line with nothing but '%', which opens the list of categories");
      return;
    }
    const std::size_t opened = at++;
    for (; at < text_.n_lines() && trimmed(text_.line(at)) != "%"; ++at) read_category(at);
    if (at >= text_.n_lines()) {
      text_.error("I103", text_.position(opened, 0),
                  "the list of categories that this '%' opens has no end; expected a second line with nothing but '%'");
      return;
    }
    for (++at; at < text_.n_lines(); ++at) read_entry(at);
  }

 private:
  /// An id as it is written; leading zeros mean nothing.
  struct Code {
    int id = 0;
    std::size_t byte = 0;
  };

  void read_category(std::size_t index) {
    const std::string_view line = text_.line(index);
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return;
    int id = 0;
    const auto [end, fault] = std::from_chars(line.data() + begin, line.data() + line.size(), id);
    const auto behind = static_cast<std::size_t>(end - line.data());
    const std::string_view name = trimmed(line.substr(behind));
    if (fault != std::errc() || id < 0 || name.empty() || blanks.find(line[behind]) == std::string_view::npos) {
      text_.error("I103", text_.position(index, begin), "expected the number of a category, a tab and its name");
      return;
    }
    if (const auto known = by_id_.find(id); known != by_id_.end()) {
      text_.error("I106", text_.position(index, begin),
                  fmt::format("category {} is '{}' already", id, dictionary_.categories[known->second].path));
      return;
    }
    // In hierarchical files (LIWC2015) tabs before the number say how deep a category is.
    const auto depth = static_cast<std::size_t>(std::count(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(begin), '\t'));
    while (!open_.empty() && open_.back().first >= depth) open_.pop_back();
    const std::optional<std::size_t> parent = open_.empty() ? std::nullopt : std::optional(open_.back().second);
    const std::size_t category = categories_.add(text_, std::string(name), parent, text_.position(index, begin));
    by_id_.emplace(id, category);
    open_.emplace_back(depth, category);
  }

  void read_entry(std::size_t index) {
    const std::string_view line = text_.line(index);
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return;
    std::size_t codes = line.find('\t', begin);
    if (codes == std::string_view::npos) {  // spaces in place of tabs: the codes begin where only codes follow
      for (codes = line.find(' ', begin); codes != std::string_view::npos && !are_codes(line.substr(codes));
           codes = line.find(' ', codes + 1)) {}
    }
    if (codes == std::string_view::npos || trimmed(line.substr(codes)).empty()) {
      text_.reject("I107", text_.position(index, begin),
                   fmt::format("'{}' is in no category; expected a tab and the numbers of its categories", trimmed(line)));
      return;
    }
    entry_ = word_entry(trimmed(line.substr(begin, codes - begin)), text_.position(index, begin));
    line_ = index;
    at_ = codes;
    while (skip_blanks()) {
      if (read_code()) continue;
      text_.reject("I103", text_.position(line_, at_), fmt::format("'{}': expected the number of a category here", entry_.item.text));
      return;
    }
  }

  static bool are_codes(std::string_view text) {
    return text.find_first_not_of(" \t0123456789") == std::string_view::npos && text.find_first_of("0123456789") != std::string_view::npos;
  }
  [[nodiscard]] std::string_view line() const { return text_.line(line_); }
  bool skip_blanks() {
    at_ = std::min(line().find_first_not_of(blanks, at_), line().size());
    return at_ < line().size();
  }

  bool number(Code& code) {
    code.byte = at_;
    const auto [end, fault] = std::from_chars(line().data() + at_, line().data() + line().size(), code.id);
    if (fault != std::errc() || code.id < 0) return false;
    at_ = static_cast<std::size_t>(end - line().data());
    return true;
  }

  /// 125, or with a condition: (02 134)125/464 after a word of category 2 or 134 it is 125, else 464; <of>131/125 with "of" behind it 131,
  /// else 125.
  bool read_code() {
    DictionaryCondition condition;
    const std::size_t begin = at_;
    bool known = true;
    const bool conditional = line()[at_] == '(' || line()[at_] == '<';
    if (line()[at_] == '(') {
      ++at_;
      while (skip_blanks() && line()[at_] != ')') {
        Code code;
        if (!number(code)) return false;
        const std::optional<std::size_t> category = look_up(code);
        known = known && category.has_value();
        if (category) condition.items.push_back({"#" + dictionary_.categories[*category].path, category});
      }
      if (at_ >= line().size()) return false;
      ++at_;
    } else if (conditional) {
      const std::size_t close = line().find('>', at_);
      if (close == std::string_view::npos) return false;
      condition.side = DictionarySide::behind;
      condition.items.push_back({std::string(trimmed(line().substr(at_ + 1, close - at_ - 1))), std::nullopt});
      at_ = close + 1;
    }
    Code code;
    if (!number(code)) return false;
    Code otherwise;
    const bool has_other = conditional && at_ < line().size() && line()[at_] == '/';
    if (has_other && (++at_, !number(otherwise))) return false;
    if (at_ < line().size() && blanks.find(line()[at_]) == std::string_view::npos && line()[at_] != '(' && line()[at_] != '<') return false;
    if (!conditional) {
      put(code, {});
      return true;
    }
    if (!known || condition.items.empty()) return true;
    text_.report(Severity::warning, "I206", text_.position(line_, begin),
                 fmt::format("'{}' is read as: category {} if {} '{}' stands right {} it{}", entry_.item.text, code.id,
                             condition.items.front().category ? "a word of" : "the word", name_of(condition.items),
                             condition.side == DictionarySide::before ? "before" : "behind",
                             has_other ? fmt::format(", else {}", otherwise.id) : std::string()));
    put(code, {condition});
    condition.excluded = true;
    if (has_other) put(otherwise, {condition});
    return true;
  }

  static std::string name_of(const std::vector<DictionaryItem>& items) {
    std::string out;
    for (const DictionaryItem& item : items) out += (out.empty() ? "" : " or ") + (item.category ? item.text.substr(1) : item.text);
    return out;
  }

  std::optional<std::size_t> look_up(const Code& code) {
    const auto found = by_id_.find(code.id);
    if (found != by_id_.end()) return found->second;
    text_.reject("I104", text_.position(line_, code.byte),
                 fmt::format("'{}': category {} is not defined between the '%' lines", entry_.item.text, code.id));
    return std::nullopt;
  }

  void put(const Code& code, std::vector<DictionaryCondition> conditions) {
    const std::optional<std::size_t> category = look_up(code);
    if (!category) return;
    CategoryEntry& entry = categories_[*category].entries.emplace_back(entry_);
    entry.conditions = std::move(conditions);
  }

  DictionaryText& text_;
  Dictionary& dictionary_;
  CategoryList categories_;
  std::map<int, std::size_t> by_id_;
  std::vector<std::pair<std::size_t, std::size_t>> open_;  ///< depth and number of the categories around the next one
  CategoryEntry entry_;
  std::size_t line_ = 0;
  std::size_t at_ = 0;
};

}  // namespace

void read_liwc(DictionaryText& text, Dictionary& dictionary) { LiwcReader(text, dictionary).run(); }

void read_lexicoder_list(DictionaryText& text, Dictionary& dictionary) {
  CategoryList categories(dictionary);
  std::optional<std::size_t> category;
  for (std::size_t i = 0; i < text.n_lines(); ++i) {
    const std::string_view line = trimmed(text.line(i));
    if (line.empty()) continue;
    const SourcePosition position = text.position(i, static_cast<std::size_t>(line.data() - text.line(i).data()));
    if (line.front() == '+') {
      const std::string_view name = trimmed(line.substr(1));
      if (name.empty()) {
        text.error("I103", position, "a category without a name; expected it behind the '+'");
      } else {
        category = categories.add(text, std::string(name), std::nullopt, position);
      }
    } else if (!category) {
      text.reject("I107", position, fmt::format("'{}' is in no category; expected a line '+NAME' before it", line));
    } else {
      categories[*category].entries.push_back(word_entry(line, position));
    }
  }
}

}  // namespace stance::detail
