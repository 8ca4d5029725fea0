#include "mongodb/bson.h"

#include <pycharter/plugin/error.h>

#include <algorithm>
#include <array>

namespace pycharter::mongodb {
namespace {

constexpr std::size_t id_digits = 24;

bool is_object_id(std::string_view text) {
  return text.size() == id_digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

int size_of(std::string_view text) {
  return static_cast<int>(text.size());
}

}  // namespace

Bson& Bson::added(bool fits) {
  if (!fits)
    throw Error(ErrorCode::invalid_document, "The document is too large for MongoDB.",
                {.backend = "mongodb"});
  return *this;
}

Bson& Bson::text(std::string_view key, std::string_view value) {
  return added(bson_append_utf8(get(), key.data(), size_of(key), value.data(), size_of(value)));
}

Bson& Bson::text_or_null(std::string_view key, const std::optional<std::string>& value) {
  return value ? text(key, *value) : null(key);
}

Bson& Bson::null(std::string_view key) {
  return added(bson_append_null(get(), key.data(), size_of(key)));
}

Bson& Bson::number(std::string_view key, std::int32_t value) {
  return added(bson_append_int32(get(), key.data(), size_of(key), value));
}

Bson& Bson::boolean(std::string_view key, bool value) {
  return added(bson_append_bool(get(), key.data(), size_of(key), value));
}

Bson& Bson::id(std::string_view key, const bson_oid_t& value) {
  return added(bson_append_oid(get(), key.data(), size_of(key), &value));
}

Bson& Bson::id(std::string_view key, const std::string& text) {
  if (!is_object_id(text)) return this->text(key, text);
  bson_oid_t value;
  bson_oid_init_from_string(&value, text.c_str());
  return id(key, value);
}

Bson& Bson::ids(std::string_view key, std::span<const std::string> texts) {
  Bson items;
  std::size_t index = 0;
  for (const auto& text : texts)
    items.id(std::to_string(index++), text);
  return added(bson_append_array(get(), key.data(), size_of(key), items.get()));
}

Bson& Bson::date(std::string_view key, std::int64_t value) {
  return added(bson_append_date_time(get(), key.data(), size_of(key), value));
}

Bson& Bson::document(std::string_view key, const Bson& value) {
  return added(bson_append_document(get(), key.data(), size_of(key), value.get()));
}

Bson& Bson::array(std::string_view key, const std::vector<Bson>& values) {
  Bson items;
  std::size_t index = 0;
  for (const auto& value : values)
    items.document(std::to_string(index++), value);
  return added(bson_append_array(get(), key.data(), size_of(key), items.get()));
}

Bson& Bson::texts(std::string_view key, const std::vector<std::string>& values) {
  Bson items;
  std::size_t index = 0;
  for (const auto& value : values)
    items.text(std::to_string(index++), value);
  return added(bson_append_array(get(), key.data(), size_of(key), items.get()));
}

Bson& Bson::value(std::string_view key, const bson_iter_t& at) {
  return added(bson_append_iter(get(), key.data(), size_of(key), &at));
}

Bson& Bson::fields(const Bson& other) {
  return added(bson_concat(get(), other.get()));
}

std::optional<Position> field(const bson_t& document, std::string_view key) {
  Position at;
  if (!bson_iter_init(&at, &document)) return std::nullopt;
  while (bson_iter_next(&at))
    if (bson_iter_key(&at) == key) return at;
  return std::nullopt;
}

std::string_view text_at(const bson_iter_t& at) {
  std::uint32_t size = 0;
  const char* text = bson_iter_utf8(&at, &size);
  return text == nullptr ? std::string_view() : std::string_view(text, size);
}

std::optional<std::string> text_of(const bson_t& document, std::string_view key) {
  const auto at = field(document, key);
  if (!at || !BSON_ITER_HOLDS_UTF8(&*at)) return std::nullopt;
  return std::string(text_at(*at));
}

std::int64_t number_of(const bson_t& document, std::string_view key) {
  const auto at = field(document, key);
  return at && BSON_ITER_HOLDS_NUMBER(&*at) ? bson_iter_as_int64(&*at) : 0;
}

bson_t view_at(const bson_iter_t& at) {
  std::uint32_t size = 0;
  const std::uint8_t* data = nullptr;
  if (BSON_ITER_HOLDS_ARRAY(&at))
    bson_iter_array(&at, &size, &data);
  else
    bson_iter_document(&at, &size, &data);
  bson_t view;
  if (data == nullptr || !bson_init_static(&view, data, size))
    throw Error(ErrorCode::invalid_document, "A stored document is broken: what it holds is no BSON.",
                {.backend = "mongodb"});
  return view;
}

std::string id_text(const bson_iter_t& at) {
  if (BSON_ITER_HOLDS_UTF8(&at)) return std::string(text_at(at));
  if (!BSON_ITER_HOLDS_OID(&at)) return "(" + std::string(type_name(bson_iter_type(&at))) + ")";
  std::array<char, id_digits + 1> text{};
  bson_oid_to_string(bson_iter_oid(&at), text.data());
  return text.data();
}

std::string_view type_name(bson_type_t type) {
  struct Name {
    bson_type_t type;
    std::string_view name;
  };
  static constexpr std::array<Name, 21> names{{{BSON_TYPE_DOUBLE, "a double"},
                                               {BSON_TYPE_UTF8, "a text"},
                                               {BSON_TYPE_DOCUMENT, "a document"},
                                               {BSON_TYPE_ARRAY, "an array"},
                                               {BSON_TYPE_BINARY, "binary data"},
                                               {BSON_TYPE_UNDEFINED, "an undefined value"},
                                               {BSON_TYPE_OID, "an ObjectId"},
                                               {BSON_TYPE_BOOL, "a boolean"},
                                               {BSON_TYPE_DATE_TIME, "a date"},
                                               {BSON_TYPE_NULL, "null"},
                                               {BSON_TYPE_REGEX, "a regular expression"},
                                               {BSON_TYPE_DBPOINTER, "a DBPointer"},
                                               {BSON_TYPE_CODE, "JavaScript code"},
                                               {BSON_TYPE_SYMBOL, "a symbol"},
                                               {BSON_TYPE_CODEWSCOPE, "JavaScript code"},
                                               {BSON_TYPE_INT32, "an integer"},
                                               {BSON_TYPE_TIMESTAMP, "a timestamp"},
                                               {BSON_TYPE_INT64, "an integer"},
                                               {BSON_TYPE_DECIMAL128, "a decimal"},
                                               {BSON_TYPE_MAXKEY, "MaxKey"},
                                               {BSON_TYPE_MINKEY, "MinKey"}}};
  for (const auto& one : names)
    if (one.type == type) return one.name;
  return "a value of an unknown type";
}

}  // namespace pycharter::mongodb
