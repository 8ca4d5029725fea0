#include "open_database.h"

namespace pycharter::sqlite {
namespace {

using plugin::Record;
using plugin::RecordKind;

Record schema(const std::string& name, const std::string& version, const std::string& document = "{}") {
  Record record;
  record.kind = RecordKind::schema;
  record.name = name;
  record.version = version;
  record.document = document;
  return record;
}

Record rules(RecordKind kind, const std::string& schema_id, std::optional<std::string> version,
             const std::string& document) {
  Record record;
  record.kind = kind;
  record.schema_id = schema_id;
  record.version = std::move(version);
  record.document = document;
  return record;
}

Record governance(const std::string& name, std::optional<std::string> schema_id,
                  const std::string& document) {
  Record record;
  record.kind = RecordKind::governance;
  record.name = name;
  record.schema_id = std::move(schema_id);
  record.document = document;
  return record;
}

class StoreTest : public SqliteTest {
 protected:
  void SetUp() override {
    backend_ = connect();
    run(*backend_, contract_tables);
  }

  std::string put(const Record& record) { return backend_->put(std::span(&record, 1)).front(); }

  std::vector<Record> find(const plugin::Query& query) {
    std::vector<Record> found;
    backend_->find(query, [&](const Record& record) {
      found.push_back(record);
      return true;
    });
    return found;
  }

  std::vector<Record> find(const Record& match) {
    plugin::Query query;
    query.match = match;
    return find(query);
  }

  static Record all(RecordKind kind) {
    Record record;
    record.kind = kind;
    return record;
  }

  std::unique_ptr<Backend> backend_;
};

TEST_F(StoreTest, AnEmptyFileIsEmptyAndOneWithTheTablesIsInitialized) {
  auto other = make();
  plugin::ConnectOptions options;
  options.url = folder_.url("other.db");
  options.may_create = true;
  other->connect(options);
  EXPECT_TRUE(other->info().empty);
  EXPECT_FALSE(other->info().initialized);
  EXPECT_TRUE(backend_->info().initialized);
  EXPECT_FALSE(backend_->info().empty);
  run(*backend_, "DROP TABLE metadata");
  EXPECT_FALSE(backend_->info().initialized);
  EXPECT_FALSE(backend_->info().empty);
}

TEST_F(StoreTest, DocumentsComeBackAsWritten) {
  const std::string document = R"({"b": 0.10, "a": 12345678901234567890123, "$ref": "x.y", "ü": "\u0000"})";
  const auto id = put(schema("user", "1.0", document));
  Record match = all(RecordKind::schema);
  match.id = id;
  const auto found = find(match);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].document, document);
}

TEST_F(StoreTest, ReplacingKeepsIdAndCreation) {
  const auto id = put(schema("user", "1.0", R"({"a":1})"));
  run(*backend_, "UPDATE schemas SET created_at = '2001-02-03 04:05:06'");
  EXPECT_EQ(put(schema("user", "1.0", R"({"a":2})")), id);
  EXPECT_EQ(query(*backend_, "SELECT created_at FROM schemas")[0][0].text, "2001-02-03 04:05:06");
  EXPECT_EQ(find(all(RecordKind::schema)).at(0).document, R"({"a":2})");
}

TEST_F(StoreTest, NamesComeByCodePointAndALimitCountsNames) {
  for (const auto* name : {"b", "B", "ä", "a"})
    for (const auto* version : {"1", "2"})
      put(schema(name, version));
  plugin::Query query;
  query.match = all(RecordKind::schema);
  query.limit = 2;
  auto found = find(query);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].name, "B");
  EXPECT_EQ(found[3].name, "a");
  query.after = "a";
  found = find(query);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].name, "b");
  EXPECT_EQ(found[3].name, "ä");
}

TEST_F(StoreTest, RulesWithoutVersionAreReplacedAndNotPiledUp) {
  const auto id = put(schema("user", "1.0"));
  const auto first = put(rules(RecordKind::coercion, id, std::nullopt, R"({"r":1})"));
  EXPECT_EQ(put(rules(RecordKind::coercion, id, std::nullopt, R"({"r":2})")), first);
  EXPECT_EQ(query(*backend_, "SELECT count(*) FROM coercion_rules")[0][0].integer, 1);
}

TEST_F(StoreTest, OfDuplicatesThatPythonLeftTheNewestCountsAndWritingLeavesOne) {
  const auto id = put(schema("user", "1.0"));
  run(*backend_,
      "INSERT INTO validation_rules (id, schema_id, rules, created_at) VALUES (7, 1, '{\"n\": 1}', "
      "'2020-01-01'),"
      "(8, 1, '{\"n\": 3}', '2020-01-03'), (9, 1, '{\"n\": 2}', '2020-01-02')");
  const auto found = find(rules(RecordKind::validation, id, std::nullopt, ""));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].document, R"({"n": 3})");
  EXPECT_EQ(put(rules(RecordKind::validation, id, std::nullopt, R"({"n": 4})")), "8");
  EXPECT_EQ(query(*backend_, "SELECT count(*) FROM validation_rules")[0][0].integer, 1);

  run(*backend_,
      "INSERT INTO governance_rules (name, rule_definition) VALUES ('g', '{\"n\": 1}'), ('g', '{\"n\": 2}')");
  const auto all_rules = find(all(RecordKind::governance));
  ASSERT_EQ(all_rules.size(), 1U);
  EXPECT_EQ(all_rules[0].document, R"({"n": 2})");
  put(governance("g", std::nullopt, R"({"n": 3})"));
  put(governance("g", id, R"({"n": 4})"));
  EXPECT_EQ(find(all(RecordKind::governance)).size(), 2U);
}

