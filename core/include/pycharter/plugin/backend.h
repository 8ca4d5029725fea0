// What the author of a backend derives from.
//
//   class Acme : public pycharter::plugin::Backend { … };
//   PYCHARTER_PLUGIN(Acme)
//
// Acme has a constructor Acme(Host, Settings) and a static constexpr member
//   static constexpr pycharter::plugin::Description description{"acme", "1.0", PYCHARTER_CAP_PERSISTENT};
// Methods may throw anything: pycharter::Error arrives as it is, std::exception as `internal`. An instance is
// used by one thread at a time; only cancel() may be called from another.
#ifndef PYCHARTER_PLUGIN_BACKEND_H
#define PYCHARTER_PLUGIN_BACKEND_H

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/host.h>
#include <pycharter/plugin/types.h>

namespace pycharter::plugin {

struct Description {
  std::string_view name;
  std::string_view version;
  std::uint64_t capabilities = 0;
};

// pycharter.store/1. What each method owes is written at pycharter_store_v1 in abi.h.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual void connect(const ConnectOptions& options) = 0;
  virtual void disconnect() noexcept = 0;
  virtual void ping() = 0;
  virtual std::uint64_t capabilities() const = 0;
  virtual void cancel() noexcept {}
  virtual StoreInfo info() = 0;
  virtual void initialise() = 0;
  virtual std::vector<std::string> put(std::span<const Record> records) = 0;
  virtual void find(const Query& query, const RecordSink& sink) = 0;
  virtual std::uint64_t remove(const Query& query) = 0;
  virtual void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                        const RecordSink& sink) = 0;
};

// pycharter.sql/1: a backend that the migration engine can drive. Derive from it in place of Backend.
class SqlBackend : public Backend {
 public:
  virtual std::string facts() = 0;
  virtual std::string compile(std::string_view operation, bool offline) = 0;
  virtual std::string quote(std::string_view identifier, bool always) = 0;
  virtual ExecuteResult execute(std::string_view sql, std::span<const Value> parameters,
                                const RowSink& sink) = 0;
  // For statements without rows; worth overriding where a server is far. Nothing returned: it is on its way,
  // and receive() tells the effect of the oldest such.
  virtual std::optional<ExecuteResult> send(std::string_view sql, std::span<const Value> parameters) {
    return execute(sql, parameters, {});
  }
  virtual ExecuteResult receive() { throw Error(ErrorCode::usage, "no statement is on its way"); }
  virtual void begin(BeginMode mode) = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual TransactionState transaction_state() noexcept = 0;
  virtual LockAttempt try_lock(std::string_view key, LockScope scope) = 0;
  virtual void unlock(std::string_view key) = 0;
  virtual std::string reflect(std::string_view request) = 0;
};

}  // namespace pycharter::plugin

#endif
