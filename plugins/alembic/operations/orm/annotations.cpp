#include "alembic/operations/orm/annotations.h"

#include <algorithm>

#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/hint.h"

namespace pycharter::alembic::orm {
namespace {

using script::Class;
using script::TypeHint;

constexpr std::string_view mapped_names[] = {"Mapped", "WriteOnlyMapped", "DynamicMapped"};

struct PythonType {
  std::string_view name;
  std::string_view type;
};
constexpr PythonType python_types[] = {
    {"int", "Integer"},        {"str", "String"},        {"bool", "Boolean"}, {"float", "Float"},
    {"bytes", "LargeBinary"},  {"datetime", "DateTime"}, {"date", "Date"},    {"time", "Time"},
    {"timedelta", "Interval"}, {"Decimal", "Numeric"},   {"UUID", "Uuid"},
};

bool is_none_type(Session& session, const Value& value) {
  return value.is_none() || value.same(session.in().type_of(Value::none()));
}

// The members of a union, or the one type itself; `optional` is set where None is among them.
std::vector<Value> without_none(Session& session, const Value& value, bool& optional) {
  std::vector<Value> members{value};
  if (const auto* hint = script::host_cast<TypeHint>(value);
      hint != nullptr && (hint->name == "Optional" || hint->name == "Union")) {
    optional = optional || hint->name == "Optional";
    members = hint->arguments;
  } else if (const auto* several = value.get_if<script::Tuple>()) {
    members = several->items;
  }
  const auto end = std::remove_if(members.begin(), members.end(),
                                  [&](const Value& m) { return is_none_type(session, m); });
  optional = optional || end != members.end();
  members.erase(end, members.end());
  return members;
}

Value enumeration(Session& session, const Value& cls) {
  return session.in().call(type_class(session, {}, "Enum"), Arguments{{cls}, {}});
}

Value literal_type(Session& session, const TypeHint& hint) {
  Arguments values{hint.arguments, {{"native_enum", Value::boolean(false)}}};
  return session.in().call(type_class(session, {}, "Enum"), values);
}

Value column_type(Session& session, const Value& python, const Value& type_map) {
  auto& in = session.in();
  if (type_map.is(Kind::dict))
    if (const Value* found = type_map.get<script::Dict>().table.find(in, python)) return *found;
  if (const auto* hint = script::host_cast<TypeHint>(python))
    return hint->name == "Literal" ? literal_type(session, *hint) : Value();
  const auto* cls = python.get_if<Class>();
  if (cls == nullptr) return Value();
  if (cls->enumeration) return enumeration(session, python);
  for (const auto& row : python_types)
    if (row.name == cls->name) return type_class(session, {}, row.type);
  return Value();
}

}  // namespace

MappedType read_annotation(Session& session, const Value& annotation, const Value& type_map) {
  MappedType made;
  const auto* mapped = script::host_cast<TypeHint>(annotation);
  if (mapped == nullptr || mapped->arguments.size() != 1 ||
      std::find(std::begin(mapped_names), std::end(mapped_names), mapped->name) == std::end(mapped_names))
    return made;
  made.mapped = true;
  std::vector<Value> types = without_none(session, mapped->arguments.front(), made.optional);
  if (types.size() != 1) return made;
  const auto* annotated = script::host_cast<TypeHint>(types.front());
  if (annotated != nullptr && annotated->name == "Annotated" && !annotated->arguments.empty()) {
    for (const Value& extra : annotated->arguments)
      if (script::host_cast<ColumnObject>(extra) != nullptr) made.column = extra;
    made.type = column_type(session, types.front(), type_map);
    if (made.type.defined()) return made;
    types = without_none(session, annotated->arguments.front(), made.optional);
    if (types.size() != 1) return made;
  }
  made.type = column_type(session, types.front(), type_map);
  return made;
}

}  // namespace pycharter::alembic::orm
