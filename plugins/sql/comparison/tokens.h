// The tokens of SQL, as far as telling two expressions apart and reading SQLite's DDL need them.
#ifndef PYCHARTER_SQL_COMPARISON_TOKENS_H
#define PYCHARTER_SQL_COMPARISON_TOKENS_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/ddl/dialect.h"

namespace pycharter::sql::comparison {

struct Token {
  enum class Kind { word, quoted, string, number, sign };
  Kind kind = Kind::sign;
  std::string text;       // without quotes; words in lower case
  std::size_t begin = 0;  // in the SQL
  std::size_t end = 0;

  // A keyword; a quoted word is none.
  bool is(std::string_view keyword) const { return kind == Kind::word && text == keyword; }
  bool is_sign(std::string_view sign) const { return kind == Kind::sign && text == sign; }
  bool is_quoted() const { return kind == Kind::quoted || kind == Kind::string; }
  bool is_name() const { return kind == Kind::word || kind == Kind::quoted; }
};

// Comments and blanks are left out. A quote that never ends reaches to the end of the text.
std::vector<Token> tokens_of(std::string_view sql, ddl::Family family);

}  // namespace pycharter::sql::comparison

#endif
