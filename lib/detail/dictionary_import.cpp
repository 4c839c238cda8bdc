#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "detail/dictionary_patterns.hpp"
#include "detail/lexicon_names.hpp"
#include "stance/dictionary.hpp"

namespace stance {
namespace {

using detail::EntryPatterns;

/// Categories at one pole of an axis.
struct Pole {
  double value = 1.0;
  std::vector<std::size_t> categories;
};

struct AxisPlan {
  Axis axis;
  std::vector<Pole> poles;
};

/// A pattern on an axis, until all that say the same are known.
struct Placed {
  std::string pattern;
  double value = 0.0;
  double weight = 1.0;
  bool sentence = false;
  std::size_t category = 0;
  SourcePosition position;
};

std::string shown(double value) { return fmt::format("{}", value); }

class Importer {
 public:
  Importer(const Dictionary& dictionary, const ImportOptions& options, std::vector<Diagnostic>& diagnostics)
      : dictionary_(dictionary), options_(options), diagnostics_(diagnostics), patterns_(dictionary, options, diagnostics) {
    counts_.categories = dictionary.categories.size();
    counts_.entries = dictionary.n_entries();
    counts_.left_out = dictionary.left_out;
  }

  ImportCounts run(Lexicon& lexicon) {
    const std::vector<AxisPlan> plans = options_.axes.empty() ? plan_all() : plan_poles();
    write_meta(lexicon);
    for (const AxisPlan& plan : plans) add_axis(plan, lexicon);
    lexicon.terms = patterns_.term_sets();
    count();
    counts_.axes = lexicon.axes.size();
    return counts_;
  }

 private:
  void note(Severity severity, const char* code, const SourcePosition& position, std::string message) {
    diagnostics_.push_back({severity, code, dictionary_.file, position, std::move(message), {}});
  }

  // ---- Which categories make which axes

  /// Every category that holds words, with all that is below it. Words with a valence make a bipolar axis of their own.
  std::vector<AxisPlan> plan_all() {
    std::vector<AxisPlan> plans;
    for (std::size_t i = 0; i < dictionary_.categories.size(); ++i) {
      const DictionaryCategory& category = dictionary_.categories[i];
      AxisPlan plan;
      plan.axis.key = category.path;
      plan.axis.positive = category.path;
      plan.axis.scale = options_.scale;
      plan.axis.kind = AxisKind::intensity;
      if (has_values(category)) {
        plan.axis.kind = AxisKind::bipolar;
        plan.axis.negative = "negative " + category.name;
        plan.axis.positive = "positive " + category.name;
      }
      plan.poles.push_back({1.0, patterns_.below(i)});
      plans.push_back(std::move(plan));
    }
    return plans;
  }

  static bool has_values(const DictionaryCategory& category) {
    return std::any_of(category.entries.begin(), category.entries.end(),
                       [](const CategoryEntry& entry) { return entry.value.has_value(); });
  }

  std::vector<AxisPlan> plan_poles() {
    std::vector<AxisPlan> plans;
    std::set<std::string> keys;
    for (const DictionaryAxis& wanted : options_.axes) {
      if (wanted.negative.empty() || wanted.positive.empty()) {
        throw InvalidArgument(fmt::format("axes: axis '{}' names no category for its {} pole", wanted.key,
                                          wanted.negative.empty() ? "negative" : "positive"));
      }
      AxisPlan plan;
      plan.axis.kind = AxisKind::bipolar;
      plan.axis.scale = options_.scale;
      plan.axis.negative = fmt::format("{}", fmt::join(wanted.negative, ", "));
      plan.axis.positive = fmt::format("{}", fmt::join(wanted.positive, ", "));
      plan.poles = {{-1.0, look_up(wanted.negative)}, {1.0, look_up(wanted.positive)}};
      for (const std::size_t category : plan.poles[0].categories) {
        const std::vector<std::size_t>& other = plan.poles[1].categories;
        if (std::find(other.begin(), other.end(), category) == other.end()) continue;
        throw InvalidArgument(fmt::format("axes: category '{}' is at both poles of an axis", dictionary_.categories[category].path));
      }
      plan.axis.key = wanted.key.empty() ? name_of_all(wanted.negative) + '_' + name_of_all(wanted.positive) : wanted.key;
      if (!keys.insert(plan.axis.key).second) throw InvalidArgument(fmt::format("axes: two axes have the key '{}'", plan.axis.key));
      plans.push_back(std::move(plan));
    }
    return plans;
  }

