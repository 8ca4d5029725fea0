// SQLAlchemy's statements of DDL that scripts execute: op.execute(sa.schema.CreateSequence(…)).
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_DDL_STATEMENTS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_DDL_STATEMENTS_H

#include <boost/json/object.hpp>
#include <string_view>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// sa.schema.CreateSequence and the like; undefined for a name that is none of them.
Value ddl_statement_class(Session& session, std::string_view name);

// The operation that executes such a statement; null for any other value.
const boost::json::object* ddl_operation(const Value& statement);

}  // namespace pycharter::alembic

#endif
