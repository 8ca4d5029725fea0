// An open connection: SOCI's session for the store's statements, libpq's handle for everything else.
#ifndef PYCHARTER_POSTGRESQL_CONNECTION_H
#define PYCHARTER_POSTGRESQL_CONNECTION_H

#include <libpq-fe.h>
#include <pycharter/plugin/host.h>
#include <pycharter/plugin/types.h>
#include <soci/soci.h>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "postgresql/conninfo.h"
#include "postgresql/pipeline.h"
#include "postgresql/statements.h"
#include "sql/connection/cancellation.h"
#include "sql/connection/connection.h"

namespace pycharter::postgresql {

class Connection : public sql::Connection {
 public:
  // Throws connect, auth.
  Connection(const Conninfo& conninfo, const plugin::Host& host, bool read_only);

  std::int64_t run(const std::string& sql, std::span<const sql::Parameter> parameters,
                   const sql::CellSink& sink) override;
  void begin_write() override;
  void commit_write() override;
  void rollback_write() noexcept override;
  void lock_name(const std::string& name) override;

  void begin(plugin::BeginMode mode);
  // Throws migration where the server rolled back instead, as it does when a statement before had failed.
  void commit();
  void rollback();
  PGTransactionStatusType transaction_status() const { return PQtransactionStatus(handle_); }

  // Sends a statement that gives no rows; one with values is kept prepared, except behind a pooler, which
  // gives each transaction another server connection, where the name is not known or somebody else's.
  void send(std::string_view sql, std::span<const plugin::Value> values);
  plugin::ExecuteResult receive() { return pipeline_->receive(); }

  // For when a script may have ended prepared statements.
  void forget_prepared() { prepared_.clear(); }

  // True when another server connection may serve the next transaction (pgbouncer): nothing of a session
  // holds there.
  bool behind_pooler();

  // From any thread, see sql::Cancellation.
  void cancel() noexcept;
  void begin_call() noexcept { cancellation_.begin_call(); }

  // Ready for a statement: what was sent before has been answered.
  PGconn* handle() const {
    pipeline_->settle();
    return handle_;
  }

 private:
  // Messages of the server that are no errors. Called from within libpq.
  static void receive_notice(void* connection, const PGresult* result) noexcept;
  // Throws cancelled where the statement before was done without the standby that should have it too.
  void require_replicated(std::string_view sql);
  // What SOCI threw, as an Error.
  Error failure(const soci::soci_error& error, const std::string& sql) const;
  bool is_of_a_standby(const Error& error) const;

  // The name under which a statement is prepared here; prepares it when it is asked for first.
  const std::string& prepared(std::string_view sql);

  plugin::Host host_;  // outlives the session, whose notices go to it
  bool read_only_;
  bool several_hosts_;  // of which another may have become the one that takes writes
  bool unreplicated_ = false;
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<Statements> statements_;
  PGconn* handle_ = nullptr;  // the session's
  std::unique_ptr<Pipeline> pipeline_;
  std::shared_ptr<PGcancel> cancel_;  // also of a thread that asks the server to stop
  sql::Cancellation cancellation_;
  std::map<std::string, std::string, std::less<>> prepared_;  // text to name
  int prepared_count_ = 0;                                    // names are never used again
  std::optional<bool> behind_pooler_;
};

}  // namespace pycharter::postgresql

#endif
