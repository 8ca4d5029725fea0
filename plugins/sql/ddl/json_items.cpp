// Parts of JSON columns: column["key"], and as_string() and its like.
#include "sql/ddl/expressions.h"

namespace pycharter::sql::ddl {
namespace {

// '$."a"[0]' of SQLite and MySQL.
std::string dollar_path(const json::array& keys) {
  std::string path = "$";
  for (const auto& key : keys) {
    if (key.is_int64())
      path += "[" + std::to_string(key.get_int64()) + "]";
    else
      path += ".\"" + as_text(key, "path") + "\"";
  }
  return path;
}

// '{a, 0}' of PostgreSQL's #>.
std::string brace_path(const json::array& keys) {
  std::string path;
  for (const auto& key : keys)
    path += (path.empty() ? "" : ", ") +
            (key.is_int64() ? std::to_string(key.get_int64()) : as_text(key, "path"));
  return "{" + path + "}";
}

}  // namespace

bool Expressions::is_json_operation(const json::value& expression) const {
  if (tools_.dialect.family != Family::postgresql || !expression.is_object()) return false;
  const auto& e = expression.get_object();
  return optional_text(e, "expr") == "json_item" && !e.contains("as");
}

std::string Expressions::json_item(const json::object& e) {
  const auto* of = find(e, "of");
  if (of == nullptr) malformed("operation: a part of a JSON value needs \"of\"");
  const auto& path = list(e, "path");
  const auto* as = given(e, "as");
  if (tools_.dialect.family != Family::postgresql) {
    const auto extracted =
        "JSON_EXTRACT(" + render(*of) + ", " + tools_.literals.string(dollar_path(path)) + ")";
    if (as != nullptr) return json_value_as(as_object(*as, "as"), extracted);
    return tools_.dialect.family == Family::sqlite ? "JSON_QUOTE(" + extracted + ")" : extracted;
  }
  const bool deep = flag(e, "deep");
  const bool as_text_value = as != nullptr || flag(e, "as_text");
  if (!deep && path.size() != 1) malformed("operation: a part of a JSON value needs one key in \"path\"");
  const auto key = deep                 ? tools_.literals.string(brace_path(path))
                   : path[0].is_int64() ? std::to_string(path[0].get_int64())
                                        : tools_.literals.string(as_text(path[0], "path"));
  const auto sql = grouped(*of, "->") + (deep ? " #>" : " ->") + (as_text_value ? "> " : " ") + key;
  if (as == nullptr) return sql;
  const auto target = tools_.types.cast_target(as_object(*as, "as"));
  return "CAST(" + (operand_depth_ > 0 ? "(" + sql + ")" : sql) + " AS " + target.value_or("TEXT") + ")";
}

std::string Expressions::json_value_as(const json::object& type, const std::string& extracted) {
  if (tools_.dialect.family == Family::sqlite)
    return "CAST(" + extracted + " AS " + tools_.types.definition(type) + ")";
  const auto affinity = affinity_of(type);
  const auto otherwise = [&](const std::string& value) {
    return "CASE " + extracted + " WHEN 'null' THEN NULL " + value + " END";
  };
  if (affinity == Affinity::boolean) return otherwise("WHEN true THEN true ELSE false");
  if (affinity == Affinity::string) return otherwise("ELSE JSON_UNQUOTE(" + extracted + ")");
  if (affinity == Affinity::integer) return otherwise("ELSE CAST(" + extracted + " AS SIGNED INTEGER)");
  if (affinity == Affinity::floating) return otherwise("ELSE " + extracted + "+0.0000000000000000000000");
  return otherwise("ELSE CAST(" + extracted + " AS " + tools_.types.cast_target(type).value_or("CHAR") + ")");
}

}  // namespace pycharter::sql::ddl
