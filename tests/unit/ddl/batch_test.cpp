// batch_alter_table over a live SQLite database: what is there is kept.
#include <gtest/gtest.h>

#include "pycharter/plugin/error.h"
#include "support.h"

namespace json = boost::json;

namespace pycharter::sql::ddl {
namespace {

constexpr const char* reflected = R"json({"tables": [{"name": "t", "columns": [
    {"name": "id", "type": {"type": "INTEGER"}, "type_sql": "INTEGER", "nullable": false, "primary_key": 1},
    {"name": "name", "type": {"type": "VARCHAR", "args": {"length": 9}}, "type_sql": "VARCHAR(9)", "collation": "NOCASE",
     "nullable": false, "default": "'x:y'", "primary_key": 0},
    {"name": "made", "type": {"type": "DATETIME"}, "type_sql": "DATETIME", "nullable": true, "default": "CURRENT_TIMESTAMP"}],
  "primary_key": {"name": null, "columns": ["id"]},
  "foreign_keys": [{"name": "fk", "columns": ["id"], "target_table": "u", "target_columns": ["id"],
                    "ondelete": "CASCADE", "match": "FULL"}],
  "unique": [{"name": "uq", "columns": ["name"]}],
  "checks": [{"name": "ck", "sqltext": "id > 0"}, {"name": null, "sqltext": "id < 9"}],
  "indexes": [{"name": "ix", "columns": ["name"], "unique": false, "where": "id > 5"},
              {"name": "ix_low", "columns": [null], "expressions": ["lower(name)"], "unique": true}]}]})json";

std::vector<std::string> batch(const std::string& operations) {
  const auto compiler = make_compiler("sqlite");
  compiler->set_reflect([](const json::object&) { return json::parse(reflected).as_object(); });
  return statements(*compiler,
                    R"({"op": "batch_alter_table", "table": "t", "operations": )" + operations + "}", false);
}

TEST(Batch, ReCreatesTheTableWithAllItHas) {
  const std::vector<std::string> expected = {
      "-- Unnamed CHECK constraint on reflected table 't' is being omitted from the table recreate; pass it "
      "by table_args "
      "to keep it",
      "CREATE TABLE _alembic_tmp_t (\n\tid INTEGER NOT NULL, \n"
      "\ttitle VARCHAR(9) COLLATE \"NOCASE\" DEFAULT 'x:y' NOT NULL, \n"
      "\tmade DATETIME DEFAULT (CURRENT_TIMESTAMP), \n\tPRIMARY KEY (id), \n"
      "\tCONSTRAINT fk FOREIGN KEY(id) REFERENCES u (id) MATCH FULL ON DELETE CASCADE, \n"
      "\tCONSTRAINT uq UNIQUE (title), \n\tCONSTRAINT ck CHECK (id > 0)\n)",
      "INSERT INTO _alembic_tmp_t (id, title, made) SELECT t.id, t.name, t.made \nFROM t",
      "DROP TABLE t",
      "ALTER TABLE _alembic_tmp_t RENAME TO t",
      "CREATE INDEX ix ON t (title) WHERE id > 5",
      "CREATE UNIQUE INDEX ix_low ON t (lower(name))"};
  EXPECT_EQ(batch(R"([{"op": "alter_column", "column": "name", "new_name": "title"}])"), expected);
}

TEST(Batch, AnExecuteRunsBeforeTheCopy) {
  const auto sql =
      batch(R"([{"op": "drop_column", "column": "made"}, {"op": "execute", "statement": "DELETE FROM t"}])");
  EXPECT_EQ(sql.front(), "DELETE FROM t");
}

TEST(Batch, AChangedTypeIsCastWhileCopying) {
  const auto sql = batch(R"([{"op": "alter_column", "column": "name", "type": {"type": "Integer"}}])");
  EXPECT_EQ(sql.at(2),
            "INSERT INTO _alembic_tmp_t (id, name, made) SELECT t.id, CAST(t.name AS INTEGER) AS name, "
            "t.made \nFROM t");
}

