#include "sql/comparison/definition.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Constraint;

std::string_view kind_word(Constraint::Kind kind) {
  switch (kind) {
    case Constraint::Kind::primary_key:
      return "primary_key";
    case Constraint::Kind::unique:
      return "unique";
    case Constraint::Kind::foreign_key:
      return "foreign_key";
    case Constraint::Kind::check:
      return "check";
    case Constraint::Kind::exclude:
      break;
  }
  return "exclude";
}

json::array to_json(const std::vector<ddl::Name>& names) {
  json::array array;
  for (const auto& name : names)
    array.push_back(ddl::to_json(name));
  return array;
}

template <class Value>
void put(json::object& object, std::string_view key, const std::optional<Value>& value) {
  if (value) object[key] = *value;
}

void put_name(json::object& object, const std::optional<ddl::Name>& name, const Tools& tools) {
  object.erase("name");
  if (name) object["name"] = ddl::to_json(tools.quote.shortened(*name));
}

}  // namespace

json::value final_name(const std::optional<ddl::Name>& name, const Tools& tools) {
  return name ? json::value(tools.quote.shortened(*name).text) : json::value(nullptr);
}

json::array names_of(const std::vector<ddl::Name>& names) {
  json::array array;
  for (const auto& name : names)
    array.emplace_back(name.text);
  return array;
}

json::object definition_of(const Constraint& constraint, const Tools& tools) {
  // What only an exclude constraint has stands in its source alone.
  json::object object = constraint.kind == Constraint::Kind::exclude ? constraint.source : json::object{};
  object["constraint"] = kind_word(constraint.kind);
  put_name(object, constraint.name, tools);
  if (constraint.kind == Constraint::Kind::check) {
    object["sqltext"] = constraint.sqltext;
    if (constraint.type_bound) object["type_bound"] = true;
  } else if (constraint.kind != Constraint::Kind::exclude) {
    object["columns"] = to_json(constraint.columns);
  }
  if (constraint.kind == Constraint::Kind::foreign_key) {
    object["target_table"] = ddl::to_json(constraint.target.name);
    if (constraint.target.schema) object["target_schema"] = ddl::to_json(*constraint.target.schema);
    object["target_columns"] = to_json(constraint.target_columns);
    if (constraint.use_alter) object["use_alter"] = true;
  }
  put(object, "ondelete", constraint.ondelete);
  put(object, "onupdate", constraint.onupdate);
  put(object, "deferrable", constraint.deferrable);
  put(object, "initially", constraint.initially);
  put(object, "match", constraint.match);
  if (!constraint.dialect.empty()) object["dialect"] = constraint.dialect;
  return object;
}

json::object definition_of(const ddl::Index& index, const ddl::TableName& table, const Tools& tools) {
  json::object object;
  put_name(object, index.name, tools);
  object["table"] = ddl::to_json(table.name);
  if (table.schema) object["schema"] = ddl::to_json(*table.schema);
  object["columns"] = index.columns;
  object["unique"] = index.unique;
  if (!index.dialect.empty()) object["dialect"] = index.dialect;
  return object;
}

json::object definition_of(const ddl::Column& column) {
  json::object object{
      {"name", ddl::to_json(column.name)}, {"type", column.type}, {"nullable", column.nullable()}};
  if (column.primary_key) object["primary_key"] = true;
  if (column.autoincrement != json::value("auto")) object["autoincrement"] = column.autoincrement;
  put(object, "server_default", column.server_default);
  put(object, "comment", column.comment);
  put(object, "computed", column.computed);
  put(object, "identity", column.identity);
  if (!column.dialect.empty()) object["dialect"] = column.dialect;
  return object;
}

}  // namespace pycharter::sql::comparison
