#pragma once
/// @file dfm_topics.hpp
/// The words of topic_features(), where they are looked at one by one.

#include <algorithm>
#include <string_view>

#include "detail/text_utf8.hpp"
#include "stance/dfm.hpp"

namespace stance::detail {

/// Words that tell topics in one language: what topic_features() counts.
class TopicWords {
 public:
  explicit TopicWords(std::string_view language) : features_(topic_features(language)) {}
  /// @param word  folded (Token::type), well-formed UTF-8
  [[nodiscard]] bool contains(std::string_view word) const {
    return count_code_points(word) >= features_.min_length &&
           !std::binary_search(features_.stop_words.begin(), features_.stop_words.end(), word);
  }

 private:
  DfmOptions features_;
};

}  // namespace stance::detail
