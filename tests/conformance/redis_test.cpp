// What only Redis has: the keys, records that would share one, and a server that answers badly or not at all.
#include <pycharter/plugin/url.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <thread>

#include "backend_test.h"
#include "redis_server.h"

namespace pycharter::conformance {
namespace {

class Redis : public BackendTest<RedisServer> {
 protected:
  std::string key(const std::string& rest) { return server().prefix() + ':' + rest; }
  std::string run(const std::vector<std::string>& command) { return server().run(command); }
  // Names of types have 50 characters.
  std::string type() const {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    return "type " + std::to_string(getpid()) + ' ' + std::to_string(test->line());
  }
  std::string text(const std::string& rest) { return run({"GET", key(rest)}); }
};

PYCHARTER_CONFORMANCE_OF(Redis, RedisServer);

TEST_P(Redis, keys_and_texts_are_those_of_pycharter_0_0_3) {
  const auto id = store.store_schema(name(), R"({"a": "é"})", "1");
  EXPECT_EQ(id, name() + ":1");
  EXPECT_EQ(text("schemas:" + id), R"({"id": ")" + id + R"(", "name": ")" + name() +
                                       R"(", "version": "1", "schema": {"a": "é", "version": "1"}})");
  EXPECT_EQ(run({"SISMEMBER", key("schemas:index"), id}), "1");
  const auto rule = store.store_governance_rule("é", R"({"n": 1})", id);
  EXPECT_EQ(rule, "rule:é:" + id);
  EXPECT_EQ(text("governance:" + rule), R"({"id": "rule:\u00e9:)" + id +
                                            R"(", "name": "\u00e9", "definition": {"n": 1}, "schema_id": ")" +
                                            id + "\"}");
  EXPECT_EQ(run({"SISMEMBER", key("governance:index"), rule}), "1");
  EXPECT_EQ(run({"SMEMBERS", key("schemas:" + id + ":rules")}), rule);
  EXPECT_EQ(store.store_governance_rule(name(), "{}"), "rule:" + name() + ":global");
  EXPECT_NE(text("governance:rule:" + name() + ":global").find(R"("schema_id": null)"), std::string::npos);
  store.store_ownership(name(), "o", {}, R"({"n": 2})");
  EXPECT_EQ(text("ownership:" + name()), R"({"owner": "o", "team": null, "additional_info": {"n": 2}})");
  store.store_metadata(name(), R"({"n": 3})", "table");
  EXPECT_EQ(text("metadata:table:" + name()), R"({"n": 3})");
  EXPECT_EQ(run({"SISMEMBER", key("metadata:table:index"), name()}), "1");
  store.store_coercion_rules(id, "{}", "2");
  store.store_validation_rules(id, "{}");
  EXPECT_NE(text("coercion:" + id + ":2"), "");
  EXPECT_NE(text("validation:" + id), "");
}

TEST_P(Redis, records_that_would_share_a_key_are_a_conflict_and_read_as_nothing) {
  const auto schema = store.store_schema(name("a"), R"({"n": 1})", "b:c");
  EXPECT_EQ(code_of([&] { store.store_schema(name("a:b"), "{}", "c"); }), ErrorCode::conflict);
  EXPECT_FALSE(store.find_schema(name("a:b"), "c"));
  EXPECT_TRUE(store.list_versions(name("a:b")).empty());
  EXPECT_EQ(store.list_versions(name("a")), std::vector<std::string>{"b:c"});
  EXPECT_EQ(store.store_schema(name("a"), R"({"n": 2})", "b:c"), schema);

  const auto one = store.store_schema(name("x"), "{}", "1");
  const auto longer = store.store_schema(name("x"), "{}", "1:2");
  store.store_coercion_rules(one, R"({"n": 1})", "2");
  EXPECT_EQ(code_of([&] { store.store_coercion_rules(longer, "{}"); }), ErrorCode::conflict);
  EXPECT_FALSE(store.get_coercion_rules(longer));
  EXPECT_FALSE(store.delete_coercion_rules(longer));
  EXPECT_EQ(store.get_coercion_rules(one, "2"), R"({"n": 1})");

  store.store_metadata("b:c", R"({"n": 1})", type());
  EXPECT_EQ(code_of([&] { store.store_metadata("c", "{}", type() + ":b"); }), ErrorCode::conflict);
  EXPECT_FALSE(store.get_metadata("c", type() + ":b"));
  EXPECT_FALSE(store.delete_metadata("c", type() + ":b"));
  EXPECT_EQ(store.get_metadata("b:c", type()), R"({"n": 1})");

  store.store_governance_rule(name("r:" + one), R"({"n": 1})");
  const auto global = store.store_schema(one, "{}", "global");
  EXPECT_EQ(code_of([&] { store.store_governance_rule(name("r"), "{}", global); }), ErrorCode::conflict);
  EXPECT_TRUE(store.get_governance_rules(global).empty());
}

