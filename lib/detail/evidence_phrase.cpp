// Roles inside of phrases: who did what a noun tells, and whom a verdict means, where no slot of the cue itself holds a name.
#include <algorithm>

#include "detail/evidence_link.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t agent_reach = 4;       ///< words between "by" and "from": "by soldiers from X"
constexpr std::uint32_t subject_reach = 40;    ///< words before a noun that opens its clause: longer subjects are none
constexpr std::uint32_t inverse_reach = 12;    ///< words between a noun and the verb whose subject it is
constexpr std::uint32_t complement_reach = 5;  ///< words between that verb and the name behind it
constexpr std::uint32_t between_reach = 8;     ///< words between "between" and a name
constexpr std::uint32_t relative_reach = 14;   ///< words of a relative clause in which the one that it is about is named
constexpr std::uint32_t content_reach = 5;     ///< words between a verb and the clause that its object is, or goes on with

}  // namespace

/// "by soldiers from X": what comes from X acts for X.
bool Linker::comes_from_agent(std::uint32_t from) const {
  for (std::uint32_t i = from, steps = 0; i-- > 0 && steps < agent_reach; ++steps) {
    if (scan_->clause_of[i] != scan_->clause_of[from] || scan_->before[i + 1] != Boundary::none || scan_->mention_at[i] != none)
      return false;
    if (scan_->prepositions[i] != 0) return (scan_->prepositions[i] & patterns_.by_bit) != 0;
  }
  return false;
}

/// "cooperation between X and Y", without us: theirs.
bool Linker::among_themselves(const TokenSpan& linked) const {
  return (governed(linked.begin, 0, between_reach).bits & patterns_.between_bit) != 0;
}

/// "the decision taken by X", "the attack of Y by X": in what a verb governs, the one who acts stands behind "by".
TokenSpan Linker::agent_behind(const CueHit& hit, const TokenSpan& object) const {
  if (object.size() > 0) {
    const Governed found = governed(object.begin, hit.tokens.end, inverse_reach);
    if (found.bits == 0) return {};  // the object itself, and no part of its description
  }
  return behind_preposition(hit, patterns_.by_bit, inverse_reach);
}

/// "our closest partner is X", "the only aggressor remains X": the noun is the subject and the name its complement.
TokenSpan Linker::behind_copula(const CueHit& hit) const {
  const Clause& c = scan_->clauses[hit.clause];
  if (hit.tokens.begin > c.begin + subject_reach) return {};
  for (std::uint32_t i = c.begin; i < hit.tokens.begin; ++i) {
    if (scan_->clause_of[i] == hit.clause && scan_->verbal[i]) return {};
  }
  std::uint32_t copula = none;
  for (std::uint32_t i = hit.tokens.end; i < std::min(c.end, hit.tokens.end + inverse_reach) && copula == none; ++i) {
    if (scan_->clause_of[i] != hit.clause) return {};
    if (scan_->is(i, ModifierKind::passive))
      copula = i;
    else if (scan_->verbal[i])
      return {};
  }
  if (copula == none) return {};
  for (std::uint32_t i = copula + 1; i < std::min(c.end, copula + 1 + complement_reach); ++i) {
    if (scan_->clause_of[i] != hit.clause) return {};
    if (scan_->mention_at[i] != none) return list(scan_->mention_at[i]);
    if (!scan_->is(i, ModifierKind::determiner) && !scan_->is(i, ModifierKind::negation)) return {};
  }
  return {};
}

/// "we condemn the way in which X treats us": the clause right behind the object of a verb, and who acts in it.
TokenSpan Linker::acting_in_content(const CueHit& hit) const {
  const std::uint32_t last = std::min<std::uint32_t>(static_cast<std::uint32_t>(tokens_->words.size()), hit.tokens.end + content_reach);
  std::uint32_t begin = hit.tokens.end;
  while (begin < last && scan_->clause_of[begin] == hit.clause) {
    if (scan_->mention_at[begin] != none || has(tokens_->words[begin].gap, Gap::comma)) return {};
    ++begin;
  }
  if (begin >= last) return {};
  const std::uint32_t clause = scan_->clause_of[begin];
  if (scan_->clauses[clause].begin != begin || scan_->clauses[clause].parent != hit.clause ||
      has(tokens_->words[begin].gap, Gap::comma | Gap::semicolon | Gap::colon | Gap::dash))
    return {};
  const Clause& c = scan_->clauses[clause];
  for (std::uint32_t i = begin + 1; i < std::min(c.end, begin + relative_reach); ++i) {
    if (scan_->clause_of[i] != clause || scan_->verbal[i] || scan_->is(i, ModifierKind::first_person)) return {};
    const std::uint32_t m = scan_->mention_at[i];
    if (m != none) return !is_own(m) && acts(m) && governs_noun_phrase(m) == 0 ? list(m) : TokenSpan{};
  }
  return {};
}

/// "the threat that X poses to us", "the help which we received from X": a relative clause right behind a noun names who did it.
TokenSpan Linker::in_relative_clause(const CueHit& hit, bool agent_only) const {
  const std::uint32_t begin = hit.tokens.end;
  if (hit.cue->type == CueType::verb || begin >= tokens_->words.size()) return {};
  const std::uint32_t clause = scan_->clause_of[begin];
  if (clause == hit.clause || scan_->clauses[clause].begin != begin || scan_->clauses[clause].parent != hit.clause) return {};
  constexpr std::uint32_t openers = bit(ModifierKind::relative) | bit(ModifierKind::clause);
  if ((scan_->kinds[begin] & openers) == 0) return {};
  bool subject = true;  // nobody and no verb stands before it
  for (std::uint32_t i = begin + 1; i < std::min(scan_->clauses[clause].end, begin + relative_reach); ++i) {
    if (scan_->clause_of[i] != clause) return {};
    const std::uint32_t m = scan_->mention_at[i];
    if (m == none) {
      subject = subject && !scan_->verbal[i] && !scan_->is(i, ModifierKind::first_person) && !scan_->is(i, ModifierKind::self_reference);
      continue;
    }
    if (is_own(m) || !acts(m)) {
      subject = false;
      i = scan_->mentions[m].tokens.end - 1;
      continue;
    }
    const std::uint32_t bits = governed(m, begin, complement_reach).bits;
    const bool agent = (subject && (bits & ~patterns_.of_bit) == 0) || (bits & patterns_.by_bit) != 0;
    const bool partner = !agent_only && (bits & (patterns_.from_bit | patterns_.with_bit | patterns_.to_bit)) != 0;
    return agent || partner ? list(m) : TokenSpan{};
  }
  return {};
}

}  // namespace stance::detail
