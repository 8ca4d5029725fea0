// Statements of an engine on the native handle: SOCI would take `:name` in them for a placeholder.
#ifndef PYCHARTER_MYSQL_SCRIPT_H
#define PYCHARTER_MYSQL_SCRIPT_H

#include <mysql.h>
#include <pycharter/plugin/types.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/connection/failure.h"

namespace pycharter::mysql {

// One statement; the server refuses several. $1, $2, … stand for the parameters. Throws Error.
plugin::ExecuteResult run_script(MYSQL* handle, std::string_view sql,
                                 std::span<const plugin::Value> parameters, const plugin::RowSink& sink,
                                 sql::Work work = sql::Work::script);

// All rows, for the backend's own questions.
std::vector<plugin::Row> query(MYSQL* handle, std::string_view sql,
                               std::span<const plugin::Value> parameters = {});

}  // namespace pycharter::mysql

#endif
