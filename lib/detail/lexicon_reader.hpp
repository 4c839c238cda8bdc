#pragma once
/// Reads the files of a pack into a Lexicon and checks what one entry says about another.

#include <string>
#include <string_view>
#include <vector>

#include "stance/lexicon.hpp"

namespace stance::detail {

class LexiconReader {
 public:
  /// Reads a file from disk, and what it includes.
  void read_file(const std::string& path);
  /// Reads a pack from memory; includes are refused.
  void read_memory(std::string_view yaml, const std::string& name);
  /// Checks references and lints. Call once, after reading.
  [[nodiscard]] LexiconCheck finish();

 private:
  void read_text(std::string_view yaml, const std::string& name, const std::string& path);
  void check_references();
  void check_required();
  void report(Severity severity, const char* code, const Origin& origin, std::string message);
  void check_node(const PatternNode& node, const Pattern& pattern, std::vector<std::string>& path);
  void check_pattern(const Pattern& pattern);

  Lexicon lexicon_;
  std::vector<Diagnostic> diagnostics_;
  std::vector<std::string> pending_;  ///< included files still to read
};

/// Warnings of the linter: entries that can never match, stand twice, contradict or shadow each other, one-sided axes.
void lint(const Lexicon& lexicon, std::vector<Diagnostic>& diagnostics);

/// Whether a target list (keys, "@kind", "*") takes a target.
[[nodiscard]] bool selects(const std::vector<std::string>& selection, const Target& target);

}  // namespace stance::detail
