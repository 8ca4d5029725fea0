// datetime.time.
#include "alembic/script/library/datetime.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

using namespace calendar;

Value TimeOfDay::type(Interpreter& in) const {
  return in.attribute(in.import_module("datetime"), "time");
}

std::optional<std::string> TimeOfDay::str(Interpreter&) {
  return *time_text(clock_of(local)) + (offset ? offset_text(*offset, ":") : "");
}

std::string TimeOfDay::repr(Interpreter& in) {
  const Clock c = clock_of(local);
  std::string text = "datetime.time(" + std::to_string(c.hours) + ", " + std::to_string(c.minutes);
  if (c.seconds != 0 || c.microseconds != 0) text += ", " + std::to_string(c.seconds);
  if (c.microseconds != 0) text += ", " + std::to_string(c.microseconds);
  return text + zone_argument(in, offset) + ")";
}

std::optional<std::string> TimeOfDay::format(Interpreter& in, std::string_view specification) {
  return specification.empty() ? *str(in) : format_time(in, local - 25567 * day, offset, specification);
}

std::optional<Value> TimeOfDay::attribute(Interpreter& in, std::string_view name) {
  const Clock c = clock_of(local);
  if (name == "hour") return Value::integer(c.hours);
  if (name == "minute") return Value::integer(c.minutes);
  if (name == "second") return Value::integer(c.seconds);
  if (name == "microsecond") return Value::integer(c.microseconds);
  if (name == "tzinfo") return make_zone(in, offset);
  const Value self = Value::of(*this);
  if (name == "isoformat")
    return make_native(in, "isoformat", "timespec='auto'", [self](Interpreter& i, Bindings& given) {
      const auto& time = *host_cast<TimeOfDay>(self);
      return i.str(iso_time(i, time.local, given[0]) + (time.offset ? offset_text(*time.offset, ":") : ""));
    });
  if (name == "strftime")
    return make_native(in, "strftime", "format", [self](Interpreter& i, Bindings& given) {
      return i.str(*host_cast<TimeOfDay>(self)->format(i, i.text(given[0], "format")));
    });
  if (name == "utcoffset")
    return make_native(in, "utcoffset", "", [offset = offset](Interpreter& i, Bindings&) {
      return offset ? make_delta(i, *offset) : Value::none();
    });
  if (name == "replace")
    return make_native(in, "replace", "hour=0, minute=0, second=0, microsecond=0, tzinfo=None",
                       [self](Interpreter& i, Bindings& given) {
                         const auto& time = *host_cast<TimeOfDay>(self);
                         const std::int64_t changed = clock_argument(i, given, clock_of(time.local), 3);
                         const auto zone = given.given(4) ? zone_offset(i, given[4]) : time.offset;
                         return Value::adopt(i.heap().create<TimeOfDay>(changed, zone));
                       });
  return std::nullopt;
}

std::optional<Value> TimeOfDay::compare(Interpreter& in, Comparison operation, const Value& other) {
  auto* right = host_cast<TimeOfDay>(other);
  if (right == nullptr) return std::nullopt;
  if (offset.has_value() != right->offset.has_value()) return compare_mixed(in, operation, "times");
  return ordered(operation, local - offset.value_or(0), right->local - right->offset.value_or(0));
}

bool TimeOfDay::key_equals(Interpreter&, const Value& other) {
  auto* right = host_cast<TimeOfDay>(other);
  return right != nullptr && right->offset.has_value() == offset.has_value() &&
         right->local - right->offset.value_or(0) == local - offset.value_or(0);
}

}  // namespace pycharter::alembic::script
