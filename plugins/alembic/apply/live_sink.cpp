#include "alembic/apply/live_sink.h"

#include <algorithm>
#include <boost/json.hpp>

namespace pycharter::alembic {

namespace json = boost::json;

plugin::ExecuteResult LiveSink::run(const Statement& statement, const json::object& op,
                                    const plugin::RowSink& rows) {
  if (host_.cancelled()) throw Error(ErrorCode::cancelled, "Interrupted");
  ++statement_count_;
  try {
    const plugin::ExecuteResult done = session_.database().execute(statement.sql, statement.binds, rows);
    note_commits(statement_count_);
    return done;
  } catch (Error& error) {
    note_commits(statement_count_ - 1);  // DDL commits what was before it even when it fails
    ErrorFacts& facts = error.facts();
    if (facts.statement.empty()) facts.statement = statement.sql;
    facts.statement_number = statement_count_;
    facts.revision = revision_;
    add_place(facts, op);
    if (statement.line > 0) facts.line = statement.line;
    if (statement.column > 0) facts.column = statement.column;
    throw;
  }
}

void LiveSink::note_commits(std::int64_t statements) {
  if (session_.dialect().transactional_ddl) return;
  if (session_.database().transaction_state() == plugin::TransactionState::none)
    committed_count_ = statements;
}

void LiveSink::operation(const json::object& op) {
  for (const Statement& statement : compile(session_.database(), op, false))
    if (!statement.comment) run(statement, op);
}

QueryResult LiveSink::query(const json::object& op) {
  QueryResult result;
  std::int64_t affected = 0;  // by all sets of parameters together
  for (const Statement& statement : compile(session_.database(), op, false)) {
    if (statement.comment) continue;
    result = QueryResult();
    const plugin::ExecuteResult done =
        run(statement, op, [&](const std::vector<std::string>&, const plugin::Row& row) {
          result.rows.push_back(row);
          return true;
        });
    result.returns_rows = !done.columns.empty();
    result.columns = done.columns;
    affected += std::max<std::int64_t>(done.affected, 0);
    result.rowcount = done.affected < 0 ? done.affected : affected;
    result.last_id = done.last_id;
  }
  return result;
}

json::object LiveSink::reflect(const json::object& request) {
  json::object located = request;
  const json::value* schema = located.if_contains("schema");
  if (session_.catalog_schema() && (!schema || schema->is_null()))
    located["schema"] = *session_.catalog_schema();
  return json::parse(session_.database().reflect(json::serialize(located))).as_object();
}

}  // namespace pycharter::alembic
