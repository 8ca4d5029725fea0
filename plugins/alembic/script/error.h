// How a script fails: an exception of its own (Raised), or being stopped, which no `except` of it can catch.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_ERROR_H
#define PYCHARTER_ALEMBIC_SCRIPT_ERROR_H

#include <string>
#include <string_view>

#include "alembic/script/value.h"
#include "pycharter/plugin/error.h"

namespace pycharter::alembic::script {

struct Position {
  int line = 0;    // from 1
  int column = 0;  // from 1, in characters
};

// A Python exception on its way. `exception` is an Instance of a subclass of BaseException. Only the
// evaluator and code that means to catch a script's exception see this type; Interpreter turns what escapes
// into pycharter::Error.
struct Raised {
  Value exception;
  std::string trace;  // where it came from, innermost first, one line a call
  Position position;  // of the innermost place
};

// The "stopped: …" error: a bound was reached. The place is added by the interpreter on the way out.
[[noreturn]] void stop(std::string_view bound, const std::string& detail);

// An error found in the text of a script, before it runs.
[[noreturn]] void fail_at(const std::string& path, std::string_view source, Position position,
                          const std::string& message);

// The text of line `line` (from 1) without its end, at most 200 characters of it; empty when there is none.
std::string source_line(std::string_view source, int line);

}  // namespace pycharter::alembic::script

#endif
