// What a statement is by its first words; statements that begin or end a transaction.
#ifndef PYCHARTER_SQL_SCRIPT_TRANSACTION_H
#define PYCHARTER_SQL_SCRIPT_TRANSACTION_H

#include <array>
#include <string_view>

namespace pycharter::sql::script {

// Of a statement without comments before it; what is no word ends them, and those that are missing are empty.
std::array<std::string_view, 3> first_words(std::string_view statement);

// BEGIN, START TRANSACTION, COMMIT, END, ABORT, ROLLBACK, PREPARE TRANSACTION; not SAVEPOINT and its like.
bool controls_transaction(std::string_view statement);

}  // namespace pycharter::sql::script

#endif
