#include "sqlite/backend.h"

#include <boost/json/value.hpp>

#include "sqlite/errors.h"
#include "sqlite/process_settings.h"
#include "sqlite/reflect.h"

namespace pycharter::sqlite {
namespace {

sql::store::Dialect store_dialect() {
  sql::store::Dialect dialect;
  dialect.backend = backend_name;
  dialect.find_tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name";
  dialect.greatest_id = INT64_MAX;
  dialect.rows_per_insert = 64;  // SQLite begins and ends each statement like a transaction
  // SQLite would open a table of its own to sort in, which takes longer than reading the rows. created_at is
  // text; a character below all that it can hold keeps a moment with fractions of a second behind the same
  // without.
  dialect.newest_id =
      "CAST(substr(max(ifnull(created_at, '') || char(1) || printf('%020d', id)), -20) AS INTEGER)";
  return dialect;
}

Error usage(const std::string& message) {
  return sql::usage_error(backend_name, message);
}

}  // namespace

Backend::Backend(plugin::Host host, plugin::Settings) : sql::Backend(store_dialect(), "sqlite") {
  if (host.owns_process()) configure_process();
}

Connection& Backend::connection() {
  if (!connection_) throw usage("no database is open; connect first");
  return *connection_;
}

void Backend::connect(const plugin::ConnectOptions& options) {
  auto opened = std::make_unique<Connection>(locate(options), options.migration);
  session_lock_ = std::make_unique<SessionLock>(opened->location().path);
  const std::lock_guard guard(connection_mutex_);
  connection_ = std::move(opened);
}

void Backend::disconnect() noexcept {
  {
    const std::lock_guard guard(connection_mutex_);
    connection_.reset();
  }
  session_lock_.reset();
  lock_ends_with_transaction_ = false;
}

void Backend::ping() {
  query_text(connection().handle(), "PRAGMA schema_version");
}

std::uint64_t Backend::capabilities() const {
  const bool in_memory = connection_ && connection_->location().in_memory();
  const auto lost = PYCHARTER_CAP_PERSISTENT | PYCHARTER_CAP_CONCURRENT_WRITERS;
  return in_memory ? description.capabilities & ~lost : description.capabilities;
}

void Backend::cancel() noexcept {
  const std::lock_guard guard(connection_mutex_);
  if (connection_) connection_->interrupt();
}

void Backend::add_server_facts(boost::json::object& facts) {
  if (connection_) facts["server_version"] = sqlite_api::sqlite3_libversion();
}

plugin::ExecuteResult Backend::execute(std::string_view sql, std::span<const plugin::Value> parameters,
                                       const plugin::RowSink& sink) {
  return run_script(connection().handle(), sql, parameters, sink);
}

void Backend::begin(plugin::BeginMode mode) {
  connection().begin(mode);
}

void Backend::commit() {
  connection().commit();
  release_transaction_lock();
}

void Backend::rollback() {
  connection().rollback();
  release_transaction_lock();
}

plugin::TransactionState Backend::transaction_state() noexcept {
  const bool open = connection_ && connection_->in_transaction();
  return open ? plugin::TransactionState::open : plugin::TransactionState::none;
}

// Between the transactions of a session's holder the file could be written to, and SQLite never says who
// writes: the lock file keeps out and tells, in either scope.
plugin::LockAttempt Backend::try_lock(std::string_view key, plugin::LockScope scope) {
  const bool of_transaction = scope == plugin::LockScope::transaction;
  // begin(write) has taken the file's only write lock, or failed as `locked`. Of a file that may only be read
  // SQLite makes it a transaction that reads.
  if (of_transaction && !connection().holds_write_lock()) {
    if (connection().is_read_only())
      throw sqlite::make_error(SQLITE_READONLY, "the database is read-only", "", sql::Work::script);
    throw usage("a lock of the transaction needs one begun for writing");
  }
  connection();
  const bool held_by_session = session_lock_->is_held() && !lock_ends_with_transaction_;
  auto attempt = session_lock_->try_lock(key);
  if (attempt.acquired) lock_ends_with_transaction_ = of_transaction && !held_by_session;
  return attempt;
}

void Backend::unlock(std::string_view) {
  if (session_lock_) session_lock_->unlock();
}

void Backend::release_transaction_lock() {
  if (lock_ends_with_transaction_) session_lock_->unlock();
  lock_ends_with_transaction_ = false;
}

boost::json::object Backend::reflect_catalog(const boost::json::object& request) {
  return sqlite::reflect(connection().handle(), request);
}

}  // namespace pycharter::sqlite
