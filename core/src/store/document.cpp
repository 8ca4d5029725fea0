#include "store/document.h"

#include <algorithm>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <pycharter/plugin/error.h>

#include "config/utf8.h"

namespace pycharter::store {
namespace {

namespace json = boost::json;

// Accepts every event.
struct Checker {
  using Text = json::string_view;
  using Code = json::error_code;
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

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

[[noreturn]] void refuse(std::string_view text, std::string_view what, std::size_t offset,
                         const std::string& why) {
  const auto place = place_of(text, offset);
  throw Error(ErrorCode::invalid_document,
              "The " + std::string(what) + ' ' + why + " (line " + std::to_string(place.line) + ", column " +
                  std::to_string(place.column) + ").",
              ErrorFacts{.line = place.line, .column = place.column});
}

std::string explain(const json::error_code& code, std::string_view text, std::size_t depth) {
  if (!config::is_utf8(text)) return "is not valid UTF-8";
  if (text.starts_with("\xef\xbb\xbf"))
    return "begins with a byte order mark, which JSON has not: save it without";
  if (code == json::error::incomplete) return "is not valid JSON: it ends too early";
  if (code == json::error::extra_data) return "is not valid JSON: there is text after its end";
  if (code == json::error::too_deep)
    return "is nested more than " + std::to_string(depth) + " levels deep, more than its readers take";
  return "is not valid JSON: " + code.message();
}

void check_grammar(std::string_view text, std::string_view what, std::size_t depth) {
  json::parse_options options;
  options.max_depth = depth;
  json::basic_parser<Checker> parser(options);
  json::error_code code;
  const std::size_t parsed = parser.write_some(false, text.data(), text.size(), code);
  if (!code && parsed < text.size()) code = json::error::extra_data;
  if (code) refuse(text, what, parsed, explain(code, text, depth));
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Walks a text that has passed check_grammar: only strings and nesting need to be told apart.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  char peek() const { return text_[at_]; }
  void advance() { ++at_; }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_]))
      ++at_;
  }

  Range take_string() {
    const std::size_t begin = at_++;
    while (text_[at_ = skip_plain(text_, at_)] != '"')
      at_ += text_[at_] == '\\' ? 2 : 1;
    return {begin, ++at_};
  }

  Range take_value() {
    const std::size_t begin = at_;
    if (peek() == '"') return take_string();
    if (peek() != '{' && peek() != '[') {
      while (at_ < text_.size() && std::string_view(",]} \t\n\r").find(text_[at_]) == std::string_view::npos)
        ++at_;
      return {begin, at_};
    }
    for (std::size_t depth = 0;;) {
      const char c = peek();
      if (c == '"') {
        take_string();
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return {begin, at_};
    }
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

// Where the object begins. Of a text that has passed check_grammar.
std::size_t object_begin(std::string_view text, std::string_view what) {
  Cursor cursor(text, 0);
  cursor.skip_blanks();
  if (cursor.peek() != '{') refuse(text, what, cursor.at(), "is not a JSON object");
  return cursor.at();
}

}  // namespace

std::optional<Range> find_member(std::string_view text, std::string_view what, std::string_view key) {
  if (const auto plain = look_through(text, key, max_depth)) return plain->member;
  const Document document(text, what);
  const auto member = document.member(document.root(), key);
  return member ? std::optional(member->value) : std::nullopt;
}

Place place_of(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  Place place;
  place.line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  for (const char c : before.substr(line_start))
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++place.column;
  return place;
}

Document::Document(std::string_view text, std::string_view what, std::size_t depth) : text_(text) {
  if (const auto plain = look_through(text, {}, depth)) {
    root_ = plain->root;
    return;
  }
  check_grammar(text, what, depth);
  root_ = {object_begin(text, what), text.size()};
  while (is_blank(text_[root_.end - 1]))
    --root_.end;
}

template <class Visit>
void Document::each_member(Range object, Visit visit) const {
  Cursor cursor(text_, object.begin);
  do {
    cursor.advance();  // '{' or ','
    cursor.skip_blanks();
    if (cursor.peek() == '}') break;
    const Range key = cursor.take_string();
    cursor.skip_blanks();
    cursor.advance();  // ':'
    cursor.skip_blanks();
    visit(key, cursor.take_value());
    cursor.skip_blanks();
  } while (cursor.peek() == ',');
}

std::vector<Member> Document::members(Range object) const {
  std::vector<Member> members;
  each_member(object, [&](Range key, Range value) { members.push_back({unquoted(text(key)), key, value}); });
  return members;
}

std::optional<Member> Document::member(Range object, std::string_view key) const {
  std::optional<Member> found;
  each_member(object, [&](Range literal, Range value) {
    if (is_literal_of(text(literal), key)) found = Member{std::string(key), literal, value};
  });
  return found;
}

std::vector<Range> Document::elements(Range array) const {
  std::vector<Range> elements;
  Cursor cursor(text_, array.begin);
  do {
    cursor.advance();  // '[' or ','
    cursor.skip_blanks();
    if (cursor.peek() == ']') break;
    elements.push_back(cursor.take_value());
    cursor.skip_blanks();
  } while (cursor.peek() == ',');
  return elements;
}

std::string Document::string(Range value) const {
  return unquoted(text(value));
}

std::string apply_edits(std::string_view text, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.range.begin < b.range.begin; });
  std::string result;
  std::size_t copied = 0;
  for (const auto& edit : edits) {
    result.append(text.substr(copied, edit.range.begin - copied)).append(edit.replacement);
    copied = edit.range.end;
  }
  return result.append(text.substr(copied));
}

Edit append_members(const Document& document, Range object, const std::vector<std::string>& members) {
  const auto present = document.members(object);
  std::size_t at = object.begin + 1;
  std::string separator = ", ";
  if (!present.empty()) {
    at = present.back().value.end;
    const std::size_t key = present.back().key_text.begin;
    std::size_t blank = key;
    while (is_blank(document.text()[blank - 1]))
      --blank;
    const auto blanks = document.text({blank, key});
    if (blanks.find('\n') != std::string_view::npos) separator = ',' + std::string(blanks);
  }
  Edit edit{{at, at}, {}};
  bool first = present.empty();
  for (const auto& member : members) {
    if (!first) edit.replacement += separator;
    edit.replacement += member;
    first = false;
  }
  return edit;
}

std::string unquoted(std::string_view literal) {
  const auto inside = literal.substr(1, literal.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return std::string(inside);
  const auto value = json::parse(json::string_view(literal.data(), literal.size()));
  return std::string(value.as_string().data(), value.as_string().size());
}

bool is_literal_of(std::string_view value, std::string_view text) {
  if (value.front() != '"') return false;
  const auto inside = value.substr(1, value.size() - 2);
  return inside.find('\\') == std::string_view::npos ? inside == text : unquoted(value) == text;
}

std::string quoted(std::string_view text) {
  return json::serialize(json::string_view(text.data(), text.size()));
}

}  // namespace pycharter::store
