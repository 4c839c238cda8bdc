#pragma once
/// Checks what one entry of a lexicon says about another: term sets, targets, cue groups and slots that must exist.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "stance/lexicon.hpp"

namespace stance::detail {

/// Calls `visit` for every pattern of a lexicon. In the order of the members of Lexicon.
void for_each_pattern(const Lexicon& lexicon, const std::function<void(const Pattern&)>& visit);

/// Adds the names of the term sets in a node.
void collect_terms(const PatternNode& node, std::set<std::string>& names);

class ReferenceCheck {
 public:
  using Report = std::function<void(const char* code, const Origin& origin, std::string message)>;
  ReferenceCheck(const Lexicon& lexicon, Report report);
  void run();

 private:
  [[nodiscard]] bool known_target(const std::string& key) const;
  [[nodiscard]] std::string target_hint(const std::string& key) const;
  void check_pattern(const Pattern& pattern);
  void check_node(const PatternNode& node, const Pattern& pattern);
  void check_term_sets();
  /// @pre check_term_sets() has run
  void check_size(const Pattern& pattern);
  [[nodiscard]] double expanded_size(const PatternNode& node) const;
  void check_cues();
  void check_axis(const Axis& axis, const std::vector<std::string>& groups);

  const Lexicon& lexicon_;
  Report report_;
  std::set<std::string, std::less<>> keys_;
  std::set<std::string, std::less<>> kinds_;
  std::map<std::string, double> set_sizes_;  ///< items of a term set with all sets inside it; sets in a circle are not here
  double total_size_ = 0;  ///< of the patterns so far, with their term sets written out
};

}  // namespace stance::detail
