#pragma once
/// YAML with positions: typed access to nodes that turns every fault into a Diagnostic and goes on.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detail/lexicon_tree.hpp"
#include "stance/error.hpp"
#include "stance/pattern.hpp"

namespace stance::detail {

inline constexpr std::size_t max_file_entries = 250'000;  ///< list and mapping entries of a file, aliases counted each time
inline constexpr std::size_t max_file_faults = 1000;

/// One file of a pack while it is being read: its lines, its number in the lexicon, and where its faults go.
class YamlFile {
 public:
  YamlFile(std::string name, std::string_view text, std::uint32_t number, std::vector<Diagnostic>& sink);

  [[nodiscard]] Origin origin(const YamlNode& node) const;
  /// Says something about the byte at `offset`.
  /// @throws Stopped after max_file_faults
  void report(Severity severity, const char* code, std::size_t offset, std::string message);
  void error(const char* code, const YamlNode& node, std::string message) { error_at(code, node.offset, std::move(message)); }
  void error_at(const char* code, std::size_t offset, std::string message) { report(Severity::error, code, offset, std::move(message)); }
  /// Counts an entry that is read. Aliases can make a small file endless.
  /// @throws Stopped beyond max_file_entries, with an L110
  void spend(const YamlNode& node);
  /// Reading goes no further: the file is too large or has too many faults. The last diagnostic says so.
  struct Stopped {};
  /// Fault inside a scalar, `offset` bytes behind its first character.
  void error_inside(const char* code, const YamlNode& scalar, std::size_t offset, std::string message);

 private:
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;
  [[nodiscard]] SourcePosition position(std::size_t offset) const;

  std::string name_;
  std::string_view text_;
  std::vector<std::size_t> lines_;  ///< where each begins
  std::uint32_t number_;
  std::size_t entries_ = 0;
  std::size_t faults_ = 0;
  std::vector<Diagnostic>* sink_;
};

/// A mapping whose keys are taken one by one; what is left over at the end is reported as unknown.
class YamlMap {
 public:
  YamlMap(YamlFile& file, const YamlNode& node, std::string what);
  [[nodiscard]] bool valid() const noexcept { return node_->is_mapping(); }

  /// The node under a key, or null. @pre the bytes of the key outlive the map, as those of a literal do
  [[nodiscard]] const YamlNode* take(std::string_view key);
  [[nodiscard]] std::string text(std::string_view key, std::string fallback = {});
  [[nodiscard]] std::string required_text(std::string_view key);
  [[nodiscard]] std::optional<double> number(std::string_view key, double low, double high);
  [[nodiscard]] std::optional<int> whole_number(std::string_view key, int low, int high);
  [[nodiscard]] bool flag(std::string_view key, bool fallback = false);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  /// A list of patterns; faults are reported, good patterns kept.
  [[nodiscard]] std::vector<Pattern> patterns(std::string_view key);
  /// Reports keys that nobody took, with the nearest known one.
  void finish();

 private:
  YamlFile* file_;
  const YamlNode* node_;
  std::string what_;
  std::vector<std::string_view> taken_;
};

[[nodiscard]] std::vector<Pattern> read_patterns(YamlFile& file, const YamlNode& list, const std::string& what);
[[nodiscard]] std::optional<double> read_number(YamlFile& file, const YamlNode& node, const std::string& what, double low, double high);
/// The line of a text that holds a byte, without its end.
[[nodiscard]] std::string line_around(std::string_view text, std::size_t offset);

}  // namespace stance::detail
