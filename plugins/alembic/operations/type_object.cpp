#include "alembic/operations/type_object.h"

#include "alembic/operations/compiled.h"
#include "alembic/operations/dialect_types.h"

#include <algorithm>

#include "alembic/operations/expression.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/python_types.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

using script::Class;
using script::Instance;

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Parameters that hold a type, an expression, or something that only matters inside Python.
bool is_type_parameter(std::string_view name) {
  return contains({"item_type", "astext_type", "text_type", "data_type", "impl"}, name);
}
bool is_expression_parameter(std::string_view name) {
  return contains({"check", "default"}, name);
}
bool is_python_side(std::string_view name) {
  return contains({"metadata", "values_callable", "sort_key_function", "pickler", "comparator", "protocol",
                   "storage_format", "regexp", "validate_strings", "omit_aliases"},
                  name);
}

const Class* enumeration_of(const std::vector<Value>& values) {
  if (values.size() != 1) return nullptr;
  const auto* cls = values.front().get_if<Class>();
  return cls != nullptr && cls->enumeration ? cls : nullptr;
}

// An enumeration class stands for the names of its members, or for what values_callable makes of it.
void add_enumeration(Session& session, const Class& cls, const Given& given, json::object& args) {
  auto& in = session.in();
  json::array values;
  if (const Value callable = given.value("values_callable"); callable.defined()) {
    in.for_each(in.call(callable, Arguments{{Value::of(cls)}, {}}), [&](const Value& item) {
      values.push_back(json::value(in.to_text(item)));
      return true;
    });
  } else {
    for (const auto& member : cls.enum_members)
      values.push_back(json::value(in.to_text(in.attribute(member, "name"))));
  }
  args["values"] = std::move(values);
  std::string name = cls.name;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  args["name"] = name;
}

// Enum(("a", "b")) is, to SQLAlchemy, an enumeration of one value, the tuple: two characters wide where it is
// a VARCHAR, and nothing that a database with ENUM could write.
std::optional<std::int64_t> width_of_tuples(Session& session, const std::vector<Value>& values) {
  std::int64_t width = 0;
  for (const auto& value : values)
    if (const auto* tuple = value.get_if<script::Tuple>())
      width = std::max(width, static_cast<std::int64_t>(tuple->items.size()));
  if (width == 0) return std::nullopt;
  if (session.sink != nullptr && session.sink->dialect() != "sqlite")
    session.in().raise(
        "AttributeError",
        "'tuple' object has no attribute 'replace': give an Enum its values one by one, Enum(\"a\", \"b\")");
  return width;
}

void add_values(Session& session, const Given& given, json::object& args) {
  if (const auto* cls = enumeration_of(given.rest())) {
    add_enumeration(session, *cls, given, args);
    return;
  }
  json::array values;
  for (const auto& value : given.rest()) {
    const auto text = string_of(value);
    if (!text)
      session.in().raise(
          "TypeError", "the values of an enumerated type must be str, not " + session.in().type_name(value));
    values.push_back(json::value(*text));
  }
  args["values"] = std::move(values);
}

void add_argument(Session& session, const std::string& name, const Value& value, json::object& args) {
  if (value.is_none() || is_python_side(name)) return;
  if (is_type_parameter(name))
    args[name] = to_type(session, value, name);
  else if (name == "default" && string_of(value))
    args[name] = *string_of(value);  // of a domain: a value, which the dialect quotes
  else if (is_expression_parameter(name))
    args[name] = to_text_or_expression(session, value);
  else if (name == "name" || name == "schema")
    args[name] = to_name(session, value, name);
  else
    args[name] = to_value(session, value);
}

json::object type_json(const TypeRow& row, json::object args) {
  json::object made{{"type", row.name}};
  if (!row.dialect.empty()) made["dialect"] = row.dialect;
  if (!args.empty()) made["args"] = std::move(args);
  return made;
}

bool is_enumerated(const TypeRow& row) {
  return row.parameters.starts_with("*values");
}

