#include "mongodb/client_pool.h"

#include <unistd.h>

#include <pycharter/plugin/error.h>

#include <string>

#include "mongodb/streams.h"

namespace pycharter::mongodb {
namespace {

struct Pools {
  std::mutex mutex;
  std::map<std::string, std::weak_ptr<ClientPool>> by_url;
};

// Never destroyed: threads may still use a store while the process ends.
Pools& pools() {
  static auto& all = *new Pools;
  return all;
}

}  // namespace

std::shared_ptr<ClientPool> ClientPool::of(const std::string& key, const mongoc_uri_t* uri) {
  auto& all = pools();
  const std::lock_guard lock(all.mutex);
  std::erase_if(all.by_url, [](const auto& entry) { return entry.second.expired(); });
  auto& known = all.by_url[std::to_string(getpid()) + ' ' + key];
  auto pool = known.lock();
  if (!pool) known = pool = std::shared_ptr<ClientPool>(new ClientPool(uri));
  return pool;
}

ClientPool::ClientPool(const mongoc_uri_t* uri) : process_(getpid()) {
  prepare_library();
  bson_error_t problem{};
  pool_ = mongoc_client_pool_new_with_error(uri, &problem);
  if (pool_ == nullptr)
    throw Error(ErrorCode::config,
                std::string("The MongoDB driver refuses the URL's options: ") + problem.message + '.',
                {.backend = std::string(backend_name)});
  mongoc_client_pool_set_error_api(pool_, MONGOC_ERROR_API_VERSION_2);
}

ClientPool::~ClientPool() {
  // After fork() its threads are the parent's, and waiting for them would never end.
  if (getpid() == process_)
    mongoc_client_pool_destroy(pool_);
  else
    for (auto& control : controls_)
      static_cast<void>(control.second.release());
}

ClientPool::Client ClientPool::take() {
  auto* const client = mongoc_client_pool_pop(pool_);
  if (client == nullptr)
    throw Error(
        ErrorCode::connect,
        "All connections that this process may have to the MongoDB server are in use: close some stores, or "
        "raise maxPoolSize in the URL.",
        {.backend = std::string(backend_name)});
  const std::lock_guard lock(mutex_);
  auto& control = controls_[client];
  if (!control) control = std::make_unique<CallControl>();
  mongoc_client_set_stream_initiator(client, &open_stream, control.get());
  return {client, control.get()};
}

void ClientPool::give_back(mongoc_client_t* client) noexcept {
  if (getpid() == process_) mongoc_client_pool_push(pool_, client);
}

}  // namespace pycharter::mongodb
