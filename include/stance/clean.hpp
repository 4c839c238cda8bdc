#pragma once
/// @file clean.hpp
/// Cleaning: from the original bytes, with the noise of PDF extraction and web pages, to the running text that is scored,
/// with a map back to the original byte offsets. Nothing is thrown away silently: each cut is listed with its reason.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/text.hpp"

namespace stance {

/// Why bytes of the original are not part of the running text.
enum class CutReason : std::uint8_t {
  byte_order_mark,
  invalid_utf8,    ///< only in repair mode
  control,         ///< control and zero-width characters, soft hyphens (not the joiners U+200C and U+200D: words are spelled with them)
  markup,          ///< Markdown and HTML marks (#, **, <sup>, table rules) around text that stays
  note_mark,       ///< a footnote number in the running text
  footnote,
  reference_list,
  running_head,    ///< a line repeated on many pages
  page_number,
  caption,
  menu,            ///< navigation of a web page
  pull_quote,      ///< a passage printed again for display
  front_matter,    ///< bylines, addresses, identifiers, key words, approval pages
  hyphenation,     ///< "govern-\nment"
  line_break,      ///< a wrapped line, or space that was folded
};
[[nodiscard]] std::string_view to_string(CutReason reason) noexcept;

struct Cut {
  ByteSpan span;  ///< of the original
  CutReason reason = CutReason::line_break;
  friend bool operator==(const Cut&, const Cut&) = default;
};

/// What a block of running text is, as far as layout tells.
enum class BlockKind : std::uint8_t { paragraph, heading, list_item };

/// A paragraph, heading or list item; a range of bytes of the *clean* text without its closing line feed.
struct Block {
  ByteSpan span;
  BlockKind kind = BlockKind::paragraph;
};

/// Each kind of cut can be switched off; then its text stays and is scored.
struct CleanOptions {
  bool notes = true;         ///< footnote, note_mark
  bool references = true;    ///< reference_list
  bool running_heads = true; ///< running_head, page_number
  bool captions = true;
  bool menus = true;
  bool pull_quotes = true;
  bool front_matter = true;
  bool markup = true;        ///< Markdown and HTML marks, and the bullets of list items
  bool rejoin = true;        ///< hyphenation, line_break: wrapped lines become one paragraph
  bool repair_utf8 = false;  ///< cut invalid bytes (and leave U+FFFD) instead of throwing
  /// No cleaning but what is needed to read the text at all (byte order mark, line ends).
  [[nodiscard]] static CleanOptions none();
};

/// The kinds of noise by the names that programs and outputs give them.
inline constexpr std::array<std::pair<std::string_view, bool CleanOptions::*>, 9> clean_kinds = {
    {{"notes", &CleanOptions::notes},
     {"references", &CleanOptions::references},
     {"running_heads", &CleanOptions::running_heads},
     {"captions", &CleanOptions::captions},
     {"menus", &CleanOptions::menus},
     {"pull_quotes", &CleanOptions::pull_quotes},
     {"front_matter", &CleanOptions::front_matter},
     {"markup", &CleanOptions::markup},
     {"rejoin", &CleanOptions::rejoin}}};

/// Running text with the way back to the original.
class CleanText {
 public:
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const std::vector<Block>& blocks() const noexcept { return blocks_; }
  /// Cuts in the order of the original; line_break cuts are listed only where they removed more than white space.
  [[nodiscard]] const std::vector<Cut>& cuts() const noexcept { return cuts_; }
  /// Original byte span of the clean byte span: begins at the original byte of its first byte and ends behind that of its last.
  /// Every character of the clean span lies inside; cuts in the middle are inside too. O(log n).
  [[nodiscard]] ByteSpan to_original(ByteSpan clean) const;

 private:
  friend class CleanTextBuilder;
  struct Run {  ///< clean bytes [clean, clean + size) are original bytes [original, original + size), unless synthetic
    std::size_t clean = 0;
    std::size_t original = 0;
    std::size_t size = 0;
    std::size_t original_size = 0;  ///< differs from size where a character was put for others (a space for a line feed)
  };
  std::string text_;
  std::vector<Block> blocks_;
  std::vector<Cut> cuts_;
  std::vector<Run> runs_;
};

/// Clean a text. Line ends (LF, CRLF, CR) and Unicode white space are folded; blocks are separated by one '\n'.
/// Linear in the size of the text, whatever it holds (n log n in the number of its short lines).
/// A sentence that page breaks, footnotes or pictures have split is put together again, in the order of the original; where two
/// split sentences wait for their other halves at once, nobody can tell which belongs to which, and all halves stay apart.
/// @throws ParseError (T106) with byte offset, line and column of the first fault, when the text is not UTF-8 and repair is off
[[nodiscard]] CleanText clean(std::string_view original, const CleanOptions& options = {});

}  // namespace stance
