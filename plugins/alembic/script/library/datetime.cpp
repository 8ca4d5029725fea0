#include "alembic/script/library/datetime.h"

#include <chrono>
#include <cstdio>

#include "alembic/script/library/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

namespace {

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::int64_t earliest = -62135596800LL * second, latest = 253402300800LL * second;

struct Clock {
  int year, month, date, hours, minutes, seconds, microseconds;
};

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

Clock clock_of(std::int64_t local) {
  const std::int64_t days = floor_div(local, day), rest = local - days * day;
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
  return {int(ymd.year()),         int(unsigned(ymd.month())), int(unsigned(ymd.day())), int(rest / hour),
          int(rest / minute % 60), int(rest / second % 60),    int(rest % second)};
}

std::optional<std::int64_t> local_of(const Clock& c) {
  const std::chrono::year_month_day ymd{std::chrono::year{c.year},
                                        std::chrono::month{static_cast<unsigned>(c.month)},
                                        std::chrono::day{static_cast<unsigned>(c.date)}};
  const bool valid = c.year >= 1 && c.year <= 9999 && ymd.ok() && c.hours >= 0 && c.hours < 24 &&
                     c.minutes >= 0 && c.minutes < 60 && c.seconds >= 0 && c.seconds < 60 &&
                     c.microseconds >= 0 && c.microseconds < second;
  if (!valid) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{ymd}.time_since_epoch().count();
  return days * day + c.hours * hour + c.minutes * minute + c.seconds * second + c.microseconds;
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
  return text;
}

std::string time_text(const Clock& c) {
  std::string text = digits(c.hours, 2) + ":" + digits(c.minutes, 2) + ":" + digits(c.seconds, 2);
  return c.microseconds == 0 ? text : text + "." + digits(c.microseconds, 6);
}

std::string date_text(const Clock& c) {
  return digits(c.year, 4) + "-" + digits(c.month, 2) + "-" + digits(c.date, 2);
}

class TimeZone final : public HostObject {
 public:
  explicit TimeZone(std::int64_t o) : offset(o) {}
  const std::int64_t offset;
  std::string type_name() const override { return "timezone"; }
  std::optional<std::string> str(Interpreter&) override {
    return offset == 0 ? "UTC" : "UTC" + offset_text(offset, ":");
  }
  std::string repr(Interpreter&) override {
    return offset == 0 ? "datetime.timezone.utc" : "datetime.timezone(" + offset_text(offset, ":") + ")";
  }
  std::optional<Value> compare(Interpreter&, Comparison operation, const Value& other) override {
    auto* right = host_cast<TimeZone>(other);
    if (right == nullptr || operation > Comparison::not_equal) return std::nullopt;
    return Value::boolean((offset == right->offset) == (operation == Comparison::equal));
  }
};

Value make_delta(Interpreter& in, std::int64_t microseconds) {
  return Value::adopt(in.heap().create<TimeDelta>(microseconds));
}

std::int64_t now(Interpreter& in) {
  if (!in.host().now_microseconds)
    in.raise("RuntimeError", "the time is not available here: no clock was given");
  return in.host().now_microseconds();
}

std::optional<std::int64_t> zone_offset(Interpreter& in, const Value& zone) {
  if (!zone.defined() || zone.is_none()) return std::nullopt;
  if (auto* known = host_cast<TimeZone>(zone)) return known->offset;
  in.raise("TypeError",
           "tzinfo argument must be None or of a tzinfo subclass, not type '" + in.type_name(zone) + "'");
}

Value ordered(Comparison operation, std::int64_t left, std::int64_t right) {
  const bool results[] = {left == right, left != right, left<right, left <= right, left> right,
                          left >= right};
  return Value::boolean(results[static_cast<std::size_t>(operation)]);
}

std::string strftime(Interpreter& in, const DateTime& value, std::string_view pattern) {
  static constexpr const char* months[] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
  static constexpr const char* days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday"};
  const Clock c = clock_of(value.local);
  const auto week_day = static_cast<std::size_t>(((floor_div(value.local, day) + 4) % 7 + 7) % 7);
  const auto month = static_cast<std::size_t>(c.month - 1);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out.push_back(pattern[i]);
      continue;
    }
    switch (pattern[++i]) {
      case 'Y':
        out += digits(c.year, 4);
        break;
      case 'y':
        out += digits(c.year % 100, 2);
        break;
      case 'm':
        out += digits(c.month, 2);
        break;
      case 'd':
        out += digits(c.date, 2);
        break;
      case 'H':
        out += digits(c.hours, 2);
        break;
      case 'I':
        out += digits(c.hours % 12 == 0 ? 12 : c.hours % 12, 2);
        break;
      case 'M':
        out += digits(c.minutes, 2);
        break;
      case 'S':
        out += digits(c.seconds, 2);
        break;
      case 'f':
        out += digits(c.microseconds, 6);
        break;
      case 'p':
        out += c.hours < 12 ? "AM" : "PM";
        break;
      case 'B':
        out += months[month];
        break;
      case 'b':
        out += std::string(months[month]).substr(0, 3);
        break;
      case 'A':
        out += days[week_day];
        break;
      case 'a':
        out += std::string(days[week_day]).substr(0, 3);
        break;
      case 'z':
        out += value.offset ? offset_text(*value.offset, "") : "";
        break;
      case 'Z':
        out += !value.offset ? "" : *value.offset == 0 ? "UTC" : "UTC" + offset_text(*value.offset, ":");
        break;
      case 'F':
        out += date_text(c);
        break;
      case 'T':
        out += digits(c.hours, 2) + ":" + digits(c.minutes, 2) + ":" + digits(c.seconds, 2);
        break;
      case '%':
        out.push_back('%');
        break;
      default:
        in.raise("ValueError", std::string("strftime: %") + pattern[i] + " cannot be used here");
    }
  }
  return out;
}

