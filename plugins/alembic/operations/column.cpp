// Column: its construction, its definition, and what default= and onupdate= give.
#include <algorithm>

#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/ast.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

using Role = SchemaItem::Role;

bool among(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// ---- parts of columns

void put_foreign_key(json::object& column, const SchemaItem& item) {
  auto& keys = column["foreign_keys"];
  if (!keys.is_array()) keys = json::array();
  keys.get_array().push_back(item.json);
}

void put_item(Session& session, json::object& column, const Value& value) {
  if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, "the column");
  auto* item = host_cast_item(value);
  if (item == nullptr)
    session.fail("ArgumentError", "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                                      session.in().to_repr(value));
  item->attached = true;
  switch (item->role) {
    case Role::foreign_key:
      put_foreign_key(column, *item);
      return;
    case Role::computed:
      column["computed"] = item->json;
      return;
    case Role::identity:
      column["identity"] = item->json;
      return;
    case Role::sequence:
      column["sequence"] = item->json;
      session.sequences.push_back(item->json);
      return;
    case Role::default_clause:
      column["server_default"] = item->json.at("default");
      return;
    case Role::constraint: {
      auto& list = column["constraints"];
      if (!list.is_array()) list = json::array();
      list.get_array().push_back(item->json);
      return;
    }
    case Role::index:
      break;
  }
  session.fail("ArgumentError", "an Index belongs to a table, not to a column");
}

// ---- Column

constexpr std::string_view column_parameters =
    "*args, name=None, type_=None, autoincrement='auto', default=None, insert_default=None, doc=None, "
    "key=None, index=None, "
    "unique=None, info=None, nullable=None, onupdate=None, primary_key=False, server_default=None, "
    "server_onupdate=None, quote=None, system=False, comment=None, insert_sentinel=False, **dialect_kwargs";

struct Flag {
  std::string_view name;
  bool when_false;  // written also when it is False
};
constexpr Flag column_flags[] = {
    {"nullable", true}, {"primary_key", false}, {"unique", false}, {"index", false}, {"quote", true}};

void put_flags(Session& session, const Given& given, json::object& column) {
  for (const auto& flag : column_flags) {
    if (!given.has(flag.name)) continue;
    const bool value = session.in().truth(given[flag.name]);
    if (value || flag.when_false) column[flag.name] = value;
  }
  if (const auto* unknown = script::as_unknown(given.value("autoincrement")))
    refuse_unknown(session.in(), *unknown, "the column's autoincrement");
  if (given.has("autoincrement")) column["autoincrement"] = to_value(session, given["autoincrement"]);
  if (given.value("default").defined() || given.value("insert_default").defined())
    column["python_default"] = true;
  if (given.has("comment")) column["comment"] = session.in().text(given["comment"], "comment");
  if (const auto* unknown = script::as_unknown(given.value("server_default")))
    refuse_unknown(session.in(), *unknown, "the column's server_default");
  if (given.has("server_default")) {
    const json::value made = to_default(session, given["server_default"]);
    const auto kind = made.as_object().at("default").as_string();
    if (kind == "computed" || kind == "identity")
      put_item(session, column, given["server_default"]);
    else
      column["server_default"] = made;
  }
}

Value construct_column(Session& session, const Given& given) {
  json::object column;
  Value name = given.value("name"), type = given.value("type_");
  std::size_t next = 0;
  const auto& args = given.rest();
  if (next < args.size() && (string_of(args[next]) || args[next].is_none())) name = args[next++];
  if (next < args.size())
    if (const auto* unknown = script::as_unknown(args[next]))
      refuse_unknown(session.in(), *unknown, "the column");
  if (next < args.size() &&
      (args[next].is_none() || args[next].is(Kind::native) || is_type(session, args[next])))
    type = args[next++];
  if (name.defined() && !name.is_none()) column["name"] = to_name(session, name, "name");
  column["type"] = to_type(session, type);
  for (; next < args.size(); ++next)
    put_item(session, column, args[next]);
  put_flags(session, given, column);
  if (auto dialect = to_dialect_keywords(session, given.keywords(), "Column"); !dialect.empty())
    column["dialect"] = std::move(dialect);
  json::object expression{{"expr", "column"}};
  if (const auto* own = column.if_contains("name")) expression["name"] = *own;
  expression["type"] = column.at("type");
  Value made =
      script::make<ColumnObject>(session.in().heap(), session, std::move(expression), std::move(column));
  auto& object = *script::host_cast<ColumnObject>(made);
  object.python_default = given.value("default").defined() ? given["default"] : given.value("insert_default");
  object.python_onupdate = given.value("onupdate");
  for (const auto& flag : column_flags)
    if (given.has(flag.name) && !session.in().truth(given[flag.name])) object.denied.push_back(flag.name);
  if (given.has("key")) object.key = session.in().text(given["key"], "key");
  for (const auto& item : args)
    if (const auto* key = host_cast_item(item); key != nullptr && key->role == Role::foreign_key)
      object.key_targets.push_back(key->columns.empty() ? Value() : key->columns.front());
  object.at = session.site();
  return made;
}

}  // namespace

