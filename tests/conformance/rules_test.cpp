// Coercion and validation rules, and the complete schema they make.
#include <thread>

#include "store_test.h"

namespace pycharter::conformance {
namespace {

// Both kinds of rules by one name each, so that every test speaks of both.
struct Kind {
  const char* name;
  std::string (MetadataStore::*put)(std::string_view, std::string_view, std::optional<std::string_view>);
  std::optional<std::string> (MetadataStore::*get)(std::string_view, std::optional<std::string_view>);
};
const Kind kinds[] = {
    {"coercion", &MetadataStore::store_coercion_rules, &MetadataStore::get_coercion_rules},
    {"validation", &MetadataStore::store_validation_rules, &MetadataStore::get_validation_rules},
};

class Rules : public StoreTest {
 protected:
  std::string schema_id = store.store_schema(name(), R"({"properties": {"a": {}}})", "1.0");
};
PYCHARTER_CONFORMANCE(Rules, nothing);

TEST_P(Rules, are_stored_by_schema_and_version) {
  for (const auto& kind : kinds) {
    EXPECT_EQ((store.*kind.put)(schema_id, R"({"a": 1})", "1.0"),
              std::string(kind.name) + ':' + schema_id + ":1.0");
    EXPECT_EQ((store.*kind.put)(schema_id, R"({"a": 2})", "2.0"),
              std::string(kind.name) + ':' + schema_id + ":2.0");
    EXPECT_EQ((store.*kind.put)(schema_id, R"({"a": 3})", std::nullopt),
              std::string(kind.name) + ':' + schema_id);
    EXPECT_EQ((store.*kind.get)(schema_id, "1.0"), R"({"a": 1})");
    EXPECT_EQ((store.*kind.get)(schema_id, "2.0"), R"({"a": 2})");
    EXPECT_EQ((store.*kind.get)(schema_id, std::nullopt), R"({"a": 3})");
  }
}

TEST_P(Rules, of_a_wrong_version_are_nothing) {
  for (const auto& kind : kinds) {
    EXPECT_FALSE((store.*kind.get)(schema_id, std::nullopt));
    (store.*kind.put)(schema_id, "{}", "1.0");
    (store.*kind.put)(schema_id, "{}", std::nullopt);
    EXPECT_FALSE((store.*kind.get)(schema_id, "2.0"));
  }
}

TEST_P(Rules, without_a_version_asked_for_are_the_set_created_last) {
  for (const auto& kind : kinds) {
    (store.*kind.put)(schema_id, R"({"a": 10})", "10.0");
    (store.*kind.put)(schema_id, R"({"a": 9})", "9.0");
    EXPECT_EQ((store.*kind.get)(schema_id, std::nullopt), R"({"a": 9})");
    // Replacing does not move it.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    (store.*kind.put)(schema_id, R"({"a": 100})", "10.0");
    EXPECT_EQ((store.*kind.get)(schema_id, std::nullopt), R"({"a": 9})");
    EXPECT_EQ((store.*kind.get)(schema_id, "10.0"), R"({"a": 100})");
  }
}

TEST_P(Rules, stored_twice_replace_each_other_with_and_without_version) {
  for (const auto& kind : kinds)
    for (const std::optional<std::string_view> version : {std::optional<std::string_view>("1.0"), {}}) {
      (store.*kind.put)(schema_id, R"({"a": 1})", version);
      (store.*kind.put)(schema_id, R"({"a": 2})", version);
      EXPECT_EQ((store.*kind.get)(schema_id, version), R"({"a": 2})");
    }
}

TEST_P(Rules, need_a_schema_that_exists) {
  for (const auto& kind : kinds)
    for (const std::string unknown : {"999999999", "x", "", "99999999999999999999999999"}) {
      EXPECT_EQ(code_of([&] { (store.*kind.put)(unknown, "{}", "1.0"); }), ErrorCode::not_found) << unknown;
      EXPECT_FALSE((store.*kind.get)(unknown, std::nullopt)) << unknown;
    }
}

TEST_P(Rules, of_one_schema_are_not_those_of_another) {
  const auto other = store.store_schema(name(), "{}", "2.0");
  for (const auto& kind : kinds) {
    (store.*kind.put)(schema_id, R"({"a": 1})", "1.0");
    EXPECT_FALSE((store.*kind.get)(other, std::nullopt));
    EXPECT_FALSE((store.*kind.get)(other, "1.0"));
  }
}

class CompleteSchema : public Rules {};
PYCHARTER_CONFORMANCE(CompleteSchema, nothing);

TEST_P(CompleteSchema, has_the_rules_of_its_version) {
  store.store_coercion_rules(schema_id, R"({"a": "one"})", "1.0");
  store.store_coercion_rules(schema_id, R"({"a": "other"})", "2.0");
  store.store_validation_rules(schema_id, R"({"a": {"is_positive": {"threshold": 0}}})", "1.0");
  EXPECT_EQ(store.get_complete_schema(schema_id, "1.0"),
            R"({"properties": {"a": {"coercion": "one", "validations": {"is_positive": {"threshold": 0}}}}, )"
            R"("version": "1.0"})");
}

TEST_P(CompleteSchema, without_a_version_has_the_rules_created_last) {
  store.store_coercion_rules(schema_id, R"({"a": "first"})", "1.0");
  store.store_coercion_rules(schema_id, R"({"a": "last"})", std::nullopt);
  EXPECT_EQ(store.get_complete_schema(schema_id),
            R"({"properties": {"a": {"coercion": "last"}}, "version": "1.0"})");
}

TEST_P(CompleteSchema, without_rules_is_the_schema) {
  EXPECT_EQ(store.get_complete_schema(schema_id), store.get_schema(schema_id));
  EXPECT_FALSE(store.get_complete_schema("999999999"));
}

TEST_P(CompleteSchema, reports_the_rules_that_match_nothing) {
  store.store_coercion_rules(schema_id, R"({"version": "1", "rules": {"a": "c", "b.c": "c"}})");
  store.store_validation_rules(schema_id, R"({"d": {}})");
  std::vector<std::string> unmatched;
  EXPECT_EQ(store.get_complete_schema(schema_id, std::nullopt, &unmatched),
            R"({"properties": {"a": {"coercion": "c"}}, "version": "1.0"})");
  EXPECT_EQ(unmatched, (std::vector<std::string>{"b.c", "d"}));
}

TEST_P(CompleteSchema, keeps_every_number_as_it_was_written) {
  PYCHARTER_NEEDS_CAPABILITY("text_documents");
  const auto id = store.store_schema(
      name("numbers"),
      R"({ "x-z":0.10,"properties":{"a":{"maximum":12345678901234567890123}}, "x-a" : 1E+2})", "1");
  store.store_validation_rules(id, R"({"a": {"limit": 0.30}})");
  EXPECT_EQ(
      store.get_complete_schema(id),
      R"({ "x-z":0.10,"properties":{"a":{"maximum":12345678901234567890123, "validations": {"limit": 0.30}}},)"
      R"( "x-a" : 1E+2, "version": "1"})");
}

}  // namespace
}  // namespace pycharter::conformance
