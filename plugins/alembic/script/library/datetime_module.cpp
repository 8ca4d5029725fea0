// The modules datetime and zoneinfo: constructors and what classes give.
#include <cmath>

#include "alembic/script/library/datetime.h"
#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

using namespace calendar;

namespace {

constexpr Clock midnight{1970, 1, 1, 0, 0, 0, 0};

std::int64_t now(Interpreter& in) {
  if (!in.host().now_microseconds)
    in.raise("RuntimeError", "the time is not available here: no clock was given");
  return in.host().now_microseconds();
}

Value construct_datetime(Interpreter& in, const Arguments& arguments) {
  static const Signature signature(
      "datetime", "year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0");
  const Bindings given = signature.bind(in, arguments);
  return make_datetime(in, clock_argument(in, given, midnight), zone_offset(in, given[7]));
}

Value construct_date(Interpreter& in, const Arguments& arguments) {
  static const Signature signature("date", "year, month, day");
  const Bindings given = signature.bind(in, arguments);
  return make_datetime(in, clock_argument(in, given, midnight, 0, 3), {}, true);
}

Value construct_time(Interpreter& in, const Arguments& arguments) {
  static const Signature signature("time",
                                   "hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0");
  const Bindings given = signature.bind(in, arguments);
  return Value::adopt(
      in.heap().create<TimeOfDay>(clock_argument(in, given, midnight, 3), zone_offset(in, given[4])));
}

Value construct_delta(Interpreter& in, const Arguments& arguments) {
  static const Signature signature(
      "timedelta", "days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0");
  static constexpr std::int64_t units[] = {day, second, 1, 1000, minute, hour, 7 * day};
  const Bindings given = signature.bind(in, arguments);
  double total = 0;
  Wide exact = 0;
  double parts = 0;  // below a microsecond
  for (std::size_t i = 0; i < std::size(units); ++i) {
    if (!given.given(i)) continue;
    const Value& number = unwrap(given[i]);
    if (!is_number(number))
      in.raise("TypeError", "unsupported type for timedelta component: " + in.type_name(number));
    total += to_real(in, number) * static_cast<double>(units[i]);
    if (!(total > -8e18 && total < 8e18)) in.raise("OverflowError", "the timedelta is too large");
    if (number.is_int()) {
      exact += static_cast<Wide>(number.as_int()) * units[i];
      continue;
    }
    double whole = 0;
    const double rest = std::modf(to_real(in, number), &whole) * static_cast<double>(units[i]);
    exact += static_cast<Wide>(whole) * units[i];
    double more = 0;
    parts += std::modf(rest, &more);
    exact += static_cast<Wide>(more);
  }
  exact += static_cast<Wide>(std::nearbyint(parts));
  return make_delta(in, static_cast<std::int64_t>(exact));
}

Value construct_zone(Interpreter& in, const Arguments& arguments) {
  static const Signature signature("timezone", "offset, name=''");
  const Bindings given = signature.bind(in, arguments);
  auto* delta = host_cast<TimeDelta>(given[0]);
  if (delta == nullptr) in.raise("TypeError", "timezone() argument 1 must be datetime.timedelta");
  if (delta->microseconds <= -day || delta->microseconds >= day)
    in.raise(
        "ValueError",
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not " +
            delta->repr(in) + ".");
  return Value::adopt(in.heap().create<TimeZone>(delta->microseconds,
                                                 given.given(1) ? in.text(given[1], "name") : std::string()));
}

Value from_iso(Interpreter& in, Bindings& given, bool date) {
  const std::string text = in.text(given[0], "fromisoformat: argument");
  if (auto value = parse_iso_datetime(in, text, date)) return *value;
  in.raise("ValueError", "Invalid isoformat string: " + in.to_repr(given[0]));
}

Value time_from_iso(Interpreter& in, Bindings& given) {
  const std::string all = in.text(given[0], "fromisoformat: argument");
  std::string_view text = all;
  if (text.starts_with('T')) text.remove_prefix(1);
  Clock c = midnight;
  std::optional<std::int64_t> offset;
  const bool read = take_iso_time(text, c) && take_iso_offset(text, offset) && text.empty();
  const auto local = read ? local_of(c) : std::nullopt;
  if (!local) in.raise("ValueError", "Invalid isoformat string: " + in.to_repr(given[0]));
  return Value::adopt(in.heap().create<TimeOfDay>(*local, offset));
}

Value from_timestamp(Interpreter& in, Bindings& given) {
  const double seconds = to_real(in, unwrap(given[0]));
  if (!(seconds > -6.2e10 && seconds < 2.5e11)) in.raise("ValueError", "year is out of range");
  const auto utc = static_cast<std::int64_t>(std::nearbyint(seconds * 1e6));
  const auto offset = zone_offset(in, given[1]);
  return make_datetime(in, utc + offset.value_or(0), offset);
}

Value from_pattern(Interpreter& in, Bindings& given) {
  const std::string all = in.text(given[0], "strptime() argument 1"),
                    pattern = in.text(given[1], "strptime() argument 2");
  std::string_view text = all;
  ParsedTime parsed;
  switch (parse_time(text, pattern, parsed)) {
    case ParseEnd::good:
      break;
    case ParseEnd::no_match:
      in.raise("ValueError",
               "time data " + in.to_repr(given[0]) + " does not match format " + in.to_repr(given[1]));
    case ParseEnd::text_remains:
      in.raise("ValueError", "unconverted data remains: " + std::string(text));
    case ParseEnd::unknown_directive:
      in.raise("ValueError",
               "the format " + in.to_repr(given[1]) + " has a directive that is not known here");
  }
  const auto local = local_of(parsed.clock);
  if (!local) in.raise("ValueError", "day is out of range for month");
  return make_datetime(in, *local, parsed.offset);
}

Value combined(Interpreter& in, Bindings& given) {
  auto* date = host_cast<DateTime>(given[0]);
  auto* time = host_cast<TimeOfDay>(given[1]);
  if (date == nullptr) in.raise("TypeError", "combine() argument 1 must be datetime.date");
  if (time == nullptr) in.raise("TypeError", "combine() argument 2 must be datetime.time");
  return make_datetime(in, floor_div(date->local, day) * day + time->local,
                       given.given(2) ? zone_offset(in, given[2]) : time->offset);
}

template <bool date>
Value from_ordinal(Interpreter& in, Bindings& given) {
  const std::int64_t ordinal = in.integer(given[0], "ordinal");
  if (ordinal < 1 || ordinal > 3652059) in.raise("ValueError", "ordinal must be >= 1");
  return make_datetime(in, earliest + (ordinal - 1) * day, {}, date);
}

void fill_date(Interpreter& in, Class& date) {
  define_static(in, date, "today", "", [](Interpreter& i, Bindings&) {
    return make_datetime(i, floor_div(now(i), day) * day, {}, true);
  });
  define_static(in, date, "fromisoformat", "date_string, /",
                [](Interpreter& i, Bindings& given) { return from_iso(i, given, true); });
  define_static(in, date, "fromtimestamp", "timestamp, /", [](Interpreter& i, Bindings& given) {
    Bindings with_zone = given;
    with_zone.values.emplace_back();
    const Value moment = from_timestamp(i, with_zone);
    return make_datetime(i, floor_div(host_cast<DateTime>(moment)->local, day) * day, {}, true);
  });
  define_static(in, date, "fromordinal", "ordinal, /", from_ordinal<true>);
  date.set("min", make_datetime(in, earliest, {}, true));
  date.set("max", make_datetime(in, latest - day, {}, true));
}

void fill_datetime(Interpreter& in, Class& datetime) {
  define_static(in, datetime, "now", "tz=None", [](Interpreter& i, Bindings& given) {
    const auto offset = zone_offset(i, given[0]);
    return make_datetime(i, now(i) + offset.value_or(0), offset);
  });
  for (const char* name : {"utcnow", "today"})
    define_static(in, datetime, name, "", [](Interpreter& i, Bindings&) { return make_datetime(i, now(i)); });
  define_static(in, datetime, "fromisoformat", "date_string, /",
                [](Interpreter& i, Bindings& given) { return from_iso(i, given, false); });
  for (const char* name : {"fromtimestamp", "utcfromtimestamp"})
    define_static(in, datetime, name, "timestamp, tz=None", from_timestamp);
  define_static(in, datetime, "strptime", "date_string, format, /", from_pattern);
  define_static(in, datetime, "combine", "date, time, tzinfo=None", combined);
  define_static(in, datetime, "fromordinal", "ordinal, /", from_ordinal<false>);
  datetime.set("min", make_datetime(in, earliest));
  datetime.set("max", make_datetime(in, latest - 1));
}

void fill(Interpreter& in, Module& module) {
  const Value utc = Value::adopt(in.heap().create<TimeZone>(0));
  const Value date = make_class(in, "date", "datetime", {}, construct_date);
  const Value datetime = make_class(in, "datetime", "datetime", {date}, construct_datetime);
  const Value time = make_class(in, "time", "datetime", {}, construct_time);
  const Value base = make_class(in, "tzinfo", "datetime");
  const Value zone = make_class(in, "timezone", "datetime", {base}, construct_zone);
  const Value delta = make_class(in, "timedelta", "datetime", {}, construct_delta);
  zone.get<Class>().set("utc", utc);
  fill_date(in, date.get<Class>());
  fill_datetime(in, datetime.get<Class>());
  define_static(in, time.get<Class>(), "fromisoformat", "time_string, /", time_from_iso);
  time.get<Class>().set("min", Value::adopt(in.heap().create<TimeOfDay>(0, std::nullopt)));
  time.get<Class>().set("max", Value::adopt(in.heap().create<TimeOfDay>(day - 1, std::nullopt)));
  delta.get<Class>().set("resolution", make_delta(in, 1));
  module.set("date", date);
  module.set("datetime", datetime);
  module.set("time", time);
  module.set("tzinfo", base);
  module.set("timezone", zone);
  module.set("timedelta", delta);
  module.set("UTC", utc);
}

Value construct_zone_info(Interpreter& in, Bindings& given) {
  const std::string key = in.text(given[0], "key");
  if (key == "UTC" || key == "Etc/UTC" || key == "GMT")
    return Value::adopt(in.heap().create<TimeZone>(0, key == "UTC" ? "" : key));
  in.raise("ValueError",
           "the time zone '" + key +
               "' is not known here: a script has UTC and timezone(timedelta(hours=…)), since the "
               "rules of zones change; let the database convert");
}

}  // namespace

void add_datetime(ModuleRegistry& registry) {
  registry.add("datetime", fill);
  registry.add("zoneinfo", [](Interpreter& in, Module& module) {
    define(in, module, "ZoneInfo", "key", construct_zone_info);
  });
}

}  // namespace pycharter::alembic::script
