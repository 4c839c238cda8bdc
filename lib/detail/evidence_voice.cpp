#include "detail/evidence_voice.hpp"

#include <algorithm>
#include <utility>

namespace stance::detail {
namespace {

constexpr std::uint32_t source_reach = 25;   ///< words before an attribution verb in which its subject is looked for
constexpr std::uint32_t speaker_reach = 4;   ///< capitalised words behind an office that may be its holder's name
constexpr std::uint32_t shortest_quotation = 4;  ///< words; a shorter one is no view that could be right or wrong
constexpr std::uint32_t short_quotation = 6;     ///< words; a shorter one is a term in quotation marks, not a speech
constexpr std::uint32_t denial_reach = 3;        ///< words between a negator and the verdict that it denies
constexpr std::uint32_t quotation_reach = 3;     ///< words between a reporting verb and the quotation that it introduces
constexpr std::uint32_t opening = 4;             ///< words at the beginning of a sentence in which a verdict on the one before it stands

constexpr double clear_lead = 1.4;               ///< of the most likely principal over the next
constexpr std::size_t few_sentences = 3;         ///< in so short a text roles tell more than counts
constexpr double affair_weight = 2.0;            ///< more than opening a clause
constexpr double least_share = 0.25;             ///< of all mentions of states, weighted: a survey of many states speaks for none
constexpr double organisation_share = 0.35;
constexpr double least_organisation_score = 3.0;
constexpr double least_acting_share = 0.25;      ///< of an organisation's mentions: one that only has things done to it does not speak

bool capitalised(const Token& token) { return token.shape == Shape::initial || token.shape == Shape::capitals; }

}  // namespace

std::optional<std::uint32_t> infer_principal(const Lexicon& lexicon, const Tokens& tokens, const Scan& scan) {
  std::vector<double> score(lexicon.targets.size(), 0.0);
  std::vector<std::uint32_t> mentions(lexicon.targets.size(), 0);
  std::vector<std::uint32_t> acting(lexicon.targets.size(), 0);
  for (const Mention& mention : scan.mentions) {
    const Target& target = lexicon.targets[mention.target];
    const bool state = target.kind == "state";
    if (target.historic || target.kind == "region") continue;
    const std::uint32_t begin = mention.tokens.begin;
    const std::uint32_t end = mention.tokens.end;
    double weight = 1.0;
    const std::uint32_t m = scan.mention_at[begin];
    const std::uint32_t list_begin = scan.mentions[scan.lists[scan.list_of[m]].begin].tokens.begin;
    const bool opens_clause = list_begin < scan.clauses[scan.clause_of[begin]].begin + 2;
    if (opens_clause) weight += 1.0;
    const bool office_after = end < tokens.words.size() && scan.is(end, ModifierKind::own_voice);
    const bool office_before = begin >= 2 && scan.is(begin - 2, ModifierKind::own_voice);
    if (office_after || office_before) weight += 1.5;
    ++mentions[mention.target];
    acting[mention.target] += opens_clause || office_after || office_before ? 1U : 0U;
    if (tokens.words[end - 1].possessive) weight += 0.5;
    if (tokens.sentences.size() <= few_sentences && scan.is(begin, ModifierKind::affair)) weight += affair_weight;
    // Organisations are mostly what a text speaks about; a text that speaks for one names it far more often than any state.
    score[mention.target] += state ? weight : organisation_share * weight;
  }
  const auto best = std::max_element(score.begin(), score.end());
  if (best == score.end() || *best <= 0.0) return std::nullopt;
  const auto found = static_cast<std::uint32_t>(best - score.begin());
  const double first = *best;
  double all = 0.0;
  for (std::size_t t = 0; t < score.size(); ++t) all += lexicon.targets[t].kind == "state" ? score[t] : 0.0;
  *best = 0.0;
  const double second = *std::max_element(score.begin(), score.end());
  // Where two come close, guessing would be worse than saying nothing.
  if (first < clear_lead * second || first < least_share * all) return std::nullopt;
  const bool acts = acting[found] >= least_acting_share * mentions[found];
  if (lexicon.targets[found].kind != "state" && (first < least_organisation_score || !acts)) return std::nullopt;
  return found;
}

VoiceReader::VoiceReader(const Tokens& tokens, const Scan& scan, const ScanPatterns& patterns, std::optional<std::uint32_t> principal)
    : tokens_(tokens), scan_(scan), patterns_(patterns), principal_(principal), voice_(tokens.words.size(), Voice::own) {}

std::vector<Voice> VoiceReader::run() {
  learn_speakers();
  for (std::size_t s = 0; s < tokens_.sentences.size(); ++s) read_sentence(s);
  whole_quotations();
  return std::move(voice_);
}

/// "President Ilham Aliyev": who holds an office of the principal speaks for it wherever he is named.
void VoiceReader::learn_speakers() {
  for (const Mark& mark : scan_.marks) {
    if (mark.kind != ModifierKind::own_voice) continue;
    std::uint32_t i = mark.tokens.end;
    bool foreign = mark.tokens.begin > 0 && scan_.mention_at[mark.tokens.begin - 1] != none &&
                   scan_.mentions[scan_.mention_at[mark.tokens.begin - 1]].target != principal_;
    // "President of the Republic of X NAME": the name may stand behind the state.
    for (std::uint32_t steps = 0; i < tokens_.words.size() && steps < 5 && scan_.before[i] == Boundary::none; ++steps) {
      if (scan_.mention_at[i] != none) {
        const Mention& mention = scan_.mentions[scan_.mention_at[i]];
        foreign = foreign || mention.target != principal_;
        i = mention.tokens.end;
      } else if (!capitalised(tokens_.words[i])) {
        if (scan_.prepositions[i] == 0 && !scan_.is(i, ModifierKind::determiner)) break;
        ++i;
      } else {
        break;
      }
    }
    if (foreign) continue;
    for (std::uint32_t n = 0; n < speaker_reach && i < tokens_.words.size() && scan_.before[i] == Boundary::none; ++n, ++i) {
      if (!capitalised(tokens_.words[i]) || scan_.mention_at[i] != none) break;
      own_speakers_.insert(index_of(tokens_.words[i].base));
    }
  }
}

/// "the President of X", "the government in Y": whose office it is, or none.
std::uint32_t VoiceReader::state_of_office(std::uint32_t token, std::uint32_t end) const {
  while (token < end && scan_.is(token, ModifierKind::own_voice)) ++token;
  for (std::uint32_t steps = 0; token < end && steps < speaker_reach; ++token, ++steps) {
    if (scan_.mention_at[token] != none) return scan_.mention_at[token];
    if (scan_.prepositions[token] == 0 && !scan_.is(token, ModifierKind::determiner)) return none;
  }
  return none;
}

/// Who speaks, judged by the words [begin, end) in which the source is named. The first that tells decides: "the Council of Ministers praised X and
/// stressed" is the Council.
Voice VoiceReader::source(std::uint32_t begin, std::uint32_t end, std::uint32_t sentence_begin) {
  const auto voice_of = [&](std::uint32_t mention) { return principal_ && scan_.mentions[mention].target == *principal_ ? Voice::own : Voice::other; };
  constexpr std::uint32_t self = bit(ModifierKind::first_person) | bit(ModifierKind::self_reference);
  if (std::any_of(scan_.kinds.begin() + begin, scan_.kinds.begin() + end, [](std::uint32_t kinds) { return (kinds & self) != 0; })) return Voice::own;
  const bool stranger = std::any_of(scan_.kinds.begin() + begin, scan_.kinds.begin() + end, [](std::uint32_t kinds) { return (kinds & bit(ModifierKind::other_voice)) != 0; });
  // Words that may have their capital from the beginning of the sentence: "While confirming …".
  constexpr std::uint32_t no_names = bit(ModifierKind::determiner) | bit(ModifierKind::clause) | bit(ModifierKind::condition) | bit(ModifierKind::coordination);
  bool foreign = false;
  bool unknown_name = false;
  bool pronoun_only = true;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (scan_.is(i, ModifierKind::pronoun)) continue;
    const bool name_word = capitalised(tokens_.words[i]) && (i != sentence_begin || i + 1 == end || capitalised(tokens_.words[i + 1]));
    if (const std::uint32_t m = scan_.mention_at[i]; m != none) {
      const bool beside = i > begin && scan_.prepositions[i - 1] != 0;  // "in Moscow the President said"
      if (!beside || (voice_of(m) == Voice::own && !stranger)) return voice_of(m);
      foreign = foreign || voice_of(m) == Voice::other;
      pronoun_only = false;
    } else if (scan_.is(i, ModifierKind::own_voice)) {
      const std::uint32_t state = state_of_office(i, end);
      if (state != none) return voice_of(state);
      return stranger ? Voice::other : Voice::own;  // "a former minister, now an analyst"
    } else if (own_speakers_.count(index_of(tokens_.words[i].base)) != 0) {
      return Voice::own;
    } else if (name_word && (scan_.kinds[i] & no_names) == 0 && scan_.prepositions[i] == 0) {
      unknown_name = true;
      pronoun_only = false;
    }
  }
  if (foreign || stranger || unknown_name) return Voice::other;
  return pronoun_only && end - begin <= 2 ? last_source_ : Voice::own;
}

