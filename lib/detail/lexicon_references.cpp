#include "detail/lexicon_references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "detail/lexicon_yaml.hpp"

namespace stance::detail {
namespace {

using SetNames = std::set<std::string>;

/// Term sets in an order in which each stands behind all that it holds; sets that hold themselves, or hold one that does, are left out.
std::vector<std::string> inner_first(const std::map<std::string, SetNames>& inside) {
  std::map<std::string, std::vector<std::string>> holders;
  std::map<std::string, std::size_t> open;
  std::vector<std::string> order;
  for (const auto& [name, held] : inside) {
    open[name] = 0;
    for (const std::string& other : held) {
      if (inside.count(other) == 0) continue;
      ++open[name];
      holders[other].push_back(name);
    }
    if (open[name] == 0) order.push_back(name);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    const auto found = holders.find(order[next]);
    if (found == holders.end()) continue;
    for (const std::string& holder : found->second) {
      if (--open[holder] == 0) order.push_back(holder);
    }
  }
  return order;
}

}  // namespace

void collect_terms(const PatternNode& node, std::set<std::string>& names) {
  if (node.kind == PatternNode::Kind::term) names.insert(node.text);
  for (const PatternNode& child : node.children) collect_terms(child, names);
}

void for_each_pattern(const Lexicon& lexicon, const std::function<void(const Pattern&)>& visit) {
  const auto all = [&](const std::vector<Pattern>& patterns) { std::for_each(patterns.begin(), patterns.end(), visit); };
  for (const auto& [name, patterns] : lexicon.terms) all(patterns);
  for (const Target& target : lexicon.targets) {
    for (const TargetName& name : target.names) visit(name.pattern);
  }
  all(lexicon.decoys);
  for (const Cue& cue : lexicon.cues) all(cue.patterns);
  for (const Axis& axis : lexicon.axes) {
    for (const AxisPatterns& entry : axis.patterns) all(entry.patterns);
  }
  for (const std::vector<Pattern>& patterns : lexicon.modifiers.patterns) all(patterns);
  for (const auto& [name, patterns] : lexicon.modifiers.prepositions) all(patterns);
}

ReferenceCheck::ReferenceCheck(const Lexicon& lexicon, Report report) : lexicon_(lexicon), report_(std::move(report)) {
  for (const Target& target : lexicon.targets) {
    keys_.insert(target.key);
    kinds_.insert(target.kind);
  }
}

void ReferenceCheck::run() {
  check_term_sets();
  for_each_pattern(lexicon_, [this](const Pattern& pattern) {
    check_pattern(pattern);
    check_size(pattern);
  });
  check_cues();
  std::vector<std::string> groups;
  for (const Cue& cue : lexicon_.cues) groups.push_back(cue.group);
  if (!lexicon_.learned.empty()) groups.emplace_back(learned_group);
  for (const Axis& axis : lexicon_.axes) check_axis(axis, groups);
}

bool ReferenceCheck::known_target(const std::string& key) const {
  if (key == "*") return !keys_.empty();
  return keys_.count(key) != 0 || (key.size() > 1 && key[0] == '@' && kinds_.count(std::string_view(key).substr(1)) != 0);
}

std::string ReferenceCheck::target_hint(const std::string& key) const {
  if (!key.starts_with('@')) return suggestion(key, {keys_.begin(), keys_.end()});
  std::vector<std::string> known;
  for (const auto& kind : kinds_) known.push_back('@' + std::string(kind));
  return suggestion(key, known);
}

void ReferenceCheck::check_pattern(const Pattern& pattern) {
  check_node(pattern.tree().root, pattern);
  for (const PatternNode& node : pattern.tree().not_before) check_node(node, pattern);
  for (const PatternNode& node : pattern.tree().not_after) check_node(node, pattern);
}

void ReferenceCheck::check_node(const PatternNode& node, const Pattern& pattern) {
  if (node.kind == PatternNode::Kind::term && lexicon_.terms.count(node.text) == 0) {
    std::vector<std::string> known;
    for (const auto& [name, patterns] : lexicon_.terms) known.push_back(name);
    report_("L106", pattern.origin, fmt::format("pattern '{}': unknown term set '{}'{}", pattern.text, node.text, suggestion(node.text, known)));
  }
  for (const std::string& key : node.targets) {
    if (!known_target(key)) report_("L106", pattern.origin, fmt::format("pattern '{}': unknown target or kind '{}'{}", pattern.text, key, target_hint(key)));
  }
  for (const PatternNode& child : node.children) check_node(child, pattern);
}

void ReferenceCheck::check_term_sets() {
  std::map<std::string, SetNames> inside;
  for (const auto& [name, patterns] : lexicon_.terms) {
    SetNames& names = inside[name];
    for (const Pattern& pattern : patterns) collect_terms(pattern.tree().root, names);
  }
  std::map<std::string, std::size_t> depth;
  for (const std::string& name : inner_first(inside)) {
    std::size_t deepest = 0;
    for (const std::string& held : inside[name]) deepest = std::max(deepest, depth[held]);
    depth[name] = deepest + 1;
    double size = 0;
    for (const Pattern& pattern : lexicon_.terms.at(name)) size += expanded_size(pattern.tree().root);
    set_sizes_[name] = size;
    if (deepest + 1 == max_term_depth + 1) {
      report_("L110", lexicon_.terms.at(name).front().origin, fmt::format("term set '{}' holds sets in sets, more than {} deep", name, max_term_depth));
    }
  }
  for (const auto& [name, patterns] : lexicon_.terms) {
    if (depth.count(name) != 0) continue;
    for (const Pattern& pattern : patterns) {
      SetNames names;
      collect_terms(pattern.tree().root, names);
      const bool circle = std::any_of(names.begin(), names.end(), [&](const std::string& held) { return inside.count(held) != 0 && depth.count(held) == 0; });
      if (!circle) continue;
      report_("L106", pattern.origin, fmt::format("term set '{}' holds itself, by way of pattern '{}'", name, pattern.text));
      break;
    }
  }
}

/// Items that the automaton must hold for a node. Grows without bound where sets hold sets, hence floating point.
double ReferenceCheck::expanded_size(const PatternNode& node) const {
  switch (node.kind) {
    case PatternNode::Kind::gap: return node.gap;
    case PatternNode::Kind::term: {
      const auto found = set_sizes_.find(node.text);
      return found == set_sizes_.end() ? 1.0 : found->second;
    }
    case PatternNode::Kind::sequence: case PatternNode::Kind::choice: {
      double size = 0;
      for (const PatternNode& child : node.children) size += expanded_size(child);
      return size;
    }
    default: return 1.0;
  }
}

void ReferenceCheck::check_size(const Pattern& pattern) {
  double size = expanded_size(pattern.tree().root);
  for (const PatternNode& node : pattern.tree().not_before) size += expanded_size(node);
  for (const PatternNode& node : pattern.tree().not_after) size += expanded_size(node);
  if (size > static_cast<double>(max_expanded_items)) {
    report_("L110", pattern.origin, fmt::format("pattern '{}' has more than {} items with its term sets written out", pattern.text, max_expanded_items));
  } else if (total_size_ <= static_cast<double>(max_lexicon_items) && total_size_ + size > static_cast<double>(max_lexicon_items)) {
    report_("L110", pattern.origin, fmt::format("the patterns of the lexicon have more than {} items with their term sets written out", max_lexicon_items));
  }
  total_size_ += size;
}

void ReferenceCheck::check_cues() {
  for (const Cue& cue : lexicon_.cues) {
    for (const std::string& key : cue.targets) {
      if (!known_target(key)) report_("L106", cue.origin, fmt::format("cue '{}': unknown target or kind '{}'{}", cue.group, key, target_hint(key)));
    }
    for (const Slot& slot : cue.slots) {
      if (slot.kind != Slot::Kind::preposition || lexicon_.modifiers.prepositions.count(slot.preposition) != 0) continue;
      report_("L106", cue.origin, fmt::format("cue '{}': unknown slot '{}'; expected subject, object, pre or a set of modifiers.prepositions", cue.group, slot.preposition));
    }
  }
}

void ReferenceCheck::check_axis(const Axis& axis, const std::vector<std::string>& groups) {
  const auto check_targets = [&](const std::vector<std::string>& keys, const Origin& origin) {
    for (const std::string& key : keys) {
      if (!known_target(key)) report_("L106", origin, fmt::format("axis '{}': unknown target or kind '{}'{}", axis.key, key, target_hint(key)));
    }
  };
  check_targets(axis.neutral_targets, axis.origin);
  for (const AxisPatterns& set : axis.patterns) {
    if (set.toward.empty() || keys_.contains(set.toward) || set.patterns.empty()) continue;
    report_("L106", set.patterns.front().origin, fmt::format("axis '{}'.patterns[].toward: unknown target '{}'{}", axis.key, set.toward, target_hint(set.toward)));
  }
  for (const AxisRule& rule : axis.rules) {
    check_targets(rule.targets, rule.origin);
    for (const std::string& group : rule.cues) {
      if (std::find(groups.begin(), groups.end(), group) != groups.end()) continue;
      report_("L106", rule.origin, fmt::format("axis '{}': unknown cue group '{}'{}", axis.key, group, suggestion(group, groups)));
    }
  }
}

}  // namespace stance::detail
