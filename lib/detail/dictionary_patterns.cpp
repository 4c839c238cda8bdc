#include "detail/dictionary_patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "stance/pattern.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t farthest = static_cast<std::size_t>(max_gap) + 1;  ///< words from one to the next that a gap can bridge

}  // namespace

/// One way in which the conditions of a rule can hold.
struct DictionaryPatterns::Alternative {
  std::string before;  ///< "B ~2 ": what must stand before
  std::string behind;
  std::string not_before;  ///< "!(B|B *) "
  std::string not_behind;
};

DictionaryPatterns::DictionaryPatterns(const Dictionary& dictionary, const ImportOptions& options, std::vector<Diagnostic>& diagnostics)
    : dictionary_(dictionary),
      diagnostics_(diagnostics),
      words_(dictionary.format, options.language, options.keep_case),
      children_(dictionary.categories.size()),
      written_(dictionary.categories.size()),
      used_(dictionary.categories.size()) {
  std::size_t hyphens = 0;
  for (std::size_t i = 0; i < dictionary.categories.size(); ++i) {
    const DictionaryCategory& category = dictionary.categories[i];
    if (category.parent) children_[*category.parent].push_back(i);
    used_[i].resize(category.entries.size(), false);
    for (const CategoryEntry& entry : category.entries) {
      const bool is_plain = entry.conditions.empty() && !entry.item.category;
      written_[i].push_back(is_plain ? plain(entry) : EntryPatterns());
      hyphens += is_plain && entry.item.text.find('-') != std::string::npos ? 1U : 0U;
    }
  }
  // Rules refer to words of other categories, so they come when all words are known.
  for (std::size_t i = 0; i < dictionary.categories.size(); ++i) {
    const std::vector<CategoryEntry>& entries = dictionary.categories[i].entries;
    for (std::size_t j = 0; j < entries.size(); ++j) {
      if (!entries[j].conditions.empty() || entries[j].item.category) written_[i][j] = conditional(entries[j]);
    }
  }
  if (hyphens > 0)
    report(Severity::note, "I211", {}, fmt::format("{} entries hold a hyphen, which in a pattern also takes a space or nothing", hyphens));
}

void DictionaryPatterns::report(Severity severity, const char* code, const SourcePosition& position, std::string message) {
  diagnostics_.push_back({severity, code, dictionary_.file, position, std::move(message), {}});
}

std::vector<std::size_t> DictionaryPatterns::below(std::size_t category) const {
  std::vector<std::size_t> out = {category};
  for (std::size_t next = 0; next < out.size(); ++next) out.insert(out.end(), children_[out[next]].begin(), children_[out[next]].end());
  std::sort(out.begin(), out.end());
  return out;
}

EntryPatterns DictionaryPatterns::plain(const CategoryEntry& entry) {
  EntryPatterns out;
  const std::string pattern = item(entry.item, entry, out);
  if (!pattern.empty()) out.patterns.push_back(pattern);
  return out;
}

/// @return empty when it cannot be said; reported then
std::string DictionaryPatterns::item(const DictionaryItem& item, const CategoryEntry& entry, EntryPatterns& out) {
  if (item.category) return set_of(*item.category, entry);
  const WordPattern word = words_(item.text);
  if (word.pattern.empty()) {
    report(Severity::warning, word.code, entry.position, fmt::format("'{}' is left out: {}", item.text, word.message));
  } else if (!word.message.empty()) {
    out.changed = true;
    report(Severity::warning, word.code, entry.position, word.message);
  }
  return word.pattern;
}

std::string DictionaryPatterns::items(const std::vector<DictionaryItem>& all, const CategoryEntry& entry, EntryPatterns& out) {
  std::string text;
  for (const DictionaryItem& one : all) {
    const std::string pattern = item(one, entry, out);
    if (pattern.empty()) return {};
    text += (text.empty() ? "" : "|") + pattern;
  }
  return all.size() == 1 ? text : '(' + text + ')';
}

std::string DictionaryPatterns::set_name(std::size_t category) const {
  std::string name = dictionary_.categories[category].path;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '{' || c == '}'; }, '_');
  return name;
}

std::string DictionaryPatterns::set_of(std::size_t category, const CategoryEntry& entry) {
  bool has_words = false;
  for (const std::size_t inner : below(category)) {
    for (std::size_t i = 0; i < written_[inner].size(); ++i) {
      const CategoryEntry& other = dictionary_.categories[inner].entries[i];
      const bool is_rule = !other.conditions.empty() || other.item.category.has_value();
      has_words = has_words || (!is_rule && !written_[inner][i].patterns.empty());
      if (is_rule && with_rules_.insert(category).second) {
        report(Severity::warning, "I206", other.position,
               fmt::format("rules stand in category '{}', to which another rule refers; there only its words count",
                           dictionary_.categories[category].path));
      }
    }
  }
  if (!has_words) {
    report(Severity::warning, "I303", entry.position,
           fmt::format("left out: the rule refers to category '{}', which holds no words that can be used",
                       dictionary_.categories[category].path));
    return {};
  }
  sets_.emplace(category, false);
  return '{' + set_name(category) + '}';
}

