#pragma once
/// A dictionary file as text in UTF-8 with lines, and where its faults go.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/dictionary.hpp"

namespace stance::detail {

inline constexpr std::size_t max_dictionary_faults = 1000;
inline constexpr std::size_t max_dictionary_bytes = std::size_t{1} << 28U;
inline constexpr std::size_t max_category_depth = 100;

/// Bytes of any encoding as UTF-8.
struct DecodedText {
  std::string text;  ///< without a byte order mark
  std::string encoding;
  bool guessed = false;              ///< neither a mark nor UTF-8 nor the caller said so
  std::optional<std::size_t> fault;  ///< bytes of `text` before the first that could not be decoded
};
/// @throws InvalidArgument for an encoding that nobody knows
[[nodiscard]] DecodedText decode_text(std::string_view bytes, const std::string& encoding);

/// The text of a dictionary while it is being read.
class DictionaryText {
 public:
  DictionaryText(std::string file, std::string text, const DictionaryOptions& options);

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] const DictionaryOptions& options() const noexcept { return *options_; }
  [[nodiscard]] std::size_t n_lines() const noexcept { return lines_.size(); }
  /// A line without its end. Empty beyond the last.
  [[nodiscard]] std::string_view line(std::size_t index) const noexcept {
    return index < lines_.size() ? lines_[index] : std::string_view();
  }
  [[nodiscard]] SourcePosition position(std::size_t line, std::size_t byte) const;
  [[nodiscard]] SourcePosition position_of(std::size_t offset) const;

  /// @throws Stop after max_dictionary_faults errors
  void report(Severity severity, const char* code, const SourcePosition& position, std::string message);
  /// A fault of the whole file.
  void error(const char* code, const SourcePosition& position, std::string message) {
    report(Severity::error, code, position, std::move(message));
  }
  /// A fault of one entry, which is left out: an error, or a warning where the caller is lenient.
  void reject(const char* code, const SourcePosition& position, std::string message);
  /// An entry that the format knows and a lexicon does not.
  void leave_out(const char* code, const SourcePosition& position, std::string message);

  struct Stop {};
  std::vector<Diagnostic> diagnostics;
  std::size_t left_out = 0;

 private:
  std::string file_;
  std::string text_;
  const DictionaryOptions* options_;
  std::vector<std::string_view> lines_;
  std::size_t errors_ = 0;
};

/// Reads categories in the order of a file; knows which there are already.
class CategoryList {
 public:
  explicit CategoryList(Dictionary& dictionary) : dictionary_(dictionary) {}
  /// The category of that name below a parent: a new one, or the one that there is, with a warning.
  std::size_t add(DictionaryText& text, std::string name, std::optional<std::size_t> parent, const SourcePosition& position);
  [[nodiscard]] DictionaryCategory& operator[](std::size_t index) { return dictionary_.categories[index]; }

 private:
  Dictionary& dictionary_;
  std::map<std::string, std::size_t> known_;  ///< by path
};

void read_liwc(DictionaryText& text, Dictionary& dictionary);
void read_lexicoder_list(DictionaryText& text, Dictionary& dictionary);
void read_category_xml(DictionaryText& text, Dictionary& dictionary);
void read_wordstat(DictionaryText& text, Dictionary& dictionary);
void read_quanteda(DictionaryText& text, Dictionary& dictionary);
void read_word_list(DictionaryText& text, Dictionary& dictionary);

/// An entry that is a word or phrase without conditions.
[[nodiscard]] CategoryEntry word_entry(std::string_view text, const SourcePosition& position, double weight = 1.0);
/// A number and nothing else, with a point or a comma.
[[nodiscard]] std::optional<double> whole_number(std::string_view text);

}  // namespace stance::detail
