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

json::array list_of(json::object answer, std::string_view key) {
  json::value* list = answer.if_contains(key);
  if (list == nullptr || !list->is_array())
    throw Error(ErrorCode::internal, "the backend's answer has no list '" + std::string(key) + "'");
  return std::move(list->get_array());
}

}  // namespace

json::object Catalog::ask(const json::object& request) {
  return json::parse(database_.reflect(json::serialize(request))).as_object();
}

json::value Catalog::schema_asked(const std::string& schema) const {
  if (!schema.empty()) return json::value(schema);
  return looked_in_ ? json::value(*looked_in_) : json::value(nullptr);
}

json::value Catalog::at_home(const json::value& schema) const {
  return schema.is_string() && std::string_view(schema.get_string()) == home_ ? json::value(nullptr) : schema;
}

void Catalog::bring_home(json::object& table) const {
  const auto bring = [this](json::object& object, std::string_view key) {
    if (json::value* schema = object.if_contains(key)) *schema = at_home(*schema);
  };
  bring(table, "schema");
  json::value* keys = table.if_contains("foreign_keys");
  if (keys == nullptr || !keys->is_array()) return;
  for (json::value& key : keys->get_array())
    bring(key.as_object(), "target_schema");
}

json::array Catalog::tables(const Filters& filters, bool with_extensions, const json::array& declared) {
  std::set<TableName> named;
  std::set<std::string> schemas{""};
  for (const json::value& value : declared) {
    const json::object& table = value.as_object();
    const std::string schema = text_at(table, "schema") == home_ ? "" : text_at(table, "schema");
    named.insert({schema, text_at(table, "table")});
    schemas.insert(schema);
  }
  for (const json::value& schema : list_of(ask({{"what", "schema_names"}}), "names"))
    if (schema.get_string() != home_ && filters.takes_schema(schema.get_string()))
      schemas.emplace(schema.get_string());
  json::array tables;
  for (const std::string& schema : schemas) {
    const json::object request{{"what", "tables"}, {"schema", schema_asked(schema)}};
    const bool every_table = schema.empty() || filters.takes_schema(schema);
    for (json::value& value : list_of(ask(request), "tables")) {
      json::object& table = value.as_object();
      bring_home(table);
      const TableName name = name_of(table);
      const bool foreign = compare::flag_at(table, "extension_owned") && !with_extensions;
      const bool wanted = named.contains(name) || (every_table && !foreign);
      if (wanted && filters.takes_table(name)) tables.push_back(std::move(value));
    }
  }
  return tables;
}

json::array Catalog::expected(const json::array& declared) {
  json::array tables = list_of(ask({{"what", "expected"}, {"tables", declared}}), "tables");
  for (json::value& table : tables)
    bring_home(table.as_object());
  return tables;
}

json::array Catalog::equal(const json::array& pairs) {
  return list_of(ask({{"what", "equal"}, {"pairs", pairs}}), "equal");
}

std::set<TableName> Catalog::sequences(const json::array& declared) {
  std::set<std::string> schemas;
  for (const json::value& sequence : declared)
    schemas.insert(text_at(sequence.as_object(), "schema"));
  std::set<TableName> there;
  for (const std::string& schema : schemas)
    for (const json::value& name :
         list_of(ask({{"what", "sequence_names"}, {"schema", schema_asked(schema)}}), "names"))
      there.insert({schema, std::string(name.get_string())});
  return there;
}

json::array Catalog::enums() {
  json::array enums = list_of(ask({{"what", "enums"}, {"schema", "*"}}), "enums");
  for (json::value& value : enums) {
    json::object& one = value.as_object();
    if (json::value* schema = one.if_contains("schema")) *schema = at_home(*schema);
  }
  return enums;
}

}  // namespace pycharter::alembic
