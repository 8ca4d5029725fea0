#include "alembic/operations/compile_text.h"

#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

std::string keyword_text(std::string_view name, std::string_view dialect) {
  if (name == "null") return "NULL";
  if (dialect == "sqlite") return name == "true" ? "1" : "0";
  return std::string(name);
}

// Functions that are written without parentheses, or otherwise by a dialect.
std::string function_text(std::string name, const std::string& arguments, std::string_view dialect) {
  if (name == "now" && dialect == "sqlite") return "CURRENT_TIMESTAMP";
  if (arguments.empty() && name.starts_with("current_")) {
    for (char& c : name)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
  }
  return name + "(" + arguments + ")";
}

std::string identifier(Session& session, const json::value& name, std::string_view dialect) {
  const std::string text = name_text(name);
  return dialect.empty() || session.sink == nullptr ? text : session.sink->quote(text);
}

std::optional<std::string> literal_text(const json::value& value) {
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_null()) return "NULL";
  if (!value.is_string()) return std::nullopt;
  std::string quoted = "'";
  for (const char c : value.get_string()) {
    if (c == '\'') quoted += c;
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

std::optional<std::string> compile_text(Session& session, const json::object& expression,
                                        std::string_view dialect) {
  const std::string_view form = expression.at("expr").as_string();
  if (form == "keyword") return keyword_text(expression.at("name").as_string(), dialect);
  if (form == "text" || form == "literal_column") return std::string(expression.at("sql").as_string());
  if (form == "column") {
    std::string text = identifier(session, expression.at("name"), dialect);
    const auto* table = expression.if_contains("table");
    return table == nullptr ? text : identifier(session, *table, dialect) + "." + text;
  }
  if (form == "literal") return literal_text(expression.at("value"));
  if (form != "func") return std::nullopt;
  std::string arguments;
  if (const auto* given = expression.if_contains("args"))
    for (const auto& item : given->as_array()) {
      const auto text = item.is_object() ? compile_text(session, item.get_object(), dialect) : std::nullopt;
      if (!text) return std::nullopt;
      arguments += (arguments.empty() ? "" : ", ") + *text;
    }
  return function_text(name_text(expression.at("name")), arguments, dialect);
}

Value compile_expression(Expression& self, const Arguments& arguments) {
  auto& session = self.session;
  Value bind = arguments.positional.empty() ? Value() : arguments.positional.front();
  for (const auto& [name, value] : arguments.keywords)
    if (name == "bind" || name == "dialect") bind = value;
  std::string dialect;
  if (bind.defined() && !bind.is_none()) {
    // A connection's, or a dialect's own.
    const auto owner = session.in().find_attribute(bind, "dialect");
    dialect = session.in().to_text(session.in().attribute(owner ? *owner : bind, "name"));
  }
  const auto text = compile_text(session, self.json, dialect);
  if (!text)
    session.in().raise(
        "NotImplementedError",
        "compile() renders true(), false(), null(), text(), columns, literals and functions of these, not " +
            self.type_name() + "; pass the statement to op.execute() instead of its text");
  return session.in().str(*text);
}

}  // namespace pycharter::alembic
