// Parameters of execute() put into the statement they are for.
#ifndef PYCHARTER_SQL_DDL_PARAMETERS_H
#define PYCHARTER_SQL_DDL_PARAMETERS_H

#include "sql/ddl/document.h"

namespace pycharter::sql::ddl {

// `statement` (an expression object, no text) with one set of parameters, as SQLAlchemy does it: a
// bindparam() of that name takes the value; in an insert or update it else becomes the column's, unless the
// statement has its own. Names that are neither are ignored.
json::object with_parameters(const json::object& statement, const json::object& parameters);

}  // namespace pycharter::sql::ddl

#endif
