#include "alembic/script/lexer.h"

#include <algorithm>
#include <array>

#include "alembic/script/unicode.h"

namespace pycharter::alembic::script {

namespace {

constexpr int deepest_string = 20;  // f-strings inside f-strings
constexpr std::size_t most_indents = 100;
constexpr std::size_t most_brackets = 200;

constexpr std::array<std::string_view, 35> keywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

constexpr std::string_view short_operators = "+-*/%@&|^~<>()[]{},:.;=";
// Longest first.
constexpr std::array<std::string_view, 24> long_operators = {
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "==", "!=", "<=", ">=", "+=",
    "-=",  "*=",  "/=",  "%=",  "@=",  "&=", "|=", "^=", "**", "//", "<<", ">>"};
// What a long one goes on with: hardly any operator of a script does, so the list is seldom gone through.
constexpr std::string_view second_characters = "=*/<>.";

// Of the operator that `text` begins with; 0 where none does.
std::size_t operator_length(std::string_view text) {
  if (text.size() > 1 && second_characters.find(text[1]) != std::string_view::npos)
    for (const std::string_view one : long_operators)
      if (text.starts_with(one)) return one.size();
  return short_operators.find(text[0]) == std::string_view::npos ? 0 : 1;
}

bool begins_name(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}
bool continues_name(unsigned char c) {
  return begins_name(c) || (c >= '0' && c <= '9');
}
bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}

bool triple_at(std::string_view text, std::uint32_t at, char quote) {
  return at + 2 < text.size() && text[at] == quote && text[at + 1] == quote && text[at + 2] == quote;
}

class Lexer {
 public:
  Lexer(const Source& source, std::uint32_t begin, std::uint32_t end, bool statements)
      : source_(source), text_(source.text().substr(0, end)), at_(begin), statements_(statements) {
    tokens_.reserve((end - begin) / 5 + 8);
  }

  std::vector<Token> run() {
    if (statements_) read_indentation();
    while (at_ < text_.size())
      read_token();
    finish();
    return std::move(tokens_);
  }

 private:
  char peek(std::uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool free_form() const { return !statements_ || !brackets_.empty(); }  // line ends mean nothing
  void add(TokenKind kind, std::uint32_t begin) { tokens_.push_back({kind, begin, at_}); }

  void read_token() {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\f') {
      ++at_;
    } else if (c == '\n') {
      read_line_end();
    } else if (c == '#') {
      at_ = static_cast<std::uint32_t>(std::min(text_.find('\n', at_), text_.size()));
    } else if (c == '\\') {
      read_continuation();
    } else if (string_prefix(text_, at_) >= 0) {
      const std::uint32_t begin = at_;
      at_ = string_end(source_, at_);
      if (at_ > text_.size()) source_.fail(begin, "the string does not end within its field");
      add(TokenKind::string, begin);
    } else if (begins_name(static_cast<unsigned char>(c))) {
      read_name();
    } else if (is_decimal(c) || (c == '.' && is_decimal(peek(1)))) {
      read_number();
    } else {
      read_operator();
    }
  }

  void read_continuation() {
    if (peek(1) != '\n') source_.fail(at_, "a backslash continues a line only at the line's very end");
    at_ += 2;
    if (at_ >= text_.size()) source_.fail(at_ - 2, "the file ends after a backslash that continues the line");
  }

  void read_line_end() {
    const std::uint32_t begin = at_++;
    if (free_form()) return;
    if (!tokens_.empty() && tokens_.back().kind != TokenKind::newline &&
        tokens_.back().kind != TokenKind::indent && tokens_.back().kind != TokenKind::dedent) {
      tokens_.push_back({TokenKind::newline, begin, at_});
    }
    read_indentation();
  }

  // At the beginning of a line: skips blank and comment lines, then makes indent and dedent tokens. As in
  // Python, a tab goes to the next multiple of eight, and a file whose meaning would change with another tab
  // width is refused.
  void read_indentation() {
    for (;;) {
      Indent indent;
      for (; peek() == ' ' || peek() == '\t' || peek() == '\f'; ++at_) {
        const bool tab = peek() == '\t';
        if (peek() == '\f') {
          indent = {};
        } else {
          indent.wide = tab ? (indent.wide / 8 + 1) * 8 : indent.wide + 1;
          indent.narrow += 1;
        }
      }
      if (at_ >= text_.size()) return;
      if (peek() == '\n') {
        ++at_;
      } else if (peek() == '#') {
        at_ = static_cast<std::uint32_t>(std::min(text_.find('\n', at_), text_.size()));
      } else {
        return place(indent);
      }
    }
  }

  struct Indent {
    std::uint32_t wide = 0;    // with tabs of eight
    std::uint32_t narrow = 0;  // with tabs of one
  };

