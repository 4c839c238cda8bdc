#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "detail/report_page.hpp"
#include "detail/report_structure.hpp"
#include "detail/report_reasons.hpp"

namespace stance {
namespace {

using detail::shortened;
using detail::unsigned_number;

constexpr std::size_t matrix_limit = 12;  ///< documents of a matrix on a page
constexpr std::size_t shown_pairs = 20;
constexpr std::size_t shown_reasons = 6;  ///< pairs with the words and axes behind their similarities
constexpr std::size_t shown_contrasts = 12;
constexpr std::size_t contrasts_per_axis = 2;  ///< on the page, so that one axis does not take it all
constexpr std::size_t context_width = 110;

std::string similarity(double value) { return std::isnan(value) ? "—" : unsigned_number(value); }

std::string with_interval(const Estimate& estimate) {
  if (std::isnan(estimate.value)) return "—";
  if (std::isnan(estimate.lower) || std::isnan(estimate.upper) || estimate.lower == estimate.upper) return unsigned_number(estimate.value);
  return fmt::format("{} [{}, {}]", unsigned_number(estimate.value), unsigned_number(estimate.lower), unsigned_number(estimate.upper));
}

void add_matrix(Page& page, const std::string& title, const std::vector<std::string>& ids, const Eigen::MatrixXd& values) {
  PageTable table;
  table.columns.push_back({title});
  for (std::size_t i = 0; i < ids.size(); ++i) table.columns.push_back({std::to_string(i + 1), Column::Align::right});
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::vector<Run> cells = {{fmt::format("{} {}", i + 1, detail::one_line(ids[i])), Tone::strong}};
    for (std::size_t j = 0; j < ids.size(); ++j) {
      const double value = values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
      cells.push_back(i == j ? Run{"·", Tone::faint} : Run{similarity(value), std::isnan(value) ? Tone::faint : Tone::plain});
    }
    table.rows.push_back(std::move(cells));
  }
  detail::add_table(page, std::move(table));
}

/// What analysts look for comes first.
int rank(Quarter quarter) {
  switch (quarter) {
    case Quarter::same_topic_opposite_stance: return 0;
    case Quarter::same_topic_same_stance: return 1;
    case Quarter::different_topic_same_stance: return 2;
    case Quarter::different_topic_opposite_stance: return 3;
    case Quarter::not_enough_evidence: return 4;
  }
  return 4;
}

std::string in_words(Quarter quarter) {
  switch (quarter) {
    case Quarter::same_topic_opposite_stance: return "same topic, opposite stance";
    case Quarter::same_topic_same_stance: return "same topic, same stance";
    case Quarter::different_topic_same_stance: return "different topic, same stance";
    case Quarter::different_topic_opposite_stance: return "different topic, opposite stance";
    case Quarter::not_enough_evidence: return "not enough evidence to tell";
  }
  return "not enough evidence to tell";
}

/// A document's id where there is little room.
std::string brief(const std::string& id) { return shortened(detail::one_line(id), 28); }

void add_pairs(Page& page, const Lexicon& lexicon, const Comparison& comparison) {
  std::vector<ComparedPair> order = comparison.pairs;
  std::stable_sort(order.begin(), order.end(),
                   [](const ComparedPair& x, const ComparedPair& y) { return rank(x.quarter) < rank(y.quarter); });
  std::array<std::size_t, 5> counts{};
  for (const ComparedPair& pair : order) ++counts[static_cast<std::size_t>(rank(pair.quarter))];
  if (order.size() > shown_pairs) order.resize(shown_pairs);
  PageTable table;
  table.columns = {{"a"},
                   {"b"},
                   {"topic similarity", Column::Align::right},
                   {"stance similarity", Column::Align::right},
                   {"shared axes", Column::Align::right},
                   {"reading"}};
  for (const ComparedPair& pair : order) {
    const Tone tone = pair.quarter == Quarter::not_enough_evidence          ? Tone::faint
                      : pair.quarter == Quarter::same_topic_opposite_stance ? Tone::negative
                                                                            : Tone::plain;
    table.rows.push_back({{brief(comparison.ids[pair.a]), Tone::strong},
                          {brief(comparison.ids[pair.b]), Tone::strong},
                          {with_interval(pair.topic)},
                          {with_interval(pair.stance)},
                          {std::to_string(pair.n_shared_axes)},
                          {in_words(pair.quarter), tone}});
  }
  detail::add_heading(page, "Pairs: topic × stance");
  detail::add_table(page, std::move(table));
  if (comparison.pairs.size() > shown_pairs) {
    detail::add_text(page, fmt::format("{} of {} pairs. Of all: {} same topic and opposite stance, {} same topic and same stance, {} "
                                       "different topic and same stance, {} "
                                       "different topic and opposite stance, {} not enough evidence.",
                                       shown_pairs, comparison.pairs.size(), counts[0], counts[1], counts[2], counts[3], counts[4]));
  }
  detail::add_text(page,
                   fmt::format("Cut-offs: topic {:g}, stance {:g}; a pair is placed only where both intervals ({:g} %) lie on one side. "
                               "Conventions, not estimates.",
                               comparison.quarters.topic_cut, comparison.quarters.stance_cut, comparison.level * 100.0),
                   Tone::faint);
  if (!comparison.reasons) return;
  detail::add_heading(page, "Close because, apart because");
  if (order.size() > shown_reasons) order.resize(shown_reasons);
  for (const ComparedPair& pair : order) detail::add_reasons(page, lexicon, comparison, pair);
  detail::add_text(page,
                   fmt::format("What each word adds to the topic similarity, or to what is missing to 1; what each axis adds to the stance "
                               "similarity. The first {} "
                               "pairs; --format json has all.",
                               order.size()),
                   Tone::faint);
}

const Position& position_of(const DocumentAnalysis& document, std::uint32_t axis) {
  return std::find_if(document.axes.begin(), document.axes.end(), [axis](const AxisResult& r) { return r.axis == axis; })->position;
}

void add_contrasts(Page& page, const ReportContext& context, const Corpus& corpus, const Analysis& analysis, const Comparison& comparison) {
  if (comparison.contrasts.empty()) return;
  detail::add_heading(page, "Contrasts");
  const auto quote = [&](const Contrast& contrast, const EvidenceRef& reference) {
    const DocumentAnalysis& result = analysis.documents[reference.document];
    const Record& record = result.evidence.axes[contrast.axis][reference.record];
    detail::add_quotation(page, shortened(detail::one_line(result.id), 24),
                          detail::context_of(detail::document_of(corpus, result), result, record, context_width), reference.contribution,
                          context.lexicon.locate(record.entry));
  };
  std::map<std::uint32_t, std::size_t> shown_of;
  std::size_t shown = 0;
  for (const Contrast& contrast : comparison.contrasts) {
    if (shown == shown_contrasts) break;
    if (++shown_of[contrast.axis] > contrasts_per_axis) continue;
    ++shown;
    const bool intensity = context.lexicon.axes[contrast.axis].kind == AxisKind::intensity;
    const Position& a = position_of(analysis.documents[contrast.a], contrast.axis);
    const Position& b = position_of(analysis.documents[contrast.b], contrast.axis);
    detail::add_subheading(page, {{context.lexicon.axes[contrast.axis].key, Tone::strong},
                                  {": " + brief(comparison.ids[contrast.a]) + " "},
                                  {detail::position_text(a, intensity), detail::tone_of(a)},
                                  {", " + brief(comparison.ids[contrast.b]) + " "},
                                  {detail::position_text(b, intensity), detail::tone_of(b)},
                                  {contrast.intervals_apart ? "" : "  intervals overlap", Tone::faint}});
    for (const QuotationPair& pair : contrast.quotations) {
      if (pair.a) quote(contrast, *pair.a);
      if (pair.b) quote(contrast, *pair.b);
    }
  }
  if (comparison.n_contrasts > shown)
    detail::add_text(page,
                     fmt::format("{} of {} contrasts, at most {} of each axis; --format json has more.", shown, comparison.n_contrasts,
                                 contrasts_per_axis),
                     Tone::faint);
}

}  // namespace

Page comparison_page(const ReportContext& context, const Corpus& corpus, const Analysis& analysis, const Comparison& comparison) {
  ScorePage scores(context);
  for (const DocumentAnalysis& result : analysis.documents) scores.add(detail::document_of(corpus, result), result);
  Page page = scores.finish(analysis.diagnostics);
  if (analysis.documents.size() < 2) {
    detail::add_text(page, "There is nothing to compare: give two documents or more.");
    return page;
  }
  if (comparison.full && comparison.ids.size() <= matrix_limit) {
    detail::add_heading(page, "Similarities, 0 to 1");
    add_matrix(page, "topic", comparison.ids, comparison.topic);
    add_matrix(page, "stance", comparison.ids, comparison.stance.values);
  }
  add_pairs(page, context.lexicon, comparison);
  detail::add_structures(page, comparison);
  add_contrasts(page, context, corpus, analysis, comparison);
  detail::add_heading(page, "Method");
  detail::add_text(page, "Topic similarity: " + comparison.topic_method + ".", Tone::faint);
  detail::add_text(page, "Stance similarity: " + comparison.stance_method + ".", Tone::faint);
  for (const std::string& note : comparison.notes) detail::add_text(page, note + ".", Tone::faint);
  return page;
}

}  // namespace stance
