// WordStat's .cat: an indented tree. A line that ends with a weight in brackets is an entry, any other a category:
//     POSITIVE
//     	GOOD* (1)
//     	@WELL [#POSITIVE NOT AFTER #NEGATIONS /S 3] (0.5)
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"
#include "detail/lexicon_names.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t tab_width = 8;

/// A rule as it stands, until all categories are known.
struct Rule {
  std::size_t category = 0;
  std::size_t line = 0;
  std::size_t begin = 0;  ///< of the text between the square brackets, in bytes of the line
  std::size_t end = 0;
  double weight = 1.0;
  SourcePosition position;
};

/// A word of a rule.
struct Piece {
  std::string_view text;
  std::size_t begin = 0;
};

enum class Scope : std::uint8_t { sentence, paragraph, document };

class WordstatReader {
 public:
  WordstatReader(DictionaryText& text, Dictionary& dictionary) : text_(text), dictionary_(dictionary), categories_(dictionary) {}

  void run() {
    for (std::size_t i = 0; i < text_.n_lines(); ++i) read_line(i);
    for (const Rule& rule : rules_) read_rule(rule);
  }

 private:
  void read_line(std::size_t index) {
    const std::string_view line = text_.line(index);
    std::size_t begin = 0;
    std::size_t width = 0;
    for (; begin < line.size() && (line[begin] == ' ' || line[begin] == '\t'); ++begin)
      width = line[begin] == ' ' ? width + 1 : (width / tab_width + 1) * tab_width;
    const std::string_view content = trimmed(line.substr(begin));
    if (content.empty()) return;
    while (!open_.empty() && open_.back().first >= width) open_.pop_back();
    const std::optional<std::size_t> parent = open_.empty() ? std::nullopt : std::optional(open_.back().second);
    const SourcePosition position = text_.position(index, begin);
    const std::size_t bracket = content.back() == ')' ? content.rfind('(') : std::string_view::npos;
    const std::optional<double> weight =
        bracket == std::string_view::npos ? std::nullopt : whole_number(content.substr(bracket + 1, content.size() - bracket - 2));
    const bool is_rule = content.front() == '@' && content.find('[') != std::string_view::npos;
    if (!weight && !is_rule) {
      if (open_.size() >= max_category_depth) {
        text_.error("I103", position, fmt::format("categories are nested more than {} deep", max_category_depth));
        return;
      }
      open_.emplace_back(width, categories_.add(text_, std::string(content), parent, position));
      return;
    }
    const std::string_view entry = trimmed(weight ? content.substr(0, bracket) : content);
    if (weight && (*weight < 0.0 || *weight > 100.0)) {
      text_.reject("I105", text_.position(index, begin + bracket),
                   fmt::format("'{}': the weight is {}; expected a number from 0 to 100", entry, *weight));
    } else if (!parent) {
      text_.reject("I107", position, fmt::format("'{}' is in no category; expected it indented below one", entry));
    } else if (entry.empty()) {
      text_.reject("I103", position, "a weight without a word before it");
    } else if (is_rule) {
      const std::size_t open = line.find('[', begin);
      const std::size_t close = line.rfind(']');
      if (close == std::string_view::npos || close < open) {
        text_.reject("I103", text_.position(index, open), "a rule whose '[' is never closed");
      } else {
        rules_.push_back({*parent, index, open + 1, close, weight.value_or(1.0), position});
      }
    } else {
      categories_[*parent].entries.push_back(word_entry(words(entry), position, *weight));
    }
  }

  /// Phrases are written with underscores.
  static std::string words(std::string_view text) {
    std::string out(text);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
  }

  // ---- Rules: ITEM ([AND] [NOT] NEAR|AFTER|BEFORE ITEM [/S|/P|/D|/C [N]])+

  static bool is_operator(std::string_view text) {
    constexpr std::array<std::string_view, 6> operators = {"NEAR", "AFTER", "BEFORE", "NOT", "AND", "OR"};
    return std::find(operators.begin(), operators.end(), text) != operators.end();
  }

  [[nodiscard]] bool more() const { return next_ < pieces_.size(); }
  [[nodiscard]] std::string_view piece() const { return more() ? pieces_[next_].text : std::string_view(); }
  bool take(std::string_view text) {
    if (piece() != text) return false;
    ++next_;
    return true;
  }
  [[nodiscard]] SourcePosition here() const { return text_.position(rule_->line, more() ? pieces_[next_].begin : rule_->end); }
  bool refuse(const char* code, const SourcePosition& position, std::string message) {
    if (code == std::string_view("I303")) {
      text_.leave_out(code, position, std::move(message));
    } else {
      text_.reject(code, position, std::move(message));
    }
    return false;
  }

  void read_rule(const Rule& rule) {
    rule_ = &rule;
    pieces_.clear();
    next_ = 0;
    const std::string_view line = text_.line(rule.line);
    for (std::size_t at = rule.begin; at < rule.end;) {
      at = std::min(line.find_first_not_of(" \t", at), rule.end);
      const std::size_t end = std::min(line.find_first_of(" \t", at), rule.end);
      if (end > at) pieces_.push_back({line.substr(at, end - at), at});
      at = end;
    }
    CategoryEntry entry;
    entry.weight = rule.weight;
    entry.position = rule.position;
    if (!read_item(entry.item)) return;
    while (more()) {
      DictionaryCondition condition;
      if (!read_condition(condition)) return;
      entry.conditions.push_back(std::move(condition));
    }
    categories_[rule.category].entries.push_back(std::move(entry));
  }

