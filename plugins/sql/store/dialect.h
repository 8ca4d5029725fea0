// What the store's statements write differently from one dialect to the next.
#ifndef PYCHARTER_SQL_STORE_DIALECT_H
#define PYCHARTER_SQL_STORE_DIALECT_H

#include <cstdint>
#include <string>
#include <string_view>

namespace pycharter::sql::store {

struct Dialect {
  std::string backend;    // for messages: "postgresql"
  std::string qualifier;  // before each table's name: the quoted schema and a dot, or nothing
  std::string quote;      // around each table's name, or nothing
  // Around a name that is ordered or compared by size: ` COLLATE "C"` after it, "CAST(" and " AS BINARY)".
  std::string code_point_before;
  std::string code_point_after;
  std::string document_before;  // around the parameter of a document: "CAST(" and " AS json)", or nothing
  std::string document_after;
  // SELECT list that gives the id of the newest of the rows without sorting them, or nothing: ORDER BY and
  // LIMIT 1.
  std::string newest_id;
  std::string lock_row;  // after a SELECT whose row nobody else may lock: " FOR NO KEY UPDATE", or nothing
  std::string lock_row_to_delete;  // the same, where nobody may refer to the row either: " FOR UPDATE"
  // SELECT of the names of tables, ending before ` IN ('schemas', …)`.
  std::string find_tables;
  bool sorts_places = false;        // of rows with documents: a sort moves no document
  std::int64_t greatest_id = 0;     // of an id column
  std::size_t rows_per_insert = 1;  // more where a statement costs more than its rows
  // INSERT … ON CONFLICT … RETURNING. Without it INSERT … ON DUPLICATE KEY UPDATE, after which the connection
  // tells the id (sql::Connection::last_id).
  bool returns_ids = true;
};

}  // namespace pycharter::sql::store

#endif
