#include "alembic/autogenerate/declarations/annotations.h"

#include <algorithm>
#include <string>

namespace pycharter::alembic::declarations {

namespace {

struct Row {
  std::string_view annotation, types;
};
constexpr Row rows[] = {
    {"int", " Integer INTEGER SmallInteger SMALLINT BigInteger BIGINT TINYINT MEDIUMINT YEAR OID "},
    {"str",
     " String VARCHAR NVARCHAR CHAR NCHAR Text TEXT CLOB Unicode UnicodeText TINYTEXT MEDIUMTEXT LONGTEXT "
     "CITEXT "
     "Enum ENUM INET CIDR MACADDR MACADDR8 INET4 INET6 TSVECTOR TSQUERY MONEY REGCLASS REGCONFIG JSONPATH "},
    {"bool", " Boolean BOOLEAN "},
    {"decimal.Decimal", " Numeric NUMERIC DECIMAL "},
    {"float", " Float FLOAT Double DOUBLE DOUBLE_PRECISION REAL "},
    {"datetime.datetime", " DateTime DATETIME TIMESTAMP "},
    {"datetime.date", " Date DATE "},
    {"datetime.time", " Time TIME "},
    {"datetime.timedelta", " Interval INTERVAL "},
    {"bytes", " LargeBinary BLOB BYTEA BINARY VARBINARY TINYBLOB MEDIUMBLOB LONGBLOB "},
    {"uuid.UUID", " Uuid UUID "},
    {"list[Any]", " ARRAY "},
};

}  // namespace

std::string_view annotation(std::string_view type) {
  const std::string word = " " + std::string(type) + " ";
  const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& candidate) {
    return candidate.types.find(word) != std::string_view::npos;
  });
  return row == std::end(rows) ? "Any" : row->annotation;
}

}  // namespace pycharter::alembic::declarations
