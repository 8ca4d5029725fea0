// SQLite's extended result codes as SQLSTATEs and pycharter::Error.
#ifndef PYCHARTER_SQLITE_ERRORS_H
#define PYCHARTER_SQLITE_ERRORS_H

#include <string>
#include <string_view>

#include "sqlite/handle.h"

namespace pycharter::sqlite {

// The error of an extended result code. `message` is SQLite's own.
Error make_error(int extended_code, std::string_view message, std::string_view statement, sql::Work work);

// What the handle reports last.
Error last_error(Handle* handle, std::string_view statement, sql::Work work);

}  // namespace pycharter::sqlite

#endif
