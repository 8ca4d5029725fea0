// The catalog of a MySQL or MariaDB database as JSON: docs/operations.md, "Reflection". One query per kind of
// object, however many tables there are.
#ifndef PYCHARTER_MYSQL_REFLECT_H
#define PYCHARTER_MYSQL_REFLECT_H

#include <mysql.h>

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace pycharter::mysql {

// Throws usage for a request it does not know.
boost::json::object reflect(MYSQL* handle, const boost::json::object& request);

// A column's type as information_schema writes it, "decimal(10,2) unsigned" or "enum('a','b''c')", as
// SQLAlchemy reflects it; NullType where it knows none. `collation` where it is not the table's.
boost::json::object reflect_type(std::string_view text, const std::optional<std::string>& collation);

// A column's default as CREATE TABLE would have it.
struct ColumnDefault {
  std::optional<std::string> text;  // information_schema's
  std::string extra;                // "DEFAULT_GENERATED on update CURRENT_TIMESTAMP"
  bool is_mariadb = false;          // which gives SQL; MySQL gives a literal's value
};
std::optional<std::string> default_sql(const ColumnDefault& column);

}  // namespace pycharter::mysql

#endif
