#include <algorithm>
#include <array>

#include "sql/reflection/type_text.h"
#include "sqlite/reflect.h"

namespace pycharter::sqlite {
namespace {

struct KnownType {
  std::string_view declared;
  std::string_view type;
  std::array<std::string_view, 2> parameters{};
};

constexpr KnownType known_types[] = {
    {"BIGINT", "BIGINT"},
    {"BLOB", "BLOB", {"length"}},
    {"BOOL", "BOOLEAN"},
    {"BOOLEAN", "BOOLEAN"},
    {"CHAR", "CHAR", {"length"}},
    {"DATE", "DATE"},
    {"DATE_CHAR", "DATE"},
    {"DATETIME", "DATETIME"},
    {"DATETIME_CHAR", "DATETIME"},
    {"DECIMAL", "DECIMAL", {"precision", "scale"}},
    {"DOUBLE", "DOUBLE", {"precision"}},
    {"DOUBLE_PRECISION", "DOUBLE_PRECISION", {"precision"}},
    {"FLOAT", "FLOAT", {"precision"}},
    {"INT", "INTEGER"},
    {"INTEGER", "INTEGER"},
    {"JSON", "JSON"},
    {"NCHAR", "NCHAR", {"length"}},
    {"NUMERIC", "NUMERIC", {"precision", "scale"}},
    {"NVARCHAR", "NVARCHAR", {"length"}},
    {"REAL", "REAL", {"precision"}},
    {"SMALLINT", "SMALLINT"},
    {"TEXT", "TEXT", {"length"}},
    {"TIME", "TIME"},
    {"TIME_CHAR", "TIME"},
    {"TIMESTAMP", "TIMESTAMP"},
    {"VARCHAR", "VARCHAR", {"length"}},
};

// sqlite.org/datatype3.html, section 3.1, in its order.
constexpr struct {
  std::string_view part;
  KnownType type;
} affinities[] = {
    {"INT", {"", "INTEGER"}},
    {"CHAR", {"", "TEXT", {"length"}}},
    {"CLOB", {"", "TEXT", {"length"}}},
    {"TEXT", {"", "TEXT", {"length"}}},
    {"BLOB", {"", "NullType"}},
    {"REAL", {"", "REAL", {"precision"}}},
    {"FLOA", {"", "REAL", {"precision"}}},
    {"DOUB", {"", "REAL", {"precision"}}},
};

KnownType find_type(std::string_view name) {
  for (const auto& known : known_types)
    if (known.declared == name) return known;
  for (const auto& affinity : affinities)
    if (name.find(affinity.part) != std::string_view::npos) return affinity.type;
  if (name.empty()) return {"", "NullType"};
  return {"", "NUMERIC", {"precision", "scale"}};
}

}  // namespace

boost::json::object reflect_type(std::string_view declared) {
  std::string upper(declared);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const auto text = sql::reflection::split_type(upper);
  const auto type = find_type(text.name);
  const auto number = static_cast<std::size_t>(
      std::count_if(type.parameters.begin(), type.parameters.end(), [](auto p) { return !p.empty(); }));
  return sql::reflection::make_type(type.type, text.arguments, std::span(type.parameters).first(number));
}

}  // namespace pycharter::sqlite
