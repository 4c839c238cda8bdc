#pragma once
/// @file date.hpp
/// Days, months and years, as document variables hold them.

#include <optional>
#include <string>
#include <string_view>

namespace stance {

/// A day, a month or a year of the Gregorian calendar.
struct Date {
  int year = 1;
  int month = 0;  ///< 1 … 12; 0: a whole year
  int day = 0;    ///< 1 … 31; 0: a whole month or year

  /// The middle of the day, month or year as a year with decimals: 2004 is 2004.5, since a text of that year may be of any of its days.
  [[nodiscard]] double middle() const noexcept;
  /// ISO 8601, as precise as it is known.
  [[nodiscard]] std::string to_string() const;
  friend bool operator==(const Date&, const Date&) = default;
};
/// ISO 8601 in its extended form: "2004", "2004-05", "2004-05-17", of the years 0001 to 9999. A time of day behind "T" or a blank ("2004-05-17T09:30:00Z",
/// "2004-05-17 00:00:00") is checked and not used. Nothing for all else, also for days that there are not.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text) noexcept;

}  // namespace stance