  void place(Indent indent) {
    check_tabs(indent);
    if (indent.wide > indents_.back().wide) {
      if (indents_.size() >= most_indents)
        source_.fail(at_, "the code is indented more than 100 levels deep");
      indents_.push_back(indent);
      add(TokenKind::indent, at_);
    }
    while (indent.wide < indents_.back().wide) {
      indents_.pop_back();
      add(TokenKind::dedent, at_);
    }
    if (indent.wide != indents_.back().wide) source_.fail(at_, "the indentation matches no enclosing block");
    check_tabs(indent);
  }

  void check_tabs(Indent indent) const {
    const Indent& current = indents_.back();
    const bool wider = indent.wide > current.wide, same = indent.wide == current.wide;
    const bool consistent =
        same ? indent.narrow == current.narrow : wider == (indent.narrow > current.narrow);
    if (!consistent) source_.fail(at_, "tabs and spaces are mixed in the indentation: use one of them");
  }

  void read_name() {
    const std::uint32_t begin = at_;
    while (at_ < text_.size() && continues_name(static_cast<unsigned char>(text_[at_]))) {
      if (static_cast<unsigned char>(text_[at_]) < 0x80) {
        ++at_;
        continue;
      }
      std::size_t next = at_;
      const char32_t code = next_code(text_, next);
      if (!is_letter(code)) source_.fail(at_, "this character cannot stand in a name");
      at_ = static_cast<std::uint32_t>(next);
    }
    add(is_keyword(text_.substr(begin, at_ - begin)) ? TokenKind::keyword : TokenKind::name, begin);
  }

  void read_digits(bool (*accept)(char)) {
    while (accept(peek()) || (peek() == '_' && accept(peek(1))))
      ++at_;
  }

  void read_number() {
    const std::uint32_t begin = at_;
    const char kind = static_cast<char>(peek(1) | 0x20);
    if (peek() == '0' && (kind == 'x' || kind == 'o' || kind == 'b')) {
      at_ += 2;
      read_digits([](char c) { return is_decimal(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); });
    } else {
      read_digits(is_decimal);
      if (peek() == '.') {
        ++at_;
        read_digits(is_decimal);
      }
      const bool sign = peek(1) == '+' || peek(1) == '-';
      if ((peek() == 'e' || peek() == 'E') && is_decimal(peek(sign ? 2 : 1))) {
        at_ += sign ? 2 : 1;
        read_digits(is_decimal);
      }
    }
    if (peek() == 'j' || peek() == 'J') source_.fail(begin, "complex numbers cannot be used here");
    if (continues_name(static_cast<unsigned char>(peek()))) source_.fail(begin, "this is not a number");
    add(TokenKind::number, begin);
  }

  void read_operator() {
    const std::string_view rest = text_.substr(at_);
    const std::size_t length = operator_length(rest);
    if (length == 0) source_.fail(at_, "this character has no meaning here");
    const std::uint32_t begin = at_;
    const char c = rest[0];
    if (c == '(' || c == '[' || c == '{') {
      if (brackets_.size() >= most_brackets) source_.fail(at_, "brackets are nested more than 200 deep");
      brackets_.push_back(begin);
    } else if (c == ')' || c == ']' || c == '}') {
      close(c);
    }
    at_ += static_cast<std::uint32_t>(length);
    add(TokenKind::operation, begin);
  }

  void close(char c) {
    const char opening = c == ')' ? '(' : c == ']' ? '[' : '{';
    if (brackets_.empty()) source_.fail(at_, std::string("'") + c + "' closes nothing");
    if (text_[brackets_.back()] != opening) {
      source_.fail(at_, std::string("'") + c + "' does not close '" + text_[brackets_.back()] + "' of line " +
                            std::to_string(source_.position(brackets_.back()).line));
    }
    brackets_.pop_back();
  }

  void finish() {
    at_ = static_cast<std::uint32_t>(text_.size());
    if (!brackets_.empty())
      source_.fail(brackets_.back(), std::string("'") + text_[brackets_.back()] + "' was never closed");
    if (statements_) {
      if (!tokens_.empty() && tokens_.back().kind != TokenKind::newline) add(TokenKind::newline, at_);
      for (; indents_.size() > 1; indents_.pop_back())
        add(TokenKind::dedent, at_);
    }
    add(TokenKind::end, at_);
  }

  const Source& source_;
  std::string_view text_;
  std::uint32_t at_;
  bool statements_;
  std::vector<Token> tokens_;
  std::vector<Indent> indents_{Indent{}};
  std::vector<std::uint32_t> brackets_;  // offsets of the open ones
};

// Behind the literal part of an f-string or of a format specification, from `at` to its end.
std::uint32_t fstring_end(const Source& source, std::uint32_t begin, std::uint32_t at, char quote,
                          bool triple, bool raw, int depth) {
  const std::string_view text = source.text();
  while (at < text.size()) {
    const char c = text[at];
    if (c == quote && (!triple || triple_at(text, at, quote))) return at + (triple ? 3 : 1);
    if (c == '\n' && !triple) break;
    if (c == '\\' && !(raw && at + 1 < text.size() && (text[at + 1] == '{' || text[at + 1] == '}'))) {
      at += 2;
      // "\N{DASH}" is no field.
      if (!raw && at < text.size() && text[at - 1] == 'N' && text[at] == '{')
        at = static_cast<std::uint32_t>(std::min(text.find('}', at), text.size()));
    } else if (c == '{' && at + 1 < text.size() && text[at + 1] == '{') {
      at += 2;
    } else if (c == '{') {
      at = field_end(source, at + 1, triple, quote, depth).end + 1;
    } else {
      ++at;
    }
  }
  source.fail(begin, "the string is never closed");
}

}  // namespace

