// The reflection format of docs/operations.md as a Table to re-create.
#include <algorithm>
#include <cctype>

#include "sql/ddl/batch_recreate.h"

namespace pycharter::sql::ddl {
namespace {

using Kind = Constraint::Kind;

// SQLite gives a default's text without the parentheses an expression needs; Alembic puts them around all but
// a single digit, a string and what has them.
std::string sqlite_default(const std::string& sql) {
  const auto wrapped = [&](char first, char last) {
    return sql.size() > 2 && sql.front() == first && sql.back() == last;
  };
  const bool one_digit =
      sql.size() == 1 && (std::isdigit(static_cast<unsigned char>(sql[0])) != 0 || sql[0] == '.');
  return one_digit || sql.empty() || wrapped('\'', '\'') || wrapped('(', ')') ? sql : "(" + sql + ")";
}

// An integer whose default is a sequence of its own: SERIAL, which the new column gets a new sequence from.
bool is_serial(const json::object& column) {
  const auto type = text(required_object(column, "type"), "type");
  return flag(column, "owns_sequence") && (type == "INTEGER" || type == "BIGINT");
}

Column reflected_column(const json::object& object, const Dialect& dialect) {
  Column column;
  column.name = required_name(object, "name");
  column.type = required_object(object, "type");
  column.type_sql = optional_text(object, "type_sql");
  if (const auto collation = optional_text(object, "collation"); collation && column.type_sql) {
    *column.type_sql += " COLLATE " + Quoter(dialect).as_needed(*collation);
  }
  column.given_nullable = flag(object, "nullable", true);
  column.primary_key = optional_integer(object, "primary_key").value_or(0) > 0;
  column.comment = optional_text(object, "comment");
  // SQLite's way to count is the key itself.
  if (const auto counts = optional_flag(object, "autoincrement"); counts && dialect.family != Family::sqlite)
    column.autoincrement = *counts;
  if (const auto sql = optional_text(object, "default"); sql && !is_serial(object)) {
    column.server_default = json::object{
        {"default", "sql"}, {"text", dialect.family == Family::sqlite ? sqlite_default(*sql) : *sql}};
  }
  if (const auto* computed = given(object, "computed")) {
    auto definition = as_object(*computed, "computed");
    // The server's text, in which a colon is a colon.
    if (auto* sqltext = definition.if_contains("sqltext"); sqltext != nullptr && sqltext->is_string()) {
      *sqltext = json::object{{"expr", "literal_column"}, {"sql", *sqltext}};
    }
    column.computed = std::move(definition);
  }
  if (const auto* identity = given(object, "identity")) column.identity = as_object(*identity, "identity");
  return column;
}

Constraint reflected_constraint(const json::object& object, Kind kind) {
  Constraint constraint{.kind = kind, .name = optional_name(object, "name")};
  // What is in the database is final; no convention touches it.
  if (constraint.name) constraint.name->generated = true;
  constraint.columns = parse_names(list(object, "columns"));
  constraint.dialect = object_at(object, "dialect");
  if (kind == Kind::foreign_key) {
    constraint.target = {required_name(object, "target_table"), optional_name(object, "target_schema")};
    constraint.target_columns = parse_names(list(object, "target_columns"));
    read_rules(constraint, object);
  }
  if (kind == Kind::check) {
    constraint.sqltext = json::object{{"expr", "literal_column"}, {"sql", text(object, "sqltext")}};
  }
  return constraint;
}

// A column of an index in its order: {"a": ["desc", "nulls_last"]} says that of "a".
json::value in_order(const json::value& column, const json::object& sorting) {
  json::value made = column;
  for (const auto& word : list(sorting, parse_name(column).text)) {
    if (made == column) made = json::object{{"expr", "column"}, {"name", column}};
    made = json::object{{"expr", "unary"}, {"op", word}, {"of", std::move(made)}};
  }
  return made;
}

Index reflected_index(const json::object& object, const Dialect& dialect) {
  Index index{.name = optional_name(object, "name"), .unique = flag(object, "unique")};
  if (index.name) index.name->generated = true;
  index.dialect = object_at(object, "dialect");
  const auto& expressions = list(object, "expressions");
  const auto& columns = list(object, "columns");
  std::size_t next_expression = 0;
  std::size_t place = 0;
  for (const auto& column : columns) {
    if (!column.is_null()) {
      index.columns.push_back(in_order(column, object_at(object, "sorting")));
      ++place;
      continue;
    }
    // Of every key, or of those that are no columns.
    const auto number = expressions.size() == columns.size() ? place : next_expression;
    if (number >= expressions.size()) malformed("reflection: an index has fewer expressions than it needs");
    index.columns.push_back(json::object{{"expr", "literal_column"}, {"sql", expressions[number]}});
    ++next_expression;
    ++place;
  }
  const auto option_name = [&](std::string_view key) {
    return std::string(dialect.name) + "_" + std::string(key);
  };
  if (const auto where = optional_text(object, "where")) {
    index.dialect[option_name("where")] = json::object{{"expr", "literal_column"}, {"sql", *where}};
  }
  for (const auto* key : {"using", "ops", "include", "nulls_not_distinct"}) {
    if (const auto* value = given(object, key)) index.dialect[option_name(key)] = *value;
  }
  return index;
}

}  // namespace

Table reflected_table(const json::object& reflected, const Dialect& dialect, std::size_t& unnamed_checks) {
  Table table;
  table.name = {required_name(reflected, "name"), optional_name(reflected, "schema")};
  table.comment = optional_text(reflected, "comment");
  table.dialect = object_at(reflected, "dialect");
  for (const auto& column : list(reflected, "columns")) {
    table.columns.push_back(reflected_column(as_object(column, "columns"), dialect));
  }
  if (const auto* key = given(reflected, "primary_key")) {
    auto constraint = reflected_constraint(as_object(*key, "primary_key"), Kind::primary_key);
    if (!constraint.columns.empty()) table.constraints.push_back(std::move(constraint));
  }
  const auto add_all = [&](std::string_view key, Kind kind) {
    for (const auto& entry : list(reflected, key)) {
      auto constraint = reflected_constraint(as_object(entry, key), kind);
      const bool unnamed_check = kind == Kind::check && !constraint.name;
      unnamed_checks += unnamed_check ? 1 : 0;
      // MySQL's unique constraints are indexes, which it tells a second time.
      if (!unnamed_check && given(as_object(entry, key), "duplicates_index") == nullptr)
        table.constraints.push_back(std::move(constraint));
    }
  };
  add_all("foreign_keys", Kind::foreign_key);
  add_all("unique", Kind::unique);
  add_all("checks", Kind::check);
  for (const auto& index : list(reflected, "indexes")) {
    table.indexes.push_back(reflected_index(as_object(index, "indexes"), dialect));
  }
  return table;
}

}  // namespace pycharter::sql::ddl
