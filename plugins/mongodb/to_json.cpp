#include "mongodb/to_json.h"

#include <array>
#include <cmath>
#include <ctime>

#include <pycharter/plugin/error.h>

#include "mongodb/numbers.h"
#include "mongodb/to_bson.h"

namespace pycharter::mongodb {
namespace {

// Twice what any server keeps, and far from the end of the stack.
constexpr int max_depth = 512;

void write_string(std::string& out, std::string_view text) {
  static constexpr std::string_view hexadecimal = "0123456789abcdef";
  struct Short {
    char character;
    char letter;
  };
  static constexpr std::array<Short, 7> shorts{
      {{'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}}};
  out += '"';
  for (const char c : text) {
    const auto* const found = [&]() -> const Short* {
      for (const auto& one : shorts)
        if (one.character == c) return &one;
      return nullptr;
    }();
    const auto byte = static_cast<unsigned char>(c);
    if (found != nullptr) {
      out += '\\';
      out += found->letter;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hexadecimal[byte >> 4];
      out += hexadecimal[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string date_text(std::int64_t milliseconds) {
  auto seconds = milliseconds / 1000;
  auto rest = milliseconds % 1000;
  if (rest < 0) {
    rest += 1000;
    --seconds;
  }
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  std::array<char, 80> text{};
  if (gmtime_r(&time, &parts) == nullptr) return std::to_string(milliseconds);
  const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.", &parts);
  const auto fraction = std::to_string(1000 + rest).substr(1);
  return std::string(text.data(), size) + fraction + 'Z';
}

class Reader {
 public:
  Reader(const EscapedNames& escaped, std::string_view what) : escaped_(escaped), what_(what) {}

  void document(const bson_t& document) {
    enter('{');
    bson_iter_t at = start(document);
    for (bool first = true; bson_iter_next(&at); first = false) {
      const std::string_view name = bson_iter_key(&at);
      const auto listed = escaped_.find(name);
      const auto key = listed == escaped_.end() ? std::string(name) : unescape(name);
      const auto level = push(key);
      if (!first) out_ += ", ";
      string(key);
      out_ += ": ";
      value(at);
      pointer_.resize(level);
    }
    finish(at, '}');
  }

  std::string take() { return std::move(out_); }

 private:
  void array(const bson_t& array) {
    enter('[');
    bson_iter_t at = start(array);
    for (std::size_t index = 0; bson_iter_next(&at); ++index) {
      const auto level = push(std::to_string(index));
      if (index > 0) out_ += ", ";
      value(at);
      pointer_.resize(level);
    }
    finish(at, ']');
  }

  void value(const bson_iter_t& at) {
    switch (bson_iter_type(&at)) {
      case BSON_TYPE_DOCUMENT:
        return document(view_at(at));
      case BSON_TYPE_ARRAY:
        return array(view_at(at));
      case BSON_TYPE_UTF8:
        return string(text_at(at));
      case BSON_TYPE_INT32:
        out_ += std::to_string(bson_iter_int32(&at));
        return;
      case BSON_TYPE_INT64:
        out_ += std::to_string(bson_iter_int64(&at));
        return;
      case BSON_TYPE_BOOL:
        out_ += bson_iter_bool(&at) ? "true" : "false";
        return;
      case BSON_TYPE_NULL:
        out_ += "null";
        return;
      case BSON_TYPE_DOUBLE:
        return number(bson_iter_double(&at));
      case BSON_TYPE_DECIMAL128:
        return decimal(at);
      case BSON_TYPE_DATE_TIME:
        return string(date_text(bson_iter_date_time(&at)));
      case BSON_TYPE_OID:
        return string(id_text(at));
      default:
        refuse(type_name(bson_iter_type(&at)));
    }
  }

  void number(double number) {
    if (!std::isfinite(number)) refuse(std::isnan(number) ? "NaN" : "an infinite number");
    out_ += number_text(number);
  }

  // Its text is a JSON number but for infinity and NaN.
  void decimal(const bson_iter_t& at) {
    bson_decimal128_t decimal;
    std::array<char, BSON_DECIMAL128_STRING> text{};
    if (!bson_iter_decimal128(&at, &decimal)) refuse("a broken decimal");
    bson_decimal128_to_string(&decimal, text.data());
    const std::string_view shown = text.data();
    if (shown.find_first_of("IN") != std::string_view::npos) refuse(shown);
    out_ += shown;
  }

  void string(std::string_view text) {
    if (!bson_utf8_validate(text.data(), text.size(), true))
      throw Error(ErrorCode::invalid_document,
                  "The " + std::string(what_) + " holds text that is not UTF-8" + place() +
                      ". Another program has written it: mend it there.",
                  {.backend = "mongodb"});
    write_string(out_, text);
  }

  std::size_t push(std::string_view token) {
    const auto level = pointer_.size();
    append_token(pointer_, token);
    return level;
  }

  void enter(char bracket) {
    if (++depth_ > max_depth) refuse("nesting beyond " + std::to_string(max_depth) + " levels");
    out_ += bracket;
  }

  bson_iter_t start(const bson_t& document) const {
    bson_iter_t at;
    if (!bson_iter_init(&at, &document)) broken();
    return at;
  }

  void finish(const bson_iter_t& at, char bracket) {
    if (at.err_off != 0) broken();
    --depth_;
    out_ += bracket;
  }

  std::string place() const { return pointer_.empty() ? std::string() : " at " + pointer_; }

  [[noreturn]] void broken() const {
    throw Error(ErrorCode::invalid_document, "The " + std::string(what_) + " is broken BSON" + place() + '.',
                {.backend = "mongodb"});
  }

  [[noreturn]] void refuse(std::string_view found) const {
    throw Error(ErrorCode::unsupported,
                "The " + std::string(what_) + " holds " + std::string(found) + place() +
                    ", which JSON can't express. Another program has written it: change it there.",
                {.backend = "mongodb"});
  }

  const EscapedNames& escaped_;
  std::string_view what_;
  std::string out_;
  std::string pointer_;
  int depth_ = 0;
};

}  // namespace

std::string to_json(const bson_t& document, const EscapedNames& escaped, std::string_view what) {
  Reader reader(escaped, what);
  reader.document(document);
  return reader.take();
}

}  // namespace pycharter::mongodb
