// The store's statements as text with their parameters. Knows no connection.
#ifndef PYCHARTER_SQL_STORE_STATEMENTS_H
#define PYCHARTER_SQL_STORE_STATEMENTS_H

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/connection/connection.h"
#include "sql/store/dialect.h"
#include "sql/store/tables.h"

namespace pycharter::sql::store {

// Made for every operation, so its text grows in place.
struct Statement {
  Statement() {
    sql.reserve(512);
    parameters.reserve(8);
  }

  std::string sql;
  Cells parameters;
  std::size_t columns = 0;  // that it returns

  template <class... Pieces>
  Statement& add(const Pieces&... pieces) {
    (sql.append(pieces), ...);
    return *this;
  }
  // Appends a parameter; returns its placeholder.
  std::string bind(const Cell& value) {
    parameters.push_back(value);
    return ":p" + std::to_string(parameters.size());
  }
};

// Of find, in the order of selected_columns: id, the table's columns, document.
Statement select_records(const Dialect& dialect, const plugin::Query& query);
Statement delete_records(const Dialect& dialect, const plugin::Query& query);

// The schema, then at most one coercion and one validation set: kind, id, name, version, schema_id, document.
Statement select_snapshot(const Dialect& dialect, const std::string& schema_id, const Cell& version);

// One statement that stores a record whose key a constraint covers; returns its id. A rule set whose schema
// is missing stores and returns nothing.
Statement upsert(const Dialect& dialect, const Record& record);

// The same for several of one kind, whose keys differ; returns the id and the key of each, in any order,
// where the dialect returns ids. Sets of rules need their schemas locked before.
Statement upsert_rows(const Dialect& dialect, std::span<const Record* const> records);
// The id and the key of the records with the keys of these.
Statement select_keys(const Dialect& dialect, std::span<const Record* const> records);
// The ids of those of the schemas that there are; nobody removes them before the transaction ends.
Statement lock_schemas_of(const Dialect& dialect, const std::vector<std::string>& ids);

// The ids of the schemas that are to be removed; nobody adds a rule to one before the transaction ends.
Statement lock_schemas(const Dialect& dialect, const plugin::Query& query);

// For records whose key no constraint covers, under a lock.
Statement lock_schema(const Dialect& dialect,
                      const std::string& schema_id);                 // returns its id if there is one
Statement select_ids(const Dialect& dialect, const Record& record);  // newest first
Statement insert(const Dialect& dialect, const Record& record);      // returns the id
Statement update(const Dialect& dialect, const Record& record, const std::string& id);
Statement delete_id(const Dialect& dialect, RecordKind kind, const std::string& id);

Statement select_tables(const Dialect& dialect);

// True for a decimal that an id column of this dialect can hold, written as the store writes it.
bool is_id(const Dialect& dialect, std::string_view text);

}  // namespace pycharter::sql::store

#endif