bool is_keyword(std::string_view word) noexcept {
  if (word.size() < 2 || word.size() > 8) return false;
  return std::any_of(keywords.begin(), keywords.end(), [&](std::string_view k) {
    return k.size() == word.size() && k[0] == word[0] && k == word;
  });
}

int string_prefix(std::string_view text, std::uint32_t at) noexcept {
  for (int letters = 0; letters <= 2 && at + static_cast<std::uint32_t>(letters) < text.size(); ++letters) {
    const char c = text[at + static_cast<std::uint32_t>(letters)];
    if (c == '"' || c == '\'') return letters;
    const char letter = static_cast<char>(c | 0x20);
    if (letter != 'r' && letter != 'b' && letter != 'u' && letter != 'f') return -1;
  }
  return -1;
}

std::uint32_t string_end(const Source& source, std::uint32_t at, int depth) {
  const std::string_view text = source.text();
  const std::uint32_t begin = at;
  if (depth > deepest_string) source.fail(begin, "f-strings are nested too deep");
  bool raw = false, formatted = false;
  for (; text[at] != '"' && text[at] != '\''; ++at) {
    raw = raw || (text[at] | 0x20) == 'r';
    formatted = formatted || (text[at] | 0x20) == 'f';
  }
  const char quote = text[at];
  const bool triple = triple_at(text, at, quote);
  at += triple ? 3 : 1;
  if (formatted) return fstring_end(source, begin, at, quote, triple, raw, depth);
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\\') {
      at += 2;
    } else if (c == quote && (!triple || triple_at(text, at, quote))) {
      return at + (triple ? 3 : 1);
    } else if (c == '\n' && !triple) {
      break;
    } else {
      ++at;
    }
  }
  source.fail(begin, "the string is never closed");
}

FieldEnds field_end(const Source& source, std::uint32_t at, bool triple, char quote, int depth) {
  const std::string_view text = source.text();
  const std::uint32_t begin = at;
  if (depth > deepest_string) source.fail(begin, "f-strings are nested too deep");
  FieldEnds ends{0, 0};
  int brackets = 0;
  while (at < text.size()) {
    const char c = text[at];
    const char following = at + 1 < text.size() ? text[at + 1] : '\0';
    if (ends.expression != 0) break;
    if (string_prefix(text, at) >= 0 &&
        (at == begin || !continues_name(static_cast<unsigned char>(text[at - 1])))) {
      // Where the enclosing quote ends the string, the field was never closed.
      if (!triple && text[at] == quote && brackets == 0) {
        const std::size_t line_end = std::min(text.find('\n', at), text.size());
        if (text.substr(at, line_end - at).find('}') == std::string_view::npos)
          source.fail(begin - 1, "'{' in the f-string is never closed");
      }
      at = string_end(source, at, depth + 1);
    } else if (c == '(' || c == '[' || c == '{') {
      ++brackets;
      ++at;
    } else if (brackets > 0 && (c == ')' || c == ']' || c == '}')) {
      --brackets;
      ++at;
    } else if (brackets == 0 && (c == '}' || c == ':')) {
      ends.expression = at;
    } else if (brackets == 0 && c == '!' && following != '=') {
      ends.expression = at;
    } else if (brackets == 0 && c == '=' && following != '=' &&
               (at == begin || std::string_view("=!<>").find(text[at - 1]) == std::string_view::npos)) {
      ends.expression = at;
    } else if (c == '#') {
      source.fail(at, "a comment cannot stand inside an f-string's field");
    } else {
      ++at;
    }
  }
  // Behind the expression: an optional `=`, `!r`, then a specification, which may hold fields of its own.
  while (at < text.size() && text[at] != '}' && text[at] != ':')
    ++at;
  for (; at < text.size() && text[at] != '}'; ++at) {
    if (text[at] == '{') at = field_end(source, at + 1, triple, quote, depth + 1).end;
    if (at < text.size() && text[at] == '\n' && !triple) break;
  }
  if (at >= text.size() || text[at] != '}') source.fail(begin - 1, "'{' in the f-string is never closed");
  ends.end = at;
  return ends;
}

std::vector<Token> tokenize(const Source& source) {
  return Lexer(source, 0, static_cast<std::uint32_t>(source.text().size()), true).run();
}

std::vector<Token> tokenize_expression(const Source& source, std::uint32_t begin, std::uint32_t end) {
  return Lexer(source, begin, end, false).run();
}

}  // namespace pycharter::alembic::script
