#include "sql/ddl/schema.h"

#include <algorithm>

#include "sql/ddl/naming.h"

namespace pycharter::sql::ddl {
namespace {

using Kind = Constraint::Kind;

bool may_count(const Column& column) {
  const bool by_rule = column.autoincrement.is_string();
  if (!by_rule || affinity_of(column.type) != Affinity::integer) return false;
  if (column.server_default || column.python_default) return false;
  return !column.has_foreign_key || column.autoincrement.get_string() == "ignore_fk";
}

bool is_told_to_count(const Column& column) {
  return column.autoincrement.is_bool() && column.autoincrement.get_bool();
}

// The check that limits a Boolean or Enum to its values, where the dialect's type does not do so itself.
std::optional<Constraint> value_check(const Column& column, const Dialect& dialect,
                                      const TypeCompiler& types) {
  const auto& type = types.variant(column.type);
  const auto& row = type_row(type);
  const auto& args = object_at(type, "args");
  if (!flag(args, "create_constraint")) return std::nullopt;
  json::array items;
  if (row.affinity == Affinity::boolean && dialect.family != Family::postgresql) {
    items = {json::object{{"expr", "literal"}, {"value", 0}},
             json::object{{"expr", "literal"}, {"value", 1}}};
  } else if (row.form == Form::enumerated && !types.is_native_enum(type)) {
    for (const auto& value : list(args, "values")) {
      items.push_back(json::object{{"expr", "literal"}, {"value", value}});
    }
  } else {
    return std::nullopt;
  }
  Constraint check{.kind = Kind::check, .name = optional_name(args, "name"), .type_bound = true};
  check.columns = {column.name};
  check.sqltext = json::object{{"expr", "binary"},
                               {"op", "in"},
                               {"left", json::object{{"expr", "column"}, {"name", to_json(column.name)}}},
                               {"right", json::object{{"expr", "list"}, {"items", std::move(items)}}}};
  return check;
}

// A primary key of column flags; with several columns the counting one comes first, as MySQL wants it.
void derive_primary_key(Table& table) {
  for (const auto& constraint : table.constraints) {
    if (constraint.kind == Kind::primary_key) return;
  }
  Constraint key{.kind = Kind::primary_key, .implicit = true};
  for (const auto& column : table.columns) {
    if (column.primary_key) key.columns.push_back(column.name);
  }
  if (key.columns.empty()) return;
  table.constraints.insert(table.constraints.begin(), key);
  if (const auto* counting = table.counting_column()) {
    auto& columns = table.constraints.front().columns;
    const auto at = std::find(columns.begin(), columns.end(), counting->name);
    if (at != columns.end()) std::rotate(columns.begin(), at, at + 1);
  }
}

// Enum(inherit_schema=True) lives in its table's schema.
void inherit_schema(json::object& type, const TableName& table) {
  auto* args = type.if_contains("args");
  if (!table.schema || args == nullptr || !args->is_object()) return;
  auto& arguments = args->get_object();
  if (flag(arguments, "inherit_schema") && given(arguments, "schema") == nullptr) {
    arguments["schema"] = to_json(*table.schema);
  }
}

}  // namespace

const Column* Table::find(const Name& column) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& candidate) { return candidate.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

Column* Table::find(const Name& column) {
  return const_cast<Column*>(std::as_const(*this).find(column));
}

const Constraint* Table::primary_key() const {
  const auto found = std::find_if(constraints.begin(), constraints.end(),
                                  [](const Constraint& c) { return c.kind == Kind::primary_key; });
  return found == constraints.end() ? nullptr : &*found;
}

const Column* Table::counting_column() const {
  const auto* key = primary_key();
  if (key == nullptr) return nullptr;
  for (const auto& key_column : key->columns) {
    const auto* column = find(key_column);
    if (column == nullptr) continue;
    if (is_told_to_count(*column) || (key->columns.size() == 1 && may_count(*column))) return column;
  }
  return nullptr;
}

void derive_from_column(Table& table, const Column& column, const Dialect& dialect,
                        const TypeCompiler& types) {
  if (column.index) {
    table.indexes.push_back({.columns = {to_json(column.name)}, .unique = column.unique});
  } else if (column.unique) {
    table.constraints.push_back({.kind = Kind::unique, .columns = {column.name}});
  }
  if (auto check = value_check(column, dialect, types)) table.constraints.push_back(*std::move(check));
  table.constraints.insert(table.constraints.end(), column.foreign_keys.begin(), column.foreign_keys.end());
}

Table parse_table(const json::object& operation, const Dialect& dialect) {
  const Quoter quoter(dialect);
  const TypeCompiler types(dialect, quoter);
  Table table;
  table.name = {required_name(operation, "table"), optional_name(operation, "schema")};
  table.comment = optional_text(operation, "comment");
  table.dialect = object_at(operation, "dialect");
  for (const auto& prefix : list(operation, "prefixes")) {
    table.prefixes.push_back(as_text(prefix, "prefixes"));
  }
  for (const auto& column : list(operation, "columns")) {
    table.columns.push_back(parse_column(as_object(column, "columns")));
  }
  for (const auto& constraint : list(operation, "constraints")) {
    table.constraints.push_back(parse_constraint(as_object(constraint, "constraints")));
  }
  std::stable_partition(table.constraints.begin(), table.constraints.end(),
                        [](const Constraint& c) { return c.kind == Kind::primary_key; });
  if (const auto* key = table.primary_key()) {
    for (const auto& name : key->columns) {
      if (auto* column = table.find(name)) column->primary_key = true;
    }
  }
  for (const auto& constraint : table.constraints) {
    if (constraint.kind != Kind::foreign_key) continue;
    for (const auto& name : constraint.columns) {
      if (auto* column = table.find(name)) column->has_foreign_key = true;
    }
  }
  for (auto& column : table.columns) {
    inherit_schema(column.type, table.name);
  }
  for (const auto& column : table.columns) {
    derive_from_column(table, column, dialect, types);
  }
  derive_primary_key(table);
  for (const auto& index : list(operation, "indexes")) {
    table.indexes.push_back(parse_index(as_object(index, "indexes")));
  }
  apply_naming(table, object_at(operation, "naming_convention"));
  return table;
}

}  // namespace pycharter::sql::ddl
