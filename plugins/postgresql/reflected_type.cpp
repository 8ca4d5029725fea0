#include "postgresql/reflected_type.h"

#include <array>
#include <boost/json/array.hpp>
#include <charconv>
#include <string>

namespace json = boost::json;

namespace pycharter::postgresql {
namespace {

// What the numbers in parentheses mean.
enum class Arguments { none, length, precision_scale, time_precision };

struct Known {
  std::string_view formatted;  // without what is in parentheses
  std::string_view type;       // SQLAlchemy's name
  Arguments arguments = Arguments::none;
  bool dialect = false;  // a type of SQLAlchemy's postgresql module
  int timezone = -1;     // argument `timezone`: -1 none, 0 false, 1 true
};

constexpr std::array known_types{
    Known{"smallint", "SMALLINT"},
    Known{"integer", "INTEGER"},
    Known{"bigint", "BIGINT"},
    Known{"numeric", "NUMERIC", Arguments::precision_scale},
    Known{"real", "REAL"},
    Known{"double precision", "DOUBLE_PRECISION"},
    Known{"boolean", "BOOLEAN"},
    Known{"character varying", "VARCHAR", Arguments::length},
    Known{"character", "CHAR", Arguments::length},
    Known{"text", "TEXT"},
    Known{"date", "DATE"},
    Known{"timestamp without time zone", "TIMESTAMP", Arguments::time_precision, true, 0},
    Known{"timestamp with time zone", "TIMESTAMP", Arguments::time_precision, true, 1},
    Known{"time without time zone", "TIME", Arguments::time_precision, true, 0},
    Known{"time with time zone", "TIME", Arguments::time_precision, true, 1},
    Known{"uuid", "UUID"},
    Known{"json", "JSON", Arguments::none, true},
    Known{"jsonb", "JSONB", Arguments::none, true},
    Known{"bytea", "BYTEA", Arguments::none, true},
    Known{"interval", "INTERVAL", Arguments::time_precision, true},
    Known{"inet", "INET", Arguments::none, true},
    Known{"cidr", "CIDR", Arguments::none, true},
    Known{"macaddr", "MACADDR", Arguments::none, true},
    Known{"macaddr8", "MACADDR8", Arguments::none, true},
    Known{"money", "MONEY", Arguments::none, true},
    Known{"oid", "OID", Arguments::none, true},
    Known{"regclass", "REGCLASS", Arguments::none, true},
    Known{"bit", "BIT", Arguments::length, true},
    Known{"bit varying", "BIT", Arguments::length, true},
    Known{"tsvector", "TSVECTOR", Arguments::none, true},
    Known{"tsquery", "TSQUERY", Arguments::none, true},
    Known{"hstore", "HSTORE", Arguments::none, true},
    Known{"citext", "CITEXT", Arguments::none, true},
    Known{"int4range", "INT4RANGE", Arguments::none, true},
    Known{"int8range", "INT8RANGE", Arguments::none, true},
    Known{"numrange", "NUMRANGE", Arguments::none, true},
    Known{"daterange", "DATERANGE", Arguments::none, true},
    Known{"tsrange", "TSRANGE", Arguments::none, true},
    Known{"tstzrange", "TSTZRANGE", Arguments::none, true},
};

// The text split at its parentheses: `timestamp(3) with time zone` is `timestamp with time zone` and `3`.
struct Formatted {
  std::string name;
  std::string_view arguments;
};

Formatted split(std::string_view text) {
  const auto open = text.find('(');
  const auto close = text.find(')', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, open)).append(text.substr(close + 1)),
          text.substr(open + 1, close - open - 1)};
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

json::object arguments_of(const Known& known, std::string_view text) {
  json::object arguments;
  if (known.timezone >= 0) arguments["timezone"] = known.timezone == 1;
  if (text.empty()) return arguments;
  const auto comma = text.find(',');
  switch (known.arguments) {
    case Arguments::none:
      break;
    case Arguments::length:
      arguments["length"] = number(text);
      break;
    case Arguments::time_precision:
      arguments["precision"] = number(text);
      break;
    case Arguments::precision_scale:
      arguments["precision"] = number(text.substr(0, comma));
      if (comma != std::string_view::npos) arguments["scale"] = number(text.substr(comma + 1));
      break;
  }
  if (known.formatted == "bit varying") arguments["varying"] = true;
  return arguments;
}

json::object make(std::string_view type, bool dialect, json::object arguments) {
  json::object made{{"type", type}};
  if (dialect) made["dialect"] = "postgresql";
  if (!arguments.empty()) made["args"] = std::move(arguments);
  return made;
}

}  // namespace

json::object reflected_type(std::string_view formatted) {
  if (formatted.ends_with("[]"))
    return make("ARRAY", true, {{"item_type", reflected_type(formatted.substr(0, formatted.size() - 2))}});
  const auto [name, arguments] = split(formatted);
  for (const auto& known : known_types) {
    if (known.formatted == name) return make(known.type, known.dialect, arguments_of(known, arguments));
  }
  return make("NullType", false, {});
}

}  // namespace pycharter::postgresql
