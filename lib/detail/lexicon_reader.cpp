#include "detail/lexicon_reader.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "detail/lexicon_sections.hpp"

namespace stance::detail {
namespace {

using Section = void (*)(YamlFile&, const YAML::Node&, Lexicon&);
struct SectionName {
  const char* key;
  Section read;
};
constexpr std::array<SectionName, 6> sections = {{{"meta", read_meta}, {"terms", read_terms}, {"targets", read_targets},
                                                  {"cues", read_cues}, {"axes", read_axes}, {"modifiers", read_modifiers}}};

std::string hash_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

template <typename Visit>
void for_each_pattern(const Lexicon& lexicon, const Visit& visit) {
  const auto all = [&](const std::vector<Pattern>& patterns) { std::for_each(patterns.begin(), patterns.end(), visit); };
  for (const auto& [name, patterns] : lexicon.terms) all(patterns);
  all(lexicon.decoys);
  for (const Target& target : lexicon.targets) {
    for (const TargetName& name : target.names) visit(name.pattern);
  }
  for (const Cue& cue : lexicon.cues) all(cue.patterns);
  for (const Axis& axis : lexicon.axes) {
    for (const AxisPatterns& entry : axis.patterns) all(entry.patterns);
  }
  for (const std::vector<Pattern>& patterns : lexicon.modifiers.patterns) all(patterns);
  for (const auto& [name, patterns] : lexicon.modifiers.prepositions) all(patterns);
}

}  // namespace

bool selects(const std::vector<std::string>& selection, const Target& target) {
  return std::any_of(selection.begin(), selection.end(), [&](const std::string& key) {
    return key == "*" || key == target.key || (key.size() > 1 && key[0] == '@' && std::string_view(key).substr(1) == target.kind);
  });
}

void LexiconReader::report(Severity severity, const char* code, const Origin& origin, std::string message) {
  const std::string name = origin.file < lexicon_.files.size() ? lexicon_.files[origin.file].name : std::string();
  diagnostics_.push_back({severity, code, name, origin.position, std::move(message), {}});
}

void LexiconReader::read_file(const std::string& path) {
  namespace fs = std::filesystem;
  pending_ = {path};
  while (!pending_.empty()) {
    const std::string next = pending_.front();
    pending_.erase(pending_.begin());
    const std::string name = fs::path(next).filename().string();
    std::error_code fault;
    std::ifstream in(next, std::ios::binary);
    if (fs::is_directory(next, fault) || !in) {
      diagnostics_.push_back({Severity::error, "L109", name, {}, fmt::format("cannot read '{}'; expected a lexicon file", next), {}});
      continue;
    }
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    read_text(text, name, next);
  }
}

void LexiconReader::read_memory(std::string_view yaml, const std::string& name) { read_text(yaml, name, {}); }

void LexiconReader::read_text(std::string_view yaml, const std::string& name, const std::string& path) {
  const auto number = static_cast<std::uint32_t>(lexicon_.files.size());
  lexicon_.files.push_back({name, path, hash_of(yaml)});
  YamlFile file(name, yaml, number, diagnostics_);
  YAML::Node root;
  try {
    root = YAML::Load(std::string(yaml));
  } catch (const YAML::Exception& fault) {
    file.report(Severity::error, "L101", fault.mark, "not YAML: " + fault.msg);
    return;
  }
  YamlMap map(file, root, "lexicon");
  if (!map.valid()) return;
  if (const std::optional<YAML::Node> includes = map.take("include")) {
    if (path.empty()) {
      file.error("L109", *includes, "'include' in a lexicon that is not a file; expected everything in one text");
    } else if (!includes->IsSequence()) {
      file.error("L103", *includes, "include: expected a list of file names");
    } else {
      for (const auto& item : *includes) {
        const std::filesystem::path other = std::filesystem::path(path).parent_path() / (item.IsScalar() ? item.Scalar() : std::string());
        const bool seen = std::any_of(lexicon_.files.begin(), lexicon_.files.end(), [&](const LexiconFile& f) { return f.path == other.string(); }) ||
                          std::find(pending_.begin(), pending_.end(), other.string()) != pending_.end();
        if (!item.IsScalar() || !std::filesystem::exists(other)) {
          file.error("L109", item, fmt::format("included file '{}' does not exist", other.string()));
        } else if (!seen) {
          pending_.push_back(other.string());
        }
      }
    }
  }
  for (const SectionName& section : sections) {
    const std::optional<YAML::Node> node = map.take(section.key);
    if (node && !node->IsNull()) section.read(file, *node, lexicon_);
  }
  for (Pattern& decoy : map.patterns("decoys")) lexicon_.decoys.push_back(std::move(decoy));
  map.finish();
}

void LexiconReader::check_node(const PatternNode& node, const Pattern& pattern, std::vector<std::string>& path) {
  if (node.kind == PatternNode::Kind::term) {
    const auto set = lexicon_.terms.find(node.text);
    if (set == lexicon_.terms.end()) {
      std::vector<std::string> known;
      for (const auto& [name, patterns] : lexicon_.terms) known.push_back(name);
      const std::string guess = nearest(node.text, known);
      report(Severity::error, "L106", pattern.origin,
             fmt::format("pattern '{}': unknown term set '{}'{}", pattern.text, node.text, guess.empty() ? "" : "; did you mean '" + guess + "'?"));
    } else if (std::find(path.begin(), path.end(), node.text) != path.end()) {
      report(Severity::error, "L106", pattern.origin, fmt::format("term set '{}' holds itself", node.text));
    } else {
      path.push_back(node.text);
      for (const Pattern& inner : set->second) check_node(inner.root, inner, path);
      path.pop_back();
    }
  }
  for (const std::string& key : node.targets) {
    if (std::none_of(lexicon_.targets.begin(), lexicon_.targets.end(), [&](const Target& target) { return selects({key}, target); })) {
      report(Severity::error, "L106", pattern.origin, fmt::format("pattern '{}': unknown target or kind '{}'", pattern.text, key));
    }
  }
  for (const PatternNode& child : node.children) check_node(child, pattern, path);
}

void LexiconReader::check_pattern(const Pattern& pattern) {
  std::vector<std::string> path;
  check_node(pattern.root, pattern, path);
  for (const PatternNode& node : pattern.not_before) check_node(node, pattern, path);
  for (const PatternNode& node : pattern.not_after) check_node(node, pattern, path);
}

void LexiconReader::check_references() {
  for_each_pattern(lexicon_, [this](const Pattern& pattern) { check_pattern(pattern); });
  const auto known_target = [&](const std::string& key) {
    return std::any_of(lexicon_.targets.begin(), lexicon_.targets.end(), [&](const Target& target) { return selects({key}, target); });
  };
  std::vector<std::string> groups;
  for (const Cue& cue : lexicon_.cues) groups.push_back(cue.group);
  for (const Cue& cue : lexicon_.cues) {
    for (const Slot& slot : cue.slots) {
      if (slot.kind == Slot::Kind::preposition && lexicon_.modifiers.prepositions.count(slot.preposition) == 0) {
        report(Severity::error, "L106", cue.origin, fmt::format("cue '{}': unknown slot '{}'; expected subject, object, pre, inside or a set of modifiers.prepositions", cue.group, slot.preposition));
      }
    }
  }
  for (const Axis& axis : lexicon_.axes) {
    const auto check_targets = [&](const std::vector<std::string>& keys, const Origin& origin) {
      for (const std::string& key : keys) {
        if (!known_target(key)) report(Severity::error, "L106", origin, fmt::format("axis '{}': unknown target or kind '{}'", axis.key, key));
      }
    };
    check_targets(axis.neutral_targets, axis.origin);
    for (const AxisRule& rule : axis.rules) {
      check_targets(rule.targets, rule.origin);
      for (const std::string& group : rule.cues) {
        if (std::find(groups.begin(), groups.end(), group) != groups.end()) continue;
        const std::string guess = nearest(group, groups);
        report(Severity::error, "L106", rule.origin, fmt::format("axis '{}': unknown cue group '{}'{}", axis.key, group, guess.empty() ? "" : "; did you mean '" + guess + "'?"));
      }
    }
  }
}

void LexiconReader::check_required() {
  if (lexicon_.meta.name.empty() && diagnostics_.empty()) report(Severity::error, "L104", {}, "'meta' is missing; expected name, version and language");
  if (lexicon_.axes.empty() && lexicon_.targets.empty() && diagnostics_.empty()) report(Severity::error, "L104", {}, "the lexicon has neither axes nor targets");
}

LexiconCheck LexiconReader::finish() {
  check_required();
  check_references();
  LexiconCheck check;
  const bool broken = std::any_of(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
  if (!broken) lint(lexicon_, diagnostics_);
  const auto file_number = [this](const std::string& name) {
    return std::find_if(lexicon_.files.begin(), lexicon_.files.end(), [&](const LexiconFile& f) { return f.name == name; }) - lexicon_.files.begin();
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return std::make_tuple(file_number(a.file), a.position.line, a.position.column) < std::make_tuple(file_number(b.file), b.position.line, b.position.column);
  });
  if (!broken) check.lexicon = std::move(lexicon_);
  check.diagnostics = std::move(diagnostics_);
  return check;
}

}  // namespace stance::detail