void VoiceReader::say(std::uint32_t begin, std::uint32_t end, Voice voice) {
  std::fill(voice_.begin() + begin, voice_.begin() + std::max(begin, end), voice);
}

/// A quotation that begins in [begin, end) may run over several sentences: its end, or `end`.
std::uint32_t VoiceReader::end_of_quotation(std::uint32_t begin, std::uint32_t end) const {
  for (const TokenSpan& quotation : tokens_.quotations) {
    if (quotation.begin >= begin && quotation.begin <= end && quotation.end > end) return quotation.end;
  }
  return end;
}

/// "After the talks with X, the minister said", "X, the author writes, has …": the source stands behind the last comma, unless the verb does.
std::uint32_t VoiceReader::behind_last_comma(std::uint32_t begin, std::uint32_t verb) const {
  for (std::uint32_t i = verb; i-- > begin + 1;) {
    if (has(tokens_.words[i].gap, Gap::comma)) return i;
  }
  return begin;
}

void VoiceReader::attribution(const Mark& mark, const Sentence& sentence) {
  const std::uint32_t begin = sentence.tokens.begin;
  const std::uint32_t end = sentence.tokens.end;
  const std::uint32_t verb = mark.tokens.begin;
  if (scan_.is(verb, ModifierKind::first_person)) return;  // "it should be noted that": the author
  if (mark.tokens.end < end && (scan_.prepositions[mark.tokens.end] & patterns_.by_bit) != 0) return;  // "the plan announced by X has": no report
  const Clause& clause = scan_.clauses[scan_.clause_of[verb]];
  const std::uint32_t from = std::max({clause.begin, begin, verb - std::min(verb, source_reach)});
  const bool closes = mark.tokens.end >= end || (mark.tokens.end + speaker_reach >= end && verb > begin + 4);
  if (closes && has(tokens_.words[from].gap, Gap::comma | Gap::close_quote)) {
    // "…", said X: what stands before is reported.
    say(begin, from, source(from, end, begin));
    return;
  }
  if (verb > begin && scan_.is(verb - 1, ModifierKind::passive) && scan_.clause_of[verb - 1] == scan_.clause_of[verb]) return;  // "was underlined": nobody's in particular
  // "X said that …, and stressed": the second verb has the source of the first.
  const bool again = reports_ && verb > from && scan_.is(verb - 1, ModifierKind::coordination);
  const Voice voice = again ? last_source_ : source(behind_last_comma(from, verb), verb, begin);
  last_source_ = voice;
  reports_ = true;
  say(mark.tokens.end, end_of_report(mark, end), voice);
}

