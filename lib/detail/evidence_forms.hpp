#pragma once
/// How verbs look: words that the pack gives by their endings or one by one. Asked of single words where a rule needs it, never of every word of a text.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "stance/lexicon.hpp"

namespace stance::detail {

class VerbForms {
 public:
  explicit VerbForms(const Lexicon& lexicon);
  /// @param word  folded, as types are. Cost: log of the words written out, plus one comparison for each with a wildcard
  [[nodiscard]] bool takes(VerbForm form, std::string_view word) const;

 private:
  struct Words {
    std::vector<std::string> written_out;  ///< sorted
    std::vector<std::string> globs;
  };
  std::array<Words, verb_forms> words_;
};

}  // namespace stance::detail
