// What runs on a connection: values are bound, identifiers and literals quoted.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <pycharter/plugin/error.h>

#include "support.h"

namespace json = boost::json;

namespace pycharter::sql::ddl {
namespace {

json::value online(const std::string& dialect, const std::string& operation) {
  return json::parse(make_compiler(dialect)->compile(operation, false));
}

TEST(Binds, RowsOfABulkInsertAreBound) {
  const std::string insert =
      R"json({"op": "bulk_insert", "table": "t", "columns": [{"name": "id", "type": {"type": "Integer"}},
      {"name": "Name", "type": {"type": "String"}}], "rows": [{"Name": "it's", "id": 1}]})json";
  EXPECT_EQ(
      online("postgresql", insert),
      json::parse(
          R"json([{"sql": "INSERT INTO t (id, \"Name\") VALUES ($1, $2)", "binds": [1, "it's"]}])json"));
  EXPECT_EQ(online("mysql", insert),
            json::parse(
                R"json([{"sql": "INSERT INTO t (id, `Name`) VALUES ($1, $2)", "binds": [1, "it's"]}])json"));
}

TEST(Binds, EachParameterSetOfATextIsAStatement) {
  EXPECT_EQ(online("sqlite",
                   R"json({"op": "execute", "statement": "UPDATE t SET a = :a WHERE b = :b AND c = '12\\:30'",
                                "parameters": [{"a": 1, "b": 2}, {"a": 3, "b": null}]})json"),
            json::parse(R"json([{"sql": "UPDATE t SET a = $1 WHERE b = $2 AND c = '12:30'", "binds": [1, 2]},
                            {"sql": "UPDATE t SET a = $1 WHERE b = $2 AND c = '12:30'", "binds": [3, null]}])json"));
}

constexpr const char* people =
    R"({"expr": "table", "name": "t", "columns": [{"name": "id", "type": {"type": "Integer"}}, {"name": "at", "type": {"type": "DateTime"}}]})";

TEST(Binds, TheValuesOfAnExpressionGoBesideIt) {
  EXPECT_EQ(
      online("postgresql", std::string(R"({"op": "execute", "statement": {"expr": "insert", "table": )") +
                               people + R"(, "values": [{"id": 1, "at": null}]}})"),
      json::parse(R"json([{"sql": "INSERT INTO t (id, at) VALUES ($1, $2)", "binds": [1, null]}])json"));
  EXPECT_EQ(
      online("sqlite",
             R"json({"op": "execute", "statement": {"expr": "delete", "table": {"expr": "table", "name": "t"},
      "where": [{"expr": "binary", "op": "=", "left": {"expr": "column", "name": "a", "table": "t"}, "right": {"expr": "literal", "value": "x"}}]}})json"),
      json::parse(R"json([{"sql": "DELETE FROM t WHERE t.a = $1", "binds": ["x"]}])json"));
}

TEST(Binds, ParametersBecomeColumnsOfAnInsertInTheOrderOfItsTable) {
  EXPECT_EQ(
      online(
          "sqlite",
          std::string(R"({"op": "execute", "statement": {"expr": "insert", "table": )") + people +
              R"(, "values": []}, "parameters": [{"at": null, "id": 1}, {"id": 2, "at": null, "more": 3}]})"),
      json::parse(R"json([{"sql": "INSERT INTO t (id, at) VALUES ($1, $2)", "binds": [1, null]},
                                {"sql": "INSERT INTO t (id, at) VALUES ($1, $2)", "binds": [2, null]}])json"));
}

TEST(Binds, ParametersFillTheBindsOfAnUpdateAndAddToItsValues) {
  EXPECT_EQ(online("sqlite", std::string(R"({"op": "execute", "statement": {"expr": "update", "table": )") +
                                 people + R"(,
      "values": {"id": {"expr": "bind", "name": "new"}}, "where": [{"expr": "binary", "op": "=",
      "left": {"expr": "column", "name": "id", "table": "t"}, "right": {"expr": "bind", "name": "old"}}]},
      "parameters": {"old": 1, "new": 2, "at": null}})"),
            json::parse(
                R"json([{"sql": "UPDATE t SET id=$1, at=$2 WHERE t.id = $3", "binds": [2, null, 1]}])json"));
}

TEST(Binds, AnyLaterSetHasWhatTheFirstOneHas) {
  const std::string insert = std::string(R"({"op": "execute", "statement": {"expr": "insert", "table": )") +
                             people + R"(, "values": []}, "parameters": [{"id": 1, "at": null}, {"id": 2}]})";
  try {
    online("sqlite", insert);
    FAIL() << "nothing was thrown";
  } catch (const pycharter::Error& error) {
    EXPECT_NE(error.message().find("a value is required for bind parameter 'at', in parameter group 1"),
              std::string::npos)
        << error.message();
  }
}

TEST(Binds, ATextsParametersHaveTheirTypes) {
  EXPECT_EQ(
      statements("sqlite", R"json({"op": "execute", "statement": {"expr": "text", "sql": "SELECT :a, :b",
      "parameters": {"a": {"expr": "bind", "name": "a", "value": true, "type": {"type": "Boolean"}}, "b": {"expr": "bind", "name": "b"}}},
      "parameters": {"b": "x"}})json")
          .front(),
      "SELECT 1, 'x'");
}

