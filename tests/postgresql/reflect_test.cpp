#include <array>
#include <boost/json.hpp>
#include <cstdio>

#include "server_test.h"

namespace pycharter::postgresql {
namespace {

namespace json = boost::json;

class ReflectTest : public ServerTest {
 protected:
  json::object table(const std::string& name) {
    const json::object request{{"what", "tables"}, {"schema", nullptr}, {"names", {name}}};
    return json::parse(admin_->reflect(json::serialize(request))).at("tables").at(0).as_object();
  }
};

// A second schema, which goes with its test as the first does.
struct OtherSchema {
  explicit OtherSchema(Backend& opened) : backend(opened) {
    backend.execute("CREATE SCHEMA " + name, {}, {});
  }
  ~OtherSchema() { backend.execute("DROP SCHEMA " + name + " CASCADE", {}, {}); }

  Backend& backend;
  const std::string name = "apart_" + std::to_string(::getpid());
};

TEST_F(ReflectTest, ColumnsHaveTypesDefaultsIdentityAndComments) {
  run(*admin_,
      "CREATE TYPE mood AS ENUM ('sad', 'o,k''\"'); CREATE TABLE t (id serial PRIMARY KEY, \"Odd name\" "
      "varchar(20) DEFAULT 'x' COLLATE \"C\", n numeric(10, 2) NOT NULL, m mood[], i bigint GENERATED ALWAYS "
      "AS IDENTITY"
      " (START 5), c int GENERATED ALWAYS AS (id * 2) STORED); COMMENT ON TABLE t IS 'about t'; "
      "COMMENT ON COLUMN t.n IS 'about n'");
  const auto t = table("t");
  EXPECT_EQ(t.at("comment"), "about t");
  const auto& columns = t.at("columns").as_array();
  ASSERT_EQ(columns.size(), 6U);
  EXPECT_EQ(columns[0].at("primary_key"), 1);
  EXPECT_EQ(columns[0].at("autoincrement"), true);
  EXPECT_EQ(columns[1].at("name"), "Odd name");
  EXPECT_EQ(columns[1].at("default"), "'x'::character varying");
  EXPECT_EQ(columns[1].at("collation"), "C");
  EXPECT_EQ(columns[1].at("type_sql"), "character varying(20)");
  EXPECT_EQ(columns[2].at("comment"), "about n");
  EXPECT_EQ(columns[2].at("nullable"), false);
  const auto& item = columns[3].at("type").at("args").at("item_type");
  EXPECT_EQ(item.at("args").at("values"), json::parse(R"j(["sad", "o,k'\""])j"));
  EXPECT_EQ(columns[4].at("identity").at("start"), 5);
  EXPECT_EQ(columns[4].at("identity").at("always"), true);
  EXPECT_EQ(columns[5].at("computed").at("sqltext"), "id * 2");
  EXPECT_TRUE(columns[5].at("default").is_null());
  EXPECT_EQ(t.at("primary_key").at("name"), "t_pkey");
}

TEST_F(ReflectTest, DomainsHaveTheirBaseTypeDefaultAndCheck) {
  const OtherSchema apart(*admin_);
  const auto domain = apart.name + ".code";
  run(*admin_,
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN " + domain +
          " AS varchar(5) COLLATE \"C\" DEFAULT 'x' NOT NULL CONSTRAINT short CHECK (length(VALUE) < 5) "
          "CONSTRAINT zz CHECK (VALUE <> ''); CREATE DOMAIN feeling AS mood; CREATE TABLE t (c " +
          domain + ", own " + domain + " DEFAULT 'y', f feeling, l feeling[])");
  const auto t = table("t");
  const auto& columns = t.at("columns").as_array();
  const auto& code = columns[0].at("type");
  EXPECT_EQ(code.at("type"), "DOMAIN");
  EXPECT_EQ(code.at("args"),
            json::parse(R"j({"name": "code", "schema": ")j" + apart.name + R"j(", "create_type": false,
      "data_type": {"type": "VARCHAR"}, "collation": "C", "default": "'x'::character varying", "not_null": true,
      "constraint_name": "short", "check": "length(VALUE::text) < 5"})j"));
  EXPECT_EQ(columns[0].at("type_sql").as_string(), domain);
  EXPECT_EQ(columns[0].at("default"), "'x'::character varying");
  EXPECT_EQ(columns[0].at("nullable"), false);
  EXPECT_EQ(columns[1].at("default"), "'y'::character varying");
  EXPECT_EQ(columns[2].at("type").at("args").at("data_type").at("args").at("values"),
            json::parse(R"j(["sad", "ok"])j"));
  EXPECT_EQ(columns[2].at("nullable"), true);
  const auto& item = columns[3].at("type").at("args").at("item_type");
  EXPECT_EQ(item.at("args").at("name"), "feeling");
}

TEST_F(ReflectTest, ConstraintsAndIndexesAreWhole) {
  run(*admin_,
      "CREATE TABLE p (a int, b int, PRIMARY KEY (b, a)); CREATE TABLE t (x int, y int, s text, CONSTRAINT "
      "\"fk t\" "
      "FOREIGN KEY (x, y) REFERENCES p (b, a) MATCH FULL ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE "
      "INITIALLY "
      "DEFERRED, CONSTRAINT ck CHECK ((x > 0) AND (y < 0)), CONSTRAINT uq UNIQUE (y, x)); "
      "CREATE INDEX i1 ON t USING btree (lower(s), x DESC NULLS LAST) INCLUDE (y) WHERE s <> ')'; "
      "CREATE UNIQUE INDEX i2 ON t (s text_pattern_ops)");
  const auto t = table("t");
  const auto& key = t.at("foreign_keys").at(0);
  EXPECT_EQ(key.at("name"), "fk t");
  EXPECT_EQ(key.at("columns"), json::parse(R"j(["x", "y"])j"));
  EXPECT_EQ(key.at("target_columns"), json::parse(R"j(["b", "a"])j"));
  EXPECT_EQ(key.at("ondelete"), "CASCADE");
  EXPECT_EQ(key.at("onupdate"), "SET NULL");
  EXPECT_EQ(key.at("initially"), "DEFERRED");
  EXPECT_EQ(key.at("match"), "FULL");
  EXPECT_TRUE(key.at("target_schema").is_null());
  EXPECT_EQ(t.at("checks").at(0).at("sqltext"), "x > 0 AND y < 0");
  EXPECT_EQ(t.at("unique").at(0).at("columns"), json::parse(R"j(["y", "x"])j"));
  const auto& indexes = t.at("indexes").as_array();
  ASSERT_EQ(indexes.size(), 2U);
  EXPECT_EQ(indexes[0].at("columns"), json::parse(R"j([null, "x"])j"));
  EXPECT_EQ(indexes[0].at("expressions").at(0), "lower(s)");
  EXPECT_EQ(indexes[0].at("where"), "s <> ')'::text");
  EXPECT_EQ(indexes[0].at("sorting"), json::parse(R"j({"x": ["desc", "nulls_last"]})j"));
  EXPECT_EQ(indexes[0].at("include"), json::parse(R"j(["y"])j"));
  EXPECT_EQ(indexes[1].at("ops"), json::parse(R"j({"s": "text_pattern_ops"})j"));
  EXPECT_EQ(indexes[1].at("unique"), true);
  EXPECT_EQ(table("p").at("columns").at(0).at("primary_key"), 2);
}

TEST_F(ReflectTest, NamesAreAskedWithoutWholeTables) {
  run(*admin_,
      "CREATE TABLE b (x int); CREATE TABLE \"A\" (x int); CREATE VIEW v AS SELECT 1; "
      "CREATE MATERIALIZED VIEW m AS SELECT 1; CREATE SEQUENCE s; CREATE TYPE mood AS ENUM ('sad', "
      "'o''k')");
  EXPECT_EQ(admin_->reflect(R"j({"what": "view_names"})j"), R"j({"names":["v"]})j");
  EXPECT_EQ(admin_->reflect(R"j({"what": "materialized_view_names"})j"), R"j({"names":["m"]})j");
  EXPECT_EQ(admin_->reflect(R"j({"what": "sequence_names"})j"), R"j({"names":["s"]})j");
  const auto enums = json::parse(admin_->reflect(R"j({"what": "enums"})j")).at("enums");
  EXPECT_EQ(enums.at(0).at("name"), "mood");
  EXPECT_EQ(enums.at(0).at("visible"), true);
  EXPECT_EQ(enums.at(0).at("labels"), json::parse(R"j(["sad", "o'k"])j"));
  EXPECT_EQ(admin_->reflect(R"j({"what": "table_names"})j"), R"j({"names":["A","b"]})j");
  const json::object elsewhere{{"what", "has_table"}, {"schema", schema_}, {"name", "v"}};
  EXPECT_EQ(admin_->reflect(json::serialize(elsewhere)), R"j({"exists":true})j");
  EXPECT_EQ(admin_->reflect(R"j({"what": "has_table", "name": "a"})j"), R"j({"exists":false})j");
  const auto names = json::parse(admin_->reflect(R"j({"what": "schema_names"})j")).at("names").as_array();
  EXPECT_NE(std::find(names.begin(), names.end(), json::value(schema_)), names.end());
  EXPECT_EQ(code_of([&] { admin_->reflect(R"j({"what": "weather"})j"); }), ErrorCode::usage);
}

TEST_F(ReflectTest, SequencesAreThoseOfNoColumn) {
  run(*admin_,
      "CREATE SEQUENCE own START 5 INCREMENT 2 CYCLE; CREATE TABLE t (id serial, n int GENERATED ALWAYS AS "
      "IDENTITY)");
  const auto sequences =
      json::parse(admin_->reflect(R"j({"what": "sequences"})j")).at("sequences").as_array();
  ASSERT_EQ(sequences.size(), 1U);
  EXPECT_EQ(sequences[0].at("name"), "own");
  EXPECT_EQ(sequences[0].at("start"), 5);
  EXPECT_EQ(sequences[0].at("cycle"), true);
  EXPECT_EQ(sequences[0].at("data_type"), "bigint");
  EXPECT_TRUE(sequences[0].at("used_by").as_array().empty());
  EXPECT_FALSE(sequences[0].as_object().contains("owned"));
  const auto all = json::parse(admin_->reflect(R"j({"what": "sequences", "owned": true})j")).at("sequences");
  ASSERT_EQ(all.as_array().size(), 3U);
  EXPECT_EQ(all.at(1).at("owned"), true);
}

TEST_F(ReflectTest, SequencesTellWhatNeedsThem) {
  run(*admin_,
      "CREATE SEQUENCE s; CREATE TABLE t (a int, b int DEFAULT nextval('s')); CREATE SEQUENCE v; "
      "CREATE VIEW shown AS SELECT nextval('v'); SELECT nextval('v')");
  const auto sequences = json::parse(admin_->reflect(R"j({"what": "sequences"})j")).at("sequences");
  EXPECT_EQ(sequences.at(0).at("used_by"),
            json::array({json::object{{"schema", schema_}, {"table", "t"}, {"column", "b"}}}));
  EXPECT_FALSE(sequences.at(0).as_object().contains("needed"));
  EXPECT_FALSE(sequences.at(0).as_object().contains("last_value"));
  EXPECT_EQ(sequences.at(1).at("needed"), true);
  EXPECT_EQ(sequences.at(1).at("last_value"), 1);
}

TEST_F(ReflectTest, ExcludeConstraintsHaveTheirElementsAndOperatorClasses) {
  run(*admin_,
      "CREATE TABLE t (r int4range, d tsrange, EXCLUDE USING gist (r WITH &&, (tsrange(lower(d), upper(d))) "
      "WITH &&) WHERE (r IS NOT NULL) DEFERRABLE)");
  const auto exclude = table("t").at("excludes").at(0);
  EXPECT_EQ(exclude.at("operator_classes"), json::array({"range_ops", "range_ops"}));
  const auto& definition = exclude.at("definition");
  EXPECT_EQ(definition.at("using"), "gist");
  EXPECT_EQ(definition.at("elements").at(0),
            json::parse(R"j([{"expr": "literal_column", "sql": "r"}, "&&"])j"));
  EXPECT_EQ(definition.at("where").at("sql"), "(r IS NOT NULL)");
  EXPECT_EQ(definition.at("deferrable"), true);
  EXPECT_FALSE(definition.as_object().contains("ops"));
}

TEST_F(ReflectTest, PartitionsNameTheirTable) {
  run(*admin_,
      "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); "
      "CREATE TABLE base (a int); CREATE TABLE heir () INHERITS (base)");
  EXPECT_EQ(table("p1").at("partition_of"), "p");
  EXPECT_FALSE(table("p").contains("partition_of"));
  EXPECT_FALSE(table("heir").contains("partition_of"));
  EXPECT_FALSE(table("p").contains("extension_owned"));
}

// The connection, to count what goes over it.
struct Opened : Backend {
  static Connection& connection_of(Backend& backend) { return (backend.*&Opened::connection)(); }
};

// Queries that the server is sent, by libpq's own trace.
int queries_of(Backend& backend, const std::string& request) {
  const std::unique_ptr<FILE, int (*)(FILE*)> trace(std::tmpfile(), &std::fclose);
  auto* connection = Opened::connection_of(backend).handle();
  PQtrace(connection, trace.get());
  PQsetTraceFlags(connection, PQTRACE_SUPPRESS_TIMESTAMPS);
  backend.reflect(request);
  PQuntrace(connection);
  std::rewind(trace.get());
  int count = 0;
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), line.size(), trace.get()) != nullptr) {
    const std::string_view text(line.data());
    if (text.starts_with("F") &&
        (text.find("\tExecute\t") != text.npos || text.find("\tQuery\t") != text.npos))
      ++count;
  }
  return count;
}

TEST_F(ReflectTest, ManyTablesTakeNoMoreQueriesThanOne) {
  run(*admin_, "CREATE TABLE t (a serial PRIMARY KEY, b text UNIQUE)");
  const auto of_one = queries_of(*admin_, R"j({"what": "tables"})j");
  EXPECT_GT(of_one, 0);
  for (int i = 0; i < 20; ++i)
    run(*admin_, "CREATE TABLE t" + std::to_string(i) +
                     " (a int REFERENCES t, b text CHECK (b <> '')); CREATE INDEX ON t" + std::to_string(i) +
                     " (b)");
  EXPECT_EQ(queries_of(*admin_, R"j({"what": "tables"})j"), of_one);
}

json::value default_equal(Backend& backend, const std::string& declared, const std::string& kept,
                          const std::string& type) {
  const json::object pair{
      {"kind", "default"},
      {"declared",
       json::object{{"name", "a"},
                    {"server_default",
                     json::object{{"default", "expression"},
                                  {"expr", json::object{{"expr", "literal_column"}, {"sql", declared}}}}}}},
      {"reflected",
       json::object{{"default", kept}, {"type", json::object{{"type", "DATE"}}}, {"type_sql", type}}}};
  const auto answer =
      backend.reflect(json::serialize(json::object{{"what", "equal"}, {"pairs", json::array{pair, pair}}}));
  return json::parse(answer).at("equal").at(0);
}

TEST_F(ReflectTest, DefaultsOfOneValueAreEqualAndTheServerTells) {
  EXPECT_EQ(default_equal(*admin_, "DATE '20240101'", "'2024-01-01'::date", "date"), true);
  EXPECT_EQ(default_equal(*admin_, "DATE '20240102'", "'2024-01-01'::date", "date"), false);
  EXPECT_EQ(default_equal(*admin_, "'{\"a\":1}'", "'{\"a\": 1}'::jsonb", "jsonb"), true);
  // What the server does not understand is not equal, and breaks nothing.
  EXPECT_EQ(default_equal(*admin_, "no_such_function()", "1", "integer"), false);
  EXPECT_EQ(default_equal(*admin_, "1); DROP SCHEMA public; --", "1", "integer"), false);
}

TEST_F(ReflectTest, AskingAboutDefaultsWritesNothing) {
  run(*admin_,
      "CREATE SEQUENCE s; CREATE FUNCTION sly() RETURNS int LANGUAGE sql STABLE AS 'SELECT "
      "nextval(''s'')::int'");
  EXPECT_EQ(default_equal(*admin_, "nextval('s') + 1", "5", "bigint"), false);
  EXPECT_EQ(default_equal(*admin_, "sly() + 1", "5", "integer"), false);
  admin_->begin(plugin::BeginMode::write);
  EXPECT_EQ(default_equal(*admin_, "sly() + 1", "5", "integer"), false);
  EXPECT_EQ(admin_->transaction_state(), plugin::TransactionState::open);
  run(*admin_, "CREATE TABLE still_writable (a int)");
  admin_->rollback();
  EXPECT_EQ(query(*admin_, "SELECT is_called FROM s").at(0).at(0).integer, 0);
}

}  // namespace
}  // namespace pycharter::postgresql
