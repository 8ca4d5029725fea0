// Operators of SQL expressions: how they are spelled and which bind tighter, as SQLAlchemy has them.
#ifndef PYCHARTER_SQL_DDL_OPERATORS_H
#define PYCHARTER_SQL_DDL_OPERATORS_H

#include <string_view>

namespace pycharter::sql::ddl {

struct Operator {
  std::string_view name;      // in docs/operations.md
  std::string_view spelling;  // between its operands
  int precedence;             // higher binds tighter
  bool associative;           // needs no parentheses among its own kind
  std::string_view negated;   // the operator of `not (a op b)`; empty: none
};

// Null where there is no such operator.
const Operator* find_operator(std::string_view name);

// Whether an `inner` operation needs parentheses as operand of `outer`.
bool needs_parentheses(std::string_view inner, std::string_view outer);

}  // namespace pycharter::sql::ddl

#endif
