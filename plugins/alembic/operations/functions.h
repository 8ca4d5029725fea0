// The functions of `sqlalchemy` that make expressions: text, func, select, case, …
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_FUNCTIONS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_FUNCTIONS_H

#include <string_view>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// A function of sqlalchemy (or sqlalchemy.sql) by its name; undefined for others.
Value expression_function(Session& session, std::string_view name);
// sa.func: every attribute is a SQL function, nested ones with a package.
Value make_func(Session& session, json::array package = {});
// The insert() of a dialect's module, with its conflict clauses; postgresql.array and the like. Undefined for
// others.
Value dialect_function(Session& session, std::string_view dialect, std::string_view name);

}  // namespace pycharter::alembic

#endif
