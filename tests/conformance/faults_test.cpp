// The faults of earlier stores, each by its name: none may come back.
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <pycharter/plugin/url.h>

#include "../support/tcp_proxy.h"
#include "store_test.h"

namespace pycharter::conformance {
namespace {

class Faults : public StoreTest {
 protected:
  // The URL with its last character written as an escape.
  static std::string with_escape(std::string url) {
    const auto end = std::min(url.find('?'), url.size());
    char escape[4];
    snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned char>(url.at(end - 1)));
    return url.replace(end - 1, 1, escape);
  }

  // The schema is there for a store that is configured by that variable.
  void expect_found_with(const std::string& variable, const std::string& value,
                         const std::string& schema_id) const {
    StoreOptions variables{{variable, value}};
    for (const auto& [key, setting] : target().shared.options) {
      std::string upper = "PYCHARTER__DATABASE__" + key;
      std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return toupper(c); });
      variables.emplace(upper, setting);
    }
    for (const auto& [key, text] : variables)
      setenv(key.c_str(), text.c_str(), 1);
    const std::shared_ptr<void> unset(nullptr, [&](void*) {
      for (const auto& one : variables)
        unsetenv(one.first.c_str());
    });
    MetadataStore configured;
    configured.connect();
    EXPECT_EQ(configured.get_schema(schema_id), R"({"version": "1"})");
  }
};
PYCHARTER_CONFORMANCE(Faults, nothing);

TEST_P(Faults, storing_again_makes_a_duplicate) {
  const auto before = store.list_schemas().size();
  const auto id = store.store_schema(name(), "{}", "1");
  const auto store_all = [&] {
    EXPECT_EQ(store.store_schema(name(), "{}", "1"), id);
    store.store_governance_rule(name(), "{}", id);
    store.store_governance_rule(name(), "{}");
    store.store_ownership(name(), "o");
    store.store_metadata(name(), "{}");
  };
  // Asked of the server: of duplicates a store shows one.
  const auto rows = [&] {
    std::vector<int> counts;
    for (const auto* table : {"schemas", "governance_rules", "ownership", "metadata"})
      counts.push_back(target().server ? target().server->rows(table) : 0);
    return counts;
  };
  store_all();
  const auto once = rows();
  store_all();
  store_all();
  EXPECT_EQ(rows(), once);
  EXPECT_EQ(store.list_schemas().size(), before + 1);
  EXPECT_EQ(store.get_governance_rules(id).size(), 1u);
}

TEST_P(Faults, a_wrong_version_is_answered_with_another) {
  const auto id = store.store_schema(name(), R"({"properties": {"a": {}}})", "1.0");
  store.store_schema(name(), "{}", "2.0");
  store.store_coercion_rules(id, R"({"a": "c"})", "1.0");
  for (const auto* wrong : {"2.0", "3.0", "1", "1.0.0", "1.0 "}) {
    EXPECT_FALSE(store.get_schema(id, wrong)) << wrong;
    EXPECT_FALSE(store.get_coercion_rules(id, wrong)) << wrong;
    EXPECT_FALSE(store.get_complete_schema(id, wrong)) << wrong;
  }
}

TEST_P(Faults, an_id_named_index_destroys_the_index) {
  store.store_schema(name(), "{}", "1");
  const auto before = store.list_schemas().size();
  const auto index = store.store_schema("index", "{}", std::to_string(getpid()));
  store.store_metadata("index", R"({"n": 1})");
  store.store_metadata(name(), R"({"n": 2})", "index");
  store.store_ownership("index", "o");
  store.store_governance_rule("index", "{}");
  store.store_governance_rule("index", "{}", index);
  EXPECT_EQ(store.list_schemas().size(), before + 1);
  EXPECT_EQ(store.get_metadata("index"), R"({"n": 1})");
  EXPECT_EQ(store.get_metadata(name(), "index"), R"({"n": 2})");
  EXPECT_TRUE(store.find_schema(name()));
  EXPECT_EQ(store.get_governance_rules(index).size(), 1u);
  EXPECT_TRUE(store.get_schema(index));
}

TEST_P(Faults, a_failed_statement_makes_the_connection_unusable) {
  const auto id = store.store_schema(name(), "{}", "1");
  EXPECT_EQ(code_of([&] { store.store_coercion_rules("999999999", "{}", "1"); }), ErrorCode::not_found);
  EXPECT_EQ(store.get_schema(id), R"({"version": "1"})");
  EXPECT_EQ(code_of([&] { store.store_governance_rule(name(), "{}", "no such id"); }), ErrorCode::not_found);
  EXPECT_EQ(store.store_schema(name(), "{}", "1"), id);
}

