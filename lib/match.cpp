#include "stance/match.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>
#include <utility>

#include "detail/match_nfa.hpp"

namespace stance {

using detail::AtomId;
using detail::MentionPart;
using detail::StateId;
using detail::Symbol;

namespace {

constexpr std::uint32_t longest_exclusion = max_pattern_items;  ///< words that a "not before" sequence may span

/// An exclusion compiled on its own: rare, short, and run only where its pattern matched.
struct Exclusion {
  detail::Nfa nfa;
  bool before = false;
};

}  // namespace

struct Matcher::Impl {
  std::vector<MatchEntry> entries;
  detail::AtomTable atoms;
  detail::Nfa nfa;
  std::map<std::uint32_t, std::vector<Exclusion>> exclusions;  ///< by entry
  std::vector<std::uint32_t> alike;  ///< for each target the one that stands for it in the automaton
  std::uint32_t groups = 0;
  std::size_t max_states;  ///< of the lazily built automaton; beyond that it starts afresh

  Impl(const Lexicon& lexicon, std::vector<MatchEntry> all, std::size_t limit) : entries(std::move(all)), max_states(limit) {
    Vocabulary vocabulary;
    Tokenizer tokenizer(lexicon.meta.language.empty() ? "en" : lexicon.meta.language, vocabulary);
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      const MatchEntry& entry = entries[i];
      groups = std::max(groups, entry.group + 1);
      nfa.add(entry.pattern->root, entry.reach, i, lexicon, tokenizer, vocabulary, atoms);
      const auto exclude = [&](const std::vector<PatternNode>& nodes, bool before) {
        for (const PatternNode& node : nodes) {
          Exclusion& exclusion = exclusions[i].emplace_back();
          exclusion.before = before;
          exclusion.nfa.add(node, Reach::clause, 0, lexicon, tokenizer, vocabulary, atoms);
          exclusion.nfa.finish();
        }
      };
      exclude(entry.pattern->not_before, true);
      exclude(entry.pattern->not_after, false);
    }
    nfa.finish();
    alike = nfa.alike_targets(lexicon.targets.size());
  }
};

Matcher::Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries, std::size_t max_states)
    : impl_(std::make_unique<Impl>(lexicon, std::move(entries), max_states)) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
const std::vector<MatchEntry>& Matcher::entries() const noexcept { return impl_->entries; }

namespace {

constexpr std::uint32_t unknown = 0xFFFFFFFFU;

/// Transitions of the deterministic automaton: (state, symbol) → state, in one flat table with linear probing. The inner loop of
/// matching waits for memory, so a step costs one look here: 16 bytes a transition, and whether a state accepts is in its number.
class TransitionTable {
 public:
  [[nodiscard]] std::uint32_t find(std::uint32_t state, std::uint32_t symbol) const noexcept {
    const std::uint64_t key = key_of(state, symbol);
    for (std::size_t at = place_of(key);; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].to;
      if (slots_[at].key == empty) return unknown;
    }
  }
  /// The pair must not be there yet.
  void insert(std::uint32_t state, std::uint32_t symbol, std::uint32_t to) {
    if (++size_ * 2 > slots_.size()) grow();
    put({key_of(state, symbol), to});
  }
  void clear() {
    slots_.assign(first_size, {});
    mask_ = first_size - 1;
    size_ = 0;
  }

 private:
  static constexpr std::uint64_t empty = ~std::uint64_t{0};
  static constexpr std::size_t first_size = 1024;
  struct Slot {
    std::uint64_t key = empty;
    std::uint32_t to = 0;
  };
  [[nodiscard]] static std::uint64_t key_of(std::uint32_t state, std::uint32_t symbol) noexcept { return (static_cast<std::uint64_t>(state) << 32U) | symbol; }
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
    const std::uint64_t product = key * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(product ^ (product >> 32U)) & mask_;
  }
  void put(const Slot& slot) {
    std::size_t at = place_of(slot.key);
    while (slots_[at].key != empty) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.key != empty) put(slot);
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(first_size);
  std::size_t mask_ = first_size - 1;
  std::size_t size_ = 0;
};

}  // namespace

struct MatchWorkspace::Impl {
  const Matcher::Impl* matcher;
  const Vocabulary* vocabulary;

  // Word classes: two words that satisfy the same atoms are the same to the automaton.
  std::vector<std::uint32_t> class_of_word;  ///< by type and shape
  std::vector<std::vector<AtomId>> classes;  ///< number 0: no atoms
  std::vector<detail::AtomBits> class_bits;
  std::map<std::vector<AtomId>, std::uint32_t> class_index;

