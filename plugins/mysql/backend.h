// The MySQL and MariaDB backend: pycharter.store/1 and pycharter.sql/1 over one connection.
#ifndef PYCHARTER_MYSQL_BACKEND_H
#define PYCHARTER_MYSQL_BACKEND_H

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "mysql/connection.h"
#include "mysql/parameters.h"
#include "sql/backend/backend.h"
#include "sql/connection/cancellation.h"

namespace pycharter::mysql {

class Backend : public sql::Backend {
 public:
  // No transactional_ddl: the servers commit at most DDL statements.
  static constexpr plugin::Description description{"mysql", PYCHARTER_VERSION,
                                                   PYCHARTER_CAP_PERSISTENT | PYCHARTER_CAP_TRANSACTIONS |
                                                       PYCHARTER_CAP_ADVISORY_LOCK | PYCHARTER_CAP_SQL |
                                                       PYCHARTER_CAP_CONCURRENT_WRITERS |
                                                       PYCHARTER_CAP_CANCEL | PYCHARTER_CAP_TEXT_DOCUMENTS};

  // The setting `dialect`, mysql or mariadb, is the scheme of the URL that migrations run on.
  Backend(plugin::Host host, plugin::Settings settings);

  void connect(const plugin::ConnectOptions& options) override;
  void disconnect() noexcept override;
  void ping() override;
  std::uint64_t capabilities() const override;
  void cancel() noexcept override;
  std::vector<std::string> put(std::span<const plugin::Record> records) override;
  void find(const plugin::Query& query, const plugin::RecordSink& sink) override;
  std::uint64_t remove(const plugin::Query& query) override;
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink) override;

  plugin::ExecuteResult execute(std::string_view sql, std::span<const plugin::Value> parameters,
                                const plugin::RowSink& sink) override;
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

 private:
  explicit Backend(std::string dialect);

  std::string dialect_;
  std::atomic<bool> cancel_requested_ = false;  // since the last begin()
  sql::Cancellation cancellation_;
  std::mutex connection_mutex_;  // against cancel() from another thread while the connection comes or goes
  std::optional<Parameters> parameters_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace pycharter::mysql

#endif
