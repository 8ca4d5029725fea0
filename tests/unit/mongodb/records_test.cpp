#include "mongodb/records.h"

#include <gtest/gtest.h>

#include "mongodb/key_names.h"
#include "mongodb/to_json.h"
#include "support/error_of.h"

namespace pycharter::mongodb {
namespace {

using tests::error_of;

std::string json_of(const Bson& bson) {
  return to_json(*bson.get(), {}, "test");
}

Record record_of(RecordKind kind) {
  Record record;
  record.kind = kind;
  record.document = R"({"a": 1})";
  return record;
}

TEST(Records, AreTheDocumentsThatPythonStores) {
  auto schema = record_of(RecordKind::schema);
  schema.name = "n";
  schema.version = "1";
  EXPECT_EQ(json_of(to_document(schema, RefusedKeys::kept)),
            R"({"name": "n", "version": "1", "schema": {"a": 1}})");
  auto rule = record_of(RecordKind::governance);
  rule.name = "n";
  EXPECT_EQ(json_of(to_document(rule, RefusedKeys::kept)),
            R"({"name": "n", "definition": {"a": 1}, "schema_id": null})");
  auto ownership = record_of(RecordKind::ownership);
  ownership.resource_id = "r";
  ownership.owner = "o";
  EXPECT_EQ(json_of(to_document(ownership, RefusedKeys::kept)),
            R"({"resource_id": "r", "owner": "o", "team": null, "additional_info": {"a": 1}})");
  auto metadata = record_of(RecordKind::metadata);
  metadata.resource_id = "r";
  metadata.resource_type = "t";
  EXPECT_EQ(json_of(to_document(metadata, RefusedKeys::kept)),
            R"({"resource_id": "r", "resource_type": "t", "metadata": {"a": 1}})");
}

TEST(Records, ComeBackFromTheirDocuments) {
  auto schema = record_of(RecordKind::schema);
  schema.name = "n";
  schema.version = "1";
  schema.document = R"({"$ref": {"a.b": 1, "＄": 2}})";
  for (const auto refused : {RefusedKeys::escaped, RefusedKeys::kept}) {
    auto document = to_document(schema, refused);
    document.id("_id", std::string("0123456789abcdef01234567"));
    const auto back = to_record(collection_of(RecordKind::schema), *document.get(), true);
    EXPECT_EQ(back.id, "0123456789abcdef01234567");
    EXPECT_EQ(back.name, "n");
    EXPECT_EQ(back.document, schema.document);
    EXPECT_EQ(field(*document.get(), escaped_keys_field).has_value(), refused == RefusedKeys::escaped);
    EXPECT_FALSE(to_record(collection_of(RecordKind::schema), *document.get(), false).document);
  }
}

TEST(Records, WithoutDocumentHaveAnEmptyOne) {
  Bson ownership;
  ownership.text("resource_id", "r").text("owner", "o").null("additional_info");
  const auto record = to_record(collection_of(RecordKind::ownership), *ownership.get(), true);
  EXPECT_EQ(record.document, "{}");
  EXPECT_EQ(record.id, "r");
  EXPECT_FALSE(record.team);
}

TEST(Records, OfTheWrongTypeAreRefusedWithTheirPlace) {
  const auto refusal = [](const Bson& document) {
    const auto error = error_of([&] { to_record(collection_of(RecordKind::schema), *document.get(), true); });
    EXPECT_EQ(error.code(), ErrorCode::invalid_document);
    EXPECT_NE(error.message().find("document x of the collection schemas"), std::string::npos)
        << error.message();
    return error.message();
  };
  EXPECT_NE(refusal(Bson().text("_id", "x").number("name", 5)).find("an integer as 'name'"),
            std::string::npos);
  EXPECT_NE(
      refusal(Bson().text("_id", "x").text("name", "n").text("schema", "{}")).find("a text as 'schema'"),
      std::string::npos);
  EXPECT_NE(refusal(Bson().text("_id", "x").text("name", "\xff")).find("not UTF-8"), std::string::npos);
  EXPECT_NE(refusal(Bson().text("_id", "x").array("schema", {})).find("an array as 'schema'"),
            std::string::npos);
}

TEST(Records, HaveIdsOfTwentyFourDigitsOrAnyText) {
  const auto type_of = [](const std::string& id) {
    Bson document;
    document.id("i", id);
    const auto at = field(*document.get(), "i").value();
    EXPECT_EQ(id_text(at), id);
    return bson_iter_type(&at);
  };
  EXPECT_EQ(type_of("0123456789abcdef01234567"), BSON_TYPE_OID);
  for (const std::string text : {"0123456789ABCDEF01234567", "0123456789abcdef0123456", "", "x"})
    EXPECT_EQ(type_of(text), BSON_TYPE_UTF8) << text;
}

TEST(Records, WithDifferentKeysHaveDifferentKeyTexts) {
  const auto& schemas = collection_of(RecordKind::schema);
  const auto key = [&](const char* name, const char* version) {
    Bson document;
    document.text("name", name);
    if (version != nullptr) document.text("version", version);
    return key_text(schemas, *document.get());
  };
  EXPECT_NE(key("a", "b"), key("ab", ""));
  EXPECT_NE(key("a", nullptr), key("a", ""));
  EXPECT_NE(key("a", "-"), key("a", nullptr));
  EXPECT_EQ(key("a", nullptr), key_text(schemas, *Bson().text("name", "a").null("version").get()));
}

TEST(Records, OfANewerProgramAreRefused) {
  EXPECT_EQ(error_of([] { collection_of(static_cast<RecordKind>(99)); }).code(), ErrorCode::unsupported);
}

}  // namespace
}  // namespace pycharter::mongodb
