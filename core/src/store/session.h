// An open store: connecting, initialising an empty database, opening a lost connection again, and ending
// calls that take too long.
#ifndef PYCHARTER_STORE_SESSION_H
#define PYCHARTER_STORE_SESSION_H

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pycharter/export.h>
#include <pycharter/metadata_store.h>
#include <pycharter/plugin/client.h>

#include "store/call_watch.h"
#include "store/versioned.h"

namespace pycharter::store {

// A store's backend as its session sees it: a loaded plugin in the program, a fake in tests.
class BackendAccess {
 public:
  virtual ~BackendAccess() = default;
  virtual const std::string& name() const = 0;        // "postgresql"
  virtual const std::string& url() const = 0;         // whole, with its password
  virtual const std::string& masked_url() const = 0;  // for messages
  virtual plugin::StoreClient& client() = 0;
  virtual bool has_sql() const = 0;
  // Words for what the open database can do.
  virtual std::vector<std::string> capabilities() = 0;
  // Brings a SQL database to head with the migration engine, under its lock. For has_sql() only.
  virtual void migrate_to_head() = 0;
  // The revision the open database is at, several heads joined by ", ". For has_sql() only.
  virtual std::optional<std::string> revision() = 0;
};

class PYCHARTER_API Session {
 public:
  explicit Session(std::unique_ptr<BackendAccess> backend);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Throws connect, auth, not_initialized, or what initialising throws; the session is then not connected.
  void connect(const ConnectOptions& options);
  void disconnect() noexcept;
  bool connected() const noexcept { return state_ != State::closed; }
  // From any thread: the operation under way throws cancelled soon, if the backend can.
  void cancel() noexcept;
  SchemaInfo info();
  std::vector<std::string> capabilities();
  const std::string& url() const { return backend_->url(); }  // whole, with its password
  const std::string& masked_url() const { return backend_->masked_url(); }
  SchemaReader& schema_reader() { return schema_reader_; }

  // Runs an operation on the open backend. Both throw usage before connect().
  // A read that finds the connection lost opens it and runs once more, so it must not keep anything of a
  // failed try.
  template <class Operation>
  auto read(Operation&& operation) {
    ready();
    try {
      return finish(operation);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::connect) throw;
    }
    reopen();
    return finish(operation);
  }

  // A write never runs twice: when the connection breaks under it, whether it was done is not known. Instead
  // a connection that has been idle is tried before.
  template <class Operation>
  auto write(Operation&& operation) {
    ready();
    if (idle()) read([](plugin::StoreClient& client) { client.ping(); });
    try {
      return finish(operation);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::connect && error.code() != ErrorCode::cancelled) throw;
      throw in_doubt(error);
    }
  }

 private:
  enum class State { closed, open, lost };

  // The time of a call runs from here to there.
  class Timed {
   public:
    explicit Timed(Session& session) : session_(session) {
      if (session_.watch_) session_.watch_->begin();
      session_.calling_.store(true, std::memory_order_release);
    }
    ~Timed() { end(); }
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    // True when it took too long.
    bool end() noexcept {
      session_.calling_.store(false, std::memory_order_release);
      return session_.watch_ && session_.watch_->end();
    }

   private:
    Session& session_;
  };

  template <class Operation>
  auto finish(Operation& operation) {
    Timed timed(*this);
    try {
      used_ = std::chrono::steady_clock::now();
      return operation(backend_->client());
    } catch (const Error& error) {
      failed(error, timed.end());
      throw;
    }
  }

  // What a failure says about the connection. Throws another one when the time was over.
  void failed(const Error& error, bool too_long);

  void ready();
  void reopen();
  bool idle() const;
  void open(bool may_create);
  void initialise();
  Error not_initialized(const std::string& why) const;
  std::optional<std::string> recorded_revision() const;
  Error tables_missing(bool initialised) const;
  static Error in_doubt(const Error& error);
  Error took_too_long(const Error& error) const;

  std::unique_ptr<BackendAccess> backend_;
  SchemaReader schema_reader_;
  State state_ = State::closed;
  std::chrono::steady_clock::time_point used_;
  std::atomic<bool> calling_ = false;
  std::unique_ptr<CallWatch> watch_;  // of connections whose calls have a limit
};

}  // namespace pycharter::store

#endif
