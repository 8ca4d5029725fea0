#include "alembic/operations/cells.h"

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
Value to_temporal(Session& session, const json::object&, Value value) {
  const auto text = string_of(value);
  return text ? parse_temporal(session, *text) : value;
}
Value to_uuid(Session& session, const json::object& type, Value value) {
  const auto text = string_of(value);
  if (!text || given_false(type, "as_uuid")) return value;
  return library_call(session, "uuid", "UUID", {}, *text);
}
Value to_numeric(Session& session, const json::object& type, Value value) {
  if (given_false(type, "asdecimal"))
    return value.is(Kind::real) ? value
                                : session.in().call(session.in().builtin("float"), Arguments{{value}, {}});
  // A driver that knows no decimals gives a float, which is then written with the digits of the type, or ten.
  if (value.is(Kind::real)) {
    const auto* args = type.if_contains("args");
    const auto* scale = args == nullptr ? nullptr : args->as_object().if_contains("scale");
    const std::string digits =
        scale != nullptr && scale->is_int64() ? std::to_string(scale->get_int64()) : "10";
    return decimal(session, session.in().format(value, "." + digits + "f"));
  }
  return decimal(session, session.in().to_text(value));
}
Value to_float(Session& session, const json::object&, Value value) {
  if (value.is(Kind::real)) return value;
  return session.in().call(session.in().builtin("float"), Arguments{{value}, {}});
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
};

Value by_type(Session& session, const json::object& type, Value value) {
  if (value.is_none()) return value;
  const std::string_view name = type.at("type").as_string();
  for (const auto& row : converters)
    if (row.type == name) return row.convert(session, type, std::move(value));
  return value;
}

}  // namespace

Value cell_value(Session& session, const plugin::Value& cell, const json::object* type) {
  Value value = from_cell(session, cell);
  if (type == nullptr || type->empty()) return value;
  return from_stored(session, *type, by_type(session, *type, std::move(value)));
}

}  // namespace pycharter::alembic
