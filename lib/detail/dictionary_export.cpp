#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "detail/lexicon_emit.hpp"
#include "detail/lexicon_reader.hpp"
#include "stance/dictionary.hpp"

namespace stance {
namespace {

using Kind = PatternNode::Kind;
using Phrases = std::vector<std::string>;  ///< words with one space between them; "" is no word

constexpr std::size_t most_phrases = 1000;

std::string joined(const std::string& a, const std::string& b) { return a.empty() || b.empty() ? a + b : a + ' ' + b; }

/// Writes a pattern out as all phrases that it takes.
class Expander {
 public:
  explicit Expander(const Lexicon& lexicon) : lexicon_(lexicon) {}

  bool has_case = false;
  bool has_gap = false;
  bool too_many = false;

  Phrases operator()(const Pattern& pattern) {
    has_case = has_gap = too_many = false;
    depth_ = 0;
    Phrases all = node(pattern.tree().root);
    std::set<std::string> seen;
    std::erase_if(all, [&](const std::string& phrase) { return phrase.empty() || !seen.insert(phrase).second; });
    return all;
  }

 private:
  Phrases product(const Phrases& a, const Phrases& b) {
    Phrases out;
    if (a.size() * b.size() > most_phrases) {
      too_many = true;
      return out;
    }
    for (const std::string& left : a) {
      for (const std::string& right : b) out.push_back(joined(left, right));
    }
    return out;
  }

  void append(Phrases& out, const Phrases& more) {
    too_many = too_many || out.size() + more.size() > most_phrases;
    if (!too_many) out.insert(out.end(), more.begin(), more.end());
  }

  Phrases node(const PatternNode& node) {
    Phrases out;
    switch (node.kind) {
      case Kind::word: out = word(node); break;
      case Kind::any_word: out = {"*"}; break;
      case Kind::gap:
        has_gap = true;
        out = {""};
        for (int i = 0; i < node.gap; ++i) out.push_back(joined(out.back(), "*"));
        break;
      case Kind::sequence:
        out = {""};
        for (const PatternNode& child : node.children) out = product(out, this->node(child));
        break;
      case Kind::choice:
        for (const PatternNode& child : node.children) append(out, this->node(child));
        break;
      case Kind::term:
        if (const auto set = lexicon_.terms.find(node.text); set != lexicon_.terms.end() && depth_ < max_term_depth) {
          ++depth_;
          for (const Pattern& pattern : set->second) append(out, this->node(pattern.tree().root));
          --depth_;
        }
        break;
      case Kind::target:
        for (const Target& target : lexicon_.targets) {
          if (!detail::selects(node.targets, target)) continue;
          for (const TargetName& name : target.names) append(out, this->node(name.pattern.tree().root));
        }
        break;
    }
    if (node.optional) out.emplace_back();
    return out;
  }

  /// A hyphen of a pattern is a hyphen, a space or nothing.
  Phrases word(const PatternNode& node) {
    has_case = has_case || node.letter_case != LetterCase::any;
    if (node.text.find('-') == std::string::npos) return {node.text};
    std::string spaced;
    std::string closed;
    for (const char c : node.text) {
      spaced += c == '-' ? ' ' : c;
      if (c != '-') closed += c;
    }
    // "*-led" is any word before led, and not misled.
    if (spaced.starts_with("* ") || spaced.ends_with(" *")) return {node.text, spaced};
    return {node.text, spaced, closed};
  }

  const Lexicon& lexicon_;
  std::size_t depth_ = 0;
};

class Exporter {
 public:
  explicit Exporter(const Lexicon& lexicon) : lexicon_(lexicon), expand_(lexicon) {}

  ExportedDictionary run() {
    out_ << YAML::BeginMap;
    bool any = false;
    for (const Axis& axis : lexicon_.axes) any = write_axis(axis) || any;
    out_ << YAML::EndMap;
    result_.yaml = any ? std::string(out_.c_str(), out_.size()) + '\n' : "{}\n";
    report_sections();
    return std::move(result_);
  }

 private:
  void report(Severity severity, const char* code, const Origin& origin, std::string message) {
    const std::string file = origin.file < lexicon_.files.size() ? lexicon_.files[origin.file].name : lexicon_.meta.name;
    result_.diagnostics.push_back({severity, code, file, origin.position, std::move(message), {}});
  }

