// What the engine knows of a dialect beyond what its backend says: how Alembic's own implementation treats
// it.
#ifndef PYCHARTER_ALEMBIC_APPLY_DIALECT_H
#define PYCHARTER_ALEMBIC_APPLY_DIALECT_H

#include <pycharter/plugin/client.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic {

enum class InsertReturning { none, column, qualified_column };

struct Dialect {
  std::string name;  // postgresql, mysql, sqlite
  // Whose variants of a .sql revision it runs, the best one first: MariaDB those for MySQL as well.
  std::vector<std::string> script_names;
  std::string impl;  // the class that Alembic's log names
  InsertReturning insert_returning = InsertReturning::none;
  bool has_schemas = false;           // a search_path that a run can set
  bool enforces_length = true;        // of VARCHAR(n)
  bool locks_rows = false;            // SELECT … FOR UPDATE
  bool alters_constraints = true;     // of a table that is there, without making it anew
  bool indexes_foreign_keys = false;  // by itself
  bool keeps_comments = true;         // of tables and columns
  bool has_named_types = false;       // CREATE TYPE … AS ENUM
  // From the backend. Alembic takes SQLite's DDL for non-transactional and --sql follows it; a live run does
  // better.
  bool offline_transaction = false;
  bool transactional_ddl = false;
  std::string server_version;                 // empty when not connected
  std::optional<std::string> default_schema;  // absent: read_default_schema() asks
  std::string begin = "BEGIN";
  std::string commit = "COMMIT";
  std::string terminator = ";";
};

// Throws unsupported for a dialect that Alembic's operations are not known for.
Dialect read_dialect(plugin::SqlClient& database);

// The schema of unqualified names; empty where there is none, or no connection to tell it.
std::string read_default_schema(plugin::SqlClient& database, const Dialect& dialect);

// Of all dialects that are known.
std::vector<std::string> dialect_names();

}  // namespace pycharter::alembic

#endif
