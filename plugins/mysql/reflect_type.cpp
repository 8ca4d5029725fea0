#include <algorithm>
#include <array>
#include <vector>

#include "mysql/reflect.h"
#include "sql/reflection/type_text.h"

namespace pycharter::mysql {
namespace {

namespace json = boost::json;

enum class Kind { plain, text, number, values };

struct KnownType {
  std::string_view name;
  std::string_view type;
  bool own;  // of SQLAlchemy's mysql dialect
  Kind kind;
  std::array<std::string_view, 2> parameters{};
};

constexpr KnownType known_types[] = {
    {"bigint", "BIGINT", true, Kind::number, {"display_width"}},
    {"binary", "BINARY", false, Kind::plain, {"length"}},
    {"bit", "BIT", true, Kind::plain, {"length"}},
    {"blob", "BLOB", false, Kind::plain, {"length"}},
    {"char", "CHAR", true, Kind::text, {"length"}},
    {"date", "DATE", false, Kind::plain},
    {"datetime", "DATETIME", true, Kind::plain, {"fsp"}},
    {"decimal", "DECIMAL", true, Kind::number, {"precision", "scale"}},
    {"double", "DOUBLE", true, Kind::number, {"precision", "scale"}},
    {"enum", "ENUM", true, Kind::values},
    {"float", "FLOAT", true, Kind::number, {"precision", "scale"}},
    {"inet4", "INET4", true, Kind::plain},
    {"inet6", "INET6", true, Kind::plain},
    {"int", "INTEGER", true, Kind::number, {"display_width"}},
    {"json", "JSON", true, Kind::plain},
    {"longblob", "LONGBLOB", true, Kind::plain},
    {"longtext", "LONGTEXT", true, Kind::text},
    {"mediumblob", "MEDIUMBLOB", true, Kind::plain},
    {"mediumint", "MEDIUMINT", true, Kind::number, {"display_width"}},
    {"mediumtext", "MEDIUMTEXT", true, Kind::text},
    {"set", "SET", true, Kind::values},
    {"smallint", "SMALLINT", true, Kind::number, {"display_width"}},
    {"text", "TEXT", true, Kind::text, {"length"}},
    {"time", "TIME", true, Kind::plain, {"fsp"}},
    {"timestamp", "TIMESTAMP", true, Kind::plain, {"fsp"}},
    {"tinyblob", "TINYBLOB", true, Kind::plain},
    {"tinyint", "TINYINT", true, Kind::number, {"display_width"}},
    {"tinytext", "TINYTEXT", true, Kind::text},
    {"uuid", "UUID", false, Kind::plain},
    {"varbinary", "VARBINARY", false, Kind::plain, {"length"}},
    {"varchar", "VARCHAR", true, Kind::text, {"length"}},
    {"year", "YEAR", true, Kind::number, {"display_width"}},
};

// "enum('a','b''c')": what is between the quotes, doubled ones once. A value may hold a parenthesis.
json::array quoted_values(std::string_view text) {
  json::array values;
  for (std::size_t at = text.find('\''); at < text.size(); at = text.find('\'', at)) {
    std::string value;
    for (++at; at < text.size(); ++at) {
      if (text[at] == '\'' && (at + 1 == text.size() || text[at + 1] != '\'')) break;
      if (text[at] == '\'') ++at;
      value += text[at];
    }
    values.emplace_back(std::move(value));
    ++at;
  }
  return values;
}

const KnownType* find_type(std::string_view name) {
  const auto* found = std::find_if(std::begin(known_types), std::end(known_types),
                                   [&](const KnownType& known) { return known.name == name; });
  return found == std::end(known_types) ? nullptr : found;
}

}  // namespace

json::object reflect_type(std::string_view text, const std::optional<std::string>& collation) {
  const auto name = text.substr(0, text.find_first_of("( "));
  const auto* known = find_type(name);
  if (known == nullptr) return {{"type", "NullType"}};
  json::object type;
  json::object args;
  if (known->kind == Kind::values) {
    args["values"] = quoted_values(text);
    type["type"] = known->type;
  } else {
    const auto parts = sql::reflection::split_type(text);
    const auto number =
        static_cast<std::size_t>(std::count_if(known->parameters.begin(), known->parameters.end(),
                                               [](auto parameter) { return !parameter.empty(); }));
    type =
        sql::reflection::make_type(known->type, parts.arguments, std::span(known->parameters).first(number));
    if (const auto* made = type.if_contains("args")) args = made->get_object();
  }
  if (known->kind == Kind::number)
    for (const std::string_view word : {"unsigned", "zerofill"})
      if (text.find(word) != std::string_view::npos) args[word] = true;
  if (collation && (known->kind == Kind::text || known->kind == Kind::values)) args["collation"] = *collation;
  if (known->own) type["dialect"] = "mysql";
  if (!args.empty()) type["args"] = std::move(args);
  return type;
}

std::optional<std::string> default_sql(const ColumnDefault& column) {
  const auto update = column.extra.find("on update ");
  const bool is_null = !column.text || (column.is_mariadb && *column.text == "NULL");
  if (is_null && update == std::string::npos) return std::nullopt;
  auto sql = is_null ? "NULL" : *column.text;
  const bool expression = column.extra.find("DEFAULT_GENERATED") != std::string::npos;
  if (!column.is_mariadb && expression && !is_null && !sql.starts_with("CURRENT_TIMESTAMP"))
    sql = "(" + sql + ")";
  if (!column.is_mariadb && !expression && !is_null && !sql.starts_with("b'")) {
    std::string quoted = "'";
    for (const char c : sql)
      quoted += c == '\'' || c == '\\' ? std::string(2, c) : std::string(1, c);
    sql = quoted + "'";
  }
  if (update != std::string::npos)
    sql += " ON UPDATE " + column.extra.substr(update + std::string_view("on update ").size());
  return sql;
}

}  // namespace pycharter::mysql
