// The parts that make up the builtins.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_INSTALL_H
#define PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_INSTALL_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

void install_types(Interpreter& interpreter);  // int, str, list … without their methods
void install_exceptions(Interpreter& interpreter);
void install_functions(Interpreter& interpreter);  // len, sorted, print …
void install_str_methods(Interpreter& interpreter);
void install_bytes_methods(Interpreter& interpreter);
void install_sequence_methods(Interpreter& interpreter);  // list, tuple, range
void install_dict_methods(Interpreter& interpreter);
void install_set_methods(Interpreter& interpreter);

// A type of builtins, to put methods into.
Class& builtin_class(Interpreter& interpreter, std::string_view name);
// Sorted as sorted() does: stable, by `key` (None: the values), reversed keeping the order of equals.
std::vector<Value> sorted_values(Interpreter& interpreter, std::vector<Value> values, const Value& key,
                                 bool reverse);

}  // namespace pycharter::alembic::script

#endif