Value construct(Session& session, const TypeRow& row, const Arguments& arguments) {
  const auto parameters = session.parameter_lists.get(std::string(row.name) + ".__init__", row.parameters);
  const Given given = parameters->bind(session.in(), arguments);
  json::object args;
  if (is_enumerated(row))
    if (const auto width = width_of_tuples(session, given.rest()))
      return make_type(session, {{"type", "String"}, {"args", json::object{{"length", *width}}}});
  if (is_enumerated(row)) add_values(session, given, args);
  for (const auto& name : parameters->names())
    if (const Value value = given.value(name); value.defined()) add_argument(session, name, value, args);
  auto made = type_json(row, std::move(args));
  if (is_enumerated(row) && enumeration_of(given.rest()) != nullptr) {
    made["enumeration"] = true;  // another type than one of the same words
    session.enumerations.emplace(json::serialize(made), given.rest().front());
  }
  return script::make<TypeObject>(session.in().heap(), session, row, std::move(made));
}

std::pair<std::string_view, std::string_view> split_name(std::string_view full) {
  const auto dot = full.find('.');
  if (dot == std::string_view::npos) return {{}, full};
  return {full.substr(0, dot), full.substr(dot + 1)};
}

std::string full_name(const TypeRow& row) {
  return row.dialect.empty() ? std::string(row.name) : std::string(row.dialect) + "." + std::string(row.name);
}

Value root_class(Session& session) {
  return type_base_class(session, "TypeEngine");
}

// ---- methods of an instance

Value with_variant(Session& session, TypeObject& self, const Given& given) {
  json::array dialects;
  for (const auto& name : given.rest())
    dialects.push_back(json::value(session.in().text(name, "dialect_name")));
  json::object changed = self.json;
  auto& variants = changed["variants"];
  if (!variants.is_array()) variants = json::array();
  variants.get_array().push_back(
      json::object{{"dialects", std::move(dialects)}, {"type", to_type(session, given["type_"])}});
  return script::make<TypeObject>(session.in().heap(), session, self.row, std::move(changed));
}

Value change_type(Session& session, TypeObject& self, const Given& given, std::string_view op,
                  bool default_check) {
  const Value check = given.value("checkfirst");
  // Alembic's mock connection never asks the database first.
  const bool checkfirst = !session.as_sql() && (check.defined() ? session.in().truth(check) : default_check);
  session.apply({{"op", op}, {"type", self.json}, {"checkfirst", checkfirst}});
  return Value::none();
}

Value create_type(Session& session, TypeObject& self, const Given& given) {
  return change_type(session, self, given, "create_type", self.row.dialect == "postgresql");
}
Value drop_type(Session& session, TypeObject& self, const Given& given) {
  return change_type(session, self, given, "drop_type", self.row.dialect == "postgresql");
}
Value copy_type(Session& session, TypeObject& self, const Given&) {
  return script::make<TypeObject>(session.in().heap(), session, self.row, self.json);
}
Value evaluates_none(Session&, TypeObject& self, const Given&) {
  return Value::of(self);
}

struct TypeMethod {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, TypeObject&, const Given&);
};
constexpr TypeMethod type_methods[] = {
    {"with_variant", "type_, *dialect_names", with_variant},
    {"create", "bind, checkfirst=None, **kw", create_type},
    {"drop", "bind, checkfirst=None, **kw", drop_type},
    {"copy", "**kw", copy_type},
    {"evaluates_none", "", evaluates_none},
};

}  // namespace

Value TypeObject::type(Interpreter&) const {
  return type_class(session_, row.dialect, row.name);
}

