// sqlalchemy.orm.Session over op.get_bind(), sessionmaker and scoped_session.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_SESSION_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_SESSION_H

#include "alembic/operations/session.h"

namespace pycharter::alembic::orm {

Value session_class(Session& session);
// Session, sessionmaker, scoped_session, object_session; undefined for other names.
Value session_member(Session& session, std::string_view name);

}  // namespace pycharter::alembic::orm

#endif
