// SQLModel, Field and Relationship of the package sqlmodel.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_SQLMODEL_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_SQLMODEL_H

#include "alembic/operations/session.h"

namespace pycharter::alembic::orm {

// Undefined for other names.
Value sqlmodel_orm_member(Session& session, std::string_view name);

}  // namespace pycharter::alembic::orm

#endif
