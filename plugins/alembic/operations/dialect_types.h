// load_dialect_impl() of a script's own type: what it is stored as on each dialect.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_DIALECT_TYPES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_DIALECT_TYPES_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `stored` with a variant for each dialect for which the type's own load_dialect_impl() says something else.
json::object with_dialect_types(Session& session, const Value& type, json::object stored);

}  // namespace pycharter::alembic

#endif
