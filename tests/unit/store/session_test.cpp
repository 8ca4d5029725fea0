#include "store/session.h"

#include <gtest/gtest.h>

#include <thread>

#include "error_of.h"
#include "faulty_backend.h"
#include "store/schemas.h"

namespace pycharter::store {
namespace {

using testing::FaultyBackend;

struct FakeAccess : BackendAccess {
  FaultyBackend& backend;
  plugin::StoreClient store_client;
  bool sql = false;
  int migrations = 0;
  std::string backend_name = "fake";
  std::string backend_url = "fake://user:secret@host";
  std::string shown_url = "fake://user:***@host";

  explicit FakeAccess(FaultyBackend& faulty) : backend(faulty), store_client(faulty.client()) {}
  const std::string& name() const override { return backend_name; }
  const std::string& url() const override { return backend_url; }
  const std::string& masked_url() const override { return shown_url; }
  plugin::StoreClient& client() override { return store_client; }
  bool has_sql() const override { return sql; }
  std::vector<std::string> capabilities() override { return {"persistent"}; }
  void migrate_to_head() override {
    ++migrations;
    backend.state.initialized = true;
  }
  std::optional<std::string> revision() override { return at; }
  std::optional<std::string> at = "ac3d8fcc3e60";
};

class SessionTest : public ::testing::Test {
 protected:
  FaultyBackend backend;
  FakeAccess* access = new FakeAccess(backend);
  Session session{std::unique_ptr<BackendAccess>(access)};

  std::size_t count() {
    return session.read([](Client& client) { return list_schemas(client, {}).size(); });
  }
  std::string store() {
    const auto record = schema_record("a", "{}", "1");
    return session.write([&](Client& client) { return client.put({&record, 1}).at(0); });
  }
};

TEST_F(SessionTest, an_operation_before_connecting_is_a_usage_error) {
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::usage);
  session.connect({});
  EXPECT_EQ(count(), 0u);
  session.disconnect();
  EXPECT_EQ(tests::error_of([&] { store(); }).code(), ErrorCode::usage);
}

TEST_F(SessionTest, an_initialised_database_is_left_alone) {
  session.connect({});
  EXPECT_EQ(backend.called("initialise"), 0);
  EXPECT_TRUE(backend.last_connect.may_create);
}

TEST_F(SessionTest, an_empty_database_is_initialised_by_its_backend) {
  backend.state = {.initialized = false, .empty = true};
  session.connect({});
  EXPECT_EQ(backend.called("initialise"), 1);
  EXPECT_EQ(access->migrations, 0);
}

TEST_F(SessionTest, an_empty_sql_database_is_migrated) {
  backend.state = {.initialized = false, .empty = true};
  access->sql = true;
  session.connect({});
  EXPECT_EQ(backend.called("initialise"), 0);
  EXPECT_EQ(access->migrations, 1);
  EXPECT_EQ(session.info().message, "Schema initialized: True (revision: ac3d8fcc3e60)");
}

TEST_F(SessionTest, without_auto_initialize_an_empty_database_is_refused) {
  backend.state = {.initialized = false, .empty = true};
  const auto error = tests::error_of([&] { session.connect({.auto_initialize = false}); });
  EXPECT_EQ(error.code(), ErrorCode::not_initialized);
  EXPECT_NE(error.message().find("pycharter-admin db init"), std::string::npos);
  EXPECT_EQ(error.message().find("secret"), std::string::npos);
  EXPECT_EQ(backend.called("initialise"), 0);
  EXPECT_FALSE(backend.last_connect.may_create);
  EXPECT_EQ(backend.called("disconnect"), 1);
}

TEST_F(SessionTest, missing_tables_of_a_database_with_a_revision_are_told_with_the_way_to_make_them) {
  backend.state = {.initialized = false, .empty = false};
  access->sql = true;
  const auto message = [&] {
    return tests::error_of([&] { session.connect({.auto_initialize = false}); }).message();
  };
  EXPECT_NE(message().find("db init --force"), std::string::npos);
  access->at.reset();
  EXPECT_EQ(message().find("--force"), std::string::npos);
}

TEST_F(SessionTest, a_backend_that_never_says_it_is_initialised_is_at_fault) {
  backend.never_initialised = true;
  backend.state = {.initialized = false, .empty = true};
  EXPECT_EQ(tests::error_of([&] { session.connect({}); }).code(), ErrorCode::plugin);
}

TEST_F(SessionTest, a_database_that_is_not_there_is_not_initialised) {
  backend.failures["connect"] = {ErrorCode::not_found};
  const auto error = tests::error_of([&] { session.connect({.auto_initialize = false}); });
  EXPECT_EQ(error.code(), ErrorCode::not_initialized);
  EXPECT_NE(error.message().find("pycharter-admin db init"), std::string::npos);
}

TEST_F(SessionTest, without_validation_nothing_is_asked) {
  backend.state = {.initialized = false, .empty = true};
  session.connect({.auto_initialize = false, .validate_schema_on_connect = false});
  EXPECT_EQ(backend.called("info"), 0);
  EXPECT_EQ(session.info().message, "Schema initialized: False");
}

TEST_F(SessionTest, a_failure_to_initialise_leaves_it_closed) {
  backend.state = {.initialized = false, .empty = true};
  backend.failures["initialise"] = {ErrorCode::unsupported};
  EXPECT_EQ(tests::error_of([&] { session.connect({}); }).code(), ErrorCode::unsupported);
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::usage);
}

