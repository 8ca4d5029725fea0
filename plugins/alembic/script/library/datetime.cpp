// datetime.datetime and date.
#include "alembic/script/library/datetime.h"

#include <algorithm>

#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

using namespace calendar;

Value make_datetime(Interpreter& in, std::int64_t local, std::optional<std::int64_t> offset, bool date) {
  if (local < earliest || local >= latest) in.raise("OverflowError", "date value out of range");
  return Value::adopt(in.heap().create<DateTime>(local, offset, date));
}

std::optional<Value> parse_iso_datetime(Interpreter& in, std::string_view text, bool date) {
  Clock c{};
  std::optional<std::int64_t> offset;
  if (!take_iso_date(text, c)) return std::nullopt;
  if (!text.empty()) {
    if (date || static_cast<unsigned char>(text.front()) >= 0x80) return std::nullopt;
    text.remove_prefix(1);
    if (!take_iso_time(text, c) || !take_iso_offset(text, offset) || !text.empty()) return std::nullopt;
  }
  const auto local = local_of(c);
  return local ? std::optional(make_datetime(in, *local, offset, date)) : std::nullopt;
}

std::string format_time(Interpreter& in, std::int64_t local, std::optional<std::int64_t> offset,
                        std::string_view pattern) {
  char unknown = 0;
  std::string text = calendar::format_time(local, offset, pattern, unknown);
  if (unknown != 0) in.raise("ValueError", std::string("strftime: %") + unknown + " cannot be used here");
  return text;
}

std::string iso_time(Interpreter& in, std::int64_t local, const Value& precision) {
  const std::string wanted = precision.defined() ? in.text(precision, "timespec") : "auto";
  if (auto text = time_text(clock_of(local), wanted)) return *text;
  in.raise("ValueError", "Unknown timespec value");
}

std::int64_t clock_argument(Interpreter& in, const Bindings& given, const Clock& old, std::size_t first,
                            std::size_t last) {
  static constexpr struct {
    const char* name;
    int Clock::*part;
    int from, to;
  } parts[] = {{"year", &Clock::year, 1, 9999},
               {"month", &Clock::month, 1, 12},
               {"day", &Clock::date, 1, 31},
               {"hour", &Clock::hours, 0, 23},
               {"minute", &Clock::minutes, 0, 59},
               {"second", &Clock::seconds, 0, 59},
               {"microsecond", &Clock::microseconds, 0, 999999}};
  Clock clock = old;
  for (std::size_t i = first; i < last; ++i) {
    if (!given.given(i - first)) continue;
    const std::int64_t value = in.integer(given[i - first], parts[i].name);
    if (value < parts[i].from || value > parts[i].to) {
      const std::string range = std::to_string(parts[i].from) + ".." + std::to_string(parts[i].to);
      in.raise("ValueError", i == 0   ? "year " + std::to_string(value) + " is out of range"
                             : i == 2 ? "day is out of range for month"
                                      : std::string(parts[i].name) + " must be in " + range);
    }
    clock.*parts[i].part = static_cast<int>(value);
  }
  if (const auto local = local_of(clock)) return *local;
  in.raise("ValueError", "day is out of range for month");
}

std::string DateTime::iso(char separator) const {
  const Clock c = clock_of(local);
  if (date) return date_text(c);
  return date_text(c) + separator + *time_text(c) + (offset ? offset_text(*offset, ":") : "");
}

std::string DateTime::repr(Interpreter& in) {
  const Clock c = clock_of(local);
  std::string text = std::string("datetime.") + (date ? "date(" : "datetime(") + std::to_string(c.year) +
                     ", " + std::to_string(c.month) + ", " + std::to_string(c.date);
  if (date) return text + ")";
  text += ", " + std::to_string(c.hours) + ", " + std::to_string(c.minutes);
  if (c.seconds != 0 || c.microseconds != 0) text += ", " + std::to_string(c.seconds);
  if (c.microseconds != 0) text += ", " + std::to_string(c.microseconds);
  return text + zone_argument(in, offset) + ")";
}

Value DateTime::type(Interpreter& in) const {
  return in.attribute(in.import_module("datetime"), date ? "date" : "datetime");
}

std::optional<std::string> DateTime::format(Interpreter& in, std::string_view specification) {
  return specification.empty() ? iso(' ') : format_time(in, local, offset, specification);
}

bool DateTime::key_equals(Interpreter&, const Value& other) {
  auto* right = host_cast<DateTime>(other);
  return right != nullptr && right->utc() == utc() && right->date == date &&
         right->offset.has_value() == offset.has_value();
}

