#include "detail/report_page.hpp"

#include <fmt/format.h>

#include <utility>

namespace stance::detail {

void add_heading(Page& page, std::string text) { page.blocks.push_back({PageBlock::Kind::heading, {{std::move(text), Tone::strong}}, {}}); }
void add_subheading(Page& page, std::vector<Run> runs) { page.blocks.push_back({PageBlock::Kind::subheading, std::move(runs), {}}); }
void add_text(Page& page, std::string text, Tone tone) { page.blocks.push_back({PageBlock::Kind::text, {{std::move(text), tone}}, {}}); }
void add_table(Page& page, PageTable table) { page.blocks.push_back({PageBlock::Kind::table, {}, std::move(table)}); }

void add_quotation(Page& page, const std::string& label, const Context& context, double contribution, const std::string& entry) {
  const Tone tone = contribution > 0.0 ? Tone::positive : contribution < 0.0 ? Tone::negative : Tone::plain;
  std::vector<Run> runs;
  if (!label.empty()) runs.push_back({label + "  ", Tone::plain});
  runs.push_back({signed_number(contribution), tone});
  runs.push_back({"  " + context.before, Tone::plain});
  runs.push_back({context.keyword, Tone::strong});
  runs.push_back({context.behind, Tone::plain});
  runs.push_back({"  (" + entry + ")", Tone::faint});
  page.blocks.push_back({PageBlock::Kind::quotation, std::move(runs), {}});
}

Tone tone_of(const Position& position) noexcept {
  if (!position.estimate) return Tone::faint;
  if (position.lower > 0.0) return Tone::positive;
  return position.upper < 0.0 ? Tone::negative : Tone::plain;
}

Run position_cell(const Position& position, std::size_t n_evidence, bool unsigned_scale) {
  if (!position.estimate) return {"— " + spoken(to_string(position.undefined)), Tone::faint};
  const std::string value = unsigned_scale ? unsigned_number(*position.estimate) : signed_number(*position.estimate);
  const bool nothing = unsigned_scale && n_evidence == 0;
  return {fmt::format("{} ±{} ({})", value, unsigned_number((position.upper - position.lower) / 2.0), n_evidence), nothing ? Tone::faint
                                                                                                                   : unsigned_scale
                                                                                                                       ? Tone::plain
                                                                                                                       : tone_of(position)};
}

std::string position_text(const Position& position, bool unsigned_scale) {
  if (!position.estimate) return fmt::format("undefined ({})", spoken(to_string(position.undefined)));
  const auto show = [unsigned_scale](double number) { return unsigned_scale ? unsigned_number(number) : signed_number(number); };
  return fmt::format("{} [{}, {}]", show(*position.estimate), show(position.lower), show(position.upper));
}

}  // namespace stance::detail
