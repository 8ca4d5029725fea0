// What stands in FROM: tables, aliases, subqueries, joins; and the completion of a select's FROM.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_SELECTABLE_H
#define PYCHARTER_ALEMBIC_OPERATIONS_SELECTABLE_H

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alembic/operations/expression.h"

namespace pycharter::alembic {

// The columns of a FROM object: table.c. Names in order, each once.
class ColumnCollection final : public script::HostObject {
 public:
  explicit ColumnCollection(Session& session) : session_(session) {}
  std::string type_name() const override { return "ColumnCollection"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::optional<Value> subscript(Interpreter&, const Value& key) override;
  std::optional<bool> contains(Interpreter&, const Value& name) override;
  std::optional<Value> iterate(Interpreter&) override;
  std::optional<std::int64_t> length(Interpreter&) override {
    return static_cast<std::int64_t>(columns.size());
  }

  const Value* find(std::string_view name) const;
  void add(std::string name, Value column);

  std::vector<std::pair<std::string, Value>> columns;

 private:
  Session& session_;
};

class FromObject : public script::HostObject {
 public:
  FromObject(Session& s, json::object f);

  std::string type_name() const override;
  Value type(Interpreter&) const override;
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;

  // {"expr": "table"|"subquery"|"cte"|"join"|"values", …}
  const json::object& from_json() const { return from; }
  ColumnCollection& columns() const { return *script::host_cast<ColumnCollection>(collection); }

  Session& session;
  json::object from;
  Value collection;
};

// What stands for a FROM object: aliased(Model).
class Selectable : public script::HostObject {
 public:
  virtual Value selectable() const = 0;
};
// The FROM object that a value is or stands for, as a mapped class does for its table; undefined for others.
Value from_of(const Value& value);

// A column of `from` as an expression; `type` may be null.
Value make_from_column(Session& session, const json::object& from, const json::value& name,
                       const json::object* type);
Value make_join(Session& session, const Value& left, const Value& right, const Value& on, bool outer,
                bool full);
// Under another name; empty: a generated one.
Value make_alias(Session& session, const FromObject& of, const Value& name);
// values(): of its FROM object, and of its columns and name, without rows yet.
Value make_values(Session& session, json::object from);
Value make_values(Session& session, const std::vector<Value>& columns, const Value& name);
Value make_subquery(Session& session, const Expression& select, std::string_view form, const Value& name);

// The JSON of an expression; of a select and of update and delete with what their columns add to FROM.
json::object completed(const Expression& expression);

// insert(), update(), delete() and select() of a table.
Value make_dml(Session& session, std::string_view form, const Value& subject, std::string_view dialect = {});
Value make_select(Session& session, const std::vector<Value>& columns);

// Name and type of each column that a select gives; an empty name where it has none.
struct OutputColumn {
  std::string name;
  json::object type;  // empty: not known
};
std::vector<OutputColumn> output_columns(const json::object& statement);

// The type of column `name`; null when the table does not know it.
const json::object* column_type(const FromObject& table, std::string_view name);

}  // namespace pycharter::alembic

#endif
