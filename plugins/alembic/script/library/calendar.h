// Moments as counts of microseconds, and their text.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_CALENDAR_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_CALENDAR_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pycharter::alembic::script::calendar {

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
// Years 1 to 9999, in microseconds since 1970; `latest` is past the end.
constexpr std::int64_t earliest = -62135596800LL * second, latest = 253402300800LL * second;

__extension__ using Wide = __int128;

struct Clock {
  int year, month, date, hours, minutes, seconds, microseconds;
};

std::int64_t floor_div(std::int64_t a, std::int64_t b);
// To the nearest whole, halves to the even one; `b` is not 0.
std::int64_t round_div(Wide a, Wide b);

Clock clock_of(std::int64_t local);
std::optional<std::int64_t> local_of(const Clock& clock);  // nothing when a part is out of range
int week_day(std::int64_t local);                          // Monday is 0
int day_of_year(std::int64_t local);                       // from 1
struct IsoWeek {
  int year, week, day;  // Monday is 1
};
IsoWeek iso_week(std::int64_t local);

std::string digits(std::int64_t value, int width);
std::string offset_text(std::int64_t offset, const char* separator);  // "+02:00"
std::string zone_name(std::int64_t offset);                           // "UTC", "UTC+02:00"
std::string date_text(const Clock& clock);
// Of one of isoformat()'s timespecs; nothing for another word.
std::optional<std::string> time_text(const Clock& clock, std::string_view precision = "auto");

// What a directive cannot write here is answered with its letter in `unknown`.
std::string format_time(std::int64_t local, std::optional<std::int64_t> offset, std::string_view pattern,
                        char& unknown);

struct ParsedTime {
  Clock clock{1900, 1, 1, 0, 0, 0, 0};
  std::optional<std::int64_t> offset;
};
enum class ParseEnd : std::uint8_t { good, no_match, text_remains, unknown_directive };
// As datetime.strptime() reads it; `text` is left with what remains.
ParseEnd parse_time(std::string_view& text, std::string_view pattern, ParsedTime& result);

// ISO 8601, extended or basic, as fromisoformat() takes it: each takes what it reads off `text`.
bool take_iso_date(std::string_view& text, Clock& clock);
bool take_iso_time(std::string_view& text, Clock& clock);
bool take_iso_offset(std::string_view& text, std::optional<std::int64_t>& offset);

}  // namespace pycharter::alembic::script::calendar

#endif