/// What is reported goes on to the end of the sentence or of the quotation in it; where the quotation follows at once, not beyond it.
std::uint32_t VoiceReader::end_of_report(const Mark& mark, std::uint32_t sentence_end) const {
  for (const TokenSpan& quotation : tokens_.quotations) {
    if (quotation.begin >= mark.tokens.end && quotation.begin <= mark.tokens.end + quotation_reach && quotation.size() >= shortest_quotation) return quotation.end;
  }
  return std::max(sentence_end, end_of_quotation(mark.tokens.begin, sentence_end));
}

void VoiceReader::phrase(const Mark& mark, const Sentence& sentence) {
  // "according to X, …": the source ends at the next comma or with the clause.
  std::uint32_t end = mark.tokens.end;
  while (end < sentence.tokens.end && !has(tokens_.words[end].gap, Gap::comma | Gap::open_quote) && end - mark.tokens.end < source_reach) ++end;
  const Voice voice = source(mark.tokens.end, end, sentence.tokens.begin);
  last_source_ = voice;
  say(sentence.tokens.begin, std::max(sentence.tokens.end, end_of_quotation(sentence.tokens.begin, sentence.tokens.end)), voice);
}

/// "He was not right": a negator right before a word of praise.
bool VoiceReader::denied(std::uint32_t token) const {
  const std::uint32_t first = std::max(scan_.clauses[scan_.clause_of[token]].begin, token - std::min(token, denial_reach));
  return std::any_of(scan_.kinds.begin() + first, scan_.kinds.begin() + token, [](std::uint32_t kinds) { return (kinds & bit(ModifierKind::negation)) != 0; });
}

