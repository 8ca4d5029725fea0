// Operations between sets and between dicts.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_SETS_H
#define PYCHARTER_ALEMBIC_SCRIPT_SETS_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// | & - ^ of two sets; nothing when one is no set.
std::optional<Value> set_binary(Interpreter& interpreter, BinaryOperator operation, const Value& left,
                                const Value& right);
bool compare_sets(Interpreter& interpreter, Comparison operation, Set& left, Set& right);
void replace_members(Interpreter& interpreter, Set& set, const Set& by);
Value merge_dicts(Interpreter& interpreter, const Value& left, const Value& right);
void update_dict(Interpreter& interpreter, Dict& dict, const Dict& from);

}  // namespace pycharter::alembic::script

#endif
