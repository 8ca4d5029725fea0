// Pieces that the store's statements are made of.
#ifndef PYCHARTER_SQL_STORE_STATEMENT_PARTS_H
#define PYCHARTER_SQL_STORE_STATEMENT_PARTS_H

#include <string_view>
#include <utility>

#include "sql/store/statements.h"

namespace pycharter::sql::store {

// What ` FROM ` or ` INTO ` is followed by.
Statement& add_table(Statement& statement, const Dialect& dialect, const Table& table);
Statement& add_by_code_point(Statement& statement, const Dialect& dialect, std::string_view column);

// Adds one piece for each column, with commas between them.
template <class Columns, class Add>
void add_list(Statement& statement, const Columns& columns, Add add) {
  std::string_view separator;
  for (const auto& column : columns) {
    statement.add(std::exchange(separator, ", "));
    add(column);
  }
}

// The columns without id and document; those of the key.
void add_names(Statement& statement, const Table& table);
void add_key_names(Statement& statement, const Table& table);

void bind_columns(Statement& statement, const Table& table, const Record& record);
void bind_document(Statement& statement, const Dialect& dialect, const Record& record);

// INSERT INTO table (columns, document)
void add_insert_into(Statement& statement, const Dialect& dialect, const Table& table);
// (values of the columns, document)
void add_row(Statement& statement, const Dialect& dialect, const Table& table, const Record& record);
// What follows an INSERT that shall replace the rows with the same keys; gives their ids, and after each its
// key when `with_keys` is set.
void add_on_conflict(Statement& statement, const Dialect& dialect, const Table& table,
                     bool with_keys = false);

}  // namespace pycharter::sql::store

#endif
