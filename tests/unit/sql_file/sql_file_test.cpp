#include "alembic/sql_file/sql_file.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace pycharter::alembic {
namespace {

using Names = std::vector<std::string>;
using tests::error_of;

SqlFile read(const std::string& text) {
  return SqlFile("a.sql", text, {"postgresql", "sqlite", "mysql", "mariadb"});
}

void expect_refused(const std::string& text, int line, int column, std::string_view words) {
  const Error error = error_of([&] { read(text); });
  EXPECT_EQ(error.code(), ErrorCode::script) << text;
  EXPECT_EQ(error.facts().file, "a.sql");
  EXPECT_EQ(error.facts().line, line) << text;
  EXPECT_EQ(error.facts().column, column) << text;
  EXPECT_NE(error.message().find(words), std::string::npos) << error.message();
}

TEST(SqlRevision, HeaderSaysWhatAScriptsDoes) {
  const SqlHeader header = read_sql_header("a.sql", R"(-- create users
--
-- With more to say.

-- revision: 1a2b
-- down_revision: 'left', right
-- branch_labels: main
-- depends_on: docs@head
-- create_date: 2026-01-02 03:04:05
-- upgrade
)");
  EXPECT_EQ(header.revision, "1a2b");
  EXPECT_EQ(header.down_revisions, (Names{"left", "right"}));
  EXPECT_EQ(header.branch_labels, Names{"main"});
  EXPECT_EQ(header.depends_on, Names{"docs@head"});
  EXPECT_EQ(header.doc, "create users\n\nWith more to say.\n\nCreate Date: 2026-01-02 03:04:05");
  EXPECT_TRUE(header.transaction);
}

TEST(SqlRevision, BaseHasNoneNothingOrNoLine) {
  for (const auto* line : {"-- down_revision: None\n", "-- down_revision:\n", ""})
    EXPECT_TRUE(read_sql_header("a.sql", std::string("-- revision: a\n") + line).down_revisions.empty());
}

TEST(SqlRevision, MessageStandsBeforeOtherWords) {
  EXPECT_EQ(read_sql_header("a.sql", "-- why\n-- message: what\n--revision:a").doc, "what\n\nwhy");
}

TEST(SqlRevision, ReadsCrlfAndAByteOrderMark) {
  const SqlFile file = read("\xEF\xBB\xBF-- revision: a\r\n-- upgrade\r\nSELECT 1;\r\n");
  EXPECT_EQ(file.header().revision, "a");
  EXPECT_EQ(file.part("upgrade", {"sqlite"}).sql, "SELECT 1;\n");
}

TEST(SqlRevision, HeaderNamesWhatIsWrong) {
  expect_refused("-- upgrade\nSELECT 1;", 1, 1, "no `-- revision: ID` line");
  expect_refused("SELECT 1;", 1, 1, "text before a section");
  expect_refused("-- revision: a\n\n  SELECT 1;\n-- upgrade\n", 3, 3, "text before a section");
  expect_refused("-- revision:\n", 1, 1, "needs one id");
  expect_refused("-- revision: a, b\n", 1, 1, "needs one id");
  expect_refused("-- revision: a\n-- revision: b\n", 2, 1, "a second `-- revision:`");
  expect_refused("-- revision: a\n-- down_revison: b\n", 2, 1, "did you mean 'down_revision'?");
  expect_refused("-- revision: a\n-- depends_on: b,,c\n", 2, 1, "empty name");
  expect_refused("-- revision: a\n-- transaction: no\n", 2, 1, "`on` or `off`");
  expect_refused("-- revision: a\n-- dialect: sqlite\n-- upgrade\n", 2, 1, "within a section");
  expect_refused(std::string("-- revision: a\n-- upgrade\nSELECT '\0';", 37), 3, 9, "NUL");
  expect_refused("-- revision: a\n-- \xFF\n", 2, 4, "not UTF-8");
}

TEST(SqlRevision, SectionsNameWhatIsWrong) {
  const std::string header = "-- revision: a\n";
  expect_refused(header + "-- upgrade\n-- downgrade\n-- upgrade\n", 4, 1, "a second `-- upgrade` section");
  expect_refused(header + "-- upgrade\n-- dialect: oracle\n", 3, 1, "unknown dialect 'oracle'");
  expect_refused(header + "-- upgrade\n-- dialect: postgres\n", 3, 1, "did you mean 'postgresql'?");
  expect_refused(header + "-- upgrade\n-- dialect:\n", 3, 1, "needs the names");
  expect_refused(header + "-- upgrade\n-- dialect: sqlite\n-- dialect: mysql, sqlite\n", 4, 1,
                 "a second variant");
  expect_refused(header + "-- upgrade\n-- transaction: off\n", 3, 1, "before its first section");
}

TEST(SqlRevision, VariantStandsInForTheCommonPart) {
  const SqlFile file = read(
      "-- revision: a\n-- upgrade\ncommon;\n-- dialect: postgresql, mysql\nvariant;\n-- dialect: "
      "sqlite\n\n-- downgrade\nback;");
  EXPECT_EQ(file.part("upgrade", {"postgresql"}).sql, "variant;\n");
  EXPECT_EQ(file.part("upgrade", {"postgresql"}).line, 5);
  EXPECT_EQ(file.part("upgrade", {"mariadb", "mysql"}).sql, "variant;\n");
  EXPECT_EQ(file.part("upgrade", {"mariadb"}).sql, "common;\n");
  EXPECT_EQ(file.part("upgrade", {"sqlite"}).sql, "\n");
  EXPECT_EQ(file.part("downgrade", {"sqlite"}).sql, "back;");
  EXPECT_EQ(file.part("downgrade", {"sqlite"}).line, 9);
}

TEST(SqlRevision, OnlyALineOfItsOwnInColumnOneIsOne) {
  const SqlFile file =
      read("-- revision: a\n-- upgrade\n -- downgrade\n-- downgrade what?\nSELECT 1; -- downgrade\n");
  EXPECT_EQ(file.part("upgrade", {"sqlite"}).sql,
            " -- downgrade\n-- downgrade what?\nSELECT 1; -- downgrade\n");
  EXPECT_NE(error_of([&] { (void)file.part("downgrade", {"sqlite"}); }).message().find("cannot be undone"),
            std::string::npos);
}

TEST(SqlRevision, RefusesADialectThatNoPartFits) {
  const SqlFile file = read("-- revision: a\n-- upgrade\n-- only there\n-- dialect: postgresql\nx;\n");
  const Error error = error_of([&] { (void)file.part("upgrade", {"sqlite"}); });
  EXPECT_EQ(error.code(), ErrorCode::script);
  EXPECT_EQ(error.facts().line, 2);
  EXPECT_NE(error.message().find("no statements for sqlite, only for postgresql"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::alembic
