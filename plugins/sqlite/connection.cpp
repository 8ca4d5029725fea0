#include "sqlite/connection.h"

#include "sqlite/errors.h"

namespace pycharter::sqlite {
namespace {

// SOCI exports the factory under a C name too, but declares this object.
const soci::backend_factory& factory() {
  return soci::sqlite3;
}

struct CloseHandle {
  void operator()(Handle* handle) const { sqlite_api::sqlite3_close_v2(handle); }
};
using OwnHandle = std::unique_ptr<Handle, CloseHandle>;

// Without a mutex around every call, which takes a seventh of a read's time: a connection is used by one
// thread, and sqlite3_interrupt, which comes from others, needs none.
OwnHandle open_file(const Location& location) {
  const int flags = SQLITE_OPEN_NOMUTEX |
                    (location.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  Handle* opened = nullptr;
  const int code = sqlite_api::sqlite3_open_v2(location.file_name().c_str(), &opened, flags, nullptr);
  OwnHandle handle(opened);
  if (code == SQLITE_OK) return handle;
  const std::string why =
      opened != nullptr ? sqlite_api::sqlite3_errmsg(opened) : sqlite_api::sqlite3_errstr(code);
  throw sqlite::make_error(SQLITE_CANTOPEN, "the database cannot be opened: " + why, "", sql::Work::store);
}

// SOCI knows no such way to open a file: it is given the handle in place of that of a database in memory.
void give(soci::session& session, OwnHandle handle) {
  auto& kept = static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
  sqlite_api::sqlite3_close_v2(kept);
  kept = handle.release();
}

void execute(Handle* handle, std::string_view sql) {
  run_script(handle, sql, {}, {});
}

std::int64_t count_orphans(Handle* handle) {
  return std::stoll(query_text(handle, "SELECT count(*) FROM pragma_foreign_key_check"));
}

}  // namespace

Connection::Connection(const Location& location, bool migration)
    : location_(location), migration_(migration), lock_wait_(std::chrono::seconds(location.timeout)) {
  try {
    open();
  } catch (const soci::soci_error& error) {
    throw sqlite::make_error(SQLITE_NOMEM, "SQLite cannot be used: " + error.get_error_message(), "",
                             sql::Work::store);
  } catch (Error& error) {
    if (location_.in_memory()) throw;
    throw Error(error.code(), error.message() + " (file '" + location_.path + "')", error.facts());
  }
}

Connection::~Connection() = default;

void Connection::open() {
  session_ = std::make_unique<soci::session>(factory(), "dbname=:memory:");
  give(*session_, open_file(location_));
  handle_ = static_cast<soci::sqlite3_session_backend*>(session_->get_backend())->conn_;
  statements_ = std::make_unique<Statements>(*session_);
  sqlite_api::sqlite3_extended_result_codes(handle_, 1);
  lock_wait_.install(handle_);
  // Off for migrations: dropping a table to re-create it would delete what refers to it. It cannot be changed
  // later, within a transaction.
  execute(handle_, migration_ ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON");
  // Opening reads nothing; this finds out that the file is no database.
  query_text(handle_, "PRAGMA schema_version");
}

std::int64_t Connection::run(const std::string& sql, std::span<const sql::Parameter> parameters,
                             const sql::CellSink& sink) {
  try {
    return statements_->run(sql, parameters, sink);
  } catch (const soci::soci_error& error) {
    // By now SOCI has finalized the statement, but SQLite keeps the code of what failed last.
    const auto* own = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const int kept = sqlite_api::sqlite3_extended_errcode(handle_);
    const int code = own != nullptr && (kept & 0xff) != (own->result() & 0xff) ? own->result() : kept;
    throw sqlite::make_error(code, sqlite_api::sqlite3_errmsg(handle_), sql, sql::Work::store);
  }
}

void Connection::begin(plugin::BeginMode mode) {
  const bool write = mode == plugin::BeginMode::write;
  // Deferred, a transaction that reads first and writes then fails at once when another writes.
  const auto sql = write ? "BEGIN IMMEDIATE" : "BEGIN";
  if (migration_) {
    // It polls by itself, to answer Ctrl-C and to keep its own time-out.
    const LockWait::Suspended at_once(lock_wait_);
    execute(handle_, sql);
  } else {
    execute(handle_, sql);
  }
  if (write && migration_ && !orphans_) orphans_ = count_orphans(handle_);
}

void Connection::commit() {
  if (migration_ && orphans_ && holds_write_lock()) check_foreign_keys();
  execute(handle_, "COMMIT");
}

void Connection::check_foreign_keys() {
  const auto now = count_orphans(handle_);
  if (now > *orphans_) {
    const auto where =
        query_text(handle_,
                   "SELECT 'row ' || coalesce(rowid, '?') || ' of \"' || \"table\" || '\" refers to no row "
                   "of \"' || parent || '\"' FROM pragma_foreign_key_check LIMIT 1");
    throw sql::make_error({std::string(backend_name), "23503",
                           "after the migration " + std::to_string(now - *orphans_) +
                               " more rows break a foreign key, for example " + where +
                               "; nothing was committed: `PRAGMA foreign_key_check` lists them",
                           "PRAGMA foreign_key_check", sql::Work::script});
  }
  orphans_ = now;
}

void Connection::rollback() {
  orphans_.reset();
  // SQLite rolls back by itself when the disk is full or reading fails.
  if (in_transaction()) execute(handle_, "ROLLBACK");
}

void Connection::rollback_write() noexcept {
  if (in_transaction()) sqlite_api::sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Connection::in_transaction() const {
  return sqlite_api::sqlite3_get_autocommit(handle_) == 0;
}

bool Connection::holds_write_lock() const {
  return sqlite_api::sqlite3_txn_state(handle_, nullptr) == SQLITE_TXN_WRITE;
}

bool Connection::is_read_only() const {
  return sqlite_api::sqlite3_db_readonly(handle_, "main") == 1;
}

void Connection::interrupt() noexcept {
  sqlite_api::sqlite3_interrupt(handle_);
}

}  // namespace pycharter::sqlite
