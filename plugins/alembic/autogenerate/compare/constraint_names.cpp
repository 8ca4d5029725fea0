#include "alembic/autogenerate/compare/constraint_names.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

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

// The columns that a name tells of, as PostgreSQL chooses them: an expression is "expr".
std::vector<std::string> named_columns(const json::object& definition) {
  std::vector<std::string> names = names_at(definition, "columns");
  for (const json::value& element : list_at(definition, "elements")) {
    const json::value& key = element.as_array().at(0);
    const json::object* form = key.if_object();
    const bool is_column = form == nullptr || !form->contains("expr") || text_at(*form, "expr") == "column";
    names.push_back(!is_column        ? "expr"
                    : form == nullptr ? std::string(key.as_string())
                                      : text_at(*form, "name"));
  }
  return names;
}

}  // namespace

json::object with_name(json::object definition, const TableName& table, std::string_view suffix) {
  if (!text_at(definition, "name").empty()) return definition;
  std::string name = table.name;
  if (text_at(definition, "constraint") != kind::primary_key)
    for (const std::string& column : named_columns(definition))
      name += "_" + column;
  const std::string ending = "_" + std::string(suffix);
  const std::string whole = cut(std::move(name), longest_name - ending.size()) + ending;
  definition["name"] = json::object{{"name", whole}, {"convention", true}};
  return definition;
}

}  // namespace pycharter::alembic::compare
