// The catalog of a SQLite database as JSON: docs/operations.md, "Reflection". Whole tables take a fixed
// number of queries, however many there are.
#ifndef PYCHARTER_SQLITE_REFLECT_H
#define PYCHARTER_SQLITE_REFLECT_H

#include <boost/json/object.hpp>
#include <string_view>

#include "sqlite/handle.h"

namespace pycharter::sqlite {

// Throws usage for a request it does not know.
boost::json::object reflect(Handle* handle, const boost::json::object& request);

// A declared type as SQLAlchemy reflects it: by name where it knows it, else by SQLite's affinity.
boost::json::object reflect_type(std::string_view declared);

}  // namespace pycharter::sqlite

#endif