  bool read_condition(DictionaryCondition& condition) {
    if (piece() == "OR") return refuse("I303", here(), "a rule with OR; write each alternative as a rule of its own");
    (void)take("AND");
    condition.excluded = take("NOT");
    if (take("NEAR")) {
      condition.side = DictionarySide::near;
    } else if (take("AFTER")) {
      condition.side = DictionarySide::before;  // A AFTER B: B stands before A
    } else if (take("BEFORE")) {
      condition.side = DictionarySide::behind;
    } else {
      return refuse("I303", here(),
                    fmt::format("'{}' in a rule; of WordStat's operators NEAR, AFTER and BEFORE can be carried over, with NOT", piece()));
    }
    DictionaryItem item;
    if (!read_item(item)) return false;
    condition.items.push_back(std::move(item));
    return read_scope(condition);
  }

  bool read_item(DictionaryItem& item) {
    const SourcePosition begin = here();
    while (more() && !is_operator(piece()) && !piece().starts_with('/')) {
      item.text += (item.text.empty() ? "" : " ") + std::string(piece());
      ++next_;
    }
    if (item.text.empty()) return refuse("I103", begin, "expected a word or a #CATEGORY here");
    if (item.text.front() == '@') return refuse("I303", begin, fmt::format("'{}': a rule that is made of another rule", item.text));
    if (item.text.find_first_of("()[]\"") != std::string::npos)
      return refuse("I303", begin, fmt::format("'{}': brackets or quotation marks in a rule", item.text));
    if (item.text.front() != '#') {
      item.text = words(item.text);
      return true;
    }
    item.category = look_up(item.text.substr(1), begin);
    return item.category.has_value();
  }

  /// A category by name; blanks may be written as underscores.
  std::optional<std::size_t> look_up(const std::string& name, const SourcePosition& position) {
    const auto plain = [](std::string_view text) { return words(lower_ascii(text)); };
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < dictionary_.categories.size(); ++i) {
      const DictionaryCategory& category = dictionary_.categories[i];
      if (plain(category.name) == plain(name) || plain(category.path) == plain(name)) found.push_back(i);
    }
    if (found.size() == 1) return found.front();
    std::vector<std::string> known;
    for (const DictionaryCategory& category : dictionary_.categories) known.push_back(category.name);
    refuse("I104", position,
           found.empty() ? fmt::format("category '{}' is not defined{}", name, suggestion(name, known))
                         : fmt::format("category '{}' could be {} or {}", name, dictionary_.categories[found[0]].path,
                                       dictionary_.categories[found[1]].path));
    return std::nullopt;
  }

  bool read_scope(DictionaryCondition& condition) {
    condition.distance = 0;
    Scope scope = Scope::sentence;
    const SourcePosition place = here();
    bool stated = false;
    while (piece().starts_with('/')) {
      const std::string flag = lower_ascii(piece().substr(0, 2));
      std::string_view digits = piece().substr(std::min<std::size_t>(2, piece().size()));
      if (flag != "/s" && flag != "/p" && flag != "/d" && flag != "/c")
        return refuse("I303", here(), fmt::format("'{}' in a rule; expected /S, /P, /D or /C", piece()));
      scope = flag == "/s" ? Scope::sentence : flag == "/p" ? Scope::paragraph : Scope::document;
      stated = true;
      ++next_;
      if (digits.empty() && !piece().empty() && piece().find_first_not_of("0123456789") == std::string_view::npos) {
        digits = piece();
        ++next_;
      }
      if (digits.empty()) continue;
      const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), condition.distance);
      if (fault != std::errc() || end != digits.data() + digits.size() || condition.distance == 0) {
        return refuse("I105", place, fmt::format("'{}' is no distance; expected a number of words from 1", digits));
      }
    }
    if (scope == Scope::sentence && stated) return true;
    if (condition.distance == 0) {
      return refuse("I303", place,
                    stated ? "the rule looks at a whole paragraph, case or document; patterns end with the sentence"
                           : "the rule says neither /S nor a distance, and so looks at the whole document; patterns end with the sentence");
    }
    text_.report(Severity::warning, "I203", place, "the rule goes over the ends of sentences; the pattern does not");
    return true;
  }

  DictionaryText& text_;
  Dictionary& dictionary_;
  CategoryList categories_;
  std::vector<std::pair<std::size_t, std::size_t>> open_;  ///< width and number of the categories around the next line
  std::vector<Rule> rules_;
  const Rule* rule_ = nullptr;
  std::vector<Piece> pieces_;
  std::size_t next_ = 0;
};

}  // namespace

void read_wordstat(DictionaryText& text, Dictionary& dictionary) { WordstatReader(text, dictionary).run(); }

}  // namespace stance::detail
