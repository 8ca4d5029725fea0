#include "alembic/operations/type_table.h"

#include <algorithm>
#include <array>

namespace pycharter::alembic {
namespace {

// Parameter lists, in Python's notation.
#define ENUM_PARAMETERS                                                                                \
  "*values, name=None, native_enum=None, create_constraint=None, metadata=None, inherit_schema=None, " \
  "validate_strings=None, values_callable=None, "                                                      \
  "sort_key_function=None, length=None, schema=None, quote=None, omit_aliases=None"
#define MYSQL_CHARACTER "charset=None, collation=None, ascii=None, unicode=None, binary=None, national=None"
constexpr std::string_view text_type = "length=None, collation=None, collation_schema=None";
constexpr std::string_view length_type = "length=None";
constexpr std::string_view numeric_type =
    "precision=None, scale=None, decimal_return_scale=None, asdecimal=None";
constexpr std::string_view floating_type = "precision=None, asdecimal=None, decimal_return_scale=None";
constexpr std::string_view temporal_type = "timezone=None";
constexpr std::string_view boolean_type = "create_constraint=None, name=None";
constexpr std::string_view mysql_text_type = "length=None, *, " MYSQL_CHARACTER;
constexpr std::string_view mysql_sized_text_type = "*, " MYSQL_CHARACTER;
constexpr std::string_view mysql_integer_type = "display_width=None, *, unsigned=None, zerofill=None";
constexpr std::string_view mysql_numeric_type =
    "precision=None, scale=None, asdecimal=None, *, unsigned=None, zerofill=None, decimal_return_scale=None";
constexpr std::string_view mysql_temporal_type = "timezone=None, fsp=None";
constexpr std::string_view sqlite_temporal_type =
    "*, storage_format=None, regexp=None, truncate_microseconds=None";
constexpr std::string_view plain = "";
constexpr std::string_view foreign = "*arguments, **keywords";
constexpr std::string_view json_type = "none_as_null=None";
constexpr std::string_view postgresql_json_type = "none_as_null=None, astext_type=None";
constexpr std::string_view array_type = "item_type, as_tuple=None, dimensions=None, zero_indexes=None";
constexpr std::string_view postgresql_temporal_type = "timezone=None, precision=None";
constexpr std::string_view enum_type = ENUM_PARAMETERS ", create_type=None";
constexpr std::string_view postgresql_enum = ENUM_PARAMETERS ", create_type=None";
constexpr std::string_view mysql_enum = ENUM_PARAMETERS ", strict=None, " MYSQL_CHARACTER;
constexpr std::string_view mysql_set = "*values, retrieve_as_bitwise=None, " MYSQL_CHARACTER;

// clang-format off
constexpr TypeRow rows[] = {
    {"", "ARRAY", array_type, ""},
    {"", "BIGINT", plain, "BigInteger"},
    {"", "BINARY", length_type, ""},
    {"", "BLOB", length_type, "LargeBinary"},
    {"", "BOOLEAN", boolean_type, "Boolean"},
    {"", "BigInteger", plain, "Integer"},
    {"", "Boolean", boolean_type, ""},
    {"", "CHAR", text_type, "String"},
    {"", "CLOB", text_type, "Text"},
    {"", "DATE", plain, "Date"},
    {"", "DATETIME", temporal_type, "DateTime"},
    {"", "DECIMAL", numeric_type, "Numeric"},
    {"", "DOUBLE", floating_type, "Double"},
    {"", "DOUBLE_PRECISION", floating_type, "Double"},
    {"", "Date", plain, ""},
    {"", "DateTime", temporal_type, ""},
    {"", "Double", floating_type, "Float"},
    {"", "Enum", enum_type, "String"},
    {"", "FLOAT", floating_type, "Float"},
    {"", "Float", floating_type, ""},
    {"", "INTEGER", plain, "Integer"},
    {"", "Integer", plain, ""},
    {"", "Interval", "native=None, second_precision=None, day_precision=None", ""},
    {"", "JSON", json_type, ""},
    {"", "LargeBinary", length_type, ""},
    {"", "NCHAR", text_type, "Unicode"},
    {"", "NUMERIC", numeric_type, "Numeric"},
    {"", "NVARCHAR", text_type, "Unicode"},
    {"", "Numeric", numeric_type, ""},
    {"", "PickleType", "protocol=None, pickler=None, comparator=None, impl=None", ""},
    {"", "REAL", floating_type, "Float"},
    {"", "SMALLINT", plain, "SmallInteger"},
    {"", "SmallInteger", plain, "Integer"},
    {"", "String", text_type, ""},
    {"", "TEXT", text_type, "Text"},
    {"", "TIME", temporal_type, "Time"},
    {"", "TIMESTAMP", temporal_type, "DateTime"},
    {"", "Text", text_type, "String"},
    {"", "Time", temporal_type, ""},
    {"", "UUID", "as_uuid=None", "Uuid"},
    {"", "Unicode", text_type, "String"},
    {"", "UnicodeText", text_type, "Text"},
    {"", "Uuid", "as_uuid=None, native_uuid=None", ""},
    {"", "VARBINARY", length_type, ""},
    {"", "VARCHAR", text_type, "String"},
    {"", "NullType", plain, ""},
    {"postgresql", "ARRAY", array_type, "ARRAY"},
    {"postgresql", "BIT", "length=None, varying=None", ""},
    {"postgresql", "BYTEA", length_type, "LargeBinary"},
    {"postgresql", "CIDR", plain, ""},
    {"postgresql", "CITEXT", text_type, "TEXT"},
    {"postgresql", "DATEMULTIRANGE", plain, ""},
    {"postgresql", "DATERANGE", plain, ""},
    {"postgresql", "DOMAIN", "name, data_type, *, collation=None, collation_schema=None, default=None, constraint_name=None, not_null=None, check=None, create_type=None, schema=None, metadata=None, inherit_schema=None, quote=None", ""},
    {"postgresql", "ENUM", postgresql_enum, "Enum"},
    {"postgresql", "HSTORE", "text_type=None", ""},
    {"postgresql", "INET", plain, ""},
    {"postgresql", "INT4MULTIRANGE", plain, ""},
    {"postgresql", "INT4RANGE", plain, ""},
    {"postgresql", "INT8MULTIRANGE", plain, ""},
    {"postgresql", "INT8RANGE", plain, ""},
    {"postgresql", "INTERVAL", "precision=None, fields=None", ""},
    {"postgresql", "JSON", postgresql_json_type, "JSON"},
    {"postgresql", "JSONB", postgresql_json_type, "postgresql.JSON"},
    {"postgresql", "JSONPATH", plain, ""},
    {"postgresql", "MACADDR", plain, ""},
    {"postgresql", "MACADDR8", plain, ""},
    {"postgresql", "MONEY", plain, ""},
    {"postgresql", "NUMMULTIRANGE", plain, ""},
    {"postgresql", "NUMRANGE", plain, ""},
    {"postgresql", "OID", plain, ""},
    {"postgresql", "REGCLASS", plain, ""},
    {"postgresql", "REGCONFIG", plain, ""},
    {"postgresql", "TIME", postgresql_temporal_type, "TIME"},
    {"postgresql", "TIMESTAMP", postgresql_temporal_type, "TIMESTAMP"},
    {"postgresql", "TSMULTIRANGE", plain, ""},
    {"postgresql", "TSQUERY", plain, ""},
    {"postgresql", "TSRANGE", plain, ""},
    {"postgresql", "TSTZMULTIRANGE", plain, ""},
    {"postgresql", "TSTZRANGE", plain, ""},
    {"postgresql", "TSVECTOR", plain, ""},
    {"mysql", "BIGINT", mysql_integer_type, "BIGINT"},
    {"mysql", "BIT", length_type, ""},
    {"mysql", "CHAR", mysql_text_type, "CHAR"},
    {"mysql", "DATETIME", mysql_temporal_type, "DATETIME"},
    {"mysql", "DECIMAL", mysql_numeric_type, "DECIMAL"},
    {"mysql", "DOUBLE", mysql_numeric_type, "DOUBLE"},
    {"mysql", "ENUM", mysql_enum, "Enum"},
    {"mysql", "FLOAT", mysql_numeric_type, "FLOAT"},
    {"mysql", "INET4", plain, ""},
    {"mysql", "INET6", plain, ""},
    {"mysql", "INTEGER", mysql_integer_type, "INT"},
    {"mysql", "JSON", json_type, "JSON"},
    {"mysql", "LONGBLOB", length_type, ""},
    {"mysql", "LONGTEXT", mysql_sized_text_type, "String"},
    {"mysql", "MEDIUMBLOB", length_type, ""},
    {"mysql", "MEDIUMINT", mysql_integer_type, "Integer"},
    {"mysql", "MEDIUMTEXT", mysql_sized_text_type, "String"},
    {"mysql", "NCHAR", mysql_text_type, "NCHAR"},
    {"mysql", "NUMERIC", mysql_numeric_type, "NUMERIC"},
    {"mysql", "NVARCHAR", mysql_text_type, "NVARCHAR"},
    {"mysql", "REAL", mysql_numeric_type, "REAL"},
    {"mysql", "SET", mysql_set, "String"},
    {"mysql", "SMALLINT", mysql_integer_type, "SMALLINT"},
    {"mysql", "TEXT", mysql_text_type, "TEXT"},
    {"mysql", "TIME", mysql_temporal_type, "TIME"},
    {"mysql", "TIMESTAMP", mysql_temporal_type, "TIMESTAMP"},
    {"mysql", "TINYBLOB", length_type, ""},
    {"mysql", "TINYINT", mysql_integer_type, "Integer"},
    {"mysql", "TINYTEXT", mysql_sized_text_type, "String"},
    {"mysql", "VARCHAR", mysql_text_type, "VARCHAR"},
    {"mysql", "YEAR", mysql_integer_type, ""},
    {"sqlite", "DATE", sqlite_temporal_type, "Date"},
    {"sqlite", "DATETIME", sqlite_temporal_type, "DateTime"},
    {"sqlite", "JSON", json_type, "JSON"},
    {"sqlite", "JSONB", json_type, "sqlite.JSON"},
    {"sqlite", "TIME", sqlite_temporal_type, "Time"},
    {"mssql", "BIT", foreign, "Boolean"},
    {"mssql", "DATETIME2", foreign, "DateTime"},
    {"mssql", "DATETIMEOFFSET", foreign, "DateTime"},
    {"mssql", "DOUBLE_PRECISION", foreign, "DOUBLE_PRECISION"},
    {"mssql", "IMAGE", foreign, "LargeBinary"},
    {"mssql", "JSON", foreign, "JSON"},
    {"mssql", "MONEY", foreign, ""},
    {"mssql", "NTEXT", foreign, "UnicodeText"},
    {"mssql", "REAL", foreign, "REAL"},
    {"mssql", "ROWVERSION", foreign, "mssql.TIMESTAMP"},
    {"mssql", "SMALLDATETIME", foreign, "DateTime"},
    {"mssql", "SMALLMONEY", foreign, ""},
    {"mssql", "SQL_VARIANT", foreign, ""},
    {"mssql", "TIME", foreign, "TIME"},
    {"mssql", "TIMESTAMP", foreign, ""},
    {"mssql", "TINYINT", foreign, "Integer"},
    {"mssql", "UNIQUEIDENTIFIER", foreign, "Uuid"},
    {"mssql", "VARBINARY", foreign, "VARBINARY"},
    {"mssql", "XML", foreign, "Text"},
    {"oracle", "BFILE", foreign, "LargeBinary"},
    {"oracle", "BINARY_DOUBLE", foreign, "Double"},
    {"oracle", "BINARY_FLOAT", foreign, "Float"},
    {"oracle", "DATE", foreign, "DateTime"},
    {"oracle", "FLOAT", foreign, "FLOAT"},
    {"oracle", "INTERVAL", foreign, ""},
    {"oracle", "JSON", foreign, "JSON"},
    {"oracle", "LONG", foreign, "Text"},
    {"oracle", "NCLOB", foreign, "Text"},
    {"oracle", "NUMBER", foreign, "Numeric"},
    {"oracle", "NVARCHAR2", foreign, "Unicode"},
    {"oracle", "RAW", foreign, ""},
    {"oracle", "ROWID", foreign, ""},
    {"oracle", "TIMESTAMP", foreign, "TIMESTAMP"},
    {"oracle", "VARCHAR2", foreign, "VARCHAR"},
    {"oracle", "VECTOR", foreign, ""},
};

// Core types that a dialect's module gives as well.
struct Shared {
  std::string_view dialect;
  std::string_view names;
};
constexpr Shared shared_rows[] = {
    {"postgresql", " BIGINT BOOLEAN CHAR DATE DOUBLE_PRECISION FLOAT INTEGER NUMERIC REAL SMALLINT TEXT UUID VARCHAR "},
    {"mysql", " BINARY BLOB BOOLEAN DATE VARBINARY "},
    {"sqlite", " BLOB BOOLEAN CHAR DECIMAL FLOAT INTEGER NUMERIC REAL SMALLINT TEXT TIMESTAMP VARCHAR "},
    {"mssql", " BIGINT BINARY CHAR DATE DATETIME DECIMAL FLOAT INTEGER NCHAR NUMERIC NVARCHAR SMALLINT TEXT VARCHAR "},
    {"oracle", " BLOB BOOLEAN CHAR CLOB DOUBLE_PRECISION NCHAR NVARCHAR REAL VARCHAR "},
};
// clang-format on

bool is_shared(std::string_view dialect, std::string_view name) {
  const std::string word = " " + std::string(name) + " ";
  return std::any_of(std::begin(shared_rows), std::end(shared_rows), [&](const Shared& row) {
    return row.dialect == dialect && row.names.find(word) != std::string_view::npos;
  });
}

}  // namespace

const TypeRow* find_type(std::string_view dialect, std::string_view name) {
  if (name == "INT") name = "INTEGER";  // one class under two names
  if (!dialect.empty() && is_shared(dialect, name)) dialect = {};
  const auto* found = std::find_if(std::begin(rows), std::end(rows), [&](const TypeRow& row) {
    return row.dialect == dialect && row.name == name;
  });
  return found == std::end(rows) ? nullptr : found;
}

}  // namespace pycharter::alembic