TEST_P(Redis, a_conflict_within_one_call_stores_nothing) {
  const std::vector<SchemaDocument> both{{name("a"), "{}", "b:c"}, {name("a:b"), "{}", "c"}};
  EXPECT_EQ(code_of([&] { store.store_many(both); }), ErrorCode::conflict);
  store.store_schema(name("p:q"), "{}", "r");
  const std::vector<SchemaDocument> second{{name("fine"), "{}", "1"}, {name("p"), "{}", "q:r"}};
  EXPECT_EQ(code_of([&] { store.store_many(second); }), ErrorCode::conflict);
  EXPECT_FALSE(store.find_schema(name("fine")));
  EXPECT_FALSE(store.find_schema(name("a")));
}

TEST_P(Redis, a_schema_whose_key_is_a_set_of_rules_is_a_conflict) {
  const auto id = store.store_schema(name("a"), "{}", "1");
  store.store_governance_rule(name(), R"({"n": 1})", id);
  EXPECT_EQ(code_of([&] { store.store_schema(name("a"), "{}", "1:rules"); }), ErrorCode::conflict);
  EXPECT_FALSE(store.get_schema(id + ":rules"));
  EXPECT_FALSE(store.get_complete_schema(id + ":rules"));
  ASSERT_EQ(store.get_governance_rules(id).size(), 1u);
  const auto other = store.store_schema(name("b"), "{}", "1");
  store.store_schema(name("b"), "{}", "1:rules");
  EXPECT_EQ(code_of([&] { store.store_governance_rule(name("b"), "{}", other); }), ErrorCode::conflict);
  EXPECT_TRUE(store.get_governance_rules(other).empty());
  EXPECT_TRUE(store.delete_schema(other));
}

TEST_P(Redis, a_resource_named_index_leaves_the_index_alone) {
  for (const std::string resource : {"index", "x:index"}) {
    store.store_metadata(resource, R"({"n": 1})", type());
    store.store_metadata("y", R"({"n": 2})", type());
    EXPECT_EQ(store.get_metadata(resource, type()), R"({"n": 1})");
    EXPECT_EQ(store.get_metadata("y", type()), R"({"n": 2})");
    EXPECT_EQ(run({"TYPE", key("metadata:" + type() + ":index")}), "set");
    EXPECT_TRUE(store.delete_metadata(resource, type()));
    EXPECT_FALSE(store.get_metadata(resource, type()));
  }
}

TEST_P(Redis, a_key_of_another_type_is_refused_with_its_name) {
  run({"LPUSH", key("ownership:" + name()), "x"});
  const auto error = failure_of([&] { store.get_ownership(name()); });
  EXPECT_EQ(error.code(), ErrorCode::invalid_document);
  EXPECT_NE(error.message().find(key("ownership:" + name())), std::string::npos) << error.message();
  EXPECT_NE(error.message().find("list"), std::string::npos) << error.message();
  EXPECT_EQ(code_of([&] { store.store_ownership(name(), "o"); }), ErrorCode::conflict);
  run({"DEL", key("ownership:" + name())});
  EXPECT_NO_THROW(store.store_ownership(name(), "o"));

  run({"HSET", key("metadata:" + type() + ":index"), "a", "b"});
  EXPECT_EQ(code_of([&] { store.store_metadata(name(), "{}", type()); }), ErrorCode::conflict);
  EXPECT_FALSE(store.get_metadata(name(), type()));
  run({"DEL", key("metadata:" + type() + ":index")});
}

