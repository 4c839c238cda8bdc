#pragma once
/// Patterns as states and edges of an automaton.

#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "detail/match_nfa.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

/// A state from which the next item of a pattern goes on, with the largest boundary that may stand before it: none directly behind a
/// word, a soft (or clause) one behind a gap.
struct Exit {
  StateId state;
  Boundary limit;
};
using Frontier = std::vector<Exit>;

/// What the first words of an item are asked to be, one of which stands in each match of it. Empty: any word.
using Beginnings = std::vector<Edge>;

/// What compiling needs besides the pattern.
struct CompileContext {
  CompileContext(const Lexicon& of, Alphabet& asked)
      : lexicon(&of), alphabet(&asked), tokenizer(of.meta.language.empty() ? "en" : of.meta.language, vocabulary) {}
  const Lexicon* lexicon;
  Alphabet* alphabet;
  Vocabulary vocabulary;
  Tokenizer tokenizer;  ///< cuts and folds words of patterns as those of texts
  std::deque<std::vector<PatternNode>> copies;  ///< of patterns, each with one branch of a choice; plain_words may refer to them
  tsl::robin_map<std::string_view, AtomId> plain_words;  ///< words of patterns that are one atom: most are written many times
};

/// How gaps become part of an automaton.
enum class Gaps : std::uint8_t {
  skipped,  ///< as Nfa::add_gap(): small, but whoever runs it has to know them, and no pattern may end in one
  spelt,    ///< as a chain of states that take any word
};

/// Adds a sequence behind state 0, which stands for its beginning: before its first word any boundary may stand. Appends the beginnings of each
/// item where they are asked for.
[[nodiscard]] Frontier compile(std::span<const PatternNode> sequence, Reach reach, Gaps gaps, CompileContext& context, Nfa& nfa, std::vector<Beginnings>* beginnings = nullptr);

}  // namespace stance::detail
