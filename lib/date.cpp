#include "stance/date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace stance {
namespace {

bool leap(int year) noexcept { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_of(int year, int month) noexcept {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

/// Takes exactly `digits` digits off the front.
std::optional<int> number(std::string_view& text, std::size_t digits) noexcept {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + digits, value);
  if (fault != std::errc() || end != text.data() + digits || text.front() == '-') return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) noexcept {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// "hh:mm" with hh below `hours`.
bool take_clock(std::string_view& text, int hours) noexcept {
  const auto hour = number(text, 2);
  if (!hour || *hour >= hours || !take(text, ':')) return false;
  const auto minute = number(text, 2);
  return minute && *minute < 60;
}

/// The rest of a time stamp: "09:30", "09:30:00", "09:30:00.125", each with "Z", "+04:00" or nothing.
bool is_time_of_day(std::string_view text) noexcept {
  if (!take_clock(text, 24)) return false;
  if (take(text, ':')) {
    const auto second = number(text, 2);
    if (!second || *second > 60) return false;
    if (take(text, '.')) {
      const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
      if (digits == 0) return false;
      text.remove_prefix(digits);
    }
  }
  if (text.empty()) return true;
  if (take(text, 'Z')) return text.empty();
  return (take(text, '+') || take(text, '-')) && take_clock(text, 24) && text.empty();
}

}  // namespace

double Date::middle() const noexcept {
  if (month == 0) return year + 0.5;
  int before = 0;
  for (int m = 1; m < month; ++m) before += days_of(year, m);
  const double at = day == 0 ? before + days_of(year, month) / 2.0 : before + day - 0.5;
  return year + at / (leap(year) ? 366.0 : 365.0);
}

std::string Date::to_string() const {
  if (month == 0) return fmt::format("{:04}", year);
  if (day == 0) return fmt::format("{:04}-{:02}", year, month);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<Date> parse_date(std::string_view text) noexcept {
  Date date;
  const auto year = number(text, 4);
  if (!year || *year == 0) return std::nullopt;
  date.year = *year;
  if (text.empty()) return date;
  if (!take(text, '-')) return std::nullopt;
  const auto month = number(text, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  date.month = *month;
  if (text.empty()) return date;
  if (!take(text, '-')) return std::nullopt;
  const auto day = number(text, 2);
  if (!day || *day < 1 || *day > days_of(date.year, date.month)) return std::nullopt;
  date.day = *day;
  if (text.empty() || ((take(text, 'T') || take(text, ' ')) && is_time_of_day(text))) return date;
  return std::nullopt;
}

}  // namespace stance
