// A catalog's tables as SQLAlchemy declarations: what a team that has a database and no models begins with.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_DECLARATIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_DECLARATIONS_H

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "alembic/autogenerate/render/render.h"

namespace pycharter::alembic {

struct Declarations {
  std::string text;                   // a Python module for SQLAlchemy 2
  std::vector<std::string> warnings;  // what could not be declared; a comment in the text says so as well
};

// `tables` are those of docs/operations.md, "Reflection": a class for each that has a primary key, a Table
// for the others. Created by these declarations, an empty database has what the catalog had.
Declarations declare(const boost::json::array& tables, const RenderOptions& options);

}  // namespace pycharter::alembic

#endif
