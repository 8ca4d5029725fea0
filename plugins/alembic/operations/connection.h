// op.get_bind(): the connection of the run as a script sees it, its dialect, savepoints, and orm.Session over
// it.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_CONNECTION_H
#define PYCHARTER_ALEMBIC_OPERATIONS_CONNECTION_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

Value make_connection(Session& session);
Value make_dialect(Session& session);
// The class of that dialect, as isinstance(bind.dialect, postgresql.dialect) asks for it.
Value dialect_class(Session& session, std::string_view dialect);
// sqlalchemy.orm.Session and sqlmodel.Session: executes on the connection it is given; commit() and flush()
// leave the transaction to the migration, as SQLAlchemy's own does within one that it did not begin.
Value orm_session_class(Session& session);
// sqlalchemy.Connection, sqlalchemy.engine.Engine: for annotations and isinstance.
Value connection_class(Session& session, const std::string& name);
bool is_connection(const Value& value);

// The `execute` operation of a statement with parameters (None, a dict or a list of dicts).
json::object make_execute(Session& session, const Value& statement, const Value& parameters);

}  // namespace pycharter::alembic

#endif
