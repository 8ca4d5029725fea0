#include "sqlite/errors.h"

namespace pycharter::sqlite {
namespace {

struct Code {
  int code;  // extended, or primary for all of its extended ones
  std::string_view sqlstate;
};

// SQLite has no SQLSTATE of its own: these are the standard's and PostgreSQL's for the same thing.
constexpr Code codes[] = {
    {SQLITE_CONSTRAINT_UNIQUE, "23505"},
    {SQLITE_CONSTRAINT_PRIMARYKEY, "23505"},
    {SQLITE_CONSTRAINT_ROWID, "23505"},
    {SQLITE_CONSTRAINT_FOREIGNKEY, "23503"},
    {SQLITE_CONSTRAINT_NOTNULL, "23502"},
    {SQLITE_CONSTRAINT_CHECK, "23514"},
    {SQLITE_CONSTRAINT, "23000"},
    {SQLITE_BUSY, "55P03"},
    {SQLITE_LOCKED, "55P03"},
    {SQLITE_READONLY, "25006"},
    {SQLITE_FULL, "53100"},
    {SQLITE_NOMEM, "53200"},
    {SQLITE_IOERR, "58030"},
    {SQLITE_CORRUPT, "XX001"},
    // A subclass of our own: there is no server to be looked after.
    {SQLITE_NOTADB, "08N01"},
    {SQLITE_CANTOPEN, "08N01"},
    {SQLITE_AUTH, "42501"},
    {SQLITE_PERM, "42501"},
    {SQLITE_INTERRUPT, "57014"},
    {SQLITE_TOOBIG, "22001"},
};

std::string_view sqlstate_of(int extended_code, std::string_view message) {
  // A missing table has no code of its own.
  if (extended_code == SQLITE_ERROR && message.starts_with("no such table")) return "42P01";
  if (extended_code == SQLITE_ERROR && message.find("no column named") != std::string_view::npos)
    return "42703";
  if (extended_code == SQLITE_ERROR && message.starts_with("no such column")) return "42703";
  if (extended_code == SQLITE_ERROR && message.find("syntax error") != std::string_view::npos) return "42601";
  for (const auto& known : codes)
    if (known.code == extended_code || known.code == (extended_code & 0xff)) return known.sqlstate;
  return "HY000";
}

}  // namespace

Error make_error(int extended_code, std::string_view message, std::string_view statement, sql::Work work) {
  return sql::make_error({std::string(backend_name), std::string(sqlstate_of(extended_code, message)),
                          std::string(message), std::string(statement), work});
}

Error last_error(Handle* handle, std::string_view statement, sql::Work work) {
  return make_error(sqlite_api::sqlite3_extended_errcode(handle), sqlite_api::sqlite3_errmsg(handle),
                    statement, work);
}

}  // namespace pycharter::sqlite
