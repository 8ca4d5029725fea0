// The parts of Python's standard library that revision scripts use, one function a file.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_INSTALL_H
#define PYCHARTER_ALEMBIC_SCRIPT_LIBRARY_INSTALL_H

#include "alembic/script/interpreter.h"

namespace pycharter::alembic::script {

void add_typing(ModuleRegistry& registry);       // typing, collections.abc, __future__, abc
void add_collections(ModuleRegistry& registry);  // collections
// collections.namedtuple(): the last fields have `defaults`.
Value named_tuple(Interpreter& interpreter, const std::string& name, const std::vector<Value>& fields,
                  const std::vector<Value>& defaults);
Value make_deque_class(Interpreter& interpreter);  // deque.cpp
void add_json(ModuleRegistry& registry);
void add_system(ModuleRegistry& registry);     // os, time, logging, warnings
void add_contexts(ModuleRegistry& registry);   // contextlib
void add_text(ModuleRegistry& registry);       // string, textwrap
void add_urls(ModuleRegistry& registry);       // urllib.parse
void add_functions(ModuleRegistry& registry);  // functools, operator, copy
void add_iteration(ModuleRegistry& registry);  // itertools
void add_dataclasses(ModuleRegistry& registry);
void add_decimal(ModuleRegistry& registry);
void add_digests(ModuleRegistry& registry);  // hashlib, base64, binascii
void add_uuid(ModuleRegistry& registry);
void add_datetime(ModuleRegistry& registry);
void add_re(ModuleRegistry& registry);
void add_enum(ModuleRegistry& registry);
void add_math(ModuleRegistry& registry);
void add_written(ModuleRegistry& registry);      // heapq, bisect, os.path, shlex, html
void add_interpreter(ModuleRegistry& registry);  // sys, types

}  // namespace pycharter::alembic::script

#endif
