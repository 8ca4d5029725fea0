#include <thread>

#include "server_test.h"

namespace pycharter::postgresql {
namespace {

using plugin::Record;
using plugin::RecordKind;

// As the first revision makes them.
constexpr const char* contract_tables = R"sql(
CREATE TABLE schemas (id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL, version VARCHAR(50), schema_data JSON NOT NULL,
  created_at TIMESTAMPTZ DEFAULT now(), CONSTRAINT uq_schemas_name_version UNIQUE (name, version));
CREATE TABLE coercion_rules (id SERIAL PRIMARY KEY, schema_id INTEGER NOT NULL REFERENCES schemas ON DELETE CASCADE,
  version VARCHAR(50), rules JSON NOT NULL, created_at TIMESTAMPTZ DEFAULT now(), UNIQUE (schema_id, version));
CREATE TABLE validation_rules (id SERIAL PRIMARY KEY, schema_id INTEGER NOT NULL REFERENCES schemas ON DELETE CASCADE,
  version VARCHAR(50), rules JSON NOT NULL, created_at TIMESTAMPTZ DEFAULT now(), UNIQUE (schema_id, version));
CREATE TABLE governance_rules (id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL, rule_definition JSON NOT NULL,
  schema_id INTEGER REFERENCES schemas, created_at TIMESTAMPTZ DEFAULT now());
CREATE TABLE ownership (resource_id VARCHAR(255) PRIMARY KEY, owner VARCHAR(255) NOT NULL, team VARCHAR(255),
  additional_info JSON, created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now());
CREATE TABLE metadata (id SERIAL PRIMARY KEY, resource_id VARCHAR(255) NOT NULL, resource_type VARCHAR(50) NOT NULL,
  metadata_data JSON NOT NULL, created_at TIMESTAMPTZ DEFAULT now(), UNIQUE (resource_id, resource_type));
CREATE TABLE pycharter_schema_version (version VARCHAR(50) PRIMARY KEY, applied_at TIMESTAMPTZ, description TEXT);
)sql";

class StoreTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    if (!admin_) return;
    EXPECT_TRUE(admin_->info().empty);
    run(*admin_, contract_tables);
    store_ = connect();
  }

  static Record make(RecordKind kind, std::optional<std::string> name, std::optional<std::string> version,
                     std::optional<std::string> schema_id, const std::string& document) {
    Record record;
    record.kind = kind;
    record.name = std::move(name);
    record.version = std::move(version);
    record.schema_id = std::move(schema_id);
    record.document = document;
    return record;
  }

  static std::string put(Backend& backend, const Record& record) {
    return backend.put(std::span(&record, 1)).front();
  }

  std::vector<Record> find(const plugin::Query& query) {
    std::vector<Record> found;
    store_->find(query, [&](const Record& record) {
      found.push_back(record);
      return true;
    });
    return found;
  }

  std::unique_ptr<Backend> store_;
};

TEST_F(StoreTest, TheTablesAreFoundInASchemaOfAnySpelling) {
  EXPECT_TRUE(store_->info().initialized);
  EXPECT_FALSE(store_->info().empty);
}

TEST_F(StoreTest, ReplacingKeepsIdCreationAndBytes) {
  const std::string document = R"({"b": 0.10, "a": 12345678901234567890123, "$ref": "ü :p1 'x'"})";
  const auto id = put(*store_, make(RecordKind::schema, "a:b'\"", "1.0", {}, "{}"));
  run(*admin_, "UPDATE schemas SET created_at = '2001-02-03'");
  EXPECT_EQ(put(*store_, make(RecordKind::schema, "a:b'\"", "1.0", {}, document)), id);
  plugin::Query query;
  query.match.id = id;
  const auto found = find(query);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].document, document);
  EXPECT_EQ(ServerTest::query(*admin_, "SELECT created_at::date::text FROM schemas").at(0).at(0).text,
            "2001-02-03");
}

TEST_F(StoreTest, NamesComeByCodePoint) {
  for (const auto* name : {"b", "B", "ä", "a", "_"})
    put(*store_, make(RecordKind::schema, name, "1", {}, "{}"));
  plugin::Query query;
  query.limit = 3;
  std::string names;
  for (const auto& record : find(query))
    names += *record.name;
  EXPECT_EQ(names, "B_a");
  query.after = "a";
  names.clear();
  for (const auto& record : find(query))
    names += *record.name;
  EXPECT_EQ(names, "bä");
}

