#include "sql/ddl/document.h"

#include <algorithm>
#include <cctype>

#include "pycharter/plugin/error.h"

namespace pycharter::sql::ddl {
namespace {

std::string quoted(std::string_view key) {
  return "\"" + std::string(key) + "\"";
}

}  // namespace

void refuse(const std::string& message) {
  throw Error(ErrorCode::unsupported, message);
}

void malformed(const std::string& message) {
  throw Error(ErrorCode::invalid_document, message + " (see docs/operations.md)");
}

const json::value* find(const json::object& object, std::string_view key) {
  return object.if_contains(key);
}

const json::value* given(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

std::string as_text(const json::value& value, std::string_view what) {
  if (!value.is_string()) malformed("operation: " + quoted(what) + " must be a string");
  return std::string(value.get_string());
}

const json::object& as_object(const json::value& value, std::string_view what) {
  if (!value.is_object()) malformed("operation: " + quoted(what) + " must be an object");
  return value.get_object();
}

std::string text(const json::object& object, std::string_view key) {
  const auto* value = given(object, key);
  if (value == nullptr) malformed("operation: " + quoted(key) + " is missing");
  return as_text(*value, key);
}

std::optional<std::string> optional_text(const json::object& object, std::string_view key) {
  const auto* value = given(object, key);
  if (value == nullptr) return std::nullopt;
  return as_text(*value, key);
}

std::optional<bool> optional_flag(const json::object& object, std::string_view key) {
  const auto* value = given(object, key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) malformed("operation: " + quoted(key) + " must be true or false");
  return value->get_bool();
}

bool flag(const json::object& object, std::string_view key, bool otherwise) {
  return optional_flag(object, key).value_or(otherwise);
}

std::optional<std::int64_t> optional_integer(const json::object& object, std::string_view key) {
  const auto* value = given(object, key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) malformed("operation: " + quoted(key) + " must be a number");
  boost::system::error_code failed;
  const auto number = value->to_number<std::int64_t>(failed);
  if (failed) malformed("operation: " + quoted(key) + " must be a whole number within 64 bits");
  return number;
}

const json::array& list(const json::object& object, std::string_view key) {
  static const json::array empty;
  const auto* value = given(object, key);
  if (value == nullptr) return empty;
  if (!value->is_array()) malformed("operation: " + quoted(key) + " must be an array");
  return value->get_array();
}

const json::object& object_at(const json::object& object, std::string_view key) {
  static const json::object empty;
  const auto* value = given(object, key);
  return value == nullptr ? empty : as_object(*value, key);
}

const json::object& required_object(const json::object& object, std::string_view key) {
  const auto* value = given(object, key);
  if (value == nullptr) malformed("operation: " + quoted(key) + " is missing");
  return as_object(*value, key);
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string_view first_characters(std::string_view utf8, std::size_t count) {
  std::size_t end = 0;
  while (end < utf8.size()) {
    const bool starts = (static_cast<unsigned char>(utf8[end]) & 0xc0U) != 0x80U;
    if (starts && count-- == 0) break;
    ++end;
  }
  return utf8.substr(0, end);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t start = 0;
  for (auto at = text.find(from); at != std::string_view::npos; at = text.find(from, start)) {
    out.append(text, start, at - start).append(to);
    start = at + from.size();
  }
  return out.append(text.substr(start));
}

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80U || std::isalnum(byte) != 0 || c == '_';
}

}  // namespace pycharter::sql::ddl
