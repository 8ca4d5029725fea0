// op.get_context(), and what scripts use of alembic.context.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_CONTEXT_H
#define PYCHARTER_ALEMBIC_OPERATIONS_CONTEXT_H

#include <string_view>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

Value make_migration_context(Session& session);
// A member of alembic.context; undefined when it is none that a revision can use.
Value context_member(Session& session, std::string_view name);

}  // namespace pycharter::alembic

#endif
