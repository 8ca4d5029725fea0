// Both sides of the boundary in one process: the thunks of an author's class under the caller's clients.
#include <gtest/gtest.h>

#include "error_of.h"
#include "fake_backend.h"
#include "plugin/instance.h"

namespace pycharter::plugin {
namespace {

using test::FakeBackend;
using tests::error_of;

class Boundary : public testing::Test {
 protected:
  Boundary() : loaded_(manifest(), &detail::Entry<FakeBackend>::descriptor) {}

  static Manifest manifest() {
    Manifest manifest;
    manifest.name = "fake";
    manifest.kind = PYCHARTER_BACKEND;
    return manifest;
  }
  BackendInstance instance(InstanceOptions options = {}) {
    return BackendInstance(loaded_, std::move(options));
  }

  LoadedPlugin loaded_;
};

TEST_F(Boundary, carries_every_fact_of_an_error) {
  auto backend = instance();
  const ErrorFacts facts{"fake", "42P01", "select 1", "ac3d", 3, "a.py", 12, 5, "op.execute()"};
  FakeBackend::last->on_connect = [&] { throw Error(ErrorCode::drift, "it moved", facts); };
  const auto error = error_of([&] { backend.store().connect({"fake://", false, false, false}); });
  EXPECT_EQ(error.code(), ErrorCode::drift);
  EXPECT_EQ(error.message(), "it moved");
  EXPECT_EQ(error.facts().backend, "fake");
  EXPECT_EQ(error.facts().sqlstate, "42P01");
  EXPECT_EQ(error.facts().statement, "select 1");
  EXPECT_EQ(error.facts().revision, "ac3d");
  EXPECT_EQ(error.facts().statement_number, 3);
  EXPECT_EQ(error.facts().file, "a.py");
  EXPECT_EQ(error.facts().line, 12);
  EXPECT_EQ(error.facts().column, 5);
  EXPECT_EQ(error.facts().source_line, "op.execute()");
}

TEST_F(Boundary, turns_any_exception_of_a_plugin_into_an_internal_error) {
  auto backend = instance();
  EXPECT_EQ(error_of([&] { backend.store().initialise(); }).message(), "no room");
  const auto odd = error_of([&] { backend.store().ping(); });
  EXPECT_EQ(odd.code(), ErrorCode::internal);
  EXPECT_NE(odd.message().find("not a std::exception"), std::string::npos);
}

TEST_F(Boundary, masks_secrets_in_what_a_plugin_says) {
  InstanceOptions options;
  std::string logged;
  options.callbacks.log = [&](int, std::string_view, std::string_view message) { logged = message; };
  options.secrets = {"hunter2"};
  auto backend = instance(std::move(options));
  FakeBackend::last->on_connect = [] {
    FakeBackend::last->host.info("fake", "trying hunter2");
    throw Error(ErrorCode::auth, "bad password hunter2 for fake://me:geheim@host/db",
                {.statement = "set hunter2"});
  };
  const auto error = error_of([&] { backend.store().connect({"fake://", false, false, false}); });
  for (const auto& text : {error.message(), error.facts().statement, logged}) {
    EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
    EXPECT_EQ(text.find("geheim"), std::string::npos) << text;
  }
}

TEST_F(Boundary, tells_absent_from_empty_in_records) {
  auto backend = instance();
  auto store = backend.store();
  Record record;
  record.kind = RecordKind::ownership;
  record.id = "1";
  record.owner = "";
  record.document = std::string("{\"a\": \"\0\"}", 10);
  EXPECT_EQ(store.put(std::span(&record, 1)), std::vector<std::string>{"1"});
  const auto found = store.find(Query{.match = record, .limit = 9, .after = "x"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, RecordKind::ownership);
  EXPECT_EQ(found[0].owner, "");
  EXPECT_FALSE(found[0].team.has_value());
  EXPECT_EQ(found[0].document, record.document);
  EXPECT_EQ(FakeBackend::last->found_with.limit, 9U);
  EXPECT_EQ(FakeBackend::last->found_with.after, "x");
  EXPECT_FALSE(FakeBackend::last->found_with.last_created);
}

TEST_F(Boundary, shows_records_in_place_to_who_wants_no_copy) {
  auto backend = instance();
  auto store = backend.store();
  Record record;
  record.kind = RecordKind::metadata;
  record.id = "1";
  record.resource_type = "";
  store.put(std::span(&record, 1));
  int seen = 0;
  store.find(Query{}, [&](const RecordView& view) {
    ++seen;
    EXPECT_EQ(view.kind(), RecordKind::metadata);
    EXPECT_EQ(view.id(), "1");
    EXPECT_EQ(view.resource_type(), "");
    EXPECT_FALSE(view.document());
    EXPECT_EQ(view.copy().id, "1");
    return true;
  });
  EXPECT_EQ(seen, 1);
}

TEST(RecordView, has_nothing_that_an_older_writer_did_not_know) {
  const Record known{.id = "1", .team = "t", .document = "{}"};
  pycharter_record record = detail::to_abi(known);
  record.struct_size = offsetof(pycharter_record, document);
  const RecordView view(record);
  EXPECT_EQ(view.team(), "t");
  EXPECT_FALSE(view.document());
  EXPECT_FALSE(view.copy().document);
}

TEST_F(Boundary, carries_connect_options) {
  auto backend = instance();
  backend.store().connect({"fake://x", true, false, true});
  const auto& options = FakeBackend::last->connected_with;
  EXPECT_EQ(options.url, "fake://x");
  EXPECT_TRUE(options.may_create);
  EXPECT_FALSE(options.read_only);
  EXPECT_TRUE(options.migration);
}

TEST_F(Boundary, rethrows_a_sinks_exception_after_the_plugin_has_stopped) {
  auto backend = instance();
  auto sql = backend.sql(true);
  const auto fail = [](const std::vector<std::string>&, const Row&) -> bool {
    throw std::logic_error("enough");
  };
  EXPECT_THROW(sql.execute("select", {}, fail), std::logic_error);
  EXPECT_EQ(FakeBackend::last->rows_sent, 1U);
}

TEST_F(Boundary, carries_statements_on_their_way_and_their_effects) {
  auto backend = instance();
  auto sql = backend.sql(true);
  const std::vector<Value> values = {Value::int64(-5)};
  EXPECT_FALSE(sql.send("update", values));
  EXPECT_FALSE(sql.send("delete"));
  EXPECT_EQ(FakeBackend::last->sent, (std::vector<std::string>{"update", "delete"}));
  EXPECT_EQ(sql.receive().affected, 3);
  EXPECT_EQ(sql.receive().last_id, 7);
  EXPECT_THROW(sql.receive(), Error);
  FakeBackend::last->answers_at_once = true;
  EXPECT_EQ(sql.send("update", values)->affected, 1);
}

TEST_F(Boundary, executes_what_an_older_plugin_cannot_send) {
  auto backend = instance();
  pycharter_sql_v1 older = detail::sql_table;
  older.struct_size = offsetof(pycharter_sql_v1, send);
  auto reference = backend.ref(true);
  reference.sql = &older;
  EXPECT_EQ(SqlClient(reference).send("update")->affected, 3);
  EXPECT_TRUE(FakeBackend::last->sent.empty());
}

TEST_F(Boundary, carries_values_and_columns) {
  auto backend = instance();
  auto sql = backend.sql(true);
  const std::vector<Value> values = {Value::null(), Value::int64(-5), Value::real(0.5),
                                     Value::of_text("0.10", 4)};
  int rows = 0;
  const auto result =
      sql.execute("select", values, [&](const std::vector<std::string>& columns, const Row& row) {
        EXPECT_EQ(columns, (std::vector<std::string>{"a", "b"}));
        EXPECT_TRUE(row.at(0).is_null());
        EXPECT_EQ(row.at(1).integer, -5);
        EXPECT_EQ(row.at(2).number, 0.5);
        EXPECT_EQ(row.at(3).text, "0.10");
        EXPECT_EQ(row.at(3).type, 4U);
        return ++rows < 2;
      });
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(result.affected, 2);
  EXPECT_EQ(result.last_id, 7);
}

TEST_F(Boundary, names_the_holder_of_a_lock) {
  auto backend = instance();
  auto sql = backend.sql(true);
  EXPECT_TRUE(sql.try_lock("free", LockScope::session).acquired);
  const auto attempt = sql.try_lock("taken", LockScope::session);
  EXPECT_FALSE(attempt.acquired);
  EXPECT_EQ(attempt.holder, "pid 7");
}

TEST_F(Boundary, passes_settings_and_asks_the_host) {
  InstanceOptions options;
  options.settings = {{"schema_name", "contracts"}};
  options.callbacks.setting = [](std::string_view section, std::string_view key) {
    return std::optional<std::string>(std::string(section) + "." + std::string(key));
  };
  options.callbacks.cancelled = [] { return true; };
  auto backend = instance(std::move(options));
  EXPECT_EQ(FakeBackend::last->settings.at("schema_name"), "contracts");
  EXPECT_EQ(FakeBackend::last->host.setting("a", "b"), "a.b");
  EXPECT_TRUE(FakeBackend::last->host.cancelled());
}

TEST_F(Boundary, stops_and_rethrows_when_a_callback_of_the_host_throws) {
  InstanceOptions options;
  options.callbacks.progress = [](std::uint64_t, std::uint64_t, std::string_view) {
    throw std::logic_error("broken");
  };
  auto backend = instance(std::move(options));
  EXPECT_FALSE(FakeBackend::last->host.cancelled());
  FakeBackend::last->host.progress(1, 2, "x");
  EXPECT_TRUE(FakeBackend::last->host.cancelled());
  EXPECT_THROW(backend.check_callbacks(), std::logic_error);
  EXPECT_NO_THROW(backend.check_callbacks());
}

TEST_F(Boundary, refuses_a_function_that_an_older_plugin_does_not_have) {
  auto backend = instance();
  auto older = *static_cast<const pycharter_store_v1*>(loaded_.interface("pycharter.store"));
  older.struct_size = offsetof(pycharter_store_v1, snapshot);
  older.snapshot = nullptr;
  StoreClient store(&older, backend.ref(false).instance);
  EXPECT_TRUE(store.info().initialized);
  const auto error = error_of([&] { store.snapshot("1", std::nullopt, {}); });
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_NE(error.message().find("snapshot"), std::string::npos);
}

TEST_F(Boundary, follows_the_writers_stride_through_records) {
  auto backend = instance();
  struct Longer {  // a record of a newer host
    pycharter_record record;
    std::uint64_t newer;
  } records[2] = {};
  for (auto& [record, newer] : records) {
    record = detail::to_abi(Record{});
    record.struct_size = sizeof(Longer);
    newer = 1;
  }
  records[1].record.name = to_abi("second");
  const auto* table = static_cast<const pycharter_store_v1*>(loaded_.interface("pycharter.store"));
  std::string ids;
  const auto status =
      table->put(backend.ref(false).instance, nullptr, &records[0].record, 2, &append_to_string, &ids);
  EXPECT_EQ(status, PYCHARTER_OK);
  EXPECT_EQ(FakeBackend::last->records.at(1).name, "second");
}

TEST_F(Boundary, says_that_a_failure_came_without_a_reason) {
  auto backend = instance();
  auto silent = *static_cast<const pycharter_store_v1*>(loaded_.interface("pycharter.store"));
  silent.ping = [](void*, const pycharter_call*) -> std::int32_t { return PYCHARTER_FAILED; };
  StoreClient store(&silent, backend.ref(false).instance);
  EXPECT_NE(error_of([&] { store.ping(); }).message().find("without saying why"), std::string::npos);
}

TEST_F(Boundary, refuses_to_migrate_a_backend_without_sql) {
  auto backend = instance();
  auto ref = backend.ref(true);
  ref.sql = nullptr;
  EXPECT_EQ(error_of([&] { SqlClient client(ref); }).message(), "the fake backend has no SQL to migrate");
}

}  // namespace
}  // namespace pycharter::plugin
