#include "alembic/apply/statements.h"

#include <array>
#include <boost/json.hpp>
#include <limits>

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
using plugin::Value;

[[noreturn]] void bad_value(const json::value& value) {
  throw Error(ErrorCode::internal, "a backend bound a value that is none: " + json::serialize(value));
}

std::string from_hex(const json::string& text) {
  const auto digit = [&](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    bad_value(text);
  };
  std::string bytes;
  if (text.size() % 2 != 0) bad_value(text);
  for (std::size_t i = 0; i < text.size(); i += 2)
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  return bytes;
}

double special_float(const json::string& text) {
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf") return std::numeric_limits<double>::infinity();
  if (text == "-inf") return -std::numeric_limits<double>::infinity();
  bad_value(text);
}

struct TextTag {
  std::string_view tag;
  std::uint32_t type;
};
constexpr std::array<TextTag, 7> text_tags{{{"decimal", PYCHARTER_DECIMAL},
                                            {"int", PYCHARTER_DECIMAL},
                                            {"date", PYCHARTER_TEMPORAL},
                                            {"time", PYCHARTER_TEMPORAL},
                                            {"datetime", PYCHARTER_TEMPORAL},
                                            {"uuid", PYCHARTER_UUID},
                                            {"json", PYCHARTER_JSON}}};

Value tagged(const json::object& object) {
  const json::value* tag = object.if_contains("value");
  const json::value* text = object.if_contains("text");
  if (!tag || !tag->is_string() || !text || !text->is_string()) bad_value(object);
  const std::string_view name = tag->as_string();
  for (const TextTag& known : text_tags)
    if (known.tag == name) return Value::of_text(std::string(text->as_string()), known.type);
  if (name == "bytes") return Value::of_text(from_hex(text->as_string()), PYCHARTER_BYTES);
  if (name == "float") return Value::real(special_float(text->as_string()));
  bad_value(object);
}

}  // namespace

Value to_value(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return Value::null();
    case json::kind::bool_:
      return Value::boolean(value.as_bool());
    case json::kind::int64:
      return Value::int64(value.as_int64());
    case json::kind::uint64:
      return Value::of_text(std::to_string(value.as_uint64()), PYCHARTER_DECIMAL);
    case json::kind::double_:
      return Value::real(value.as_double());
    case json::kind::string:
      return Value::of_text(std::string(value.as_string()));
    case json::kind::object:
      return tagged(value.as_object());
    case json::kind::array:
      break;
  }
  bad_value(value);
}

void add_place(ErrorFacts& facts, const json::object& operation) {
  const json::value* at = operation.if_contains("at");
  if (!facts.file.empty() || !at || !at->is_object()) return;
  const json::object& place = at->as_object();
  const auto number = [&](const char* key) {
    const json::value* value = place.if_contains(key);
    return value && value->is_int64() ? static_cast<int>(value->as_int64()) : 0;
  };
  if (const json::value* file = place.if_contains("file"); file && file->is_string())
    facts.file = std::string(file->as_string());
  facts.line = number("line");
  facts.column = number("column");
}

void add_facts(ErrorFacts& facts, const ErrorFacts& about) {
  if (facts.statement.empty()) facts.statement = about.statement;
  facts.statement_number = about.statement_number;
  facts.revision = about.revision;
  if (!facts.file.empty()) return;
  facts.file = about.file;
  facts.line = about.line;
  facts.column = about.column;
}

std::vector<Statement> compile(plugin::SqlClient& database, const json::object& operation, bool offline) {
  json::value compiled;
  try {
    compiled = json::parse(database.compile(json::serialize(operation), offline));
  } catch (Error& error) {
    add_place(error.facts(), operation);
    throw;
  }
  std::vector<Statement> statements;
  for (const json::value& one : compiled.as_array()) {
    const json::object& object = one.as_object();
    Statement statement{std::string(object.at("sql").as_string()), {}};
    if (const json::value* binds = object.if_contains("binds"))
      for (const json::value& bind : binds->as_array())
        statement.binds.push_back(to_value(bind));
    if (const json::value* comment = object.if_contains("comment"))
      statement.comment = comment->is_bool() && comment->as_bool();
    if (const json::value* at = object.if_contains("at")) {
      statement.line = static_cast<int>(at->at("line").as_int64());
      statement.column = static_cast<int>(at->at("column").as_int64());
    }
    statements.push_back(std::move(statement));
  }
  return statements;
}

}  // namespace pycharter::alembic