TEST_F(StoreTest, ASchemaThatIsNotThereIsNotFound) {
  for (const auto* id : {"1", "abc", "", "99999999999", "2147483648"}) {
    EXPECT_EQ(code_of([&] { put(*store_, make(RecordKind::coercion, {}, "1", id, "{}")); }),
              ErrorCode::not_found);
    EXPECT_EQ(code_of([&] { put(*store_, make(RecordKind::coercion, {}, {}, id, "{}")); }),
              ErrorCode::not_found);
    plugin::Query query;
    query.match.id = id;
    EXPECT_TRUE(find(query).empty());
  }
  EXPECT_EQ(store_->transaction_state(), plugin::TransactionState::none);
}

TEST_F(StoreTest, ManyAtOnceLeaveOneRuleSetAndOneGovernanceRule) {
  const auto id = put(*store_, make(RecordKind::schema, "s", "1", {}, "{}"));
  std::vector<std::thread> writers;
  for (int i = 0; i < 6; ++i)
    writers.emplace_back([&] {
      auto backend = connect();
      for (int j = 0; j < 5; ++j) {
        put(*backend, make(RecordKind::coercion, {}, {}, id, "{}"));
        put(*backend, make(RecordKind::governance, "g", {}, {}, "{}"));
        put(*backend, make(RecordKind::governance, "g", {}, id, "{}"));
        put(*backend, make(RecordKind::schema, "s", "1", {}, "{}"));
      }
    });
  for (auto& writer : writers)
    writer.join();
  const auto counts =
      query(*admin_,
            "SELECT (SELECT count(*) FROM coercion_rules), (SELECT count(*) FROM governance_rules), "
            "(SELECT count(*) FROM schemas)")
          .at(0);
  EXPECT_EQ(counts[0].integer, 1);
  EXPECT_EQ(counts[1].integer, 2);
  EXPECT_EQ(counts[2].integer, 1);
}

TEST_F(StoreTest, OfDuplicatesThatPythonLeftTheNewestCounts) {
  const auto id = put(*store_, make(RecordKind::schema, "s", "1", {}, "{}"));
  run(*admin_,
      "INSERT INTO coercion_rules (schema_id, rules, created_at) VALUES (1, '{\"n\":2}', '2020-01-02'), "
      "(1, '{\"n\":1}', '2020-01-01'), (1, '{\"n\":0}', NULL)");
  plugin::Query query;
  query.match = make(RecordKind::coercion, {}, {}, id, "");
  ASSERT_EQ(find(query).size(), 1U);
  EXPECT_EQ(find(query)[0].document, "{\"n\":2}");
  query.last_created = true;
  EXPECT_EQ(find(query)[0].document, "{\"n\":2}");
  put(*store_, make(RecordKind::coercion, {}, {}, id, "{}"));
  EXPECT_EQ(ServerTest::query(*admin_, "SELECT count(*) FROM coercion_rules").at(0).at(0).integer, 1);
}

TEST_F(StoreTest, ASnapshotIsOneStatement) {
  const auto id = put(*store_, make(RecordKind::schema, "s", "1", {}, "{\"s\":1}"));
  put(*store_, make(RecordKind::coercion, {}, "1", id, "{\"c\":1}"));
  put(*store_, make(RecordKind::coercion, {}, "2", id, "{\"c\":2}"));
  put(*store_, make(RecordKind::validation, {}, {}, id, "{\"v\":0}"));
  const auto text = [&](const std::optional<std::string>& version) {
    std::string documents;
    store_->snapshot(id, version, [&](const Record& record) {
      documents += *record.document;
      return true;
    });
    return documents;
  };
  EXPECT_EQ(text({}), "{\"s\":1}{\"c\":2}{\"v\":0}");
  EXPECT_EQ(text("1"), "{\"s\":1}{\"c\":1}");
}

TEST_F(StoreTest, AFailedStatementLeavesTheConnectionUsableAndNoTransaction) {
  run(*admin_, "ALTER TABLE metadata RENAME TO elsewhere");
  plugin::Query query;
  query.match.kind = RecordKind::metadata;
  std::string message;
  EXPECT_EQ(code_of([&] { find(query); }, &message), ErrorCode::not_initialized);
  EXPECT_NE(message.find("db init"), std::string::npos);
  EXPECT_EQ(code_of([&] { put(*store_, make(RecordKind::schema, std::string("a\0b", 3), "1", {}, "{}")); }),
            ErrorCode::invalid_document);
  EXPECT_EQ(code_of([&] { put(*store_, make(RecordKind::schema, "\xff", "1", {}, "{}")); }),
            ErrorCode::invalid_document);
  EXPECT_EQ(store_->transaction_state(), plugin::TransactionState::none);
  put(*store_, make(RecordKind::schema, "s", "1", {}, "{}"));
}

}  // namespace
}  // namespace pycharter::postgresql