std::optional<Value> TypeObject::attribute(Interpreter& in, std::string_view name) {
  for (const auto& method : type_methods)
    if (method.name == name)
      return make_method(
          session_, Value::of(*this), method.name, method.parameters,
          [this, code = method.code](Session& s, const Given& given) { return code(s, *this, given); });
  const auto* args = json.if_contains("args");
  if (name == "enums" && args != nullptr && args->as_object().contains("values"))
    return from_json(session_, args->as_object().at("values"));
  if (name == "__visit_name__") return in.str(std::string(row.name));
  // What was not given is None, as it is there.
  const auto parameters = session_.parameter_lists.get(row.name, row.parameters);
  const auto& names = parameters->names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
  const auto* value = args == nullptr ? nullptr : args->as_object().if_contains(name);
  if (value == nullptr) return name == "timezone" ? Value::boolean(false) : Value::none();
  if (is_type_parameter(name)) return make_type(session_, value->as_object());
  return from_json(session_, *value);
}

std::string TypeObject::repr(Interpreter&) {
  if (!sql.empty()) return sql;
  std::string text(row.name);
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  if (text == "STRING") text = "VARCHAR";
  if (const auto* args = json.if_contains("args"))
    if (const auto* length = args->as_object().if_contains("length"))
      text += "(" + json::serialize(*length) + ")";
  return text;
}

Value type_class(Session& session, std::string_view dialect, std::string_view name) {
  const auto* row = find_type(dialect, name);
  if (row == nullptr) return Value();
  return class_once(session.type_classes, full_name(*row), [&] {
    const auto [base_dialect, base_name] = split_name(row->base);
    const Value base = row->base.empty() ? root_class(session) : type_class(session, base_dialect, base_name);
    Value made = script::make_class(
        session.in(), std::string(row->name), "sqlalchemy.types", {base},
        [&session, row](Interpreter& in, const Arguments& arguments) {
          return script::demand_known(in, "the type", [&] { return construct(session, *row, arguments); });
        });
    session.type_rows.emplace(&made.object(), row);
    return made;
  });
}

namespace {

// What a TypeDecorator is made with goes to the type that it decorates.
Value construct_decorator(Interpreter& in, Bindings& given) {
  const auto impl = in.find_attribute(given[0], "impl");
  if (impl && impl->is(Kind::cls) && (!given.rest.empty() || !given.keywords.empty()))
    given[0].get<Instance>().set("impl", in.call(*impl, Arguments{given.rest, given.keywords}));
  return Value::none();
}

// What its own methods call by super().
void define_decorator(Interpreter& in, Class& cls) {
  define(in, cls, "__init__", "self, *args, **kwargs", construct_decorator);
  define(in, cls, "load_dialect_impl", "self, dialect",
         [](Interpreter& i, Bindings& given) { return i.attribute(given[0], "impl"); });
}

}  // namespace

Value type_base_class(Session& session, const std::string& name) {
  return class_once(session.type_classes, "base:" + name, [&] {
    std::vector<Value> bases;
    if (name != "TypeEngine") bases.push_back(type_base_class(session, "TypeEngine"));
    Value made = script::make_class(session.in(), name, "sqlalchemy.types", bases);
    if (name == "TypeDecorator") define_decorator(session.in(), made.get<Class>());
    return made;
  });
}

Value sqlmodel_type(Session& session, std::string_view name) {
  auto& in = session.in();
  if (name == "GUID") return type_class(session, {}, "Uuid");
  if (name != "AutoString") return Value();
  return script::make_native(in, "AutoString", "length=None", [&session](Interpreter&, Bindings& given) {
    json::object type{{"type", "String"}};
    if (given.get(0).is_none()) {
      // SQLModel gives MySQL the length that its VARCHAR must have.
      const json::object sized{{"type", "String"}, {"args", json::object{{"length", 255}}}};
      type["variants"] = json::array{json::object{{"dialects", json::array{"mysql"}}, {"type", sized}}};
    } else {
      type["args"] = json::object{{"length", to_value(session, given[0])}};
    }
    return make_type(session, std::move(type));
  });
}

