#include "alembic/autogenerate/compare/table_renames.h"

#include <map>
#include <string>

#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

// A rename stays in its schema.
using Shape = std::pair<std::string, std::vector<std::string>>;

std::map<Shape, std::vector<TableName>> by_shape(const Tables& tables) {
  std::map<Shape, std::vector<TableName>> shapes;
  for (const auto& [name, table] : tables) {
    std::vector<std::string> columns;
    for (const json::value& column : list_at(*table, "columns"))
      columns.push_back(text_at(column.as_object(), "name"));
    if (columns.size() > 1) shapes[{name.schema, std::move(columns)}].push_back(name);
  }
  return shapes;
}

}  // namespace

std::vector<std::pair<TableName, TableName>> renamed_tables(const Tables& removed, const Tables& added) {
  const auto coming = by_shape(added);
  std::vector<std::pair<TableName, TableName>> pairs;
  for (const auto& [shape, from] : by_shape(removed)) {
    const auto to = coming.find(shape);
    if (to != coming.end() && from.size() == 1 && to->second.size() == 1)
      pairs.emplace_back(from.front(), to->second.front());
  }
  return pairs;
}

std::vector<Change> rename_remarks(const TableName& from, const TableName& to) {
  const std::string schema = from.schema.empty() ? "" : ", schema=" + quoted(from.schema);
  return {remark("Was table " + quoted(from.label()) + " renamed to " + quoted(to.label()) +
                 "? This keeps its rows, in place of the create and the drop:"),
          remark("op.rename_table(" + quoted(from.name) + ", " + quoted(to.name) + schema + ")")};
}

}  // namespace pycharter::alembic::compare
