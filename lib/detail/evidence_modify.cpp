// What negators, hedges and conditions do to a cue or pattern.
#include <algorithm>

#include "detail/evidence_build.hpp"
#include "detail/pattern_word.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t negation_reach = 9;       ///< words between a negator and what it negates
constexpr std::uint32_t longest_mark = 16;        ///< words; a negator is shorter
constexpr std::uint32_t near_reach = 4;           ///< the same for a negator of the noun phrase right behind it
constexpr std::uint32_t raised_reach = 40;        ///< words before a clause in which its verb of thinking, and the negator of that, may stand
constexpr std::uint32_t attribute_reach = 3;      ///< words between a determiner or genitive and the noun of blame behind it
constexpr std::uint32_t weight_reach = 80;        ///< words on each side in which a hedge or condition of the clause is looked for

/// `n` words before a token, but not before `floor`: keeps the time linear in clauses of any length.
std::uint32_t back(std::uint32_t token, std::uint32_t n, std::uint32_t floor) { return std::max(floor, token - std::min(token, n)); }

/// Whether a pattern asks for this word.
bool spells(const PatternNode& node, std::string_view word, const Lexicon& lexicon) {
  if (node.kind == PatternNode::Kind::word) return takes(node.text, word);
  if (node.kind == PatternNode::Kind::term) {
    const std::vector<Pattern>& set = lexicon.terms.at(node.text);
    return std::any_of(set.begin(), set.end(), [&](const Pattern& pattern) { return spells(pattern.tree().root, word, lexicon); });
  }
  return std::any_of(node.children.begin(), node.children.end(), [&](const PatternNode& child) { return spells(child, word, lexicon); });
}

std::vector<Mark>::const_iterator first_mark_from(const std::vector<Mark>& marks, std::uint32_t from) {
  return std::lower_bound(marks.begin(), marks.end(), from, [](const Mark& mark, std::uint32_t token) { return mark.tokens.begin < token; });
}

}  // namespace

/// Whether a comma or a verb stands between a negator of a noun phrase and a cue: then the cue is not in the phrase.
bool EvidenceBuilder::interrupted(std::uint32_t begin, std::uint32_t end) const {
  for (std::uint32_t i = begin; i < end; ++i) {
    if (in_.scan->before[i] != Boundary::none || in_.scan->verbal[i]) return true;
  }
  return in_.scan->before[end] != Boundary::none;
}

/// "Without X there is no peace": what is said to be impossible without X speaks for X.
bool EvidenceBuilder::denied_later(std::uint32_t sentence, std::uint32_t token) const {
  const std::uint32_t end = std::min(in_.tokens->sentences[sentence].tokens.end, token + weight_reach);
  const std::vector<std::uint32_t>& kinds = in_.scan->kinds;
  return std::any_of(kinds.begin() + token, kinds.begin() + end, [](std::uint32_t k) { return (k & bit(ModifierKind::negation)) != 0; });
}

/// "will not react, and will keep the door open": a second predicate is no longer negated.
bool EvidenceBuilder::predicate_between(std::uint32_t begin, std::uint32_t end) const {
  for (std::uint32_t i = begin; i + 1 < end; ++i) {
    if (!in_.scan->is(i, ModifierKind::coordination)) continue;
    // "will not send troops, nor will it pay": the second predicate has a negator of its own.
    if (in_.scan->is(i + 1, ModifierKind::auxiliary) || (!in_.scan->is(i, ModifierKind::negation) && has(in_.tokens->words[i].gap, Gap::comma) && in_.scan->verbal[i + 1])) return true;
  }
  return false;
}

/// "join neither X nor Y", "accept no bases of X": a negator between a cue and its target.
bool EvidenceBuilder::negated_behind(const CueHit& hit, const TokenSpan& linked, std::vector<AppliedModifier>& applied) const {
  const std::uint32_t target = in_.scan->mentions[linked.begin].tokens.begin;
  bool odd = false;
  for (auto at = first_mark_from(in_.scan->marks, hit.tokens.end); at != in_.scan->marks.end(); ++at) {
    const Mark& mark = *at;
    if (mark.tokens.begin >= target) break;
    if (mark.kind != ModifierKind::negation || in_.scan->clause_of[mark.tokens.begin] != hit.clause) continue;
    odd = !odd;
    applied.push_back({mark.kind, original(mark.tokens)});
  }
  return odd;
}

/// "X, not Y, is our partner": between two commas a negator and a name.
bool EvidenceBuilder::contrasts(const Mark& mark, std::uint32_t cue) const {
  if (in_.scan->before[mark.tokens.begin] == Boundary::none) return false;
  std::uint32_t name = mark.tokens.end;
  while (name < cue && in_.scan->mention_at[name] == none && in_.scan->is(name, ModifierKind::determiner)) ++name;
  if (name >= cue || in_.scan->mention_at[name] == none) return false;
  const std::uint32_t behind = in_.scan->mentions[linker_.list(in_.scan->mention_at[name]).end - 1].tokens.end;
  return behind <= cue && in_.scan->before[behind] != Boundary::none;
}