TEST(Batch, ACollationStandsAfterTheCast) {
  const auto sql =
      batch(R"json([{"op": "alter_column", "column": "made", "type": {"type": "String", "args": {"length": 3,
                              "collation": "NOCASE"}}}])json");
  EXPECT_NE(sql.at(2).find("CAST(t.made AS VARCHAR(3)) COLLATE \"NOCASE\" AS made"), std::string::npos)
      << sql.at(2);
}

TEST(Batch, PlainColumnsAndIndexesNeedNoCopy) {
  EXPECT_EQ(
      batch(R"([{"op": "add_column", "column": {"name": "n", "type": {"type": "Integer"}, "index": true}}])"),
      (std::vector<std::string>{"ALTER TABLE t ADD COLUMN n INTEGER", "CREATE INDEX ix_t_n ON t (n)"}));
}

TEST(Batch, WhatIsNotThereIsRefused) {
  EXPECT_THROW(batch(R"([{"op": "drop_constraint", "name": "nope", "type": "unique"}])"), Error);
  EXPECT_THROW(batch(R"([{"op": "drop_column", "column": "nope"}])"), Error);
  EXPECT_THROW(
      batch(R"([{"op": "create_constraint", "constraint": {"constraint": "unique", "columns": ["made"]}}])"),
      Error);
}

constexpr const char* on_postgresql =
    R"json({"tables": [{"name": "t", "dialect": {"postgresql_with": {"fillfactor": "70"}},
  "columns": [
    {"name": "id", "type": {"type": "INTEGER"}, "type_sql": "integer", "nullable": false, "primary_key": 1,
     "default": "nextval('t_id_seq'::regclass)", "autoincrement": true, "owns_sequence": true},
    {"name": "n", "type": {"type": "INTEGER"}, "type_sql": "integer", "nullable": true, "autoincrement": false,
     "default": "nextval('shared'::regclass)"}],
  "primary_key": {"name": "t_pkey", "columns": ["id"]}, "foreign_keys": [], "unique": [], "checks": [],
  "indexes": [{"name": "ix", "columns": ["n", null], "expressions": ["n", "lower(id::text)"], "unique": false, "using": "btree",
               "sorting": {"n": ["desc", "nulls_last"]}, "ops": {"n": "int4_ops"}, "include": ["id"],
               "dialect": {"postgresql_with": {"fillfactor": "80"}}}]}]})json";

TEST(Batch, KeepsSequencesOrderAndStorageOnPostgresql) {
  const auto compiler = make_compiler("postgresql");
  compiler->set_reflect([](const json::object&) { return json::parse(on_postgresql).as_object(); });
  const auto sql = statements(
      *compiler, R"json({"op": "batch_alter_table", "table": "t", "recreate": "always", "operations": [
                     {"op": "alter_column", "column": "n", "new_name": "m"}]})json",
      false);
  EXPECT_EQ(sql.at(1),
            "CREATE TABLE _alembic_tmp_t (\n\tid SERIAL NOT NULL, \n"
            "\tm integer DEFAULT nextval('shared'::regclass), \n"
            "\tCONSTRAINT t_pkey PRIMARY KEY (id)\n)\n WITH (fillfactor = 70)");
  EXPECT_EQ(sql.back(),
            "CREATE INDEX ix ON t USING btree (m DESC NULLS LAST, lower(id::text)) INCLUDE (id) WITH "
            "(fillfactor = 80)");
}

TEST(Batch, AStatedColumnOfTheKeyTakesTheKeysName) {
  const auto compiler = make_compiler("postgresql");
  compiler->set_reflect([](const json::object&) { return json::parse(on_postgresql).as_object(); });
  const auto sql =
      statements(*compiler, R"json({"op": "batch_alter_table", "table": "t", "recreate": "always",
                     "reflect_args": [{"name": "id", "type": {"type": "Integer"}, "primary_key": true}], "operations": []})json",
                 false);
  EXPECT_NE(sql.front().find("\n\tPRIMARY KEY (id)\n"), std::string::npos) << sql.front();
}

