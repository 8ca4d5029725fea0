// The catalog of a PostgreSQL database as JSON: docs/operations.md, "Reflection". One query per kind of
// object, however many tables there are.
#ifndef PYCHARTER_POSTGRESQL_REFLECT_H
#define PYCHARTER_POSTGRESQL_REFLECT_H

#include <libpq-fe.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace pycharter::postgresql {

// Throws usage for a request it does not know.
boost::json::object reflect(PGconn* connection, const boost::json::object& request);

// What the catalog says of a type: format_type's text, of an enum its name and values, of a domain what the
// query of columns has of it.
struct CatalogType {
  std::string text;         // "character varying(20)", "timestamp(3) with time zone", "integer[]"
  std::string enum_name;    // else empty
  std::string enum_schema;  // empty when it is found without
  boost::json::array enum_values;
  boost::json::object domain = {};  // empty for any other type
};

// As SQLAlchemy reflects it; NullType where it knows none.
boost::json::object reflect_type(const CatalogType& type);

}  // namespace pycharter::postgresql

#endif
