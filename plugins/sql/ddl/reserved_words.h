// Words that an identifier may not be without quotes, as SQLAlchemy 2.1 lists them for each dialect.
#ifndef PYCHARTER_SQL_DDL_RESERVED_WORDS_H
#define PYCHARTER_SQL_DDL_RESERVED_WORDS_H

#include <span>
#include <string_view>

namespace pycharter::sql::ddl {

// Lower case, sorted.
using WordList = std::span<const std::string_view>;

WordList postgresql_reserved();
WordList mysql_reserved();
WordList mariadb_reserved();
WordList sqlite_reserved();

bool contains(WordList words, std::string_view word);

}  // namespace pycharter::sql::ddl

#endif
