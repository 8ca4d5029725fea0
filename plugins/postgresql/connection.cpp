#include "postgresql/connection.h"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <array>
#include <string_view>

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

// Messages of the server that are no errors. Called from within libpq: nothing may be thrown.
void receive_notice(void* context, const PGresult* result) noexcept {
  const auto* host = static_cast<const plugin::Host*>(context);
  const char* name = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message == nullptr) return;
  int level = PYCHARTER_DEBUG;
  for (const auto& severity : severities)
    if (name != nullptr && severity.name == name) level = severity.level;
  host->log(level, backend_name, message);
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

Connection::Connection(const Conninfo& conninfo, const plugin::Host& host, bool read_only)
    : host_(host), read_only_(read_only) {
  try {
    session_ = std::make_unique<soci::session>(soci::postgresql, conninfo.url);
  } catch (const soci::soci_error& error) {
    throw connect_error(conninfo, driver_message(error));
  }
  handle_ = static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_;
  pipeline_ = std::make_unique<Pipeline>(handle_);
  PQsetNoticeReceiver(handle_, &receive_notice, &host_);
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

std::int64_t Connection::run(const std::string& sql, std::span<const sql::Cell> parameters,
                             std::size_t columns, const sql::CellSink& sink) {
  for (const auto& parameter : parameters)
    if (parameter) sql::refuse_nul(*parameter, backend_name);
  pipeline_->settle();
  if (!statements_) statements_ = std::make_unique<sql::StatementCache>(*session_, !behind_pooler());
  try {
    return statements_->run(sql, parameters, columns, sink);
  } catch (const soci::postgresql_soci_error& error) {
    const bool lost = PQstatus(handle_) == CONNECTION_BAD;
    throw sql::make_error({std::string(backend_name), lost ? "08006" : error.sqlstate(),
                           driver_message(error), sql, sql::Work::store});
  } catch (const soci::soci_error& error) {
    const bool lost = PQstatus(handle_) == CONNECTION_BAD;
    throw sql::make_error(
        {std::string(backend_name), lost ? "08006" : "", driver_message(error), sql, sql::Work::store});
  }
}

void Connection::begin_write() {
  begin(plugin::BeginMode::write);
}

void Connection::commit_write() {
  commit();
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
