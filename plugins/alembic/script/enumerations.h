// Classes derived from enum.Enum and enum.Flag.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_ENUMERATIONS_H
#define PYCHARTER_ALEMBIC_SCRIPT_ENUMERATIONS_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// Makes members of what a class's body assigned.
void make_enumeration(Interpreter& interpreter, const Value& cls);
// Color(1): the member of a value, of a Flag also one that several members make up. Raises ValueError.
Value enum_member(Interpreter& interpreter, Class& cls, const Arguments& arguments);
// enum.auto(), and what `|` makes of two of them: numbers that are known once the class is made.
Value make_automatic(Interpreter& interpreter);

}  // namespace pycharter::alembic::script

#endif
