#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

std::string plain(const json::value& name) {
  if (name.is_string()) return std::string(name.get_string());
  const json::object* object = name.if_object();
  // {"name": …, "convention": true}; an expression has a name of its own kind.
  if (object == nullptr || object->contains("expr")) return {};
  const json::value* inner = object->if_contains("name");
  return inner != nullptr && inner->is_string() ? std::string(inner->get_string()) : std::string();
}

}  // namespace

const json::value* given(const json::object& item, std::string_view key) {
  const json::value* value = item.if_contains(key);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

const json::array& list_at(const json::object& item, std::string_view key) {
  static const json::array none;
  const json::value* value = given(item, key);
  return value != nullptr && value->is_array() ? value->get_array() : none;
}

const json::object& object_at(const json::object& item, std::string_view key) {
  static const json::object none;
  const json::value* value = given(item, key);
  return value != nullptr && value->is_object() ? value->get_object() : none;
}

std::string text_at(const json::object& item, std::string_view key) {
  const json::value* value = given(item, key);
  return value != nullptr ? plain(*value) : std::string();
}

bool flag_at(const json::object& item, std::string_view key, bool absent) {
  const json::value* value = given(item, key);
  return value != nullptr && value->is_bool() ? value->get_bool() : absent;
}

std::vector<std::string> names_at(const json::object& item, std::string_view key) {
  std::vector<std::string> names;
  for (const json::value& name : list_at(item, key))
    names.push_back(plain(name));
  return names;
}

json::object operation(std::string_view kind, const TableName& table) {
  json::object op{{"op", kind}, {"table", table.name}};
  if (!table.schema.empty()) op["schema"] = table.schema;
  return op;
}

}  // namespace pycharter::alembic::compare
