// The store's statements, prepared on the server and kept by their text. They are libmariadb's own: SOCI
// writes every value into the text, for the server to read that anew each time.
#ifndef PYCHARTER_MYSQL_STATEMENTS_H
#define PYCHARTER_MYSQL_STATEMENTS_H

#include <mysql.h>

#include <span>
#include <string>

#include "sql/connection/connection.h"
#include "sql/connection/kept_statements.h"

namespace pycharter::mysql {

// Must be destroyed before the connection is closed.
class Statements {
 public:
  explicit Statements(MYSQL* connection);
  ~Statements();

  // See sql::Connection::run. Throws Error.
  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink);

 private:
  class Statement;

  MYSQL* connection_;
  sql::KeptStatements<Statement> statements_;
};

// The text with a question mark for each :p1, :p2, … of the store's statements.
std::string with_question_marks(std::string_view sql);

}  // namespace pycharter::mysql

#endif
