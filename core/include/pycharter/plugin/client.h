// The caller's side of the boundary: classes over the C tables, used by the core and by engines. Every
// failing status becomes a pycharter::Error with the facts the callee reported. Objects are views: they own
// nothing, and live no longer than the instance they speak to.
#ifndef PYCHARTER_PLUGIN_CLIENT_H
#define PYCHARTER_PLUGIN_CLIENT_H

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/plugin/detail/call.h>
#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>
#include <pycharter/plugin/types.h>

namespace pycharter::plugin {

// pycharter.store/1
class StoreClient {
 public:
  StoreClient(const pycharter_store_v1* table, void* instance, ErrorFilter filter = {})
      : table_(table), self_(instance), filter_(filter) {}

  void connect(const ConnectOptions& options);
  void disconnect() noexcept;
  void ping();
  std::uint64_t capabilities() const;
  void cancel() noexcept;
  StoreInfo info();
  void initialise();
  std::vector<std::string> put(std::span<const Record> records);
  void find(const Query& query, const RecordSink& sink);
  std::vector<Record> find(const Query& query);
  std::uint64_t remove(const Query& query);
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const RecordSink& sink);

 private:
  void check_understood(const Query& query) const;

  const pycharter_store_v1* table_;
  void* self_;
  ErrorFilter filter_;
};

// pycharter.sql/1 of a backend that is open, or of one that is not for rendering.
class SqlClient {
 public:
  // Throws unsupported when the backend has no SQL.
  explicit SqlClient(const pycharter_backend_ref& backend, ErrorFilter filter = {});

  const std::string& name() const { return name_; }
  bool connected() const { return connected_; }
  std::uint64_t capabilities() const { return capabilities_; }
  bool has(std::uint64_t capability) const { return (capabilities_ & capability) != 0; }

  std::string facts();
  std::string compile(std::string_view operation, bool offline);
  std::string quote(std::string_view identifier, bool always = false);
  ExecuteResult execute(std::string_view sql, std::span<const Value> parameters = {},
                        const RowSink& sink = {});
  // For a statement that gives no rows; with parameters, on tables whose columns stay as they are. Nothing
  // returned: it is on its way, and receive() tells the effect, or throws the failure, of the oldest such.
  // What was sent after one that failed is to be received too, or given up with rollback().
  std::optional<ExecuteResult> send(std::string_view sql, std::span<const Value> parameters = {});
  ExecuteResult receive();
  std::vector<Row> query(std::string_view sql, std::span<const Value> parameters = {});
  void begin(BeginMode mode);
  void commit();
  void rollback();
  TransactionState transaction_state() noexcept;
  LockAttempt try_lock(std::string_view key, LockScope scope);
  void unlock(std::string_view key);
  std::string reflect(std::string_view request);

 private:
  std::string name_;
  bool connected_ = false;
  std::uint64_t capabilities_ = 0;
  const pycharter_sql_v1* table_ = nullptr;
  void* self_ = nullptr;
  ErrorFilter filter_;
};

// pycharter.migrations/1
class MigrationsClient {
 public:
  MigrationsClient(const pycharter_migrations_v1* table, void* instance, ErrorFilter filter = {})
      : table_(table), self_(instance), filter_(filter) {}

  void load(std::string_view request);
  std::string query(std::string_view request);
  std::string current(const pycharter_backend_ref& backend, std::string_view request);
  std::string plan(const pycharter_backend_ref& backend, std::string_view request);
  std::string apply(const pycharter_backend_ref& backend, std::string_view request);
  void render(const pycharter_backend_ref& backend, std::string_view request, pycharter_sink sink,
              void* context);
  std::string write(const pycharter_backend_ref* backend, std::string_view request);
  std::string compare(const pycharter_backend_ref& backend, std::string_view request);

 private:
  const pycharter_migrations_v1* table_;
  void* self_;
  ErrorFilter filter_;
};

}  // namespace pycharter::plugin

#include <pycharter/plugin/detail/client_impl.h>  // the definitions, inline

#endif