// Keywords of Column and Table that have a meaning in Python only.
bool is_python_only(std::string_view name) {
  return among({"default", "onupdate", "info", "key", "doc", "insert_default", "server_onupdate", "system",
                "insert_sentinel", "keep_existing", "extend_existing", "autoload_replace", "resolve_fks",
                "include_columns", "implicit_returning", "listeners"},
               name);
}

Value column_class(Session& session) {
  return make_schema_class(session, "Column", column_parameters, construct_column);
}

void ColumnObject::set_name(std::string_view name) {
  if (definition.contains("name")) return;
  definition["name"] = name;
  json["name"] = name;
}

void ColumnObject::attach(const TableObject& to_table) {
  const json::object& to = to_table.from;
  owner = Value::of(to_table);
  json["table"] = to.at("name");
  if (const auto* schema = to.if_contains("schema")) json["schema"] = *schema;
  froms = {to_table.shared_from()};
}

std::optional<Value> ColumnObject::attribute(Interpreter& in, std::string_view name) {
  if (name == "nullable") {
    const auto* value = definition.if_contains("nullable");
    return Value::boolean(value == nullptr ? !definition.contains("primary_key") : value->as_bool());
  }
  if (among({"primary_key", "unique", "index", "autoincrement", "comment"}, name)) {
    const auto* value = definition.if_contains(name);
    return value == nullptr ? (name == "primary_key" ? Value::boolean(false) : Value::none())
                            : from_json(session, *value);
  }
  if (name == "copy" || name == "_copy")
    return make_method(session, Value::of(*this), name, "**kw",
                       [this](Session&, const Given&) { return copy(); });
  return Expression::attribute(in, name);
}

Value ColumnObject::copy() const {
  Value made = script::make<ColumnObject>(session.in().heap(), session, json, definition);
  auto& object = *script::host_cast<ColumnObject>(made);
  object.python_default = python_default;
  object.python_onupdate = python_onupdate;
  object.key = key;
  object.sort_order = sort_order;
  object.use_existing = use_existing;
  object.denied = denied;
  object.at = at;
  object.key_targets = key_targets;
  return made;
}

void ColumnObject::merge(const ColumnObject& other) {
  for (const auto& [name, value] : other.definition) {
    if (name == "name") continue;
    if (name == "type") {
      if (definition.at("type").as_object().at("type") == "NullType")
        definition["type"] = json["type"] = value;
    } else if (name == "foreign_keys" || name == "constraints") {
      auto& list = definition[name];
      if (!list.is_array()) list = json::array();
      if (name == "foreign_keys") key_targets.resize(list.get_array().size());
      list.get_array().insert(list.get_array().end(), value.as_array().begin(), value.as_array().end());
    } else if (!definition.contains(name) && std::find(denied.begin(), denied.end(), name) == denied.end()) {
      definition[name] = value;
    }
  }
  key_targets.insert(key_targets.end(), other.key_targets.begin(), other.key_targets.end());
  if (!python_default.defined()) python_default = other.python_default;
  if (!python_onupdate.defined()) python_onupdate = other.python_onupdate;
}

Value default_value(Session& session, const Value& given) {
  const bool callable =
      given.is(Kind::function) || given.is(Kind::native) || given.is(Kind::bound) || given.is(Kind::cls);
  if (!callable) return given;
  const auto* function = given.get_if<script::Function>();
  // A function with a parameter gets the context of the execution; there is none here that it could ask.
  const bool takes_context =
      function != nullptr && function->node.parameters.size() > function->defaults.size();
  return session.in().call(given, takes_context ? Arguments{{Value::none()}, {}} : Arguments{});
}

bool ColumnObject::set_attribute(Interpreter& in, std::string_view name, const Value& value) {
  if (among({"nullable", "primary_key", "unique", "index"}, name)) {
    definition[name] = in.truth(value);
    return true;
  }
  if (name == "type") {
    definition["type"] = to_type(session, value);
    json["type"] = definition["type"];
    return true;
  }
  return is_python_only(name);
}

json::object column_defaults(Session& session, const FromObject& table, const json::object& row,
                             bool inserting) {
  json::object made;
  for (const auto& [name, value] : table.columns().columns) {
    const auto* column = script::host_cast<ColumnObject>(value);
    if (column == nullptr || row.contains(name)) continue;
    const Value& given = inserting ? column->python_default : column->python_onupdate;
    if (!given.defined() || given.is_none() || host_cast_item(given) != nullptr) continue;
    // Rendered to text, SQLAlchemy knows of no value that it would find when it executes.
    if (session.as_sql() && host_cast_expression(given) == nullptr)
      made[name] = keyword("null");
    else
      made[name] = to_expression(session, default_value(session, given), column->known_type());
  }
  return made;
}

}  // namespace pycharter::alembic
