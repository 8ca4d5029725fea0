#include "mysql/connection.h"

#include <soci/mysql/soci-mysql.h>

#include <algorithm>
#include <string_view>

#include "mysql/errors.h"
#include "mysql/locks.h"
#include "mysql/script.h"

namespace pycharter::mysql {
namespace {

void execute(MYSQL* handle, std::string_view sql, sql::Work work = sql::Work::store) {
  run_script(handle, sql, {}, {}, work);
}

unsigned number_of(const soci::soci_error& error) {
  const auto* own = dynamic_cast<const soci::mysql_soci_error*>(&error);
  return own == nullptr ? 0 : own->err_num_;
}

}  // namespace

Connection::Connection(const Parameters& parameters, Purpose purpose, bool read_only)
    : read_only_(read_only) {
  try {
    session_ = std::make_unique<soci::session>(soci::mysql, parameters.connect_string);
  } catch (const soci::soci_error& error) {
    throw mysql::make_error(number_of(error), "08001",
                            "cannot connect as " + parameters.place + ": " + error.get_error_message(), "",
                            sql::Work::store);
  }
  handle_ = static_cast<soci::mysql_session_backend*>(session_->get_backend())->conn_;
  check_tls(parameters);
  statements_ = std::make_unique<Statements>(handle_);
  if (!parameters.init_command.empty()) execute(handle_, parameters.init_command);
  // A server that is not strict would cut texts without a word. A migration keeps the server's own mode, as
  // Python does.
  if (purpose == Purpose::store) execute(handle_, "SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
  if (read_only) execute(handle_, "SET SESSION TRANSACTION READ ONLY");
}

std::string_view Connection::variant() const {
  if (std::string_view(mysql_get_server_info(handle_)).find("MariaDB") == std::string_view::npos) return "";
  // 10.7 has the type UUID.
  return mysql_get_server_version(handle_) >= 100700 ? " on MariaDB" : " on MariaDB before 10.7";
}

// The client library goes on in clear with a server that has no TLS.
void Connection::check_tls(const Parameters& parameters) const {
  if (!parameters.needs_tls || mysql_get_ssl_cipher(handle_) != nullptr) return;
  throw mysql::make_error(0, "08001",
                          "cannot connect as " + parameters.place +
                              ": the URL asks for TLS, and the server offers none; leave ssl_ca and ssl_mode "
                              "out where clear text is meant",
                          "", sql::Work::store);
}

std::int64_t Connection::run(const std::string& sql, std::span<const sql::Parameter> parameters,
                             const sql::CellSink& sink) {
  return statements_->run(sql, parameters, sink);
}

std::int64_t Connection::last_id() {
  return static_cast<std::int64_t>(mysql_insert_id(handle_));
}

// What one record's write reads after its lock must be what others have committed by then, also in a
// transaction that has read before.
void Connection::begin_write() {
  execute(handle_, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
  execute(handle_, read_only_ ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
}

void Connection::commit_write() {
  execute(handle_, "COMMIT");
  end_transaction();
}

void Connection::rollback_write() noexcept {
  mysql_rollback(handle_);
  end_transaction();
}

void Connection::lock_name(const std::string& name) {
  const auto lock = lock_name_of(handle_, name);
  wait_for_lock(handle_, lock);
  transaction_locks_.push_back(lock);
}

void Connection::begin(plugin::BeginMode mode) {
  if (begun_) throw usage("a transaction is open already");
  if (mysql_autocommit(handle_, 0) != 0) throw last_error(handle_, "SET autocommit=0", sql::Work::script);
  begun_ = true;
  const bool reads = read_only_ || mode == plugin::BeginMode::read;
  execute(handle_, reads ? "START TRANSACTION READ ONLY" : "START TRANSACTION", sql::Work::script);
}

void Connection::commit() {
  execute(handle_, "COMMIT", sql::Work::script);
  end_transaction();
}

void Connection::rollback() {
  const bool failed = mysql_rollback(handle_) != 0;
  if (failed) {
    auto error = last_error(handle_, "ROLLBACK", sql::Work::script);
    end_transaction();
    throw error;
  }
  end_transaction();
}

void Connection::end_transaction() noexcept {
  for (const auto& name : transaction_locks_)
    release_lock(handle_, name);
  transaction_locks_.clear();
  if (begun_) mysql_autocommit(handle_, 1);
  begun_ = false;
}

plugin::TransactionState Connection::transaction_state() noexcept {
  const bool open = (handle_->server_status & SERVER_STATUS_IN_TRANS) != 0;
  return open ? plugin::TransactionState::open : plugin::TransactionState::none;
}

void Connection::refresh_state() noexcept {
  static constexpr std::string_view nothing = "DO 0";
  mysql_real_query(handle_, nothing.data(), nothing.size());
}

plugin::LockAttempt Connection::try_lock(std::string_view key, plugin::LockScope scope) {
  const auto name = lock_name_of(handle_, key);
  auto attempt = mysql::try_lock(handle_, name);
  if (attempt.acquired && scope == plugin::LockScope::transaction) transaction_locks_.push_back(name);
  return attempt;
}

void Connection::unlock(std::string_view key) {
  release_lock(handle_, lock_name_of(handle_, key));
}

}  // namespace pycharter::mysql
