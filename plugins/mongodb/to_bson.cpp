#include "mongodb/to_bson.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <limits>

#include <pycharter/plugin/error.h>

#include "mongodb/key_names.h"
#include "mongodb/numbers.h"

namespace pycharter::mongodb {
namespace {

namespace json = boost::json;

// Deeper than what the core lets through, so that the refusal is the core's.
constexpr std::size_t max_depth = 1024;

Error error(ErrorCode code, const std::string& message) {
  return Error(code, message, {.backend = "mongodb"});
}

// Where a parser or a walk is: keys, and for arrays the number of values met.
class Place {
 public:
  void enter(bool array) { levels_.push_back({array, 0, {}}); }
  void leave() { levels_.pop_back(); }
  void key(std::string_view key) { levels_.back().key = key; }
  void next() {
    if (!levels_.empty()) ++levels_.back().index;
  }
  std::string pointer() const {
    std::string pointer;
    for (const auto& level : levels_)
      append_token(pointer, level.array ? std::to_string(level.index) : level.key);
    return pointer;
  }

 private:
  struct Level {
    bool array = false;
    std::size_t index = 0;
    std::string key;
  };
  std::vector<Level> levels_;
};

// Builds a value, and looks at each number as it was written.
class Builder {
 public:
  using Text = json::string_view;
  using Code = json::error_code;
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  explicit Builder(std::string_view what) : what_(what) {}

  json::value release() { return stack_.release(); }

  bool on_document_begin(Code&) {
    stack_.reset(&memory_);
    return true;
  }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return place_.enter(false), true; }
  bool on_object_end(std::size_t count, Code&) { return leave(), stack_.push_object(count), true; }
  bool on_array_begin(Code&) { return place_.enter(true), true; }
  bool on_array_end(std::size_t count, Code&) { return leave(), stack_.push_array(count), true; }
  bool on_key_part(Text part, std::size_t, Code&) {
    return key_.append(part.data(), part.size()), stack_.push_chars(part), true;
  }
  bool on_key(Text part, std::size_t, Code&) {
    key_.append(part.data(), part.size());
    if (key_.find('\0') != std::string::npos)
      throw error(ErrorCode::unsupported, "MongoDB can't keep the key '" + key_.substr(0, key_.find('\0')) +
                                              "\\u0000…' of the " + std::string(what_) +
                                              ": its keys hold no NUL. Rename the key.");
    place_.key(key_);
    key_.clear();
    return stack_.push_key(part), true;
  }
  bool on_string_part(Text part, std::size_t, Code&) { return stack_.push_chars(part), true; }
  bool on_string(Text part, std::size_t, Code&) { return stack_.push_string(part), done(); }
  bool on_number_part(Text part, Code&) { return number_.append(part.data(), part.size()), true; }
  bool on_int64(std::int64_t number, Text, Code&) {
    return number_.clear(), stack_.push_int64(number), done();
  }
  bool on_uint64(std::uint64_t number, Text text, Code& code) {
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return on_double(static_cast<double>(number), text, code);
    return on_int64(static_cast<std::int64_t>(number), text, code);
  }
  bool on_double(double number, Text text, Code&) {
    number_.append(text.data(), text.size());
    // The parser's own conversion may miss the nearest double by one.
    const auto nearest = std::strtod(number_.c_str(), nullptr);
    if (!std::isfinite(nearest) || !same_number(number_, number_text(nearest)))
      throw error(
          ErrorCode::unsupported,
          "MongoDB can't keep the number " + shortened(number_) + " at " + place_.pointer() + " of the " +
              std::string(what_) +
              " as it is: neither a 64-bit integer nor a double gives it back. Write it as a string, or "
              "with fewer digits.");
    static_cast<void>(number);
    number_.clear();
    return stack_.push_double(nearest), done();
  }
  bool on_bool(bool value, Code&) { return stack_.push_bool(value), done(); }
  bool on_null(Code&) { return stack_.push_null(), done(); }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  void leave() {
    place_.leave();
    place_.next();
  }
  bool done() { return place_.next(), true; }
  static std::string shortened(const std::string& number) {
    constexpr std::size_t shown = 40;
    return number.size() <= shown ? number : number.substr(0, shown) + "…";
  }

