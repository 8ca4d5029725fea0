#include "alembic/operations/schema.h"

#include <algorithm>

#include "alembic/operations/ddl_statements.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/ast.h"

namespace pycharter::alembic {
namespace {

using Role = SchemaItem::Role;

// ---- Table

constexpr std::string_view table_parameters =
    "name, metadata=None, *args, schema=None, autoload_with=None, **kw";

// Puts the table into `tables`, and with `follow` those that it refers to.
Value reflect_into(Session& session, const Value& tables, const std::string& name, const Value& schema,
                   bool follow) {
  std::vector<std::string> targets;
  Value made = reflect_table(session, name, schema, &targets);
  session.in().set_subscript(tables, session.in().str(name), made);
  for (const auto& target : targets)
    if (follow && !session.in().contains(tables, session.in().str(target)))
      reflect_into(session, tables, target, schema, true);
  return made;
}

Value construct_table(Session& session, const Given& given) {
  auto* metadata = script::host_cast<MetaDataObject>(given.value("metadata"));
  if (metadata == nullptr)
    session.fail("ArgumentError", "Table() takes a MetaData object as its second argument");
  if (given.has("autoload_with")) {
    const bool follow =
        std::none_of(given.keywords().begin(), given.keywords().end(), [&](const auto& keyword) {
          return keyword.first == "resolve_fks" && !session.in().truth(keyword.second);
        });
    return reflect_into(session, metadata->tables, session.in().text(given["name"], "name"),
                        given.value("schema"), follow);
  }
  json::object options = table_options(session, given.keywords());
  if (given.has("schema"))
    options["schema"] = to_name(session, given["schema"], "schema");
  else if (!metadata->schema.is_null())
    options["schema"] = metadata->schema;
  if (!metadata->naming_convention.empty()) options["naming_convention"] = metadata->naming_convention;
  // A name without columns is the table that the metadata already knows.
  if (given.rest().empty() && session.in().contains(metadata->tables, given["name"]))
    return session.in().subscript(metadata->tables, given["name"]);
  Value made = make_table(session, given["name"], options, split_table_arguments(session, given.rest()));
  session.in().set_subscript(metadata->tables, given["name"], made);
  return made;
}

Value construct_metadata(Session& session, const Given& given) {
  Value made = script::make<MetaDataObject>(session.in().heap(), session);
  auto& metadata = *script::host_cast<MetaDataObject>(made);
  if (given.has("schema")) metadata.schema = to_name(session, given["schema"], "schema");
  if (given.has("naming_convention"))
    metadata.naming_convention = to_keyword(session, given["naming_convention"]).as_object();
  return made;
}

// sa.table("t", sa.column("a"), schema="s")
Value construct_light_table(Session& session, const Given& given) {
  json::object from{{"expr", "table"}, {"name", to_name(session, given["name"], "name")}};
  if (given.has("schema")) from["schema"] = to_name(session, given["schema"], "schema");
  Value made = script::make<FromObject>(session.in().heap(), session, from);
  for (const auto& value : given.rest()) {
    const auto* column = host_cast_expression(value);
    if (column == nullptr || !column->json.contains("name"))
      session.fail("ArgumentError", "table() takes column() objects after its name");
    const auto* type = column->json.if_contains("type");
    const auto& name = column->json.at("name");
    script::host_cast<FromObject>(made)->columns().add(
        name_text(name),
        make_from_column(session, from, name, type == nullptr ? nullptr : &type->as_object()));
  }
  return made;
}

struct ClassRow {
  std::string_view name;
  std::string_view parameters;
  Value (*construct)(Session&, const Given&);
};
constexpr ClassRow class_rows[] = {
    {"Table", table_parameters, construct_table},
    {"MetaData", "schema=None, quote_schema=None, naming_convention=None, info=None", construct_metadata},
};

}  // namespace

// ---- objects

std::optional<Value> TableObject::attribute(Interpreter& in, std::string_view name) {
  if (name == "create" || name == "drop")
    return make_method(session, Value::of(*this), name, "bind=None, checkfirst=True",
                       [this, create = name == "create"](Session& s, const Given& given) {
                         const bool check =
                             !s.as_sql() && (!given.has("checkfirst") || s.in().truth(given["checkfirst"]));
                         json::object op = create ? definition() : json::object{{"table", from.at("name")}};
                         if (const auto* schema = from.if_contains("schema")) op["schema"] = *schema;
                         op["op"] = create ? "create_table" : "drop_table";
                         if (check) op[create ? "if_not_exists" : "if_exists"] = true;
                         s.apply(std::move(op));
                         return Value::none();
                       });
  if (name == "append_column")
    return make_method(session, Value::of(*this), name, "column, replace_existing=False",
                       [this](Session& s, const Given& given) {
                         auto* column = script::host_cast<ColumnObject>(given["column"]);
                         if (column == nullptr) s.fail("ArgumentError", "append_column() takes a Column");
                         column->attach(from);
                         columns().add(name_text(column->json.at("name")), given["column"]);
                         return Value::none();
                       });
  return FromObject::attribute(in, name);
}

json::object TableObject::definition() const {
  json::object made{{"table", from.at("name")}};
  json::array definitions;
  for (const auto& [name, column] : columns().columns)
    definitions.push_back(script::host_cast<ColumnObject>(column)->definition);
  made["columns"] = std::move(definitions);
  made["constraints"] = constraints;
  if (!indexes.empty()) made["indexes"] = indexes;
  for (const auto& [key, value] : options)
    made[key] = value;
  return made;
}

MetaDataObject::MetaDataObject(Session& s) : tables(s.in().dict()), session_(s) {}

Value MetaDataObject::type(Interpreter&) const {
  return schema_member(session_, "MetaData");
}

std::optional<Value> MetaDataObject::attribute(Interpreter& in, std::string_view name) {
  if (name == "tables") return tables;
  if (name == "sorted_tables") return in.call(in.attribute(tables, "values"));
  if (name == "schema") return from_json(session_, schema);
  if (name == "clear")
    return make_method(session_, Value::of(*this), name, "", [this](Session& s, const Given&) {
      tables = s.in().dict();
      return Value::none();
    });
  if (name == "reflect")
    return make_method(
        session_, Value::of(*this), name, "bind=None, schema=None, views=False, only=None, **kw",
        [this](Session& s, const Given& given) {
          const json::object request{
              {"what", "table_names"},
              {"schema", to_value(s, given.has("schema") ? given["schema"] : Value::none())}};
          std::vector<Value> names;
          if (given.has("only"))
            names = s.in().collect(given["only"]);
          else
            for (const auto& found : s.reflect(request).at("names").as_array())
              names.push_back(s.in().str(std::string(found.as_string())));
          for (const auto& each : names)
            s.in().set_subscript(tables, each,
                                 reflect_table(s, s.in().text(each, "only"), given.value("schema")));
          return Value::none();
        });
  return std::nullopt;
}

// ---- conversions

json::object to_column(Session& session, const Value& value) {
  if (const auto* column = script::host_cast<ColumnObject>(value)) {
    if (!column->definition.contains("name")) session.fail("ArgumentError", "the Column has no name");
    return column->definition;
  }
  if (const auto* light = host_cast_expression(value); light != nullptr && light->form() == "column") {
    json::object made{{"name", light->json.at("name")}};
    const auto* type = light->json.if_contains("type");
    made["type"] = type == nullptr ? json::value(json::object{{"type", "NullType"}}) : *type;
    return made;
  }
  session.fail("ArgumentError", "a Column is expected, not " + session.in().type_name(value));
}

json::array to_index_columns(Session& session, const Value& columns) {
  if (string_of(columns)) session.in().raise("TypeError", "columns must be a list, not str");
  json::array made;
  session.in().for_each(columns, [&](const Value& item) {
    made.push_back(string_of(item) ? to_name(session, item, "columns")
                                   : json::value(to_expression(session, item)));
    return true;
  });
  return made;
}

TableParts split_table_arguments(Session& session, const std::vector<Value>& items) {
  TableParts parts;
  for (const auto& value : items) {
    if (value.is_none()) continue;
    if (script::host_cast<ColumnObject>(value) != nullptr) {
      parts.columns.push_back(value);
      continue;
    }
    const auto* item = host_cast_item(value);
    if (item == nullptr || (item->role != Role::constraint && item->role != Role::index))
      session.fail("ArgumentError",
                   "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                       session.in().to_repr(value));
    (item->role == Role::index ? parts.indexes : parts.constraints).push_back(item->json);
  }
  return parts;
}

json::object table_options(Session& session, const std::vector<std::pair<std::string, Value>>& keywords) {
  json::object made;
  std::vector<std::pair<std::string, Value>> dialect;
  for (const auto& [name, value] : keywords) {
    if (is_python_only(name) || value.is_none()) continue;
    if (name == "schema")
      made["schema"] = to_name(session, value, name);
    else if (name == "comment")
      made["comment"] = session.in().text(value, name);
    else if (name == "prefixes")
      made["prefixes"] = to_keyword(session, value);
    else if (name == "quote" || name == "quote_schema")
      made[name] = session.in().truth(value);
    else
      dialect.emplace_back(name, value);
  }
  if (auto options = to_dialect_keywords(session, dialect, "Table"); !options.empty())
    made["dialect"] = std::move(options);
  return made;
}

Value make_table(Session& session, const Value& name, const json::object& options, const TableParts& parts) {
  json::object from{{"expr", "table"}, {"name", to_name(session, name, "name")}};
  if (const auto* schema = options.if_contains("schema")) from["schema"] = *schema;
  Value made = script::make<TableObject>(session.in().heap(), session, from);
  auto& table = *script::host_cast<TableObject>(made);
  for (const auto& value : parts.columns) {
    auto* column = script::host_cast<ColumnObject>(value);
    if (!column->json.contains("name"))
      session.fail("ArgumentError",
                   "Column must be constructed with a non-blank name or assign a non-blank .name before "
                   "adding to a Table.");
    column->attach(from);
    table.columns().add(name_text(column->json.at("name")), value);
  }
  table.constraints = parts.constraints;
  table.indexes = parts.indexes;
  table.options = options;
  return made;
}

namespace {

json::value schema_of(const json::object& key) {
  const auto* schema = key.if_contains("target_schema");
  return schema == nullptr ? json::value() : *schema;
}

json::array keys_of(const json::object& table) {
  const auto* keys = table.if_contains("foreign_keys");
  return keys != nullptr && keys->is_array() ? keys->get_array() : json::array();
}

}  // namespace

Value reflect_table(Session& session, const std::string& name, const Value& schema,
                    std::vector<std::string>* targets) {
  if (session.as_sql())
    session.fail("NoInspectionAvailable",
                 "the table \"" + name + "\" cannot be reflected with --sql: there is no database");
  const json::value in_schema = to_value(session, schema.defined() ? schema : Value::none());
  const json::object answer =
      session.reflect({{"what", "tables"}, {"schema", in_schema}, {"names", json::array{name}}});
  const auto& tables = answer.at("tables").as_array();
  if (tables.empty()) session.fail("NoSuchTableError", name);
  TableParts parts;
  for (const auto& item : tables.front().at("columns").as_array()) {
    const auto& found = item.as_object();
    json::object definition{
        {"name", found.at("name")}, {"type", found.at("type")}, {"nullable", found.at("nullable")}};
    if (const auto* key = found.if_contains("primary_key"); key != nullptr && *key != 0)
      definition["primary_key"] = true;
    if (const auto* text = found.if_contains("default"); text != nullptr && text->is_string())
      definition["server_default"] =
          json::object{{"default", "expression"}, {"expr", text_expression(std::string(text->as_string()))}};
    json::object expression{{"expr", "column"}, {"name", found.at("name")}, {"type", found.at("type")}};
    parts.columns.push_back(script::make<ColumnObject>(session.in().heap(), session, std::move(expression),
                                                       std::move(definition)));
  }
  if (targets != nullptr)
    for (const auto& key : keys_of(tables.front().as_object()))
      if (schema_of(key.as_object()) == in_schema) targets->emplace_back(key.at("target_table").as_string());
  json::object options;
  if (!in_schema.is_null()) options["schema"] = in_schema;
  return make_table(session, session.in().str(name), options, parts);
}

Value schema_member(Session& session, std::string_view name) {
  if (name == "table" || name == "TableClause")
    return name == "table"
               ? make_function(session, "table", "name, *columns, schema=None", construct_light_table)
               : expression_class(session, "TableClause");
  if (name == "Column") return column_class(session);
  for (const auto& row : class_rows)
    if (row.name == name) return make_schema_class(session, row.name, row.parameters, row.construct);
  if (const Value statement = ddl_statement_class(session, name); statement.defined()) return statement;
  return name == "ExcludeConstraint" ? Value() : schema_item_class(session, name);
}

Value exclude_constraint(Session& session) {
  return schema_item_class(session, "ExcludeConstraint");
}

}  // namespace pycharter::alembic
