// A type as the catalog writes it (`character varying(255)[]`), as a type of docs/operations.md.
#ifndef PYCHARTER_POSTGRESQL_REFLECTED_TYPE_H
#define PYCHARTER_POSTGRESQL_REFLECTED_TYPE_H

#include <boost/json/object.hpp>
#include <string_view>

namespace pycharter::postgresql {

// `formatted` is format_type()'s text. A type that the table does not know is {"type": "NullType"}: the
// caller keeps the text itself beside it, as type_sql.
boost::json::object reflected_type(std::string_view formatted);

}  // namespace pycharter::postgresql

#endif
