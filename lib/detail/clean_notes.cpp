// Footnotes at the bottom of pages, and at the end of web pages.

#include <algorithm>

#include "detail/clean_characters.hpp"
#include "detail/clean_passes.hpp"

namespace stance::detail {
namespace {

std::uint64_t key_of(NoteForm form, std::uint32_t number) { return (static_cast<std::uint64_t>(form) << 32U) | number; }

/// Marks inside the running text that may point to a footnote.
class InlineMarks {
 public:
  explicit InlineMarks(std::string_view text) {
    for (std::size_t offset = 1; offset < text.size(); ++offset) offset = look_at(text, offset);
    std::sort(keys_.begin(), keys_.end());
  }
  [[nodiscard]] bool contains(NoteForm form, std::uint32_t number) const {
    return std::binary_search(keys_.begin(), keys_.end(), key_of(form, number));
  }

 private:
  /// Notes a mark at the offset; returns the offset of its last byte.
  std::size_t look_at(std::string_view text, std::size_t offset) {
    const char c = text[offset];
    const char before = text[offset - 1];
    if (before == '\n' || before == '\r' || before == '\f') return offset;
    if (is_ascii_digit(c)) return look_at_number(text, offset);
    if (c == '*' && before == '\\' && offset > 1 && text[offset - 2] != '\n') keys_.push_back(key_of(NoteForm::symbol, '*'));
    if (c == '<' && text.substr(offset, 5) == "<sup>") keys_.push_back(key_of(NoteForm::superscript, marker_of(text.substr(offset, 24)).number));
    const unsigned byte = static_cast<unsigned char>(c);
    if (byte != 0xC2 && byte != 0xE2) return offset;
    const Marker marker = marker_of(text.substr(offset, 24));
    if (marker.mark != Mark::note) return offset;
    keys_.push_back(key_of(marker.form, marker.form == NoteForm::symbol ? decode_at(text, offset).value : marker.number));
    std::size_t last = offset + decode_at(text, offset).length;
    while (last < text.size() && superscript_digit(decode_at(text, last).value) >= 0) last += decode_at(text, last).length;
    return last - 1;
  }

  /// "alliances12" and "alliances.12": a number glued to a word of some letters, or to the end of a sentence.
  std::size_t look_at_number(std::string_view text, std::size_t offset) {
    std::size_t end = offset;
    std::uint32_t value = 0;
    for (; end < text.size() && is_ascii_digit(text[end]) && end - offset < 4; ++end) value = value * 10 + static_cast<std::uint32_t>(text[end] - '0');
    const bool ends_there = end == text.size() || !(is_ascii_letter(text[end]) || is_ascii_digit(text[end]) || text[end] == '-');
    if (end - offset <= 3 && ends_there && is_glued(text, offset)) keys_.push_back(key_of(NoteForm::bare, value));
    return end - 1;
  }

  static bool is_glued(std::string_view text, std::size_t offset) {
    const CodePoint before = decode_before(text, offset);
    if (is_sentence_end(before.value) || before.value == U'”' || before.value == U'»') {
      return offset > before.length && !is_ascii_digit(text[offset - before.length - 1]);
    }
    std::size_t letters = 0;
    for (std::size_t at = offset; at > 0 && letters < 3; ++letters) {
      const CodePoint letter = decode_before(text, at);
      if (!is_lower(letter.value)) break;
      at -= letter.length;
    }
    return letters == 3;
  }

  std::vector<std::uint64_t> keys_;
};

std::uint32_t number_of(const Layout& layout, const Unit& unit) {
  if (unit.marker.form != NoteForm::symbol) return unit.marker.number;
  const CodePoint symbol = decode_at(layout.text_of(unit), 0);
  return symbol.value == '\\' ? '*' : symbol.value;
}

bool is_candidate(const Unit& unit) { return !unit.is_cut && unit.marker.mark == Mark::note; }
bool is_plain_paragraph(const Unit& unit) { return unit.marker.mark == Mark::none && unit.kind == BlockKind::paragraph && !unit.strong_heading; }

/// How many units after the notes, up to the other half of the interrupted sentence, are further paragraphs of the last note.
std::size_t count_further_paragraphs(const Layout& layout, std::size_t before, std::size_t after) {
  constexpr std::size_t most_paragraphs = 3;
  constexpr std::size_t most_bytes = 3000;
  constexpr std::size_t shortest_half = 60;
  const std::vector<Unit>& units = layout.units();
  if (before == Layout::npos || units[before].n_bytes < shortest_half || !is_unfinished(units[before]) || units[before].kind == BlockKind::heading) return 0;
  std::size_t bytes = 0;
  for (std::size_t n = 0; n <= most_paragraphs && after + n < units.size(); ++n) {
    const Unit& unit = units[after + n];
    if (unit.is_cut || !is_plain_paragraph(unit)) return 0;
    if (unit.start == LineStart::lower) return n;
    bytes += unit.n_bytes;
    // A paragraph without an end may itself be the first half of what follows.
    if (bytes > most_bytes || is_unfinished(unit)) return 0;
  }
  return 0;
}

/// A run of footnotes without other text between them.
class NoteRun {
 public:
  NoteRun(Layout& layout, const InlineMarks& marks, std::size_t first, std::size_t last)
      : layout_(layout), marks_(marks), first_(first), last_(last), before_(layout.kept_before(first)) {
    further_ = count_further_paragraphs(layout, before_, last);
    interrupts_ = further_ > 0 || interrupt_sentence(layout, first, last);
  }

