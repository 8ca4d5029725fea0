// An open connection: SOCI's session, and libmariadb's handle for statements.
#ifndef PYCHARTER_MYSQL_CONNECTION_H
#define PYCHARTER_MYSQL_CONNECTION_H

#include <mysql.h>
#include <pycharter/plugin/types.h>
#include <soci/soci.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mysql/parameters.h"
#include "mysql/statements.h"
#include "sql/connection/connection.h"

namespace pycharter::mysql {

enum class Purpose { store, migration };

class Connection : public sql::Connection {
 public:
  // Throws connect, auth.
  Connection(const Parameters& parameters, Purpose purpose, bool read_only);

  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink) override;
  std::int64_t last_id() override;
  void begin_write() override;
  void commit_write() override;
  void rollback_write() noexcept override;
  void lock_name(const std::string& name) override;

  // Autocommit is off until commit() or rollback(): what follows a statement that committed by itself is a
  // transaction again, as it is with Python's drivers.
  void begin(plugin::BeginMode mode);
  void commit();
  void rollback();
  // `none` also when a statement since begin() has committed and nothing was written after it.
  plugin::TransactionState transaction_state() noexcept;
  // For the answer of transaction_state() after a failed statement, which tells nothing itself.
  void refresh_state() noexcept;

  plugin::LockAttempt try_lock(std::string_view key, plugin::LockScope scope);
  void unlock(std::string_view key);

  // What the server adds to the name of the DDL compiler's dialect: " on MariaDB"; nothing for MySQL.
  std::string_view variant() const;
  unsigned long id() const { return mysql_thread_id(handle_); }
  MYSQL* handle() const { return handle_; }

 private:
  void check_tls(const Parameters& parameters) const;
  void end_transaction() noexcept;

  bool read_only_;
  std::unique_ptr<soci::session> session_;
  MYSQL* handle_ = nullptr;  // the session's
  std::unique_ptr<Statements> statements_;
  bool begun_ = false;
  std::vector<std::string> transaction_locks_;  // names that are given back when the transaction ends
};

}  // namespace pycharter::mysql

#endif
