#include "alembic/operations/to_json.h"

#include <cmath>

#include "alembic/operations/expression.h"
#include "alembic/operations/python_types.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/operators.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

using script::Class;
using script::Dict;
using script::Instance;

Value name_class(Session& session, const std::string& name) {
  return class_once(session.classes, name, [&] {
    return script::make_class(session.in(), name, "sqlalchemy.sql.elements", {session.in().builtin("str")});
  });
}

Value make_name(Session& session, const std::string& cls, const std::string& text) {
  auto made = script::make<Instance>(session.in().heap(), name_class(session, cls));
  made.get<Instance>().payload = session.in().str(text);
  return made;
}

json::object tagged(std::string_view tag, std::string text) {
  return {{"value", tag}, {"text", std::move(text)}};
}

std::string dump_document(Session& session, const Value& value) {
  auto& in = session.in();
  const Value dumps = in.attribute(in.import_module("json"), "dumps");
  return in.to_text(in.call(dumps, Arguments{{value}, {}}));
}

bool is_json_type(const json::object* type) {
  if (type == nullptr) return false;
  const auto* name = type->if_contains("type");
  return name != nullptr && (*name == "JSON" || *name == "JSONB");
}

// Classes of the script's standard library that have a tag of their own.
struct TaggedClass {
  std::string_view type;
  std::string_view tag;
  bool iso;  // written by isoformat(), else by str()
};
constexpr TaggedClass tagged_classes[] = {
    {"Decimal", "decimal", false}, {"UUID", "uuid", false},        {"date", "date", true},
    {"time", "time", true},        {"datetime", "datetime", true},
};

std::optional<json::value> to_tagged(Session& session, const Value& value) {
  auto& in = session.in();
  const std::string type = in.type_name(value);
  for (const auto& row : tagged_classes) {
    if (row.type != type) continue;
    const Value text = row.iso ? in.call(in.attribute(value, "isoformat")) : value;
    return tagged(row.tag, in.to_text(text));
  }
  if (type == "timedelta")
    return json::object{{"value", "interval"},
                        {"text", in.to_text(in.call(in.attribute(value, "total_seconds")))}};
  return std::nullopt;
}

json::value real_value(double number) {
  if (std::isnan(number)) return tagged("float", "nan");
  if (std::isinf(number)) return tagged("float", number > 0 ? "inf" : "-inf");
  return number;
}

json::value to_items(Session& session, const Value& value) {
  json::array items;
  session.in().for_each(value, [&](const Value& item) {
    items.push_back(to_value(session, item));
    return true;
  });
  return json::object{{"value", "list"}, {"items", std::move(items)}};
}

// A member of an enumeration is stored by its value when that is a str or int in itself, else by its name.
std::optional<json::value> to_enumeration(Session& session, const Value& value, const json::object* type) {
  const auto* instance = value.get_if<Instance>();
  if (instance == nullptr) return std::nullopt;
  const bool enum_column = type != nullptr && type->contains("type") && (*type).at("type") == "Enum";
  if (instance->type().enumeration && (enum_column || !instance->payload.defined()))
    return to_value(session, session.in().attribute(value, "name"), type);
  if (instance->payload.defined()) return to_value(session, instance->payload, type);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> string_of(const Value& value) {
  if (const auto* text = value.get_if<script::Str>()) return text->text;
  if (const auto* instance = value.get_if<Instance>())
    if (const auto* text = instance->payload.get_if<script::Str>()) return text->text;
  return std::nullopt;
}

Value make_convention_name(Session& session, const std::string& text) {
  return make_name(session, "conv", text);
}

Value make_quoted_name(Session& session, const std::string& text, const Value& quote) {
  auto made = make_name(session, "quoted_name", text);
  made.get<Instance>().set("quote", quote);
  return made;
}

json::value to_name(Session& session, const Value& value, std::string_view what) {
  if (const auto text = string_of(value)) {
    const auto* instance = value.get_if<Instance>();
    if (instance == nullptr) return json::value(*text);
    if (instance->type().name == "conv") return json::object{{"name", *text}, {"convention", true}};
    const auto* quote = instance->attributes.find("quote");
    if (quote == nullptr || quote->is_none()) return json::value(*text);
    return json::object{{"name", *text}, {"quote", session.in().truth(*quote)}};
  }
  if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, what);
  if (const auto* expression = host_cast_expression(value))
    if (const auto* name = expression->json.if_contains("name")) return *name;
  session.in().raise("TypeError", std::string(what) + " must be str, not " + session.in().type_name(value));
}

