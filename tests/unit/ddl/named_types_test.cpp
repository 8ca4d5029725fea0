// Types, sequences and schemas that have statements of their own.
#include <gtest/gtest.h>

#include "support.h"

namespace pycharter::sql::ddl {
namespace {

using Statements = std::vector<std::string>;

constexpr const char* positive = R"("type": {"type": "DOMAIN", "dialect": "postgresql", "args": {
    "name": "positive", "schema": "S", "data_type": {"type": "Numeric", "args": {"precision": 8}}, "collation": "C",
    "default": "it's", "constraint_name": "above", "not_null": true, "check": "VALUE > 0"}})";

Statements of(const std::string& dialect, const std::string& operation, bool offline = true) {
  return statements(*make_compiler(dialect), operation, offline);
}

TEST(NamedTypes, ADomainIsMadeBeforeItsTable) {
  const auto table =
      std::string(R"({"op": "create_table", "table": "t", "columns": [{"name": "c", )") + positive + "}]}";
  const auto sql = of("postgresql", table);
  ASSERT_EQ(sql.size(), 2U);
  EXPECT_EQ(
      sql[0],
      "CREATE DOMAIN \"S\".positive AS NUMERIC(8) COLLATE \"C\" DEFAULT 'it''s' CONSTRAINT above NOT NULL "
      "CHECK (VALUE > 0)");
  EXPECT_EQ(sql[1], "CREATE TABLE t (\n    c \"S\".positive\n)");
}

TEST(NamedTypes, ADomainIsDroppedByItsOwnWord) {
  const auto drop = std::string(R"({"op": "drop_type", "checkfirst": true, )") + positive + "}";
  EXPECT_EQ(of("postgresql", drop), Statements{"DROP DOMAIN IF EXISTS \"S\".positive"});
  EXPECT_EQ(of("sqlite", drop), Statements{});
}

TEST(NamedTypes, SequencesAreMadeWhereTheDatabaseHasThemOrTheScriptInsists) {
  const std::string create = R"({"op": "create_sequence", "sequence": {"name": "s", "start": 5})";
  EXPECT_EQ(of("postgresql", create + "}"), Statements{"CREATE SEQUENCE s START WITH 5"});
  EXPECT_EQ(of("mysql", create + "}"), Statements{});
  EXPECT_EQ(of("mysql", create + R"(, "stated": true, "checkfirst": true})"),
            Statements{"CREATE SEQUENCE IF NOT EXISTS s START WITH 5"});
}

TEST(NamedTypes, SchemasAreMadeAndDropped) {
  EXPECT_EQ(of("postgresql", R"({"op": "create_schema", "name": "Apart", "checkfirst": true})"),
            Statements{"CREATE SCHEMA IF NOT EXISTS \"Apart\""});
  EXPECT_EQ(of("postgresql", R"({"op": "drop_schema", "name": "apart", "cascade": true})"),
            Statements{"DROP SCHEMA apart CASCADE"});
}

}  // namespace
}  // namespace pycharter::sql::ddl
