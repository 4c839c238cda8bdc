#pragma once
/// The automaton behind Matcher: a nondeterministic one over word classes and mentions.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stance/match.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

using StateId = std::uint32_t;
using AtomId = std::uint32_t;

/// A few bits for a set of atoms: sets without a common bit have no common atom.
class AtomBits {
 public:
  void add(AtomId atom) noexcept { words_[place_of(atom) / 64] |= bit_of(atom); }
  void add(const AtomBits& other) noexcept {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  [[nodiscard]] bool may_hold(AtomId atom) const noexcept { return (words_[place_of(atom) / 64] & bit_of(atom)) != 0; }
  [[nodiscard]] bool meets(const AtomBits& other) const noexcept {
    std::uint64_t common = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) common |= words_[i] & other.words_[i];
    return common != 0;
  }

 private:
  [[nodiscard]] static std::uint32_t place_of(AtomId atom) noexcept { return atom * 0x9E3779B1U >> 24U; }
  [[nodiscard]] static std::uint64_t bit_of(AtomId atom) noexcept { return std::uint64_t{1} << (place_of(atom) % 64); }
  std::array<std::uint64_t, 4> words_{};
};

/// Where a token stands in a mention.
enum class MentionPart : std::uint8_t { none, whole, first, middle, last };

/// A token as the automaton sees it.
struct Symbol {
  std::uint32_t word_class = 0;
  Boundary before = Boundary::none;
  MentionPart part = MentionPart::none;
  std::uint32_t target = 0;
  /// All of it in one number; 27 bits for the target.
  [[nodiscard]] std::uint64_t key() const noexcept {
    return (static_cast<std::uint64_t>(word_class) << 32U) | (static_cast<std::uint64_t>(target) << 5U) | (static_cast<std::uint64_t>(before) << 3U) | static_cast<std::uint64_t>(part);
  }
};

/// The literal things that a word can be asked to be.
class AtomTable {
 public:
  /// `text` is folded; a leading or trailing '*' makes it a suffix, prefix or infix, any other wildcard a glob.
  AtomId add(std::string_view text, LetterCase letter_case);
  /// All atoms that a word satisfies, sorted.
  void satisfied(std::string_view type, std::string_view base, Shape shape, std::vector<AtomId>& out) const;

 private:
  struct Cased {
    AtomId id;
    LetterCase letter_case;
  };
  using Index = tsl::robin_map<std::string, std::vector<Cased>>;
  static AtomId insert(Index& index, std::string_view text, LetterCase letter_case, AtomId& next);
  static void collect(const Index& index, const std::string& text, Shape shape, std::vector<AtomId>& out);
  Index literal_, prefix_, suffix_, infix_, glob_;
  std::size_t longest_stem_ = 0;  ///< of prefixes and suffixes, in bytes
  AtomId next_ = 0;
};

/// Patterns compiled together. State 0 is the start.
class Nfa {
 public:
  Nfa();
  /// Adds a sequence that accepts as `accept`.
  void add(const PatternNode& root, Reach reach, std::uint32_t accept, const Lexicon& lexicon, Tokenizer& tokenizer,
           Vocabulary& vocabulary, AtomTable& atoms);
  /// Puts the edges of every state into the order in which step() looks for them. After the last add(); step() is right without it
  /// too, but visits all edges of the start state for each new word.
  void finish();
  /// States reached from `from` by a token; sorted, unique.
  void step(std::span<const StateId> from, const Symbol& symbol, const std::vector<std::vector<AtomId>>& classes, std::vector<StateId>& to) const;
  /// Whether an edge out of these states asks for this atom. To step(), words are alike that have the same of the atoms asked for.
  [[nodiscard]] bool asks_for(std::span<const StateId> from, AtomId atom) const;
  /// All atoms that are asked for. After finish().
  [[nodiscard]] AtomBits asked(std::span<const StateId> from) const;
  /// Whether an edge out of these states looks at mentions. Where none does, step() takes a mention's words as it takes all words.
  [[nodiscard]] bool asks_for_targets(std::span<const StateId> from) const;
  /// For each of `n_targets` targets the first one that all edges treat alike.
  [[nodiscard]] std::vector<std::uint32_t> alike_targets(std::size_t n_targets) const;
  /// Accept numbers of a state.
  [[nodiscard]] const std::vector<std::uint32_t>& accepts(StateId state) const { return states_[state].accepts; }

 private:
  enum class EdgeKind : std::uint8_t { atom, any, target, inside };
  struct Edge {
    StateId to;
    EdgeKind kind;
    Boundary limit;       ///< largest boundary before the token
    std::uint32_t label;  ///< atom, or index into target_sets_
    StateId inside;       ///< target edges: the state for longer mentions
  };
  static constexpr StateId no_state = 0xFFFFFFFFU;
  struct State {
    std::vector<Edge> edges;
    AtomBits asked;
    std::uint32_t by_label = 0;  ///< so many edges at the front are atoms in ascending order of their labels
    std::uint32_t wordly = 0;    ///< and so many take a word that is part of no mention; 0 where finish() was not called
    StateId join = no_state;  ///< where it goes on without a word: the common end of alternatives
    std::vector<std::uint32_t> accepts;
  };
  struct Exit {
    StateId state;
    Boundary limit;
  };
  using Frontier = std::vector<Exit>;
  class Compiler;

  [[nodiscard]] bool takes(const Edge& edge, const Symbol& symbol, const std::vector<AtomId>& atoms) const;

  std::vector<State> states_;
  std::vector<std::vector<bool>> target_sets_;
};

}  // namespace stance::detail
