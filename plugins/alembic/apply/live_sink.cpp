#include "alembic/apply/live_sink.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string_view>

namespace pycharter::alembic {

namespace json = boost::json;

namespace {

// Operations whose statements give nothing that a script could look at.
constexpr std::array<std::string_view, 13> schema_changes{
    "create_table",      "drop_table",           "rename_table",      "add_column",        "drop_column",
    "alter_column",      "create_index",         "drop_index",        "create_constraint", "drop_constraint",
    "batch_alter_table", "create_table_comment", "drop_table_comment"};

}  // namespace

bool LiveSink::may_send(const json::object& op) const {
  if (at_once_ || in_autocommit_ || !session_.dialect().transactional_ddl) return false;
  const std::string_view kind = op.at("op").as_string();
  return std::find(schema_changes.begin(), schema_changes.end(), kind) != schema_changes.end();
}

ErrorFacts LiveSink::facts_of(const Statement& statement, const json::object& op) const {
  ErrorFacts facts;
  facts.statement = statement.sql;
  facts.statement_number = statement_count_;
  facts.revision = revision_;
  add_place(facts, op);
  if (statement.line > 0) facts.line = statement.line;
  if (statement.column > 0) facts.column = statement.column;
  return facts;
}

void LiveSink::send(const Statement& statement, const json::object& op) {
  if (host_.cancelled()) throw Error(ErrorCode::cancelled, "Interrupted");
  ++statement_count_;
  session_.send(statement.sql, statement.binds, facts_of(statement, op));
}

plugin::ExecuteResult LiveSink::run(const Statement& statement, const json::object& op,
                                    const plugin::RowSink& rows) {
  if (host_.cancelled()) throw Error(ErrorCode::cancelled, "Interrupted");
  session_.settle();
  ++statement_count_;
  try {
    plugin::ExecuteResult done = session_.database().execute(statement.sql, statement.binds, rows);
    note_commits(statement_count_);
    return done;
  } catch (Error& error) {
    note_commits(statement_count_ - 1);  // DDL commits what was before it even when it fails
    add_facts(error.facts(), facts_of(statement, op));
    throw;
  }
}

// Compiling may ask the catalog, which then fails for what was sent before.
std::vector<Statement> LiveSink::compiled(const json::object& op) {
  try {
    return compile(session_.database(), op, false);
  } catch (const Error&) {
    session_.settle();
    throw;
  }
}

void LiveSink::note_commits(std::int64_t statements) {
  if (session_.dialect().transactional_ddl) return;
  if (session_.database().transaction_state() == plugin::TransactionState::none)
    committed_count_ = statements;
}

void LiveSink::operation(const json::object& op) {
  const bool sends = may_send(op);
  for (const Statement& statement : compiled(op)) {
    if (statement.comment) continue;
    if (sends)
      send(statement, op);
    else
      run(statement, op);
  }
}

QueryResult LiveSink::query(const json::object& op) {
  QueryResult result;
  std::int64_t affected = 0;  // by all sets of parameters together
  for (const Statement& statement : compiled(op)) {
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

void LiveSink::begin_autocommit() {
  session_.settle();
  in_autocommit_ = true;
  autocommit_.enter();
}

void LiveSink::end_autocommit() {
  in_autocommit_ = false;
  autocommit_.leave();
}

json::object LiveSink::reflect(const json::object& request) {
  session_.settle();
  json::object located = request;
  const json::value* schema = located.if_contains("schema");
  if (session_.catalog_schema() && (!schema || schema->is_null()))
    located["schema"] = *session_.catalog_schema();
  return json::parse(session_.database().reflect(json::serialize(located))).as_object();
}

}  // namespace pycharter::alembic
