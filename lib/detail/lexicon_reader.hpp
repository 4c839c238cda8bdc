#pragma once
/// Reads the files of a pack into a Lexicon and checks what one entry says about another.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "detail/lexicon_yaml.hpp"
#include "stance/lexicon.hpp"

namespace stance::detail {

class LexiconReader {
 public:
  /// Reads a file from disk, and what it includes.
  void read_file(const std::string& path);
  /// Reads a pack from memory; includes are refused.
  void read_memory(std::string_view yaml, const std::string& name);
  /// Reads files from memory; what they include is among them.
  void read_files(const std::vector<LexiconFile>& files);
  enum class Warnings : std::uint8_t { unwanted, wanted };
  /// Checks references, and lints where warnings are wanted: a tenth of the time that reading takes. Call once, after reading.
  [[nodiscard]] LexiconCheck finish(Warnings warnings);

 private:
  void read_text(std::string bytes, const std::string& name, const std::string& path);
  void read_lexicon(YamlFile& file, const YamlNode& root, std::uint32_t number, const std::string& path);
  void read_includes(YamlFile& file, const YamlNode& includes, const std::string& path);
  /// The bytes of a file behind its byte order mark, which no column counts.
  [[nodiscard]] std::string_view text_of(std::size_t file) const;
  void report(Severity severity, const char* code, const Origin& origin, std::string message);

  Lexicon lexicon_;
  std::vector<Diagnostic> diagnostics_;
  std::vector<std::string> pending_;  ///< files to read, in order; includes are added at the end
  std::set<std::string> known_;       ///< their real paths: each file is read once, also when files include each other
  bool has_meta_ = false;
  bool all_given_ = false;  ///< includes are read already, or will be
};

/// Warnings of the linter: entries that can never match, stand twice, contradict or shadow each other, one-sided axes.
void lint(const Lexicon& lexicon, std::vector<Diagnostic>& diagnostics);

/// XXH3 of 128 bits, in hexadecimal digits.
[[nodiscard]] std::string hash_of(std::string_view bytes);

/// Whether a target list (keys, "@kind", "*") takes a target.
[[nodiscard]] bool selects(const std::vector<std::string>& selection, const Target& target);

}  // namespace stance::detail