// Takes a fixed number of digits.
bool take_digits(std::string_view& text, std::size_t count, int& value) {
  if (text.size() < count) return false;
  value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool take_time(std::string_view& text, Clock& c) {
  if (!take_digits(text, 2, c.hours)) return false;
  if (take(text, ':') && !take_digits(text, 2, c.minutes)) return false;
  if (take(text, ':') && !take_digits(text, 2, c.seconds)) return false;
  if (!take(text, '.')) return true;
  int scale = 100'000, one = 0;
  if (!take_digits(text, 1, one)) return false;
  do {
    c.microseconds += one * scale;
    scale /= 10;
  } while (take_digits(text, 1, one));
  return true;
}

bool take_offset(std::string_view& text, std::optional<std::int64_t>& offset) {
  if (text.empty()) return true;
  if (take(text, 'Z')) {
    offset = 0;
    return true;
  }
  const bool negative = text.front() == '-';
  if (!negative && text.front() != '+') return false;
  text.remove_prefix(1);
  int hours = 0, minutes = 0;
  if (!take_digits(text, 2, hours)) return false;
  take(text, ':');
  if (!text.empty() && !take_digits(text, 2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  offset = (negative ? -1 : 1) * (hours * hour + minutes * minute);
  return true;
}

Value construct_datetime(Interpreter& in, const Arguments& arguments) {
  static const Signature signature(
      "datetime", "year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None");
  const Bindings given = signature.bind(in, arguments);
  int parts[7] = {};
  for (std::size_t i = 0; i < 7; ++i)
    parts[i] = given.given(i) ? static_cast<int>(std::clamp<std::int64_t>(
                                    in.integer(given[i], "an argument of datetime"), -1, 1 << 24))
                              : 0;
  const auto local = local_of({parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]});
  if (!local) in.raise("ValueError", "a part of the datetime is out of range");
  return make_datetime(in, *local, zone_offset(in, given[7]));
}

Value construct_date(Interpreter& in, const Arguments& arguments) {
  static const Signature signature("date", "year, month, day");
  const Bindings given = signature.bind(in, arguments);
  const auto part = [&](std::size_t i) {
    return static_cast<int>(
        std::clamp<std::int64_t>(in.integer(given[i], "an argument of date"), -1, 1 << 24));
  };
  const auto local = local_of({part(0), part(1), part(2), 0, 0, 0, 0});
  if (!local) in.raise("ValueError", "a part of the date is out of range");
  return make_datetime(in, *local, {}, true);
}

Value construct_delta(Interpreter& in, const Arguments& arguments) {
  static const Signature signature(
      "timedelta", "days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0");
  static constexpr std::int64_t units[] = {day, second, 1, 1000, minute, hour, 7 * day};
  const Bindings given = signature.bind(in, arguments);
  double total = 0;
  std::int64_t exact = 0;
  for (std::size_t i = 0; i < std::size(units); ++i) {
    if (!given.given(i)) continue;
    const Value& number = unwrap(given[i]);
    if (!is_number(number))
      in.raise("TypeError", "unsupported type for timedelta component: " + in.type_name(number));
    total += to_real(in, number) * static_cast<double>(units[i]);
    if (total < -8e18 || total > 8e18) in.raise("OverflowError", "the timedelta is too large");
    exact += number.is_int() ? number.as_int() * units[i]
                             : static_cast<std::int64_t>(
                                   __builtin_nearbyint(to_real(in, number) * static_cast<double>(units[i])));
  }
  return make_delta(in, exact);
}

Value from_iso(Interpreter& in, Bindings& given, bool date) {
  const std::string text = in.text(given[0], "fromisoformat: argument");
  if (auto value = parse_iso_datetime(in, text, date)) return *value;
  in.raise("ValueError", "Invalid isoformat string: " + in.to_repr(given[0]));
}

Value from_timestamp(Interpreter& in, Bindings& given) {
  const double seconds = to_real(in, unwrap(given[0]));
  if (!(seconds > -6.2e10 && seconds < 2.5e11)) in.raise("ValueError", "year is out of range");
  const auto utc = static_cast<std::int64_t>(__builtin_nearbyint(seconds * 1e6));
  const auto offset = zone_offset(in, given[1]);
  return make_datetime(in, utc + offset.value_or(0), offset);
}

Value replaced(Interpreter& in, const DateTime& value, Bindings& given) {
  const Clock c = clock_of(value.local);
  const int old[] = {c.year, c.month, c.date, c.hours, c.minutes, c.seconds, c.microseconds};
  int parts[7];
  for (std::size_t i = 0; i < 7; ++i)
    parts[i] = given.given(i) ? static_cast<int>(std::clamp<std::int64_t>(
                                    in.integer(given[i], "an argument of replace"), -1, 1 << 24))
                              : old[i];
  const auto local = local_of({parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]});
  if (!local) in.raise("ValueError", "a part of the datetime is out of range");
  return make_datetime(in, *local, given.given(7) ? zone_offset(in, given[7]) : value.offset, value.date);
}

}  // namespace

