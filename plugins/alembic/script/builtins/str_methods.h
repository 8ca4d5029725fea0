// The methods of str, in two files: what changes or tests all of a text, and what looks for parts of it.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_STR_METHODS_H
#define PYCHARTER_ALEMBIC_SCRIPT_BUILTINS_STR_METHODS_H

#include "alembic/script/builtins/install.h"
#include "alembic/script/operators.h"

namespace pycharter::alembic::script {

struct StrMethod {
  const char* name;
  const char* parameters;
  Value (*code)(Interpreter&, Bindings&);
};

// The text that a method is called on.
inline const std::string& self(const Bindings& given) {
  return unwrap(given[0]).get<Str>().text;
}

void fill_str_parts(Interpreter& interpreter, Class& str);

}  // namespace pycharter::alembic::script

#endif
