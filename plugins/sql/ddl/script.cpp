// A section of a .sql revision: its text, split as the dialect's own client would.
#include "pycharter/plugin/error.h"
#include "sql/ddl/operations.h"
#include "sql/script/place.h"
#include "sql/script/transaction.h"

namespace pycharter::sql::ddl {
namespace {

// Half of a revision would stay where the other half fails.
void refuse_transaction_control(std::string_view sql, const script::Statements& statements) {
  for (const auto& statement : statements) {
    if (script::controls_transaction(statement.sql))
      script::fail_at(
          sql, statement.offset,
          "a revision runs in the transaction of the whole run: leave BEGIN, COMMIT and ROLLBACK out, or "
          "write `-- transaction: off` in the header");
  }
}

script::Statements split(const Dialect& dialect, std::string_view sql, const json::object& op,
                         int lines_before) {
  try {
    auto statements = dialect.split(sql);
    if (flag(op, "transaction", true)) refuse_transaction_control(sql, statements);
    return statements;
  } catch (Error& error) {
    error.facts().file = optional_text(object_at(op, "at"), "file").value_or("");
    error.facts().line += lines_before;
    throw;
  }
}

}  // namespace

// Statements pass as they are written, tabs included: the file says what it means, in SQL.
void Operations::script(const json::object& op) {
  const auto sql = text(op, "text");
  const int lines_before = static_cast<int>(optional_integer(object_at(op, "at"), "line").value_or(1)) - 1;
  script::Places places(sql);
  for (const auto& statement : split(tools_.dialect, sql, op, lines_before)) {
    const auto place = places.at(statement.offset);
    statements_.push_back(json::object{
        {"sql", statement.sql}, {"at", {{"line", place.line + lines_before}, {"column", place.column}}}});
  }
}

}  // namespace pycharter::sql::ddl
