#include "alembic/autogenerate/compare/definitions.h"

#include <array>

#include "alembic/autogenerate/colons.h"

namespace pycharter::alembic::compare {

namespace {

namespace json = boost::json;

json::value as_expression(const json::value& value) {
  return value.is_string() ? json::value(sql_text(value.get_string())) : value;
}

// What is in the database is final: no naming convention touches it, which op.f() says in a script.
json::value final_name(const json::object& item) {
  const std::string name = text_at(item, "name");
  if (name.empty()) return nullptr;
  return json::object{{"name", name}, {"convention", true}};
}

void copy(const json::object& from, json::object& to, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const json::value* value = given(from, key)) to[key] = *value;
}

// Integer columns that count by themselves have a default of their own, which a new column gets anew.
bool counts_by_itself(const json::object& column) {
  return flag_at(column, "owns_sequence");
}

json::object computed_definition(const json::object& computed) {
  json::object definition = computed;
  if (const json::value* text = given(computed, "sqltext")) definition["sqltext"] = as_expression(*text);
  return definition;
}

// A key column of an index in its order.
json::value in_order(const json::value& column, const json::array& words) {
  if (words.empty()) return column;
  json::value made =
      column.is_string() ? json::value(json::object{{"expr", "column"}, {"name", column}}) : column;
  for (const json::value& word : words)
    made = json::object{{"expr", "unary"}, {"op", word}, {"of", std::move(made)}};
  return made;
}

json::array index_columns(const json::object& index) {
  const json::array& columns = list_at(index, "columns");
  const json::array& expressions = list_at(index, "expressions");
  const json::object& sorting = object_at(index, "sorting");
  const bool of_all_keys = expressions.size() == columns.size();
  json::array made;
  std::size_t next = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_column = columns[i].is_string();
    if (!is_column && (of_all_keys ? i : next) >= expressions.size()) continue;
    const json::value& key = is_column ? columns[i] : expressions[of_all_keys ? i : next++];
    const std::string_view name = key.is_string() ? std::string_view(key.get_string()) : std::string_view();
    made.push_back(in_order(is_column ? key : as_expression(key), list_at(sorting, name)));
  }
  return made;
}

}  // namespace

json::object sql_text(std::string_view sql) {
  return {{"expr", "text"}, {"sql", with_colons_escaped(sql)}};
}

json::object column_definition(const json::object& column) {
  if (const json::object& own = object_at(column, "definition"); !own.empty()) return own;
  json::object definition{{"name", text_at(column, "name")},
                          {"type", object_at(column, "type")},
                          {"nullable", flag_at(column, "nullable", true)}};
  if (const json::value* counts = given(column, "autoincrement"); counts != nullptr && counts->is_bool())
    definition["autoincrement"] = *counts;
  if (const json::value* sql = given(column, "default"); sql != nullptr && !counts_by_itself(column))
    definition["server_default"] = json::object{{"default", "expression"}, {"expr", as_expression(*sql)}};
  if (const json::object& computed = object_at(column, "computed"); !computed.empty())
    definition["computed"] = computed_definition(computed);
  copy(column, definition, {"identity", "comment"});
  return definition;
}

json::object constraint_definition(std::string_view kind, const json::object& item) {
  if (const json::object& own = object_at(item, "definition"); !own.empty()) return own;
  json::object definition{{"constraint", kind}};
  if (json::value name = final_name(item); !name.is_null()) definition["name"] = std::move(name);
  copy(item, definition,
       {"columns", "target_table", "target_schema", "target_columns", "ondelete", "onupdate", "deferrable",
        "initially", "match", "dialect", "comment"});
  if (const json::value* text = given(item, "sqltext")) definition["sqltext"] = as_expression(*text);
  return definition;
}

json::object index_definition(const TableName& table, const json::object& index, std::string_view dialect) {
  json::object definition;
  if (const json::object& own = object_at(index, "definition"); !own.empty()) {
    definition = own;
  } else {
    definition = {
        {"name", final_name(index)}, {"columns", index_columns(index)}, {"unique", flag_at(index, "unique")}};
    json::object options = object_at(index, "dialect");
    const auto option = [&](std::string_view key) { return std::string(dialect) + "_" + std::string(key); };
    if (const json::value* where = given(index, "where")) options[option("where")] = as_expression(*where);
    for (const std::string_view key : {"using", "ops", "include", "nulls_not_distinct"})
      if (const json::value* value = given(index, key)) options[option(key)] = *value;
    if (!options.empty()) definition["dialect"] = std::move(options);
  }
  definition["table"] = table.name;
  if (!table.schema.empty()) definition["schema"] = table.schema;
  return definition;
}

json::value default_of(const json::object& definition) {
  for (const std::string_view key : {"computed", "identity"}) {
    const json::object& generated = object_at(definition, key);
    if (generated.empty() && given(definition, key) == nullptr) continue;
    json::object value = generated;
    value["default"] = key;
    return value;
  }
  const json::value* value = given(definition, "server_default");
  return value != nullptr ? *value : json::value(nullptr);
}

}  // namespace pycharter::alembic::compare
