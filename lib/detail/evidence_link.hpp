#pragma once
/// Links a cue to the targets in its slots: who does what to whom, inside the clause.

#include <cstdint>
#include <optional>
#include <vector>

#include "detail/evidence_scan.hpp"

namespace stance::detail {

/// A cue that matched.
struct CueHit {
  TokenSpan tokens;
  const Cue* cue = nullptr;
  const Pattern* pattern = nullptr;
  std::uint32_t clause = 0;
  bool passive = false;  ///< verbs: the grammatical subject is who it is done to
};

/// Who acts in a clause.
struct Actor {
  enum class Kind : std::uint8_t { unnamed, own, target } kind = Kind::unnamed;
  std::uint32_t mention = none;  ///< when it is a target
  bool weak = false;             ///< named behind a preposition only
};

class Linker {
 public:
  /// @param noun_phrases  whether roles inside of noun phrases are read: "the decision taken by X", "our closest ally is X"
  Linker(const Lexicon& lexicon, const ScanPatterns& patterns, const Vocabulary& vocabulary, bool noun_phrases)
      : lexicon_(lexicon), patterns_(patterns), vocabulary_(vocabulary), noun_phrases_(noun_phrases) {}
  void start(const Tokens& tokens, const Scan& scan, std::optional<std::uint32_t> principal);

  /// Who acts in the clause, looking only before `limit`; a relative clause is about its antecedent, a clause without a subject
  /// takes the one before it.
  [[nodiscard]] Actor actor(std::uint32_t clause, std::uint32_t limit) const;
  /// Mentions in a slot of a cue: a whole list when its first member stands there; empty when nobody does.
  [[nodiscard]] TokenSpan slot(const CueHit& hit, const Slot& slot) const;
  /// The list in which a mention stands; itself where it stands alone.
  [[nodiscard]] TokenSpan list(std::uint32_t mention) const { return scan_->lists[scan_->list_of[mention]]; }
  /// The one target other than the principal that the clause of a cue names, or the sentence where the clause names nobody; none where there
  /// are several, where the cue's own preposition governs something else, and, for harm, where the target stands behind a preposition like a victim.
  [[nodiscard]] std::uint32_t only_target(const CueHit& hit, bool harm) const;
  /// Whether the mentions stand behind "between": what is said of them is theirs.
  [[nodiscard]] bool among_themselves(const TokenSpan& linked) const;
  [[nodiscard]] bool is_passive(const CueHit& hit) const;
  /// Those whom the relative clause right behind a noun names as the ones who did it, or, unless agent_only, from, with or to whom; empty
  /// when there are none.
  [[nodiscard]] TokenSpan in_relative_clause(const CueHit& hit, bool agent_only) const;
  /// Who acts in the clause that a verb has as its object: "we condemn the way in which X treats us"; empty when nobody is named there.
  [[nodiscard]] TokenSpan acting_in_content(const CueHit& hit) const;
  [[nodiscard]] bool is_own(std::uint32_t mention) const { return principal_ && scan_->mentions[mention].target == *principal_; }
  /// A name right before the noun, in the genitive: "Georgia's NATO membership" is Georgia's.
  [[nodiscard]] std::uint32_t possessor(const CueHit& hit, const TokenSpan& linked) const;
  /// Whether the clause names a state outside of `except`.
  [[nodiscard]] bool another_state(std::uint32_t clause, const TokenSpan& except) const;
  /// Whether the sentence names nobody outside of some mentions but the principal.
  [[nodiscard]] bool only_named(std::uint32_t clause, const TokenSpan& linked) const;
  /// Whether the principal or its first person takes part in the clause outside of `except`.
  [[nodiscard]] bool self_takes_part(std::uint32_t clause, const TokenSpan& except) const;
  /// The same of this clause alone.
  [[nodiscard]] bool self_in(std::uint32_t clause, const TokenSpan& except) const;

 private:
  struct Governed {
    std::uint32_t bits = 0;  ///< prepositions that govern it, through "of"
    std::uint32_t at = none; ///< the outermost of them
  };
  /// Prepositions in front of a mention, `reach` words back, but not before token `floor`.
  [[nodiscard]] Governed governed(std::uint32_t mention, std::uint32_t floor, std::uint32_t reach) const;
  [[nodiscard]] std::uint32_t governs_noun_phrase(std::uint32_t mention) const;
  [[nodiscard]] TokenSpan window(const Clause& clause, const TokenSpan& mentions) const;
  [[nodiscard]] TokenSpan acting(std::uint32_t clause, std::uint32_t token) const;
  [[nodiscard]] TokenSpan before_noun(const CueHit& hit) const;
  [[nodiscard]] TokenSpan behind_verb(const CueHit& hit) const;
  [[nodiscard]] TokenSpan behind_preposition(const CueHit& hit, std::uint32_t bits, std::uint32_t reach) const;
  [[nodiscard]] TokenSpan subject_of(const CueHit& hit) const;
  [[nodiscard]] TokenSpan in_subject(const CueHit& hit) const;
  [[nodiscard]] TokenSpan inside(const CueHit& hit) const;
  [[nodiscard]] bool comes_from_agent(std::uint32_t from) const;
  [[nodiscard]] TokenSpan agent_behind(const CueHit& hit, const TokenSpan& object) const;
  [[nodiscard]] TokenSpan behind_copula(const CueHit& hit) const;
  [[nodiscard]] bool interrupts(std::uint32_t token, std::uint32_t clause) const;
  /// A list that explains the words before `end`: "two blocs – X and Y".
  [[nodiscard]] TokenSpan apposition(std::uint32_t clause, std::uint32_t end) const;
  [[nodiscard]] std::uint32_t only_target_in(std::uint32_t begin, std::uint32_t end, std::uint32_t clause, bool& several) const;
  [[nodiscard]] std::uint32_t end_of_subject(const Clause& c) const;
  [[nodiscard]] bool acts(std::uint32_t mention) const;
  [[nodiscard]] bool is_place(std::uint32_t mention, std::uint32_t bits) const;
  [[nodiscard]] bool is_participle(std::uint32_t token) const;  ///< an active one
  [[nodiscard]] bool office_of_other(std::uint32_t token, std::uint32_t end, std::uint32_t& mention) const;

  const Lexicon& lexicon_;
  const ScanPatterns& patterns_;
  const Vocabulary& vocabulary_;
  bool noun_phrases_;
  const Tokens* tokens_ = nullptr;
  const Scan* scan_ = nullptr;
  std::optional<std::uint32_t> principal_;
};

}  // namespace stance::detail
