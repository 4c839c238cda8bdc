// What is said of names of which no cue speaks: what the learned words say, or else that they are named.
#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "detail/evidence_build.hpp"

namespace stance::detail {

/// Asks the learned words about the targets of which no cue says anything in a sentence, counted or not.
void EvidenceBuilder::add_learned() {
  if (patterns_.learned().learned().empty()) return;
  const auto most_names = static_cast<std::uint32_t>(patterns_.learned().learned().most_names);
  std::set<std::pair<std::uint32_t, std::uint32_t>> asked;
  for (const Draft& draft : drafts_) {
    if (draft.axis == none && draft.record.target) asked.insert({draft.sentence, *draft.record.target});
  }
  for (std::uint32_t m = 0; m < in_.scan->mentions.size(); ++m) {
    const Mention& mention = in_.scan->mentions[m];
    if (linker_.is_own(m) || mention.form == NameForm::reference || !asked.insert({sentence_at(mention.tokens.begin), mention.target}).second) continue;
    if (circumstances(mention.tokens) != Standing::counted || targets_named(*in_.scan, m, in_.principal) > most_names) continue;
    if (const auto opinion = learned_.read(*in_.tokens, *in_.scan, m)) add_opinion(m, *opinion);
  }
}

void EvidenceBuilder::add_opinion(std::uint32_t index, const LearnedReader::Opinion& opinion) {
  const Mention& mention = in_.scan->mentions[index];
  const LearnedWords& learned = patterns_.learned().learned();
  Draft draft;
  draft.sentence = sentence_at(mention.tokens.begin);
  Record& record = draft.record;
  record.value = learned.value * opinion.value;
  record.weight = learned.weight;
  record.clause = in_.scan->clause_of[mention.tokens.begin];
  record.target = mention.target;
  record.cue = original({opinion.token, opinion.token + 1});
  record.target_span = original(mention.tokens);
  record.span = {std::min(record.cue.begin, record.target_span.begin), std::max(record.cue.end, record.target_span.end)};
  record.group = learned_group;
  record.entry = opinion.word->origin;
  for (const StancePatterns::Feed& feed : patterns_.learned_feeds(mention.target)) {
    if (feed.own_affair || !spoken_.insert({draft.sentence, feed.axis, none}).second) continue;
    Draft on_axis = draft;
    on_axis.axis = feed.axis;
    on_axis.record.value = std::clamp(record.value * feed.factor, lexicon_.axes[feed.axis].kind == AxisKind::intensity ? 0.0 : -1.0, 1.0);
    if (on_axis.record.value != 0.0) drafts_.push_back(std::move(on_axis));
  }
  spoken_.insert({draft.sentence, none, mention.target});
  drafts_.push_back(std::move(draft));
}

void EvidenceBuilder::add_mention(std::uint32_t index) {
  const Mention& mention = in_.scan->mentions[index];
  Draft draft;
  draft.sentence = sentence_at(mention.tokens.begin);
  Record& record = draft.record;
  record.value = 0.0;
  record.weight = lexicon_.modifiers.neutral_weight;
  record.standing = circumstances(mention.tokens);
  // An announcement names its subject without saying anything about it: that is a neutral mention.
  if (record.standing == Standing::announcement) record.standing = Standing::counted;
  record.clause = in_.scan->clause_of[mention.tokens.begin];
  record.target = mention.target;
  record.target_span = original(mention.tokens);
  record.span = record.target_span;
  record.group = "mention";
  record.entry = lexicon_.targets[mention.target].origin;
  for (const std::uint32_t axis : patterns_.neutral_axes(mention.target)) {
    if (record.counted() && !spoken_.insert({draft.sentence, axis, none}).second) continue;
    draft.axis = axis;
    drafts_.push_back(draft);
  }
  draft.axis = none;
  if (record.counted()) spoken_.insert({draft.sentence, none, mention.target});
  drafts_.push_back(std::move(draft));
}

void EvidenceBuilder::add_mentions() {
  // A sentence names a target without polarity once, however often it names it.
  for (std::uint32_t m = 0; m < in_.scan->mentions.size(); ++m) {
    if (linker_.is_own(m) || in_.scan->mentions[m].form == NameForm::reference) continue;
    const std::uint32_t sentence = sentence_at(in_.scan->mentions[m].tokens.begin);
    if (spoken_.count({sentence, none, in_.scan->mentions[m].target}) == 0) add_mention(m);
  }
}

}  // namespace stance::detail
