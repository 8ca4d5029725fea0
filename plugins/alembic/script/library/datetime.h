// datetime.datetime, date, time, timedelta and timezone as values that the host can read and make.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DATETIME_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DATETIME_H

#include <cstdint>
#include <optional>
#include <string>

#include "alembic/script/interpreter.h"
#include "alembic/script/library/calendar.h"

namespace pycharter::alembic::script {

// Microseconds; of any sign.
class TimeDelta final : public HostObject {
 public:
  explicit TimeDelta(std::int64_t size) : microseconds(size) {}
  const std::int64_t microseconds;
  std::string type_name() const override { return "timedelta"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::optional<Value> binary(Interpreter& interpreter, BinaryOperator operation, const Value& other,
                              bool reflected) override;
  std::optional<Value> unary(Interpreter& interpreter, UnaryOperator operation) override;
  std::optional<Value> compare(Interpreter& interpreter, Comparison operation, const Value& other) override;
  std::optional<bool> truth(Interpreter&) override { return microseconds != 0; }
  std::string repr(Interpreter&) override;
  std::optional<std::string> str(Interpreter&) override;
  std::optional<std::size_t> hash(Interpreter&) override { return std::hash<std::int64_t>()(microseconds); }
  bool key_equals(Interpreter& interpreter, const Value& other) override;
};

// A fixed distance from UTC.
class TimeZone final : public HostObject {
 public:
  explicit TimeZone(std::int64_t from_utc, std::string called = {})
      : offset(from_utc), name(std::move(called)) {}
  const std::int64_t offset;  // microseconds
  const std::string name;     // empty: made of the offset
  std::string type_name() const override { return "timezone"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::optional<Value> compare(Interpreter& interpreter, Comparison operation, const Value& other) override;
  std::string repr(Interpreter& interpreter) override;
  std::optional<std::string> str(Interpreter&) override;
  std::optional<std::size_t> hash(Interpreter&) override { return std::hash<std::int64_t>()(offset); }
  bool key_equals(Interpreter& interpreter, const Value& other) override;
};

// A time of day.
class TimeOfDay final : public HostObject {
 public:
  TimeOfDay(std::int64_t since_midnight, std::optional<std::int64_t> from_utc)
      : local(since_midnight), offset(from_utc) {}
  const std::int64_t local;                  // microseconds since midnight
  const std::optional<std::int64_t> offset;  // from UTC, microseconds; none: naive
  std::string type_name() const override { return "time"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::optional<Value> compare(Interpreter& interpreter, Comparison operation, const Value& other) override;
  std::string repr(Interpreter& interpreter) override;
  std::optional<std::string> str(Interpreter&) override;
  std::optional<std::string> format(Interpreter& interpreter, std::string_view specification) override;
  std::optional<std::size_t> hash(Interpreter&) override {
    return std::hash<std::int64_t>()(local - offset.value_or(0));
  }
  bool key_equals(Interpreter& interpreter, const Value& other) override;
};

// A moment of the proleptic Gregorian calendar, years 1 to 9999: datetime, and date (time of day is then
// zero).
class DateTime final : public HostObject {
 public:
  DateTime(std::int64_t clock, std::optional<std::int64_t> from_utc, bool day_only)
      : local(clock), offset(from_utc), date(day_only) {}
  const std::int64_t local;                  // microseconds since 1970-01-01 00:00 of the same clock
  const std::optional<std::int64_t> offset;  // from UTC, microseconds; none: naive
  const bool date;
  std::int64_t utc() const { return local - offset.value_or(0); }
  std::string iso(char separator = 'T') const;

  std::string type_name() const override { return date ? "date" : "datetime"; }
  Value type(Interpreter& interpreter) const override;
  std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
  std::optional<Value> binary(Interpreter& interpreter, BinaryOperator operation, const Value& other,
                              bool reflected) override;
  std::optional<Value> compare(Interpreter& interpreter, Comparison operation, const Value& other) override;
  std::string repr(Interpreter& interpreter) override;
  std::optional<std::string> str(Interpreter&) override { return iso(' '); }
  std::optional<std::string> format(Interpreter& interpreter, std::string_view specification) override;
  std::optional<std::size_t> hash(Interpreter&) override { return std::hash<std::int64_t>()(utc()); }
  bool key_equals(Interpreter& interpreter, const Value& other) override;
};

Value make_delta(Interpreter& interpreter, std::int64_t microseconds);
Value make_zone(Interpreter& interpreter, std::optional<std::int64_t> offset);  // None without one
// Of a tzinfo argument; raises TypeError.
std::optional<std::int64_t> zone_offset(Interpreter& interpreter, const Value& zone);
// A Python comparison's answer for two counts.
Value ordered(Comparison operation, std::int64_t left, std::int64_t right);
// What naive and aware values have in common: == is false, an order is a TypeError that names `things`.
Value compare_mixed(Interpreter& interpreter, Comparison operation, const char* things);
// "tzinfo=datetime.timezone.utc" behind a comma, or nothing.
std::string zone_argument(Interpreter& interpreter, std::optional<std::int64_t> offset);
std::string format_time(Interpreter& interpreter, std::int64_t local, std::optional<std::int64_t> offset,
                        std::string_view pattern);
std::string iso_time(Interpreter& interpreter, std::int64_t local, const Value& precision);
// The first seven arguments are year, month, …, microsecond, those left out as in `clock`. Raises ValueError.
std::int64_t clock_argument(Interpreter& interpreter, const Bindings& given, const calendar::Clock& clock,
                            std::size_t first = 0, std::size_t last = 7);

Value make_datetime(Interpreter& interpreter, std::int64_t local, std::optional<std::int64_t> offset = {},
                    bool date = false);
// ISO 8601 as fromisoformat() reads it; nothing when it is not.
std::optional<Value> parse_iso_datetime(Interpreter& interpreter, std::string_view text, bool date = false);

}  // namespace pycharter::alembic::script

#endif
