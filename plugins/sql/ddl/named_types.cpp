// PostgreSQL's types that have a statement of their own: ENUM and DOMAIN.
#include "sql/ddl/expressions.h"
#include "sql/ddl/operations.h"

namespace pycharter::sql::ddl {
namespace {

std::string collation_name(const json::object& args, const Quoter& quote) {
  const auto schema = optional_text(args, "collation_schema");
  return (schema ? quote.as_needed(*schema) + "." : "") + quote.as_needed(text(args, "collation"));
}

std::string enumeration(const json::object& args, const Toolbox& tools) {
  std::string values;
  for (const auto& value : list(args, "values")) {
    values += (values.empty() ? "" : ", ") + tools.literals.string(as_text(value, "values"));
  }
  return "ENUM (" + values + ")";
}

std::string domain(const json::object& args, const Toolbox& tools, const Definitions& definitions) {
  auto sql = tools.types.definition(required_object(args, "data_type"));
  if (given(args, "collation") != nullptr) sql += " COLLATE " + collation_name(args, tools.quote);
  if (const auto* value = given(args, "default")) {
    sql += " DEFAULT " + (value->is_string() ? tools.literals.string(value->get_string())
                                             : Expressions(tools).render(*value));
  }
  if (const auto name = optional_name(args, "constraint_name")) sql += " CONSTRAINT " + tools.quote(*name);
  if (flag(args, "not_null")) sql += " NOT NULL";
  if (const auto* check = given(args, "check")) sql += " CHECK (" + definitions.bare(*check) + ")";
  return sql;
}

bool is_domain(const json::object& type) {
  return type_row(type).form == Form::domain;
}

}  // namespace

// CREATE TYPE or CREATE DOMAIN of a type that is_named().
std::string Operations::named_type(const json::object& type) const {
  const auto& args = object_at(type, "args");
  const auto name = tools_.types.type_name(type);
  if (is_domain(type)) return "CREATE DOMAIN " + name + " AS " + domain(args, tools_, definitions_);
  return "CREATE TYPE " + name + " AS " + enumeration(args, tools_);
}

void Operations::create_type_of_column(const json::object& given_type) {
  const auto& type = tools_.types.variant(given_type);
  const auto& args = object_at(type, "args");
  if (type_row(type).form == Form::array) return create_type_of_column(required_object(args, "item_type"));
  if (!tools_.types.is_named(type) || !flag(args, "create_type", true)) return;
  const bool is_first = run_.created_types.insert(tools_.types.type_name(type)).second;
  // A plan may have been compiled before the run by the same compiler: on a connection, look again.
  if (is_first || !offline_) create_type({{"type", type}, {"checkfirst", !is_first}});
}

void Operations::create_type(const json::object& op) {
  const auto& type = tools_.types.variant(required_object(op, "type"));
  if (!tools_.types.is_named(type)) return;
  const auto sql = named_type(type);
  if (!flag(op, "checkfirst")) return emit(sql);
  std::string tag = "$create$";
  while (sql.find(tag) != std::string::npos) {
    tag.insert(1, "x");
  }
  emit("DO " + tag + " BEGIN IF to_regtype(" + tools_.literals.string(tools_.types.type_name(type)) +
       ") IS NULL THEN " + sql + "; END IF; END " + tag);
}

void Operations::drop_type(const json::object& op) {
  const auto& type = tools_.types.variant(required_object(op, "type"));
  if (!tools_.types.is_named(type)) return;
  emit(std::string("DROP ") + (is_domain(type) ? "DOMAIN " : "TYPE ") +
       (flag(op, "checkfirst") ? "IF EXISTS " : "") + tools_.types.type_name(type));
}

}  // namespace pycharter::sql::ddl
