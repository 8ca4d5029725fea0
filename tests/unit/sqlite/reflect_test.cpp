#include <boost/json.hpp>

#include "open_database.h"
#include "sqlite/create_table.h"
#include "sqlite/reflect.h"

namespace pycharter::sqlite {
namespace {

namespace json = boost::json;

// The handle, to count what is asked of it.
struct Opened : Backend {
  static Connection& connection_of(Backend& backend) { return (backend.*&Opened::connection)(); }
};

class ReflectTest : public SqliteTest {
 protected:
  json::object table(const std::string& sql, const std::string& name = "t") {
    backend_ = connect();
    run(*backend_, sql);
    const auto answer =
        json::parse(backend_->reflect(json::serialize(json::object{{"what", "tables"}, {"names", {name}}})));
    return answer.at("tables").at(0).as_object();
  }

  std::unique_ptr<Backend> backend_;
};

TEST_F(ReflectTest, ColumnsHaveTypesDefaultsAndKeys) {
  const auto t = table(
      "CREATE TABLE t (id INTEGER NOT NULL, v VARCHAR(20) DEFAULT 'x' COLLATE NOCASE, n NUMERIC(10, 2)"
      " NOT NULL, w weird(3), c INTEGER GENERATED ALWAYS AS (id + (1)) STORED,"
      " CONSTRAINT pk_t PRIMARY KEY (id))");
  const auto& columns = t.at("columns").as_array();
  ASSERT_EQ(columns.size(), 5U);
  EXPECT_EQ(columns[0].at("primary_key"), 1);
  EXPECT_EQ(columns[0].at("autoincrement"), true);
  EXPECT_EQ(columns[1].at("type"), json::parse(R"json({"type": "VARCHAR", "args": {"length": 20}})json"));
  EXPECT_EQ(columns[1].at("default"), "'x'");
  EXPECT_EQ(columns[1].at("collation"), "NOCASE");
  EXPECT_EQ(columns[2].at("nullable"), false);
  EXPECT_EQ(columns[2].at("type").at("args").at("scale"), 2);
  EXPECT_EQ(columns[3].at("type").at("type"), "NUMERIC");
  EXPECT_EQ(columns[3].at("type_sql"), "weird(3)");
  EXPECT_EQ(columns[4].at("computed"), json::parse(R"json({"sqltext": "id + (1)", "persisted": true})json"));
  EXPECT_EQ(columns[4].at("type_sql"), "INTEGER");
  EXPECT_EQ(t.at("primary_key"), json::parse(R"json({"name": "pk_t", "columns": ["id"]})json"));
}

TEST_F(ReflectTest, ConstraintsHaveTheNamesOfTheText) {
  const auto t = table(
      "CREATE TABLE p (a INTEGER PRIMARY KEY, b UNIQUE);"
      "CREATE TABLE t (a INTEGER CONSTRAINT fk_a REFERENCES p (a) ON DELETE SET NULL DEFERRABLE INITIALLY "
      "DEFERRED,"
      " b INTEGER, \"odd, (name\" TEXT CONSTRAINT ck CHECK (\"odd, (name\" <> ')'), "
      "CONSTRAINT \"uq t\" UNIQUE (a, b), -- , CONSTRAINT x\n"
      " FOREIGN KEY(b) REFERENCES p (b) ON UPDATE CASCADE, CHECK (a > 0))");
  const auto& keys = t.at("foreign_keys").as_array();
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].at("name"), "fk_a");
  EXPECT_EQ(keys[0].at("ondelete"), "SET NULL");
  EXPECT_EQ(keys[0].at("deferrable"), true);
  EXPECT_EQ(keys[0].at("initially"), "DEFERRED");
  EXPECT_TRUE(keys[1].at("name").is_null());
  EXPECT_EQ(keys[1].at("columns").at(0), "b");
  EXPECT_EQ(keys[1].at("onupdate"), "CASCADE");
  EXPECT_EQ(t.at("unique"), json::parse(R"json([{"name": "uq t", "columns": ["a", "b"]}])json"));
  const auto& checks = t.at("checks").as_array();
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[0].at("name"), "ck");
  EXPECT_EQ(checks[0].at("sqltext"), "\"odd, (name\" <> ')'");
  EXPECT_EQ(checks[1].at("sqltext"), "a > 0");
}

TEST_F(ReflectTest, AReferenceWithoutColumnsMeansThePrimaryKey) {
  const auto t = table(
      "CREATE TABLE p (x, b INTEGER, a INTEGER, PRIMARY KEY (a, b));"
      "CREATE TABLE t (i, j, k REFERENCES missing, FOREIGN KEY (i, j) REFERENCES p)");
  const auto& keys = t.at("foreign_keys").as_array();
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_TRUE(keys[0].at("target_columns").as_array().empty());
  EXPECT_EQ(keys[1].at("target_columns"), json::parse(R"json(["a", "b"])json"));
}

TEST_F(ReflectTest, IndexesMayBePartialOrOnExpressions) {
  const auto t = table(
      "CREATE TABLE t (a TEXT UNIQUE, b); CREATE INDEX i1 ON t (a, b DESC);"
      "CREATE UNIQUE INDEX i2 ON t (lower(a), b) WHERE b IS NOT NULL AND a <> '('");
  const auto& indexes = t.at("indexes").as_array();
  ASSERT_EQ(indexes.size(), 2U);
  EXPECT_EQ(indexes[0].at("name"), "i1");
  EXPECT_EQ(indexes[0].at("columns"), json::parse(R"json(["a", "b"])json"));
  EXPECT_TRUE(indexes[0].at("expressions").as_array().empty());
  EXPECT_EQ(indexes[1].at("unique"), true);
  EXPECT_EQ(indexes[1].at("columns"), json::parse(R"json([null, "b"])json"));
  EXPECT_EQ(indexes[1].at("expressions"), json::parse(R"json(["lower(a)", "b"])json"));
  EXPECT_EQ(indexes[1].at("where"), "b IS NOT NULL AND a <> '('");
}

