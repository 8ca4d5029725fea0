#include "sql/ddl/parameters.h"

#include <set>
#include <string>

#include "sql/ddl/names.h"

namespace pycharter::sql::ddl {
namespace {

bool is_bind(const json::object& expression) {
  const auto* form = expression.if_contains("expr");
  return form != nullptr && *form == "bind" && expression.contains("name");
}

// Gives the values to every bindparam() of their names, and collects those names.
void fill_binds(json::value& part, const json::object& parameters, std::set<std::string>& filled) {
  if (auto* items = part.if_array()) {
    for (auto& item : *items)
      fill_binds(item, parameters, filled);
    return;
  }
  auto* object = part.if_object();
  if (object == nullptr) return;
  if (is_bind(*object)) {
    const auto name = text(*object, "name");
    if (const auto* value = parameters.if_contains(name)) {
      (*object)["value"] = *value;
      filled.insert(name);
    }
    return;
  }
  for (auto& member : *object)
    fill_binds(member.value(), parameters, filled);
}

bool has_column(const json::object& table, const std::string& name) {
  for (const auto& column : list(table, "columns"))
    if (required_name(as_object(column, "columns"), "name").text == name) return true;
  return false;
}

// The row of values that parameters complete; null where the statement takes none.
json::object* completed_row(json::object& statement, std::string_view form) {
  if (form == "update") {
    auto& values = statement["values"];
    return values.is_object() ? &values.get_object() : &values.emplace_object();
  }
  if (form != "insert" || given(statement, "from_select") != nullptr) return nullptr;
  auto& values = statement["values"];
  auto& rows = values.is_array() ? values.get_array() : values.emplace_array();
  if (rows.empty()) rows.emplace_back(json::object());
  return rows.size() == 1 ? &rows.front().as_object() : nullptr;
}

}  // namespace

json::object with_parameters(const json::object& statement, const json::object& parameters) {
  if (parameters.empty()) return statement;
  json::value filled_in(statement);
  std::set<std::string> filled;
  fill_binds(filled_in, parameters, filled);
  auto made = std::move(filled_in.get_object());
  auto* row = completed_row(made, text(made, "expr"));
  if (row == nullptr) return made;
  const auto& table = required_object(statement, "table");
  for (const auto& parameter : parameters) {
    const std::string name(parameter.key());
    if (filled.count(name) == 0 && !row->contains(name) && has_column(table, name))
      (*row)[name] = parameter.value();
  }
  return made;
}

}  // namespace pycharter::sql::ddl
