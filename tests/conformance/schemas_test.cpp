// Schemas: store, get, find, list.
#include <algorithm>

#include "store_test.h"

namespace pycharter::conformance {
namespace {

class Schemas : public StoreTest {
 protected:
  // The entries of list_schemas that are of this test.
  std::vector<SchemaEntry> own_entries() {
    auto entries = store.list_schemas();
    std::erase_if(entries, [&](const SchemaEntry& entry) { return entry.name.rfind(name(), 0) != 0; });
    return entries;
  }
};
PYCHARTER_CONFORMANCE(Schemas, nothing);

TEST_P(Schemas, come_back_as_they_were_stored) {
  const auto id = store.store_schema(name(), R"({"type": "object", "version": "1.0.0"})", "1.0.0");
  EXPECT_FALSE(id.empty());
  EXPECT_EQ(store.get_schema(id), R"({"type": "object", "version": "1.0.0"})");
  EXPECT_EQ(store.get_schema(id, "1.0.0"), store.get_schema(id));
}

TEST_P(Schemas, without_version_get_it_as_their_last_key) {
  const auto id = store.store_schema(name(), R"({"type": "object"})", "1.0.0");
  EXPECT_EQ(store.get_schema(id), R"({"type": "object", "version": "1.0.0"})");
}

TEST_P(Schemas, of_another_version_are_refused_and_not_stored) {
  const auto error = failure_of([&] { store.store_schema(name(), R"({"version": "B"})", "A"); });
  EXPECT_EQ(error.code(), ErrorCode::version_mismatch);
  EXPECT_EQ(error.message(), "Version mismatch: provided version 'A' does not match schema version 'B'");
  EXPECT_FALSE(store.find_schema(name()));
}

TEST_P(Schemas, stored_twice_keep_their_id_and_take_the_new_document) {
  const auto id = store.store_schema(name(), R"({"version": "1", "n": 1})", "1");
  EXPECT_EQ(store.store_schema(name(), R"({"version": "1", "n": 2})", "1"), id);
  EXPECT_EQ(store.get_schema(id), R"({"version": "1", "n": 2})");
  EXPECT_EQ(store.list_versions(name()), std::vector<std::string>{"1"});
}

TEST_P(Schemas, of_different_versions_are_different_records) {
  const auto first = store.store_schema(name(), "{}", "1");
  const auto second = store.store_schema(name(), "{}", "2");
  EXPECT_NE(first, second);
  EXPECT_EQ(store.get_schema(first), R"({"version": "1"})");
  EXPECT_EQ(store.get_schema(second), R"({"version": "2"})");
}

TEST_P(Schemas, of_a_wrong_version_are_nothing) {
  const auto id = store.store_schema(name(), "{}", "1");
  store.store_schema(name(), "{}", "2");
  EXPECT_FALSE(store.get_schema(id, "2"));
  EXPECT_FALSE(store.get_schema(id, "3"));
  EXPECT_FALSE(store.get_complete_schema(id, "2"));
}

TEST_P(Schemas, of_an_unknown_id_are_nothing) {
  const auto id = store.store_schema(name(), "{}", "1");
  for (const std::string unknown : {"999999999", "99999999999999999999999999", "-1", "0", "", "x", "1.5",
                                    "' OR 1=1 --", "507f1f77bcf86cd799439011", "schema_99999", "no such:1"})
    EXPECT_FALSE(store.get_schema(unknown)) << unknown;
  EXPECT_FALSE(store.get_schema(id + "0000"));
  EXPECT_FALSE(store.get_schema(' ' + id));
  EXPECT_FALSE(store.get_schema(id + ' '));
  EXPECT_FALSE(store.get_schema("0" + id));
}

TEST_P(Schemas, are_found_by_name) {
  const auto id = store.store_schema(name("a"), "{}", "1.0");
  const auto found = store.find_schema(name("a"), "1.0");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->name, name("a"));
  EXPECT_EQ(found->version, "1.0");
  EXPECT_FALSE(store.find_schema(name("a"), "1.1"));
  EXPECT_FALSE(store.find_schema(name("A"), "1.0"));
  EXPECT_FALSE(store.find_schema(name("other")));
}

TEST_P(Schemas, latest_goes_by_version_order) {
  for (const auto* version : {"9.0", "10.0", "10.0-rc.1", "2.0", "draft"})
    store.store_schema(name(), "{}", version);
  EXPECT_EQ(store.find_schema(name())->version, "10.0");
  EXPECT_EQ(store.list_versions(name()),
            (std::vector<std::string>{"draft", "2.0", "9.0", "10.0-rc.1", "10.0"}));
}

TEST_P(Schemas, have_no_versions_when_there_are_none) {
  EXPECT_TRUE(store.list_versions(name()).empty());
}

TEST_P(Schemas, are_listed_by_name_as_code_points_then_version_order) {
  for (const auto* text : {"b", "a", "B", "é", "z", "😀", "\uFF5E", "a b", "a-b", "_"})
    for (const auto* version : {"10", "9"})
      store.store_schema(name(text), "{}", version);
  std::vector<std::string> listed;
  for (const auto& entry : own_entries())
    listed.push_back(entry.name.substr(name().size()) + '@' + entry.version);
  std::vector<std::string> expected;
  for (const auto* text : {"B", "_", "a", "a b", "a-b", "b", "z", "é", "\uFF5E", "😀"})
    for (const auto* version : {"9", "10"})
      expected.push_back(std::string(text) + '@' + version);
  EXPECT_EQ(listed, expected);
}

TEST_P(Schemas, are_listed_in_pages_of_names) {
  for (const auto* text : {"a", "b", "c", "d", "e"})
    for (const auto* version : {"1", "2"})
      store.store_schema(name(text), "{}", version);
  Page page{.limit = 2, .after = name()};
  std::vector<std::string> listed;
  for (int i = 0; i < 2; ++i) {
    const auto entries = store.list_schemas(page);
    ASSERT_EQ(entries.size(), 4u);
    for (const auto& entry : entries)
      listed.push_back(entry.name.substr(name().size()) + entry.version);
    page.after = entries.back().name;
  }
  EXPECT_EQ(listed, (std::vector<std::string>{"a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"}));
  const auto rest = store.list_schemas({.limit = 1, .after = page.after});
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].name, name("e"));
}

TEST_P(Schemas, outlive_their_store) {
  PYCHARTER_NEEDS_CAPABILITY("persistent");
  const auto id = store.store_schema(name(), "{}", "1");
  store.disconnect();
  EXPECT_EQ(open().get_schema(id), R"({"version": "1"})");
}

TEST_P(Schemas, need_a_connected_store) {
  store.disconnect();
  EXPECT_EQ(code_of([&] { store.list_schemas(); }), ErrorCode::usage);
  EXPECT_EQ(code_of([&] { store.store_schema(name(), "{}", "1"); }), ErrorCode::usage);
  store.connect();
  EXPECT_NO_THROW(store.store_schema(name(), "{}", "1"));
  auto moved = std::move(store);
  EXPECT_TRUE(moved.find_schema(name()));
  EXPECT_EQ(code_of([&] { store.list_schemas(); }),
            ErrorCode::usage);  // NOLINT(bugprone-use-after-move): the test
}

TEST_P(Schemas, info_says_that_the_database_is_ready) {
  const auto info = store.get_schema_info();
  EXPECT_TRUE(info.initialized);
  EXPECT_EQ(info.message, "Schema initialized: True" +
                              (info.revision ? " (revision: " + *info.revision + ")" : std::string()));
  EXPECT_EQ(info.revision.has_value(), target().has("sql"));
}

}  // namespace
}  // namespace pycharter::conformance
