// Many records in few statements.
#ifndef PYCHARTER_SQL_STORE_BULK_PUT_H
#define PYCHARTER_SQL_STORE_BULK_PUT_H

#include <span>
#include <string>
#include <vector>

#include "sql/connection/connection.h"
#include "sql/store/dialect.h"
#include "sql/store/statements.h"
#include "sql/store/tables.h"

namespace pycharter::sql::store {

// True when a constraint covers the record's key, so that one statement stores it.
bool covered_by_constraint(const Record& record);

[[noreturn]] void no_such_schema(const Dialect& dialect, const std::string& id);

// Within a transaction that is open.
class BulkPut {
 public:
  BulkPut(Connection& connection, const Dialect& dialect, Texts& texts)
      : connection_(connection), dialect_(dialect), texts_(texts) {}

  // How many of the records, from the first, one statement stores: at least 1. Of one kind, not more than a
  // server takes in a statement, and one of few numbers, so that few statements are kept prepared.
  std::span<const Record> slice(std::span<const Record> records) const;
  // Stores a slice of at least two; appends their ids in order. The last of two with one key wins. Throws
  // not_found for a schema that is not there.
  void put(std::span<const Record> slice, std::vector<std::string>& ids);

 private:
  void lock_schemas(std::span<const Record> slice);
  std::vector<Cell> ids_of(std::span<const Record* const> records);

  Connection& connection_;
  const Dialect& dialect_;
  Texts& texts_;
};

}  // namespace pycharter::sql::store

#endif
