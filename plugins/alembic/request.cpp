#include "alembic/request.h"

#include <pycharter/plugin/error.h>

#include <boost/json.hpp>

namespace pycharter::alembic {

namespace {

namespace json = boost::json;

[[noreturn]] void wrong(std::string_view key, const char* expected) {
  throw Error(ErrorCode::usage, "The request's '" + std::string(key) + "' is not " + expected);
}

}  // namespace

Request::Request(std::string_view text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  if (failed || !value.is_object())
    throw Error(ErrorCode::usage, "A request to the migration engine is a JSON object" +
                                      (failed ? ": " + failed.message() : std::string()));
  object_ = std::move(value.as_object());
}

const json::value* Request::find(std::string_view key) const {
  const json::value* value = object_.if_contains(key);
  return value && !value->is_null() ? value : nullptr;
}

bool Request::flag(std::string_view key) const {
  const json::value* value = find(key);
  if (value && !value->is_bool()) wrong(key, "true or false");
  return value && value->as_bool();
}

std::optional<double> Request::number(std::string_view key) const {
  const json::value* value = find(key);
  if (!value) return std::nullopt;
  if (!value->is_number()) wrong(key, "a number");
  return value->to_number<double>();
}

std::optional<std::string> Request::text(std::string_view key) const {
  const json::value* value = find(key);
  if (!value) return std::nullopt;
  if (!value->is_string()) wrong(key, "a string");
  return std::string(value->as_string());
}

std::string Request::text_or(std::string_view key, std::string absent) const {
  return text(key).value_or(std::move(absent));
}

std::vector<std::string> Request::texts(std::string_view key) const {
  const json::value* value = find(key);
  if (!value) return {};
  if (value->is_string()) return {std::string(value->as_string())};
  if (!value->is_array()) wrong(key, "a list of strings");
  std::vector<std::string> list;
  for (const json::value& item : value->as_array()) {
    if (!item.is_string()) wrong(key, "a list of strings");
    list.emplace_back(item.as_string());
  }
  return list;
}

}  // namespace pycharter::alembic
