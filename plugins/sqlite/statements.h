// The store's statements, prepared through SOCI and kept by their text. They are bound and stepped on the
// native handle: SOCI copies every row twice, which takes as long as SQLite takes to find one.
#ifndef PYCHARTER_SQLITE_STATEMENTS_H
#define PYCHARTER_SQLITE_STATEMENTS_H

#include <string>

#include "sql/connection/connection.h"
#include "sql/connection/kept_statements.h"
#include "sqlite/handle.h"

namespace pycharter::sqlite {

// Must be destroyed before its session.
class Statements {
 public:
  explicit Statements(soci::session& session);
  ~Statements();

  // See sql::Connection::run. Throws soci_error where a statement cannot be prepared, else Error.
  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink);

 private:
  // Keeps the parameters in place while it runs: SQLite does not copy them.
  class Statement;

  soci::session& session_;
  sql::KeptStatements<Statement> statements_;
};

}  // namespace pycharter::sqlite

#endif
