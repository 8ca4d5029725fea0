#include <gtest/gtest.h>
#include <pycharter/store_pool.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "error_of.h"
#include "faulty_backend.h"
#include "store/session.h"

namespace pycharter {
namespace {

using testing::FaultyBackend;

// Owns its backend: a pool makes stores as it needs them.
struct OwnedAccess : store::BackendAccess {
  std::shared_ptr<FaultyBackend> backend;
  plugin::StoreClient store_client;
  std::string backend_name = "fake";
  std::string backend_url = "fake://host";

  explicit OwnedAccess(std::shared_ptr<FaultyBackend> faulty)
      : backend(std::move(faulty)), store_client(backend->client()) {}
  const std::string& name() const override { return backend_name; }
  const std::string& url() const override { return backend_url; }
  const std::string& masked_url() const override { return backend_url; }
  plugin::StoreClient& client() override { return store_client; }
  bool has_sql() const override { return false; }
  std::vector<std::string> capabilities() override { return {}; }
  void migrate_to_head() override {}
  std::optional<std::string> revision() override { return std::nullopt; }
};

class StorePoolTest : public ::testing::Test {
 protected:
  std::mutex making;
  std::vector<std::shared_ptr<FaultyBackend>> made;
  std::optional<ErrorCode> next_connect_fails;

  StorePool pool_of(const PoolOptions& options) {
    return StorePool(
        [this] {
          const std::lock_guard lock(making);  // several threads may need one at once
          auto backend = std::make_shared<FaultyBackend>();
          if (next_connect_fails) backend->failures["connect"] = {*next_connect_fails};
          next_connect_fails.reset();
          made.push_back(backend);
          return std::make_unique<MetadataStore>(
              std::make_unique<store::Session>(std::make_unique<OwnedAccess>(backend)));
        },
        options);
  }
};

TEST_F(StorePoolTest, opens_stores_when_they_are_needed_and_lends_them_again) {
  auto pool = pool_of({.size = 3});
  EXPECT_EQ(pool.counts().open, 0u);
  {
    auto first = pool.checkout();
    first->store_schema("a", "{}", "1");
    auto second = pool.checkout();
    EXPECT_EQ(pool.counts().lent, 2u);
  }
  EXPECT_EQ(pool.counts().lent, 0u);
  EXPECT_EQ(pool.counts().open, 2u);
  for (int i = 0; i < 10; ++i)
    pool.checkout()->ping();
  EXPECT_EQ(made.size(), 2u);
}

TEST_F(StorePoolTest, gives_up_waiting_when_none_comes_back) {
  auto pool = pool_of({.size = 1, .checkout_timeout = std::chrono::milliseconds(10)});
  auto lease = pool.checkout();
  EXPECT_EQ(tests::error_of([&] { pool.checkout(); }).code(), ErrorCode::locked);
  auto moved = std::move(lease);
  EXPECT_EQ(tests::error_of([&] { pool.checkout(); }).code(), ErrorCode::locked);
}

TEST_F(StorePoolTest, hands_a_store_that_comes_back_to_who_waits_however_long) {
  auto pool = pool_of({.size = 1, .checkout_timeout = std::chrono::milliseconds::max()});
  std::optional<StorePool::Lease> lease(pool.checkout());
  std::atomic<bool> got = false;
  std::thread waiter([&] {
    pool.checkout()->ping();
    got = true;
  });
  while (pool.counts().waiting == 0)
    std::this_thread::yield();
  EXPECT_FALSE(got);
  lease.reset();
  waiter.join();
  EXPECT_TRUE(got);
  EXPECT_EQ(made.size(), 1u);
}

TEST_F(StorePoolTest, never_lends_one_store_twice_at_a_time_nor_more_than_its_size) {
  auto pool = pool_of({.size = 3, .checkout_timeout = std::chrono::seconds(60)});
  std::mutex mutex;
  std::set<const MetadataStore*> in_use;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        auto lease = pool.checkout();
        {
          const std::lock_guard lock(mutex);
          if (!in_use.insert(&*lease).second || in_use.size() > 3) ++wrong;
        }
        lease->list_schemas();
        const std::lock_guard lock(mutex);
        in_use.erase(&*lease);
      }
    });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(made.size(), 3u);
  EXPECT_EQ(pool.counts().lent, 0u);
}

TEST_F(StorePoolTest, asks_a_store_that_lay_idle_for_its_health) {
  auto pool = pool_of({.size = 1, .idle_before_check = std::chrono::milliseconds(0)});
  pool.checkout();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  made[0]->failures["ping"] = {ErrorCode::connect};  // the database went away, and is back
  auto lease = pool.checkout();
  EXPECT_EQ(made[0]->called("connect"), 2);
  EXPECT_TRUE(lease->list_schemas().empty());
}

TEST_F(StorePoolTest, drops_a_store_that_cannot_be_opened_again) {
  auto pool = pool_of({.size = 1, .idle_before_check = std::chrono::milliseconds(0)});
  pool.checkout();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  made[0]->failures["ping"] = {ErrorCode::connect};
  made[0]->failures["connect"] = {ErrorCode::connect};
  EXPECT_EQ(tests::error_of([&] { pool.checkout(); }).code(), ErrorCode::connect);
  EXPECT_EQ(pool.counts().open, 0u);
  pool.checkout()->ping();
  EXPECT_EQ(made.size(), 2u);
}

TEST_F(StorePoolTest, keeps_the_place_of_a_store_that_could_not_be_opened) {
  auto pool = pool_of({.size = 1, .checkout_timeout = std::chrono::milliseconds(10)});
  for (int i = 0; i < 3; ++i) {
    next_connect_fails = ErrorCode::auth;
    EXPECT_EQ(tests::error_of([&] { pool.checkout(); }).code(), ErrorCode::auth);
  }
  pool.checkout()->ping();
}

TEST_F(StorePoolTest, connects_a_store_that_came_back_disconnected) {
  auto pool = pool_of({.size = 1});
  pool.checkout()->disconnect();
  EXPECT_NO_THROW(pool.checkout()->list_schemas());
  EXPECT_EQ(made.size(), 1u);
}

TEST_F(StorePoolTest, may_go_before_its_leases) {
  std::optional<StorePool> pool(pool_of({.size = 2}));
  auto lease = pool->checkout();
  pool->checkout();
  pool.reset();
  EXPECT_EQ(made[1]->called("disconnect"), 1);
  lease->ping();
  EXPECT_EQ(made[0]->called("disconnect"), 0);
  { const auto gone = std::move(lease); }
  EXPECT_EQ(made[0]->called("disconnect"), 1);
}

TEST_F(StorePoolTest, of_no_stores_is_refused) {
  EXPECT_EQ(tests::error_of([&] { pool_of({.size = 0}); }).code(), ErrorCode::usage);
}

}  // namespace
}  // namespace pycharter
