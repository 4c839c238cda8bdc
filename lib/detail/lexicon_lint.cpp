#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "detail/lexicon_reader.hpp"

namespace stance::detail {
namespace {

/// Where a pattern stands: the layer in which leftmost-longest applies, and what it says there.
struct Place {
  const Pattern* pattern;
  double value;
  std::string meaning;
};

class Linter {
 public:
  Linter(const Lexicon& lexicon, std::vector<Diagnostic>& out) : lexicon_(lexicon), out_(out) {}

  void run() {
    check_names();
    check_cues();
    for (const Axis& axis : lexicon_.axes) check_axis(axis);
    check_unused_terms();
    check_silent_targets();
  }

 private:
  void warn(const char* code, const Origin& origin, std::string message) {
    const std::string file = origin.file < lexicon_.files.size() ? lexicon_.files[origin.file].name : std::string();
    out_.push_back({Severity::warning, code, file, origin.position, std::move(message), {}});
  }

  /// The same pattern twice in a layer: the second can never win (unreachable), and when it says the opposite, one of them is wrong.
  void check_layer(const std::vector<Place>& places) {
    std::map<std::string, const Place*> first;
    for (const Place& place : places) {
      const auto [found, fresh] = first.emplace(place.pattern->text, &place);
      if (fresh) continue;
      const Place& other = *found->second;
      const std::string where = lexicon_.locate(other.pattern->origin);
      if (place.value * other.value < 0) {
        warn("L203", place.pattern->origin, fmt::format("'{}' contradicts {}: {} here, {} there", place.pattern->text, where, place.meaning, other.meaning));
      } else if (place.meaning == other.meaning) {
        warn("L202", place.pattern->origin, fmt::format("'{}' stands already at {}", place.pattern->text, where));
      } else {
        warn("L201", place.pattern->origin, fmt::format("'{}' is unreachable as {}: {} takes it first, as {}", place.pattern->text, place.meaning, where, other.meaning));
      }
    }
    check_shadows(places);
  }

  /// A word that a glob of the same layer already takes with the same meaning adds nothing; with another meaning it may surprise.
  void check_shadows(const std::vector<Place>& places) {
    std::vector<const Place*> globs;
    for (const Place& place : places) {
      const std::vector<PatternNode>& items = place.pattern->root.children;
      const bool plain = items.size() == 1 && items[0].kind == PatternNode::Kind::word && place.pattern->not_after.empty() && place.pattern->not_before.empty();
      if (plain && items[0].text.size() > 2 && items[0].text.back() == '*') globs.push_back(&place);
    }
    for (const Place& place : places) {
      const std::vector<PatternNode>& items = place.pattern->root.children;
      if (items.size() != 1 || items[0].kind != PatternNode::Kind::word || items[0].text.back() == '*') continue;
      for (const Place* glob : globs) {
        const std::string& stem = glob->pattern->root.children[0].text;
        if (items[0].text.compare(0, stem.size() - 1, stem, 0, stem.size() - 1) != 0 || glob->pattern->not_before.size() + glob->pattern->not_after.size() > 0) continue;
        warn("L204", place.pattern->origin, fmt::format("'{}' is also taken by '{}' ({}); whichever stands first wins", place.pattern->text, glob->pattern->text, lexicon_.locate(glob->pattern->origin)));
      }
    }
  }

  void check_names() {
    std::vector<Place> places;
    for (const Target& target : lexicon_.targets) {
      // Several targets may share a short form: the text decides which is meant.
      for (const TargetName& name : target.names) {
        if (name.form == NameForm::short_form) continue;
        places.push_back({&name.pattern, 1.0, "a name of " + target.key});
      }
    }
    for (const Pattern& decoy : lexicon_.decoys) places.push_back({&decoy, 1.0, "nobody's mention"});
    check_layer(places);
  }

  void check_cues() {
    std::vector<Place> places;
    for (const Cue& cue : lexicon_.cues) {
      const double value = cue.slots.empty() ? 0.0 : cue.slots.front().value;
      for (const Pattern& pattern : cue.patterns) places.push_back({&pattern, value, fmt::format("cue '{}'", cue.group)});
    }
    check_layer(places);
  }

  void check_axis(const Axis& axis) {
    std::vector<Place> places;
    std::size_t positive = 0;
    std::size_t negative = 0;
    for (const AxisPatterns& entry : axis.patterns) {
      for (const Pattern& pattern : entry.patterns) places.push_back({&pattern, entry.value, fmt::format("{:+g}", entry.value)});
      positive += entry.value > 0 ? entry.patterns.size() : 0;
      negative += entry.value < 0 ? entry.patterns.size() : 0;
    }
    check_layer(places);
    if (axis.patterns.empty() && axis.rules.empty()) {
      warn("L206", axis.origin, fmt::format("axis '{}' has neither patterns nor rules: it is undefined in every document", axis.key));
    } else if (axis.kind == AxisKind::bipolar && axis.rules.empty() && (positive == 0 || negative == 0)) {
      warn("L205", axis.origin, fmt::format("axis '{}' is one-sided: {} patterns for the − pole, {} for the + pole, and no rules", axis.key, negative, positive));
    } else if (axis.kind == AxisKind::bipolar && std::max(positive, negative) > 4 * std::min(positive, negative) + 8) {
      warn("L205", axis.origin, fmt::format("axis '{}' leans to one side: {} patterns for the − pole, {} for the + pole", axis.key, negative, positive));
    }
  }

  void collect_terms(const PatternNode& node, std::set<std::string>& used) {
    if (node.kind == PatternNode::Kind::term) used.insert(node.text);
    for (const PatternNode& child : node.children) collect_terms(child, used);
  }

  void check_unused_terms() {
    std::set<std::string> used;
    const auto all = [&](const std::vector<Pattern>& patterns) {
      for (const Pattern& pattern : patterns) {
        collect_terms(pattern.root, used);
        for (const PatternNode& node : pattern.not_before) collect_terms(node, used);
        for (const PatternNode& node : pattern.not_after) collect_terms(node, used);
      }
    };
    for (const auto& [name, patterns] : lexicon_.terms) all(patterns);
    for (const Cue& cue : lexicon_.cues) all(cue.patterns);
    for (const Axis& axis : lexicon_.axes) {
      for (const AxisPatterns& entry : axis.patterns) all(entry.patterns);
    }
    for (const std::vector<Pattern>& patterns : lexicon_.modifiers.patterns) all(patterns);
    for (const auto& [name, patterns] : lexicon_.terms) {
      if (patterns.empty()) {
        warn("L206", {}, fmt::format("term set '{}' is empty: patterns with it can never match", name));
      } else if (used.count(name) == 0) {
        warn("L207", patterns.front().origin, fmt::format("term set '{}' is not used", name));
      }
    }
  }

  /// A rule whose targets no cue can reach never fires.
  void check_silent_targets() {
    if (!lexicon_.cues.empty()) return;
    for (const Axis& axis : lexicon_.axes) {
      if (!axis.rules.empty()) warn("L206", axis.origin, fmt::format("axis '{}' has rules, but the lexicon has no cues: they never fire", axis.key));
    }
  }

  const Lexicon& lexicon_;
  std::vector<Diagnostic>& out_;
};

}  // namespace

void lint(const Lexicon& lexicon, std::vector<Diagnostic>& diagnostics) { Linter(lexicon, diagnostics).run(); }

}  // namespace stance::detail
