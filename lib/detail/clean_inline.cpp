#include <algorithm>

#include "detail/clean_characters.hpp"
#include "detail/clean_writer.hpp"

namespace stance::detail {
namespace {

constexpr std::array tag_names = {
    std::string_view("sup"), std::string_view("sub"), std::string_view("b"), std::string_view("i"), std::string_view("u"), std::string_view("s"),
    std::string_view("em"), std::string_view("strong"), std::string_view("small"), std::string_view("big"), std::string_view("mark"),
    std::string_view("br"), std::string_view("hr"), std::string_view("p"), std::string_view("div"), std::string_view("span"), std::string_view("a"),
    std::string_view("img"), std::string_view("font"), std::string_view("center"), std::string_view("blockquote"), std::string_view("q"),
    std::string_view("cite"), std::string_view("table"), std::string_view("thead"), std::string_view("tbody"), std::string_view("tr"),
    std::string_view("td"), std::string_view("th"), std::string_view("ul"), std::string_view("ol"), std::string_view("li"), std::string_view("h1"),
    std::string_view("h2"), std::string_view("h3"), std::string_view("h4"), std::string_view("h5"), std::string_view("h6"),
    std::string_view("figure"), std::string_view("figcaption"), std::string_view("section"), std::string_view("article"), std::string_view("nav"),
    std::string_view("header"), std::string_view("footer"), std::string_view("main"), std::string_view("code"), std::string_view("pre")};

bool is_ascii_punctuation(char c) { return c > ' ' && c < 0x7F && !is_ascii_letter(c) && !is_ascii_digit(c); }
bool is_word_character(char32_t c) { return is_letter(c) || (c < 0x80 && is_ascii_digit(static_cast<char>(c))); }
bool is_space_or_edge(char32_t c) { return c == 0 || is_white_space(c); }

/// Name of the element in "<name …", "</name", "<name/>", in lower case; empty when there is none.
std::string tag_name(std::string_view tag) {
  std::size_t begin = 1;
  if (begin < tag.size() && tag[begin] == '/') ++begin;
  std::string name;
  for (std::size_t i = begin; i < tag.size() && (is_ascii_letter(tag[i]) || is_ascii_digit(tag[i])) && name.size() < 12; ++i) {
    name += tag[i] >= 'A' && tag[i] <= 'Z' ? static_cast<char>(tag[i] + ('a' - 'A')) : tag[i];
  }
  return name;
}

}  // namespace

InlineWriter::InlineWriter(std::string_view text, const CleanOptions& options, const NoteMarks& notes, bool has_faults, CleanTextBuilder& out)
    : text_(text), options_(options), notes_(notes), out_(out) {
  std::array<bool, 256> special{};
  const auto mark = [&special](std::string_view bytes) {
    for (const char c : bytes) special[static_cast<unsigned char>(c)] = true;
  };
  for (std::size_t c = 0; c < ' '; ++c) special[c] = true;
  mark("\x7F\xC2\xE1\xE2\xE3\xEF");  // first bytes of all Unicode spaces, invisible characters, superscripts, daggers
  if (options.markup) mark("*_\\<[]>");
  if (options.notes) mark("\\<[");
  if (options.notes && notes.has_bare_numbers()) mark("0123456789");
  if (has_faults) std::fill(special.begin() + 0x80, special.end(), true);
  special_ = ByteSet(special);
}

void InlineWriter::write(ByteSpan line) {
  begin_ = at_ = copied_ = line.begin;
  end_ = line.end;
  underscore_close_ = 0;
  close_ = {};
  const bool skip_space = out_.at_block_start() || out_.ends_with_space();
  if (skip_space && at_ < end_ && text_[at_] == ' ') copied_ = ++at_;
  while ((at_ = next_special(at_)) < end_) {
    if (!handle()) ++at_;
  }
  flush(end_);
}

/// The loop over nearly all bytes of nearly all texts. A space is only of interest when white space follows; the last byte of a line is no
/// space.
std::size_t InlineWriter::next_special(std::size_t from) const {
  const char* const data = text_.data();
  const auto is_special = [&](std::size_t at) {
    return special_.contains(data[at]) || (data[at] == ' ' && at + 1 < end_ && static_cast<unsigned char>(data[at + 1]) <= ' ');
  };
  std::size_t at = from;
  while (at + 17 <= end_) {
    const Bytes16 bytes = load16(data + at);
    if (!any(special_(bytes) | ((bytes == ' ') & (load16(data + at + 1) <= ' ')))) {
      at += 16;
      continue;
    }
    while (!is_special(at)) ++at;
    return at;
  }
  while (at < end_ && !is_special(at)) ++at;
  return at;
}

void InlineWriter::skip_gap(ByteSpan gap) {
  for (std::size_t offset = gap.begin; offset < gap.end;) {
    const CodePoint point = decode_at(text_, offset);
    if (!is_white_space(point.value)) out_.cut({offset, offset + point.length}, CutReason::control);
    offset += point.length;
  }
}

void InlineWriter::flush(std::size_t to) {
  if (to > copied_) out_.copy({copied_, to});
  copied_ = std::max(copied_, to);
}

char32_t InlineWriter::before() const {
  if (at_ > begin_) return decode_before(text_, at_).value;
  const std::string_view written = out_.block_text();
  return written.empty() ? U'\0' : decode_before(written, written.size()).value;
}

bool InlineWriter::handle() {
  switch (text_[at_]) {
    case ' ': return byte_at(at_ + 1) != '\0' && static_cast<unsigned char>(byte_at(at_ + 1)) <= ' ' && handle_space();
    case '*': return handle_stars();
    case '_': return handle_underscore();
    case '\\': return handle_backslash();
    case '<': return handle_tag();
    case '[': return handle_bracket();
    case ']':
    case '>': return at_ == close_.begin && !close_.empty() && cut_mark(close_.size(), CutReason::markup);
    default: break;
  }
  if (is_ascii_digit(text_[at_])) return handle_number();
  return handle_unicode();
}

/// One space for a run of white space; a single plain space is text like any other.
bool InlineWriter::handle_space() {
  std::size_t last = at_;
  while (last < end_) {
    const CodePoint point = decode_at(text_, last);
    if (!is_white_space(point.value)) break;
    last += point.length;
  }
  flush(at_);
  out_.fold_space({at_, last});
  at_ = copied_ = last;
  return true;
}

bool InlineWriter::handle_unicode() {
  const Utf8Sequence sequence = utf8_sequence_at(text_, at_);
  if (!sequence.valid) {
    flush(at_);
    out_.replace({at_, at_ + sequence.length}, "\xEF\xBF\xBD");
    out_.cut({at_, at_ + sequence.length}, CutReason::invalid_utf8);
    at_ = copied_ = at_ + sequence.length;
    return true;
  }
  const char32_t point = decode_at(text_, at_).value;
  if (is_white_space(point)) {
    if (copied_ < at_ && text_[at_ - 1] == ' ') --at_;  // the plain space before it belongs to the run
    return handle_space();
  }
  if (is_invisible(point)) return cut_mark(sequence.length, CutReason::control);
  if (options_.notes && superscript_digit(point) >= 0) return handle_superscript();
  const bool dagger = options_.notes && (point == U'†' || point == U'‡');
  if (dagger && notes_.is_confirmed(NoteForm::symbol, point)) return cut_mark(sequence.length, CutReason::note_mark);
  at_ += sequence.length - 1;  // the caller steps over the last byte
  return false;
}

/// Cuts `length` bytes here, and the space that would be left standing alone.
bool InlineWriter::cut_mark(std::size_t length, CutReason reason) {
  flush(at_);
  out_.cut({at_, at_ + length}, reason);
  at_ = copied_ = at_ + length;
  if (reason == CutReason::note_mark && std::string_view(".,;:!?)").find(byte_at(at_)) != std::string_view::npos && at_ < end_) out_.remove_trailing_space();
  const bool doubled = out_.at_block_start() || out_.ends_with_space();
  if (doubled && byte_at(at_) == ' ') copied_ = ++at_;
  return true;
}

bool InlineWriter::handle_stars() {
  const std::size_t stars_end = std::min(text_.find_first_not_of('*', at_), end_);
  const std::size_t stars = stars_end - at_;
  const char32_t left = before();
  const char32_t right = stars_end < end_ ? decode_at(text_, stars_end).value : U'\0';
  const bool product = left >= '0' && left <= '9' && right >= '0' && right <= '9';
  if (product || (is_space_or_edge(left) && is_space_or_edge(right) && stars == 1 && left != 0)) return false;
  return cut_mark(stars, CutReason::markup);
}

/// Only "_words_": underscores inside words and fill-in lines are text.
bool InlineWriter::handle_underscore() {
  if (at_ == underscore_close_ && at_ > 0) return cut_mark(1, CutReason::markup);
  if (is_word_character(before()) || byte_at(at_ + 1) == '_' || is_space_or_edge(static_cast<unsigned char>(byte_at(at_ + 1)))) return false;
  const std::size_t close = text_.substr(0, end_).find('_', at_ + 1);
  if (close == std::string_view::npos) return false;  // it was the last one: nobody looks this far again
  const bool closes = !is_white_space(decode_before(text_, close).value) && (close + 1 == end_ || !is_word_character(decode_at(text_, close + 1).value));
  if (!closes || byte_at(close + 1) == '_') return false;
  underscore_close_ = close;
  return cut_mark(1, CutReason::markup);
}

bool InlineWriter::handle_backslash() {
  const char next = byte_at(at_ + 1);
  if (!is_ascii_punctuation(next)) return false;
  const char after = byte_at(at_ + 2);
  const bool glued = !is_space_or_edge(before()) && (after == '\0' || after == ' ' || is_ascii_punctuation(after));
  if (next == '*' && glued && options_.notes && notes_.is_confirmed(NoteForm::symbol, '*')) return cut_mark(2, CutReason::note_mark);
  if (!options_.markup) return false;
  cut_mark(1, CutReason::markup);
  ++at_;  // the escaped character is text
  return true;
}

bool InlineWriter::cut_sup_element(std::string_view rest) {
  constexpr std::string_view open = "<sup>";
  constexpr std::string_view close = "</sup>";
  const std::size_t end = rest.substr(0, 24).find(close);
  if (!options_.notes || end == std::string_view::npos) return false;
  const std::string_view inside = rest.substr(open.size(), end - open.size());
  const bool symbols = !inside.empty() && inside.find_first_not_of("0123456789,*†‡ \\") == std::string_view::npos;
  const bool note = symbols && points_to_note(marker_of(rest.substr(0, 24)).number, at_);
  return note && cut_mark(end + close.size(), CutReason::note_mark);
}

bool InlineWriter::handle_tag() {
  const std::string_view here = rest();
  if (here.substr(0, 5) == "<sup>" && cut_sup_element(here)) return true;
  if (!options_.markup) return false;
  constexpr std::string_view comment_open = "<!--";
  constexpr std::size_t longest_tag = 2000;
  const std::size_t close = here.substr(0, longest_tag).find_first_of("<>", 1);
  if (close == std::string_view::npos || here[close] != '>') return false;
  const bool comment = here.substr(0, comment_open.size()) == comment_open && here.substr(0, close).size() >= 6 && here.substr(close - 2, 2) == "--";
  const std::string name = tag_name(here.substr(0, close));
  const bool known = std::find(tag_names.begin(), tag_names.end(), name) != tag_names.end();
  const char behind_name = byte_at(at_ + 1 + name.size() + (byte_at(at_ + 1) == '/' ? 1 : 0));
  if (comment || (known && (behind_name == '>' || behind_name == ' ' || behind_name == '/'))) {
    if (name != "br" && name != "p" && name != "td") return cut_mark(close + 1, CutReason::markup);
    flush(at_);
    out_.cut({at_, at_ + close + 1}, CutReason::markup);
    if (!out_.at_block_start() && !out_.ends_with_space()) out_.replace({at_, at_ + close + 1}, " ");
    at_ = copied_ = at_ + close + 1;
    if (byte_at(at_) == ' ') copied_ = ++at_;
    return true;
  }
  const bool address = here.substr(1, 4) == "http" || here.substr(1, 4) == "www." || here.substr(1, 7) == "mailto:";
  if (!address || here.substr(0, close).find(' ') != std::string_view::npos) return false;
  close_ = {at_ + close, at_ + close + 1};
  return cut_mark(1, CutReason::markup);
}

/// "[text](address)" keeps its text; "![…](…)" and "[^1]" go.
bool InlineWriter::handle_bracket() {
  constexpr std::size_t longest_text = 500;
  constexpr std::size_t longest_address = 2000;
  const std::string_view here = rest();
  const std::size_t close = here.substr(0, longest_text).find_first_of("[]", 1);
  if (close == std::string_view::npos || here[close] != ']') return false;
  if (options_.notes && close > 2 && here[1] == '^') return cut_mark(close + 1, CutReason::note_mark);
  if (!options_.markup || here.substr(close, 2) != "](") return false;
  const std::size_t end = here.substr(0, close + longest_address).find_first_of(")[", close + 2);
  if (end == std::string_view::npos || here[end] != ')') return false;
  if (copied_ < at_ && text_[at_ - 1] == '!') {
    --at_;
    return cut_mark(end + 2, CutReason::markup);
  }
  close_ = {at_ + close, at_ + end + 1};
  return cut_mark(1, CutReason::markup);
}

bool InlineWriter::stands_after_unit_of_measure() const {
  const std::string_view line = text_.substr(begin_, at_ - begin_);
  std::size_t letters = 0;
  while (letters < line.size() && is_ascii_letter(line[line.size() - 1 - letters])) ++letters;
  const std::string_view word = line.substr(line.size() - letters);
  return word == "m" || word == "km" || word == "cm" || word == "mm" || word == "dm" || word == "ft" || word == "mi";
}

/// A superscript number belongs to a note when such a note was found, or when it can hardly be a power.
bool InlineWriter::points_to_note(std::uint32_t number, std::size_t begin) const {
  if ((number == 2 || number == 3) && stands_after_unit_of_measure()) return false;
  if (notes_.is_confirmed(NoteForm::superscript, number)) return true;
  const char32_t left = before();
  if (left == 0 || (left >= '0' && left <= '9')) return false;  // "13⁰⁰", "10⁶"
  if (!is_letter(left)) return !is_white_space(left);
  std::size_t letters = 0;
  for (std::size_t offset = begin; offset > begin_ && letters < 3; ++letters) {
    const CodePoint letter = decode_before(text_, offset);
    if (!is_letter(letter.value)) break;
    offset -= letter.length;
  }
  return letters == 3;
}

bool InlineWriter::handle_superscript() {
  std::size_t last = at_;
  std::uint32_t number = 0;
  while (last < end_) {
    const CodePoint point = decode_at(text_, last);
    const int digit = superscript_digit(point.value);
    if (digit < 0) break;
    number = number * 10 + static_cast<std::uint32_t>(digit);
    last += point.length;
  }
  if (points_to_note(number, at_)) return cut_mark(last - at_, CutReason::note_mark);
  at_ = last - 1;
  return false;
}

/// A plain number glued to a word or to the end of a sentence, when the note of that number was found.
bool InlineWriter::handle_number() {
  std::size_t last = at_;
  std::uint32_t number = 0;
  for (; last < end_ && is_ascii_digit(text_[last]); ++last) number = last - at_ < 4 ? number * 10 + static_cast<std::uint32_t>(text_[last] - '0') : 0;
  const char32_t left = before();
  const char32_t right = last < end_ ? decode_at(text_, last).value : U' ';
  const bool glued = is_lower(left) || is_closing_mark(left) || (is_sentence_end(left) && at_ >= begin_ + 2 && !is_ascii_digit(text_[at_ - 2]));
  const bool note = glued && left != ')' && !is_word_character(right) && right != '-' && notes_.is_confirmed(NoteForm::bare, number);
  if (note) return cut_mark(last - at_, CutReason::note_mark);
  at_ = last - 1;
  return false;
}

}  // namespace stance::detail
