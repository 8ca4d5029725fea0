// The package flask_sqlalchemy: `db = SQLAlchemy()`, whose db.Model names its tables itself and whose other
// names are SQLAlchemy's own.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_FLASK_SQLALCHEMY_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_FLASK_SQLALCHEMY_H

#include "alembic/operations/session.h"

namespace pycharter::alembic::orm {

// Of flask_sqlalchemy and its modules; undefined for other names.
Value flask_sqlalchemy_member(Session& session, std::string_view name);

// Has a declarative base whose metaclass is one of flask_sqlalchemy's name the tables of its classes; leaves
// other bases alone. Undefined `metaclass`: there is none.
void take_metaclass(Session& session, const Value& base, const Value& metaclass);

}  // namespace pycharter::alembic::orm

#endif
