#include "detail/lexicon_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "detail/lexicon_names.hpp"

namespace stance::detail {
namespace {

template <typename Enum, std::size_t N>
std::optional<Enum> choose(YamlFile& file, const YamlNode& map, std::string_view key, const std::string& value, const std::string& what,
                           const std::array<std::pair<std::string_view, Enum>, N>& options) {
  std::vector<std::string> names;
  for (const auto& [name, option] : options) {
    if (name == value) return option;
    names.emplace_back(name);
  }
  const YamlNode* node = map.find(key);
  if (value.empty() && node == nullptr) return std::nullopt;  // reported as missing
  file.error("L103", node != nullptr ? *node : map, fmt::format("{}.{}: expected one of {}; got '{}'", what, key, fmt::join(names, ", "), value));
  return std::nullopt;
}

/// An entry with the key of another: in one file YamlMap has said so already.
void report_twice(YamlFile& file, const YamlNode& key, const std::string& what, const Origin& other, const Lexicon& lexicon) {
  if (other.file != file.origin(key).file) file.error("L107", key, fmt::format("{}: defined already at {}", what, lexicon.locate(other)));
}

std::vector<Slot> read_slots(YamlFile& file, const YamlNode& node, const std::string& what) {
  std::vector<Slot> slots;
  const YamlMap all(file, node, what);
  if (!all.valid()) return slots;
  for (const auto& [key, place] : node.entries) {
    if (!key->is_scalar()) continue;
    const std::string name(key->text);
    Slot slot;
    const auto known = std::find_if(slot_names.begin(), slot_names.end(), [&](const auto& other) { return other.first == name; });
    if (known != slot_names.end()) {
      slot.kind = known->second;
    } else {
      slot.kind = Slot::Kind::preposition;
      slot.preposition = name;
    }
    std::optional<double> value;
    if (place->is_mapping()) {
      YamlMap map(file, *place, what + '.' + name);
      value = map.number("value", -1.0, 1.0);
      slot.holder = choose(file, *place, "holder", map.required_text("holder"), what, holder_names);
      map.finish();
    } else {
      value = read_number(file, *place, what + '.' + name, -1.0, 1.0);
    }
    if (value) {
      slot.value = *value;
      slots.push_back(slot);
    }
  }
  return slots;
}

void read_cue(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "cues[]");
  if (!map.valid()) return;
  Cue cue;
  cue.origin = file.origin(node);
  cue.group = map.required_text("group");
  cue.reason = map.required_text("reason");
  const std::string what = fmt::format("cue '{}'", cue.group);
  const std::string type = map.text("type", "noun");
  const std::string holder = map.text("holder", "own");
  cue.type = choose(file, node, "type", type, what, cue_type_names).value_or(CueType::noun);
  cue.holder = choose(file, node, "holder", holder, what, holder_names).value_or(Holder::own);
  cue.within = choose(file, node, "within", map.text("within", "clause"), what, reach_names).value_or(Reach::clause);
  cue.weight = map.number("weight", 0.0, 100.0).value_or(1.0);
  cue.negated = map.number("negated", -1.0, 1.0);
  cue.loose = map.flag("loose", true);
  cue.targets = map.texts("targets");
  if (const YamlNode* slots = map.take("slots")) {
    cue.slots = read_slots(file, *slots, what + ".slots");
  } else {
    file.error("L104", node, what + ": 'slots' is missing; expected where its target stands, such as {object: 1}");
  }
  cue.patterns = map.patterns("patterns");
  map.finish();
  if (cue.patterns.empty()) file.error("L104", node, what + ": 'patterns' is empty");
  lexicon.cues.push_back(std::move(cue));
}

AxisPatterns read_axis_patterns(YamlFile& file, const YamlNode& node, const Axis& axis) {
  const std::string what = fmt::format("axis '{}'.patterns[]", axis.key);
  YamlMap map(file, node, what);
  AxisPatterns entry;
  if (!map.valid()) return entry;
  const bool intensity = axis.kind == AxisKind::intensity;
  const std::optional<double> value = map.number("value", intensity ? 0.0 : -1.0, 1.0);
  if (!value && !intensity && node.find("value") == nullptr) file.error("L104", node, what + ": 'value' is missing; expected a number in [-1, 1]");
  entry.value = value.value_or(intensity ? 1.0 : 0.0);
  entry.weight = map.number("weight", 0.0, 100.0).value_or(1.0);
  entry.negated = map.number("negated", intensity ? 0.0 : -1.0, 1.0);
  entry.holder = choose(file, node, "holder", map.text("holder", "own"), what, holder_names).value_or(Holder::own);
  entry.within = choose(file, node, "within", map.text("within", "clause"), what, reach_names).value_or(Reach::clause);
  entry.reason = map.required_text("reason");
  entry.toward = map.text("toward");
  entry.patterns = map.patterns("match");
  map.finish();
  if (entry.patterns.empty()) file.error("L104", node, what + ": 'match' is empty");
  return entry;
}

void read_axis_rules(YamlFile& file, const YamlNode& list, Axis& axis) {
  const std::string what = fmt::format("axis '{}'.rules[]", axis.key);
  if (!list.is_list()) {
    file.error("L103", list, what + ": expected a list");
    return;
  }
  for (const YamlNode* node : list.items) {
    YamlMap map(file, *node, what);
    if (!map.valid()) continue;
    AxisRule rule;
    rule.origin = file.origin(*node);
    rule.targets = map.texts("targets");
    rule.cues = map.texts("cues");
    rule.factor = map.number("factor", -1.0, 1.0).value_or(1.0);
    rule.own_affair = map.flag("own_affair");
    map.finish();
    if (rule.targets.empty()) file.error("L104", *node, what + ": 'targets' is missing; expected target keys, @kind or *");
    axis.rules.push_back(std::move(rule));
  }
}

void read_axis(YamlFile& file, const YamlNode& name, const YamlNode& node, Lexicon& lexicon) {
  const std::string key(name.text);
  const std::string what = fmt::format("axis '{}'", key);
  YamlMap map(file, node, what);
  if (!map.valid()) return;
  if (lexicon.find_axis(key)) {
    report_twice(file, name, what, lexicon.axes[*lexicon.find_axis(key)].origin, lexicon);
    return;
  }
  Axis axis;
  axis.key = key;
  axis.origin = file.origin(name);
  axis.kind = choose(file, node, "kind", map.required_text("kind"), what, axis_kind_names).value_or(AxisKind::bipolar);
  axis.negative = map.text("negative");
  axis.positive = map.required_text("positive");
  axis.description = map.text("description");
  axis.scale = map.number("scale", 0.01, 1000.0).value_or(default_scale);
  axis.neutral_targets = map.texts("neutral_targets");
  if (axis.kind == AxisKind::bipolar && axis.negative.empty()) file.error("L104", node, what + ": 'negative' is missing; a bipolar axis names both poles");
  if (const YamlNode* rules = map.take("rules")) read_axis_rules(file, *rules, axis);
  if (const YamlNode* patterns = map.take("patterns")) {
    if (patterns->is_list()) {
      for (const YamlNode* entry : patterns->items) axis.patterns.push_back(read_axis_patterns(file, *entry, axis));
    } else if (!patterns->is_null()) {
      file.error("L103", *patterns, what + ".patterns: expected a list");
    }
  }
  map.finish();
  lexicon.axes.push_back(std::move(axis));
}

void read_names(YamlMap& map, Target& target) {
  for (const auto& [name, form] : name_forms) {
    for (Pattern& pattern : map.patterns(name)) target.names.push_back({std::move(pattern), form});
  }
}

using IndexByKey = std::map<std::string, std::size_t>;

void read_target(YamlFile& file, const YamlNode& key, const YamlNode& node, Lexicon& lexicon, IndexByKey& known) {
  Target target;
  target.key = key.text;
  target.origin = file.origin(key);
  const std::string what = fmt::format("target '{}'", target.key);
  YamlMap map(file, node, what);
  if (!map.valid()) return;
  const auto [place, fresh] = known.emplace(target.key, lexicon.targets.size());
  if (!fresh) {
    // A target without a kind adds names to one that an earlier file defined.
    Target& other = lexicon.targets[place->second];
    if (node.find("kind") != nullptr) {
      report_twice(file, key, what, other.origin, lexicon);
      return;
    }
    read_names(map, other);
    map.finish();
    return;
  }
  target.kind = map.required_text("kind");
  target.iso2 = map.text("iso2");
  target.iso3 = map.text("iso3");
  target.historic = map.flag("historic");
  read_names(map, target);
  map.finish();
  if (target.names.empty()) file.error("L104", node, what + ": has no names");
  lexicon.targets.push_back(std::move(target));
}

struct ModifierName {
  std::string_view key;
  ModifierKind kind;
};
constexpr std::array<ModifierName, modifier_kinds> modifier_names = {{
    {"negation", ModifierKind::negation}, {"negation_near", ModifierKind::negation_near}, {"cessation", ModifierKind::cessation}, {"hedge", ModifierKind::hedge}, {"condition", ModifierKind::condition}, {"history", ModifierKind::history},
    {"announcement", ModifierKind::announcement}, {"attribution_verb", ModifierKind::attribution_verb},
    {"attribution_phrase", ModifierKind::attribution_phrase}, {"endorsement", ModifierKind::endorsement}, {"rejection", ModifierKind::rejection},
    {"refutation", ModifierKind::refutation}, {"claim", ModifierKind::claim},
    {"own_voice", ModifierKind::own_voice}, {"other_voice", ModifierKind::other_voice}, {"first_person", ModifierKind::first_person},
    {"self_reference", ModifierKind::self_reference}, {"clause", ModifierKind::clause}, {"relative", ModifierKind::relative},
    {"coordination", ModifierKind::coordination}, {"passive", ModifierKind::passive}, {"auxiliary", ModifierKind::auxiliary},
    {"pair", ModifierKind::pair}, {"anaphor", ModifierKind::anaphor}, {"state_anaphor", ModifierKind::state_anaphor},
    {"possessive", ModifierKind::possessive}, {"cleft", ModifierKind::cleft}, {"pronoun", ModifierKind::pronoun}, {"affair", ModifierKind::affair}, {"determiner", ModifierKind::determiner}, {"definite", ModifierKind::definite},
}};

constexpr std::array<std::pair<std::string_view, VerbForm>, verb_forms> verb_form_names = {
    {{"finite", VerbForm::finite}, {"before_phrase", VerbForm::before_phrase}, {"participle", VerbForm::participle}}};

/// One word in small letters, which a text may write in any case; `*` and `?` are wildcards.
bool is_word_form(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0; };
  const auto allowed = [&](char c) { return letter(c) || c == '*' || c == '?' || c == '\''; };
  return std::all_of(text.begin(), text.end(), allowed) && std::any_of(text.begin(), text.end(), letter) && letter_case_of(text) == LetterCase::any;
}

