#include "detail/evidence_build.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "detail/lexicon_reader.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t shortest_title = 3;       ///< words in quotation marks, most of them capitalised
constexpr double title_share = 0.6;
constexpr double neutral_slot = 0.05;  ///< a slot up to this names somebody without a stance

MatchEntry entry_of(const Pattern& pattern, std::uint32_t group, Reach reach) { return {&pattern, group, reach}; }

Matcher stance_matcher(const Lexicon& lexicon, std::istream* saved, std::vector<StancePatterns::Entry>& meaning) {
  std::vector<MatchEntry> entries;
  for (std::uint32_t c = 0; c < lexicon.cues.size(); ++c) {
    const std::vector<Slot>& slots = lexicon.cues[c].slots;
    const bool whole = std::all_of(slots.begin(), slots.end(), [](const Slot& slot) { return slot.kind == Slot::Kind::inside; });
    for (const Pattern& pattern : lexicon.cues[c].patterns) {
      entries.push_back(entry_of(pattern, whole ? 0 : 1, lexicon.cues[c].within));
      meaning.push_back({c, none, none});
    }
  }
  for (std::uint32_t a = 0; a < lexicon.axes.size(); ++a) {
    for (std::uint32_t s = 0; s < lexicon.axes[a].patterns.size(); ++s) {
      for (const Pattern& pattern : lexicon.axes[a].patterns[s].patterns) {
        entries.push_back(entry_of(pattern, 2 + a, lexicon.axes[a].patterns[s].within));
        meaning.push_back({none, a, s});
      }
    }
  }
  return make_matcher(lexicon, std::move(entries), saved);
}

bool stronger(const Record& a, const Record& b) {
  if (a.counted() != b.counted()) return a.counted();
  const double x = a.weight * std::abs(a.value);
  const double y = b.weight * std::abs(b.value);
  return x > y;
}

}  // namespace

StancePatterns::StancePatterns(const Lexicon& lexicon, std::istream* saved)
    : matcher(stance_matcher(lexicon, saved, entries)), targets_(lexicon.targets.size()), learned_(lexicon.learned), about_(lexicon.cues.size() * targets_, true), neutral_axes_(targets_), toward_(lexicon.axes.size()) {
  for (std::uint32_t c = 0; c < lexicon.cues.size(); ++c) {
    for (std::uint32_t t = 0; t < targets_ && !lexicon.cues[c].targets.empty(); ++t) about_[c * targets_ + t] = selects(lexicon.cues[c].targets, lexicon.targets[t]);
  }
  for (std::uint32_t a = 0; a < lexicon.axes.size(); ++a) {
    for (const AxisPatterns& set : lexicon.axes[a].patterns) {
      const std::optional<std::size_t> target = lexicon.find_target(set.toward);
      toward_[a].push_back(target ? static_cast<std::uint32_t>(*target) : none);
    }
    for (std::uint32_t t = 0; t < targets_; ++t) {
      if (selects(lexicon.axes[a].neutral_targets, lexicon.targets[t])) neutral_axes_[t].push_back(a);
    }
  }
  read_rules(lexicon);
}

void StancePatterns::read_rules(const Lexicon& lexicon) {
  std::vector<std::vector<bool>> selected(targets_);  // by target and rule of any axis
  for (const Axis& axis : lexicon.axes) {
    for (const AxisRule& rule : axis.rules) {
      for (std::size_t t = 0; t < targets_; ++t) selected[t].push_back(selects(rule.targets, lexicon.targets[t]));
    }
  }
  std::map<std::vector<bool>, std::uint32_t> classes;
  for (const std::vector<bool>& rules : selected) class_of_target_.push_back(classes.emplace(rules, static_cast<std::uint32_t>(classes.size())).first->second);
  target_classes_ = classes.size();
  feeds_.resize((lexicon.cues.size() + 1) * target_classes_);
  std::size_t number = 0;
  for (std::uint32_t a = 0; a < lexicon.axes.size(); ++a) {
    for (const AxisRule& rule : lexicon.axes[a].rules) {
      for (std::size_t c = 0; c <= lexicon.cues.size(); ++c) {
        const std::string_view group = c < lexicon.cues.size() ? std::string_view(lexicon.cues[c].group) : learned_group;
        if (!rule.cues.empty() && std::find(rule.cues.begin(), rule.cues.end(), group) == rule.cues.end()) continue;
        for (const auto& [rules, target_class] : classes) {
          if (!rules[number]) continue;
          std::vector<Feed>& feeds = feeds_[c * target_classes_ + target_class];
          // The first rule that takes the pair decides: exceptions stand before the general case.
          if (std::none_of(feeds.begin(), feeds.end(), [a](const Feed& feed) { return feed.axis == a; })) feeds.push_back({a, rule.factor, rule.own_affair});
        }
      }
      ++number;
    }
  }
}

