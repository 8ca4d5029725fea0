// Governance rules, ownership, metadata.
#include <algorithm>

#include "store_test.h"

namespace pycharter::conformance {
namespace {

class Governance : public StoreTest {
 protected:
  std::string schema_id = store.store_schema(name(), "{}", "1.0");

  std::vector<GovernanceRule> named(const std::vector<GovernanceRule>& rules,
                                    const std::string& rule_name) const {
    std::vector<GovernanceRule> found;
    std::copy_if(rules.begin(), rules.end(), std::back_inserter(found),
                 [&](const GovernanceRule& rule) { return rule.name == rule_name; });
    return found;
  }
};
PYCHARTER_CONFORMANCE(Governance, nothing);

TEST_P(Governance, rules_are_of_a_schema_or_global) {
  const auto id = store.store_governance_rule(name("r"), R"({"n": 1})", schema_id);
  const auto global = store.store_governance_rule(name("r"), R"({"n": 2})");
  EXPECT_NE(id, global);

  const auto of_schema = store.get_governance_rules(schema_id);
  ASSERT_EQ(of_schema.size(), 1u);
  EXPECT_EQ(of_schema[0].id, id);
  EXPECT_EQ(of_schema[0].name, name("r"));
  EXPECT_EQ(of_schema[0].definition, R"({"n": 1})");
  EXPECT_EQ(of_schema[0].schema_id, schema_id);

  const auto all = named(store.get_governance_rules(), name("r"));
  ASSERT_EQ(all.size(), 2u);
  const auto& without_schema = all[0].schema_id ? all[1] : all[0];
  EXPECT_EQ(without_schema.id, global);
  EXPECT_FALSE(without_schema.schema_id);
}

TEST_P(Governance, rules_stored_twice_keep_their_id_and_take_the_new_definition) {
  for (const std::optional<std::string_view> schema : {std::optional<std::string_view>(schema_id), {}}) {
    const auto id = store.store_governance_rule(name("r"), R"({"n": 1})", schema);
    EXPECT_EQ(store.store_governance_rule(name("r"), R"({"n": 2})", schema), id);
  }
  const auto all = named(store.get_governance_rules(), name("r"));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].definition, R"({"n": 2})");
  EXPECT_EQ(all[1].definition, R"({"n": 2})");
}

TEST_P(Governance, rules_need_a_schema_that_exists) {
  EXPECT_EQ(code_of([&] { store.store_governance_rule(name("r"), "{}", "999999999"); }),
            ErrorCode::not_found);
  EXPECT_EQ(code_of([&] { store.store_governance_rule(name("r"), "{}", "x"); }), ErrorCode::not_found);
  EXPECT_TRUE(store.get_governance_rules("999999999").empty());
  EXPECT_TRUE(store.get_governance_rules("x").empty());
}

TEST_P(Governance, rules_come_by_name) {
  for (const auto* text : {"b", "a", "c"})
    store.store_governance_rule(name(text), "{}", schema_id);
  const auto rules = store.get_governance_rules(schema_id);
  ASSERT_EQ(rules.size(), 3u);
  EXPECT_EQ(rules[0].name, name("a"));
  EXPECT_EQ(rules[2].name, name("c"));
}

class Resources : public StoreTest {};
PYCHARTER_CONFORMANCE(Resources, nothing);

TEST_P(Resources, have_an_owner) {
  EXPECT_FALSE(store.get_ownership(name()));
  EXPECT_EQ(store.store_ownership(name(), "owner@example.com", "team", R"({"on_call": true})"), name());
  const auto ownership = store.get_ownership(name());
  ASSERT_TRUE(ownership);
  EXPECT_EQ(ownership->owner, "owner@example.com");
  EXPECT_EQ(ownership->team, "team");
  EXPECT_EQ(ownership->additional_info, R"({"on_call": true})");
}

TEST_P(Resources, have_one_owner_the_one_stored_last) {
  store.store_ownership(name(), "first", "team", R"({"n": 1})");
  store.store_ownership(name(), "second");
  const auto ownership = store.get_ownership(name());
  ASSERT_TRUE(ownership);
  EXPECT_EQ(ownership->owner, "second");
  EXPECT_FALSE(ownership->team);
  EXPECT_EQ(ownership->additional_info, "{}");
}

TEST_P(Resources, have_metadata_by_type) {
  EXPECT_FALSE(store.get_metadata(name()));
  EXPECT_EQ(store.store_metadata(name(), R"({"n": 1})"), "schema:" + name());
  EXPECT_EQ(store.store_metadata(name(), R"({"n": 2})", "table"), "table:" + name());
  EXPECT_EQ(store.get_metadata(name()), R"({"n": 1})");
  EXPECT_EQ(store.get_metadata(name(), "schema"), R"({"n": 1})");
  EXPECT_EQ(store.get_metadata(name(), "table"), R"({"n": 2})");
  EXPECT_FALSE(store.get_metadata(name(), "rule"));
}

TEST_P(Resources, have_the_metadata_stored_last) {
  store.store_metadata(name(), R"({"n": 1})");
  store.store_metadata(name(), R"({"n": 2})");
  EXPECT_EQ(store.get_metadata(name()), R"({"n": 2})");
}

}  // namespace
}  // namespace pycharter::conformance
