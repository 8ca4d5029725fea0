// A BSON document that is owned, and short ways to build and to look into one.
#ifndef PYCHARTER_MONGODB_BSON_H
#define PYCHARTER_MONGODB_BSON_H

#include <bson/bson.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::mongodb {

// Keys and texts are UTF-8; a key holds no NUL. What is added beyond BSON's 2 GiB throws
// Error(invalid_document).
class Bson {
 public:
  Bson() : bson_(bson_new()) {}
  explicit Bson(const bson_t& copied) : bson_(bson_copy(&copied)) {}
  Bson(const Bson& other) : Bson(*other.get()) {}
  Bson(Bson&&) noexcept = default;
  Bson& operator=(Bson other) noexcept {
    bson_.swap(other.bson_);
    return *this;
  }
  ~Bson() = default;

  bson_t* get() { return bson_.get(); }
  const bson_t* get() const { return bson_.get(); }
  std::size_t size() const { return bson_->len; }
  bool empty() const { return bson_empty(bson_.get()); }

  Bson& text(std::string_view key, std::string_view value);
  Bson& text_or_null(std::string_view key, const std::optional<std::string>& value);
  Bson& null(std::string_view key);
  Bson& number(std::string_view key, std::int32_t value);
  Bson& boolean(std::string_view key, bool value);
  Bson& id(std::string_view key, const bson_oid_t& value);
  // What has that id_text: only the very text that an ObjectId gives means an ObjectId.
  Bson& id(std::string_view key, const std::string& text);
  Bson& ids(std::string_view key, std::span<const std::string> texts);
  // Milliseconds since 1970.
  Bson& date(std::string_view key, std::int64_t value);
  Bson& document(std::string_view key, const Bson& value);
  Bson& array(std::string_view key, const std::vector<Bson>& values);
  Bson& texts(std::string_view key, const std::vector<std::string>& values);
  // A copy of the value the iterator is at, under another key.
  Bson& value(std::string_view key, const bson_iter_t& at);
  // All fields of another.
  Bson& fields(const Bson& other);

 private:
  struct Destroy {
    void operator()(bson_t* bson) const noexcept { bson_destroy(bson); }
  };
  Bson& added(bool fits);

  std::unique_ptr<bson_t, Destroy> bson_;
};

// A bson_iter_t that keeps its alignment within templates, which drop a typedef's.
struct alignas(alignof(bson_iter_t)) Position : bson_iter_t {};

// The field of that name, or nothing.
std::optional<Position> field(const bson_t& document, std::string_view key);
// The text of a field; nothing when it is absent, null or no text.
std::optional<std::string> text_of(const bson_t& document, std::string_view key);
std::string_view text_at(const bson_iter_t& at);
// The number of a field, 0 without one.
std::int64_t number_of(const bson_t& document, std::string_view key);
// A view of a document or array, valid as long as what holds it.
bson_t view_at(const bson_iter_t& at);
// The text of an _id: an ObjectId's 24 digits, a text itself.
std::string id_text(const bson_iter_t& at);
// "a double", "a regular expression": what a value is, for messages.
std::string_view type_name(bson_type_t type);

}  // namespace pycharter::mongodb

#endif
