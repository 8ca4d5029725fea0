#include "alembic/operations/python_types.h"

#include "alembic/operations/connection.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

const Value* side_of(const Session& session, const json::object& type) {
  const auto* number = type.if_contains("python");
  return number == nullptr
             ? nullptr
             : &session.python_types.at(static_cast<std::size_t>(number->to_number<std::int64_t>()));
}

const json::array& stored_values(const json::object& type) {
  return type.at("args").as_object().at("values").as_array();
}

// A decorator's method; undefined where it has none.
Value process(Session& session, const Value& decorator, std::string_view method, const Value& value) {
  const auto code = session.in().find_attribute(decorator, method);
  if (!code) return value;
  return session.in().call(*code, Arguments{{value, make_dialect(session)}, {}});
}

}  // namespace

json::object with_python_side(Session& session, json::object type, const Value& side) {
  auto& known = session.python_types;
  std::size_t number = 0;
  while (number < known.size() && !known[number].same(side))
    ++number;
  if (number == known.size()) known.push_back(side);
  type["python"] = number;
  return type;
}

Value to_stored(Session& session, const json::object& type, const Value& value) {
  const Value* side = side_of(session, type);
  if (side == nullptr) return value;
  const auto* cls = side->get_if<script::Class>();
  if (cls == nullptr) return process(session, Value(*side), "process_bind_param", value);
  for (std::size_t i = 0; i < cls->enum_members.size(); ++i)
    if (cls->enum_members[i].same(value)) return from_json(session, stored_values(type).at(i));
  return value;
}

Value from_stored(Session& session, const json::object& type, const Value& value) {
  const Value* side = side_of(session, type);
  if (side == nullptr) return value;
  const auto* cls = side->get_if<script::Class>();
  if (cls == nullptr) return process(session, Value(*side), "process_result_value", value);
  const auto text = string_of(value);
  const auto& values = stored_values(type);
  for (std::size_t i = 0; text && i < cls->enum_members.size() && i < values.size(); ++i)
    if (values[i] == json::string_view(*text)) return cls->enum_members[i];
  if (value.is_none()) return value;
  session.in().raise("LookupError", session.in().to_repr(value) +
                                        " is not among the defined enum values. Enum name: " + cls->name);
}

}  // namespace pycharter::alembic
