#include "alembic/apply/expected_schema.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
using Tables = std::map<std::string, ExpectedTable>;

std::string text_of(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value ? plain_name(*value) : std::string();
}

void create_table(Tables& tables, const std::string& name, const json::object& op) {
  ExpectedTable table;
  if (const json::value* columns = op.if_contains("columns"))
    for (const json::value& column : columns->as_array())
      table.columns.push_back(text_of(column.as_object(), "name"));
  tables[name] = std::move(table);
}

void drop_table(Tables& tables, const std::string& name, const json::object&) {
  tables.erase(name);
}

void rename_table(Tables& tables, const std::string& name, const json::object& op) {
  auto node = tables.extract(name);
  if (node.empty()) return;
  node.key() = text_of(op, "new_name");
  tables.insert(std::move(node));
}

void add_column(Tables& tables, const std::string& name, const json::object& op) {
  if (const auto at = tables.find(name); at != tables.end())
    at->second.columns.push_back(text_of(op.at("column").as_object(), "name"));
}

void drop_column(Tables& tables, const std::string& name, const json::object& op) {
  if (const auto at = tables.find(name); at != tables.end())
    std::erase(at->second.columns, text_of(op, "column"));
}

void alter_column(Tables& tables, const std::string& name, const json::object& op) {
  const auto at = tables.find(name);
  const std::string renamed = text_of(op, "new_name");
  if (at == tables.end() || renamed.empty()) return;
  std::replace(at->second.columns.begin(), at->second.columns.end(), text_of(op, "column"), renamed);
}

struct Rule {
  std::string_view op;
  void (*apply)(Tables&, const std::string& table, const json::object& op);
};
constexpr std::array<Rule, 6> rules{{{"create_table", &create_table},
                                     {"drop_table", &drop_table},
                                     {"rename_table", &rename_table},
                                     {"add_column", &add_column},
                                     {"drop_column", &drop_column},
                                     {"alter_column", &alter_column}}};

}  // namespace

std::string plain_name(const json::value& name) {
  if (name.is_string()) return std::string(name.as_string());
  if (const json::object* object = name.if_object())
    if (const json::value* inner = object->if_contains("name")) return plain_name(*inner);
  return {};
}

std::string table_of(const json::object& op) {
  if (const json::value* index = op.if_contains("index"); index && index->is_object())
    return text_of(index->as_object(), "table");
  return text_of(op, "table");
}

void ExpectedSchema::follow(const json::object& op) {
  const std::string kind = text_of(op, "op");
  const std::string table = table_of(op);
  if (kind == "batch_alter_table") {
    for (const json::value& inner : op.at("operations").as_array()) {
      json::object one = inner.as_object();
      one["table"] = table;
      follow(one);
    }
    return;
  }
  for (const Rule& rule : rules)
    if (rule.op == kind) rule.apply(tables_, table, op);
}

}  // namespace pycharter::alembic
