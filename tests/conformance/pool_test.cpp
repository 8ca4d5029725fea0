// Threads that share the stores of a pool.
#include <pycharter/store_pool.h>

#include <string>
#include <thread>
#include <vector>

#include "store_test.h"

namespace pycharter::conformance {
namespace {

class Pool : public StoreTest {
 protected:
  StorePool pool(PoolOptions options) const {
    return StorePool(target().shared.url, target().shared.options, options);
  }
};
PYCHARTER_CONFORMANCE(Pool, nothing);

TEST_P(Pool, of_three_stores_serves_eight_threads) {
  constexpr std::size_t threads_count = 8;
  constexpr int rounds = 5;
  auto shared = pool({.size = 3, .checkout_timeout = std::chrono::minutes(2)});
  std::vector<std::string> failures(threads_count);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < threads_count; ++t)
    threads.emplace_back([&, t] {
      try {
        for (int i = 0; i < rounds; ++i) {
          const auto own = name(std::to_string(t));
          const auto id = shared.checkout()->store_schema(own, "{}", std::to_string(i));
          if (!shared.checkout()->get_schema(id)) failures[t] += "lost " + id;
        }
      } catch (const std::exception& error) {
        failures[t] = error.what();
      }
    });
  for (auto& thread : threads)
    thread.join();
  for (const auto& failure : failures)
    EXPECT_EQ(failure, "");
  EXPECT_LE(shared.counts().open, 3u);
  EXPECT_EQ(shared.counts().lent, 0u);
  for (std::size_t t = 0; t < threads_count; ++t)
    EXPECT_EQ(store.list_versions(name(std::to_string(t))).size(), static_cast<std::size_t>(rounds));
}

TEST_P(Pool, that_has_lent_all_says_so_and_lends_again) {
  auto shared = pool({.size = 1, .checkout_timeout = std::chrono::milliseconds(10)});
  {
    const auto only = shared.checkout();
    EXPECT_EQ(code_of([&] { shared.checkout(); }), ErrorCode::locked);
    EXPECT_NO_THROW(only->store_schema(name(), "{}", "1"));
  }
  EXPECT_TRUE(shared.checkout()->find_schema(name()));
}

TEST_P(Pool, gets_a_store_back_that_has_failed) {
  auto shared = pool({.size = 1});
  EXPECT_EQ(code_of([&] { shared.checkout()->store_coercion_rules("999999999", "{}"); }),
            ErrorCode::not_found);
  EXPECT_NO_THROW(shared.checkout()->store_schema(name(), "{}", "1"));
  EXPECT_EQ(shared.counts().open, 1u);
}

class PoolOfServer : public Pool {};
PYCHARTER_CONFORMANCE(PoolOfServer, server);

TEST_P(PoolOfServer, asks_for_health_and_lends_no_dead_connection) {
  auto shared = pool({.size = 2, .idle_before_check = std::chrono::milliseconds(0)});
  {
    const auto one = shared.checkout();
    const auto other = shared.checkout();
  }
  target().server->cut_connections();
  const auto one = shared.checkout();
  const auto other = shared.checkout();
  // Writes, which are not repeated: the connections must be whole.
  EXPECT_NO_THROW(one->store_schema(name("one"), "{}", "1"));
  EXPECT_NO_THROW(other->store_schema(name("other"), "{}", "1"));
}

}  // namespace
}  // namespace pycharter::conformance
