// Statements that begin or end a transaction.
#ifndef PYCHARTER_SQL_SCRIPT_TRANSACTION_H
#define PYCHARTER_SQL_SCRIPT_TRANSACTION_H

#include <string_view>

namespace pycharter::sql::script {

// BEGIN, START TRANSACTION, COMMIT, END, ABORT, ROLLBACK, PREPARE TRANSACTION; not SAVEPOINT and its like.
bool controls_transaction(std::string_view statement);

}  // namespace pycharter::sql::script

#endif
