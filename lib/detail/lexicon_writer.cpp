#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <utility>

#include "detail/lexicon_emit.hpp"
#include "detail/lexicon_names.hpp"
#include "stance/lexicon.hpp"

namespace stance {
namespace {

/// The shortest digits that read back as the same number.
std::string digits(double value) { return fmt::format("{}", value); }

class Writer {
 public:
  Writer(const Lexicon& lexicon, bool origins) : lexicon_(lexicon), origins_(origins) {}

  std::string run() {
    out_ << YAML::BeginMap;
    write_meta();
    if (!lexicon_.terms.empty()) write_terms();
    if (!lexicon_.targets.empty()) write_targets();
    if (!lexicon_.decoys.empty()) write_patterns("decoys", lexicon_.decoys);
    if (!lexicon_.cues.empty()) write_cues();
    if (!lexicon_.axes.empty()) write_axes();
    write_modifiers();
    if (!lexicon_.learned.empty()) write_learned();
    out_ << YAML::EndMap;
    return std::string(out_.c_str(), out_.size()) + '\n';
  }

 private:
  void text(const std::string& value) { detail::put_text(out_, value); }
  void key(const std::string& name) {
    out_ << YAML::Key;
    text(name);
    out_ << YAML::Value;
  }
  void field(const char* name, const std::string& value) {
    if (value.empty()) return;
    key(name);
    text(value);
  }
  void field(const char* name, double value) {
    key(name);
    out_ << digits(value);
  }
  void field(const char* name, const std::optional<double>& value) {
    if (value) field(name, *value);
  }
  void field(const char* name, const std::vector<std::string>& values) {
    if (values.empty()) return;
    key(name);
    out_ << YAML::Flow << YAML::BeginSeq;
    for (const std::string& value : values) text(value);
    out_ << YAML::EndSeq;
  }

  void write_patterns(const std::string& name, const std::vector<Pattern>& patterns) {
    key(name);
    if (patterns.empty()) {
      out_ << YAML::Flow << YAML::BeginSeq << YAML::EndSeq;
      return;
    }
    out_ << YAML::BeginSeq;
    for (const Pattern& pattern : patterns) {
      text(pattern.text);
      if (origins_ && pattern.origin.position.line > 0) out_ << YAML::Comment(lexicon_.locate(pattern.origin));
    }
    out_ << YAML::EndSeq;
  }

  void write_meta() {
    key("meta");
    out_ << YAML::BeginMap;
    const LexiconMeta& meta = lexicon_.meta;
    field("name", meta.name);
    field("version", meta.version);
    field("language", meta.language);
    field("licence", meta.licence);
    field("description", meta.description);
    field("bias", meta.bias);
    field("sources", meta.sources);
    out_ << YAML::EndMap;
  }

  void write_terms() {
    key("terms");
    out_ << YAML::BeginMap;
    for (const auto& [name, patterns] : lexicon_.terms) write_patterns(name, patterns);
    out_ << YAML::EndMap;
  }

  void write_targets() {
    key("targets");
    out_ << YAML::BeginMap;
    for (const Target& target : lexicon_.targets) {
      key(target.key);
      out_ << YAML::BeginMap;
      field("kind", target.kind);
      field("iso2", target.iso2);
      field("iso3", target.iso3);
      if (target.historic) {
        key("historic");
        out_ << "true";
      }
      for (const auto& [name, form] : detail::name_forms) {
        std::vector<Pattern> patterns;
        for (const TargetName& other : target.names) {
          if (other.form == form) patterns.push_back(other.pattern);
        }
        if (!patterns.empty()) write_patterns(std::string(name), patterns);
      }
      out_ << YAML::EndMap;
    }
    out_ << YAML::EndMap;
  }

  template <typename Enum, std::size_t N>
  void field(const char* name, const std::array<std::pair<std::string_view, Enum>, N>& names, Enum value, Enum usual) {
    if (value == usual) return;
    key(name);
    out_ << std::string(detail::name_in(names, value));
  }

  void write_slots(const std::vector<Slot>& slots) {
    key("slots");
    out_ << YAML::Flow << YAML::BeginMap;
    for (const Slot& slot : slots) {
      key(slot.kind == Slot::Kind::preposition ? slot.preposition : std::string(detail::name_in(detail::slot_names, slot.kind)));
      if (!slot.holder) {
        out_ << digits(slot.value);
        continue;
      }
      out_ << YAML::Flow << YAML::BeginMap;
      field("value", slot.value);
      key("holder");
      out_ << std::string(detail::name_in(detail::holder_names, *slot.holder)) << YAML::EndMap;
    }
    out_ << YAML::EndMap;
  }

  void write_cues() {
    key("cues");
    out_ << YAML::BeginSeq;
    for (const Cue& cue : lexicon_.cues) {
      out_ << YAML::BeginMap;
      field("group", cue.group);
      field("reason", cue.reason);
      field("type", detail::cue_type_names, cue.type, CueType::noun);
      field("holder", detail::holder_names, cue.holder, Holder::own);
      field("within", detail::reach_names, cue.within, Reach::clause);
      if (cue.weight != 1.0) field("weight", cue.weight);
      field("negated", cue.negated);
      if (!cue.loose) {
        key("loose");
        out_ << "false";
      }
      field("targets", cue.targets);
      write_slots(cue.slots);
      write_patterns("patterns", cue.patterns);
      out_ << YAML::EndMap;
    }
    out_ << YAML::EndSeq;
  }

