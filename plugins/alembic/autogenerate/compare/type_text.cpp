#include "alembic/autogenerate/compare/type_text.h"

#include <boost/json/serialize.hpp>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

std::string value_text(const json::value& value) {
  if (value.is_string()) return "'" + std::string(value.get_string()) + "'";
  if (value.is_bool()) return value.get_bool() ? "True" : "False";
  if (value.is_object() && value.get_object().contains("type")) return type_text(value.get_object());
  return json::serialize(value);
}

}  // namespace

std::string type_text(const json::object& type) {
  std::string text = text_at(type, "type") + "(";
  const char* separator = "";
  for (const auto& [name, value] : object_at(type, "args")) {
    if (value.is_null()) continue;
    if (name == "values" && value.is_array()) {
      for (const json::value& one : value.get_array()) {
        text += separator + value_text(one);
        separator = ", ";
      }
      continue;
    }
    text += separator + std::string(name) + "=" + value_text(value);
    separator = ", ";
  }
  return text + ")";
}

}  // namespace pycharter::alembic::compare
