#include "postgresql/connection.h"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "postgresql/errors.h"
#include "postgresql/locks.h"
#include "postgresql/script.h"

namespace pycharter::postgresql {
namespace {

struct Severity {
  std::string_view name;
  int level;
};
constexpr Severity severities[] = {
    {"WARNING", PYCHARTER_WARNING}, {"NOTICE", PYCHARTER_INFO}, {"INFO", PYCHARTER_INFO}};

std::string_view field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

void execute(PGconn* handle, std::string_view sql) {
  run_script(handle, sql, {}, {}, sql::Work::store);
}

// SOCI puts its own words before the driver's; the server's CONTEXT holds values of parameters.
std::string driver_message(const soci::soci_error& error) {
  static constexpr std::string_view prefixes[] = {"Cannot establish connection to the database.",
                                                  "Cannot execute query.", "Cannot prepare statement.",
                                                  "Fatal error.", "ERROR:"};
  auto message = error.get_error_message();
  message.erase(std::min(message.find("\nCONTEXT:"), message.size()));
  for (const auto prefix : prefixes) {
    message.erase(0, std::min(message.find_first_not_of(" \n"), message.size()));
    if (message.starts_with(prefix)) message.erase(0, prefix.size());
  }
  return message.erase(0, std::min(message.find_first_not_of(" \n"), message.size()));
}

}  // namespace

void Connection::receive_notice(void* connection, const PGresult* result) noexcept {
  auto& self = *static_cast<Connection*>(connection);
  const auto name = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  // A cancelled wait for a synchronous standby is reported so, with a SQLSTATE and words of no use.
  if (field(result, PG_DIAG_SOURCE_FUNCTION) == "SyncRepWaitForLSN") self.unreplicated_ = true;
  int level = PYCHARTER_DEBUG;
  for (const auto& severity : severities)
    if (severity.name == name) level = severity.level;
  if (!message.empty()) self.host_.log(level, backend_name, message);
}

Connection::Connection(const Conninfo& conninfo, const plugin::Host& host, bool read_only)
    : host_(host), read_only_(read_only), several_hosts_(conninfo.several_hosts) {
  try {
    session_ = std::make_unique<soci::session>(soci::postgresql, conninfo.url);
  } catch (const soci::soci_error& error) {
    throw connect_error(conninfo, driver_message(error));
  }
  handle_ = static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_;
  pipeline_ = std::make_unique<Pipeline>(handle_);
  PQsetNoticeReceiver(handle_, &receive_notice, this);
  cancel_.reset(PQgetCancel(handle_), &PQfreeCancel);
  // Behind a pooler the setting would stay with the server's connection, for other clients.
  if (read_only && !behind_pooler()) execute(handle_, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
}

bool Connection::behind_pooler() {
  if (!behind_pooler_) {
    const auto rows = query(handle(), "SELECT pg_catalog.pg_backend_pid()");
    behind_pooler_ = rows.at(0).at(0).integer != PQbackendPID(handle_);
  }
  return *behind_pooler_;
}

const std::string& Connection::prepared(std::string_view sql) {
  if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second;
  auto name = "pycharter_" + std::to_string(++prepared_count_);
  prepare(handle(), name, sql);
  return prepared_.emplace(sql, std::move(name)).first->second;
}

void Connection::send(std::string_view sql, std::span<const plugin::Value> values) {
  const bool keep = !values.empty() && !behind_pooler();
  pipeline_->send(sql, keep ? prepared(sql) : std::string(), values);
}

std::int64_t Connection::run(const std::string& sql, std::span<const sql::Parameter> parameters,
                             const sql::CellSink& sink) {
  pipeline_->settle();
  if (!statements_) statements_ = std::make_unique<Statements>(*session_, !behind_pooler());
  try {
    unreplicated_ = false;
    const auto affected = statements_->run(sql, parameters, sink);
    require_replicated(sql);
    return affected;
  } catch (const soci::soci_error& error) {
    throw failure(error, sql);
  } catch (const Error& error) {
    if (!is_of_a_standby(error)) throw;
    throw Error(ErrorCode::connect,
                error.message() + "; the next call looks for the one that may among the hosts",
                error.facts());
  }
}

Error Connection::failure(const soci::soci_error& error, const std::string& sql) const {
  const auto* own = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  const bool lost = PQstatus(handle_) == CONNECTION_BAD;
  const auto sqlstate = lost ? "08006" : own != nullptr ? own->sqlstate() : std::string();
  return sql::make_error({std::string(backend_name), sqlstate, driver_message(error), sql, sql::Work::store});
}

// The primary became a standby and kept its connections: this one is worth no more than a lost one.
bool Connection::is_of_a_standby(const Error& error) const {
  return error.facts().sqlstate == "25006" && several_hosts_ && !read_only_;
}

void Connection::require_replicated(std::string_view sql) {
  if (!std::exchange(unreplicated_, false)) return;
  ErrorFacts facts;
  facts.backend = backend_name;
  facts.statement = sql;
  throw Error(
      ErrorCode::cancelled,
      "postgresql: the wait for a synchronous standby was cancelled: this server has the change, but a "
      "standby that takes over may lack it",
      std::move(facts));
}

void Connection::begin_write() {
  begin(plugin::BeginMode::write);
}

// A migration is told by the server's warning alone: here it is done.
void Connection::commit_write() {
  commit();
  require_replicated("COMMIT");
}

void Connection::rollback_write() noexcept {
  pipeline_->abandon();
  ResultHandle(PQexec(handle_, "ROLLBACK"));
}

void Connection::lock_name(const std::string& name) {
  const auto key = lock_key(name);
  execute(handle_, "SELECT pg_catalog.pg_advisory_xact_lock(" + key.first_argument() + ", " +
                       key.second_argument() + ")");
}

void Connection::begin(plugin::BeginMode mode) {
  unreplicated_ = false;
  execute(handle(), read_only_ || mode == plugin::BeginMode::read ? "BEGIN READ ONLY" : "BEGIN");
}

void Connection::commit() {
  const auto result = ResultHandle(PQexec(handle(), "COMMIT"));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw result_error(handle_, result.get(), "COMMIT", sql::Work::script);
  // The server answers the COMMIT of a failed transaction with success and the word ROLLBACK.
  if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK")
    throw sql::make_error(
        {std::string(backend_name), "25P02",
         "the transaction was rolled back instead of committed, since a statement in it had failed", "COMMIT",
         sql::Work::script});
}

void Connection::rollback() {
  pipeline_->abandon();
  execute(handle_, "ROLLBACK");
}

void Connection::cancel() noexcept {
  if (!cancel_) return;
  const auto ask = [cancel = cancel_] {
    std::array<char, 256> message{};
    PQcancel(cancel.get(), message.data(), static_cast<int>(message.size()));
  };
  cancellation_.cancel(ask, PQsocket(handle_));
}

}  // namespace pycharter::postgresql
