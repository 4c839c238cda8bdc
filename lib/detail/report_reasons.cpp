#include "detail/report_reasons.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace stance::detail {
namespace {

constexpr std::size_t shown_axes = 3;
constexpr double smallest_shown = 0.005;  ///< shares that would be written 0.00

std::string feature_of(const Comparison& comparison, const TermShare& term) { return one_line((*comparison.features)[term.feature]); }

Json term_list(const Comparison& comparison, const std::vector<TermShare>& terms, double TermShare::*share) {
  Json out = Json::array();
  for (const TermShare& term : terms) {
    out.push_back({{"feature", std::string((*comparison.features)[term.feature])},
                   {"share", number(term.*share)},
                   {"more_in", term.side > 0   ? "a"
                               : term.side < 0 ? "b"
                                               : "neither"}});
  }
  return out;
}

/// Axes by what they add, most first.
std::vector<AxisShare> sorted(const std::vector<AxisShare>& axes, double AxisShare::*share) {
  std::vector<AxisShare> out = axes;
  std::sort(out.begin(), out.end(),
            [share](const AxisShare& x, const AxisShare& y) { return x.*share != y.*share ? x.*share > y.*share : x.axis < y.axis; });
  return out;
}

std::string words(const Comparison& comparison, const std::vector<TermShare>& terms, double TermShare::*share, int side) {
  std::vector<std::string> out;
  for (const TermShare& term : terms) {
    if (side == 0 || term.side == side) out.push_back(fmt::format("{} {:.3f}", feature_of(comparison, term), term.*share));
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string axes(const Lexicon& lexicon, const ComparedPair& pair, double AxisShare::*share) {
  std::vector<std::string> out;
  for (const AxisShare& axis : sorted(pair.axes, share)) {
    if (out.size() == shown_axes || axis.*share < smallest_shown) break;
    out.push_back(fmt::format("{} {}", lexicon.axes[axis.axis].key, unsigned_number(axis.*share)));
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string brief(const std::string& id) { return shortened(one_line(id), 28); }

}  // namespace

Json terms_record(const Comparison& comparison, const ComparedPair& pair) {
  return {{"close", term_list(comparison, pair.close_terms, &TermShare::close)},
          {"apart", term_list(comparison, pair.apart_terms, &TermShare::apart)}};
}

Json axes_record(const Lexicon& lexicon, const ComparedPair& pair) {
  Json out = Json::array();
  for (const AxisShare& axis : pair.axes) {
    out.push_back({{"axis", lexicon.axes[axis.axis].key},
                   {"weight", number(axis.weight)},
                   {"difference", number(axis.difference)},
                   {"close", number(axis.close)},
                   {"apart", number(axis.apart)}});
  }
  return out;
}

void add_reasons(Page& page, const Lexicon& lexicon, const Comparison& comparison, const ComparedPair& pair) {
  if (pair.close_terms.empty() && pair.apart_terms.empty() && pair.axes.empty()) return;
  const std::string a = brief(comparison.ids[pair.a]);
  const std::string b = brief(comparison.ids[pair.b]);
  add_subheading(page, {{a, Tone::strong}, {" and "}, {b, Tone::strong}});
  const auto add = [&](const char* label, const std::string& text) {
    if (!text.empty()) page.blocks.push_back({PageBlock::Kind::quotation, {{label, Tone::faint}, {text}}, {}});
  };
  add("topic close because of  ", words(comparison, pair.close_terms, &TermShare::close, 0));
  const std::string in_a = words(comparison, pair.apart_terms, &TermShare::apart, 1);
  const std::string in_b = words(comparison, pair.apart_terms, &TermShare::apart, -1);
  add("topic apart because of  ",
      fmt::format("{}{}{}", in_a.empty() ? "" : fmt::format("in {}: {}", a, in_a), in_a.empty() || in_b.empty() ? "" : "; ",
                  in_b.empty() ? "" : fmt::format("in {}: {}", b, in_b)));
  add("stance close because of  ", axes(lexicon, pair, &AxisShare::close));
  add("stance apart because of  ", axes(lexicon, pair, &AxisShare::apart));
}

}  // namespace stance::detail