namespace {

constexpr struct {
  std::string_view name;
  int Clock::*part;
} parts[] = {{"year", &Clock::year},
             {"month", &Clock::month},
             {"day", &Clock::date},
             {"hour", &Clock::hours},
             {"minute", &Clock::minutes},
             {"second", &Clock::seconds},
             {"microsecond", &Clock::microseconds}};

Value iso_format(Interpreter& in, const DateTime& d, Bindings& given) {
  if (d.date) return in.str(d.iso());
  const std::string separator = given.given(0) ? in.text(given[0], "sep") : "T";
  return in.str(date_text(clock_of(d.local)) + separator + iso_time(in, d.local, given[1]) +
                (d.offset ? offset_text(*d.offset, ":") : ""));
}

Value replaced(Interpreter& in, const DateTime& d, Bindings& given) {
  const std::int64_t local = clock_argument(in, given, clock_of(d.local));
  return make_datetime(in, local, given.given(7) ? zone_offset(in, given[7]) : d.offset, d.date);
}

Value iso_calendar(Interpreter& in, const DateTime& d, Bindings&) {
  const IsoWeek week = iso_week(d.local);
  return in.tuple({Value::integer(week.year), Value::integer(week.week), Value::integer(week.day)});
}

Value time_of(Interpreter& in, const DateTime& d, std::optional<std::int64_t> offset) {
  const std::int64_t rest = d.local - floor_div(d.local, day) * day;
  return Value::adopt(in.heap().create<TimeOfDay>(rest, offset));
}

constexpr const char* replaceable =
    "year=0, month=0, day=0, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, fold=0";

constexpr struct Method {
  std::string_view name;
  std::string_view parameters;
  bool of_date;
  Value (*code)(Interpreter&, const DateTime&, Bindings&);
} methods[] = {
    {"isoformat", "sep='T', timespec='auto'", true, iso_format},
    {"strftime", "format", true,
     [](Interpreter& in, const DateTime& d, Bindings& given) {
       return in.str(format_time(in, d.local, d.offset, in.text(given[0], "format")));
     }},
    {"weekday", "", true,
     [](Interpreter&, const DateTime& d, Bindings&) { return Value::integer(week_day(d.local)); }},
    {"isoweekday", "", true,
     [](Interpreter&, const DateTime& d, Bindings&) { return Value::integer(week_day(d.local) + 1); }},
    {"isocalendar", "", true, iso_calendar},
    {"toordinal", "", true,
     [](Interpreter&, const DateTime& d, Bindings&) {
       return Value::integer((floor_div(d.local, day) * day - earliest) / day + 1);
     }},
    {"ctime", "", true,
     [](Interpreter& in, const DateTime& d, Bindings&) {
       return in.str(format_time(in, d.local, d.offset, "%c"));
     }},
    {"replace", replaceable, true, replaced},
    {"timestamp", "", false,
     [](Interpreter&, const DateTime& d, Bindings&) {
       return Value::real(static_cast<double>(d.utc()) / 1e6);
     }},
    {"date", "", false,
     [](Interpreter& in, const DateTime& d, Bindings&) {
       return make_datetime(in, floor_div(d.local, day) * day, {}, true);
     }},
    {"time", "", false, [](Interpreter& in, const DateTime& d, Bindings&) { return time_of(in, d, {}); }},
    {"timetz", "", false,
     [](Interpreter& in, const DateTime& d, Bindings&) { return time_of(in, d, d.offset); }},
    {"utcoffset", "", false,
     [](Interpreter& in, const DateTime& d, Bindings&) {
       return d.offset ? make_delta(in, *d.offset) : Value::none();
     }},
    {"tzname", "", false,
     [](Interpreter& in, const DateTime& d, Bindings&) {
       return d.offset ? in.str(zone_name(*d.offset)) : Value::none();
     }},
    {"astimezone", "tz=None", false,
     [](Interpreter& in, const DateTime& d, Bindings& given) {
       const std::int64_t target = zone_offset(in, given[0]).value_or(0);  // the system's zone is UTC here
       return make_datetime(in, d.utc() + target, target);
     }},
};

}  // namespace

std::optional<Value> DateTime::attribute(Interpreter& in, std::string_view name) {
  const std::size_t count = date ? 3 : std::size(parts);
  const Clock c = clock_of(local);
  for (std::size_t i = 0; i < count; ++i)
    if (parts[i].name == name) return Value::integer(c.*parts[i].part);
  if (name == "tzinfo" && !date) return make_zone(in, offset);
  for (const Method& method : methods) {
    if (method.name != name || (date && !method.of_date)) continue;
    return make_native(in, std::string(name), method.parameters,
                       [self = Value::of(*this), code = method.code](Interpreter& i, Bindings& given) {
                         return code(i, *host_cast<DateTime>(self), given);
                       });
  }
  return std::nullopt;
}

std::optional<Value> DateTime::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                      bool reflected) {
  if (auto* delta = host_cast<TimeDelta>(other)) {
    if (operation != BinaryOperator::add && (operation != BinaryOperator::subtract || reflected))
      return std::nullopt;
    // A date moves by whole days.
    const std::int64_t by = date ? floor_div(delta->microseconds, day) * day : delta->microseconds;
    std::int64_t result = 0;
    if (operation == BinaryOperator::add ? __builtin_add_overflow(local, by, &result)
                                         : __builtin_sub_overflow(local, by, &result)) {
      in.raise("OverflowError", "date value out of range");
    }
    return make_datetime(in, result, offset, date);
  }
  auto* right = host_cast<DateTime>(other);
  if (right == nullptr || right->date != date || operation != BinaryOperator::subtract || reflected)
    return std::nullopt;
  if (offset.has_value() != right->offset.has_value())
    in.raise("TypeError", "can't subtract offset-naive and offset-aware datetimes");
  return make_delta(in, utc() - right->utc());
}

std::optional<Value> DateTime::compare(Interpreter& in, Comparison operation, const Value& other) {
  auto* right = host_cast<DateTime>(other);
  if (right == nullptr || right->date != date) return std::nullopt;
  if (offset.has_value() != right->offset.has_value()) return compare_mixed(in, operation, "datetimes");
  return ordered(operation, utc(), right->utc());
}

}  // namespace pycharter::alembic::script
