#include "sqlite/tokens.h"

#include <algorithm>
#include <array>

namespace pycharter::sqlite {
namespace {

char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (to_upper(c) >= 'A' && to_upper(c) <= 'Z') || c == '_' || c == '$' ||
         c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

struct Quote {
  char open;
  char close;
  Token::Kind kind;
};
constexpr std::array<Quote, 4> quotes{{{'\'', '\'', Token::Kind::string},
                                       {'"', '"', Token::Kind::quoted},
                                       {'`', '`', Token::Kind::quoted},
                                       {'[', ']', Token::Kind::quoted}}};

class Lexer {
 public:
  explicit Lexer(std::string_view sql) : sql_(sql) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (skip_blanks(), at_ < sql_.size())
      tokens.push_back(next());
    return tokens;
  }

 private:
  bool starts(std::string_view text) const { return sql_.substr(at_).starts_with(text); }

  void skip_to(std::string_view end) {
    const auto found = sql_.find(end, at_);
    at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
  }

  void skip_blanks() {
    while (at_ < sql_.size()) {
      if (is_blank(sql_[at_]))
        ++at_;
      else if (starts("--"))
        skip_to("\n");
      else if (starts("/*"))
        skip_to("*/");
      else
        return;
    }
  }

  Token next() {
    Token token;
    token.begin = at_;
    const auto quote =
        std::find_if(quotes.begin(), quotes.end(), [this](const Quote& q) { return q.open == sql_[at_]; });
    if (quote != quotes.end()) {
      token.kind = quote->kind;
      token.text = quoted(quote->close);
    } else if (is_word(sql_[at_])) {
      token.kind = Token::Kind::word;
      while (at_ < sql_.size() && is_word(sql_[at_]))
        token.text += sql_[at_++];
    } else {
      token.text = sql_[at_++];
    }
    token.end = at_;
    return token;
  }

  // A doubled quote stands for itself; brackets know none.
  std::string quoted(char close) {
    std::string text;
    for (++at_; at_ < sql_.size(); ++at_) {
      if (sql_[at_] != close) {
        text += sql_[at_];
      } else if (close != ']' && at_ + 1 < sql_.size() && sql_[at_ + 1] == close) {
        text += close;
        ++at_;
      } else {
        ++at_;
        break;
      }
    }
    return text;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

}  // namespace

bool Token::is(std::string_view keyword) const {
  if (kind == Kind::quoted || kind == Kind::string) return false;
  return std::equal(text.begin(), text.end(), keyword.begin(), keyword.end(),
                    [](char a, char b) { return to_upper(a) == b; });
}

std::vector<Token> tokenize(std::string_view sql) {
  return Lexer(sql).run();
}

}  // namespace pycharter::sqlite
