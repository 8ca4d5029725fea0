// Operations to statements: the order and choice of statements that Alembic makes of each operation.
#ifndef PYCHARTER_SQL_DDL_OPERATIONS_H
#define PYCHARTER_SQL_DDL_OPERATIONS_H

#include <set>
#include <string>
#include <string_view>

#include "sql/ddl/compiler.h"
#include "sql/ddl/definitions.h"

namespace pycharter::sql::ddl {

// What outlives one operation.
struct RunState {
  // PostgreSQL's ENUM and DOMAIN types that create_table has created; a later table of the same run takes
  // them for granted.
  std::set<std::string> created_types;
};

class Operations {
 public:
  // `reflect` may be empty.
  Operations(const Toolbox& tools, bool offline, const Reflect& reflect, RunState& run)
      : tools_(tools), definitions_(tools), offline_(offline), reflect_(reflect), run_(run) {}

  void compile(const json::object& operation);
  // "Statements" of docs/operations.md.
  json::array take() { return std::move(statements_); }

 private:
  using Method = void (Operations::*)(const json::object&);
  struct Entry {
    std::string_view op;
    Method method;
  };
  static const Entry entries[];

  void create_table(const json::object& op);
  void drop_table(const json::object& op);
  void rename_table(const json::object& op);
  void add_column(const json::object& op);
  void drop_column(const json::object& op);
  void alter_column(const json::object& op);
  void create_index(const json::object& op);
  void drop_index(const json::object& op);
  void create_constraint(const json::object& op);
  void drop_constraint(const json::object& op);
  void table_comment(const json::object& op);
  void drop_table_comment(const json::object& op);
  void execute(const json::object& op);
  void script(const json::object& op);
  void bulk_insert(const json::object& op);
  void batch_alter_table(const json::object& op);
  void create_type(const json::object& op);
  void drop_type(const json::object& op);
  void create_sequence(const json::object& op);
  void alter_sequence(const json::object& op);
  void drop_sequence(const json::object& op);
  std::string sequence_options(const json::object& sequence) const;
  void create_schema(const json::object& op);
  void drop_schema(const json::object& op);
  void begin_run(const json::object& op);

  void create(const Table& table, bool if_not_exists);
  void create_type_of_column(const json::object& type);
  std::string named_type(const json::object& type) const;
  void rename(const TableName& table, const Name& new_name);
  void add(const Constraint& constraint, const Table& table);
  Table existing_table(const json::object& batch);
  void recreate_table(const json::object& batch);
  void column_comment(const TableName& table, const Name& column, const json::value& comment);
  void alter_mysql_column(const json::object& op);
  void alter_default(const json::object& op, const std::string& prefix);
  void value_checks(const json::object& op, std::string_view type_key, bool drop);
  void drop(const Constraint& constraint, const Table& table, bool if_exists);

  void emit(std::string sql, json::array binds = {});
  json::array* binds_to(json::array& binds) const { return offline_ ? nullptr : &binds; }

  const Toolbox& tools_;
  Definitions definitions_;
  bool offline_;
  const Reflect& reflect_;
  RunState& run_;
  json::array statements_;
};

// The table an operation is about.
TableName table_of(const json::object& operation);

}  // namespace pycharter::sql::ddl

#endif
