#include "stance/match.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "detail/match_nfa.hpp"

namespace stance {

using detail::AtomId;
using detail::MentionPart;
using detail::StateId;
using detail::Symbol;

namespace {

constexpr std::size_t max_states = 50'000;  ///< of the lazily built automaton; beyond that it starts afresh
constexpr std::uint32_t longest_exclusion = 8;  ///< words that a "not before" sequence may span

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
  std::uint32_t groups = 0;

  Impl(const Lexicon& lexicon, std::vector<MatchEntry> all) : entries(std::move(all)) {
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
        }
      };
      exclude(entry.pattern->not_before, true);
      exclude(entry.pattern->not_after, false);
    }
  }
};

Matcher::Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries) : impl_(std::make_unique<Impl>(lexicon, std::move(entries))) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
const std::vector<MatchEntry>& Matcher::entries() const noexcept { return impl_->entries; }

struct MatchWorkspace::Impl {
  const Matcher::Impl* matcher;
  const Vocabulary* vocabulary;

  // Word classes: two words that satisfy the same atoms are the same to the automaton.
  static constexpr std::uint32_t unknown = 0xFFFFFFFFU;
  std::vector<std::uint32_t> class_of_word;  ///< by type and shape
  std::vector<std::vector<AtomId>> classes;
  std::map<std::vector<AtomId>, std::uint32_t> class_index;

  // The deterministic automaton, built where the text leads.
  struct DfaState {
    std::vector<StateId> members;
    std::vector<std::uint32_t> accepts;  ///< sorted
    tsl::robin_map<std::uint64_t, std::uint32_t> next;
  };
  std::vector<DfaState> dfa;
  std::map<std::vector<StateId>, std::uint32_t> dfa_index;

  // Buffers.
  std::vector<Symbol> symbols;
  std::vector<AtomId> atom_buffer;
  std::vector<StateId> state_buffer;
  struct Found {
    std::uint32_t end;
    std::uint32_t entry;
  };
  std::vector<Found> found;
  std::vector<std::uint32_t> taken_until;  ///< by group

  Impl(const Matcher& m, const Vocabulary& v) : matcher(m.impl_.get()), vocabulary(&v) {
    classes.emplace_back();  // class 0: no atom at all
    class_index.emplace(std::vector<AtomId>(), 0);
    reset();
  }

  void reset() {
    dfa.clear();
    dfa_index.clear();
    (void)dfa_state({});   // 0: dead
    (void)dfa_state({0});  // 1: start
  }

  std::uint32_t word_class(const Token& token) {
    const std::size_t slot = static_cast<std::size_t>(index_of(token.type)) * 4 + static_cast<std::size_t>(token.shape);
    if (slot >= class_of_word.size()) class_of_word.resize(std::max(slot + 1, class_of_word.size() * 2), unknown);
    if (class_of_word[slot] == unknown) {
      matcher->atoms.satisfied((*vocabulary)[token.type], (*vocabulary)[token.base], token.shape, atom_buffer);
      const auto [place, fresh] = class_index.emplace(atom_buffer, static_cast<std::uint32_t>(classes.size()));
      if (fresh) classes.push_back(atom_buffer);
      class_of_word[slot] = place->second;
    }
    return class_of_word[slot];
  }

  std::uint32_t dfa_state(const std::vector<StateId>& members) {
    const auto [place, fresh] = dfa_index.emplace(members, static_cast<std::uint32_t>(dfa.size()));
    if (fresh) {
      DfaState& state = dfa.emplace_back();
      state.members = members;
      for (const StateId member : members) {
        const std::vector<std::uint32_t>& accepts = matcher->nfa.accepts(member);
        state.accepts.insert(state.accepts.end(), accepts.begin(), accepts.end());
      }
      std::sort(state.accepts.begin(), state.accepts.end());
      state.accepts.erase(std::unique(state.accepts.begin(), state.accepts.end()), state.accepts.end());
    }
    return place->second;
  }

  std::uint32_t step(std::uint32_t from, const Symbol& symbol) {
    const std::uint64_t key = symbol.key();
    if (const auto known = dfa[from].next.find(key); known != dfa[from].next.end()) return known->second;
    matcher->nfa.step(dfa[from].members, symbol, classes, state_buffer);
    const std::uint32_t to = dfa_state(state_buffer);
    dfa[from].next.emplace(key, to);
    return to;
  }

  void read(const MatchInput& input) {
    const std::vector<Token>& words = *input.words;
    symbols.resize(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) symbols[i] = {word_class(words[i]), (*input.before)[i], MentionPart::none, 0};
    if (input.mentions == nullptr) return;
    for (const Mention& mention : *input.mentions) {
      for (std::uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i) {
        const bool first = i == mention.tokens.begin;
        const bool last = i + 1 == mention.tokens.end;
        symbols[i].part = first && last ? MentionPart::whole : first ? MentionPart::first : last ? MentionPart::last : MentionPart::middle;
        symbols[i].target = mention.target;
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
      const bool accepts = std::any_of(to.begin(), to.end(), [&](StateId s) { return !nfa.accepts(s).empty(); });
      if (accepts && (until == 0 || i + 1 == until)) return true;
      from.swap(to);
    }
    return false;
  }

  bool excluded(std::uint32_t entry, std::uint32_t begin, std::uint32_t end) const {
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

  void search_from(std::uint32_t begin) {
    found.clear();
    std::uint32_t state = 1;
    for (std::uint32_t i = begin; i < symbols.size(); ++i) {
      state = step(state, symbols[i]);
      if (state == 0) break;
      for (const std::uint32_t entry : dfa[state].accepts) {
        if (!excluded(entry, begin, i + 1)) found.push_back({i + 1, entry});
      }
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
    if (dfa.size() > max_states) reset();
    read(input);
    taken_until.assign(matcher->groups, 0);
    for (std::uint32_t begin = 0; begin < symbols.size(); ++begin) {
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
