#pragma once
/// Word boundaries (UAX #29) and case folding over Boost.Locale's ICU backend, with a hand-written path for ASCII.

#include <unicode/normalizer2.h>

#include <cstdint>
#include <locale>
#include <string>
#include <string_view>
#include <vector>

#include "detail/tokens_breaks.hpp"
#include "detail/tokens_language.hpp"

namespace stance::detail {

/// A Boost.Locale locale with the ICU backend.
/// @throws Error when Boost.Locale was built without ICU
[[nodiscard]] std::locale icu_locale(std::string_view name);

/// Finds words. A colon or @ never joins ("12:30", "@NATO"): UAX #29 and the versions of CLDR differ there, we must not. Holds buffers that are used again for the next text.
class WordSegmenter {
 public:
  explicit WordSegmenter(std::locale locale);
  /// Appends the words of text[begin, end) to `words`. Everything by ICU when `full`.
  void segment(std::string_view text, bool full, std::vector<WordSpan>& words);

 private:
  /// A white-space separated piece: UAX #29 has a boundary on both sides of a space, so that it can be cut alone.
  struct Chunk {
    std::uint32_t begin;   ///< in the text
    std::uint32_t buffer;  ///< where it begins in buffer_
  };
  void leave_to_icu(std::string_view text, std::uint32_t begin, std::uint32_t end);
  void add_icu_words(std::string_view text, std::vector<WordSpan>& words);

  std::locale locale_;
  const SimpleBreaks& simple_;
  std::string buffer_;         ///< all chunks that ICU has to cut, each followed by a space; ':' and '@' are spaces here
  std::vector<Chunk> chunks_;  ///< these
};

/// Folded form of a word: NFKC, lower case of the language, ’ ‘ ʼ as '.
class Folder {
 public:
  /// @throws Error when ICU has no data for it
  Folder(std::string_view language, bool dotless_i);
  void fold(std::string_view word, bool ascii, std::string& out) const;

 private:
  std::string language_;
  const icu::Normalizer2* nfkc_ = nullptr;  ///< of ICU, for the whole process
  bool dotless_i_;
};

}  // namespace stance::detail