  static std::string name_of_all(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, "_")); }

  /// The categories of these names with all that is below them, each once.
  std::vector<std::size_t> look_up(const std::vector<std::string>& names) {
    std::set<std::size_t> out;
    for (const std::string& name : names) {
      const std::vector<std::size_t> found = dictionary_.find(name);
      if (found.size() != 1) {
        std::vector<std::string> known;
        for (const DictionaryCategory& category : dictionary_.categories) known.push_back(category.path);
        throw InvalidArgument(
            found.empty()
                ? fmt::format("axes: {} has no category '{}'{}", dictionary_.file, name, suggestion(name, known))
                : fmt::format("axes: category '{}' could be '{}' or '{}'; write the path", name, known[found[0]], known[found[1]]));
      }
      if (has_values(dictionary_.categories[found[0]])) {
        throw InvalidArgument(fmt::format("axes: the words of '{}' have values, which say their pole; expected no axes", name));
      }
      const std::vector<std::size_t> below = patterns_.below(found[0]);
      out.insert(below.begin(), below.end());
    }
    return {out.begin(), out.end()};
  }

  // ---- What stands on an axis

  void write_meta(Lexicon& lexicon) const {
    lexicon.meta.name = options_.name.empty() ? dictionary_.name : options_.name;
    lexicon.meta.version = options_.version;
    lexicon.meta.language = options_.language;
    lexicon.meta.licence = options_.licence;
    lexicon.meta.description = fmt::format("converted from {} ({})", dictionary_.file, stance::name_of(dictionary_.format));
    lexicon.meta.bias = "that of the dictionary";
    lexicon.meta.sources = {dictionary_.file};
    lexicon.files.push_back({dictionary_.file, {}, {}, {}});
  }

  void add_axis(const AxisPlan& plan, Lexicon& lexicon) {
    placed_.clear();
    place_of_.clear();
    const double unit = largest_value(plan);
    for (const Pole& pole : plan.poles) {
      for (const std::size_t category : pole.categories) {
        const std::vector<CategoryEntry>& entries = dictionary_.categories[category].entries;
        for (std::size_t i = 0; i < entries.size(); ++i) {
          patterns_.use(category, i);
          const double value = entries[i].value ? *entries[i].value / unit : pole.value;
          const EntryPatterns& written = patterns_.of(category, i);
          for (const std::string& pattern : written.patterns)
            place({pattern, value, entries[i].weight, written.sentence, category, entries[i].position}, plan.axis.key);
        }
      }
    }
    if (placed_.empty()) {
      const SourcePosition& position = dictionary_.categories[plan.poles.front().categories.front()].position;
      note(Severity::note, "I208", position, fmt::format("'{}' holds no words that can be used, and makes no axis", plan.axis.key));
      return;
    }
    Axis axis = plan.axis;
    write_patterns(axis);
    lexicon.axes.push_back(std::move(axis));
  }

  /// Largest absolute valence of the axis, 1 where there is none.
  double largest_value(const AxisPlan& plan) {
    double unit = 0.0;
    for (const Pole& pole : plan.poles) {
      for (const std::size_t category : pole.categories) {
        for (const CategoryEntry& entry : dictionary_.categories[category].entries)
          unit = std::max(unit, std::abs(entry.value.value_or(0.0)));
      }
    }
    if (unit == 0.0) return 1.0;
    if (unit != 1.0)
      note(Severity::note, "I207", {},
           fmt::format("'{}': values are divided by {}, so that they lie between -1 and 1", plan.axis.key, unit));
    return unit;
  }

  void place(Placed next, const std::string& axis) {
    const auto [known, fresh] = place_of_.emplace(std::make_pair(next.pattern, next.sentence), placed_.size());
    if (fresh) {
      placed_.push_back(std::move(next));
      return;
    }
    ++counts_.merged;
    Placed& first = placed_[known->second];
    if (next.value == first.value && next.weight == first.weight) {
      if (next.category == first.category) {
        note(Severity::note, "I204", next.position,
             fmt::format("'{}' stands in line {} already, and counts once", next.pattern, first.position.line));
      }
      return;
    }
    if (next.value == first.value) {
      note(Severity::warning, "I204", next.position,
           fmt::format("'{}' stands in line {} already, with weight {} and not {}; the first counts", next.pattern, first.position.line,
                       shown(first.weight), shown(next.weight)));
      return;
    }
    // Both would count each time: the mean of their values with the sum of their weights says the same.
    const double weight = first.weight + next.weight;
    if (weight > 0.0) first.value = (first.value * first.weight + next.value * next.weight) / weight;
    first.weight = std::min(weight, 100.0);
    note(Severity::warning, "I205", next.position,
         fmt::format("'{}' stands in line {} already and says something else on axis '{}'; it counts there as {} with weight {}",
                     next.pattern, first.position.line, axis, shown(first.value), shown(first.weight)));
  }

