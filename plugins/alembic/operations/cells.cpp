#include "alembic/operations/cells.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "alembic/operations/python_types.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

Value library_call(Session& session, const std::string& module, std::string_view cls,
                   std::string_view function, const std::string& text) {
  auto& in = session.in();
  Value callee = in.attribute(in.import_module(module), cls);
  if (!function.empty()) callee = in.attribute(callee, function);
  return in.call(callee, Arguments{{in.str(text)}, {}});
}

Value parse_json(Session& session, const std::string& text) {
  return session.in().call(session.in().attribute(session.in().import_module("json"), "loads"),
                           Arguments{{session.in().str(text)}, {}});
}

Value parse_temporal(Session& session, const std::string& text) {
  const bool has_time = text.find(':') != std::string::npos;
  const bool has_date = text.find('-', 1) != std::string::npos && text.size() >= 10 && text[4] == '-';
  const std::string_view cls = has_date ? (has_time ? "datetime" : "date") : "time";
  return library_call(session, "datetime", cls, "fromisoformat", text);
}

Value decimal(Session& session, const std::string& text) {
  return library_call(session, "decimal", "Decimal", {}, text);
}

// As the driver gives it.
Value from_cell(Session& session, const plugin::Value& cell) {
  auto& in = session.in();
  switch (cell.type) {
    case PYCHARTER_NULL:
      return Value::none();
    case PYCHARTER_BOOL:
      return Value::boolean(cell.integer != 0);
    case PYCHARTER_INT64:
      return Value::integer(cell.integer);
    case PYCHARTER_DOUBLE:
      return Value::real(cell.number);
    case PYCHARTER_DECIMAL:
      return decimal(session, cell.text);
    case PYCHARTER_BYTES:
      return script::make_bytes(in.heap(), cell.text);
    case PYCHARTER_TEMPORAL:
      return parse_temporal(session, cell.text);
    // psycopg2 parses json and jsonb; the drivers of MySQL and SQLite give text.
    case PYCHARTER_JSON:
      return session.sink->dialect() == "postgresql" ? parse_json(session, cell.text) : in.str(cell.text);
    default:
      return in.str(cell.text);
  }
}

// ---- what a column's type makes of the driver's value

bool given_false(const json::object& type, std::string_view argument) {
  const auto* args = type.if_contains("args");
  const auto* value = args == nullptr ? nullptr : args->as_object().if_contains(argument);
  return value != nullptr && *value == false;
}

Value to_json_document(Session& session, const json::object&, Value value) {
  const auto text = string_of(value);
  return text ? parse_json(session, *text) : value;
}
Value to_boolean(Session&, const json::object&, Value value) {
  return value.is(Kind::integer) ? Value::boolean(value.as_int() != 0) : value;
}
// The drivers of the others give dates themselves, for columns that hold some.
Value to_temporal(Session& session, const json::object&, Value value) {
  const auto text = string_of(value);
  return text && session.sink->dialect() == "sqlite" ? parse_temporal(session, *text) : value;
}
Value to_uuid(Session& session, const json::object& type, Value value) {
  const auto text = string_of(value);
  if (!text || given_false(type, "as_uuid")) return value;
  return library_call(session, "uuid", "UUID", {}, *text);
}
// SQLite has no decimals: what it gives is printed with the type's scale, or ten digits.
std::string with_scale(Session& session, const json::object& type, const Value& value) {
  const auto* args = type.if_contains("args");
  const auto* scale = args == nullptr ? nullptr : args->as_object().if_contains("scale");
  if (const auto text = string_of(value)) return *text;
  const auto digits = scale != nullptr && scale->is_int64() ? scale->get_int64() : 10;
  const Value format = session.in().str("%." + std::to_string(digits) + "f");
  return session.in().to_text(session.in().binary(script::BinaryOperator::modulo, format, value));
}
Value to_numeric(Session& session, const json::object& type, Value value) {
  const bool has_decimals = session.sink->dialect() != "sqlite";
  if (given_false(type, "asdecimal"))
    return value.is(Kind::real) || !has_decimals
               ? value
               : session.in().call(session.in().builtin("float"), Arguments{{value}, {}});
  return decimal(session, has_decimals ? session.in().to_text(value) : with_scale(session, type, value));
}
Value to_float(Session& session, const json::object&, Value value) {
  if (value.is(Kind::real) || session.sink->dialect() == "sqlite") return value;
  return session.in().call(session.in().builtin("float"), Arguments{{value}, {}});
}

