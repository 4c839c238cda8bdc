#pragma once
/// @file report_page.hpp
/// Pieces that pages are made of.

#include <string>
#include <vector>

#include "detail/report_common.hpp"

namespace stance::detail {

void add_heading(Page& page, std::string text);
void add_subheading(Page& page, std::vector<Run> runs);
void add_text(Page& page, std::string text, Tone tone = Tone::plain);
void add_table(Page& page, PageTable table);
/// The keyword in its sentence with its contribution before and its entry behind.
void add_quotation(Page& page, const std::string& label, const Context& context, double contribution, const std::string& entry);

/// How sure a position's sign is: positive or negative when the interval leaves out 0.
[[nodiscard]] Tone tone_of(const Position& position) noexcept;
/// "+0.41 ±0.13 (23)", ± half of the interval; or "— no mention". Intensities (`unsigned_scale`) have no sign.
[[nodiscard]] Run position_cell(const Position& position, std::size_t n_evidence, bool unsigned_scale);
/// "+0.41 [+0.27, +0.54]", or "undefined (no mention)".
[[nodiscard]] std::string position_text(const Position& position, bool unsigned_scale);

}  // namespace stance::detail