Value make_type(Session& session, json::object type, std::string sql) {
  const auto* dialect = type.if_contains("dialect");
  const auto* row =
      find_type(dialect == nullptr ? std::string_view() : std::string_view(dialect->as_string()),
                type.at("type").as_string());
  if (row == nullptr) row = find_type({}, "NullType");
  Value made = script::make<TypeObject>(session.in().heap(), session, *row, std::move(type));
  script::host_cast<TypeObject>(made)->sql = std::move(sql);
  return made;
}

namespace {

const Class* class_of(const Value& value) {
  if (const auto* cls = value.get_if<Class>()) return cls;
  if (const auto* instance = value.get_if<Instance>()) return &instance->type();
  return nullptr;
}

bool is_own_type(Session& session, const Value& value) {
  const auto* cls = class_of(value);
  return cls != nullptr && cls->derives_from(root_class(session).get<Class>());
}

std::optional<json::object> inherited_type(Session& session, const Class& cls);

json::object stored_as(Session& session, const Value& instance);

// A script's own type: what it is stored as, and how its values become that.
json::object own_type(Session& session, const Value& value) {
  auto& in = session.in();
  const Value instance = value.is(Kind::cls) ? in.call(value) : value;
  json::object type = with_dialect_types(session, instance, stored_as(session, instance));
  const bool decorates = instance.is(Kind::instance) && (in.find_attribute(instance, "process_bind_param") ||
                                                         in.find_attribute(instance, "process_result_value"));
  return decorates ? with_decorator(session, std::move(type), instance) : type;
}

json::object stored_as(Session& session, const Value& instance) {
  auto& in = session.in();
  if (const auto* known = script::host_cast<TypeObject>(instance)) return known->json;
  if (const auto specification = in.find_attribute(instance, "get_col_spec"))
    return {{"type", "UserDefinedType"},
            {"args", json::object{{"sql", in.to_text(in.call(*specification))}}}};
  if (const auto impl = in.find_attribute(instance, "impl"); impl && !impl->is_none())
    return to_type(session, *impl, "impl");
  // Of a class that derives from a type: what that made of the arguments.
  if (const auto* made = instance.get_if<Instance>(); made != nullptr && made->payload.defined())
    if (const auto* type = script::host_cast<TypeObject>(made->payload)) return type->json;
  if (auto base = inherited_type(session, *class_of(instance))) return *base;
  session.fail("ArgumentError", "the type " + in.type_name(instance) +
                                    " names neither impl nor get_col_spec(), so its SQL type is not known");
}

// What a class that derives from a SQLAlchemy type is where nothing else is said.
std::optional<json::object> inherited_type(Session& session, const Class& cls) {
  for (const auto& base : cls.bases) {
    if (session.type_rows.contains(&base.object())) return to_type(session, base);
    if (auto found = inherited_type(session, base.get<Class>())) return found;
  }
  return std::nullopt;
}

}  // namespace

bool is_type(Session& session, const Value& value) {
  if (script::host_cast<TypeObject>(value) != nullptr) return true;
  return is_own_type(session, value);
}

json::object to_type(Session& session, const Value& value, std::string_view what) {
  if (value.is_none() || !value.defined()) return {{"type", "NullType"}};
  if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, what);
  const auto* type = script::host_cast<TypeObject>(value);
  if (type != nullptr && !has_compile_rules(session, value)) return type->json;
  if (value.is(Kind::native))
    return to_type(session, session.in().call(value), what);  // sqlmodel's AutoString, uncalled
  if (is_own_type(session, value)) {
    if (!has_compile_rules(session, value)) return own_type(session, value);
    const Value instance = value.is(Kind::cls) ? session.in().call(value) : value;
    const auto* stored = script::host_cast<TypeObject>(instance);
    return compiled_type(session, instance,
                         stored != nullptr ? stored->json : inherited_type(session, *class_of(instance)));
  }
  session.fail("ArgumentError",
               std::string(what) + " must be a SQLAlchemy type, not " + session.in().type_name(value));
}

}  // namespace pycharter::alembic
