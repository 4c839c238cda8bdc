#pragma once
/// @file clean_writer.hpp
/// Writes the units that stay, byte by byte: white space is folded, marks and invisible characters go.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "detail/clean_builder.hpp"
#include "detail/text_bytes.hpp"
#include "detail/clean_passes.hpp"

namespace stance::detail {

/// Writes single lines.
class InlineWriter {
 public:
  InlineWriter(std::string_view text, const CleanOptions& options, const NoteMarks& notes, bool has_faults, CleanTextBuilder& out);
  void write(ByteSpan line);
  /// White space between lines; what is invisible there is listed as cut.
  void skip_gap(ByteSpan gap);

 private:
  [[nodiscard]] std::size_t next_special(std::size_t from) const;
  /// Handles what stands at `at_`. Returns false when it is text after all.
  bool handle();
  bool handle_space();
  bool handle_unicode();
  bool handle_stars();
  bool handle_underscore();
  bool handle_backslash();
  bool handle_tag();
  bool handle_bracket();
  bool handle_number();
  bool handle_superscript();

  bool cut_mark(std::size_t length, CutReason reason);
  bool cut_sup_element(std::string_view rest);
  [[nodiscard]] bool points_to_note(std::uint32_t number, std::size_t begin) const;
  [[nodiscard]] bool stands_after_unit_of_measure() const;
  [[nodiscard]] char32_t before() const;
  [[nodiscard]] char byte_at(std::size_t offset) const { return offset < end_ ? text_[offset] : '\0'; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_, end_ - at_); }
  void flush(std::size_t to);

  std::string_view text_;
  CleanOptions options_;
  const NoteMarks& notes_;
  CleanTextBuilder& out_;
  ByteSet special_;
  std::size_t begin_ = 0;    ///< of the line
  std::size_t end_ = 0;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;   ///< everything before this offset is written
  ByteSpan close_;           ///< second mark of a link or an address, after its text
  std::size_t underscore_close_ = 0;  ///< a closing mark that was announced by its opening mark
};

/// Words that the text writes with a hyphen inside a line: they keep it when a line ends there.
class Compounds {
 public:
  explicit Compounds(std::string_view text) : text_(text) {}
  [[nodiscard]] bool contain(std::string_view left, std::string_view right);

 private:
  void collect();
  std::string_view text_;
  bool collected_ = false;
  std::unordered_set<std::uint64_t> hashes_;
};

[[nodiscard]] CleanText write_clean_text(const Layout& layout, const CleanOptions& options, const NoteMarks& notes, bool has_faults);

}  // namespace stance::detail
