// libpq's reports as pycharter::Error.
#ifndef PYCHARTER_POSTGRESQL_ERRORS_H
#define PYCHARTER_POSTGRESQL_ERRORS_H

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "postgresql/conninfo.h"
#include "sql/connection/failure.h"

namespace pycharter::postgresql {

inline constexpr std::string_view backend_name = "postgresql";

// Of a failed result; `result` may be null when the connection is gone.
Error result_error(PGconn* connection, const PGresult* result, std::string_view statement, sql::Work work);

// Why a connection could not be opened. libpq tells no SQLSTATE of that, so where the server answered it is
// asked once more, in the form that has one; the words may be in any language.
Error connect_error(const Conninfo& conninfo, const std::string& message);

}  // namespace pycharter::postgresql

#endif
