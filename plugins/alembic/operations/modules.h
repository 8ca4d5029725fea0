// The modules of Alembic and SQLAlchemy that a revision script can import.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_MODULES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_MODULES_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// alembic.*, sqlalchemy.*, sqlmodel.*, for interpreters that have a Session. Members are made when first
// asked for.
void add_modules(script::ModuleRegistry& registry);
// Besides them those that only models use: flask_sqlalchemy.*, sqlalchemy.ext.automap.
void add_model_modules(script::ModuleRegistry& registry);

// The modules of foreign packages that are described (ScriptOptions::foreign_names), and the advice for those
// that are not.
void add_foreign_names(script::ModuleRegistry& registry, const std::map<std::string, std::string>& names);

}  // namespace pycharter::alembic

#endif
