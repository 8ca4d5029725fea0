#include <algorithm>

#include "sql/ddl/types.h"

namespace pycharter::sql::ddl {
namespace {

using A = Affinity;
using F = Form;

// clang-format off
constexpr TypeRow rows[] = {
    // generic
    {"String", A::string, F::text, "VARCHAR", "VARCHAR", "VARCHAR"},
    {"Unicode", A::string, F::text, "VARCHAR", "VARCHAR", "VARCHAR"},
    {"Text", A::string, F::text, "TEXT", "TEXT", "TEXT"},
    {"UnicodeText", A::string, F::text, "TEXT", "TEXT", "TEXT"},
    {"AutoString", A::string, F::sqlmodel_text, "VARCHAR", "VARCHAR", "VARCHAR"},
    {"Integer", A::integer, F::whole, "INTEGER", "INTEGER", "INTEGER"},
    {"SmallInteger", A::integer, F::whole, "SMALLINT", "SMALLINT", "SMALLINT"},
    {"BigInteger", A::integer, F::whole, "BIGINT", "BIGINT", "BIGINT"},
    {"Numeric", A::numeric, F::exact, "NUMERIC", "NUMERIC", "NUMERIC"},
    {"Float", A::floating, F::single, "FLOAT", "FLOAT", "FLOAT"},
    {"Double", A::floating, F::real, "DOUBLE PRECISION", "DOUBLE", "DOUBLE"},
    {"Boolean", A::boolean, F::plain, "BOOLEAN", "BOOL", "BOOLEAN"},
    {"Date", A::date, F::plain, "DATE", "DATE", "DATE"},
    {"Time", A::time, F::temporal, "TIME", "TIME", "TIME"},
    {"DateTime", A::datetime, F::temporal, "TIMESTAMP", "DATETIME", "DATETIME"},
    {"Interval", A::interval, F::interval, "INTERVAL", "DATETIME", "DATETIME"},
    {"LargeBinary", A::binary, F::blob, "BYTEA", "BLOB", "BLOB"},
    {"PickleType", A::binary, F::plain, "BYTEA", "BLOB", "BLOB"},
    {"JSON", A::json, F::plain, "JSON", "JSON", "JSON"},
    {"Uuid", A::uuid, F::uuid, "UUID", "CHAR", "CHAR"},
    {"Enum", A::string, F::enumerated, "VARCHAR", "VARCHAR", "VARCHAR"},
    {"ARRAY", A::array, F::array, "ARRAY", "", ""},
    // SQL's own, upper-case
    {"VARCHAR", A::string, F::text, "VARCHAR", "VARCHAR", "VARCHAR"},
    {"NVARCHAR", A::string, F::national, "NVARCHAR", "VARCHAR", "NVARCHAR"},
    {"CHAR", A::string, F::text, "CHAR", "CHAR", "CHAR"},
    {"NCHAR", A::string, F::national, "NCHAR", "CHAR", "NCHAR"},
    {"TEXT", A::string, F::text, "TEXT", "TEXT", "TEXT"},
    {"CLOB", A::string, F::plain, "CLOB", "CLOB", "CLOB"},
    {"INTEGER", A::integer, F::whole, "INTEGER", "INTEGER", "INTEGER"},
    {"INT", A::integer, F::whole, "INTEGER", "INTEGER", "INTEGER"},
    {"SMALLINT", A::integer, F::whole, "SMALLINT", "SMALLINT", "SMALLINT"},
    {"BIGINT", A::integer, F::whole, "BIGINT", "BIGINT", "BIGINT"},
    {"NUMERIC", A::numeric, F::exact, "NUMERIC", "NUMERIC", "NUMERIC"},
    {"DECIMAL", A::numeric, F::exact, "DECIMAL", "DECIMAL", "DECIMAL"},
    {"FLOAT", A::floating, F::single, "FLOAT", "FLOAT", "FLOAT"},
    {"DOUBLE", A::floating, F::real, "DOUBLE", "DOUBLE", "DOUBLE"},
    {"DOUBLE_PRECISION", A::floating, F::plain, "DOUBLE PRECISION", "DOUBLE PRECISION", "DOUBLE PRECISION"},
    {"REAL", A::floating, F::real, "REAL", "REAL", "REAL"},
    {"BOOLEAN", A::boolean, F::plain, "BOOLEAN", "BOOL", "BOOLEAN"},
    {"DATE", A::date, F::plain, "DATE", "DATE", "DATE"},
    {"TIME", A::time, F::temporal, "TIME", "TIME", "TIME"},
    {"DATETIME", A::datetime, F::temporal, "DATETIME", "DATETIME", "DATETIME"},
    {"TIMESTAMP", A::datetime, F::temporal, "TIMESTAMP", "TIMESTAMP", "TIMESTAMP"},
    {"BINARY", A::binary, F::bytes, "BINARY", "BINARY", "BINARY"},
    {"VARBINARY", A::binary, F::bytes, "VARBINARY", "VARBINARY", "VARBINARY"},
    {"BLOB", A::binary, F::blob, "BLOB", "BLOB", "BLOB"},
    {"UUID", A::uuid, F::plain, "UUID", "UUID", "UUID"},
    // PostgreSQL
    {"BYTEA", A::binary, F::plain, "BYTEA", "", ""},
    {"JSONB", A::json, F::plain, "JSONB", "", "JSONB"},
    {"JSONPATH", A::other, F::plain, "JSONPATH", "", ""},
    {"INTERVAL", A::interval, F::interval, "INTERVAL", "", ""},
    {"TSVECTOR", A::string, F::plain, "TSVECTOR", "", ""},
    {"TSQUERY", A::string, F::plain, "TSQUERY", "", ""},
    {"INET", A::other, F::plain, "INET", "", ""},
    {"CIDR", A::other, F::plain, "CIDR", "", ""},
    {"MACADDR", A::other, F::plain, "MACADDR", "", ""},
    {"MACADDR8", A::other, F::plain, "MACADDR8", "", ""},
    {"CITEXT", A::string, F::plain, "CITEXT", "", ""},
    {"HSTORE", A::other, F::plain, "HSTORE", "", ""},
    {"MONEY", A::other, F::plain, "MONEY", "", ""},
    {"OID", A::other, F::plain, "OID", "", ""},
    {"REGCLASS", A::other, F::plain, "REGCLASS", "", ""},
    {"REGCONFIG", A::other, F::plain, "REGCONFIG", "", ""},
    {"INT4RANGE", A::other, F::plain, "INT4RANGE", "", ""},
    {"INT8RANGE", A::other, F::plain, "INT8RANGE", "", ""},
    {"NUMRANGE", A::other, F::plain, "NUMRANGE", "", ""},
    {"DATERANGE", A::other, F::plain, "DATERANGE", "", ""},
    {"TSRANGE", A::other, F::plain, "TSRANGE", "", ""},
    {"TSTZRANGE", A::other, F::plain, "TSTZRANGE", "", ""},
    {"INT4MULTIRANGE", A::other, F::plain, "INT4MULTIRANGE", "", ""},
    {"INT8MULTIRANGE", A::other, F::plain, "INT8MULTIRANGE", "", ""},
    {"NUMMULTIRANGE", A::other, F::plain, "NUMMULTIRANGE", "", ""},
    {"DATEMULTIRANGE", A::other, F::plain, "DATEMULTIRANGE", "", ""},
    {"TSMULTIRANGE", A::other, F::plain, "TSMULTIRANGE", "", ""},
    {"TSTZMULTIRANGE", A::other, F::plain, "TSTZMULTIRANGE", "", ""},
    // several dialects' own
    {"ENUM", A::string, F::native_enumerated, "ENUM", "ENUM", "VARCHAR"},
    {"DOMAIN", A::other, F::domain, "DOMAIN", "", ""},
    {"BIT", A::other, F::bit, "BIT", "BIT", ""},
    // MySQL
    {"TINYINT", A::integer, F::whole, "", "TINYINT", ""},
    {"MEDIUMINT", A::integer, F::whole, "", "MEDIUMINT", ""},
    {"TINYTEXT", A::string, F::text, "", "TINYTEXT", ""},
    {"MEDIUMTEXT", A::string, F::text, "", "MEDIUMTEXT", ""},
    {"LONGTEXT", A::string, F::text, "", "LONGTEXT", ""},
    {"TINYBLOB", A::binary, F::plain, "", "TINYBLOB", ""},
    {"MEDIUMBLOB", A::binary, F::plain, "", "MEDIUMBLOB", ""},
    {"LONGBLOB", A::binary, F::plain, "", "LONGBLOB", ""},
    {"SET", A::string, F::set, "", "SET", ""},
    {"YEAR", A::other, F::year, "", "YEAR", ""},
    // a script's own, by get_col_spec() or @compiles
    {"UserDefinedType", A::other, F::written, "", "", ""},
    // no type given
    {"NullType", A::none, F::plain, "", "", ""},
};
// clang-format on

}  // namespace

const TypeRow& type_row(const json::object& type) {
  auto name = text(type, "type");
  // SQLite's own DATETIME is the generic type elsewhere.
  if (name == "DATETIME" && optional_text(type, "dialect") == "sqlite") name = "DateTime";
  const auto* row =
      std::find_if(std::begin(rows), std::end(rows), [&](const TypeRow& r) { return r.name == name; });
  if (row == std::end(rows)) refuse("the type " + name + " is not known; use one of SQLAlchemy's own types");
  return *row;
}

Affinity affinity_of(const json::object& type) {
  return type_row(type).affinity;
}

}  // namespace pycharter::sql::ddl
