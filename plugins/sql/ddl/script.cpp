// A section of a .sql revision: its text, split as the dialect's own client would.
#include "pycharter/plugin/error.h"
#include "sql/ddl/operations.h"
#include "sql/script/place.h"

namespace pycharter::sql::ddl {
namespace {

script::Statements split(const Dialect& dialect, std::string_view sql, const json::object& at,
                         int lines_before) {
  try {
    return dialect.split(sql);
  } catch (Error& error) {
    error.facts().file = optional_text(at, "file").value_or("");
    error.facts().line += lines_before;
    throw;
  }
}

}  // namespace

// Statements pass as they are written, tabs included: the file says what it means, in SQL.
void Operations::script(const json::object& op) {
  const auto sql = text(op, "text");
  const auto& at = object_at(op, "at");
  const int lines_before = static_cast<int>(optional_integer(at, "line").value_or(1)) - 1;
  script::Places places(sql);
  for (const auto& statement : split(tools_.dialect, sql, at, lines_before)) {
    const auto place = places.at(statement.offset);
    statements_.push_back(json::object{
        {"sql", statement.sql}, {"at", {{"line", place.line + lines_before}, {"column", place.column}}}});
  }
}

}  // namespace pycharter::sql::ddl
