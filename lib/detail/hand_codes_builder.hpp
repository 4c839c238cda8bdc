#pragma once
/// @file hand_codes_builder.hpp
/// Rows of hand codes, put together field by field from JSON or CSV.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "stance/hand_codes.hpp"

namespace stance::detail {

/// A fault of a row, thrown to its reader only.
struct HandCodeFault {
  const char* code;
  std::string message;
};

/// A row with its fields as they were read.
struct RawHandCode {
  HandCode row;
  std::string start;
  std::string end;
};

/// What a label is said to be about.
enum class LabelKind : unsigned char { any, axis, target, position };

/// Collects the rows of all files.
class HandCodesBuilder {
 public:
  HandCodesBuilder(const Lexicon& lexicon, const ReadOptions& options);

  /// A field that is no label. @throws HandCodeFault
  void set(RawHandCode& raw, const std::string& field, std::string value) const;
  /// A label; a target that the lexicon does not know is a warning. @throws HandCodeFault
  void label(RawHandCode& raw, LabelKind kind, const std::string& key, double value);
  /// Adds the row; `joins`: rows of the same id and coder are one. @throws HandCodeFault
  void add(RawHandCode&& raw, const std::string& file, std::size_t line, const std::string& default_coder, bool joins);
  /// Notes a fault of a row.
  void report(const char* code, const std::string& file, std::size_t line, std::string message, Severity severity = Severity::error);
  [[nodiscard]] std::vector<Diagnostic>& diagnostics() { return out_.diagnostics; }
  /// Gives every row of an id the text or document that one of them has.
  [[nodiscard]] HandCodes finish();

 private:
  [[nodiscard]] EvidenceKey axis_of(const std::string& key, bool or_target) const;
  void add_labels(HandCode& row, std::vector<HandLabel> labels) const;
  void add_text(const HandCode& row);

  const Lexicon& lexicon_;
  const ReadOptions& options_;
  std::vector<std::string> axis_keys_;
  std::vector<std::string> target_keys_;
  HandCodes out_;
  std::map<std::pair<std::string, std::string>, std::size_t> rows_;  ///< by id and coder
  std::map<std::string, HandCode> texts_;                            ///< by id: text, document, span, principal, language
  std::vector<std::pair<const char*, std::string>> warnings_;        ///< of the row at hand: code and message
};

/// The number that the whole text is, also with the minus sign of typography. @throws HandCodeFault V109
[[nodiscard]] double label_value(std::string text, const std::string& key);

}  // namespace stance::detail
