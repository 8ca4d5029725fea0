#include "postgresql/array_text.h"

#include <pycharter/plugin/error.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

namespace pycharter::postgresql {
namespace {

class Reader {
 public:
  Reader(std::string_view text, ArrayItems items) : text_(text), items_(items) {}

  std::string read() {
    if (const auto equals = text_.find("={"); text_.starts_with('[') && equals != std::string_view::npos)
      at_ = equals + 1;
    list();
    if (at_ != text_.size()) broken();
    return std::move(json_);
  }

 private:
  [[noreturn]] void broken() const {
    throw Error(ErrorCode::internal, "postgresql: this is no array: " + std::string(text_.substr(0, 100)));
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void expect(char c) {
    if (peek() != c) broken();
    ++at_;
  }

  // Nesting is the server's: at most six levels.
  void list() {
    expect('{');
    json_ += '[';
    while (peek() != '}') {
      peek() == '{' ? list() : item();
      if (peek() != ',') break;
      ++at_;
      json_ += ',';
    }
    expect('}');
    json_ += ']';
  }

  void item() {
    const bool is_quoted = peek() == '"';
    const auto word = is_quoted ? quoted() : plain();
    if (!is_quoted && word == "NULL")
      json_ += "null";
    else if (items_ == ArrayItems::booleans)
      json_ += word == "t" ? "true" : "false";
    else if (items_ == ArrayItems::numbers && word.find_first_not_of("0123456789+-.eE") == std::string::npos)
      json_ += word;
    else
      json_ += boost::json::serialize(boost::json::value(word));
  }

  std::string quoted() {
    std::string word;
    for (++at_; peek() != '"'; ++at_) {
      if (at_ + 1 >= text_.size()) broken();
      if (peek() == '\\') ++at_;
      word += text_[at_];
    }
    ++at_;
    return word;
  }

  std::string plain() {
    const auto end = text_.find_first_of(",}", at_);
    if (end == std::string_view::npos || end == at_) broken();
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    return word;
  }

  std::string_view text_;
  ArrayItems items_;
  std::size_t at_ = 0;
  std::string json_;
};

}  // namespace

std::string array_as_json(std::string_view text, ArrayItems items) {
  return Reader(text, items).read();
}

}  // namespace pycharter::postgresql
