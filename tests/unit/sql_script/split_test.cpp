#include "sql/script/split.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sql/script/place.h"
#include "sql/script/transaction.h"
#include "support/error_of.h"

namespace pycharter::sql::script {
namespace {

using Texts = std::vector<std::string>;
using tests::error_of;

Texts texts(const Statements& statements) {
  Texts found;
  for (const auto& statement : statements)
    found.emplace_back(statement.sql);
  return found;
}

// What a splitter says of a text, which must be an error with its place.
void expect_refused(Split split, std::string_view text, int line, int column, std::string_view words) {
  const Error error = error_of([&] { split(text); });
  EXPECT_EQ(error.code(), ErrorCode::script) << text;
  EXPECT_EQ(error.facts().line, line) << text;
  EXPECT_EQ(error.facts().column, column) << text;
  EXPECT_FALSE(error.facts().source_line.empty()) << text;
  EXPECT_NE(error.message().find(words), std::string::npos) << error.message();
}

constexpr Split every_dialect[] = {&split_postgresql, &split_mysql, &split_sqlite};

TEST(Splitting, EndsStatementsAtSemicolonsOutsideOfQuotesAndComments) {
  for (const Split split : every_dialect)
    EXPECT_EQ(texts(split("-- first; of all\nSELECT ';' /* ; */ AS \"a;b\" ;;\n;SELECT 'it''s;' -- end;\n")),
              (Texts{"SELECT ';' /* ; */ AS \"a;b\"", "SELECT 'it''s;'"}));
}

TEST(Splitting, FindsNothingInBlanksAndComments) {
  for (const Split split : every_dialect)
    for (const auto* text : {"", " \n\t", ";", ";;;", "-- x", "/* x; */", "/**/;--\n;"})
      EXPECT_TRUE(split(text).empty()) << text;
}

TEST(Splitting, NeedsNoSemicolonBehindTheLast) {
  for (const Split split : every_dialect)
    EXPECT_EQ(texts(split("SELECT 1;\n  SELECT 2\n")), (Texts{"SELECT 1", "SELECT 2"}));
}

TEST(Splitting, SaysWhereEachStatementBegins) {
  const std::string_view text = "-- é\n\n  SELECT 'é'; SELECT 2;";
  for (const Split split : every_dialect) {
    const auto statements = split(text);
    ASSERT_EQ(statements.size(), 2u);
    Places places(text);
    EXPECT_EQ(places.at(statements[0].offset).line, 3);
    EXPECT_EQ(places.at(statements[0].offset).column, 3);
    EXPECT_EQ(places.at(statements[1].offset).column, 15);
  }
}

TEST(Splitting, PointsAtWhatHasNoEnd) {
  for (const Split split : every_dialect) {
    expect_refused(split, "SELECT 1;\nSELECT 'é', 'open;\nSELECT 2;", 2, 13, "unfinished quote");
    expect_refused(split, "SELECT 1;\n /* open;\n", 2, 2, "unfinished comment");
    expect_refused(split, "SELECT \"open", 1, 8, "unfinished quote");
  }
}

TEST(PostgresqlSplitting, KeepsDollarQuotesWhole) {
  EXPECT_EQ(texts(split_postgresql(
                "CREATE FUNCTION f() AS $$ BEGIN; END; $$; SELECT $body$ ; $$ ; $body$;SELECT $1; a$$b;")),
            (Texts{"CREATE FUNCTION f() AS $$ BEGIN; END; $$", "SELECT $body$ ; $$ ; $body$", "SELECT $1",
                   "a$$b"}));
  expect_refused(&split_postgresql, "SELECT 1;\nDO $do$ BEGIN; END $$;", 2, 4, "$do$");
}

TEST(PostgresqlSplitting, NestsComments) {
  EXPECT_EQ(texts(split_postgresql("SELECT /* a /* b; */ c; */ 1; SELECT 2")),
            (Texts{"SELECT /* a /* b; */ c; */ 1", "SELECT 2"}));
  expect_refused(&split_postgresql, "/* a /* b */ SELECT 1;", 1, 1, "unfinished comment");
}

TEST(PostgresqlSplitting, EscapesWithBackslashesInEStringsOnly) {
  EXPECT_EQ(texts(split_postgresql(R"(SELECT E'\';', e'\\'; SELECT '\'; SELECT 2)")),
            (Texts{R"(SELECT E'\';', e'\\')", R"(SELECT '\')", "SELECT 2"}));
  // A string that goes on in a later line is of the first one's kind.
  EXPECT_EQ(texts(split_postgresql("SELECT E'a' -- x\n; SELECT E'a'\n '\\';'; SELECT 2")),
            (Texts{"SELECT E'a'", "SELECT E'a'\n '\\';'", "SELECT 2"}));
  EXPECT_EQ(texts(split_postgresql(R"(SELECT U&'\', nameE'\'; SELECT 2)")).size(), 2u);
}

TEST(PostgresqlSplitting, KeepsRulesAndSqlBodiesWhole) {
  const Texts kept{"CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)",
                   "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 "
                   "END; SELECT 2; END",
                   "BEGIN", "SELECT 1", "END"};
  std::string text;
  for (const auto& statement : kept)
    text += statement + ";\n";
  EXPECT_EQ(texts(split_postgresql(text)), kept);
  expect_refused(&split_postgresql, "CREATE TABLE a (b int;\nCREATE TABLE c (d int);", 1, 16,
                 "unfinished parenthesis");
  expect_refused(&split_postgresql, "SELECT 1; CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;", 1, 11,
                 "unfinished body");
}

TEST(PostgresqlSplitting, RefusesWhatNeedsTheClient) {
  expect_refused(&split_postgresql, "SELECT 1;\nCOPY t (a) FROM STDIN;\n1\n\\.\n", 2, 1, "COPY");
  expect_refused(&split_postgresql, "COPY (SELECT 1) TO stdout;", 1, 1, "COPY");
  expect_refused(&split_postgresql, "SELECT 1;\n\\connect other\n", 2, 1, "\\connect is a command of psql");
  EXPECT_EQ(split_postgresql("COPY t FROM '/x'; COPY t FROM PROGRAM 'x'; SELECT stdin FROM stdin").size(),
            3u);
}

TEST(MysqlSplitting, FollowsDelimiter) {
  EXPECT_EQ(
      texts(split_mysql("SELECT 1;\ndelimiter //\nCREATE TRIGGER t BEGIN SET @a = '//'; SET @b = 2; END//\n"
                        "SELECT 3//\n  DELIMITER ;\nSELECT 4;")),
      (Texts{"SELECT 1", "CREATE TRIGGER t BEGIN SET @a = '//'; SET @b = 2; END", "SELECT 3", "SELECT 4"}));
  EXPECT_EQ(texts(split_mysql("DELIMITER $$ ignored\nSELECT 1$$\nDELIMITER ';'\nSELECT delimiter FROM t;")),
            (Texts{"SELECT 1", "SELECT delimiter FROM t"}));
}

TEST(MysqlSplitting, RefusesADelimiterWithoutEnd) {
  expect_refused(&split_mysql, "DELIMITER //\n\n SELECT 1;\n", 3, 2, "DELIMITER without end");
  expect_refused(&split_mysql, "SELECT 1;\nDELIMITER\nSELECT 2;", 2, 1, "DELIMITER needs");
  expect_refused(&split_mysql, "SELECT 1\nDELIMITER //\n", 2, 1, "DELIMITER within a statement");
  expect_refused(&split_mysql, "DELIMITER \\\\\n", 1, 1, "backslash");
}

TEST(MysqlSplitting, KnowsItsQuotesAndComments) {
  EXPECT_EQ(texts(split_mysql(R"(SELECT '\';', "\";", `\`; SELECT 5--3 # x;
, 1 -- y;
, 2; SELECT 3--
;)")),
            (Texts{R"(SELECT '\';', "\";", `\`)", "SELECT 5--3 # x;\n, 1 -- y;\n, 2", "SELECT 3"}));
  EXPECT_EQ(texts(split_mysql("/* a /* b */ SELECT 1;")), (Texts{"SELECT 1"}));
  EXPECT_EQ(texts(split_mysql("/*!40101 SET NAMES utf8 */;\n/*M! SELECT 1 */;")),
            (Texts{"/*!40101 SET NAMES utf8 */", "/*M! SELECT 1 */"}));
  expect_refused(&split_mysql, "SELECT 1;\n/*!40101 SET", 2, 1, "unfinished comment");
  EXPECT_EQ(texts(split_mysql("SELECT \\N\\G SELECT 2\\g")), (Texts{"SELECT \\N", "SELECT 2"}));
  expect_refused(&split_mysql, "\\u other\n", 1, 1, "\\u is a command of the mysql client");
}

TEST(SqliteSplitting, KeepsTriggersWhole) {
  const Texts kept{
      "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END",
      "EXPLAIN CREATE TRIGGER u BEGIN SELECT 1; END", "CREATE TABLE trigger_log (end INTEGER)", "SELECT 2"};
  std::string text;
  for (const auto& statement : kept)
    text += statement + " ;\n";
  EXPECT_EQ(texts(split_sqlite(text)), kept);
  EXPECT_EQ(texts(split_sqlite("CREATE TRIGGER t BEGIN SELECT 1; END")).size(), 1u);
  expect_refused(&split_sqlite, "SELECT 1;\nCREATE TRIGGER t BEGIN SELECT 1;\nSELECT 2;", 2, 1,
                 "unfinished trigger");
}

TEST(SqliteSplitting, KnowsItsQuotes) {
  EXPECT_EQ(texts(split_sqlite("SELECT [a;b], `c;d`, '\\'; SELECT 2")),
            (Texts{"SELECT [a;b], `c;d`, '\\'", "SELECT 2"}));
  expect_refused(&split_sqlite, "SELECT [a;b", 1, 8, "unfinished quote");
  expect_refused(&split_sqlite, ".read x.sql\n", 1, 1, ".read is a command of the sqlite3 shell");
}

TEST(TransactionControl, IsToldFromOtherStatements) {
  for (const auto* statement : {"BEGIN", "begin immediate", "COMMIT WORK", "END", "ROLLBACK",
                                "START\nTRANSACTION", "ABORT", "PREPARE TRANSACTION 'x'"})
    EXPECT_TRUE(controls_transaction(statement)) << statement;
  for (const auto* statement : {"SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK WORK TO SAVEPOINT a", "RELEASE a",
                                "beginning", "PREPARE p AS SELECT 1", "START SLAVE", "", "'begin'"})
    EXPECT_FALSE(controls_transaction(statement)) << statement;
}

}  // namespace
}  // namespace pycharter::sql::script
