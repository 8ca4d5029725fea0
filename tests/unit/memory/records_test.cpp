#include "memory/records.h"

#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::memory {
namespace {

using plugin::Query;
using plugin::Record;
using plugin::RecordKind;

Record schema(std::string name, std::string version, std::string document = "{}") {
  Record record;
  record.name = std::move(name);
  record.version = std::move(version);
  record.document = std::move(document);
  return record;
}

Record rules(std::string schema_id, std::optional<std::string> version, std::string document) {
  Record record;
  record.kind = RecordKind::coercion;
  record.schema_id = std::move(schema_id);
  record.version = std::move(version);
  record.document = std::move(document);
  return record;
}

std::string put(Records& records, const Record& record) {
  return records.put({&record, 1}).at(0);
}

TEST(MemoryRecords, replacing_keeps_id_and_creation) {
  Records records;
  const auto id = put(records, schema("a", "1"));
  EXPECT_EQ(id, "schema_1");
  put(records, rules(id, "1", R"({"n":1})"));
  put(records, rules(id, std::nullopt, R"({"n":2})"));
  put(records, rules(id, "1", R"({"n":3})"));
  EXPECT_EQ(put(records, schema("a", "1", R"({"x":1})")), id);
  EXPECT_EQ(put(records, schema("a", "2")), "schema_4");

  Query last;
  last.match.kind = RecordKind::coercion;
  last.match.schema_id = id;
  last.last_created = true;
  ASSERT_EQ(records.find(last).size(), 1u);
  EXPECT_EQ(records.find(last)[0].document, R"({"n":2})");
}

TEST(MemoryRecords, a_batch_is_stored_whole_or_not_at_all) {
  Records records;
  const Record batch[] = {schema("a", "1"), rules("schema_99", "1", "{}")};
  EXPECT_THROW(records.put(batch), Error);
  EXPECT_TRUE(records.find(Query()).empty());
}

TEST(MemoryRecords, pages_count_names) {
  Records records;
  for (const auto* name : {"b", "a", "c"})
    for (const auto* version : {"1", "2"})
      put(records, schema(name, version));
  Query page;
  page.limit = 2;
  auto found = records.find(page);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].name, "a");
  EXPECT_EQ(found[3].name, "b");
  page.after = "b";
  found = records.find(page);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name, "c");
}

TEST(MemoryRecords, an_exact_key_tells_absent_from_any) {
  Records records;
  const auto id = put(records, schema("a", "1"));
  put(records, rules(id, "1", "{}"));
  Query query;
  query.match.kind = RecordKind::coercion;
  query.match.schema_id = id;
  EXPECT_EQ(records.find(query).size(), 1u);
  query.exact_key = true;
  EXPECT_TRUE(records.find(query).empty());
}

TEST(MemoryRecords, a_schema_with_rules_goes_only_together_with_them) {
  Records records;
  const auto id = put(records, schema("a", "1"));
  put(records, rules(id, "1", "{}"));
  Record governance;
  governance.kind = RecordKind::governance;
  governance.name = "g";
  governance.schema_id = id;
  governance.document = "{}";
  put(records, governance);
  EXPECT_THROW(records.remove(Query()), Error);
  Query with_rules;
  with_rules.cascade = true;
  EXPECT_EQ(records.remove(with_rules), 1u);
  for (const auto kind : {RecordKind::coercion, RecordKind::governance}) {
    Query rest;
    rest.match.kind = kind;
    EXPECT_TRUE(records.find(rest).empty());
  }
  EXPECT_TRUE(records.snapshot(id, std::nullopt).empty());
}

TEST(MemoryRecords, a_kind_from_a_newer_core_is_refused) {
  Records records;
  Record record;
  record.kind = static_cast<RecordKind>(99);
  EXPECT_THROW(put(records, record), Error);
}

}  // namespace
}  // namespace pycharter::memory
