#include "redis/json_text.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace pycharter::redis {
namespace {

namespace json = boost::json;

constexpr std::string_view blanks = " \t\r\n";
// Deeper than what the core lets through, so that the refusal is the core's.
constexpr std::size_t max_depth = 1024;

// Takes everything: the parser alone judges.
struct Judge {
  using Text = json::string_view;
  using Code = json::error_code;
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_object_end(std::size_t, Code&) { return true; }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(Text, std::size_t, Code&) { return true; }
  bool on_key(Text, std::size_t, Code&) { return true; }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t, Text, Code&) { return true; }
  bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  bool on_double(double, Text, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }
};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Walks through text that is known to be JSON.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  char next() {
    at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void step() { ++at_; }

  // A string with its quotes, which begins here.
  std::string_view string() {
    const auto begin = at_;
    skip_string();
    return text_.substr(begin, at_ - begin);
  }
  // Up to the comma or brace after it.
  std::string_view value() {
    if (at_ < text_.size() && text_[at_] == ' ') ++at_;
    const auto begin = at_;
    for (int depth = 0; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (depth == 0 && (c == ',' || c == '}')) break;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      if (c == '"') {
        skip_string();
        --at_;
      }
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string unquoted(std::string_view string) {
  if (string.find('\\') == std::string_view::npos) return std::string(string.substr(1, string.size() - 2));
  const auto value = json::parse(json::string_view(string.data(), string.size()));
  return {value.get_string().data(), value.get_string().size()};
}

// How many characters come before one that json.dumps escapes, or a quote.
std::size_t plain_size(std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
}

// The code point that begins at `at`, which moves behind it; the text is UTF-8.
std::uint32_t code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  const int more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  std::uint32_t point = more == 0 ? first : first & (0x3Fu >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    point = point << 6 | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return point;
}

void append_escape(std::string& text, std::uint32_t unit) {
  char escape[8];
  std::snprintf(escape, sizeof escape, "\\u%04x", unit & 0xFFFF);
  text += escape;
}

void append_escaped(std::string& text, std::uint32_t point) {
  constexpr std::string_view short_names = "\"\\\b\f\n\r\t";
  constexpr std::string_view short_letters = "\"\\bfnrt";
  const auto found = point < 128 ? short_names.find(static_cast<char>(point)) : std::string_view::npos;
  if (found != std::string_view::npos) {
    (text += '\\') += short_letters[found];
  } else if (point >= ' ' && point <= '~') {
    text += static_cast<char>(point);
  } else if (point < 0x10000) {
    append_escape(text, point);
  } else {
    append_escape(text, 0xD800 + ((point - 0x10000) >> 10));
    append_escape(text, 0xDC00 + ((point - 0x10000) & 0x3FF));
  }
}

}  // namespace

std::string quoted(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size() + 2);
  text += '"';
  std::size_t at = plain_size(utf8);
  text += utf8.substr(0, at);
  while (at < utf8.size())
    append_escaped(text, code_point(utf8, at));
  return text += '"';
}

std::string quoted_or_null(const std::optional<std::string>& utf8) {
  return utf8 ? quoted(*utf8) : "null";
}

std::string json_problem(std::string_view text) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Judge> parser(options);
  Judge::Code problem;
  const auto parsed = parser.write_some(false, text.data(), text.size(), problem);
  if (problem) return problem.message();
  return parsed == text.size() ? "" : "more follows after it";
}

std::optional<std::vector<Member>> members_of(std::string_view object) {
  Walk walk(object);
  if (walk.next() != '{') return std::nullopt;
  walk.step();
  std::vector<Member> members;
  while (walk.next() == '"') {
    const auto key = walk.string();
    walk.next();  // the colon
    walk.step();
    members.push_back({unquoted(key), walk.value()});
    if (walk.next() == ',') walk.step();
  }
  return members;
}

bool Written::take(std::string_view expected) {
  if (!left_.starts_with(expected)) return false;
  left_.remove_prefix(expected.size());
  return true;
}

bool Written::take_plain(std::string_view& text) {
  if (!take("\"")) return false;
  text = left_.substr(0, plain_size(left_));
  left_.remove_prefix(text.size());
  return take("\"");
}

bool is_object(std::string_view value) {
  return trimmed(value).starts_with('{');
}

bool is_null(std::string_view value) {
  return trimmed(value) == "null";
}

std::optional<std::string> scalar_text(std::string_view value) {
  const auto text = trimmed(value);
  if (text.starts_with('"')) return unquoted(text);
  if (!text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'))) return std::string(text);
  return std::nullopt;
}

}  // namespace pycharter::redis