  // The deterministic automaton, built where the text leads. The number of a state is twice its index, plus 1 when it accepts.
  static constexpr std::uint32_t dead = 0;
  static constexpr std::uint32_t start = 2;
  // There are many thousands of states: what each step reads lies together, the rest in two lists.
  struct DfaState {
    detail::AtomBits asked;  ///< the atoms that it asks for
    std::array<std::uint32_t, 4> other = {unknown, unknown, unknown, unknown};  ///< next state for words without these, by boundary
    bool asks_for_targets = false;  ///< else a mention is words like others
  };
  struct Slice {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  std::vector<DfaState> dfa;
  std::vector<Slice> members_of;  ///< by state, into `members`
  std::vector<Slice> accepts_of;
  std::vector<StateId> members;
  std::vector<std::uint32_t> accepts;  ///< sorted within a state
  tsl::robin_map<std::uint64_t, std::uint32_t> dfa_index;  ///< by a hash of the members; the rare second state of a hash is not in it
  TransitionTable transitions;
  tsl::robin_map<std::uint64_t, std::uint32_t> mention_symbols;  ///< numbers of the symbols that are part of a mention, by Symbol::key()
  std::vector<std::uint32_t> begins;  ///< state behind the start, by word class and boundary, for words that are part of no mention

  // Buffers.
  std::vector<Symbol> symbols;
  std::vector<std::uint32_t> numbers;  ///< of the symbols: equal where they are
  std::vector<AtomId> atom_buffer;
  std::vector<StateId> state_buffer;
  struct Found {
    std::uint32_t end;
    std::uint32_t entry;
  };
  std::vector<Found> found;
  std::vector<std::uint32_t> taken_until;  ///< by group

  Impl(const Matcher& m, const Vocabulary& v) : matcher(m.impl_.get()), vocabulary(&v) {
    (void)class_of({});
    reset();
  }

  void reset() {
    dfa.clear();
    members_of.clear();
    accepts_of.clear();
    members.clear();
    accepts.clear();
    dfa_index.clear();
    transitions.clear();
    begins.clear();
    state_buffer.clear();
    (void)dfa_state();  // dead
    state_buffer.push_back(0);
    (void)dfa_state();  // start
  }

  std::uint32_t class_of(const std::vector<AtomId>& atoms) {
    const auto [place, fresh] = class_index.emplace(atoms, static_cast<std::uint32_t>(classes.size()));
    if (fresh) {
      classes.push_back(atoms);
      detail::AtomBits& bits = class_bits.emplace_back();
      for (const AtomId atom : atoms) bits.add(atom);
    }
    return place->second;
  }

  std::uint32_t word_class(const Token& token) {
    const std::size_t slot = static_cast<std::size_t>(index_of(token.type)) * 4 + static_cast<std::size_t>(token.shape);
    if (slot >= class_of_word.size()) class_of_word.resize(std::max(slot + 1, class_of_word.size() * 2), unknown);
    if (class_of_word[slot] == unknown) {
      matcher->atoms.satisfied((*vocabulary)[token.type], (*vocabulary)[token.base], token.shape, atom_buffer);
      class_of_word[slot] = class_of(atom_buffer);
    }
    return class_of_word[slot];
  }

  template <typename T>
  static std::span<const T> of(const std::vector<T>& all, const Slice& slice) {
    return std::span(all).subspan(slice.begin, slice.end - slice.begin);
  }
  [[nodiscard]] std::span<const StateId> members_at(std::uint32_t state) const { return of(members, members_of[state / 2]); }