void read_verb_forms(YamlFile& file, const YamlNode& node, Modifiers& modifiers) {
  YamlMap map(file, node, "modifiers.verb_forms");
  if (!map.valid()) return;
  for (const auto& [name, form] : verb_form_names) {
    const YamlNode* list = map.take(name);
    if (list == nullptr || list->is_null()) continue;
    if (!list->is_list()) file.error("L103", *list, fmt::format("modifiers.verb_forms.{}: expected a list of words", name));
    for (const YamlNode* item : list->items) {
      file.spend(*item);
      if (item->is_scalar() && is_word_form(item->text)) {
        modifiers.verbs[static_cast<std::size_t>(form)].emplace_back(item->text);
      } else {
        file.error("L108", *item, fmt::format("modifiers.verb_forms.{}: expected one word in small letters, with or without wildcards, such as sent or ??*ed{}", name,
                                              item->is_scalar() ? fmt::format("; got '{}'", item->text) : ""));
      }
    }
  }
  map.finish();
}

}  // namespace

void read_meta(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "meta");
  LexiconMeta& meta = lexicon.meta;
  meta.name = map.required_text("name");
  meta.version = map.required_text("version");
  meta.language = map.required_text("language");
  meta.licence = map.text("licence");
  meta.description = map.text("description");
  meta.bias = map.text("bias");
  meta.sources = map.texts("sources");
  map.finish();
}