TEST_F(ReflectTest, NamesAreAskedWithoutWholeTables) {
  backend_ = connect();
  run(*backend_,
      "CREATE TABLE b (x); CREATE TABLE A (x); CREATE VIEW v AS SELECT 1; ATTACH ':memory:' AS other;"
      "CREATE TABLE other.z (x)");
  EXPECT_EQ(backend_->reflect(R"json({"what": "table_names"})json"), R"json({"names":["A","b"]})json");
  EXPECT_EQ(backend_->reflect(R"json({"what": "table_names", "schema": "other"})json"),
            R"json({"names":["z"]})json");
  EXPECT_EQ(backend_->reflect(R"json({"what": "view_names"})json"), R"json({"names":["v"]})json");
  EXPECT_EQ(backend_->reflect(R"json({"what": "sequence_names"})json"), R"json({"names":[]})json");
  EXPECT_EQ(backend_->reflect(R"json({"what": "has_table", "name": "a"})json"), R"json({"exists":true})json");
  EXPECT_EQ(backend_->reflect(R"json({"what": "has_table", "name": "x"})json"),
            R"json({"exists":false})json");
  EXPECT_EQ(backend_->reflect(R"json({"what": "schema_names"})json"),
            R"json({"names":["main","other"]})json");
  EXPECT_EQ(code_of([&] { backend_->reflect(R"json({"what": "weather"})json"); }), ErrorCode::usage);
  EXPECT_EQ(code_of([&] { backend_->reflect("["); }), ErrorCode::usage);
}

TEST_F(ReflectTest, AForeignKeyThatIsThereTwiceIsToldOnce) {
  backend_ = connect();
  run(*backend_,
      "CREATE TABLE p (x PRIMARY KEY); CREATE TABLE t (a, b, CONSTRAINT one FOREIGN KEY (a) REFERENCES p "
      "(x), "
      "CONSTRAINT two FOREIGN KEY (a) REFERENCES p (x), CONSTRAINT three FOREIGN KEY (b) REFERENCES p (x))");
  const auto answer = json::parse(backend_->reflect(R"json({"what": "tables", "names": ["t"]})json"));
  const auto& keys = answer.at("tables").at(0).at("foreign_keys").as_array();
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].at("name"), "one");
  EXPECT_EQ(keys[1].at("name"), "three");
}

TEST_F(ReflectTest, OptionsOfTablesAndOrdersOfIndexesAreTold) {
  const auto t = table(
      "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'STRICT') WITHOUT ROWID, STRICT;"
      "CREATE INDEX ix ON t (a, b DESC, lower(b) DESC)");
  EXPECT_EQ(t.at("dialect"), json::parse(R"json({"sqlite_with_rowid": false, "sqlite_strict": true})json"));
  EXPECT_EQ(t.at("indexes").at(0).at("sorting"),
            json::parse(R"json({"b": ["desc"], "lower(b)": ["desc"]})json"));
  EXPECT_FALSE(
      table("CREATE TABLE u (strict TEXT CHECK (strict <> 'WITHOUT ROWID'))", "u").contains("dialect"));
}

TEST_F(ReflectTest, ManyTablesTakeNoMoreQueriesThanOne) {
  backend_ = connect();
  const auto queries = [&] {
    int count = 0;
    const auto handle = Opened::connection_of(*backend_).handle();
    // Those of ours: a pragma in FROM is a statement of SQLite's own for each table.
    const auto counted = [](unsigned, void* context, void*, void* sql) {
      if (std::string_view(static_cast<const char*>(sql)).starts_with("SELECT"))
        ++*static_cast<int*>(context);
      return 0;
    };
    sqlite_api::sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, counted, &count);
    backend_->reflect(R"json({"what": "tables"})json");
    sqlite_api::sqlite3_trace_v2(handle, 0, nullptr, nullptr);
    return count;
  };
  run(*backend_, "CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE)");
  const auto of_one = queries();
  for (int i = 0; i < 20; ++i)
    run(*backend_, "CREATE TABLE t" + std::to_string(i) + " (a INTEGER REFERENCES t, b); CREATE INDEX i" +
                       std::to_string(i) + " ON t" + std::to_string(i) + " (b)");
  EXPECT_GT(of_one, 0);
  EXPECT_EQ(queries(), of_one);
}

TEST(CreateTable, HostileTextEnds) {
  for (const auto* sql :
       {"", "CREATE TABLE", "CREATE TABLE t (", "CREATE TABLE t (a CHECK (((", "CREATE TABLE t (a,,,)",
        "CREATE TABLE t ('a", "CREATE TABLE t (a /* ", "CREATE TABLE t (a REFERENCES",
        "CREATE TABLE t (CONSTRAINT", ")))", "CREATE INDEX i ON t (a", "CREATE INDEX i ON t () WHERE"}) {
    parse_create_table(sql);
    parse_create_index(sql);
  }
}

}  // namespace
}  // namespace pycharter::sqlite
