// The text of what DDL statements define: columns, constraints, whole tables, indexes.
#ifndef PYCHARTER_SQL_DDL_DEFINITIONS_H
#define PYCHARTER_SQL_DDL_DEFINITIONS_H

#include <optional>
#include <string>

#include "sql/ddl/expressions.h"
#include "sql/ddl/schema.h"

namespace pycharter::sql::ddl {

class Definitions {
 public:
  explicit Definitions(const Toolbox& tools) : tools_(tools) {}

  // "id SERIAL NOT NULL"; `table` decides whether the column counts by itself.
  std::string column(const Column& column, const Table& table) const;
  // "CONSTRAINT uq UNIQUE (a)"; nothing where the dialect leaves the constraint out.
  std::optional<std::string> constraint(const Constraint& constraint, const Table& table) const;
  // What comes after a foreign key's referenced columns: MATCH, ON DELETE, DEFERRABLE.
  std::string reference_actions(const Constraint& constraint) const;

  std::string create_table(const Table& table, bool if_not_exists) const;
  std::string create_index(const Index& index, const TableName& table, bool if_not_exists) const;
  std::string drop_index(const Name& name, const TableName& table, const json::object& dialect,
                         bool if_exists) const;

  // A server default D of docs/operations.md as it stands after DEFAULT.
  std::string server_default(const json::value& value) const;
  std::string computed(const json::object& computed) const;
  std::string identity(const json::object& identity) const;
  std::string identity_options(const json::object& identity) const;
  // A check's or index's expression: columns without their table, values in place.
  std::string bare(const json::value& expression) const;
  // One part of an exclude constraint: what is compared, in which operator class, by which operator.
  struct ExcludeElement {
    std::string sql;
    std::optional<std::string> operator_class;
    std::string sign;
  };
  std::vector<ExcludeElement> exclude_elements(const json::object& exclude) const;

 private:
  std::string postgresql_column(const Column& column, const Table& table) const;
  std::string mysql_column(const Column& column, const Table& table) const;
  std::string sqlite_column(const Column& column, const Table& table) const;
  std::string column_type(const Column& column) const;
  std::string inline_checks(const Column& column, const Table& table) const;

  std::string body(const Constraint& constraint, const Table& table) const;
  std::string foreign_key(const Constraint& constraint) const;
  std::string exclude(const Constraint& constraint) const;
  std::string suffix(const Constraint& constraint, const Table& table) const;
  std::string deferrability(const Constraint& constraint) const;

  std::string table_options(const Table& table) const;
  std::string postgresql_options(const json::object& options) const;
  std::string mysql_options(const Table& table) const;
  std::string sqlite_options(const json::object& options) const;

  std::string index_columns(const Index& index) const;
  std::string index_column(const json::value& column) const;
  std::string index_options(const Index& index) const;
  std::string include(const json::object& dialect) const;

  const Toolbox& tools_;
};

// A phrase of keywords such as "SET NULL" or "INITIALLY DEFERRED". Throws Error (unsupported) for anything
// else.
std::string phrase(const std::string& words);

// PostgreSQL's WITH (…): "fillfactor = 70, fastupdate = true".
std::string storage_parameters(const json::value& value, std::string_view key);

// The dialect's own option of an object: "where" of {"postgresql_where": …}; null where it is not given.
const json::value* option(const json::object& options, const Dialect& dialect, std::string_view key);

}  // namespace pycharter::sql::ddl

#endif
