#include "postgresql/backend.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <limits>

#include "postgresql/errors.h"
#include "postgresql/identifiers.h"
#include "postgresql/locks.h"
#include "postgresql/reflect.h"
#include "postgresql/same_values.h"
#include "postgresql/script.h"
#include "postgresql/session_state.h"

namespace pycharter::postgresql {
namespace {

std::string schema_name(const plugin::Host& host, const plugin::Settings& settings) {
  const auto given = settings.find("schema_name");
  auto name =
      given != settings.end() ? given->second : host.setting("database", "schema_name").value_or("pycharter");
  check_schema_name(name);
  return name;
}

// Every table is qualified: behind pgbouncer a search_path that was set would be another client's.
sql::store::Dialect store_dialect(const std::string& schema) {
  sql::store::Dialect dialect;
  dialect.backend = backend_name;
  dialect.qualifier = escaped_identifier(schema) + ".";
  dialect.code_point_after = " COLLATE \"C\"";
  dialect.document_before = "CAST(";
  dialect.document_after = " AS json)";
  dialect.rows_per_insert = 512;
  dialect.lock_row = " FOR NO KEY UPDATE";
  dialect.lock_row_to_delete = " FOR UPDATE";
  dialect.find_tables =
      "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE "
      "c.relkind IN ('r', 'p') AND n.nspname = " +
      escaped_literal(schema) + " AND c.relname";
  dialect.greatest_id = std::numeric_limits<std::int32_t>::max();  // serial
  return dialect;
}

// DEALLOCATE and DISCARD in any place: forgetting too often costs a round trip.
bool may_deallocate(std::string_view sql) {
  const auto mentions = [sql](std::string_view word) {
    return std::search(sql.begin(), sql.end(), word.begin(), word.end(),
                       [](char a, char b) { return (a | 0x20) == b; }) != sql.end();
  };
  return mentions("deallocate") || mentions("discard");
}

Error usage(const std::string& message) {
  return sql::usage_error(backend_name, message);
}

Error unsupported_by_pooler(const std::string& what, std::string_view instead, std::string_view statement) {
  ErrorFacts facts;
  facts.backend = backend_name;
  facts.statement = statement;
  const auto way_out = instead.empty() ? std::string() : "write " + std::string(instead) + ", or ";
  return {ErrorCode::unsupported,
          "postgresql: " + what + " behind a connection pooler (pgbouncer); " + way_out +
              "connect to the server itself for this migration",
          std::move(facts)};
}

}  // namespace

Backend::Backend(plugin::Host host, plugin::Settings settings)
    : sql::Backend(store_dialect(schema_name(host, settings)), "postgresql"), host_(host) {}

Connection& Backend::connection() {
  if (!connection_) throw usage("no database is open; connect first");
  connection_->begin_call();
  return *connection_;
}

void Backend::connect(const plugin::ConnectOptions& options) {
  auto opened = std::make_unique<Connection>(make_conninfo(options.url), host_, options.read_only);
  const std::lock_guard guard(connection_mutex_);
  connection_ = std::move(opened);
}

void Backend::disconnect() noexcept {
  const std::lock_guard guard(connection_mutex_);
  connection_.reset();
}

void Backend::ping() {
  query(connection().handle(), "SELECT 1");
}

std::uint64_t Backend::capabilities() const {
  return description.capabilities;
}

void Backend::cancel() noexcept {
  cancel_requested_ = true;
  const std::lock_guard guard(connection_mutex_);
  if (connection_) connection_->cancel();
}

void Backend::add_server_facts(boost::json::object& facts) {
  if (!connection_) return;
  // The server has told it when the connection was made. "15.4 (Debian 15.4-1)"
  const char* version = PQparameterStatus(connection_->handle(), "server_version");
  if (version == nullptr) return;
  facts["server_version"] = std::string_view(version).substr(0, std::string_view(version).find(' '));
}

template <class Work>
plugin::ExecuteResult Backend::run_cancellable(const Work& work) {
  try {
    return work();
  } catch (const Error& error) {
    // statement_timeout and the server's administrator end statements with the same SQLSTATE.
    if (error.code() != ErrorCode::cancelled || cancel_requested_) throw;
    throw Error(ErrorCode::migration, error.message(), error.facts());
  }
}

void Backend::refuse_session_state(std::string_view sql) {
  const auto found = find_session_state(sql);
  if (found && connection().behind_pooler())
    throw unsupported_by_pooler("what this statement leaves in the session would be another client's",
                                found->instead, found->statement);
}

plugin::ExecuteResult Backend::execute(std::string_view sql, std::span<const plugin::Value> parameters,
                                       const plugin::RowSink& sink) {
  refuse_session_state(sql);
  if (may_deallocate(sql)) connection().forget_prepared();
  return run_cancellable([&] { return run_script(connection().handle(), sql, parameters, sink); });
}

std::optional<plugin::ExecuteResult> Backend::send(std::string_view sql,
                                                   std::span<const plugin::Value> parameters) {
  refuse_session_state(sql);
  connection().send(sql, parameters);
  return std::nullopt;
}

plugin::ExecuteResult Backend::receive() {
  return run_cancellable([&] { return connection().receive(); });
}

void Backend::begin(plugin::BeginMode mode) {
  cancel_requested_ = false;
  connection().begin(mode);
}

void Backend::commit() {
  connection().commit();
}

void Backend::rollback() {
  connection().rollback();
}

plugin::TransactionState Backend::transaction_state() noexcept {
  if (!connection_) return plugin::TransactionState::none;
  switch (connection_->transaction_status()) {
    case PQTRANS_INTRANS:
    case PQTRANS_ACTIVE:
      return plugin::TransactionState::open;
    case PQTRANS_INERROR:
      return plugin::TransactionState::failed;
    default:
      return plugin::TransactionState::none;
  }
}

plugin::LockAttempt Backend::try_lock(std::string_view key, plugin::LockScope scope) {
  if (scope == plugin::LockScope::session && connection().behind_pooler())
    throw unsupported_by_pooler("a lock of the session does not hold", "", "");
  return postgresql::try_lock(connection().handle(), key, scope);
}

void Backend::unlock(std::string_view key) {
  postgresql::unlock(connection().handle(), key);
}

boost::json::object Backend::reflect_catalog(const boost::json::object& request) {
  return postgresql::reflect(connection().handle(), request);
}

std::vector<std::optional<bool>> Backend::ask_server(
    std::span<const sql::comparison::DefaultVerdict::Question> questions) {
  return same_values(connection().handle(), questions);
}

}  // namespace pycharter::postgresql
