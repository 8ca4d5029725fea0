#include "sql/ddl/literals.h"

#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace pycharter::sql::ddl {
namespace {

[[noreturn]] void not_of_type(const json::value& value, std::string_view type) {
  malformed("could not render literal value " + json::serialize(value) + " with datatype " +
            std::string(type) + "; give the column the type of its values");
}

// "decimal", "date", … for a tagged value; empty for plain JSON.
std::string_view tag_of(const json::value& value) {
  if (!value.is_object()) return {};
  const auto* tag = value.get_object().if_contains("value");
  return tag != nullptr && tag->is_string() ? std::string_view(tag->get_string()) : std::string_view();
}

std::string tagged_text(const json::value& value) {
  return text(value.get_object(), "text");
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string from_hex(const std::string& hex) {
  std::string out;
  if (hex.size() % 2 != 0) malformed("operation: bytes need an even number of hexadecimal digits");
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_digit(hex[i]);
    const int low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) malformed("operation: bytes must be hexadecimal digits");
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

bool is_number_text(std::string_view text) {
  double ignored = 0;
  const auto* end = text.data() + text.size();
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const auto [stop, failed] = std::from_chars(text.data(), end, ignored);
  return failed != std::errc::invalid_argument && stop == end;
}

std::string number(const json::value& value, std::string_view type) {
  if (value.is_bool()) return value.get_bool() ? "True" : "False";
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  if (value.is_double()) return python_float(value.get_double());
  const auto tag = tag_of(value);
  if (tag == "decimal" || tag == "int" || tag == "float") return tagged_text(value);
  if (value.is_string() && is_number_text(value.get_string())) return std::string(value.get_string());
  not_of_type(value, type);
}

std::string integer(const json::value& value) {
  if (value.is_bool()) return value.get_bool() ? "1" : "0";
  if (value.is_double()) return std::to_string(static_cast<std::int64_t>(std::trunc(value.get_double())));
  auto text = number(value, "Integer");
  return text.substr(0, text.find('.'));
}

// As json.dumps() writes a scalar: ASCII only.
std::string json_text(const json::value& value) {
  if (tag_of(value) == "json") return tagged_text(value);
  if (value.is_double()) return python_float(value.get_double());
  return json::serialize(value);
}

// "HH:MM:SS.ffffff", the six digits always there and the time zone gone, as SQLite's types store it.
std::string sqlite_time(std::string_view time) {
  const auto zone = time.find_first_of("+-Z");
  std::string out(time.substr(0, zone));
  if (characters(out) == 5) out += ":00";
  const auto point = out.find('.');
  if (point == std::string::npos) out += ".";
  while (out.size() - out.find('.') <= 6) {
    out += '0';
  }
  return out;
}

std::string sqlite_datetime(const std::string& iso) {
  if (iso.size() <= 10) return iso + " 00:00:00.000000";
  return iso.substr(0, 10) + " " + sqlite_time(std::string_view(iso).substr(11));
}

bool is_temporal(Affinity affinity) {
  return affinity == Affinity::date || affinity == Affinity::time || affinity == Affinity::datetime;
}

Affinity temporal_affinity(std::string_view tag) {
  if (tag == "date") return Affinity::date;
  if (tag == "time") return Affinity::time;
  return tag == "datetime" ? Affinity::datetime : Affinity::none;
}

}  // namespace

std::string python_float(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[64];
  const double size = std::fabs(value);
  const bool scientific = value != 0 && (size < 1e-4 || size >= 1e16);
  const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  const auto done = std::to_chars(buffer, buffer + sizeof buffer, value, format);
  std::string out(buffer, done.ptr);
  if (!scientific && out.find('.') == std::string::npos) out += ".0";
  return out;
}

std::string Literals::string(std::string_view text) const {
  auto out = "'" + replaced(text, "'", "''") + "'";
  return dialect_.backslash_escapes ? replaced(out, "\\", "\\\\") : out;
}

std::string Literals::boolean(const json::value& value) const {
  const bool is_flag = value.is_int64() && (value.get_int64() == 0 || value.get_int64() == 1);
  if (!value.is_bool() && !is_flag) not_of_type(value, "Boolean");
  const bool truth = value.is_bool() ? value.get_bool() : value.get_int64() == 1;
  return std::string(truth ? dialect_.true_word : dialect_.false_word);
}

std::string Literals::temporal(const json::value& value, Affinity affinity) const {
  if (temporal_affinity(tag_of(value)) == Affinity::none) not_of_type(value, "Date or DateTime");
  const auto iso = tagged_text(value);
  if (dialect_.family == Family::sqlite && affinity == Affinity::datetime)
    return string(sqlite_datetime(iso));
  if (dialect_.family == Family::sqlite && affinity == Affinity::time) return string(sqlite_time(iso));
  const auto split = iso.find_first_of("T ");
  if (affinity == Affinity::date && split != std::string::npos) return string(iso.substr(0, split));
  if (affinity == Affinity::time && split != std::string::npos) return string(iso.substr(split + 1));
  return string(replaced(iso, "T", " "));
}

std::string Literals::binary(const json::value& value) const {
  if (tag_of(value) != "bytes") not_of_type(value, "LargeBinary");
  return string(from_hex(tagged_text(value)));
}

std::string Literals::uuid(const json::value& value, const json::object& type) const {
  // MariaDB takes a UUID in digits alone, and SQLAlchemy writes it so.
  const bool native = dialect_.native_uuid && dialect_.family == Family::postgresql &&
                      flag(object_at(type, "args"), "native_uuid", true);
  const bool as_uuid = flag(object_at(type, "args"), "as_uuid", true);
  if (as_uuid != (tag_of(value) == "uuid")) not_of_type(value, "Uuid");
  const auto digits = as_uuid ? tagged_text(value) : as_text(value, "uuid");
  return string(native && as_uuid ? digits : replaced(digits, "-", ""));
}

std::string Literals::array(const json::value& value, const json::object& type) const {
  if (!value.is_array() && tag_of(value) != "list") not_of_type(value, "ARRAY");
  std::string items;
  for (const auto& item : value.is_array() ? value.get_array() : list(value.get_object(), "items")) {
    items += (items.empty() ? "" : ", ");
    items += item.is_array() ? array(item, type)
                             : render(item, &required_object(object_at(type, "args"), "item_type"));
  }
  return "ARRAY[" + items + "]";
}

std::string Literals::untyped(const json::value& value) const {
  if (value.is_string()) return string(value.get_string());
  if (value.is_bool()) return boolean(value);
  if (value.is_number()) return number(value, "Numeric");
  const auto tag = tag_of(value);
  if (tag == "decimal" || tag == "int" || tag == "float") return tagged_text(value);
  if (tag == "bytes") return binary(value);
  if (tag == "uuid") return uuid(value, {});
  if (const auto affinity = temporal_affinity(tag); affinity != Affinity::none)
    return temporal(value, affinity);
  refuse("no literal value renderer is available for literal value " + json::serialize(value) +
         "; give the column a type that has literals, or run against a database");
}

std::string Literals::render(const json::value& value, const json::object* type) const {
  if (value.is_null()) return "NULL";
  if (type == nullptr) return untyped(value);
  const auto& resolved = types_.variant(*type);
  const auto affinity = affinity_of(resolved);
  switch (affinity) {
    case Affinity::none:
      return untyped(value);
    case Affinity::string:
      if (!value.is_string()) not_of_type(value, "String");
      return string(value.get_string());
    case Affinity::integer:
      return integer(value);
    case Affinity::numeric:
    case Affinity::floating:
      return number(value, "Numeric");
    case Affinity::boolean:
      return boolean(value);
    case Affinity::date:
    case Affinity::time:
    case Affinity::datetime:
      return temporal(value, affinity);
    case Affinity::binary:
      return binary(value);
    case Affinity::uuid:
      return uuid(value, resolved);
    case Affinity::array:
      return array(value, resolved);
    case Affinity::json:
      // None; what runs sends JSON's null.
      if (tag_of(value) == "json" && tagged_text(value) == "null") return "NULL";
      return string(json_text(value));
    case Affinity::interval:
    case Affinity::other:
      break;
  }
  refuse("no literal value renderer is available for literal value " + json::serialize(value) +
         " with datatype " + text(resolved, "type") + "; run against a database instead of --sql");
}

// Seconds; where there are no intervals, the moment that is so far from the epoch.
json::value Literals::interval(const json::value& value) const {
  const auto text = tagged_text(value);
  if (dialect_.family == Family::postgresql) return json::value(text + " seconds");
  const auto microseconds = static_cast<std::int64_t>(std::llround(std::stod(text) * 1e6));
  const std::chrono::sys_time<std::chrono::microseconds> moment{std::chrono::microseconds(microseconds)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(moment - day);
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u %02d:%02d:%02d.%06d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return json::value(buffer.data());
}

json::value Literals::bound(const json::value& value, const json::object* type) const {
  if (value.is_null()) return value;
  const auto tag = tag_of(value);
  const auto affinity = type != nullptr ? affinity_of(types_.variant(*type)) : temporal_affinity(tag);
  if (affinity == Affinity::json && tag != "json") {
    return json::object{{"value", "json"}, {"text", json_text(value)}};
  }
  if (dialect_.family == Family::sqlite && is_temporal(affinity) && !tag.empty()) {
    const auto iso = tagged_text(value);
    if (affinity == Affinity::datetime) return json::value(sqlite_datetime(iso));
    if (affinity == Affinity::time) return json::value(sqlite_time(iso));
    return json::value(iso.substr(0, 10));
  }
  if (tag == "interval") return interval(value);
  if (tag == "decimal" && dialect_.family == Family::sqlite)
    return json::value(std::stod(tagged_text(value)));
  if (affinity == Affinity::uuid && !dialect_.native_uuid && tag == "uuid") {
    return json::value(replaced(tagged_text(value), "-", ""));
  }
  return value;
}

}  // namespace pycharter::sql::ddl
