#include "detail/tokens_gaps.hpp"

#include <array>

namespace stance::detail {
namespace {

enum class Mark : unsigned char { other, space, comma, semicolon, colon, hyphen, en_dash, em_dash, open_bracket, close_bracket, open_quote,
                                  close_quote, straight_quote, single_open, single_close, straight_single, stop, question };

struct Wide {
  std::string_view bytes;
  Mark mark;
};

constexpr std::array<Wide, 22> wide_marks = {{
    {"\xE2\x80\x9C", Mark::open_quote},   // “
    {"\xE2\x80\x9E", Mark::open_quote},   // „
    {"\xC2\xAB", Mark::open_quote},       // «
    {"\xE2\x80\x9D", Mark::close_quote},  // ”
    {"\xC2\xBB", Mark::close_quote},      // »
    {"\xE2\x80\x98", Mark::single_open},  // ‘
    {"\xE2\x80\x99", Mark::single_close}, // ’
    {"\xE2\x80\x93", Mark::en_dash},
    {"\xE2\x88\x92", Mark::en_dash},      // minus
    {"\xE2\x80\x94", Mark::em_dash},
    {"\xE2\x80\x95", Mark::em_dash},
    {"\xE2\x80\x90", Mark::hyphen},
    {"\xE2\x80\x91", Mark::hyphen},
    {"\xE2\x80\xA6", Mark::stop},         // …
    {"\xE3\x80\x82", Mark::stop},         // ideographic full stop
    {"\xEF\xBC\x8C", Mark::comma},
    {"\xEF\xBC\x9B", Mark::semicolon},
    {"\xEF\xBC\x9A", Mark::colon},
    {"\xC2\xA0", Mark::space},
    {"\xE2\x80\xA2", Mark::semicolon},    // •: separates as a semicolon does
    {"\xEF\xBC\x88", Mark::open_bracket},
    {"\xEF\xBC\x89", Mark::close_bracket},
}};

Mark ascii_mark(char c) {
  switch (c) {
    case ' ': case '\n': case '\t': case '\r': case '\v': case '\f': return Mark::space;
    case ',': return Mark::comma;
    case ';': return Mark::semicolon;
    case ':': return Mark::colon;
    case '-': case '/': return Mark::hyphen;
    case '(': case '[': case '{': return Mark::open_bracket;
    case ')': case ']': case '}': return Mark::close_bracket;
    case '"': return Mark::straight_quote;
    case '\'': return Mark::straight_single;
    case '.': case '!': return Mark::stop;
    case '?': return Mark::question;
    default: return Mark::other;
  }
}

struct Piece {
  Mark mark;
  std::uint32_t size;
};

Piece piece_at(std::string_view text) {
  const char c = text.front();
  if (static_cast<unsigned char>(c) < 0x80U) return {ascii_mark(c), 1};
  for (const Wide& wide : wide_marks) {
    if (text.substr(0, wide.bytes.size()) == wide.bytes) return {wide.mark, static_cast<std::uint32_t>(wide.bytes.size())};
  }
  std::uint32_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  return {Mark::other, size};
}

/// Behind these a straight quotation mark opens.
bool leads_in(Mark mark) {
  switch (mark) {
    case Mark::space: case Mark::open_bracket: case Mark::en_dash: case Mark::em_dash: case Mark::open_quote: case Mark::single_open: return true;
    default: return false;
  }
}

/// What marks that open here and close there do at this place.
Mark resolve(Mark mark, bool may_open, bool word_follows, bool at_word) {
  switch (mark) {
    case Mark::straight_quote: return may_open && word_follows ? Mark::open_quote : Mark::close_quote;
    case Mark::straight_single: return may_open && word_follows ? Mark::single_open : Mark::single_close;
    case Mark::open_quote: return may_open || at_word ? Mark::open_quote : Mark::close_quote;  // „…“
    default: return mark;
  }
}

bool opens(Mark mark) { return mark == Mark::open_quote || mark == Mark::open_bracket || mark == Mark::single_open; }
bool closes(Mark mark) { return mark == Mark::close_quote || mark == Mark::close_bracket || mark == Mark::single_close; }

/// Adds up what the marks of a gap say, in their order.
class GapReader {
 public:
  void mark(Mark mark, std::uint32_t begin, std::uint32_t end) {
    if (opens(mark) && !open_) scan_.open_begin = begin;
    open_ = opens(mark);
    switch (mark) {
      case Mark::space: space(); break;
      case Mark::comma: scan_.flags |= Gap::comma; break;
      case Mark::semicolon: scan_.flags |= Gap::semicolon; break;
      case Mark::colon: scan_.flags |= Gap::colon; break;
      case Mark::hyphen: dash_ = dash_ || hyphen_; hyphen_ = true; break;
      case Mark::en_dash: hyphen_ = true; break;
      case Mark::em_dash: dash_ = true; break;
      case Mark::open_bracket: scan_.flags |= Gap::open_bracket; break;
      case Mark::close_bracket: scan_.flags |= Gap::close_bracket; break;
      case Mark::open_quote: scan_.flags |= Gap::open_quote; quote_open_ = true; break;
      case Mark::close_quote: close_quote(); break;
      case Mark::single_open: scan_.single_open = true; break;
      case Mark::single_close: scan_.single_close = true; break;
      case Mark::question: scan_.flags |= Gap::question; stop(end); break;
      case Mark::stop: stop(end); break;
      case Mark::straight_quote: case Mark::straight_single: case Mark::other: break;
    }
    if (has(scan_.flags, Gap::stop) && !scan_.space_after_stop && closes(mark)) scan_.stop_end = end;
  }

  GapScan finish(std::uint32_t end) {
    if (!open_) scan_.open_begin = end;
    if (dash_ || (hyphen_ && scan_.space)) scan_.flags |= Gap::dash;
    if (hyphen_ && !dash_ && !scan_.space) scan_.flags |= Gap::hyphen;
    return scan_;
  }

 private:
  void space() {
    scan_.space = true;
    if (has(scan_.flags, Gap::stop)) scan_.space_after_stop = true;
  }
  void stop(std::uint32_t end) {
    scan_.flags |= Gap::stop;
    scan_.space_after_stop = false;
    scan_.stop_end = end;
  }
  void close_quote() {
    if (quote_open_) {  // nothing stands in between: no quotation
      scan_.flags = static_cast<Gap>(static_cast<std::uint32_t>(scan_.flags) & ~static_cast<std::uint32_t>(Gap::open_quote));
      quote_open_ = false;
    } else {
      scan_.flags |= Gap::close_quote;
    }
  }

  GapScan scan_;
  bool hyphen_ = false;
  bool dash_ = false;
  bool open_ = false;        ///< the last mark opens
  bool quote_open_ = false;  ///< opened in this gap
};

}  // namespace

GapScan scan_gap(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  GapReader reader;
  const bool ends_at_word = end < text.size() && ascii_mark(text[end]) != Mark::space;
  Mark before = begin == 0 || ascii_mark(text[begin - 1]) == Mark::space ? Mark::space : Mark::other;
  for (std::uint32_t at = begin; at < end;) {
    const std::uint32_t mark_begin = at;
    const Piece piece = piece_at(text.substr(at, end - at));
    at += piece.size;
    const bool at_word = at == end && ends_at_word;
    const bool no_space_follows = at == end ? ends_at_word : ascii_mark(text[at]) != Mark::space;
    before = resolve(piece.mark, leads_in(before) || (before == Mark::colon && at_word), no_space_follows, at_word);
    reader.mark(before, mark_begin, at);
  }
  return reader.finish(end);
}

}  // namespace stance::detail