TEST_P(Faults, rules_without_version_pile_up) {
  const auto id = store.store_schema(name(), "{}", "1");
  store.store_coercion_rules(id, R"({"n": 0})");
  store.store_validation_rules(id, R"({"n": 0})");
  if (target().server) {
    const auto rows = [&](const std::string& table) { return target().server->rows(table); };
    const auto coercion = rows("coercion_rules"), validation = rows("validation_rules");
    for (int i = 1; i < 4; ++i) {
      store.store_coercion_rules(id, R"({"n": )" + std::to_string(i) + '}');
      store.store_validation_rules(id, R"({"n": )" + std::to_string(i) + '}');
    }
    EXPECT_EQ(rows("coercion_rules"), coercion);
    EXPECT_EQ(rows("validation_rules"), validation);
  }
  // A set that piled up would be the newest; one that was replaced is not.
  store.store_coercion_rules(id, R"({"n": "of a version"})", "1");
  store.store_coercion_rules(id, R"({"n": "replaced"})");
  EXPECT_EQ(store.get_coercion_rules(id), R"({"n": "of a version"})");
}

TEST_P(Faults, text_order_puts_10_before_9) {
  store.store_schema(name(), "{}", "10.0");
  store.store_schema(name(), "{}", "9.0");
  EXPECT_EQ(store.find_schema(name())->version, "10.0");
}

TEST_P(Faults, a_percent_sign_in_a_url_breaks_the_configuration) {
  std::string folder = std::filesystem::temp_directory_path() / "conformance_%_XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const auto id = store.store_schema(name(), "{}", "1");
  auto url =
      target().server ? target().server->url_with_encoded_password() : with_escape(target().shared.url);
  ASSERT_NE(url.find('%'), std::string::npos) << url;
  std::ofstream(folder + "/pycharter.cfg") << "[database]\nsql_alchemy_conn = " << url << '\n';
  ASSERT_EQ(chmod((folder + "/pycharter.cfg").c_str(), 0600), 0);
  expect_found_with("PYCHARTER_CONFIG", folder + "/pycharter.cfg", id);
  expect_found_with("PYCHARTER_DATABASE_URL", url, id);
  std::filesystem::remove_all(folder);
}

class ServerFaults : public StoreTest {
 protected:
  Server& server() { return *target().server; }
};
PYCHARTER_CONFORMANCE(ServerFaults, server);

TEST_P(ServerFaults, a_read_leaves_a_transaction_open) {
  const auto id = store.store_schema(name(), R"({"properties": {"a": {}}})", "1");
  store.store_coercion_rules(id, R"({"a": "c"})");
  store.get_schema(id);
  EXPECT_EQ(server().open_transactions(), 0);
  store.get_complete_schema(id);
  EXPECT_EQ(server().open_transactions(), 0);
  store.list_schemas();
  store.find_schema(name());
  store.get_governance_rules();
  store.get_ownership(name());
  store.get_metadata(name());
  store.get_schema_info();
  EXPECT_EQ(server().open_transactions(), 0);
  EXPECT_THROW(store.store_coercion_rules("999999999", "{}"), Error);
  EXPECT_EQ(server().open_transactions(), 0);
}

TEST_P(ServerFaults, a_list_costs_one_call_for_each_item) {
  constexpr int count = 100;
  std::vector<SchemaDocument> documents;
  for (int i = 0; i < count; ++i)
    documents.push_back({name(std::to_string(i)), "{}", "1"});
  const auto schema = store.store_many(documents).front();
  for (int i = 0; i < count; ++i)
    store.store_governance_rule(name(std::to_string(i)), "{}", schema);
  const auto& shared = target().shared;
  auto url = plugin::parse_url(shared.url);
  ASSERT_EQ(url.hosts.size(), 1u);
  const testing::TcpProxy proxy(url.hosts[0].name, url.hosts[0].port);
  url.hosts = {{"127.0.0.1", proxy.port()}};
  MetadataStore counted(url.to_string(), shared.options);
  counted.connect();
  const auto expect_few_turns = [&](const char* what, auto&& list) {
    const auto before = proxy.turns();
    EXPECT_GE(list(), static_cast<std::size_t>(count)) << what;
    const auto turns = proxy.turns() - before;
    EXPECT_GT(turns, 0) << what;
    EXPECT_LT(turns, count / 5) << what;
  };
  expect_few_turns("schemas", [&] { return counted.list_schemas().size(); });
  expect_few_turns("all rules", [&] { return counted.get_governance_rules().size(); });
  expect_few_turns("a schema's rules", [&] { return counted.get_governance_rules(schema).size(); });
}

TEST_P(ServerFaults, the_password_is_in_error_messages) {
  const std::string password = "s3cr3t%pass/word";
  MetadataStore refused(server().url_with_wrong_password(password));
  const auto error = failure_of([&] { refused.connect(); });
  EXPECT_EQ(error.code(), ErrorCode::auth) << error.message();
  for (const std::string& text : {error.message(), error.facts().statement, refused.masked_url()}) {
    EXPECT_EQ(text.find(password), std::string::npos) << text;
    EXPECT_EQ(text.find("s3cr3t"), std::string::npos) << text;
  }
  EXPECT_NE(refused.masked_url().find("***"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::conformance
