#pragma once
/// The patterns of a layer, compiled: where to begin with each, and the automata that try it from there.

#include <array>
#include <cereal/types/vector.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "detail/match_anchor.hpp"
#include "detail/match_candidates.hpp"
#include "detail/match_compile.hpp"
#include "detail/match_lengths.hpp"

namespace stance::detail {

/// A pattern with one of its anchors. What stands before the anchor is read back from there.
struct Variant {
  std::uint32_t entry;
  std::uint32_t first_turn;  ///< of the places from which to read back; none where the anchor comes first
  std::uint32_t last_turn;   ///< one more
};

/// A state of `Program::behind` from which to read back.
struct Turn {
  StateId state;
  Boundary limit;  ///< the largest that may stand before the anchor
  std::array<std::uint8_t, 3> unused = {};  ///< no hole, so that lists are written and read in one piece
};

/// What must not stand next to a match; read from the match on, back where it is about what stands before.
struct Exclusion {
  Nfa nfa;
  bool before = false;
  std::vector<StateId> starts;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(nfa, before, starts);
  }
};

struct Program {
  explicit Program(const Lexicon& lexicon) : alphabet(lexicon) {}

  Alphabet alphabet;
  CandidateTable candidates;
  std::vector<Variant> variants;
  std::vector<Turn> turns;
  Nfa ahead;   ///< reads patterns from their anchors on
  Nfa behind;  ///< reads what stands before the anchors, from right to left
  std::vector<Exclusion> exclusions;           ///< of all entries, one behind the other
  std::vector<std::uint32_t> first_exclusion;  ///< by entry, and one more: where its exclusions begin
  std::vector<bool> at_sentence_start;         ///< by entry: matches there only
  std::uint32_t groups = 0;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(alphabet, candidates, ahead, behind, exclusions, first_exclusion, at_sentence_start, groups);
    in_one_piece(archive, variants);
    in_one_piece(archive, turns);
  }
};

/// Compiles the patterns of a layer into a program.
class ProgramBuilder {
 public:
  ProgramBuilder(const Lexicon& lexicon, const std::vector<MatchEntry>& entries, Program& program)
      : entries_(entries), program_(program), context_(lexicon, program.alphabet), chooser_(lexicon, entries), lengths_(lexicon) {}
  void build();

 private:
  void add(std::span<const PatternNode> sequence, std::uint32_t entry);
  void add_at(std::size_t anchor, std::span<const PatternNode> sequence, std::uint32_t entry);
  void add_from(std::size_t anchor, std::span<const PatternNode> sequence, std::uint32_t entry);
  void add_candidates(std::size_t anchor, std::span<const PatternNode> sequence, const std::vector<Beginnings>& beginnings, std::span<const Edge> anchors);
  void exclude(const PatternNode& node, bool before);

  const std::vector<MatchEntry>& entries_;
  Program& program_;
  CompileContext context_;
  AnchorChooser chooser_;
  ItemLengths lengths_;
};

}  // namespace stance::detail