// The member whose name, or whose value by values_callable, is stored.
Value to_member(Session& session, const json::object& type, Value value) {
  const auto found = session.enumerations.find(json::serialize(type));
  const auto text = string_of(value);
  if (found == session.enumerations.end() || !text) return value;
  const auto& values = type.at("args").at("values").as_array();
  const auto at = std::find(values.begin(), values.end(), json::value(*text));
  if (at == values.end()) return value;
  const auto& members = found->second.get<script::Class>().enum_members;
  return members.at(static_cast<std::size_t>(at - values.begin()));
}

Value timedelta(Session& session, double days, double seconds) {
  auto& in = session.in();
  const Value made = in.attribute(in.import_module("datetime"), "timedelta");
  return in.call(made, Arguments{{Value::real(days), Value::real(seconds)}, {}});
}

// "1 year 2 mons -3 days +04:05:06.7", as PostgreSQL writes it; a year counts as psycopg2 counts it.
Value parse_interval(Session& session, const std::string& text) {
  struct Unit {
    std::string_view word;
    int days;
  };
  static constexpr Unit units[] = {{"year", 365}, {"mon", 30}, {"day", 1}};
  double days = 0;
  double seconds = 0;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.find(':') != std::string::npos) {
      int hours = 0;
      int minutes = 0;
      double rest = 0;
      const bool negative = word.front() == '-';
      if (std::sscanf(word.c_str() + (word.front() == '-' || word.front() == '+' ? 1 : 0), "%d:%d:%lf",
                      &hours, &minutes, &rest) != 3)
        session.fail("DataError", "not an interval: " + text);
      const double size = hours * 3600.0 + minutes * 60.0 + rest;
      seconds += negative ? -size : size;
      continue;
    }
    std::string unit;
    if (!(words >> unit)) session.fail("DataError", "not an interval: " + text);
    for (const auto& known : units)
      if (unit.starts_with(known.word)) days += std::atoi(word.c_str()) * known.days;
  }
  return timedelta(session, days, seconds);
}

// Where there are no intervals, a moment that is so far from the epoch stands for one.
Value to_interval(Session& session, const json::object&, Value value) {
  auto& in = session.in();
  const auto text = string_of(value);
  if (text && session.sink->dialect() == "postgresql") return parse_interval(session, *text);
  const Value moment = text ? parse_temporal(session, *text) : value;
  const Value epoch = parse_temporal(session, "1970-01-01 00:00:00");
  return in.binary(script::BinaryOperator::subtract, moment, epoch);
}

struct Converter {
  std::string_view type;
  Value (*convert)(Session&, const json::object& type, Value);
};
constexpr Converter converters[] = {
    {"JSON", to_json_document}, {"JSONB", to_json_document}, {"Boolean", to_boolean},
    {"BOOLEAN", to_boolean},    {"DateTime", to_temporal},   {"DATETIME", to_temporal},
    {"TIMESTAMP", to_temporal}, {"Date", to_temporal},       {"DATE", to_temporal},
    {"Time", to_temporal},      {"Uuid", to_uuid},           {"UUID", to_uuid},
    {"Numeric", to_numeric},    {"NUMERIC", to_numeric},     {"DECIMAL", to_numeric},
    {"Float", to_float},        {"FLOAT", to_float},         {"Double", to_float},
    {"Enum", to_member},        {"ENUM", to_member},         {"Interval", to_interval},
    {"INTERVAL", to_interval},
};

Value by_type(Session& session, const json::object& type, Value value) {
  if (value.is_none()) return value;
  const std::string_view name = type.at("type").as_string();
  for (const auto& row : converters)
    if (row.type == name) return row.convert(session, type, std::move(value));
  return value;
}

}  // namespace

Value python_value(Session& session, const plugin::Value& cell, const json::object* type) {
  const bool is_document = type != nullptr && !type->empty() && cell.type == PYCHARTER_JSON &&
                           std::string_view(type->at("type").as_string()).starts_with("JSON");
  Value value = is_document ? parse_json(session, cell.text) : from_cell(session, cell);
  if (type == nullptr || type->empty()) return value;
  if (!is_document) value = by_type(session, *type, std::move(value));
  return from_stored(session, *type, value);
}

}  // namespace pycharter::alembic
