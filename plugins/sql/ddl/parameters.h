// The values a statement is executed with, apart from it: connection.execute(statement, parameters).
#ifndef PYCHARTER_SQL_DDL_PARAMETERS_H
#define PYCHARTER_SQL_DDL_PARAMETERS_H

#include <vector>

#include "sql/ddl/document.h"

namespace pycharter::sql::ddl {

// "parameters" of the operation: one set for each execution, at least one. The first says which names there
// are: what others have beyond it is left out, as SQLAlchemy does. Throws Error where one lacks a name.
std::vector<json::object> parameter_sets(const json::object& operation);

// The statement with its binds given values; for what names no bind, an insert gets a column, an update too.
json::object with_parameters(const json::object& statement, const json::object& set);

}  // namespace pycharter::sql::ddl

#endif
