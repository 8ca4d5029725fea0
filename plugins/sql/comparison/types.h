// Whether a column's type is the one that was declared, by the rules of Alembic's compare_type and some more
// of each dialect's own: PostgreSQL keeps FLOAT(24) as REAL, MySQL keeps REAL as DOUBLE.
#ifndef PYCHARTER_SQL_COMPARISON_TYPES_H
#define PYCHARTER_SQL_COMPARISON_TYPES_H

#include <optional>

#include "sql/comparison/tools.h"

namespace pycharter::sql::comparison {

// `declared` is a type of docs/operations.md, `column` a reflected column. Nothing where either type is not
// known. As with Alembic, what one side leaves open (a length, a collation) is not compared.
std::optional<bool> same_type(const json::object& declared, const json::object& column, const Tools& tools);

}  // namespace pycharter::sql::comparison

#endif
