#include "alembic/autogenerate/render/values.h"

#include <algorithm>

#include "alembic/autogenerate/colons.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::revision_text {

namespace {

std::string with_colons_plain(std::string_view sql) {
  std::string text;
  for (std::size_t i = 0; i < sql.size(); ++i)
    if (sql[i] != '\\' || i + 1 == sql.size() || sql[i + 1] != ':') text += sql[i];
  return text;
}

// Columns without their table: what stands in a table's own definition.
json::value without_tables(const json::value& value) {
  if (value.is_array()) {
    json::array items;
    for (const auto& item : value.get_array())
      items.push_back(without_tables(item));
    return items;
  }
  if (!value.is_object()) return value;
  const bool is_column = text_or(value.get_object(), "expr") == "column";
  json::object made;
  for (const auto& [key, member] : value.get_object())
    if (!is_column || (key != "table" && key != "schema")) made[key] = without_tables(member);
  return made;
}

std::string compiled(const Context& context, const json::value& expression) {
  const std::vector<std::string> statements =
      context.options.compile(json::object{{"op", "execute"}, {"statement", without_tables(expression)}});
  return join(statements, "; ");
}

bool is_plain_text(const json::value& expression) {
  return expression.is_string() || (text_or(expression.as_object(), "expr") == "text" &&
                                    object_or_empty(expression.as_object(), "binds").empty() &&
                                    object_or_empty(expression.as_object(), "parameters").empty());
}

std::string_view plain_text(const json::value& expression) {
  return expression.is_string() ? expression.get_string() : expression.at("sql").as_string();
}

// As text() is to be given it.
std::string sql_for_text(const Context& context, const json::value& expression) {
  return is_plain_text(expression) ? std::string(plain_text(expression))
                                   : with_colons_escaped(compiled(context, expression));
}

// As the database gets it.
std::string sql_for_database(const Context& context, const json::value& expression) {
  return is_plain_text(expression) ? with_colons_plain(plain_text(expression))
                                   : compiled(context, expression);
}

// By Alembic's patterns, of which one newline at the end is no part.
bool is_constant(std::string_view sql) {
  if (sql.ends_with('\n')) sql.remove_suffix(1);
  if (sql.empty()) return true;
  if (sql.size() == 1) return std::isdigit(static_cast<unsigned char>(sql[0])) != 0 || sql[0] == '.';
  if (sql.size() < 3 || sql.find('\n') != std::string_view::npos) return false;
  return (sql.front() == '\'' && sql.back() == '\'') || (sql.front() == '(' && sql.back() == ')');
}

// Whether SQLAlchemy puts an expression of an index in parentheses: PostgreSQL operators, MySQL functions
// too.
bool is_grouped(const std::string& dialect, const json::value& expression) {
  if (expression.is_string()) return false;
  const json::object& form = expression.as_object();
  const std::string kind = text_or(form, "expr"), op = text_or(form, "op");
  const bool is_mysql = dialect == "mysql" || dialect == "mariadb";
  if (dialect != "postgresql" && !is_mysql) return false;
  if (kind == "func") return is_mysql;
  if (kind == "unary") return op == "not" || op == "-" || (is_mysql && op != "desc" && op != "asc");
  if (kind == "binary" || kind == "collate") return true;
  return !is_mysql && (kind == "and" || kind == "or" || kind == "between");
}

std::string tagged_value(const json::object& value) {
  const std::string tag = text_or(value, "value");
  if (tag == "int") return text_or(value, "text");
  throw Error(ErrorCode::unsupported, "A value of kind '" + tag + "' (" + text_or(value, "text") +
                                          ") is not written into a revision script; write this operation "
                                          "by hand");
}

std::string python_dict(Context& context, const json::object& value) {
  std::vector<std::string> items;
  for (const auto& [key, member] : value)
    items.push_back(python_text(key) + ": " + python_value(context, member));
  return "{" + join(items, ", ") + "}";
}

std::string python_list(Context& context, const json::array& value) {
  std::vector<std::string> items;
  for (const auto& member : value)
    items.push_back(python_value(context, member));
  return "[" + join(items, ", ") + "]";
}

}  // namespace

std::string python_value(Context& context, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "None";
    case json::kind::bool_:
      return python_flag(value.get_bool());
    case json::kind::string:
      return python_text(value.get_string());
    case json::kind::int64:
      return std::to_string(value.get_int64());
    case json::kind::uint64:
      return std::to_string(value.get_uint64());
    case json::kind::double_:
      return script::repr_real(value.get_double());
    case json::kind::array:
      return python_list(context, value.get_array());
    case json::kind::object:
      break;
  }
  const json::object& object = value.get_object();
  if (object.contains("expr")) return text_element(context, value);
  if (object.contains("value")) return tagged_value(object);
  if (object.contains("name") && (object.contains("quote") || object.contains("convention")))
    return python_name(&value);
  return python_dict(context, object);
}

std::string text_element(Context& context, const json::value& expression) {
  return context.sa() + "text(" + text_string(context, expression) + ")";
}

std::string default_element(Context& context, const json::value& expression) {
  const std::string sql = sql_for_text(context, expression);
  const bool bare = context.options.dialect != "sqlite" || is_constant(sql);
  return context.sa() + "text(" + python_text(bare ? sql : "(" + sql + ")") + ")";
}

std::string text_string(Context& context, const json::value& expression) {
  return python_text(sql_for_text(context, expression));
}

std::string index_element(Context& context, const json::value& expression) {
  const std::string form = expression.is_object() ? text_or(expression.get_object(), "expr") : "";
  if (form == "column") return python_name(given(expression.get_object(), "name"));
  const bool labelled = form == "label";
  const std::string sql = sql_for_database(context, labelled ? expression.at("of") : expression);
  const bool grouped = is_grouped(context.options.dialect, expression);
  std::string element = context.sa() + "literal_column(" + python_text(grouped ? "(" + sql + ")" : sql) + ")";
  if (!labelled) return element;
  return element + ".label(" + python_name(given(expression.get_object(), "name")) + ")";
}

std::string sql_string(std::string_view sql) {
  return python_text(with_colons_escaped(sql));
}

void add_keywords(Context& context, const json::object& owner, Call& call) {
  for (const auto& [key, value] : object_or_empty(owner, "dialect"))
    call.add(std::string_view(key), python_value(context, value));
}

}  // namespace pycharter::alembic::revision_text