std::string name_text(const json::value& name) {
  return std::string(name.is_string() ? name.as_string() : name.as_object().at("name").as_string());
}

json::array to_names(Session& session, const Value& values, std::string_view what) {
  json::array names;
  if (const auto text = string_of(values)) {
    // Python would take the string for a sequence of its letters; nobody means that.
    session.in().raise("TypeError", std::string(what) + " must be a list of str, not str");
  }
  session.in().for_each(values, [&](const Value& item) {
    names.push_back(to_name(session, item, what));
    return true;
  });
  return names;
}

json::value to_value(Session& session, const Value& value, const json::object* type) {
  if (type != nullptr && type->contains("python")) {
    json::object plain = *type;
    plain.erase("python");
    return to_value(session, to_stored(session, *type, value), &plain);
  }
  if (is_json_type(type)) return tagged("json", dump_document(session, value));
  switch (value.kind()) {
    case Kind::none:
    case Kind::undefined:
      return nullptr;
    case Kind::boolean:
      return value.as_bool();
    case Kind::integer:
      return value.as_int();
    case Kind::real:
      return real_value(value.as_real());
    case Kind::big_integer:
      return tagged("int", session.in().to_text(value));
    case Kind::string:
      return json::value(value.get<script::Str>().text);
    case Kind::bytes:
      return tagged("bytes", script::hex_of(value.get<script::Bytes>().data));
    case Kind::dict:
      return tagged("json", dump_document(session, value));
    case Kind::list:
    case Kind::tuple:
    case Kind::set:
      return to_items(session, value);
    default:
      break;
  }
  if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, "a value");
  if (auto found = to_enumeration(session, value, type)) return std::move(*found);
  if (auto found = to_tagged(session, value)) return std::move(*found);
  session.fail("ArgumentError",
               "a value of type " + session.in().type_name(value) +
                   " cannot be sent to a database; pass str, a number, bool, bytes, date, datetime, "
                   "UUID, Decimal, list, dict or None");
}

Value from_json(Session& session, const json::value& value) {
  auto& in = session.in();
  switch (value.kind()) {
    case json::kind::null:
      return Value::none();
    case json::kind::bool_:
      return Value::boolean(value.get_bool());
    case json::kind::int64:
      return Value::integer(value.get_int64());
    case json::kind::uint64:
      return Value::integer(static_cast<std::int64_t>(value.get_uint64()));
    case json::kind::double_:
      return Value::real(value.get_double());
    case json::kind::string:
      return in.str(std::string(value.get_string()));
    case json::kind::array: {
      std::vector<Value> items;
      for (const auto& item : value.get_array())
        items.push_back(from_json(session, item));
      return in.list(std::move(items));
    }
    case json::kind::object:
      break;
  }
  Value made = in.dict();
  for (const auto& [key, item] : value.get_object())
    made.get<Dict>().put(std::string_view(key), from_json(session, item));
  return made;
}

bool is_dialect_keyword(std::string_view name) {
  static constexpr std::string_view prefixes[] = {"postgresql_", "mysql_", "mariadb_",
                                                  "sqlite_",     "mssql_", "oracle_"};
  for (const auto prefix : prefixes)
    if (name.starts_with(prefix) && name.size() > prefix.size()) return true;
  return false;
}

json::object to_dialect_keywords(Session& session, const std::vector<std::pair<std::string, Value>>& keywords,
                                 std::string_view callee) {
  json::object made;
  for (const auto& [name, value] : keywords) {
    if (!is_dialect_keyword(name))
      session.in().raise("TypeError", std::string(callee) + "() got an unexpected keyword argument '" + name +
                                          "'; additional arguments are named <dialect>_<argument>");
    made[name] = to_keyword(session, value);
  }
  return made;
}

}  // namespace pycharter::alembic
