#include "detail/tokens_words.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <boost/locale.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

#include "detail/text_utf8.hpp"
#include "detail/tokens_bytes.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

namespace boundary = boost::locale::boundary;

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80U; }

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii(c); });
}

/// Whether a segment is a word, by its characters. ICU's own status of a segment is that of its last rule: it takes "__" for a
/// word, and a letter that a joiner ties to a pictograph for none.
bool holds_word(std::string_view segment) {
  for (std::size_t at = 0; at < segment.size();) {
    const CodePoint c = decode_at(segment, at);
    const auto code = static_cast<UChar32>(c.value);
    if (u_isalnum(code) != 0) return true;
    switch (u_getIntPropertyValue(code, UCHAR_WORD_BREAK)) {
      case U_WB_ALETTER: case U_WB_HEBREW_LETTER: case U_WB_NUMERIC: case U_WB_KATAKANA: return true;
      default: at += c.length;
    }
  }
  return false;
}

/// Whether a mark between two runs of letters, digits and underscores makes one word of them.
constexpr bool joins(char before, char mark, char after) noexcept {
  switch (mark) {
    case '.': case '\'': return (is_letter(before) && is_letter(after)) || (is_digit(before) && is_digit(after));
    case ',': case ';': return is_digit(before) && is_digit(after);
    default: return false;
  }
}

/// Words of ASCII text that stands between white space. The word in hand lives in registers: written to memory as two halves and read back as
/// one, it would halve the speed of the loop.
void cut_ascii(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<WordSpan>& words) {
  std::uint32_t word_begin = begin;
  std::uint32_t word_end = begin;
  const auto close = [&] {
    if (word_begin == word_end) return;
    // Underscores alone are no word.
    if (text[word_begin] == '_' && text.substr(word_begin, word_end - word_begin).find_first_not_of('_') == std::string_view::npos) return;
    words.emplace_back(word_begin, word_end, true);
  };
  for_each_word_run(text, begin, end, [&](std::uint32_t run_begin, std::uint32_t run_end) {
    const bool adjacent = run_begin == word_end + 1 && text[word_end] != ' ' && word_begin != word_end;
    if (!adjacent || !joins(text[word_end - 1], text[word_end], text[run_begin])) {
      close();
      word_begin = run_begin;
    }
    word_end = run_end;
  });
  close();
}

std::locale made_locale(const std::string& name) {
  boost::locale::localization_backend_manager backends = boost::locale::localization_backend_manager::global();
  const std::vector<std::string> available = backends.get_all_backends();
  if (std::find(available.begin(), available.end(), "icu") == available.end()) {
    throw Error(
        "Boost.Locale on this machine has no ICU backend: word boundaries, normalisation and Turkish or Azerbaijani case would be wrong; "
        "install a Boost.Locale that is built with ICU (Debian, Ubuntu: apt-get install libboost-locale-dev libicu-dev)");
  }
  backends.select("icu");
  return boost::locale::generator(backends)(name);
}

void check(UErrorCode status) {
  if (U_FAILURE(status) != 0) throw Error(std::string("words cannot be folded: ICU says ") + u_errorName(status));
}

}  // namespace

std::locale icu_locale(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::locale, std::less<>> made;  // of the few languages with rules; making one takes as long as reading a page
  const std::lock_guard lock(mutex);
  const auto found = made.find(name);
  return found != made.end() ? found->second : made.emplace(name, made_locale(std::string(name))).first->second;
}

WordSegmenter::WordSegmenter(std::locale locale) : locale_(std::move(locale)), simple_(SimpleBreaks::instance()) {}

void WordSegmenter::leave_to_icu(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  chunks_.push_back({begin, static_cast<std::uint32_t>(buffer_.size())});
  for (const char c : text.substr(begin, end - begin)) buffer_ += c == ':' || c == '@' ? ' ' : c;
  buffer_ += ' ';
}

void WordSegmenter::add_icu_words(std::string_view text, std::vector<WordSpan>& words) {
  auto chunk = chunks_.begin();
  const boundary::csegment_index index(boundary::word, buffer_.data(), buffer_.data() + buffer_.size(), locale_);
  for (const auto& segment : index) {
    const auto size = static_cast<std::uint32_t>(segment.end() - segment.begin());
    if (!holds_word({segment.begin(), size})) continue;
    const auto at = static_cast<std::uint32_t>(segment.begin() - buffer_.data());
    while (chunk + 1 != chunks_.end() && (chunk + 1)->buffer <= at) ++chunk;
    const std::uint32_t begin = at - chunk->buffer + chunk->begin;
    words.push_back({begin, begin + size, is_ascii(text.substr(begin, size))});
  }
}

void WordSegmenter::segment(std::string_view text, bool full, std::vector<WordSpan>& words) {
  buffer_.clear();
  chunks_.clear();
  const auto first = static_cast<std::ptrdiff_t>(words.size());
  const auto size = static_cast<std::uint32_t>(text.size());
  if (full) leave_to_icu(text, 0, size);
  for (std::uint32_t at = full ? size : 0; at < size;) {
    std::uint32_t begin = find_non_ascii(text, at);
    std::uint32_t end = begin;
    if (begin < size) {
      while (begin > at && !is_space(text[begin - 1])) --begin;
      while (end < size && !is_space(text[end])) ++end;
    }
    cut_ascii(text, at, begin, words);
    if (begin < end && !simple_.cut(text, begin, end, words)) leave_to_icu(text, begin, end);
    at = end;
  }
  if (buffer_.empty()) return;
  const auto own = static_cast<std::ptrdiff_t>(words.size());
  add_icu_words(text, words);
  std::inplace_merge(words.begin() + first, words.begin() + own, words.end(), [](const WordSpan& a, const WordSpan& b) { return a.begin < b.begin; });
}

Folder::Folder(std::string_view language, bool dotless_i) : language_(language), dotless_i_(dotless_i) {
  UErrorCode status = U_ZERO_ERROR;
  nfkc_ = icu::Normalizer2::getNFKCInstance(status);
  check(status);
}

void Folder::fold(std::string_view word, bool ascii, std::string& out) const {
  out.clear();
  if (ascii) {
    for (const char c : word) {
      if (c == 'I' && dotless_i_) {
        out += "\xC4\xB1";  // ı
      } else {
        out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c + ('a' - 'A')) : c;
      }
    }
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  std::string composed;
  {
    icu::StringByteSink<std::string> sink(&composed);
    nfkc_->normalizeUTF8(0, icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())), sink, nullptr, status);
  }
  {
    icu::StringByteSink<std::string> sink(&out);
    icu::CaseMap::utf8ToLower(language_.c_str(), 0, composed, sink, nullptr, status);
  }
  check(status);
  for (const std::string_view apostrophe : {"\xE2\x80\x99", "\xE2\x80\x98", "\xCA\xBC"}) {  // ’ ‘ ʼ
    for (std::size_t at = out.find(apostrophe); at != std::string::npos; at = out.find(apostrophe, at)) out.replace(at, apostrophe.size(), "'");
  }
}

}  // namespace stance::detail
