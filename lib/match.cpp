#include "stance/match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cereal/archives/binary.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "detail/match_anchor.hpp"
#include "detail/match_compile.hpp"
#include "detail/match_dfa.hpp"

namespace stance {

using detail::Dfa;
using detail::Exit;
using detail::MentionPart;
using detail::Nfa;
using detail::StateId;
using detail::Symbol;

namespace {

constexpr std::uint32_t longest_exclusion = max_pattern_items;  ///< words that a "not before" sequence may span
constexpr std::uint32_t unknown = 0xFFFFFFFFU;
constexpr std::uint32_t fetch_ahead = 8;  ///< tokens

/// An exclusion compiled on its own: rare, short, and run only where its pattern matched.
struct Exclusion {
  Nfa nfa;
  bool before = false;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(nfa, before);
  }
};

/// What `ahead` accepts: an entry, or, where something stands before the anchor, this and the number of the places from which `behind` is
/// to read back.
constexpr std::uint32_t turning = 0x80000000U;

enum class Direction : std::uint8_t { forward, backward };

/// A state that is to go on from a place, so many words from where reading began.
struct Run {
  std::uint32_t offset;
  std::uint32_t state;
  friend bool operator==(const Run&, const Run&) = default;
};

}  // namespace

struct Matcher::Impl {
  std::vector<MatchEntry> entries;
  detail::Alphabet alphabet;
  Nfa ahead;   ///< reads patterns from their anchors on
  Nfa behind;  ///< reads what stands before the anchors, from right to left; accepts entries
  std::vector<std::vector<Exit>> turns;  ///< states of `behind`, each with the largest boundary that may stand before the anchor
  std::map<std::uint32_t, std::vector<Exclusion>> exclusions;  ///< by entry
  std::vector<bool> at_sentence_start;  ///< by entry: matches there only
  std::vector<std::uint32_t> alike;  ///< for each target the one that stands for it in the automata
  std::uint32_t groups = 0;
  std::size_t max_states;  ///< of the lazily built automata; beyond that they start afresh

  Impl(const Lexicon& lexicon, std::vector<MatchEntry> all, std::size_t limit) : entries(std::move(all)), alphabet(lexicon), max_states(limit) {}