  void cut(NoteMarks& confirmed) {
    std::vector<Unit>& units = layout_.units();
    bool last_was_note = false;
    for (std::size_t i = first_; i < last_; ++i) {
      if (units[i].is_cut) continue;
      last_was_note = is_note(i, last_was_note);
      if (!last_was_note) continue;
      confirmed.confirm(units[i].marker.form, number_of(layout_, units[i]));
      units[i].cut(CutReason::footnote);
      end_of_last_ = units[i].ending;
    }
    if (last_was_note) cut_further_paragraphs();
  }

 private:
  [[nodiscard]] bool is_note(std::size_t index, bool after_note) const {
    const Unit& unit = layout_.units()[index];
    const bool marked = marks_.contains(unit.marker.form, number_of(layout_, unit));
    switch (unit.marker.form) {
      case NoteForm::none: return false;
      case NoteForm::label: return true;
      case NoteForm::symbol: return marked;
      case NoteForm::superscript: return marked || interrupts_ || follows_number(index) || precedes_number(index);
      case NoteForm::bare:
        if (unit.start == LineStart::lower || !unit.spaced_before) return false;
        return interrupts_ || (after_note && follows_number(index)) || (marked && unit.spaced_after);
    }
    return false;
  }

  [[nodiscard]] bool follows_number(std::size_t index) const {
    const std::vector<Unit>& units = layout_.units();
    return index > first_ && units[index - 1].marker.form == units[index].marker.form && units[index - 1].marker.number + 1 == units[index].marker.number;
  }
  [[nodiscard]] bool precedes_number(std::size_t index) const {
    const std::vector<Unit>& units = layout_.units();
    return index + 1 < last_ && units[index + 1].marker.form == units[index].marker.form && units[index].marker.number + 1 == units[index + 1].marker.number;
  }

  void cut_further_paragraphs() {
    std::vector<Unit>& units = layout_.units();
    for (std::size_t i = last_; i < last_ + further_; ++i) units[i].cut(CutReason::footnote);
    // A note that goes on after the page break, while the text before it has come to an end.
    const bool text_is_complete = before_ != Layout::npos && !is_unfinished(units[before_]);
    const bool note_is_open = end_of_last_ == LineEnd::open || end_of_last_ == LineEnd::comma || end_of_last_ == LineEnd::hyphen;
    if (further_ > 0 || !text_is_complete || !note_is_open || last_ >= units.size()) return;
    Unit& next = units[last_];
    if (!next.is_cut && is_plain_paragraph(next) && next.start == LineStart::lower && next.n_bytes <= 1500) next.cut(CutReason::footnote);
  }

  Layout& layout_;
  const InlineMarks& marks_;
  std::size_t first_;
  std::size_t last_;
  std::size_t before_;
  std::size_t further_ = 0;
  bool interrupts_ = false;
  LineEnd end_of_last_ = LineEnd::sentence;
};

}  // namespace

void NoteMarks::confirm(NoteForm form, std::uint32_t number) {
  keys_.insert(key_of(form, number));
  has_bare_numbers_ = has_bare_numbers_ || form == NoteForm::bare;
}

bool NoteMarks::is_confirmed(NoteForm form, std::uint32_t number) const { return keys_.find(key_of(form, number)) != keys_.end(); }

NoteMarks cut_notes(Layout& layout) {
  NoteMarks confirmed;
  std::vector<Unit>& units = layout.units();
  if (std::none_of(units.begin(), units.end(), is_candidate)) return confirmed;
  const InlineMarks marks(layout.text());
  for (std::size_t first = 0; first < units.size();) {
    if (!is_candidate(units[first])) {
      ++first;
      continue;
    }
    std::size_t last = first + 1;
    while (last < units.size() && (units[last].is_cut || is_candidate(units[last]))) ++last;
    NoteRun(layout, marks, first, last).cut(confirmed);
    first = last;
  }
  return confirmed;
}

}  // namespace stance::detail
