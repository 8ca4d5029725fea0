// The native handle behind SOCI's session, with what SOCI lacks: extended codes and scripts of several
// statements.
#ifndef PYCHARTER_SQLITE_HANDLE_H
#define PYCHARTER_SQLITE_HANDLE_H

// SOCI's header puts SQLite's own into a namespace; including <sqlite3.h> beside it would leave that empty.
#include <pycharter/plugin/types.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sql/connection/failure.h"

namespace pycharter::sqlite {

using Handle = sqlite_api::sqlite3;

struct FinalizeStatement {
  void operator()(sqlite_api::sqlite3_stmt* statement) const { sqlite_api::sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite_api::sqlite3_stmt, FinalizeStatement>;

inline constexpr std::string_view backend_name = "sqlite";

// Runs one or several statements. Parameters, $1, $2, …, go to the first one. Throws Error.
plugin::ExecuteResult run_script(Handle* handle, std::string_view sql,
                                 std::span<const plugin::Value> parameters, const plugin::RowSink& sink);

// The first column of the first row, as text; empty when there is no row.
std::string query_text(Handle* handle, std::string_view sql);

}  // namespace pycharter::sqlite

#endif