TEST_F(StoreTest, ASchemaThatIsNotThereIsNotFound) {
  for (const auto* id : {"1", "abc", "", "01", "-1", "99999999999999999999", "1 OR 1=1"}) {
    EXPECT_EQ(code_of([&] { put(rules(RecordKind::coercion, id, "1.0", "{}")); }), ErrorCode::not_found)
        << id;
    EXPECT_EQ(code_of([&] { put(rules(RecordKind::coercion, id, std::nullopt, "{}")); }),
              ErrorCode::not_found)
        << id;
    EXPECT_EQ(code_of([&] { put(governance("g", id, "{}")); }), ErrorCode::not_found) << id;
    Record match = all(RecordKind::schema);
    match.id = id;
    EXPECT_TRUE(find(match).empty()) << id;
  }
}

TEST_F(StoreTest, APutOfManyIsAllOrNone) {
  const std::vector<Record> records{schema("a", "1"), rules(RecordKind::coercion, "4711", "1", "{}")};
  EXPECT_EQ(code_of([&] { backend_->put(records); }), ErrorCode::not_found);
  EXPECT_TRUE(find(all(RecordKind::schema)).empty());
  EXPECT_EQ(backend_->transaction_state(), plugin::TransactionState::none);
}

TEST_F(StoreTest, ASnapshotHoldsTheSchemaAndItsNewestOrVersionedRules) {
  const auto id = put(schema("user", "1.0", R"({"s":1})"));
  put(rules(RecordKind::coercion, id, "1.0", R"({"c":1})"));
  put(rules(RecordKind::coercion, id, "2.0", R"({"c":2})"));
  put(rules(RecordKind::validation, id, "1.0", R"({"v":1})"));
  const auto documents = [&](const std::optional<std::string>& version) {
    std::string text;
    backend_->snapshot(id, version, [&](const Record& record) {
      text += *record.document;
      return true;
    });
    return text;
  };
  EXPECT_EQ(documents(std::nullopt), R"({"s":1}{"c":2}{"v":1})");
  EXPECT_EQ(documents("1.0"), R"({"s":1}{"c":1}{"v":1})");
  EXPECT_EQ(documents("2.0"), R"({"s":1}{"c":2})");
  EXPECT_EQ(documents("3.0"), R"({"s":1})");
}

TEST_F(StoreTest, ReadingLeavesNoTransactionOpenEvenWhenItStopsEarly) {
  for (int i = 0; i < 10; ++i)
    put(schema("name" + std::to_string(i), "1"));
  plugin::Query query;
  query.match = all(RecordKind::schema);
  int seen = 0;
  backend_->find(query, [&](const Record&) { return ++seen < 2; });
  EXPECT_EQ(seen, 2);
  EXPECT_THROW(backend_->find(query, [&](const Record&) -> bool { throw std::runtime_error("stop"); }),
               std::runtime_error);
  auto other = connect(false, "?timeout=0");
  run(*other, "BEGIN EXCLUSIVE; ROLLBACK");
}

TEST_F(StoreTest, RemovingSaysHowManyAndRulesGoWithTheirSchema) {
  const auto id = put(schema("user", "1.0"));
  put(rules(RecordKind::coercion, id, "1.0", "{}"));
  plugin::Query query;
  query.match = all(RecordKind::schema);
  query.match.name = "user";
  EXPECT_EQ(code_of([&] { backend_->remove(query); }), ErrorCode::conflict);
  EXPECT_EQ(find(all(RecordKind::coercion)).size(), 1U);
  query.cascade = true;
  EXPECT_EQ(backend_->remove(query), 1U);
  EXPECT_EQ(backend_->remove(query), 0U);
  EXPECT_TRUE(find(all(RecordKind::coercion)).empty());
}

TEST_F(StoreTest, HostileTextIsOnlyText) {
  const std::string name = "'; DROP TABLE schemas; -- \" :p1 $1 % ü";
  put(schema(name, ":"));
  Record match = all(RecordKind::schema);
  match.name = name;
  EXPECT_EQ(find(match).size(), 1U);
}

TEST_F(StoreTest, WithoutTablesTheMessageNamesInit) {
  run(*backend_, "DROP TABLE ownership");
  std::string message;
  EXPECT_EQ(code_of([&] { find(all(RecordKind::ownership)); }, &message), ErrorCode::not_initialized);
  EXPECT_NE(message.find("db init"), std::string::npos);
}

TEST_F(StoreTest, OwnershipWithoutInformationIsAnEmptyObject) {
  Record record = all(RecordKind::ownership);
  record.resource_id = "r";
  record.owner = "o";
  EXPECT_EQ(put(record), "r");
  run(*backend_, "INSERT INTO ownership (resource_id, owner) VALUES ('s', 'p')");
  for (const auto& found : find(all(RecordKind::ownership))) {
    EXPECT_EQ(found.document, "{}");
    EXPECT_EQ(found.team, std::nullopt);
  }
}

}  // namespace
}  // namespace pycharter::sqlite
