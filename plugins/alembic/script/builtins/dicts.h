// Filling dicts, shared by dict and the dicts of collections.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_DICTS_H
#define PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_DICTS_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// From a mapping, or from an iterable of pairs.
void fill_dict(Interpreter& interpreter, Dict& dict, const Value& source);
// dict(…) of the positional arguments from `first` on, and of the keywords.
Value construct_dict(Interpreter& interpreter, const Arguments& arguments, std::size_t first);

}  // namespace pycharter::alembic::script

#endif
