#include "detail/dictionary_words.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/text_utf8.hpp"
#include "stance/clean.hpp"
#include "stance/pattern.hpp"

namespace stance::detail {
namespace {

bool is_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }
/// What may stand in a word of a pattern, beside letters, digits and marks.
bool is_joiner(char32_t c) { return c == U'-' || c == U'\'' || c == U'’' || c == U'.' || c == U'&' || c == U'/' || c == U'*' || c == U'?'; }

}  // namespace

WordPatterns::WordPatterns(DictionaryFormat format, const std::string& language, bool keep_case)
    : tokenizer_(language, vocabulary_),
      has_question_mark_(format == DictionaryFormat::quanteda || format == DictionaryFormat::wordstat || format == DictionaryFormat::csv),
      keep_case_(keep_case) {}

std::string WordPatterns::word(std::string_view written, WordPattern& out) {
  const auto refuse = [&](std::string message) {
    out.code = "I301";
    out.message = std::move(message);
    return std::string();
  };
  std::string text;
  bool has_letter = false;
  for (std::size_t at = 0; at < written.size();) {
    const CodePoint point = decode_at(written, at);
    const bool letter =
        u_isalnum(static_cast<UChar32>(point.value)) != 0 || (U_GET_GC_MASK(static_cast<UChar32>(point.value)) & U_GC_M_MASK) != 0;
    if (!letter && !is_joiner(point.value))
      return refuse(fmt::format("'{}' cannot stand in a word of a pattern", written.substr(at, point.length)));
    if (point.value == U'?' && !has_question_mark_) return refuse("'?' is no wildcard in this format, and no part of a word");
    has_letter = has_letter || letter;
    if (point.value != U'*' || !text.ends_with('*')) text += written.substr(at, point.length);
    at += point.length;
  }
  if (text == "*") return text;
  if (!has_letter) return refuse(fmt::format("'{}' holds neither letters nor digits", written));
  if (text.find("..") != std::string::npos) return refuse("two full stops in a word are a range of numbers in a pattern");
  if (text.ends_with('?')) {
    const std::size_t end = text.find_last_not_of("?*");
    text = text.substr(0, end + 1) + '*';
    out.code = "I202";
    out.message = fmt::format("'{}' takes any ending now: at the end of a word '?' cannot say one character", written);
  }
  out.has_hyphen = out.has_hyphen || text.find('-') != std::string::npos;
  if (keep_case_) return text;
  // Piece by piece: the fold of a word with a star in it would be that of another word.
  std::string folded;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t stem = std::min(rest.find_first_of("*?"), rest.size());
    if (stem > 0) folded += tokenizer_.fold(rest.substr(0, stem));
    if (stem < rest.size()) folded += rest[stem];
    rest.remove_prefix(std::min(stem + 1, rest.size()));
  }
  return folded;
}

WordPattern WordPatterns::operator()(std::string_view text) {
  WordPattern out;
  std::string pattern;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !is_space(decode_at(text, end).value)) end += decode_at(text, end).length;
    if (end > at) {
      const std::string piece = word(text.substr(at, end - at), out);
      if (piece.empty()) return out;
      pattern += (pattern.empty() ? "" : " ") + piece;
    }
    at = end < text.size() ? end + decode_at(text, end).length : end;
  }
  const PatternParse parsed = parse_pattern(pattern);
  if (parsed.pattern) {
    out.pattern = std::move(pattern);
  } else {
    out.code = parsed.fault.message.find("anchor") == std::string::npos ? "I304" : "I302";
    out.message = parsed.fault.message;
  }
  return out;
}

}  // namespace stance::detail
