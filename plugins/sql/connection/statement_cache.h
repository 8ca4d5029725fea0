// Statements that SOCI keeps prepared, by their text: a prepared one reaches the speed of the bare client
// library, one prepared each time little more than half of it.
#ifndef PYCHARTER_SQL_CONNECTION_STATEMENT_CACHE_H
#define PYCHARTER_SQL_CONNECTION_STATEMENT_CACHE_H

#include <soci/soci.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "sql/connection/connection.h"

namespace pycharter::sql {

// Throws what SOCI throws. Must be destroyed before its session.
class StatementCache {
 public:
  // With `named` false, nothing is prepared on the server: behind a pooler that gives each transaction
  // another server connection, a statement's name would be found missing there, or be somebody else's.
  StatementCache(soci::session& session, bool named);
  ~StatementCache();

  // See Connection::run.
  std::int64_t run(const std::string& sql, std::span<const Parameter> parameters, std::size_t columns,
                   const CellSink& sink);
  void clear();

 private:
  class Statement;
  Statement& statement(const std::string& sql, std::size_t parameters, std::size_t columns);

  soci::session& session_;
  bool named_;
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements_;
};

}  // namespace pycharter::sql

#endif
