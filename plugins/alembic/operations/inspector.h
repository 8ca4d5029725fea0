// sa.inspect(bind): the catalog as SQLAlchemy's Inspector shows it.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_INSPECTOR_H
#define PYCHARTER_ALEMBIC_OPERATIONS_INSPECTOR_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// sqlalchemy.inspect(subject). Raises NoInspectionAvailable for what is no connection, and with --sql.
Value inspect(Session& session, const Value& subject);
// sqlalchemy.engine.reflection.Inspector, with from_engine().
Value inspector_class(Session& session);

}  // namespace pycharter::alembic

#endif