Value make_datetime(Interpreter& in, std::int64_t local, std::optional<std::int64_t> offset, bool date) {
  if (local < earliest || local >= latest) in.raise("OverflowError", "date value out of range");
  return Value::adopt(in.heap().create<DateTime>(local, offset, date));
}

std::optional<Value> parse_iso_datetime(Interpreter& in, std::string_view text, bool date) {
  Clock c{};
  std::optional<std::int64_t> offset;
  if (!take_digits(text, 4, c.year) || !take(text, '-') || !take_digits(text, 2, c.month) ||
      !take(text, '-') || !take_digits(text, 2, c.date))
    return std::nullopt;
  if (!text.empty()) {
    if (date || (text.front() != 'T' && text.front() != ' ')) return std::nullopt;
    text.remove_prefix(1);
    if (!take_time(text, c) || !take_offset(text, offset) || !text.empty()) return std::nullopt;
  }
  const auto local = local_of(c);
  return local ? std::optional(make_datetime(in, *local, offset, date)) : std::nullopt;
}

Value TimeDelta::type(Interpreter& in) const {
  return in.attribute(in.import_module("datetime"), "timedelta");
}

std::optional<Value> TimeDelta::attribute(Interpreter& in, std::string_view name) {
  const std::int64_t days = floor_div(microseconds, day), rest = microseconds - days * day;
  if (name == "days") return Value::integer(days);
  if (name == "seconds") return Value::integer(rest / second);
  if (name == "microseconds") return Value::integer(rest % second);
  if (name == "total_seconds") {
    return make_native(in, "total_seconds", "", [total = microseconds](Interpreter&, Bindings&) {
      return Value::real(static_cast<double>(total) / 1e6);
    });
  }
  return std::nullopt;
}

std::optional<Value> TimeDelta::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                       bool reflected) {
  std::int64_t result = 0;
  if (auto* right = host_cast<TimeDelta>(other)) {
    if (operation == BinaryOperator::divide && right->microseconds != 0)
      return Value::real(static_cast<double>(microseconds) / static_cast<double>(right->microseconds));
    const bool add = operation == BinaryOperator::add;
    if (!add && operation != BinaryOperator::subtract) return std::nullopt;
    if (add ? __builtin_add_overflow(microseconds, right->microseconds, &result)
            : __builtin_sub_overflow(microseconds, right->microseconds, &result)) {
      in.raise("OverflowError", "the timedelta is too large");
    }
    return make_delta(in, result);
  }
  if (operation == BinaryOperator::multiply && other.is_int()) {
    if (__builtin_mul_overflow(microseconds, other.as_int(), &result))
      in.raise("OverflowError", "the timedelta is too large");
    return make_delta(in, result);
  }
  if (operation == BinaryOperator::floor_divide && !reflected && other.is_int() && other.as_int() > 0)
    return make_delta(in, floor_div(microseconds, other.as_int()));
  return std::nullopt;
}

