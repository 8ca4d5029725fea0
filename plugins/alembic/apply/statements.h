// Operations to statements: compiled by the backend, run or rendered by the sinks.
#ifndef PYCHARTER_ALEMBIC_APPLY_STATEMENTS_H
#define PYCHARTER_ALEMBIC_APPLY_STATEMENTS_H

#include <pycharter/plugin/client.h>

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace pycharter::alembic {

struct Statement {
  std::string sql;
  std::vector<plugin::Value> binds;
  bool comment = false;      // a line of --sql that is no statement
  int line = 0, column = 0;  // in its file, where it has a place of its own
};

// docs/operations.md, "Statements". Throws what the backend throws, with the operation's place in the script.
std::vector<Statement> compile(plugin::SqlClient& database, const boost::json::object& operation,
                               bool offline);

// docs/operations.md, "Values".
plugin::Value to_value(const boost::json::value& value);

// Adds file, line and column of an operation's `at`, where an error has none.
void add_place(ErrorFacts& facts, const boost::json::object& operation);

// Adds what is known of a statement to what the backend told of its failure.
void add_facts(ErrorFacts& facts, const ErrorFacts& about);

}  // namespace pycharter::alembic

#endif
