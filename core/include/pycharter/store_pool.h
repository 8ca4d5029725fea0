// A bounded pool of connected stores, for a host that works on contracts with many threads.
//
//   pycharter::StorePool pool("postgresql://user@host/db", {}, {.size = 16});
//   auto store = pool.checkout();           // waits for a free one
//   auto id = store->store_schema("user", R"({"type": "object"})", "1.0.0");
//                                           // goes back at the end of the scope
#ifndef PYCHARTER_STORE_POOL_H
#define PYCHARTER_STORE_POOL_H

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include <pycharter/metadata_store.h>

namespace pycharter {

struct PoolOptions {
  std::size_t size = 8;  // stores at most; they are opened when they are first needed
  // How long checkout() waits for a free store. 0: not at all; milliseconds::max(): until one comes.
  std::chrono::milliseconds checkout_timeout{30'000};
  // A store that lay idle for longer is asked for its health before it is lent out; one that has lost its
  // database is connected again.
  std::chrono::milliseconds idle_before_check{1'000};
  ConnectOptions connect;
};

// Thread-safe. Stores that are still lent out when the pool goes stay usable, and close when they come back.
class PYCHARTER_API StorePool {
  class State;

 public:
  // A store on loan: for one thread at a time. Gives it back when it goes. Movable.
  class PYCHARTER_API Lease {
   public:
    Lease(Lease&&) noexcept;
    Lease& operator=(Lease&&) noexcept;
    ~Lease();
    MetadataStore& operator*() const noexcept { return *store_; }
    MetadataStore* operator->() const noexcept { return store_.get(); }

   private:
    friend class StorePool;
    Lease(std::shared_ptr<State> pool, std::unique_ptr<MetadataStore> store) noexcept;
    void give_back() noexcept;

    std::shared_ptr<State> pool_;
    std::unique_ptr<MetadataStore> store_;
  };

  // The database that the configuration names. Throw what MetadataStore's constructors throw, and usage for a
  // size of 0. Nothing is connected yet.
  StorePool();
  explicit StorePool(std::string_view url, const StoreOptions& options = {}, const PoolOptions& pool = {});
  // Stores made some other way, each not connected: PostgresMetadataStore and its like, or one of a test.
  // `make` is called by any thread that checks out, by several at once.
  StorePool(std::function<std::unique_ptr<MetadataStore>()> make, const PoolOptions& pool);
  StorePool(StorePool&&) noexcept;
  StorePool& operator=(StorePool&&) noexcept;
  ~StorePool();

  // A connected store. Throws locked when none came back in time, and what connect() throws; the place of a
  // store that could not be opened is free again.
  Lease checkout();

  struct Counts {
    std::size_t open = 0;  // connected stores, lent out or idle
    std::size_t lent = 0;
    std::size_t waiting = 0;  // threads in checkout()
  };
  Counts counts() const;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace pycharter

#endif
