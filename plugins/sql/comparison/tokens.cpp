#include "sql/comparison/tokens.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include "sql/ddl/document.h"

namespace pycharter::sql::comparison {
namespace {

using ddl::Family;

// The longest first.
constexpr std::string_view signs[] = {"!~~*", "<=>", "!~~", "~~*", "->>", "#>>", "!~*", "::", "->", "#>",
                                      "<>",   "!=",  "<=",  ">=",  "||",  "&&",  "@>",  "<@", "~~", "!~",
                                      "~*",   "?|",  "?&",  "<<",  ">>",  "=>",  ":=",  "=="};

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_word(char c) {
  return ddl::is_word_character(c) || c == '$';
}

Token of(Token::Kind kind, std::string text) {
  return {kind, std::move(text), 0, 0};
}

class Lexer {
 public:
  Lexer(std::string_view sql, Family family) : sql_(sql), family_(family) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (skip_blanks(), at_ < sql_.size()) {
      const auto begin = at_;
      tokens.push_back(next());
      tokens.back().begin = begin;
      tokens.back().end = at_;
    }
    return tokens;
  }

 private:
  bool starts(std::string_view text) const { return sql_.substr(at_).starts_with(text); }

  void skip_past(std::string_view end) {
    const auto found = sql_.find(end, at_ + 2);
    at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
  }

  void skip_blanks() {
    while (at_ < sql_.size()) {
      if (is_blank(sql_[at_]))
        ++at_;
      else if (starts("--"))
        skip_past("\n");
      else if (starts("/*"))
        skip_past("*/");
      else
        return;
    }
  }

  Token next() {
    const char c = sql_[at_];
    if (c == '\'') return quoted('\'', Token::Kind::string);
    if (c == '"') return quoted('"', family_ == Family::mysql ? Token::Kind::string : Token::Kind::quoted);
    if (c == '`') return quoted('`', Token::Kind::quoted);
    if (c == '[' && family_ == Family::sqlite) return quoted(']', Token::Kind::quoted);
    if (is_digit(c) || (c == '.' && at_ + 1 < sql_.size() && is_digit(sql_[at_ + 1]))) return number();
    if (is_word(c)) return word();
    for (const auto sign : signs)
      if (starts(sign)) {
        at_ += sign.size();
        return of(Token::Kind::sign, std::string(sign));
      }
    return of(Token::Kind::sign, std::string(1, sql_[at_++]));
  }

  Token quoted(char close, Token::Kind kind) {
    Token token = of(kind, {});
    const bool escapes = kind == Token::Kind::string && family_ == Family::mysql;
    for (++at_; at_ < sql_.size(); ++at_) {
      const bool more = at_ + 1 < sql_.size();
      if (sql_[at_] == close && (!more || sql_[at_ + 1] != close)) {
        ++at_;
        break;
      }
      if (more && (sql_[at_] == close || (escapes && sql_[at_] == '\\'))) ++at_;
      token.text += sql_[at_];
    }
    return token;
  }

  Token number() {
    const auto begin = at_;
    while (at_ < sql_.size() && (is_digit(sql_[at_]) || sql_[at_] == '.'))
      ++at_;
    if (at_ < sql_.size() && (sql_[at_] == 'e' || sql_[at_] == 'E')) {
      auto digits = at_ + 1;
      if (digits < sql_.size() && (sql_[digits] == '+' || sql_[digits] == '-')) ++digits;
      if (digits < sql_.size() && is_digit(sql_[digits]))
        for (at_ = digits; at_ < sql_.size() && is_digit(sql_[at_]);)
          ++at_;
    }
    return of(Token::Kind::number, ddl::lower_ascii(sql_.substr(begin, at_ - begin)));
  }

  Token word() {
    const auto begin = at_;
    while (at_ < sql_.size() && is_word(sql_[at_]))
      ++at_;
    return of(Token::Kind::word, ddl::lower_ascii(sql_.substr(begin, at_ - begin)));
  }

  std::string_view sql_;
  Family family_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view sql, Family family) {
  return Lexer(sql, family).run();
}

}  // namespace pycharter::sql::comparison
