#include "sql/comparison/expected.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "pycharter/plugin/error.h"
#include "sql/comparison/definition.h"
#include "sql/comparison/expected_items.h"
#include "sql/comparison/sequences.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Column;
using ddl::Constraint;
using ddl::Table;

std::string table_key(const ddl::TableName& name) {
  return (name.schema ? name.schema->text : "") + '\0' + name.name.text;
}

using TablesByName = std::map<std::string, const Table*, std::less<>>;

constexpr int longest_chain = 50;  // of keys that take their type from a key

// A column that is declared without a type has that of the column its foreign key refers to.
const json::object* type_of_target(const Table& table, const Column& column, const TablesByName& tables,
                                   int steps) {
  if (ddl::affinity_of(column.type) != ddl::Affinity::none || steps > longest_chain) return &column.type;
  for (const auto& constraint : table.constraints) {
    if (constraint.kind != Constraint::Kind::foreign_key) continue;
    for (std::size_t i = 0; i < constraint.columns.size(); ++i) {
      if (constraint.columns[i] != column.name) continue;
      const auto target = tables.find(table_key(constraint.target));
      if (target == tables.end()) continue;
      const auto* referred = target->second->find(constraint.target_columns[i]);
      if (referred != nullptr) return type_of_target(*target->second, *referred, tables, steps + 1);
    }
  }
  return &column.type;
}

void resolve_types(std::vector<Table>& tables) {
  TablesByName by_name;
  for (const auto& table : tables)
    by_name[table_key(table.name)] = &table;
  for (auto& table : tables)
    for (auto& column : table.columns)
      if (const auto* type = type_of_target(table, column, by_name, 0); type != &column.type)
        column.type = json::object(*type);
}

void add_enum(json::array& enums, const json::object& type, const Tools& tools) {
  const auto& variant = tools.types.variant(type);
  const auto& args = ddl::object_at(variant, "args");
  if (ddl::type_row(variant).form == ddl::Form::array)
    return add_enum(enums, ddl::required_object(args, "item_type"), tools);
  if (tools.dialect.family != ddl::Family::postgresql || !tools.types.is_native_enum(variant)) return;
  const auto name = ddl::optional_name(args, "name");
  if (!name) return;
  const auto schema = ddl::optional_name(args, "schema");
  json::object entry{{"name", name->text},
                     {"schema", schema ? json::value(schema->text) : json::value(nullptr)},
                     {"labels", ddl::list(args, "values")},
                     {"definition", variant}};
  if (std::find(enums.begin(), enums.end(), json::value(entry)) == enums.end())
    enums.push_back(std::move(entry));
}

json::object primary_key_of(const Table& table, const Tools& tools) {
  const auto* key = table.primary_key();
  if (key == nullptr || key->columns.empty()) return {{"name", nullptr}, {"columns", json::array()}};
  return constraint_item(*key, tools);
}

// What is wrong with a column says which.
json::object named_column(const Column& column, const Table& table, const Tools& tools) {
  try {
    return column_item(column, table, tools);
  } catch (const Error& error) {
    throw Error(error.code(), table.name.name.text + "." + column.name.text + ": " + error.message(),
                error.facts());
  }
}

// … and where its table was declared.
template <class Work>
auto placed(const json::value& declared, Work work) {
  try {
    return work();
  } catch (Error& error) {
    const auto* at = declared.is_object() ? ddl::given(declared.get_object(), "at") : nullptr;
    if (at == nullptr || !error.facts().file.empty()) throw;
    const auto& place = ddl::as_object(*at, "at");
    error.facts().file = ddl::optional_text(place, "file").value_or("");
    error.facts().line = static_cast<int>(ddl::optional_integer(place, "line").value_or(0));
    error.facts().column = static_cast<int>(ddl::optional_integer(place, "column").value_or(0));
    throw;
  }
}

json::object expected_table(const Table& table, const Tools& tools) {
  json::object found{{"name", table.name.name.text},
                     {"schema", table.name.schema ? json::value(table.name.schema->text) : nullptr},
                     {"comment", table.comment ? json::value(*table.comment) : json::value(nullptr)},
                     {"dialect", table.dialect}};
  json::array columns;
  json::array enums;
  for (const auto& column : table.columns) {
    columns.push_back(named_column(column, table, tools));
    add_enum(enums, column.type, tools);
  }
  found["columns"] = std::move(columns);
  found["primary_key"] = primary_key_of(table, tools);
  for (const auto* list : {"foreign_keys", "unique", "checks", "excludes", "indexes"})
    found[list] = json::array();
  const auto add = [&](const Constraint& constraint) {
    const auto list = list_of(constraint.kind);
    // Nothing where the dialect leaves the constraint out.
    if (!list.empty() && tools.definitions.constraint(constraint, table))
      found[list].get_array().push_back(constraint_item(constraint, tools));
  };
  for (const auto& constraint : table.constraints)
    add(constraint);
  for (const auto& column : table.columns)
    for (const auto& check : column.checks)
      add(check);
  for (const auto& index : table.indexes)
    found["indexes"].get_array().push_back(index_item(index, table.name, tools));
  found["enums"] = std::move(enums);
  return found;
}

}  // namespace

json::object expected_tables(const json::object& request, const ddl::Dialect& dialect) {
  const Tools tools(dialect);
  const auto& declared = ddl::list(request, "tables");
  std::vector<Table> tables;
  for (const auto& one : declared)
    tables.push_back(placed(one, [&] { return ddl::parse_table(ddl::as_object(one, "tables"), dialect); }));
  resolve_types(tables);
  json::array expected;
  for (std::size_t i = 0; i < tables.size(); ++i)
    expected.push_back(placed(declared[i], [&] { return expected_table(tables[i], tools); }));
  json::object answer{{"tables", std::move(expected)}};
  if (ddl::find(request, "sequences") != nullptr)
    answer["sequences"] = expected_sequences(ddl::list(request, "sequences"), tools);
  return answer;
}

}  // namespace pycharter::sql::comparison
