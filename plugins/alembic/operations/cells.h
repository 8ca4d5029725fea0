// What Python has of a cell of a result: first as the driver gives it, then as the column's type makes it.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_CELLS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_CELLS_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `type` may be null or empty: only the driver's value.
Value python_value(Session& session, const plugin::Value& cell, const json::object* type);

}  // namespace pycharter::alembic

#endif
