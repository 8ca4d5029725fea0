// SQLite's tokens, as far as reading DDL needs them. Source: sqlite.org/lang_expr.html, src/tokenize.c's
// classes.
#ifndef PYCHARTER_SQLITE_TOKENS_H
#define PYCHARTER_SQLITE_TOKENS_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::sqlite {

struct Token {
  enum class Kind { word, quoted, string, sign };  // numbers are words
  Kind kind = Kind::sign;
  std::string text;       // without quotes
  std::size_t begin = 0;  // in the statement
  std::size_t end = 0;

  // A keyword, in any case; a quoted word is none.
  bool is(std::string_view keyword) const;
  bool is_name() const { return kind != Kind::sign; }
};

// Comments and blanks are left out.
std::vector<Token> tokenize(std::string_view sql);

}  // namespace pycharter::sqlite

#endif
