// Declared tables as this dialect's database would describe them once they are created.
#ifndef PYCHARTER_SQL_COMPARISON_EXPECTED_H
#define PYCHARTER_SQL_COMPARISON_EXPECTED_H

#include <boost/json/object.hpp>

#include "sql/ddl/dialect.h"

namespace pycharter::sql::comparison {

// Answers {"what": "expected", "tables": [declared…], "sequences": [declared…]?} of docs/operations.md,
// "Reflection". Knows no connection. Throws Error (invalid_document) for a declaration of another shape,
// unsupported for a type or name that this dialect cannot have.
boost::json::object expected_tables(const boost::json::object& request, const ddl::Dialect& dialect);

}  // namespace pycharter::sql::comparison

#endif
