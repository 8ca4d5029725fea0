// A text of SQL as its statements, split where the dialect's own client would: psql, mysql, sqlite3.
//
// A statement is the text from its first token to its last: comments within it stay, those before and behind
// it and the terminator are left out. The last one needs no terminator. Statements that are empty are left
// out.
//
// Throws Error (script) with line, column and source line, counted in `text`, for what has no end (a quote, a
// comment, a parenthesis, a trigger, a DELIMITER), for commands of a client that are no SQL, and for COPY
// with data from or to the client. Pure functions.
#ifndef PYCHARTER_SQL_SCRIPT_SPLIT_H
#define PYCHARTER_SQL_SCRIPT_SPLIT_H

#include <cstddef>
#include <string_view>
#include <vector>

namespace pycharter::sql::script {

struct Statement {
  std::string_view sql;  // into the text that was split
  std::size_t offset;    // of its first byte
};
using Statements = std::vector<Statement>;
using Split = Statements (*)(std::string_view text);

// Dollar quotes, E'' strings, nested comments, a rule's parentheses, BEGIN ATOMIC … END of a function's body.
Statements split_postgresql(std::string_view text);
// DELIMITER, backslash escapes, backticks, `#` and `-- ` comments, /*! … */ as code, \g and \G.
Statements split_mysql(std::string_view text);
// As sqlite3_complete() has it: CREATE TRIGGER goes on to its END.
Statements split_sqlite(std::string_view text);

}  // namespace pycharter::sql::script

#endif
