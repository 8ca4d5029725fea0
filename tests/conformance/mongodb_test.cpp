// What only MongoDB has: how documents lie there, old duplicates, and a server that answers badly or not at
// all.
#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdlib>
#include <future>
#include <thread>

#include "backend_test.h"
#include "mongodb_server.h"

namespace pycharter::conformance {
namespace {

namespace json = boost::json;

class Mongodb : public BackendTest<MongodbServer> {
 protected:
  // The first document of a collection with that name or resource.
  json::object stored(const std::string& collection, const std::string& field, const std::string& value) {
    const json::value command{{"find", collection}, {"filter", {{field, value}}}, {"limit", 1}};
    return json::parse(server().run(json::serialize(command)))
        .at("cursor")
        .at("firstBatch")
        .at(0)
        .as_object();
  }
  void insert(const std::string& collection, const json::object& document) {
    const json::value command{{"insert", collection}, {"documents", json::array{document}}};
    server().run(json::serialize(command));
  }
};

PYCHARTER_CONFORMANCE_OF(Mongodb, MongodbServer);

TEST_P(Mongodb, documents_are_those_of_pycharter_0_0_3) {
  const auto id = store.store_schema(name(), R"({"type": "object"})", "1");
  const auto schema = stored("schemas", "name", name());
  EXPECT_EQ(schema.at("_id").at("$oid"), json::value(id));
  EXPECT_EQ(schema.at("schema"), json::parse(R"({"type": "object", "version": "1"})"));
  EXPECT_FALSE(schema.contains("escaped_keys"));
  store.store_governance_rule(name(), R"({"n": 1})");
  EXPECT_TRUE(stored("governance_rules", "name", name()).at("schema_id").is_null());
  store.store_coercion_rules(id, R"({"a": 1})");
  const auto rules = stored("coercion_rules", "schema_id", id);
  EXPECT_TRUE(rules.at("version").is_null());
  EXPECT_TRUE(rules.at("created_at").at("$date").is_string());
}

TEST_P(Mongodb, keys_with_dollars_and_dots_are_kept_as_the_server_takes_them) {
  const std::string text = R"({"$ref": 1, "a.b": {"$x": 2}, "＄ref": 3, "version": "1"})";
  const auto id = store.store_schema(name(), text, "1");
  EXPECT_EQ(store.get_schema(id), text);
  const auto schema = stored("schemas", "name", name());
  EXPECT_EQ(schema.contains("escaped_keys"), server().is_ferretdb());
  EXPECT_EQ(schema.at("schema").as_object().contains("＄ref"), true);
  MetadataStore escaping(target().shared.url, {{"escape_keys", "always"}});
  escaping.connect();
  EXPECT_EQ(escaping.get_schema(id), text);
  EXPECT_EQ(escaping.store_schema(name(), text, "1"), id);
  EXPECT_EQ(store.get_schema(id), text);
  EXPECT_EQ(stored("schemas", "name", name()).at("escaped_keys").as_array().size(), 4u);
}

TEST_P(Mongodb, keys_that_another_program_wrote_are_what_they_are) {
  insert("metadata", {{"resource_id", name()},
                      {"resource_type", "schema"},
                      {"metadata", {{"＄x", 1}, {"a．b", {{"\\＄", 2}}}}}});
  EXPECT_EQ(store.get_metadata(name()), R"({"＄x": 1, "a．b": {"\\＄": 2}})");
}

TEST_P(Mongodb, a_refused_key_is_unsupported_with_the_way_out) {
  MetadataStore keeping(target().shared.url, {{"escape_keys", "never"}});
  keeping.connect();
  if (!server().is_ferretdb()) {
    EXPECT_NO_THROW(keeping.store_metadata(name(), R"({"$x": 1})"));
    return;
  }
  EXPECT_EQ(code_of([&] { keeping.store_metadata(name(), R"({"$x": 1})"); }), ErrorCode::unsupported);
  EXPECT_NO_THROW(keeping.store_metadata(name(), "{}"));
}

TEST_P(Mongodb, arrays_in_arrays_are_kept_or_unsupported) {
  const std::string text = R"({"enum": [[1, [2]], []], "version": "1"})";
  if (server().is_ferretdb())
    EXPECT_EQ(code_of([&] { store.store_schema(name(), text, "1"); }), ErrorCode::unsupported);
  else
    EXPECT_EQ(store.get_schema(store.store_schema(name(), text, "1")), text);
  EXPECT_NO_THROW(store.store_schema(name(), "{}", "1"));
}

TEST_P(Mongodb, a_document_over_16_mib_is_refused_and_nothing_lost) {
  const auto id = store.store_schema(name(), "{}", "1");
  const auto text = R"({"a": ")" + std::string(16 * 1024 * 1024, 'x') + "\"}";
  const auto error = failure_of([&] { store.store_schema(name(), text, "1"); });
  EXPECT_EQ(error.code(), ErrorCode::invalid_document);
  EXPECT_NE(error.message().find("16777216"), std::string::npos) << error.message();
  EXPECT_EQ(code_of([&] { store.store_coercion_rules(id, text); }), ErrorCode::invalid_document);
  EXPECT_EQ(store.get_schema(id), R"({"version": "1"})");
}

TEST_P(Mongodb, a_number_that_would_change_is_unsupported_with_its_path) {
  const auto error =
      failure_of([&] { store.store_metadata(name(), R"({"a": [1, 12345678901234567890123]})"); });
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_NE(error.message().find("/a/1"), std::string::npos) << error.message();
  EXPECT_FALSE(store.get_metadata(name()));
  store.store_metadata(name(), R"({"a": 0.10})");
  EXPECT_EQ(store.get_metadata(name()), R"({"a": 0.1})");
}

TEST_P(Mongodb, a_value_of_the_wrong_type_is_refused_with_its_place) {
  insert("metadata", {{"resource_id", name()}, {"resource_type", "schema"}, {"metadata", "text"}});
  const auto error = failure_of([&] { store.get_metadata(name()); });
  EXPECT_EQ(error.code(), ErrorCode::invalid_document);
  EXPECT_NE(error.message().find("collection metadata"), std::string::npos) << error.message();
  insert("ownership", {{"resource_id", name()}, {"owner", 5}});
  EXPECT_EQ(code_of([&] { store.get_ownership(name()); }), ErrorCode::invalid_document);
  store.store_ownership(name(), "mended");
  EXPECT_EQ(store.get_ownership(name())->owner, "mended");
  store.store_metadata(name(), "{}");  // so that lists can be read again
}

TEST_P(Mongodb, of_old_duplicates_the_newest_wins) {
  // As Python leaves them, in a database without our indexes.
  MongodbServer other(std::getenv("PYCHARTER_TEST_MONGODB_URL"), "old_" + std::to_string(getpid()));
  for (const int n : {1, 2, 3})
    other.run(R"({"insert": "schemas", "documents": [{"name": "s", "version": "1", "schema": {"n": )" +
              std::to_string(n) + "}}]}");
  other.run(R"({"insert": "schemas", "documents": [{"name": "t", "version": "1", "schema": {}}]})");
  MetadataStore old(other.url());
  old.connect();
  EXPECT_TRUE(old.get_schema_info().initialized);
  const auto found = old.find_schema("s", "1");
  ASSERT_TRUE(found);
  EXPECT_EQ(old.get_schema(found->id), R"({"n": 3, "version": "1"})");
  EXPECT_EQ(old.list_schemas().size(), 2u);
  EXPECT_EQ(old.list_versions("s").size(), 1u);
  EXPECT_EQ(old.store_schema("s", R"({"n": 4})", "1"), found->id);
  const std::vector<SchemaDocument> several{{"s", R"({"n": 5})", "1"}, {"u", "{}", "1"}};
  EXPECT_EQ(old.store_many(several)[0], found->id);
  EXPECT_EQ(old.get_schema(found->id), R"({"n": 5, "version": "1"})");
  EXPECT_EQ(other.rows("schemas"), 5);
}

TEST_P(Mongodb, a_server_that_never_answers_is_a_connect_error_in_time) {
  const Mended mended{server().proxy()};
  server().proxy().swallow_answers(true);
  auto waiting = with("serverSelectionTimeoutMS=700&connectTimeoutMS=500");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of([&] { waiting.connect(); }), ErrorCode::connect);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
  server().proxy().swallow_answers(false);
  EXPECT_NO_THROW(waiting.connect());
}

