// datetime.timedelta, and the zones that are one from UTC.
#include <cmath>

#include "alembic/script/library/datetime.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

using namespace calendar;

Value make_delta(Interpreter& in, std::int64_t microseconds) {
  return Value::adopt(in.heap().create<TimeDelta>(microseconds));
}

Value make_zone(Interpreter& in, std::optional<std::int64_t> offset) {
  return offset ? Value::adopt(in.heap().create<TimeZone>(*offset)) : Value::none();
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

Value compare_mixed(Interpreter& in, Comparison operation, const char* things) {
  if (operation > Comparison::not_equal)
    in.raise("TypeError", std::string("can't compare offset-naive and offset-aware ") + things);
  return Value::boolean(operation == Comparison::not_equal);
}

std::string zone_argument(Interpreter& in, std::optional<std::int64_t> offset) {
  return offset ? ", tzinfo=" + TimeZone(*offset).repr(in) : std::string();
}

namespace {

// A whole number of microseconds of a real number of them.
std::int64_t to_microseconds(Interpreter& in, double exact) {
  if (!(exact > -9e18 && exact < 9e18)) in.raise("OverflowError", "the timedelta is too large");
  return static_cast<std::int64_t>(std::nearbyint(exact));
}

std::optional<Value> by_number(Interpreter& in, BinaryOperator operation, std::int64_t microseconds,
                               const Value& number) {
  const bool divides = operation == BinaryOperator::divide || operation == BinaryOperator::floor_divide;
  if (divides && to_real(in, number) == 0)
    in.raise("ZeroDivisionError",
             number.is_int() ? "integer division or modulo by zero" : "division by zero");
  if (number.is(Kind::real)) {
    const double real = number.as_real();
    if (operation == BinaryOperator::multiply)
      return make_delta(in, to_microseconds(in, static_cast<double>(microseconds) * real));
    if (operation == BinaryOperator::divide)
      return make_delta(in, to_microseconds(in, static_cast<double>(microseconds) / real));
    return std::nullopt;
  }
  std::int64_t result = 0;
  switch (operation) {
    case BinaryOperator::multiply:
      if (__builtin_mul_overflow(microseconds, number.as_int(), &result))
        in.raise("OverflowError", "the timedelta is too large");
      return make_delta(in, result);
    case BinaryOperator::divide:
      return make_delta(in, round_div(microseconds, number.as_int()));
    case BinaryOperator::floor_divide:
      return make_delta(in, floor_div(microseconds, number.as_int()));
    default:
      return std::nullopt;
  }
}

std::optional<Value> by_delta(Interpreter& in, BinaryOperator operation, std::int64_t left,
                              std::int64_t right) {
  const bool sums = operation == BinaryOperator::add || operation == BinaryOperator::subtract;
  if (!sums && right == 0) in.raise("ZeroDivisionError", "integer division or modulo by zero");
  std::int64_t result = 0;
  bool overflow = false;
  switch (operation) {
    case BinaryOperator::add:
      overflow = __builtin_add_overflow(left, right, &result);
      break;
    case BinaryOperator::subtract:
      overflow = __builtin_sub_overflow(left, right, &result);
      break;
    case BinaryOperator::modulo:
      result = right == -1 ? 0 : left - floor_div(left, right) * right;
      break;
    case BinaryOperator::divide:
      return Value::real(static_cast<double>(left) / static_cast<double>(right));
    case BinaryOperator::floor_divide:
      return Value::integer(floor_div(left, right));
    default:
      return std::nullopt;
  }
  if (overflow) in.raise("OverflowError", "the timedelta is too large");
  return make_delta(in, result);
}

}  // namespace

Value TimeDelta::type(Interpreter& in) const {
  return in.attribute(in.import_module("datetime"), "timedelta");
}

std::optional<Value> TimeDelta::attribute(Interpreter& in, std::string_view name) {
  const std::int64_t days = floor_div(microseconds, day), rest = microseconds - days * day;
  if (name == "days") return Value::integer(days);
  if (name == "seconds") return Value::integer(rest / second);
  if (name == "microseconds") return Value::integer(rest % second);
  if (name == "__abs__") {
    return make_native(in, "__abs__", "", [size = std::abs(microseconds)](Interpreter& i, Bindings&) {
      return make_delta(i, size);
    });
  }
  if (name == "total_seconds") {
    return make_native(in, "total_seconds", "", [total = microseconds](Interpreter&, Bindings&) {
      return Value::real(static_cast<double>(total) / 1e6);
    });
  }
  return std::nullopt;
}

std::optional<Value> TimeDelta::binary(Interpreter& in, BinaryOperator operation, const Value& other,
                                       bool reflected) {
  if (auto* right = host_cast<TimeDelta>(other))
    return by_delta(in, operation, microseconds, right->microseconds);
  if (reflected && operation != BinaryOperator::multiply) return std::nullopt;
  const Value& number = unwrap(other);
  return number.is_int() || number.is(Kind::real) ? by_number(in, operation, microseconds, number)
                                                  : std::nullopt;
}

std::optional<Value> TimeDelta::unary(Interpreter& in, UnaryOperator operation) {
  if (operation == UnaryOperator::invert) return std::nullopt;
  return make_delta(in, operation == UnaryOperator::negate ? -microseconds : microseconds);
}

std::optional<Value> TimeDelta::compare(Interpreter&, Comparison operation, const Value& other) {
  auto* right = host_cast<TimeDelta>(other);
  return right == nullptr ? std::nullopt
                          : std::optional(ordered(operation, microseconds, right->microseconds));
}

bool TimeDelta::key_equals(Interpreter&, const Value& other) {
  auto* right = host_cast<TimeDelta>(other);
  return right != nullptr && right->microseconds == microseconds;
}

std::string TimeDelta::repr(Interpreter&) {
  const std::int64_t days = floor_div(microseconds, day), rest = microseconds - days * day;
  std::string parts;
  const auto add = [&](const char* name, std::int64_t value) {
    if (value != 0) parts += (parts.empty() ? "" : ", ") + std::string(name) + "=" + std::to_string(value);
  };
  add("days", days);
  add("seconds", rest / second);
  add("microseconds", rest % second);
  return "datetime.timedelta(" + (parts.empty() ? "0" : parts) + ")";
}

std::optional<std::string> TimeDelta::str(Interpreter&) {
  const std::int64_t days = floor_div(microseconds, day);
  const Clock c = clock_of(microseconds - days * day);
  const std::string text =
      days == 0 ? "" : std::to_string(days) + (days == 1 || days == -1 ? " day, " : " days, ");
  return text + std::to_string(c.hours) + time_text(c)->substr(2);
}

Value TimeZone::type(Interpreter& in) const {
  return in.attribute(in.import_module("datetime"), "timezone");
}

std::optional<std::string> TimeZone::str(Interpreter&) {
  return name.empty() ? zone_name(offset) : name;
}

std::string TimeZone::repr(Interpreter& in) {
  if (offset == 0 && name.empty()) return "datetime.timezone.utc";
  return "datetime.timezone(" + TimeDelta(offset).repr(in) + (name.empty() ? "" : ", " + repr_text(name)) +
         ")";
}

std::optional<Value> TimeZone::attribute(Interpreter& in, std::string_view wanted) {
  const Value self = Value::of(*this);
  if (wanted == "utcoffset")
    return make_native(in, "utcoffset", "dt, /",
                       [offset = offset](Interpreter& i, Bindings&) { return make_delta(i, offset); });
  if (wanted == "tzname")
    return make_native(in, "tzname", "dt, /",
                       [self](Interpreter& i, Bindings&) { return i.str(i.to_text(self)); });
  if (wanted == "dst")
    return make_native(in, "dst", "dt, /", [](Interpreter&, Bindings&) { return Value::none(); });
  if (wanted == "key") return in.str(name.empty() ? zone_name(offset) : name);
  return std::nullopt;
}

std::optional<Value> TimeZone::compare(Interpreter&, Comparison operation, const Value& other) {
  auto* right = host_cast<TimeZone>(other);
  if (right == nullptr || operation > Comparison::not_equal) return std::nullopt;
  return Value::boolean((offset == right->offset) == (operation == Comparison::equal));
}

bool TimeZone::key_equals(Interpreter&, const Value& other) {
  auto* right = host_cast<TimeZone>(other);
  return right != nullptr && right->offset == offset;
}

}  // namespace pycharter::alembic::script
