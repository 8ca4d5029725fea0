// Statements of an engine on the native handle: SOCI would take `:name` in them for a placeholder.
#ifndef PYCHARTER_POSTGRESQL_SCRIPT_H
#define PYCHARTER_POSTGRESQL_SCRIPT_H

#include <libpq-fe.h>
#include <pycharter/plugin/types.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sql/connection/failure.h"

namespace pycharter::postgresql {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

// Without parameters the text may hold several statements. With them, $1, $2, … are bound. Throws Error.
plugin::ExecuteResult run_script(PGconn* connection, std::string_view sql,
                                 std::span<const plugin::Value> parameters, const plugin::RowSink& sink,
                                 sql::Work work = sql::Work::script);

// Keeps a statement on the server under a name. Throws Error.
void prepare(PGconn* connection, const std::string& name, std::string_view sql);

// Throws Error unless the statement was done and gave no rows; a null result is that of a lost connection.
void require_done(PGconn* connection, const PGresult* result, std::string_view sql);
// Names of columns and the number of rows affected.
plugin::ExecuteResult effect_of(PGresult* result);

// All rows, for the backend's own questions.
std::vector<plugin::Row> query(PGconn* connection, std::string_view sql,
                               std::span<const plugin::Value> parameters = {});
// The same, of which there may be many, one by one.
void query(PGconn* connection, std::string_view sql, std::span<const plugin::Value> parameters,
           const std::function<void(const plugin::Row& row)>& use);

// One cell of a result, typed by its OID; text format.
plugin::Value to_value(const PGresult* result, int row, int column);

}  // namespace pycharter::postgresql

#endif