  /// The state whose members are in state_buffer.
  std::uint32_t dfa_state() {
    std::uint64_t hash = state_buffer.size();
    for (const StateId member : state_buffer) hash = ((hash ^ member) * 0x9E3779B97F4A7C15ULL) ^ (hash >> 29U);
    const auto [known, fresh] = dfa_index.emplace(hash, 0);
    // A state that shares its hash with another is made anew each time: a waste, but right.
    if (!fresh && std::ranges::equal(members_at(known->second), state_buffer)) return known->second;
    const auto begin = static_cast<std::uint32_t>(members.size());
    const auto first_accept = static_cast<std::ptrdiff_t>(accepts.size());
    members.insert(members.end(), state_buffer.begin(), state_buffer.end());
    members_of.push_back({begin, static_cast<std::uint32_t>(members.size())});
    for (const StateId member : state_buffer) {
      const std::vector<std::uint32_t>& more = matcher->nfa.accepts(member);
      accepts.insert(accepts.end(), more.begin(), more.end());
    }
    std::sort(accepts.begin() + first_accept, accepts.end());
    accepts.erase(std::unique(accepts.begin() + first_accept, accepts.end()), accepts.end());
    accepts_of.push_back({static_cast<std::uint32_t>(first_accept), static_cast<std::uint32_t>(accepts.size())});
    DfaState& made = dfa.emplace_back();
    made.asked = matcher->nfa.asked(state_buffer);
    made.asks_for_targets = matcher->nfa.asks_for_targets(state_buffer);
    const auto number = static_cast<std::uint32_t>(dfa.size() - 1) * 2 + (accepts_of.back().begin == accepts_of.back().end ? 0U : 1U);
    if (fresh) known.value() = number;
    return number;
  }

  static Symbol word_of(std::uint32_t word_class, Boundary before) { return {word_class, before, MentionPart::none, 0}; }
  static std::uint32_t number_of(std::uint32_t word_class, Boundary before) { return word_class * 4 + static_cast<std::uint32_t>(before); }

  std::uint32_t step(std::uint32_t from, std::uint32_t at) {
    const Symbol& symbol = symbols[at];
    if (symbol.part != MentionPart::none && dfa[from / 2].asks_for_targets) return step_over(from, numbers[at], symbol);
    // Most words are nothing to a state: all of these go on as one.
    if (!dfa[from / 2].asked.meets(class_bits[symbol.word_class])) return step_other(from, symbol.before);
    const std::uint32_t number = number_of(symbol.word_class, symbol.before);
    if (const std::uint32_t known = transitions.find(from, number); known != unknown) return known;
    const std::uint32_t reduced = as_asked(from, symbol.word_class);
    if (reduced == symbol.word_class) return step_over(from, number, word_of(reduced, symbol.before));
    const std::uint32_t to = reduced == 0 ? step_other(from, symbol.before)
                                          : step_over(from, number_of(reduced, symbol.before), word_of(reduced, symbol.before));
    transitions.insert(from, number, to);
    return to;
  }

  std::uint32_t step_over(std::uint32_t from, std::uint32_t number, const Symbol& symbol) {
    if (const std::uint32_t known = transitions.find(from, number); known != unknown) return known;
    matcher->nfa.step(members_at(from), symbol, classes, state_buffer);
    const std::uint32_t to = dfa_state();
    transitions.insert(from, number, to);
    return to;
  }

  std::uint32_t step_other(std::uint32_t from, Boundary before) {
    const auto slot = static_cast<std::size_t>(before);
    if (const std::uint32_t known = dfa[from / 2].other[slot]; known != unknown) return known;
    matcher->nfa.step(members_at(from), word_of(0, before), classes, state_buffer);
    const std::uint32_t to = dfa_state();
    dfa[from / 2].other[slot] = to;
    return to;
  }

  /// The class of words that have no other atoms than those that this state asks for.
  std::uint32_t as_asked(std::uint32_t from, std::uint32_t word_class) {
    atom_buffer.clear();
    std::ranges::copy_if(classes[word_class], std::back_inserter(atom_buffer),
                         [&](AtomId atom) { return matcher->nfa.asks_for(members_at(from), atom); });
    return class_of(atom_buffer);
  }

  void read(const MatchInput& input) {
    const std::vector<Token>& words = *input.words;
    symbols.resize(words.size());
    numbers.resize(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      symbols[i] = {word_class(words[i]), (*input.before)[i], MentionPart::none, 0};
      numbers[i] = number_of(symbols[i].word_class, symbols[i].before);
    }
    if (input.mentions == nullptr) return;
    for (const Mention& mention : *input.mentions) {
      for (std::uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i) {
        const bool first = i == mention.tokens.begin;
        const bool last = i + 1 == mention.tokens.end;
        symbols[i].part = first && last ? MentionPart::whole : first ? MentionPart::first : last ? MentionPart::last : MentionPart::middle;
        symbols[i].target = mention.target;
        // Counted down from the largest number, so that they never meet those of plain words.
        Symbol alike = symbols[i];
        alike.target = matcher->alike[mention.target];
        numbers[i] = mention_symbols.emplace(alike.key(), unknown - static_cast<std::uint32_t>(mention_symbols.size())).first->second;
      }
    }
  }

