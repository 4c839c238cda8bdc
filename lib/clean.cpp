#include "stance/clean.hpp"

#include <algorithm>
#include <utility>

#include "detail/clean_passes.hpp"
#include "detail/clean_writer.hpp"
#include "detail/text_utf8.hpp"

namespace stance {
namespace {

using detail::Layout;
using detail::NoteMarks;
using detail::PageFurniture;

ParseError invalid_utf8(std::string_view text, std::size_t offset) {
  return ParseError({detail::describe_invalid_utf8(text, offset)});
}

/// The order matters: what an earlier pass has cut is out of the way of later ones.
NoteMarks mark_cuts(Layout& layout, const CleanOptions& options) {
  NoteMarks notes;
  if (options.menus) detail::cut_menus(layout);
  if (options.notes) notes = detail::cut_notes(layout);
  if (options.references) detail::cut_references(layout);
  if (options.front_matter) detail::cut_front_matter(layout, notes);
  if (options.pull_quotes) detail::cut_pull_quotes(layout);
  if (options.captions) detail::cut_captions(layout);
  if (options.running_heads) detail::cut_intruding_heads(layout);
  return notes;
}

}  // namespace

std::string_view to_string(CutReason reason) noexcept {
  switch (reason) {
    case CutReason::byte_order_mark: return "byte_order_mark";
    case CutReason::invalid_utf8: return "invalid_utf8";
    case CutReason::control: return "control";
    case CutReason::markup: return "markup";
    case CutReason::note_mark: return "note_mark";
    case CutReason::footnote: return "footnote";
    case CutReason::reference_list: return "reference_list";
    case CutReason::running_head: return "running_head";
    case CutReason::page_number: return "page_number";
    case CutReason::caption: return "caption";
    case CutReason::menu: return "menu";
    case CutReason::pull_quote: return "pull_quote";
    case CutReason::front_matter: return "front_matter";
    case CutReason::hyphenation: return "hyphenation";
    case CutReason::line_break: return "line_break";
  }
  return "line_break";
}

CleanOptions CleanOptions::none() {
  CleanOptions options;
  options.notes = options.references = options.running_heads = options.captions = options.menus = false;
  options.pull_quotes = options.front_matter = options.markup = options.rejoin = false;
  return options;
}

ByteSpan CleanText::to_original(ByteSpan clean) const {
  if (runs_.empty()) return {};
  const auto run_of = [this](std::size_t offset) -> const Run& {
    const auto next = std::upper_bound(runs_.begin(), runs_.end(), offset, [](std::size_t value, const Run& run) { return value < run.clean; });
    return next == runs_.begin() ? runs_.front() : *(next - 1);
  };
  const auto is_verbatim = [](const Run& run) { return run.size == run.original_size; };
  const std::size_t begin = std::min(clean.begin, text_.size());
  const Run& first = run_of(begin);
  const std::size_t into_first = std::min(begin - first.clean, first.size);
  const std::size_t original_begin = is_verbatim(first) ? first.original + into_first
                                     : into_first == first.size ? first.original + first.original_size : first.original;
  if (clean.end <= clean.begin) return {original_begin, original_begin};
  const std::size_t last_byte = std::min(clean.end, text_.size()) - 1;
  const Run& last = run_of(last_byte);
  const std::size_t original_end = is_verbatim(last) ? last.original + (last_byte - last.clean) + 1 : last.original + last.original_size;
  return {original_begin, std::max(original_begin, original_end)};
}

CleanText clean(std::string_view original, const CleanOptions& options) {
  const std::size_t fault = find_invalid_utf8(original);
  const bool has_faults = fault != std::string_view::npos;
  if (has_faults && !options.repair_utf8) throw invalid_utf8(original, fault);
  Layout layout(original, options.running_heads ? PageFurniture::find : PageFurniture::keep);
  if (options.markup) detail::cut_rules(layout);
  detail::classify_blocks(layout);
  const NoteMarks notes = mark_cuts(layout, options);
  if (options.rejoin) detail::join_sentences(layout);
  return detail::write_clean_text(layout, options, notes, has_faults);
}

}  // namespace stance
