// Clients of a server: all stores of a process with the same URL draw them from one pool, which watches the
// server for all.
#ifndef PYCHARTER_MONGODB_CLIENT_POOL_H
#define PYCHARTER_MONGODB_CLIENT_POOL_H

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <sys/types.h>

#include "mongodb/call_control.h"
#include "mongodb/location.h"

namespace pycharter::mongodb {

// Thread-safe. Ends, with its threads and connections, when the last client is given back.
class ClientPool {
 public:
  // The pool of that key, made with the URL if there is none. One that fork() left here is another process's.
  static std::shared_ptr<ClientPool> of(const std::string& key, const mongoc_uri_t* uri);
  ~ClientPool();
  ClientPool(const ClientPool&) = delete;
  ClientPool& operator=(const ClientPool&) = delete;

  struct Client {
    mongoc_client_t* client = nullptr;
    CallControl* control = nullptr;  // of the calls of this client
  };
  // Waits for one as long as the URL's waitQueueTimeoutMS says. Throws connect.
  Client take();
  void give_back(mongoc_client_t* client) noexcept;

 private:
  explicit ClientPool(const mongoc_uri_t* uri);

  mongoc_client_pool_t* pool_ = nullptr;
  pid_t process_;
  std::mutex mutex_;
  std::map<mongoc_client_t*, std::unique_ptr<CallControl>> controls_;
};

// A client, given back at the end of its life.
class ClientLease {
 public:
  explicit ClientLease(const Location& location)
      : pool_(ClientPool::of(location.pool_key(), location.uri())), client_(pool_->take()) {}
  ~ClientLease() { pool_->give_back(client_.client); }
  ClientLease(const ClientLease&) = delete;
  ClientLease& operator=(const ClientLease&) = delete;

  mongoc_client_t* get() const { return client_.client; }
  CallControl& control() const { return *client_.control; }

 private:
  std::shared_ptr<ClientPool> pool_;
  ClientPool::Client client_;
};

}  // namespace pycharter::mongodb

#endif