std::optional<Value> TimeDelta::compare(Interpreter&, Comparison operation, const Value& other) {
  auto* right = host_cast<TimeDelta>(other);
  return right == nullptr ? std::nullopt
                          : std::optional(ordered(operation, microseconds, right->microseconds));
}

std::optional<std::string> TimeDelta::str(Interpreter&) {
  const std::int64_t days = floor_div(microseconds, day);
  const Clock c = clock_of(microseconds - days * day);
  std::string text = days == 0 ? "" : std::to_string(days) + (days == 1 || days == -1 ? " day, " : " days, ");
  return text + std::to_string(c.hours) + time_text(c).substr(2);
}

std::string DateTime::iso(char separator) const {
  const Clock c = clock_of(local);
  if (date) return date_text(c);
  return date_text(c) + separator + time_text(c) + (offset ? offset_text(*offset, ":") : "");
}

std::string DateTime::repr(Interpreter&) {
  const Clock c = clock_of(local);
  std::string text = std::string("datetime.") + (date ? "date(" : "datetime(") + std::to_string(c.year) +
                     ", " + std::to_string(c.month) + ", " + std::to_string(c.date);
  if (date) return text + ")";
  text += ", " + std::to_string(c.hours) + ", " + std::to_string(c.minutes);
  if (c.seconds != 0 || c.microseconds != 0) text += ", " + std::to_string(c.seconds);
  if (c.microseconds != 0) text += ", " + std::to_string(c.microseconds);
  if (offset)
    text += *offset == 0 ? ", tzinfo=datetime.timezone.utc" : ", tzinfo=" + offset_text(*offset, ":");
  return text + ")";
}

Value DateTime::type(Interpreter& in) const {
  return in.attribute(in.import_module("datetime"), date ? "date" : "datetime");
}

std::optional<std::string> DateTime::format(Interpreter& in, std::string_view specification) {
  return specification.empty() ? iso(' ') : strftime(in, *this, specification);
}

bool DateTime::key_equals(Interpreter&, const Value& other) {
  auto* right = host_cast<DateTime>(other);
  return right != nullptr && right->utc() == utc() && right->date == date &&
         right->offset.has_value() == offset.has_value();
}

std::optional<Value> DateTime::attribute(Interpreter& in, std::string_view name) {
  const Clock c = clock_of(local);
  struct Part {
    std::string_view name;
    int value;
  };
  const Part parts[] = {{"year", c.year},
                        {"month", c.month},
                        {"day", c.date},
                        {"hour", c.hours},
                        {"minute", c.minutes},
                        {"second", c.seconds},
                        {"microsecond", c.microseconds}};
  for (const Part& part : parts) {
    if (part.name == name) return Value::integer(part.value);
  }
  const Value self = Value::of(*this);
  const auto method = [&](const char* called, std::string_view parameters,
                          Value (*code)(Interpreter&, const DateTime&, Bindings&)) {
    return make_native(in, called, parameters, [self, code](Interpreter& i, Bindings& given) {
      return code(i, *host_cast<DateTime>(self), given);
    });
  };
  if (name == "tzinfo") return offset ? Value::adopt(in.heap().create<TimeZone>(*offset)) : Value::none();
  if (name == "isoformat") {
    return method("isoformat", "sep='T', timespec='auto'",
                  [](Interpreter& i, const DateTime& d, Bindings& given) {
                    const std::string separator = given.given(0) ? i.text(given[0], "sep") : "T";
                    const std::string precision = given.given(1) ? i.text(given[1], "timespec") : "auto";
                    if (precision != "auto" && precision != "seconds")
                      i.raise("ValueError", "timespec can be 'auto' or 'seconds' here");
                    const std::int64_t cut =
                        precision == "seconds" ? d.local - clock_of(d.local).microseconds : d.local;
                    return i.str(DateTime(cut, d.offset, d.date).iso(separator.empty() ? 'T' : separator[0]));
                  });
  }
  if (name == "strftime")
    return method("strftime", "format", [](Interpreter& i, const DateTime& d, Bindings& given) {
      return i.str(strftime(i, d, i.text(given[0], "format")));
    });
  if (name == "timestamp")
    return method("timestamp", "", [](Interpreter&, const DateTime& d, Bindings&) {
      return Value::real(static_cast<double>(d.utc()) / 1e6);
    });
  if (name == "date")
    return method("date", "", [](Interpreter& i, const DateTime& d, Bindings&) {
      return make_datetime(i, floor_div(d.local, day) * day, {}, true);
    });
  if (name == "weekday")
    return method("weekday", "", [](Interpreter&, const DateTime& d, Bindings&) {
      return Value::integer(((floor_div(d.local, day) + 3) % 7 + 7) % 7);
    });
  if (name == "replace")
    return method("replace", "year=0, month=0, day=0, hour=0, minute=0, second=0, microsecond=0, tzinfo=None",
                  [](Interpreter& i, const DateTime& d, Bindings& given) { return replaced(i, d, given); });
  if (name == "astimezone") {
    return method("astimezone", "tz", [](Interpreter& i, const DateTime& d, Bindings& given) {
      const auto target = zone_offset(i, given[0]);
      return make_datetime(i, d.utc() + target.value_or(0), target);
    });
  }
  return std::nullopt;
}

