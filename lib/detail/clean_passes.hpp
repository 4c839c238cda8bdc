#pragma once
/// @file clean_passes.hpp
/// The passes over the units of a page, in the order in which clean() runs them. Each marks units; none looks at text
/// that an earlier one has cut.

#include <cstdint>
#include <unordered_set>

#include "detail/clean_layout.hpp"

namespace stance::detail {

/// The marks that point to footnotes, for the writer of the clean text.
class NoteMarks {
 public:
  void confirm(NoteForm form, std::uint32_t number);
  /// Was a footnote with this mark found?
  [[nodiscard]] bool is_confirmed(NoteForm form, std::uint32_t number) const;
  [[nodiscard]] bool has_bare_numbers() const noexcept { return has_bare_numbers_; }

 private:
  std::unordered_set<std::uint64_t> keys_;
  bool has_bare_numbers_ = false;
};

void cut_menus(Layout& layout);
[[nodiscard]] NoteMarks cut_notes(Layout& layout);
void cut_references(Layout& layout);
void cut_front_matter(Layout& layout, const NoteMarks& marks);
void cut_pull_quotes(Layout& layout);
void cut_captions(Layout& layout);
/// Lines in capitals that stand in the middle of a sentence.
void cut_intruding_heads(Layout& layout);
/// Puts together the halves of sentences that page breaks, footnotes and pictures have separated.
void join_sentences(Layout& layout);

/// Do the units [first, last) stand inside a sentence: one half before them, the other, in lower case, after them?
[[nodiscard]] bool interrupt_sentence(const Layout& layout, std::size_t first, std::size_t last);

}  // namespace stance::detail
