#include "config/pyproject.h"

#include <cstddef>
#include <filesystem>
#include <string_view>

#include <pycharter/plugin/error.h>

#include "config/ini.h"
#include "config/text.h"
#include "config/utf8.h"

namespace pycharter::config {
namespace {

constexpr std::string_view bare_key_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

// Walks the whole file by its tokens, since a [header] inside a multi-line string of another table is none.
class TableReader {
 public:
  TableReader(std::string_view text, const std::string& path)
      : text_(text), path_(path), here_(std::filesystem::path(path).parent_path().string()) {}

  std::optional<std::map<std::string, std::string>> read() {
    bool found = false;
    while (skip_blank(true), at_ < text_.size()) {
      if (peek() == '[') {
        in_table_ = read_header() == "tool.alembic";
        found = found || in_table_;
      } else {
        read_pair();
      }
    }
    if (!found) return std::nullopt;
    return std::move(values_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw Error(ErrorCode::config, path_ + ":" + std::to_string(line_) + ": " + message,
                {.file = path_, .line = line_});
  }

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool starts(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void advance() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  void skip_blank(bool lines) {
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == '#')
        while (at_ < text_.size() && peek() != '\n')
          advance();
      else if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n'))
        advance();
      else
        return;
    }
  }

  std::string read_key() {
    std::string key;
    while (true) {
      skip_blank(false);
      if (peek() == '"' || peek() == '\'') {
        key += read_string();
      } else {
        const auto end = std::min(text_.find_first_not_of(bare_key_letters, at_), text_.size());
        if (end == at_) fail("a key is expected here");
        key += text_.substr(at_, end - at_);
        at_ = end;
      }
      skip_blank(false);
      if (peek() != '.') return key;
      key += '.';
      advance();
    }
  }

  std::string read_header() {
    const int brackets = starts("[[") ? 2 : 1;
    for (int i = 0; i < brackets; ++i)
      advance();
    const std::string name = read_key();
    for (int i = 0; i < brackets; ++i) {
      if (peek() != ']') fail("the ] of a table's header is missing");
      advance();
    }
    return brackets == 2 ? "[" + name + "]" : name;
  }

  void read_pair() {
    const std::string key = read_key();
    if (peek() != '=') fail("a = is expected after the key '" + key + "'");
    advance();
    skip_blank(false);
    if (!in_table_) return skip_value();
    if (values_.count(key) != 0) fail("key '" + key + "' is set twice");
    if (peek() == '[') {
      values_[key] = read_array();
      values_["path_separator"] = "newline";
    } else if (peek() == '"' || peek() == '\'') {
      values_[key] = interpolate(read_string());
    } else {
      values_[key] = read_word();
      if (values_[key].empty() || peek() == '{') fail("the value of '" + key + "' is none that Alembic has");
    }
  }

  std::string read_word() {
    const auto end = std::min(text_.find_first_of(" \t\r\n#,]}", at_), text_.size());
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    return word;
  }

  std::string read_array() {
    advance();
    std::string lines;
    while (true) {
      skip_blank(true);
      if (peek() == ']') break;
      if (peek() != '"' && peek() != '\'') fail("a list of paths holds strings only");
      if (!lines.empty()) lines += '\n';
      lines += interpolate(read_string());
      skip_blank(true);
      if (peek() == ',')
        advance();
      else if (peek() != ']')
        fail("a , or ] is expected in the list");
    }
    advance();
    return lines;
  }

  std::string read_string() {
    const char quote = peek();
    const std::string triple(3, quote);
    const bool multi_line = starts(triple);
    for (std::size_t i = 0; i < (multi_line ? 3U : 1U); ++i)
      advance();
    if (multi_line && peek() == '\n') advance();
    std::string value;
    while (at_ < text_.size()) {
      if (multi_line ? starts(triple) : peek() == quote) {
        for (std::size_t i = 0; i < (multi_line ? 3U : 1U); ++i)
          advance();
        return value;
      }
      if (!multi_line && peek() == '\n') break;
      if (quote == '"' && peek() == '\\')
        value += read_escape();
      else {
        value += peek();
        advance();
      }
    }
    fail("a string is not closed");
  }

  std::string read_escape() {
    advance();
    const char c = peek();
    if (at_ >= text_.size()) fail("a string is not closed");
    advance();
    static constexpr std::string_view letters = "btnfr\"\\";
    static constexpr std::string_view meanings = "\b\t\n\f\r\"\\";
    const auto index = letters.find(c);
    if (index != std::string_view::npos) return std::string(1, meanings[index]);
    if (c == '\n') {
      skip_blank(true);
      return {};
    }
    if (c != 'u' && c != 'U') fail("a string holds an unknown escape");
    return read_code_point(c == 'u' ? 4 : 8);
  }

  std::string read_code_point(int digits) {
    unsigned long code = 0;
    for (int i = 0; i < digits; ++i) {
      const char c = to_lower(std::string(1, peek()))[0];
      const auto digit = std::string_view("0123456789abcdef").find(c);
      if (at_ >= text_.size() || digit == std::string_view::npos) fail("a \\u escape has too few digits");
      code = code * 16 + digit;
      advance();
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || code == 0)
      fail("a \\u escape is no character");
    std::string utf8;
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    const int rest = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static constexpr unsigned leads[] = {0, 0xc0, 0xe0, 0xf0};
    utf8 += static_cast<char>(leads[rest] | (code >> (6 * rest)));
    for (int i = rest - 1; i >= 0; --i)
      utf8 += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3f));
    return utf8;
  }

  // A value of another table, of any shape: over strings and brackets to the end of its line.
  void skip_value() {
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == '"' || c == '\'') {
        read_string();
        continue;
      }
      if (c == '#') {
        skip_blank(false);
        continue;
      }
      if (c == '[' || c == '{') ++depth;
      if (c == ']' || c == '}') --depth;
      if (c == '\n' && depth <= 0) return;
      advance();
    }
  }

  std::string interpolate(std::string_view value) const {
    std::string result;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value.substr(i).starts_with("%(here)s")) {
        result += here_;
        i += 7;
      } else {
        if (value.substr(i).starts_with("%%")) ++i;
        result += value[i];
      }
    }
    return result;
  }

  std::string_view text_;
  const std::string& path_;
  std::string here_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool in_table_ = false;
  std::map<std::string, std::string> values_;
};

}  // namespace

std::optional<std::map<std::string, std::string>> read_alembic_table(const std::string& path) {
  const std::string text = read_text_file(path, max_ini_size);
  if (text.find('\0') != std::string::npos || !is_utf8(text))
    throw Error(ErrorCode::config, path + " is not a text file in UTF-8", {.file = path});
  return TableReader(text, path).read();
}

}  // namespace pycharter::config
