#pragma once
/// YAML with positions: typed access to nodes that turns every fault into a Diagnostic and goes on.

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/error.hpp"
#include "stance/pattern.hpp"

namespace stance::detail {

inline constexpr std::size_t max_file_entries = 250'000;  ///< list and mapping entries of a file, aliases counted each time
inline constexpr std::size_t max_file_faults = 1000;

/// The first document of a YAML text, and where a second one begins, if there is one.
struct YamlDocument {
  YAML::Node root;  ///< null for a text without any
  std::optional<YAML::Mark> second;
};
/// YAML::LoadAll does not end on some broken texts (yaml-cpp 0.7: a comma by itself becomes endless empty documents).
/// @throws YAML::Exception
[[nodiscard]] YamlDocument load_yaml(const std::string& text);

/// One file of a pack while it is being read: its lines, its number in the lexicon, and where its faults go.
class YamlFile {
 public:
  YamlFile(std::string name, std::string_view text, std::uint32_t number, std::vector<Diagnostic>& sink);

  [[nodiscard]] Origin origin(const YAML::Node& node) const;
  void report(Severity severity, const char* code, const YAML::Mark& mark, std::string message, std::size_t offset = 0);
  void error(const char* code, const YAML::Node& node, std::string message) { report(Severity::error, code, node.Mark(), std::move(message)); }
  void error_at(const char* code, std::size_t offset, std::string message);
  /// Counts an entry that is read. Aliases can make a small file endless.
  /// @throws Stopped beyond max_file_entries, with an L110
  void spend(const YAML::Node& node);
  /// Reading goes no further: the file is too large or has too many faults. The last diagnostic says so.
  struct Stopped {};
  /// Fault inside a scalar, `offset` bytes behind its first character.
  void error_inside(const char* code, const YAML::Node& scalar, std::size_t offset, std::string message);

 private:
  [[nodiscard]] std::string_view line(std::size_t index) const;
  [[nodiscard]] SourcePosition position(const YAML::Mark& mark, std::size_t offset) const;

  std::string name_;
  std::vector<std::string_view> lines_;
  std::vector<std::size_t> line_offsets_;
  std::uint32_t number_;
  std::size_t entries_ = 0;
  std::size_t faults_ = 0;
  std::vector<Diagnostic>* sink_;
};

/// A mapping whose keys are taken one by one; what is left over at the end is reported as unknown.
class YamlMap {
 public:
  YamlMap(YamlFile& file, const YAML::Node& node, std::string what);
  [[nodiscard]] bool valid() const noexcept { return valid_; }

  /// The node under a key, or nothing.
  [[nodiscard]] std::optional<YAML::Node> take(const std::string& key);
  [[nodiscard]] std::string text(const std::string& key, std::string fallback = {});
  [[nodiscard]] std::string required_text(const std::string& key);
  [[nodiscard]] std::optional<double> number(const std::string& key, double low, double high);
  [[nodiscard]] bool flag(const std::string& key, bool fallback = false);
  [[nodiscard]] std::vector<std::string> texts(const std::string& key);
  /// A list of patterns; faults are reported, good patterns kept.
  [[nodiscard]] std::vector<Pattern> patterns(const std::string& key);
  /// Reports keys that nobody took, with the nearest known one.
  void finish();

 private:
  YamlFile* file_;
  YAML::Node node_;
  std::string what_;
  bool valid_ = false;
  std::vector<std::string> taken_;
};

[[nodiscard]] std::vector<Pattern> read_patterns(YamlFile& file, const YAML::Node& list, const std::string& what);
[[nodiscard]] std::optional<double> read_number(YamlFile& file, const YAML::Node& node, const std::string& what, double low, double high);
/// The line of a text that holds a byte, without its end.
[[nodiscard]] std::string line_around(std::string_view text, std::size_t offset);

}  // namespace stance::detail