/// "those who say that", and not "the claim that".
bool VoiceReader::names_claimants(const Mark& mark) const {
  return std::any_of(scan_.kinds.begin() + mark.tokens.begin, scan_.kinds.begin() + mark.tokens.end, [](std::uint32_t kinds) { return (kinds & bit(ModifierKind::relative)) != 0; });
}

/// "they say that", "we are told that", and neither "the idea of" nor "we have said that".
bool VoiceReader::reports_others(const Mark& mark) const {
  const std::uint32_t verb = mark.tokens.begin;
  if (!scan_.is(mark.tokens.end - 1, ModifierKind::clause)) return false;
  if (verb > 0 && scan_.is(verb - 1, ModifierKind::passive)) return true;
  const std::uint32_t first = std::max(scan_.clauses[scan_.clause_of[verb]].begin, verb - std::min(verb, speaker_reach));
  return std::none_of(scan_.kinds.begin() + first, scan_.kinds.begin() + verb, [](std::uint32_t kinds) { return (kinds & bit(ModifierKind::first_person)) != 0; });
}

VoiceReader::Judgement VoiceReader::judgement(const Sentence& sentence) {
  Judgement out;
  reports_ = false;
  std::uint32_t verdict_end = 0;
  const auto first = std::lower_bound(scan_.marks.begin(), scan_.marks.end(), sentence.tokens.begin,
                                      [](const Mark& mark, std::uint32_t token) { return mark.tokens.begin < token; });
  for (auto mark = first; mark != scan_.marks.end() && mark->tokens.begin < sentence.tokens.end; ++mark) {
    switch (mark->kind) {
      case ModifierKind::attribution_verb: attribution(*mark, sentence); break;
      case ModifierKind::attribution_phrase: phrase(*mark, sentence); break;
      case ModifierKind::endorsement: {
        if (mark->tokens.begin < verdict_end) break;  // "we do not share this view"
        std::uint32_t& where = denied(mark->tokens.begin) ? out.refuted : out.endorsed;
        where = std::min(where, mark->tokens.begin);
        break;
      }
      case ModifierKind::rejection:
        out.rejected = std::min(out.rejected, mark->tokens.end);
        verdict_end = mark->tokens.end;
        break;
      case ModifierKind::refutation:
        out.refuted = std::min(out.refuted, mark->tokens.begin);
        verdict_end = mark->tokens.end;
        break;
      case ModifierKind::claim:
        out.claimed = std::min(out.claimed, mark->tokens.end);
        if (reports_others(*mark)) out.reported = std::min(out.reported, mark->tokens.end);
        if (names_claimants(*mark)) out.claimants = std::min(out.claimants, mark->tokens.end);
        break;
      case ModifierKind::negation:
        if (out.claimants != none) out.denied = mark->tokens.begin;
        break;
      default: break;
    }
  }
  return out;
}

