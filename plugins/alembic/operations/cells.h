// A cell of a row as a script's value: what the driver of Python gives, and what the column's type makes of
// that.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_CELLS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_CELLS_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `type` may be null: as the driver gives it.
Value cell_value(Session& session, const plugin::Value& cell, const json::object* type);

}  // namespace pycharter::alembic

#endif
