#include "alembic/autogenerate/compare/constraint_names.h"

#include <cstddef>
#include <utility>

#include "alembic/autogenerate/compare/definitions.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

// The shortest limit among the databases, in bytes.
constexpr std::size_t longest_name = 63;

// Cut at the end of a character of UTF-8.
std::string cut(std::string text, std::size_t length) {
  if (text.size() <= length) return text;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  text.resize(length);
  return text;
}

}  // namespace

json::object with_name(json::object definition, const TableName& table, std::string_view suffix) {
  if (!text_at(definition, "name").empty()) return definition;
  std::string name = table.name;
  if (text_at(definition, "constraint") != kind::primary_key)
    for (const std::string& column : names_at(definition, "columns"))
      name += "_" + column;
  const std::string ending = "_" + std::string(suffix);
  const std::string whole = cut(std::move(name), longest_name - ending.size()) + ending;
  definition["name"] = json::object{{"name", whole}, {"convention", true}};
  return definition;
}

}  // namespace pycharter::alembic::compare
