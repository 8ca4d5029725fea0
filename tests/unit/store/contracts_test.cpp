// What the core makes of records, over the memory backend's real table.
#include <gtest/gtest.h>

#include "faulty_backend.h"
#include "store/resources.h"
#include "store/rules.h"
#include "store/schemas.h"
#include "store/versioned.h"

namespace pycharter::store {
namespace {

using plugin::RecordKind;

class ContractsTest : public ::testing::Test {
 protected:
  testing::FaultyBackend backend;
  Client client = backend.client();

  void SetUp() override { backend.connect({}); }
  std::string put(const plugin::Record& record) { return client.put({&record, 1}).at(0); }
};

TEST(Versioned, a_schema_without_version_gets_it_as_its_last_key) {
  EXPECT_EQ(with_version_to_store(R"({"n": 0.10})", "1\"0"), R"({"n": 0.10, "version": "1\"0"})");
  EXPECT_EQ(with_version_to_store(R"({"version":"1","n":2})", "1"), R"({"version":"1","n":2})");
  EXPECT_EQ(with_version_to_store(R"({"version":"\u0031"})", "1"), R"({"version":"\u0031"})");
  EXPECT_EQ(with_version_to_store(R"({"properties":{"version":{}}})", "1"),
            R"({"properties":{"version":{}}, "version": "1"})");
}

TEST(Versioned, another_version_is_refused_in_the_words_of_python) {
  const auto message = [](std::string_view schema, std::string_view version) {
    try {
      with_version_to_store(schema, version);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::version_mismatch);
      return error.message();
    }
    return std::string();
  };
  EXPECT_EQ(message(R"({"version": "2.0"})", "1.0"),
            "Version mismatch: provided version '1.0' does not match schema version '2.0'");
  EXPECT_EQ(message(R"({"version": 1})", "1"),
            "Version mismatch: provided version '1' does not match schema version '1'");
  EXPECT_EQ(message(R"({"version":"1","version":"2"})", "1"),
            "Version mismatch: provided version '1' does not match schema version '2'");
  EXPECT_LT(message("{\"version\": [" + std::string(1'000, ' ') + "]}", "1").size(), 300u);
}

TEST(Versioned, a_stored_schema_without_version_is_given_that_of_its_record) {
  EXPECT_EQ(with_version_as_stored("{}", "2.0", {}), R"({"version": "2.0"})");
  EXPECT_EQ(with_version_as_stored("{}", std::nullopt, {}), R"({"version": "1.0.0"})");
  EXPECT_EQ(with_version_as_stored(R"({"version": 7})", "2.0", {}), R"({"version": 7})");
}

TEST(Versioned, a_stored_schema_that_is_none_is_named) {
  const auto message = [](std::optional<std::string_view> version, const SchemaPlace& place) {
    try {
      with_version_as_stored("[1]", version, place);
    } catch (const Error& error) {
      return error.message();
    }
    return std::string();
  };
  EXPECT_TRUE(
      message("1", {"7", "user"}).starts_with("Schema 'user', version '1', id 7: The stored schema is"));
  EXPECT_TRUE(message({}, {"7", ""}).starts_with("Schema id 7: "));
  EXPECT_TRUE(message("1", {"7", ""}).starts_with("Schema version '1', id 7: "));
}

TEST(Versioned, a_reader_checks_each_schema_that_is_another_than_the_one_before) {
  const std::string good = R"({"version": "1.0", "a": 1})";
  SchemaReader reader;
  EXPECT_THROW(reader.with_version_as_stored("", "1.0", {}), Error);
  for (int times = 0; times < 2; ++times) {
    EXPECT_EQ(reader.with_version_as_stored(good, "1.0", {}), good);
    EXPECT_EQ(reader.with_version_as_stored(good, "1.0", {}), good);
    EXPECT_EQ(reader.with_version_as_stored("{}", "2.0", {}), R"({"version": "2.0"})");
    EXPECT_EQ(reader.with_version_as_stored("{}", "3.0", {}), R"({"version": "3.0"})");
    EXPECT_THROW(reader.with_version_as_stored(R"({"version": "1.0", "a": 1)", "1.0", {}), Error);
    EXPECT_THROW(reader.with_version_as_stored(R"({"version": "1.0", "a": x})", "1.0", {}), Error);
  }
  const auto large = R"({"version": "1.0", "a": ")" + std::string(100'000, 'x') + "\"}";
  EXPECT_EQ(reader.with_version_as_stored(large, "1.0", {}), large);
  EXPECT_THROW(reader.with_version_as_stored(large.substr(1), "1.0", {}), Error);
}

TEST_F(ContractsTest, the_latest_goes_by_version_order) {
  for (const auto* version : {"9.0", "10.0", "10.0-rc1", "latest", "1.0"})
    put(schema_record("a", "{}", version));
  EXPECT_EQ(find_schema(client, "a", std::nullopt)->version, "10.0");
  EXPECT_EQ(list_versions(client, "a", {}),
            (std::vector<std::string>{"latest", "1.0", "9.0", "10.0-rc1", "10.0"}));
  EXPECT_FALSE(find_schema(client, "a", "11.0"));
  EXPECT_FALSE(find_schema(client, "b", std::nullopt));
}

TEST_F(ContractsTest, a_wrong_version_is_nothing) {
  const auto id = put(schema_record("a", "{}", "1.0"));
  put(rules_record(RecordKind::coercion, id, "{}", "1.0"));
  SchemaReader reader;
  EXPECT_TRUE(get_schema(client, reader, id, "1.0"));
  EXPECT_FALSE(get_schema(client, reader, id, "2.0"));
  EXPECT_FALSE(get_rules(client, RecordKind::coercion, id, "2.0"));
  EXPECT_FALSE(get_complete_schema(client, id, "2.0", nullptr));
}

TEST_F(ContractsTest, the_complete_schema_is_one_snapshot) {
  const auto id = put(schema_record("a", R"({"properties":{"x":{}}})", "1.0"));
  put(rules_record(RecordKind::coercion, id, R"({"x":"c","y":"c"})", std::nullopt));
  put(rules_record(RecordKind::validation, id, R"({"x":{"v":0.10}})", "1.0"));
  std::vector<std::string> unmatched{"old"};
  EXPECT_EQ(get_complete_schema(client, id, std::nullopt, &unmatched),
            R"({"properties":{"x":{"coercion": "c", "validations": {"v":0.10}}}, "version": "1.0"})");
  EXPECT_EQ(unmatched, std::vector<std::string>{"y"});
  EXPECT_EQ(backend.called("snapshot"), 1);
  EXPECT_EQ(backend.called("find"), 0);
  EXPECT_FALSE(get_complete_schema(client, "schema_99", std::nullopt, &unmatched));
  EXPECT_TRUE(unmatched.empty());
}

TEST_F(ContractsTest, rules_are_keyed_as_pycharter_does) {
  EXPECT_EQ(rules_key(rules_record(RecordKind::coercion, "7", "{}", std::nullopt)), "coercion:7");
  EXPECT_EQ(rules_key(rules_record(RecordKind::validation, "7", "{}", "1.0")), "validation:7:1.0");
}

TEST_F(ContractsTest, ownership_without_information_has_an_empty_object) {
  put(ownership_record("r", "o", std::nullopt, std::nullopt));
  const auto ownership = get_ownership(client, "r");
  ASSERT_TRUE(ownership);
  EXPECT_EQ(ownership->additional_info, "{}");
  EXPECT_FALSE(ownership->team);
  EXPECT_FALSE(get_ownership(client, "other"));
}

TEST_F(ContractsTest, documents_are_checked_before_the_backend_sees_them) {
  EXPECT_THROW(schema_record("a", "[]", "1"), Error);
  EXPECT_THROW(rules_record(RecordKind::coercion, "1", "1", {}), Error);
  EXPECT_THROW(governance_record("a", "{", {}), Error);
  EXPECT_THROW(ownership_record("r", "o", {}, "[]"), Error);
  EXPECT_THROW(ownership_record("r", "", {}, {}), Error);
  EXPECT_THROW(metadata_record("r", "{}", std::string(51, 'x')), Error);
  EXPECT_EQ(backend.called("put"), 0);
}

}  // namespace
}  // namespace pycharter::store
