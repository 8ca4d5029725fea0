// datetime.datetime, date, timedelta and timezone as values that the host can read and make.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DATETIME_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_DATETIME_H

#include <cstdint>
#include <optional>
#include <string>

#include "alembic/script/interpreter.h"

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
  std::optional<Value> compare(Interpreter& interpreter, Comparison operation, const Value& other) override;
  std::optional<bool> truth(Interpreter&) override { return microseconds != 0; }
  std::string repr(Interpreter&) override {
    return "datetime.timedelta(microseconds=" + std::to_string(microseconds) + ")";
  }
  std::optional<std::string> str(Interpreter&) override;
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
  std::string repr(Interpreter&) override;
  std::optional<std::string> str(Interpreter&) override { return iso(' '); }
  std::optional<std::string> format(Interpreter& interpreter, std::string_view specification) override;
  std::optional<std::size_t> hash(Interpreter&) override { return std::hash<std::int64_t>()(utc()); }
  bool key_equals(Interpreter& interpreter, const Value& other) override;
};

Value make_datetime(Interpreter& interpreter, std::int64_t local, std::optional<std::int64_t> offset = {},
                    bool date = false);
// ISO 8601 as fromisoformat() reads it; nothing when it is not.
std::optional<Value> parse_iso_datetime(Interpreter& interpreter, std::string_view text, bool date = false);

}  // namespace pycharter::alembic::script

#endif
