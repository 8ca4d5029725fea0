#include "redis/records.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace pycharter::redis {
namespace {

using tests::error_of;

Record read(RecordKind kind, std::string_view text) {
  Record known;
  known.kind = kind;
  return to_record(known, "key", text, true);
}

TEST(Records, ComeBackByteForByte) {
  const std::string document = "\n {\"z\":0.10, \"a\" : 1E+2,\t\"s\": \"}\"}\n";
  const Record records[] = {
      {.kind = RecordKind::schema, .name = "é\"", .version = "1:0", .document = document},
      {.kind = RecordKind::coercion, .schema_id = "a:1", .document = document},
      {.kind = RecordKind::validation, .version = "2", .schema_id = "a:1", .document = document},
      {.kind = RecordKind::governance, .name = "n", .document = document},
      {.kind = RecordKind::governance, .name = "n", .schema_id = "a:1", .document = document},
  };
  for (const auto& record : records) {
    const auto again = read(record.kind, to_text(record));
    EXPECT_EQ(again.document, document) << to_text(record);
    EXPECT_EQ(again.name, record.name);
    EXPECT_EQ(again.version, record.version);
    EXPECT_EQ(again.schema_id, record.schema_id);
    EXPECT_EQ(again.id, id_of(record));
  }
}

TEST(Records, BeginAsTheirTextDoesWhereAnotherMayHaveTheKey) {
  const Record schema{.name = "é", .version = "1:0", .document = "{}"};
  EXPECT_EQ(text_begin(schema), R"({"id": "\u00e9:1:0", "name": "\u00e9", "version": "1:0", )");
  const Record rule{.kind = RecordKind::governance, .name = "n", .schema_id = "a:1", .document = "{}"};
  const Record set{.kind = RecordKind::coercion, .schema_id = "a:1", .document = "{}"};
  for (const auto& record : {schema, rule, set})
    EXPECT_TRUE(to_text(record).starts_with(text_begin(record))) << to_text(record);
  EXPECT_EQ(text_begin({.name = "n", .version = "1"}), "");
}

TEST(Records, OfPythonAreRead) {
  const auto schema =
      read(RecordKind::schema, R"({"id": "n:1", "name": "n", "version": "1", "schema": {"a": 1}})");
  EXPECT_EQ(schema.document, R"({"a": 1})");
  const auto rule =
      read(RecordKind::governance,
           R"({"id": "rule:n:global", "name": "n", "definition": {"x": []}, "schema_id": null})");
  EXPECT_EQ(rule.document, R"({"x": []})");
  EXPECT_FALSE(rule.schema_id);
  const auto owner = read(RecordKind::ownership, R"({"owner": "o", "team": null, "additional_info": {}})");
  EXPECT_EQ(owner.owner, "o");
  EXPECT_FALSE(owner.team);
  EXPECT_EQ(read(RecordKind::ownership, R"({"owner": "o", "additional_info": null})").document, "{}");
}

// What is not written as nearly all are goes another way, which must not be seen.
TEST(Records, WrittenOtherwiseAreTheSame) {
  for (const auto* text :
       {R"({"id": "n:1", "name": "n", "version": "1", "schema": {"a": 1}})",
        R"({"id":"n:1","name":"n","version":"1","schema":{"a": 1}})",
        R"({"schema": {"a": 1}, "version": "1", "name": "n"})",
        R"({"id": "n:1", "name": "\u006e", "version": "1", "schema": {"a": 1}})",
        R"({"id": "n:1", "name": "n", "version": 1, "schema": {"a": 1}})",
        R"({"id": "n:1", "name": "n", "version": "1", "schema": {"a": 1}, "more": {}})",
        R"({"id": "n:1", "name": "n", "version": "1", "schema": {}, "schema": {"a": 1}})",
        R"({"id": "n:1", "name": "x", "version": "1", "schema": {"a": 1}, "name": "n"})",
        "{\"id\": \"n:1\", \"name\": \"n\", \"version\": \"1\", \"schema\": {\"a\": 1}}\n"}) {
    const auto record = read(RecordKind::schema, text);
    EXPECT_EQ(record.id, "n:1") << text;
    EXPECT_EQ(record.name, "n") << text;
    EXPECT_EQ(record.version, "1") << text;
    EXPECT_EQ(record.document, R"({"a": 1})") << text;
  }
}

TEST(Records, ThatAreNoneAreRefusedWithTheirKey) {
  for (const auto* bad :
       {"", "nonsense", "[]", R"({"name": "n", "version": "1"})",
        R"({"name": ["n"], "version": "1", "schema": {}})", R"({"name": "n", "version": "1", "schema": "x"})",
        R"({"id": "n:1", "name": "n", "version": "1", "schema": {"a": NaN}})",
        R"({"id": "n:1", "name": "n", "version": "1", "schema": {}}})",
        R"({"id": "n:1", "name": "n", "version": "1", "schema": {})"}) {
    const auto error = error_of([&] { read(RecordKind::schema, bad); });
    EXPECT_EQ(error.code(), ErrorCode::invalid_document) << bad;
    EXPECT_NE(error.message().find("The key key holds"), std::string::npos) << error.message();
  }
}

TEST(Records, OfAnUnknownKindAreUnsupported) {
  EXPECT_EQ(error_of([] { require_known(static_cast<RecordKind>(99)); }).code(), ErrorCode::unsupported);
}

}  // namespace
}  // namespace pycharter::redis
