// What the store's statements write differently from one dialect to the next.
#ifndef PYCHARTER_SQL_STORE_DIALECT_H
#define PYCHARTER_SQL_STORE_DIALECT_H

#include <cstdint>
#include <string>
#include <string_view>

namespace pycharter::sql::store {

struct Dialect {
  std::string backend;        // for messages: "postgresql"
  std::string qualifier;      // before each table's name: the quoted schema and a dot, or nothing
  std::string by_code_point;  // after a name that is ordered or compared by size: ` COLLATE "C"`, or nothing
  std::string document_before;  // around the parameter of a document: "CAST(" and " AS json)", or nothing
  std::string document_after;
  std::string lock_row;  // after a SELECT whose row nobody else may lock: " FOR NO KEY UPDATE", or nothing
  // SELECT of the names of tables, ending before ` IN ('schemas', …)`.
  std::string find_tables;
  std::int64_t greatest_id = 0;  // of an id column
};

}  // namespace pycharter::sql::store

#endif
