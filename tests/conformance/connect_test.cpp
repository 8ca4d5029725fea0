// Connecting: initialising empty databases, many at once, and connections that are lost.
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "other_process.h"
#include "store_test.h"

namespace pycharter::conformance {
namespace {

constexpr int at_once = 10;

class EmptyDatabase : public StoreTest {
 protected:
  // Nothing to initialise, or already there: a backend without a schema of its own.
  bool starts_initialised(const Database& database) {
    auto other = database.store();
    other.connect({.auto_initialize = false, .validate_schema_on_connect = false});
    return other.get_schema_info().initialized;
  }
};
PYCHARTER_CONFORMANCE(EmptyDatabase, empty_databases);

TEST_P(EmptyDatabase, is_initialised_on_connecting) {
  auto first = target().empty().store();
  first.connect();
  EXPECT_TRUE(first.get_schema_info().initialized);
  EXPECT_TRUE(first.list_schemas().empty());
  EXPECT_FALSE(first.store_schema(name(), "{}", "1").empty());
}

TEST_P(EmptyDatabase, is_refused_without_auto_initialize) {
  const auto database = target().empty();
  auto refused = database.store();
  if (!target().has("sql") && starts_initialised(database)) {  // a backend that needs nothing
    EXPECT_NO_THROW(refused.connect({.auto_initialize = false}));
    return;
  }
  const auto error = failure_of([&] { refused.connect({.auto_initialize = false}); });
  EXPECT_EQ(error.code(), ErrorCode::not_initialized) << error.message();
  EXPECT_NE(error.message().find("pycharter-admin db init"), std::string::npos) << error.message();
  EXPECT_EQ(code_of([&] { refused.list_schemas(); }), ErrorCode::usage);

  auto initialised = database.open();
  auto accepted = database.store();
  EXPECT_NO_THROW(accepted.connect({.auto_initialize = false}));
}

TEST_P(EmptyDatabase, is_initialised_once_and_kept) {
  const auto database = target().empty();
  auto first = database.open();
  const auto id = first.store_schema(name(), "{}", "1");
  auto second = database.open();
  EXPECT_EQ(second.find_schema(name())->id, id);
  first.connect();
  EXPECT_EQ(first.find_schema(name())->id, id);
}

TEST_P(EmptyDatabase, takes_ten_threads_that_connect_at_once) {
  PYCHARTER_NEEDS_CAPABILITY("concurrent_writers");
  const auto database = target().empty();
  auto keeper = database.store();  // a database in memory lives as long as a store that is open
  std::vector<std::string> failures(at_once);
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < at_once; ++i)
    threads.emplace_back([&, i] {
      try {
        auto own = database.store();
        for (++ready; ready < at_once;)
          std::this_thread::yield();
        own.connect();
        own.store_schema(name(std::to_string(i)), "{}", "1");
      } catch (const std::exception& error) {
        failures[i] = error.what();
      }
    });
  for (auto& thread : threads)
    thread.join();
  for (const auto& failure : failures)
    EXPECT_EQ(failure, "");
  if (target().has("persistent")) {
    keeper.connect();
    EXPECT_EQ(keeper.list_schemas().size(), static_cast<std::size_t>(at_once));
  }
}

TEST_P(EmptyDatabase, takes_ten_processes_that_connect_at_once) {
  PYCHARTER_NEEDS_CAPABILITY("persistent");
  const auto database = target().empty();
  std::vector<pid_t> children;
  for (int i = 0; i < at_once; ++i)
    children.push_back(start_other_process(database, name(std::to_string(i))));
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(database.open().list_schemas().size(), static_cast<std::size_t>(at_once));
}

class Clients : public StoreTest {};
PYCHARTER_CONFORMANCE(Clients, nothing);

TEST_P(Clients, see_what_the_other_has_stored) {
  PYCHARTER_NEEDS_CAPABILITY("concurrent_writers");
  auto other = open();
  const auto id = store.store_schema(name(), R"({"n": 1})", "1");
  EXPECT_EQ(other.get_schema(id), R"({"n": 1, "version": "1"})");
  other.store_schema(name(), R"({"n": 2})", "1");
  EXPECT_EQ(store.get_schema(id), R"({"n": 2, "version": "1"})");
}

TEST_P(Clients, that_write_the_same_key_at_once_make_one_record) {
  PYCHARTER_NEEDS_CAPABILITY("concurrent_writers");
  const auto schema_id = store.store_schema(name("s"), "{}", "1");
  std::vector<std::string> failures(4);
  std::vector<std::vector<std::string>> ids(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < failures.size(); ++t)
    threads.emplace_back([&, t] {
      try {
        auto own = open();
        for (int i = 0; i < 20; ++i) {
          const auto document = R"({"writer": )" + std::to_string(t) + R"(, "i": )" + std::to_string(i) + '}';
          ids[t].push_back(own.store_schema(name(), document, "1"));
          own.store_coercion_rules(schema_id, document);  // no constraint covers a key without version
          own.store_governance_rule(name(), document);
          own.store_ownership(name(), "o", {}, document);
          own.store_metadata(name(), document);
        }
      } catch (const std::exception& error) {
        failures[t] = error.what();
      }
    });
  for (auto& thread : threads)
    thread.join();
  for (const auto& failure : failures)
    EXPECT_EQ(failure, "");
  for (const auto& of_thread : ids)
    for (const auto& id : of_thread)
      EXPECT_EQ(id, ids[0][0]);
  auto rules = store.get_governance_rules();
  std::erase_if(rules, [&](const GovernanceRule& rule) { return rule.name != name(); });
  EXPECT_EQ(rules.size(), 1u);
  EXPECT_EQ(store.list_versions(name()).size(), 1u);
}

TEST_P(Clients, never_see_half_of_a_write) {
  PYCHARTER_NEEDS_CAPABILITY("concurrent_writers");
  // Owner, team and information always say the same number.
  std::atomic<bool> done = false;
  std::string failure;
  store.store_ownership(name(), "0", "0", R"({"n": 0})");
  std::thread writer([&] {
    try {
      auto own = open();
      for (int i = 1; i <= 100; ++i) {
        const auto n = std::to_string(i);
        own.store_ownership(name(), n, n, R"({"n": )" + n + '}');
      }
    } catch (const std::exception& error) {
      failure = error.what();
    }
    done = true;
  });
  while (!done) {
    const auto seen = store.get_ownership(name());
    if (!seen || seen->team != seen->owner || seen->additional_info != R"({"n": )" + seen->owner + '}') {
      ADD_FAILURE() << "half of a write: " << (seen ? seen->owner + ' ' + seen->additional_info : "nothing");
      break;
    }
  }
  writer.join();
  EXPECT_EQ(failure, "");
}

class LostConnection : public StoreTest {
 protected:
  Server& server() { return *target().server; }
};
PYCHARTER_CONFORMANCE(LostConnection, server);

TEST_P(LostConnection, is_opened_again_for_a_read) {
  const auto id = store.store_schema(name(), "{}", "1");
  server().cut_connections();
  EXPECT_EQ(store.get_schema(id), R"({"version": "1"})");
  server().cut_connections();
  EXPECT_TRUE(store.get_schema_info().initialized);
}

TEST_P(LostConnection, is_opened_again_for_a_write_after_a_pause) {
  server().cut_connections();
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  EXPECT_NO_THROW(store.store_schema(name(), "{}", "1"));
}

TEST_P(LostConnection, in_the_middle_of_work_costs_at_most_one_write) {
  store.store_schema(name("before"), "{}", "1");
  server().cut_connections();
  try {
    store.store_schema(name("in doubt"), "{}", "1");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::connect) << error.message();
  }
  EXPECT_NO_THROW(store.store_schema(name("after"), "{}", "1"));
  EXPECT_TRUE(store.find_schema(name("before")));
  EXPECT_TRUE(store.find_schema(name("after")));
}

}  // namespace
}  // namespace pycharter::conformance
