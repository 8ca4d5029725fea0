// libmariadb's and the server's error numbers as SQLSTATEs and pycharter::Error.
#ifndef PYCHARTER_MYSQL_ERRORS_H
#define PYCHARTER_MYSQL_ERRORS_H

#include <mysql.h>

#include <string>
#include <string_view>

#include "sql/connection/failure.h"

namespace pycharter::mysql {

inline constexpr std::string_view backend_name = "mysql";

// The server's own SQLSTATE says HY000 or 42000 of much that callers tell apart: those numbers get the state
// that the standard or PostgreSQL has for the same thing.
std::string sqlstate_of(unsigned number, std::string_view servers_own);

Error make_error(unsigned number, std::string_view servers_own, std::string message,
                 std::string_view statement, sql::Work work);

// What the handle reports last.
Error last_error(MYSQL* handle, std::string_view statement, sql::Work work);

// A usage error of this backend.
Error usage(const std::string& message);

}  // namespace pycharter::mysql

#endif