TEST_P(Mongodb, a_server_that_is_not_there_is_a_connect_error) {
  const Mended mended{server().proxy()};
  server().proxy().refuse(true);
  server().proxy().cut();
  auto waiting = with("serverSelectionTimeoutMS=500");
  EXPECT_EQ(code_of([&] { waiting.connect(); }), ErrorCode::connect);
}

TEST_P(Mongodb, a_server_that_dies_in_the_middle_of_a_reply_costs_nothing) {
  const auto id = store.store_schema(name(), R"({"title": ")" + std::string(10'000, 'x') + "\"}", "1");
  {
    const Mended mended{server().proxy()};
    auto reader = with("serverSelectionTimeoutMS=3000");
    reader.connect();
    server().proxy().cut_answers_after(2000);
    const auto code = code_of([&] { reader.get_schema(id); });
    EXPECT_EQ(code, ErrorCode::connect);
    server().proxy().cut_answers_after(0);
    EXPECT_TRUE(reader.get_schema(id));
  }
  EXPECT_TRUE(store.get_schema(id));
}

TEST_P(Mongodb, a_call_that_hangs_can_be_cancelled) {
  const auto id = store.store_schema(name(), "{}", "1");
  const Mended mended{server().proxy()};
  server().proxy().swallow_answers(true);
  const auto start = std::chrono::steady_clock::now();
  auto canceller = std::async(std::launch::async, [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    store.cancel();
  });
  EXPECT_EQ(code_of([&] { store.get_schema(id); }), ErrorCode::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
  canceller.get();
  server().proxy().swallow_answers(false);
  EXPECT_EQ(store.get_schema(id), R"({"version": "1"})");
}

TEST_P(Mongodb, a_refused_login_names_mechanism_user_and_database) {
  MetadataStore refused(server().url_with_wrong_password("wr0ng-secret"));
  const auto error = failure_of([&] { refused.connect(); });
  EXPECT_EQ(error.code(), ErrorCode::auth);
  for (const auto* fact : {"SCRAM", "'pycharter_password'", "'admin'", "authSource="})
    EXPECT_NE(error.message().find(fact), std::string::npos) << error.message();
  EXPECT_EQ(error.message().find("wr0ng-secret"), std::string::npos);
}

TEST_P(Mongodb, a_database_that_can_not_be_is_a_config_error) {
  for (const auto* bad : {"a b", "a.b", "$x"}) {
    MetadataStore wrong(target().shared.url, {{"database_name", bad}});
    EXPECT_EQ(code_of([&] { wrong.connect(); }), ErrorCode::config) << bad;
  }
}

TEST_P(Mongodb, goes_by_the_names_of_the_reference_document) {
  const auto id = store.store_schema(name(), "{}", "1");
  const auto& url = target().shared.url;
  const auto slash = url.find('/', std::string("mongodb://").size());
  const auto database = url.substr(slash + 1, url.find('?') - slash - 1);
  MongoDBMetadataStore named(
      {.connection_string = url.substr(0, slash + 1) + "other" + url.substr(url.find('?')),
       .database_name = database});
  named.connect();
  EXPECT_TRUE(named.get_schema(id));
}

TEST_P(Mongodb, a_replica_set_is_found_by_its_name) {
  PYCHARTER_NEEDS_CAPABILITY("transactions");  // what else has them is a sharded cluster, which has no name
  MetadataStore whole(server().url_of_all_members());
  whole.connect();
  const auto id = whole.store_schema(name(), "{}", "1");
  EXPECT_EQ(store.get_schema(id), R"({"version": "1"})");
}

TEST_P(Mongodb, several_records_are_one_transaction_where_the_server_has_them) {
  PYCHARTER_NEEDS_CAPABILITY("transactions");
  const auto documents = [&](int n) {
    std::vector<SchemaDocument> all;
    for (int i = 0; i < 50; ++i)
      all.push_back({name(std::to_string(i)), R"({"n": )" + std::to_string(n) + '}', "1"});
    return all;
  };
  const auto ids = store.store_many(documents(0));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    auto own = open();
    for (int n = 1; n <= 20; ++n)
      own.store_many(documents(n));
    done = true;
  });
  while (!done) {
    const auto complete = store.get_complete_schema(ids[0]);
    EXPECT_TRUE(complete);
  }
  writer.join();
  EXPECT_EQ(store.get_schema(ids[49]), R"({"n": 20, "version": "1"})");
}

}  // namespace
}  // namespace pycharter::conformance
