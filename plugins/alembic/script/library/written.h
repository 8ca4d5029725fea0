// Parts of the library that are written in the language itself.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_WRITTEN_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_WRITTEN_H

#include <string>

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

// Runs `source` as the module's level, so that what it defines are members of the module. Errors that arise
// in there are reported where the script called it: the path in angle brackets marks places that no user can
// see.
void run_in_module(Interpreter& interpreter, Module& module, std::string source);

// Members of modules whose others are C++ (written_parts.cpp).
extern const char* const chain_map_source;       // collections
extern const char* const total_ordering_source;  // functools
extern const char* const wrapping_source;        // textwrap

}  // namespace pycharter::alembic::script

#endif
