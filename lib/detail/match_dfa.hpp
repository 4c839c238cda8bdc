#pragma once
/// The deterministic automaton over an Nfa, built where texts lead.
///
/// What limits its speed is memory: a pack makes tens of thousands of states, and each step reads a state and a transition that the
/// last one did not touch. So a state is two lines of the cache, of which only gaps need the second, a transition is eight bytes in a flat
/// table, and most words ("other": they are nothing to a state) need no transition at all.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "detail/match_nfa.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

/// Transitions (state, symbol) → state, with linear probing: the states and the symbol of one share eight bytes. Numbers that are too
/// large for that are not kept: such transitions are computed each time.
class TransitionTable {
 public:
  static constexpr std::uint32_t unknown = 0xFFFFFFFFU;
  static constexpr std::uint32_t max_symbols = 1U << 22U;
  static constexpr std::uint32_t max_states = 1U << 20U;
  static constexpr std::uint32_t not_kept = max_symbols - 1;  ///< for symbols without a number
  [[nodiscard]] std::uint32_t find(std::uint32_t state, std::uint32_t symbol) const noexcept {
    const std::uint64_t key = key_of(state, symbol);
    for (std::size_t at = place_of(key);; at = (at + 1) & mask_) {
      const std::uint64_t slot = slots_[at];
      if (slot >> to_bits == key) return static_cast<std::uint32_t>(slot & (max_states - 1));
      if (slot == empty) return unknown;
    }
  }
  /// The pair must not be there yet.
  void insert(std::uint32_t state, std::uint32_t symbol, std::uint32_t to);
  void clear();

 private:
  static constexpr std::uint64_t empty = ~std::uint64_t{0};
  static constexpr std::uint32_t to_bits = 20;
  static constexpr std::size_t first_size = 1024;
  [[nodiscard]] static std::uint64_t key_of(std::uint32_t state, std::uint32_t symbol) noexcept { return static_cast<std::uint64_t>(state) << 22U | symbol; }
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
    const std::uint64_t product = key * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(product ^ (product >> 32U)) & mask_;
  }
  void put(std::uint64_t slot);

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(first_size, empty);
  std::size_t mask_ = first_size - 1;
  std::size_t size_ = 0;
};

class Dfa {
 public:
  static constexpr std::uint32_t dead = 0;

  Dfa(const Nfa& nfa, const Alphabet& alphabet, WordClasses& classes);
  /// Forgets all states.
  void clear();
  [[nodiscard]] std::size_t size() const noexcept { return states_.size(); }
  /// The state whose members are these (sorted, unique, closed).
  [[nodiscard]] std::uint32_t state_of(std::span<const StateId> members);
  /// The state behind a token.
  [[nodiscard]] std::uint32_t step(std::uint32_t from, const Symbol& symbol) {
    const Wants& wants = states_[from].wants;
    if (symbol.part != MentionPart::none && wants.targets) return step_over(from, symbol.number, symbol);
    if (!wants.atoms.meets(classes_->bits(symbol.word_class))) return step_other(from, symbol.before);
    return step_over(from, number_of(symbol), symbol);
  }
  /// To be called a few tokens before a state is read: the states that anchors lead to are spread over more memory than the cache holds.
  void fetch(std::uint32_t state) const noexcept {
    __builtin_prefetch(&states_[state].wants);
    __builtin_prefetch(&states_[state].behind_gap);
  }
  [[nodiscard]] bool accepting(std::uint32_t state) const noexcept { return states_[state].accepts_begin != states_[state].accepts_end; }
  /// Ascending.
  [[nodiscard]] std::span<const std::uint32_t> accepts(std::uint32_t state) const noexcept { return of(accepts_, {states_[state].accepts_begin, states_[state].accepts_end}); }

  /// The most words that a gap out of this state skips; negative when there is none.
  [[nodiscard]] int gap_words(std::uint32_t state) const noexcept { return states_[state].gap_words; }
  /// Whether the token may be read behind a gap out of this state, however long; where it may not, behind_gap() leads nowhere.
  [[nodiscard]] bool may_read_behind_gap(std::uint32_t state, const Symbol& symbol) const noexcept {
    const Wants& wants = states_[state].behind_gap;
    return wants.any || (symbol.part != MentionPart::none && wants.targets) || wants.atoms.meets(classes_->bits(symbol.word_class));
  }
  /// Where it goes on when `words` words have been skipped and `boundary` is the largest that a gap must allow: dead if none does so, and
  /// then for more words and larger boundaries too. `words` from 0 to gap_words(), `boundary` up to clause.
  [[nodiscard]] std::uint32_t behind_gap(std::uint32_t state, int words, Boundary boundary) {
    const std::uint32_t known = behind_gaps_[gap_slot(state, words, boundary)];
    return known != TransitionTable::unknown ? known : find_behind_gap(state, words, boundary);
  }

  /// Number for the n-th symbol that is part of a mention.
  [[nodiscard]] static std::uint32_t number_of_mention(std::size_t n) noexcept {
    return n < TransitionTable::not_kept - first_mention ? first_mention + static_cast<std::uint32_t>(n) : TransitionTable::not_kept;
  }

 private:
  static constexpr std::uint32_t first_mention = TransitionTable::max_symbols / 2;
  struct Slice {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  /// What edges take.
  struct Wants {
    AtomBits atoms;
    bool targets = false;  ///< else a mention is words like others
    bool any = false;
  };
  struct alignas(64) State {
    Wants wants;
    std::int16_t gap_words;
    std::uint32_t accepts_begin;
    std::uint32_t accepts_end;
    std::array<std::uint32_t, n_boundaries> other;  ///< next state for words without what is wanted, by boundary
    // The second line of the cache.
    Wants behind_gap;
    std::uint32_t behind_gaps;  ///< where its part of the list begins
  };
  static_assert(sizeof(State) == 128);
  template <typename T>
  [[nodiscard]] static std::span<const T> of(const std::vector<T>& all, const Slice& slice) noexcept {
    return {all.data() + slice.begin, all.data() + slice.end};
  }
  [[nodiscard]] std::size_t gap_slot(std::uint32_t state, int words, Boundary boundary) const noexcept {
    return states_[state].behind_gaps + static_cast<std::size_t>(words) * 2 + (boundary > Boundary::soft ? 1U : 0U);
  }
  /// Of a word that is part of no mention, or is read as if it were.
  [[nodiscard]] static std::uint32_t number_of(const Symbol& symbol) noexcept {
    return symbol.word_class < first_mention / n_boundaries ? symbol.word_class * static_cast<std::uint32_t>(n_boundaries) + static_cast<std::uint32_t>(symbol.before) : TransitionTable::not_kept;
  }
  [[nodiscard]] Wants wants(std::span<const StateId> members) const;
  [[nodiscard]] std::uint32_t find_behind_gap(std::uint32_t state, int words, Boundary boundary);
  [[nodiscard]] std::uint32_t step_over(std::uint32_t from, std::uint32_t number, const Symbol& symbol);
  [[nodiscard]] std::uint32_t step_other(std::uint32_t from, Boundary before);

  const Nfa* nfa_;
  const Alphabet* alphabet_;
  WordClasses* classes_;
  std::vector<State> states_;
  std::vector<Slice> members_of_;  ///< by state
  std::vector<StateId> members_;
  std::vector<std::uint32_t> accepts_;
  std::vector<std::uint32_t> behind_gaps_;
  tsl::robin_map<std::uint64_t, std::uint32_t> index_;  ///< by a hash of the members; the rare second state of a hash is not in it
  TransitionTable transitions_;
  std::vector<StateId> state_buffer_;
};

}  // namespace stance::detail
