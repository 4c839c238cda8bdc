#pragma once
/// Entries of a dictionary in the pattern language, with the conditions of rules as gaps and exclusions.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "detail/dictionary_words.hpp"

namespace stance::detail {

/// What an entry becomes. No patterns: it was left out, and a diagnostic says why.
struct EntryPatterns {
  std::vector<std::string> patterns;
  bool sentence = false;  ///< gaps reach to the end of the sentence
  bool changed = false;
};

/// All entries of a dictionary, turned when made. What cannot be said goes to the diagnostics.
class DictionaryPatterns {
 public:
  DictionaryPatterns(const Dictionary& dictionary, const ImportOptions& options, std::vector<Diagnostic>& diagnostics);

  [[nodiscard]] const EntryPatterns& of(std::size_t category, std::size_t entry) const { return written_[category][entry]; }
  /// A category and all below it.
  [[nodiscard]] std::vector<std::size_t> below(std::size_t category) const;
  /// Says that an entry stands on an axis; the sets that its patterns name are then in term_sets().
  void use(std::size_t category, std::size_t entry);
  [[nodiscard]] bool is_used(std::size_t category, std::size_t entry) const { return used_[category][entry]; }
  /// Sets for the categories that rules refer to.
  [[nodiscard]] std::map<std::string, std::vector<Pattern>> term_sets() const;

 private:
  struct Alternative;

  void report(Severity severity, const char* code, const SourcePosition& position, std::string message);
  EntryPatterns plain(const CategoryEntry& entry);
  EntryPatterns conditional(const CategoryEntry& entry);
  bool apply(const DictionaryCondition& condition, const CategoryEntry& entry, std::vector<Alternative>& alternatives,
             EntryPatterns& out);
  std::string item(const DictionaryItem& item, const CategoryEntry& entry, EntryPatterns& out);
  std::string items(const std::vector<DictionaryItem>& all, const CategoryEntry& entry, EntryPatterns& out);
  std::string set_of(std::size_t category, const CategoryEntry& entry);
  void use_set(std::size_t category);
  [[nodiscard]] std::string set_name(std::size_t category) const;

  const Dictionary& dictionary_;
  std::vector<Diagnostic>& diagnostics_;
  WordPatterns words_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::vector<EntryPatterns>> written_;
  std::vector<std::vector<bool>> used_;
  std::map<std::size_t, bool> sets_;  ///< categories that rules name, and whether an entry in use names them
  std::set<std::size_t> with_rules_;  ///< of these, the ones that hold rules; reported once
};

}  // namespace stance::detail
