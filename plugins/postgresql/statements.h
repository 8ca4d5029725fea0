// The store's statements, prepared through SOCI and kept by their text. They are sent on libpq's handle:
// SOCI copies every parameter and every row twice, which takes longer than all that libpq does.
#ifndef PYCHARTER_POSTGRESQL_STATEMENTS_H
#define PYCHARTER_POSTGRESQL_STATEMENTS_H

#include <soci/soci.h>

#include <span>
#include <string>

#include "sql/connection/connection.h"
#include "sql/connection/kept_statements.h"

namespace pycharter::postgresql {

// Must be destroyed before its session.
class Statements {
 public:
  // With `named` false, nothing is prepared on the server: behind a pooler that gives each transaction
  // another server connection, a statement's name would be found missing there, or be somebody else's.
  Statements(soci::session& session, bool named);
  ~Statements();

  // See sql::Connection::run. Throws soci_error where a statement cannot be prepared, else Error.
  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink);

 private:
  class Statement;

  soci::session& session_;
  bool named_;
  sql::KeptStatements<Statement> statements_;
};

}  // namespace pycharter::postgresql

#endif
