// Reading the objects of docs/operations.md. Every wrong shape is an Error (invalid_document) that names the
// key.
#ifndef PYCHARTER_SQL_DDL_DOCUMENT_H
#define PYCHARTER_SQL_DDL_DOCUMENT_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pycharter::sql::ddl {

namespace json = boost::json;

[[noreturn]] void refuse(const std::string& message);     // unsupported
[[noreturn]] void malformed(const std::string& message);  // invalid_document

// The value of `key`, or null where the key is absent.
const json::value* find(const json::object& object, std::string_view key);
// As find, but a JSON null counts as absent.
const json::value* given(const json::object& object, std::string_view key);

std::string text(const json::object& object, std::string_view key);
std::optional<std::string> optional_text(const json::object& object, std::string_view key);
bool flag(const json::object& object, std::string_view key, bool otherwise = false);
std::optional<bool> optional_flag(const json::object& object, std::string_view key);
std::optional<std::int64_t> optional_integer(const json::object& object, std::string_view key);
// An empty array or object where the key is absent or null.
const json::array& list(const json::object& object, std::string_view key);
const json::object& object_at(const json::object& object, std::string_view key);
const json::object& required_object(const json::object& object, std::string_view key);
const json::object& as_object(const json::value& value, std::string_view what);
std::string as_text(const json::value& value, std::string_view what);

// The number of characters of UTF-8 text, and its first `count` characters.
std::size_t characters(std::string_view utf8);
std::string_view first_characters(std::string_view utf8, std::size_t count);
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
std::string replaced(std::string_view text, std::string_view from, std::string_view to);
bool is_one_of(std::span<const std::string_view> words, std::string_view word);
bool is_word_character(char c);  // as \w, every byte beyond ASCII included

}  // namespace pycharter::sql::ddl

#endif
