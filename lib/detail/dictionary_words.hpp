#pragma once
/// Words of other dictionaries as patterns.

#include <string>
#include <string_view>

#include "stance/dictionary.hpp"
#include "stance/tokens.hpp"

namespace stance::detail {

/// A word or phrase in the pattern language, or why it cannot be one.
struct WordPattern {
  std::string pattern;    ///< empty: it cannot be
  const char* code = "";  ///< of the message
  std::string message;    ///< why it cannot be, or what is changed
  bool has_hyphen = false;
};

/// Turns words with wildcards into patterns. Not safe for concurrent use.
class WordPatterns {
 public:
  /// @throws InvalidArgument for a language without rules
  WordPatterns(DictionaryFormat format, const std::string& language, bool keep_case);
  [[nodiscard]] WordPattern operator()(std::string_view text);

 private:
  std::string word(std::string_view written, WordPattern& out);

  Vocabulary vocabulary_;
  Tokenizer tokenizer_;
  bool has_question_mark_;  ///< '?' is one character
  bool keep_case_;
};

}  // namespace stance::detail
