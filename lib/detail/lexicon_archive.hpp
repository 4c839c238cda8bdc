#pragma once
/// How lexicons are written to and read from cereal's binary archives: every member, in the order of the struct. What is read back is read
/// by the same build of the library on the same machine (lexicon_cache.hpp sees to that), so there are no versions in it.

#include <cereal/types/array.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <cstdint>

#include "stance/lexicon.hpp"

namespace stance {

template <class Archive>
void serialize(Archive& archive, SourcePosition& position) {
  archive(position.line, position.column, position.offset);
}

template <class Archive>
void serialize(Archive& archive, Origin& origin) {
  archive(origin.file, origin.position);
}

/// Without its tree, which few will ask for once the pattern is compiled.
template <class Archive>
void serialize(Archive& archive, Pattern& pattern) {
  archive(pattern.text, pattern.origin);
}

template <class Archive>
void serialize(Archive& archive, TargetName& name) {
  archive(name.pattern, name.form);
}

template <class Archive>
void serialize(Archive& archive, Target& target) {
  archive(target.key, target.kind, target.iso2, target.iso3, target.historic, target.names, target.origin);
}

template <class Archive>
void serialize(Archive& archive, Slot& slot) {
  archive(slot.kind, slot.preposition, slot.value, slot.holder);
}

template <class Archive>
void serialize(Archive& archive, Cue& cue) {
  archive(cue.group, cue.reason, cue.type, cue.holder, cue.within, cue.loose, cue.weight, cue.negated, cue.targets, cue.slots, cue.patterns, cue.origin);
}

template <class Archive>
void serialize(Archive& archive, AxisRule& rule) {
  archive(rule.targets, rule.cues, rule.factor, rule.own_affair, rule.origin);
}

template <class Archive>
void serialize(Archive& archive, AxisPatterns& set) {
  archive(set.value, set.weight, set.negated, set.holder, set.within, set.toward, set.reason, set.patterns);
}

template <class Archive>
void serialize(Archive& archive, Axis& axis) {
  archive(axis.key, axis.kind, axis.negative, axis.positive, axis.description, axis.scale, axis.neutral_targets, axis.rules, axis.patterns, axis.origin);
}

template <class Archive>
void serialize(Archive& archive, Modifiers& modifiers) {
  archive(modifiers.patterns, modifiers.verbs, modifiers.prepositions, modifiers.negation_factor, modifiers.hedge_weight, modifiers.condition_weight, modifiers.neutral_weight);
}

template <class Archive>
void serialize(Archive& archive, LearnedWord& word) {
  archive(word.word, word.against, word.support, word.origin);
}

template <class Archive>
void serialize(Archive& archive, LearnedWords& learned) {
  archive(learned.reason, learned.window, learned.most_names, learned.threshold, learned.value, learned.weight, learned.bias_against, learned.bias_support, learned.words, learned.origin);
}

template <class Archive>
void serialize(Archive& archive, LexiconMeta& meta) {
  archive(meta.name, meta.version, meta.language, meta.licence, meta.description, meta.bias, meta.sources);
}

/// Without the bytes of the file.
template <class Archive>
void serialize(Archive& archive, LexiconFile& file) {
  archive(file.name, file.path, file.hash);
}

/// Without its files: they stand on the disk, and whoever reads the archive has to compare them anyway.
template <class Archive>
void serialize(Archive& archive, Lexicon& lexicon) {
  archive(lexicon.meta, lexicon.terms, lexicon.targets, lexicon.decoys, lexicon.cues, lexicon.axes, lexicon.modifiers, lexicon.learned);
}

}  // namespace stance
