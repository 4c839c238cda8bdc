#pragma once
/// The first document of a YAML text as a tree that knows where everything stands. libyaml reads; nothing of it shows here.

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stance::detail {

inline constexpr std::size_t max_yaml_depth = 500;  ///< lists and mappings within each other

struct YamlEntry;

/// A node of a document. What it views lives in the document. An alias is the node that it names, once more.
struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, list, mapping };
  Kind kind = Kind::null;
  std::size_t offset = 0;  ///< byte of the text at which it begins, with its anchor and tag
  std::string_view text;   ///< of a scalar, without quotation marks and escapes
  std::string_view tag;    ///< as written, "!" handles written out; empty where there is none
  std::span<const YamlNode* const> items;  ///< of a list
  std::span<const YamlEntry> entries;      ///< of a mapping, as they stand there: a key may occur twice

  [[nodiscard]] bool is_null() const noexcept { return kind == Kind::null; }
  [[nodiscard]] bool is_scalar() const noexcept { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const noexcept { return kind == Kind::list; }
  [[nodiscard]] bool is_mapping() const noexcept { return kind == Kind::mapping; }
  /// The first value under a key, or null. O(entries).
  [[nodiscard]] const YamlNode* find(std::string_view key) const noexcept;
};

struct YamlEntry {
  const YamlNode* key;
  const YamlNode* value;
};

/// Why a text is not YAML, or not to be read.
struct YamlFault {
  std::string message;     ///< what was found or expected, in which list or mapping
  std::size_t offset = 0;  ///< byte of the text
  bool too_deep = false;   ///< nested deeper than max_yaml_depth
};

/// A YAML text, read. Time and memory are linear in its bytes, whatever they are: aliases are not written out.
class YamlDocument {
 public:
  /// @param text  well-formed UTF-8 without a byte order mark
  /// @throws YamlFault for the first fault of the first document, or of what stands between it and the next
  explicit YamlDocument(std::string_view text);

  /// Of the first document; null for a text without any.
  [[nodiscard]] const YamlNode& root() const noexcept { return *root_; }
  /// Where the second document begins, if there is one.
  [[nodiscard]] const std::optional<std::size_t>& second() const noexcept { return second_; }

 private:
  std::pmr::monotonic_buffer_resource memory_;  ///< of the nodes and all that they view
  const YamlNode* root_;
  std::optional<std::size_t> second_;
};

}  // namespace stance::detail
