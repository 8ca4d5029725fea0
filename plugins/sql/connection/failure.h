// What a SQL server reports, as pycharter::Error: one table from SQLSTATE to code and next step for all SQL
// backends.
#ifndef PYCHARTER_SQL_CONNECTION_FAILURE_H
#define PYCHARTER_SQL_CONNECTION_FAILURE_H

#include <pycharter/plugin/error.h>

#include <string>
#include <string_view>

namespace pycharter::sql {

// Whose statement failed: the store's own, or one that an engine passed on.
enum class Work { store, script };

struct Failure {
  std::string backend;
  std::string sqlstate;   // five characters; empty where there is none
  std::string message;    // the server's words
  std::string statement;  // without values
  Work work = Work::store;
};

// The error to throw. A SQLSTATE that the table does not know is `internal` for the store's statements and
// `migration` for a script's.
Error make_error(const Failure& failure);

// A call that no caller should make: connected to nothing, a request without its keys. Code `usage`.
Error usage_error(std::string_view backend, const std::string& message);

// Parameters reach PostgreSQL as C strings: a NUL would cut them short without a word. Throws
// invalid_document.
void refuse_nul(std::string_view text, std::string_view backend);

}  // namespace pycharter::sql

#endif
