// Tables as a compiler sees them: columns, constraints and indexes read from docs/operations.md, with what
// SQLAlchemy derives from a column's flags (unique, index, foreign keys, checks of its type, the implicit
// primary key) spelled out.
#ifndef PYCHARTER_SQL_DDL_SCHEMA_H
#define PYCHARTER_SQL_DDL_SCHEMA_H

#include <optional>
#include <string>
#include <vector>

#include "sql/ddl/names.h"
#include "sql/ddl/types.h"

namespace pycharter::sql::ddl {

struct Constraint {
  enum class Kind { primary_key, unique, foreign_key, check, exclude };

  Kind kind = Kind::check;
  std::optional<Name> name;
  std::vector<Name> columns;
  TableName target;                  // foreign_key
  std::vector<Name> target_columns;  // foreign_key
  json::value sqltext;               // check
  std::optional<std::string> ondelete;
  std::optional<std::string> onupdate;
  std::optional<std::string> initially;
  std::optional<std::string> match;
  std::optional<bool> deferrable;
  bool use_alter = false;
  bool implicit = false;    // the primary key that column flags make
  bool type_bound = false;  // the check of a Boolean's or Enum's values
  json::object dialect;     // postgresql_…, mysql_…, sqlite_…
  json::object source;      // as it was given, for what only one kind has
};

struct Column {
  Name name;
  json::object type;
  std::optional<std::string> type_sql;  // the type as the database has it, where it is to stay so
  std::optional<bool> given_nullable;
  bool primary_key = false;
  json::value autoincrement = "auto";
  std::optional<json::value> server_default;
  std::optional<std::string> comment;
  std::optional<json::object> computed;
  std::optional<json::object> identity;
  bool has_foreign_key = false;
  bool python_default = false;
  bool has_sequence = false;  // that the program counts by, for every database that has them
  bool creates_type = true;   // CREATE TYPE of a native ENUM goes before CREATE TABLE
  bool unique = false;
  bool index = false;
  std::vector<Constraint> checks;        // written inline
  std::vector<Constraint> foreign_keys;  // become the table's
  json::object dialect;

  bool nullable() const { return given_nullable.value_or(!primary_key && !identity); }
};

struct Index {
  std::optional<Name> name;
  json::array columns;  // names and expressions
  bool unique = false;
  json::object dialect;
};

struct Table {
  TableName name;
  std::vector<Column> columns;
  std::vector<Constraint> constraints;
  std::vector<Index> indexes;
  std::optional<std::string> comment;
  std::vector<std::string> prefixes;
  json::object dialect;

  const Column* find(const Name& column) const;
  Column* find(const Name& column);
  const Constraint* primary_key() const;
  // The column that counts by itself (SERIAL, AUTO_INCREMENT); null if there is none.
  const Column* counting_column() const;
};

Column parse_column(const json::object& object);
// What a foreign key does, and when a constraint is checked.
void read_rules(Constraint& constraint, const json::object& object);
Constraint parse_constraint(const json::object& object);
Index parse_index(const json::object& object);

// Reads a create_table operation and derives what column flags mean for `dialect`. Constraints come in the
// order in which SQLAlchemy writes them.
Table parse_table(const json::object& operation, const Dialect& dialect);

// Adds the constraints and indexes that the flags of `column` stand for.
void derive_from_column(Table& table, const Column& column, const Dialect& dialect,
                        const TypeCompiler& types);

}  // namespace pycharter::sql::ddl

#endif