TEST(Batch, AStatedColumnBringsItsForeignKeyOrNone) {
  const auto compiler = make_compiler("sqlite");
  compiler->set_reflect([](const json::object&) { return json::parse(reflected).as_object(); });
  const auto created = [&](const std::string& keys) {
    const auto sql =
        statements(*compiler,
                   R"({"op": "batch_alter_table", "table": "t", "recreate": "always", "operations": [],
        "reflect_args": [{"name": "id", "type": {"type": "Integer"}, "primary_key": true)" +
                       keys + "}]}",
                   false);
    return sql.at(1);
  };
  EXPECT_EQ(created("").find("FOREIGN KEY"), std::string::npos) << created("");
  const auto other = created(R"(, "foreign_keys": [{"target": "v.x", "name": "mine"}])");
  EXPECT_NE(other.find("CONSTRAINT mine FOREIGN KEY(id) REFERENCES v (x)"), std::string::npos) << other;
}

TEST(Batch, AnAddedColumnsIndexIsMadeUnderBothNames) {
  const auto sql =
      batch(R"([{"op": "add_column", "column": {"name": "n", "type": {"type": "Integer"}, "index": true}},
                             {"op": "drop_constraint", "name": "ck"}])");
  EXPECT_EQ(sql.at(2), "CREATE INDEX ix__alembic_tmp_t_n ON _alembic_tmp_t (n)");
  EXPECT_EQ(sql.back(), "CREATE INDEX ix_t_n ON t (n)");
}

TEST(Batch, NotNullStaysWithoutTheKeyThatAskedForIt) {
  const auto compiler = make_compiler("sqlite");
  const auto sql = statements(*compiler, R"json({"op": "batch_alter_table", "table": "k", "operations": [
      {"op": "drop_constraint", "name": "pk"}, {"op": "create_constraint", "constraint": {"constraint": "primary_key", "name": "new",
       "columns": ["b"]}}],
      "copy_from": {"table": "k", "columns": [{"name": "a", "type": {"type": "Integer"}}, {"name": "b", "type": {"type": "Integer"}}],
                    "constraints": [{"constraint": "primary_key", "name": "pk", "columns": ["a"]}]}})json",
                              false);
  EXPECT_EQ(sql.front(),
            "CREATE TABLE _alembic_tmp_k (\n\ta INTEGER NOT NULL, \n\tb INTEGER NOT NULL, \n\tCONSTRAINT new "
            "PRIMARY KEY (b)\n)");
}

TEST(Batch, MakesNoTypeForANewColumn) {
  const auto compiler = make_compiler("postgresql");
  compiler->set_reflect([](const json::object&) { return json::parse(on_postgresql).as_object(); });
  const auto sql = statements(
      *compiler, R"json({"op": "batch_alter_table", "table": "t", "recreate": "always", "operations": [
                     {"op": "add_column", "column": {"name": "k", "type": {"type": "Enum", "args": {"values": ["a"],
                      "name": "kind"}}}}]})json",
      false);
  for (const auto& statement : sql)
    EXPECT_EQ(statement.find("CREATE TYPE"), std::string::npos) << statement;
}

TEST(Batch, AKeyThatDoesNotCountStaysSoOnMysql) {
  const auto compiler = make_compiler("mysql");
  compiler->set_reflect([](const json::object&) {
    return json::
        parse(R"json({"tables": [{"name": "t", "dialect": {"mysql_engine": "InnoDB"}, "columns": [{"name": "id",
        "type": {"type": "INTEGER"}, "type_sql": "int(11)", "nullable": false, "autoincrement": false, "primary_key": 1}],
        "primary_key": {"name": null, "columns": ["id"]}}]})json")
            .as_object();
  });
  EXPECT_EQ(
      statements(
          *compiler,
          R"json({"op": "batch_alter_table", "table": "t", "recreate": "always", "operations": []})json",
          false)
          .front(),
      "CREATE TABLE _alembic_tmp_t (\n\tid int(11) NOT NULL, \n\tPRIMARY KEY (id)\n)ENGINE=InnoDB");
}

TEST(Batch, OfflineNeedsTheTable) {
  EXPECT_THROW(statements("sqlite", R"({"op": "batch_alter_table", "table": "t", "operations": [
                                        {"op": "drop_column", "column": "a"}]})"),
               Error);
}

}  // namespace
}  // namespace pycharter::sql::ddl
