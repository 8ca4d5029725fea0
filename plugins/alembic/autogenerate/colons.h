// Colons of SQL that is handed to text(), which takes ":name" for a parameter.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COLONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COLONS_H

#include <cctype>
#include <string>
#include <string_view>

namespace pycharter::alembic {

// Where text() sees a parameter: no colon, word character or backslash before, a word after. Words are
// Python's, which are not of ASCII alone.
inline bool is_bind(std::string_view sql, std::size_t colon) {
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
  };
  const char before = colon > 0 ? sql[colon - 1] : ' ';
  return sql[colon] == ':' && before != ':' && before != '\\' && !is_word(before) && colon + 1 < sql.size() &&
         is_word(sql[colon + 1]);
}

inline std::string with_colons_escaped(std::string_view sql) {
  std::string text;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (is_bind(sql, i)) text += '\\';
    text += sql[i];
  }
  return text;
}

}  // namespace pycharter::alembic

#endif
