#pragma once
/// @file clean_layout.hpp
/// The page as cleaning sees it: lines, then units (paragraphs, headings, list items, notes …) made of lines. Later
/// passes mark units as cut or as joined to the unit before; nothing is copied until the clean text is written.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stance/clean.hpp"

namespace stance::detail {

enum class LineStart : std::uint8_t { lower, upper, digit, other };

/// How a line ends, after closing quotation marks, brackets, emphasis and note marks are looked through.
enum class LineEnd : std::uint8_t {
  sentence,  ///< . ! ? …
  closed,    ///< : ; — the end of a paragraph or item all the same
  comma,
  hyphen,    ///< a letter and a hyphen: perhaps a divided word
  open,      ///< nothing that closes a sentence
};

enum class Mark : std::uint8_t { none, heading, bullet, number, quote, rule, note };

/// How a footnote, or the mark that points to it, is written.
enum class NoteForm : std::uint8_t {
  none,
  superscript,  ///< ¹ or <sup>1</sup>
  label,        ///< [^1]: Markdown
  bare,         ///< a plain number at the start of the line
  symbol,       ///< \* † ‡
};

/// What a line begins with.
struct Marker {
  std::uint32_t length = 0;  ///< bytes, with the white space behind it
  std::uint32_t number = 0;  ///< of a note or of a list item, where it is a number
  Mark mark = Mark::none;
  NoteForm form = NoteForm::none;
  bool is_text = false;      ///< "1.", "(a)" and dashes stay in the text; "- ", "# " are markup
};

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< white space at both ends is outside
  std::uint32_t width = 0;  ///< code points; bytes where the line is so long that nobody wrapped it
  LineStart start = LineStart::other;
  LineEnd ending = LineEnd::open;
  bool blank_before = false;
  bool page_before = false;  ///< a form feed stands before it
  CutReason furniture = CutReason::line_break;  ///< page_number or running_head, where the line is one
};

enum class Style : std::uint8_t { plain, italic, bold };

/// Consecutive lines that belong together.
struct Unit {
  std::size_t first_line = 0;
  std::size_t n_lines = 0;
  std::size_t n_bytes = 0;
  Marker marker;
  BlockKind kind = BlockKind::paragraph;
  Style style = Style::plain;
  LineStart start = LineStart::other;
  LineEnd ending = LineEnd::open;
  bool spaced_before = false;  ///< a blank line, a page break or the end of the text stands there
  bool spaced_after = false;
  bool strong_heading = false;  ///< marked as a heading, or in capitals, and not only short
  bool is_cut = false;
  bool joins_previous = false;  ///< continues the sentence of the kept unit before it
  CutReason reason = CutReason::line_break;

  void cut(CutReason why) noexcept {
    is_cut = true;
    reason = why;
  }
};

/// Longest unit that any rule calls short. Rules that copy or fold text look at short units only, which keeps every
/// pass linear however long a line is.
inline constexpr std::size_t short_unit_bytes = 400;

/// Whether page numbers and running heads are looked for.
enum class PageFurniture : std::uint8_t { keep, find };

class Layout {
 public:
  Layout(std::string_view text, PageFurniture furniture);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] const std::vector<Line>& lines() const noexcept { return lines_; }
  [[nodiscard]] std::vector<Unit>& units() noexcept { return units_; }
  [[nodiscard]] const std::vector<Unit>& units() const noexcept { return units_; }
  [[nodiscard]] bool has_wrapped_lines() const noexcept { return wrap_width_ > 0; }

  [[nodiscard]] std::string_view line_text(std::size_t line) const;
  /// Original bytes from the first to the last line, line ends included.
  [[nodiscard]] ByteSpan span(const Unit& unit) const;
  [[nodiscard]] std::string_view text_of(const Unit& unit) const;
  /// The unit for comparison with tables, without its marker; empty when the unit is not short.
  [[nodiscard]] std::string folded(const Unit& unit) const;

  /// Nearest unit before / after that is not cut, looking over at most 50 cut ones; npos when there is none.
  [[nodiscard]] std::size_t kept_before(std::size_t unit) const;
  [[nodiscard]] std::size_t kept_after(std::size_t unit) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  void measure_wrapping();
  void build_units();
  void append_line(std::size_t line, const Marker& marker, bool starts_unit);
  [[nodiscard]] Marker marker_in_context(std::size_t line) const;
  [[nodiscard]] bool continues(std::size_t line) const;
  [[nodiscard]] bool fills_the_measure(std::size_t line) const;
  [[nodiscard]] bool continues_emphasis(const Unit& unit, std::size_t line) const;
  [[nodiscard]] bool ends_emphasis(const Unit& unit) const;
  void finish_units();

  std::string_view text_;
  std::vector<Line> lines_;
  std::vector<Unit> units_;
  std::size_t wrap_width_ = 0;  ///< 0: lines are paragraphs
};

[[nodiscard]] std::vector<Line> split_lines(std::string_view text);
void mark_page_furniture(std::string_view text, std::vector<Line>& lines);
[[nodiscard]] Marker marker_of(std::string_view line);
[[nodiscard]] LineStart start_of(std::string_view line) noexcept;
[[nodiscard]] LineEnd end_of(std::string_view line) noexcept;
/// Capitals only, and enough of them to be meant as such.
[[nodiscard]] bool is_all_capitals(std::string_view text) noexcept;
/// Emphasis that covers every letter.
[[nodiscard]] Style style_of(std::string_view text) noexcept;
[[nodiscard]] std::size_t count_words(std::string_view text) noexcept;

/// Cuts lines that only draw a rule.
void cut_rules(Layout& layout);
/// Sets kind and strong_heading.
void classify_blocks(Layout& layout);

/// Has the sentence of this unit come to no end?
[[nodiscard]] constexpr bool is_unfinished(const Unit& unit) noexcept {
  return unit.ending == LineEnd::open || unit.ending == LineEnd::comma || unit.ending == LineEnd::hyphen;
}

}  // namespace stance::detail
