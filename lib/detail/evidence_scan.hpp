#pragma once
/// First look at a document: where names, modifiers and prepositions stand, how sentences fall into clauses, and which names
/// stand side by side ("neither NATO nor the CSTO").

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <utility>
#include <vector>

#include "detail/evidence_forms.hpp"
#include "stance/lexicon.hpp"
#include "stance/match.hpp"
#include "stance/tokens.hpp"

namespace stance::detail {

inline constexpr std::uint32_t none = 0xFFFFFFFFU;

static_assert(modifier_kinds <= 32, "Scan::kinds holds a bit for each kind");
[[nodiscard]] constexpr std::uint32_t bit(ModifierKind kind) noexcept { return 1U << static_cast<std::uint32_t>(kind); }

[[nodiscard]] inline Matcher make_matcher(const Lexicon& lexicon, std::vector<MatchEntry> entries, std::istream* saved) {
  return saved == nullptr ? Matcher(lexicon, std::move(entries)) : Matcher(lexicon, std::move(entries), *saved);
}

struct Mark {
  TokenSpan tokens;
  ModifierKind kind = ModifierKind::negation;
};

struct Clause {
  std::uint32_t sentence = 0;
  std::uint32_t begin = 0;     ///< first token
  std::uint32_t end = 0;       ///< behind its last token; tokens of an inserted clause may lie in between
  std::uint32_t parent = none; ///< the clause before it in the sentence
  std::uint32_t antecedent = none;  ///< relative clause: the mention that it is about
  bool relative = false;            ///< "which …", "of which …"
  bool coordinated = false;         ///< opened by a comma and another name with a verb of its own: what one clause says, the other says beside it
  bool apposed = false;             ///< opened by a dash, colon or bracket: may explain what stands before it
};

/// Everything is by token where nothing else is said.
struct Scan {
  std::vector<Mention> mentions;
  std::vector<std::uint32_t> mention_at;    ///< index into mentions, or none
  std::vector<std::uint32_t> list_of;       ///< by mention: number of the list that it stands in
  std::vector<TokenSpan> lists;             ///< mentions [begin, end) of each list
  std::vector<std::uint32_t> kinds;         ///< bits of ModifierKind that cover the token
  std::vector<Mark> marks;                  ///< in text order
  std::vector<std::uint32_t> prepositions;  ///< bits of preposition sets that begin at the token
  std::vector<Boundary> before;
  std::vector<std::uint32_t> clause_of;
  std::vector<Clause> clauses;
  std::vector<bool> verbal;                 ///< a finite verb, an auxiliary or a verbal cue: the subject of its clause stands before it

  [[nodiscard]] bool is(std::uint32_t token, ModifierKind kind) const { return (kinds[token] & bit(kind)) != 0; }
};

/// Matchers for names and modifiers, with what their entries mean. Shared between threads.
class ScanPatterns {
 public:
  /// @param saved  automata that save() wrote for the same lexicon; null: they are compiled
  explicit ScanPatterns(const Lexicon& lexicon, std::istream* saved = nullptr);
  void save(std::ostream& out) const;

  struct NameEntry {
    std::uint32_t target;  ///< none: a decoy, or a short form that names nobody by itself
    NameForm form;
    std::vector<std::uint32_t> candidates;  ///< of a short form: the targets that it may stand for
  };
  // What the entries of a matcher mean is filled while the matcher is made, so it stands before it.
  std::vector<NameEntry> name_entries;
  Matcher names;
  std::vector<std::uint32_t> modifier_entries;  ///< ModifierKind, or modifier_kinds + number of the preposition set
  Matcher modifiers;
  VerbForms verb_forms;
  std::vector<std::string> preposition_sets;    ///< in the order of their bits
  std::uint32_t of_bit = 0;                     ///< bit of the set "of", 0 when there is none
  std::uint32_t place_bits = 0;                 ///< bits of the sets "in", "at", "on", "from"
  std::uint32_t by_bit = 0;                     ///< bit of the set "by"
  std::uint32_t from_bit = 0;                   ///< bit of the set "from"
  std::uint32_t between_bit = 0;                ///< bit of the set "between"
  std::uint32_t with_bit = 0;                   ///< bit of the set "with"
  std::uint32_t as_bit = 0;                     ///< bit of the set "as"
  std::uint32_t to_bit = 0;                     ///< bit of the set "to"
  std::uint32_t against_bit = 0;                ///< bit of the set "against"
  std::uint32_t like_bit = 0;                   ///< bit of the set "like" (such as)

  [[nodiscard]] std::uint32_t preposition_bit(const std::string& set) const;
};

class Scanner {
 public:
  Scanner(const ScanPatterns& patterns, const Vocabulary& vocabulary);
  void run(const Tokens& tokens, Scan& scan);
  /// Makes mentions of "the two countries" and "this organisation", once the principal is known. Marks of such words whose paragraph does
  /// not say clearly who is meant stay without.
  void resolve_references(const Tokens& tokens, const Lexicon& lexicon, std::optional<std::uint32_t> principal, Scan& scan);

 private:
  void find_names(const Tokens& tokens, Scan& scan);
  [[nodiscard]] std::uint32_t meant_by(std::uint32_t entry) const;
  [[nodiscard]] static bool in_other_name(const Tokens& tokens, const Scan& scan, const TokenSpan& name);
  void find_modifiers(const Tokens& tokens, Scan& scan);
  void cut_clauses(const Tokens& tokens, Scan& scan);
  [[nodiscard]] bool gives_examples(const Scan& scan, std::uint32_t name) const;
  [[nodiscard]] bool names_between(const Tokens& tokens, const Scan& scan, std::uint32_t begin, std::uint32_t end) const;
  void find_lists(const Tokens& tokens, Scan& scan) const;

  const ScanPatterns* patterns_;
  const Vocabulary* vocabulary_;
  MatchWorkspace names_;
  MatchWorkspace modifiers_;
  std::vector<Match> matches_;
  std::vector<std::uint32_t> last_named_;  ///< by target: number of its last full mention so far, counted from 1
};

}  // namespace stance::detail
