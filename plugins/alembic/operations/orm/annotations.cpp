#include "alembic/operations/orm/annotations.h"

#include <algorithm>

#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/hint.h"
#include "alembic/script/unknown.h"

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
    {"int", "Integer"},        {"str", "String"},        {"bool", "Boolean"}, {"float", "Double"},
    {"bytes", "LargeBinary"},  {"datetime", "DateTime"}, {"date", "Date"},    {"time", "Time"},
    {"timedelta", "Interval"}, {"Decimal", "Numeric"},   {"UUID", "Uuid"},
};

bool is_none_type(Session& session, const Value& value) {
  return value.is_none() || value.same(session.in().type_of(Value::none()));
}

Value enumeration(Session& session, const Value& cls) {
  return session.in().call(type_class(session, {}, "Enum"), Arguments{{cls}, {}});
}

Value literal_type(Session& session, const TypeHint& hint) {
  Arguments values{hint.arguments, {{"native_enum", Value::boolean(false)}}};
  return session.in().call(type_class(session, {}, "Enum"), values);
}

// An Enum of type_annotation_map says how enumerations are stored, and stands for each of them.
Value adapted(Session& session, const Value& type, const Class& python) {
  const auto* object = script::host_cast<TypeObject>(type);
  if (object == nullptr || object->row.name != "Enum" || !python.enumeration) return type;
  Arguments arguments{{Value::of(python)}, {}};
  if (const auto* given = object->json.if_contains("args"))
    for (const auto* name :
         {"native_enum", "length", "create_constraint", "name", "schema", "inherit_schema"})
      if (const auto* value = given->as_object().if_contains(name);
          value != nullptr && std::string_view(name) != "name")
        arguments.keywords.emplace_back(name, from_json(session, *value));
  return session.in().call(type_class(session, {}, "Enum"), arguments);
}

// Of the type itself, or of the nearest of its ancestors.
Value mapped_type(Session& session, const Value& python, const Value& type_map) {
  if (!type_map.is(Kind::dict)) return Value();
  auto& table = type_map.get<script::Dict>().table;
  if (const Value* found = table.find(session.in(), python))
    return python.is(Kind::cls) ? adapted(session, *found, python.get<Class>()) : *found;
  if (!python.is(Kind::cls)) return Value();
  for (const Value& ancestor : python.get<Class>().order)
    if (const Value* found = table.find(session.in(), ancestor))
      return adapted(session, *found, python.get<Class>());
  return Value();
}

Value column_type(Session& session, const Value& python, const Value& type_map) {
  if (const Value found = mapped_type(session, python, type_map); found.defined()) return found;
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

Annotate annotation_of(Session& session, const Value& cls, const std::string& key) {
  const Value* found = cls.get<Class>().own("__annotate__");
  const Value annotate = found == nullptr ? Value() : *found;
  return [&session, annotate, key](const std::string& text) {
    auto& in = session.in();
    if (!annotate.defined()) return Value();
    Arguments arguments{{in.str(key)}, {}};
    if (!text.empty()) arguments.positional.push_back(in.str(text));
    return in.call(annotate, arguments);
  };
}

Annotate annotation_of_result(Session& session, const Value& value) {
  const auto* descriptor = value.get_if<script::Descriptor>();
  const Value function = descriptor == nullptr ? value : descriptor->function;
  return [&session, function](const std::string& text) {
    const auto* found = function.get_if<script::Function>();
    return found == nullptr ? Value() : script::returned_hint(session.in(), *found, text);
  };
}

MappedType read_annotation(Session& session, const Annotate& annotate, const Value& type_map) {
  // What an annotation writes as text, as a whole or inside Mapped[…].
  const auto read = [&](Value value) {
    for (int texts = 0; value.is(Kind::string) && session.in().reads_sources() && texts < 4; ++texts)
      value = annotate(value.get<script::Str>().text);
    return value;
  };
  const Value annotation = read(annotate({}));
  MappedType made;
  const auto* mapped = script::host_cast<TypeHint>(annotation);
  if (mapped == nullptr || mapped->arguments.empty() ||
      std::find(std::begin(mapped_names), std::end(mapped_names), mapped->name) == std::end(mapped_names))
    return made;
  made.mapped = true;
  // Mapped[a | b] comes as its members.
  const Value inside =
      mapped->arguments.size() == 1 ? mapped->arguments.front() : session.in().tuple(mapped->arguments);
  // A union may itself be a key of the map.
  if (const Value whole = read(inside);
      whole.defined() && (made.type = mapped_type(session, whole, type_map)).defined()) {
    without_none(session, whole, made.optional);
    return made;
  }
  std::vector<Value> types = without_none(session, read(inside), made.optional);
  if (types.size() != 1) return made;
  types.front() = read(types.front());
  const auto* annotated = script::host_cast<TypeHint>(types.front());
  if (annotated != nullptr && annotated->name == "Annotated" && !annotated->arguments.empty()) {
    for (const Value& extra : annotated->arguments)
      if (script::host_cast<ColumnObject>(extra) != nullptr) made.column = extra;
    made.type = column_type(session, types.front(), type_map);
    if (made.type.defined()) return made;
    types = without_none(session, read(annotated->arguments.front()), made.optional);
    if (types.size() != 1) return made;
  }
  made.type = column_type(session, types.front(), type_map);
  if (!made.type.defined() && script::as_unknown(types.front()) != nullptr) made.unknown = types.front();
  return made;
}

}  // namespace pycharter::alembic::orm
