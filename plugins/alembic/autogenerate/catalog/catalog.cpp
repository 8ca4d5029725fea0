#include "alembic/autogenerate/catalog/catalog.h"

#include <boost/json.hpp>
#include <set>
#include <utility>

namespace pycharter::alembic {

namespace json = boost::json;
using compare::given;
using compare::TableName;
using compare::text_at;

namespace {

TableName name_of(const json::object& table) {
  return {text_at(table, "schema"), text_at(table, "name")};
}

}  // namespace

json::storage_ptr Catalog::new_memory() {
  return json::make_shared_resource<json::monotonic_resource>();
}

json::array Catalog::ask(std::string_view request, std::string_view key, const json::storage_ptr& memory) {
  json::value answer = json::parse(database_.reflect(request), memory);
  json::value* list = answer.as_object().if_contains(key);
  if (list == nullptr || !list->is_array())
    throw Error(ErrorCode::internal, "the backend's answer has no list '" + std::string(key) + "'");
  return std::move(list->get_array());
}

json::array Catalog::ask(const json::object& request, std::string_view key, const json::storage_ptr& memory) {
  return ask(json::serialize(request), key, memory);
}

json::value Catalog::schema_asked(const std::string& schema) const {
  if (!schema.empty()) return json::value(schema);
  return looked_in_ ? json::value(*looked_in_) : json::value(nullptr);
}

json::value Catalog::at_home(const json::value& schema) const {
  return schema.is_string() && std::string_view(schema.get_string()) == home_ ? json::value(nullptr) : schema;
}

void Catalog::bring_home(json::object& item, std::string_view key) const {
  if (json::value* schema = item.if_contains(key)) *schema = at_home(*schema);
}

void Catalog::bring_table_home(json::object& table) const {
  bring_home(table, "schema");
  json::value* keys = table.if_contains("foreign_keys");
  if (keys == nullptr || !keys->is_array()) return;
  for (json::value& key : keys->get_array())
    bring_home(key.as_object(), "target_schema");
}

std::set<std::string> Catalog::schemas(const Filters& filters, const json::array& declared_tables,
                                       const json::array& declared_sequences) {
  std::set<std::string> schemas{""};
  for (const json::value& schema : ask({{"what", "schema_names"}}, "names"))
    if (schema.get_string() != home_ && filters.takes_schema(schema.get_string()))
      schemas.emplace(schema.get_string());
  for (const json::array* declared : {&declared_tables, &declared_sequences})
    for (const json::value& item : *declared)
      if (const std::string schema = text_at(item.as_object(), "schema"); schema != home_)
        schemas.insert(schema);
  return schemas;
}

json::array Catalog::tables(const std::set<std::string>& schemas, const Filters& filters,
                            bool with_extensions, const json::array& declared) {
  std::set<TableName> named;
  for (const json::value& value : declared)
    named.insert(name_of_declared(value.as_object()));
  json::array tables(new_memory());
  for (const std::string& schema : schemas) {
    const json::object request{{"what", "tables"}, {"schema", schema_asked(schema)}};
    const bool every_table = schema.empty() || filters.takes_schema(schema);
    for (json::value& value : ask(request, "tables", tables.storage())) {
      json::object& table = value.as_object();
      bring_table_home(table);
      const TableName name = name_of(table);
      const bool foreign = compare::flag_at(table, "extension_owned") && !with_extensions;
      const bool wanted = named.contains(name) || (every_table && !foreign);
      if (wanted && filters.takes_table(name)) tables.push_back(std::move(value));
    }
  }
  return tables;
}

TableName Catalog::name_of_declared(const json::object& table) const {
  std::string schema = text_at(table, "schema");
  return {schema == home_ ? "" : std::move(schema), text_at(table, "table")};
}

json::array Catalog::expected(const std::vector<const json::object*>& declared) {
  // Without a copy of what may be thousands of columns.
  std::string request = R"({"what": "expected", "tables": [)";
  for (const json::object* table : declared)
    request.append(table == declared.front() ? "" : ", ").append(json::serialize(*table));
  json::array tables = ask(request.append("]}"), "tables");
  for (json::value& table : tables)
    bring_table_home(table.as_object());
  return tables;
}

json::array Catalog::expected(const json::array& declared) {
  std::vector<const json::object*> tables;
  for (const json::value& table : declared)
    tables.push_back(&table.as_object());
  return expected(tables);
}

json::array Catalog::expected_sequences(const json::array& declared) {
  if (declared.empty()) return {};
  json::array sequences =
      ask({{"what", "expected"}, {"tables", json::array()}, {"sequences", declared}}, "sequences");
  for (json::value& sequence : sequences)
    bring_home(sequence.as_object(), "schema");
  return sequences;
}

json::array Catalog::sequences(const std::set<std::string>& schemas, const Filters& filters,
                               const json::array& declared) {
  std::set<TableName> named;
  for (const json::value& value : declared) {
    TableName name = name_of(value.as_object());
    if (name.schema == home_) name.schema.clear();
    named.insert(std::move(name));
  }
  json::array found;
  for (const std::string& schema : schemas) {
    const bool every_one = schema.empty() || filters.takes_schema(schema);
    for (json::value& value :
         ask({{"what", "sequences"}, {"schema", schema_asked(schema)}, {"owned", !declared.empty()}},
             "sequences")) {
      json::object& sequence = value.as_object();
      bring_home(sequence, "schema");
      for (json::value& use : sequence.at("used_by").as_array())
        bring_home(use.as_object(), "schema");
      const TableName name = name_of(sequence);
      if (named.contains(name) || (every_one && filters.takes_table(name))) found.push_back(std::move(value));
    }
  }
  return found;
}

json::array Catalog::equal(const json::array& pairs) {
  return ask(R"({"what": "equal", "pairs": )" + json::serialize(pairs) + "}", "equal");
}

json::array Catalog::enums() {
  json::array enums = ask({{"what", "enums"}, {"schema", "*"}}, "enums");
  for (json::value& value : enums)
    bring_home(value.as_object(), "schema");
  return enums;
}

}  // namespace pycharter::alembic
