// select, insert, update and delete.
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

// The tables that the expressions name, each once, in the order they appear.
void collect_tables(const json::value& expression, std::vector<json::object>& tables) {
  if (expression.is_array()) {
    for (const auto& item : expression.get_array()) {
      collect_tables(item, tables);
    }
    return;
  }
  if (!expression.is_object()) return;
  const auto& e = expression.get_object();
  const auto form = optional_text(e, "expr").value_or("");
  if (form == "select" || form == "scalar_subquery") return;
  if (form == "column") {
    const auto* table = given(e, "table");
    if (table == nullptr) return;
    json::object found{{"expr", "table"}, {"name", *table}};
    if (const auto* schema = given(e, "schema")) found["schema"] = *schema;
    if (std::find(tables.begin(), tables.end(), found) == tables.end()) tables.push_back(std::move(found));
    return;
  }
  for (const auto& item : e) {
    collect_tables(item.value(), tables);
  }
}

}  // namespace

std::string Expressions::from(const json::object& e) {
  const auto& named = list(e, "from");
  std::string out;
  if (!named.empty()) {
    for (const auto& item : named) {
      const auto& source = as_object(item, "from");
      const bool is_select = text(source, "expr") == "select";
      const auto alias = optional_name(source, "alias");
      auto sql = is_select ? "(" + render(item) + ")" : render(item);
      if (is_select && alias) sql += " AS " + tools_.quote(*alias);
      out += (out.empty() ? "" : ", ") + sql;
    }
    return out;
  }
  std::vector<json::object> tables;
  for (const auto* key : {"columns", "where"}) {
    if (const auto* part = given(e, key)) collect_tables(*part, tables);
  }
  for (const auto& found : tables) {
    out += (out.empty() ? "" : ", ") + table(found);
  }
  return out;
}

std::string Expressions::where(const json::object& e) {
  const auto& conditions = list(e, "where");
  std::string out;
  for (const auto& condition : conditions) {
    auto sql = conditions.size() > 1 ? grouped(condition, "and") : render(condition);
    const auto& object = condition.is_object() ? condition.get_object() : object_at({}, "");
    const auto* type = optional_text(object, "expr") == "column" ? given(object, "type") : nullptr;
    const bool is_flag = type != nullptr && affinity_of(as_object(*type, "type")) == Affinity::boolean;
    if (is_flag && tools_.dialect.family != Family::postgresql) sql += " = 1";
    out += (out.empty() ? "" : " AND ") + sql;
  }
  return out;
}

std::string Expressions::join(const json::object& e) {
  const auto* left = find(e, "left");
  const auto* right = find(e, "right");
  const auto* on = find(e, "on");
  if (left == nullptr || right == nullptr || on == nullptr) {
    malformed("operation: a join needs \"left\", \"right\" and \"on\"");
  }
  const std::string_view word = flag(e, "full")                          ? " FULL OUTER JOIN "
                                : flag(e, "outer")                       ? " LEFT OUTER JOIN "
                                : tools_.dialect.family == Family::mysql ? " INNER JOIN "
                                                                         : " JOIN ";
  return render(*left) + std::string(word) + render(*right) + " ON " + render(*on);
}

std::string Expressions::limits(const json::object& e) {
  const auto* limit = given(e, "limit");
  const auto* offset = given(e, "offset");
  if (limit == nullptr && offset == nullptr) return {};
  const auto count = limit != nullptr ? value(*limit, nullptr) : std::string();
  const auto skipped = offset != nullptr ? value(*offset, nullptr) : std::string();
  switch (tools_.dialect.family) {
    case Family::mysql:
      if (offset == nullptr) return " \n LIMIT " + count;
      return " \n LIMIT " + skipped + ", " + (limit != nullptr ? count : "18446744073709551615");
    case Family::sqlite:
      return "\n LIMIT " + (limit != nullptr ? count : "-1") + " OFFSET " +
             (offset != nullptr ? skipped : "0");
    case Family::postgresql:
      break;
  }
  return (limit != nullptr ? " \n LIMIT " + count : "\n LIMIT ALL") +
         (offset != nullptr ? " OFFSET " + skipped : std::string());
}

std::string Expressions::select(const json::object& e) {
  std::string sql = flag(e, "distinct") ? "SELECT DISTINCT " : "SELECT ";
  sql += joined(list(e, "columns"), ", ", "");
  const auto sources = from(e);
  if (!sources.empty()) sql += " \nFROM " + sources;
  if (const auto conditions = where(e); !conditions.empty()) sql += " \nWHERE " + conditions;
  if (!list(e, "group_by").empty()) sql += " GROUP BY " + joined(list(e, "group_by"), ", ", "");
  if (!list(e, "having").empty()) sql += " \nHAVING " + joined(list(e, "having"), " AND ", "and");
  if (!list(e, "order_by").empty()) sql += " ORDER BY " + joined(list(e, "order_by"), ", ", "");
  return sql + limits(e);
}

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

std::string Expressions::insert(const json::object& e) {
  const auto& table = required_object(e, "table");
  const auto target =
      "INSERT INTO " + tools_.quote.table({required_name(table, "name"), optional_name(table, "schema")});
  if (const auto* source = given(e, "from_select")) {
    const auto& from_select = as_object(*source, "from_select");
    return target + " (" + tools_.quote.list(parse_names(list(from_select, "columns"))) + ") " +
           render(required_object(from_select, "select"));
  }
  return target + inserted_rows(e, table);
}

std::string Expressions::update(const json::object& e) {
  const auto& table = required_object(e, "table");
  const auto& values = required_object(e, "values");
  std::string assignments;
  for (const auto& name : column_order(table, values)) {
    assignments += (assignments.empty() ? "" : ", ") + tools_.quote(name) + "=" +
                   value(values.at(name.text), column_type(table, name.text));
  }
  const auto conditions = where(e);
  return "UPDATE " + this->table(table) + " SET " + assignments +
         (conditions.empty() ? "" : " WHERE " + conditions);
}

std::string Expressions::remove(const json::object& e) {
  const auto conditions = where(e);
  return "DELETE FROM " + table(required_object(e, "table")) +
         (conditions.empty() ? "" : " WHERE " + conditions);
}

}  // namespace pycharter::sql::ddl