void EvidenceBuilder::negate(const TokenSpan& cue, const Pattern& pattern, std::uint32_t clause, Modified& out) const {
  std::uint32_t count = 0;
  const Clause& c = in_.scan->clauses[clause];
  if (!sentence_has(c.sentence, ModifierKind::negation) && !sentence_has(c.sentence, ModifierKind::negation_near)) return;
  const Clause* parent = c.parent == none ? nullptr : &in_.scan->clauses[c.parent];
  // "We do not believe that …": the negation of the verb of thinking is the negation of the thought.
  const bool raised = parent != nullptr && parent->sentence == c.sentence && !c.coordinated &&
                      std::any_of(in_.scan->kinds.begin() + back(c.begin, raised_reach, parent->begin), in_.scan->kinds.begin() + std::max(parent->begin, std::min(parent->end, c.begin)),
                                  [](std::uint32_t kinds) { return (kinds & bit(ModifierKind::attribution_verb)) != 0; });
  const std::uint32_t near_from = back(cue.begin, negation_reach + longest_mark, c.begin);
  const std::uint32_t from = raised && cue.begin - c.begin < raised_reach ? back(c.begin, raised_reach, parent->begin) : near_from;
  for (auto mark = first_mark_from(in_.scan->marks, from); mark != in_.scan->marks.end() && mark->tokens.begin < cue.end; ++mark) {
    const bool near = mark->kind == ModifierKind::negation_near;
    if (mark->kind != ModifierKind::negation && !near) continue;
    // "is not a member of": a negator in a gap of the cue negates it; one that the pattern spells is part of its meaning.
    if (cue.contains(mark->tokens.begin) && spells(pattern.tree().root, vocabulary_[in_.tokens->words[mark->tokens.begin].base], lexicon_)) continue;
    // "It would be a mistake to leave X": where the cue begins inside of the negator, it means its words already.
    if (mark->tokens.begin < cue.begin && mark->tokens.end > cue.begin) continue;
    // "We reject the claim that …": the voice turns round already.
    if (in_.scan->is(mark->tokens.begin, ModifierKind::rejection)) continue;
    // "neither X nor Y", "not X nor Y": one denial.
    if (count > 0 && in_.scan->is(mark->tokens.begin, ModifierKind::coordination)) continue;
    if (contrasts(*mark, cue.begin)) continue;
    // "rejects and condemns": two verdicts beside each other.
    if (mark->tokens.end + 1 == cue.begin && in_.scan->is(mark->tokens.end, ModifierKind::coordination)) continue;
    const std::uint32_t at = in_.scan->clause_of[mark->tokens.begin];
    const bool here = at == clause && mark->tokens.end + (near ? near_reach : negation_reach) >= cue.begin && !(near && interrupted(mark->tokens.end, cue.begin)) &&
                      !predicate_between(mark->tokens.end, cue.begin);
    const bool above = raised && !near && at == c.parent;
    if ((!here && !above) || (near && denied_later(c.sentence, cue.end))) continue;
    ++count;
    out.ceases = count == 1 && in_.scan->is(mark->tokens.begin, ModifierKind::cessation);
    out.applied.push_back({mark->kind, original(mark->tokens)});
  }
  if (count % 2 == 1) out.sign = -1.0;
}

/// "We shall not bow to the pressure of X", "to X's pressure": a definite noun of blame is taken for granted, whatever the verb before it denies.
bool EvidenceBuilder::presupposed(const CueHit& hit, const TokenSpan& linked) const {
  const Mention& named = in_.scan->mentions[linked.begin];
  const bool genitive = in_.tokens->words[named.tokens.end - 1].possessive || named.form == NameForm::adjective;
  if (genitive && named.tokens.end <= hit.tokens.begin && hit.tokens.begin - named.tokens.end <= attribute_reach) return true;
  return in_noun_phrase(hit, ModifierKind::definite) != none;
}

/// "Neither our partnership with X nor …", "the plight of our brothers in X": what we have is not denied. "X is not our ally" denies that we have it.
bool EvidenceBuilder::is_ours(const CueHit& hit) const {
  const std::uint32_t our = in_noun_phrase(hit, ModifierKind::first_person);
  return our != none && our > 0 && (in_.scan->prepositions[our - 1] != 0 || in_.scan->is(our - 1, ModifierKind::negation));
}

/// Such a word at the head of a noun, or before it in the same noun phrase; none where there is none.
std::uint32_t EvidenceBuilder::in_noun_phrase(const CueHit& hit, ModifierKind kind) const {
  if (in_.scan->is(hit.tokens.begin, kind)) return hit.tokens.begin;
  for (std::uint32_t i = hit.tokens.begin, steps = 0; i-- > 0 && steps < attribute_reach && in_.scan->before[i + 1] == Boundary::none; ++steps) {
    if (in_.scan->is(i, kind)) return i;
    if (in_.scan->verbal[i] || in_.scan->prepositions[i] != 0) break;
  }
  return none;
}

EvidenceBuilder::Modified EvidenceBuilder::modifiers(const TokenSpan& cue, const Pattern& pattern, std::uint32_t clause) const {
  Modified out;
  if (options_.negation) negate(cue, pattern, clause, out);
  const Clause& c = in_.scan->clauses[clause];
  const auto weigh = [&](ModifierKind kind, double factor) {
    if (!sentence_has(c.sentence, kind)) return;
    for (auto at = first_mark_from(in_.scan->marks, back(cue.begin, weight_reach, c.begin)); at != in_.scan->marks.end(); ++at) {
      const Mark& mark = *at;
      if (mark.tokens.begin >= c.end || mark.tokens.begin > cue.end + weight_reach) break;
      if (mark.kind != kind || in_.scan->clause_of[mark.tokens.begin] != clause || cue.contains(mark.tokens.begin)) continue;
      out.weight *= factor;
      out.applied.push_back({kind, original(mark.tokens)});
      return;
    }
  };
  if (options_.hedges) weigh(ModifierKind::hedge, lexicon_.modifiers.hedge_weight);
  if (options_.conditions) weigh(ModifierKind::condition, lexicon_.modifiers.condition_weight);
  return out;
}

}  // namespace stance::detail