TEST_F(SessionTest, a_lost_connection_is_opened_once_for_a_read) {
  session.connect({});
  store();
  backend.failures["find"] = {ErrorCode::connect};
  EXPECT_EQ(count(), 1u);
  EXPECT_EQ(backend.called("connect"), 2);

  backend.failures["find"] = {ErrorCode::connect, ErrorCode::connect};
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::connect);
  EXPECT_EQ(count(), 1u);  // the next operation opens it again
}

TEST_F(SessionTest, other_failures_are_not_tried_again) {
  session.connect({});
  backend.failures["find"] = {ErrorCode::internal};
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::internal);
  EXPECT_EQ(backend.called("find"), 1);
  EXPECT_EQ(backend.called("connect"), 1);
}

TEST_F(SessionTest, a_write_in_doubt_is_not_tried_again) {
  session.connect({});
  backend.failures["put"] = {ErrorCode::connect};
  const auto error = tests::error_of([&] { store(); });
  EXPECT_EQ(error.code(), ErrorCode::connect);
  EXPECT_NE(error.message().find("not known whether"), std::string::npos);
  EXPECT_EQ(backend.called("put"), 1);
  EXPECT_EQ(store(), "schema_1");
  EXPECT_EQ(backend.called("connect"), 2);
}

TEST_F(SessionTest, a_connection_lost_while_idle_is_opened_before_a_write) {
  session.connect({});
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  backend.failures["ping"] = {ErrorCode::connect};
  EXPECT_EQ(store(), "schema_1");
  EXPECT_EQ(backend.called("connect"), 2);
  EXPECT_EQ(backend.called("put"), 1);
}

TEST_F(SessionTest, a_busy_writer_pays_for_no_ping) {
  session.connect({});
  for (int i = 0; i < 10; ++i)
    store();
  EXPECT_EQ(backend.called("ping"), 0);
}

TEST_F(SessionTest, when_reopening_fails_the_reason_is_told_and_the_next_operation_tries) {
  session.connect({});
  backend.failures["find"] = {ErrorCode::connect};
  backend.failures["connect"] = {ErrorCode::auth};
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::auth);
  EXPECT_EQ(count(), 0u);
}

TEST_F(SessionTest, a_call_that_takes_too_long_is_cancelled) {
  session.connect({.call_timeout = std::chrono::milliseconds(20)});
  backend.cancels_needed = 1;
  const auto error = tests::error_of([&] { count(); });
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
  EXPECT_NE(error.message().find("longer than the 20 ms"), std::string::npos) << error.message();
  EXPECT_EQ(error.message().find("secret"), std::string::npos);
  EXPECT_EQ(backend.cancels(), 1);
  EXPECT_EQ(count(), 0u);
}

TEST_F(SessionTest, a_server_that_does_not_answer_the_cancel_costs_the_connection) {
  session.connect({.call_timeout = std::chrono::milliseconds(20)});
  backend.cancels_needed = 2;
  backend.cancelled_with = ErrorCode::connect;
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::cancelled);
  EXPECT_EQ(backend.called("find"), 1);  // a call that took too long is not tried again
  EXPECT_EQ(count(), 0u);
  EXPECT_EQ(backend.called("connect"), 2);
}

TEST_F(SessionTest, calls_within_their_time_are_left_alone) {
  session.connect({.call_timeout = std::chrono::milliseconds::max()});
  for (int i = 0; i < 100; ++i)
    count();
  EXPECT_EQ(backend.cancels(), 0);
}

TEST_F(SessionTest, a_cancel_from_another_thread_ends_the_call_under_way) {
  session.connect({});
  backend.cancels_needed = 1;
  std::thread other([&] {
    while (backend.cancels() == 0)
      session.cancel();
  });
  EXPECT_EQ(tests::error_of([&] { count(); }).code(), ErrorCode::cancelled);
  other.join();
  EXPECT_EQ(store(), "schema_1");
  EXPECT_EQ(backend.called("ping"), 1);  // a cancel may have cost the connection
}

TEST_F(SessionTest, a_cancel_without_a_call_does_nothing) {
  session.connect({});
  session.cancel();
  EXPECT_EQ(backend.cancels(), 0);
}

}  // namespace
}  // namespace pycharter::store
