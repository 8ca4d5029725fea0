#include "alembic/autogenerate/picture/diagram.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace pycharter::alembic::picture {

namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::array& list_at(const json::object& object, std::string_view key) {
  static const json::array none;
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_array() ? value->get_array() : none;
}

std::string full_name(const std::string& schema, const std::string& name) {
  return schema.empty() ? name : schema + "." + name;
}

std::string type_of(const json::object& column) {
  if (std::string sql = text_at(column, "type_sql"); !sql.empty()) return sql;
  const json::value* type = column.if_contains("type");
  return type != nullptr && type->is_object() ? text_at(type->get_object(), "type") : std::string();
}

Column read_column(const json::object& from) {
  Column column{text_at(from, "name"), type_of(from), text_at(from, "comment")};
  if (const json::value* nullable = from.if_contains("nullable"); nullable != nullptr && nullable->is_bool())
    column.nullable = nullable->get_bool();
  return column;
}

// Indexes of the named columns; one that is not there, as an expression of an index, gives nothing at all.
std::vector<std::size_t> positions(const Table& table, const json::array& names) {
  std::vector<std::size_t> found;
  for (const json::value& name : names) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) {
      return name.is_string() && c.name == std::string_view(name.get_string());
    });
    if (column == table.columns.end()) return {};
    found.push_back(static_cast<std::size_t>(column - table.columns.begin()));
  }
  return found;
}

// The sets of columns that hold each value once.
std::vector<std::vector<std::size_t>> unique_sets(const Table& table, const json::object& from) {
  std::vector<std::vector<std::size_t>> sets;
  if (const json::value* key = from.if_contains("primary_key"); key != nullptr && key->is_object())
    sets.push_back(positions(table, list_at(key->get_object(), "columns")));
  for (const json::value& unique : list_at(from, "unique"))
    sets.push_back(positions(table, list_at(unique.as_object(), "columns")));
  for (const json::value& value : list_at(from, "indexes")) {
    const json::object& index = value.as_object();
    const json::value* unique = index.if_contains("unique");
    const json::value* where = index.if_contains("where");
    const bool whole = where == nullptr || where->is_null();
    if (whole && unique != nullptr && unique->is_bool() && unique->get_bool())
      sets.push_back(positions(table, list_at(index, "columns")));
  }
  for (auto& set : sets)
    std::sort(set.begin(), set.end());
  return sets;
}

Table read_table(const json::object& from) {
  Table table{full_name(text_at(from, "schema"), text_at(from, "name")), text_at(from, "comment"), {}};
  for (const json::value& column : list_at(from, "columns"))
    table.columns.push_back(read_column(column.as_object()));
  if (const json::value* key = from.if_contains("primary_key"); key != nullptr && key->is_object())
    for (const std::size_t column : positions(table, list_at(key->get_object(), "columns")))
      table.columns[column].primary_key = true;
  for (const auto& set : unique_sets(table, from))
    if (set.size() == 1 && !table.columns[set.front()].primary_key) table.columns[set.front()].unique = true;
  return table;
}

void read_relations(const json::object& from, std::size_t child, const std::map<std::string, std::size_t>& at,
                    Diagram& diagram) {
  Table& table = diagram.tables[child];
  const auto sets = unique_sets(table, from);
  for (const json::value& value : list_at(from, "foreign_keys")) {
    const json::object& key = value.as_object();
    Relation relation;
    relation.child = child;
    relation.child_columns = positions(table, list_at(key, "columns"));
    for (const std::size_t column : relation.child_columns) {
      table.columns[column].foreign_key = true;
      relation.optional = relation.optional || table.columns[column].nullable;
    }
    const auto parent = at.find(full_name(text_at(key, "target_schema"), text_at(key, "target_table")));
    if (parent == at.end()) continue;
    relation.parent = parent->second;
    relation.parent_columns = positions(diagram.tables[parent->second], list_at(key, "target_columns"));
    std::vector<std::size_t> columns = relation.child_columns;
    std::sort(columns.begin(), columns.end());
    relation.single = !columns.empty() && std::find(sets.begin(), sets.end(), columns) != sets.end();
    diagram.relations.push_back(std::move(relation));
  }
}

}  // namespace

Diagram read_diagram(const json::array& tables) {
  std::vector<const json::object*> ordered;
  for (const json::value& table : tables)
    ordered.push_back(&table.as_object());
  const auto name_of = [](const json::object* table) {
    return full_name(text_at(*table, "schema"), text_at(*table, "name"));
  };
  std::sort(ordered.begin(), ordered.end(),
            [&](const json::object* a, const json::object* b) { return name_of(a) < name_of(b); });
  Diagram diagram;
  std::map<std::string, std::size_t> at;
  for (const json::object* table : ordered) {
    at.emplace(name_of(table), diagram.tables.size());
    diagram.tables.push_back(read_table(*table));
  }
  for (std::size_t i = 0; i < ordered.size(); ++i)
    read_relations(*ordered[i], i, at, diagram);
  std::stable_sort(
      diagram.relations.begin(), diagram.relations.end(), [](const Relation& a, const Relation& b) {
        return std::tie(a.child, a.parent, a.child_columns) < std::tie(b.child, b.parent, b.child_columns);
      });
  return diagram;
}

}  // namespace pycharter::alembic::picture
