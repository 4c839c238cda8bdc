#include "detail/tokens_words.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <boost/locale.hpp>
#include <utility>

#include "detail/text_utf8.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

namespace boundary = boost::locale::boundary;

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_word_byte(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_'; }
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

/// White-space separated pieces: UAX #29 has a boundary on both sides of a space, so that each piece can be cut alone.
struct Chunk {
  std::uint32_t begin;
  std::uint32_t end;
  bool ascii;
};

bool next_chunk(std::string_view text, std::uint32_t& at, Chunk& chunk) noexcept {
  const auto size = static_cast<std::uint32_t>(text.size());
  while (at < size && is_space(text[at])) ++at;
  if (at == size) return false;
  chunk = {at, at, true};
  for (; at < size && !is_space(text[at]); ++at) chunk.ascii = chunk.ascii && is_ascii(text[at]);
  chunk.end = at;
  return true;
}

}  // namespace

std::locale icu_locale(std::string_view name) {
  boost::locale::localization_backend_manager backends = boost::locale::localization_backend_manager::global();
  const std::vector<std::string> available = backends.get_all_backends();
  if (std::find(available.begin(), available.end(), "icu") == available.end()) {
    throw Error(
        "Boost.Locale on this machine has no ICU backend: word boundaries, normalisation and Turkish or Azerbaijani case would be wrong; "
        "install a Boost.Locale that is built with ICU (Debian, Ubuntu: apt-get install libboost-locale-dev libicu-dev)");
  }
  backends.select("icu");
  return boost::locale::generator(backends)(std::string(name));
}

WordSegmenter::WordSegmenter(std::locale locale) : locale_(std::move(locale)) {}

void WordSegmenter::segment_icu(std::string_view buffer) {
  icu_words_.clear();
  const boundary::csegment_index index(boundary::word, buffer.data(), buffer.data() + buffer.size(), locale_);
  for (const auto& segment : index) {
    if (!holds_word({segment.begin(), static_cast<std::size_t>(segment.end() - segment.begin())})) continue;
    icu_words_.push_back({static_cast<std::uint32_t>(segment.begin() - buffer.data()), static_cast<std::uint32_t>(segment.end() - buffer.data()), false});
  }
}

void WordSegmenter::segment_ascii(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<WordSpan>& words) const {
  for (std::uint32_t i = begin; i < end;) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    bool word = false;
    std::uint32_t j = i;
    while (j < end) {
      const char c = text[j];
      if (is_word_byte(c)) {
        word = word || c != '_';
        ++j;
        continue;
      }
      if (j + 1 >= end) break;
      const char before = text[j - 1];
      const char after = text[j + 1];
      const bool joins_any = c == '.' || c == '\'';
      const bool letters = joins_any && is_letter(before) && is_letter(after);
      const bool digits = (joins_any || c == ',' || c == ';') && is_digit(before) && is_digit(after);
      if (!letters && !digits) break;
      ++j;
    }
    if (word) words.push_back({i, j, true});
    i = j;
  }
}

void WordSegmenter::segment(std::string_view text, bool full, std::vector<WordSpan>& words) {
  buffer_.clear();
  Chunk chunk{};
  for (std::uint32_t at = 0; next_chunk(text, at, chunk);) {
    if (chunk.ascii && !full) continue;
    for (const char c : text.substr(chunk.begin, chunk.end - chunk.begin)) buffer_ += c == ':' || c == '@' ? ' ' : c;
    buffer_ += ' ';
  }
  icu_words_.clear();
  if (!buffer_.empty()) segment_icu(buffer_);

  std::size_t next = 0;            // in icu_words_
  std::uint32_t buffer_begin = 0;  // where the current chunk stands in buffer_
  for (std::uint32_t at = 0; next_chunk(text, at, chunk);) {
    if (chunk.ascii && !full) {
      segment_ascii(text, chunk.begin, chunk.end, words);
      continue;
    }
    const std::uint32_t buffer_end = buffer_begin + (chunk.end - chunk.begin);
    for (; next < icu_words_.size() && icu_words_[next].end <= buffer_end; ++next) {
      const std::uint32_t begin = icu_words_[next].begin - buffer_begin + chunk.begin;
      const std::uint32_t end = icu_words_[next].end - buffer_begin + chunk.begin;
      words.push_back({begin, end, is_ascii(text.substr(begin, end - begin))});
    }
    buffer_begin = buffer_end + 1;
  }
}

Folder::Folder(std::locale locale, bool dotless_i) : locale_(std::move(locale)), dotless_i_(dotless_i) {}

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
  out = boost::locale::to_lower(boost::locale::normalize(std::string(word), boost::locale::norm_nfkc, locale_), locale_);
  for (const std::string_view apostrophe : {"\xE2\x80\x99", "\xE2\x80\x98", "\xCA\xBC"}) {  // ’ ‘ ʼ
    for (std::size_t at = out.find(apostrophe); at != std::string::npos; at = out.find(apostrophe, at)) out.replace(at, apostrophe.size(), "'");
  }
}

}  // namespace stance::detail