std::optional<Value> DateTime::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                      bool reflected) {
  if (auto* delta = host_cast<TimeDelta>(other)) {
    if (operation != BinaryOperator::add && (operation != BinaryOperator::subtract || reflected))
      return std::nullopt;
    std::int64_t result = 0;
    if (operation == BinaryOperator::add ? __builtin_add_overflow(local, delta->microseconds, &result)
                                         : __builtin_sub_overflow(local, delta->microseconds, &result)) {
      in.raise("OverflowError", "date value out of range");
    }
    return make_datetime(in, date ? floor_div(result, day) * day : result, offset, date);
  }
  auto* right = host_cast<DateTime>(other);
  if (right == nullptr || operation != BinaryOperator::subtract || reflected) return std::nullopt;
  if (offset.has_value() != right->offset.has_value())
    in.raise("TypeError", "can't subtract offset-naive and offset-aware datetimes");
  return make_delta(in, utc() - right->utc());
}

std::optional<Value> DateTime::compare(Interpreter& in, Comparison operation, const Value& other) {
  auto* right = host_cast<DateTime>(other);
  if (right == nullptr || right->date != date) return std::nullopt;
  if (offset.has_value() != right->offset.has_value()) {
    if (operation == Comparison::equal || operation == Comparison::not_equal)
      return Value::boolean(operation == Comparison::not_equal);
    in.raise("TypeError", "can't compare offset-naive and offset-aware datetimes");
  }
  return ordered(operation, utc(), right->utc());
}

void add_datetime(ModuleRegistry& registry) {
  registry.add("datetime", [](Interpreter& in, Module& module) {
    const Value utc = Value::adopt(in.heap().create<TimeZone>(0));
    const Value date = make_class(in, "date", "datetime", {}, construct_date);
    const Value datetime = make_class(in, "datetime", "datetime", {date}, construct_datetime);
    const Value zone =
        make_class(in, "timezone", "datetime", {}, [](Interpreter& i, const Arguments& arguments) {
          auto* delta =
              arguments.positional.empty() ? nullptr : host_cast<TimeDelta>(arguments.positional[0]);
          if (delta == nullptr) i.raise("TypeError", "timezone() argument 1 must be datetime.timedelta");
          return Value::adopt(i.heap().create<TimeZone>(delta->microseconds));
        });
    zone.get<Class>().set("utc", utc);
    auto& d = datetime.get<Class>();
    define_static(in, d, "now", "tz=None", [](Interpreter& i, Bindings& given) {
      const auto offset = zone_offset(i, given[0]);
      return make_datetime(i, now(i) + offset.value_or(0), offset);
    });
    define_static(in, d, "utcnow", "", [](Interpreter& i, Bindings&) { return make_datetime(i, now(i)); });
    define_static(in, d, "fromisoformat", "date_string, /",
                  [](Interpreter& i, Bindings& given) { return from_iso(i, given, false); });
    define_static(in, d, "fromtimestamp", "timestamp, tz=None", from_timestamp);
    define_static(in, d, "utcfromtimestamp", "timestamp, tz=None", from_timestamp);
    define_static(in, date.get<Class>(), "today", "", [](Interpreter& i, Bindings&) {
      return make_datetime(i, floor_div(now(i), day) * day, {}, true);
    });
    define_static(in, date.get<Class>(), "fromisoformat", "date_string, /",
                  [](Interpreter& i, Bindings& given) { return from_iso(i, given, true); });
    module.set("date", date);
    module.set("datetime", datetime);
    module.set("timezone", zone);
    module.set("UTC", utc);
    module.set("timedelta", make_class(in, "timedelta", "datetime", {}, construct_delta));
  });
}

}  // namespace pycharter::alembic::script
