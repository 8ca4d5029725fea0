#include "alembic/autogenerate/summary.h"

#include <array>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic {

namespace json = boost::json;
using compare::object_at;
using compare::text_at;

namespace {

std::string table_of(const json::object& operation) {
  return compare::TableName{text_at(operation, "schema"), text_at(operation, "table")}.label();
}

std::string whole_table(const json::object& operation) {
  return table_of(operation);
}

std::string added_column(const json::object& operation) {
  return table_of(operation) + "." + text_at(object_at(operation, "column"), "name");
}

std::string dropped_column(const json::object& operation) {
  return table_of(operation) + "." + text_at(operation, "column");
}

std::string altered_column(const json::object& operation) {
  std::string facets;
  for (const char* facet : {"type", "nullable", "server_default", "comment"})
    if (operation.contains(facet)) facets += (facets.empty() ? "" : ", ") + std::string(facet);
  return dropped_column(operation) + " (" + facets + ")";
}

std::string made_index(const json::object& operation) {
  const json::object& index = object_at(operation, "index");
  return text_at(index, "name") + " on " + table_of(index);
}

std::string dropped_item(const json::object& operation) {
  return text_at(operation, "name") + " on " + table_of(operation);
}

std::string made_constraint(const json::object& operation) {
  const json::object& constraint = object_at(operation, "constraint");
  return text_at(constraint, "name") + " (" + text_at(constraint, "constraint") + ") on " +
         table_of(operation);
}

std::string type_name(const json::object& operation) {
  return text_at(object_at(object_at(operation, "type"), "args"), "name");
}

std::string statement(const json::object& operation) {
  return text_at(object_at(operation, "statement"), "sql");
}

std::string sequence(const json::object& operation) {
  return text_at(object_at(operation, "sequence"), "name");
}

struct Row {
  std::string_view op;
  std::string (*subject)(const json::object&);
};
constexpr std::array<Row, 17> rows{{{"create_table", whole_table},
                                    {"drop_table", whole_table},
                                    {"create_table_comment", whole_table},
                                    {"drop_table_comment", whole_table},
                                    {"add_column", added_column},
                                    {"drop_column", dropped_column},
                                    {"alter_column", altered_column},
                                    {"create_index", made_index},
                                    {"drop_index", dropped_item},
                                    {"create_constraint", made_constraint},
                                    {"drop_constraint", dropped_item},
                                    {"create_type", type_name},
                                    {"drop_type", type_name},
                                    {"execute", statement},
                                    {"create_sequence", sequence},
                                    {"alter_sequence", sequence},
                                    {"drop_sequence", sequence}}};

void add(const json::object& operation, std::vector<std::string>& lines) {
  const std::string op = text_at(operation, "op");
  if (op == "comment") return;
  if (op == "modify_table") {
    for (const json::value& inner : compare::list_at(operation, "operations"))
      add(inner.as_object(), lines);
    return;
  }
  std::string line = op;
  for (const Row& row : rows)
    if (row.op == op) line += " " + row.subject(operation);
  lines.push_back(std::move(line));
}

}  // namespace

std::vector<std::string> summary_of(const json::array& operations) {
  std::vector<std::string> lines;
  for (const json::value& operation : operations)
    add(operation.as_object(), lines);
  return lines;
}

}  // namespace pycharter::alembic