  bool write_axis(const Axis& axis) {
    Phrases negative;
    Phrases neutral;
    Phrases positive;
    for (const AxisPatterns& entry : axis.patterns) {
      report_entry(axis, entry);
      Phrases& pole = entry.value < 0.0 ? negative : entry.value == 0.0 ? neutral : positive;
      for (const Pattern& pattern : entry.patterns) add(pattern, pole);
    }
    if (!axis.rules.empty()) {
      report(Severity::warning, "I404", axis.origin,
             fmt::format("axis '{}': {} rules are left out; quanteda has no stances toward targets", axis.key, axis.rules.size()));
    }
    if (negative.empty() && neutral.empty() && positive.empty()) {
      report(Severity::warning, "I401", axis.origin,
             fmt::format("axis '{}' is left out: it holds no patterns that can be written", axis.key));
      return false;
    }
    out_ << YAML::Key;
    detail::put_text(out_, axis.key);
    out_ << YAML::Value;
    if (axis.kind == AxisKind::intensity) {
      write(positive);
      return true;
    }
    out_ << YAML::BeginMap;
    const std::array<std::pair<const char*, const Phrases*>, 3> poles = {
        {{"negative", &negative}, {"neutral", &neutral}, {"positive", &positive}}};
    for (const auto& [name, phrases] : poles) {
      if (phrases->empty()) continue;
      out_ << YAML::Key << name << YAML::Value;
      write(*phrases);
    }
    out_ << YAML::EndMap;
    return true;
  }

  void write(const Phrases& phrases) {
    std::set<std::string> seen;
    out_ << YAML::BeginSeq;
    for (const std::string& phrase : phrases) {
      if (!seen.insert(phrase).second) continue;
      detail::put_text(out_, phrase);
      ++result_.counts.values;
    }
    out_ << YAML::EndSeq;
  }

  void report_entry(const Axis& axis, const AxisPatterns& entry) {
    if (entry.patterns.empty()) return;
    std::string lost;
    const auto lose = [&](const std::string& what) { lost += (lost.empty() ? "" : ", ") + what; };
    if (std::abs(entry.value) != 1.0 && entry.value != 0.0) lose(fmt::format("value {}", entry.value));
    if (entry.weight != 1.0) lose(fmt::format("weight {}", entry.weight));
    if (entry.negated) lose("value under negation");
    if (!entry.toward.empty()) lose(fmt::format("toward {}", entry.toward));
    if (entry.holder == Holder::others || entry.holder == Holder::toward_self) lose("holder");
    if (lost.empty()) return;
    report(Severity::warning, "I403", entry.patterns.front().origin,
           fmt::format("axis '{}': these words count like all others; lost: {}", axis.key, lost));
  }

  void add(const Pattern& pattern, Phrases& pole) {
    ++result_.counts.patterns;
    const Phrases phrases = expand_(pattern);
    if (expand_.too_many || phrases.empty()) {
      ++result_.counts.left_out;
      report(Severity::warning, "I401", pattern.origin,
             expand_.too_many ? fmt::format("'{}' is left out: it stands for more than {} phrases", pattern.text, most_phrases)
                              : fmt::format("'{}' is left out: it stands for no phrase", pattern.text));
      return;
    }
    std::string lost;
    const auto lose = [&](bool is_lost, const char* what) {
      if (is_lost) lost += (lost.empty() ? "" : ", ") + std::string(what);
    };
    lose(!pattern.tree().not_before.empty() || !pattern.tree().not_after.empty(), "its exclusions");
    lose(pattern.tree().sentence_start, "the beginning of a sentence");
    lose(expand_.has_case, "its capitals (quanteda ignores case unless told otherwise)");
    lose(expand_.has_gap, "the end of the clause, over which its gap goes now");
    ++(lost.empty() ? result_.counts.exact : result_.counts.changed);
    if (!lost.empty())
      report(Severity::warning, "I402", pattern.origin, fmt::format("'{}' takes more than it did; lost: {}", pattern.text, lost));
    pole.insert(pole.end(), phrases.begin(), phrases.end());
  }

  void report_sections() {
    std::size_t modifiers = lexicon_.modifiers.prepositions.size();
    for (const std::vector<Pattern>& patterns : lexicon_.modifiers.patterns) modifiers += patterns.size();
    const std::array<std::pair<std::size_t, const char*>, 3> sections = {{{lexicon_.targets.size(), "targets"},
                                                                          {lexicon_.cues.size(), "groups of cues"},
                                                                          {modifiers, "modifiers (negation, hedges, voice)"}}};
    for (const auto& [n, what] : sections) {
      if (n > 0) report(Severity::warning, "I404", {}, fmt::format("{} {} are left out: quanteda's dictionaries hold words only", n, what));
    }
  }

  const Lexicon& lexicon_;
  Expander expand_;
  YAML::Emitter out_;
  ExportedDictionary result_;
};

}  // namespace

ExportedDictionary export_quanteda(const Lexicon& lexicon) { return Exporter(lexicon).run(); }

}  // namespace stance
