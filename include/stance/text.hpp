#pragma once
/// @file text.hpp
/// Documents and corpora. A Document keeps the original bytes for ever: every byte span that the library reports cuts
/// its quotation out of Document::text, however much the text was cleaned before it was scored.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stance/error.hpp"

namespace stance {

/// Half-open range of bytes [begin, end).
struct ByteSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
  [[nodiscard]] bool empty() const noexcept { return begin == end; }
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

/// One text with what is known about it.
struct Document {
  std::string id;         ///< unique within a corpus
  std::string text;       ///< the original bytes of the file, or of the row's text field (UTF-8, possibly with a byte order mark)
  std::string language;   ///< BCP 47 primary tag ("en", "az", "tr", "ru"); empty: not stated
  std::string principal;  ///< whose policy the text states: a target key, name or ISO 3166 code; empty: to be inferred
  std::string source;     ///< file, and row, that it came from, for messages
  std::map<std::string, std::string> variables;  ///< document variables (date, country, party, …), the rest of the row
};

/// Documents with unique ids, in reading order.
class Corpus {
 public:
  Corpus() = default;
  /// @throws InvalidArgument when a document of the same id is already there, or the id is empty
  void add(Document document);
  [[nodiscard]] bool contains(std::string_view id) const { return find(id) != nullptr; }
  /// The document of this id, or nullptr. Good until a document is added.
  [[nodiscard]] const Document* find(std::string_view id) const;
  [[nodiscard]] std::size_t size() const noexcept { return documents_.size(); }
  [[nodiscard]] bool empty() const noexcept { return documents_.empty(); }
  [[nodiscard]] const Document& operator[](std::size_t index) const { return documents_[index]; }
  [[nodiscard]] const std::vector<Document>& documents() const noexcept { return documents_; }
  [[nodiscard]] auto begin() const noexcept { return documents_.begin(); }
  [[nodiscard]] auto end() const noexcept { return documents_.end(); }

 private:
  std::vector<Document> documents_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// Offset of the first byte that is not part of a well-formed UTF-8 sequence (Unicode 15, table 3-7), or npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text) noexcept;

}  // namespace stance
