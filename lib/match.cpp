#include "stance/match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cereal/archives/binary.hpp>
#include <cereal/types/string.hpp>
#include <span>
#include <string>
#include <utility>

#include "detail/match_program.hpp"
#include "detail/match_run.hpp"

namespace stance {

using detail::Candidate;
using detail::CandidateGroup;
using detail::Check;
using detail::Direction;
using detail::Exclusion;
using detail::MentionPart;
using detail::Run;
using detail::Symbol;
using detail::Variant;

namespace {

constexpr std::uint32_t longest_exclusion = max_pattern_items;  ///< words that a "not before" sequence may span
constexpr std::int64_t longest_window = 256;  ///< tokens; a "sentence" may be a megabyte long
constexpr std::size_t words_ahead = 16;       ///< that are fetched before they are read
constexpr std::size_t attempts_ahead = 3;     ///< the same

}  // namespace

struct Matcher::Impl {
  std::vector<MatchEntry> entries;
  detail::Program program;

  Impl(const Lexicon& lexicon, std::vector<MatchEntry> all) : entries(std::move(all)), program(lexicon) {}
};

Matcher::Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries) : impl_(std::make_unique<Impl>(lexicon, std::move(entries))) {
  detail::ProgramBuilder(lexicon, impl_->entries, impl_->program).build();
}
Matcher::Matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries, std::istream& saved) : impl_(std::make_unique<Impl>(lexicon, std::move(entries))) {
  std::size_t n_entries = 0;
  try {
    cereal::BinaryInputArchive archive(saved);
    archive(n_entries, impl_->program);
  } catch (const cereal::Exception& fault) {
    throw Error(std::string("saved automata: ") + fault.what());
  }
  if (n_entries != impl_->entries.size()) throw Error(fmt::format("saved automata: expected {} entries, got {}", impl_->entries.size(), n_entries));
}
void Matcher::save(std::ostream& out) const {
  cereal::BinaryOutputArchive archive(out);
  archive(impl_->entries.size(), impl_->program);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
const std::vector<MatchEntry>& Matcher::entries() const noexcept { return impl_->entries; }

struct MatchWorkspace::Impl {
  struct Found {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t entry;
    /// Leftmost first, then longest, then the one that stands first in the lexicon.
    [[nodiscard]] bool operator<(const Found& other) const noexcept {
      return begin != other.begin ? begin < other.begin : end != other.end ? end > other.end : entry < other.entry;
    }
  };

  /// A pattern whose anchor and checks are there.
  struct Attempt {
    std::uint32_t anchor;
    std::uint32_t variant;
    detail::StateId behind_anchor;
  };

  const std::vector<MatchEntry>& entries;
  const detail::Program& program;
  detail::WordClasses classes;
  detail::ItemRows rows;

  // Buffers.
  std::vector<Symbol> symbols;
  std::vector<std::size_t> row_of;         ///< by token
  std::vector<std::uint64_t> in_sentence;  ///< the rows of a sentence's tokens in one
  std::uint32_t begin_of_sentence = 0;
  std::uint32_t end_of_sentence = 0;
  std::vector<Attempt> attempts;  ///< of a sentence
  std::vector<Run> runs;
  std::vector<std::uint32_t> ends;  ///< of the matches of one attempt
  std::vector<Found> found;
  std::vector<std::uint32_t> taken_until;  ///< by group

  Impl(const Matcher& m, const Vocabulary& v)
      : entries(m.impl_->entries), program(m.impl_->program), classes(program.alphabet.atoms, v), rows(program.candidates, program.alphabet, classes) {}

  [[nodiscard]] detail::SymbolText text() const { return {&symbols, &classes, &program.alphabet.targets}; }

  void read(const MatchInput& input) {
    const std::vector<Token>& words = *input.words;
    symbols.resize(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i + words_ahead < words.size()) classes.fetch(words[i + words_ahead]);
      symbols[i] = {classes.of(words[i]), (*input.before)[i], MentionPart::none, 0};
    }
    if (input.mentions != nullptr) read_mentions(*input.mentions);
    row_of.resize(symbols.size());
    for (std::size_t i = 0; i < symbols.size(); ++i) row_of[i] = rows.of(symbols[i]);
  }

  void read_mentions(const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) {
      for (std::uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i) {
        const bool first = i == mention.tokens.begin;
        const bool last = i + 1 == mention.tokens.end;
        symbols[i].part = first && last ? MentionPart::whole : first ? MentionPart::first : last ? MentionPart::last : MentionPart::middle;
        symbols[i].target = mention.target;
        if (symbols[i].before == Boundary::opening) symbols[i].before = Boundary::clause;  // no pattern spells the names of targets
      }
    }
  }

  /// No match reaches over the end of a sentence, unless that is one within a name.
  [[nodiscard]] std::uint32_t find_end_of_sentence(std::uint32_t begin) const {
    std::uint32_t end = begin + 1;
    while (end < symbols.size() && (symbols[end].before != Boundary::sentence || (symbols[end].part != MentionPart::none && !detail::begins_mention(symbols[end])))) ++end;
    return std::min(end, static_cast<std::uint32_t>(symbols.size()));
  }

  /// To be called for a sentence while the one before it is searched: rows and groups are spread over more memory than the nearer caches hold.
  void fetch(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t i = begin; i < end; ++i) {
      rows.fetch(row_of[i]);
      for (const detail::AtomId atom : classes.atoms(symbols[i].word_class)) program.candidates.fetch(atom);
    }
  }

  /// Whether the item of a check stands where it may, seen from an anchor. Where there is too much to look at, it may.
  [[nodiscard]] bool holds(const Check& check, std::uint32_t anchor) const noexcept {
    if (check.item == Check::none) return true;
    if (check.first == check.last) {
      const std::int64_t only = std::int64_t{anchor} + check.first;
      return only >= begin_of_sentence && only < end_of_sentence && rows.holds(row_of[static_cast<std::size_t>(only)], check.item);
    }
    if (!detail::ItemRows::holds(in_sentence.data(), check.item)) return false;
    const std::int64_t at = anchor;
    const std::int64_t first = check.first == -Check::far ? begin_of_sentence : std::max<std::int64_t>(begin_of_sentence, at + check.first);
    const std::int64_t end = check.last == Check::far ? end_of_sentence : std::min<std::int64_t>(end_of_sentence, at + check.last + 1);
    if (end - first > longest_window) return true;
    for (std::int64_t i = first; i < end; ++i) {
      if (rows.holds(row_of[static_cast<std::size_t>(i)], check.item)) return true;
    }
    return false;
  }

  /// Whether the exclusion matches next to a match.
  bool matches(const Exclusion& exclusion, std::uint32_t begin, std::uint32_t end) {
    bool out = false;
    const auto report = [&](std::uint32_t) { out = true; };
    for (const detail::StateId start : exclusion.starts) detail::add_run(runs, {0, start});
    if (exclusion.before) {
      detail::run_automaton<Direction::backward>(exclusion.nfa, text(), begin, std::min(begin, longest_exclusion), runs, report);
    } else {
      detail::run_automaton<Direction::forward>(exclusion.nfa, text(), end, static_cast<std::uint32_t>(symbols.size()) - end, runs, report);
    }
    return out;
  }

  /// Whether nothing stands between a token and the one before it.
  bool adjoins(std::uint32_t token) const { return symbols[token].before == Boundary::none || symbols[token].before == Boundary::opening; }

  bool excluded(std::uint32_t entry, std::uint32_t begin, std::uint32_t end) {
    if (program.at_sentence_start[entry] && symbols[begin].before != Boundary::sentence) return true;
    const auto of = [&](std::uint32_t of_entry) { return program.exclusions.begin() + program.first_exclusion[of_entry]; };
    return std::any_of(of(entry), of(entry + 1), [&](const Exclusion& exclusion) {
      const bool next_to_it = exclusion.before ? begin > 0 && adjoins(begin) : end < symbols.size() && adjoins(end);
      return next_to_it && matches(exclusion, begin, end);
    });
  }

  /// All matches of a pattern with its anchor here.
  void follow(const Attempt& attempt) {
    const std::uint32_t anchor = attempt.anchor;
    const Variant& variant = program.variants[attempt.variant];
    ends.clear();
    runs.push_back({0, attempt.behind_anchor});
    const auto room = static_cast<std::uint32_t>(symbols.size()) - anchor - 1;
    detail::run_automaton<Direction::forward>(program.ahead, text(), anchor + 1, room, runs, [&](std::uint32_t words) { ends.push_back(anchor + 1 + words); });
    if (ends.empty()) return;
    if (variant.first_turn == variant.last_turn) {
      for (const std::uint32_t end : ends) found.push_back({anchor, end, variant.entry});
      return;
    }
    const Boundary before = symbols[anchor].before;
    for (std::uint32_t i = variant.first_turn; i < variant.last_turn; ++i) {
      // Anchors are asked for by name, so that what such a word opens stands in no pattern's way.
      if (before <= program.turns[i].limit || before == Boundary::opening) detail::add_run(runs, {0, program.turns[i].state});
    }
    detail::run_automaton<Direction::backward>(program.behind, text(), anchor, anchor, runs, [&](std::uint32_t words) {
      for (const std::uint32_t end : ends) found.push_back({anchor - words, end, variant.entry});
    });
  }

  /// Most words are the anchor of nothing, and most groups are ruled out by their check.
  void search(std::span<const CandidateGroup> groups, std::uint32_t anchor) {
    for (const CandidateGroup& group : groups) {
      if (holds(group.check, anchor)) take_up(group, anchor);
    }
  }

  /// Whether a candidate of the group is to be tried here.
  void take_up(const CandidateGroup& group, std::uint32_t anchor) {
    for (const Candidate& candidate : program.candidates.candidates(group)) {
      if (!holds(candidate.check, anchor)) continue;
      if (candidate.behind_anchor == Candidate::complete) {
        found.push_back({anchor, anchor + 1, program.variants[candidate.variant].entry});
        continue;
      }
      program.ahead.fetch(candidate.behind_anchor);
      attempts.push_back({anchor, candidate.variant, candidate.behind_anchor});
    }
  }

  void search_from(std::uint32_t anchor) {
    const Symbol& symbol = symbols[anchor];
    search(program.candidates.of_any_word(), anchor);
    for (const detail::AtomId atom : classes.atoms(symbol.word_class)) search(program.candidates.of_atom(atom), anchor);
    if (!detail::begins_mention(symbol)) return;
    for (const std::uint32_t set : program.alphabet.targets.of(symbol.target)) search(program.candidates.of_mention(set, symbol.part == MentionPart::whole), anchor);
  }

  void take(std::vector<Match>& matches) {
    taken_until.assign(program.groups, 0);
    for (std::size_t i = 0; i < found.size();) {
      const std::uint32_t begin = found[i].begin;
      const std::size_t first = matches.size();
      for (; i < found.size() && found[i].begin == begin; ++i) {
        std::uint32_t& until = taken_until[entries[found[i].entry].group];
        if (begin < until || excluded(found[i].entry, begin, found[i].end)) continue;
        until = found[i].end;
        matches.push_back({{begin, until}, found[i].entry});
      }
      std::sort(matches.begin() + static_cast<std::ptrdiff_t>(first), matches.end(),
                [&](const Match& a, const Match& b) { return entries[a.entry].group < entries[b.entry].group; });
    }
  }

  void search_sentence() {
    if (program.candidates.has_ranges()) rows.join(std::span(row_of).subspan(begin_of_sentence, end_of_sentence - begin_of_sentence), in_sentence);
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    for (std::uint32_t anchor = begin_of_sentence; anchor < end_of_sentence; ++anchor) search_from(anchor);
    for (std::size_t i = 0; i < attempts.size(); ++i) {
      if (i + attempts_ahead < attempts.size()) program.ahead.fetch_edges(attempts[i + attempts_ahead].behind_anchor);
      follow(attempts[i]);
    }
    attempts.clear();
    std::sort(found.begin() + first, found.end());
  }

  void find(const MatchInput& input, std::vector<Match>& matches) {
    matches.clear();
    read(input);
    found.clear();
    end_of_sentence = 0;
    for (std::uint32_t next_end = find_end_of_sentence(0); end_of_sentence < symbols.size();) {
      begin_of_sentence = end_of_sentence;
      end_of_sentence = next_end;
      next_end = find_end_of_sentence(end_of_sentence);
      fetch(end_of_sentence, next_end);
      search_sentence();
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
