#include "sql/ddl/parameters.h"

#include <algorithm>
#include <set>
#include <string>

#include "sql/ddl/names.h"

namespace pycharter::sql::ddl {
namespace {

// Without a type of its own it takes that of its column, as a plain value does.
json::value given_value(const json::object& bind, const json::value& value) {
  if (given(bind, "type") == nullptr && !flag(bind, "expanding"))
    return json::object{{"expr", "literal"}, {"value", value}};
  auto made = bind;
  made["value"] = value;
  return made;
}

bool is_bind(const json::object& object) {
  const auto* form = object.if_contains("expr");
  return form != nullptr && form->is_string() && form->get_string() == "bind";
}

void fill_binds(json::value& node, const json::object& set, std::set<std::string>& used) {
  if (node.is_array()) {
    for (auto& item : node.get_array())
      fill_binds(item, set, used);
    return;
  }
  if (!node.is_object()) return;
  auto& object = node.get_object();
  if (is_bind(object)) {
    const auto name = text(object, "name");
    const auto* value = set.if_contains(name);
    if (value == nullptr) return;
    used.insert(name);
    node = given_value(object, *value);
    return;
  }
  for (auto& member : object)
    fill_binds(member.value(), set, used);
}

json::object rest_of(const json::object& set, const std::set<std::string>& used) {
  json::object rest;
  for (const auto& parameter : set)
    if (!used.contains(std::string(parameter.key()))) rest[parameter.key()] = parameter.value();
  return rest;
}

void add_all(json::object& values, json::object&& more) {
  for (auto& value : more)
    values[value.key()] = std::move(value.value());
}

void require_columns(const json::object& table, const json::object& columns) {
  const auto& known = list(table, "columns");
  for (const auto& column : columns) {
    const bool found = std::any_of(known.begin(), known.end(), [&](const json::value& entry) {
      return required_name(as_object(entry, "columns"), "name").text == column.key();
    });
    if (!known.empty() && !found) refuse("Unconsumed column names: " + std::string(column.key()));
  }
}

void add_columns(json::object& statement, json::object&& columns) {
  const auto kind = text(statement, "expr");
  if (kind != "insert" && kind != "update") return;
  require_columns(required_object(statement, "table"), columns);
  const auto form = text(statement, "expr");
  if (form == "update") {
    auto values = object_at(statement, "values");
    add_all(values, std::move(columns));
    statement["values"] = std::move(values);
  } else if (form == "insert" && given(statement, "from_select") == nullptr) {
    auto rows = list(statement, "values");
    if (rows.empty()) rows.emplace_back(json::object());
    for (auto& row : rows)
      add_all(row.as_object(), json::object(columns));
    statement["values"] = std::move(rows);
  }
}

}  // namespace

std::vector<json::object> parameter_sets(const json::object& operation) {
  const auto* parameters = given(operation, "parameters");
  if (parameters == nullptr) return {json::object()};
  if (!parameters->is_array()) return {as_object(*parameters, "parameters")};
  std::vector<json::object> sets;
  for (const auto& entry : parameters->get_array()) {
    const auto& set = as_object(entry, "parameters");
    if (sets.empty()) {
      sets.push_back(set);
      continue;
    }
    json::object made;
    for (const auto& first : sets.front()) {
      const auto* value = set.if_contains(first.key());
      if (value == nullptr)
        refuse("a value is required for bind parameter '" + std::string(first.key()) +
               "', in parameter group " + std::to_string(sets.size()));
      made[first.key()] = *value;
    }
    sets.push_back(std::move(made));
  }
  return sets;
}

json::object with_parameters(const json::object& statement, const json::object& set) {
  if (set.empty()) return statement;
  json::value made = statement;
  std::set<std::string> used;
  fill_binds(made, set, used);
  auto& object = made.get_object();
  add_columns(object, rest_of(set, used));
  return std::move(object);
}

}  // namespace pycharter::sql::ddl