void read_terms(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "terms");
  if (!map.valid()) return;
  for (const auto& [key, list] : node.entries) {
    const std::string name(key->text);
    std::vector<Pattern> patterns = read_patterns(file, *list, "terms." + name);
    for (const Pattern& pattern : patterns) {
      if (pattern.tree().not_before.empty() && pattern.tree().not_after.empty() && !pattern.tree().sentence_start) continue;
      file.error_at("L108", pattern.origin.position.offset, fmt::format("terms.{}: an exclusion or ^ in '{}'; expected it in the patterns that use the set", name, pattern.text));
    }
    if (list->is_null() || (list->is_list() && list->items.empty())) {
      file.report(Severity::warning, "L206", key->offset, fmt::format("term set '{}' is empty: patterns with it can never match", name));
    }
    const auto known = lexicon.terms.find(name);
    if (known == lexicon.terms.end()) {
      lexicon.terms.emplace(name, std::move(patterns));
    } else if (known->second.empty() || patterns.empty()) {
      file.error("L107", *key, fmt::format("terms: the set '{}' is defined twice", name));
    } else {
      report_twice(file, *key, fmt::format("terms: the set '{}'", name), known->second.front().origin, lexicon);
    }
  }
}

void read_targets(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "targets");
  if (!map.valid()) return;
  IndexByKey known;
  for (std::size_t i = 0; i < lexicon.targets.size(); ++i) known.emplace(lexicon.targets[i].key, i);
  for (const auto& [key, target] : node.entries) read_target(file, *key, *target, lexicon, known);
}

