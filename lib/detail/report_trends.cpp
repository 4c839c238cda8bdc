#include "detail/report_trends.hpp"

#include <algorithm>

namespace stance::detail {

std::string date_of(const AxisSeries& series, double time) {
  const auto found =
      std::lower_bound(series.times.begin(), series.times.end(), time, [](const TimePoint& p, double t) { return p.time < t; });
  if (found == series.times.end()) return {};
  return series.dates[static_cast<std::size_t>(found - series.times.begin())];
}

Estimate smoothed_at(const AxisSeries& series, std::size_t place) {
  if (series.smooth.places.size() != series.times.size() || series.smooth.places[place].time != series.times[place].time)
    return undefined_estimate();
  return series.smooth.places[place].value;
}

}  // namespace stance::detail
