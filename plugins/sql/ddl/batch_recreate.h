// A table copied into a changed one: what batch_alter_table does where a dialect cannot ALTER.
#ifndef PYCHARTER_SQL_DDL_BATCH_RECREATE_H
#define PYCHARTER_SQL_DDL_BATCH_RECREATE_H

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sql/ddl/schema.h"

namespace pycharter::sql::ddl {

// The table as it will be, and where each of its columns comes from. A column keeps its first name as `key`,
// by which the batch's later operations and the existing constraints still refer to it after a rename.
class BatchRecreate {
 public:
  struct Entry {
    std::string key;
    Column column;
    bool copied = true;                   // false: a new column, which has nothing to copy
    bool checks_values = true;            // the type brings its own check of its values
    std::optional<json::object> cast_to;  // the type to cast to while copying
  };

  // `batch` is the batch_alter_table operation: table_args, partial_reordering, naming_convention.
  BatchRecreate(Table existing, const json::object& batch, const Dialect& dialect, const TypeCompiler& types);

  // One operation of the batch. Throws Error (unsupported) for those that a copy cannot do, and for a
  // constraint, index or column that is not there.
  void apply(const json::object& operation);

  // The new table under its temporary name, with the indexes of added columns alone.
  Table new_table() const;
  // The indexes to create once it has its final name.
  std::vector<Index> indexes() const;
  const std::vector<Entry>& entries() const { return entries_; }
  const Table& existing() const { return existing_; }
  // Existing constraints that have a name: PostgreSQL must drop them before the copy takes their names.
  const std::vector<Constraint>& named_constraints() const { return constraints_; }

 private:
  using Method = void (BatchRecreate::*)(const json::object&);
  struct Action {
    std::string_view op;
    Method method;
  };
  static const Action actions[];

  void add_column(const json::object& op);
  void drop_column(const json::object& op);
  void alter_column(const json::object& op);
  void create_index(const json::object& op);
  void drop_index(const json::object& op);
  void create_constraint(const json::object& op);
  void drop_constraint(const json::object& op);
  void ignore(const json::object& op);

  Entry& entry(const Name& column);
  std::optional<Name> current_name(const Name& column) const;
  void add(Constraint constraint);
  void change_type(Entry& changed, const json::object& type);
  void place(const std::string& key, const json::object& op);
  void reorder();
  void index_added_columns(Table& table) const;
  bool renamed(Constraint& constraint) const;

  Table existing_;
  const json::object& batch_;
  const Dialect& dialect_;
  const TypeCompiler& types_;
  std::vector<Entry> entries_;
  std::vector<std::string> order_;  // the keys of the existing columns
  std::vector<Constraint> constraints_;
  std::vector<Index> indexes_;
  std::vector<std::pair<std::string, std::string>> before_;  // first stands before second
};

// A table of the reflection format as a Table. Unnamed checks are left out, as Alembic does, and counted.
Table reflected_table(const json::object& reflected, const Dialect& dialect, std::size_t& unnamed_checks);

}  // namespace pycharter::sql::ddl

#endif