void EvidenceBuilder::build(const Reading& reading, const std::vector<Match>& matches, DocumentEvidence& out) {
  in_ = reading;
  drafts_.clear();
  sentence_kinds_.assign(in_.tokens->sentences.size(), 0);
  for (const Mark& mark : in_.scan->marks) sentence_kinds_[sentence_at(mark.tokens.begin)] |= bit(mark.kind);
  title_.assign(in_.tokens->words.size(), false);
  for (const TokenSpan& quotation : in_.tokens->quotations) {
    if (quotation.size() < shortest_title) continue;
    const auto capitals = std::count_if(in_.tokens->words.begin() + quotation.begin, in_.tokens->words.begin() + quotation.end,
                                        [](const Token& t) { return t.shape == Shape::initial || t.shape == Shape::capitals; });
    if (static_cast<double>(capitals) >= title_share * quotation.size()) std::fill(title_.begin() + quotation.begin, title_.begin() + quotation.end, true);
  }
  if (options_.cues) add_cues(matches);
  if (options_.direct_patterns) {
    for (const Match& match : matches) {
      const StancePatterns::Entry& entry = patterns_.entries[match.entry];
      if (entry.axis != none) add_direct(match, entry);
    }
  }
  settle();
  if (options_.learned_words) add_learned();
  if (options_.neutral_mentions) add_mentions();
  deliver(out);
}

bool EvidenceBuilder::sentence_has(std::uint32_t sentence, ModifierKind kind) const { return (sentence_kinds_[sentence] & bit(kind)) != 0; }

bool EvidenceBuilder::in_title(std::uint32_t token) const {
  return title_[token] || in_.tokens->sentences[sentence_at(token)].kind == BlockKind::heading;
}

/// Reasons that lie in the place of the words, not in who holds the stance.
Standing EvidenceBuilder::circumstances(const TokenSpan& tokens) const {
  const std::uint32_t sentence = sentence_at(tokens.begin);
  if (options_.titles && in_title(tokens.begin)) return Standing::title;
  if (options_.announcements && sentence_has(sentence, ModifierKind::announcement)) return Standing::announcement;
  if (options_.history && sentence_has(sentence, ModifierKind::history)) return Standing::history;
  if (options_.questions && in_.tokens->sentences[sentence].question) return Standing::question;
  if (options_.voice && (*in_.voice)[tokens.begin] == Voice::other) return Standing::other_voice;
  return Standing::counted;
}

/// Whether the stance in a cue is the document's, given who acts in its clause.
/// @param value  of the slot
/// @param agent  whether those linked are the ones who act
Standing EvidenceBuilder::holder(const CueHit& hit, Holder wanted, const TokenSpan& linked, double value, bool agent) const {
  if (!options_.third_parties) return Standing::counted;
  // Without a principal nobody can be told from the others; but help must have somebody whom it helps.
  if (!in_.principal) return wanted != Holder::toward_self || linker_.another_state(hit.clause, linked) ? Standing::counted : Standing::third_party;
  const auto foreign = [&](std::uint32_t mention) { return mention != none && !linked.contains(mention) && !linker_.is_own(mention); };
  if (holds_own(linked)) return Standing::counted;
  switch (wanted) {
    case Holder::any: case Holder::others: return Standing::counted;
    case Holder::toward_self: {
      // "The road built by X serves the whole valley": where nobody else is named, the help is ours.
      const bool unnamed = agent && hit.cue->holder == Holder::toward_self && linker_.only_named(hit.clause, linked);
      return unnamed || linker_.self_takes_part(hit.clause, linked) ? Standing::counted : Standing::third_party;
    }
    case Holder::own: break;
  }
  if (hit.cue->type == CueType::relation && linked.size() >= 2) {
    // "Cooperation between X and Y", neither of them ours, is theirs. "We cooperate with X and Y" has an actor of its own.
    const Actor who = linker_.actor(hit.clause, hit.tokens.begin);
    const bool ours = who.kind == Actor::Kind::own || linker_.self_takes_part(hit.clause, linked);
    const bool behind = in_.scan->mentions[linked.begin].tokens.begin >= hit.tokens.end;
    if (!ours && (!behind || (options_.noun_phrases && linker_.among_themselves(linked)))) return Standing::third_party;
  }
  if (hit.cue->type != CueType::verb && foreign(linker_.possessor(hit, linked))) return Standing::third_party;
  // "Y bowed to the arrogance of X": a noun of blame is the author's own word, whoever acts.
  if (hit.passive || (value < 0.0 && hit.cue->type != CueType::verb)) return Standing::counted;
  // What states do to each other is theirs; what organisations do is the doing of all, and to tell of it says how one stands toward the one to whom it is done.
  const Actor who = linker_.actor(hit.clause, hit.tokens.begin);
  const bool others = who.kind == Actor::Kind::target && foreign(who.mention) && lexicon_.targets[in_.scan->mentions[who.mention].target].kind == "state";
  return others && !linker_.self_takes_part(hit.clause, linked) ? Standing::third_party : Standing::counted;
}

