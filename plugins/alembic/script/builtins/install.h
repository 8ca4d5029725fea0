// The parts that make up the builtins.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_INSTALL_H
#define PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_INSTALL_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// len, sorted, print …; undefined when there is none of that name.
Value make_builtin_function(Interpreter& interpreter, std::string_view name);
void add_function_names(std::vector<std::string_view>& names);

// Members of the types (Class::fill_later).
void fill_int(Interpreter& interpreter, Class& type);
void fill_float(Interpreter& interpreter, Class& type);
void fill_str(Interpreter& interpreter, Class& type);
void fill_bytes(Interpreter& interpreter, Class& type);
void fill_list(Interpreter& interpreter, Class& type);
void fill_tuple(Interpreter& interpreter, Class& type);
void fill_dict_type(Interpreter& interpreter, Class& type);
void fill_set(Interpreter& interpreter, Class& type);
void fill_frozenset(Interpreter& interpreter, Class& type);

// Sorted as sorted() does: stable, by `key` (None: the values), reversed keeping the order of equals.
std::vector<Value> sorted_values(Interpreter& interpreter, std::vector<Value> values, const Value& key,
                                 bool reverse);

}  // namespace pycharter::alembic::script

#endif
