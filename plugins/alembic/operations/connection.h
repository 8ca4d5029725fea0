// op.get_bind(): the connection of the run as a script sees it, its dialect, savepoints.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_CONNECTION_H
#define PYCHARTER_ALEMBIC_OPERATIONS_CONNECTION_H

#include "alembic/operations/result.h"
#include "alembic/operations/session.h"

namespace pycharter::alembic {

Value make_connection(Session& session);
Value make_dialect(Session& session);
// The class of that dialect, as isinstance(bind.dialect, postgresql.dialect) asks for it.
Value dialect_class(Session& session, std::string_view dialect);
// sqlalchemy.Connection, sqlalchemy.engine.Engine: for annotations and isinstance.
Value connection_class(Session& session, const std::string& name);
bool is_connection(const Value& value);

// Executes, and gives the Result; None with --sql.
Value run_statement(Session& session, const Value& statement, const Value& parameters = {},
                    const Assembly* assembly = nullptr);

// The `execute` operation of a statement with parameters (None, a dict or a list of dicts).
json::object make_execute(Session& session, const Value& statement, const Value& parameters);

}  // namespace pycharter::alembic

#endif
