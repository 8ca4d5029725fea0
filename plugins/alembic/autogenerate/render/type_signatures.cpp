#include "alembic/autogenerate/render/types.h"

namespace pycharter::alembic::revision_text {

namespace {

// clang-format off
constexpr TypeParameter array[] = {{"as_tuple", "False"}, {"dimensions", "None"}, {"zero_indexes", "False"}};
constexpr TypeParameter length[] = {{"length", "None"}};
constexpr TypeParameter boolean[] = {{"create_constraint", "False"}, {"name", "None"}};
constexpr TypeParameter text[] = {{"length", "None"}, {"collation", "None"}, {"collation_schema", "None"}};
constexpr TypeParameter temporal[] = {{"timezone", "False"}};
// SQLAlchemy's repr() of an Interval is that of its implementation and loses all of these.
constexpr TypeParameter interval[] = {{"native", "True"}, {"second_precision", "None"}, {"day_precision", "None"}};
constexpr TypeParameter numeric[] = {
    {"precision", "None"}, {"scale", "None"}, {"decimal_return_scale", "None"}, {"asdecimal", "True"}};
constexpr TypeParameter floating[] = {{"precision", "None"}, {"asdecimal", "False"}, {"decimal_return_scale", "None"}};
// "length" is left out where it is that of the longest value; repr() loses inherit_schema.
constexpr TypeParameter enumerated[] = {{"name", "None"}, {"create_type", "True"}, {"native_enum", "True"},
                                        {"create_constraint", "False"}, {"length", "longest"}, {"schema", "None"}, {"inherit_schema", "False"}};
constexpr TypeParameter json_parameters[] = {{"none_as_null", "False"}};
constexpr TypeParameter uuid_sql[] = {{"as_uuid", "True"}};
constexpr TypeParameter uuid[] = {{"as_uuid", "True"}, {"native_uuid", "True"}};
constexpr TypeParameter pg_bit[] = {{"length", "None"}, {"varying", "False"}};
constexpr TypeParameter pg_hstore[] = {{"text_type", "None", "Text()"}};
constexpr TypeParameter pg_interval[] = {{"precision", "None"}, {"fields", "None"}};
constexpr TypeParameter pg_json[] = {{"none_as_null", "False"}, {"astext_type", "None", "Text()"}};
constexpr TypeParameter pg_temporal[] = {{"timezone", "False"}, {"precision", "None"}};
constexpr TypeParameter my_integer[] = {{"display_width", "None"}, {"unsigned", "False"}, {"zerofill", "False"}};
constexpr TypeParameter my_text[] = {{"charset", "None"}, {"collation", "None"}, {"ascii", "False"}, {"binary", "False"},
                                     {"unicode", "False"}, {"national", "False"}, {"length", "None"}, {"collation_schema", "None"}};
constexpr TypeParameter my_temporal[] = {{"timezone", "False"}, {"fsp", "None"}};
constexpr TypeParameter my_numeric[] = {{"unsigned", "False"}, {"zerofill", "False"}, {"precision", "None"}, {"scale", "None"},
                                        {"decimal_return_scale", "None"}, {"asdecimal", "True"}};
constexpr TypeParameter my_float[] = {{"precision", "None"}, {"scale", "None"}, {"asdecimal", "False"}, {"unsigned", "False"},
                                      {"zerofill", "False"}, {"decimal_return_scale", "None"}};
constexpr TypeParameter my_double[] = {{"precision", "None"}, {"scale", "None"}, {"asdecimal", "False", "True"}, {"unsigned", "False"},
                                       {"zerofill", "False"}, {"decimal_return_scale", "None"}};
constexpr TypeParameter my_enum[] = {{"name", "None"}, {"charset", "None"}, {"collation", "None"}, {"ascii", "False"}, {"binary", "False"},
                                     {"unicode", "False"}, {"national", "False"}};
constexpr TypeParameter my_set[] = {{"charset", "None"}, {"collation", "None"}, {"ascii", "False"}, {"binary", "False"},
                                    {"unicode", "False"}, {"national", "False"}, {"retrieve_as_bitwise", "False"}};
constexpr TypeParameter my_year[] = {{"display_width", "None"}};

constexpr TypeSignature signatures[] = {
    {"", " ARRAY ", false, array},
    {"", " BINARY BLOB LargeBinary VARBINARY ", false, length},
    {"", " BOOLEAN Boolean ", false, boolean},
    {"", " CHAR CLOB NCHAR NVARCHAR String TEXT Text Unicode UnicodeText VARCHAR ", false, text},
    {"", " DATETIME DateTime TIME TIMESTAMP Time ", false, temporal},
    {"", " DECIMAL NUMERIC Numeric ", false, numeric},
    {"", " DOUBLE DOUBLE_PRECISION Double FLOAT Float REAL ", false, floating},
    {"", " Enum ", true, enumerated},
    {"", " Interval ", false, interval},
    {"", " JSON ", false, json_parameters},
    {"", " UUID ", false, uuid_sql},
    {"", " Uuid ", false, uuid},
    {"postgresql", " ARRAY ", false, array},
    {"postgresql", " BIT ", false, pg_bit},
    {"postgresql", " BYTEA ", false, length},
    {"postgresql", " CITEXT ", false, text},
    {"postgresql", " ENUM ", true, enumerated},
    {"postgresql", " HSTORE ", false, pg_hstore},
    {"postgresql", " INTERVAL ", false, pg_interval},
    {"postgresql", " JSON JSONB ", false, pg_json},
    {"postgresql", " TIME TIMESTAMP ", false, pg_temporal},
    {"mysql", " BIGINT INTEGER MEDIUMINT SMALLINT TINYINT ", false, my_integer},
    {"mysql", " BIT LONGBLOB MEDIUMBLOB TINYBLOB ", false, length},
    {"mysql", " CHAR LONGTEXT MEDIUMTEXT NCHAR NVARCHAR TEXT TINYTEXT VARCHAR ", false, my_text},
    {"mysql", " DATETIME TIME TIMESTAMP ", false, my_temporal},
    {"mysql", " DECIMAL NUMERIC ", false, my_numeric},
    {"mysql", " FLOAT ", false, my_float},
    {"mysql", " DOUBLE REAL ", false, my_double},
    {"mysql", " ENUM ", true, my_enum},
    {"mysql", " JSON ", false, json_parameters},
    {"mysql", " SET ", true, my_set},
    {"mysql", " YEAR ", false, my_year},
    {"sqlite", " JSON JSONB ", false, json_parameters},
};
// clang-format on

}  // namespace

std::span<const TypeSignature> type_signatures() {
  return signatures;
}

}  // namespace pycharter::alembic::revision_text