bool EvidenceBuilder::holds_own(const TokenSpan& linked) const {
  for (std::uint32_t m = linked.begin; m < linked.end; ++m) {
    if (linker_.is_own(m)) return true;
  }
  return false;
}

void EvidenceBuilder::add_draft(const CueHit& hit, std::uint32_t cue, std::uint32_t mention, double value, const Modified& modified, Standing standing, bool own_affair) {
  const Mention& named = in_.scan->mentions[mention];
  Draft draft;
  Record& record = draft.record;
  record.value = value;
  record.weight = hit.cue->weight * modified.weight;
  record.standing = standing;
  record.clause = hit.clause;
  record.target = named.target;
  record.cue = original(hit.tokens);
  record.target_span = original(named.tokens);
  record.span = {std::min(record.cue.begin, record.target_span.begin), std::max(record.cue.end, record.target_span.end)};
  record.group = hit.cue->group;
  record.entry = hit.pattern->origin;
  record.modifiers = modified.applied;
  draft.sentence = sentence_at(hit.tokens.begin);
  for (const StancePatterns::Feed& feed : patterns_.feeds(cue, named.target)) {
    if (feed.own_affair && !own_affair) continue;
    Draft on_axis = draft;
    on_axis.axis = feed.axis;
    on_axis.record.value = std::clamp(value * feed.factor, lexicon_.axes[feed.axis].kind == AxisKind::intensity ? 0.0 : -1.0, 1.0);
    if (on_axis.record.value != 0.0) drafts_.push_back(std::move(on_axis));
  }
  drafts_.push_back(std::move(draft));
}

void EvidenceBuilder::place(const CueHit& hit, std::uint32_t cue, const TokenSpan& linked, double value, const Modified& modified, Standing standing) {
  Modified local = modified;
  // "X must stop its attacks": harm that is to end is harm. One's own hostility that ends is none.
  const bool still_harm = local.ceases && value < 0.0 && hit.cue->holder != Holder::own;
  const bool granted = value < 0.0 ? hit.cue->type == CueType::noun && presupposed(hit, linked) : hit.cue->type != CueType::verb && is_ours(hit);
  if (local.sign < 0 && (still_harm || granted)) {
    local.sign = 1.0;
    std::erase_if(local.applied, [](const AppliedModifier& modifier) { return modifier.kind == ModifierKind::negation || modifier.kind == ModifierKind::negation_near; });
  }
  if (options_.negation && negated_behind(hit, linked, local.applied)) local.sign = -local.sign;
  if (local.sign < 0) value *= hit.cue->negated.value_or(lexicon_.modifiers.negation_factor);
  if ((*in_.voice)[hit.tokens.begin] == Voice::rejected) value = -value;
  // What others do to each other is no affair of the principal's own.
  const bool own_affair = !in_.principal || holds_own(linked) || linker_.self_takes_part(hit.clause, linked) || !linker_.another_state(hit.clause, linked);
  std::vector<std::uint32_t> seen;
  for (std::uint32_t m = linked.begin; m < linked.end; ++m) {
    const std::uint32_t target = in_.scan->mentions[m].target;
    if (linker_.is_own(m) || std::find(seen.begin(), seen.end(), target) != seen.end()) continue;
    if (!patterns_.about(cue, target)) continue;
    seen.push_back(target);
    add_draft(hit, cue, m, value, local, standing, own_affair);
  }
}