  void write_rules(const Axis& axis) {
    key("rules");
    out_ << YAML::BeginSeq;
    for (const AxisRule& rule : axis.rules) {
      out_ << YAML::Flow << YAML::BeginMap;
      field("targets", rule.targets);
      field("cues", rule.cues);
      if (rule.factor != 1.0) field("factor", rule.factor);
      if (rule.own_affair) {
        key("own_affair");
        out_ << "true";
      }
      out_ << YAML::EndMap;
    }
    out_ << YAML::EndSeq;
  }

  void write_entry(const AxisPatterns& entry) {
    out_ << YAML::BeginMap;
    field("value", entry.value);
    if (entry.weight != 1.0) field("weight", entry.weight);
    field("negated", entry.negated);
    field("holder", detail::holder_names, entry.holder, Holder::own);
    field("within", detail::reach_names, entry.within, Reach::clause);
    field("toward", entry.toward);
    field("reason", entry.reason);
    write_patterns("match", entry.patterns);
    out_ << YAML::EndMap;
  }

  void write_axes() {
    key("axes");
    out_ << YAML::BeginMap;
    for (const Axis& axis : lexicon_.axes) {
      key(axis.key);
      out_ << YAML::BeginMap;
      key("kind");
      out_ << std::string(detail::name_in(detail::axis_kind_names, axis.kind));
      field("negative", axis.negative);
      field("positive", axis.positive);
      field("description", axis.description);
      if (axis.scale != detail::default_scale) field("scale", axis.scale);
      field("neutral_targets", axis.neutral_targets);
      if (!axis.rules.empty()) write_rules(axis);
      if (!axis.patterns.empty()) {
        key("patterns");
        out_ << YAML::BeginSeq;
        for (const AxisPatterns& entry : axis.patterns) write_entry(entry);
        out_ << YAML::EndSeq;
      }
      out_ << YAML::EndMap;
    }
    out_ << YAML::EndMap;
  }

  void write_modifiers() {
    const Modifiers& modifiers = lexicon_.modifiers;
    key("modifiers");
    out_ << YAML::BeginMap;
    key("factors");
    out_ << YAML::Flow << YAML::BeginMap;
    field("negation", modifiers.negation_factor);
    field("hedge", modifiers.hedge_weight);
    field("condition", modifiers.condition_weight);
    field("neutral", modifiers.neutral_weight);
    out_ << YAML::EndMap;
    if (!modifiers.prepositions.empty()) {
      key("prepositions");
      out_ << YAML::BeginMap;
      for (const auto& [name, patterns] : modifiers.prepositions) write_patterns(name, patterns);
      out_ << YAML::EndMap;
    }
    write_verb_forms();
    for (std::size_t i = 0; i < modifier_kinds; ++i) {
      const auto kind = static_cast<ModifierKind>(i);
      if (!modifiers.of(kind).empty()) write_patterns(std::string(to_string(kind)), modifiers.of(kind));
    }
    out_ << YAML::EndMap;
  }

  void write_pair(const std::string& name, double against, double support) {
    key(name);
    out_ << YAML::Flow << YAML::BeginSeq << digits(against) << digits(support) << YAML::EndSeq;
  }

  void write_learned() {
    const LearnedWords& learned = lexicon_.learned;
    key("learned");
    out_ << YAML::BeginMap;
    field("reason", learned.reason);
    field("window", learned.window);
    field("most_names", learned.most_names);
    field("threshold", learned.threshold);
    field("value", learned.value);
    field("weight", learned.weight);
    write_pair("bias", learned.bias_against, learned.bias_support);
    for (std::size_t i = 0; i < learned_places; ++i) {
      if (learned.words[i].empty()) continue;
      key(std::string(to_string(static_cast<LearnedPlace>(i))));
      out_ << YAML::BeginMap;
      for (const LearnedWord& word : learned.words[i]) write_pair(word.word, word.against, word.support);
      out_ << YAML::EndMap;
    }
    out_ << YAML::EndMap;
  }

  void write_verb_forms() {
    const auto& forms = lexicon_.modifiers.verbs;
    if (std::all_of(forms.begin(), forms.end(), [](const auto& words) { return words.empty(); })) return;
    key("verb_forms");
    out_ << YAML::BeginMap;
    for (std::size_t i = 0; i < verb_forms; ++i) {
      field(std::string(to_string(static_cast<VerbForm>(i))).c_str(), forms[i]);
    }
    out_ << YAML::EndMap;
  }

  const Lexicon& lexicon_;
  bool origins_;
  YAML::Emitter out_;
};

}  // namespace

std::string to_yaml(const Lexicon& lexicon, bool origins) { return Writer(lexicon, origins).run(); }

}  // namespace stance
