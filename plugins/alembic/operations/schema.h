// Column, Table, MetaData, constraints, Index and what else stands in a table.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_SCHEMA_H
#define PYCHARTER_ALEMBIC_OPERATIONS_SCHEMA_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/operations/parameters.h"
#include "alembic/operations/selectable.h"

namespace pycharter::alembic {

class TableObject;

// sa.Column: an expression, and the definition that stands in CREATE TABLE (`column` of docs/operations.md).
class ColumnObject final : public Expression {
 public:
  ColumnObject(Session& s, json::object expression, json::object d)
      : Expression(s, std::move(expression)), definition(std::move(d)) {}
  std::string type_name() const override { return "Column"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  Value copy() const;
  // Takes over what it does not say itself: Mapped[Annotated[str, mapped_column(Text)]] =
  // mapped_column(index=True).
  void merge(const ColumnObject& other);
  bool set_attribute(Interpreter&, std::string_view name, const Value& value) override;
  // A class body that assigns a Column without a name gives it its own.
  void set_name(std::string_view name) override;
  // Makes it a column of that table: it is then addressed through it.
  void attach(const TableObject& table);

  json::object definition;
  Value python_default, python_onupdate;  // default=, onupdate=; undefined where they were not given
  Value owner;                            // the Table that has it; undefined before
  std::string key;                        // key=: what Table.c and constraints call it; empty: its name
  std::int64_t sort_order = 0;            // of mapped_column(), as
  bool use_existing = false;              // its use_existing_column=
  Site at;                                // where in the script it was made
  std::vector<std::string_view>
      denied;  // flags that it says are False, of those that a definition leaves out
  // For each of "foreign_keys" the Column that it was given; undefined where it was a text.
  std::vector<Value> key_targets;
};

// What such a default is for one row: the value itself, or what the function gives.
Value default_value(Session& session, const Value& given);
// For the columns that a row leaves out, what SQLAlchemy puts there: expressions by name of column. With
// --sql NULL stands for all that is found when a statement executes.
json::object column_defaults(Session& session, const FromObject& table, const json::object& row,
                             bool inserting);
// The class of sa.Column (column.cpp).
Value column_class(Session& session);
// The class of sa.Table (table.cpp).
Value table_class(Session& session);
// Keywords of Column and Table that have a meaning in Python only.
bool is_python_only(std::string_view name);

// What stands in a table or a column beside columns.
class SchemaItem final : public script::HostObject {
 public:
  enum class Role { constraint, foreign_key, index, computed, identity, sequence, default_clause };
  SchemaItem(Session& s, Role r, std::string c, json::object j)
      : role(r), json(std::move(j)), session_(s), cls_(std::move(c)) {}
  std::string type_name() const override { return cls_; }
  Value type(Interpreter&) const override;
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;

  const Role role;
  json::object json;
  std::vector<Value> columns;  // Columns and expressions that it was made with
  bool attached = false;       // a table has it
  Site at;                     // where in the script it was made

 private:
  Session& session_;
  std::string cls_;  // "ForeignKeyConstraint"
};
// Gives an Index or constraint that was made with Columns to their table, once all of them are in one.
void attach_item(Session& session, const Value& item);
// Does so with all that wait for it.
void attach_loose_items(Session& session);

// sa.Table: a FROM object with all that CREATE TABLE needs.
class TableObject final : public FromObject {
 public:
  TableObject(Session& s, json::object f) : FromObject(s, std::move(f)) {}
  std::string type_name() const override { return "Table"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;

  void add_column(const Value& column);
  // Under the name that constraints use: a column's key=, where it has one. Null where there is none.
  ColumnObject* column(std::string_view key) const;
  // The create_table operation without `op`.
  json::object definition() const;
  // The same without copies: its columns' definitions go, and so do its own parts.
  json::object take_definition();
  // What stands for it in FROM, for all of its columns.
  const SharedFrom& shared_from() const;
  json::array indexes;
  json::array constraints;
  json::object options;  // comment, prefixes, dialect
  Site at;               // where in the script it was made

 private:
  mutable std::optional<SharedFrom> shared_from_;
};

class MetaDataObject final : public script::HostObject {
 public:
  explicit MetaDataObject(Session& s);
  std::string type_name() const override { return "MetaData"; }
  Value type(Interpreter&) const override;
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  json::object naming_convention;
  json::value schema;
  Value tables;  // dict of Table by name, "schema.name" where it has a schema

 private:
  Session& session_;
};

// The class or function of sqlalchemy.schema by its name: Column, ForeignKey, Table, …; undefined for others.
Value schema_member(Session& session, std::string_view name);
// Of these, the constraints, Index, Identity and other items (schema_items.cpp); undefined for others.
Value schema_item_class(Session& session, std::string_view name);
// A class that is known by its name, made once; calling it runs `code`.
Value make_schema_class(Session& session, std::string_view name, std::string_view parameters,
                        MethodCode code);
// postgresql.ExcludeConstraint.
Value exclude_constraint(Session& session);

// From what a script passes to add_column: the definition of docs/operations.md. Raises ArgumentError.
json::object to_column(Session& session, const Value& value);
SchemaItem* host_cast_item(const Value& value);
// A server default: a str is a literal, None is null. Raises ArgumentError for a number.
json::value to_default(Session& session, const Value& value);
// Columns of an index: names, text() and expressions.
json::array to_index_columns(Session& session, const Value& columns);

// Columns, constraints and indexes among the positional arguments of Table() and create_table().
struct TableParts {
  std::vector<Value> columns;
  json::array constraints;
  json::array indexes;
};
TableParts split_table_arguments(Session& session, const std::vector<Value>& items);
// Keywords of Table(): schema, comment, prefixes and dialects'; what only matters in Python is dropped.
json::object table_options(Session& session, const std::vector<std::pair<std::string, Value>>& keywords);
// Of models, which are read without a database. `what`: "automap_base() makes its classes".
[[noreturn]] void refuse_reflection(Session& session, const std::string& what);
Value make_table(Session& session, const Value& name, const json::object& options, const TableParts& parts);
// A Table reflected from the database.
// `targets` gets the names of the tables of that schema to which it refers.
Value reflect_table(Session& session, const std::string& name, const Value& schema,
                    std::vector<std::string>* targets = nullptr);

}  // namespace pycharter::alembic

#endif