  /// All but the entries.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(alphabet, ahead, behind, turns, exclusions, at_sentence_start, alike, groups);
  }

  void compile_all(const Lexicon& lexicon) {
    detail::CompileContext context(lexicon, alphabet);
    const detail::AnchorChooser chooser(lexicon, entries);
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      const Pattern& pattern = *entries[i].pattern;
      groups = std::max(groups, entries[i].group + 1);
      add(pattern.tree().root.children, i, chooser, context);
      at_sentence_start.push_back(pattern.tree().sentence_start);
      for (const PatternNode& node : pattern.tree().not_before) exclude(node, true, i, context);
      for (const PatternNode& node : pattern.tree().not_after) exclude(node, false, i, context);
    }
    alphabet.atoms.finish();
    ahead.finish();
    behind.finish();
    alike = alphabet.targets.alike();
  }

  void add(std::span<const PatternNode> sequence, std::uint32_t entry, const detail::AnchorChooser& chooser, detail::CompileContext& context) {
    // Alternatives of a whole pattern have an anchor each.
    if (sequence.size() == 1 && !sequence[0].optional && sequence[0].kind == PatternNode::Kind::choice) {
      for (const PatternNode& node : sequence[0].children) add({&node, 1}, entry, chooser, context);
      return;
    }
    if (sequence.size() == 1 && !sequence[0].optional && sequence[0].kind == PatternNode::Kind::sequence) return add(sequence[0].children, entry, chooser, context);
    add_at(chooser.choose(sequence), sequence, entry, chooser, context);
  }

  /// Begins the search at an item, or inside of its branches where that is rarer.
  void add_at(std::size_t anchor, std::span<const PatternNode> sequence, std::uint32_t entry, const detail::AnchorChooser& chooser, detail::CompileContext& context) {
    if (!chooser.has_branches_inside(sequence[anchor])) return add_from(anchor, sequence, entry, chooser, context);
    // What begins inside of a branch is a pattern with this branch only; the other branches stay together.
    PatternNode others;
    others.kind = PatternNode::Kind::choice;
    const auto split = [&](const PatternNode& branch) {
      if (!chooser.begins_inside(branch)) {
        others.children.push_back(branch);
        return;
      }
      std::vector<PatternNode>& copy = context.copies.emplace_back(sequence.begin(), sequence.begin() + static_cast<std::ptrdiff_t>(anchor));
      copy.insert(copy.end(), branch.children.begin(), branch.children.end());
      copy.insert(copy.end(), sequence.begin() + static_cast<std::ptrdiff_t>(anchor) + 1, sequence.end());
      add_at(anchor + chooser.choose(branch.children), copy, entry, chooser, context);
    };
    if (sequence[anchor].kind == PatternNode::Kind::choice) {
      for (const PatternNode& branch : sequence[anchor].children) split(branch);
    } else {
      for (const Pattern& phrase : chooser.phrases(sequence[anchor].text)) split(phrase.tree().root);
    }
    if (others.children.empty()) return;
    std::vector<PatternNode>& copy = context.copies.emplace_back(sequence.begin(), sequence.end());
    copy[anchor] = std::move(others);
    add_from(anchor, copy, entry, chooser, context);
  }

  /// Begins the search at the first word of an item.
  void add_from(std::size_t anchor, std::span<const PatternNode> sequence, std::uint32_t entry, const detail::AnchorChooser& chooser, detail::CompileContext& context) {
    const Reach reach = entries[entry].reach;
    std::uint32_t accept = entry;
    if (anchor > 0) {
      Nfa before;
      const detail::Frontier ends = detail::compile(sequence.first(anchor), reach, detail::Gaps::skipped, context, before);
      const StateId begin = behind.add_reversed(before);
      behind.add_accept(begin, entry);
      accept = turning | static_cast<std::uint32_t>(turns.size());
      std::vector<Exit>& turn = turns.emplace_back();
      for (const Exit& end : ends) turn.push_back({begin + end.state, end.limit});
    }
    const detail::Gaps gaps = chooser.may_end_in_gap(sequence) ? detail::Gaps::spelt : detail::Gaps::skipped;
    for (const Exit& end : detail::compile(sequence.subspan(anchor), reach, gaps, context, ahead)) ahead.add_accept(end.state, accept);
  }

  void exclude(const PatternNode& node, bool before, std::uint32_t entry, detail::CompileContext& context) {
    Exclusion& exclusion = exclusions[entry].emplace_back();
    exclusion.before = before;
    for (const Exit& end : detail::compile({&node, 1}, Reach::clause, detail::Gaps::spelt, context, exclusion.nfa)) exclusion.nfa.add_accept(end.state, 0);
    exclusion.nfa.finish();
  }
};

