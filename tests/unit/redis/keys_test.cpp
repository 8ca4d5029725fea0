#include "redis/keys.h"

#include <gtest/gtest.h>

namespace pycharter::redis {
namespace {

const Keys keys("p");

Record schema(const std::string& name, const std::string& version) {
  return {.name = name, .version = version};
}

TEST(Keys, AreThoseOfPycharter003) {
  EXPECT_EQ(keys.of(schema("user", "1.0")), "p:schemas:user:1.0");
  EXPECT_EQ(keys.schemas(), "p:schemas:index");
  EXPECT_EQ(keys.rules_of_schema("user:1.0"), "p:schemas:user:1.0:rules");
  const Record global{.kind = RecordKind::governance, .name = "pii"};
  EXPECT_EQ(keys.of(global), "p:governance:rule:pii:global");
  const Record rule{.kind = RecordKind::governance, .name = "pii", .schema_id = "user:1.0"};
  EXPECT_EQ(keys.of(rule), "p:governance:rule:pii:user:1.0");
  EXPECT_EQ(keys.rules(), "p:governance:index");
  EXPECT_EQ(keys.of({.kind = RecordKind::ownership, .resource_id = "r"}), "p:ownership:r");
  EXPECT_EQ(keys.of({.kind = RecordKind::metadata, .resource_id = "r", .resource_type = "t"}),
            "p:metadata:t:r");
  EXPECT_EQ(keys.metadata_of_type("t"), "p:metadata:t:index");
}

TEST(Keys, OfSetsOfRulesHaveTheVersionWhenThereIsOne) {
  Record set{.kind = RecordKind::coercion, .schema_id = "user:1.0"};
  EXPECT_EQ(keys.of(set), "p:coercion:user:1.0");
  EXPECT_EQ(id_of(set), "coercion:user:1.0");
  set.version = "2";
  EXPECT_EQ(keys.of(set), "p:coercion:user:1.0:2");
  set.kind = RecordKind::validation;
  EXPECT_EQ(id_of(set), "validation:user:1.0:2");
}

TEST(Keys, OfRecordsAreNeverThoseOfAnIndex) {
  for (const std::string resource : {"index", "a:index", "x:y:index"})
    EXPECT_EQ(keys.metadata("t", resource), "p:record:metadata:t:" + resource);
  for (const std::string resource : {"index:a", "xindex", "Index", ""})
    EXPECT_EQ(keys.metadata("t", resource), "p:metadata:t:" + resource);
}

TEST(Keys, MayBeThoseOfAnotherRecordWhereNamesHaveColons) {
  EXPECT_FALSE(is_ambiguous(schema("user", "1.0")));
  EXPECT_TRUE(is_ambiguous(schema("user", "1:0")));
  EXPECT_TRUE(is_ambiguous(schema("us:er", "1.0")));
  EXPECT_FALSE(is_ambiguous({.kind = RecordKind::ownership, .resource_id = "a:b:c"}));
  EXPECT_TRUE(is_ambiguous({.kind = RecordKind::metadata, .resource_id = "a:b", .resource_type = "t"}));
  EXPECT_TRUE(is_ambiguous({.kind = RecordKind::coercion, .schema_id = "a:1"}));
}

TEST(Keys, MembersOfAnOrderTellSchemaAndVersionApart) {
  EXPECT_EQ(rule_set_member("a:1", "2"), "3:a:1:2");
  EXPECT_EQ(rule_set_member("a:1:2", std::nullopt), "5:a:1:2");
}

TEST(Patterns, MatchTheTextAlone) {
  EXPECT_EQ(glob_escaped("a*b?[c]\\^-x"), "a\\*b\\?\\[c\\]\\\\\\^-x");
}

}  // namespace
}  // namespace pycharter::redis
