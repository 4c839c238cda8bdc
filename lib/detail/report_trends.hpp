#pragma once
/// @file report_trends.hpp
/// What the formats of trends share.

#include <cmath>
#include <string>

#include "detail/report_common.hpp"
#include "stance/report_trends.hpp"

namespace stance::detail {

/// Date of a time on a series, as written. @pre it is one of its times
[[nodiscard]] std::string date_of(const AxisSeries& series, double time);

/// Value of the smooth line at a place of the times; undefined where there is no line or it was asked for at other places.
[[nodiscard]] Estimate smoothed_at(const AxisSeries& series, std::size_t place);

[[nodiscard]] inline bool is_intensity(const Lexicon& lexicon, std::uint32_t axis) {
  return lexicon.axes[axis].kind == AxisKind::intensity;
}

}  // namespace stance::detail