bool EvidenceBuilder::link_slot(const CueHit& hit, std::uint32_t cue, const Slot& slot, const Modified& modified, Standing standing) {
  if (slot.value == 0.0) return false;
  const TokenSpan linked = linker_.slot(hit, slot);
  if (linked.size() == 0) return false;
  if (standing == Standing::counted) standing = holder(hit, slot.holder.value_or(hit.cue->holder), linked, slot.value, slot.kind == Slot::Kind::subject || slot.preposition == "by");
  place(hit, cue, linked, slot.value, modified, standing);
  return true;
}

/// "The help that X gave us", "the threat that X poses": a relative clause tells whose the noun is.
bool EvidenceBuilder::link_relative_clause(const CueHit& hit, std::uint32_t cue, const Modified& modified, Standing standing) {
  double least = 1.0;
  double most = -1.0;
  for (const Slot& slot : hit.cue->slots) {
    least = std::min(least, slot.value);
    most = std::max(most, slot.value);
  }
  const bool harm = least < 0.0;
  if (least > most || (harm && most > neutral_slot)) return false;
  const TokenSpan linked = linker_.in_relative_clause(hit, harm);
  if (linked.size() == 0) return false;
  // What is done for others is no service to the principal.
  const bool ours = harm || !in_.principal || linker_.self_takes_part(in_.scan->clause_of[hit.tokens.end], linked) ||
                    linker_.self_takes_part(hit.clause, linked);
  if (standing == Standing::counted) standing = ours ? holder(hit, hit.cue->holder, linked, harm ? least : most, false) : Standing::third_party;
  place(hit, cue, linked, harm ? least : most, modified, standing);
  return true;
}

/// "We condemn the way in which X treats us": the verdict falls on the one who acts in the clause behind the verb.
bool EvidenceBuilder::link_content_clause(const CueHit& hit, std::uint32_t cue, const Modified& modified, Standing standing) {
  if (hit.cue->type != CueType::verb || hit.passive) return false;
  if (in_.scan->is(hit.tokens.begin, ModifierKind::rejection)) return false;  // "reject the claim that": that is a matter of voice
  const auto object =
      std::find_if(hit.cue->slots.begin(), hit.cue->slots.end(), [](const Slot& slot) { return slot.kind == Slot::Kind::object; });
  if (object == hit.cue->slots.end() || object->value == 0.0) return false;
  const TokenSpan linked = linker_.acting_in_content(hit);
  if (linked.size() == 0) return false;
  if (standing == Standing::counted) standing = holder(hit, object->holder.value_or(hit.cue->holder), linked, object->value, false);
  place(hit, cue, linked, object->value, modified, standing);
  return true;
}

/// Where no slot of a cue found anybody and its sentence speaks of one target only, the cue most likely speaks of it too:
/// half the value and half the weight.
void EvidenceBuilder::link_loosely(const CueHit& hit, std::uint32_t cue, const Modified& modified, Standing standing) {
  double least = 1.0;
  double most = -1.0;
  for (const Slot& slot : hit.cue->slots) {
    if (slot.value == 0.0) continue;
    least = std::min(least, slot.value);
    most = std::max(most, slot.value);
  }
  // Slots of both signs say that roles decide; so none may be guessed.
  if (least > most || least * most < 0.0) return;
  const std::uint32_t mention = linker_.only_target(hit, least < 0.0);
  if (mention == none) return;
  const TokenSpan linked = linker_.list(mention);
  if (standing == Standing::counted) standing = holder(hit, hit.cue->holder, linked, least, false);
  Modified loose = modified;
  loose.weight *= 0.5;
  place(hit, cue, linked, 0.25 * (least + most), loose, standing);
}

/// A cue that spells its target says more than the words in it: these speak only where it found nobody to speak of.
void EvidenceBuilder::add_cues(const std::vector<Match>& matches) {
  std::vector<TokenSpan> said;  // in text order, without overlaps
  for (const Match& match : matches) {
    const StancePatterns::Entry& entry = patterns_.entries[match.entry];
    if (patterns_.matcher.entries()[match.entry].group != 0) continue;
    const std::size_t before = drafts_.size();
    add_cue(match, entry);
    if (drafts_.size() > before) said.push_back(match.tokens);
  }
  for (const Match& match : matches) {
    const StancePatterns::Entry& entry = patterns_.entries[match.entry];
    if (patterns_.matcher.entries()[match.entry].group != 1) continue;
    const auto at = std::upper_bound(said.begin(), said.end(), match.tokens.begin, [](std::uint32_t token, const TokenSpan& span) { return token < span.end; });
    if (at == said.end() || at->begin >= match.tokens.end) add_cue(match, entry);
  }
}

