#include "alembic/autogenerate/declarations/table_parts.h"

#include <algorithm>

#include "alembic/autogenerate/compare/definitions.h"
#include "alembic/autogenerate/declarations/sequences.h"
#include "alembic/autogenerate/render/schema_items.h"
#include "alembic/autogenerate/render/values.h"

namespace pycharter::alembic::declarations {

using revision_text::array_or_empty;
using revision_text::Call;
using revision_text::flag;
using revision_text::given;
using revision_text::object_or_empty;
using revision_text::python_flag;
using revision_text::python_name;
using revision_text::python_value;
using revision_text::text_or;

namespace {

constexpr std::string_view integers[] = {"INTEGER",   "SMALLINT", "BIGINT",     "TINYINT",
                                         "MEDIUMINT", "Integer",  "BigInteger", "SmallInteger"};

bool is_mysql(const Context& context) {
  return context.options.dialect == "mysql" || context.options.dialect == "mariadb";
}

// A name as it is: there is no convention in these declarations that op.f() would keep away.
json::object with_plain_name(json::object item) {
  if (given(item, "name") != nullptr) item["name"] = text_or(item, "name");
  return item;
}

// Alembic's text ends some calls in ", )".
std::string without_empty_end(std::string text) {
  if (text.ends_with(", )")) text.replace(text.size() - 3, 3, ")");
  return text;
}

// ---- columns

// The one column that SQLAlchemy lets count by itself: an integer that alone is the key, and refers to
// nothing.
bool counts_unasked(const json::object& table, const json::object& column) {
  const json::array& key = array_or_empty(object_or_empty(table, "primary_key"), "columns");
  const std::string name = text_or(column, "name");
  if (key.size() != 1 || python_name(&key.front()) != python_name(given(column, "name"))) return false;
  for (const auto& foreign : array_or_empty(table, "foreign_keys"))
    for (const auto& own : array_or_empty(foreign.as_object(), "columns"))
      if (own.is_string() && std::string_view(own.get_string()) == name) return false;
  const std::string type = text_or(object_or_empty(column, "type"), "type");
  return std::find(std::begin(integers), std::end(integers), type) != std::end(integers);
}

// autoincrement= where it is not what SQLAlchemy does anyway. SQLite's keys always count.
void put_autoincrement(const Context& context, const json::object& table, const json::object& column,
                       json::object& definition) {
  const bool counts = flag(column, "autoincrement") || flag(column, "owns_sequence");
  const bool expected = counts_unasked(table, column) && given(definition, "server_default") == nullptr &&
                        given(definition, "identity") == nullptr;
  definition.erase("autoincrement");
  if (context.options.dialect == "sqlite" || given(definition, "identity") != nullptr) return;
  const bool in_key = column.contains("primary_key") && column.at("primary_key") != 0;
  if (expected && !counts) definition["autoincrement"] = false;
  if (!expected && counts && in_key) definition["autoincrement"] = true;
}

// A type that only its SQL names.
void put_own_type(const json::object& column, json::object& definition) {
  if (text_or(object_or_empty(definition, "type"), "type") != "NullType") return;
  definition["type"] =
      json::object{{"type", "UserDefinedType"}, {"args", json::object{{"sql", text_or(column, "type_sql")}}}};
}

// SQLite's catalog has a column's collation beside its type.
void put_collation(const json::object& column, json::object& definition) {
  const json::value* collation = given(column, "collation");
  if (collation == nullptr) return;
  json::object type = object_or_empty(definition, "type");
  json::object args = object_or_empty(type, "args");
  args["collation"] = *collation;
  type["args"] = std::move(args);
  definition["type"] = std::move(type);
}

bool is_domain(const json::object& type) {
  const json::object& item = object_or_empty(object_or_empty(type, "args"), "item_type");
  return text_or(type, "type") == "DOMAIN" || (!item.empty() && is_domain(item));
}

json::object column_of(const Context& context, const json::object& table, const json::object& column,
                       TableParts& parts) {
  json::object definition = compare::column_definition(column);
  put_own_type(column, definition);
  put_collation(column, definition);
  put_sequence(column, definition);
  put_autoincrement(context, table, column, definition);
  if (is_domain(object_or_empty(definition, "type")))
    parts.warnings.push_back("column " + full_name(name_of(table)) + "." + text_or(column, "name") +
                             " is of the domain " + text_or(column, "type_sql") +
                             ", which these declarations take for there; create it before the tables");
  return definition;
}

// ---- constraints and indexes

void add_constraint(Context& context, std::string_view kind, const json::object& item, TableParts& parts) {
  const json::object definition = with_plain_name(compare::constraint_definition(kind, item));
  if (const auto text = revision_text::constraint_text(context, definition))
    parts.items.push_back(without_empty_end(*text));
}

void add_foreign_key(Context& context, const json::object& table, const json::object& key,
                     const std::set<TableName>& declared, TableParts& parts) {
  const TableName target{text_or(key, "target_schema"), text_or(key, "target_table")};
  if (declared.contains(target)) return add_constraint(context, compare::kind::foreign_key, key, parts);
  TableParts apart;
  add_constraint(context, compare::kind::foreign_key, key, apart);
  parts.not_declared.push_back(apart.items.front() + ",  # " + full_name(target) + " is not declared here");
  parts.warnings.push_back("foreign key " + text_or(key, "name", "without a name") + " of " +
                           full_name(name_of(table)) + " refers to " + full_name(target) +
                           ", which is not among the tables; name its schema with --schema");
}

std::string index_text(Context& context, const TableName& table, const json::object& index) {
  const std::string dialect = is_mysql(context) ? "mysql" : context.options.dialect;
  const json::object definition =
      with_plain_name(compare::index_definition({table.first, table.second}, index, dialect));
  Call call(context.sa() + "Index");
  call.add(python_name(given(definition, "name")));
  for (const auto& column : array_or_empty(definition, "columns")) {
    const bool is_expression = column.is_object() && column.get_object().contains("expr");
    call.add(is_expression ? revision_text::text_element(context, column) : python_name(&column));
  }
  if (flag(definition, "unique")) call.add("unique", "True");
  revision_text::add_keywords(context, definition, call);
  return call.text();
}

// MySQL's unique constraints are indexes and stand in both lists.
std::set<std::string> names_of_unique(const json::object& table) {
  std::set<std::string> names;
  for (const auto& unique : array_or_empty(table, "unique"))
    if (given(unique.as_object(), "duplicates_index") != nullptr)
      names.insert(text_or(unique.as_object(), "name"));
  return names;
}

void add_keywords(Context& context, const json::object& table, TableParts& parts) {
  if (const json::value* schema = given(table, "schema"))
    parts.keywords.push_back("schema=" + python_name(schema));
  if (const json::value* comment = given(table, "comment"))
    parts.keywords.push_back("comment=" + python_name(comment));
  for (const auto& column : array_or_empty(table, "columns"))
    for (const auto& [key, value] : object_or_empty(column.as_object(), "dialect"))
      if (key == "sqlite_autoincrement")
        parts.keywords.push_back("sqlite_autoincrement=" + python_value(context, value));
  for (const auto& [key, value] : object_or_empty(table, "dialect"))
    parts.keywords.push_back(std::string(key) + "=" + python_value(context, value));
}

}  // namespace

TableName name_of(const json::object& table) {
  return {text_or(table, "schema"), text_or(table, "name")};
}

std::string full_name(const TableName& name) {
  return name.first.empty() ? name.second : name.first + "." + name.second;
}

TableParts take_apart(Context& context, const json::object& table, const std::set<TableName>& declared) {
  TableParts parts;
  for (const auto& column : array_or_empty(table, "columns"))
    parts.columns.push_back(column_of(context, table, column.as_object(), parts));
  const json::object& key = object_or_empty(table, "primary_key");
  parts.has_key = !array_or_empty(key, "columns").empty();
  if (parts.has_key) add_constraint(context, compare::kind::primary_key, key, parts);
  for (const auto& item : array_or_empty(table, "foreign_keys"))
    add_foreign_key(context, table, item.as_object(), declared, parts);
  for (const auto& item : array_or_empty(table, "unique"))
    add_constraint(context, compare::kind::unique, item.as_object(), parts);
  for (const auto& item : array_or_empty(table, "checks"))
    add_constraint(context, compare::kind::check, item.as_object(), parts);
  for (const auto& item : array_or_empty(table, "excludes"))
    add_constraint(context, compare::kind::exclude, item.as_object(), parts);
  const std::set<std::string> unique = names_of_unique(table);
  for (const auto& item : array_or_empty(table, "indexes"))
    if (!unique.contains(text_or(item.as_object(), "name")))
      parts.items.push_back(index_text(context, name_of(table), item.as_object()));
  add_keywords(context, table, parts);
  return parts;
}

}  // namespace pycharter::alembic::declarations
