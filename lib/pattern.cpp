#include "stance/pattern.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace stance {
namespace {

using Kind = PatternNode::Kind;

// What a byte is to the language. A pack has hundreds of thousands of them, and each is looked up once.
constexpr unsigned space = 1U;
constexpr unsigned special = 2U;      ///< ends a word; spaces do too
constexpr unsigned word_part = 4U;    ///< letters, digits and whatever is not ASCII: without one of them, no text has such a word
constexpr unsigned punctuation = 8U;  ///< stands in no word of a text
constexpr unsigned caret = 16U;
constexpr unsigned dot = 32U;
constexpr unsigned capital = 64U;     ///< of ASCII
constexpr unsigned small = 128U;      ///< of ASCII, and whatever is not ASCII

constexpr std::array<unsigned char, 256> byte_classes = [] {
  std::array<unsigned char, 256> classes{};
  const auto mark = [&](std::string_view bytes, unsigned flags) {
    for (const char c : bytes) classes[static_cast<unsigned char>(c)] = static_cast<unsigned char>(flags);
  };
  mark(" \t\r\n", space | special);
  mark("|?(){}<>~!", special);
  mark(",;:\"", punctuation);
  mark("^", caret);
  mark(".", dot);
  mark("0123456789", word_part);
  mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", word_part | capital);
  mark("abcdefghijklmnopqrstuvwxyz", word_part | small);
  for (std::size_t byte = 0x80; byte < classes.size(); ++byte) classes[byte] = word_part | small;
  return classes;
}();

constexpr unsigned class_of(char c) { return byte_classes[static_cast<unsigned char>(c)]; }
constexpr bool is_space(char c) { return (class_of(c) & space) != 0; }
constexpr bool is_word_byte(char c) { return (class_of(c) & special) == 0; }

/// Upper case of the Latin, Greek and Cyrillic letters that names of actors begin with (two-byte UTF-8).
bool begins_upper(std::string_view word) {
  if (word.empty()) return false;
  if ((class_of(word[0]) & capital) != 0) return true;
  if (word.size() < 2) return false;
  const unsigned code = ((static_cast<unsigned char>(word[0]) & 0x1FU) << 6U) | (static_cast<unsigned char>(word[1]) & 0x3FU);
  const bool two_bytes = (static_cast<unsigned char>(word[0]) & 0xE0U) == 0xC0U;
  if (!two_bytes) return false;
  if (code >= 0xC0U && code <= 0xDEU) return code != 0xD7U;
  if (code >= 0x100U && code <= 0x137U) return code % 2 == 0;
  if (code >= 0x14AU && code <= 0x177U) return code % 2 == 0;
  if (code == 0x18FU) return true;  // Ə
  return code >= 0x400U && code <= 0x42FU;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  PatternParse run() {
    PatternParse result;
    PatternTree tree;
    if (parse(tree)) {
      result.pattern = Pattern(std::string(text_), std::move(tree));
    } else {
      result.fault = fault_;
    }
    return result;
  }

 private:
  bool fail(std::size_t offset, std::string message) {
    if (!failed_) fault_ = {offset, std::move(message)};
    failed_ = true;
    return false;
  }
  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool parse(PatternTree& pattern) {
    if (text_.size() > max_pattern_bytes) return fail(0, "the pattern is longer than " + std::to_string(max_pattern_bytes) + " bytes");
    skip_spaces();
    while (peek() == '!') {
      if (!exclusion(pattern.not_before.emplace_back())) return false;
      skip_spaces();
    }
    if (peek() == '^') {
      pattern.sentence_start = true;
      ++at_;
      skip_spaces();
    }
    pattern.root.kind = Kind::sequence;
    while (more() && peek() != '!') {
      if (!item(pattern.root.children.emplace_back())) return false;
      skip_spaces();
    }
    while (peek() == '!') {
      if (!exclusion(pattern.not_after.emplace_back())) return false;
      skip_spaces();
    }
    if (more()) return fail(at_, "expected the end of the pattern behind its exclusions (!…)");
    return check(pattern.root);
  }

  bool check(const PatternNode& root) {
    if (root.children.empty()) return fail(0, "the pattern is empty; expected at least one word");
    if (root.children.front().kind == Kind::gap || root.children.back().kind == Kind::gap) return fail(0, "a gap (~n) stands at an end of the pattern; expected words on both sides");
    if (has_double_gap(root.children)) return fail(0, "two gaps follow each other; expected one gap of at most " + std::to_string(max_gap) + " words");
    if (!anchored(root)) return fail(0, "the pattern has no literal anchor; expected at least one word, term set or target that is not optional");
    if (longest(root) > max_pattern_items) return fail(0, "the pattern has more than " + std::to_string(max_pattern_items) + " items");
    return true;
  }

  static bool has_double_gap(const std::vector<PatternNode>& nodes) {
    const auto is_gap = [](const PatternNode& node) { return node.kind == Kind::gap; };
    if (std::adjacent_find(nodes.begin(), nodes.end(), [&](const PatternNode& a, const PatternNode& b) { return is_gap(a) && is_gap(b); }) != nodes.end()) return true;
    return std::any_of(nodes.begin(), nodes.end(), [](const PatternNode& node) { return has_double_gap(node.children); });
  }

  static bool anchored(const PatternNode& node) {
    if (node.optional) return false;
    switch (node.kind) {
      case Kind::word: return anchored_word(node.text);
      case Kind::term: case Kind::target: return true;
      case Kind::any_word: case Kind::gap: return false;
      case Kind::sequence: return std::any_of(node.children.begin(), node.children.end(), anchored);
      case Kind::choice: return std::all_of(node.children.begin(), node.children.end(), anchored);
    }
    return false;
  }

  /// Whether enough of a word is written out: one character, or two where the rest is open.
  static bool anchored_word(std::string_view word) {
    std::size_t written = 0;
    for (const char c : word) {
      if (c != '*' && c != '?' && c != '-' && ++written == 2) return true;
    }
    return written == 1 && word.find_first_of("*?") == std::string_view::npos;
  }

  static std::size_t longest(const PatternNode& node) {
    std::size_t size = node.children.empty() ? 1 : 0;
    for (const PatternNode& child : node.children) size = node.kind == Kind::choice ? std::max(size, longest(child)) : size + longest(child);
    return size;
  }

  bool exclusion(PatternNode& node) {
    const std::size_t begin = at_++;
    if (!more() || is_space(peek())) return fail(begin, "'!' wants a word or a group behind it");
    node.kind = Kind::sequence;
    if (!item(node.children.emplace_back())) return false;
    return anchored(node) || fail(begin, "an exclusion must hold a word that is not optional");
  }

  /// item := alternative ('|' alternative)* '?'?
  bool item(PatternNode& node) {
    if (peek() == '~') return gap(node);
    if (!atom(node)) return false;
    if (peek() == '|') {
      make_only_child(node, Kind::choice);
      do {
        ++at_;
        if (!atom(node.children.emplace_back())) return false;
      } while (peek() == '|');
    }
    if (peek() == '?') {
      ++at_;
      node.optional = true;
    }
    if (more() && !is_space(peek())) return fail(at_, std::string("unexpected '") + peek() + "'; expected a space");
    return true;
  }

  /// Puts a node around what the node was.
  static void make_only_child(PatternNode& node, Kind kind) {
    PatternNode inner = std::move(node);
    node = PatternNode();
    node.kind = kind;
    node.children.push_back(std::move(inner));
  }

  bool gap(PatternNode& node) {
    const std::size_t begin = at_++;
    if (peek() < '1' || peek() > '0' + max_gap || (at_ + 1 < text_.size() && !is_space(text_[at_ + 1]) && text_[at_ + 1] != '|' && text_[at_ + 1] != ')')) {
      return fail(begin, "expected a gap of ~1 to ~" + std::to_string(max_gap) + " words");
    }
    node.kind = Kind::gap;
    node.gap = text_[at_++] - '0';
    return true;
  }

  bool atom(PatternNode& node) {
    switch (peek()) {
      case '(': return group(node);
      case '{': return term(node);
      case '<': return target(node);
      default: return word(node);
    }
  }

  bool group(PatternNode& node) {
    const std::size_t begin = at_++;
    if (++depth_ > max_pattern_depth) return fail(begin, "groups are nested more than " + std::to_string(max_pattern_depth) + " deep");
    node.kind = Kind::choice;
    const std::string_view inside = text_.substr(at_, text_.find(')', at_) - at_);
    node.children.reserve(static_cast<std::size_t>(std::count(inside.begin(), inside.end(), '|')) + 1);  // of long groups, in one piece
    for (;;) {
      if (!branch(node.children.emplace_back())) return false;
      if (!more()) return fail(begin, "'(' without ')'");
      if (text_[at_++] == ')') {
        --depth_;
        return true;
      }
    }
  }

  /// A branch of one word is that word: groups of single words are most of a pack.
  bool branch(PatternNode& node) {
    const auto ends = [this] { return !more() || peek() == '|' || peek() == ')'; };
    skip_spaces();
    if (ends()) return fail(at_, "an empty branch in a group; expected words between '(', '|' and ')'");
    if (!group_item(node)) return false;
    skip_spaces();
    if (ends() && node.kind != Kind::gap) return true;
    make_only_child(node, Kind::sequence);
    while (!ends()) {
      if (!group_item(node.children.emplace_back())) return false;
      skip_spaces();
    }
    return true;
  }

  /// Inside a group '|' separates branches, so that an item there is one atom.
  bool group_item(PatternNode& node) {
    if (peek() == '~') return gap(node);
    if (peek() == '!') return fail(at_, "an exclusion inside a group; expected it at an end of the pattern");
    if (!atom(node)) return false;
    if (peek() == '?') {
      ++at_;
      node.optional = true;
    }
    return true;
  }

  /// What stands between the bracket here and its closing one.
  bool bracketed(char close, std::string_view& inside) {
    const std::size_t begin = at_++;
    const std::size_t end = text_.find(close, at_);
    if (end == std::string_view::npos) return fail(begin, std::string("'") + text_[begin] + "' without '" + close + "'");
    inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  bool term(PatternNode& node) {
    const std::size_t begin = at_;
    std::string_view name;
    if (!bracketed('}', name)) return false;
    node.kind = Kind::term;
    node.text = std::string(name);
    return !name.empty() || fail(begin, "'{}' names no term set");
  }

  bool target(PatternNode& node) {
    const std::size_t begin = at_;
    std::string_view inside;
    if (!bracketed('>', inside)) return false;
    node.kind = Kind::target;
    for (;;) {
      const std::size_t bar = inside.find('|');
      const std::string_view key = inside.substr(0, bar);
      if (key.empty()) return fail(begin, "expected a target key, @kind or * between '<' and '>'");
      node.targets.emplace_back(key);
      if (bar == std::string_view::npos) break;
      inside.remove_prefix(bar + 1);
    }
    return true;
  }

  /// A '?' with more of the word behind it stands for one character; at the end of a word it makes the word optional.
  [[nodiscard]] bool is_wildcard_here() const {
    const std::size_t next = text_.find_first_not_of('?', at_);
    return peek() == '?' && next != std::string_view::npos && is_word_byte(text_[next]);
  }

  bool word(PatternNode& node) {
    const std::size_t begin = at_;
    unsigned found = 0;
    while (more() && (is_word_byte(text_[at_]) || is_wildcard_here())) found |= class_of(text_[at_++]);
    const std::string_view raw = text_.substr(begin, at_ - begin);
    if (raw.empty()) return fail(begin, more() ? std::string("unexpected '") + peek() + "'; expected a word" : std::string("expected a word"));
    if (raw == "*") {
      node.kind = Kind::any_word;
      return true;
    }
    if ((found & dot) != 0 && raw.find("..") != std::string_view::npos) return range(node, raw, begin);
    if ((found & word_part) == 0) return fail(begin, "'" + std::string(raw) + "' is no word; expected letters or digits");
    if ((found & caret) != 0) return fail(begin, "'^' inside a pattern; expected it before the first word only");
    if ((found & punctuation) != 0) return fail(begin, "punctuation in a word; expected letters, digits, hyphens and apostrophes only");
    node.kind = Kind::word;
    node.text = raw;
    node.letter_case = letter_case_of(raw);
    return true;
  }

  /// "1800..1944": any of these numbers, as a choice of words.
  bool range(PatternNode& node, std::string_view raw, std::size_t begin) {
    const std::size_t dots = raw.find("..");
    const auto number = [](std::string_view digits) {
      unsigned value = 0;
      const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      return fault == std::errc() && end == digits.data() + digits.size() ? std::optional<unsigned>(value) : std::nullopt;
    };
    const std::optional<unsigned> first = number(raw.substr(0, dots));
    const std::optional<unsigned> last = number(raw.substr(dots + 2));
    if (!first || !last || *first > *last || *last - *first >= max_range) {
      return fail(begin, "'" + std::string(raw) + "' is no range; expected two numbers such as 1800..1944, at most " + std::to_string(max_range) + " of them");
    }
    node.kind = Kind::choice;
    for (unsigned value = *first; value <= *last; ++value) {
      PatternNode& word = node.children.emplace_back();
      word.kind = Kind::word;
      word.text = std::to_string(value);
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;  ///< of open groups
  bool failed_ = false;
  PatternFault fault_;
};

}  // namespace

LetterCase letter_case_of(std::string_view word) noexcept {
  std::size_t capitals = 0;
  unsigned found = 0;
  for (const char c : word) {
    found |= class_of(c);
    capitals += (class_of(c) & capital) != 0 ? 1 : 0;
  }
  if (capitals >= 2 && (found & small) == 0) return LetterCase::capitals;
  return begins_upper(word) ? LetterCase::initial : LetterCase::any;
}

PatternParse parse_pattern(std::string_view text) { return Parser(text).run(); }

Pattern& Pattern::operator=(Pattern other) noexcept {
  text = std::move(other.text);
  origin = other.origin;
  delete tree_.exchange(other.tree_.exchange(nullptr));
  return *this;
}

const PatternTree& Pattern::tree() const {
  if (const PatternTree* known = tree_.load()) return *known;
  PatternParse parse = parse_pattern(text);
  if (!parse.pattern) throw Error("'" + text + "' is no pattern: " + parse.fault.message);
  const PatternTree* made = parse.pattern->tree_.exchange(nullptr);
  const PatternTree* expected = nullptr;
  if (tree_.compare_exchange_strong(expected, made)) return *made;
  delete made;  // another thread was quicker
  return *expected;
}

}  // namespace stance
