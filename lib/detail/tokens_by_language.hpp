#pragma once
/// @file tokens_by_language.hpp
/// The tokenizers of one worker thread.

#include <map>
#include <string>

#include "stance/tokens.hpp"

namespace stance::detail {

/// One tokenizer for each language that comes up, made when it does. Not safe for concurrent use.
class Tokenizers {
 public:
  /// @param vocabulary  must outlive the tokenizers
  explicit Tokenizers(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  /// @throws InvalidArgument for a language without rules
  [[nodiscard]] Tokenizer& of(const std::string& language) {
    const auto found = made_.find(language);
    return found != made_.end() ? found->second : made_.emplace(language, Tokenizer(language, vocabulary_)).first->second;
  }

 private:
  Vocabulary& vocabulary_;
  std::map<std::string, Tokenizer> made_;
};

}  // namespace stance::detail
