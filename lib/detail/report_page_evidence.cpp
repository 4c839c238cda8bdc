#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "detail/report_page.hpp"

namespace stance {
namespace {

constexpr std::size_t context_width = 38;
constexpr std::size_t keyword_width = 60;

struct Result {
  const Position* position = nullptr;
  std::size_t n_evidence = 0;
  std::size_t n_neutral = 0;
  std::size_t n_not_counted = 0;
};

Result result_of(const DocumentAnalysis& document, EvidenceKey key) {
  if (key.kind == EvidenceKey::Kind::axis) {
    for (const AxisResult& axis : document.axes) {
      if (axis.axis == key.index) return {&axis.position, axis.n_evidence, axis.n_neutral, axis.n_not_counted};
    }
  } else {
    for (const TargetResult& target : document.targets) {
      if (target.target == key.index) return {&target.stance, target.n_evidence, target.n_neutral, target.n_not_counted};
    }
  }
  return {};
}

std::string modifiers_of(const Record& record) {
  std::string out;
  for (const AppliedModifier& modifier : record.modifiers) out += (out.empty() ? "" : ", ") + detail::spoken(to_string(modifier.kind));
  return out;
}

void add_records(Page& page, const ReportContext& context, const Document& document, const DocumentAnalysis& result,
                 const std::vector<detail::ShownRecord>& records, bool counted) {
  PageTable table;
  table.columns = {{counted ? "share" : "reason", counted ? Column::Align::right : Column::Align::left},
                   {"value", Column::Align::right},
                   {"weight", Column::Align::right},
                   {"before", Column::Align::right},
                   {"key words"},
                   {"behind"},
                   {"modifiers"},
                   {"entry"}};
  for (const detail::ShownRecord& shown : records) {
    const Record& record = *shown.record;
    const detail::Context words = detail::context_of(document, result, record, context_width);
    const Tone tone = shown.contribution > 0.0 ? Tone::positive : shown.contribution < 0.0 ? Tone::negative : Tone::faint;
    table.rows.push_back({counted ? Run{detail::signed_number(shown.contribution), tone} : Run{detail::spoken(to_string(record.standing))},
                          {detail::signed_number(record.value)},
                          {detail::unsigned_number(record.weight)},
                          {words.before},
                          {detail::shortened(words.keyword, keyword_width), Tone::strong},
                          {words.behind},
                          {modifiers_of(record), Tone::faint},
                          {std::string(record.group) + " " + context.lexicon.locate(record.entry), Tone::faint}});
  }
  detail::add_table(page, std::move(table));
}

}  // namespace

Page evidence_page(const ReportContext& context, EvidenceKey key, const Document& document, const DocumentAnalysis& result) {
  Page page;
  const bool axis = key.kind == EvidenceKey::Kind::axis;
  const bool intensity = axis && context.lexicon.axes[key.index].kind == AxisKind::intensity;
  detail::add_heading(page, fmt::format("{}: {}", detail::one_line(result.id), context.lexicon.name_of(key)));
  const Result found = result_of(result, key);
  if (found.position == nullptr) {
    detail::add_text(page, "undefined (no mention)", Tone::faint);
    return page;
  }
  page.blocks.push_back({PageBlock::Kind::text,
                         {{detail::position_text(*found.position, intensity), detail::tone_of(*found.position)},
                          {fmt::format("   evidence: {}, neutral mentions: {}, not counted: {}", found.n_evidence,
                                       found.n_neutral, found.n_not_counted)}},
                         {}});
  std::vector<detail::ShownRecord> counted;
  std::vector<detail::ShownRecord> others;
  for (const detail::ShownRecord& shown : detail::shown_records(context.lexicon, result, key))
    (shown.record->counted() ? counted : others).push_back(shown);
  std::stable_sort(counted.begin(), counted.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.contribution) > std::abs(b.contribution); });
  if (!counted.empty()) {
    add_records(page, context, document, result, counted, true);
    detail::add_text(page, intensity ? "Shares add up to rate / scale; the intensity is 1 − exp(−sum)." : "Shares add up to the position.",
                     Tone::faint);
  }
  if (!others.empty()) {
    detail::add_subheading(page, {{"Not counted", Tone::strong}});
    add_records(page, context, document, result, others, false);
  }
  return page;
}

}  // namespace stance
