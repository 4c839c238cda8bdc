#pragma once
/// @file match.hpp
/// Finds all patterns of a layer in a token sequence. A pattern is tried where its rarest item stands, and only if two more of its items stand where they
/// may; one automaton reads on from there, one back.
///
/// Semantics: in each group, matches are leftmost-longest and do not overlap; of two patterns with the same span the one that
/// stands first in the lexicon wins. Groups do not see each other, so that "NATO membership" does not swallow its target.
/// Words of a pattern follow each other with nothing but white space, hyphens and quotation marks in between; a word that opens a clause
/// only where the pattern asks for it by its spelling. Behind a gap, commas and brackets are allowed too, up to the end of the clause
/// (or of the sentence, by the entry's reach).
/// Cost: for each token O(items / 64) to join its row of bits; where it begins the rarest item of p patterns O(p) tests of a bit; and O(longest match)
/// for each pattern that is tried, the longest match being bounded by max_pattern_items and max_gap.

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <vector>

#include "stance/lexicon.hpp"
#include "stance/tokens.hpp"

namespace stance {

/// What separates a token from the one before it, as far as patterns are concerned.
enum class Boundary : std::uint8_t {
  none,
  soft,     ///< a comma, bracket or dash inside a clause
  opening,  ///< nothing; but the token opens a clause: "that", "while"
  clause,   ///< a mark that ends a clause, or one before a token that opens the next
  sentence,
};
constexpr std::size_t n_boundaries = 5;

/// A place where a target is named.
struct Mention {
  TokenSpan tokens;
  std::uint32_t target = 0;  ///< index into Lexicon::targets
  NameForm form = NameForm::name;
};

struct Match {
  TokenSpan tokens;
  std::uint32_t entry = 0;  ///< index into the matcher's entries
};

/// What a matcher reads. `before` has one element per token; mentions are in order and do not overlap.
struct MatchInput {
  const std::vector<Token>* words = nullptr;
  const std::vector<Boundary>* before = nullptr;
  const std::vector<Mention>* mentions = nullptr;  ///< may be null: then <target> items match nowhere
};

/// A pattern with the group in which it competes.
struct MatchEntry {
  const Pattern* pattern = nullptr;
  std::uint32_t group = 0;
  Reach reach = Reach::clause;
};

/// The compiled patterns of one layer. Immutable, safe to share between threads.
class Matcher {
 public:
  /// @param lexicon  for term sets and target keys; must outlive the matcher, as must the patterns
  Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries);
  /// Reads the automata that save() wrote for the same lexicon and entries, rather than to compile the patterns.
  /// @throws Error when the bytes end too early, or belong to another number of entries
  Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries, std::istream& saved);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  [[nodiscard]] const std::vector<MatchEntry>& entries() const noexcept;
  /// The automata as bytes for the same build of the library on the same machine.
  void save(std::ostream& out) const;

 private:
  friend class MatchWorkspace;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What one thread needs to run a matcher: the word classes of its vocabulary, as far as they were needed so far.
class MatchWorkspace {
 public:
  MatchWorkspace(const Matcher& matcher, const Vocabulary& vocabulary);
  ~MatchWorkspace();
  MatchWorkspace(MatchWorkspace&&) noexcept;
  MatchWorkspace& operator=(MatchWorkspace&&) noexcept;
  /// Matches of all groups, ordered by first token, then by group.
  void find(const MatchInput& input, std::vector<Match>& matches);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stance
