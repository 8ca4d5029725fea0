#include "sqlite/handle.h"

#include <limits>

#include "sqlite/errors.h"

namespace pycharter::sqlite {
namespace {

using plugin::Value;

[[noreturn]] void usage(const std::string& message, std::string_view statement) {
  ErrorFacts facts;
  facts.backend = backend_name;
  facts.statement = statement;
  throw Error(ErrorCode::usage, "sqlite: " + message, std::move(facts));
}

int size_of(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    usage("a text of more than 2 GiB cannot be passed", "");
  return static_cast<int>(text.size());
}

// A null destructor: the values outlive the statement.
int bind(sqlite_api::sqlite3_stmt* statement, int index, const Value& value) {
  switch (value.type) {
    case PYCHARTER_NULL:
      return sqlite_api::sqlite3_bind_null(statement, index);
    case PYCHARTER_BOOL:
    case PYCHARTER_INT64:
      return sqlite_api::sqlite3_bind_int64(statement, index, value.integer);
    case PYCHARTER_DOUBLE:
      return sqlite_api::sqlite3_bind_double(statement, index, value.number);
    case PYCHARTER_BYTES:
      return value.text.empty() ? sqlite_api::sqlite3_bind_zeroblob(statement, index, 0)
                                : sqlite_api::sqlite3_bind_blob(statement, index, value.text.data(),
                                                                size_of(value.text), nullptr);
    default:
      return sqlite_api::sqlite3_bind_text(statement, index, value.text.data(), size_of(value.text), nullptr);
  }
}

// $1 is a named parameter to SQLite, so nothing is rewritten.
void bind_all(Handle* handle, sqlite_api::sqlite3_stmt* statement, std::span<const Value> parameters,
              std::string_view sql) {
  const int wanted = sqlite_api::sqlite3_bind_parameter_count(statement);
  if (wanted > 0 && parameters.empty())
    usage("the statement has placeholders, and no values were given for them", sql);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto name = "$" + std::to_string(i + 1);
    const int index = sqlite_api::sqlite3_bind_parameter_index(statement, name.c_str());
    if (index == 0) usage("the statement has no placeholder " + name, sql);
    if (bind(statement, index, parameters[i]) != SQLITE_OK) throw last_error(handle, sql, sql::Work::script);
  }
}

// Cells are what is stored: SQLite's columns have no types of their own.
Value cell(sqlite_api::sqlite3_stmt* statement, int column) {
  const auto bytes = [&](const void* data) {
    const auto size = static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(statement, column));
    return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
  };
  switch (sqlite_api::sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return Value::int64(sqlite_api::sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return Value::real(sqlite_api::sqlite3_column_double(statement, column));
    case SQLITE_BLOB:
      return Value::of_text(bytes(sqlite_api::sqlite3_column_blob(statement, column)), PYCHARTER_BYTES);
    case SQLITE_NULL:
      return Value::null();
    default:
      return Value::of_text(bytes(sqlite_api::sqlite3_column_text(statement, column)));
  }
}

std::vector<std::string> column_names(sqlite_api::sqlite3_stmt* statement) {
  std::vector<std::string> names;
  for (int i = 0; i < sqlite_api::sqlite3_column_count(statement); ++i)
    names.emplace_back(sqlite_api::sqlite3_column_name(statement, i));
  return names;
}

// Steps to the end, and gives the columns' names; a sink that wants no more only stops what it is given, so
// that a writing statement still ends.
std::vector<std::string> step_through(Handle* handle, sqlite_api::sqlite3_stmt* statement,
                                      std::string_view sql, const plugin::RowSink& sink) {
  auto names = column_names(statement);
  bool wanted = static_cast<bool>(sink);
  plugin::Row row(names.size());
  int status = 0;
  while ((status = sqlite_api::sqlite3_step(statement)) == SQLITE_ROW) {
    if (!wanted) continue;
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = cell(statement, static_cast<int>(i));
    wanted = sink(names, row);
    if (!wanted && sqlite_api::sqlite3_stmt_readonly(statement) != 0) return names;
  }
  if (status != SQLITE_DONE) throw last_error(handle, sql, sql::Work::script);
  return names;
}

}  // namespace

plugin::ExecuteResult run_script(Handle* handle, std::string_view sql, std::span<const Value> parameters,
                                 const plugin::RowSink& sink) {
  plugin::ExecuteResult result;
  std::string_view rest = sql;
  bool first = true;
  while (!rest.empty()) {
    sqlite_api::sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    if (sqlite_api::sqlite3_prepare_v3(handle, rest.data(), size_of(rest), 0, &prepared, &tail) != SQLITE_OK)
      throw last_error(handle, sql, sql::Work::script);
    const StatementHandle statement(prepared);
    rest.remove_prefix(static_cast<std::size_t>(tail - rest.data()));
    if (prepared == nullptr) continue;  // blanks and comments
    bind_all(handle, prepared, first ? parameters : std::span<const Value>(), sql);
    first = false;
    const auto before = sqlite_api::sqlite3_total_changes64(handle);
    sqlite_api::sqlite3_set_last_insert_rowid(handle, 0);
    result.columns = step_through(handle, prepared, sql, sink);
    const bool writes = sqlite_api::sqlite3_stmt_readonly(prepared) == 0;
    const bool changed = sqlite_api::sqlite3_total_changes64(handle) != before;
    result.affected = !writes ? -1 : changed ? sqlite_api::sqlite3_changes64(handle) : 0;
    result.last_id = sqlite_api::sqlite3_last_insert_rowid(handle);
  }
  return result;
}

std::string query_text(Handle* handle, std::string_view sql) {
  std::string text;
  run_script(handle, sql, {}, [&](const std::vector<std::string>&, const plugin::Row& row) {
    const auto& value = row.front();
    text = value.type == PYCHARTER_INT64 ? std::to_string(value.integer) : value.text;
    return false;
  });
  return text;
}

}  // namespace pycharter::sqlite
