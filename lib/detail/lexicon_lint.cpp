#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "detail/lexicon_reader.hpp"
#include "detail/lexicon_references.hpp"
#include "detail/pattern_word.hpp"

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

  /// The single word of a pattern without exclusions, or nothing.
  static const PatternNode* single_word(const Pattern& pattern) {
    const std::vector<PatternNode>& items = pattern.tree().root.children;
    const bool plain = items.size() == 1 && items[0].kind == PatternNode::Kind::word && pattern.tree().not_after.empty() && pattern.tree().not_before.empty();
    return plain ? &items[0] : nullptr;
  }

  /// A word that a glob of the same layer takes as well: whichever stands first wins, which may surprise.
  void check_shadows(const std::vector<Place>& places) {
    std::map<std::string, const Place*, std::less<>> globs;  // by what the word must begin with
    for (const Place& place : places) {
      const PatternNode* word = single_word(*place.pattern);
      if (word != nullptr && word->text.size() > 2 && word->text.find_first_of("*?") == word->text.size() - 1 && word->text.back() == '*') globs.emplace(word->text.substr(0, word->text.size() - 1), &place);
    }
    if (globs.empty()) return;
    for (const Place& place : places) {
      const PatternNode* word = single_word(*place.pattern);
      if (word == nullptr || is_glob(word->text)) continue;
      for (std::size_t size = 1; size <= word->text.size(); ++size) {
        const auto glob = globs.find(std::string_view(word->text).substr(0, size));
        if (glob == globs.end()) continue;
        warn("L204", place.pattern->origin, fmt::format("'{}' is also taken by '{}' ({}); whichever stands first wins", place.pattern->text,
                                                        glob->second->pattern->text, lexicon_.locate(glob->second->pattern->origin)));
      }
    }
  }

  static bool holds_target(const PatternNode& node) {
    return node.kind == PatternNode::Kind::target || std::any_of(node.children.begin(), node.children.end(), holds_target);
  }

  /// Names are looked for before anybody knows where targets are mentioned.
  void check_name(const Pattern& pattern) {
    if (holds_target(pattern.tree().root)) warn("L206", pattern.origin, fmt::format("'{}' can never match: a name cannot hold a <target>", pattern.text));
  }

  void check_names() {
    std::vector<Place> places;
    for (const Target& target : lexicon_.targets) {
      // Several targets may share a short form: the text decides which is meant.
      for (const TargetName& name : target.names) {
        if (name.form == NameForm::short_form || name.form == NameForm::assumed_form) continue;
        places.push_back({&name.pattern, 1.0, "a name of " + target.key});
      }
    }
    for (const Pattern& decoy : lexicon_.decoys) places.push_back({&decoy, 1.0, "nobody's mention"});
    for (const Place& place : places) check_name(*place.pattern);
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

  void check_unused_terms() {
    std::set<std::string> used;
    for_each_pattern(lexicon_, [&](const Pattern& pattern) {
      collect_terms(pattern.tree().root, used);
      for (const PatternNode& node : pattern.tree().not_before) collect_terms(node, used);
      for (const PatternNode& node : pattern.tree().not_after) collect_terms(node, used);
    });
    for (const auto& [name, patterns] : lexicon_.terms) {
      if (!patterns.empty() && used.count(name) == 0) warn("L207", patterns.front().origin, fmt::format("term set '{}' is not used", name));
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
