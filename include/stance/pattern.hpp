#pragma once
/// @file pattern.hpp
/// The pattern language of lexicons (lexicons/FORMAT.md prints it on a page).
///
///   word            matches that word; smart case: "Union" wants a capital, "US" wants capitals, "union" takes any
///   glob*  *glob    any word that begins (ends, contains) so; a lone * is any one word; gl*b and gl?b: any characters, one character
///   a-b             a hyphen in a pattern is a hyphen, a space or nothing: "non-align*" takes non-aligned, non aligned, nonaligned
///   a|b             either; (a b|c) groups phrases
///   a?  (a b)?      optional
///   {terms}         any phrase of a named term set
///   <NATO>  <A|B>  <@alliance>  <*>   a mention of the target, of one of them, of any target of a kind, of any target
///   ~3              up to three words in between, inside the clause (or the sentence, if the entry says so); at most 8
///   ^a              only where a sentence begins
///   !a  !(a b|c)    at the end: not followed by; at the beginning: not preceded by
///
/// Words of a pattern follow each other directly (only a hyphen, a quotation mark or emphasis may stand between) unless ~n allows more.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/error.hpp"

namespace stance {

inline constexpr int max_gap = 8;               ///< largest n of ~n
inline constexpr std::size_t max_pattern_items = 24;  ///< items of one pattern, groups counted by their longest branch
inline constexpr std::size_t max_pattern_bytes = 4096;
inline constexpr unsigned max_range = 1000;     ///< numbers of a range such as 1800..1944
inline constexpr int max_pattern_depth = 8;     ///< groups within groups

/// Where an entry stands: which file of the lexicon, and the position in it.
struct Origin {
  std::uint32_t file = 0;
  SourcePosition position;
};

/// How much capital a pattern word asks for (smart case).
enum class LetterCase : std::uint8_t { any, initial, capitals };
[[nodiscard]] LetterCase letter_case_of(std::string_view word) noexcept;

/// How far a gap may reach.
enum class Reach : std::uint8_t { clause, sentence };

/// A node of a parsed pattern.
struct PatternNode {
  enum class Kind : std::uint8_t { word, any_word, term, target, gap, sequence, choice };
  Kind kind = Kind::sequence;
  LetterCase letter_case = LetterCase::any;  ///< word
  bool optional = false;
  int gap = 0;
  std::string text;  ///< word: folded by nobody yet, may hold '*' and '?'; term: name of the set
  std::vector<std::string> targets;  ///< target: keys, "@kind", or "*"
  std::vector<PatternNode> children;  ///< sequence, choice; a branch of one item is that item, unless it is a gap
};

/// What the text of a pattern says.
struct PatternTree {
  PatternNode root;                      ///< a sequence
  bool sentence_start = false;           ///< matches only where a sentence begins
  std::vector<PatternNode> not_before;   ///< sequences that must not end right before the match
  std::vector<PatternNode> not_after;    ///< sequences that must not begin right after it
};

/// A pattern with where it came from. Its tree is made by parse_pattern(), or from the text when somebody first asks for it: patterns that are
/// taken from the cache with what they were compiled to need none. May be read from many threads at once.
class Pattern {
 public:
  Pattern() = default;
  Pattern(std::string pattern, PatternTree tree) : text(std::move(pattern)), tree_(new PatternTree(std::move(tree))) {}
  Pattern(const Pattern& other) : text(other.text), origin(other.origin) {}
  Pattern(Pattern&& other) noexcept : text(std::move(other.text)), origin(other.origin), tree_(other.tree_.exchange(nullptr)) {}
  Pattern& operator=(Pattern other) noexcept;
  ~Pattern() { delete tree_.load(); }

  std::string text;
  Origin origin;

  /// @throws Error when the text is no pattern
  [[nodiscard]] const PatternTree& tree() const;

 private:
  mutable std::atomic<const PatternTree*> tree_ = nullptr;
};

struct PatternFault {
  std::size_t offset = 0;  ///< byte of the pattern's text
  std::string message;     ///< what is wrong and what was expected
};

/// Parse a pattern. Either the pattern, or the first fault.
struct PatternParse {
  std::optional<Pattern> pattern;
  PatternFault fault;
};
[[nodiscard]] PatternParse parse_pattern(std::string_view text);

}  // namespace stance
