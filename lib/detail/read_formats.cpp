#include "detail/read_formats.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace stance::detail {
namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// @param start  in small letters
bool begins_with(std::string_view text, std::string_view start) {
  if (text.size() < start.size()) return false;
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (lower(text[i]) != start[i]) return false;
  }
  return true;
}

std::string_view behind_space(std::string_view text) { return text.substr(std::min(text.find_first_not_of(white_space), text.size())); }

/// A byte order mark may also be two stray bytes; with it, blanks and Latin letters have a NUL each.
bool is_utf_16(std::string_view bytes) {
  return (begins_with(bytes, "\xFF\xFE") || begins_with(bytes, "\xFE\xFF")) && bytes.find('\0') != std::string_view::npos;
}

/// {"key" …: an object of JSON.
bool begins_object(std::string_view text) { return begins_with(text, "{") && begins_with(behind_space(text.substr(1)), "\""); }

struct Format {
  std::string_view start;
  std::string_view what;
};

constexpr std::string_view web_page = "a web page (HTML), whose tags and scripts are not words; save its text, for example with pandoc -f html -t plain";

/// Without white space in front.
constexpr std::array<Format, 3> binary = {{
    {"%pdf-", "a PDF; take out its text, for example with pdftotext"},
    {"pk\x03\x04", "a zip archive, as .docx, .odt and .epub are; save its text, for example with pandoc -t plain"},
    {"\xD0\xCF\x11\xE0", "a document of an old Office program; save its text as UTF-8"},
}};
constexpr std::array<Format, 6> marked_up = {{
    {"<!doctype html", web_page},
    {"<html>", web_page},
    {"<html ", web_page},
    {"<html\n", web_page},
    {"<?xml", "XML, whose tags are not words; save its text"},
    {"{\\rtf", "Rich Text (RTF); save its text, for example with pandoc -f rtf -t plain"},
}};

template <std::size_t n>
std::string found_in(const std::array<Format, n>& formats, std::string_view text) {
  for (const Format& format : formats) {
    if (begins_with(text, format.start)) return std::string(format.what);
  }
  return {};
}

}  // namespace

std::string other_format(std::string_view bytes) {
  if (is_utf_16(bytes)) return "UTF-16; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8";
  if (std::string found = found_in(binary, bytes); !found.empty()) return found;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes.substr(0, byte_order_mark.size()) == byte_order_mark) bytes.remove_prefix(byte_order_mark.size());
  const std::string_view text = behind_space(bytes);
  if (std::string found = found_in(marked_up, text); !found.empty()) return found;
  if (begins_object(text)) return "JSON; give a file of one object in each line the name .jsonl";
  if (begins_with(text, "[") && begins_object(behind_space(text.substr(1)))) return "a JSON array; put each object on its own line (jq -c '.[]') of a .jsonl file";
  return {};
}

}  // namespace stance::detail
