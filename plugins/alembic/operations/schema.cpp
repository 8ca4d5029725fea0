#include "alembic/operations/schema.h"

#include <algorithm>

#include "alembic/operations/ddl_statements.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"
#include "alembic/script/ast.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/unknown.h"

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

// "schema.name", as MetaData.tables has it.
std::string table_key(const std::string& name, const json::object& options) {
  const auto* schema = options.if_contains("schema");
  return schema == nullptr || schema->is_null() ? name : name_text(*schema) + "." + name;
}

bool is_set(Session& session, const Given& given, std::string_view keyword) {
  return std::any_of(given.keywords().begin(), given.keywords().end(), [&](const auto& given_keyword) {
    return given_keyword.first == keyword && session.in().truth(given_keyword.second);
  });
}

// extend_existing=True: columns of the same name take the place of those that were there.
Value extend_table(Session& session, const Value& known, const std::vector<Value>& items) {
  auto& table = *script::host_cast<TableObject>(known);
  const TableParts parts = split_table_arguments(session, items);
  for (const auto& column : parts.columns)
    table.add_column(column);
  table.constraints.insert(table.constraints.end(), parts.constraints.begin(), parts.constraints.end());
  table.indexes.insert(table.indexes.end(), parts.indexes.begin(), parts.indexes.end());
  return known;
}

[[noreturn]] void refuse_second_table(Session& session, const TableObject& first, const std::string& key) {
  std::string place;
  if (first.at.contains("file"))
    place = " It is defined first in " + std::string(first.at.at("file").as_string()) + ", line " +
            std::to_string(first.at.at("line").as_int64()) + ".";
  session.fail("InvalidRequestError", "Table '" + key +
                                          "' is already defined for this MetaData instance. Specify "
                                          "'extend_existing=True' to redefine options and columns on an "
                                          "existing Table object." +
                                          place);
}

Value construct_table(Session& session, const Given& given) {
  auto* metadata = script::host_cast<MetaDataObject>(given.value("metadata"));
  if (metadata == nullptr)
    session.fail("ArgumentError", "Table() takes a MetaData object as its second argument");
  if (session.in().reads_sources() && (given.has("autoload_with") || is_set(session, given, "autoload")))
    refuse_reflection(session, "Table(…, autoload_with=…) makes columns");
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
  const Value key = session.in().str(table_key(name_text(to_name(session, given["name"], "name")), options));
  if (session.in().contains(metadata->tables, key)) {
    const Value known = session.in().subscript(metadata->tables, key);
    // A name without columns is the table that the metadata already knows.
    if (given.rest().empty() || is_set(session, given, "keep_existing")) return known;
    auto* table = script::host_cast<TableObject>(known);
    if (table != nullptr && is_set(session, given, "extend_existing"))
      return extend_table(session, known, given.rest());
    refuse_second_table(session, *table, session.in().to_text(key));
  }
  Value made = make_table(session, given["name"], options, split_table_arguments(session, given.rest()));
  session.in().set_subscript(metadata->tables, key, made);
  attach_loose_items(session);
  return made;
}

// Keys may also be classes: {Index: "ix_…"}. What a script computes by a function of its own cannot be passed
// on.
json::object to_convention(Session& session, const Value& value) {
  static constexpr std::pair<std::string_view, std::string_view> classes[] = {{"Index", "ix"},
                                                                              {"UniqueConstraint", "uq"},
                                                                              {"CheckConstraint", "ck"},
                                                                              {"ForeignKeyConstraint", "fk"},
                                                                              {"PrimaryKeyConstraint", "pk"}};
  json::object made;
  const auto* dict = value.get_if<script::Dict>();
  if (dict == nullptr) return to_keyword(session, value).as_object();
  for (const auto& entry : dict->table.entries()) {
    if (!entry.key.defined()) continue;
    std::string key =
        entry.key.is(Kind::cls) ? entry.key.get<script::Class>().name : session.in().to_text(entry.key);
    for (const auto& [name, prefix] : classes)
      if (name == key) key = prefix;
    if (!string_of(entry.value) && key.size() == 2)
      session.fail("ArgumentError", "the naming convention of '" + key + "' is to be a str");
    if (string_of(entry.value)) made[key] = *string_of(entry.value);
  }
  return made;
}

// A table that cannot be made is never passed over, whatever module it is in.
Value construct_checked_table(Session& session, const Given& given) {
  try {
    return construct_table(session, given);
  } catch (...) {
    session.in().state().declaration_failed = true;
    throw;
  }
}

Value construct_metadata(Session& session, const Given& given) {
  Value made = script::make<MetaDataObject>(session.in().heap(), session);
  auto& metadata = *script::host_cast<MetaDataObject>(made);
  if (given.has("schema")) metadata.schema = to_name(session, given["schema"], "schema");
  if (given.has("naming_convention"))
    metadata.naming_convention = to_convention(session, given["naming_convention"]);
  session.metadatas.push_back(made);
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
    {"Table", table_parameters, construct_checked_table},
    {"MetaData", "schema=None, quote_schema=None, naming_convention=None, info=None", construct_metadata},
};

}  // namespace

void refuse_reflection(Session& session, const std::string& what) {
  session.in().state().declaration_failed = true;
  throw Error(ErrorCode::script,
              what +
                  " of what the database holds while the program runs, which models that are read without "
                  "it cannot tell: declare the tables, or leave this file out of [pycharter] models");
}

void attach_loose_items(Session& session) {
  const std::vector<Value> items = std::exchange(session.loose_items, {});
  for (const auto& item : items)
    attach_item(session, item);
}

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
                         if (script::host_cast<ColumnObject>(given["column"]) == nullptr)
                           s.fail("ArgumentError", "append_column() takes a Column");
                         add_column(given["column"]);
                         return Value::none();
                       });
  if (name == "append_constraint")
    return make_method(session, Value::of(*this), name, "constraint", [this](Session& s, const Given& given) {
      const TableParts parts = split_table_arguments(s, {given["constraint"]});
      constraints.insert(constraints.end(), parts.constraints.begin(), parts.constraints.end());
      return Value::none();
    });
  return FromObject::attribute(in, name);
}

void TableObject::add_column(const Value& value) {
  auto& column = *script::host_cast<ColumnObject>(value);
  column.attach(*this);
  columns().add(name_text(column.json.at("name")), value);
}

ColumnObject* TableObject::column(std::string_view key) const {
  for (const auto& [name, value] : columns().columns) {
    auto* column = script::host_cast<ColumnObject>(value);
    if (column != nullptr && (column->key.empty() ? name : column->key) == key) return column;
  }
  return nullptr;
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
  if (session_.in().reads_sources() && (name == "create_all" || name == "drop_all"))  // there is no database
    return make_method(session_, Value::of(*this), name, "bind=None, tables=None, checkfirst=True",
                       [](Session&, const Given&) { return Value::none(); });
  if (name == "reflect")
    return make_method(
        session_, Value::of(*this), name, "bind=None, schema=None, views=False, only=None, **kw",
        [this](Session& s, const Given& given) {
          if (s.in().reads_sources()) refuse_reflection(s, "MetaData.reflect() makes tables");
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
    if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, "the table");
    auto* item = host_cast_item(value);
    if (item != nullptr && item->role == Role::sequence) continue;  // an object of its own
    if (item == nullptr || (item->role != Role::constraint && item->role != Role::index))
      session.fail("ArgumentError",
                   "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                       session.in().to_repr(value));
    item->attached = true;
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
    table.add_column(value);
  }
  table.at = session.at();
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
