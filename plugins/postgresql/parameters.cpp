#include "postgresql/parameters.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "postgresql/errors.h"

namespace pycharter::postgresql {
namespace {

using plugin::Value;

// From pg_type.dat.
constexpr Oid bool_oid = 16;
constexpr Oid bytea_oid = 17;
constexpr Oid int8_oid = 20;
constexpr Oid int4_oid = 23;
constexpr Oid float8_oid = 701;
constexpr Oid date_oid = 1082;
constexpr Oid time_oid = 1083;
constexpr Oid timestamp_oid = 1114;
constexpr Oid timestamptz_oid = 1184;
constexpr Oid timetz_oid = 1266;
constexpr Oid numeric_oid = 1700;
constexpr Oid uuid_oid = 2950;

std::string hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return std::string(text.data(), end);
}

std::string parameter_text(const Value& value) {
  switch (value.type) {
    case PYCHARTER_BOOL:
      return value.integer != 0 ? "true" : "false";
    case PYCHARTER_INT64:
      return std::to_string(value.integer);
    case PYCHARTER_DOUBLE:
      return number_text(value.number);
    case PYCHARTER_BYTES:
      return hex(value.text);
    default:
      sql::refuse_nul(value.text, backend_name);
      return value.text;
  }
}

bool fits_int4(std::int64_t number) {
  return number >= std::numeric_limits<std::int32_t>::min() &&
         number <= std::numeric_limits<std::int32_t>::max();
}

// "2024-02-29", "01:02:03", both with a blank or T between, and with an offset from UTC.
Oid type_of_moment(std::string_view text) {
  const bool has_date = text.size() >= 10 && text[4] == '-';
  const auto clock = has_date ? text.substr(10) : text;
  if (clock.empty()) return date_oid;
  const bool has_zone = clock.find_first_of("+-Z") != std::string_view::npos;
  if (has_date) return has_zone ? timestamptz_oid : timestamp_oid;
  return has_zone ? timetz_oid : time_oid;
}

// As the literal of such a value would be typed, which is what psycopg2 writes into the statement; text has
// the type of where it stands.
Oid type_of_parameter(const Value& value) {
  switch (value.type) {
    case PYCHARTER_BOOL:
      return bool_oid;
    case PYCHARTER_INT64:
      return fits_int4(value.integer) ? int4_oid : int8_oid;
    case PYCHARTER_DOUBLE:
      return std::isfinite(value.number) ? numeric_oid : float8_oid;
    case PYCHARTER_DECIMAL:
      return numeric_oid;
    case PYCHARTER_BYTES:
      return bytea_oid;
    case PYCHARTER_UUID:
      return uuid_oid;
    case PYCHARTER_TEMPORAL:
      return type_of_moment(value.text);
    default:
      return 0;
  }
}

}  // namespace

Parameters::Parameters(std::span<const Value> values) {
  for (const auto& value : values) {
    texts.push_back(parameter_text(value));
    types.push_back(type_of_parameter(value));
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    pointers.push_back(values[i].is_null() ? nullptr : texts[i].c_str());
}

}  // namespace pycharter::postgresql
