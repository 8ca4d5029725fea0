// The modules of Alembic and SQLAlchemy that a revision script can import.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_MODULES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_MODULES_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// alembic.*, sqlalchemy.*, sqlmodel.*: `session` must outlive the registry's use. Members are made when first
// asked for.
void add_modules(script::ModuleRegistry& registry, Session& session);

// The modules of foreign packages that options.foreign_names describes, and the advice for those it does not.
void add_foreign_names(script::ModuleRegistry& registry, Session& session);

}  // namespace pycharter::alembic

#endif