/// "'X is a museum', they say; India does not share this view": the author's judgement falls on what is quoted, on whichever side of it
/// the quotation stands, and the rest of the sentence is the author's own.
bool VoiceReader::judge_quotations(const Sentence& sentence, bool against) {
  bool quoted = false;
  for (const TokenSpan& quotation : tokens_.quotations) {
    if (quotation.begin < sentence.tokens.begin || quotation.begin >= sentence.tokens.end || quotation.size() < shortest_quotation) continue;
    if (!quoted) say(sentence.tokens.begin, sentence.tokens.end, Voice::own);
    quoted = true;
    say(quotation.begin, std::min(quotation.end, sentence.tokens.end), against ? Voice::rejected : Voice::own);
  }
  return quoted;
}

void VoiceReader::read_sentence(std::size_t number) {
  const Sentence& sentence = tokens_.sentences[number];
  const Judgement judged = judgement(sentence);
  const std::uint32_t reported_before = std::exchange(reported_before_, judged.reported);
  const bool against = judged.rejected != none || judged.refuted != none;
  const bool in_favour = judged.endorsed != none;
  // Both in one sentence: which of them is about what cannot be told here.
  if (against != in_favour && judge_quotations(sentence, against)) return;
  if (judged.claimed < judged.refuted && judged.refuted != none) {
    say(sentence.tokens.begin, sentence.tokens.end, Voice::own);
    say(judged.claimed, judged.refuted, Voice::rejected);  // "the claim that … is untenable"
    return;
  }
  if (judged.claimants != none && judged.denied != none && !against && !in_favour) {
    // "Those who say that … have never been here": what they say is turned down.
    say(sentence.tokens.begin, sentence.tokens.end, Voice::own);
    const auto quotation = std::lower_bound(tokens_.quotations.begin(), tokens_.quotations.end(), judged.claimants,
                                            [](const TokenSpan& span, std::uint32_t token) { return span.begin < token; });
    const bool quoted = quotation != tokens_.quotations.end() && quotation->begin <= judged.claimants + quotation_reach && quotation->end <= judged.denied;
    say(judged.claimants, quoted ? quotation->end : judged.denied, Voice::rejected);
    return;
  }
  // "This is false." "We fully agree.": about the view that the sentence before reports.
  const std::uint32_t verdict = std::min(judged.refuted, judged.endorsed);
  if (number > 0 && verdict != none && verdict < sentence.tokens.begin + opening) {
    const TokenSpan& before = tokens_.sentences[number - 1].tokens;
    std::replace(voice_.begin() + before.begin, voice_.begin() + before.end, Voice::other, judged.refuted == verdict ? Voice::rejected : Voice::own);
    // "They say that …" may be anybody, until it is turned down.
    if (judged.refuted == verdict && reported_before != none) std::replace(voice_.begin() + reported_before, voice_.begin() + before.end, Voice::own, Voice::rejected);
  }
  for (std::uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
    if (i >= judged.rejected) {
      voice_[i] = Voice::rejected;
    } else if (in_favour && voice_[i] == Voice::other) {
      voice_[i] = Voice::own;
    }
  }
}

/// A sentence that is a quotation from its first word on and that nobody introduces is somebody else's: the author cites it.
void VoiceReader::whole_quotations() {
  for (const TokenSpan& quotation : tokens_.quotations) {
    if (quotation.size() <= short_quotation || !has(tokens_.words[quotation.begin].gap, Gap::sentence)) continue;
    // First-person words inside speak of the speaker's own side, which a cited scholar's do not.
    const bool introduced = quotation.begin > 0 && scan_.before[quotation.begin] != Boundary::sentence;
    if (!introduced && voice_[quotation.begin] == Voice::own) {
      const bool first_person = std::any_of(scan_.kinds.begin() + quotation.begin, scan_.kinds.begin() + quotation.end,
                                            [](std::uint32_t kinds) { return (kinds & bit(ModifierKind::first_person)) != 0; });
      if (!first_person) say(quotation.begin, quotation.end, Voice::other);
    }
  }
}

}  // namespace stance::detail
