// Arithmetic between bool, int of any size and float, with Python's rules and words.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_NUMBERS_H
#define PYCHARTER_ALEMBIC_SCRIPT_NUMBERS_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// Nothing when the operands are not numbers or the operator has no meaning for them.
std::optional<Value> number_binary(Interpreter& interpreter, BinaryOperator operation, const Value& left,
                                   const Value& right);
std::optional<Value> number_unary(Interpreter& interpreter, UnaryOperator operation, const Value& operand);

}  // namespace pycharter::alembic::script

#endif