TEST(Select, ASubqueryLeavesOutTheTablesAroundIt) {
  EXPECT_EQ(
      statements(
          "sqlite",
          R"json({"op": "execute", "statement": {"expr": "update", "table": {"expr": "table", "name": "t"},
      "values": {"a": {"expr": "scalar_subquery", "of": {"expr": "select", "columns": [{"expr": "column", "name": "b", "table": "u"}],
      "from": [{"expr": "table", "name": "u"}, {"expr": "table", "name": "t"}], "where": []}}}, "where": []}})json")
          .front(),
      "UPDATE t SET a=(SELECT u.b \nFROM u)");
}

TEST(Binds, ValuesAreStoredAsTheDialectStoresThem) {
  const std::string insert =
      R"json({"op": "bulk_insert", "table": "t", "columns": [{"name": "at", "type": {"type": "DateTime"}},
      {"name": "key", "type": {"type": "Uuid"}}, {"name": "doc", "type": {"type": "JSON"}}],
      "rows": [{"at": {"value": "datetime", "text": "2024-01-02T03:04:05"},
                "key": {"value": "uuid", "text": "00000000-0000-0000-0000-00000000000a"}, "doc": "text"}]})json";
  EXPECT_EQ(online("sqlite", insert).at(0).at("binds"),
            json::parse(R"json(["2024-01-02 03:04:05.000000", "0000000000000000000000000000000a",
                            {"value": "json", "text": "\"text\""}])json"));
}

TEST(Binds, AnIntervalIsAMomentAfterTheEpochWhereThereAreNone) {
  const std::string insert =
      R"json({"op": "bulk_insert", "table": "t", "columns": [{"name": "a", "type": {"type":
      "Interval"}}], "rows": [{"a": {"value": "interval", "text": "90061.5"}}, {"a": {"value": "interval", "text": "-1.0"}}]})json";
  EXPECT_EQ(online("sqlite", insert).at(0).at("binds").at(0), "1970-01-02 01:01:01.500000");
  EXPECT_EQ(online("mysql", insert).at(1).at("binds").at(0), "1969-12-31 23:59:59.000000");
  EXPECT_EQ(online("postgresql", insert).at(0).at("binds").at(0), "90061.5 seconds");
}

TEST(Binds, DefinitionsAreNeverBound) {
  const auto sql = online(
      "postgresql", R"json({"op": "create_constraint", "table": "t", "constraint": {"constraint": "check",
      "name": "ck", "sqltext": {"expr": "binary", "op": "=", "left": {"expr": "column", "name": "a"},
      "right": {"expr": "literal", "value": "x'y"}}}})json");
  EXPECT_EQ(sql, json::parse(R"json([{"sql": "ALTER TABLE t ADD CONSTRAINT ck CHECK (a = 'x''y')"}])json"));
}

TEST(Binds, TextSentToAServerKeepsItsTabs) {
  EXPECT_EQ(statements("sqlite", R"json({"op": "execute", "statement": "SELECT '\t'"})json", false).front(),
            "SELECT '\t'");
  EXPECT_EQ(statements("sqlite", R"json({"op": "execute", "statement": "SELECT '\t'"})json").front(),
            "SELECT '    '");
}

TEST(Quoting, DoublesTheDialectsOwnQuote) {
  EXPECT_EQ(make_compiler("postgresql")->quote("a\"b", false), "\"a\"\"b\"");
  EXPECT_EQ(make_compiler("mysql")->quote("a`b", false), "`a``b`");
  EXPECT_EQ(make_compiler("sqlite")->quote("plain", false), "plain");
  EXPECT_EQ(make_compiler("sqlite")->quote("plain", true), "\"plain\"");
  EXPECT_EQ(make_compiler("postgresql")->quote("", false), "\"\"");
  EXPECT_EQ(make_compiler("postgresql")->quote("1a", false), "\"1a\"");
}

TEST(EnumTypes, AreCreatedOnceARun) {
  const auto compiler = make_compiler("postgresql");
  const std::string table = R"json({"op": "create_table", "table": "t", "columns": [{"name": "k", "type":
      {"type": "Enum", "args": {"values": ["a", "b"], "name": "kind"}}}]})json";
  EXPECT_EQ(statements(*compiler, table).size(), 2U);
  EXPECT_EQ(statements(*compiler, table).size(), 1U);
  EXPECT_TRUE(statements(*compiler, R"json({"op": "begin_run"})json").empty());
  EXPECT_EQ(statements(*compiler, table).front(), "CREATE TYPE kind AS ENUM ('a', 'b')");
}

TEST(NamingConvention, NamesWhatTheScriptLeftUnnamed) {
  EXPECT_EQ(statements("postgresql", R"json({"op": "create_table", "table": "t", "columns": [
      {"name": "a", "type": {"type": "Integer"}, "unique": true, "foreign_keys": [{"target": "u.id"}]}],
      "naming_convention": {"uq": "uq_%(table_name)s_%(column_0_name)s",
                            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}})json")
                .front(),
            "CREATE TABLE t (\n    a INTEGER, \n    CONSTRAINT uq_t_a UNIQUE (a), \n"
            "    CONSTRAINT fk_t_a_u FOREIGN KEY(a) REFERENCES u (id)\n)");
}

}  // namespace
}  // namespace pycharter::sql::ddl