  /// Whether the exclusion matches from `at` (exactly to `until` unless that is 0).
  bool runs(const detail::Nfa& nfa, std::uint32_t at, std::uint32_t until) const {
    std::vector<StateId> from = {0};
    std::vector<StateId> to;
    for (std::uint32_t i = at; i < symbols.size() && (until == 0 || i < until); ++i) {
      Symbol symbol = symbols[i];
      if (i == at && until != 0) symbol.before = Boundary::none;
      nfa.step(from, symbol, classes, to);
      if (to.empty()) return false;
      const bool matched = std::any_of(to.begin(), to.end(), [&](StateId s) { return !nfa.accepts(s).empty(); });
      if (matched && (until == 0 || i + 1 == until)) return true;
      from.swap(to);
    }
    return false;
  }

  bool excluded(std::uint32_t entry, std::uint32_t begin, std::uint32_t end) const {
    if (matcher->entries[entry].pattern->sentence_start && symbols[begin].before != Boundary::sentence) return true;
    const auto list = matcher->exclusions.find(entry);
    if (list == matcher->exclusions.end()) return false;
    return std::any_of(list->second.begin(), list->second.end(), [&](const Exclusion& exclusion) {
      if (!exclusion.before) return end < symbols.size() && symbols[end].before == Boundary::none && runs(exclusion.nfa, end, 0);
      if (begin == 0 || symbols[begin].before != Boundary::none) return false;
      for (std::uint32_t at = begin - std::min(begin, longest_exclusion); at < begin; ++at) {
        if (runs(exclusion.nfa, at, begin)) return true;
      }
      return false;
    });
  }

  /// Most words begin no pattern: an array look-up says so.
  std::uint32_t begin_with(std::uint32_t at) {
    if (symbols[at].part != MentionPart::none) return step(start, at);
    const std::size_t slot = numbers[at];
    if (slot >= begins.size()) begins.resize(std::max(slot + 1, begins.size() * 2), unknown);
    if (begins[slot] == unknown) {
      matcher->nfa.step(members_at(start), symbols[at], classes, state_buffer);
      begins[slot] = dfa_state();
    }
    return begins[slot];
  }

  void search_from(std::uint32_t begin) {
    found.clear();
    std::uint32_t state = begin_with(begin);
    for (std::uint32_t i = begin; state != dead;) {
      ++i;
      if ((state & 1U) != 0) {
        for (const std::uint32_t entry : of(accepts, accepts_of[state / 2])) {
          if (!excluded(entry, begin, i)) found.push_back({i, entry});
        }
      }
      if (i == symbols.size()) break;
      state = step(state, i);
    }
  }

  void take(std::uint32_t begin, std::vector<Match>& matches) {
    // Longest first; of equal length, the one that stands first in the lexicon.
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.end != b.end ? a.end > b.end : a.entry < b.entry; });
    const std::size_t first = matches.size();
    for (const Found& f : found) {
      std::uint32_t& until = taken_until[matcher->entries[f.entry].group];
      if (begin < until) continue;
      until = f.end;
      matches.push_back({{begin, f.end}, f.entry});
    }
    std::sort(matches.begin() + static_cast<std::ptrdiff_t>(first), matches.end(),
              [&](const Match& a, const Match& b) { return matcher->entries[a.entry].group < matcher->entries[b.entry].group; });
  }

  void find(const MatchInput& input, std::vector<Match>& matches) {
    matches.clear();
    // Between texts only: the numbers of a text's symbols must hold until it is done.
    if (mention_symbols.size() > matcher->max_states) {
      mention_symbols.clear();
      reset();
    }
    read(input);
    taken_until.assign(matcher->groups, 0);
    for (std::uint32_t begin = 0; begin < symbols.size(); ++begin) {
      if (dfa.size() > matcher->max_states) reset();
      search_from(begin);
      if (!found.empty()) take(begin, matches);
    }
  }
};

MatchWorkspace::MatchWorkspace(const Matcher& matcher, const Vocabulary& vocabulary) : impl_(std::make_unique<Impl>(matcher, vocabulary)) {}
MatchWorkspace::~MatchWorkspace() = default;
MatchWorkspace::MatchWorkspace(MatchWorkspace&&) noexcept = default;
MatchWorkspace& MatchWorkspace::operator=(MatchWorkspace&&) noexcept = default;
void MatchWorkspace::find(const MatchInput& input, std::vector<Match>& matches) { impl_->find(input, matches); }

}  // namespace stance
