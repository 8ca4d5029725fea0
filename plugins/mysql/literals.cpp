#include "mysql/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "mysql/errors.h"

namespace pycharter::mysql {
namespace {

using plugin::Value;

std::string number_text(double number) {
  if (!std::isfinite(number)) throw usage("MySQL has no numbers that are not finite: nan, inf");
  std::array<char, 40> text{};
  // With an exponent: 1.5 alone would be a DECIMAL.
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific).ptr;
  return std::string(text.data(), end);
}

std::string hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "X'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text + "'";
}

bool is_number(std::string_view text) {
  const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
  return !digits.empty() && digits.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(digits.begin(), digits.end(), '.') <= 1 && digits != ".";
}

// The offset that a time has no place for in MySQL; PyMySQL leaves it out too.
std::string without_offset(std::string_view text) {
  const auto time = text.find(':');
  if (time == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, text.find_first_of("+-Z", time)));
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

// The position after what begins at `at` and holds no placeholder: a string, a quoted name, a comment. `at`
// itself where nothing of that begins.
std::size_t skip_opaque(std::string_view sql, std::size_t at) {
  const auto after = [&](std::string_view end, std::size_t from) {
    const auto found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
  };
  const char c = sql[at];
  if (c == '#' || sql.substr(at).starts_with("-- ")) return after("\n", at);
  if (sql.substr(at).starts_with("/*")) return after("*/", at + 2);
  if (c == '`') return after("`", at + 1);
  if (c != '\'' && c != '"') return at;
  for (auto i = at + 1; i < sql.size(); ++i) {
    if (sql[i] == '\\')
      ++i;
    else if (sql[i] == c)
      return i + 1;
  }
  return sql.size();
}

}  // namespace

std::string literal(const Value& value, const Escape& escape) {
  switch (value.type) {
    case PYCHARTER_NULL:
      return "NULL";
    case PYCHARTER_BOOL:
      return value.integer != 0 ? "true" : "false";
    case PYCHARTER_INT64:
      return std::to_string(value.integer);
    case PYCHARTER_DOUBLE:
      return number_text(value.number);
    case PYCHARTER_BYTES:
      return hex(value.text);
    case PYCHARTER_TEMPORAL:
      return "'" + escape(without_offset(value.text)) + "'";
    case PYCHARTER_DECIMAL:
      if (is_number(value.text)) return value.text;
      break;
    default:
      break;
  }
  return "'" + escape(value.text) + "'";
}

std::string substitute(std::string_view sql, std::span<const Value> parameters, const Escape& escape) {
  std::string text;
  for (std::size_t at = 0; at < sql.size();) {
    if (const auto end = skip_opaque(sql, at); end != at) {
      text += sql.substr(at, end - at);
      at = end;
      continue;
    }
    std::size_t number = 0;
    const auto* first = sql.data() + at + 1;
    const bool placeholder = sql[at] == '$' && (at == 0 || !is_name_character(sql[at - 1]));
    const auto [last, failure] = std::from_chars(first, sql.data() + sql.size(), number);
    if (!placeholder || failure != std::errc()) {
      text += sql[at++];
      continue;
    }
    if (number == 0 || number > parameters.size())
      throw usage("the statement has the placeholder $" + std::to_string(number) + ", and " +
                  std::to_string(parameters.size()) + " values were given");
    text += literal(parameters[number - 1], escape);
    at = static_cast<std::size_t>(last - sql.data());
  }
  return text;
}

std::string with_values(MYSQL* handle, std::string_view sql, std::span<const Value> parameters) {
  return substitute(sql, parameters, [handle](std::string_view text) {
    std::string escaped(text.size() * 2 + 1, '\0');
    escaped.resize(mysql_real_escape_string(handle, escaped.data(), text.data(), text.size()));
    return escaped;
  });
}

}  // namespace pycharter::mysql