TEST_P(Redis, schemas_are_not_stored_over_what_is_none) {
  const auto taken = key("schemas:" + name("b") + ":1");
  run({"LPUSH", taken, "x"});
  const std::vector<SchemaDocument> both{{name("a"), "{}", "1"}, {name("b"), "{}", "1"}};
  const auto error = failure_of([&] { store.store_many(both); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_NE(error.message().find(taken), std::string::npos) << error.message();
  EXPECT_EQ(run({"EXISTS", key("schemas:" + name("a") + ":1")}), "0");
  EXPECT_EQ(run({"SISMEMBER", key("schemas:index"), name("a") + ":1"}), "0");
  run({"DEL", taken});
  EXPECT_EQ(store.store_many(both).size(), 2u);

  auto own = server().database("index_" + std::to_string(getpid()));
  auto indexed = own.open();
  const auto prefix = own.options.at("key_prefix");
  run({"SET", prefix + ":schemas:index", "x"});
  EXPECT_EQ(code_of([&] { indexed.store_schema(name(), "{}", "1"); }), ErrorCode::conflict);
  EXPECT_EQ(run({"EXISTS", prefix + ":schemas:" + name() + ":1"}), "0");
  run({"DEL", prefix + ":schemas:index"});
}

TEST_P(Redis, what_an_index_can_not_be_is_refused_before_anything_is_stored) {
  auto own = server().database("counter_" + std::to_string(getpid()));
  auto counted = own.open();
  const auto prefix = own.options.at("key_prefix");
  const auto id = counted.store_schema(name(), "{}", "1");
  run({"SET", prefix + ":recent:created", "many"});
  const auto error = failure_of([&] { counted.store_coercion_rules(id, "{}"); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_NE(error.message().find(prefix + ":recent:created"), std::string::npos) << error.message();
  EXPECT_EQ(run({"EXISTS", prefix + ":coercion:" + id}), "0");
  run({"DEL", prefix + ":recent:created"});
  EXPECT_NO_THROW(counted.store_coercion_rules(id, "{}"));
}

TEST_P(Redis, what_an_index_can_not_be_is_refused_before_anything_is_removed) {
  auto own = server().database("removal_" + std::to_string(getpid()));
  auto kept = own.open();
  const auto prefix = own.options.at("key_prefix");
  const auto id = kept.store_schema(name(), "{}", "1");
  kept.store_coercion_rules(id, "{}");
  kept.store_governance_rule(name(), "{}", id);
  const std::vector<std::string> both{"EXISTS", prefix + ":schemas:" + id, prefix + ":coercion:" + id};
  const std::string indexes[] = {"recent:coercion", "recent:coercion:" + id, "governance:index"};
  for (const auto& index : indexes) {
    const auto at = prefix + ':' + index;
    const auto aside = prefix + ":aside";
    run({"RENAME", at, aside});
    run({"SET", at, "no index"});
    const auto error = failure_of([&] { kept.delete_schema(id, {.cascade = true}); });
    EXPECT_EQ(error.code(), ErrorCode::conflict) << index;
    EXPECT_NE(error.message().find(at), std::string::npos) << error.message();
    EXPECT_EQ(run(both), "2") << index;
    run({"DEL", at});
    run({"RENAME", aside, at});
  }
  EXPECT_TRUE(kept.delete_schema(id, {.cascade = true}));
  EXPECT_EQ(run(both), "0");
}

TEST_P(Redis, a_counter_that_can_not_count_is_refused_before_anything_is_stored) {
  auto own = server().database("count_" + std::to_string(getpid()));
  auto counted = own.open();
  const auto prefix = own.options.at("key_prefix");
  const auto id = counted.store_schema(name(), "{}", "1");
  for (const auto* count : {"1e3", "1.5", "-1", "9223372036854775807", ""}) {
    run({"SET", prefix + ":recent:created", count});
    EXPECT_EQ(code_of([&] { counted.store_coercion_rules(id, "{}"); }), ErrorCode::conflict) << count;
    EXPECT_EQ(run({"EXISTS", prefix + ":coercion:" + id}), "0") << count;
  }
}

TEST_P(Redis, what_is_no_record_is_refused_with_its_key) {
  const auto id = name() + ":1";
  for (const auto* bad : {"", "x", "[]", "{}", R"({"name": {}, "version": "1", "schema": {}})",
                          R"({"name": "n", "version": "1", "schema": []})", "{\"schema\": {\"a\": \"\xff\"}}",
                          R"({"name": "n", "version": "1", "schema": {"a": NaN}})"}) {
    run({"SET", key("schemas:" + id), bad});
    const auto error = failure_of([&] { store.get_schema(id); });
    EXPECT_EQ(error.code(), ErrorCode::invalid_document) << bad;
    EXPECT_NE(error.message().find(key("schemas:" + id)), std::string::npos) << error.message();
  }
  store.store_schema(name(), "{}", "1");
  EXPECT_TRUE(store.get_schema(id));
}

TEST_P(Redis, an_entry_of_an_index_without_its_record_is_nothing) {
  const auto id = store.store_schema(name(), "{}", "1");
  store.store_coercion_rules(id, R"({"n": 1})", "1");
  store.store_coercion_rules(id, R"({"n": 2})", "2");
  run({"DEL", key("coercion:" + id + ":2")});
  EXPECT_EQ(store.get_coercion_rules(id), R"({"n": 1})");
  EXPECT_EQ(store.list_coercion_rules(id).size(), 1u);
  run({"DEL", key("schemas:" + id)});
  EXPECT_FALSE(store.find_schema(name()));
  EXPECT_EQ(store.store_schema(name(), "{}", "1"), id);
}

TEST_P(Redis, eight_writers_of_the_same_keys_leave_no_duplicate_and_no_lost_entry) {
  constexpr int writers = 8, rounds = 25;
  const auto schema = store.store_schema(name("s"), "{}", "1");
  std::vector<std::string> failures(writers);
  std::vector<std::thread> threads;
  for (int t = 0; t < writers; ++t)
    threads.emplace_back([&, t] {
      try {
        auto own = open();
        for (int i = 0; i < rounds; ++i) {
          const auto document = R"({"n": )" + std::to_string(t * rounds + i) + '}';
          own.store_schema(name(), document, "1");
          own.store_schema(name(), document, std::to_string(i) + '.' + std::to_string(t));
          own.store_coercion_rules(schema, document);
          own.store_coercion_rules(schema, document, std::to_string(i) + '.' + std::to_string(t));
          own.store_governance_rule(name(std::to_string(t)), document, schema);
          own.store_metadata(name(std::to_string(i)), document);
          if (i % 5 == 0) own.delete_schema(name() + ":1");
        }
      } catch (const std::exception& error) {
        failures[static_cast<std::size_t>(t)] = error.what();
      }
    });
  for (auto& thread : threads)
    thread.join();
  for (const auto& failure : failures)
    EXPECT_EQ(failure, "");
  store.store_schema(name(), "{}", "1");
  EXPECT_EQ(store.list_versions(name()).size(), writers * rounds + 1u);
  EXPECT_EQ(store.list_coercion_rules(schema).size(), writers * rounds + 1u);
  EXPECT_EQ(store.get_governance_rules(schema).size(), static_cast<std::size_t>(writers));
  for (int i = 0; i < rounds; ++i)
    EXPECT_TRUE(store.get_metadata(name(std::to_string(i))));
}

TEST_P(Redis, a_list_never_asks_for_keys) {
  store.store_schema(name(), "{}", "1");
  store.store_ownership(name(), "o");
  store.store_metadata(name(), "{}");
  run({"CONFIG", "RESETSTAT"});
  store.list_schemas();
  store.get_governance_rules();
  store.list_ownership();
  store.list_metadata();
  EXPECT_EQ(run({"INFO", "commandstats"}).find("cmdstat_keys"), std::string::npos);
}

TEST_P(Redis, what_is_under_one_prefix_is_not_under_another) {
  const auto id = store.store_schema(name(), "{}", "1");
  auto other = server().database("other_*[a]_" + std::to_string(getpid())).open();
  EXPECT_FALSE(other.get_schema(id));
  other.store_ownership(name(), "o");
  other.store_metadata(name(), "{}");
  ASSERT_EQ(other.list_ownership().size(), 1u);
  EXPECT_EQ(other.list_ownership()[0].resource_id, name());
  EXPECT_EQ(other.list_metadata().size(), 1u);
  EXPECT_FALSE(store.get_ownership(name()));
}

TEST_P(Redis, goes_by_the_names_of_the_reference_document) {
  const auto id = store.store_schema(name(), "{}", "1");
  RedisMetadataStore named({.connection_string = target().shared.url, .key_prefix = server().prefix()});
  named.connect();
  EXPECT_TRUE(named.get_schema(id));
}

TEST_P(Redis, databases_are_numbers) {
  auto url = plugin::parse_url(target().shared.url);
  const auto id = store.store_schema(name(), "{}", "1");
  url.database = "1";
  MetadataStore first(url.to_string(), target().shared.options);
  first.connect();
  EXPECT_FALSE(first.get_schema(id));
  for (const auto* bad : {"x", "-1", "99999", "1.5"}) {
    url.database = bad;
    MetadataStore wrong(url.to_string(), target().shared.options);
    EXPECT_EQ(code_of([&] { wrong.connect(); }), ErrorCode::config) << bad;
  }
  url.database.reset();
  url.scheme = "rediss";
  MetadataStore encrypted(url.to_string(), target().shared.options);
  const auto error = failure_of([&] { encrypted.connect(); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_NE(error.message().find("TLS"), std::string::npos) << error.message();
}

TEST_P(Redis, an_acl_user_without_dangerous_commands_can_do_everything) {
  const auto* const acl = std::getenv("PYCHARTER_TEST_REDIS_ACL_URL");
  ASSERT_NE(acl, nullptr) << "start servers with tools/servers.sh";
  MetadataStore app(acl);  // its keys begin with pycharter:
  app.connect();
  const auto id = app.store_schema(name(), R"({"properties": {"a": {}}})", "1");
  app.store_coercion_rules(id, R"({"a": "c"})");
  app.store_governance_rule(name(), "{}", id);
  app.store_ownership(name(), "o");
  app.store_metadata(name(), "{}");
  EXPECT_TRUE(app.get_complete_schema(id));
  EXPECT_FALSE(app.list_schemas().empty());
  EXPECT_FALSE(app.list_ownership().empty());
  EXPECT_FALSE(app.list_metadata().empty());
  EXPECT_TRUE(app.delete_schema(id, {.cascade = true}));
  EXPECT_TRUE(app.delete_ownership(name()));
  EXPECT_TRUE(app.delete_metadata(name()));

  MetadataStore elsewhere(acl, {{"key_prefix", "other"}});
  elsewhere.connect();
  const auto refused = failure_of([&] { elsewhere.store_schema(name(), "{}", "1"); });
  EXPECT_EQ(refused.code(), ErrorCode::auth);
  EXPECT_NE(refused.message().find("'app'"), std::string::npos) << refused.message();
  EXPECT_NO_THROW(app.list_schemas());

  auto without = plugin::parse_url(acl);
  without.user.reset();
  without.password.reset();
  MetadataStore nobody(without.to_string());
  EXPECT_EQ(code_of([&] { nobody.connect(); }), ErrorCode::auth);
  without.password = "defaultpw";
  MetadataStore by_password(without.to_string());
  EXPECT_NO_THROW(by_password.connect());
}

TEST_P(Redis, a_server_that_never_answers_is_a_connect_error_in_time) {
  const Mended mended{server().proxy()};
  server().proxy().swallow_answers(true);
  auto waiting = with("socket_connect_timeout=0.3");
  const auto error = failure_of([&] { waiting.connect(); });
  EXPECT_EQ(error.code(), ErrorCode::connect);
  EXPECT_NE(error.message().find("300 ms"), std::string::npos) << error.message();
  server().proxy().swallow_answers(false);
  EXPECT_NO_THROW(waiting.connect());
}

TEST_P(Redis, a_call_without_an_answer_ends_and_is_not_sent_again_when_it_writes) {
  auto waiting = with("socket_timeout=0.3");
  waiting.connect();
  const auto id = waiting.store_schema(name(), "{}", "1");
  const Mended mended{server().proxy()};
  server().proxy().swallow_answers(true);
  const auto error = failure_of([&] { waiting.store_schema(name(), R"({"n": 1})", "2"); });
  EXPECT_EQ(error.code(), ErrorCode::connect);
  EXPECT_NE(error.message().find("not known"), std::string::npos) << error.message();
  // Had it been sent again, it would be here again.
  EXPECT_EQ(run({"DEL", key("schemas:" + name() + ":2")}), "1");
  server().proxy().swallow_answers(false);
  EXPECT_EQ(waiting.get_schema(id), R"({"version": "1"})");
  EXPECT_EQ(run({"EXISTS", key("schemas:" + name() + ":2")}), "0");
}

TEST_P(Redis, a_server_that_is_not_there_is_a_connect_error_with_its_place) {
  MetadataStore nowhere("redis://127.0.0.1:1/3");
  const auto error = failure_of([&] { nowhere.connect(); });
  EXPECT_EQ(error.code(), ErrorCode::connect);
  EXPECT_NE(error.message().find("127.0.0.1:1"), std::string::npos) << error.message();
}

TEST_P(Redis, a_server_that_dies_in_the_middle_of_a_reply_costs_nothing) {
  const auto id = store.store_schema(name(), R"({"title": ")" + std::string(10'000, 'x') + "\"}", "1");
  const Mended mended{server().proxy()};
  auto reader = open();
  server().proxy().cut_answers_after(2000);
  EXPECT_EQ(code_of([&] { reader.get_schema(id); }), ErrorCode::connect);
  server().proxy().cut_answers_after(0);
  EXPECT_TRUE(reader.get_schema(id));
}

TEST_P(Redis, a_connection_that_broke_unseen_is_opened_again_also_for_a_write) {
  store.store_schema(name(), "{}", "1");
  server().proxy().cut();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // until the end of it has arrived
  EXPECT_NO_THROW(store.store_schema(name(), "{}", "2"));
}

TEST_P(Redis, a_server_without_its_scripts_gets_them_again) {
  const auto id = store.store_schema(name(), "{}", "1");
  run({"SCRIPT", "FLUSH"});
  EXPECT_EQ(store.store_schema(name(), R"({"n": 2})", "1"), id);
  run({"SCRIPT", "FLUSH"});
  EXPECT_EQ(store.get_complete_schema(id), R"({"n": 2, "version": "1"})");
}

TEST_P(Redis, a_call_that_hangs_can_be_cancelled) {
  const auto id = store.store_schema(name(), "{}", "1");
  const Mended mended{server().proxy()};
  server().proxy().swallow_answers(true);
  auto canceller = std::async(std::launch::async, [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    store.cancel();
  });
  EXPECT_EQ(code_of([&] { store.get_schema(id); }), ErrorCode::cancelled);
  canceller.get();
  server().proxy().swallow_answers(false);
  EXPECT_EQ(store.get_schema(id), R"({"version": "1"})");
  EXPECT_NO_THROW(store.store_schema(name(), "{}", "2"));
}

}  // namespace
}  // namespace pycharter::conformance
