#include "sql/store/statement_parts.h"

#include <utility>

namespace pycharter::sql::store {
namespace {

constexpr Parameter no_members = "{}";

// Of an upsert: each column gets what the INSERT had for it.
void add_new_values(Statement& statement, const Dialect& dialect, const Table& table) {
  const auto assign = [&](std::string_view name) {
    statement.add(name, " = ", dialect.returns_ids ? "excluded." : "VALUES(", name,
                  dialect.returns_ids ? "" : ")");
  };
  for (const auto& column : table.columns) {
    if (column.key) continue;
    assign(column.name);
    statement.add(", ");
  }
  assign(table.document);
  if (table.has_updated_at) statement.add(", updated_at = CURRENT_TIMESTAMP");
}

}  // namespace

Statement& add_table(Statement& statement, const Dialect& dialect, const Table& table) {
  return statement.add(dialect.qualifier, dialect.quote, table.name, dialect.quote);
}

Statement& add_by_code_point(Statement& statement, const Dialect& dialect, std::string_view column) {
  return statement.add(dialect.code_point_before, column, dialect.code_point_after);
}

void add_names(Statement& statement, const Table& table) {
  add_list(statement, table.columns, [&](const Column& column) { statement.add(column.name); });
}

void add_key_names(Statement& statement, const Table& table) {
  std::string_view separator;
  for (const auto& column : table.columns)
    if (column.key) statement.add(std::exchange(separator, ", "), column.name);
}

void bind_columns(Statement& statement, const Table& table, const Record& record) {
  add_list(statement, table.columns,
           [&](const Column& column) { statement.add(statement.bind(record.*column.field)); });
}

void bind_document(Statement& statement, const Dialect& dialect, const Record& record) {
  statement.add(dialect.document_before,
                statement.bind(record.document ? Parameter(*record.document) : no_members),
                dialect.document_after);
}

void add_on_conflict(Statement& statement, const Dialect& dialect, const Table& table, bool with_keys) {
  if (dialect.returns_ids) {
    statement.add(" ON CONFLICT (");
    add_key_names(statement, table);
    statement.add(") DO UPDATE SET ");
    add_new_values(statement, dialect, table);
    statement.add(" RETURNING ", table.id);
    if (!with_keys) return;
    add_key_names(statement.add(", "), table);
    return;
  }
  statement.add(" ON DUPLICATE KEY UPDATE ");
  add_new_values(statement, dialect, table);
  if (table.integer_id) add_table(statement.add(", id = LAST_INSERT_ID("), dialect, table).add(".id)");
}

void add_insert_into(Statement& statement, const Dialect& dialect, const Table& table) {
  add_table(statement.add("INSERT INTO "), dialect, table).add(" (");
  add_names(statement, table);
  statement.add(", ", table.document, ")");
}

void add_row(Statement& statement, const Dialect& dialect, const Table& table, const Record& record) {
  bind_columns(statement.add("("), table, record);
  bind_document(statement.add(", "), dialect, record);
  statement.add(")");
}

}  // namespace pycharter::sql::store
