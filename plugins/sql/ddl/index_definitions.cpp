#include "sql/ddl/definitions.h"

namespace pycharter::sql::ddl {
namespace {

bool is_name(const json::value& column) {
  return column.is_string() || (column.is_object() && !column.get_object().contains("expr"));
}

std::string form_of(const json::value& column) {
  return column.is_object() ? optional_text(column.get_object(), "expr").value_or("") : "";
}

// What an option such as postgresql_ops names a column by: a label's or a column's name.
std::string key_of(const json::value& column) {
  if (is_name(column)) return parse_name(column).text;
  const auto form = form_of(column);
  return form == "column" || form == "label" ? parse_name(column.get_object().at("name")).text : "";
}

}  // namespace

std::string Definitions::index_column(const json::value& column) const {
  if (is_name(column)) return tools_.quote(parse_name(column));
  const auto form = form_of(column);
  if (form == "label") {
    return tools_.dialect.family == Family::mysql ? bare(column.get_object().at("of"))
                                                  : index_column(column.get_object().at("of"));
  }
  const auto sql = bare(column);
  const bool is_operation =
      form == "binary" || form == "and" || form == "or" || form == "collate" || form == "json_item";
  const auto op = form == "unary" ? text(column.get_object(), "op") : "";
  const bool is_modified = op == "desc" || op == "asc" || op == "nulls_first" || op == "nulls_last";
  switch (tools_.dialect.family) {
    case Family::mysql:
      return is_operation || form == "func" || (form == "unary" && op != "desc" && op != "asc")
                 ? "(" + sql + ")"
                 : sql;
    case Family::postgresql:
      return is_operation || (form == "unary" && !is_modified) ? "(" + sql + ")" : sql;
    case Family::sqlite:
      break;
  }
  return sql;
}

std::string Definitions::index_columns(const Index& index) const {
  const bool is_mysql = tools_.dialect.family == Family::mysql;
  const auto* length = is_mysql ? option(index.dialect, tools_.dialect, "length") : nullptr;
  const auto* ops = is_mysql ? nullptr : option(index.dialect, tools_.dialect, "ops");
  std::string out;
  for (const auto& column : index.columns) {
    auto sql = index_column(column);
    const auto key = key_of(column);
    if (length != nullptr && length->is_object()) {
      const auto* own = given(length->get_object(), key.empty() ? sql : key);
      if (own != nullptr) sql += "(" + std::to_string(own->to_number<std::int64_t>()) + ")";
    } else if (length != nullptr) {
      sql += "(" + std::to_string(length->to_number<std::int64_t>()) + ")";
    }
    if (ops != nullptr && !key.empty()) {
      const auto* own = given(as_object(*ops, "ops"), key);
      if (own != nullptr) sql += " " + as_text(*own, "ops");
    }
    out += (out.empty() ? "" : ", ") + sql;
  }
  return out;
}

std::string Definitions::index_options(const Index& index) const {
  const auto& options = index.dialect;
  std::string out;
  if (tools_.dialect.family == Family::mysql) {
    if (const auto parser = optional_text(options, "mysql_with_parser")) out += " WITH PARSER " + *parser;
    if (const auto method = optional_text(options, "mysql_using"))
      out += " USING " + tools_.quote.as_needed(*method);
    return out;
  }
  if (tools_.dialect.family == Family::postgresql) {
    out += include(options);
    if (const auto distinct = optional_flag(options, "postgresql_nulls_not_distinct")) {
      out += *distinct ? " NULLS NOT DISTINCT" : " NULLS DISTINCT";
    }
    if (const auto* with = given(options, "postgresql_with")) {
      const auto parameters = storage_parameters(*with, "postgresql_with");
      if (!parameters.empty()) out += " WITH (" + parameters + ")";
    }
    if (const auto* space = given(options, "postgresql_tablespace")) {
      out += " TABLESPACE " + tools_.quote(parse_name(*space));
    }
  }
  if (const auto* where = option(options, tools_.dialect, "where")) out += " WHERE " + bare(*where);
  return out;
}

std::string Definitions::create_index(const Index& index, const TableName& table, bool if_not_exists) const {
  if (!index.name) refuse("CREATE INDEX requires that the index have a name");
  const auto family = tools_.dialect.family;
  std::string sql = index.unique ? "CREATE UNIQUE " : "CREATE ";
  if (const auto* prefix =
          family == Family::mysql ? option(index.dialect, tools_.dialect, "prefix") : nullptr) {
    sql += phrase(as_text(*prefix, "mysql_prefix")) + " ";
  }
  sql += "INDEX ";
  if (family == Family::postgresql && flag(index.dialect, "postgresql_concurrently")) sql += "CONCURRENTLY ";
  if (if_not_exists) sql += "IF NOT EXISTS ";
  const bool schema_with_index = family == Family::sqlite && table.schema;
  if (schema_with_index) sql += tools_.quote(*table.schema) + ".";
  sql += tools_.quote.limited(*index.name) + " ON ";
  sql += family == Family::sqlite ? tools_.quote(table.name) : tools_.quote.table(table);
  if (const auto* method =
          family == Family::postgresql ? option(index.dialect, tools_.dialect, "using") : nullptr) {
    sql += " USING " + lower_ascii(phrase(as_text(*method, "postgresql_using")));
  }
  return sql + " (" + index_columns(index) + ")" + index_options(index);
}

std::string Definitions::drop_index(const Name& name, const TableName& table, const json::object& dialect,
                                    bool if_exists) const {
  const auto family = tools_.dialect.family;
  std::string sql = "\nDROP INDEX ";
  if (family == Family::postgresql && flag(dialect, "postgresql_concurrently")) sql += "CONCURRENTLY ";
  if (if_exists) sql += "IF EXISTS ";
  if (family == Family::mysql) return sql + tools_.quote.limited(name) + " ON " + tools_.quote.table(table);
  const bool qualified = table.schema && !table.schema->text.empty();
  return sql + (qualified ? tools_.quote(*table.schema) + "." : "") + tools_.quote.limited(name);
}

}  // namespace pycharter::sql::ddl
