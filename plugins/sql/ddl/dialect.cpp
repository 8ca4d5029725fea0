#include "sql/ddl/dialect.h"

#include <string>

#include "pycharter/plugin/error.h"

namespace pycharter::sql::ddl {

namespace {

Dialect mysql_dialect() {
  return {.family = Family::mysql,
          .name = "mysql",
          .quote = '`',
          .reserved = mysql_reserved(),
          .max_name = 64,
          .max_given_name = 255,
          .transactional_ddl = false,
          .backslash_escapes = true,
          .comment_statements = false,
          .native_enum = true,
          .native_uuid = false,
          .float_cast = false,
          .identity_columns = false,
          .true_word = "true",
          .false_word = "false",
          .now = "now()",
          .drop_check = "CHECK ",
          .split = &script::split_mysql};
}

// MariaDB has words of its own, also where it is the server behind mysql://. `name` is the URL's, by which
// scripts and options of the dialect go.
Dialect mariadb_dialect(std::string_view name, std::string_view variant = {}) {
  auto dialect = mysql_dialect();
  dialect.name = name;
  dialect.variant = variant;
  dialect.reserved = mariadb_reserved();
  dialect.native_uuid = !variant.ends_with("before 10.7");
  dialect.float_cast = !variant.empty();
  dialect.drop_check = "CONSTRAINT ";
  return dialect;
}

}  // namespace

const Dialect& find_dialect(std::string_view name) {
  static const Dialect dialects[] = {
      {.family = Family::postgresql,
       .name = "postgresql",
       .quote = '"',
       .reserved = postgresql_reserved(),
       .max_name = 63,
       .max_given_name = 63,
       .transactional_ddl = true,
       .backslash_escapes = false,
       .comment_statements = true,
       .native_enum = true,
       .native_uuid = true,
       .identity_columns = true,
       .true_word = "true",
       .false_word = "false",
       .now = "now()",
       .split = &script::split_postgresql},
      mysql_dialect(),
      mariadb_dialect("mariadb"),
      mariadb_dialect("mysql", "mysql on MariaDB"),
      mariadb_dialect("mysql", "mysql on MariaDB before 10.7"),
      mariadb_dialect("mariadb", "mariadb on MariaDB"),
      mariadb_dialect("mariadb", "mariadb on MariaDB before 10.7"),
      {.family = Family::sqlite,
       .name = "sqlite",
       .quote = '"',
       .reserved = sqlite_reserved(),
       .max_name = 9999,
       .max_given_name = 9999,
       .transactional_ddl = false,
       .backslash_escapes = false,
       .comment_statements = false,
       .native_enum = false,
       .native_uuid = false,
       .identity_columns = false,
       .true_word = "1",
       .false_word = "0",
       .now = "CURRENT_TIMESTAMP",
       .split = &script::split_sqlite},
  };
  for (const auto& dialect : dialects) {
    if ((dialect.variant.empty() ? dialect.name : dialect.variant) == name) return dialect;
  }
  throw Error(ErrorCode::internal, "no SQL dialect is called \"" + std::string(name) + "\"");
}

}  // namespace pycharter::sql::ddl