  void write_patterns(Axis& axis) {
    using Key = std::tuple<std::size_t, double, double, bool>;
    std::map<Key, std::size_t> groups;
    for (const Placed& placed : placed_) {
      const auto [group, fresh] = groups.emplace(Key{placed.category, placed.value, placed.weight, placed.sentence}, axis.patterns.size());
      if (fresh) {
        AxisPatterns& entry = axis.patterns.emplace_back();
        entry.value = placed.value;
        entry.weight = placed.weight;
        entry.holder = Holder::any;
        entry.within = placed.sentence ? Reach::sentence : Reach::clause;
        entry.reason = fmt::format("{}, category {}", dictionary_.file, dictionary_.categories[placed.category].path);
      }
      Pattern& pattern = axis.patterns[group->second].patterns.emplace_back();
      pattern.text = placed.pattern;
      pattern.origin.position = placed.position;
      ++counts_.patterns;
    }
  }

  /// After all axes: what is used by then, on an axis or in a set of a rule, is counted by how it was carried over.
  void count() {
    for (std::size_t category = 0; category < dictionary_.categories.size(); ++category) {
      std::size_t unused = 0;
      for (std::size_t i = 0; i < dictionary_.categories[category].entries.size(); ++i) {
        const EntryPatterns& entry = patterns_.of(category, i);
        if (entry.patterns.empty()) {
          ++counts_.left_out;
        } else if (!patterns_.is_used(category, i)) {
          ++unused;
        } else {
          ++(entry.changed ? counts_.changed : counts_.exact);
        }
      }
      counts_.unused += unused;
      if (unused == 0) continue;
      const DictionaryCategory& where = dictionary_.categories[category];
      note(Severity::note, "I209", where.position,
           fmt::format("category '{}' is at no pole; {} of its entries are not used", where.path, unused));
    }
  }

  const Dictionary& dictionary_;
  const ImportOptions& options_;
  std::vector<Diagnostic>& diagnostics_;
  detail::DictionaryPatterns patterns_;
  std::vector<Placed> placed_;
  std::map<std::pair<std::string, bool>, std::size_t> place_of_;
  ImportCounts counts_;
};

}  // namespace

ImportedLexicon import_dictionary(const DictionaryRead& read, const ImportOptions& options) {
  ImportedLexicon out;
  out.diagnostics = read.diagnostics;
  if (!read.dictionary) return out;
  if (!(options.scale >= 0.01 && options.scale <= 1000.0))
    throw InvalidArgument(fmt::format("scale: expected a number from 0.01 to 1000, got {}", options.scale));
  if (options.version.empty()) throw InvalidArgument("version: expected text, got nothing");
  const std::string& file = read.dictionary->file;
  std::vector<Diagnostic> found;
  Lexicon lexicon;
  out.counts = Importer(*read.dictionary, options, found).run(lexicon);
  std::stable_sort(found.begin(), found.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.position.offset < b.position.offset; });
  out.diagnostics.insert(out.diagnostics.end(), found.begin(), found.end());
  if (lexicon.axes.empty()) {
    out.diagnostics.push_back({Severity::error, "I107", file, {}, "nothing of the dictionary can be used", {}});
    return out;
  }
  out.yaml = to_yaml(lexicon, true);
  LexiconCheck check = parse_lexicon(out.yaml, lexicon.meta.name + ".yaml");
  const auto overlaps =
      std::count_if(check.diagnostics.begin(), check.diagnostics.end(), [](const Diagnostic& d) { return d.code == "L204"; });
  if (overlaps > 0) {
    out.diagnostics.push_back({Severity::note,
                               "I210",
                               file,
                               {},
                               fmt::format("{} words are also taken by a glob of their axis, and the one that stands first counts, once; "
                                           "`stance lexicon check` lists them",
                                           overlaps),
                               {}});
  }
  std::copy_if(check.diagnostics.begin(), check.diagnostics.end(), std::back_inserter(out.diagnostics),
               [](const Diagnostic& d) { return d.severity == Severity::error; });
  out.lexicon = std::move(check.lexicon);
  return out;
}

}  // namespace stance
