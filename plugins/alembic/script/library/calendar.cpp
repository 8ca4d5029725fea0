#include "alembic/script/library/calendar.h"

#include <chrono>
#include <cstdio>

namespace pycharter::alembic::script::calendar {

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::int64_t round_div(Wide a, Wide b) {
  if (b < 0) {
    a = -a;
    b = -b;
  }
  Wide whole = a / b;
  if (whole * b > a) --whole;
  const Wide twice = (a - whole * b) * 2;
  if (twice > b || (twice == b && whole % 2 != 0)) ++whole;
  return static_cast<std::int64_t>(whole);
}

Clock clock_of(std::int64_t local) {
  const std::int64_t days = floor_div(local, day), rest = local - days * day;
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
  return {int(ymd.year()),         int(unsigned(ymd.month())), int(unsigned(ymd.day())), int(rest / hour),
          int(rest / minute % 60), int(rest / second % 60),    int(rest % second)};
}

std::optional<std::int64_t> local_of(const Clock& c) {
  if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12 || c.date < 1 || c.date > 31)
    return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{c.year},
                                        std::chrono::month{static_cast<unsigned>(c.month)},
                                        std::chrono::day{static_cast<unsigned>(c.date)}};
  const bool valid = ymd.ok() && c.hours >= 0 && c.hours < 24 && c.minutes >= 0 && c.minutes < 60 &&
                     c.seconds >= 0 && c.seconds < 60 && c.microseconds >= 0 && c.microseconds < second;
  if (!valid) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{ymd}.time_since_epoch().count();
  return days * day + c.hours * hour + c.minutes * minute + c.seconds * second + c.microseconds;
}

int week_day(std::int64_t local) {
  return static_cast<int>(((floor_div(local, day) + 3) % 7 + 7) % 7);
}

int day_of_year(std::int64_t local) {
  const std::int64_t first = *local_of({clock_of(local).year, 1, 1, 0, 0, 0, 0});
  return static_cast<int>((local - first) / day) + 1;
}

IsoWeek iso_week(std::int64_t local) {
  const int from_monday = week_day(local);
  // The week belongs to the year of its Thursday.
  const std::int64_t thursday = local + (3 - from_monday) * day;
  return {clock_of(thursday).year, (day_of_year(thursday) - 1) / 7 + 1, from_monday + 1};
}

std::string digits(std::int64_t value, int width) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%0*lld", width, static_cast<long long>(value));
  return buffer;
}

std::string offset_text(std::int64_t offset, const char* separator) {
  const std::int64_t size = offset < 0 ? -offset : offset;
  std::string text =
      (offset < 0 ? "-" : "+") + digits(size / hour, 2) + separator + digits(size / minute % 60, 2);
  if (size % minute != 0) text += separator + digits(size / second % 60, 2);
  if (size % second != 0) text += "." + digits(size % second, 6);
  return text;
}

std::string zone_name(std::int64_t offset) {
  return offset == 0 ? "UTC" : "UTC" + offset_text(offset, ":");
}

std::string date_text(const Clock& c) {
  return digits(c.year, 4) + "-" + digits(c.month, 2) + "-" + digits(c.date, 2);
}

std::optional<std::string> time_text(const Clock& c, std::string_view precision) {
  std::string text = digits(c.hours, 2);
  if (precision == "hours") return text;
  text += ":" + digits(c.minutes, 2);
  if (precision == "minutes") return text;
  text += ":" + digits(c.seconds, 2);
  if (precision == "seconds") return text;
  if (precision == "milliseconds") return text + "." + digits(c.microseconds / 1000, 3);
  if (precision == "microseconds") return text + "." + digits(c.microseconds, 6);
  if (precision != "auto") return std::nullopt;
  return c.microseconds == 0 ? text : text + "." + digits(c.microseconds, 6);
}

namespace {

// Takes a fixed number of digits.
bool take_digits(std::string_view& text, std::size_t count, int& value) {
  if (text.size() < count) return false;
  int read = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    read = read * 10 + (text[i] - '0');
  }
  value = read;
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Digits behind a point, as microseconds; more than six are cut.
bool take_fraction(std::string_view& text, int& microseconds) {
  int scale = 100'000, one = 0;
  if (!take_digits(text, 1, one)) return false;
  microseconds = 0;
  do {
    microseconds += one * scale;
    scale /= 10;
  } while (take_digits(text, 1, one));
  return true;
}

}  // namespace

bool take_iso_date(std::string_view& text, Clock& c) {
  if (!take_digits(text, 4, c.year)) return false;
  const bool extended = take(text, '-');
  return take_digits(text, 2, c.month) && (!extended || take(text, '-')) && take_digits(text, 2, c.date);
}

bool take_iso_time(std::string_view& text, Clock& c) {
  if (!take_digits(text, 2, c.hours)) return false;
  const bool extended = take(text, ':');
  if (!take_digits(text, 2, c.minutes)) return !extended;
  if (extended && !take(text, ':')) return true;
  if (!take_digits(text, 2, c.seconds)) return !extended;
  return (!take(text, '.') && !take(text, ',')) || take_fraction(text, c.microseconds);
}

bool take_iso_offset(std::string_view& text, std::optional<std::int64_t>& offset) {
  if (text.empty()) return true;
  if (take(text, 'Z')) {
    offset = 0;
    return true;
  }
  const bool negative = text.front() == '-';
  if (!negative && text.front() != '+') return false;
  text.remove_prefix(1);
  Clock c{};
  if (!take_iso_time(text, c) || c.hours > 23 || c.minutes > 59 || c.seconds > 59) return false;
  offset = (negative ? -1 : 1) * (c.hours * hour + c.minutes * minute + c.seconds * second + c.microseconds);
  return true;
}

}  // namespace pycharter::alembic::script::calendar