bool DictionaryPatterns::apply(const DictionaryCondition& condition, const CategoryEntry& entry, std::vector<Alternative>& alternatives,
                               EntryPatterns& out) {
  const std::string other = items(condition.items, entry, out);
  if (other.empty()) return false;
  out.sentence = out.sentence || condition.distance != 1;
  std::size_t distance = condition.distance;
  if (distance == 0 || distance > farthest) {
    out.changed = true;
    report(Severity::warning, "I203", entry.position,
           fmt::format("the rule looks {}; the pattern bridges at most {} words",
                       distance == 0 ? "at the whole sentence" : fmt::format("{} words far", distance), max_gap));
    distance = farthest;
  }
  const bool before = condition.side != DictionarySide::behind;
  const bool behind = condition.side != DictionarySide::before;
  if (condition.excluded) {
    std::string choice_before = other;
    std::string choice_behind = other;
    std::string stars;
    for (std::size_t i = 1; i < distance; ++i) {
      stars += i == 1 ? "*" : " *";
      choice_before += '|' + other + ' ' + stars;
      choice_behind += '|' + stars + ' ' + other;
    }
    for (Alternative& alternative : alternatives) {
      if (before) alternative.not_before += "!(" + choice_before + ") ";
      if (behind) alternative.not_behind += " !(" + choice_behind + ')';
    }
    return true;
  }
  const std::string gap = distance > 1 ? fmt::format(" ~{} ", distance - 1) : " ";
  std::vector<Alternative> next;
  for (const Alternative& alternative : alternatives) {
    if (before && alternative.before.empty()) next.emplace_back(alternative).before = other + gap;
    if (behind && alternative.behind.empty()) next.emplace_back(alternative).behind = gap + other;
    if ((before && !alternative.before.empty()) || (behind && !alternative.behind.empty())) {
      report(Severity::warning, "I303", entry.position, "left out: two conditions of the rule are about the same side of the word");
      return false;
    }
  }
  alternatives = std::move(next);
  return true;
}

EntryPatterns DictionaryPatterns::conditional(const CategoryEntry& entry) {
  EntryPatterns out;
  const std::string subject = item(entry.item, entry, out);
  if (subject.empty()) return {};
  std::vector<Alternative> alternatives(1);
  for (const DictionaryCondition& condition : entry.conditions) {
    if (!apply(condition, entry, alternatives, out)) return {};
  }
  for (const Alternative& alternative : alternatives) {
    if ((!alternative.before.empty() && !alternative.not_before.empty()) ||
        (!alternative.behind.empty() && !alternative.not_behind.empty())) {
      report(Severity::warning, "I303", entry.position, "left out: two conditions of the rule are about the same side of the word");
      return {};
    }
    const std::string text = alternative.not_before + alternative.before + subject + alternative.behind + alternative.not_behind;
    const PatternParse parsed = parse_pattern(text);
    if (!parsed.pattern) {
      report(Severity::warning, "I304", entry.position,
             fmt::format("left out: as a pattern the rule is '{}', where {}", text, parsed.fault.message));
      return {};
    }
    out.patterns.push_back(text);
  }
  return out;
}

void DictionaryPatterns::use_set(std::size_t category) {
  bool& used = sets_.at(category);
  if (used) return;
  used = true;
  for (const std::size_t inner : below(category)) {
    for (std::size_t i = 0; i < written_[inner].size(); ++i) {
      const CategoryEntry& entry = dictionary_.categories[inner].entries[i];
      if (entry.conditions.empty() && !entry.item.category) used_[inner][i] = true;
    }
  }
}

void DictionaryPatterns::use(std::size_t category, std::size_t index) {
  used_[category][index] = true;
  if (written_[category][index].patterns.empty()) return;
  const CategoryEntry& entry = dictionary_.categories[category].entries[index];
  if (entry.item.category) use_set(*entry.item.category);
  for (const DictionaryCondition& condition : entry.conditions) {
    for (const DictionaryItem& other : condition.items) {
      if (other.category) use_set(*other.category);
    }
  }
}

std::map<std::string, std::vector<Pattern>> DictionaryPatterns::term_sets() const {
  std::map<std::string, std::vector<Pattern>> out;
  for (const auto& [category, used] : sets_) {
    if (!used) continue;
    std::vector<Pattern>& set = out[set_name(category)];
    std::set<std::string> seen;
    for (const std::size_t inner : below(category)) {
      for (std::size_t i = 0; i < written_[inner].size(); ++i) {
        const CategoryEntry& entry = dictionary_.categories[inner].entries[i];
        if (!entry.conditions.empty() || entry.item.category) continue;
        for (const std::string& text : written_[inner][i].patterns) {
          if (!seen.insert(text).second) continue;
          Pattern& pattern = set.emplace_back();
          pattern.text = text;
          pattern.origin.position = entry.position;
        }
      }
    }
  }
  return out;
}

}  // namespace stance::detail