  std::string_view what_;
  json::monotonic_resource memory_;
  json::value_stack stack_;
  Place place_;
  std::string key_;     // the parts met of one
  std::string number_;  // the parts met of one
};

class Writer {
 public:
  explicit Writer(bool escapes) : escapes_(escapes) {}

  void members(const json::object& object, bson_t* into) {
    for (const auto& member : object) {
      const std::string_view key = member.key();
      if (escapes_ && needs_escape(key)) {
        const auto name = escape(key);
        names_.insert(name);
        value(member.value(), into, name);
      } else {
        value(member.value(), into, key);
      }
    }
  }
  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

 private:
  void value(const json::value& value, bson_t* into, std::string_view key) {
    const auto size = static_cast<int>(key.size());
    switch (value.kind()) {
      case json::kind::object: {
        bson_t child;
        fits(bson_append_document_begin(into, key.data(), size, &child));
        members(value.get_object(), &child);
        fits(bson_append_document_end(into, &child));
        break;
      }
      case json::kind::array: {
        bson_t child;
        fits(bson_append_array_begin(into, key.data(), size, &child));
        std::size_t index = 0;
        for (const auto& item : value.get_array())
          this->value(item, &child, std::to_string(index++));
        fits(bson_append_array_end(into, &child));
        break;
      }
      case json::kind::string: {
        const auto& text = value.get_string();
        fits(bson_append_utf8(into, key.data(), size, text.data(), static_cast<int>(text.size())));
        break;
      }
      case json::kind::int64:
        fits(integer(value.get_int64(), into, key));
        break;
      case json::kind::uint64:
        fits(integer(static_cast<std::int64_t>(value.get_uint64()), into, key));
        break;
      case json::kind::double_:
        fits(bson_append_double(into, key.data(), size, value.get_double()));
        break;
      case json::kind::bool_:
        fits(bson_append_bool(into, key.data(), size, value.get_bool()));
        break;
      case json::kind::null:
        fits(bson_append_null(into, key.data(), size));
        break;
    }
  }

  static bool integer(std::int64_t number, bson_t* into, std::string_view key) {
    const auto size = static_cast<int>(key.size());
    const auto narrow = static_cast<std::int32_t>(number);
    return narrow == number ? bson_append_int32(into, key.data(), size, narrow)
                            : bson_append_int64(into, key.data(), size, number);
  }

  static void fits(bool done) {
    if (!done) throw error(ErrorCode::invalid_document, "The document is too large for MongoDB.");
  }

  bool escapes_;
  EscapedNames names_;
};

bool has_refused_key(const json::value& value) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object)
      if (is_refused(member.key()) || has_refused_key(member.value())) return true;
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array)
      if (has_refused_key(item)) return true;
  }
  return false;
}

}  // namespace

void append_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

StoredDocument to_bson(std::string_view text, RefusedKeys refused, std::string_view what) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Builder> parser(options, what);
  json::error_code code;
  const auto parsed = parser.write_some(false, text.data(), text.size(), code);
  if (!code && parsed < text.size()) code = json::error::extra_data;
  if (code)
    throw error(ErrorCode::invalid_document,
                "The " + std::string(what) + " is no JSON: " + code.message() + '.');
  const auto value = parser.handler().release();
  const auto* object = value.if_object();
  if (object == nullptr)
    throw error(ErrorCode::invalid_document, "The " + std::string(what) + " is no JSON object.");
  Writer writer(refused == RefusedKeys::escaped && has_refused_key(value));
  StoredDocument stored;
  writer.members(*object, stored.value.get());
  stored.escaped_names = writer.names();
  return stored;
}

}  // namespace pycharter::mongodb
