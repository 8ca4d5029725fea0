// SQL expressions and statements as a script sees them: they hold the JSON of docs/operations.md and grow it.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_EXPRESSION_H
#define PYCHARTER_ALEMBIC_OPERATIONS_EXPRESSION_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// A FROM object, of which every column of a table has the same.
class SharedFrom {
 public:
  SharedFrom(json::object from) : from_(std::make_shared<const json::object>(std::move(from))) {}
  const json::object& operator*() const { return *from_; }
  bool operator==(const SharedFrom& other) const { return from_ == other.from_ || *from_ == *other.from_; }

 private:
  std::shared_ptr<const json::object> from_;
};

using FromList = std::vector<SharedFrom>;  // each once, in order of appearance

class Expression : public script::HostObject {
 public:
  Expression(Session& s, json::object j, FromList f = {})
      : session(s), json(std::move(j)), froms(std::move(f)) {}

  std::string type_name() const override;
  Value type(Interpreter&) const override;
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::optional<Value> binary(Interpreter&, script::BinaryOperator, const Value& other,
                              bool reflected) override;
  std::optional<Value> unary(Interpreter&, script::UnaryOperator) override;
  std::optional<Value> compare(Interpreter&, script::Comparison, const Value& other) override;
  std::optional<bool> truth(Interpreter&) override;
  std::optional<Value> subscript(Interpreter&, const Value& key) override;
  std::optional<Value> call(Interpreter&, const Arguments&) override;
  std::string repr(Interpreter&) override;
  std::optional<std::string> str(Interpreter&) override;

  // "column", "select", …
  std::string_view form() const;
  // Its type where it is known, else null.
  const json::object* known_type() const;
  // Select, insert, …: something that can be executed.
  bool is_statement() const;

  Session& session;
  json::object json;
  Value table;  // of insert, update, delete: the FromObject, whose columns' types the values take; of exists:
                // its select
  std::vector<Value> entities;  // of select: what it was given, a table as its columns
  FromList
      froms;  // what its columns come from; of a select what they bring to FROM beside what it names itself
};

// Null for other values.
Expression* host_cast_expression(const Value& value);

Value make_expression(Session& session, json::object json, FromList froms = {});
// `self` with changed JSON.
Value make_like(const Expression& self, json::object json);

// As an operand: an expression's own JSON (a select as scalar subquery), a table, a column, else a literal,
// whose type is `type` where that is known.
json::object to_expression(Session& session, const Value& value, const json::object* type = nullptr);
// The JSON of a statement or FROM object as it stands; FROM of a select completed.
json::object to_statement(Session& session, const Value& value);
json::array to_expressions(Session& session, const std::vector<Value>& values);
// A str is text(), as in CheckConstraint("a > 0") and where SQL text is meant.
json::value to_text_or_expression(Session& session, const Value& value);
json::object text_expression(std::string sql);
json::object keyword(std::string_view name);
// A keyword argument of a dialect: expressions as such, containers of them too, else a value.
json::value to_keyword(Session& session, const Value& value);

FromList froms_of(const Value& value);
void add_froms(FromList& list, const FromList& more);

// `values` as the other side of a tuple_(): each takes the type of the tuple's item.
json::object tuple_operand(Session& session, const json::object& row, const Value& values);
Value make_binary(Session& session, std::string_view op, const Value& left, const Value& right,
                  bool reflected = false);
// Of "and" or "or", from a list; one item stands for itself.
Value make_junction(Session& session, std::string_view op, const std::vector<Value>& items);
// SQLAlchemy's not_(): the opposite operator where there is one.
Value make_negation(Session& session, const Value& operand);
Value make_unary(Session& session, std::string_view op, const Value& operand);

}  // namespace pycharter::alembic

#endif