void EvidenceBuilder::add_cue(const Match& match, const StancePatterns::Entry& entry) {
  CueHit hit;
  hit.tokens = match.tokens;
  hit.cue = &lexicon_.cues[entry.cue];
  hit.pattern = patterns_.matcher.entries()[match.entry].pattern;
  hit.clause = in_.scan->clause_of[match.tokens.begin];
  // "Organization for Security and Cooperation": a word of a name is no cue.
  const std::uint32_t name = in_.scan->mention_at[match.tokens.begin];
  if (name != none && match.tokens.end <= in_.scan->mentions[name].tokens.end) return;
  hit.passive = linker_.is_passive(hit);
  const Modified modified = modifiers(hit.tokens, *hit.pattern, hit.clause);
  const Standing standing = circumstances(hit.tokens);
  bool linked = false;
  for (const Slot& slot : hit.cue->slots) linked = link_slot(hit, entry.cue, slot, modified, standing) || linked;
  if (!linked && options_.noun_phrases) linked = link_relative_clause(hit, entry.cue, modified, standing);
  if (!linked && options_.content_clauses) linked = link_content_clause(hit, entry.cue, modified, standing);
  if (!linked && options_.loose_links && hit.cue->loose) link_loosely(hit, entry.cue, modified, standing);
}

/// What negation and rejection make of a direct pattern.
void EvidenceBuilder::turn(Record& record, const Axis& axis, const AxisPatterns& set, const Modified& modified, Voice voice) const {
  if (modified.sign < 0) {
    if (set.negated) {
      record.value = *set.negated;
    } else if (axis.kind == AxisKind::intensity) {
      record.standing = record.counted() ? Standing::negated : record.standing;
    } else {
      record.value *= lexicon_.modifiers.negation_factor;
    }
  }
  if (voice == Voice::rejected) record.value = axis.kind == AxisKind::intensity ? 0.0 : -record.value;
}

/// Whether a direct pattern is said of another state: "X's neutrality", "X stays outside of blocs".
bool EvidenceBuilder::others_affair(const Match& match, std::uint32_t clause, const AxisPatterns& set) const {
  if (!options_.third_parties || set.holder != Holder::own || !in_.principal) return false;
  const Actor who = linker_.actor(clause, match.tokens.begin + 1);
  if (who.kind != Actor::Kind::target || who.weak) return false;
  const Mention& mention = in_.scan->mentions[who.mention];
  const bool here = in_.scan->clause_of[mention.tokens.begin] == clause;
  const bool inside = match.tokens.contains(mention.tokens.begin);
  const bool state = lexicon_.targets[mention.target].kind == "state";
  return here && !inside && state && !linker_.self_takes_part(clause, {who.mention, who.mention + 1});
}

void EvidenceBuilder::add_direct(const Match& match, const StancePatterns::Entry& entry) {
  const Axis& axis = lexicon_.axes[entry.axis];
  const AxisPatterns& set = axis.patterns[entry.set];
  const auto own = [&](std::uint32_t mention) { return mention != none && linker_.is_own(mention); };
  const std::vector<std::uint32_t>& mention_at = in_.scan->mention_at;
  if (set.holder == Holder::others && std::any_of(mention_at.begin() + match.tokens.begin, mention_at.begin() + match.tokens.end, own)) return;
  const std::uint32_t clause = in_.scan->clause_of[match.tokens.begin];
  const Pattern& pattern = *patterns_.matcher.entries()[match.entry].pattern;
  const Modified modified = modifiers(match.tokens, pattern, clause);
  Draft draft;
  draft.axis = entry.axis;
  draft.direct = true;
  draft.sentence = sentence_at(match.tokens.begin);
  Record& record = draft.record;
  record.value = set.value;
  record.weight = set.weight * modified.weight;
  record.standing = circumstances(match.tokens);
  record.clause = clause;
  record.cue = original(match.tokens);
  record.span = record.cue;
  record.group = "pattern";
  record.entry = pattern.origin;
  record.modifiers = modified.applied;
  turn(record, axis, set, modified, (*in_.voice)[match.tokens.begin]);
  if (record.counted() && others_affair(match, clause, set)) record.standing = Standing::third_party;
  if (const std::uint32_t target = patterns_.toward(entry); target != none) {
    if (in_.principal == target) return;  // about itself: no stance toward another
    // A stance toward a target like that of a cue: the strongest of the clause counts.
    draft.direct = false;
    draft.record.target = target;
    Draft stance = draft;
    stance.axis = none;
    drafts_.push_back(std::move(stance));
  }
  drafts_.push_back(std::move(draft));
}

