// insert, update and delete.
#include <algorithm>

#include "sql/ddl/expressions.h"

namespace pycharter::sql::ddl {
namespace {

const json::object* column_type(const json::object& table, std::string_view name) {
  for (const auto& entry : list(table, "columns")) {
    const auto& column = as_object(entry, "columns");
    if (parse_name(column.at("name")).text != name) continue;
    const auto* type = given(column, "type");
    return type != nullptr ? &as_object(*type, "type") : nullptr;
  }
  return nullptr;
}

// The given columns in the table's own order, which is SQLAlchemy's; those the table does not list come
// after.
std::vector<Name> column_order(const json::object& table, const json::object& row) {
  std::vector<Name> names;
  for (const auto& entry : list(table, "columns")) {
    auto name = required_name(as_object(entry, "columns"), "name");
    if (row.contains(name.text)) names.push_back(std::move(name));
  }
  for (const auto& item : row) {
    const Name name{.text = std::string(item.key())};
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

std::string Expressions::inserted_rows(const json::object& e, const json::object& table) {
  const auto& rows = list(e, "values");
  const auto& first = rows.empty() ? object_at({}, "") : as_object(rows[0], "values");
  if (first.empty()) return tools_.dialect.family == Family::mysql ? " () VALUES ()" : " DEFAULT VALUES";
  const auto names = column_order(table, first);
  std::string sql = " (" + tools_.quote.list(names) + ") VALUES ";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = as_object(rows[i], "values");
    std::string values;
    for (const auto& name : names) {
      const auto* cell = row.if_contains(name.text);
      if (cell == nullptr) malformed("operation: a row of the insert has no value for \"" + name.text + "\"");
      values += (values.empty() ? "" : ", ") + value(*cell, column_type(table, name.text));
    }
    sql += (i == 0 ? "(" : ", (") + values + ")";
  }
  return sql;
}

std::string Expressions::returning(const json::object& e, bool implicit) {
  const bool unqualified = tools_.dialect.family == Family::sqlite;
  if (!list(e, "returning").empty()) {
    const bool outer = qualify_;
    qualify_ = !unqualified;
    auto sql = " RETURNING " + joined(list(e, "returning"), ", ", "");
    qualify_ = outer;
    return sql;
  }
  // SQLAlchemy asks PostgreSQL for a Table's key where the statement does not give it; only what is printed
  // shows it.
  if (!implicit || binds_ != nullptr || tools_.dialect.family != Family::postgresql) return {};
  const auto& rows = list(e, "values");
  if (rows.size() != 1) return {};
  const auto& table = required_object(e, "table");
  std::string keys;
  for (const auto& entry : list(table, "columns")) {
    const auto& column = as_object(entry, "columns");
    const auto name = required_name(column, "name");
    if (!flag(column, "primary_key") || as_object(rows[0], "values").contains(name.text)) continue;
    keys += (keys.empty() ? " RETURNING " : ", ") +
            tools_.quote.table({required_name(table, "name"), optional_name(table, "schema")}) + "." +
            tools_.quote(name);
  }
  return keys;
}

std::string Expressions::insert(const json::object& e) {
  const auto& table = required_object(e, "table");
  std::string sql = "INSERT ";
  for (const auto& prefix : list(e, "prefixes")) {
    sql += as_text(prefix, "prefixes") + " ";
  }
  sql += "INTO " + tools_.quote.table({required_name(table, "name"), optional_name(table, "schema")});
  if (const auto* source = given(e, "from_select")) {
    const auto& from_select = as_object(*source, "from_select");
    const auto names = " (" + tools_.quote.list(parse_names(list(from_select, "columns"))) + ") ";
    const auto& query = required_object(from_select, "select");
    if (tools_.dialect.family == Family::mysql) return sql + names + render(query);
    const auto ctes = with(query);  // they go before INSERT
    return ctes + sql + names + render(query);
  }
  sql += inserted_rows(e, table);
  if (given(e, "on_conflict") != nullptr) sql += on_conflict(required_object(e, "on_conflict"), table);
  if (given(e, "on_duplicate_key") != nullptr)
    sql += on_duplicate_key(required_object(e, "on_duplicate_key"), table);
  return sql + returning(e, !flag(e, "inline"));
}

namespace {

// SQLAlchemy groups every operation there but this one, which it makes of a column and no operator.
bool is_negated_flag(const json::value& value) {
  return operator_of(value) == "not" && is_flag(value.get_object().at("of"));
}

}  // namespace

std::string Expressions::assignments(const json::object& values, const json::object& table, bool qualify) {
  const auto prefix =
      qualify ? tools_.quote.table({required_name(table, "name"), optional_name(table, "schema")}) + "." : "";
  std::string out;
  for (const auto& name : column_order(table, values)) {
    const auto sql = value(values.at(name.text), column_type(table, name.text));
    out += (out.empty() ? "" : ", ") + prefix + tools_.quote(name) + "=" +
           (operator_of(values.at(name.text)).empty() || is_negated_flag(values.at(name.text))
                ? sql
                : "(" + sql + ")");
  }
  return out;
}

std::string Expressions::update(const json::object& e) {
  const auto& table = required_object(e, "table");
  std::vector<json::object> used;
  collect_tables(json::value(table), used);
  for (const auto* key : {"values", "where"}) {
    if (const auto* found = given(e, key)) collect_tables(*found, used);
  }
  std::string others;
  for (std::size_t i = 1; i < used.size(); ++i) {
    others += ", " + this->table(used[i]);
  }
  enclosing_ = used;
  const bool is_mysql = tools_.dialect.family == Family::mysql;
  auto sql = with(e) + "UPDATE " + this->table(table) + (is_mysql ? others : "") + " SET " +
             assignments(required_object(e, "values"), table, is_mysql && !others.empty());
  if (!is_mysql && !others.empty()) sql += " FROM " + others.substr(2);
  const auto conditions = where(e);
  return sql + (conditions.empty() ? "" : " WHERE " + conditions) + returning(e, false);
}

std::string Expressions::remove(const json::object& e) {
  const auto& table = required_object(e, "table");
  std::vector<json::object> used;
  collect_tables(json::value(table), used);
  if (const auto* found = given(e, "where")) collect_tables(*found, used);
  std::string others;
  for (std::size_t i = 1; i < used.size(); ++i) {
    others += ", " + this->table(used[i]);
  }
  enclosing_ = used;
  auto sql = with(e) + "DELETE FROM " + this->table(table);
  if (!others.empty()) {
    if (tools_.dialect.family == Family::sqlite)
      refuse("SQLite cannot delete with a second table; use a subquery");
    sql +=
        " USING " + (tools_.dialect.family == Family::mysql ? this->table(table) + others : others.substr(2));
  }
  const auto conditions = where(e);
  return sql + (conditions.empty() ? "" : " WHERE " + conditions) + returning(e, false);
}

std::string Expressions::on_conflict(const json::object& e, const json::object& table) {
  if (tools_.dialect.family == Family::mysql) refuse("MySQL has no ON CONFLICT; use on_duplicate_key_update");
  std::string sql = " ON CONFLICT";
  std::string elements;
  qualify_ = false;
  for (const auto& element : list(e, "index_elements")) {
    const bool is_name = element.is_string() || !as_object(element, "index_elements").contains("expr");
    elements +=
        (elements.empty() ? "" : ", ") + (is_name ? tools_.quote(parse_name(element)) : render(element));
  }
  const auto constraint = optional_name(e, "constraint");
  if (constraint && tools_.dialect.family == Family::postgresql) {
    sql += " ON CONSTRAINT " + tools_.quote(*constraint);
  } else if (!elements.empty()) {
    sql += " (" + elements + ")";
  }
  if (const auto* index_where = given(e, "index_where")) sql += " WHERE " + render(*index_where);
  qualify_ = true;
  if (text(e, "action") == "nothing") return sql + " DO NOTHING";
  const auto& values = required_object(e, "set");
  std::string sets;
  for (const auto& name : column_order(table, values)) {
    sets += (sets.empty() ? "" : ", ") + tools_.quote(name) + " = " +
            value(values.at(name.text), column_type(table, name.text));
  }
  sql += " DO UPDATE SET " + sets;
  if (const auto* condition = given(e, "where")) sql += " WHERE " + render(*condition);
  return sql;
}

std::string Expressions::on_duplicate_key(const json::object& e, const json::object& table) {
  if (tools_.dialect.family != Family::mysql)
    refuse("only MySQL has ON DUPLICATE KEY UPDATE; use on_conflict_do_update");
  std::string sets;
  for (const auto& name : column_order(table, e)) {
    const auto& given_value = e.at(name.text);
    const bool is_inserted = given_value.is_object() &&
                             optional_text(given_value.get_object(), "expr") == "column" &&
                             optional_text(given_value.get_object(), "table") == "inserted";
    const auto sql = is_inserted
                         ? "VALUES(" + tools_.quote(required_name(given_value.get_object(), "name")) + ")"
                         : value(given_value, column_type(table, name.text));
    sets += (sets.empty() ? "" : ", ") + tools_.quote(name) + " = " + sql;
  }
  return " ON DUPLICATE KEY UPDATE " + sets;
}

}  // namespace pycharter::sql::ddl
