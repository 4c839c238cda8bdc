#include "detail/evidence_link.hpp"

#include <algorithm>

#include "detail/lexicon_reader.hpp"

namespace stance::detail {
namespace {

// How far apart, in words, parts of one phrase may stand. Larger reaches link more and err more; the values were chosen from
// the grammar of English noun phrases.
constexpr std::uint32_t pre_reach = 4;           ///< "Armenia's policy of military aggression"
constexpr std::uint32_t object_reach = 10;       ///< between a verb and its object
constexpr std::uint32_t preposition_reach = 16;  ///< between a noun and the name behind its preposition
constexpr std::uint32_t phrase_reach = 8;        ///< between a preposition and its name
constexpr std::uint32_t determiner_reach = 4;
constexpr std::uint32_t passive_reach = 3;       ///< "was repeatedly and brutally attacked"
constexpr std::uint32_t agent_reach = 5;         ///< between a participle and "by"
constexpr std::uint32_t clause_reach = 120;      ///< words around a name or verb in which those who take part are looked for
constexpr std::uint32_t inheritance = 2;         ///< clauses back from which a subject is taken

/// Whether a pattern asks for mentions of this target.
bool asks_for(const PatternNode& node, const Target& target, const Lexicon& lexicon) {
  if (node.kind == PatternNode::Kind::target) return selects(node.targets, target);
  if (node.kind == PatternNode::Kind::term) {
    const std::vector<Pattern>& set = lexicon.terms.at(node.text);
    return std::any_of(set.begin(), set.end(), [&](const Pattern& phrase) { return asks_for(phrase.tree().root, target, lexicon); });
  }
  return std::any_of(node.children.begin(), node.children.end(), [&](const PatternNode& child) { return asks_for(child, target, lexicon); });
}

}  // namespace

void Linker::start(const Tokens& tokens, const Scan& scan, std::optional<std::uint32_t> principal) {
  tokens_ = &tokens;
  scan_ = &scan;
  principal_ = principal;
}

Linker::Governed Linker::governed(std::uint32_t mention, std::uint32_t floor, std::uint32_t reach) const {
  Governed out;
  const std::uint32_t begin = scan_->mentions[list(mention).begin].tokens.begin;
  const std::uint32_t clause = scan_->clause_of[begin];
  std::uint32_t steps = 0;
  for (std::uint32_t i = begin; i-- > floor && steps < reach; ++steps) {
    if (scan_->clause_of[i] != clause) {
      if (!interrupts(i, clause)) break;
      steps = 0;
      continue;
    }
    const std::uint32_t bits = scan_->prepositions[i];
    if (bits == 0) continue;
    out.bits |= bits;
    out.at = i;
    const bool from_agent = noun_phrases_ && (bits & patterns_.from_bit) != 0 && comes_from_agent(i);
    if ((bits & (patterns_.of_bit | patterns_.like_bit)) == 0 && !from_agent) break;
    steps = 0;  // "members of the Council of …": go on through "of"
  }
  return out;
}

/// Whether a token is part of a clause that stands inside of another: "organisations, of which we are members, including X".
bool Linker::interrupts(std::uint32_t token, std::uint32_t clause) const {
  const Clause& inner = scan_->clauses[scan_->clause_of[token]];
  return inner.parent == clause && inner.end < scan_->clauses[clause].end;
}

/// The preposition before a mention, with only determiners between them.
std::uint32_t Linker::governs_noun_phrase(std::uint32_t mention) const {
  const std::uint32_t begin = scan_->mentions[list(mention).begin].tokens.begin;
  std::uint32_t steps = 0;
  for (std::uint32_t i = begin; i-- > 0 && steps < determiner_reach; ++steps) {
    if (scan_->clause_of[i] != scan_->clause_of[begin] || scan_->before[i + 1] != Boundary::none) return 0;
    if (scan_->prepositions[i] != 0) return scan_->prepositions[i];
    if (!scan_->is(i, ModifierKind::determiner) && scan_->mention_at[i] == none) return 0;
  }
  return 0;
}

/// "the President of X", "the government of X": an office with another's name behind it is not the principal's.
bool Linker::office_of_other(std::uint32_t token, std::uint32_t end, std::uint32_t& mention) const {
  for (std::uint32_t i = token + 1; i < end && i <= token + determiner_reach; ++i) {
    if (scan_->mention_at[i] != none) {
      mention = scan_->mention_at[i];
      return !is_own(mention);
    }
    if (scan_->prepositions[i] == 0 && !scan_->is(i, ModifierKind::determiner)) return false;
  }
  return false;
}

Actor Linker::actor(std::uint32_t clause, std::uint32_t limit) const {
  std::uint32_t weak = none;   // behind "of": "the forces of X attacked"
  std::uint32_t agent = none;  // behind "by": "the deployment of Y's forces by X is …"
  bool beside = false;         // the first person behind a preposition: "in our view X has …"
  for (std::uint32_t level = 0; clause != none && level <= inheritance; ++level) {
    const Clause& c = scan_->clauses[clause];
    const std::uint32_t end = std::min(end_of_subject(c), limit);
    for (std::uint32_t i = std::max(c.begin, end - std::min(end, clause_reach)); i < end; ++i) {
      if (scan_->clause_of[i] != clause) continue;
      if (scan_->verbal[i]) break;  // what follows the verb is not its subject
      if (const std::uint32_t m = scan_->mention_at[i]; m != none) {
        if (!acts(m)) {
          i = scan_->mentions[m].tokens.end - 1;
          continue;
        }
        const std::uint32_t governing = governs_noun_phrase(m);
        if (governing == 0) return is_own(m) ? Actor{Actor::Kind::own, m} : Actor{Actor::Kind::target, m};
        if (governing == patterns_.of_bit && weak == none) weak = m;
        if (noun_phrases_ && (governing & patterns_.by_bit) != 0 && agent == none) agent = m;
        i = scan_->mentions[m].tokens.end - 1;
        continue;
      }
      // "the deployment by X along our border is …": what stands behind a preposition does not act.
      const bool aside = noun_phrases_ && i > c.begin && scan_->prepositions[i - 1] != 0;
      const bool ours = scan_->is(i, ModifierKind::first_person) || scan_->is(i, ModifierKind::self_reference);
      if (!aside && ours) return {Actor::Kind::own, none};
      beside = beside || (ours && agent == none && weak == none);
      if (scan_->is(i, ModifierKind::own_voice)) {
        // "the step taken by X, without agreement, is …": no more does an office or document behind one.
        if ((weak != none || agent != none) && (aside || (noun_phrases_ && i > c.begin && scan_->is(i - 1, ModifierKind::negation_near)))) continue;
        std::uint32_t other = none;
        return office_of_other(i, end, other) ? Actor{Actor::Kind::target, other} : Actor{Actor::Kind::own, none};
      }
    }
    if (beside && c.antecedent == none) return {Actor::Kind::own, none};
    if (c.antecedent != none && acts(c.antecedent)) return is_own(c.antecedent) ? Actor{Actor::Kind::own, c.antecedent} : Actor{Actor::Kind::target, c.antecedent};
    if (agent != none) weak = agent;
    if (weak != none) break;
    clause = c.parent;
    limit = none;
  }
  if (weak != none) return is_own(weak) ? Actor{Actor::Kind::own, weak, true} : Actor{Actor::Kind::target, weak, true};
  return {};
}

/// Where those who may act in a clause end, its verbs aside. "Our party, which regards X as …": the relative word is the subject; in "which X
/// regards" X is. Where the antecedent is a name, the first one in the clause is still taken: it was right more often.
std::uint32_t Linker::end_of_subject(const Clause& c) const {
  if (!c.relative || c.antecedent != none || !scan_->is(c.begin, ModifierKind::relative)) return c.end;
  std::uint32_t next = c.begin + 1;
  while (next < c.end && scan_->is(next, ModifierKind::relative)) ++next;  // "those of X who"
  constexpr std::uint32_t subjects = bit(ModifierKind::determiner) | bit(ModifierKind::first_person) | bit(ModifierKind::self_reference) | bit(ModifierKind::possessive) | bit(ModifierKind::pronoun);
  const bool other_subject = next < c.end && (scan_->mention_at[next] != none || (scan_->kinds[next] & subjects) != 0);
  return other_subject ? c.end : next;
}

/// Regions and peoples of the world do nothing by themselves.
bool Linker::acts(std::uint32_t mention) const { return lexicon_.targets[scan_->mentions[mention].target].kind != "region"; }

TokenSpan Linker::apposition(std::uint32_t clause, std::uint32_t end) const {
  std::uint32_t next = clause + 1;
  const auto follows = [&](std::uint32_t number) { return number < scan_->clauses.size() && scan_->clauses[number].parent + 1 == number; };
  if (!follows(next) || scan_->clauses[next].begin > end) return {};
  // "blocs of which we are no member: X and Y"
  if (scan_->clauses[next].relative && follows(next + 1)) ++next;
  if (!scan_->clauses[next].apposed) return {};
  for (std::uint32_t i = scan_->clauses[next].begin, steps = 0; i < scan_->clauses[next].end && steps < determiner_reach; ++i, ++steps) {
    if (scan_->mention_at[i] != none) return list(scan_->mention_at[i]);
    if (!scan_->is(i, ModifierKind::determiner)) return {};
  }
  return {};
}

bool Linker::is_participle(std::uint32_t token) const { return patterns_.verb_forms.takes(VerbForm::participle, vocabulary_[tokens_->words[token].base]); }

/// "the meeting in Bucharest": a capital behind such a preposition is where something is, not who acts.
bool Linker::is_place(std::uint32_t mention, std::uint32_t bits) const {
  const Mention& named = scan_->mentions[mention];
  return named.form == NameForm::metonym && lexicon_.targets[named.target].kind == "state" && (bits & ~patterns_.place_bits) == 0;
}

bool Linker::is_passive(const CueHit& hit) const {
  if (hit.cue->type != CueType::verb) return false;
  if (is_participle(hit.tokens.begin) || is_participle(hit.tokens.end - 1)) return false;
  // "has been integrated into X": the object stands behind the preposition, in the passive too.
  if (scan_->prepositions[hit.tokens.end - 1] != 0) return false;
  const std::uint32_t clause = hit.clause;
  // "What X is doing threatens us" has a verb in the present, "was an abuse of" a noun.
  const bool active = patterns_.verb_forms.takes(VerbForm::before_phrase, vocabulary_[tokens_->words[hit.tokens.begin].base]);
  for (std::uint32_t i = hit.tokens.begin, steps = 0; i-- > 0 && steps < passive_reach; ++steps) {
    if (scan_->clause_of[i] != clause || scan_->mention_at[i] != none) break;
    if (scan_->is(i, ModifierKind::first_person) || scan_->is(i, ModifierKind::self_reference)) break;
    if ((scan_->prepositions[i] & patterns_.to_bit) != 0) break;  // "is eager to join": an infinitive is active
    if (active || (steps == 0 && scan_->is(i, ModifierKind::determiner))) break;  // "X's conduct was an abuse of": a noun
    if (scan_->is(i, ModifierKind::passive)) return true;
  }
  // "territories occupied by X": a participle with its agent; but "condemn the attack by X" has an object of its own
  const std::uint32_t next = hit.tokens.end;
  if (noun_phrases_ && next < scan_->clauses[clause].end && scan_->is(next, ModifierKind::determiner)) return false;
  return behind_preposition(hit, patterns_.by_bit, agent_reach).size() > 0;
}

/// The list of those who act in a clause before a token, other than the principal.
TokenSpan Linker::acting(std::uint32_t clause, std::uint32_t token) const {
  const Actor who = actor(clause, token);
  return who.kind == Actor::Kind::target ? list(who.mention) : TokenSpan{};
}

TokenSpan Linker::before_noun(const CueHit& hit) const {
  std::uint32_t steps = 0;
  for (std::uint32_t i = hit.tokens.begin; i-- > 0 && steps <= pre_reach; ++steps) {
    if (scan_->clause_of[i] != hit.clause) return {};
    if (scan_->mention_at[i] != none) {
      const TokenSpan found = list(scan_->mention_at[i]);
      // A bare name some words before a noun is no qualifier of it: "told Iran that cooperation …".
      const Token& last = tokens_->words[i];
      const Mention& mention = scan_->mentions[scan_->mention_at[i]];
      return steps <= 1 || last.possessive || mention.form == NameForm::adjective || found.size() > 1 ? found : TokenSpan{};
    }
    if (scan_->before[i + 1] != Boundary::none || scan_->verbal[i]) return {};
    // "Russia must end its aggression"; but "its ally" is somebody else.
    if (scan_->is(i, ModifierKind::possessive)) return hit.cue->type == CueType::relation ? TokenSpan{} : acting(hit.clause, i);
    if (scan_->is(i, ModifierKind::coordination) || scan_->is(i, ModifierKind::passive) || scan_->is(i, ModifierKind::determiner)) return {};
    if (scan_->prepositions[i] != 0 && scan_->prepositions[i] != patterns_.of_bit) return {};
  }
  return {};
}

TokenSpan Linker::behind_verb(const CueHit& hit) const {
  std::uint32_t end = std::min<std::uint32_t>(scan_->clauses[hit.clause].end, hit.tokens.end + object_reach);
  for (std::uint32_t i = hit.tokens.end; i < end; ++i) {
    if (scan_->clause_of[i] != hit.clause) {
      if (!interrupts(i, hit.clause)) return {};
      end = std::min(scan_->clauses[hit.clause].end, end + 1);  // its words do not count
      continue;
    }
    if (scan_->mention_at[i] != none) return list(scan_->mention_at[i]);
    if ((scan_->prepositions[i] & ~(patterns_.of_bit | patterns_.like_bit)) != 0) return {};
  }
  return apposition(hit.clause, hit.tokens.end + object_reach);
}

TokenSpan Linker::behind_preposition(const CueHit& hit, std::uint32_t bits, std::uint32_t reach) const {
  if (bits == 0) return {};
  const std::uint32_t end = std::min<std::uint32_t>(scan_->clauses[hit.clause].end, hit.tokens.end + reach + phrase_reach);
  // The preposition may be the cue's own last word ("partner with").
  const std::uint32_t floor = hit.tokens.end - 1;
  for (std::uint32_t i = hit.tokens.end; i < end; ++i) {
    if (scan_->clause_of[i] != hit.clause) continue;
    if (scan_->verbal[i]) return {};  // what follows the next verb belongs to that verb
    if (scan_->mention_at[i] == none) continue;
    const std::uint32_t m = scan_->mention_at[i];
    const Governed found = governed(m, floor, phrase_reach);
    const bool fits = (found.bits & bits) != 0 && found.at != none && found.at < hit.tokens.end + reach;
    if (fits && !is_place(m, found.bits & bits)) return list(m);
    i = scan_->mentions[m].tokens.end - 1;
  }
  // "partnership with another country of the continent – X"
  for (std::uint32_t i = hit.tokens.end; i < end; ++i) {
    if (scan_->clause_of[i] == hit.clause && (scan_->prepositions[i] & bits) != 0) return apposition(hit.clause, hit.tokens.end + reach);
  }
  return {};
}

/// "Welcome new members of X, the Republic of Y": Y, where the pattern asks for a state; X stands in its gap.
TokenSpan Linker::inside(const CueHit& hit) const {
  std::uint32_t first = none;
  for (std::uint32_t i = hit.tokens.begin; i < hit.tokens.end; ++i) {
    const std::uint32_t mention = scan_->mention_at[i];
    if (mention == none) continue;
    if (asks_for(hit.pattern->tree().root, lexicon_.targets[scan_->mentions[mention].target], lexicon_)) return list(mention);
    if (first == none) first = mention;
  }
  return first == none ? TokenSpan() : list(first);
}

/// "Relations with X are important": X stands in the subject of the clause, behind a preposition.
TokenSpan Linker::in_subject(const CueHit& hit) const {
  for (std::uint32_t i = scan_->clauses[hit.clause].begin; i < hit.tokens.begin; ++i) {
    if (scan_->clause_of[i] != hit.clause) continue;
    if (scan_->verbal[i]) return {};
    if (scan_->mention_at[i] != none && !is_own(scan_->mention_at[i]) && acts(scan_->mention_at[i])) return list(scan_->mention_at[i]);
  }
  return {};
}

TokenSpan Linker::subject_of(const CueHit& hit) const {
  // "X pursuing a policy of …": a participle is about the name right before it.
  const std::uint32_t begin = hit.tokens.begin;
  const bool adjacent = hit.cue->type == CueType::verb && begin > 0 && scan_->before[begin] == Boundary::none && scan_->mention_at[begin - 1] != none;
  if (adjacent && is_participle(begin)) return list(scan_->mention_at[begin - 1]);
  const Actor who = actor(hit.clause, hit.tokens.begin);
  const bool nobody_else = who.kind != Actor::Kind::target;
  if (nobody_else && hit.cue->type == CueType::predicate) return in_subject(hit);
  if (noun_phrases_ && (hit.cue->type == CueType::noun || hit.cue->type == CueType::relation)) {
    const TokenSpan complement = behind_copula(hit);
    if (complement.size() > 0) return complement;
  }
  if (who.mention == none) return {};
  if (hit.cue->type != CueType::verb) {
    // "X is our ally": without the verb a noun says nothing about the subject of its clause.
    const std::uint32_t from = scan_->mentions[who.mention].tokens.end;
    const bool here = scan_->clause_of[from - 1] == hit.clause || scan_->clauses[hit.clause].antecedent == who.mention;
    bool copula = false;  // "is our ally", "serves as our ally"
    for (std::uint32_t i = std::max(from, scan_->clauses[hit.clause].begin); i < hit.tokens.end; ++i) {
      copula = copula || scan_->is(i, ModifierKind::passive) || (scan_->prepositions[i] & patterns_.as_bit) != 0;
    }
    if (!here || !copula) return {};
  }
  return list(who.mention);
}

TokenSpan Linker::slot(const CueHit& hit, const Slot& slot) const {
  switch (slot.kind) {
    case Slot::Kind::subject: return hit.passive ? behind_preposition(hit, patterns_.by_bit, agent_reach) : subject_of(hit);
    case Slot::Kind::object: {
      if (hit.passive) return subject_of(hit);
      const TokenSpan object = behind_verb(hit);
      const TokenSpan agent = noun_phrases_ ? agent_behind(hit, object) : TokenSpan{};
      return agent.size() > 0 ? agent : object;
    }
    case Slot::Kind::pre: return before_noun(hit);
    case Slot::Kind::inside: return inside(hit);
    case Slot::Kind::preposition: return behind_preposition(hit, patterns_.preposition_bit(slot.preposition), preposition_reach);
  }
  return {};
}

std::uint32_t Linker::only_target_in(std::uint32_t begin, std::uint32_t end, std::uint32_t clause, bool& several) const {
  std::uint32_t only = none;
  for (std::uint32_t i = begin; i < end; ++i) {
    const std::uint32_t m = scan_->mention_at[i];
    if (m == none || is_own(m) || (clause != none && scan_->clause_of[i] != clause)) continue;
    if (only != none && scan_->mentions[only].target != scan_->mentions[m].target) {
      // Of a list all are spoken of alike; "the X–Y war" is one thing.
      several = several || scan_->list_of[only] != scan_->list_of[m] || has(tokens_->words[i].gap, Gap::hyphen);
    }
    if (only == none) only = m;
  }
  return only;
}

std::uint32_t Linker::only_target(const CueHit& hit, bool harm) const {
  const Clause& c = scan_->clauses[hit.clause];
  // "the Register of Damage": a capital inside a sentence makes a word part of a name.
  const bool opens = scan_->before[hit.tokens.begin] != Boundary::none || has(tokens_->words[hit.tokens.begin].gap, Gap::open_quote);
  if (tokens_->words[hit.tokens.begin].shape == Shape::initial && !opens) return none;
  // "the fight against poverty": what the cue is about stands behind its preposition, and it is no target.
  if (hit.tokens.end < c.end && scan_->prepositions[hit.tokens.end] != 0) return none;
  const TokenSpan sentence = tokens_->sentences[c.sentence].tokens;
  if (sentence.size() > clause_reach) return none;  // so long a sentence speaks of more than its only name
  bool several = false;
  std::uint32_t only = only_target_in(c.begin, c.end, hit.clause, several);
  if (only == none) only = only_target_in(sentence.begin, sentence.end, none, several);
  if (only == none || several || !acts(only)) return none;
  const std::uint32_t bits = governed(only, 0, phrase_reach).bits;
  const bool behind = scan_->mentions[only].tokens.begin > hit.tokens.begin;
  if (harm && behind && bits != 0 && (bits & patterns_.by_bit) == 0) return none;
  return is_place(only, bits) && bits != 0 ? none : only;
}

std::uint32_t Linker::possessor(const CueHit& hit, const TokenSpan& linked) const {
  std::uint32_t steps = 0;
  for (std::uint32_t i = hit.tokens.begin; i-- > 0 && steps <= pre_reach; ++steps) {
    if (scan_->clause_of[i] != hit.clause) return none;
    const std::uint32_t m = scan_->mention_at[i];
    if (m != none && acts(m) && !linked.contains(m) && (tokens_->words[i].possessive || scan_->mentions[m].form == NameForm::adjective)) return m;
    if (m == none && scan_->is(i, ModifierKind::possessive)) {
      const TokenSpan who = acting(hit.clause, i);
      return who.size() == 0 || linked.contains(who.begin) ? none : who.begin;
    }
    if (m == none && scan_->prepositions[i] != 0) return none;
  }
  return none;
}

/// The part of a clause around some mentions; all of it where it is not very long.
TokenSpan Linker::window(const Clause& clause, const TokenSpan& mentions) const {
  if (mentions.size() == 0) return {clause.begin, clause.end};
  const std::uint32_t first = scan_->mentions[mentions.begin].tokens.begin;
  const std::uint32_t last = scan_->mentions[mentions.end - 1].tokens.end;
  return {std::max(clause.begin, first - std::min(first, clause_reach)), std::min(clause.end, last + clause_reach)};
}

bool Linker::another_state(std::uint32_t clause, const TokenSpan& except) const {
  const Clause& c = scan_->clauses[clause];
  const auto [begin, end] = window(c, except);
  for (std::uint32_t i = begin; i < end; ++i) {
    const std::uint32_t m = scan_->mention_at[i];
    if (scan_->clause_of[i] == clause && m != none && !except.contains(m) && lexicon_.targets[scan_->mentions[m].target].kind == "state") return true;
  }
  return false;
}

/// "Assistance by X" in a long sentence says little of who received it.
bool Linker::only_named(std::uint32_t clause, const TokenSpan& linked) const {
  const TokenSpan sentence = tokens_->sentences[scan_->clauses[clause].sentence].tokens;
  if (sentence.size() > clause_reach) return false;
  for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
    const std::uint32_t m = scan_->mention_at[i];
    if (m != none && !linked.contains(m) && !is_own(m) && scan_->mentions[m].target != scan_->mentions[linked.begin].target) return false;
  }
  return true;
}

bool Linker::self_takes_part(std::uint32_t clause, const TokenSpan& except) const {
  if (self_in(clause, except)) return true;
  // "X must grow stronger, and <the principal> will help": the principal in the clause right beside.
  if (scan_->clauses[clause].coordinated && self_in(scan_->clauses[clause].parent, except)) return true;
  const std::uint32_t next = clause + 1;
  return next < scan_->clauses.size() && scan_->clauses[next].coordinated && scan_->clauses[next].parent == clause && self_in(next, except);
}

bool Linker::self_in(std::uint32_t clause, const TokenSpan& except) const {
  const Clause& c = scan_->clauses[clause];
  const auto [begin, end] = window(c, except);
  for (std::uint32_t i = begin; i < end; ++i) {
    if (scan_->clause_of[i] != clause) continue;
    const std::uint32_t m = scan_->mention_at[i];
    if (m != none && scan_->mentions[m].form == NameForm::reference && scan_->is(i, ModifierKind::pair)) return true;  // "the two countries"
    if (m != none && !except.contains(m) && is_own(m)) return true;
    if (m == none && (scan_->is(i, ModifierKind::first_person) || scan_->is(i, ModifierKind::self_reference))) return true;
  }
  return false;
}

}  // namespace stance::detail
