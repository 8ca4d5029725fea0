// The PostgreSQL backend: pycharter.store/1 and pycharter.sql/1 over one connection.
#ifndef PYCHARTER_POSTGRESQL_BACKEND_H
#define PYCHARTER_POSTGRESQL_BACKEND_H

#include <atomic>
#include <memory>
#include <mutex>

#include "postgresql/connection.h"
#include "sql/backend/backend.h"

namespace pycharter::postgresql {

class Backend : public sql::Backend {
 public:
  static constexpr plugin::Description description{
      "postgresql", PYCHARTER_VERSION,
      PYCHARTER_CAP_PERSISTENT | PYCHARTER_CAP_TRANSACTIONS | PYCHARTER_CAP_TRANSACTIONAL_DDL |
          PYCHARTER_CAP_ADVISORY_LOCK | PYCHARTER_CAP_SQL | PYCHARTER_CAP_CONCURRENT_WRITERS |
          PYCHARTER_CAP_CANCEL | PYCHARTER_CAP_TEXT_DOCUMENTS};

  Backend(plugin::Host host, plugin::Settings settings);

  void connect(const plugin::ConnectOptions& options) override;
  void disconnect() noexcept override;
  void ping() override;
  std::uint64_t capabilities() const override;
  void cancel() noexcept override;

  plugin::ExecuteResult execute(std::string_view sql, std::span<const plugin::Value> parameters,
                                const plugin::RowSink& sink) override;
  std::optional<plugin::ExecuteResult> send(std::string_view sql,
                                            std::span<const plugin::Value> parameters) override;
  plugin::ExecuteResult receive() override;
  void begin(plugin::BeginMode mode) override;
  void commit() override;
  void rollback() override;
  plugin::TransactionState transaction_state() noexcept override;
  plugin::LockAttempt try_lock(std::string_view key, plugin::LockScope scope) override;
  void unlock(std::string_view key) override;

 protected:
  Connection& connection() override;
  boost::json::object reflect_catalog(const boost::json::object& request) override;
  void add_server_facts(boost::json::object& facts) override;
  std::vector<std::optional<bool>> ask_server(
      std::span<const sql::comparison::DefaultVerdict::Question> questions) override;

 private:
  // Throws unsupported behind a pooler.
  void refuse_session_state(std::string_view sql);
  template <class Work>
  plugin::ExecuteResult run_cancellable(const Work& work);

  plugin::Host host_;
  std::atomic<bool> cancel_requested_ = false;  // since the last begin()
  std::mutex connection_mutex_;  // against cancel() from another thread while the connection comes or goes
  std::unique_ptr<Connection> connection_;
};

}  // namespace pycharter::postgresql

#endif
