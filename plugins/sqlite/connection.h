// An open SQLite database: SOCI's session for the store's statements, its native handle for everything else.
#ifndef PYCHARTER_SQLITE_CONNECTION_H
#define PYCHARTER_SQLITE_CONNECTION_H

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "sql/connection/connection.h"
#include "sqlite/handle.h"
#include "sqlite/location.h"
#include "sqlite/lock_wait.h"
#include "sqlite/statements.h"

namespace pycharter::sqlite {

class Connection : public sql::Connection {
 public:
  // Throws connect where the file cannot be opened or is no database.
  Connection(const Location& location, bool migration);
  ~Connection() override;

  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink) override;
  void begin_write() override { begin(plugin::BeginMode::write); }
  void commit_write() override { commit(); }
  void rollback_write() noexcept override;
  // BEGIN IMMEDIATE has locked the whole file already.
  void lock_name(const std::string&) override {}

  void begin(plugin::BeginMode mode);
  void commit();
  void rollback();
  bool in_transaction() const;
  bool holds_write_lock() const;
  bool is_read_only() const;  // by the URL, or because the file may not be written
  // From any thread.
  void interrupt() noexcept;

  const Location& location() const { return location_; }
  Handle* handle() const { return handle_; }

 private:
  void open();
  void check_foreign_keys();

  Location location_;
  bool migration_;
  LockWait lock_wait_;  // outlives the session, which refers to it
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<Statements> statements_;
  Handle* handle_ = nullptr;  // the session's
  // Rows that refer to nothing, before the running migration; counted once.
  std::optional<std::int64_t> orphans_;
};

}  // namespace pycharter::sqlite

#endif
