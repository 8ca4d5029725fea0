// declarative_base(), DeclarativeBase, mapped_column(), declared_attr: what a script makes mapped classes
// with.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_DECLARATIVE_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_DECLARATIVE_H

#include "alembic/operations/session.h"

namespace pycharter::alembic::orm {

// Of sqlalchemy.ext.automap; undefined for other names.
Value reflected_member(Session& session, std::string_view name);

// Of sqlalchemy.orm and sqlalchemy.ext.declarative; undefined for other names.
Value declarative_member(Session& session, std::string_view name);

}  // namespace pycharter::alembic::orm

#endif
