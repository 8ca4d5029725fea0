// Removing: each kind of record, and a schema with what belongs to it.
#include "store_test.h"

namespace pycharter::conformance {
namespace {

class Removal : public StoreTest {
 protected:
  std::string schema_id = store.store_schema(name(), R"({"properties": {"a": {}}})", "1");

  // The schema refuses to go alone, then goes with its rule.
  void expect_refused_then_removed() {
    const auto error = failure_of([&] { store.delete_schema(schema_id); });
    EXPECT_EQ(error.code(), ErrorCode::conflict);
    EXPECT_NE(error.message().find("rules"), std::string::npos) << error.message();
    EXPECT_TRUE(store.get_schema(schema_id));
    EXPECT_TRUE(store.delete_schema(schema_id, {.cascade = true}));
    EXPECT_FALSE(store.get_schema(schema_id));
    EXPECT_FALSE(store.find_schema(name()));
    EXPECT_FALSE(store.get_coercion_rules(schema_id));
    EXPECT_FALSE(store.get_validation_rules(schema_id));
    EXPECT_TRUE(store.get_governance_rules(schema_id).empty());
    EXPECT_FALSE(store.get_complete_schema(schema_id));
  }
};
PYCHARTER_CONFORMANCE(Removal, nothing);

TEST_P(Removal, of_a_schema_takes_that_one_alone) {
  const auto other = store.store_schema(name(), "{}", "2");
  EXPECT_TRUE(store.delete_schema(schema_id));
  EXPECT_FALSE(store.get_schema(schema_id));
  EXPECT_EQ(store.list_versions(name()), std::vector<std::string>{"2"});
  EXPECT_TRUE(store.get_schema(other));
}

TEST_P(Removal, of_what_is_not_there_says_so) {
  EXPECT_TRUE(store.delete_schema(schema_id));
  EXPECT_FALSE(store.delete_schema(schema_id));
  for (const auto* unknown : {"999999999", "x", "", "507f1f77bcf86cd799439011", "no such:1"})
    EXPECT_FALSE(store.delete_schema(unknown, {.cascade = true})) << unknown;
  EXPECT_FALSE(store.delete_coercion_rules(schema_id));
  EXPECT_FALSE(store.delete_validation_rules(schema_id, "1"));
  EXPECT_FALSE(store.delete_governance_rule(name(), schema_id));
  EXPECT_FALSE(store.delete_ownership(name()));
  EXPECT_FALSE(store.delete_metadata(name()));
}

TEST_P(Removal, of_a_schema_with_coercion_rules_needs_cascade) {
  store.store_coercion_rules(schema_id, R"({"a": "int"})");
  expect_refused_then_removed();
}

TEST_P(Removal, of_a_schema_with_validation_rules_needs_cascade) {
  store.store_validation_rules(schema_id, R"({"a": {"min": 1}})", "1");
  expect_refused_then_removed();
}

TEST_P(Removal, of_a_schema_with_governance_rules_needs_cascade) {
  store.store_governance_rule(name(), "{}", schema_id);
  expect_refused_then_removed();
}

TEST_P(Removal, with_cascade_leaves_what_belongs_to_others) {
  const auto other = store.store_schema(name(), "{}", "2");
  for (const auto& id : {schema_id, other}) {
    store.store_coercion_rules(id, R"({"a": "int"})", "1");
    store.store_governance_rule(name(), "{}", id);
  }
  store.store_governance_rule(name(), "{}");
  store.store_ownership(schema_id, "owner");
  store.store_metadata(schema_id, "{}");
  EXPECT_TRUE(store.delete_schema(schema_id, {.cascade = true}));
  EXPECT_TRUE(store.get_schema(other));
  EXPECT_EQ(store.get_coercion_rules(other), R"({"a": "int"})");
  EXPECT_EQ(store.get_governance_rules(other).size(), 1u);
  EXPECT_TRUE(store.delete_governance_rule(name()));  // the global one
  EXPECT_TRUE(store.get_ownership(schema_id));        // of a resource, which need not be a schema
  EXPECT_TRUE(store.get_metadata(schema_id));
}

TEST_P(Removal, of_rules_takes_the_set_of_that_version_alone) {
  store.store_coercion_rules(schema_id, R"({"a": 1})", "1");
  store.store_coercion_rules(schema_id, R"({"a": 2})", "2");
  store.store_coercion_rules(schema_id, R"({"a": 3})");
  store.store_validation_rules(schema_id, R"({"a": 4})", "1");
  EXPECT_TRUE(store.delete_coercion_rules(schema_id, "1"));
  EXPECT_FALSE(store.get_coercion_rules(schema_id, "1"));
  EXPECT_TRUE(store.delete_coercion_rules(schema_id));
  EXPECT_EQ(store.get_coercion_rules(schema_id), R"({"a": 2})");
  EXPECT_EQ(store.get_validation_rules(schema_id), R"({"a": 4})");
}

TEST_P(Removal, of_a_governance_rule_tells_global_from_a_schemas) {
  store.store_governance_rule(name("rule"), R"({"n": 1})", schema_id);
  store.store_governance_rule(name("rule"), R"({"n": 2})");
  EXPECT_TRUE(store.delete_governance_rule(name("rule")));
  EXPECT_FALSE(store.delete_governance_rule(name("rule")));
  ASSERT_EQ(store.get_governance_rules(schema_id).size(), 1u);
  EXPECT_TRUE(store.delete_governance_rule(name("rule"), schema_id));
  EXPECT_TRUE(store.get_governance_rules(schema_id).empty());
}

TEST_P(Removal, of_ownership_and_metadata_is_by_their_keys) {
  store.store_ownership(name(), "owner");
  store.store_metadata(name(), R"({"n": 1})");
  store.store_metadata(name(), R"({"n": 2})", "table");
  EXPECT_TRUE(store.delete_ownership(name()));
  EXPECT_FALSE(store.get_ownership(name()));
  EXPECT_TRUE(store.delete_metadata(name()));
  EXPECT_FALSE(store.get_metadata(name()));
  EXPECT_EQ(store.get_metadata(name(), "table"), R"({"n": 2})");
}

TEST_P(Removal, leaves_room_for_the_same_again) {
  store.store_coercion_rules(schema_id, R"({"a": "old"})", "1");
  EXPECT_TRUE(store.delete_schema(schema_id, {.cascade = true}));
  const auto again = store.store_schema(name(), R"({"n": 2})", "1");
  EXPECT_EQ(store.get_schema(again), R"({"n": 2, "version": "1"})");
  EXPECT_EQ(store.list_versions(name()), std::vector<std::string>{"1"});
  EXPECT_FALSE(store.get_coercion_rules(again));
}

}  // namespace
}  // namespace pycharter::conformance
