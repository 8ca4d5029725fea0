// Many records at once, and lists by pages.
#include <algorithm>
#include <set>

#include <pycharter/plugin/url.h>

#include <atomic>
#include <thread>

#include "../support/tcp_proxy.h"
#include "store_test.h"

namespace pycharter::conformance {
namespace {

class Bulk : public StoreTest {
 protected:
  std::vector<SchemaDocument> documents(int count, const std::string& version = "1") const {
    std::vector<SchemaDocument> all;
    for (int i = 0; i < count; ++i)
      all.push_back({name(std::to_string(i)), R"({"n": )" + std::to_string(i) + '}', version});
    return all;
  }
};
PYCHARTER_CONFORMANCE(Bulk, nothing);

TEST_P(Bulk, schemas_come_back_in_the_order_asked_for) {
  constexpr int count = 1200;  // several slices of every backend
  // So many would slow the other tests down on a server that looks at every one for each search.
  if (target().empty) store = target().empty().open();
  const auto ids = store.store_many(documents(count));
  ASSERT_EQ(ids.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  std::vector<std::string> wanted(ids.rbegin(), ids.rend());
  wanted.insert(wanted.begin() + 5, "no such id");
  wanted.push_back(ids[7]);
  const auto found = store.get_many(wanted);
  ASSERT_EQ(found.size(), wanted.size());
  EXPECT_FALSE(found[5]);
  EXPECT_EQ(found.front(), R"({"n": 1199, "version": "1"})");
  EXPECT_EQ(found.back(), R"({"n": 7, "version": "1"})");
  EXPECT_EQ(std::count(found.begin(), found.end(), std::nullopt), 1);
  EXPECT_EQ(store.get_schema(ids[600]), R"({"n": 600, "version": "1"})");
}

TEST_P(Bulk, documents_of_many_sizes_come_back_together) {
  std::vector<SchemaDocument> documents;
  for (const auto size : {0, 100'000, 1, 600, 300'000, 2, 100'000})
    documents.push_back(
        {name(std::to_string(documents.size())),
         R"({"text": ")" + std::string(static_cast<std::size_t>(size), 'x') + R"(", "version": "1"})", "1"});
  const auto found = store.get_many(store.store_many(documents));
  ASSERT_EQ(found.size(), documents.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_EQ(found[i], documents[i].schema) << i;
}

TEST_P(Bulk, storing_replaces_what_is_there_and_keeps_its_id) {
  const auto before = store.store_schema(name("1"), R"({"old": true})", "1");
  const auto ids = store.store_many(documents(3));
  ASSERT_EQ(ids.size(), 3u);
  EXPECT_EQ(ids[1], before);
  EXPECT_EQ(store.get_schema(before), R"({"n": 1, "version": "1"})");
  EXPECT_EQ(store.store_many(documents(3)), ids);
  EXPECT_EQ(store.list_versions(name("1")).size(), 1u);
}

TEST_P(Bulk, the_last_of_two_with_one_key_wins) {
  auto twice = documents(3);
  twice.push_back({name("1"), R"({"last": true})", "1"});
  const auto ids = store.store_many(twice);
  ASSERT_EQ(ids.size(), 4u);
  EXPECT_EQ(ids[1], ids[3]);
  EXPECT_EQ(store.get_schema(ids[1]), R"({"last": true, "version": "1"})");
}

TEST_P(Bulk, one_that_is_refused_stops_all) {
  auto documents_and_a_bad_one = documents(5);
  documents_and_a_bad_one.push_back({name("bad"), R"({"version": "other"})", "1"});
  EXPECT_EQ(code_of([&] { store.store_many(documents_and_a_bad_one); }), ErrorCode::version_mismatch);
  EXPECT_FALSE(store.find_schema(name("0")));
}

TEST_P(Bulk, nothing_is_nothing) {
  EXPECT_TRUE(store.store_many({}).empty());
  EXPECT_TRUE(store.get_many({}).empty());
}

TEST_P(Bulk, whoever_sees_one_of_them_sees_all) {
  PYCHARTER_NEEDS_CAPABILITY("concurrent_writers");
  PYCHARTER_NEEDS_CAPABILITY("transactions");
  constexpr int rounds = 10, count = 50;
  std::atomic<int> stored = 0;
  std::string failure;
  std::thread writer([&] {
    try {
      auto own = open();
      for (int version = 1; version <= rounds; ++version) {
        own.store_many(documents(count, std::to_string(version)));
        stored = version;
      }
    } catch (const std::exception& error) {
      failure = error.what();
    }
    stored = rounds;
  });
  const auto versions = [&](int i) { return store.list_versions(name(std::to_string(i))).size(); };
  do {
    // Any of them first: whatever is seen of it, the others must not lag behind.
    const int any = static_cast<int>(stored) * 7 % count;
    const auto seen = versions(any);
    for (const int i : {0, count / 2, count - 1})
      EXPECT_GE(versions(i), seen) << i << " lacks a version that " << any << " has";
  } while (stored < rounds && !HasFailure());
  writer.join();
  EXPECT_EQ(failure, "");
  EXPECT_EQ(versions(count - 1), static_cast<std::size_t>(rounds));
}

class BulkOnServer : public Bulk {};
PYCHARTER_CONFORMANCE(BulkOnServer, server);

TEST_P(BulkOnServer, costs_a_few_round_trips_however_many_there_are) {
  constexpr int count = 200;
  auto database = target().shared;
  auto url = plugin::parse_url(database.url);
  ASSERT_EQ(url.hosts.size(), 1u);
  const testing::TcpProxy proxy(url.hosts[0].name, url.hosts[0].port);
  url.hosts = {{"127.0.0.1", proxy.port()}};
  database.url = url.to_string();
  auto counted = database.open();
  const auto turns_of = [&](auto&& work) {
    const int before = proxy.turns();
    work();
    return proxy.turns() - before;
  };
  std::vector<std::string> ids;
  EXPECT_LT(turns_of([&] { ids = counted.store_many(documents(count)); }), count / 10);
  EXPECT_LT(turns_of([&] { counted.store_many(documents(count)); }), count / 10) << "replacing";
  const auto turns = turns_of([&] { EXPECT_EQ(counted.get_many(ids).size(), ids.size()); });
  EXPECT_GT(turns, 0);
  EXPECT_LT(turns, count / 10);
}

class Lists : public StoreTest {
 protected:
  // Goes through a list page by page; gives what is of this test. `key` tells where the next page starts.
  template <class Entry, class List, class Key>
  std::vector<Entry> all_pages(std::size_t limit, List list, Key key) {
    std::vector<Entry> all;
    for (Page page{.limit = limit};;) {
      const auto entries = list(page);
      if (entries.empty()) return all;
      page.after = key(entries.back());
      all.insert(all.end(), entries.begin(), entries.end());
      if (all.size() > 100'000) {
        ADD_FAILURE() << "the pages do not end";
        return all;
      }
    }
  }
};
PYCHARTER_CONFORMANCE(Lists, nothing);

TEST_P(Lists, of_versions_come_in_pages) {
  for (const auto* version : {"10.0", "9.0", "1.0", "draft"})
    store.store_schema(name(), "{}", version);
  EXPECT_EQ(store.list_versions(name(), {.limit = 2}), (std::vector<std::string>{"draft", "1.0"}));
  EXPECT_EQ(store.list_versions(name(), {.limit = 2, .after = "1.0"}),
            (std::vector<std::string>{"9.0", "10.0"}));
  EXPECT_TRUE(store.list_versions(name(), {.after = "10.0"}).empty());
}

TEST_P(Lists, of_governance_rules_come_in_pages_of_names) {
  const auto schema = store.store_schema(name(), "{}", "1");
  for (const auto* rule : {"c", "a", "b"}) {
    store.store_governance_rule(name(rule), "{}");
    store.store_governance_rule(name(rule), "{}", schema);
  }
  const auto first = store.get_governance_rules({}, {.limit = 2, .after = name()});
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[0].name, name("a"));
  EXPECT_EQ(first[1].name, name("a"));
  EXPECT_EQ(first[3].name, name("b"));
  const auto rest = store.get_governance_rules({}, {.limit = 1, .after = first.back().name});
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].name, name("c"));
  const auto of_schema = store.get_governance_rules(schema, {.limit = 2});
  ASSERT_EQ(of_schema.size(), 2u);
  EXPECT_EQ(of_schema[1].name, name("b"));
}

TEST_P(Lists, of_ownership_are_by_resource) {
  for (const auto* resource : {"b", "a", "é", "C"})
    store.store_ownership(name(resource), "owner", "team", R"({"n": 1})");
  auto all = all_pages<OwnershipEntry>(
      2, [&](const Page& page) { return store.list_ownership(page); },
      [](const OwnershipEntry& entry) { return entry.resource_id; });
  std::erase_if(all, [&](const OwnershipEntry& entry) { return entry.resource_id.rfind(name(), 0) != 0; });
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].resource_id, name("C"));
  EXPECT_EQ(all[1].resource_id, name("a"));
  EXPECT_EQ(all[3].resource_id, name("é"));
  EXPECT_EQ(all[0].ownership.team, "team");
  EXPECT_EQ(all[0].ownership.additional_info, R"({"n": 1})");
}

TEST_P(Lists, of_metadata_are_complete_page_by_page) {
  std::set<std::string> expected;
  for (int i = 0; i < 12; ++i) {
    const auto type = "t" + std::to_string(i % 3);
    store.store_metadata(name(std::to_string(i)), R"({"n": 1})", type);
    expected.insert(type + name(std::to_string(i)));
  }
  std::multiset<std::string> listed;
  for (const auto& entry : all_pages<MetadataEntry>(
           5, [&](const Page& page) { return store.list_metadata(page); },
           [](const MetadataEntry& entry) { return entry.id; }))
    if (entry.resource_id.rfind(name(), 0) == 0) listed.insert(entry.resource_type + entry.resource_id);
  EXPECT_EQ(listed, std::multiset<std::string>(expected.begin(), expected.end()));
}

TEST_P(Lists, of_rule_sets_are_in_the_order_of_their_creation) {
  const auto schema = store.store_schema(name(), "{}", "1");
  store.store_coercion_rules(schema, R"({"n": 1})", "2");
  store.store_coercion_rules(schema, R"({"n": 2})");
  store.store_coercion_rules(schema, R"({"n": 3})", "1");
  store.store_coercion_rules(schema, R"({"n": 4})", "2");
  const auto sets = store.list_coercion_rules(schema);
  ASSERT_EQ(sets.size(), 3u);
  EXPECT_EQ(sets[0].version, "2");
  EXPECT_EQ(sets[0].rules, R"({"n": 4})");
  EXPECT_FALSE(sets[1].version);
  EXPECT_EQ(sets[2].version, "1");
  EXPECT_TRUE(store.list_validation_rules(schema).empty());
}

TEST_P(Lists, of_rule_sets_come_in_pages) {
  const auto schema = store.store_schema(name(), "{}", "1");
  store.store_validation_rules(schema, R"({"n": 1})", "2");
  store.store_validation_rules(schema, R"({"n": 2})");
  store.store_validation_rules(schema, R"({"n": 3})", "1");
  const auto versions = [&](const Page& page) {
    std::vector<std::string> all;
    for (const auto& set : store.list_validation_rules(schema, page))
      all.push_back(set.version.value_or(""));
    return all;
  };
  EXPECT_EQ(versions({.limit = 2}), (std::vector<std::string>{"2", ""}));
  EXPECT_EQ(versions({.limit = 2, .after = ""}), (std::vector<std::string>{"1"}));
  EXPECT_EQ(versions({.after = "2"}), (std::vector<std::string>{"", "1"}));
  EXPECT_TRUE(versions({.after = "1"}).empty());
  EXPECT_TRUE(versions({.after = "no such set"}).empty());
}

}  // namespace
}  // namespace pycharter::conformance