Matcher::Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries, std::size_t max_states) : impl_(std::make_unique<Impl>(lexicon, std::move(entries), max_states)) {
  impl_->compile_all(lexicon);
}
Matcher::Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries, std::istream& saved, std::size_t max_states)
    : impl_(std::make_unique<Impl>(lexicon, std::move(entries), max_states)) {
  std::size_t n_entries = 0;
  try {
    cereal::BinaryInputArchive archive(saved);
    archive(n_entries, *impl_);
  } catch (const cereal::Exception& fault) {
    throw Error(std::string("saved automata: ") + fault.what());
  }
  if (n_entries != impl_->entries.size()) throw Error(fmt::format("saved automata: expected {} entries, got {}", impl_->entries.size(), n_entries));
}
void Matcher::save(std::ostream& out) const {
  cereal::BinaryOutputArchive archive(out);
  archive(impl_->entries.size(), *impl_);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
const std::vector<MatchEntry>& Matcher::entries() const noexcept { return impl_->entries; }

struct MatchWorkspace::Impl {
  const Matcher::Impl* matcher;
  detail::WordClasses classes;
  Dfa ahead;
  Dfa behind;
  std::uint32_t start = Dfa::dead;    ///< of `ahead`
  std::vector<std::uint32_t> begins;  ///< state of `ahead` behind the start, by word class, for words that are part of no mention
  /// Where reading back begins, for each state of `ahead` that accepts, by the boundary before the anchor.
  using ByBoundary = std::array<std::uint32_t, n_boundaries>;
  tsl::robin_map<std::uint32_t, ByBoundary> turns;
  tsl::robin_map<std::uint64_t, std::uint32_t> mention_symbols;  ///< numbers of the symbols that are part of a mention, by Symbol::key()

  // Buffers.
  std::vector<Symbol> symbols;
  std::vector<StateId> state_buffer;
  struct Found {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t entry;
    [[nodiscard]] bool operator<(const Found& other) const noexcept {
      return begin != other.begin ? begin < other.begin : end != other.end ? end > other.end : entry < other.entry;
    }
  };
  std::vector<Found> found;
  std::vector<Run> pending_ahead;
  std::vector<Run> pending_behind;
  std::vector<std::uint32_t> taken_until;  ///< by group

  Impl(const Matcher& m, const Vocabulary& v)
      : matcher(m.impl_.get()), classes(matcher->alphabet.atoms, v), ahead(matcher->ahead, matcher->alphabet, classes), behind(matcher->behind, matcher->alphabet, classes) {
    reset();
  }

  void reset() {
    ahead.clear();
    behind.clear();
    begins.clear();
    turns.clear();
    start = ahead.state_of(std::array<StateId, 1>{0});
  }

  void read(const MatchInput& input) {
    const std::vector<Token>& words = *input.words;
    symbols.resize(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) symbols[i] = {classes.of(words[i]), (*input.before)[i], MentionPart::none, 0, 0};
    if (input.mentions == nullptr) return;
    for (const Mention& mention : *input.mentions) {
      for (std::uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i) {
        const bool first = i == mention.tokens.begin;
        const bool last = i + 1 == mention.tokens.end;
        symbols[i].part = first && last ? MentionPart::whole : first ? MentionPart::first : last ? MentionPart::last : MentionPart::middle;
        symbols[i].target = mention.target;
        if (symbols[i].before == Boundary::opening) symbols[i].before = Boundary::clause;  // no pattern spells the names of targets
        Symbol alike = symbols[i];
        alike.target = matcher->alike[mention.target];
        symbols[i].number = mention_symbols.emplace(alike.key(), Dfa::number_of_mention(mention_symbols.size())).first->second;
      }
    }
  }

  /// Whether the exclusion matches from `at` (exactly to `until` unless that is 0).
  bool runs(const Nfa& nfa, std::uint32_t at, std::uint32_t until) const {
    std::vector<StateId> from = {0};
    std::vector<StateId> to;
    for (std::uint32_t i = at; i < symbols.size() && (until == 0 || i < until); ++i) {
      Symbol symbol = symbols[i];
      if (i == at && until != 0) symbol.before = Boundary::none;
      nfa.step(from, symbol, classes.atoms(symbol.word_class), matcher->alphabet.targets, to);
      if (to.empty()) return false;
      const bool matched = std::any_of(to.begin(), to.end(), [&](StateId s) { return !nfa.accepts(s).empty(); });
      if (matched && (until == 0 || i + 1 == until)) return true;
      from.swap(to);
    }
    return false;
  }

  /// Whether nothing stands between a token and the one before it.
  bool adjoins(std::uint32_t token) const { return symbols[token].before == Boundary::none || symbols[token].before == Boundary::opening; }

  bool excluded(std::uint32_t entry, std::uint32_t begin, std::uint32_t end) const {
    if (matcher->at_sentence_start[entry] && symbols[begin].before != Boundary::sentence) return true;
    const auto list = matcher->exclusions.find(entry);
    if (list == matcher->exclusions.end()) return false;
    return std::any_of(list->second.begin(), list->second.end(), [&](const Exclusion& exclusion) {
      if (!exclusion.before) return end < symbols.size() && adjoins(end) && runs(exclusion.nfa, end, 0);
      if (begin == 0 || !adjoins(begin)) return false;
      for (std::uint32_t at = begin - std::min(begin, longest_exclusion); at < begin; ++at) {
        if (runs(exclusion.nfa, at, begin)) return true;
      }
      return false;
    });
  }

  /// Most words are the anchor of no pattern: an array look-up says so.
  std::uint32_t begin_with(std::uint32_t at) {
    if (symbols[at].part != MentionPart::none) return ahead.step(start, symbols[at]);
    const std::size_t slot = symbols[at].word_class;
    if (slot >= begins.size()) begins.resize(std::max(slot + 1, begins.size() * 2), unknown);
    if (begins[slot] == unknown) begins[slot] = ahead.step(start, symbols[at]);
    return begins[slot];
  }

  void fetch(std::uint32_t at) const {
    const std::size_t slot = symbols[at].word_class;
    if (slot < begins.size() && begins[slot] != unknown) ahead.fetch(begins[slot]);
  }

  /// The state of `behind` from which is read back what this state accepts.
  std::uint32_t turn(std::uint32_t state, Boundary before) {
    const auto [known, fresh] = turns.try_emplace(state);
    ByBoundary& by_boundary = known.value();
    if (fresh) by_boundary.fill(unknown);
    std::uint32_t& turned = by_boundary[static_cast<std::size_t>(before)];
    if (turned == unknown) {
      state_buffer.clear();
      for (const std::uint32_t accept : ahead.accepts(state)) {
        if (accept < turning) continue;
        for (const Exit& exit : matcher->turns[accept - turning]) {
          // Anchors are asked for by name, so that what such a word opens stands in no pattern's way.
          if (before <= exit.limit || before == Boundary::opening) state_buffer.push_back(exit.state);
        }
      }
      matcher->behind.close(state_buffer);
      turned = behind.state_of(state_buffer);
    }
    return turned;
  }

  /// Reads from `base` on, forward or back, and reports the places where a state accepts. Behind a gap the automaton runs on its own: what
  /// it reads there and what it reads without the gap would make a state of their own for each pair.
  template <Direction direction, typename Report>
  void run(Dfa& dfa, std::uint32_t state, std::uint32_t base, std::vector<Run>& pending, const Report& report) {
    constexpr bool forward = direction == Direction::forward;
    const std::uint32_t room = forward ? static_cast<std::uint32_t>(symbols.size()) - base : base;
    const auto at = [&](std::uint32_t offset) { return forward ? base + offset : base - 1 - offset; };
    const auto step = [&](std::uint32_t from, std::uint32_t offset) { return dfa.step(from, symbols[at(offset)]); };
    pending.clear();
    for (std::uint32_t offset = 0;;) {
      if (dfa.accepting(state)) report(state, forward ? base + offset : base - offset);
      Boundary skipped = Boundary::none;
      for (int words = 0; words <= dfa.gap_words(state); ++words) {
        const std::uint32_t reached = offset + static_cast<std::uint32_t>(words);
        if (reached >= room) break;
        const Boundary next_one = symbols[forward ? base + reached : base - reached].before;
        // The word behind a gap may open a clause; that only one which is spelt does so is what its edge looks at.
        const bool opens = next_one == Boundary::opening && (forward || words == 0);
        const Boundary boundary = std::max(skipped, opens ? Boundary::none : next_one);
        if (boundary > Boundary::clause) break;
        skipped = std::max(skipped, forward || !opens ? next_one : Boundary::none);
        if (!dfa.may_read_behind_gap(state, symbols[at(reached)])) continue;
        const std::uint32_t behind_gap = dfa.behind_gap(state, words, boundary);
        if (behind_gap == Dfa::dead) break;
        if (const std::uint32_t next = step(behind_gap, reached); next != Dfa::dead) add(pending, {reached + 1, next});
      }
      const std::uint32_t next = offset < room ? step(state, offset) : Dfa::dead;
      if (next != Dfa::dead && (pending.empty() || pending.back().offset > offset + 1)) {
        state = next;
        ++offset;
        continue;
      }
      if (next != Dfa::dead) add(pending, {offset + 1, next});
      if (pending.empty()) return;
      state = pending.back().state;
      offset = pending.back().offset;
      pending.pop_back();
    }
  }

  /// Keeps the nearest last, each once. A list: there are seldom more than three.
  static void add(std::vector<Run>& pending, const Run& run) {
    auto place = pending.end();
    for (; place != pending.begin() && (place - 1)->offset <= run.offset; --place) {
      if (*(place - 1) == run) return;
    }
    pending.insert(place, run);
  }

  /// All matches of the patterns whose anchor begins here.
  void search_from(std::uint32_t anchor) {
    const std::uint32_t begin = begin_with(anchor);
    if (begin == Dfa::dead) return;
    run<Direction::forward>(ahead, begin, anchor + 1, pending_ahead, [&](std::uint32_t state, std::uint32_t end) {
      const std::span<const std::uint32_t> accepts = ahead.accepts(state);
      for (std::size_t i = 0; i < accepts.size() && accepts[i] < turning; ++i) add_found({anchor, end, accepts[i]});
      if (accepts.back() < turning) return;
      run<Direction::backward>(behind, turn(state, symbols[anchor].before), anchor, pending_behind, [&](std::uint32_t back, std::uint32_t first) {
        for (const std::uint32_t entry : behind.accepts(back)) add_found({first, end, entry});
      });
    });
  }

  /// Leftmost first, then longest, then the one that stands first in the lexicon. They come nearly in order.
  void add_found(const Found& more) {
    auto place = found.end();
    for (; place != found.begin() && more < *(place - 1); --place) {
    }
    found.insert(place, more);
  }

  void take(std::vector<Match>& matches) {
    taken_until.assign(matcher->groups, 0);
    for (std::size_t i = 0; i < found.size();) {
      const std::uint32_t begin = found[i].begin;
      const std::size_t first = matches.size();
      for (; i < found.size() && found[i].begin == begin; ++i) {
        std::uint32_t& until = taken_until[matcher->entries[found[i].entry].group];
        if (begin < until || excluded(found[i].entry, begin, found[i].end)) continue;
        until = found[i].end;
        matches.push_back({{begin, until}, found[i].entry});
      }
      std::sort(matches.begin() + static_cast<std::ptrdiff_t>(first), matches.end(),
                [&](const Match& a, const Match& b) { return matcher->entries[a.entry].group < matcher->entries[b.entry].group; });
    }
  }

  void find(const MatchInput& input, std::vector<Match>& matches) {
    matches.clear();
    // Between texts only: the numbers of a text's symbols must hold until it is done.
    if (mention_symbols.size() > matcher->max_states) {
      mention_symbols.clear();
      reset();
    }
    read(input);
    found.clear();
    for (std::uint32_t anchor = 0; anchor < symbols.size(); ++anchor) {
      if (ahead.size() + behind.size() > matcher->max_states) reset();
      if (anchor + fetch_ahead < symbols.size()) fetch(anchor + fetch_ahead);
      search_from(anchor);
    }
    take(matches);
  }
};

MatchWorkspace::MatchWorkspace(const Matcher& matcher, const Vocabulary& vocabulary) : impl_(std::make_unique<Impl>(matcher, vocabulary)) {}
MatchWorkspace::~MatchWorkspace() = default;
MatchWorkspace::MatchWorkspace(MatchWorkspace&&) noexcept = default;
MatchWorkspace& MatchWorkspace::operator=(MatchWorkspace&&) noexcept = default;
void MatchWorkspace::find(const MatchInput& input, std::vector<Match>& matches) { impl_->find(input, matches); }

}  // namespace stance
