#include "postgresql/statements.h"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <charconv>
#include <memory>
#include <utility>
#include <vector>

#include "postgresql/errors.h"
#include "postgresql/script.h"

namespace pycharter::postgresql {
namespace {

// Texts as libpq takes them, each ended by a NUL.
class TextParameters {
 public:
  // Throws invalid_document for one that holds a NUL.
  explicit TextParameters(std::span<const sql::Parameter> parameters) {
    std::size_t size = 0;
    for (const auto& parameter : parameters)
      if (parameter) size += parameter->size() + 1;
    texts_.reserve(size);  // the pointers below stay good
    pointers_.reserve(parameters.size());
    for (const auto& parameter : parameters)
      pointers_.push_back(parameter ? add(*parameter) : nullptr);
  }

  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }

 private:
  const char* add(std::string_view text) {
    sql::refuse_nul(text, backend_name);
    const auto at = texts_.size();
    texts_.append(text).push_back('\0');
    return texts_.data() + at;
  }

  std::string texts_;
  std::vector<const char*> pointers_;  // null for NULL
};

void read_row(const PGresult* result, int row, sql::Cells& cells) {
  cells.resize(static_cast<std::size_t>(PQnfields(result)));  // the sink may have moved it away
  int column = 0;
  for (auto& cell : cells) {
    if (PQgetisnull(result, row, column) != 0) {
      cell.reset();
    } else {
      if (!cell) cell.emplace();
      cell->assign(PQgetvalue(result, row, column),
                   static_cast<std::size_t>(PQgetlength(result, row, column)));
    }
    ++column;
  }
}

// The server has no statement of that name, or one that it will not run since a table was altered.
bool is_stale(const Error& error) {
  const auto& sqlstate = error.facts().sqlstate;
  return sqlstate == "26000" || sqlstate == "0A000";
}

}  // namespace

// SOCI turns the placeholders into libpq's, names the statement, and gives it back to the server at the end.
class Statements::Statement {
 public:
  Statement(soci::session& session, const std::string& sql, bool named)
      : connection_(static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_),
        statement_(session) {
    statement_.alloc();
    statement_.prepare(sql, named ? soci::details::st_repeatable_query : soci::details::st_one_time_query);
  }

  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink) {
    const auto result = send(TextParameters(parameters));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
      throw result_error(connection_, result.get(), sql, sql::Work::store);
    const int rows = sink ? PQntuples(result.get()) : 0;
    for (int row = 0; row < rows; ++row) {
      read_row(result.get(), row, row_);
      if (!sink(row_)) break;
    }
    const std::string_view affected = PQcmdTuples(result.get());
    std::int64_t count = 0;
    std::from_chars(affected.data(), affected.data() + affected.size(), count);
    return count;
  }

 private:
  ResultHandle send(const TextParameters& parameters) {
    const auto* prepared = static_cast<soci::postgresql_statement_backend*>(statement_.get_backend());
    if (prepared->statementName_.empty())
      return ResultHandle(PQexecParams(connection_, prepared->query_.c_str(), parameters.count(), nullptr,
                                       parameters.pointers(), nullptr, nullptr, 0));
    return ResultHandle(PQexecPrepared(connection_, prepared->statementName_.c_str(), parameters.count(),
                                       parameters.pointers(), nullptr, nullptr, 0));
  }

  PGconn* connection_;
  soci::statement statement_;
  sql::Cells row_;
};

Statements::Statements(soci::session& session, bool named) : session_(session), named_(named) {}
Statements::~Statements() = default;

std::int64_t Statements::run(const std::string& sql, std::span<const sql::Parameter> parameters,
                             const sql::CellSink& sink) {
  auto& prepared = statements_.get(sql, [&] { return std::make_unique<Statement>(session_, sql, named_); });
  try {
    return prepared.run(sql, parameters, sink);
  } catch (const Error& error) {
    if (is_stale(error)) statements_.drop(sql);
    throw;
  }
}

}  // namespace pycharter::postgresql
