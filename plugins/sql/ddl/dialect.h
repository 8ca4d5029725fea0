// What differs between the dialects and is a matter of data.
#ifndef PYCHARTER_SQL_DDL_DIALECT_H
#define PYCHARTER_SQL_DDL_DIALECT_H

#include <cstddef>
#include <string_view>

#include "sql/ddl/reserved_words.h"
#include "sql/script/split.h"

namespace pycharter::sql::ddl {

enum class Family { postgresql, mysql, sqlite };

struct Dialect {
  Family family;
  std::string_view name;     // as in "postgresql_where"
  std::string_view variant;  // a server behind the name that differs; empty: none, or none is connected
  char quote;
  WordList reserved;
  std::size_t max_name;        // characters of an index or constraint name that was generated
  std::size_t max_given_name;  // … of one that the script gave, as SQLAlchemy checks it
  bool transactional_ddl;      // what Alembic says of it, which --sql follows
  bool backslash_escapes;      // a string literal doubles backslashes
  bool comment_statements;     // COMMENT ON …, as opposed to inline comments
  bool native_enum;
  bool native_uuid;
  bool float_cast =
      true;  // CAST(… AS FLOAT), which SQLAlchemy leaves out for MySQL as long as it asked no server
  bool identity_columns;
  std::string_view true_word;
  std::string_view false_word;
  std::string_view now;                         // what func.now() renders
  std::string_view drop_check = "CONSTRAINT ";  // the words between DROP and a check's name
  script::Split split;                          // a text of SQL as statements
};

// "postgresql", "mysql", "mariadb" or "sqlite", or a variant: "mysql on MariaDB", "mariadb on MariaDB before
// 10.7". Throws Error (internal) for another one.
const Dialect& find_dialect(std::string_view name);

}  // namespace pycharter::sql::ddl

#endif
