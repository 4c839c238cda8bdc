#include "detail/evidence_forms.hpp"

#include <algorithm>
#include <optional>

#include "detail/pattern_word.hpp"
#include "stance/tokens.hpp"

namespace stance::detail {

VerbForms::VerbForms(const Lexicon& lexicon) {
  Vocabulary unused;
  std::optional<Tokenizer> tokenizer;  // small letters of ASCII fold to themselves in every language
  for (std::size_t form = 0; form < verb_forms; ++form) {
    for (std::string word : lexicon.modifiers.verbs[form]) {
      if (std::any_of(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; })) {
        if (!tokenizer) tokenizer.emplace(lexicon.meta.language.empty() ? "en" : lexicon.meta.language, unused);
        word = tokenizer->fold(word);
      }
      (is_glob(word) ? words_[form].globs : words_[form].written_out).push_back(std::move(word));
    }
    std::sort(words_[form].written_out.begin(), words_[form].written_out.end());
  }
}

bool VerbForms::takes(VerbForm form, std::string_view word) const {
  const Words& words = words_[static_cast<std::size_t>(form)];
  return std::binary_search(words.written_out.begin(), words.written_out.end(), word) ||
         std::any_of(words.globs.begin(), words.globs.end(), [word](const std::string& glob) { return takes_glob(glob, word); });
}

}  // namespace stance::detail
