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
  "foreign_keys": [{"name": "fk", "columns": ["id"], "target_table": "u", "target_columns": ["id"], "ondelete": "CASCADE"}],
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
      "\tCONSTRAINT fk FOREIGN KEY(id) REFERENCES u (id) ON DELETE CASCADE, \n"
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

TEST(Batch, OfflineNeedsTheTable) {
  EXPECT_THROW(statements("sqlite", R"({"op": "batch_alter_table", "table": "t", "operations": [
                                        {"op": "drop_column", "column": "a"}]})"),
               Error);
}

}  // namespace
}  // namespace pycharter::sql::ddl