void read_cues(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  if (!node.is_list()) {
    file.error("L103", node, "cues: expected a list of groups");
    return;
  }
  for (const YamlNode* entry : node.items) {
    file.spend(*entry);
    read_cue(file, *entry, lexicon);
  }
}

void read_axes(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "axes");
  if (!map.valid()) return;
  for (const auto& [key, axis] : node.entries) read_axis(file, *key, *axis, lexicon);
}

void read_modifiers(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "modifiers");
  if (!map.valid()) return;
  Modifiers& modifiers = lexicon.modifiers;
  if (const YamlNode* factors = map.take("factors")) {
    YamlMap values(file, *factors, "modifiers.factors");
    modifiers.negation_factor = values.number("negation", -1.0, 0.0).value_or(modifiers.negation_factor);
    modifiers.hedge_weight = values.number("hedge", 0.0, 1.0).value_or(modifiers.hedge_weight);
    modifiers.condition_weight = values.number("condition", 0.0, 1.0).value_or(modifiers.condition_weight);
    modifiers.neutral_weight = values.number("neutral", 0.0, 1.0).value_or(modifiers.neutral_weight);
    values.finish();
  }
  if (const YamlNode* prepositions = map.take("prepositions")) {
    YamlMap sets(file, *prepositions, "modifiers.prepositions");
    if (sets.valid()) {
      for (const auto& [key, list] : prepositions->entries) {
        const std::string name(key->text);
        std::vector<Pattern> patterns = read_patterns(file, *list, "modifiers.prepositions." + name);
        std::vector<Pattern>& set = modifiers.prepositions[name];
        std::move(patterns.begin(), patterns.end(), std::back_inserter(set));
      }
      if (modifiers.prepositions.size() > max_preposition_sets) {
        file.error("L110", *prepositions, fmt::format("modifiers.prepositions: more than {} sets", max_preposition_sets));
      }
    }
  }
  if (const YamlNode* forms = map.take("verb_forms")) read_verb_forms(file, *forms, modifiers);
  for (const ModifierName& name : modifier_names) {
    std::vector<Pattern> patterns = map.patterns(name.key);
    std::vector<Pattern>& set = modifiers.patterns[static_cast<std::size_t>(name.kind)];
    std::move(patterns.begin(), patterns.end(), std::back_inserter(set));
  }
  map.finish();
}

}  // namespace stance::detail

namespace stance {

std::string_view to_string(ModifierKind kind) noexcept {
  for (const detail::ModifierName& name : detail::modifier_names) {
    if (name.kind == kind) return name.key;
  }
  return "modifier";
}

std::string_view to_string(VerbForm form) noexcept {
  for (const auto& [name, known] : detail::verb_form_names) {
    if (known == form) return name;
  }
  return "verb";
}

}  // namespace stance