/// One record per clause, axis and target; a direct pattern of the axis wins over what a rule derives from a cue.
void EvidenceBuilder::settle() {
  std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) {
    return std::tie(a.record.clause, a.axis, a.record.span.begin) < std::tie(b.record.clause, b.axis, b.record.span.begin);
  });
  for (std::size_t first = 0; first < drafts_.size();) {
    std::size_t last = first;
    while (last < drafts_.size() && drafts_[last].record.clause == drafts_[first].record.clause && drafts_[last].axis == drafts_[first].axis) ++last;
    strongest_.clear();  // for each target, of the direct ones and of the others
    for (std::size_t i = first; i < last; ++i) {
      Draft& draft = drafts_[i];
      if (!draft.record.counted()) continue;
      const auto known = std::find_if(strongest_.begin(), strongest_.end(), [&](std::size_t k) { return drafts_[k].direct == draft.direct && drafts_[k].record.target == draft.record.target; });
      if (known == strongest_.end()) {
        strongest_.push_back(i);
      } else if (stronger(draft.record, drafts_[*known].record)) {
        drafts_[*known].record.standing = Standing::superseded;
        *known = i;
      } else {
        draft.record.standing = Standing::superseded;
      }
    }
    for (const std::size_t i : strongest_) {
      Draft& draft = drafts_[i];
      const auto concerns = [&](std::size_t k) { return drafts_[k].direct && (draft.axis != none || drafts_[k].record.target == draft.record.target); };
      if (!draft.direct && std::any_of(strongest_.begin(), strongest_.end(), concerns)) draft.record.standing = Standing::superseded;
    }
    first = last;
  }
  spoken_.clear();
  for (const Draft& draft : drafts_) {
    if (!draft.record.counted()) continue;
    spoken_.insert({draft.sentence, draft.axis, draft.axis == none ? draft.record.target.value_or(none) : none});
  }
}

ByteSpan EvidenceBuilder::original(const TokenSpan& tokens) const {
  return in_.text->to_original({in_.tokens->words[tokens.begin].begin, in_.tokens->words[tokens.end - 1].end});
}

std::uint32_t EvidenceBuilder::sentence_text(std::uint32_t sentence, DocumentEvidence& out) {
  std::uint32_t& index = sentence_index_[sentence];
  if (index == none) {
    index = static_cast<std::uint32_t>(out.sentences.size());
    const ByteSpan span = in_.tokens->sentences[sentence].span;
    out.sentences.push_back({in_.text->to_original(span), in_.text->text().substr(span.begin, span.size())});
  }
  return index;
}

void EvidenceBuilder::deliver(DocumentEvidence& out) {
  std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) { return a.record.span.begin < b.record.span.begin; });
  sentence_index_.assign(in_.tokens->sentences.size(), none);
  out.axes.resize(lexicon_.axes.size());
  std::vector<std::uint32_t> slot(lexicon_.targets.size(), none);
  std::vector<std::uint32_t> mentions(lexicon_.targets.size(), 0);
  for (const Mention& mention : in_.scan->mentions) mentions[mention.target] += mention.form == NameForm::reference ? 0U : 1U;
  std::vector<bool> concerned(lexicon_.targets.size(), false);  // spoken about, by name or not
  for (const Draft& draft : drafts_) {
    if (draft.axis == none) concerned[*draft.record.target] = true;
  }
  for (std::uint32_t t = 0; t < mentions.size(); ++t) {
    // A region is a place: nobody takes a stance toward it.
    if ((mentions[t] == 0 && !concerned[t]) || in_.principal == t || lexicon_.targets[t].kind == "region") continue;
    slot[t] = static_cast<std::uint32_t>(out.targets.size());
    out.targets.push_back({t, mentions[t], {}});
  }
  for (Draft& draft : drafts_) {
    if (draft.axis == none && slot[*draft.record.target] == none) continue;
    draft.record.sentence = sentence_text(draft.sentence, out);
    std::vector<Record>& records = draft.axis != none ? out.axes[draft.axis] : out.targets[slot[*draft.record.target]].records;
    records.push_back(std::move(draft.record));
  }
}

}  // namespace stance::detail
